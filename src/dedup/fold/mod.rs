//! Text folded to letters and digits, 64 bytes at a time where the processor can.
//!
//! The fold is the costliest step of exact deduplication, for it touches every byte of the archive. The portable way looks each byte up
//! in a table and has no branch: every byte is written, and the place moves on only past those that are kept. On x86-64
//! 64 bytes are classified at once into masks (`wide`), and the kept ones moved to the front: with AVX-512 by one
//! instruction (`v4`), with AVX2 eight at a time by a shuffle from a table (`v3`). `archmage` finds out at run time what the processor
//! can, and hands out tokens that prove it, so that nothing here is unsafe. All ways give the same bytes (a test compares them), so it does
//! not matter on which machine a store was written.

/// Added by exclusive or to a digit that continues a number; moves '0'..'9' to 0x10..0x19, which nothing else folds to.
const CONTINUES: u8 = 0x20;
/// Written before a number in digits of another script, for the same reason.
const NUMBER: u8 = 0x01;

/// What each ASCII byte folds to; 0 for what is dropped.
const FOLD: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 128u8 {
        if byte.is_ascii_alphanumeric() {
            table[byte as usize] = byte.to_ascii_lowercase();
        }
        byte += 1;
    }
    table
};

/// [`CONTINUES`] for ASCII digits, 0 for the rest.
const DIGIT: [u8; 256] = {
    let mut table = [0; 256];
    let mut byte = b'0';
    while byte <= b'9' {
        table[byte as usize] = CONTINUES;
        byte += 1;
    }
    table
};

mod starts;
#[cfg(target_arch = "x86_64")]
mod v3;
#[cfg(target_arch = "x86_64")]
mod v4;
#[cfg(target_arch = "x86_64")]
mod wide;

use super::signature::{self, Bands};
use super::words::digits;
#[cfg(target_arch = "x86_64")]
use archmage::{SimdToken, X64V3Token, X64V4xToken};
pub(super) use starts::{Starts, Words};

/// What stood before the text to fold.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// Whether the character before was an ASCII digit.
    digit: bool,
    /// Whether the character before was a digit of another script.
    number: bool,
    /// Whether the character before was kept.
    kept: bool,
}

/// Bytes that `out` must have free beyond three for each byte of text: the fast way writes a whole group before it counts.
pub(super) const SLACK: usize = 64;

/// Bytes that must follow a folded text to make hashes of it, and hashes that there must be room for beyond one a word.
pub(super) const HASHED: usize = 128;

/// Chooses between the ways.
#[derive(Debug, Clone, Copy)]
pub(super) enum Folder {
    /// By table, on any processor.
    Portable,
    /// With AVX2.
    #[cfg(target_arch = "x86_64")]
    V3(X64V3Token),
    /// With AVX-512 and its second set of instructions for bytes (Ice Lake, Zen 4 and later).
    #[cfg(target_arch = "x86_64")]
    V4(X64V4xToken),
}

