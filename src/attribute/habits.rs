//! How often a word was a cue in annotated news: its habit, in steps.
//!
//! A word seen too seldom for a weight of its own still has a habit, smoothed towards that of its kind, so that rare verbs and nouns of attitude share the weights of
//! their like. In training a word's habit is that of all other articles: its own would tell the answer.

use rustc_hash::FxHashMap;

use super::anchors::Anchor;
use super::weights::{SCALE, key};
use crate::model::Document;

/// What entries of the weights' table that are habits begin with.
pub(super) const MARK: &str = "@";
/// Uses that a word's kind counts for.
const PRIOR: f32 = 3.0;
/// Uses from which on a word has a habit of its own.
pub(super) const LEAST: u32 = 3;

/// Habits by the hash of space and word; a space is a kind of cue, or what stands beside one.
#[derive(Debug, Default, Clone)]
pub(super) struct Habits {
    steps: FxHashMap<u64, &'static str>,
}

impl Habits {
    /// From the entries of the weights' table.
    pub(super) fn new(named: &[(String, Vec<i32>)]) -> Self {
        let steps = named
            .iter()
            .filter_map(|(name, numbers)| {
                let share = *numbers.first()?;
                let mut parts = name.split(' ');
                let space = parts.next()?.strip_prefix(MARK)?;
                Some((
                    key([space, parts.next()?].into_iter()),
                    step(share as f32 / SCALE),
                ))
            })
            .collect();
        Self { steps }
    }

    /// The habit of a word.
    pub(super) fn of(&self, space: &str, word: &str) -> &'static str {
        self.steps
            .get(&key([space, word].into_iter()))
            .copied()
            .unwrap_or("new")
    }

    /// Sets the habit of a word from its share.
    pub(super) fn set(&mut self, word: u64, share: f32) {
        self.steps.insert(word, step(share));
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

/// A share in steps.
fn step(share: f32) -> &'static str {
    match share {
        s if s < 0.03 => "0",
        s if s < 0.08 => "1",
        s if s < 0.15 => "2",
        s if s < 0.25 => "3",
        s if s < 0.38 => "4",
        s if s < 0.52 => "5",
        s if s < 0.68 => "6",
        s if s < 0.84 => "7",
        _ => "8",
    }
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
