//! The fold with AVX-512: comparisons give masks, and one instruction moves the kept bytes to the front.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use archmage::{X64V4xToken, arcane};

use super::super::signature::{self, Bands, DOWN, FACTORS, MINIMA, STEPS, TURN};
use super::wide::{Classes, Vectors, WIDTH};
use super::{Before, CONTINUES, Starts, Words};

#[arcane]
pub(super) fn bands(
    token: X64V4xToken,
    text: &str,
    padded: &[u8],
    words: Words<'_>,
    room: &mut [u32],
) -> Option<Bands> {
    let signed = || minima(token, hashes(token, padded, words.starts, room));
    signature::bands(text, words, signed, |stretch| {
        token.classify(stretch).digits
    })
}

#[arcane]
pub(super) fn fold<const STARTS: bool>(
    token: X64V4xToken,
    text: &str,
    out: &mut [u8],
    filled: usize,
    before: &mut Before,
    starts: &mut Starts,
) -> usize {
    super::wide::fold::<STARTS>(token, text, out, filled, before, starts)
}

impl Vectors for X64V4xToken {
    #[inline(always)]
    fn classify(self, block: &[u8; WIDTH]) -> Classes {
        classify(self, block)
    }

    #[inline(always)]
    fn punctuation(self, block: &[u8; WIDTH]) -> u64 {
        punctuation(self, block)
    }

    #[inline(always)]
    fn compress<const STARTS: bool>(
        self,
        block: &[u8; WIDTH],
        kept: u64,
        continues: u64,
        begins: u64,
        out: &mut [u8; WIDTH],
    ) -> u64 {
        compress::<STARTS>(self, block, kept, continues, begins, out)
    }
}

#[arcane(import_intrinsics)]
fn classify(_: X64V4xToken, block: &[u8; WIDTH]) -> Classes {
    let bytes = _mm512_loadu_epi8(block);
    let lower = _mm512_or_si512(bytes, _mm512_set1_epi8(0x20));
    let letters = _mm512_sub_epi8(lower, _mm512_set1_epi8(b'a'.cast_signed()));
    let digits = _mm512_sub_epi8(bytes, _mm512_set1_epi8(b'0'.cast_signed()));
    Classes {
        letters: _mm512_cmplt_epu8_mask(letters, _mm512_set1_epi8(26)),
        digits: _mm512_cmplt_epu8_mask(digits, _mm512_set1_epi8(10)),
        beyond: _mm512_movepi8_mask(bytes),
    }
}

#[arcane(import_intrinsics)]
fn punctuation(_: X64V4xToken, block: &[u8; WIDTH]) -> u64 {
    let bytes = _mm512_loadu_epi8(block);
    let is = |byte: u8| _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(byte.cast_signed()));
    let third = _mm512_sub_epi8(bytes, _mm512_set1_epi8(0x90u8.cast_signed()));
    let third = _mm512_cmplt_epu8_mask(third, _mm512_set1_epi8(0x18));
    let first = is(0xe2) & is(0x80) >> 1 & third >> 2;
    first | first << 1 | first << 2
}

#[arcane(import_intrinsics)]
fn compress<const STARTS: bool>(
    _: X64V4xToken,
    block: &[u8; WIDTH],
    kept: u64,
    continues: u64,
    begins: u64,
    out: &mut [u8; WIDTH],
) -> u64 {
    // The bit that makes capitals small is set in every digit, so that there subtracting is as good as exclusive or.
    let bit = _mm512_set1_epi8(CONTINUES.cast_signed());
    let lower = _mm512_or_si512(_mm512_loadu_epi8(block), bit);
    let folded = _mm512_mask_sub_epi8(lower, continues, lower, bit);
    _mm512_storeu_epi8(out, _mm512_maskz_compress_epi8(kept, folded));
    if STARTS { _pext_u64(begins, kept) } else { 0 }
}

#[arcane(import_intrinsics)]
fn minima(_: X64V4xToken, hashes: &[u32]) -> [u32; MINIMA] {
    let factors = _mm512_loadu_epi32(&FACTORS.map(u32::cast_signed));
    let mut least = _mm512_set1_epi32(-1);
    for hash in hashes {
        let hash = _mm512_set1_epi32(hash.cast_signed());
        least = _mm512_min_epu32(least, _mm512_mullo_epi32(hash, factors));
    }
    let mut minima = [0; MINIMA];
    _mm512_storeu_epi32(&mut minima, least);
    minima.map(i32::cast_unsigned)
}

/// Hashes of one step.
const LANES: usize = 16;
/// Each place of a block.
const PLACES: [u8; WIDTH] = {
    let mut places = [0; WIDTH];
    let mut place = 0u8;
    while (place as usize) < WIDTH {
        places[place as usize] = place;
        place += 1;
    }
    places
};

/// The hashes of all shingles, sixteen at a time: where they begin is moved to the front, and their bytes are fetched from there on.
#[arcane(import_intrinsics)]
fn hashes<'r>(_: X64V4xToken, padded: &[u8], starts: &[u64], room: &'r mut [u32]) -> &'r [u32] {
    let all = _mm512_loadu_epi8(&PLACES.map(u8::cast_signed));
    let next = _mm512_set1_epi8(16);
    let four = _mm512_set1_epi32(0x0302_0100);
    // Each of the first sixteen bytes four times.
    let spread = _mm512_srli_epi16::<2>(all);
    let spread = _mm512_and_si512(spread, _mm512_set1_epi8(0x0f));
    let mut count = 0;
    for (number, &bits) in starts.iter().enumerate() {
        let Some(blocks) = padded[WIDTH * number..].first_chunk::<{ 2 * WIDTH }>() else {
            unreachable!("the caller leaves as much room behind the text")
        };
        let [here, there] = blocks.as_chunks::<WIDTH>().0 else {
            unreachable!("a hundred and twenty-eight are twice sixty-four")
        };
        let (here, there) = (_mm512_loadu_epi8(here), _mm512_loadu_epi8(there));
        let places = _mm512_maskz_compress_epi8(bits, all);
        let mut left = bits.count_ones() as usize;
        let mut chosen = spread;
        loop {
            let at = _mm512_add_epi8(_mm512_permutexvar_epi8(chosen, places), four);
            let mut hash = _mm512_setzero_si512();
            for (from, step) in STEPS {
                let at = _mm512_add_epi8(at, _mm512_set1_epi8(from.cast_signed()));
                let bytes = _mm512_permutex2var_epi8(here, at, there);
                hash = _mm512_xor_si512(_mm512_rol_epi32::<{ TURN.cast_signed() }>(hash), bytes);
                hash = _mm512_mullo_epi32(hash, _mm512_set1_epi32(step.cast_signed()));
            }
            hash = _mm512_xor_si512(hash, _mm512_srli_epi32::<DOWN>(hash));
            let Some(room) = room[count..].first_chunk_mut::<LANES>() else {
                unreachable!("the caller leaves room for as many as there are words, and more")
            };
            _mm512_storeu_epi32(room, hash);
            count += left.min(LANES);
            if left <= LANES {
                break;
            }
            left -= LANES;
            chosen = _mm512_add_epi8(chosen, next);
        }
    }
    &room[..count]
}
