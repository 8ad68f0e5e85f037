//! One-permutation MinHash of a paragraph: sixteen bins in one pass, joined two by two into eight bands.
//!
//! A shingle is the twelve folded bytes from the beginning of a word on: two to three words, without cutting words out of
//! the text. Each shingle is hashed once; the hash names a bin and bids for its minimum (Li, Owen and Zhang 2012). A bin that
//! got no bid borrows from another that did, chosen by a hash of its own number (Shrivastava 2017), so that short paragraphs
//! compare without bias. Two paragraphs of which a share `s` of the shingles is common agree in a bin with probability `s`, and in at
//! least one of the eight bands with 1 - (1 - s^2)^8: 0.998 at 0.75, 0.90 at 0.5, 0.08 at 0.1. A shared band only
//! makes a candidate; the words decide. (Ten bands of three bins find fewer, 0.74 at 0.5, at the price of two tables more; two bins make more
//! candidates in vain, and these are cheap.)
//!
//! Near copies never differ in a number, so the digits of a text are mixed into its bands: a template that says another figure every
//! day ("closed at 3.5") makes no pile of candidates.

#![allow(
    clippy::inline_always,
    reason = "bit counts and multiplications are drawn into a function that is compiled for the processor's instructions"
)]

/// Bands of a signature, each with a table in the index.
pub(super) const BANDS: usize = 8;
/// Bins joined in a band.
const ROWS: usize = 2;
const BINS: usize = BANDS * ROWS;
/// Bits that name a bin.
const BIN_BITS: u32 = BINS.ilog2();
/// Folded bytes of a shingle.
const SHINGLE: usize = 12;
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

/// The eight bands of one paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bands(pub(super) [u64; BANDS]);

impl Bands {
    /// What a store remembers of how its bands were made.
    pub const KIND: &str = "8 bands of 2";
}

/// The bands of a folded text (with [`PADDING`] zeros behind it) whose words begin at the bits of `starts`; none where it has too few words.
/// `figures` stands for its numbers: texts with other ones share no band.
#[inline(always)]
pub(super) fn bands(padded: &[u8], starts: &[u64], figures: impl FnOnce() -> u64) -> Option<Bands> {
    let words: u32 = starts.iter().map(|bits| bits.count_ones()).sum();
    if words < MIN_WORDS {
        return None;
    }
    let mut bins = [EMPTY; BINS];
    for (number, &places) in starts.iter().enumerate() {
        let mut places = places;
        while places != 0 {
            let start = 64 * number + places.trailing_zeros() as usize;
            places &= places - 1;
            let Some(shingle) = padded.get(start..).and_then(<[u8]>::first_chunk) else {
                continue;
            };
            let hash = shingle_hash(shingle);
            let bin = &mut bins[bin_of(hash)];
            *bin = (*bin).min(hash & EMPTY >> BIN_BITS);
        }
    }
    let offered = bins;
    for (number, bin) in bins.iter_mut().enumerate() {
        let mut lender = number as u64 + 1;
        while *bin == EMPTY {
            lender = multiply(lender ^ SALT[0], SALT[2]);
            *bin = offered[bin_of(lender)];
        }
    }
    let figures = figures();
    let mut bands = [0; BANDS];
    for (number, (band, rows)) in bands.iter_mut().zip(bins.chunks_exact(ROWS)).enumerate() {
        *band = rows
            .iter()
            .fold(number as u64 ^ SALT[1] ^ figures, |hash, &row| {
                multiply(hash ^ row, SALT[2]).rotate_left(29)
            });
    }
    Some(Bands(bands))
}

/// Stands in a bin that got no bid; none is as great.
const EMPTY: u64 = u64::MAX;

/// The bin that a hash names.
#[inline(always)]
fn bin_of(hash: u64) -> usize {
    (hash >> (64 - BIN_BITS)) as usize
}

#[inline(always)]
fn shingle_hash(shingle: &[u8; SHINGLE]) -> u64 {
    let [first @ .., a, b, c, d] = *shingle;
    let second = u64::from_le_bytes([a, b, c, d, 0, 0, 0, 0]);
    multiply(u64::from_le_bytes(first) ^ SALT[0], second ^ SALT[1])
}

/// The 128-bit product folded to 64 bits: two instructions that mix every bit.
#[allow(clippy::cast_possible_truncation, reason = "the halves are wanted")]
#[inline(always)]
fn multiply(a: u64, b: u64) -> u64 {
    let product = u128::from(a) * u128::from(b);
    (product as u64) ^ ((product >> 64) as u64)
}
