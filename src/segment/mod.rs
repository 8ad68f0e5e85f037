//! Stage 3: a cleaned article becomes paragraphs, sentences, words, quotations, phrases and clauses.
//!
//! Only what passes the gate comes here, so this stage may look closely: it tokenizes with the `tokenizers` crate, assigns parts of speech,
//! groups noun phrases and builds a shallow clause structure by rule.

mod boilerplate;
mod sentences;
mod words;
mod quotations;
mod part_of_speech;
mod phrases;
mod clauses;
#[cfg(test)]
mod tests;

use crate::error::Result;
use crate::lexicon::Lexicons;
use crate::model::{Document, Draft, OffsetMap, Paragraph, ParagraphRole, Sentence, Span};

use boilerplate::Boilerplate;
use clauses::ClauseBuilder;
use part_of_speech::PosTagger;
use sentences::SentenceSplitter;
use words::WordSplitter;

/// Takes articles apart. Built once; shared by all threads.
#[derive(Debug)]
pub struct Segmenter {
    sentences: SentenceSplitter,
    words: WordSplitter,
    pos: PosTagger,
    clauses: ClauseBuilder,
    boilerplate: Boilerplate,
}

impl Segmenter {
    /// Compiles the language pack's segmentation data; the topic's aliases are never broken by a sentence end.
    pub fn new(lexicons: &Lexicons) -> Result<Self> {
        let language = &lexicons.language;
        Ok(Self {
            sentences: SentenceSplitter::new(lexicons),
            words: WordSplitter::new()?,
            pos: PosTagger::new(lexicons),
            clauses: ClauseBuilder::new(language),
            boilerplate: Boilerplate::new(&language.boilerplate)?,
        })
    }

    /// Takes one article apart.
    pub fn segment(&self, draft: &Draft) -> Document {
        let mut document = Document {
            title_map: draft.title_map.clone(),
            body_map: if draft.body.is_empty() {
                OffsetMap::identity(0)
            } else {
                draft.body_map.clone()
            },
            ..Document::default()
        };
        document.text.push_str(&draft.title);
        if !draft.title.is_empty() {
            document.text.push_str("\n\n");
        }
        document.body_start = document.text.len();
        document.text.push_str(&draft.body);
        if !draft.title.is_empty() {
            self.paragraph(&mut document, Span::new(0, draft.title.len()), None, true);
        }
        let base = document.body_start;
        for (index, p) in draft.paragraphs.iter().enumerate() {
            let span = Span::new(base + p.span.start, base + p.span.end);
            for part in self.lines(&document.text, span) {
                self.paragraph(&mut document, part, Some(index), p.kept);
            }
        }
        quotations::find(&mut document);
        self.pos.assign(&mut document);
        phrases::group(
            &mut document,
            self.clauses.content_verbs(),
            self.clauses.classes(),
        );
        self.clauses.build(&mut document);
        debug_assert!(document.is_in_order());
        document
    }

    /// A paragraph of several lines falls apart at those that are boilerplate: a caption or a teaser must not cost the text beside it.
    fn lines(&self, text: &str, span: Span) -> Vec<Span> {
        let whole = span.of(text);
        if !whole.contains('\n') {
            return vec![span];
        }
        let mut parts: Vec<(Span, bool)> = Vec::new();
        let mut at = span.start;
        for line in whole.split_inclusive('\n') {
            let trimmed = line.trim();
            let start = at + (line.len() - line.trim_start().len());
            at += line.len();
            if trimmed.is_empty() {
                continue;
            }
            let here = Span::new(start, start + trimmed.len());
            let boilerplate = self.boilerplate.is(trimmed);
            match parts.last_mut() {
                Some((last, false)) if !boilerplate => *last = last.join(here),
                _ => parts.push((here, boilerplate)),
            }
        }
        parts.into_iter().map(|(part, _)| part).collect()
    }

    fn paragraph(&self, document: &mut Document, span: Span, index: Option<usize>, kept: bool) {
        let text = document.text[span.range()].to_owned();
        let role = match index {
            None => ParagraphRole::Headline,
            Some(_) if self.boilerplate.is(&text) => ParagraphRole::Boilerplate,
            Some(_) => ParagraphRole::Body,
        };
        let paragraph = document.paragraphs.len();
        let first = document.sentences.len();
        for part in self.sentences.split(&text) {
            let start = document.tokens.len();
            let sentence = document.sentences.len();
            self.words.split(
                &text[part.range()],
                span.start + part.start,
                sentence,
                &mut document.tokens,
            );
            let whole = Span::new(span.start + part.start, span.start + part.end);
            push_sentences(document, paragraph, whole, start);
        }
        let sentences = first..document.sentences.len();
        document.paragraphs.push(Paragraph {
            span,
            index,
            role,
            kept,
            sentences,
        });
    }
}

/// Most tokens of a sentence. The longest of some 24,000 in news copy has 70 words, the longest list among articles as they come 220 tokens; what goes on for
/// longer (a table, a transcript without a full stop) is cut, because the analysis of a sentence takes more than linear time.
const MAX_TOKENS: usize = 250;

/// The tokens from `start` on become a sentence, or several where they are too many for one.
fn push_sentences(document: &mut Document, paragraph: usize, whole: Span, start: usize) {
    let end = document.tokens.len();
    let mut at = start;
    while at < end {
        let next = (at + MAX_TOKENS).min(end);
        let sentence = document.sentences.len();
        for token in &mut document.tokens[at..next] {
            token.sentence = sentence;
        }
        let from = if at == start {
            whole.start
        } else {
            document.tokens[at].span.start
        };
        let to = if next == end {
            whole.end
        } else {
            document.tokens[next - 1].span.end
        };
        document.sentences.push(Sentence {
            span: Span::new(from, to),
            paragraph,
            tokens: at..next,
            phrases: 0..0,
            clauses: 0..0,
        });
        at = next;
    }
}
