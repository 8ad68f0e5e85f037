//! Words that stand between a subject and its verb, or beside the subject, and hide which is the verb: quantifiers that float, those whom a count
//! leaves out, a past that looks like a participle.

use std::ops::Range;

use super::names::is_finite;
use crate::model::{Pos, Token};

/// "Oslo and Rome both reject troops", "the leaders all said": behind its subject a quantifier floats, and what may be a verb is one.
pub(super) fn floating_quantifiers(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.start + 1..range.end.saturating_sub(1) {
        let floats = matches!(tokens[t].lower.as_str(), "both" | "all" | "each")
            && matches!(tokens[t].pos, Pos::Determiner | Pos::Pronoun)
            && tokens[t - 1].pos.is_nominal();
        if !floats {
            continue;
        }
        let object = |n: usize| {
            tokens.get(n).is_some_and(|x| {
                n < range.end
                    && (x.pos.is_nominal()
                        || matches!(
                            x.pos,
                            Pos::Determiner | Pos::Adjective | Pos::VerbIng | Pos::To
                        ))
            })
        };
        let before = &tokens[range.start..t];
        let first = !before.iter().any(|x| is_finite(x) || x.pos.is_verb());
        let next = tokens[t + 1].pos;
        if first && next == Pos::Noun && reading(t + 1, Pos::VerbBase) && object(t + 2) {
            tokens[t + 1].pos = Pos::VerbBase;
            tokens[t].pos = Pos::Adverb;
        } else if is_finite(&tokens[t + 1]) || first && next == Pos::VerbBase {
            tokens[t].pos = Pos::Adverb;
        }
    }
}

/// What somebody does where "does" is no auxiliary: "does harm", "does business".
const DONE: [&str; 9] = [
    "business", "harm", "damage", "work", "battle", "research", "trade", "good", "justice",
];

/// "Rome does support plans to send troops": behind a subject and "do", and before what a verb may govern, what looks like a noun is the base form, but for
/// what is done.
pub(super) fn verbs_after_do(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.start + 1..range.end.saturating_sub(2) {
        let does = tokens[t].pos == Pos::Auxiliary
            && matches!(tokens[t].lower.as_str(), "do" | "does" | "did");
        let subject = (range.start..t)
            .rev()
            .find(|b| tokens[*b].pos != Pos::Adverb)
            .is_some_and(|b| tokens[b].pos.is_nominal());
        if !does || !subject {
            continue;
        }
        let Some(v) = (t + 1..range.end).find(|v| tokens[*v].pos != Pos::Adverb) else {
            continue;
        };
        let done = DONE.contains(&tokens[v].lower.as_str());
        let governs = tokens.get(v + 1).is_some_and(|n| {
            v + 1 < range.end
                && (n.pos.is_nominal()
                    || n.lower == "that"
                    || matches!(
                        n.pos,
                        Pos::Determiner
                            | Pos::Possessive
                            | Pos::Adjective
                            | Pos::VerbIng
                            | Pos::To
                            | Pos::Preposition
                            | Pos::Adverb
                    ))
        });
        if tokens[v].pos == Pos::Noun && !done && governs && reading(v, Pos::VerbBase) {
            tokens[v].pos = Pos::VerbBase;
        }
    }
}

/// "hinges on American help", "rejected British plans": what closes a phrase behind a preposition, or a verb that takes no clause, and the adjective of
/// a country is its noun. `tells` tells which verbs take a clause without a word before it ("said Britain plans to go").
pub(super) fn nouns_behind_countries(
    tokens: &mut [Token],
    range: &Range<usize>,
    demonym: impl Fn(usize) -> bool,
    reading: impl Fn(usize, Pos) -> bool,
    tells: impl Fn(&str) -> bool,
) {
    for t in range.start + 2..range.end {
        let closes = tokens
            .get(t + 1)
            .filter(|_| t + 1 < range.end)
            .is_none_or(|n| {
                matches!(
                    n.pos,
                    Pos::Punctuation | Pos::Conjunction | Pos::Preposition | Pos::To
                )
            });
        let country = demonym(t - 1) && tokens[t - 1].capital;
        if !closes || !country || !reading(t, Pos::Noun) {
            continue;
        }
        let governor = &tokens[t - 2];
        let behind_preposition = tokens[t].pos == Pos::VerbBase && governor.pos == Pos::Preposition;
        let behind_verb = matches!(tokens[t].pos, Pos::VerbBase | Pos::VerbThird)
            && governor.pos.is_verb()
            && !tells(&governor.lower);
        if behind_preposition || behind_verb {
            tokens[t].pos = Pos::Noun;
            tokens[t - 1].pos = Pos::Adjective;
        }
    }
}

