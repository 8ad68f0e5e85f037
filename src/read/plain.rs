//! A file of plain text is one article: its id comes from its name, its date stands near its top or in its name.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock, OnceLock};

use jiff::civil::Date;
use regex::Regex;

use super::date::{self, MONTHS, WEEKDAYS};
use super::record::RecordError;
use crate::model::{Article, DateBasis, DatelineWords};

/// Reads files of plain text.
#[derive(Debug)]
pub struct PlainReader {
    longest: usize,
    words: Arc<DatelineWords>,
    /// Compiled when the first file comes, for most runs read none, and it takes as long as 10 MB of records.
    patterns: OnceLock<Patterns>,
}

/// The words of the language pack that the program carries.
pub fn embedded_datelines() -> Arc<DatelineWords> {
    static EMBEDDED: LazyLock<Arc<DatelineWords>> = LazyLock::new(|| {
        let words = toml::from_str(include_str!("../../lexicons/en/datelines.toml"));
        Arc::new(words.expect("the list is part of the program, and the tests read it"))
    });
    Arc::clone(&EMBEDDED)
}

/// What is looked for in such files.
#[derive(Debug)]
struct Patterns {
    /// A date in words or digits.
    date: Regex,
    /// What may stand before a date on the line that tells when the piece was published.
    label: Regex,
    /// A place in capitals, as agencies begin their copy.
    dateline: Regex,
    /// A date in a file's name.
    name: Regex,
}

/// Lines from the top on which a date is the article's own.
const TOP_LINES: usize = 8;
/// Longest line that only tells a date.
const SHORT: usize = 80;

fn compile(pattern: &str) -> Regex {
    Regex::new(pattern)
        .expect("all but words is constant, the tests compile it, and words are escaped")
}

/// Any of some words, as a pattern.
fn any_of<'w>(words: impl IntoIterator<Item = &'w str>) -> String {
    let escaped = words
        .into_iter()
        .map(|w| regex::escape(w).replace(' ', r"\s+"));
    format!("(?:{})", escaped.collect::<Vec<_>>().join("|"))
}

impl Patterns {
    fn new(words: &DatelineWords) -> Self {
        let short = |name: &'static str| &name[..3];
        let months = any_of(MONTHS.map(short));
        let month = |group: &str| format!(r"(?P<{group}>{months})[a-z]*\.?");
        let weekdays = any_of(WEEKDAYS.map(short));
        let strings = |list: &'_ [String]| any_of(list.iter().map(String::as_str));
        let (labels, openers) = (strings(&words.labels), strings(&words.openers));
        let authors = any_of([words.authors.as_str()]);
        Self {
            date: compile(&format!(
                r"(?i)\b(?:(?P<iso>\d{{4}}-\d{{2}}-\d{{2}})|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+{},?\s+(?P<y1>\d{{4}})|{}\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<y2>\d{{4}}))\b",
                month("month"),
                month("month2")
            )),
            label: compile(&format!(
                r"(?i)^(?:(?:{labels}|{authors}\s[^|]{{2,40}}[|,])\b[:\s]*)?(?:{openers}\s+)?(?:{weekdays}[a-z]*\.?,?\s+)?$"
            )),
            dateline: compile(r"^\p{Lu}[\p{Lu} .,'’/-]{2,40}[,(]?\s*$"),
            name: compile(r"(?:^|[^0-9])(\d{4})[-_.]?(\d{2})[-_.]?(\d{2})(?:[^0-9]|$)"),
        }
    }
}

impl PlainReader {
    /// A reader for files of at most `longest` bytes, which say by `words` when they were published.
    pub fn new(longest: usize, words: Arc<DatelineWords>) -> Self {
        Self {
            longest,
            words,
            patterns: OnceLock::new(),
        }
    }

    fn patterns(&self) -> &Patterns {
        self.patterns.get_or_init(|| Patterns::new(&self.words))
    }

