//! The instructions of AVX2, on two registers of 32 bytes a block.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use core::arch::x86_64::__m256i;

use archmage::{X64V3Token, arcane};

use super::openings::LOOKED_AT;
use super::wide::{BLOCK, SEEN, Vectors};
use super::{Openings, Start};

/// Bytes of a register.
const WIDTH: usize = 32;

#[arcane]
pub(super) fn starts(
    token: X64V3Token,
    text: &str,
    openings: &Openings,
    wanted: impl Fn(Start) -> bool,
    each: impl FnMut(Start),
) {
    super::wide::starts(token, text, openings, wanted, each);
}

/// [`Openings`] as the shuffles take them: twice in a register.
pub(super) struct Halves {
    lower: [__m256i; LOOKED_AT.len()],
    upper: [__m256i; LOOKED_AT.len()],
}

impl Vectors for X64V3Token {
    type Halves = Halves;

    #[inline(always)]
    fn halves(self, openings: &Openings) -> Halves {
        Halves {
            lower: openings.lower.map(|half| twice(self, &half)),
            upper: openings.upper.map(|half| twice(self, &half)),
        }
    }

    #[inline(always)]
    fn classify(self, seen: &[u8; SEEN]) -> (u64, u64) {
        let (mut words, mut leads) = ([0u8; BLOCK], [0u8; BLOCK]);
        // Plain loops over arrays: the compiler makes a few vector instructions of them.
        for (at, word) in words.iter_mut().enumerate() {
            let byte = seen[at];
            let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
            let digit = byte.wrapping_sub(b'0') < 10;
            *word = if letter | digit { 0xff } else { 0 };
        }
        for (at, lead) in leads.iter_mut().enumerate() {
            *lead = if seen[at] >= 0xc0 { 0xff } else { 0 };
        }
        (mask(self, &words), mask(self, &leads))
    }

    #[inline(always)]
    fn allowed(self, halves: &Halves, seen: &[u8; SEEN]) -> u64 {
        allowed(self, halves, seen)
    }
}

#[arcane(import_intrinsics)]
fn twice(_: X64V3Token, half: &[u8; 16]) -> __m256i {
    _mm256_broadcastsi128_si256(_mm_loadu_si128(half))
}

#[arcane(import_intrinsics)]
fn allowed(_: X64V3Token, halves: &Halves, seen: &[u8; SEEN]) -> u64 {
    let nibble = _mm256_set1_epi8(15);
    let mut allowed = 0;
    for half in [0, WIDTH] {
        let mut groups = _mm256_set1_epi8(-1);
        for (place, at) in LOOKED_AT.into_iter().enumerate() {
            let bytes = seen[half + at..].first_chunk::<WIDTH>();
            let bytes = _mm256_loadu_si256(bytes.expect("as many bytes after the block are seen"));
            let lower = _mm256_and_si256(bytes, nibble);
            let upper = _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), nibble);
            let lower = _mm256_shuffle_epi8(halves.lower[place], lower);
            let upper = _mm256_shuffle_epi8(halves.upper[place], upper);
            groups = _mm256_and_si256(groups, _mm256_and_si256(lower, upper));
        }
        let none = _mm256_cmpeq_epi8(groups, _mm256_setzero_si256());
        let none = _mm256_movemask_epi8(none).cast_unsigned();
        allowed |= u64::from(!none) << half;
    }
    allowed
}

/// The upper bits of 64 bytes.
#[arcane(import_intrinsics)]
fn mask(_: X64V3Token, bytes: &[u8; BLOCK]) -> u64 {
    let [front, back] = [0, 1].map(|half| {
        let half = _mm256_loadu_si256(&bytes.as_chunks::<WIDTH>().0[half]);
        u64::from(_mm256_movemask_epi8(half).cast_unsigned())
    });
    front | back << WIDTH
}
