//! The values of a record that are fields of an article, raw, and what they say.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::read::date::{self, DateError, Moment};
use crate::read::fields::{Field, FieldMap};
use crate::read::strings;

/// The raw value of each field, and the rank of the key it came from.
#[derive(Debug, Default)]
pub(super) struct Values<'a>([Option<(&'a str, u8)>; Field::ALL.len()]);

impl<'a> Values<'a> {
    /// A value that says something: not null, not an empty string.
    pub(super) fn get(&self, field: Field) -> Option<&'a str> {
        self.0[field as usize].map(|(raw, _)| raw)
    }

    /// A string with something in it; other kinds of value are as good as none.
    pub(super) fn string(&self, field: Field) -> Option<Cow<'a, str>> {
        strings::string(self.get(field)?)
            .map(|s| match s {
                Cow::Borrowed(s) => Cow::Borrowed(s.trim()),
                Cow::Owned(s) if s.trim().len() == s.len() => Cow::Owned(s),
                Cow::Owned(s) => Cow::Owned(s.trim().to_owned()),
            })
            .filter(|s| !s.is_empty())
    }

    /// The moment that a field tells, where a date stands there.
    pub(super) fn moment(&self, field: Field) -> Option<Result<Moment, DateError>> {
        let raw = self.get(field)?;
        match strings::string(raw) {
            Some(text) if text.trim().is_empty() => None,
            Some(text) => Some(date::parse_moment(&text)),
            None => Some(date::from_number(raw)),
        }
    }

    pub(super) fn authors(&self) -> Vec<Cow<'a, str>> {
        let Some(raw) = self.get(Field::Authors) else {
            return Vec::new();
        };
        if raw.starts_with('[') {
            let names: Vec<Option<String>> = serde_json::from_str(raw).unwrap_or_default();
            return names
                .into_iter()
                .flatten()
                .filter(|n| !n.trim().is_empty())
                .map(Cow::Owned)
                .collect();
        }
        self.string(Field::Authors).into_iter().collect()
    }

    pub(super) fn put(&mut self, field: Field, rank: u8, raw: &'a str) {
        let blank = raw == "null"
            || raw
                .strip_prefix('"')
                .and_then(|r| r.strip_suffix('"'))
                .is_some_and(|s| s.trim().is_empty());
        let slot = &mut self.0[field as usize];
        if !blank && slot.is_none_or(|(_, held)| rank <= held) {
            *slot = Some((raw, rank));
        }
    }
}

/// Gathers them from a map.
pub(super) struct ValuesVisitor<'f>(pub(super) &'f FieldMap);

impl<'de> Visitor<'de> for ValuesVisitor<'_> {
    type Value = Values<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut values = Values::default();
        while let Some(key) = map.next_key_seed(Key(self.0))? {
            match key {
                Some((field, rank)) => {
                    values.put(field, rank, map.next_value::<&'de RawValue>()?.get());
                }
                None => {
                    map.next_value::<IgnoredAny>()?;
                }
            }
        }
        Ok(values)
    }
}

/// Gathers every value of the text, under whichever of its names, in the order of the line; null is none.
pub(super) struct TextsVisitor<'f>(pub(super) &'f FieldMap);

impl<'de> Visitor<'de> for TextsVisitor<'_> {
    type Value = Vec<&'de str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
        let mut texts = Vec::new();
        while let Some(key) = map.next_key_seed(Key(self.0))? {
            let raw = map.next_value::<&'de RawValue>()?.get();
            if matches!(key, Some((Field::Text, _))) && raw != "null" {
                texts.push(raw);
            }
        }
        Ok(texts)
    }
}

/// Looks a key up without keeping it.
struct Key<'f>(&'f FieldMap);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = Option<(Field, u8)>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key<'_> {
    type Value = Option<(Field, u8)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_str<E>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.0.get(key))
    }
}

#[cfg(test)]
mod tests {
    use crate::read::{FieldMap, RecordReader};

    #[test]
    fn the_last_change_is_read_under_its_names() {
        let modified = |key: &str, value: &str| {
            let line = format!(r#"{{"text":"a","published":"2025-03-01","{key}":"{value}"}}"#);
            let fields = FieldMap::default();
            let mut reader = RecordReader::new(&fields, 1000);
            let article = reader.article(&line).unwrap();
            assert!(!article.date_unread, "{line}");
            article.modified
        };
        for key in ["modified", "date_modify", "dateModified", "updated_at"] {
            assert_eq!(modified(key, "1970-01-02"), Some(86_400), "{key}");
        }
        assert_eq!(modified("modified", "a while ago"), None);
        assert_eq!(modified("changed", "1970-01-02"), None);
    }
}
