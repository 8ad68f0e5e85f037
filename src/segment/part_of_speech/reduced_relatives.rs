//! Participles that describe an object: "opposes guarantees for Kyiv modelled on Article 5", "wants a force led from Paris".

use std::ops::Range;

use super::names::is_finite;
use crate::model::{Pos, Token};

/// A past behind the object of a finite verb that no other clause holds, and before a preposition or "to", is a participle where that verb takes no
/// clause; so it is where the verb of its noun comes later. `tells` tells which verbs take a clause without a word before it ("said troops went").
pub(super) fn participles_behind_objects(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
    tells: impl Fn(&str) -> bool,
) {
    for t in range.start + 2..range.end.saturating_sub(1) {
        let doubted = tokens[t].pos == Pos::VerbPast
            && reading(t, Pos::VerbParticiple)
            && matches!(tokens[t + 1].pos, Pos::Preposition | Pos::To);
        if !doubted {
            continue;
        }
        // "The minister who met Zelensky pledged to go": a verb inside a clause leaves its sentence the past.
        let main = |v: &usize| {
            let mut before = tokens[range.start..*v].iter();
            !before.any(|x| matches!(x.pos, Pos::Relative | Pos::Subordinator))
        };
        let described = governor(tokens, range.start, t)
            .filter(main)
            .is_some_and(|v| !tells(&tokens[v].lower));
        if described || !tells(&tokens[t].lower) && verb_behind(tokens, t, range.end) {
            tokens[t].pos = Pos::VerbParticiple;
        }
    }
}

/// "Guarantees modelled on Article 5 are": whether the verb of the noun before `t` stands further behind.
fn verb_behind(tokens: &[Token], t: usize, end: usize) -> bool {
    let noun = tokens[t - 1].pos.is_nominal() && tokens[t - 1].pos != Pos::Pronoun;
    let closes = |x: &usize| {
        matches!(
            tokens[*x].pos,
            Pos::Conjunction | Pos::Punctuation | Pos::Subordinator | Pos::Relative
        )
    };
    noun && (t + 2..end).take_while(|x| !closes(x)).any(|x| {
        matches!(tokens[x].pos, Pos::Auxiliary | Pos::Modal) && tokens[x - 1].pos.is_nominal()
    })
}

/// The finite verb whose object, with what hangs on it, ends right before `t`.
fn governor(tokens: &[Token], start: usize, t: usize) -> Option<usize> {
    let mut at = t;
    let mut hangs = false;
    loop {
        let end = at;
        while at > start && in_phrase(&tokens[at - 1]) {
            // "opposes the force Macron proposed", "the troops he sent": a subject behind the object.
            let noun = at >= start + 2 && tokens[at - 2].pos.is_nominal();
            let opens = matches!(tokens[at - 1].pos, Pos::Determiner | Pos::Possessive)
                && !tokens[at - 1].lower.starts_with('\'')
                || tokens[at - 1].pos == Pos::Pronoun
                || tokens[at - 1].pos == Pos::Proper;
            if noun && opens {
                return None;
            }
            at -= 1;
        }
        let mut before = at.checked_sub(1).filter(|b| *b > start && at < end)?;
        // "drew up guarantees", "said little about guarantees".
        while before > start && tokens[before].pos == Pos::Adverb {
            before -= 1;
        }
        let modal = before > start && tokens[before - 1].pos == Pos::Modal;
        match tokens[before].pos {
            Pos::Preposition => {
                hangs = true;
                at = before;
            }
            // "is wary of guarantees".
            Pos::Auxiliary if hangs => return Some(before),
            Pos::VerbThird | Pos::VerbPast => return Some(before),
            Pos::VerbBase if modal => return Some(before),
            // "is ready to lead the mission planned for".
            Pos::VerbBase if before > start && tokens[before - 1].pos == Pos::To => {
                return (start..before - 1).rev().find(|v| is_finite(&tokens[*v]));
            }
            _ => return None,
        }
    }
}

fn in_phrase(token: &Token) -> bool {
    token.pos.is_nominal()
        || matches!(
            token.pos,
            Pos::Determiner | Pos::Possessive | Pos::Adjective | Pos::Number
        )
}

#[cfg(test)]
mod tests {
    use crate::model::Pos;
    use crate::segment::tests::{parse, pos};

    #[test]
    fn behind_an_object_a_past_is_a_participle() {
        for (text, word) in [
            (
                "Rome opposes guarantees for Kyiv modelled on Article 5.",
                "modelled",
            ),
            ("Paris wants a force based in Lviv.", "based"),
            (
                "Turkey is ready to lead the mission planned for Ukraine.",
                "planned",
            ),
            (
                "Rome is wary of guarantees for Kyiv modelled on Article 5.",
                "modelled",
            ),
            (
                "Guarantees for Kyiv modelled on Article 5 are near.",
                "modelled",
            ),
            (
                "Oslo backs a force of soldiers deployed along the front.",
                "deployed",
            ),
        ] {
            assert_eq!(pos(&parse(text), word), Pos::VerbParticiple, "{text}");
        }
        for (text, word) in [
            (
                "Rome said guarantees for Kyiv collapsed on Monday.",
                "collapsed",
            ),
            (
                "Paris opposes the force Macron proposed in March.",
                "proposed",
            ),
            ("Talks about a force failed in Geneva.", "failed"),
            ("The plan to send a force failed in Geneva.", "failed"),
            ("The minister who met Zelensky pledged to go.", "pledged"),
            ("The party opposing Macron refused to go.", "refused"),
            ("Soldiers marched to the square when Rome asked.", "marched"),
        ] {
            assert_eq!(pos(&parse(text), word), Pos::VerbPast, "{text}");
        }
    }
}
