//! What is a subject or stands beside one: "that" in front, verbs in the plural behind joined names, and times before another subject.

use std::ops::Range;

use super::KNOWN;
use super::repairs::Readings;
use crate::model::{Pos, Token};

/// "That is why Rome opposes it": what opens a sentence or a quotation is told of, and opens no clause.
pub(super) fn that_in_front(tokens: &[Token], range: &Range<usize>, candidates: &mut [Readings]) {
    for t in range.start..range.end.saturating_sub(2) {
        let word = |t: usize| tokens[t].lower.as_str();
        let opens = t == range.start || word(t - 1) == "\"";
        let be = matches!(word(t + 1), "is" | "was" | "'s");
        if word(t) == "that" && opens && be && matches!(word(t + 2), "why" | "how" | "what") {
            candidates[t - range.start] = vec![(Pos::Pronoun, KNOWN)];
        }
    }
}

/// "Rome and Madrid oppose sending": behind names that are joined, and before what a verb governs, stands a verb in the plural.
pub(super) fn verbs_after_names(
    tokens: &mut [Token],
    range: &Range<usize>,
    may: impl Fn(usize) -> bool,
) {
    for t in range.start + 3..range.end.saturating_sub(1) {
        let joined = tokens[t - 1].pos == Pos::Proper
            && tokens[t - 2].pos == Pos::Conjunction
            && tokens[t - 3].pos == Pos::Proper;
        let governs = matches!(
            tokens[t + 1].pos,
            Pos::VerbIng | Pos::Determiner | Pos::Possessive | Pos::Pronoun
        );
        let noun = tokens[t].pos == Pos::Noun && !tokens[t].capital;
        if joined && governs && noun && may(t) {
            tokens[t].pos = Pos::VerbBase;
        }
    }
}

/// "After a truce British troops could go": what a noun and then another subject follows opens no clause.
pub(super) fn prepositions_before_subjects(tokens: &mut [Token], range: &Range<usize>) {
    for t in range.clone() {
        let temporal = matches!(tokens[t].lower.as_str(), "after" | "before" | "until");
        if !temporal || tokens[t].pos != Pos::Subordinator {
            continue;
        }
        let inside = |x: &Token| {
            matches!(x.pos, Pos::Determiner | Pos::Number | Pos::Noun)
                || x.pos == Pos::Adjective && !x.capital
        };
        let end = (t + 1..range.end)
            .find(|x| !inside(&tokens[*x]) || *x > t + 1 && tokens[*x].pos == Pos::Determiner);
        let Some(end) = end.filter(|e| *e > t + 1 && tokens[*e - 1].pos == Pos::Noun) else {
            continue;
        };
        let next = &tokens[end];
        let subject = matches!(next.pos, Pos::Proper | Pos::Pronoun | Pos::Determiner)
            || next.pos == Pos::Adjective && next.capital;
        if subject {
            tokens[t].pos = Pos::Preposition;
        }
    }
}
