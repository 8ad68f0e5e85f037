//! The fold of 64 bytes at a time: one loop over masks, for every set of vector instructions.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use super::{Before, Starts, fold_character};

/// Bytes classified at once: a mask has a bit for each, the first one lowest.
pub(super) const WIDTH: usize = 64;

/// What the bytes of a block are.
pub(super) struct Classes {
    /// ASCII letters.
    pub(super) letters: u64,
    /// ASCII digits.
    pub(super) digits: u64,
    /// What is not ASCII.
    pub(super) beyond: u64,
}

/// The vector instructions that the fold is made of. Each method is drawn into a function that was compiled for them.
pub(super) trait Vectors: Copy {
    /// What each byte of the block is.
    fn classify(self, block: &[u8; WIDTH]) -> Classes;

    /// All bytes of the dashes, quotation marks and dots from U+2010 to U+2027 that lie in the block as a whole.
    fn punctuation(self, block: &[u8; WIDTH]) -> u64;

    /// Folds the `kept` bytes, of which the digits in `continues` continue a number, and writes them to the front of `out`; past them it
    /// may write what it likes. Returns, of the bits in `begins`, those of kept bytes, moved to the front likewise (0 without `STARTS`).
    fn compress<const STARTS: bool>(
        self,
        block: &[u8; WIDTH],
        kept: u64,
        continues: u64,
        begins: u64,
        out: &mut [u8; WIDTH],
    ) -> u64;
}

/// Folds `text` into `out` from `filled` on, as the portable way does.
#[inline(always)]
pub(super) fn fold<const STARTS: bool>(
    vectors: impl Vectors,
    text: &str,
    out: &mut [u8],
    filled: usize,
    before: &mut Before,
    starts: &mut Starts,
) -> usize {
    let bytes = text.as_bytes();
    let mut place = filled;
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        // The end of the text is put together aside; what fills it up is no letter.
        let mut aside = [0; WIDTH];
        let block = rest.first_chunk().unwrap_or_else(|| {
            aside[..rest.len()].copy_from_slice(rest);
            &aside
        });
        let Classes {
            letters,
            digits,
            mut beyond,
        } = vectors.classify(block);
        if beyond != 0 {
            // What most of English news has beyond ASCII is dropped like any other mark.
            beyond &= !vectors.punctuation(block);
        }
        let taken = rest.len().min(beyond.trailing_zeros() as usize);
        if taken > 0 {
            let last = taken - 1;
            let kept = (letters | digits) & (u64::MAX >> (63 - last));
            let continues = digits & (digits << 1 | u64::from(before.digit));
            let begins = kept & !(kept << 1 | u64::from(before.kept));
            let room = out[place..].first_chunk_mut();
            let room = room.expect("the caller leaves as much room behind the text");
            let begins = vectors.compress::<STARTS>(block, kept, continues, begins, room);
            if STARTS {
                starts.add(place, begins);
                starts.digits |= digits != 0;
            }
            place += kept.count_ones() as usize;
            at += taken;
            *before = Before {
                digit: digits >> last & 1 == 1,
                number: false,
                kept: kept >> last & 1 == 1,
            };
        }
        if taken < WIDTH {
            for character in text[at..].chars() {
                if character.is_ascii() {
                    break;
                }
                place = fold_character::<STARTS>(character, out, place, before, starts);
                at += character.len_utf8();
            }
        }
    }
    place
}
