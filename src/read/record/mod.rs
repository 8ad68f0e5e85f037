//! One line of JSON becomes an article, or the reason why it is none.

mod flat;
mod hints;
mod values;

use std::borrow::Cow;

use serde::de::Deserializer as _;
use xxhash_rust::xxh3::xxh3_128;

use values::{TextsVisitor, Values, ValuesVisitor};

use super::fields::{Field, FieldMap};
use super::strings;
use crate::model::{Article, DateBasis};

/// Why a record is no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordError {
    /// The field at fault, by its canonical name.
    pub field: Option<&'static str>,
    /// What is wrong, in words.
    pub reason: String,
}

impl RecordError {
    fn new(field: Option<Field>, reason: impl Into<String>) -> Self {
        Self {
            field: field.map(Field::name),
            reason: reason.into(),
        }
    }
}

/// Reads records, one at a time, with buffers that it uses again.
#[derive(Debug)]
pub struct RecordReader<'f> {
    fields: &'f FieldMap,
    longest: usize,
    text: String,
    /// Where something is escaped in the line.
    escapes: Vec<usize>,
}

impl<'f> RecordReader<'f> {
    /// A reader for records with such fields, and bodies of at most `longest` bytes.
    pub fn new(fields: &'f FieldMap, longest: usize) -> Self {
        Self {
            fields,
            longest,
            text: String::new(),
            escapes: Vec::new(),
        }
    }

    /// Reads one line. The article borrows from it and from this reader.
    pub fn article<'a>(&'a mut self, line: &'a str) -> Result<Article<'a>, RecordError> {
        if self.text.capacity() > 4 * self.longest.min(1 << 20) {
            // One huge body does not keep its room for the rest of the run.
            self.text = String::new();
            self.escapes = Vec::new();
        }
        self.escapes.clear();
        let flat = flat::values(line, self.fields, &mut self.escapes);
        let known = flat.is_some();
        let values = flat.map_or_else(|| self.values(line), Ok)?;
        let raw = values.get(Field::Text).unwrap_or_default();
        if raw.is_empty() {
            return Err(RecordError::new(Some(Field::Text), self.textless(line)));
        }
        let escapes = known.then(|| flat::within(&self.escapes, place(line, raw), raw));
        if raw.len() > self.longest.saturating_mul(6)
            || !strings::string_into(raw, escapes, &mut self.text)
        {
            let reason = if raw.starts_with('"') {
                over(raw.len(), self.longest)
            } else {
                "the text is not a string".to_owned()
            };
            return Err(RecordError::new(Some(Field::Text), reason));
        }
        if self.text.len() > self.longest {
            return Err(RecordError::new(
                Some(Field::Text),
                over(self.text.len(), self.longest),
            ));
        }
        let mut url = values.string(Field::Url);
        let mut outlet = values.string(Field::Outlet);
        // trafilatura calls the address "source".
        if outlet.as_deref().is_some_and(is_address) {
            let address = outlet.take();
            url = url.or(address);
        }
        let outlet = outlet.or_else(|| {
            url.as_deref()
                .and_then(host)
                .map(|h| Cow::Owned(h.to_owned()))
        });
        // Text that is worth reading is not thrown away over its date.
        let (moment, date_unread) = match values.moment(Field::Published) {
            Some(Ok(moment)) => (Some(moment), false),
            Some(Err(_)) => (None, true),
            None => (None, false),
        };
        let id = match values.get(Field::Id) {
            // Some exports write it where they mean none.
            None | Some("false") => None,
            Some(raw) if raw.starts_with(['[', '{', 't']) => {
                return Err(RecordError::new(
                    Some(Field::Id),
                    "the id is neither a string nor a number",
                ));
            }
            Some(raw) => Some(strings::string(raw).unwrap_or(Cow::Borrowed(raw))),
        };
        let id = id
            .filter(|i| !i.trim().is_empty())
            .unwrap_or_else(|| Cow::Owned(hash_id(url.as_deref().unwrap_or(&self.text))));
        Ok(Article {
            id,
            title: values.string(Field::Title),
            language: values.string(Field::Language),
            authors: values.authors(),
            published: moment.map(|m| m.day),
            timestamp: moment.map(|m| m.timestamp),
            date_basis: if moment.is_some() {
                DateBasis::Published
            } else {
                DateBasis::Unknown
            },
            date_unread,
            // One that cannot be read costs nothing: then versions are told apart as without it.
            modified: values
                .moment(Field::Modified)
                .and_then(Result::ok)
                .map(|m| m.timestamp),
            url,
            outlet,
            text: Cow::Borrowed(&self.text),
        })
    }

