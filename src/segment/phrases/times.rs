//! Noun phrases that only tell a time, by the words of the language pack.

use crate::lexicon::WordClasses;
use crate::model::{NounPhrase, Token};

pub(super) fn is_weekday(classes: &WordClasses, word: &str) -> bool {
    classes.weekdays.contains(word)
}

/// A month, or a year in digits.
pub(super) fn is_date(classes: &WordClasses, word: &str) -> bool {
    classes.months.contains(word) || word.parse::<u32>().is_ok_and(|n| (1900..2100).contains(&n))
}

/// Nouns that measure or name time.
pub(in crate::segment) fn is_time_noun(classes: &WordClasses, word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    is_weekday(classes, word)
        || classes.time_nouns.contains(singular)
        || classes.time_words.contains(word)
}

/// "Thursday", "last week", "one day", "two years later": adverbial, never a subject or object. "The week", "a year" may be either and count
/// as phrases unless a word of time follows.
pub(in crate::segment) fn is_time(
    classes: &WordClasses,
    tokens: &[Token],
    phrase: &NounPhrase,
) -> bool {
    let head = &tokens[phrase.head];
    if !is_time_noun(classes, &head.lower) || phrase.owner.is_some() {
        return false;
    }
    let follows = tokens
        .get(phrase.tokens.end)
        .is_some_and(|t| classes.time_followers.contains(&t.lower));
    if follows || phrase.tokens.len() == 1 && !head.lower.starts_with("time") {
        return follows || head.capital || !head.lower.ends_with('s');
    }
    let first = tokens[phrase.tokens.start].lower.as_str();
    match first {
        "the" | "a" | "an" => tokens[phrase.tokens.start + 1..phrase.head]
            .iter()
            .any(|t| classes.time_adjectives.contains(&t.lower)),
        _ => classes.time_openers.contains(first) || is_weekday(classes, first),
    }
}

/// "May 5", "12 March 2025".
pub(super) fn is_day(classes: &WordClasses, tokens: &[Token], phrase: &NounPhrase) -> bool {
    let words = || phrase.tokens.clone().map(|t| tokens[t].lower.as_str());
    let number = |w: &str| {
        w.trim_end_matches(['s', 't', 'n', 'd', 'r', 'h'])
            .parse::<u32>()
            .is_ok()
    };
    words().any(|w| classes.months.contains(w))
        && words().all(|w| is_date(classes, w) || is_weekday(classes, w) || number(w))
}
