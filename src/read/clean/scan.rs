//! The check that most articles pass: is there anything in this text to clean at all?
//!
//! Cleaning costs; looking costs next to nothing. Blocks of 64 bytes are compared at once, in a loop without branches that the
//! compiler turns into vector instructions; only a block that holds a byte above ASCII is looked at character by character, and
//! the characters of ordinary news copy (curly quotes, dashes, accented letters) pass there too.

#[cfg(target_arch = "x86_64")]
use archmage::{SimdToken, X64V4Token};

/// What a text may need, one flag for each pass of the cleaner. A flag set means "look"; a flag unset means "nothing there".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "one flag a pass, independent of one another"
)]
pub(super) struct Findings {
    /// Controls, tabs, carriage returns, doubled or exotic spaces, invisible characters.
    pub(super) spaces: bool,
    /// An ampersand.
    pub(super) entities: bool,
    /// A less-than sign.
    pub(super) tags: bool,
    /// A pair of characters that may be UTF-8 read as Latin-1 or Windows-1252.
    pub(super) mojibake: bool,
    /// A character that normalisation form C may change.
    pub(super) composition: bool,
    /// A NUL.
    pub(super) nul: bool,
}

impl Findings {
    /// Whether nothing was found.
    pub(super) fn none(self) -> bool {
        self == Self::default()
    }
}

const BLOCK: usize = 64;
const HIGH: u8 = 1;
const CONTROL: u8 = 2;
const AMPERSAND: u8 = 4;
const LESS: u8 = 8;
const DOUBLE: u8 = 16;

/// Looks through a text once, the fastest way that this processor can.
pub(super) fn scan(text: &str) -> Findings {
    #[cfg(target_arch = "x86_64")]
    if let Some(token) = X64V4Token::summon() {
        return v4::scan(token, text);
    }
    scan_with(text, flags_of)
}

/// Looks through a text with the given answer to what 64 bytes and the one after hold.
#[allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]
#[inline(always)]
fn scan_with(text: &str, flags_of: impl Fn(&[u8; BLOCK + 1]) -> u8) -> Findings {
    let bytes = text.as_bytes();
    let mut found = Findings::default();
    let mut flags = 0u8;
    let mut at = 0;
    // One byte more than the block, so that a pair of spaces over its edge is seen.
    while at + BLOCK < bytes.len() {
        let block: &[u8; BLOCK + 1] = bytes[at..=at + BLOCK]
            .try_into()
            .expect("the slice has that length");
        let here = flags_of(block);
        flags |= here;
        if here & HIGH != 0 {
            look_above_ascii(text, at, at + BLOCK, &mut found);
        }
        at += BLOCK;
    }
    let rest = &bytes[at..];
    let mut last = [b'.'; BLOCK + 1];
    last[..rest.len()].copy_from_slice(rest);
    let here = flags_of(&last);
    flags |= here;
    if here & HIGH != 0 {
        look_above_ascii(text, at, bytes.len(), &mut found);
    }
    found.entities = flags & AMPERSAND != 0;
    found.tags = flags & LESS != 0;
    if flags & CONTROL != 0 {
        found.nul = memchr::memchr(0, bytes).is_some();
        found.spaces = true;
    }
    found.spaces |= flags & DOUBLE != 0;
    found
}

#[cfg(target_arch = "x86_64")]
mod v4 {
    use archmage::{X64V4Token, arcane};

    use super::{AMPERSAND, BLOCK, CONTROL, DOUBLE, Findings, HIGH, LESS};

    #[arcane]
    pub(super) fn scan(token: X64V4Token, text: &str) -> Findings {
        super::scan_with(text, |block| flags_of(token, block))
    }

    /// The same flags, by AVX-512: each question is one comparison.
    #[arcane(import_intrinsics)]
    fn flags_of(_token: X64V4Token, block: &[u8; BLOCK + 1]) -> u8 {
        let bytes = _mm512_loadu_epi8(block.first_chunk::<BLOCK>().expect("it is longer"));
        let set = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
        let is = |byte: u8| _mm512_cmpeq_epi8_mask(bytes, set(byte));
        let control = _mm512_cmplt_epu8_mask(bytes, set(0x20)) & !is(b'\n') | is(0x7f);
        let spaces = is(b' ');
        let after = u64::from(block[BLOCK] == b' ') << (BLOCK - 1);
        let double = spaces & (spaces >> 1 | after);
        let flag = |mask: u64, flag: u8| if mask == 0 { 0 } else { flag };
        flag(_mm512_movepi8_mask(bytes), HIGH)
            | flag(control, CONTROL)
            | flag(is(b'&'), AMPERSAND)
            | flag(is(b'<'), LESS)
            | flag(double, DOUBLE)
    }
}

