//! Where the text of a record may stand that has none under a known key.

use std::collections::BTreeMap;

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::RecordReader;
use crate::read::Field;

/// Words that a value has at least that may be a text.
const WORDS: usize = 5;
/// Keys that are named at most.
const NAMED: usize = 3;

impl RecordReader<'_> {
    /// Why a record is rejected that has no text.
    pub(super) fn textless(&self, line: &str) -> String {
        self.wrapped(line)
            .map_or_else(|| "no text".to_owned(), |hint| format!("no text; {hint}"))
    }

    /// What to do with a record that wraps articles: an answer of a news service holds them in an array.
    fn wrapped(&self, line: &str) -> Option<String> {
        let record: BTreeMap<String, &RawValue> = serde_json::from_str(line).ok()?;
        let is_article = |member: &BTreeMap<String, &RawValue>| {
            let mut fields = member.keys().filter_map(|key| self.fields.get(key));
            fields.any(|(field, _)| matches!(field, Field::Text | Field::Title))
        };
        let (key, _) = record.iter().find(|(_, value)| {
            let members: Vec<BTreeMap<String, &RawValue>> =
                serde_json::from_str(value.get()).unwrap_or_default();
            members.first().is_some_and(is_article)
        })?;
        let plain = key.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !key.starts_with(|c: char| c.is_ascii_digit());
        let path = if plain {
            format!(".{key}[]")
        } else {
            format!(".[{key:?}][]")
        };
        Some(format!(
            "an array of objects stands under {key:?}; write its members one a line (jq -c '{path}' does)"
        ))
    }

    /// Keys of a record's own that no field is read from and that hold several words, those with the most to say first.
    pub fn text_like_keys(&self, line: &str) -> Vec<String> {
        let Ok(record) = serde_json::from_str::<Map<String, Value>>(line) else {
            return Vec::new();
        };
        let texts = record.iter().filter_map(|(key, value)| {
            let text = value.as_str()?;
            let several = text.split_whitespace().nth(WORDS - 1).is_some();
            (several && self.fields.get(key).is_none()).then_some((text.len(), key))
        });
        let mut texts: Vec<_> = texts.collect();
        texts.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        let keys = texts.into_iter().take(NAMED);
        keys.map(|(_, key)| key.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::FieldMap;

    #[test]
    fn who_wraps_articles_is_told_how_to_unwrap_them() {
        let fields = FieldMap::default();
        let hint = |line: &str| {
            RecordReader::new(&fields, 1000)
                .article(line)
                .unwrap_err()
                .reason
        };
        let answer = r#"{"status":"ok","images":[{"url":"u"}],"articles":[{"title":"t","content":"c"},{"title":"t"}]}"#;
        assert_eq!(
            hint(answer),
            "no text; an array of objects stands under \"articles\"; write its members one a line (jq -c '.articles[]' does)"
        );
        assert!(hint(r#"{"the hits":[{"text":"t"}]}"#).contains(r#".["the hits"][]"#));
        for line in [
            r#"{"tags":["a"],"images":[{"url":"u"}]}"#,
            r#"{"articles":[]}"#,
        ] {
            assert_eq!(hint(line), "no text", "{line}");
        }
    }

    #[test]
    fn the_longest_of_several_words_come_first() {
        let fields = FieldMap::default();
        let reader = RecordReader::new(&fields, 1000);
        let line = r#"{"title":"one two three four five six seven","link":"x","lead":"one two three four five",
            "description":"one two three four five six","n":3,"list":["a b c d e f"]}"#;
        assert_eq!(reader.text_like_keys(line), ["description", "lead"]);
        assert!(reader.text_like_keys("[1]").is_empty() && reader.text_like_keys("{").is_empty());
    }
}
