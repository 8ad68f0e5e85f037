//! The places of 64 bytes at a time: one loop over masks, for every set of vector instructions.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use super::openings::LOOKED_AT;
use super::{Openings, Start};

/// Bytes classified at once: a mask has a bit for each, the first one lowest.
pub(super) const BLOCK: usize = 64;
/// A block, and the bytes after it that are looked at.
pub(super) const SEEN: usize = BLOCK + LOOKED_AT[3];

/// Blocks gone through before their places are looked at, each kind of work in a loop of its own: how many places a block has cannot be
/// foretold, nor whether one is wanted, and a processor that guesses wrong loses more time than the question took. So places are
/// always written, and the end moves on only past those that count.
const BLOCKS: usize = 16;
/// Their bytes, a power of two.
const STRETCH: usize = BLOCKS * BLOCK;

/// The vector instructions that the search is made of. Each method is drawn into a function that was compiled for them.
pub(super) trait Vectors: Copy {
    /// [`Openings`] as the instructions take them.
    type Halves;

    /// Brings openings into that form.
    fn halves(self, openings: &Openings) -> Self::Halves;

    /// A bit for each ASCII letter or digit of the block, and one for each first byte of a longer character.
    fn classify(self, seen: &[u8; SEEN]) -> (u64, u64);

    /// A bit for each place of the block that a phrase may begin at.
    fn allowed(self, halves: &Self::Halves, seen: &[u8; SEEN]) -> u64;
}

/// Hands over the wanted places, as the portable way does.
#[inline(always)]
pub(super) fn starts<V: Vectors>(
    vectors: V,
    text: &str,
    openings: &Openings,
    wanted: impl Fn(Start) -> bool,
    mut each: impl FnMut(Start),
) {
    let bytes = text.as_bytes();
    let halves = vectors.halves(openings);
    let mut places = [0u16; STRETCH];
    let mut inside = 0;
    for start in (0..bytes.len()).step_by(STRETCH) {
        let rest = &bytes[start..];
        // With the block after, which tells how long a word is that runs over the edge. The end of the text is put together aside; the
        // zeros after it begin no word.
        let mut aside = [0; STRETCH + SEEN];
        let stretch = rest.first_chunk().unwrap_or_else(|| {
            aside[..rest.len()].copy_from_slice(rest);
            &aside
        });
        let seen = |number: usize| -> &[u8; SEEN] {
            let seen = stretch[number * BLOCK..].first_chunk();
            seen.expect("as many bytes follow each block")
        };
        let blocks = rest.len().div_ceil(BLOCK).min(BLOCKS);
        // Letters and digits of each block.
        let mut words = [0; BLOCKS + 1];
        let mut count = 0;
        for (number, word) in words[..blocks].iter_mut().enumerate() {
            let (here, leads) = vectors.classify(seen(number));
            *word = here;
            let starts = here & !(here << 1 | inside) | leads;
            let starts = starts & vectors.allowed(&halves, seen(number));
            note(starts, number * BLOCK, &mut places, &mut count);
            inside = here >> 63;
        }
        words[blocks] = vectors.classify(seen(blocks)).0;
        let place = |place: u16| {
            let place = usize::from(place) % STRETCH;
            let (block, bit) = (place / BLOCK, place % BLOCK);
            // In two steps, because no number is shifted by all of its bits.
            let run = words[block] >> bit | words[block + 1] << 1 << (63 - bit);
            let first = stretch[place..].first_chunk();
            Start {
                at: start + place,
                first: u64::from_le_bytes(*first.expect("a block follows the last place")),
                length: (!run | 1 << 8).trailing_zeros() as usize,
            }
        };
        let mut left = 0;
        for n in 0..count {
            let here = places[n % STRETCH];
            places[left % STRETCH] = here;
            left += usize::from(wanted(place(here)));
        }
        for &wanted in &places[..left] {
            each(place(wanted));
        }
    }
}

/// Writes the places of a block that begins at `base`, in fours whether there are as many or not.
#[allow(
    clippy::cast_possible_truncation,
    reason = "a stretch is shorter than any number here"
)]
#[inline(always)]
fn note(mut starts: u64, base: usize, places: &mut [u16; STRETCH], count: &mut usize) {
    let end = *count + starts.count_ones() as usize;
    let base = base as u16;
    let room = places[*count..].first_chunk_mut::<BLOCK>();
    let room = room.expect("every block before has written as many at most");
    for four in room.as_chunks_mut::<4>().0 {
        for place in four {
            *place = base + starts.trailing_zeros() as u16;
            starts &= starts.wrapping_sub(1);
        }
        if starts == 0 {
            break;
        }
    }
    *count = end;
}
