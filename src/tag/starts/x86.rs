//! The way of processors with AVX2: 64 bytes at a time.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use core::arch::x86_64::__m256i;

use pulp::cast;
use pulp::x86::V3;

use super::openings::{LOOKED_AT, Openings};
use super::{Start, eight};

/// Bytes classified at once: a mask has a bit for each.
const BLOCK: usize = 64;
/// Bytes of a register.
const WIDTH: usize = 32;
/// Bytes after a block that are looked at.
const AHEAD: usize = LOOKED_AT[3];

/// Places that wait to be handed over. Whether one is wanted cannot be foretold, and a processor that guesses wrong loses more time than
/// the question took: so every place is written, and the end moves on only past those that are wanted.
const WAITING: usize = 4 * BLOCK;

/// The whole loop, so that the instructions it uses are inlined into it.
pub(super) struct Starting<'t, W, F> {
    pub(super) simd: V3,
    pub(super) text: &'t str,
    pub(super) openings: &'t Openings,
    pub(super) wanted: W,
    pub(super) each: F,
}

impl<W: Fn(Start) -> bool, F: FnMut(Start)> pulp::NullaryFnOnce for Starting<'_, W, F> {
    type Output = ();

    #[inline(always)]
    fn call(self) {
        let Self {
            simd,
            text,
            openings,
            wanted,
            mut each,
        } = self;
        let bytes = text.as_bytes();
        let openings = Halves::new(openings);
        // The end of the text is looked at aside, with zeros after it, which begin no word.
        let direct = bytes.len().saturating_sub(AHEAD) / BLOCK;
        let rest = &bytes[direct * BLOCK..];
        let mut end = [0; 2 * BLOCK + AHEAD];
        end[..rest.len()].copy_from_slice(rest);
        let block = |number: usize| -> &[u8; BLOCK + AHEAD] {
            let (from, at) = if number < direct {
                (bytes, number)
            } else {
                (&end[..], number - direct)
            };
            let block = from[at * BLOCK..].first_chunk();
            block.expect("as much is left before the end, and aside")
        };
        let blocks = bytes.len().div_ceil(BLOCK);
        let mut waiting = [0; WAITING];
        let mut count = 0;
        let mut inside = 0;
        let mut masks = classify(simd, block(0));
        // How long a word is that runs over the end of a block, the next block tells; after the last one comes none.
        for number in 0..blocks {
            let next = if number + 1 < blocks {
                classify(simd, block(number + 1))
            } else {
                (0, 0)
            };
            let (words, leads) = masks;
            let starts = words & !(words << 1 | inside) | leads;
            let allowed = openings.allowed(simd, block(number));
            let block = Block {
                base: number * BLOCK,
                starts: starts & allowed,
                words,
                next: next.0,
            };
            block.places(bytes, &wanted, &mut waiting, &mut count);
            inside = words >> 63;
            masks = next;
            if count > WAITING - BLOCK {
                hand_over(bytes, &waiting[..count], &mut each);
                count = 0;
            }
        }
        hand_over(bytes, &waiting[..count], &mut each);
    }
}

/// [`Openings`] as the shuffles of vector instructions take them: twice in a register.
struct Halves {
    lower: [__m256i; LOOKED_AT.len()],
    upper: [__m256i; LOOKED_AT.len()],
}

impl Halves {
    #[inline(always)]
    fn new(openings: &Openings) -> Self {
        let twice = |half: [u8; 16]| -> __m256i { cast([half, half]) };
        Self {
            lower: openings.lower.map(twice),
            upper: openings.upper.map(twice),
        }
    }

    /// A bit for each of 64 places that a phrase may begin at.
    #[inline(always)]
    fn allowed(&self, simd: V3, block: &[u8; BLOCK + AHEAD]) -> u64 {
        let mut allowed = 0;
        for half in [0, WIDTH] {
            let mut groups = simd.avx._mm256_set1_epi8(-1);
            for (place, at) in LOOKED_AT.into_iter().enumerate() {
                let mut bytes = [0u8; WIDTH];
                bytes.copy_from_slice(&block[half + at..half + at + WIDTH]);
                let bytes: __m256i = cast(bytes);
                let nibble = simd.avx._mm256_set1_epi8(15);
                let lower = simd.avx2._mm256_and_si256(bytes, nibble);
                let upper = simd.avx2._mm256_srli_epi16::<4>(bytes);
                let upper = simd.avx2._mm256_and_si256(upper, nibble);
                let lower = simd.avx2._mm256_shuffle_epi8(self.lower[place], lower);
                let upper = simd.avx2._mm256_shuffle_epi8(self.upper[place], upper);
                let both = simd.avx2._mm256_and_si256(lower, upper);
                groups = simd.avx2._mm256_and_si256(groups, both);
            }
            let none = simd
                .avx2
                ._mm256_cmpeq_epi8(groups, simd.avx._mm256_setzero_si256());
            let none = simd.avx2._mm256_movemask_epi8(none).cast_unsigned();
            allowed |= u64::from(!none) << half;
        }
        allowed
    }
}

/// Hands over the places in `waiting`; the lowest four bits of each are the length of its word.
#[inline(always)]
fn hand_over(bytes: &[u8], waiting: &[u64], each: &mut impl FnMut(Start)) {
    for &place in waiting {
        let at = usize::try_from(place >> 4).unwrap_or(usize::MAX);
        each(Start {
            at,
            first: eight(bytes, at),
            length: usize::try_from(place & 15).unwrap_or(0),
        });
    }
}

/// What is known of 64 bytes.
struct Block {
    base: usize,
    /// Where words begin.
    starts: u64,
    /// Letters and digits.
    words: u64,
    /// Those of the block after.
    next: u64,
}

impl Block {
    /// Writes the places that are wanted.
    #[inline(always)]
    fn places(
        self,
        bytes: &[u8],
        wanted: &impl Fn(Start) -> bool,
        waiting: &mut [u64; WAITING],
        count: &mut usize,
    ) {
        let mut starts = self.starts;
        let mut end = *count;
        while starts != 0 {
            let place = starts.trailing_zeros();
            starts &= starts - 1;
            let at = self.base + place as usize;
            let first = eight(bytes, at);
            // In two steps, because no number is shifted by all of its bits.
            let run = self.words >> place | self.next << 1 << (63 - place);
            let length = (!run | 1 << 8).trailing_zeros() as usize;
            waiting[end % WAITING] = (at as u64) << 4 | length as u64;
            end += usize::from(wanted(Start { at, first, length }));
        }
        *count = end;
    }
}

/// A bit for each ASCII letter or digit, and one for each first byte of a longer character.
#[inline(always)]
fn classify(simd: V3, block: &[u8; BLOCK + AHEAD]) -> (u64, u64) {
    let (mut words, mut leads) = ([0u8; BLOCK], [0u8; BLOCK]);
    // Plain loops over arrays: the compiler makes a few vector instructions of them.
    for i in 0..BLOCK {
        let byte = block[i];
        let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
        let digit = byte.wrapping_sub(b'0') < 10;
        words[i] = if letter | digit { 0xff } else { 0 };
    }
    for i in 0..BLOCK {
        leads[i] = if block[i] >= 0xc0 { 0xff } else { 0 };
    }
    (mask(simd, words), mask(simd, leads))
}

#[inline(always)]
fn mask(simd: V3, bytes: [u8; BLOCK]) -> u64 {
    let [low, high]: [__m256i; 2] = cast(bytes);
    let bits = |half| u64::from(simd.avx2._mm256_movemask_epi8(half).cast_unsigned());
    bits(low) | bits(high) << (BLOCK / 2)
}
