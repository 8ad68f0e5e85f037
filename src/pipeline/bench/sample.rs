//! A part of the archive in memory, taken apart as far as each stage wants it before its clock runs.

use super::BenchOptions;
use crate::dedup::{Fingerprint, Fingerprinter, outlet_hash};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Article, Draft};
use crate::pipeline::draft_of;
use crate::pipeline::parse::ParseOptions;
use crate::read::{Chunks, FieldMap, Payload, RecordReader};

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

/// Lines of the archive, and the articles in them.
pub(super) struct Sample {
    pub(super) options: BenchOptions,
    pub(super) fields: FieldMap,
    pub(super) lines: Vec<String>,
    pub(super) items: Vec<Item>,
    /// Bytes of the lines.
    pub(super) bytes: u64,
    /// Bytes of the articles' bodies as given.
    pub(super) text_bytes: u64,
}

impl Sample {
    /// Reads as much as was asked for. Lines that are no articles are left out.
    pub(super) fn read(options: &BenchOptions) -> Result<Self> {
        let fields = ParseOptions::of(&options.run, false).fields;
        let mut sample = Self {
            options: options.clone(),
            fields,
            lines: Vec::new(),
            items: Vec::new(),
            bytes: 0,
            text_bytes: 0,
        };
        let mut reader = RecordReader::new(&sample.fields, options.run.max_article);
        let mut fingerprinter = Fingerprinter::new();
        'chunks: for chunk in Chunks::new(&options.run.inputs, options.run.limits) {
            if !matches!(chunk.payload, Payload::Lines { .. }) {
                continue;
            }
            for line in chunk.bytes.split(|&b| b == b'\n') {
                let Ok(line) = std::str::from_utf8(line) else {
                    continue;
                };
                let Ok(article) = reader.article(line) else {
                    continue;
                };
                let mut item = Item {
                    outlet: outlet_hash(article.outlet.as_deref()),
                    draft: draft_of(&article),
                    article: article.into_owned(),
                    prints: Vec::new(),
                };
                let prints = item.texts().map(|text| fingerprinter.fingerprint(text));
                item.prints = prints.collect();
                sample.text_bytes += item.article.text.len() as u64;
                sample.bytes += line.len() as u64 + 1;
                sample.items.push(item);
                sample.lines.push(line.to_owned());
                if sample.bytes >= options.sample as u64 {
                    break 'chunks;
                }
            }
        }
        if sample.items.is_empty() {
            return Err(Error::new(
                ErrorKind::Input,
                "no line of the archive is an article that can be read: there is nothing to measure",
            ));
        }
        Ok(sample)
    }
}
