//! "like": a verb behind a modal, "do" or those who like something, and else no verb.

use std::ops::Range;

use super::repairs::Readings;
use crate::model::{Pos, Token};

/// Whether "like" is the verb, by what stands before it.
pub(super) fn likes(tokens: &[Token], t: usize, range: &Range<usize>, before: &Readings) -> bool {
    before.iter().all(|(p, _)| *p == Pos::Modal)
        || matches!(tokens[t - 1].lower.as_str(), "i" | "we" | "they" | "you")
        || behind_do(tokens, t, range.start)
        || wishes(tokens, t, range.start)
        || people_like(tokens, t, range)
}

/// "would also like weapons to be sent": whether "would" stands before a token, with a word or two that may part them.
fn wishes(tokens: &[Token], t: usize, start: usize) -> bool {
    let parts = |w: &&str| matches!(*w, "also" | "still" | "very" | "much" | "rather");
    let mut back = tokens[start..t].iter().rev().map(|x| x.lower.as_str());
    back.find(|w| !parts(w))
        .is_some_and(|w| matches!(w, "would" | "'d"))
}

/// "does not like it", "didn't like the plan": whether "do" or a modal stands right before a token, under a negation.
fn behind_do(tokens: &[Token], t: usize, start: usize) -> bool {
    let word = |back: usize| {
        let at = t.checked_sub(back).filter(|x| *x >= start);
        at.map_or("", |x| tokens[x].lower.as_str())
    };
    matches!(word(1), "not" | "n't" | "never" | "really")
        && matches!(
            word(2),
            "do" | "does" | "did" | "would" | "will" | "not" | "n't"
        )
}

/// "The French like the idea": whether a people stands before a word, and what it may like behind.
fn people_like(tokens: &[Token], t: usize, range: &Range<usize>) -> bool {
    let word = |t: usize| tokens[t].lower.as_str();
    if t < range.start + 2 || t + 2 >= range.end {
        return false;
    }
    let opens = t == range.start + 2 || matches!(word(t - 3), "," | ";" | "and" | "but");
    let people = word(t - 2) == "the" && tokens[t - 1].capital && opens;
    let liked = match word(t + 1) {
        "it" => true,
        "the" | "this" | "that" => !tokens[t + 2].capital,
        _ => false,
    };
    people && liked
}

#[cfg(test)]
mod tests {
    use crate::model::Pos;
    use crate::segment::tests::{parse, pos};

    fn is_verb(text: &str) -> bool {
        pos(&parse(text), "like") == Pos::VerbBase
    }

    #[test]
    fn like_is_a_verb_behind_those_who_like() {
        for text in [
            "Rome would like weapons for Kyiv to be sent.",
            "Rome would also like a truce.",
            "The minister does not like the force.",
            "The French like the idea.",
        ] {
            assert!(is_verb(text), "{text}");
        }
        for text in [
            "Countries like Spain hesitate.",
            "Rome would send a force like that of last year.",
        ] {
            assert!(!is_verb(text), "{text}");
        }
    }
}
