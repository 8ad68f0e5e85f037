//! A paragraph as 64 bits: equal for copies that differ in case, spaces, punctuation or quotation marks alone.
//!
//! # What is folded
//! Letters (by Unicode) are lowercased and kept, digits are kept, everything else is dropped. Folding digits too would make
//! "killed 3" equal to "killed 7"; dropping what separates them would make "3.5" equal to "35". So a digit that
//! directly follows another digit is written as another byte than a digit that begins a number: the fold needs no look-ahead
//! and no state but the byte before. The price is that "1,000" and "1000" are no exact copies.
//!
//! Text is folded as it stands: an accent written as a combining mark is dropped, one written into its letter is kept, so
//! callers normalise first (NFC) where sources differ in that.
//!
//! Folding and its speed have a file of their own, `fold`. The folded bytes go into a block that stays in the first-level cache, and the
//! block into xxh3.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::fold::{Before, Folder, HASHED, SLACK, Starts};
use super::signature::{Bands, PADDING};

/// Folded bytes below which a paragraph has no identity of its own: "Read more", "He said no." recur by chance, and
/// are removed inside one article only, never across articles.
pub const MIN_IDENTITY: u32 = 24;

/// Room for folded bytes before they go into the hash.
const BLOCK: usize = 16 << 10;
/// Text is taken in stretches of at most this many bytes, each of which fits the block whatever it folds to (a
/// character folds to at most three times its own bytes: U+0390 lowercases to itself, U+0130 from two bytes to three).
const STRETCH: usize = BLOCK / 4;

/// A paragraph's identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct Fingerprint {
    /// xxh3 of the folded bytes.
    pub hash: u64,
    /// How many bytes were folded (saturating).
    pub bytes: u32,
}

impl Fingerprint {
    /// Whether the paragraph is long enough to be known again in another article.
    pub fn has_identity(self) -> bool {
        self.bytes >= MIN_IDENTITY
    }
}

/// Makes fingerprints. The answer depends on the paragraph alone; what it owns is room to fold in, so each thread has one.
#[derive(Debug, Clone)]
pub struct Fingerprinter {
    folder: Folder,
    block: Box<[u8]>,
    starts: Starts,
    /// Of the words of one paragraph.
    hashes: Box<[u32]>,
}

impl Default for Fingerprinter {
    fn default() -> Self {
        Self::new()
    }
}

impl Fingerprinter {
    /// One with its room.
    pub fn new() -> Self {
        Self {
            folder: Folder::new(),
            block: vec![0; BLOCK + HASHED].into_boxed_slice(),
            starts: Starts::with_room(BLOCK),
            hashes: vec![0; BLOCK + HASHED].into_boxed_slice(),
        }
    }

    /// The fingerprint of one paragraph.
    pub fn fingerprint(&mut self, paragraph: &str) -> Fingerprint {
        self.run::<false>(paragraph).0
    }

    /// The fingerprint of one paragraph and the bands by which its near copies are found; no bands for a paragraph of
    /// few words, or of more than a block.
    pub fn fingerprint_and_bands(&mut self, paragraph: &str) -> (Fingerprint, Option<Bands>) {
        self.run::<true>(paragraph)
    }

    fn run<const BANDS: bool>(&mut self, paragraph: &str) -> (Fingerprint, Option<Bands>) {
        let mut filled = 0;
        let mut rest = paragraph;
        let mut before = Before::default();
        while !rest.is_empty() {
            let (stretch, after) = split(rest);
            if filled + 3 * stretch.len() + SLACK > BLOCK {
                self.starts.clear(filled);
                return (self.stream(filled, rest, before), None);
            }
            let (folder, block) = (self.folder, &mut self.block[..]);
            filled = if BANDS {
                folder.fold_with_starts(stretch, block, filled, &mut before, &mut self.starts)
            } else {
                folder.fold(stretch, block, filled, &mut before)
            };
            rest = after;
        }
        // Almost every paragraph fits one block; this is the hash that streaming gives, without its state.
        let print = Fingerprint {
            hash: xxh3_64(&self.block[..filled]),
            bytes: u32::try_from(filled).unwrap_or(u32::MAX),
        };
        if !BANDS {
            return (print, None);
        }
        let found = if print.has_identity() {
            self.block[filled..filled + PADDING].fill(0);
            let padded = &self.block[..];
            let words = self.starts.words(filled);
            self.folder
                .bands(paragraph, padded, words, &mut self.hashes[..])
        } else {
            None
        };
        self.starts.clear(filled);
        (print, found)
    }

    /// The rest of a paragraph that does not fit one block.
    #[cold]
    fn stream(&mut self, filled: usize, rest: &str, mut before: Before) -> Fingerprint {
        let mut hasher = Xxh3::new();
        hasher.update(&self.block[..filled]);
        let mut bytes = filled;
        let mut rest = rest;
        while !rest.is_empty() {
            let (stretch, after) = split(rest);
            let filled = self
                .folder
                .fold(stretch, &mut self.block[..], 0, &mut before);
            hasher.update(&self.block[..filled]);
            bytes += filled;
            rest = after;
        }
        Fingerprint {
            hash: hasher.digest(),
            bytes: u32::try_from(bytes).unwrap_or(u32::MAX),
        }
    }
}

/// The next stretch and what follows it, cut between characters.
fn split(text: &str) -> (&str, &str) {
    let mut end = STRETCH.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> u64 {
        Fingerprinter::new().fingerprint(text).hash
    }

    #[test]
    fn case_spaces_punctuation_and_quotation_marks_do_not_count() {
        assert_eq!(
            of("“We will  NOT go,” he said\u{a0}— twice."),
            of("\"we will not go\" he said - TWICE")
        );
        assert_eq!(of("Élysée"), of("ÉLYSÉE"));
        assert_ne!(of("Élysée"), of("Elysee"));
    }

    #[test]
    fn numbers_count() {
        assert_ne!(of("killed 3"), of("killed 7"));
        assert_ne!(of("grew 3.5 percent"), of("grew 35 percent"));
        assert_ne!(of("in 20 25 soldiers"), of("in 2025 soldiers"));
        assert_ne!(of("\u{663}.\u{665}"), of("\u{663}\u{665}"));
        assert_eq!(of("10,000 men"), of("10.000 men"));
    }

    #[test]
    fn long_paragraphs_stream_to_the_same_hash() {
        for n in [
            1365, 1366, 4095, 4096, 4097, 5461, 5462, 16_383, 16_384, 16_385, 70_000,
        ] {
            for unit in ["a", "é", "9", "x ", "İ", "1 "] {
                let text = unit.repeat(n);
                let mut whole = vec![0; 3 * text.len() + SLACK];
                let filled = Folder::new().fold(&text, &mut whole, 0, &mut Before::default());
                let expected = Fingerprint {
                    hash: xxh3_64(&whole[..filled]),
                    bytes: u32::try_from(filled).unwrap(),
                };
                assert_eq!(
                    Fingerprinter::new().fingerprint(&text),
                    expected,
                    "{unit} x {n}"
                );
            }
        }
    }
}
