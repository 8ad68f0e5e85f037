//! Text folded to letters and digits, 32 bytes at a time where the processor can.
//!
//! The fold is the costliest step of exact deduplication, for it touches every byte of the archive. The portable way looks each byte up
//! in a table and has no branch: every byte is written, and the place moves on only past those that are kept. On x86-64
//! with AVX2 32 bytes are classified at once; of each eight, a shuffle from a table of 256 moves the kept ones to the
//! front, and a population count tells how far the place moves on. `pulp` finds out at run time what the processor can, and
//! wraps its instructions so that nothing here is unsafe. Both ways give the same bytes (a test compares them), so it does
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

/// What stood before the text to fold.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// The byte before, if it was ASCII.
    byte: u8,
    /// Whether the character before was a digit of another script.
    number: bool,
    /// Whether the character before was kept.
    kept: bool,
}

/// Bytes that `out` must have free beyond three for each byte of text: the fast way writes a whole group before it counts.
pub(super) const SLACK: usize = 32;

/// Chooses between the two ways.
#[derive(Debug, Clone, Copy)]
pub(super) struct Folder {
    #[cfg(target_arch = "x86_64")]
    simd: Option<pulp::x86::V3>,
}

impl Folder {
    /// The fastest that this processor can.
    pub(super) fn new() -> Self {
        Self {
            #[cfg(target_arch = "x86_64")]
            simd: pulp::x86::V3::try_new(),
        }
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
        self.run::<false>(text, out, filled, before, &mut Vec::new())
    }

    /// The same, and adds to `starts` the places in `out` where a word begins.
    pub(super) fn fold_with_starts(
        self,
        text: &str,
        out: &mut [u8],
        filled: usize,
        before: &mut Before,
        starts: &mut Vec<u32>,
    ) -> usize {
        self.run::<true>(text, out, filled, before, starts)
    }

    fn run<const STARTS: bool>(
        self,
        text: &str,
        out: &mut [u8],
        filled: usize,
        before: &mut Before,
        starts: &mut Vec<u32>,
    ) -> usize {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = self.simd {
            return simd.vectorize(x86::Folding::<STARTS> {
                simd,
                text,
                out,
                filled,
                before,
                starts,
            });
        }
        fold_by_table::<STARTS>(text, out, filled, before, starts)
    }
}

/// The portable way.
fn fold_by_table<const STARTS: bool>(
    text: &str,
    out: &mut [u8],
    filled: usize,
    before: &mut Before,
    starts: &mut Vec<u32>,
) -> usize {
    let mut place = filled;
    let mut rest = text;
    loop {
        let ascii = rest.bytes().position(|b| b >= 0x80).unwrap_or(rest.len());
        let (now, after) = rest.split_at(ascii);
        let mut previous = before.byte;
        let mut word = before.kept;
        for &byte in now.as_bytes() {
            let folded = FOLD[byte as usize];
            if STARTS && folded != 0 && !word {
                starts.push(start(place));
            }
            word = folded != 0;
            out[place] = folded ^ (DIGIT[byte as usize] & DIGIT[previous as usize]);
            place += usize::from(folded != 0);
            previous = byte;
        }
        if ascii > 0 {
            before.number = false;
        }
        before.byte = previous;
        before.kept = word;
        let mut characters = after.chars();
        let Some(character) = characters.next() else {
            return place;
        };
        place = fold_character::<STARTS>(character, out, place, before, starts);
        rest = characters.as_str();
    }
}

