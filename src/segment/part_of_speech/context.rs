//! What only a longer look tells: infinitive "to" against the preposition, subordinators that are prepositions, verbs after an inverted
//! auxiliary and after "help".

use std::ops::Range;

use super::names::is_finite;
use crate::model::{Pos, Token};

/// Words within which "as" finds its second.
const MAX_COMPARED: usize = 9;

/// What only a longer look tells: infinitive "to" against the preposition, and subordinators that are prepositions.
///
/// Words of fixed expressions are `settled`, counted from the range's start.
pub(super) fn refine(tokens: &mut [Token], range: &Range<usize>, settled: &[bool]) {
    for t in range.clone() {
        if tokens[t].pos == Pos::To {
            let next = (t + 1..range.end).find(|n| tokens[*n].pos != Pos::Adverb);
            if !next.is_some_and(|n| matches!(tokens[n].pos, Pos::VerbBase | Pos::Auxiliary)) {
                tokens[t].pos = Pos::Preposition;
            }
        }
    }
    // "as many soldiers as it can", "as strong as ever": the first of the two compares and governs nothing.
    for t in range.start..range.end.saturating_sub(2) {
        let measured = matches!(
            tokens[t + 1].lower.as_str(),
            "many" | "much" | "few" | "little"
        ) || matches!(tokens[t + 1].pos, Pos::Adjective | Pos::Adverb);
        let second = (t + 2..range.end.min(t + MAX_COMPARED)).any(|x| tokens[x].lower == "as");
        if tokens[t].lower == "as" && measured && second && !settled[t - range.start] {
            tokens[t].pos = Pos::Adverb;
        }
    }
    // "draw up plans", "put forward an idea": behind a verb such a particle governs and describes nothing.
    for t in range.start + 1..range.end {
        let word = tokens[t].lower.as_str();
        let particle = matches!(word, "up" | "forward")
            && matches!(tokens[t].pos, Pos::Preposition | Pos::Adjective)
            // "rowed back from its pledge".
            || word == "back" && matches!(tokens[t].pos, Pos::Noun | Pos::Adjective);
        if particle && !settled[t - range.start] && tokens[t - 1].pos.is_verb() {
            tokens[t].pos = Pos::Adverb;
        }
    }
    for t in range.clone() {
        if settled[t - range.start]
            || !matches!(tokens[t].pos, Pos::Preposition | Pos::Subordinator)
            || !matches!(
                tokens[t].lower.as_str(),
                "after"
                    | "before"
                    | "since"
                    | "until"
                    | "as"
                    | "than"
                    | "once"
                    | "like"
                    | "till"
                    | "unless"
                    | "while"
                    | "except"
            )
        {
            continue;
        }
        // "once a truce in Ukraine holds", "as the war in Ukraine goes on"; but "serving as part of a force in Ukraine would be".
        let hanging = match tokens[t].lower.as_str() {
            "as" => tokens.get(t + 1).is_some_and(|n| {
                n.lower == "the" || matches!(n.pos, Pos::Possessive | Pos::Proper)
            }),
            "than" | "like" | "except" => false,
            _ => true,
        };
        tokens[t].pos = if opens_clause(tokens, t + 1..range.end, hanging) {
            Pos::Subordinator
        } else {
            Pos::Preposition
        };
    }
}

/// Whether a noun phrase, with what hangs on it where that may be, and then a finite verb follow at once.
fn opens_clause(tokens: &[Token], range: Range<usize>, hanging: bool) -> bool {
    let mut nominal = false;
    let mut hung = false;
    for t in range {
        match tokens[t].pos {
            // "unless there is a truce": it holds the subject's place.
            Pos::Adverb if tokens[t].lower == "there" => nominal = true,
            // "After the call with Trump he left": the subject of what follows.
            Pos::Pronoun if hung => return false,
            Pos::Determiner if hung && tokens[t - 1].pos.is_nominal() => return false,
            Pos::Noun | Pos::Proper | Pos::Pronoun | Pos::Number => nominal = true,
            Pos::Determiner | Pos::Adjective | Pos::Possessive | Pos::Adverb | Pos::Conjunction => {
            }
            Pos::Preposition if nominal && tokens[t].lower == "of" => {}
            Pos::Preposition if nominal && hanging => hung = true,
            Pos::VerbThird | Pos::VerbPast | Pos::Auxiliary | Pos::Modal | Pos::VerbBase => {
                return nominal;
            }
            _ => return false,
        }
    }
    false
}

/// Longest noun phrase, in words, between an auxiliary and its verb in inverted order.
const MAX_SUBJECT: usize = 8;

