//! MinHash of a paragraph: sixteen minima, joined two by two into eight bands.
//!
//! A shingle is the eleven folded bytes from the beginning of a word on: two to three words, without cutting words out of
//! the text. Each is hashed once, and the hash multiplied by sixteen odd numbers, which are sixteen orders of the shingles; of each the least
//! product is kept (Broder 1997). A vector register holds all sixteen, so that a shingle costs one multiplication and one comparison. Two
//! paragraphs of which a share `s` of the shingles is common agree in a minimum with probability `s`, and in at
//! least one of the eight bands with 1 - (1 - s^2)^8: 0.998 at 0.75, 0.90 at 0.5, 0.08 at 0.1. A shared band only
//! makes a candidate; the words decide. (Ten bands of three find fewer, 0.74 at 0.5, at the price of two tables more; two make more
//! candidates in vain, and these are cheap.)
//!
//! Near copies never differ in a number, so the digits of a text are mixed into its bands: a template that says another figure every
//! day ("closed at 3.5") makes no pile of candidates.

#![allow(
    clippy::inline_always,
    reason = "bit counts and multiplications are drawn into a function that is compiled for the processor's instructions"
)]

use super::fold::Words;
use super::words::figures;

/// Bands of a signature, each with a table in the index.
pub(super) const BANDS: usize = 8;
/// Minima joined in a band.
const ROWS: usize = 2;
/// Minima of a paragraph.
pub(super) const MINIMA: usize = BANDS * ROWS;
/// Folded bytes of a shingle.
const SHINGLE: usize = 11;
/// Bytes of zeros that follow the folded text.
pub(super) const PADDING: usize = 16;
/// Words below which a paragraph has no near copies: a change of one word is then a change of meaning.
pub(super) const MIN_WORDS: u32 = 8;

/// Odd constants of wyhash and splitmix64.
const SALT: [u64; 3] = [
    0xa076_1d64_78bd_642f,
    0xe703_7ed1_a0b4_28db,
    0xbf58_476d_1ce4_e5b9,
];

/// What a shingle's hash is multiplied by; each is odd, so that no two hashes become one.
#[allow(clippy::cast_possible_truncation, reason = "32 bits are left")]
pub(super) const FACTORS: [u32; MINIMA] = {
    let mut factors = [0; MINIMA];
    let mut number = 0;
    while number < MINIMA {
        let mixed = multiply(number as u64 ^ SALT[0], SALT[2]);
        factors[number] = (mixed >> 32 | 1) as u32;
        number += 1;
    }
    factors
};

/// The eight bands of one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands(pub(super) [u64; BANDS]);

impl Bands {
    /// What a store remembers of how its bands were made.
    pub const KIND: &str = "8 bands of 2 of 16 orders";
}

/// The bands of `text`, which has these `words` once it is folded; none where it has too few words. Texts with other numbers
/// share no band. `signed` finds the least products with each of [`FACTORS`], `digits` the digits in a stretch of text.
#[inline(always)]
pub(super) fn bands(
    text: &str,
    words: Words<'_>,
    signed: impl FnOnce() -> [u32; MINIMA],
    digits: impl Fn(&[u8; 64]) -> u64,
) -> Option<Bands> {
    let count: u32 = words.starts.iter().map(|bits| bits.count_ones()).sum();
    if count < MIN_WORDS {
        return None;
    }
    let minima = signed();
    // Without digits the figures are 0.
    let figures = words.digits.then(|| figures(text, digits));
    let figures = figures.unwrap_or(0) ^ SALT[1];
    let mut bands = [0; BANDS];
    let rows = minima.as_chunks::<ROWS>().0;
    for (number, (band, &[one, other])) in (0..).zip(bands.iter_mut().zip(rows)) {
        let joined = u64::from(one) << 32 | u64::from(other);
        *band = multiply(joined ^ figures ^ number << 61, SALT[2]);
    }
    Some(Bands(bands))
}

/// The hashes of all shingles, put into `room`.
#[inline(always)]
pub(super) fn hashes<'r>(padded: &[u8], starts: &[u64], room: &'r mut [u32]) -> &'r [u32] {
    let mut count = 0;
    for (number, &places) in starts.iter().enumerate() {
        let mut places = places;
        while places != 0 {
            let start = 64 * number + places.trailing_zeros() as usize;
            places &= places - 1;
            let shingle = padded.get(start..).and_then(<[u8]>::first_chunk);
            if let (Some(shingle), Some(hash)) = (shingle, room.get_mut(count)) {
                *hash = shingle_hash(shingle);
                count += 1;
            }
        }
    }
    &room[..count]
}

/// The least product of the hashes with each of [`FACTORS`].
#[inline(always)]
pub(super) fn minima(hashes: &[u32]) -> [u32; MINIMA] {
    let mut minima = [u32::MAX; MINIMA];
    for hash in hashes {
        for (least, factor) in minima.iter_mut().zip(FACTORS) {
            *least = (*least).min(hash.wrapping_mul(factor));
        }
    }
    minima
}

/// What the hash of a shingle is made with, and from where in it: each time four bytes are taken in by exclusive or, multiplied and rotated.
pub(super) const STEPS: [(u8, u32); 3] = [(0, 0x9e37_79b1), (4, 0x85eb_ca77), (7, 0xc2b2_ae3d)];
/// How far is rotated before the next four bytes are taken in.
pub(super) const TURN: u32 = 15;
/// How far the upper bits are moved down at the end.
pub(super) const DOWN: u32 = 16;

#[inline(always)]
fn shingle_hash(shingle: &[u8; SHINGLE]) -> u32 {
    let mut hash = 0u32;
    for (from, step) in STEPS {
        let four = shingle[usize::from(from)..].first_chunk();
        let four = u32::from_le_bytes(*four.expect("the last four are the end of the shingle"));
        hash = (hash.rotate_left(TURN) ^ four).wrapping_mul(step);
    }
    hash ^ hash >> DOWN
}

/// The 128-bit product folded to 64 bits: two instructions that mix every bit.
#[allow(clippy::cast_possible_truncation, reason = "the halves are wanted")]
#[inline(always)]
const fn multiply(a: u64, b: u64) -> u64 {
    let product = a as u128 * b as u128;
    (product as u64) ^ ((product >> 64) as u64)
}
