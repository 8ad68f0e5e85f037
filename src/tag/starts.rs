//! Where words begin, and how long they are: 64 bytes at a time where the processor can.
//!
//! A word begins at an ASCII letter or digit with none before it, and at every character beyond ASCII (which of those are letters, and which stand
//! inside a word, is for the caller to see: they are few). With AVX2 the bytes are classified by vector instructions and the places read off a
//! mask; `pulp` finds out at run time what the processor can and keeps this file free of unsafe code. The portable way gives the same
//! places (a test compares them).

/// Finds where words begin.
#[derive(Debug, Clone, Copy)]
pub(super) struct WordStarts {
    #[cfg(target_arch = "x86_64")]
    simd: Option<pulp::x86::V3>,
}

impl WordStarts {
    /// The fastest that this processor can.
    pub(super) fn new() -> Self {
        Self {
            #[cfg(target_arch = "x86_64")]
            simd: pulp::x86::V3::try_new(),
        }
    }

    /// Hands over each place where a word may begin and that `wanted` says yes to. What is wanted should be rare, and cheap to tell.
    pub(super) fn of(self, text: &str, wanted: impl Fn(Start) -> bool, each: impl FnMut(Start)) {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = self.simd {
            let starting = x86::Starting {
                simd,
                text,
                wanted,
                each,
            };
            return simd.vectorize(starting);
        }
        by_byte(text, wanted, each);
    }
}

/// A place where a word may begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Start {
    /// Its byte in the text.
    pub(super) at: usize,
    /// The eight bytes there, the first one lowest; zeros stand for what is past the end.
    pub(super) first: u64,
    /// How many ASCII letters and digits follow each other there, at most eight; none before a character beyond ASCII.
    pub(super) length: usize,
}

impl Start {
    fn new(bytes: &[u8], at: usize) -> Self {
        let first = eight(bytes, at);
        let length = length_of(first);
        Self { at, first, length }
    }
}

/// The portable way.
fn by_byte(text: &str, wanted: impl Fn(Start) -> bool, mut each: impl FnMut(Start)) {
    let bytes = text.as_bytes();
    let mut inside = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let word = byte.is_ascii_alphanumeric();
        if word && !inside || byte >= 0xc0 {
            let start = Start::new(bytes, at);
            if wanted(start) {
                each(start);
            }
        }
        inside = word;
    }
}

/// Letters and digits at the beginning of eight bytes.
fn length_of(first: u64) -> usize {
    let bytes = first.to_le_bytes();
    bytes
        .iter()
        .position(|b| !b.is_ascii_alphanumeric())
        .unwrap_or(bytes.len())
}

/// The eight bytes from `at` on.
#[inline]
fn eight(bytes: &[u8], at: usize) -> u64 {
    match bytes[at..].first_chunk() {
        Some(eight) => u64::from_le_bytes(*eight),
        None => last_few(bytes, at),
    }
}

