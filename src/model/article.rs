//! One article as it was read, and the record of one that could not be.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Where a date comes from.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, Default,
)]
#[serde(rename_all = "lowercase")]
pub enum DateBasis {
    /// The text says it.
    Text,
    /// The article's date of publication.
    Published,
    /// The name of the file.
    File,
    /// Nothing says it.
    #[default]
    Unknown,
}

/// One article. Borrowed from the chunk it was read from wherever its JSON allows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Article<'a> {
    /// Identifier: as given, else a stable hash of url or text.
    pub id: Cow<'a, str>,
    /// Address.
    pub url: Option<Cow<'a, str>>,
    /// Name or domain of the outlet.
    pub outlet: Option<Cow<'a, str>>,
    /// Headline.
    pub title: Option<Cow<'a, str>>,
    /// Body exactly as given; output offsets are code points into it.
    pub text: Cow<'a, str>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Seconds since 1970 UTC where the input gives a time of day, else of that day's midnight UTC. Orders copies.
    pub timestamp: Option<i64>,
    /// Seconds since 1970 UTC of the last change, where the input tells it. Orders versions.
    pub modified: Option<i64>,
    /// Where `published` comes from.
    pub date_basis: DateBasis,
    /// Whether a date stands there that could not be read: such an article is undated.
    pub date_unread: bool,
    /// Authors.
    pub authors: Vec<Cow<'a, str>>,
    /// Language tag.
    pub language: Option<Cow<'a, str>>,
}

impl Article<'_> {
    /// The same article with text of its own.
    pub fn into_owned(self) -> Article<'static> {
        fn own(c: Cow<'_, str>) -> Cow<'static, str> {
            Cow::Owned(c.into_owned())
        }
        Article {
            id: own(self.id),
            url: self.url.map(own),
            outlet: self.outlet.map(own),
            title: self.title.map(own),
            text: own(self.text),
            published: self.published,
            timestamp: self.timestamp,
            modified: self.modified,
            date_basis: self.date_basis,
            date_unread: self.date_unread,
            authors: self.authors.into_iter().map(own).collect(),
            language: self.language.map(own),
        }
    }
}

/// An article that was taken as undated, because the date that stands there could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undated {
    /// File as named on the command line, or `-`.
    pub file: String,
    /// Line (or record) in it, counted from 1; null where the file is the article.
    pub line: Option<u64>,
    /// The article's id.
    pub id: String,
}

/// A record that could not be read: counted, written to `rejects.ndjson`, and the run goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// File as named on the command line, or `-`.
    pub file: String,
    /// Line (or record) in it, counted from 1; null where the file as a whole failed.
    pub line: Option<u64>,
    /// Field at fault, if one is.
    pub field: Option<String>,
    /// What is wrong, in words.
    pub reason: String,
}
