//! Noun phrases that only tell a time.

use crate::model::{NounPhrase, Token};

pub(super) fn is_weekday(word: &str) -> bool {
    matches!(
        word,
        "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday"
    )
}

/// Nouns that measure or name time.
pub(in crate::segment) fn is_time_noun(word: &str) -> bool {
    let singular = word.strip_suffix('s').unwrap_or(word);
    is_weekday(word)
        || matches!(
            singular,
            "minute"
                | "hour"
                | "day"
                | "night"
                | "morning"
                | "evening"
                | "afternoon"
                | "weekend"
                | "week"
                | "month"
                | "year"
                | "decade"
                | "century"
                | "spring"
                | "summer"
                | "autumn"
                | "winter"
        )
        || matches!(
            word,
            "today" | "yesterday" | "tomorrow" | "tonight" | "time" | "times"
        )
}

/// "Thursday", "last week", "one day", "two years later": adverbial, never a subject or object. "The week", "a year" may be either and count
/// as phrases unless a word of time follows.
pub(in crate::segment) fn is_time(tokens: &[Token], phrase: &NounPhrase) -> bool {
    let head = &tokens[phrase.head];
    if !is_time_noun(&head.lower) || phrase.owner.is_some() {
        return false;
    }
    let follows = tokens.get(phrase.tokens.end).is_some_and(|t| {
        matches!(
            t.lower.as_str(),
            "ago" | "later" | "earlier" | "before" | "after"
        )
    });
    if follows || phrase.tokens.len() == 1 && !head.lower.starts_with("time") {
        return follows || head.capital || !head.lower.ends_with('s');
    }
    let first = tokens[phrase.tokens.start].lower.as_str();
    match first {
        "last" | "next" | "this" | "each" | "every" | "one" | "that" | "same" => true,
        "the" | "a" | "an" => tokens[phrase.tokens.start + 1..phrase.head]
            .iter()
            .any(|t| matches!(t.lower.as_str(), "next" | "following" | "same" | "previous")),
        _ => is_weekday(first),
    }
}
