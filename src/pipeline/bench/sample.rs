//! A part of the archive in memory, taken apart as far as each stage wants it before its clock runs.

use super::BenchOptions;
use crate::dedup::{Fingerprint, Fingerprinter, outlet_hash};
use crate::model::{Article, Draft};
use crate::pipeline::draft_of;
use crate::pipeline::parse::ParseOptions;
use crate::read::{Chunks, FieldMap, Payload, PlainReader, RecordReader};

/// One article.
pub(super) struct Item {
    pub(super) article: Article<'static>,
    pub(super) outlet: u64,
    /// Repaired and cut, as the stages behind the gate take it.
    pub(super) draft: Draft,
    pub(super) prints: Vec<Fingerprint>,
}

impl Item {
    pub(super) fn title(&self) -> &str {
        self.article.title.as_deref().unwrap_or_default()
    }

    /// The paragraphs as text.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        let paragraphs = self.draft.paragraphs.iter();
        paragraphs.map(|p| p.span.of(&self.draft.body))
    }
}

/// A record as it stands in the archive.
pub(super) enum Raw {
    /// A line of JSON.
    Line(String),
    /// A file of text: its id, and what is in it.
    Text(String, String),
}

impl Raw {
    /// The line, where it is one.
    pub(super) fn line(&self) -> Option<&str> {
        match self {
            Raw::Line(line) => Some(line),
            Raw::Text(..) => None,
        }
    }
}

/// Records of the archive, and the articles in them.
pub(super) struct Sample {
    pub(super) options: BenchOptions,
    pub(super) fields: FieldMap,
    pub(super) plain: PlainReader,
    pub(super) records: Vec<Raw>,
    pub(super) items: Vec<Item>,
    /// Bytes of the records, with the newlines of lines.
    pub(super) bytes: u64,
    /// Bytes of the articles' bodies as given.
    pub(super) text_bytes: u64,
}

impl Sample {
    /// Reads as much as was asked for. What a run rejects is left out.
    pub(super) fn read(options: &BenchOptions) -> Self {
        let ParseOptions { fields, plain, .. } = ParseOptions::of(&options.run, false);
        let mut sample = Self {
            options: options.clone(),
            fields: fields.clone(),
            plain,
            records: Vec::new(),
            items: Vec::new(),
            bytes: 0,
            text_bytes: 0,
        };
        let mut reader = RecordReader::new(&fields, options.run.max_article);
        let mut fingerprinter = Fingerprinter::new();
        for chunk in Chunks::new(&options.run.inputs, options.run.limits) {
            match &chunk.payload {
                Payload::Lines { first, .. } => {
                    for (number, line) in (*first..).zip(chunk.bytes.split(|&b| b == b'\n')) {
                        let Ok(line) = std::str::from_utf8(line) else {
                            continue;
                        };
                        let line = match line.strip_prefix('\u{feff}') {
                            Some(rest) if number == 1 => rest,
                            _ => line,
                        };
                        if let Ok(article) = reader.article(line) {
                            let raw = || Raw::Line(line.to_owned());
                            sample.put(article, raw, line.len() + 1, &mut fingerprinter);
                        }
                    }
                }
                Payload::Texts(files) => {
                    for file in files {
                        let Ok(text) = std::str::from_utf8(&chunk.bytes[file.start..file.end])
                        else {
                            continue;
                        };
                        if let Ok(article) = sample.plain.article(&file.id, text) {
                            let raw = || Raw::Text(file.id.clone(), text.to_owned());
                            sample.put(article, raw, text.len(), &mut fingerprinter);
                        }
                    }
                }
            }
            if sample.is_full() {
                break;
            }
        }
        sample
    }

    fn is_full(&self) -> bool {
        self.bytes >= self.options.sample as u64
    }

    /// Adds an article, unless there is enough, or nothing of it is left once it is cleaned.
    fn put(
        &mut self,
        article: Article<'_>,
        raw: impl FnOnce() -> Raw,
        bytes: usize,
        fingerprinter: &mut Fingerprinter,
    ) {
        if self.is_full() {
            return;
        }
        let mut item = Item {
            outlet: outlet_hash(article.outlet.as_deref()),
            draft: draft_of(&article),
            article: article.into_owned(),
            prints: Vec::new(),
        };
        let prints = item.texts().map(|text| fingerprinter.fingerprint(text));
        item.prints = prints.collect();
        if item.prints.is_empty() {
            return;
        }
        self.text_bytes += item.article.text.len() as u64;
        self.bytes += bytes as u64;
        self.items.push(item);
        self.records.push(raw());
    }
}
