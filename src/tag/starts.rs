//! Where words begin that a phrase may begin with: 64 bytes at a time where the processor can.
//!
//! A word begins at an ASCII letter or digit with none before it, and at every character beyond ASCII (which of those are letters, and which stand
//! inside a word, is for the caller to see: they are few). With AVX2 the bytes are classified by vector instructions and the places read off a
//! mask; `pulp` finds out at run time what the processor can and keeps this file free of unsafe code. The portable way gives the same
//! places (a test compares them).
//!
//! Of the places most are told apart from all phrases while they are still bits of the mask, by four of their bytes ([`Openings`]).

/// What the first, second, fourth and fifth byte of some phrases may be. The phrases are shared out among eight groups, and of each byte the groups
/// are known, as bits, that its lower and its upper half may stand in: a place is told apart where no group is left over all halves.
#[derive(Debug, Clone, Default)]
pub(super) struct Openings {
    lower: [[u8; 16]; LOOKED_AT.len()],
    upper: [[u8; 16]; LOOKED_AT.len()],
}

/// Which bytes are looked at.
const LOOKED_AT: [usize; 4] = [0, 1, 3, 4];
/// Groups for phrases that begin with a small letter. There are few such phrases among names, and most words of a text begin with one: so they get
/// the finer groups.
const SMALL: usize = 5;
const GROUPS: usize = 8;

impl Openings {
    /// Those of phrases, each with whether its ASCII letters match in any case.
    pub(super) fn new<'a>(phrases: impl Iterator<Item = (&'a [u8], bool)>) -> Self {
        let mut groups = [Vec::new(), Vec::new()];
        for (phrase, any_case) in phrases {
            let opening = &phrase[..phrase.len().min(LOOKED_AT[3] + 1)];
            let small = opening.first().is_some_and(u8::is_ascii_lowercase);
            groups[usize::from(!small)].push((opening, any_case));
        }
        let mut openings = Self::default();
        for ((first, count), mut group) in [(0, SMALL), (SMALL, GROUPS - SMALL)]
            .into_iter()
            .zip(groups)
        {
            group.sort_unstable();
            group.dedup();
            // Neighbours in this order begin alike, and make a group that lets little else through.
            for (number, (opening, any_case)) in group.iter().enumerate() {
                let bit = 1 << (first + number * count / group.len());
                openings.enter(opening, *any_case, bit);
            }
        }
        openings
    }

    fn enter(&mut self, opening: &[u8], any_case: bool, bit: u8) {
        for (place, at) in LOOKED_AT.into_iter().enumerate() {
            match opening.get(at) {
                Some(byte) => {
                    let both = [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
                    for byte in if any_case { both } else { [*byte; 2] } {
                        self.lower[place][usize::from(byte & 15)] |= bit;
                        self.upper[place][usize::from(byte >> 4)] |= bit;
                    }
                }
                // After a phrase as short as that anything may come.
                None => {
                    for half in 0..16 {
                        self.lower[place][half] |= bit;
                        self.upper[place][half] |= bit;
                    }
                }
            }
        }
    }

    /// Whether a phrase may begin with these bytes, the first one lowest.
    fn allow(&self, first: u64) -> bool {
        let bytes = first.to_le_bytes();
        let groups = LOOKED_AT
            .into_iter()
            .enumerate()
            .fold(u8::MAX, |left, (place, at)| {
                let byte = usize::from(bytes[at]);
                left & self.lower[place][byte & 15] & self.upper[place][byte >> 4]
            });
        groups != 0
    }
}

/// Finds where words begin.
#[derive(Debug, Clone)]
pub(super) struct WordStarts {
    openings: Openings,
    #[cfg(target_arch = "x86_64")]
    simd: Option<pulp::x86::V3>,
}

impl WordStarts {
    /// The places where phrases with such openings may begin, the fastest way that this processor can.
    pub(super) fn new(openings: Openings) -> Self {
        Self {
            openings,
            #[cfg(target_arch = "x86_64")]
            simd: pulp::x86::V3::try_new(),
        }
    }

