//! The choice among the readings of a sentence: a Viterbi pass over hand-set transitions.
//!
//! Beside the part of speech, a state tells whether the clause still waits for its finite verb: what may be a noun or a verb ("Russia holds
//! that", "allies fear") is a verb where no other comes, and a form that may be past or participle ("troops deployed there would") is a
//! participle where another verb is the finite one.

use crate::model::Pos;

/// What a clause still wants, read from left to right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Want {
    /// A finite verb.
    Verb,
    /// Nothing: it has its finite verb, and a second one is unlikely.
    Nothing,
    /// Nothing, but a mark or conjunction has passed, so that another may begin.
    Open,
    /// A finite verb of a clause inside one that still waits for its own ("the plan that Macron proposed would").
    Inner,
}

const WANTS: [Want; 4] = [Want::Verb, Want::Nothing, Want::Open, Want::Inner];

/// Cost of a second finite verb where nothing opens a second clause.
const SECOND_FINITE: i32 = -3;
/// Cost of a sentence, or of an opened clause, without a finite verb.
const NO_FINITE: i32 = -6;
/// Shorter pieces are headings and labels, which need no verb.
const MIN_CLAUSE: usize = 5;

impl Want {
    /// The state and cost after `pos`, which follows `before`.
    fn after(self, before: Option<Pos>, pos: Pos) -> (Self, i32) {
        if is_finite(before, pos) {
            return match self {
                Want::Verb | Want::Open => (Want::Nothing, 0),
                Want::Nothing => (Want::Nothing, SECOND_FINITE),
                Want::Inner => (Want::Open, 0),
            };
        }
        let next = match (self, pos) {
            (_, Pos::Relative) | (Want::Verb, Pos::Subordinator) => Want::Inner,
            (Want::Nothing | Want::Open, Pos::Subordinator) => Want::Verb,
            (Want::Nothing, Pos::Punctuation | Pos::Conjunction | Pos::Pronoun) => Want::Open,
            (want, _) => want,
        };
        (next, 0)
    }

    fn at_end(self) -> i32 {
        match self {
            Want::Verb | Want::Inner => NO_FINITE,
            Want::Nothing | Want::Open => 0,
        }
    }
}

/// Whether a form is the finite one of its group; after an adverb or a conjunction a base form may be an infinitive, so it does not count.
fn is_finite(before: Option<Pos>, pos: Pos) -> bool {
    match pos {
        Pos::VerbPast | Pos::VerbThird | Pos::Modal => true,
        Pos::Auxiliary => !matches!(
            before,
            Some(Pos::Modal | Pos::To | Pos::Auxiliary | Pos::Adverb | Pos::Conjunction)
        ),
        Pos::VerbBase => matches!(
            before,
            Some(Pos::Noun | Pos::Proper | Pos::Pronoun | Pos::Number | Pos::Relative)
        ),
        _ => false,
    }
}

/// The likeliest reading of each word.
pub(super) fn best_path(candidates: &[Vec<(Pos, i32)>]) -> Vec<Pos> {
    const UNREACHED: i32 = i32::MIN / 2;
    let states = WANTS.len();
    let index = |want: Want| WANTS.iter().position(|w| *w == want).unwrap_or(0);
    // Per word, per reading and state: score and the node before.
    let mut best: Vec<Vec<(i32, usize)>> = Vec::with_capacity(candidates.len());
    for (i, here) in candidates.iter().enumerate() {
        let mut row = vec![(UNREACHED, 0); here.len() * states];
        for (c, (pos, weight)) in here.iter().enumerate() {
            if i == 0 {
                let (want, cost) = Want::Verb.after(None, *pos);
                row[c * states + index(want)] = (weight * 2 + start(*pos) + cost, 0);
                continue;
            }
            for (k, (before, _)) in candidates[i - 1].iter().enumerate() {
                let step = transition(*before, *pos) + weight * 2;
                for (w, want) in WANTS.iter().enumerate() {
                    let from = k * states + w;
                    if best[i - 1][from].0 == UNREACHED {
                        continue;
                    }
                    let (next, cost) = want.after(Some(*before), *pos);
                    let score = best[i - 1][from].0 + step + cost;
                    let node = &mut row[c * states + index(next)];
                    if score > node.0 {
                        *node = (score, from);
                    }
                }
            }
        }
        best.push(row);
    }
    let mut path = Vec::with_capacity(candidates.len());
    let Some(last) = best.last() else { return path };
    let close = |node: usize| {
        if candidates.len() < MIN_CLAUSE {
            0
        } else {
            WANTS[node % states].at_end()
        }
    };
    let mut at = (0..last.len())
        .max_by_key(|n| (last[*n].0.saturating_add(close(*n)), std::cmp::Reverse(*n)))
        .unwrap_or(0);
    for i in (0..candidates.len()).rev() {
        path.push(candidates[i][at / states].0);
        at = best[i][at].1;
    }
    path.reverse();
    path
}

fn start(pos: Pos) -> i32 {
    match pos {
        Pos::VerbThird | Pos::VerbPast => -4,
        Pos::VerbBase | Pos::VerbParticiple => -2,
        _ => 0,
    }
}