    /// Reads one file: its article's id ([`super::Input::id`]), and its text.
    pub fn article<'a>(&self, id: &str, text: &'a str) -> Result<Article<'a>, RecordError> {
        let wrong = |reason: String| RecordError {
            field: Some("text"),
            reason,
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Err(wrong("no text".to_owned()));
        }
        if text.len() > self.longest {
            return Err(wrong(format!(
                "the text has {} bytes, over the limit of {}; raise --max-article to read it",
                text.len(),
                self.longest
            )));
        }
        let stem = id.rsplit('/').next().unwrap_or(id);
        let (day, basis) = match self.day_in_text(text) {
            Some(day) => (Some(day), DateBasis::Text),
            None => match self.day_in_name(stem) {
                Some(day) => (Some(day), DateBasis::File),
                None => (None, DateBasis::Unknown),
            },
        };
        Ok(Article {
            id: Cow::Owned(id.to_owned()),
            text: Cow::Borrowed(text),
            published: day,
            timestamp: day.map(|d| date::of_day(d).timestamp),
            date_basis: basis,
            ..Article::default()
        })
    }

    /// The day on which the piece says it was published. Days that its story speaks of are not meant.
    fn day_in_text(&self, text: &str) -> Option<Date> {
        let lines = text.lines().map(str::trim).filter(|l| !l.is_empty());
        for line in lines.take(TOP_LINES) {
            // No line needs to be read past its beginning for this.
            let end = line.char_indices().nth(160).map_or(line.len(), |(i, _)| i);
            let Some(found) = self.patterns().date.captures(&line[..end]) else {
                continue;
            };
            let whole = found.get(0)?;
            let before = &line[..whole.start()];
            let own_line = line.len() <= SHORT && self.patterns().label.is_match(before);
            if own_line || self.patterns().dateline.is_match(before) {
                return day_of(&found);
            }
        }
        None
    }

    fn day_in_name(&self, stem: &str) -> Option<Date> {
        let found = self.patterns().name.captures(stem)?;
        let digits = format!("{}{}{}", &found[1], &found[2], &found[3]);
        let day = date::parse_moment(&digits).ok()?.day;
        // Eight digits of a serial number are seldom a day of living memory.
        (1900..=2100).contains(&day.year()).then_some(day)
    }
}

fn day_of(found: &regex::Captures<'_>) -> Option<Date> {
    if let Some(iso) = found.name("iso") {
        return date::parse_moment(iso.as_str()).ok().map(|m| m.day);
    }
    let part = |a: &str, b: &str| found.name(a).or_else(|| found.name(b)).map(|m| m.as_str());
    let month = date::month(part("month", "month2")?)?;
    Date::new(
        part("y1", "y2")?.parse().ok()?,
        month,
        part("d1", "d2")?.parse().ok()?,
    )
    .ok()
    .filter(|&day| date::can_be(day))
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn day(name: &str, text: &str) -> (Option<Date>, DateBasis) {
        let article = PlainReader::new(1 << 20, embedded_datelines())
            .article(name, text)
            .unwrap()
            .into_owned();
        (article.published, article.date_basis)
    }

    #[test]
    fn the_date_near_the_top_is_the_articles() {
        let want = (Some(date(2025, 2, 12)), DateBasis::Text);
        for text in [
            "A headline\nPublished 12 Feb 2025\nBody.",
            "A headline\nPublished: Wednesday, 12 February 2025 10:30 GMT\nBody.",
            "February 12, 2025\nBody.",
            "Last updated on Feb. 12th, 2025\nBody.",
            "2025-02-12\nBody.",
            "PARIS, Feb. 12, 2025 (Wire) - The minister said so.",
        ] {
            assert_eq!(day("x.txt", text), want, "{text}");
        }
    }

    #[test]
    fn dates_of_the_story_are_not() {
        for text in [
            "On Dec. 7, 2024, the minister made a proposal that few had expected to hear from him.",
            "The talks of 12 February 2025 failed.",
            "Published 31 Feb 2025\nBody.",
            "Published 31 December 9999\nBody.",
            "March 3, 0001\nBody.",
        ] {
            assert_eq!(day("story.txt", text), (None, DateBasis::Unknown), "{text}");
            assert_eq!(
                day("a/2025-02-12_story", text),
                (Some(date(2025, 2, 12)), DateBasis::File),
                "{text}"
            );
        }
        assert_eq!(day("000_74201302998.txt", "x").1, DateBasis::Unknown);
    }

    #[test]
    fn other_words_are_taken_literally() {
        let words = DatelineWords {
            labels: vec!["letzter stand".to_owned(), "[*".to_owned()],
            authors: "von".to_owned(),
            openers: vec!["am".to_owned()],
        };
        let reader = PlainReader::new(1 << 20, words.into());
        let day = |text: &str| reader.article("x", text).unwrap().published;
        let want = Some(date(2025, 2, 12));
        assert_eq!(day("Letzter  Stand: am 12 February 2025\nText."), want);
        assert_eq!(day("Am 12 February 2025\nText."), want);
        assert_eq!(day("Published 12 February 2025\nText."), None);
    }

    #[test]
    fn what_is_no_article_says_why() {
        let reader = PlainReader::new(10, embedded_datelines());
        assert_eq!(reader.article("a/b.c", "x").unwrap().id, "a/b.c");
        assert_eq!(reader.article("x", " \n").unwrap_err().reason, "no text");
        assert!(reader.article("x", "more than ten bytes").is_err());
    }
}
