//! Fixed expressions: several words that have one part of speech together ("as long as", "in line with", "no longer", "up to 30,000").

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::lexicon::{WordClasses, Words};
use crate::model::{Pos, Token};
use crate::segment::phrases::times::is_time_noun;

/// The expressions of the language pack, by first word.
#[derive(Debug)]
pub(super) struct FixedExpressions {
    classes: Arc<WordClasses>,
    by_first: FxHashMap<String, Vec<(Vec<String>, Kind)>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Is(Pos),
    Estimate,
}

impl FixedExpressions {
    pub(super) fn new(words: &Words, classes: Arc<WordClasses>) -> Self {
        let mut all: Vec<(Vec<String>, Kind)> = Vec::new();
        let mut put =
            |text: &str, kind: Kind| all.push((text.split(' ').map(str::to_owned).collect(), kind));
        for text in &words.complex_prepositions {
            if !words.loose_prepositions.contains(text) {
                put(text, Kind::Is(Pos::Preposition));
            }
        }
        // "even if", "only if": the last word is a subordinator by itself, the first stays an adverb.
        for text in words.subordinators.iter().filter(|s| s.contains(' ')) {
            if !text.ends_with(" if") && !text.starts_with("even ") {
                put(text, Kind::Is(Pos::Subordinator));
            }
        }
        for text in &words.adverb_expressions {
            put(text, Kind::Is(Pos::Adverb));
        }
        for text in &words.estimates {
            put(text, Kind::Estimate);
        }
        // The longest first.
        all.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let mut by_first: FxHashMap<String, Vec<(Vec<String>, Kind)>> = FxHashMap::default();
        for (words, kind) in all {
            by_first
                .entry(words[0].clone())
                .or_default()
                .push((words, kind));
        }
        Self { classes, by_first }
    }

    /// Whether a word measures or names a time ("months", "September", "past").
    pub(super) fn is_time(&self, word: &str) -> bool {
        is_time_noun(&self.classes, word) || self.classes.months.contains(word) || word == "past"
    }

    /// Length and part of speech of the expression at token `t`; `is_number` tells whether a token may be a number.
    pub(super) fn at(
        &self,
        tokens: &[Token],
        t: usize,
        range: &Range<usize>,
        is_number: impl Fn(usize) -> bool,
    ) -> Option<(usize, Pos)> {
        let list = self.by_first.get(&tokens[t].lower)?;
        list.iter().find_map(|(words, kind)| {
            let end = t + words.len();
            if end > range.end
                || !words
                    .iter()
                    .zip(&tokens[t..end])
                    .all(|(w, token)| *w == token.lower)
            {
                return None;
            }
            match kind {
                Kind::Is(pos) => Some((words.len(), *pos)),
                Kind::Estimate => {
                    // "about 10,000 troops", but "about 2014", "over two years".
                    let counts = end + 1 < range.end
                        && is_number(end)
                        && !is_time_noun(&self.classes, &tokens[end + 1].lower)
                        && tokens[end + 1].lower.starts_with(char::is_alphabetic);
                    counts.then_some((words.len(), Pos::Adverb))
                }
            }
        })
    }
}
