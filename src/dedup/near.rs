//! Near copies: of what exact deduplication kept, the reworded, trimmed and updated copies of an earlier paragraph.
//!
//! Ten bands of a MinHash signature (`signature`) find candidates; the words of both texts decide
//! (`words`), so a hash alone never removes anything. A near copy is compared with what was kept, never with another
//! near copy, so similarity does not drift along a chain. Only copies within a window of days are looked for: what comes back after a month is
//! news again.
//!
//! # What it costs
//! Ten table entries of 8 bytes, filled between 0.78 and 0.9, a day of 2 bytes and a quarter of a mark: 92 to 107 bytes a paragraph. When a
//! table would have to grow, entries that the window has left behind are dropped first. That is known from the
//! input's own order: the index notes how late (in days behind the newest) articles come, and drops what is older than the window plus that.
//! An archive in order of time needs memory for a window; a shuffled one for itself, up to a capacity, above which the oldest in input order go.

use std::collections::VecDeque;

use super::exact::Ordinal;
use super::signature::{BANDS, Bands};
use super::spill::Spill;
use super::table::Table;
use super::words::near_copy;
use crate::error::Result;

/// How near copies are looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearSettings {
    /// Days between two copies at most.
    pub window: u16,
    /// Share of words in common at least, 0 to 1.
    pub similarity: f64,
    /// Paragraphs remembered at most.
    pub capacity: u32,
}

impl Default for NearSettings {
    fn default() -> Self {
        Self {
            window: 14,
            similarity: 0.8,
            capacity: 8_000_000,
        }
    }
}

/// A paragraph that is a near copy.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct NearCopy {
    /// The paragraph that was kept.
    pub of: Ordinal,
    /// Share of words in common, 0 to 1.
    pub similarity: f64,
}

/// Kept paragraphs by their bands.
#[derive(Debug)]
pub struct NearIndex {
    settings: NearSettings,
    tables: Vec<Table<u32>>,
    texts: Spill,
    days: Days,
    /// Candidates of one paragraph.
    candidates: Vec<u32>,
}

impl NearIndex {
    /// An empty index.
    pub fn new(settings: NearSettings) -> Self {
        Self {
            settings,
            tables: (0..BANDS * PARTS).map(|_| Table::default()).collect(),
            texts: Spill::default(),
            days: Days::default(),
            candidates: Vec::new(),
        }
    }

    /// Whether this paragraph, kept by exact deduplication as `ordinal`, is a near copy of an earlier one. If not, it is
    /// remembered. `day` counts days from any fixed one; none where the date is unknown.
    pub fn decide(
        &mut self,
        text: &str,
        bands: &Bands,
        ordinal: Ordinal,
        day: Option<i32>,
    ) -> Result<Option<NearCopy>> {
        let day = self.days.note(day);
        self.candidates.clear();
        for (number, &band) in bands.0.iter().enumerate() {
            let (part, key) = place(number, band);
            let found = self.tables[part].get(key);
            self.candidates
                .extend(found.filter(|&of| self.days.near(of, day, self.settings)));
        }
        self.candidates.sort_unstable();
        self.candidates.dedup();
        for &candidate in &self.candidates {
            let Some((of, original)) = self.texts.get(candidate)? else {
                continue;
            };
            if let Some(similarity) = near_copy(original, text, self.settings.similarity) {
                let of = Ordinal(of);
                return Ok(Some(NearCopy { of, similarity }));
            }
        }
        let number = self.texts.push(text, ordinal.0)?;
        self.days.push(day, self.settings);
        let (days, settings) = (&self.days, self.settings);
        for (band_number, &band) in bands.0.iter().enumerate() {
            let (part, key) = place(band_number, band);
            self.tables[part].put(
                key,
                number,
                |old| days.live(old, settings),
                |old| days.near(old, day, settings),
            );
        }
        self.texts.forget_below(self.days.floor);
        Ok(None)
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.tables.iter().map(Table::bytes).sum::<usize>()
            + self.texts.bytes()
            + self.days.of.capacity() * size_of::<i16>()
    }

