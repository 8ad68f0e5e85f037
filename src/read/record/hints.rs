//! Where the text of a record may stand that has none under a known key.

use serde_json::{Map, Value};

use super::RecordReader;

/// Words that a value has at least that may be a text.
const WORDS: usize = 5;
/// Keys that are named at most.
const NAMED: usize = 3;

impl RecordReader<'_> {
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
    fn the_longest_of_several_words_come_first() {
        let fields = FieldMap::default();
        let reader = RecordReader::new(&fields, 1000);
        let line = r#"{"title":"one two three four five six seven","link":"x","lead":"one two three four five",
            "description":"one two three four five six","n":3,"list":["a b c d e f"]}"#;
        assert_eq!(reader.text_like_keys(line), ["description", "lead"]);
        assert!(reader.text_like_keys("[1]").is_empty() && reader.text_like_keys("{").is_empty());
    }
}
