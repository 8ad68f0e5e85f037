//! From spans of the analysed document to places in the article as given, which is what outputs speak of.

use super::{Article, CodePoints, Document, Evidence, OffsetMap, Span};

/// A stretch of the article as given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// Its words.
    pub text: String,
    /// First code point in the article's text, or in its title where the span stands in the headline.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// Finds places of one article. Ascending questions are cheap; each step back counts from the start again.
#[derive(Debug)]
pub struct Places<'a> {
    document: &'a Document,
    title: &'a str,
    text: &'a str,
    title_points: CodePoints<'a>,
    text_points: CodePoints<'a>,
}

impl<'a> Places<'a> {
    /// Places of the article that `document` is made of.
    pub fn new(article: &'a Article<'_>, document: &'a Document) -> Self {
        let title = article.title.as_deref().unwrap_or_default();
        let text = article.text.as_ref();
        Self {
            document,
            title,
            text,
            title_points: CodePoints::new(title),
            text_points: CodePoints::new(text),
        }
    }

    /// Where a span of the document stands in headline or body as given.
    pub fn given(&mut self, span: Span) -> Given {
        let in_title = span.start < self.document.body_start;
        let (map, base, text): (&OffsetMap, usize, &str) = if in_title {
            (&self.document.title_map, 0, self.title)
        } else {
            (&self.document.body_map, self.document.body_start, self.text)
        };
        let given = map.span(Span::new(
            span.start - base,
            span.end.max(span.start) - base,
        ));
        let points = if in_title {
            &mut self.title_points
        } else {
            &mut self.text_points
        };
        let (start, end) = (points.at(given.start), points.at(given.end));
        Given {
            text: text.get(given.range()).unwrap_or_default().to_owned(),
            start,
            end,
        }
    }

    /// A sentence of the document, by index.
    pub fn evidence(&mut self, sentence: usize) -> Evidence {
        let s = &self.document.sentences[sentence];
        let Given { text, start, end } = self.given(s.span);
        Evidence {
            text,
            start,
            end,
            paragraph: self.document.paragraphs[s.paragraph].index,
        }
    }
}
