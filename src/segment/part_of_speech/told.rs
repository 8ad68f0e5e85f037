//! Verbs of what is told: behind a verb of speech, and in clauses that a subordinator or relative opens.

use std::ops::Range;

use crate::model::{Pos, Token};

/// "said Kyiv first needed a clear answer": behind a verb of speech and a subject, a form before an object that may be past or participle is
/// the past.
pub(super) fn past_after_report(
    tokens: &mut [Token],
    range: &Range<usize>,
    reports: impl Fn(&Token) -> bool,
    may: impl Fn(usize) -> bool,
    only_verb: impl Fn(usize) -> bool,
) {
    for t in range.clone() {
        if !matches!(tokens[t].pos, Pos::VerbPast | Pos::VerbThird) || !reports(&tokens[t]) {
            continue;
        }
        let mut at = t + 1;
        // "insists Kyiv abandon its plans": what is a noun in no list is the verb behind a name.
        let asked = |at: usize| {
            tokens[at].pos == Pos::Noun && tokens[at - 1].pos == Pos::Proper && only_verb(at)
        };
        while at < range.end
            && (in_phrase(&tokens[at]) || tokens[at].pos == Pos::Adverb)
            && !asked(at)
        {
            at += 1;
        }
        if at < range.end && asked(at) {
            tokens[at].pos = Pos::VerbBase;
            continue;
        }
        let subject = at > t + 1;
        let object = tokens
            .get(at + 1)
            .filter(|_| at + 1 < range.end)
            .is_some_and(|n| {
                matches!(
                    n.pos,
                    Pos::Determiner | Pos::Possessive | Pos::Pronoun | Pos::Proper | Pos::To
                )
            });
        if subject && object && tokens[at].pos == Pos::VerbParticiple && may(at) {
            tokens[at].pos = Pos::VerbPast;
            continue;
        }
        // "said Kyiv needed security guarantees": behind a name, where what is told has no other verb.
        let Some(named) = (t + 2..at.min(range.end)).find(|x| {
            tokens[*x].pos == Pos::VerbParticiple || tokens[*x].pos == Pos::Adjective && may(*x)
        }) else {
            continue;
        };
        let told = tokens[named + 1..range.end]
            .iter()
            .take_while(|x| !matches!(x.pos, Pos::Subordinator | Pos::Relative | Pos::Punctuation));
        let finite = |x: &Token| {
            matches!(
                x.pos,
                Pos::VerbPast | Pos::VerbThird | Pos::VerbBase | Pos::Modal | Pos::Auxiliary
            )
        };
        if tokens[named - 1].pos == Pos::Proper
            && tokens[named + 1].pos.is_nominal()
            && may(named)
            && !told.clone().any(finite)
        {
            tokens[named].pos = Pos::VerbPast;
        }
    }
}

fn in_phrase(token: &Token) -> bool {
    matches!(
        token.pos,
        Pos::Determiner | Pos::Possessive | Pos::Adjective | Pos::Number | Pos::Noun | Pos::Proper
    )
}

/// "a phrase that Moscow uses for its demands": a clause opened by a subordinator or relative has a finite verb; where none was chosen, the
/// first word behind its subject that may be one is it.
pub(super) fn verbs_in_opened_clauses(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.clone() {
        let opens = matches!(tokens[t].pos, Pos::Relative)
            || tokens[t].pos == Pos::Subordinator
                && matches!(
                    tokens[t].lower.as_str(),
                    "that"
                        | "if"
                        | "whether"
                        | "because"
                        | "when"
                        | "while"
                        | "although"
                        | "unless"
                );
        if !opens {
            continue;
        }
        let end = (t + 1..range.end)
            .find(|x| {
                matches!(tokens[*x].pos, Pos::Relative | Pos::Subordinator)
                    || matches!(
                        tokens[*x].lower.as_str(),
                        "," | ";" | ":" | "." | "\u{2014}"
                    )
            })
            .unwrap_or(range.end);
        // "the demand that Kyiv drop its bid": behind a name and before "its" or "the" stands what is asked of it.
        if tokens[t].lower == "that"
            && t + 3 < end
            && tokens[t + 1].pos == Pos::Proper
            && tokens[t + 2].pos == Pos::Noun
            && reading(t + 2, Pos::VerbBase)
            && (tokens[t + 3].pos == Pos::Determiner
                || tokens[t + 3].pos == Pos::Possessive && !tokens[t + 3].lower.starts_with('\''))
        {
            tokens[t + 2].pos = Pos::VerbBase;
            continue;
        }
        let finite = |x: usize| {
            matches!(
                tokens[x].pos,
                Pos::VerbPast | Pos::VerbThird | Pos::VerbBase | Pos::Auxiliary | Pos::Modal
            )
        };
        // "What Ukraine needs most is": the verb behind its subject and before that of the other side.
        if tokens[t].lower == "what"
            && let Some(other) = (t + 3..end).find(|x| finite(*x))
            && let Some(v) = (t + 2..other).rev().find(|v| tokens[*v].pos == Pos::Noun)
            && !(t + 1..other).any(|x| tokens[x].pos.is_verb())
            && tokens[v - 1].pos.is_nominal()
            && !tokens[v].capital
            && let Some(form) = [Pos::VerbThird, Pos::VerbBase]
                .into_iter()
                .find(|form| reading(v, *form))
        {
            tokens[v].pos = form;
            continue;
        }
        // Few words are a label or a phrase ("when asked", "if so").
        if end - t < 4 || (t + 1..end).any(finite) {
            continue;
        }
        let verb = (t + 2..end).find_map(|v| {
            let subject = (t + 1..v)
                .rev()
                .find(|s| tokens[*s].pos != Pos::Adverb)
                .filter(|s| tokens[*s].pos.is_nominal())?;
            if tokens[v].pos != Pos::Noun || tokens[v].capital {
                return None;
            }
            let plural = tokens[subject].pos == Pos::Noun && tokens[subject].lower.ends_with('s');
            if reading(v, Pos::VerbThird) && !plural {
                Some((v, Pos::VerbThird))
            } else if reading(v, Pos::VerbBase) {
                Some((v, Pos::VerbBase))
            } else {
                None
            }
        });
        if let Some((v, pos)) = verb {
            tokens[v].pos = pos;
        }
    }
}
