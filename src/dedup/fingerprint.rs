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
//! # How fast
//! The fold writes into a fixed block that stays in the first-level cache, and the block goes into xxh3. ASCII bytes take a table and
//! no branch: each is written, and the place moves on only if it is kept.

use xxhash_rust::xxh3::{Xxh3, xxh3_64};

/// Folded bytes below which a paragraph has no identity of its own: "Read more", "He said no." recur by chance, and
/// are removed inside one article only, never across articles.
pub const MIN_IDENTITY: u32 = 24;

/// Room for folded bytes before they go into the hash.
const BLOCK: usize = 16 << 10;
/// Text is taken in stretches of at most this many bytes, each of which fits the block whatever it folds to (a
/// character folds to at most three times its own bytes: U+0390 lowercases to itself, U+0130 from two bytes to three).
const STRETCH: usize = BLOCK / 4;

/// Added by exclusive or to a digit that continues a number; moves '0'..'9' to 0x10..0x19, which nothing else folds to.
const CONTINUES: u8 = 0x20;
/// Written before a number in digits of another script, for the same reason.
const NUMBER: u8 = 0x01;

/// What each ASCII byte folds to; 0 for what is dropped.
const FOLD: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128u8 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// [`CONTINUES`] for ASCII digits, 0 for the rest.
const DIGIT: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = b'0';
    while byte <= b'9' {
        table[byte as usize] = CONTINUES;
        byte += 1;
    }
    table
};

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
    block: Box<[u8; BLOCK]>,
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
            block: Box::new([0; BLOCK]),
        }
    }

    /// The fingerprint of one paragraph.
    pub fn fingerprint(&mut self, paragraph: &str) -> Fingerprint {
        let mut filled = 0;
        let mut rest = paragraph;
        let mut before = Before::default();
        while !rest.is_empty() {
            let (stretch, after) = split(rest);
            if filled + 3 * stretch.len() > BLOCK {
                return self.stream(filled, rest, before);
            }
            filled = fold(stretch, &mut self.block, filled, &mut before);
            rest = after;
        }
        // Almost every paragraph fits one block; this is the hash that streaming gives, without its state.
        Fingerprint {
            hash: xxh3_64(&self.block[..filled]),
            bytes: u32::try_from(filled).unwrap_or(u32::MAX),
        }
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
            let filled = fold(stretch, &mut self.block, 0, &mut before);
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

/// What stood before the text to fold.
#[derive(Debug, Clone, Copy, Default)]
struct Before {
    /// The byte before, if it was ASCII.
    byte: u8,
    /// Whether the character before was a digit of another script.
    number: bool,
}

/// Folds `text` into `block` from `filled` on; returns where it ended. The caller leaves three bytes of room for each of `text`.
fn fold(text: &str, block: &mut [u8; BLOCK], filled: usize, before: &mut Before) -> usize {
    let mut at = filled;
    let mut rest = text;
    loop {
        let ascii = rest.bytes().position(|b| b >= 0x80).unwrap_or(rest.len());
        at = fold_ascii(&rest.as_bytes()[..ascii], block, at, before);
        rest = &rest[ascii..];
        let Some(character) = rest.chars().next() else {
            return at;
        };
        rest = &rest[character.len_utf8()..];
        before.byte = 0;
        // Nearly all non-ASCII in English news is the block of dashes and quotation marks.
        if ('\u{2010}'..='\u{2027}').contains(&character) || !character.is_alphanumeric() {
            before.number = false;
            continue;
        }
        if character.is_numeric() {
            if !before.number {
                block[at] = NUMBER;
                at += 1;
            }
            before.number = true;
        } else {
            before.number = false;
        }
        for lower in character.to_lowercase() {
            at += lower.encode_utf8(&mut block[at..]).len();
        }
    }
}

/// The fast path.
fn fold_ascii(bytes: &[u8], block: &mut [u8; BLOCK], filled: usize, before: &mut Before) -> usize {
    let mut at = filled;
    let mut previous = before.byte;
    for &byte in bytes {
        let folded = FOLD[byte as usize];
        // The mask proves to the compiler that the place is in the block; it never cuts, see [`STRETCH`].
        block[at % BLOCK] = folded ^ (DIGIT[byte as usize] & DIGIT[previous as usize]);
        at += usize::from(folded != 0);
        previous = byte;
    }
    if !bytes.is_empty() {
        *before = Before {
            byte: previous,
            number: false,
        };
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> u64 {
        Fingerprinter::new().fingerprint(text).hash
    }

    /// The definition, one character at a time.
    fn reference(text: &str) -> Fingerprint {
        let mut out = Vec::new();
        let mut previous: Option<char> = None;
        for c in text.chars() {
            if c.is_ascii_digit() {
                let continues = previous.is_some_and(|p| p.is_ascii_digit());
                out.push(c as u8 ^ if continues { CONTINUES } else { 0 });
            } else if c.is_alphanumeric() {
                let number = |c: char| !c.is_ascii() && c.is_numeric();
                if number(c) && !previous.is_some_and(number) {
                    out.push(NUMBER);
                }
                out.extend(c.to_lowercase().collect::<String>().bytes());
            }
            previous = Some(c);
        }
        Fingerprint {
            hash: xxh3_64(&out),
            bytes: u32::try_from(out.len()).unwrap(),
        }
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
                assert_eq!(
                    Fingerprinter::new().fingerprint(&text),
                    reference(&text),
                    "{unit} x {n}"
                );
            }
        }
    }

    #[test]
    fn every_character_folds_within_its_room() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let folded: usize = c.to_lowercase().map(char::len_utf8).sum();
            assert!(
                folded + usize::from(c.is_numeric()) <= 3 * c.len_utf8(),
                "{c:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn equals_the_definition(text in "(\\PC|[a-zA-Z0-9 .,“”]{1,40}|[٠-٩]){0,300}") {
            prop_assert_eq!(Fingerprinter::new().fingerprint(&text), reference(&text));
        }
    }
}