    /// Hands over each place where a word may begin and that `wanted` says yes to. What is wanted should be rare, and cheap to tell.
    pub(super) fn of(&self, text: &str, wanted: impl Fn(Start) -> bool, each: impl FnMut(Start)) {
        #[cfg(target_arch = "x86_64")]
        if let Some(simd) = self.simd {
            let starting = x86::Starting {
                simd,
                text,
                openings: &self.openings,
                wanted,
                each,
            };
            return simd.vectorize(starting);
        }
        by_byte(text, &self.openings, wanted, each);
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
fn by_byte(
    text: &str,
    openings: &Openings,
    wanted: impl Fn(Start) -> bool,
    mut each: impl FnMut(Start),
) {
    let bytes = text.as_bytes();
    let mut inside = false;
    for (at, &byte) in bytes.iter().enumerate() {
        let word = byte.is_ascii_alphanumeric();
        if word && !inside || byte >= 0xc0 {
            let start = Start::new(bytes, at);
            if openings.allow(start.first) && wanted(start) {
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

    use super::{LOOKED_AT, Openings, Start, eight};

    /// Bytes classified at once: a mask has a bit for each.
    const BLOCK: usize = 64;
    /// Bytes of a register.
    const WIDTH: usize = 32;
    /// Bytes after a block that are looked at.
    const AHEAD: usize = LOOKED_AT[3];

    /// Places that wait to be handed over. Whether one is wanted cannot be foretold, and a processor that guesses wrong loses more time than
    /// the question took: so every place is written, and the end moves on only past those that are wanted.
    const WAITING: usize = 4 * BLOCK;

    /// The whole loop, so that the instructions it uses are inlined into it.
    pub(super) struct Starting<'t, W, F> {
        pub(super) simd: V3,
        pub(super) text: &'t str,
        pub(super) openings: &'t Openings,
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
                openings,
                wanted,
                mut each,
            } = self;
            let bytes = text.as_bytes();
            let openings = Halves::new(openings);
            // The end of the text is looked at aside, with zeros after it, which begin no word.
            let direct = bytes.len().saturating_sub(AHEAD) / BLOCK;
            let rest = &bytes[direct * BLOCK..];
            let mut end = [0; 2 * BLOCK + AHEAD];
            end[..rest.len()].copy_from_slice(rest);
            let block = |number: usize| -> &[u8; BLOCK + AHEAD] {
                let (from, at) = if number < direct {
                    (bytes, number)
                } else {
                    (&end[..], number - direct)
                };
                let block = from[at * BLOCK..].first_chunk();
                block.expect("as much is left before the end, and aside")
            };
            let blocks = bytes.len().div_ceil(BLOCK);
            let mut waiting = [0; WAITING];
            let mut count = 0;
            let mut inside = 0;
            let mut masks = classify(simd, block(0));
            // How long a word is that runs over the end of a block, the next block tells; after the last one comes none.
            for number in 0..blocks {
                let next = if number + 1 < blocks {
                    classify(simd, block(number + 1))
                } else {
                    (0, 0)
                };
                let (words, leads) = masks;
                let starts = words & !(words << 1 | inside) | leads;
                let allowed = openings.allowed(simd, block(number));
                let block = Block {
                    base: number * BLOCK,
                    starts: starts & allowed,
                    words,
                    next: next.0,
                };
                block.places(bytes, &wanted, &mut waiting, &mut count);
                inside = words >> 63;
                masks = next;
                if count > WAITING - BLOCK {
                    hand_over(bytes, &waiting[..count], &mut each);
                    count = 0;
                }
            }
            hand_over(bytes, &waiting[..count], &mut each);
        }
    }

    /// [`Openings`] as the shuffles of vector instructions take them: twice in a register.
    struct Halves {
        lower: [__m256i; LOOKED_AT.len()],
        upper: [__m256i; LOOKED_AT.len()],
    }

    impl Halves {
        #[inline(always)]
        fn new(openings: &Openings) -> Self {
            let twice = |half: [u8; 16]| -> __m256i { cast([half, half]) };
            Self {
                lower: openings.lower.map(twice),
                upper: openings.upper.map(twice),
            }
        }

        /// A bit for each of 64 places that a phrase may begin at.
        #[inline(always)]
        fn allowed(&self, simd: V3, block: &[u8; BLOCK + AHEAD]) -> u64 {
            let mut allowed = 0;
            for half in [0, WIDTH] {
                let mut groups = simd.avx._mm256_set1_epi8(-1);
                for (place, at) in LOOKED_AT.into_iter().enumerate() {
                    let mut bytes = [0u8; WIDTH];
                    bytes.copy_from_slice(&block[half + at..half + at + WIDTH]);
                    let bytes: __m256i = cast(bytes);
                    let nibble = simd.avx._mm256_set1_epi8(15);
                    let lower = simd.avx2._mm256_and_si256(bytes, nibble);
                    let upper = simd.avx2._mm256_srli_epi16::<4>(bytes);
                    let upper = simd.avx2._mm256_and_si256(upper, nibble);
                    let lower = simd.avx2._mm256_shuffle_epi8(self.lower[place], lower);
                    let upper = simd.avx2._mm256_shuffle_epi8(self.upper[place], upper);
                    let both = simd.avx2._mm256_and_si256(lower, upper);
                    groups = simd.avx2._mm256_and_si256(groups, both);
                }
                let none = simd
                    .avx2
                    ._mm256_cmpeq_epi8(groups, simd.avx._mm256_setzero_si256());
                let none = simd.avx2._mm256_movemask_epi8(none).cast_unsigned();
                allowed |= u64::from(!none) << half;
            }
            allowed
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
    fn classify(simd: V3, block: &[u8; BLOCK + AHEAD]) -> (u64, u64) {
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
        let list = ["ab", "Abc d", "é", "x1 yz", "  "];
        let some = Openings::new(
            list.into_iter()
                .zip([true, false].into_iter().cycle())
                .map(|(p, any)| (p.as_bytes(), any)),
        );
        // A phrase without bytes allows everything.
        let all = Openings::new([(&b""[..], false)].into_iter());
        for openings in [&all, &some] {
            check_with(text, openings);
        }
    }

    fn check_with(text: &str, openings: &Openings) {
        let mut fast = Vec::new();
        let starts = WordStarts::new(openings.clone());
        starts.of(text, |_| true, |start| fast.push(start));
        let odd = |start: Start| start.first & 1 == 1;
        let mut chosen = Vec::new();
        starts.of(text, odd, |start| chosen.push(start));
        let mut slow = Vec::new();
        by_byte(text, openings, |_| true, |start| slow.push(start));
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
