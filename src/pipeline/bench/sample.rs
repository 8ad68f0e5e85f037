//! A part of the archive in memory, taken apart as far as each stage wants it before its clock runs.

use super::BenchOptions;
use crate::dedup::{Fingerprint, Fingerprinter, outlet_hash};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Article, Draft, OffsetMap, ParagraphDraft, Span};
use crate::pipeline::parse::ParseOptions;
use crate::read::{Chunks, FieldMap, Payload, RecordReader, clean, paragraphs};

/// One article.
pub(super) struct Item {
    pub(super) article: Article<'static>,
    pub(super) outlet: u64,
    /// Cleaned body.
    pub(super) body: String,
    pub(super) paragraphs: Vec<Span>,
    pub(super) prints: Vec<Fingerprint>,
}

impl Item {
    pub(super) fn title(&self) -> &str {
        self.article.title.as_deref().unwrap_or_default()
    }

    /// The paragraphs as text.
    pub(super) fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        self.paragraphs.iter().map(|span| span.of(&self.body))
    }

    /// The article as the stages behind the gate take it.
    pub(super) fn draft(&self) -> Draft {
        let title = clean(self.title());
        let paragraph = |&span: &Span| ParagraphDraft { span, kept: true };
        Draft {
            title: title.text.clone().into_owned(),
            title_map: title.into_map(),
            body: self.body.clone(),
            body_map: OffsetMap::identity(self.body.len()),
            paragraphs: self.paragraphs.iter().map(paragraph).collect(),
        }
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
                    body: clean(&article.text).text.into_owned(),
                    article: article.into_owned(),
                    paragraphs: Vec::new(),
                    prints: Vec::new(),
                };
                paragraphs(&item.body, &mut item.paragraphs);
                let print = |span: &Span| fingerprinter.fingerprint(span.of(&item.body));
                item.prints = item.paragraphs.iter().map(print).collect();
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
