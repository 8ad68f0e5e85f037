//! Verbs that look like nouns, behind the name that is their subject: "Oslo backs plans", "Paris stands behind them", "the party, which chooses a
//! leader, backs it".

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::KNOWN;
use crate::model::{Pos, Token};

/// Longest name, in words, whose verb is looked for behind it.
const MAX_NAME: usize = 3;

/// "Jan van den Berg": small words between the capitalised words of a name are part of it.
pub(super) fn particles(
    tokens: &[Token],
    range: &Range<usize>,
    particles: &FxHashSet<String>,
    candidates: &mut [Vec<(Pos, i32)>],
) {
    let is_particle = |t: usize| !tokens[t].capital && particles.contains(&tokens[t].lower);
    let mut t = range.start + 1;
    while t < range.end {
        let end = (t..range.end).find(|n| !is_particle(*n));
        if let Some(end) = end.filter(|end| *end > t && tokens[*end].capital)
            && tokens[t - 1].capital
            && candidates[t - 1 - range.start]
                .iter()
                .any(|(pos, _)| *pos == Pos::Proper)
        {
            for n in t..end {
                candidates[n - range.start] = vec![(Pos::Proper, KNOWN + 1)];
            }
        }
        t = end.map_or(range.end, |end| end.max(t + 1));
    }
}

/// "Italy, Hungary and Slovakia", "UK, France", "Both Paris and London": two names or more that open a sentence, and nothing else.
fn are_names(tokens: &[Token]) -> bool {
    let tokens = match tokens {
        [first, names @ ..] if matches!(first.lower.as_str(), "both" | "neither") => names,
        names => names,
    };
    let joins = |t: &Token| matches!(t.lower.as_str(), "," | "and" | "&" | "nor");
    let joined = tokens.iter().filter(|t| joins(t)).count();
    let ends = |t: Option<&Token>| t.is_some_and(|t| t.pos == Pos::Proper);
    joined > 0
        && ends(tokens.first())
        && ends(tokens.last())
        && tokens.iter().all(|t| t.pos == Pos::Proper || joins(t))
}

/// "Ben Roe, a retired general": a name, a comma and a noun phrase, and no verb yet.
fn follows_apposition(tokens: &[Token]) -> bool {
    tokens.first().is_some_and(|t| t.pos == Pos::Proper)
        && !tokens.iter().any(is_finite)
        && tokens.windows(2).any(|w| {
            w[0].lower == ","
                && matches!(
                    w[1].pos,
                    Pos::Determiner | Pos::Possessive | Pos::Noun | Pos::Adjective
                )
        })
}

