//! Reports that name their source in a line of its own: "Source: Berg in a speech", and below it "Quote: ...". What is quoted is that source's.
//!
//! Annotated news holds none of them to learn from, so this is a rule.

use std::ops::Range;

use super::turns::paragraph_tokens;
use crate::lexicon::Genre;
use crate::model::{Attribution, Document, ParagraphRole, Pos, SpeechKind};

/// Confidence that a quotation is of the source above it: set, not learned.
const SOURCED: f64 = 0.8;

/// Which words label such lines.
#[derive(Debug)]
pub(super) struct Sourced {
    sources: Vec<String>,
    quotes: Vec<String>,
}

impl Sourced {
    pub(super) fn new(genre: &Genre) -> Self {
        Self {
            sources: genre.source_labels.clone(),
            quotes: genre.quote_labels.clone(),
        }
    }

    /// Adds the quotations below such a line, in the place of what else was made of their label.
    pub(super) fn add(&self, document: &Document, found: &mut Vec<Attribution>) {
        let mut source: Option<Range<usize>> = None;
        for paragraph in 0..document.paragraphs.len() {
            // Such a line may count as a credit, which is no part of the body.
            if document.paragraphs[paragraph].role == ParagraphRole::Headline {
                continue;
            }
            let tokens = paragraph_tokens(document, paragraph);
            if tokens.len() < 3 || document.tokens[tokens.start + 1].lower != ":" {
                continue;
            }
            let label = &document.tokens[tokens.start].lower;
            let rest = tokens.start + 2..tokens.end;
            if self.sources.contains(label) {
                source = named(document, &rest);
            } else if self.quotes.contains(label)
                && let Some(source) = &source
            {
                let cue = document.token_span(&(tokens.start + 1..rest.start));
                let label = document.token_span(&(tokens.start..rest.start));
                found.retain(|a| a.cue.is_none_or(|c| !label.contains(c)));
                found.push(Attribution {
                    source: Some(document.token_span(source)),
                    source_head: Some(source.end - 1),
                    cue: Some(cue),
                    cue_lemma: ":".to_owned(),
                    content: vec![document.token_span(&rest)],
                    kind: SpeechKind::Direct,
                    denied: false,
                    inside: None,
                    confidence: SOURCED,
                });
            }
        }
    }
}

/// Whom the line names first, up to the last word of the name.
fn named(document: &Document, line: &Range<usize>) -> Option<Range<usize>> {
    let mut phrases = document.phrases_over(line).map(|p| &document.phrases[p]);
    phrases
        .find(|p| line.contains(&p.head) && document.tokens[p.head].pos == Pos::Proper)
        .map(|p| p.tokens.start.max(line.start)..p.head + 1)
}

#[cfg(test)]
mod tests {
    use super::super::Attributor;
    use crate::lexicon::Lexicons;
    use crate::model::{Draft, Span};
    use crate::segment::Segmenter;

    #[test]
    fn a_quotation_below_the_line_of_a_source_is_of_that_source() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let text = "Source: Anna Berg on her channel\nDetails: The ferry was late.\nQuote: \"We will not sail.\"";
        let mut draft = Draft::plain(text);
        let mut start = 0;
        draft.paragraphs.clear();
        for line in text.split_inclusive('\n') {
            draft.paragraphs.push(crate::model::ParagraphDraft {
                span: Span::new(start, start + line.trim_end().len()),
                kept: true,
            });
            start += line.len();
        }
        let document = Segmenter::new(&lexicons).unwrap().segment(&draft);
        let found = Attributor::new(&lexicons).attribute(&document);
        let quoted = found.iter().find(|a| {
            let words = a.content.iter().map(|c| document.slice(*c));
            words.into_iter().any(|w| w.contains("sail"))
        });
        let source = quoted.and_then(|a| a.source).map(|s| document.slice(s));
        assert_eq!(source, Some("Anna Berg"), "{found:?}");
    }
}
