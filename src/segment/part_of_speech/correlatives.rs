//! "Neither … nor" between verbs: "will neither send soldiers nor pay for them".

use std::ops::Range;

use crate::model::{Pos, Token};

/// Behind a modal, "do" or "have", "neither" belongs to the verb, whose form the auxiliary tells; so it does behind a subject where a past or a present
/// follows both it and its "nor" ("neither endorsed nor rejected").
///
/// What has no such form ("would neither country send", "has neither men nor money") is left as it was.
pub(super) fn neither_nor(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.start + 1..range.end.saturating_sub(1) {
        if tokens[t].lower != "neither" {
            continue;
        }
        let Some(nor) = (t + 2..range.end).find(|n| tokens[*n].lower == "nor") else {
            continue;
        };
        let forms: &[Pos] = match (tokens[t - 1].pos, tokens[t - 1].lower.as_str()) {
            (Pos::Modal, _) | (Pos::Auxiliary, "do" | "does" | "did") => &[Pos::VerbBase],
            (Pos::Auxiliary, "has" | "have" | "had") => &[Pos::VerbParticiple],
            (Pos::Proper | Pos::Noun | Pos::Pronoun, _) => &[Pos::VerbPast, Pos::VerbThird],
            _ => continue,
        };
        let waits = forms.len() == 1;
        let may = |v: usize, form: Pos| v < range.end && reading(v, form) && !tokens[v].capital;
        let pair = |form: &&Pos| may(t + 1, **form) && (waits || may(nor + 1, **form));
        let Some(form) = forms.iter().find(pair).copied() else {
            continue;
        };
        let second = may(nor + 1, form);
        tokens[t].pos = Pos::Adverb;
        tokens[t + 1].pos = form;
        if second {
            tokens[nor + 1].pos = form;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Pos;
    use crate::segment::tests::{parse, pos};

    #[test]
    fn what_stands_behind_neither_and_nor_is_a_verb_where_the_auxiliary_waits_for_one() {
        for (text, words) in [
            (
                "Rome will neither send soldiers nor pay for them.",
                ["send", "pay"],
            ),
            (
                "Oslo did neither back the plan nor block it.",
                ["back", "block"],
            ),
        ] {
            for word in words {
                assert_eq!(pos(&parse(text), word), Pos::VerbBase, "{text}");
            }
        }
        let lists = parse("Rome backs neither the plan nor the force.");
        assert_eq!(pos(&lists, "force"), Pos::Noun);
    }
}
