//! The fold with AVX2: 32 bytes are classified at once, and of each eight the kept ones are moved to the front by a shuffle from a table.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use super::{Before, CONTINUES, Starts, fold_character};
use core::arch::x86_64::{__m128i, __m256i};
use pulp::cast;
use pulp::x86::V3;

/// Bytes classified at once.
const WIDTH: usize = 32;

/// For each choice of eight bytes, the shuffle that moves the chosen ones to the front.
static TO_FRONT: [u64; 256] = {
    let mut table = [0u64; 256];
    let mut choice = 0;
    while choice < 256 {
        let (mut shuffle, mut count, mut byte) = (0u64, 0, 0);
        while byte < 8u64 {
            if choice >> byte & 1 == 1 {
                shuffle |= byte << (8 * count);
                count += 1;
            }
            byte += 1;
        }
        table[choice] = shuffle;
        choice += 1;
    }
    table
};

/// For each choice of eight bits, the bytes whose upper bit is set.
static SPREAD: [u64; 256] = {
    let mut table = [0u64; 256];
    let mut choice = 0;
    while choice < 256 {
        let mut bit = 0;
        while bit < 8u64 {
            if choice >> bit & 1 == 1 {
                table[choice] |= 0x80 << (8 * bit);
            }
            bit += 1;
        }
        choice += 1;
    }
    table
};

/// Added to a shuffle of the lower eight bytes to make it one of the upper eight.
const UPPER: u64 = 0x0808_0808_0808_0808;

/// The whole loop, so that the instructions it uses are inlined into it.
pub(super) struct Folding<'a, const STARTS: bool> {
    pub(super) simd: V3,
    pub(super) text: &'a str,
    pub(super) out: &'a mut [u8],
    pub(super) filled: usize,
    pub(super) before: &'a mut Before,
    pub(super) starts: &'a mut Starts,
}

impl<const STARTS: bool> pulp::NullaryFnOnce for Folding<'_, STARTS> {
    type Output = usize;

    #[inline(always)]
    fn call(self) -> usize {
        let Self {
            simd,
            text,
            out,
            filled,
            before,
            starts,
        } = self;
        let bytes = text.as_bytes();
        let mut place = filled;
        let mut at = 0;
        while at < bytes.len() {
            // Each group is read with the byte before it. At the ends of the text it is put together aside; the
            // zeros that fill it up are dropped like any other mark.
            let mut aside = [0u8; WIDTH + 1];
            let group: &[u8; WIDTH + 1] = match bytes.get(at.wrapping_sub(1)..at + WIDTH) {
                Some(group) if before.byte == group[0] => {
                    group.try_into().expect("the range has this length")
                }
                _ => {
                    aside[0] = before.byte;
                    let rest = &bytes[at..];
                    match rest.first_chunk::<WIDTH>() {
                        Some(group) => aside[1..].copy_from_slice(group),
                        None => aside[1..=rest.len()].copy_from_slice(rest),
                    }
                    &aside
                }
            };
            let taken = WIDTH.min(bytes.len() - at);
            let (folded, kept, beyond) = classify(simd, group);
            let ascii = taken.min(beyond.trailing_zeros() as usize);
            let kept = kept & (u32::MAX >> (WIDTH - ascii.max(1)));
            let kept = if ascii == 0 { 0 } else { kept };
            let begins = if STARTS {
                kept & !(kept << 1 | u32::from(before.kept))
            } else {
                0
            };
            let (length, begins) = compress::<STARTS>(simd, folded, (kept, begins), out, place);
            if STARTS {
                starts.add(place, begins);
            }
            place += length;
            at += ascii;
            if ascii > 0 {
                before.kept = kept >> (ascii - 1) & 1 == 1;
                before.number = false;
                before.byte = group[ascii];
            }
            if ascii < taken {
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
}

/// The folded bytes; a bit for each that is kept; a bit for each beyond ASCII.
#[inline(always)]
fn classify(simd: V3, group: &[u8; WIDTH + 1]) -> ([u64; 4], u32, u32) {
    let mut folded = [0u8; WIDTH];
    let mut kept = [0u8; WIDTH];
    // Plain loops over arrays: the compiler makes a few vector instructions of them.
    for i in 0..WIDTH {
        let (previous, byte) = (group[i], group[i + 1]);
        let lower = byte | 0x20;
        let letter = all(lower.wrapping_sub(b'a') < 26);
        let digit = all(byte.wrapping_sub(b'0') < 10);
        let continues = digit & all(previous.wrapping_sub(b'0') < 10);
        kept[i] = letter | digit;
        folded[i] = lower ^ (continues & CONTINUES);
    }
    let mut beyond = [0u8; WIDTH];
    beyond.copy_from_slice(&group[1..]);
    let bits = |bytes: [u8; WIDTH]| {
        let bytes: __m256i = cast(bytes);
        simd.avx2._mm256_movemask_epi8(bytes).cast_unsigned()
    };
    (cast(folded), bits(kept), bits(beyond))
}

/// Writes the kept bytes; returns how many, and of the bits in `begins` those that tell of them, moved to the front like the bytes.
#[inline(always)]
fn compress<const STARTS: bool>(
    simd: V3,
    folded: [u64; 4],
    (kept, begins): (u32, u32),
    out: &mut [u8],
    place: usize,
) -> (usize, u32) {
    let out = &mut out[place..place + WIDTH];
    let (mut length, mut moved) = (0, 0);
    let groups = folded.into_iter().zip(kept.to_le_bytes());
    for ((eight, chosen), begins) in groups.zip(begins.to_le_bytes()) {
        let to_front = TO_FRONT[chosen as usize];
        // The upper half of the register has nothing else to do: it carries the bits along, as bytes.
        let upper = if STARTS { SPREAD[begins as usize] } else { 0 };
        let eight: __m128i = cast([eight, upper]);
        let shuffle: __m128i = cast([to_front, to_front | UPPER]);
        let front = simd.ssse3._mm_shuffle_epi8(eight, shuffle);
        let count = chosen.count_ones();
        if STARTS {
            let bits = simd.sse2._mm_movemask_epi8(front).cast_unsigned() >> 8;
            // Past the kept bytes the shuffle leaves what it likes.
            moved |= (bits & !(u32::MAX << count)) << length;
        }
        let front: [u64; 2] = cast(front);
        // At most 24 bytes precede the last eight.
        out[length..length + 8].copy_from_slice(&front[0].to_le_bytes());
        length += count as usize;
    }
    (length, moved)
}

#[inline(always)]
fn all(condition: bool) -> u8 {
    if condition { u8::MAX } else { 0 }
}
