//! Interviews and press conferences: whoever answers says the paragraphs that no mark gives to anybody.
//!
//! Annotated news holds too few to learn from, so these are rules. Where labels take turns ("Berg:", "Question:"), each labels its paragraph and those that go on
//! from it; where questions stand as paragraphs and the first person answers, the paragraphs between them are the answers. Who answers is whom the
//! lines before the first question introduce, or the headline.

use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::turns::paragraph_tokens;
use crate::lexicon::Genre;
use crate::model::{Attribution, Document, ParagraphRole, Pos, Span, SpeechKind};

/// A label before a colon has at most this many tokens.
const LABEL: usize = 7;
/// Labelled paragraphs, or questions, that make a conversation.
const TURNS: usize = 4;
/// Most tokens of a paragraph that is a question, with or without its mark.
const QUESTION: usize = 60;
const REMARK: usize = 30;
/// Confidence that a paragraph is an answer of whoever was introduced: set, not learned.
const ANSWER: f64 = 0.8;

/// What the language pack knows of conversations.
#[derive(Debug)]
pub(super) struct Interviews {
    ask: Vec<String>,
    answer: Vec<String>,
    own: Vec<String>,
    /// Words of the first person that with a capital are a name: "US".
    names: Vec<String>,
}

impl Interviews {
    pub(super) fn new(genre: &Genre) -> Self {
        Self {
            ask: genre.question_labels.clone(),
            answer: genre.answer_labels.clone(),
            own: genre.first_person.clone(),
            names: genre.names_in_capitals.clone(),
        }
    }

    /// Adds the turns of a conversation that nothing attributes yet.
    pub(super) fn add(&self, document: &Document, found: &mut Vec<Attribution>) {
        let body: Vec<usize> = (0..document.paragraphs.len())
            .filter(|p| document.paragraphs[*p].role == ParagraphRole::Body)
            .collect();
        let labels: Vec<Option<Range<usize>>> =
            body.iter().map(|p| self.label(document, *p)).collect();
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        for label in labels.iter().flatten() {
            *counts.entry(key(document, label)).or_default() += 1;
        }
        let turns: usize = counts.values().filter(|n| **n > 1).sum();
        let speakers = counts.values().filter(|n| **n > 1).count();
        if turns >= TURNS && speakers >= 2 {
            self.labelled(document, &body, &labels, found);
        } else {
            self.unlabelled(document, &body, found);
        }
    }

    /// The label that a paragraph begins with: capitalised words, or one for questions or answers, before a colon.
    fn label(&self, document: &Document, paragraph: usize) -> Option<Range<usize>> {
        let tokens = paragraph_tokens(document, paragraph);
        let mark = |t: &usize| matches!(document.tokens[*t].lower.as_str(), "\"" | "*" | "**");
        let start = tokens.clone().find(|t| !mark(t))?;
        let colon = (start..tokens.end)
            .take(LABEL)
            .find(|t| document.tokens[*t].lower == ":")?;
        let named = (start..colon).all(|t| {
            let token = &document.tokens[t];
            token.capital || token.pos == Pos::Punctuation || self.is_role(&token.lower)
        });
        (start < colon && colon + 1 < tokens.end && named && document.tokens[start].capital)
            .then_some(start..colon)
    }

    fn is_role(&self, word: &str) -> bool {
        self.ask.iter().chain(&self.answer).any(|w| w == word)
    }

    /// Paragraphs behind labels, each with those that go on from it.
    fn labelled(
        &self,
        document: &Document,
        body: &[usize],
        labels: &[Option<Range<usize>>],
        found: &mut Vec<Attribution>,
    ) {
        let goes_on = labels.iter().flatten().count() * 2 > body.len();
        let first = labels.iter().position(Option::is_some).unwrap_or_default();
        let answers = interviewee(document, &body[..first]);
        let cues: FxHashSet<Span> = found.iter().filter_map(|a| a.cue).collect();
        for (i, label) in labels.iter().enumerate() {
            let Some(label) = label else { continue };
            let word = document.tokens[label.start].lower.as_str();
            if self.ask.iter().any(|w| w == word) {
                continue;
            }
            let cue = document.token_span(&(label.end..label.end + 1));
            if cues.contains(&cue) {
                continue;
            }
            let source = if label.len() == 1 && self.answer.iter().any(|w| w == word) {
                answers.clone()
            } else {
                // Behind the name may stand who that is.
                let end = label
                    .clone()
                    .skip(1)
                    .find(|t| matches!(document.tokens[*t].lower.as_str(), "," | "(" | "["))
                    .unwrap_or(label.end);
                Some(label.start..end)
            };
            let Some(source) = source else { continue };
            let last = (i + 1..body.len())
                .take_while(|next| goes_on && labels[*next].is_none())
                .last()
                .unwrap_or(i);
            let end = paragraph_tokens(document, body[last]).end;
            found.push(Attribution {
                cue: Some(cue),
                cue_lemma: ":".to_owned(),
                ..said(document, &source, &(label.end + 1..end))
            });
        }
    }

