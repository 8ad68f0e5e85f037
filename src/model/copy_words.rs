//! Words that tell a reworded copy of a paragraph from news: the language pack holds them, deduplication asks for them.

use rustc_hash::FxHashSet;
use serde::Deserialize;

/// `copies.toml` of a language pack. Words are folded: in lower case, without apostrophes.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyWords {
    /// Words that turn a stance or count, when they come or go.
    pub turning: FxHashSet<String>,
    /// Words that turn a number before which they stand.
    pub before_numbers: FxHashSet<String>,
    /// How a word ends that holds a negation under its apostrophe.
    pub negated_ending: String,
    /// Capitalised words that are no names at the beginning of a sentence.
    pub openers: FxHashSet<String>,
}
