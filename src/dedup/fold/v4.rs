//! The fold with AVX-512: comparisons give masks, and one instruction moves the kept bytes to the front.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use archmage::{X64V4xToken, arcane};

use super::wide::{Classes, Vectors, WIDTH};
use super::{Before, CONTINUES, Starts};

/// Does some work where the compiler may use AVX-512.
#[arcane]
pub(super) fn vectorized<R>(_: X64V4xToken, work: impl FnOnce() -> R) -> R {
    work()
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
