//! An archive to measure with: deterministic, of any size, with copies planted, and no sentence of anybody else's in it.
//!
//! Sentences are templates (`templates.toml`) filled with words of the language pack, few of them often and most of them seldom, as in
//! any text; articles on topic also hold examples of the lexicon's cues. An article off topic holds no word of the topic's context,
//! so the share asked for is the share that passes the gate.
//!
//! Planted: stories that other outlets take over in part, one paragraph in four of them with a word changed; paragraphs set twice in an article;
//! a line that an outlet sets under its stories.

mod template;
mod words;

use std::io::Write;
use std::path::Path;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

use template::{Names, Piece, fill, pieces};
use words::word_lists;

use super::random::Random;
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicons;
use crate::tag::Gate;

/// What archive is wanted.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArchiveSettings {
    /// Bytes, about: the article that reaches it is the last.
    pub bytes: u64,
    /// Share of articles on topic, 0 to 1; every so many is one.
    pub topic: f64,
    /// Another number makes another archive.
    pub seed: u64,
}

/// What an archive holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct ArchiveCounts {
    /// Bytes written.
    pub bytes: u64,
    /// Articles.
    pub articles: u64,
    /// Articles on topic.
    pub on_topic: u64,
    /// Paragraphs.
    pub paragraphs: u64,
    /// Of these, planted copies: equal to an earlier one.
    pub copies: u64,
    /// Of these, planted near copies.
    pub near_copies: u64,
}

/// Articles that wait to be taken over by other outlets.
const HISTORY: usize = 512;
/// Articles of one day.
const ARTICLES_A_DAY: u64 = 1300;
const FIRST_DAY: Date = date(2024, 12, 1);

/// Writes an archive as NDJSON; `progress` hears how many bytes there are.
///
/// # Errors
///
/// Where `out` cannot be written, or the share on topic is no share.
pub fn generate(
    lexicons: &Lexicons,
    settings: ArchiveSettings,
    out: &mut dyn Write,
    progress: &mut dyn FnMut(u64),
) -> Result<ArchiveCounts> {
    let mut writer = ArticleWriter::new(lexicons, settings)?;
    let mut line = Vec::new();
    while writer.counts.bytes < settings.bytes {
        writer.article(&mut line)?;
        out.write_all(&line)
            .map_err(|e| Error::io(Path::new("archive"), "cannot be written", e))?;
        progress(writer.counts.bytes);
    }
    out.flush()
        .map_err(|e| Error::io(Path::new("archive"), "cannot be written", e))?;
    Ok(writer.counts)
}

/// `templates.toml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Templates {
    sentences: Vec<String>,
    on_topic: Vec<String>,
    headlines: Vec<String>,
    footers: Vec<String>,
    outlets: Vec<String>,
    first_names: Vec<String>,
    last_names: Vec<String>,
}

/// One line of the archive.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    url: String,
    outlet: &'a str,
    published: String,
    language: &'static str,
    title: &'a str,
    text: &'a str,
}

struct ArticleWriter {
    random: Random,
    settings: ArchiveSettings,
    /// Lists of words, by the number of their slot.
    lists: Vec<Vec<String>>,
    sentences: Vec<Vec<Piece>>,
    on_topic: Vec<Vec<Piece>>,
    headlines: Vec<Vec<Piece>>,
    footers: Vec<Vec<Piece>>,
    examples: Vec<String>,
    outlets: Vec<String>,
    first_names: Vec<String>,
    last_names: Vec<String>,
    history: Vec<Vec<String>>,
    counts: ArchiveCounts,
}

