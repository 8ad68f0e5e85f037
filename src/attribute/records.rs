//! Attributions as they are written out: words and places in the article as given, and whom the source means.

use crate::model::{
    ATTRIBUTION_SCHEMA, Article, ArticleRef, Attribution, AttributionRecord, AttributionSpans,
    CodePoints, Document, MentionForm, Mentions, Span, Speaker, Stretch,
};

/// The records of an article's attributions, in the order of the text.
pub fn records(
    article: &Article<'_>,
    document: &Document,
    mentions: &Mentions,
    attributions: &[Attribution],
) -> Vec<AttributionRecord> {
    let mut places = Places::new(article, document);
    let mut order: Vec<&Attribution> = attributions.iter().collect();
    order.sort_by_key(|a| a.cue.map_or(a.content[0].start, |c| c.start));
    order
        .into_iter()
        .map(|a| {
            let source = a.source.map(|s| places.words(s));
            let actor = a.source_head.and_then(|head| {
                let mut here = mentions.actors_at(document, head);
                here.find(|m| m.form != MentionForm::Demonym)
            });
            let speaker = match (actor.and_then(|m| m.actors.first()), &source) {
                (Some(actor), _) => Some(Speaker {
                    id: Some(mentions.register[*actor].id.clone()),
                    name: mentions.register[*actor].name.clone(),
                }),
                (None, Some(words)) => Some(Speaker {
                    id: None,
                    name: words.text.clone(),
                }),
                (None, None) => None,
            };
            AttributionRecord {
                schema: ATTRIBUTION_SCHEMA.to_owned(),
                article: ArticleRef {
                    id: article.id.to_string(),
                    url: article.url.as_deref().map(str::to_owned),
                    outlet: article.outlet.as_deref().map(str::to_owned),
                    title: article.title.as_deref().map(str::to_owned),
                    published: article.published.map(|d| d.to_string()),
                    language: article.language.as_deref().map(str::to_owned),
                },
                headline: a.content[0].start < document.body_start,
                source,
                speaker,
                cue: a.cue.map(|c| places.words(c)),
                content: a.content.iter().map(|c| places.words(*c)).collect(),
                kind: a.kind,
                denied: a.denied,
                // Two decimals: more would pretend.
                confidence: (a.confidence * 100.0).round() / 100.0,
            }
        })
        .collect()
}

/// The spans of an attribution in the body, to be compared with annotations, and those of its source's head.
pub fn spans(
    article: &Article<'_>,
    document: &Document,
    attribution: &Attribution,
) -> (AttributionSpans, Option<[usize; 2]>) {
    let mut places = Places::new(article, document);
    let mut points = |span: Span| {
        let (_, start, end) = places.given(span);
        [start, end]
    };
    let spans = AttributionSpans {
        source: attribution.source.iter().map(|s| points(*s)).collect(),
        cue: attribution.cue.iter().map(|s| points(*s)).collect(),
        content: attribution.content.iter().map(|s| points(*s)).collect(),
    };
    // "who" stands in the text where its antecedent heads the source.
    let head = attribution.source.map(|source| {
        let head = attribution
            .source_head
            .map(|h| document.tokens[h].span)
            .filter(|h| source.contains(*h));
        points(head.unwrap_or(source))
    });
    (spans, head)
}

/// Positions in the article as given.
struct Places<'a> {
    document: &'a Document,
    title: &'a str,
    text: &'a str,
    title_points: CodePoints<'a>,
    text_points: CodePoints<'a>,
}

impl<'a> Places<'a> {
    fn new(article: &'a Article<'_>, document: &'a Document) -> Self {
        let title = article.title.as_deref().unwrap_or_default();
        Self {
            document,
            title,
            text: &article.text,
            title_points: CodePoints::new(title),
            text_points: CodePoints::new(&article.text),
        }
    }

    fn words(&mut self, span: Span) -> Stretch {
        let (text, start, end) = self.given(span);
        Stretch {
            text: text.to_owned(),
            start,
            end,
        }
    }

    /// Text and code points of a span of the document, in headline or body as given.
    fn given(&mut self, span: Span) -> (&'a str, usize, usize) {
        let base = self.document.body_start;
        let (span, text, points) = if span.start < base {
            let given = self.document.title_map.span(span);
            (given, self.title, &mut self.title_points)
        } else {
            let in_body = Span::new(span.start - base, span.end - base);
            let given = self.document.body_map.span(in_body);
            (given, self.text, &mut self.text_points)
        };
        (span.of(text), points.at(span.start), points.at(span.end))
    }
}