    /// The line of an article that was read, with another text and nothing else changed. Where the text also stands under other names, these are
    /// emptied: they would tell what `text` leaves out.
    pub fn with_text(&self, line: &str, text: &str) -> String {
        let Ok(values) = self.values(line) else {
            return line.to_owned();
        };
        let Some(chosen) = values.get(Field::Text) else {
            return line.to_owned();
        };
        let texts = serde_json::Deserializer::from_str(line)
            .deserialize_map(TextsVisitor(self.fields))
            .unwrap_or_default();
        let text = serde_json::Value::from(text).to_string();
        let mut out = String::with_capacity(line.len());
        let mut from = 0;
        for raw in texts {
            // They come in the order of the line.
            let start = place(line, raw);
            out.push_str(&line[from..start]);
            out.push_str(if std::ptr::eq(raw, chosen) {
                &text
            } else {
                "\"\""
            });
            from = start + raw.len();
        }
        out.push_str(line[from..].trim_end());
        out
    }

    fn values<'a>(&self, line: &'a str) -> Result<Values<'a>, RecordError> {
        if !line.trim_start().starts_with('{') {
            return Err(RecordError::new(None, not_an_object(line)));
        }
        let explain = |error: &serde_json::Error| {
            // The parser counts lines of its own; a record is one.
            let message = error.to_string();
            let what = message.split(" at line ").next().unwrap_or(&message);
            RecordError::new(
                None,
                format!("not JSON: {what} (byte {} of the line)", error.column()),
            )
        };
        let mut parser = serde_json::Deserializer::from_str(line);
        let values = parser
            .deserialize_map(ValuesVisitor(self.fields))
            .map_err(|e| explain(&e))?;
        parser.end().map_err(|e| explain(&e))?;
        Ok(values)
    }
}

/// Where in a line a value of it begins.
fn place(line: &str, raw: &str) -> usize {
    raw.as_ptr().addr() - line.as_ptr().addr()
}

fn over(length: usize, longest: usize) -> String {
    format!(
        "the text has {length} bytes, over the limit of {longest}; raise --max-article to read it"
    )
}

fn not_an_object(line: &str) -> String {
    let begins = line.trim_start().chars().next();
    if begins == Some('[') {
        "not a JSON object but an array; write one object a line (jq -c '.[]' does)".to_owned()
    } else {
        "not a JSON object; wanted is one object a line".to_owned()
    }
}

