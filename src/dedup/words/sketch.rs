//! A cheap look before words are compared: two paragraphs of which one has a decisive word that the other has not at all are no near copies.
//!
//! News repeats its own sentences with another name or number in them, by the thousand. These share bands, and comparing each with each word
//! by word would take minutes; a sketch tells nearly all of them apart in some nanoseconds, and never takes apart what the words would not.

use super::{Word, without_dateline, words};
use crate::model::CopyWords;

/// Which words a paragraph has, and which of them decide: two sets of word hashes, a bit for each of 256 remainders.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sketch([u64; 8]);

/// Numbers of one set.
const SET: usize = 4;

impl Sketch {
    /// The sketch of a paragraph.
    pub(in crate::dedup) fn of(text: &str, lists: &CopyWords) -> Self {
        let text = without_dateline(text);
        let mut numbers = [0; 2 * SET];
        let (all, decisive) = numbers.split_at_mut(SET);
        // No address is without one of these, and few paragraphs have any.
        let addresses = memchr::memchr2(b'@', b'/', text.as_bytes()).is_some();
        for word in words(text).unwrap_or_default() {
            enter(all, word);
            if word.turns(text, lists) || addresses && word.addresses(text) {
                enter(decisive, word);
            }
        }
        Self(numbers)
    }

    /// Its numbers, for whoever keeps them; [`Sketch::from_numbers`] reads them back.
    pub fn numbers(self) -> [u64; 8] {
        self.0
    }

    /// The sketch of these numbers.
    pub fn from_numbers(numbers: [u64; 8]) -> Self {
        Self(numbers)
    }

    /// Whether these two are no near copies for certain. Where it says no, nothing is known.
    pub fn excludes(&self, other: &Self) -> bool {
        let lacks = |of: &Self, among: &Self| {
            let mut sets = of.0[SET..].iter().zip(&among.0[..SET]);
            sets.any(|(decisive, all)| decisive & !all != 0)
        };
        lacks(self, other) || lacks(other, self)
    }
}

fn enter(set: &mut [u64], word: Word) {
    let [bit, ..] = word.hash.to_le_bytes();
    set[usize::from(bit >> 6)] |= 1 << (bit & 63);
}

#[cfg(test)]
mod tests {
    use super::super::{embedded_words, near_copy};
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn another_name_is_seen() {
        let lists = embedded_words();
        let story = |who: &str| {
            Sketch::of(
                &format!(
                    "The talks went on, said {who} of the harbour town, where the force would land."
                ),
                &lists,
            )
        };
        assert!(story("Orlan").excludes(&story("Besk")));
        assert_eq!(
            Sketch::from_numbers(story("Orlan").numbers()),
            story("Orlan")
        );
        assert!(!story("Orlan").excludes(&story("Orlan")));
        assert!(
            !story("a clerk").excludes(&story("some baker")),
            "nothing decides"
        );
    }

    proptest! {
        #[test]
        fn near_copies_are_never_excluded(
            story in proptest::collection::vec("[a-d]{1,2}|[A-D][a-b]|[0-9]|not|The|[.]", 8..30),
            edits in proptest::collection::vec((0..30usize, "[a-d]|[A-C]|[0-9]|the|On"), 0..4),
            dateline in "|OSTBY, March [1-9] \\(Wire\\) — ",
        ) {
            let lists = embedded_words();
            let mut copy = story.clone();
            for (at, word) in edits {
                let at = at % copy.len();
                copy[at] = word;
            }
            let (story, copy) = (story.join(" "), dateline + &copy.join(" "));
            if near_copy(&story, &copy, 0.6, &lists).is_some() {
                prop_assert!(!Sketch::of(&story, &lists).excludes(&Sketch::of(&copy, &lists)));
            }
        }
    }
}