/// A place as it is noted. Places lie in one block, far below the limit.
fn start(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// One character beyond ASCII.
#[inline]
fn fold_character<const STARTS: bool>(
    character: char,
    out: &mut [u8],
    filled: usize,
    before: &mut Before,
    starts: &mut Vec<u32>,
) -> usize {
    let mut place = filled;
    before.byte = 0;
    // Nearly all that English news has beyond ASCII is this row of dashes and quotation marks.
    if ('\u{2010}'..='\u{2027}').contains(&character) || !character.is_alphanumeric() {
        before.number = false;
        before.kept = false;
        return place;
    }
    if STARTS && !before.kept {
        starts.push(start(place));
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

#[cfg(target_arch = "x86_64")]
mod x86 {
    #![allow(
        clippy::inline_always,
        reason = "vector instructions must be inlined into the function that was compiled for them"
    )]

    use super::{Before, CONTINUES, fold_character, start};
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

    /// The whole loop, so that the instructions it uses are inlined into it.
    pub(super) struct Folding<'a, const STARTS: bool> {
        pub(super) simd: V3,
        pub(super) text: &'a str,
        pub(super) out: &'a mut [u8],
        pub(super) filled: usize,
        pub(super) before: &'a mut Before,
        pub(super) starts: &'a mut Vec<u32>,
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
                        let end = bytes.len().min(at + WIDTH);
                        aside[0] = before.byte;
                        aside[1..=end - at].copy_from_slice(&bytes[at..end]);
                        &aside
                    }
                };
                let taken = WIDTH.min(bytes.len() - at);
                let (folded, kept, beyond) = classify(simd, group);
                let ascii = taken.min(beyond.trailing_zeros() as usize);
                let kept = kept & (u32::MAX >> (WIDTH - ascii.max(1)));
                let kept = if ascii == 0 { 0 } else { kept };
                if STARTS {
                    let mut begins = kept & !(kept << 1 | u32::from(before.kept));
                    while begins != 0 {
                        let bit = begins & begins.wrapping_neg();
                        starts.push(start(place + (kept & (bit - 1)).count_ones() as usize));
                        begins ^= bit;
                    }
                }
                place = compress(simd, folded, kept, out, place);
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

    /// Writes the kept bytes.
    #[inline(always)]
    fn compress(simd: V3, folded: [u64; 4], kept: u32, out: &mut [u8], place: usize) -> usize {
        let out = &mut out[place..place + WIDTH];
        let mut length = 0;
        for (eight, chosen) in folded.into_iter().zip(kept.to_le_bytes()) {
            let shuffle: __m128i = cast([TO_FRONT[chosen as usize], 0]);
            let eight: __m128i = cast([eight, 0]);
            let front: [u64; 2] = cast(simd.ssse3._mm_shuffle_epi8(eight, shuffle));
            // At most 24 bytes precede the last eight.
            out[length..length + 8].copy_from_slice(&front[0].to_le_bytes());
            length += chosen.count_ones() as usize;
        }
        place + length
    }

    #[inline(always)]
    fn all(condition: bool) -> u8 {
        if condition { u8::MAX } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    type Folded = (Vec<u8>, Vec<u32>);
    type Fold<'a> = &'a dyn Fn(&str, &mut [u8], usize, &mut Before, &mut Vec<u32>) -> usize;

    /// The definition, one character at a time: the folded bytes, and where words begin in them.
    fn reference(text: &str) -> Folded {
        let (mut out, mut starts) = (Vec::new(), Vec::new());
        let mut previous: Option<char> = None;
        for c in text.chars() {
            if c.is_alphanumeric() && !previous.is_some_and(char::is_alphanumeric) {
                starts.push(start(out.len()));
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

    /// Both ways, with the text cut in two at most at `cut`, without and with starts.
    fn ways(text: &str, cut: usize) -> Vec<Folded> {
        let cut = (0..=cut.min(text.len()))
            .rev()
            .find(|&c| text.is_char_boundary(c))
            .unwrap();
        let mut out = vec![0; 3 * text.len() + SLACK];
        let folder = Folder::new();
        let mut results = Vec::new();
        let mut run = |fold: Fold<'_>, starts_of: Option<Vec<u32>>| {
            let (mut before, mut starts) = (Before::default(), Vec::new());
            let filled = fold(&text[..cut], &mut out, 0, &mut before, &mut starts);
            let filled = fold(&text[cut..], &mut out, filled, &mut before, &mut starts);
            results.push((out[..filled].to_vec(), starts_of.unwrap_or(starts)));
            results[0].1.clone()
        };
        let starts = run(
            &|t, o, f, b, s| folder.fold_with_starts(t, o, f, b, s),
            None,
        );
        run(&fold_by_table::<true>, None);
        run(
            &|t, o, f, b, _| folder.fold(t, o, f, b),
            Some(starts.clone()),
        );
        run(&fold_by_table::<false>, Some(starts));
        results
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
        /// Both ways equal the definition, wherever the text is cut in two.
        #[test]
        fn equals_the_definition(text in "(\\PC|[a-zA-Z0-9 .,“”]{1,40}|[٠-٩]|[0-9]{1,3}){0,100}", cut in 0..400usize) {
            let expected = reference(&text);
            for way in ways(&text, cut) {
                prop_assert_eq!(&way, &expected);
            }
        }
    }
}
