//! What a climb knows of its proposal so far: a value, the cues that made it, and who holds it.

use std::ops::Range;

use crate::model::Stance;
use crate::stance::conditions::Found;

/// One cue that took part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::stance) struct Step {
    /// The rule's name, as outputs show it.
    pub(in crate::stance) rule: String,
    pub(in crate::stance) start: usize,
    pub(in crate::stance) end: usize,
}

/// Who holds what is said so far.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Who {
    /// Nobody yet: the source of the attribution, or the writer.
    Nobody,
    /// These noun phrases.
    Phrases(Vec<usize>),
    /// The owner of this phrase.
    Owner(usize),
    /// Whoever says so, or, where nobody does, this phrase, or those whose soldiers it means.
    Declared(usize),
}

/// What is said so far.
#[derive(Debug, Clone)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a fact about the reading so far, independent of the others"
)]
pub(super) struct State {
    pub(super) value: Stance,
    pub(super) cues: Vec<Step>,
    pub(super) strength: f64,
    pub(super) who: Who,
    /// Who would act, where somebody else has the attitude: "wants Berlin to send troops".
    pub(super) doers: Option<Vec<usize>>,
    /// Whether an attitude (not only an effect) has been met.
    pub(super) attitude: bool,
    /// Whether the last act is taking part, so that the holder's country may tell which force is meant.
    pub(super) participation: bool,
    /// Whether an act was read that ends or hinders the proposal.
    pub(super) blocks: bool,
    /// Whether a negation has been read.
    pub(super) negated: bool,
    /// The negator last read.
    pub(super) negator: Option<usize>,
    /// Whether a cue was read that says nothing under its negation: nobody holds anything then.
    pub(super) void: bool,
    /// What the last cue says under a negation, where it was read without one.
    pub(super) denied: Option<Stance>,
    /// Token of the last cue.
    pub(super) token: usize,
    pub(super) condition: Option<Found>,
    /// Whether a cue of readiness was read, under which any circumstance named is a condition.
    pub(super) readiness: bool,
    pub(super) hops: usize,
}

impl State {
    /// Nothing said yet of the proposal at a token.
    pub(super) fn bare(token: usize, hops: usize) -> Self {
        Self {
            value: Stance::Support,
            cues: Vec::new(),
            strength: 1.0,
            who: Who::Nobody,
            doers: None,
            attitude: false,
            participation: false,
            blocks: false,
            negated: false,
            negator: None,
            void: false,
            denied: None,
            token,
            condition: None,
            readiness: false,
            hops,
        }
    }

    /// Notes what was read, by the name of its rule.
    pub(super) fn read_by(&mut self, rule: &str, words: Range<usize>) {
        self.cues.push(Step {
            rule: rule.to_owned(),
            start: words.start,
            end: words.end,
        });
    }

    /// One step more; false where the climb is deeper than any sound reading.
    pub(super) fn hop(&mut self) -> bool {
        self.hops += 1;
        self.hops <= MAX_HOPS
    }
}

/// Steps after which a climb gives up; structures deeper than this are misread.
const MAX_HOPS: usize = 16;

/// What an outer reading makes of an inner one; `bare` where nothing was said before.
pub(super) fn compose(outer: Stance, inner: Stance, bare: bool) -> Stance {
    use Stance::{Conditional, Noncommittal, Oppose, Support};
    if bare {
        return outer;
    }
    match (outer, inner) {
        (outer, Support) => outer,
        (Support | Conditional, Oppose) | (Oppose, Conditional | Noncommittal) => Oppose,
        (Oppose | Noncommittal, Oppose)
        | (Support | Conditional | Noncommittal, Noncommittal)
        | (Noncommittal, Conditional) => Noncommittal,
        (Support | Conditional, Conditional) => Conditional,
    }
}
