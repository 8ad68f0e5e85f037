//! Where words begin that a phrase may begin with: 64 bytes at a time where the processor can.
//!
//! A word begins at an ASCII letter or digit with none before it, and at every character beyond ASCII (which of those are letters, and which stand
//! inside a word, is for the caller to see: they are few). With AVX2 or AVX-512 the bytes are classified by vector instructions and the places read off a
//! mask (`wide`); `archmage` finds out at run time what the processor can and keeps this free of unsafe code. The portable way gives the same
//! places (a test compares them).
//!
//! Of the places most are told apart from all phrases while they are still bits of the mask, by four of their bytes ([`Openings`]).

mod openings;
#[cfg(target_arch = "x86_64")]
mod v3;
#[cfg(target_arch = "x86_64")]
mod v4;
#[cfg(target_arch = "x86_64")]
mod wide;

#[cfg(target_arch = "x86_64")]
use archmage::{SimdToken, X64V3Token, X64V4xToken};

pub(super) use openings::Openings;

/// Finds where words begin.
#[derive(Debug, Clone)]
pub(super) struct WordStarts {
    openings: Openings,
    way: Way,
}

/// How the processor does it.
#[derive(Debug, Clone, Copy)]
enum Way {
    Portable,
    #[cfg(target_arch = "x86_64")]
    V3(X64V3Token),
    #[cfg(target_arch = "x86_64")]
    V4(X64V4xToken),
}

impl Way {
    /// The fastest that this processor can.
    fn new() -> Self {
        #[cfg(target_arch = "x86_64")]
        if let Some(token) = X64V4xToken::summon() {
            return Self::V4(token);
        } else if let Some(token) = X64V3Token::summon() {
            return Self::V3(token);
        }
        Self::Portable
    }
}

impl WordStarts {
    /// The places where phrases with such openings may begin, the fastest way that this processor can.
    pub(super) fn new(openings: Openings) -> Self {
        Self {
            openings,
            way: Way::new(),
        }
    }

    /// Hands over each place where a word may begin and that `wanted` says yes to. What is wanted should be rare, and cheap to tell.
    pub(super) fn of(&self, text: &str, wanted: impl Fn(Start) -> bool, each: impl FnMut(Start)) {
        match self.way {
            Way::Portable => by_byte(text, &self.openings, wanted, each),
            #[cfg(target_arch = "x86_64")]
            Way::V3(token) => v3::starts(token, text, &self.openings, wanted, each),
            #[cfg(target_arch = "x86_64")]
            Way::V4(token) => v4::starts(token, text, &self.openings, wanted, each),
        }
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

    /// All ways that this processor can.
    fn all() -> Vec<Way> {
        let mut all = vec![Way::Portable];
        #[cfg(target_arch = "x86_64")]
        {
            all.extend(X64V3Token::summon().map(Way::V3));
            all.extend(X64V4xToken::summon().map(Way::V4));
        }
        all
    }

    fn check_with(text: &str, openings: &Openings) {
        let odd = |start: Start| start.first & 1 == 1;
        let mut slow = Vec::new();
        by_byte(text, openings, |_| true, |start| slow.push(start));
        for way in all() {
            let openings = openings.clone();
            let starts = WordStarts { openings, way };
            let (mut every, mut chosen) = (Vec::new(), Vec::new());
            starts.of(text, |_| true, |start| every.push(start));
            starts.of(text, odd, |start| chosen.push(start));
            assert_eq!(every, slow, "{text:?}");
            every.retain(|start| odd(*start));
            assert_eq!(chosen, every, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn all_ways_agree(text in "([a-zA-Z0-9]{0,9}[ .,“é–']{0,2}){0,400}") {
            check(&text);
        }

        #[test]
        fn all_ways_agree_on_anything(text in any::<String>()) {
            check(&text);
        }
    }

    #[test]
    fn blocks_meet_anywhere() {
        for n in (0..200).chain(330..380).chain(990..1100) {
            check(&"ab ".repeat(n));
            check(&format!("{}é", "x".repeat(n)));
        }
    }
}
