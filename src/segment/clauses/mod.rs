//! Clauses: verb groups with their subjects, objects and complements, found by rule from left to right.
//!
//! This is no full parse. It answers what the frames ask: who is the subject of this verb, what stands in its object, what clause is the
//! content of which. Method: each verb group looks at the *gap* between the group before it and itself (subordinators, relative words, noun
//! phrases, commas) and decides from that how it hangs on what went before.

use std::ops::Range;
use std::sync::Arc;

mod groups;
mod asides;
mod subjects;
mod questions;
mod relatives;
mod order;
mod attach;
mod finite;
mod complements;
mod coordination;
#[cfg(test)]
mod tests;

use rustc_hash::FxHashSet;

use crate::lexicon::{LanguagePack, WordClasses};
use crate::model::{Clause, Document, NounPhrase, Quotation, Token};

/// Builds the clause structure.
#[derive(Debug)]
pub(super) struct ClauseBuilder {
    /// Verbs that take a bare content clause.
    content_verbs: FxHashSet<String>,
    /// Verbs whose subject may follow them ("..., said Macron").
    inverting: FxHashSet<String>,
    classes: Arc<WordClasses>,
}

impl ClauseBuilder {
    pub(super) fn new(language: &LanguagePack) -> Self {
        let content_verbs = language
            .reporting
            .iter()
            .filter(|v| v.content.iter().any(|c| c == "that" || c == "quotation"))
            .filter(|v| !v.lemma.contains(' '))
            .map(|v| v.lemma.clone())
            .chain(language.classes.content_verbs.iter().cloned())
            .collect();
        let inverting = language
            .reporting
            .iter()
            .filter(|v| v.inverted)
            .map(|v| v.lemma.clone())
            .collect();
        Self {
            content_verbs,
            inverting,
            classes: Arc::clone(&language.classes),
        }
    }

    /// Verbs that take a bare content clause.
    pub(super) fn content_verbs(&self) -> &FxHashSet<String> {
        &self.content_verbs
    }

    /// The word classes of the language pack.
    pub(super) fn classes(&self) -> &WordClasses {
        &self.classes
    }

    /// Builds the clauses of every sentence.
    pub(super) fn build(&self, document: &mut Document) {
        let mut clauses: Vec<Clause> = Vec::new();
        for s in 0..document.sentences.len() {
            let range = document.sentences[s].tokens.clone();
            let phrases = phrase_range(&document.phrases, &range);
            let first = clauses.len();
            groups::find(
                &document.tokens,
                &document.phrases[phrases.clone()],
                s,
                range.clone(),
                &mut clauses,
            );
            let mut work = Work {
                tokens: &document.tokens,
                phrases: &mut document.phrases,
                here: phrases.clone(),
                sentence: range,
                clauses: &mut clauses,
                first,
                verbs: &self.content_verbs,
                inverting: &self.inverting,
                classes: &self.classes,
                quotations: &document.quotations,
            };
            work.attach();
            work.objects();
            work.negate_by_determiner();
            work.extents();
            let sentence = &mut document.sentences[s];
            (sentence.phrases, sentence.clauses) = (phrases, first..clauses.len());
        }
        document.clauses = clauses.into();
    }
}

fn phrase_range(phrases: &[NounPhrase], tokens: &Range<usize>) -> Range<usize> {
    let start = phrases.partition_point(|p| p.head < tokens.start);
    start..phrases.partition_point(|p| p.head < tokens.end)
}

struct Work<'a> {
    tokens: &'a [Token],
    phrases: &'a mut Vec<NounPhrase>,
    /// Phrases of this sentence.
    here: Range<usize>,
    sentence: Range<usize>,
    clauses: &'a mut Vec<Clause>,
    /// First clause of this sentence.
    first: usize,
    verbs: &'a FxHashSet<String>,
    inverting: &'a FxHashSet<String>,
    classes: &'a WordClasses,
    quotations: &'a [Quotation],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Finite,
    Infinitive,
    Ing,
    Participle,
}