impl Folder {
    /// The fastest that this processor can.
    pub(super) fn new() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(token) = X64V4xToken::summon() {
            return Self::V4(token);
        } else if let Some(token) = X64V3Token::summon() {
            return Self::V3(token);
        }
        Self::Portable
    }

    /// Folds `text` into `out` from `filled` on; returns where it ended. The caller leaves three bytes of room for each of
    /// `text`, and [`SLACK`].
    pub(super) fn fold(
        self,
        text: &str,
        out: &mut [u8],
        filled: usize,
        before: &mut Before,
    ) -> usize {
        self.run::<false>(text, out, filled, before, &mut Starts::default())
    }

    /// The same, and adds to `starts` the places in `out` where a word begins.
    pub(super) fn fold_with_starts(
        self,
        text: &str,
        out: &mut [u8],
        filled: usize,
        before: &mut Before,
        starts: &mut Starts,
    ) -> usize {
        self.run::<true>(text, out, filled, before, starts)
    }

    /// The bands of `text`, which was folded to `padded`; see [`signature::bands`]. `room` takes as many hashes as there are words, and [`HASHED`].
    pub(super) fn bands(
        self,
        text: &str,
        padded: &[u8],
        words: Words<'_>,
        room: &mut [u32],
    ) -> Option<Bands> {
        match self {
            Self::Portable => {
                let signed = || signature::minima(signature::hashes(padded, words.starts, room));
                signature::bands(text, words, signed, digits)
            }
            #[cfg(target_arch = "x86_64")]
            Self::V3(token) => v3::bands(token, text, padded, words, room),
            #[cfg(target_arch = "x86_64")]
            Self::V4(token) => v4::bands(token, text, padded, words, room),
        }
    }

    fn run<const STARTS: bool>(
        self,
        text: &str,
        out: &mut [u8],
        filled: usize,
        before: &mut Before,
        starts: &mut Starts,
    ) -> usize {
        match self {
            Self::Portable => fold_by_table::<STARTS>(text, out, filled, before, starts),
            #[cfg(target_arch = "x86_64")]
            Self::V3(token) => v3::fold::<STARTS>(token, text, out, filled, before, starts),
            #[cfg(target_arch = "x86_64")]
            Self::V4(token) => v4::fold::<STARTS>(token, text, out, filled, before, starts),
        }
    }
}

/// The portable way.
fn fold_by_table<const STARTS: bool>(
    text: &str,
    out: &mut [u8],
    filled: usize,
    before: &mut Before,
    starts: &mut Starts,
) -> usize {
    let mut place = filled;
    let mut rest = text;
    loop {
        let ascii = rest.bytes().position(|b| b >= 0x80).unwrap_or(rest.len());
        let (now, after) = rest.split_at(ascii);
        let mut previous = if before.digit { b'0' } else { 0 };
        let mut word = before.kept;
        for &byte in now.as_bytes() {
            let folded = FOLD[byte as usize];
            if STARTS && folded != 0 && !word {
                starts.set(place);
            }
            if STARTS {
                starts.digits |= byte.is_ascii_digit();
            }
            word = folded != 0;
            out[place] = folded ^ (DIGIT[byte as usize] & DIGIT[previous as usize]);
            place += usize::from(folded != 0);
            previous = byte;
        }
        if ascii > 0 {
            before.number = false;
        }
        before.digit = previous.is_ascii_digit();
        before.kept = word;
        let mut characters = after.chars();
        let Some(character) = characters.next() else {
            return place;
        };
        place = fold_character::<STARTS>(character, out, place, before, starts);
        rest = characters.as_str();
    }
}