/// How well `next` follows `before`; 0 where nothing speaks for or against.
#[allow(
    clippy::match_same_arms,
    clippy::enum_glob_use,
    reason = "a table reads best row by row with bare names"
)]
fn transition(before: Pos, next: Pos) -> i32 {
    use Pos::*;
    match (before, next) {
        (Determiner | Possessive, Noun | Adjective) => 5,
        (Determiner | Possessive, Number | Proper) => 3,
        (Determiner | Possessive, VerbParticiple | VerbIng | Adverb) => 0,
        (Determiner | Possessive, VerbBase | VerbThird | VerbPast) => -8,
        (Determiner, Preposition | Conjunction | Punctuation) => -3,
        (Determiner, Auxiliary | Modal) => -5,
        (Possessive, Auxiliary | Modal) => -6,
        (Possessive, Preposition | Subordinator | Pronoun) => -4,
        (Adjective, Noun) => 5,
        (Adjective, Adjective | Proper) => 1,
        (Adjective, VerbBase | VerbThird | VerbPast) => -3,
        (Adjective, To | Preposition | Punctuation | Conjunction) => 1,
        (Noun | Proper, Auxiliary | Modal) => 4,
        (Noun | Proper, Preposition | Punctuation) => 3,
        (Proper, VerbThird | VerbPast) => 5,
        (Noun, VerbThird | VerbPast) => 3,
        (Noun | Proper, Conjunction | To | Subordinator | Relative | Possessive) => 2,
        // "Berg rejected it in a paper published on Monday": a name seldom has a participle of its own.
        (Proper, VerbParticiple) => -4,
        (Noun, VerbParticiple) | (Noun | Proper, VerbIng) => 1,
        (Noun, Noun) => 2,
        (Noun, VerbBase) => 0,
        (Noun | Proper, Adjective | Determiner) => -2,
        (Noun | Proper, Pronoun) => -2,
        (Proper, Proper) => 4,
        (Proper, Noun) => 2,
        (Proper, VerbBase) => -2,
        (Pronoun, VerbThird | VerbPast | Auxiliary | Modal) => 5,
        (Pronoun, VerbBase) => 3,
        (Pronoun, Adverb) => 2,
        (Pronoun, Noun | Adjective | VerbParticiple | VerbIng) => -3,
        (Modal, VerbBase) => 7,
        (Modal, Auxiliary) => 5,
        (Modal, Adverb) => 4,
        (Modal, Noun | VerbThird | VerbPast | VerbParticiple | VerbIng | Adjective) => -6,
        (To, VerbBase) => 6,
        (To, Auxiliary) => 5,
        (To, Determiner | Proper | Possessive | Adjective) => 2,
        (To, Noun) => 1,
        (To, Adverb) => 1,
        (To, VerbThird | VerbPast | Modal | Punctuation) => -5,
        (Preposition, Determiner | Proper | Noun | Possessive | Adjective) => 3,
        (Preposition, VerbIng | Number | Pronoun) => 3,
        (Preposition, VerbBase | VerbThird | VerbPast | Modal) => -7,
        (Preposition, VerbParticiple) => -2,
        (Preposition, Subordinator | To | Auxiliary) => -3,
        (Auxiliary, VerbParticiple | VerbIng) => 5,
        (Auxiliary, Adverb | Adjective | Determiner) => 3,
        (Auxiliary, Preposition | To | Possessive) => 2,
        (Auxiliary, VerbBase | Noun) => 0,
        (Auxiliary, VerbPast | VerbThird | Modal) => -6,
        (Adverb, VerbBase | VerbThird | VerbPast | VerbParticiple | VerbIng | Adjective) => 2,
        (Adverb, Auxiliary | Modal | Adverb | Preposition) => 1,
        (Adverb, Noun) => -2,
        (
            VerbBase | VerbThird | VerbPast | VerbParticiple | VerbIng,
            Determiner | Possessive | To | Subordinator,
        ) => 3,
        (
            VerbBase | VerbThird | VerbPast | VerbParticiple | VerbIng,
            Proper | Pronoun | Preposition | Adjective,
        ) => 2,
        (
            VerbBase | VerbThird | VerbPast | VerbParticiple | VerbIng,
            Noun | Adverb | Number | Punctuation,
        ) => 1,
        (
            VerbBase | VerbThird | VerbPast | VerbParticiple | VerbIng,
            VerbBase | VerbThird | VerbPast | Modal | Auxiliary,
        ) => -5,
        (Subordinator, Pronoun | Determiner | Proper | Possessive) => 4,
        (Subordinator, Noun | Adjective | Number) => 2,
        (Subordinator, VerbIng) => 1,
        (Subordinator, VerbPast | VerbThird | VerbBase) => -3,
        (Relative, VerbThird | VerbPast | Auxiliary | Modal | VerbBase) => 4,
        (Relative, Pronoun | Determiner | Proper) => 2,
        (Number, Noun) => 5,
        (Number, Adjective) => 3,
        (Number, VerbBase) => -3,
        (Punctuation, VerbBase) => -2,
        (Conjunction, Preposition) => 0,
        _ => 0,
    }
}