/// Longest stretch, in words, between what counts everybody and whom it leaves out.
const MAX_COUNTED: usize = 7;

/// "All members but Hungary agreed", "every ally except Turkey": behind a noun phrase that counts everybody or nobody such a word governs whom
/// it leaves out, and opens no clause.
pub(super) fn exceptions(tokens: &mut [Token], range: &Range<usize>) {
    for t in range.start + 1..range.end.saturating_sub(1) {
        if !matches!(tokens[t].lower.as_str(), "but" | "except" | "save" | "bar")
            || !tokens[t - 1].pos.is_nominal()
        {
            continue;
        }
        let counted = (range.start..t)
            .rev()
            .take(MAX_COUNTED)
            .take_while(|b| {
                tokens[*b].pos.is_nominal()
                    || matches!(
                        tokens[*b].pos,
                        Pos::Determiner | Pos::Adjective | Pos::Possessive | Pos::Number
                    )
                    || matches!(tokens[*b].lower.as_str(), "of" | "in")
            })
            .any(|b| {
                matches!(
                    tokens[b].lower.as_str(),
                    "all"
                        | "every"
                        | "everyone"
                        | "everybody"
                        | "nobody"
                        | "no"
                        | "none"
                        | "any"
                        | "anyone"
                        | "anybody"
                )
            });
        // "wants no troops but London will send them": behind a verb a clause may follow.
        let told = tokens[t].lower == "but" && tokens[range.start..t].iter().any(is_finite);
        let named = tokens[t + 1].pos.is_nominal()
            || matches!(tokens[t + 1].pos, Pos::Determiner | Pos::Adjective);
        if counted && named && !told {
            tokens[t].pos = Pos::Preposition;
        }
    }
}

/// "The leader described troops as a red line and said": a form behind the noun that opens a sentence, with an object behind it, is the past where the
/// next finite verb hangs on a conjunction, because that verb has no other subject.
pub(super) fn past_before_coordinate(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    let Some(verb) = range
        .clone()
        .find(|t| tokens[*t].pos.is_verb() || is_finite(&tokens[*t]))
    else {
        return;
    };
    let object = tokens.get(verb + 1).is_some_and(|n| {
        verb + 1 < range.end
            && (n.pos.is_nominal()
                || matches!(n.pos, Pos::Determiner | Pos::Adjective | Pos::Possessive))
    });
    let behind_noun = verb > range.start && tokens[verb - 1].pos.is_nominal();
    let next = (verb + 1..range.end).find(|t| is_finite(&tokens[*t]));
    let joined = next.is_some_and(|n| {
        (verb..n)
            .rev()
            .find(|t| tokens[*t].pos != Pos::Adverb)
            .is_some_and(|t| matches!(tokens[t].lower.as_str(), "and" | "but"))
    });
    if tokens[verb].pos == Pos::VerbParticiple
        && behind_noun
        && object
        && joined
        && reading(verb, Pos::VerbPast)
    {
        tokens[verb].pos = Pos::VerbPast;
    }
}

#[cfg(test)]
mod tests {
    use crate::model::Pos;
    use crate::segment::tests::{parse, pos};

    #[test]
    fn behind_a_verb_and_the_adjective_of_a_country_stands_a_noun() {
        for text in [
            "Meloni rejected British plans for a force.",
            "Meloni rejected Franco-British plans to send soldiers.",
        ] {
            assert_eq!(pos(&parse(text), "plans"), Pos::Noun, "{text}");
        }
        let told = parse("Meloni said that Britain plans to send soldiers.");
        assert_eq!(pos(&told, "plans"), Pos::VerbThird);
    }
}
