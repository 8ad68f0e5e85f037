//! What a chunk becomes: its articles as ranges of arenas, and those that passed the gate.

use std::ops::Range;

use jiff::civil::Date;

use super::super::unread::Reading;
use crate::dedup::{Bands, Fingerprint};
use crate::model::{Article, Draft, Reject, Span, Undated};

/// One article as the decisions in input order need it.
#[derive(Debug, Clone, Copy)]
pub(in crate::pipeline) struct Record<'a> {
    pub(in crate::pipeline) id: &'a str,
    pub(in crate::pipeline) outlet: Option<&'a str>,
    pub(in crate::pipeline) outlet_hash: u64,
    pub(in crate::pipeline) day: Option<Date>,
    pub(in crate::pipeline) timestamp: Option<i64>,
    /// When it was changed last, or came out.
    pub(in crate::pipeline) changed: Option<i64>,
    /// Whether its date could not be read.
    pub(in crate::pipeline) date_unread: bool,
    pub(in crate::pipeline) id_hash: u64,
    pub(in crate::pipeline) text_hash: u64,
    /// Bytes of its text.
    pub(in crate::pipeline) length: usize,
    /// Hash of everything it says but its id; 0 where [`ParseOptions::ledger`] is off.
    pub(in crate::pipeline) content: u128,
    /// Fingerprints of its paragraphs.
    pub(in crate::pipeline) prints: &'a [Fingerprint],
    /// What near copies of its paragraphs are found by, where they are looked for.
    pub(in crate::pipeline) bands: &'a [Option<Bands>],
    /// Its text, with paragraphs at `spans`, where near copies of articles off the topic are looked for.
    pub(in crate::pipeline) text: &'a str,
    pub(in crate::pipeline) spans: &'a [Span],
    /// Whether it passed the gate: the next of the chunk's survivors is this one.
    pub(in crate::pipeline) survives: bool,
    /// Phrases that were asked for, paragraph after paragraph.
    pub(in crate::pipeline) marks: &'a [Mark],
}

/// A phrase in an article. Its place counts code points of the text as given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::pipeline) struct Mark {
    pub(in crate::pipeline) paragraph: u32,
    pub(in crate::pipeline) phrase: u32,
    pub(in crate::pipeline) start: u32,
    pub(in crate::pipeline) end: u32,
}

/// A record as it is held: ranges of the chunk's arenas.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) id: Range<usize>,
    pub(super) outlet: Option<Range<usize>>,
    pub(super) outlet_hash: u64,
    pub(super) day: Option<Date>,
    pub(super) timestamp: Option<i64>,
    pub(super) changed: Option<i64>,
    pub(super) date_unread: bool,
    pub(super) id_hash: u64,
    pub(super) text_hash: u64,
    pub(super) length: usize,
    pub(super) content: u128,
    pub(super) prints: Range<usize>,
    pub(super) bands: Range<usize>,
    pub(super) text: Range<usize>,
    pub(super) spans: Range<usize>,
    pub(super) survives: bool,
    pub(super) marks: Range<usize>,
}

/// An article that passed the gate.
#[derive(Debug)]
pub(in crate::pipeline) struct Survivor {
    /// The file it comes from, and its line there.
    pub(in crate::pipeline) file: String,
    pub(in crate::pipeline) line: Option<u64>,
    pub(in crate::pipeline) article: Article<'static>,
    pub(in crate::pipeline) draft: Draft,
    /// Fingerprints of its paragraphs.
    pub(in crate::pipeline) prints: Vec<Fingerprint>,
}

/// A chunk, read.
#[derive(Debug, Default)]
pub(in crate::pipeline) struct Parsed {
    /// The chunk's buffer, to be used again.
    pub(in crate::pipeline) buffer: Vec<u8>,
    pub(in crate::pipeline) taken: u64,
    pub(in crate::pipeline) read: u64,
    pub(in crate::pipeline) rejects: Vec<Reject>,
    pub(in crate::pipeline) reading: Reading,
    pub(in crate::pipeline) survivors: Vec<Survivor>,
    /// The first articles whose date could not be read.
    pub(in crate::pipeline) undated: Vec<Undated>,
    pub(super) entries: Vec<Entry>,
    pub(super) strings: String,
    pub(super) prints: Vec<Fingerprint>,
    pub(super) bands: Vec<Option<Bands>>,
    pub(super) spans: Vec<Span>,
    pub(super) marks: Vec<Mark>,
}

impl Parsed {
    /// The articles, in order.
    pub(in crate::pipeline) fn records(&self) -> impl Iterator<Item = Record<'_>> {
        self.entries.iter().map(|e| Record {
            id: &self.strings[e.id.clone()],
            outlet: e.outlet.clone().map(|range| &self.strings[range]),
            outlet_hash: e.outlet_hash,
            day: e.day,
            timestamp: e.timestamp,
            changed: e.changed,
            date_unread: e.date_unread,
            id_hash: e.id_hash,
            text_hash: e.text_hash,
            length: e.length,
            content: e.content,
            prints: &self.prints[e.prints.clone()],
            bands: &self.bands[e.bands.clone()],
            text: &self.strings[e.text.clone()],
            spans: &self.spans[e.spans.clone()],
            survives: e.survives,
            marks: &self.marks[e.marks.clone()],
        })
    }

    /// Fingerprints of all paragraphs, in order.
    pub(in crate::pipeline) fn prints(&self) -> &[Fingerprint] {
        &self.prints
    }

    /// How far its parts reach.
    pub(super) fn extent(&self) -> Extent {
        Extent {
            survivors: self.survivors.len(),
            undated: self.undated.len(),
            entries: self.entries.len(),
            strings: self.strings.len(),
            prints: self.prints.len(),
            bands: self.bands.len(),
            spans: self.spans.len(),
            marks: self.marks.len(),
        }
    }

    /// Takes back what was added since it reached as far as `to`.
    pub(super) fn cut(&mut self, to: Extent) {
        self.survivors.truncate(to.survivors);
        self.undated.truncate(to.undated);
        self.entries.truncate(to.entries);
        self.strings.truncate(to.strings);
        self.prints.truncate(to.prints);
        self.bands.truncate(to.bands);
        self.spans.truncate(to.spans);
        self.marks.truncate(to.marks);
    }

    /// Puts a text into the arena.
    pub(in crate::pipeline) fn note(&mut self, text: &str) -> Range<usize> {
        let start = self.strings.len();
        self.strings.push_str(text);
        start..self.strings.len()
    }
}

/// How far the parts of a [`Parsed`] reach.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    survivors: usize,
    undated: usize,
    entries: usize,
    strings: usize,
    prints: usize,
    bands: usize,
    spans: usize,
    marks: usize,
}