#[cold]
fn last_few(bytes: &[u8], at: usize) -> u64 {
    let mut eight = [0; 8];
    let rest = &bytes[at..];
    eight[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(eight)
}

#[cfg(target_arch = "x86_64")]
mod x86 {
    #![allow(
        clippy::inline_always,
        reason = "vector instructions must be inlined into the function that was compiled for them"
    )]

    use core::arch::x86_64::__m256i;

    use pulp::cast;
    use pulp::x86::V3;

    use super::{Start, eight};

    /// Bytes classified at once: a mask has a bit for each.
    const BLOCK: usize = 64;

    /// Places that wait to be handed over. Whether one is wanted cannot be foretold, and a processor that guesses wrong loses more time than
    /// the question took: so every place is written, and the end moves on only past those that are wanted.
    const WAITING: usize = 4 * BLOCK;

    /// The whole loop, so that the instructions it uses are inlined into it.
    pub(super) struct Starting<'t, W, F> {
        pub(super) simd: V3,
        pub(super) text: &'t str,
        pub(super) wanted: W,
        pub(super) each: F,
    }

    impl<W: Fn(Start) -> bool, F: FnMut(Start)> pulp::NullaryFnOnce for Starting<'_, W, F> {
        type Output = ();

        #[inline(always)]
        fn call(self) {
            let Self {
                simd,
                text,
                wanted,
                mut each,
            } = self;
            let bytes = text.as_bytes();
            let (blocks, rest) = bytes.as_chunks::<BLOCK>();
            // Zeros, which fill the last block up, begin no word.
            let mut last = [0; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            let mut waiting = [0; WAITING];
            let mut count = 0;
            let mut inside = 0;
            let mut base = 0;
            let mut masks = classify(simd, blocks.first().unwrap_or(&last));
            // How long a word is that runs over the end of a block, the next block tells; after the last one comes none.
            for number in 0..=blocks.len() {
                let next = match blocks.get(number + 1) {
                    Some(block) => classify(simd, block),
                    None if number < blocks.len() => classify(simd, &last),
                    None => (0, 0),
                };
                let (words, leads) = masks;
                let starts = words & !(words << 1 | inside) | leads;
                let block = Block {
                    base,
                    starts,
                    words,
                    next: next.0,
                };
                block.places(bytes, &wanted, &mut waiting, &mut count);
                inside = words >> 63;
                base += BLOCK;
                masks = next;
                if count > WAITING - BLOCK {
                    hand_over(bytes, &waiting[..count], &mut each);
                    count = 0;
                }
            }
            hand_over(bytes, &waiting[..count], &mut each);
        }
    }

    /// Hands over the places in `waiting`; the lowest four bits of each are the length of its word.
    #[inline(always)]
    fn hand_over(bytes: &[u8], waiting: &[u64], each: &mut impl FnMut(Start)) {
        for &place in waiting {
            let at = usize::try_from(place >> 4).unwrap_or(usize::MAX);
            each(Start {
                at,
                first: eight(bytes, at),
                length: usize::try_from(place & 15).unwrap_or(0),
            });
        }
    }

    /// What is known of 64 bytes.
    struct Block {
        base: usize,
        /// Where words begin.
        starts: u64,
        /// Letters and digits.
        words: u64,
        /// Those of the block after.
        next: u64,
    }

    impl Block {
        /// Writes the places that are wanted.
        #[inline(always)]
        fn places(
            self,
            bytes: &[u8],
            wanted: &impl Fn(Start) -> bool,
            waiting: &mut [u64; WAITING],
            count: &mut usize,
        ) {
            let mut starts = self.starts;
            let mut end = *count;
            while starts != 0 {
                let place = starts.trailing_zeros();
                starts &= starts - 1;
                let at = self.base + place as usize;
                let first = eight(bytes, at);
                // In two steps, because no number is shifted by all of its bits.
                let run = self.words >> place | self.next << 1 << (63 - place);
                let length = (!run | 1 << 8).trailing_zeros() as usize;
                waiting[end % WAITING] = (at as u64) << 4 | length as u64;
                end += usize::from(wanted(Start { at, first, length }));
            }
            *count = end;
        }
    }

    /// A bit for each ASCII letter or digit, and one for each first byte of a longer character.
    #[inline(always)]
    fn classify(simd: V3, block: &[u8; BLOCK]) -> (u64, u64) {
        let (mut words, mut leads) = ([0u8; BLOCK], [0u8; BLOCK]);
        // Plain loops over arrays: the compiler makes a few vector instructions of them.
        for i in 0..BLOCK {
            let byte = block[i];
            let letter = (byte | 0x20).wrapping_sub(b'a') < 26;
            let digit = byte.wrapping_sub(b'0') < 10;
            words[i] = if letter | digit { 0xff } else { 0 };
        }
        for i in 0..BLOCK {
            leads[i] = if block[i] >= 0xc0 { 0xff } else { 0 };
        }
        (mask(simd, words), mask(simd, leads))
    }

    #[inline(always)]
    fn mask(simd: V3, bytes: [u8; BLOCK]) -> u64 {
        let [low, high]: [__m256i; 2] = cast(bytes);
        let bits = |half| u64::from(simd.avx2._mm256_movemask_epi8(half).cast_unsigned());
        bits(low) | bits(high) << (BLOCK / 2)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str) {
        let mut fast = Vec::new();
        WordStarts::new().of(text, |_| true, |start| fast.push(start));
        let odd = |start: Start| start.first & 1 == 1;
        let mut chosen = Vec::new();
        WordStarts::new().of(text, odd, |start| chosen.push(start));
        let mut slow = Vec::new();
        by_byte(text, |_| true, |start| slow.push(start));
        assert_eq!(fast, slow, "{text:?}");
        slow.retain(|start| odd(*start));
        assert_eq!(chosen, slow, "{text:?}");
    }

    proptest! {
        #[test]
        fn both_ways_agree(text in "([a-zA-Z0-9]{0,9}[ .,“é–']{0,2}){0,60}") {
            check(&text);
        }

        #[test]
        fn both_ways_agree_on_anything(text in any::<String>()) {
            check(&text);
        }
    }

    #[test]
    fn blocks_meet_anywhere() {
        for n in 0..200 {
            check(&"ab ".repeat(n));
            check(&format!("{}é", "x".repeat(n)));
        }
    }
}
