//! Near copies: of what exact deduplication kept, the reworded, trimmed and updated copies of an earlier paragraph.
//!
//! Eight bands of a MinHash signature (`signature`) find candidates; the words of both texts decide
//! (`words`), so a hash alone never removes anything. A near copy is compared with what was kept, never with another
//! near copy, so similarity does not drift along a chain; of several that were kept the earliest is its original. Only copies within a
//! window of days are looked for: what comes back after a month is news again. Paragraphs without a date are compared with each other
//! alone.
//!
//! # What it costs
//! Eight table entries of 8 bytes, filled between 0.64 and 0.80, a day of 4 bytes and a quarter of a mark: 85 to 105 bytes a paragraph; where the
//! window leaves paragraphs behind, tables are filled to a half and up, which is twice as much at most, of what one window holds. A band
//! then names one paragraph: the first of its window. With [`NearSettings::exhaustive`] it names all of them, for 96 bytes more, and the answer
//! depends on the paragraphs alone: that is what a run and the store agree on.
//!
//! What the window has left behind makes room in the lines of a table as it is met, and when a table would have to grow all of that is dropped first. That is known from the
//! input's own order: the index notes how late (in days behind the newest) articles come, and drops what is older than the window plus that.
//! An archive in order of time needs memory for a window; a shuffled one for itself, up to a capacity, above which the oldest in input order go.

mod days;

use std::collections::VecDeque;
use std::sync::Arc;

use super::exact::Ordinal;
use super::signature::{BANDS, Bands};
use super::spill::Spill;
use super::table::{Eight, Place, Table};
use super::words::{Sketch, embedded_words, near_copy};
use crate::error::Result;
use crate::model::CopyWords;
use days::Days;

/// How near copies are looked for.
#[derive(Debug, Clone, PartialEq)]
pub struct NearSettings {
    /// Days between two copies at most.
    pub window: u16,
    /// Share of words in common at least, 0 to 1.
    pub similarity: f64,
    /// Paragraphs remembered at most.
    pub capacity: u32,
    /// Whether all paragraphs that share a band are looked at, or the first alone.
    pub exhaustive: bool,
    /// Words that a near copy does not differ in.
    pub words: Arc<CopyWords>,
}

impl Default for NearSettings {
    fn default() -> Self {
        Self {
            window: 14,
            similarity: 0.8,
            capacity: 8_000_000,
            exhaustive: false,
            words: embedded_words(),
        }
    }
}

impl NearSettings {
    /// How alike two paragraphs are, 0 to 1, where `copy` is a near copy of `original`; else none.
    pub fn similarity_of(&self, original: &str, copy: &str) -> Option<f64> {
        near_copy(original, copy, self.similarity, &self.words)
    }

    /// What tells most paragraphs apart before they are compared.
    pub fn sketch(&self, text: &str) -> Sketch {
        Sketch::of(text, &self.words)
    }
}

/// A paragraph as the index takes it.
#[derive(Debug, Clone, Copy)]
pub struct NearQuery<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its bands.
    pub bands: &'a Bands,
    /// Its fingerprint.
    pub print: u64,
    /// Its place in the input.
    pub ordinal: Ordinal,
    /// Its day, counted from any fixed one; none where the date is unknown.
    pub day: Option<i32>,
}

/// A paragraph that is a near copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearCopy {
    /// The paragraph that was kept.
    pub of: Ordinal,
    /// Its fingerprint.
    pub print: u64,
    /// Share of words in common, 0 to 1.
    pub similarity: f64,
}

/// Kept paragraphs by their bands.
#[derive(Debug)]
pub struct NearIndex {
    settings: NearSettings,
    dated: Shelf,
    undated: Shelf,
}

impl NearIndex {
    /// An empty index.
    pub fn new(settings: NearSettings) -> Self {
        Self {
            settings,
            dated: Shelf::new(),
            undated: Shelf::new(),
        }
    }

    /// Whether this paragraph, kept by exact deduplication, is a near copy of an earlier one. If not, it is remembered.
    pub fn decide(&mut self, paragraph: &NearQuery<'_>) -> Result<Option<NearCopy>> {
        match paragraph.day {
            Some(_) => self.dated.decide(paragraph, &self.settings),
            None => self.undated.decide(paragraph, &self.settings),
        }
    }

    /// Has fetched what deciding a paragraph with these bands will look at; see [`super::ExactIndex::prepare`].
    pub(super) fn fetch(&self, bands: &Bands, day: Option<i32>) {
        match day {
            Some(_) => self.dated.fetch(bands),
            None => self.undated.fetch(bands),
        }
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.dated.bytes() + self.undated.bytes()
    }

