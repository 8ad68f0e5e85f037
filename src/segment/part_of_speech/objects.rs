//! Verbs that what stands behind them shows.

use std::ops::Range;

use super::KNOWN;
use super::repairs::Readings;
use crate::model::{Pos, Token};

/// Words that a time between "have" and its verb may have, its preposition aside.
const TIME: usize = 4;

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

/// "has since September refused", "had in the past opposed sending": behind "have" and a time, what may be a participle is one.
pub(super) fn participles_after_time(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
    is_time: impl Fn(&str) -> bool,
) {
    for t in range.start..range.end.saturating_sub(3) {
        let have = matches!(tokens[t].lower.as_str(), "has" | "have" | "had" | "'ve");
        if !have {
            continue;
        }
        // "has from the start opposed": a fixed expression.
        let adverbs = (t + 1..range.end).take_while(|x| tokens[*x].pos == Pos::Adverb);
        let expression = adverbs.last().filter(|last| *last > t + 1);
        let opens = matches!(
            tokens[t + 1].lower.as_str(),
            "since" | "in" | "for" | "over" | "during" | "until"
        );
        let stop = range.end.min(t + 2 + TIME);
        let time = || (t + 2..stop).rev().find(|x| is_time(&tokens[*x].lower));
        let Some(end) = expression.or_else(|| time().filter(|_| opens)) else {
            continue;
        };
        let verb = end + 1;
        if verb >= range.end || !reading(verb, Pos::VerbParticiple) {
            continue;
        }
        if expression.is_none() {
            tokens[t + 1].pos = Pos::Preposition;
        }
        tokens[verb].pos = Pos::VerbParticiple;
        if verb + 1 < range.end && reading(verb + 1, Pos::VerbIng) {
            tokens[verb + 1].pos = Pos::VerbIng;
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

#[cfg(test)]
mod tests {
    use crate::model::Pos;
    use crate::segment::tests::{clause, parse, pos};

    #[test]
    fn a_time_stands_between_have_and_its_verb() {
        for (text, verb) in [
            (
                "Paris has since September refused to send soldiers.",
                "refused",
            ),
            ("Rome has in the past opposed sending soldiers.", "opposed"),
            ("Rome has over the weekend rejected the plan.", "rejected"),
            (
                "Rome has from the start opposed sending soldiers.",
                "opposed",
            ),
            (
                "Allies have for months been preparing a force.",
                "preparing",
            ),
        ] {
            let d = parse(text);
            assert!(pos(&d, verb).is_verb(), "{text}");
            assert_eq!(clause(&d, verb).1.len(), 1, "{text}");
        }
        let d = parse("Rome has in the past week troops to spare.");
        assert_eq!(pos(&d, "troops"), Pos::Noun);
    }
}