/// "Will Britain send", "nor would France accept": after a modal and a noun phrase comes the base form.
pub(super) fn verbs_after_inversion(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.clone() {
        let asks = tokens[t].pos == Pos::Modal
            || tokens[t].pos == Pos::Auxiliary
                && matches!(tokens[t].lower.as_str(), "do" | "does" | "did");
        if !asks {
            continue;
        }
        let mut at = t + 1;
        while at < range.end && tokens[at].pos == Pos::Adverb {
            at += 1;
        }
        let start = at;
        while at < range.end && at - start < MAX_SUBJECT && in_subject(&tokens[at]) {
            at += 1;
        }
        let already = at < range.end && matches!(tokens[at].pos, Pos::VerbBase | Pos::Auxiliary);
        if at == start || already {
            continue;
        }
        // The last word that may be a verb and stands bare behind a noun or name.
        let verb = (start + 1..at).rev().find(|v| {
            tokens[*v].pos == Pos::Noun
                && reading(*v, Pos::VerbBase)
                && tokens[*v - 1].pos.is_nominal()
        });
        if let Some(v) = verb {
            tokens[v].pos = Pos::VerbBase;
        }
    }
}

fn in_subject(token: &Token) -> bool {
    token.pos.is_nominal()
        || matches!(
            token.pos,
            Pos::Determiner | Pos::Adjective | Pos::Possessive
        )
        || matches!(token.lower.as_str(), "and" | "or" | "of" | "\"")
}

/// "help secure the peace", "let Kyiv use": "help" takes a bare infinitive.
pub(super) fn verbs_after_help(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.start..range.end.saturating_sub(2) {
        let help = tokens[t].pos.is_verb() && tokens[t].lower.starts_with("help");
        if help
            && tokens[t + 1].pos != Pos::VerbBase
            && reading(t + 1, Pos::VerbBase)
            && matches!(
                tokens[t + 2].pos,
                Pos::Determiner
                    | Pos::Possessive
                    | Pos::Proper
                    | Pos::Pronoun
                    | Pos::Adjective
                    | Pos::Noun
            )
        {
            tokens[t + 1].pos = Pos::VerbBase;
        }
    }
}

/// "will not send troops or train their soldiers": behind a modal or "to", a conjunction and before a determiner stands a verb, no noun.
pub(super) fn verbs_after_conjunction(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    let mut open = false;
    for t in range.start..range.end.saturating_sub(1) {
        open |= matches!(tokens[t].pos, Pos::Modal | Pos::To);
        // "likely to drop plan to send": no base form follows a noun without a word before it.
        if tokens[t].pos == Pos::VerbBase
            && reading(t, Pos::Noun)
            && t >= range.start + 2
            && matches!(tokens[t - 2].pos, Pos::To | Pos::Preposition)
            && tokens[t - 2].lower == "to"
            && tokens[t - 1].pos == Pos::Noun
            && reading(t - 1, Pos::VerbBase)
        {
            tokens[t - 2].pos = Pos::To;
            tokens[t - 1].pos = Pos::VerbBase;
            tokens[t].pos = Pos::Noun;
            continue;
        }
        let next = &tokens[t + 1];
        let object = matches!(next.pos, Pos::Determiner | Pos::Pronoun)
            || next.pos == Pos::Possessive && !next.lower.starts_with('\'');
        // "must leave the region, stay out of the alliance and disarm".
        let listed = open
            && t > range.start
            && tokens[t - 1].lower == ","
            && matches!(
                next.lower.as_str(),
                "out" | "away" | "off" | "back" | "down" | "up"
            )
            && tokens[t].pos == Pos::Noun
            && reading(t, Pos::VerbBase)
            && tokens[t + 1..range.end]
                .iter()
                .any(|x| x.pos == Pos::Conjunction);
        if listed {
            tokens[t].pos = Pos::VerbBase;
            continue;
        }
        if open
            && object
            && t > range.start
            && tokens[t - 1].pos == Pos::Conjunction
            && tokens[t].pos == Pos::Noun
            && reading(t, Pos::VerbBase)
        {
            tokens[t].pos = Pos::VerbBase;
        }
    }
}