/// "Zelensky said Ukraine needs guarantees": behind a name that opens a clause, and where no verb follows, a word in -s before a noun phrase is its
/// verb, no noun. So it is where the next word may be verb or noun itself ("Oslo backs plans"). "Most Danes oppose sending": behind a people's
/// name what is no noun is the verb.
pub(super) fn verbs_after_names(
    tokens: &mut [Token],
    range: &Range<usize>,
    reading: impl Fn(usize, Pos) -> bool,
    only_verb: impl Fn(usize) -> bool,
    governs: impl Fn(&str, &str) -> bool,
) {
    for t in range.start + 1..range.end.saturating_sub(1) {
        if verb_of_joined(tokens, range, t, &reading) {
            continue;
        }
        let people = tokens[t - 1].pos == Pos::Proper && tokens[t - 1].lower.ends_with('s');
        // "the coalition, led by Paris, plans to send": behind a parenthesis, and where no other verb is finite.
        let parted = tokens[t - 1].lower == "," && tokens[t + 1].pos == Pos::To;
        if parted && tokens[t].pos == Pos::Noun && reading(t, Pos::VerbThird) {
            let participle = tokens[range.start..t]
                .iter()
                .any(|x| x.pos == Pos::VerbParticiple);
            let finite = tokens[range.clone()]
                .iter()
                .take_while(|x| x.pos != Pos::Subordinator)
                .any(is_finite);
            if participle && !finite {
                tokens[t].pos = Pos::VerbThird;
                continue;
            }
        }
        // "Ben Roe, a retired general, holds that": so it is behind an apposition.
        let opens_content = tokens[t - 1].lower == ","
            && (tokens[t + 1].lower == "that" || tokens[t + 1].pos == Pos::To)
            && tokens[t].pos == Pos::Noun
            && !tokens[t].capital
            && reading(t, Pos::VerbThird);
        if opens_content && follows_apposition(&tokens[range.start..t]) {
            tokens[t].pos = Pos::VerbThird;
            if tokens[t + 1].lower == "that" {
                tokens[t + 1].pos = Pos::Subordinator;
            }
            continue;
        }
        // "The party, which chooses a leader soon, backs peacekeepers": so it is behind a relative clause.
        let aside = tokens[t - 1].lower == ","
            && tokens[t].pos == Pos::Noun
            && !tokens[t].capital
            && reading(t, Pos::VerbThird)
            && (tokens[t + 1].pos.is_nominal()
                || matches!(
                    tokens[t + 1].pos,
                    Pos::Determiner | Pos::VerbIng | Pos::Adjective | Pos::To | Pos::Preposition
                ));
        if aside
            && follows_relative(tokens, range.start, t)
            && !finite_in(&tokens[t + 1..range.end])
        {
            tokens[t].pos = Pos::VerbThird;
            continue;
        }
        let complement = matches!(
            tokens[t + 1].pos,
            Pos::VerbIng | Pos::Determiner | Pos::Possessive | Pos::To
        );
        let doubted = tokens[t].pos == Pos::Noun && !tokens[t].capital;
        if people && doubted && complement && only_verb(t) {
            tokens[t].pos = Pos::VerbBase;
            continue;
        }
        if tokens[t].pos != Pos::Noun
            || !tokens[t].lower.ends_with('s')
            || !reading(t, Pos::VerbThird)
        {
            continue;
        }
        let before = (range.start..t)
            .rev()
            .find(|b| tokens[*b].pos != Pos::Adverb);
        let Some(last) = before.filter(|b| is_name(&tokens[*b])) else {
            continue;
        };
        let first = (range.start..=last)
            .rev()
            .take_while(|n| is_name(&tokens[*n]))
            .last()
            .unwrap_or(last);
        let opens = first == range.start
            || matches!(tokens[first - 1].pos, Pos::Subordinator)
            || tokens[first - 1].lower == "\""
            || matches!(tokens[first - 1].pos, Pos::VerbPast | Pos::VerbThird)
                && reading(first - 1, tokens[first - 1].pos);
        let next = &tokens[t + 1];
        let doubtful = next.pos == Pos::VerbThird && reading(t + 1, Pos::Noun);
        let object = doubtful
            || next.pos.is_nominal()
            || matches!(next.pos, Pos::Adjective | Pos::Determiner);
        let closed =
            |t: &Token| matches!(t.pos, Pos::Subordinator | Pos::Relative | Pos::Punctuation);
        // "Rome backs guarantees modelled on Article 5": a form behind a noun and before a preposition may be a participle.
        let reduced = |x: usize| {
            tokens[x].pos == Pos::VerbPast
                && reading(x, Pos::VerbParticiple)
                && tokens[x - 1].pos == Pos::Noun
                && tokens
                    .get(x + 1)
                    .is_some_and(|n| matches!(n.pos, Pos::Preposition | Pos::To | Pos::Adverb))
        };
        let verb_later = (t + 1 + usize::from(doubtful)..range.end)
            .take_while(|x| !closed(&tokens[*x]))
            .any(|x| is_finite(&tokens[x]) && !reduced(x));
        // "said Paris stands behind the force": a preposition follows the verbs of posture too.
        let stands = governs(&tokens[t].lower, &tokens[t + 1].lower);
        if opens && (object || stands) && !verb_later && last - first < MAX_NAME {
            let behind = (t + 2..range.end)
                .take_while(|x| !closed(&tokens[*x]))
                .find(|x| reduced(*x));
            if let Some(x) = behind {
                tokens[x].pos = Pos::VerbParticiple;
            }
            tokens[t].pos = Pos::VerbThird;
            tokens[last].pos = Pos::Proper;
            if doubtful {
                tokens[t + 1].pos = Pos::Noun;
            }
        }
    }
}

/// "Oslo and Rome oppose plans": behind names that are joined, and where no other verb is finite, a noun that may be a verb is one; what follows may
/// look like a verb, and be a noun.
fn verb_of_joined(
    tokens: &mut [Token],
    range: &Range<usize>,
    t: usize,
    reading: &impl Fn(usize, Pos) -> bool,
) -> bool {
    if tokens[t].pos != Pos::Noun || tokens[t].capital || !reading(t, Pos::VerbBase) {
        return false;
    }
    let doubtful = tokens[t + 1].pos == Pos::VerbThird && reading(t + 1, Pos::Noun);
    let finite = tokens[t + 1 + usize::from(doubtful)..range.end]
        .iter()
        .take_while(|x| !matches!(x.pos, Pos::Subordinator | Pos::Relative))
        .any(is_finite);
    if finite || !are_names(&tokens[range.start..t]) {
        return false;
    }
    tokens[t].pos = Pos::VerbBase;
    if doubtful {
        tokens[t + 1].pos = Pos::Noun;
    }
    true
}

/// Whether the comma before `t` closes a relative clause that a comma opened behind a subject without a verb.
fn follows_relative(tokens: &[Token], start: usize, t: usize) -> bool {
    let comma = |x: usize| tokens[x].lower == ",";
    let Some(opened) = (start + 1..t - 1).find(|x| comma(*x)) else {
        return false;
    };
    let relative = tokens[opened + 1].lower.starts_with("wh")
        && !finite_in(&tokens[start..opened])
        && tokens[opened - 1].pos.is_nominal();
    relative && tokens[opened + 1..t - 1].iter().any(is_finite)
}

/// Whether a finite verb stands among tokens before a comma, a relative word or a subordinator.
fn finite_in(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .take_while(|x| {
            !matches!(x.pos, Pos::Subordinator | Pos::Relative)
                && !matches!(x.lower.as_str(), "," | ";")
        })
        .any(is_finite)
}

pub(super) fn is_finite(token: &Token) -> bool {
    matches!(
        token.pos,
        Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
    )
}

/// Whether a word may be part of a name: a proper noun, or an abbreviation that was read as an adjective.
fn is_name(token: &Token) -> bool {
    token.capital && matches!(token.pos, Pos::Proper | Pos::Adjective)
}
