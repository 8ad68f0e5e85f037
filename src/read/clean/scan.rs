//! The check that most articles pass: is there anything in this text to clean at all?
//!
//! Cleaning costs; looking costs next to nothing. Blocks of 64 bytes are compared at once, with AVX-512 or in loops without branches that the
//! compiler turns into vector instructions; only characters above ASCII are looked at one by one (with AVX-512 the commonest not even
//! they), and those of ordinary news copy (curly quotes, dashes, accented letters) pass there too.

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
    scan_with(text, ByByte::default())
}

/// Remembers what blocks hold, and tells at the end: a question answered for each block would cost more than the looking.
trait Look {
    /// Looks at 64 bytes, together with the one after. Returns a bit for each byte that has to be looked at by itself, the first one lowest.
    fn at(&mut self, block: &[u8; BLOCK + 1]) -> u64;
    /// What was found.
    fn flags(self) -> u8;
}

/// Looks through a text in the given way.
#[allow(
    clippy::inline_always,
    reason = "vector instructions must be inlined into the function that was compiled for them"
)]
#[inline(always)]
fn scan_with(text: &str, mut look: impl Look) -> Findings {
    let bytes = text.as_bytes();
    let mut found = Findings::default();
    let mut at = 0;
    // No call in this loop: what the vectors hold would go to memory and back for it.
    while let Some(block) = bytes.get(at..at + BLOCK + 1) {
        let mut closer = look.at(block.first_chunk().expect("so long it is"));
        while closer != 0 {
            look_at(bytes, at + closer.trailing_zeros() as usize, &mut found);
            closer &= closer - 1;
        }
        at += BLOCK;
    }
    let rest = &bytes[at..];
    let mut last = [b'.'; BLOCK + 1];
    last[..rest.len()].copy_from_slice(rest);
    let mut closer = look.at(&last);
    while closer != 0 {
        look_at(bytes, at + closer.trailing_zeros() as usize, &mut found);
        closer &= closer - 1;
    }
    let flags = look.flags();
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
    #![allow(
        clippy::inline_always,
        reason = "vector instructions must be inlined into the function that was compiled for them"
    )]

    use std::arch::x86_64::__m512i;

    use archmage::{X64V4Token, arcane};

    use super::{AMPERSAND, BLOCK, CONTROL, DOUBLE, Findings, LESS, Look};

    #[arcane]
    pub(super) fn scan(token: X64V4Token, text: &str) -> Findings {
        super::scan_with(text, Least(token, all(token)))
    }

    /// Of each question the least that a byte came to; 0 where the answer is yes.
    struct Least(X64V4Token, [__m512i; 5]);

    impl Look for Least {
        #[inline(always)]
        fn at(&mut self, block: &[u8; BLOCK + 1]) -> u64 {
            let (least, closer) = at(self.0, self.1, block);
            self.1 = least;
            closer
        }

        #[inline(always)]
        fn flags(self) -> u8 {
            flags(self.0, self.1)
        }
    }

    #[arcane(import_intrinsics)]
    fn all(_: X64V4Token) -> [__m512i; 5] {
        [_mm512_set1_epi8(-1); 5]
    }

    /// The least of the bytes that are no newlines, and of how each differs from DEL, an ampersand, a less-than sign, and two spaces.
    #[arcane(import_intrinsics)]
    fn at(_: X64V4Token, least: [__m512i; 5], block: &[u8; BLOCK + 1]) -> ([__m512i; 5], u64) {
        let bytes = _mm512_loadu_epi8(block.first_chunk::<BLOCK>().expect("it is longer"));
        let next = _mm512_loadu_epi8(block.last_chunk::<BLOCK>().expect("it is longer"));
        let set = |byte: u8| _mm512_set1_epi8(byte.cast_signed());
        let differs = |byte: u8| _mm512_xor_si512(bytes, set(byte));
        let lines = _mm512_cmpneq_epi8_mask(bytes, set(b'\n'));
        let [control, delete, ampersand, less, double] = least;
        let double_differs = _mm512_or_si512(differs(b' '), _mm512_xor_si512(next, set(b' ')));
        let least = [
            _mm512_mask_min_epu8(control, lines, control, bytes),
            _mm512_min_epu8(delete, differs(0x7f)),
            _mm512_min_epu8(ampersand, differs(b'&')),
            _mm512_min_epu8(less, differs(b'<')),
            _mm512_min_epu8(double, double_differs),
        ];
        let above = _mm512_movepi8_mask(bytes);
        let closer = if above == 0 {
            0
        } else {
            // As in `look_at`: dashes and quotation marks, and Latin letters before ASCII. Those that run over the edge are looked at.
            let is = |byte: u8| _mm512_cmpeq_epi8_mask(bytes, set(byte));
            let between = |low: u8, high: u8| {
                let above = _mm512_sub_epi8(bytes, set(low));
                _mm512_cmple_epu8_mask(above, set(high - low))
            };
            let marks = is(0x93) | is(0x94) | between(0x98, 0xa2) | is(0xa6);
            let marks = is(0xe2) & is(0x80) >> 1 & marks >> 2;
            let letters = is(0xc3) & !above >> 2;
            between(0xc0, 0xff) & !(marks | letters)
        };
        (least, closer)
    }

    #[arcane(import_intrinsics)]
    fn flags(_: X64V4Token, least: [__m512i; 5]) -> u8 {
        let [control, delete, ampersand, less, double] = least;
        let is = |least: __m512i| _mm512_testn_epi8_mask(least, least) != 0;
        let control = _mm512_cmplt_epu8_mask(control, _mm512_set1_epi8(0x20)) != 0;
        let flag = |set: bool, flag: u8| if set { flag } else { 0 };
        flag(control || is(delete), CONTROL)
            | flag(is(ampersand), AMPERSAND)
            | flag(is(less), LESS)
            | flag(is(double), DOUBLE)
    }
}

/// The portable way.
#[derive(Default)]
struct ByByte(u8);

impl Look for ByByte {
    fn at(&mut self, block: &[u8; BLOCK + 1]) -> u64 {
        let flags = flags_of(block);
        self.0 |= flags;
        if flags & HIGH == 0 {
            return 0;
        }
        let eights = block[..BLOCK].as_chunks::<8>().0.iter().rev();
        eights.fold(0, |closer, eight| {
            // The product gathers the upper bits of the eight in its highest byte.
            let high = u64::from_le_bytes(*eight) >> 7 & 0x0101_0101_0101_0101;
            closer << 8 | high.wrapping_mul(0x0102_0408_1020_4080) >> 56
        })
    }

    fn flags(self) -> u8 {
        self.0
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

/// Looks at the character that begins at `i`; nothing where none above ASCII does.
#[allow(
    clippy::inline_always,
    reason = "it's called in a loop that there must be no calls in"
)]
#[inline(always)]
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
        fn both_ways_agree(text in "([a-z]{0,9}|[ &<\t\u{7f}\0\n.]{1,3}|[é“”\u{a0}]|[\u{2010}-\u{2030}]|â€|Ã©|e\u{301}){0,80}") {
            prop_assert_eq!(scan(&text), scan_with(&text, ByByte::default()));
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
