//! What is a subject or stands beside one: "that" in front, verbs in the plural behind joined names, times and provisos before another subject.

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

/// "is ready to join provided the Americans back it up": between two clauses that have their verbs it opens the second.
///
/// "the aid provided last year was", "the shells Berlin provided Kyiv ran out" have one clause alone: a time is no subject, and a name is one only
/// where something was promised before ("will go provided Kyiv agrees").
pub(super) fn provisos_behind_clauses(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    let finite = |x: &Token| {
        matches!(
            x.pos,
            Pos::VerbPast | Pos::VerbThird | Pos::Modal | Pos::Auxiliary
        )
    };
    for t in range.start + 3..range.end.saturating_sub(2) {
        let word = matches!(tokens[t].lower.as_str(), "provided" | "providing");
        if !word || !tokens[t - 1].pos.is_nominal() || tokens[t].pos == Pos::Subordinator {
            continue;
        }
        let before = &tokens[range.start..t - 1];
        let ahead = |x: &Token| matches!(x.pos, Pos::Modal | Pos::To);
        let next = &tokens[t + 1];
        let own = next.pos == Pos::Possessive && !next.lower.starts_with('\'');
        let time = matches!(
            next.lower.as_str(),
            "this" | "last" | "next" | "each" | "every"
        );
        let opens = (next.pos == Pos::Determiner || own) && !time && before.iter().any(finite)
            || next.pos == Pos::Proper
                && tokens[t - 1].pos == Pos::Noun
                && before.iter().any(ahead);
        if !opens {
            continue;
        }
        let inside = |x: &Token| {
            x.pos.is_nominal()
                || matches!(x.pos, Pos::Determiner | Pos::Possessive | Pos::Adjective)
        };
        let verb = (t + 2..range.end).find(|v| {
            let object = tokens
                .get(v + 1)
                .is_some_and(|o| matches!(o.pos, Pos::Determiner | Pos::Pronoun | Pos::Possessive));
            !inside(&tokens[*v]) || object && !tokens[*v].capital && reading(*v, Pos::VerbBase)
        });
        let Some(v) = verb.filter(|v| tokens[*v - 1].pos.is_nominal()) else {
            continue;
        };
        if inside(&tokens[v]) {
            tokens[v].pos = Pos::VerbBase;
        } else if !finite(&tokens[v]) && tokens[v].pos != Pos::VerbBase {
            continue;
        }
        tokens[t].pos = Pos::Subordinator;
    }
}

/// "if troops turn up there", "talks break down": a plural before such a word and its particle is its subject.
pub(super) fn verbs_before_particles(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.start + 1..range.end.saturating_sub(1) {
        let particle = matches!(tokens[t + 1].lower.as_str(), "up" | "down" | "out" | "off");
        let subject = &tokens[t - 1];
        let plural = subject.pos == Pos::Noun && subject.lower.ends_with('s');
        let noun = tokens[t].pos == Pos::Noun && !tokens[t].capital;
        if particle && plural && noun && reading(t, Pos::VerbBase) {
            tokens[t].pos = Pos::VerbBase;
            tokens[t + 1].pos = Pos::Adverb;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Pos;
    use crate::segment::tests::{parse, pos};

    #[test]
    fn a_plural_before_a_verb_and_its_particle_is_its_subject() {
        for (text, verb) in [
            (
                "He said that if troops turn up there they would be targets.",
                "turn",
            ),
            ("The talks break down each time.", "break"),
        ] {
            assert_eq!(pos(&parse(text), verb), Pos::VerbBase, "{text}");
        }
        assert_eq!(
            pos(&parse("The troop build up went on."), "build"),
            Pos::Noun
        );
    }

    #[test]
    fn provided_opens_a_clause_between_two_that_have_their_verbs() {
        for text in [
            "The cabinet is willing to join a mission to Ukraine provided the Americans back it.",
            "Oslo would send soldiers to Ukraine provided its parliament agreed.",
            "Rome will join the mission provided Washington backs it.",
        ] {
            assert_eq!(pos(&parse(text), "provided"), Pos::Subordinator, "{text}");
        }
        for text in [
            "The aid provided last year was spent.",
            "The shells that Berlin provided Kyiv ran out.",
            "The talks in Geneva provided the allies with a plan.",
        ] {
            assert_ne!(pos(&parse(text), "provided"), Pos::Subordinator, "{text}");
        }
    }
}