impl ArticleWriter {
    fn new(lexicons: &Lexicons, settings: ArchiveSettings) -> Result<Self> {
        if !(0.0..=1.0).contains(&settings.topic) {
            let message = format!("{} is no share of articles: 0 to 1", settings.topic);
            return Err(Error::new(ErrorKind::Setting, message));
        }
        let templates: Templates = toml::from_str(include_str!("templates.toml"))
            .map_err(|e| Error::new(ErrorKind::Lexicon, format!("templates.toml: {e}")))?;
        let gate = Gate::new(lexicons)?;
        let (names, lists): (Vec<&str>, Vec<Vec<String>>) =
            word_lists(lexicons, &gate).into_iter().unzip();
        let parse = |texts: &[String]| -> Result<Vec<Vec<Piece>>> {
            texts.iter().map(|text| pieces(text, &names)).collect()
        };
        let examples = lexicons.language.cues.iter().flat_map(|c| &c.examples);
        let examples = examples
            .map(|e| e.text.clone())
            .filter(|t| gate.in_context(t) && gate.holds_head(t))
            .collect();
        Ok(Self {
            random: Random::new(settings.seed),
            settings,
            sentences: parse(&templates.sentences)?,
            on_topic: parse(&templates.on_topic)?,
            headlines: parse(&templates.headlines)?,
            footers: parse(&templates.footers)?,
            lists,
            examples,
            outlets: templates.outlets,
            first_names: templates.first_names,
            last_names: templates.last_names,
            history: Vec::new(),
            counts: ArchiveCounts::default(),
        })
    }

    /// Writes one article, with its newline.
    fn article(&mut self, line: &mut Vec<u8>) -> Result<()> {
        let number = self.counts.articles;
        let outlet = self.random.below(self.outlets.len());
        // The share asked for, rounded, wherever the archive ends.
        let due = |articles: u64| (articles as f64 * self.settings.topic).round();
        let on_topic = due(number + 1) > due(number);
        let paragraphs = self.paragraphs(outlet, on_topic);
        let mut title = String::new();
        let which = self.random.below(self.headlines.len());
        fill(
            &self.headlines[which],
            &self.lists,
            &self.names(outlet),
            &mut self.random,
            &mut title,
        );
        let days = i64::try_from(number / ARTICLES_A_DAY).unwrap_or(i64::MAX);
        let day = FIRST_DAY.checked_add(days.days()).unwrap_or(Date::MAX);
        let outlet = &self.outlets[outlet];
        let host: String = outlet.chars().filter(char::is_ascii_alphabetic).collect();
        line.clear();
        let record = Line {
            id: format!("s{number:09}"),
            url: format!(
                "https://{}.example/{day}/{number}",
                host.to_ascii_lowercase()
            ),
            outlet,
            published: day.to_string(),
            language: "en",
            title: &title,
            text: &paragraphs.join("\n"),
        };
        serde_json::to_writer(&mut *line, &record)
            .map_err(|e| Error::new(ErrorKind::Io, e.to_string()))?;
        line.push(b'\n');
        self.counts.bytes += line.len() as u64;
        self.counts.articles += 1;
        self.counts.on_topic += u64::from(on_topic);
        self.counts.paragraphs += paragraphs.len() as u64;
        Ok(())
    }

    fn paragraphs(&mut self, outlet: usize, on_topic: bool) -> Vec<String> {
        let mut paragraphs = Vec::new();
        let mut own = 5 + self.random.below(11);
        // What is on topic is taken over too, but only into articles that count as on topic.
        let taken = !on_topic && self.random.share() < 0.17 && !self.history.is_empty();
        if taken {
            let source = self.random.below(self.history.len());
            let source = self.history[source].clone();
            let most = source.len().div_ceil(2) + self.random.below(source.len() / 2 + 1);
            for paragraph in source.into_iter().take(most) {
                if self.random.below(4) == 0 {
                    paragraphs.push(self.reworded(&paragraph));
                    self.counts.near_copies += 1;
                } else {
                    paragraphs.push(paragraph);
                    self.counts.copies += 1;
                }
            }
            own = self.random.below(4);
        }
        let first_own = paragraphs.len();
        for _ in 0..own {
            let paragraph = self.paragraph(outlet, on_topic);
            paragraphs.push(paragraph);
        }
        if on_topic && own > 0 {
            // At least one sentence that the gate knows, whatever chance has given.
            let mut sentence = self.topic_sentence(outlet);
            sentence.push(' ');
            let at = first_own + self.random.below(own);
            paragraphs[at].insert_str(0, &sentence);
        }
        if !taken && !on_topic {
            if self.history.len() < HISTORY {
                self.history.push(paragraphs.clone());
            } else {
                let place = self.random.below(HISTORY);
                self.history[place].clone_from(&paragraphs);
            }
        }
        if paragraphs.len() > 3 && self.random.share() < 0.17 {
            let again = paragraphs[self.random.below(paragraphs.len())].clone();
            paragraphs.push(again);
            self.counts.copies += 1;
        }
        if self.random.share() < 0.4 {
            let mut footer = String::new();
            let which = outlet % self.footers.len();
            fill(
                &self.footers[which],
                &self.lists,
                &self.names(outlet),
                &mut self.random,
                &mut footer,
            );
            paragraphs.push(footer);
        }
        if paragraphs.is_empty() {
            let paragraph = self.paragraph(outlet, on_topic);
            paragraphs.push(paragraph);
        }
        paragraphs
    }