/// Flags of 64 bytes. One plain loop a question: together in one loop the compiler carries the byte before along and gives up on
/// vectors. For the same reason it must not be drawn into its caller.
#[inline(never)]
#[allow(
    clippy::needless_bitwise_bool,
    reason = "a branch would keep the loops from becoming vector instructions"
)]
fn flags_of(block: &[u8; BLOCK + 1]) -> u8 {
    let mut high = 0;
    for byte in &block[..BLOCK] {
        high |= byte;
    }
    let (mut control, mut ampersand, mut less, mut double) = (false, false, false, false);
    for &byte in &block[..BLOCK] {
        control |= (byte < 0x20) & (byte != b'\n') | (byte == 0x7f);
    }
    for &byte in &block[..BLOCK] {
        ampersand |= byte == b'&';
    }
    for &byte in &block[..BLOCK] {
        less |= byte == b'<';
    }
    for (&byte, &next) in block[..BLOCK].iter().zip(&block[1..]) {
        double |= (byte == b' ') & (next == b' ');
    }
    let flag = |set: bool, flag: u8| if set { flag } else { 0 };
    flag(high >= 0x80, HIGH)
        | flag(control, CONTROL)
        | flag(ampersand, AMPERSAND)
        | flag(less, LESS)
        | flag(double, DOUBLE)
}

/// Looks at the characters above ASCII that begin in `from..to`, eight bytes at a time: most of a block is ASCII all the same.
fn look_above_ascii(text: &str, from: usize, to: usize, found: &mut Findings) {
    let bytes = text.as_bytes();
    let (words, rest) = bytes[from..to].as_chunks();
    let mut at = from;
    for word in words {
        let mut high = u64::from_le_bytes(*word) & 0x8080_8080_8080_8080;
        while high != 0 {
            look_at(bytes, at + (high.trailing_zeros() / 8) as usize, found);
            high &= high - 1;
        }
        at += word.len();
    }
    for i in to - rest.len()..to {
        look_at(bytes, i, found);
    }
}

/// Looks at the character that begins at `i`; nothing where none above ASCII does.
#[inline]
fn look_at(bytes: &[u8], i: usize, found: &mut Findings) {
    let next = |i: usize| bytes.get(i).copied().unwrap_or(0);
    let lead = bytes[i];
    if lead < 0xc0 {
        // ASCII, or the rest of a character that began before.
        return;
    }
    let second = next(i + 1);
    match lead {
        // C1 controls, no-break space, soft hyphen.
        0xc2 if second <= 0xa0 || second == 0xad => found.spaces = true,
        // A letter that a UTF-8 lead byte looks like in Latin-1, and no ASCII after it.
        0xc3 if (0x82..=0xb4).contains(&second) && next(i + 2) >= 0x80 => {
            found.mojibake = true;
        }
        // Combining marks, and the Greek signs with a canonical equivalent.
        0xcc | 0xcd => found.composition = true,
        0xce if second == 0x87 => found.composition = true,
        0xd6..=0xd9 | 0xe0 | 0xe1 => {
            found.composition = true;
            // Ogham space, Mongolian vowel separator.
            found.spaces |= lead == 0xe1;
        }
        0xe2 => match (second, next(i + 2)) {
            (0x80, 0x93 | 0x94 | 0x98..=0x9f | 0xa0..=0xa2 | 0xa6) => {}
            (0x80 | 0x81, _) => found.spaces = true,
            (0x84 | 0x8c | 0xab, _) => found.composition = true,
            _ => {}
        },
        0xe3 => match second {
            0x80 => {
                found.spaces |= next(i + 2) == 0x80;
                found.composition |= next(i + 2) >= 0xaa;
            }
            0x82 => found.composition |= (0x99..=0x9a).contains(&next(i + 2)),
            _ => {}
        },
        0xea => found.composition |= second >= 0x98,
        0xef => {
            found.spaces |= second == 0xbb || second == 0xbf;
            found.composition |= (0xa4..=0xac).contains(&second);
        }
        0xf0 => found.composition |= second != 0x9f,
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ordinary_copy_needs_nothing() {
        for text in [
            "",
            "Plain words.\nA second paragraph, with \"straight\" quotes.",
            "“We will not,” she said – and left … Orbán’s café — Çelik, Łódź, Київ, 北京.",
        ] {
            assert!(scan(text).none(), "{text}: {:?}", scan(text));
        }
    }

    proptest! {
        /// The portable way finds the same.
        #[test]
        fn both_ways_agree(text in "([a-z]{0,9}|[ &<\t\u{7f}\0\n.]{1,3}|[é“\u{a0}]){0,80}") {
            prop_assert_eq!(scan(&text), scan_with(&text, flags_of));
        }
    }

    #[test]
    fn every_kind_is_found_wherever_it_stands() {
        type Kind = fn(Findings) -> bool;
        let cases: [(&str, Kind); 10] = [
            ("a  b", |f| f.spaces),
            ("a\tb", |f| f.spaces),
            ("a\u{a0}b", |f| f.spaces),
            ("a\u{200b}b", |f| f.spaces),
            ("a\u{ad}b", |f| f.spaces),
            ("a\u{0}b", |f| f.nul),
            ("a &amp; b", |f| f.entities),
            ("a <br> b", |f| f.tags),
            ("itâ€™s", |f| f.mojibake),
            ("cafe\u{301}", |f| f.composition),
        ];
        for (text, kind) in cases {
            for before in 0..140 {
                let text = format!("{}{text}{}", "x".repeat(before), "y".repeat(70));
                assert!(kind(scan(&text)), "{text}");
            }
        }
    }
}