/// One character beyond ASCII.
#[inline]
fn fold_character<const STARTS: bool>(
    character: char,
    out: &mut [u8],
    filled: usize,
    before: &mut Before,
    starts: &mut Starts,
) -> usize {
    let mut place = filled;
    before.digit = false;
    // Nearly all that English news has beyond ASCII is this row of dashes and quotation marks.
    if ('\u{2010}'..='\u{2027}').contains(&character) || !character.is_alphanumeric() {
        before.number = false;
        before.kept = false;
        return place;
    }
    if STARTS && !before.kept {
        starts.set(place);
    }
    before.kept = true;
    let number = character.is_numeric();
    if number && !before.number {
        out[place] = NUMBER;
        place += 1;
    }
    before.number = number;
    for lower in character.to_lowercase() {
        place += lower.encode_utf8(&mut out[place..]).len();
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Folded = (Vec<u8>, Vec<usize>);

    /// The definition, one character at a time: the folded bytes, and where words begin in them.
    fn reference(text: &str) -> Folded {
        let (mut out, mut starts) = (Vec::new(), Vec::new());
        let mut previous: Option<char> = None;
        for c in text.chars() {
            if c.is_alphanumeric() && !previous.is_some_and(char::is_alphanumeric) {
                starts.push(out.len());
            }
            if c.is_ascii_digit() {
                let continues = previous.is_some_and(|p| p.is_ascii_digit());
                out.push(c as u8 ^ if continues { CONTINUES } else { 0 });
            } else if c.is_alphanumeric() {
                let number = |c: char| !c.is_ascii() && c.is_numeric();
                if number(c) && !previous.is_some_and(number) {
                    out.push(NUMBER);
                }
                out.extend(c.to_lowercase().collect::<String>().bytes());
            }
            previous = Some(c);
        }
        (out, starts)
    }

    /// All ways that this processor can.
    fn all() -> Vec<Folder> {
        let mut all = vec![Folder::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(X64V3Token::summon().map(Folder::V3));
            all.extend(X64V4xToken::summon().map(Folder::V4));
        }
        all
    }

    /// All ways, with the text cut in two at most at `cut`, without and with starts.
    fn ways(text: &str, cut: usize) -> Vec<Folded> {
        let cut = (0..=cut.min(text.len()))
            .rev()
            .find(|&c| text.is_char_boundary(c))
            .unwrap();
        let mut out = vec![0; 3 * text.len() + SLACK];
        let mut results: Vec<Folded> = Vec::new();
        for folder in all() {
            let (mut before, mut starts) = (Before::default(), Starts::with_room(out.len()));
            let mut filled = 0;
            for text in [&text[..cut], &text[cut..]] {
                filled = folder.fold_with_starts(text, &mut out, filled, &mut before, &mut starts);
            }
            let bit =
                |place: &usize| starts.words(filled).starts[place / 64] >> (place % 64) & 1 == 1;
            let starts: Vec<usize> = (0..filled).filter(bit).collect();
            results.push((out[..filled].to_vec(), starts.clone()));
            let mut before = Before::default();
            let mut filled = 0;
            for text in [&text[..cut], &text[cut..]] {
                filled = folder.fold(text, &mut out, filled, &mut before);
            }
            results.push((out[..filled].to_vec(), starts));
        }
        results
    }

    /// The bands of all ways.
    fn signed(text: &str) -> Vec<Option<Bands>> {
        let mut out = vec![0; 3 * text.len() + SLACK + HASHED];
        let mut room = vec![0; text.len() + HASHED];
        let mut bands = Vec::new();
        for folder in all() {
            let (mut before, mut starts) = (Before::default(), Starts::with_room(out.len()));
            let end = folder.fold_with_starts(text, &mut out, 0, &mut before, &mut starts);
            out[end..end + HASHED].fill(0);
            assert_eq!(starts.digits, text.contains(|c: char| c.is_ascii_digit()));
            bands.push(folder.bands(text, &out, starts.words(end), &mut room));
        }
        bands
    }

    #[test]
    fn every_character_folds_within_its_room() {
        for c in (0..=u32::from(char::MAX)).filter_map(char::from_u32) {
            let folded: usize = c.to_lowercase().map(char::len_utf8).sum();
            assert!(
                folded + usize::from(c.is_numeric()) <= 3 * c.len_utf8(),
                "{c:?}"
            );
            if c.is_alphanumeric() || u32::from(c) < 0x3000 {
                let text = format!("{c} {c}");
                let expected = reference(&text);
                assert!(ways(&text, 0).iter().all(|w| *w == expected), "{c:?}");
            }
        }
    }

    proptest! {
        /// All ways equal the definition, wherever the text is cut in two.
        #[test]
        fn equals_the_definition(text in "(\\PC|[a-zA-Z0-9 .,“”]{1,40}|[٠-٩]|[0-9]{1,3}){0,100}", cut in 0..400usize) {
            let expected = reference(&text);
            for way in ways(&text, cut) {
                prop_assert_eq!(&way, &expected);
            }
        }

        /// A store may be written on one machine and read on another.
        #[test]
        fn all_ways_make_the_same_bands(text in "([a-z]{1,12} |[a-z] |[0-9]{1,3},? |[A-Z]{2,4} - |é){0,120}") {
            let bands = signed(&text);
            prop_assert!(bands.iter().all(|b| *b == bands[0]), "{bands:?}");
        }
    }
}
