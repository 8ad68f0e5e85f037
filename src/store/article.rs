//! Articles as the ledger keeps them, and the order in which they came out.

use serde::{Deserialize, Serialize};
use std::borrow::Cow;

use crate::model::{Article, DateBasis};

/// One article of a delivery, whatever it is about.
#[derive(Debug, Clone, Copy)]
pub struct LedgerEntry<'a> {
    /// Article id.
    pub id: &'a str,
    /// Outlet.
    pub outlet: Option<&'a str>,
    /// Day of publication, `YYYY-MM-DD`.
    pub day: Option<&'a str>,
    /// Seconds since 1970.
    pub timestamp: Option<i64>,
    /// The same of its last change, where one is told that is later; else as `timestamp`.
    pub changed: Option<i64>,
    /// Bytes of the text.
    pub length: u64,
    /// Hash of everything the article says; two records with the same id and content are the same.
    pub content: u128,
    /// Fingerprints of the paragraphs long enough to be known again, each once, with whether the first of them stands where boilerplate does.
    pub fingerprints: &'a [(u64, bool)],
}

/// What the ledger keeps of an article on the topic, beside its entry.
#[derive(Debug, Clone)]
pub struct TopicArticle<'a> {
    /// The article itself.
    pub article: &'a Article<'a>,
    /// Its paragraphs.
    pub paragraphs: Vec<TopicParagraph>,
}

/// A paragraph of an article on the topic.
#[derive(Debug, Clone, Copy)]
pub struct TopicParagraph {
    /// Its fingerprint, where it is long enough to be known again.
    pub fingerprint: Option<u64>,
    /// Whether it repeats an earlier paragraph of the same article.
    pub repeat: bool,
    /// Whether it stands where boilerplate does.
    pub edge: bool,
}

/// An article with everything in it, for the shelf.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Stored<'a> {
    id: Cow<'a, str>,
    url: Option<Cow<'a, str>>,
    outlet: Option<Cow<'a, str>>,
    title: Option<Cow<'a, str>>,
    text: Cow<'a, str>,
    published: Option<jiff::civil::Date>,
    timestamp: Option<i64>,
    date_basis: DateBasis,
    authors: Vec<Cow<'a, str>>,
    language: Option<Cow<'a, str>>,
}

impl<'a> From<&'a Article<'a>> for Stored<'a> {
    fn from(article: &'a Article<'a>) -> Self {
        Self {
            id: Cow::Borrowed(&article.id),
            url: article.url.as_deref().map(Cow::Borrowed),
            outlet: article.outlet.as_deref().map(Cow::Borrowed),
            title: article.title.as_deref().map(Cow::Borrowed),
            text: Cow::Borrowed(&article.text),
            published: article.published,
            timestamp: article.timestamp,
            date_basis: article.date_basis,
            authors: article
                .authors
                .iter()
                .map(|a| Cow::Borrowed(&**a))
                .collect(),
            language: article.language.as_deref().map(Cow::Borrowed),
        }
    }
}

impl From<Stored<'static>> for Article<'static> {
    fn from(stored: Stored<'static>) -> Self {
        Self {
            id: stored.id,
            url: stored.url,
            outlet: stored.outlet,
            title: stored.title,
            text: stored.text,
            published: stored.published,
            timestamp: stored.timestamp,
            date_basis: stored.date_basis,
            date_unread: false,
            // The ledger has it where it counts.
            modified: None,
            authors: stored.authors,
            language: stored.language,
        }
    }
}

/// Which article came out first: by time, then id, then content; unknown times last. The same at every arrival order.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Appearance {
    undated: bool,
    timestamp: i64,
    id: String,
    content: Vec<u8>,
}

impl Appearance {
    /// The day, counted from 1970; none where the time is unknown.
    pub(super) fn day(&self) -> Option<i64> {
        (!self.undated).then(|| self.timestamp.div_euclid(86_400))
    }

    pub(super) fn new(timestamp: Option<i64>, id: String, content: Vec<u8>) -> Self {
        Self {
            undated: timestamp.is_none(),
            timestamp: timestamp.unwrap_or(0),
            id,
            content,
        }
    }
}

/// Which of two versions of an article counts: the one that was changed later, then the longer (updates grow), then by content.
/// Undated ones count least.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Version {
    pub(super) changed: Option<i64>,
    pub(super) length: i64,
    pub(super) content: Vec<u8>,
}
