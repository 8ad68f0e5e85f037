//! The places of 64 bytes at a time: one loop over masks, for every set of vector instructions.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use super::openings::LOOKED_AT;
use super::{Openings, Start, eight};

/// Bytes classified at once: a mask has a bit for each, the first one lowest.
pub(super) const BLOCK: usize = 64;
/// Bytes after a block that are looked at.
const AHEAD: usize = LOOKED_AT[3];
/// A block, and those bytes.
pub(super) const SEEN: usize = BLOCK + AHEAD;

/// Blocks gone through before their places are looked at, each kind of work in a loop of its own: how many places a block has cannot be
/// foretold, nor whether one is wanted, and a processor that guesses wrong loses more time than the question took. So places are
/// always written, and the end moves on only past those that count.
const STRETCH: usize = 16;

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
    // The end of the text is looked at aside, with zeros after it, which begin no word.
    let direct = bytes.len().saturating_sub(AHEAD) / BLOCK;
    let rest = &bytes[direct * BLOCK..];
    let mut end = [0; 2 * BLOCK + AHEAD];
    end[..rest.len()].copy_from_slice(rest);
    let block = |number: usize| -> &[u8; SEEN] {
        let (from, at) = if number < direct {
            (bytes, number)
        } else {
            (&end[..], number - direct)
        };
        let block = from[at * BLOCK..].first_chunk();
        block.expect("as much is left before the end, and aside")
    };
    let blocks = bytes.len().div_ceil(BLOCK);
    let mut places = [0; STRETCH * BLOCK];
    // Letters and digits of the blocks of a stretch. How long a word is that runs over the end of a block, the next block tells; after the
    // last one comes none.
    let mut words = [0; STRETCH + 1];
    let mut inside = 0;
    let (first, mut leads) = vectors.classify(block(0));
    words[0] = first;
    for start in (0..blocks).step_by(STRETCH) {
        let stretch = STRETCH.min(blocks - start);
        let mut count = 0;
        for at in 0..stretch {
            let number = start + at;
            let starts = words[at] & !(words[at] << 1 | inside) | leads;
            let starts = starts & vectors.allowed(&halves, block(number));
            note(starts, at * BLOCK, &mut places, &mut count);
            inside = words[at] >> 63;
            (words[at + 1], leads) = if number + 1 < blocks {
                vectors.classify(block(number + 1))
            } else {
                (0, 0)
            };
        }
        let place = |place: u16| {
            let (block, bit) = (usize::from(place) / BLOCK, u32::from(place) % 64);
            // In two steps, because no number is shifted by all of its bits.
            let run = words[block] >> bit | words[block + 1] << 1 << (63 - bit);
            let at = start * BLOCK + usize::from(place);
            Start {
                at,
                first: eight(bytes, at),
                length: (!run | 1 << 8).trailing_zeros() as usize,
            }
        };
        let mut left = 0;
        for n in 0..count {
            places[left] = places[n];
            left += usize::from(wanted(place(places[n])));
        }
        for &wanted in &places[..left] {
            each(place(wanted));
        }
        words[0] = words[stretch];
    }
}

/// Writes the places of a block that begins at `base`, in fours whether there are as many or not.
#[inline(always)]
fn note(mut starts: u64, base: usize, places: &mut [u16; STRETCH * BLOCK], count: &mut usize) {
    let end = *count + starts.count_ones() as usize;
    // A stretch is shorter than any number here.
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
