//! How often a word was a cue in annotated news: its habit, in steps.
//!
//! A word seen too seldom for a weight of its own still has a habit, smoothed towards that of its kind, so that rare verbs and nouns of attitude share the weights of
//! their like. In training a word's habit is that of all other articles: its own would tell the answer.

use rustc_hash::FxHashMap;

use super::anchors::Anchor;
use super::part::{Part, key};
use super::steps::step;
use super::weights::SCALE;
use crate::lexicon::NumberedLines;
use crate::model::Document;

/// What entries of the weights' table that are habits begin with.
pub(super) const MARK: &str = "@";
/// Uses that a word's kind counts for.
const PRIOR: f32 = 3.0;
/// Shares at which habits differ.
const SHARES: [f32; 8] = [0.03, 0.08, 0.15, 0.25, 0.38, 0.52, 0.68, 0.84];
/// Uses from which on a word has a habit of its own.
pub(super) const LEAST: u32 = 3;

/// Habits by the hash of space and word; a space is a kind of cue, or what stands beside one.
#[derive(Debug, Default, Clone)]
pub(super) struct Habits {
    steps: FxHashMap<u64, Part<'static>>,
}

impl Habits {
    /// From the entries of the weights' table.
    pub(super) fn new(named: &NumberedLines) -> Self {
        let steps = named
            .iter()
            .filter_map(|(name, mut numbers)| {
                let share = numbers.next()?;
                let mut parts = name.split(' ');
                let space = parts.next()?.strip_prefix(MARK)?;
                Some((
                    key([space, parts.next()?].map(Part::of)),
                    step(share as f32 / SCALE, &SHARES),
                ))
            })
            .collect();
        Self { steps }
    }

    /// The habit of a word.
    pub(super) fn of(&self, space: Part<'_>, word: Part<'_>) -> Part<'static> {
        self.steps
            .get(&key([space, word]))
            .copied()
            .unwrap_or(const { Part::of("new") })
    }

    /// Sets the habit of a word from its share.
    pub(super) fn set(&mut self, word: u64, share: f32) {
        self.steps.insert(word, step(share, &SHARES));
    }

    /// Forgets the habit of a word.
    pub(super) fn forget(&mut self, word: u64) {
        self.steps.remove(&word);
    }
}

/// A share of cues among uses, smoothed.
pub(super) fn smoothed(cues: u32, uses: u32, prior: f32) -> f32 {
    (cues as f32 + PRIOR * prior) / (uses as f32 + PRIOR)
}

/// The words whose habits tell of a cue: its own, and those of its subject and object.
pub(super) fn words<'a>(
    document: &'a Document,
    anchor: &'a Anchor,
) -> impl Iterator<Item = (&'static str, &'a str)> {
    let clause = anchor.clause.map(|c| &document.clauses[c]);
    let head = |p: &usize| document.tokens[document.phrases[*p].head].lemma.as_str();
    let subject = clause.and_then(|c| c.subjects.first()).map(head);
    let object = clause.and_then(|c| c.objects.first()).map(head);
    std::iter::once((anchor.kind.name(), anchor.lemma.as_str()))
        .chain(subject.map(|s| ("S", s)))
        .chain(object.map(|o| ("O", o)))
}