/// "is not ruling out troops": behind "be" and before a particle a form in -ing is the verb.
pub(super) fn verbs_before_particles(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    for t in range.start..range.end.saturating_sub(1) {
        let particle = matches!(tokens[t + 1].lower.as_str(), "out" | "up" | "off" | "back");
        // "Ruling out ground troops, Berg said", "Berg, ruling out ground troops, said": a bare form in -ing where something begins.
        let begins =
            t == range.start || matches!(tokens[t - 1].lower.as_str(), "," | "\"" | "while");
        let object = tokens.get(t + 2).is_some_and(|n| {
            t + 2 < range.end
                && (n.pos.is_nominal()
                    || matches!(
                        n.pos,
                        Pos::Determiner | Pos::Possessive | Pos::Adjective | Pos::VerbIng
                    ))
        });
        if particle
            && begins
            && object
            && matches!(tokens[t].pos, Pos::Noun | Pos::Adjective)
            && tokens[t].lower.ends_with("ing")
            && reading(t, Pos::VerbIng)
        {
            tokens[t].pos = Pos::VerbIng;
            continue;
        }
        let adjective = tokens[t].pos == Pos::Adjective && reading(t, Pos::VerbIng);
        let before = (range.start..t)
            .rev()
            .find(|b| tokens[*b].pos != Pos::Adverb)
            .is_some_and(|b| tokens[b].pos == Pos::Auxiliary);
        if particle && adjective && before {
            tokens[t].pos = Pos::VerbIng;
        }
    }
}

/// "European leaders put forward a plan": in a sentence without a finite verb a form before an object that may be past or participle is the past.
pub(super) fn past_where_no_verb(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
) {
    if tokens[range.clone()]
        .iter()
        .any(|t| is_finite(t) || t.pos == Pos::VerbBase && t.lower != "put")
    {
        return;
    }
    for t in range.start + 1..range.end.saturating_sub(2) {
        let behind = if tokens[t + 1].pos == Pos::Adverb {
            t + 2
        } else {
            t + 1
        };
        let object = matches!(
            tokens[behind].pos,
            Pos::Determiner | Pos::Possessive | Pos::Number | Pos::Proper
        );
        let subject = tokens[t - 1].pos.is_nominal();
        if tokens[t].pos == Pos::VerbParticiple && subject && object && reading(t, Pos::VerbPast) {
            tokens[t].pos = Pos::VerbPast;
            return;
        }
    }
}

/// "to offer security guarantees to Kyiv", "arms supplies to Kyiv": a bare noun for one thing opens no clause right behind a verb or
/// preposition, and nouns for many do not agree with a form in -s; what may be a noun is one, unless an object follows.
pub(super) fn nouns_after_bare_nouns(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
    plural: impl Fn(&str) -> bool,
    ditransitive: impl Fn(&str) -> bool,
) {
    for t in range.start + 1..range.end {
        if tokens[t].pos != Pos::VerbThird
            || tokens[t - 1].pos != Pos::Noun
            || !reading(t, Pos::Noun)
        {
            continue;
        }
        let object = tokens
            .get(t + 1)
            .filter(|_| t + 1 < range.end)
            .is_some_and(|n| {
                matches!(
                    n.pos,
                    Pos::Determiner
                        | Pos::Possessive
                        | Pos::Pronoun
                        | Pos::Proper
                        | Pos::Noun
                        | Pos::Adjective
                        | Pos::Number
                        | Pos::To
                ) || n.lower == "that"
            });
        // "offered Kyiv security guarantees": what is given stands behind whom it is given to.
        let given = t >= range.start + 3
            && tokens[t - 2].pos == Pos::Proper
            && (range.start..t - 2)
                .rev()
                .find(|x| tokens[*x].pos != Pos::Proper)
                .is_some_and(|x| tokens[x].pos.is_verb() && ditransitive(&tokens[x].lower));
        let many = given || plural(&tokens[t - 1].lower);
        let bare = t >= range.start + 2
            && (tokens[t - 2].pos.is_verb()
                || tokens[t - 2].lower == "be"
                || tokens[t - 2].pos == Pos::Preposition);
        let infinitive = bare
            && t >= range.start + 3
            && tokens[t - 2].pos == Pos::VerbBase
            && matches!(tokens[t - 3].pos, Pos::To | Pos::Modal);
        if many || infinitive || bare && !object {
            tokens[t].pos = Pos::Noun;
        }
    }
}

/// Whether a word stands behind "be" or "have", a negation or an adverb aside.
pub(super) fn behind_auxiliary(tokens: &[Token], at: usize, start: usize) -> bool {
    let aside = |t: &usize| {
        matches!(
            tokens[*t].lower.as_str(),
            "not" | "n't" | "never" | "already" | "also" | "still" | "yet" | "only" | "ever"
        )
    };
    let before = (start..at).rev().take(3).find(|t| !aside(t));
    before.is_some_and(|t| {
        matches!(
            tokens[t].lower.as_str(),
            "are"
                | "is"
                | "be"
                | "been"
                | "being"
                | "was"
                | "were"
                | "has"
                | "have"
                | "had"
                | "'ve"
        )
    })
}