    /// Paragraphs between questions that stand as paragraphs.
    fn unlabelled(&self, document: &Document, body: &[usize], found: &mut Vec<Attribution>) {
        let asked: Vec<bool> = body.iter().map(|p| is_question(document, *p)).collect();
        let Some(first) = asked.iter().position(|a| *a) else {
            return;
        };
        let mut answers: Vec<usize> = Vec::new();
        for i in first + 1..body.len() {
            let tokens = paragraph_tokens(document, body[i]);
            // "The French say that Europe can do it alone.": a question without its mark.
            let remark = answers.last() == Some(&(i - 1))
                && tokens.len() <= REMARK
                && !self.is_own(document, &tokens)
                && asked.get(i + 1) == Some(&false);
            if !asked[i] && !remark {
                answers.push(i);
            }
        }
        let tokens = |i: &usize| paragraph_tokens(document, body[*i]);
        let own = answers
            .iter()
            .filter(|i| self.is_own(document, &tokens(i)))
            .count();
        let quoting = answers
            .iter()
            .filter(|i| tokens(i).any(|t| in_speech(document, t)))
            .count();
        let questions = asked.iter().filter(|a| **a).count();
        if questions < TURNS || own < 3 || own * 3 < answers.len() || quoting * 3 > answers.len() {
            return;
        }
        if let Some(source) = interviewee(document, &body[..first]) {
            found.extend(answers.iter().map(|i| said(document, &source, &tokens(i))));
        }
    }

    /// Whether the first person speaks in some tokens, outside quotation marks.
    fn is_own(&self, document: &Document, tokens: &Range<usize>) -> bool {
        tokens.clone().any(|t| {
            let token = &document.tokens[t];
            let name = token.capital && self.names.contains(&token.lower);
            self.own.contains(&token.lower) && !name && !in_speech(document, t)
        })
    }
}

fn in_speech(document: &Document, t: usize) -> bool {
    document.tokens[t]
        .quotation
        .is_some_and(|q| !document.quotations[q].scare)
}

/// A label as turns are compared by.
fn key(document: &Document, label: &Range<usize>) -> String {
    document.slice(document.token_span(label)).to_lowercase()
}

/// Whether a paragraph is a question by itself: its last mark tells, or it stands in bold as a whole.
fn is_question(document: &Document, paragraph: usize) -> bool {
    let tokens = paragraph_tokens(document, paragraph);
    let text = document.slice(document.paragraphs[paragraph].span).trim();
    let bold = text.len() > 4 && text.starts_with("**") && text.ends_with("**");
    tokens.len() <= QUESTION && (bold || text.trim_end_matches('*').ends_with('?'))
}

/// Whom the lines before the first question introduce, or the headline: the first full name.
fn interviewee(document: &Document, intro: &[usize]) -> Option<Range<usize>> {
    let headline = (0..document.paragraphs.len())
        .find(|p| document.paragraphs[*p].role == ParagraphRole::Headline);
    intro.iter().copied().chain(headline).find_map(|p| {
        let tokens = paragraph_tokens(document, p);
        let named = |t: usize| {
            let token = &document.tokens[t];
            token.pos == Pos::Proper && token.capital
        };
        document
            .phrases_over(&tokens)
            .map(|p| &document.phrases[p])
            .find(|p| p.head > p.tokens.start && named(p.head) && named(p.head - 1))
            .map(|p| p.tokens.start..p.head + 1)
    })
}

/// Speech of a source, which ends in its head.
fn said(document: &Document, source: &Range<usize>, content: &Range<usize>) -> Attribution {
    Attribution {
        source: Some(document.token_span(source)),
        source_head: Some(source.end - 1),
        cue: None,
        cue_lemma: String::new(),
        content: vec![document.token_span(content)],
        kind: SpeechKind::Direct,
        denied: false,
        inside: None,
        confidence: ANSWER,
    }
}
