//! Verbs that what stands behind them shows.

use std::ops::Range;

use super::KNOWN;
use super::repairs::Readings;
use crate::model::{Pos, Token};

/// Strikes readings that an object behind a word rules out.
///
/// - "refusal to support a force": a noun behind "to" has no article behind it.
/// - "Paris supports sending soldiers": behind a noun no word in -ing and its object would follow.
/// - "has long opposed plans": "opposed" describes no noun behind it, so behind "have" it is the verb.
/// - "has divided allies": no allies of that kind, but what was done to them. `people` tells whether a word means some.
pub(super) fn verbs_before_objects(
    tokens: &[Token],
    range: &Range<usize>,
    candidates: &mut [Readings],
    people: impl Fn(&str) -> bool,
) {
    for t in range.start + 1..range.end.saturating_sub(1) {
        let (before, next) = (tokens[t - 1].lower.as_str(), &tokens[t + 1]);
        let act = next.lower.ends_with("ing")
            && candidates[t + 1 - range.start]
                .iter()
                .any(|(p, _)| *p == Pos::VerbIng);
        if tokens[t].lower == "opposed" && behind_have(tokens, range, candidates, t) {
            candidates[t - range.start] = vec![(Pos::VerbParticiple, KNOWN)];
            continue;
        }
        let readings = &mut candidates[t - range.start];
        let may = |pos: Pos| readings.iter().any(|(p, _)| *p == pos);
        let article = matches!(
            next.lower.as_str(),
            "a" | "an" | "the" | "its" | "his" | "her" | "their" | "our" | "any"
        );
        if before == "to" && article && may(Pos::VerbBase) && may(Pos::Noun) {
            readings.retain(|(p, _)| *p == Pos::VerbBase);
        } else if matches!(before, "has" | "have" | "had" | "'ve")
            && tokens[t].lower.ends_with("ed")
            && may(Pos::Adjective)
            && people(&next.lower)
        {
            *readings = vec![(Pos::VerbParticiple, KNOWN)];
        } else if act
            && matches!(
                tokens[t].lower.as_str(),
                "supports" | "backs" | "favours" | "favors" | "welcomes"
            )
        {
            *readings = vec![(Pos::VerbThird, KNOWN)];
        }
    }
}

/// Whether "have" stands before a word, adverbs aside.
fn behind_have(tokens: &[Token], range: &Range<usize>, candidates: &[Readings], t: usize) -> bool {
    let adverb = |b: &usize| {
        let readings = &candidates[*b - range.start];
        readings.iter().any(|(p, _)| *p == Pos::Adverb)
    };
    (range.start..t)
        .rev()
        .find(|b| !adverb(b))
        .is_some_and(|b| matches!(tokens[b].lower.as_str(), "has" | "have" | "had" | "'ve"))
}