    /// Paragraphs remembered.
    pub fn len(&self) -> usize {
        self.days.of.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
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

/// The days of the paragraphs remembered, and how far back the input may still reach.
#[derive(Debug, Default)]
struct Days {
    /// Day of the first article; the others are counted from it.
    origin: Option<i32>,
    newest: i16,
    /// The most days that an article came behind the newest before it.
    lateness: i16,
    /// Number of the first paragraph in `of`.
    floor: u32,
    of: VecDeque<i16>,
}

impl Days {
    /// The day as it is kept here: from the first one on. An unknown date is taken for the newest.
    fn note(&mut self, day: Option<i32>) -> i16 {
        let Some(day) = day else {
            return self.newest;
        };
        let origin = *self.origin.get_or_insert(day);
        let limit = i32::from(i16::MAX);
        let day = i16::try_from(day.saturating_sub(origin).clamp(-limit, limit))
            .expect("it was clamped to this range");
        self.newest = self.newest.max(day);
        self.lateness = self.lateness.max(self.newest.saturating_sub(day));
        day
    }

    fn push(&mut self, day: i16, settings: NearSettings) {
        self.of.push_back(day);
        while !self.of.is_empty() && !self.live(self.floor, settings) {
            self.of.pop_front();
            self.floor += 1;
        }
    }

    /// The day of a paragraph that is still remembered.
    fn get(&self, number: u32) -> Option<i16> {
        let at = number.checked_sub(self.floor)?;
        self.of.get(at as usize).copied()
    }

    /// Whether a later article may still lie within the window of this paragraph.
    fn live(&self, number: u32, settings: NearSettings) -> bool {
        let next = u64::from(self.floor) + self.of.len() as u64;
        let reach = i32::from(settings.window) + i32::from(self.lateness);
        u64::from(number) + u64::from(settings.capacity) >= next
            && self
                .get(number)
                .is_some_and(|day| i32::from(self.newest) - i32::from(day) <= reach)
    }

    /// Whether `day` lies within the window of a paragraph that is still remembered.
    fn near(&self, number: u32, day: i16, settings: NearSettings) -> bool {
        self.get(number)
            .is_some_and(|of| day.abs_diff(of) <= settings.window)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::Fingerprinter;

    const STORY: [&str; 3] = [
        "The harbour council met until late in the evening and put off the question of the barracks again.",
        "Fishermen on the northern quay told visitors that the new patrols had driven the shoals out to sea.",
        "A clerk of the customs house said the papers had been kept in a cellar which flooded every spring.",
    ];

    fn decide(
        index: &mut NearIndex,
        text: &str,
        ordinal: u32,
        day: Option<i32>,
    ) -> Option<NearCopy> {
        let (_, bands) = Fingerprinter::new().fingerprint_and_bands(text);
        index
            .decide(text, &bands.unwrap(), Ordinal(ordinal), day)
            .unwrap()
    }

    #[test]
    fn a_reworded_paragraph_is_a_copy_of_the_one_that_was_kept() {
        let mut index = NearIndex::new(NearSettings::default());
        for (n, text) in (10..).zip(STORY) {
            assert_eq!(decide(&mut index, text, n, Some(100)), None);
        }
        let copy = STORY[1].replace("told visitors", "told a visitor");
        let found = decide(&mut index, &copy, 20, Some(110)).unwrap();
        assert_eq!(found.of, Ordinal(11));
        assert!(found.similarity > 0.8 && found.similarity < 1.0);
        assert_eq!(
            decide(
                &mut index,
                &copy.replace("had driven", "had not driven"),
                21,
                Some(110)
            ),
            None
        );
        assert_eq!(
            decide(
                &mut index,
                &STORY[2].replace("every spring", "each spring"),
                22,
                Some(115)
            ),
            None,
            "out of the window"
        );
        assert!(
            decide(
                &mut index,
                &STORY[0].replace("met until", "sat until"),
                23,
                None
            )
            .is_none(),
            "an unknown date is the newest, 115"
        );
    }

    #[test]
    fn a_window_bounds_what_is_remembered() {
        let settings = NearSettings {
            window: 5,
            ..NearSettings::default()
        };
        let mut index = NearIndex::new(settings);
        let text = |n: u32| {
            STORY[n as usize % 3]
                .split(' ')
                .map(|w| format!("{w}{n}"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        for n in 0..4000 {
            decide(&mut index, &text(n), n, Some((n / 10).cast_signed()));
        }
        assert!(index.len() <= 61, "{}", index.len());
        // One paragraph far behind the others: from then on the window reaches as far back.
        decide(&mut index, &text(9999), 4000, Some(0));
        for n in 4001..5000 {
            decide(&mut index, &text(n), n, Some(400));
        }
        assert!(index.len() > 1000, "{}", index.len());
    }

    #[test]
    fn a_paragraph_costs_at_most_110_bytes() {
        let mut index = NearIndex::new(NearSettings::default());
        for n in 0..60_000u32 {
            let text = (n..n + 12)
                .map(|w| format!("w{}", u64::from(w).wrapping_mul(0x9e37_79b9)))
                .collect::<Vec<_>>()
                .join(" ");
            decide(&mut index, &text, n, Some(0));
            if n > 20_000 && n % 997 == 0 {
                let fixed = index.texts.bytes();
                assert!(
                    (index.bytes() - fixed) <= 109 * index.len(),
                    "{n}: {}",
                    (index.bytes() - fixed) / index.len()
                );
            }
        }
    }
}
