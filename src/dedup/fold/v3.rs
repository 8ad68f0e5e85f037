//! The fold with AVX2: of each eight bytes, a shuffle from a table moves the kept ones to the front.

#![allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]

use archmage::{X64V3Token, arcane};

use super::super::signature::{self, Bands, FACTORS, MINIMA};
use super::wide::{Classes, Vectors, WIDTH};
use super::{Before, CONTINUES, Starts, Words};

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

#[arcane]
pub(super) fn bands(
    token: X64V3Token,
    text: &str,
    padded: &[u8],
    words: Words<'_>,
    room: &mut [u32],
) -> Option<Bands> {
    let signed = || minima(token, signature::hashes(padded, words.starts, room));
    signature::bands(text, words, signed, |stretch| {
        token.classify(stretch).digits
    })
}

#[arcane]
pub(super) fn fold<const STARTS: bool>(
    token: X64V3Token,
    text: &str,
    out: &mut [u8],
    filled: usize,
    before: &mut Before,
    starts: &mut Starts,
) -> usize {
    super::wide::fold::<STARTS>(token, text, out, filled, before, starts)
}

impl Vectors for X64V3Token {
    #[inline(always)]
    fn classify(self, block: &[u8; WIDTH]) -> Classes {
        let mut classes = [[0; WIDTH]; 2];
        // Plain loops over arrays: the compiler makes a few vector instructions of them.
        for (at, byte) in block.iter().enumerate() {
            classes[0][at] = all((byte | 0x20).wrapping_sub(b'a') < 26);
            classes[1][at] = all(byte.wrapping_sub(b'0') < 10);
        }
        Classes {
            letters: mask(self, &classes[0]),
            digits: mask(self, &classes[1]),
            beyond: mask(self, block),
        }
    }

    #[inline(always)]
    fn punctuation(self, block: &[u8; WIDTH]) -> u64 {
        let mut classes = [[0; WIDTH]; 3];
        for (at, &byte) in block.iter().enumerate() {
            classes[0][at] = all(byte == 0xe2);
            classes[1][at] = all(byte == 0x80);
            classes[2][at] = all(byte.wrapping_sub(0x90) < 0x18);
        }
        let [first, second, third] = classes.map(|class| mask(self, &class));
        let first = first & second >> 1 & third >> 2;
        first | first << 1 | first << 2
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
        compress::<STARTS>(self, block, [kept, continues, begins], out)
    }
}

#[arcane(import_intrinsics)]
fn compress<const STARTS: bool>(
    _: X64V3Token,
    block: &[u8; WIDTH],
    [kept, continues, begins]: [u64; 3],
    out: &mut [u8; WIDTH],
) -> u64 {
    let masks = kept.to_le_bytes().into_iter().zip(begins.to_le_bytes());
    let eights = block
        .as_chunks()
        .0
        .iter()
        .map(|&eight| u64::from_le_bytes(eight));
    let (mut length, mut moved) = (0, 0);
    for ((eight, continues), (chosen, begins)) in eights.zip(continues.to_le_bytes()).zip(masks) {
        let lower = eight | u64::from_le_bytes([CONTINUES; 8]);
        let folded = lower ^ SPREAD[usize::from(continues)] >> 2;
        let to_front = TO_FRONT[usize::from(chosen)];
        // The upper half of the register has nothing else to do: it carries the bits along, as bytes.
        let upper = if STARTS {
            SPREAD[usize::from(begins)]
        } else {
            0
        };
        let front = _mm_shuffle_epi8(
            _mm_set_epi64x(upper.cast_signed(), folded.cast_signed()),
            _mm_set_epi64x((to_front | UPPER).cast_signed(), to_front.cast_signed()),
        );
        let count = chosen.count_ones();
        if STARTS {
            let bits = u64::from(_mm_movemask_epi8(front).cast_unsigned() >> 8);
            // Past the kept bytes the shuffle leaves what it likes.
            moved |= (bits & !(u64::MAX << count)) << length;
        }
        // At most 56 bytes precede the last eight.
        let front = _mm_cvtsi128_si64(front).cast_unsigned();
        out[length..length + 8].copy_from_slice(&front.to_le_bytes());
        length += count as usize;
    }
    moved
}

/// The upper bits of 64 bytes.
#[arcane(import_intrinsics)]
fn mask(_: X64V3Token, bytes: &[u8; WIDTH]) -> u64 {
    let [front, back] = [0, 1].map(|half| {
        let half = _mm256_loadu_si256(&bytes.as_chunks::<32>().0[half]);
        u64::from(_mm256_movemask_epi8(half).cast_unsigned())
    });
    front | back << 32
}

#[inline(always)]
fn all(condition: bool) -> u8 {
    if condition { u8::MAX } else { 0 }
}

#[arcane(import_intrinsics)]
fn minima(_: X64V3Token, hashes: &[u32]) -> [u32; MINIMA] {
    let [front, back] = FACTORS.as_chunks::<8>().0 else {
        unreachable!("sixteen are twice eight")
    };
    let factors = [front, back].map(|half| _mm256_loadu_si256(half));
    let mut least = [_mm256_set1_epi32(-1); 2];
    for hash in hashes {
        let hash = _mm256_set1_epi32(hash.cast_signed());
        least[0] = _mm256_min_epu32(least[0], _mm256_mullo_epi32(hash, factors[0]));
        least[1] = _mm256_min_epu32(least[1], _mm256_mullo_epi32(hash, factors[1]));
    }
    let mut minima = [0; MINIMA];
    for (half, least) in minima.as_chunks_mut::<8>().0.iter_mut().zip(least) {
        _mm256_storeu_si256(half, least);
    }
    minima
}