/// The stable id of an article that has none: 32 hexadecimal digits.
pub(super) fn hash_id(of: &str) -> String {
    format!("{:032x}", xxh3_128(of.as_bytes()))
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// The host of an address, without "www.".
fn host(address: &str) -> Option<&str> {
    let (_, rest) = address.split_once("://")?;
    let host = rest.split(['/', '?', '#', ':']).next()?;
    let host = host.strip_prefix("www.").unwrap_or(host);
    (!host.is_empty()).then_some(host)
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn read(line: &str) -> Result<Article<'static>, RecordError> {
        let fields = FieldMap::default();
        RecordReader::new(&fields, 1000)
            .article(line)
            .map(Article::into_owned)
    }

    fn error(line: &str) -> RecordError {
        read(line).expect_err(line)
    }

    #[test]
    fn the_canonical_record_is_read() {
        let article = read(
            r#"{"id":"a1","url":"https://x.example/1","title":"T\u00e9","text":"One.\nTwo \"2\".","published":"2025-03-27","outlet":"X","authors":["A","B"],"language":"en","other":{"a":[1,2]}}"#,
        )
        .unwrap();
        assert_eq!(article.id, "a1");
        assert_eq!(article.title.as_deref(), Some("Té"));
        assert_eq!(article.text, "One.\nTwo \"2\".");
        assert_eq!(article.published, Some(date(2025, 3, 27)));
        assert_eq!(article.authors, ["A", "B"]);
        assert_eq!(article.date_basis, DateBasis::Published);
    }

    #[test]
    fn escapes_are_decoded_wherever_the_text_stands() {
        let raw = r#"a\\\"b\n\u00c9\ud83d\ude00\ud83d \/é\\"#;
        let text = "a\\\"b\nÉ\u{1f600}\u{fffd} /é\\";
        for line in [
            format!(r#"{{"text":"{raw}"}}"#),
            format!(r#"{{"title":"{raw}","text":"{raw}"}}"#),
            format!(r#"{{"title":"{raw}","raw_text":"{raw}","text":"{raw}","id":"{raw}"}}"#),
        ] {
            assert_eq!(read(&line).unwrap().text, text, "{line}");
        }
    }

    #[test]
    fn a_text_is_exchanged_in_its_place() {
        let fields = FieldMap::default();
        let reader = RecordReader::new(&fields, 1000);
        let line = r#"{"id":1, "text":null,"maintext" : "a\nb","x":{"text":"a"}} "#;
        let expected = r#"{"id":1, "text":null,"maintext" : "\"c\"\n","x":{"text":"a"}}"#;
        assert_eq!(reader.with_text(line, "\"c\"\n"), expected);
        // Under its other names it would say again what was taken out, and be read once the first is empty.
        let line = r#"{"body":"a\nb","text":"a","title":"a","te\u0078t":"b","content":["b"]}"#;
        let expected = r#"{"body":"","text":"","title":"a","te\u0078t":"","content":""}"#;
        assert_eq!(reader.with_text(line, ""), expected);
        assert!(RecordReader::new(&fields, 1000).article(expected).is_err());
    }

    #[test]
    fn other_tools_records_are_read() {
        let news_please = read(
            r#"{"maintext":"m","text":null,"date_publish":"2025-03-27 10:00:00","source_domain":"x.example","title":null,"url":"u","authors":[]}"#,
        )
        .unwrap();
        assert_eq!(news_please.text, "m");
        assert_eq!(news_please.outlet.as_deref(), Some("x.example"));
        assert_eq!(news_please.id, hash_id("u"));
        let trafilatura = read(
            r#"{"source":"https://www.x.example/a","hostname":"x.example","raw_text":"r","text":"t","date":"2025-03-27","id":null,"author":"A; B"}"#,
        )
        .unwrap();
        assert_eq!(trafilatura.text, "t");
        assert_eq!(trafilatura.url.as_deref(), Some("https://www.x.example/a"));
        assert_eq!(trafilatura.outlet.as_deref(), Some("x.example"));
        let coder = read(r#"{"id":7,"event_text":"e","date":20250327}"#).unwrap();
        assert_eq!((&*coder.id, &*coder.text), ("7", "e"));
        assert_eq!(coder.published, Some(date(2025, 3, 27)));
    }

    #[test]
    fn the_best_key_wins_whatever_its_place() {
        for line in [
            r#"{"text":"t","maintext":"m"}"#,
            r#"{"maintext":"m","text":"t"}"#,
        ] {
            assert_eq!(read(line).unwrap().text, "t");
        }
        assert_eq!(read(r#"{"te\u0078t":"t"}"#).unwrap().text, "t");
    }

    #[test]
    fn what_is_no_article_says_why() {
        assert_eq!(error(r#"{"id":"a"}"#).field, Some("text"));
        assert_eq!(error(r#"{"text":null}"#).reason, "no text");
        assert_eq!(error(r#"{"text":"  "}"#).reason, "no text");
        assert_eq!(error(r#"{"text":["a"]}"#).field, Some("text"));
        for id in ["{}", "[1]", "true"] {
            assert_eq!(
                error(&format!(r#"{{"text":"a","id":{id}}}"#)).field,
                Some("id")
            );
        }
        assert_eq!(read(r#"{"text":"a","id":false}"#).unwrap().id, hash_id("a"));
        assert!(
            error(&format!(r#"{{"text":"{}"}}"#, "x".repeat(1001)))
                .reason
                .contains("1001 bytes")
        );
        assert!(error(r#"{"text":"a""#).reason.starts_with("not JSON"));
        assert!(error(r#"{"text":"a"} x"#).reason.starts_with("not JSON"));
        assert!(
            error("{\"text\":\"a\tb\"}")
                .reason
                .contains("control character")
        );
        assert!(error(r#"[{"text":"a"}]"#).reason.contains("array"));
        assert!(error("hello").reason.contains("not a JSON object"));
    }

    #[test]
    fn a_date_that_cannot_be_read_costs_the_date_alone() {
        for (published, unread) in [
            (r#""2025-13-45""#, true),
            (r#""yesterday""#, true),
            (r#""05/03/2025""#, true),
            ("99999999999999999999", true),
            ("true", true),
            (r#"" ""#, false),
            ("null", false),
        ] {
            let article = read(&format!(r#"{{"text":"a","published":{published}}}"#)).unwrap();
            let dated = (article.published, article.timestamp, article.date_basis);
            assert_eq!(dated, (None, None, DateBasis::Unknown), "{published}");
            assert_eq!(article.date_unread, unread, "{published}");
        }
    }

    #[test]
    fn nesting_is_no_danger() {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        assert!(error(&deep).reason.contains("array"));
        assert_eq!(
            read(&format!(r#"{{"other":{deep},"text":"t"}}"#))
                .unwrap()
                .text,
            "t"
        );
        assert_eq!(error(&format!(r#"{{"text":{deep}}}"#)).field, Some("text"));
        assert!(
            read(&format!(r#"{{"authors":{deep},"text":"t"}}"#))
                .unwrap()
                .authors
                .is_empty()
        );
    }

    #[test]
    fn own_fields_are_read() {
        let fields = FieldMap::default().with(Field::Text, "story");
        let mut reader = RecordReader::new(&fields, 1000);
        assert_eq!(
            reader.article(r#"{"text":"a","story":"b"}"#).unwrap().text,
            "b"
        );
    }
}
