//! Words by which a text says on which day it was published: the language pack holds them, the reader of plain text asks for them.

use serde::Deserialize;

/// `datelines.toml` of a language pack. Words are in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DatelineWords {
    /// What stands before the date ("last updated").
    pub labels: Vec<String>,
    /// What stands before the names of authors, which may come before the date ("by").
    pub authors: String,
    /// What stands between a label and its date ("on").
    pub openers: Vec<String>,
}
