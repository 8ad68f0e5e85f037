//! The instructions of AVX-512: comparisons give masks, and four shuffles of each half look 64 places up at once.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use core::arch::x86_64::__m512i;

use archmage::{X64V4xToken, arcane};

use super::openings::LOOKED_AT;
use super::wide::{BLOCK, SEEN, Vectors};
use super::{Openings, Start};

#[arcane]
pub(super) fn starts(
    token: X64V4xToken,
    text: &str,
    openings: &Openings,
    wanted: impl Fn(Start) -> bool,
    each: impl FnMut(Start),
) {
    super::wide::starts(token, text, openings, wanted, each);
}

/// [`Openings`] as the shuffles take them: four times in a register.
pub(super) struct Halves {
    lower: [__m512i; LOOKED_AT.len()],
    upper: [__m512i; LOOKED_AT.len()],
}

impl Vectors for X64V4xToken {
    type Halves = Halves;

    #[inline(always)]
    fn halves(self, openings: &Openings) -> Halves {
        Halves {
            lower: openings.lower.map(|half| four_times(self, &half)),
            upper: openings.upper.map(|half| four_times(self, &half)),
        }
    }

    #[inline(always)]
    fn classify(self, seen: &[u8; SEEN]) -> (u64, u64) {
        classify(self, seen)
    }

    #[inline(always)]
    fn allowed(self, halves: &Halves, seen: &[u8; SEEN]) -> u64 {
        allowed(self, halves, seen)
    }
}

#[arcane(import_intrinsics)]
fn four_times(_: X64V4xToken, half: &[u8; 16]) -> __m512i {
    _mm512_broadcast_i32x4(_mm_loadu_si128(half))
}

#[arcane(import_intrinsics)]
fn classify(_: X64V4xToken, seen: &[u8; SEEN]) -> (u64, u64) {
    let bytes = _mm512_loadu_epi8(seen.first_chunk::<BLOCK>().expect("a block is shorter"));
    let set = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
    let letters = _mm512_sub_epi8(_mm512_or_si512(bytes, set(0x20)), set(b'a'));
    let digits = _mm512_sub_epi8(bytes, set(b'0'));
    let letters = _mm512_cmplt_epu8_mask(letters, set(26));
    let digits = _mm512_cmplt_epu8_mask(digits, set(10));
    (letters | digits, _mm512_cmpge_epu8_mask(bytes, set(0xc0)))
}

#[arcane(import_intrinsics)]
fn allowed(_: X64V4xToken, halves: &Halves, seen: &[u8; SEEN]) -> u64 {
    let nibble = _mm512_set1_epi8(15);
    let mut groups = _mm512_set1_epi8(-1);
    for (place, at) in LOOKED_AT.into_iter().enumerate() {
        let bytes = seen[at..].first_chunk::<BLOCK>();
        let bytes = _mm512_loadu_epi8(bytes.expect("as many bytes after the block are seen"));
        let lower = _mm512_and_si512(bytes, nibble);
        let upper = _mm512_and_si512(_mm512_srli_epi16::<4>(bytes), nibble);
        let lower = _mm512_shuffle_epi8(halves.lower[place], lower);
        let upper = _mm512_shuffle_epi8(halves.upper[place], upper);
        groups = _mm512_and_si512(groups, _mm512_and_si512(lower, upper));
    }
    _mm512_test_epi8_mask(groups, groups)
}