    /// Paragraphs remembered.
    pub fn len(&self) -> usize {
        self.dated.days.of.len() + self.undated.days.of.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// Stands for no paragraph.
const NONE: u32 = u32::MAX;

/// Paragraphs that are compared with each other.
#[derive(Debug)]
struct Shelf {
    tables: Vec<Table<Eight>>,
    /// Of each paragraph, for each band, the one before it that has the band too; kept where all are looked at.
    before: VecDeque<[u32; BANDS]>,
    /// Of each paragraph what tells it from most others; kept where all are looked at.
    sketches: VecDeque<Sketch>,
    texts: Spill,
    days: Days,
    /// Where the bands of one paragraph are, or would go.
    places: [Place; BANDS],
    /// Candidates of one paragraph.
    candidates: Vec<u32>,
}

impl Shelf {
    fn new() -> Self {
        Self {
            tables: (0..BANDS * PARTS).map(|_| Table::default()).collect(),
            before: VecDeque::new(),
            sketches: VecDeque::new(),
            texts: Spill::default(),
            days: Days::default(),
            places: [Place::default(); BANDS],
            candidates: Vec::new(),
        }
    }

    fn decide(
        &mut self,
        paragraph: &NearQuery<'_>,
        settings: &NearSettings,
    ) -> Result<Option<NearCopy>> {
        let day = paragraph.day.unwrap_or_default();
        self.days.note(day);
        let sketch = settings.exhaustive.then(|| settings.sketch(paragraph.text));
        self.find(paragraph.bands, day, sketch, settings);
        for &candidate in &self.candidates {
            let Some((tag, original)) = self.texts.get(candidate)? else {
                continue;
            };
            if let Some(similarity) = settings.similarity_of(original, paragraph.text) {
                let (of, print) = tag;
                return Ok(Some(NearCopy {
                    of: Ordinal(of),
                    print,
                    similarity,
                }));
            }
        }
        let tag = (paragraph.ordinal.0, paragraph.print);
        let number = self.texts.push(paragraph.text, tag)?;
        self.enter(number, paragraph.bands, day, sketch, settings);
        self.texts.forget_below(self.days.floor);
        Ok(None)
    }

    /// Has each place fetched where a band belongs.
    fn fetch(&self, bands: &Bands) {
        for (band, &value) in bands.0.iter().enumerate() {
            let (part, key) = place(band, value);
            self.tables[part].fetch(key);
        }
    }

    /// Finds what shares a band and lies within the window, the earliest first.
    fn find(&mut self, bands: &Bands, day: i32, sketch: Option<Sketch>, settings: &NearSettings) {
        self.candidates.clear();
        for (band, &value) in bands.0.iter().enumerate() {
            let (part, key) = place(band, value);
            let found = self.tables[part].place(key, self.days.floor);
            self.places[band] = found;
            let mut at = found.number();
            while let Some(number) = at {
                let Some(of) = self.days.get(number) else {
                    break;
                };
                let place = (number - self.days.floor) as usize;
                let other = sketch.zip(self.sketches.get(place));
                if day.abs_diff(of) <= u32::from(settings.window)
                    && !other.is_some_and(|(sketch, other)| sketch.excludes(other))
                {
                    self.candidates.push(number);
                }
                // What was entered earlier has a smaller number, so every chain ends.
                at = self
                    .before
                    .get(place)
                    .map(|before| before[band])
                    .filter(|&before| before != NONE);
            }
        }
        self.candidates.sort_unstable();
        self.candidates.dedup();
    }

    /// Enters a paragraph under its bands, at the places where these were looked for.
    fn enter(
        &mut self,
        number: u32,
        bands: &Bands,
        day: i32,
        sketch: Option<Sketch>,
        settings: &NearSettings,
    ) {
        self.days.of.push_back(day);
        let gone = self.days.forget(settings);
        self.before.drain(..gone.min(self.before.len()));
        self.sketches.drain(..gone.min(self.sketches.len()));
        let days = &self.days;
        let mut before = [NONE; BANDS];
        for (band, &value) in bands.0.iter().enumerate() {
            let (part, key) = place(band, value);
            let place = self.places[band];
            let held = place.number();
            // In place of all the last one is named, and a chain leads from it to the others. Of the window the first one is.
            let stays = if settings.exhaustive {
                before[band] = held.unwrap_or(NONE);
                false
            } else {
                let of = held.and_then(|held| days.get(held));
                of.is_some_and(|of| day.abs_diff(of) <= u32::from(settings.window))
            };
            if !stays {
                self.tables[part].settle(place, key, number);
            }
        }
        if settings.exhaustive {
            self.before.push_back(before);
            self.sketches.extend(sketch);
        }
    }

    fn bytes(&self) -> usize {
        self.tables.iter().map(Table::bytes).sum::<usize>()
            + self.texts.bytes()
            + self.days.of.capacity() * size_of::<i32>()
            + self.before.capacity() * size_of::<[u32; BANDS]>()
            + self.sketches.capacity() * size_of::<Sketch>()
    }
}

/// Tables of one band.
const PARTS: usize = 8;

/// The table of a band, and its key there.
fn place(number: usize, band: u64) -> (usize, u32) {
    let part = number * PARTS + (band >> 61) as usize;
    let key = u32::try_from(band >> 29 & u64::from(u32::MAX)).expect("32 bits are left");
    (part, key)
}

impl Bands {
    /// The bands as the index looks for them: paragraphs share a band if, and only if, they have one of these numbers in common. Each is below
    /// 2^39.
    pub fn keys(&self) -> [u64; BANDS] {
        let mut keys = self.0;
        for (number, key) in keys.iter_mut().enumerate() {
            let (part, low) = place(number, *key);
            *key = (part as u64) << 32 | u64::from(low);
        }
        keys
    }
}

#[cfg(test)]
mod tests;
