//! Which key of a record is which field: the canonical names, and what other tools call them.

use rustc_hash::FxHashMap;

/// A field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Identifier.
    Id,
    /// Address.
    Url,
    /// Headline.
    Title,
    /// Body.
    Text,
    /// Day or moment of publication.
    Published,
    /// Outlet.
    Outlet,
    /// Authors.
    Authors,
    /// Language.
    Language,
    /// Moment of the last change.
    Modified,
}

impl Field {
    /// All of them, in the order of the canonical record.
    pub const ALL: [Field; 9] = [
        Field::Id,
        Field::Url,
        Field::Title,
        Field::Text,
        Field::Published,
        Field::Outlet,
        Field::Authors,
        Field::Language,
        Field::Modified,
    ];

    /// Its canonical name.
    pub fn name(self) -> &'static str {
        KEYS[self as usize].1[0]
    }

    /// The field of that canonical name.
    pub fn from_name(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// Keys of each field, the canonical one first, then in order of trust: where a record holds several, the first with a value wins.
const KEYS: [(Field, &[&str]); 9] = [
    (Field::Id, &["id", "article_id", "uuid", "guid", "story_id"]),
    // `source` is an address in trafilatura's records and an outlet elsewhere: see the record reader.
    (
        Field::Url,
        &["url", "link", "canonical_link", "source_link"],
    ),
    (
        Field::Title,
        &["title", "headline", "title_page", "title_rss"],
    ),
    (
        Field::Text,
        &[
            "text",
            "maintext",
            "raw_text",
            "article_text",
            "event_text",
            "eventText",
            "body",
            "content",
        ],
    ),
    (
        Field::Published,
        &[
            "published",
            "date",
            "date_publish",
            "date_published",
            "publish_date",
            "published_at",
            "pub_date",
            "pubDate",
            "event_date",
        ],
    ),
    (
        Field::Outlet,
        &[
            "outlet",
            "source_domain",
            "source_name",
            "sitename",
            "source-hostname",
            "source",
            "hostname",
            "publisher",
            "domain",
        ],
    ),
    (Field::Authors, &["authors", "author", "byline"]),
    (Field::Language, &["language", "lang", "meta_lang"]),
    (
        Field::Modified,
        &[
            "modified",
            "date_modified",
            "dateModified",
            "date_modify",
            "modified_at",
            "updated",
            "updated_at",
            "last_modified",
        ],
    ),
];

/// Maps keys of records to fields.
#[derive(Debug, Clone)]
pub struct FieldMap {
    keys: FxHashMap<String, (Field, u8)>,
}

impl Default for FieldMap {
    /// The canonical names and the aliases of news-please, Newspaper, trafilatura and event coders.
    fn default() -> Self {
        let mut keys = FxHashMap::default();
        for (field, names) in KEYS {
            for (rank, name) in (1u8..).zip(names) {
                keys.insert((*name).to_owned(), (field, rank));
            }
        }
        Self { keys }
    }
}

impl FieldMap {
    /// Reads `field` from `key`, before any other key that may hold it.
    #[must_use]
    pub fn with(mut self, field: Field, key: impl Into<String>) -> Self {
        self.keys.insert(key.into(), (field, 0));
        self
    }

    /// The field that `key` holds, and its rank among the keys of that field (lower is better).
    pub(super) fn get(&self, key: &str) -> Option<(Field, u8)> {
        self.keys.get(key).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stand_in_their_own_row() {
        for (i, (field, names)) in KEYS.iter().enumerate() {
            assert_eq!(*field as usize, i);
            assert_eq!(Field::from_name(names[0]), Some(*field));
        }
        assert_eq!(
            FieldMap::default().keys.len(),
            KEYS.iter().map(|(_, n)| n.len()).sum::<usize>()
        );
    }

    #[test]
    fn own_keys_come_first() {
        let map = FieldMap::default().with(Field::Text, "story");
        assert_eq!(map.get("story"), Some((Field::Text, 0)));
        assert_eq!(map.get("text"), Some((Field::Text, 1)));
        assert_eq!(map.get("unheard-of"), None);
    }
}