    fn paragraph(&mut self, outlet: usize, on_topic: bool) -> String {
        let mut paragraph = String::with_capacity(600);
        for n in 0..2 + self.random.below(4) {
            if n > 0 {
                paragraph.push(' ');
            }
            if on_topic && self.random.below(5) == 0 {
                let sentence = self.topic_sentence(outlet);
                paragraph.push_str(&sentence);
            } else {
                let which = self.random.below(self.sentences.len());
                let names = self.names(outlet);
                fill(
                    &self.sentences[which],
                    &self.lists,
                    &names,
                    &mut self.random,
                    &mut paragraph,
                );
            }
        }
        paragraph
    }

    fn topic_sentence(&mut self, outlet: usize) -> String {
        if !self.examples.is_empty() && self.random.below(3) > 0 {
            return self.examples[self.random.below(self.examples.len())].clone();
        }
        let mut sentence = String::new();
        let which = self.random.below(self.on_topic.len());
        let names = self.names(outlet);
        fill(
            &self.on_topic[which],
            &self.lists,
            &names,
            &mut self.random,
            &mut sentence,
        );
        sentence
    }

    /// The paragraph with one of its words put in the place of another.
    fn reworded(&mut self, paragraph: &str) -> String {
        let mut words: Vec<&str> = paragraph.split(' ').collect();
        let from = words[self.random.below(words.len())];
        let at = self.random.below(words.len());
        words[at] = from;
        words.join(" ")
    }

    /// The names of an article; a borrow apart from the random numbers.
    fn names(&self, outlet: usize) -> Names {
        let mut random = self.random;
        let person = format!(
            "{} {}",
            self.first_names[random.skewed(self.first_names.len())],
            self.last_names[random.below(self.last_names.len())]
        );
        Names {
            person,
            outlet: self.outlets[outlet].clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(topic: f64, seed: u64) -> (ArchiveCounts, Vec<u8>) {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let settings = ArchiveSettings {
            bytes: 3_000_000,
            topic,
            seed,
        };
        let mut out = Vec::new();
        let counts = generate(&lexicons, settings, &mut out, &mut |_| {}).unwrap();
        assert_eq!(counts.bytes, out.len() as u64);
        (counts, out)
    }

    #[test]
    fn the_same_settings_give_the_same_bytes() {
        assert!(archive(0.02, 7) == archive(0.02, 7));
        assert!(archive(0.02, 7).1 != archive(0.02, 8).1);
    }

    #[test]
    fn the_gate_passes_what_was_asked_for() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let gate = Gate::new(&lexicons).unwrap();
        for share in [0.0, 0.02, 1.0] {
            let (counts, bytes) = archive(share, 1);
            let lines = bytes.split(|&b| b == b'\n').filter(|l| !l.is_empty());
            let passing = lines.filter(|line| {
                let article: serde_json::Value = serde_json::from_slice(line).unwrap();
                let text = article["text"].as_str().unwrap();
                gate.in_context(text) && gate.holds_head(text)
            });
            assert_eq!(passing.count() as u64, counts.on_topic);
            let off = counts.on_topic as f64 - share * counts.articles as f64;
            assert!(off.abs() <= 0.5, "{counts:?}");
        }
    }

    #[test]
    fn copies_are_planted() {
        let (counts, _) = archive(0.02, 1);
        let share = |n: u64| n as f64 / counts.paragraphs as f64;
        assert!((0.05..0.2).contains(&share(counts.copies)), "{counts:?}");
        assert!(
            (0.01..0.1).contains(&share(counts.near_copies)),
            "{counts:?}"
        );
    }

    #[test]
    fn no_share_is_no_archive() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let settings = ArchiveSettings {
            bytes: 1,
            topic: 1.5,
            seed: 0,
        };
        assert!(generate(&lexicons, settings, &mut Vec::new(), &mut |_| {}).is_err());
    }
}
