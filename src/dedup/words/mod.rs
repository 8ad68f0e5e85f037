//! Word by word: whether one paragraph is another with small changes that do not matter.
//!
//! Candidates come from hashes and prove nothing. A candidate is a near copy only if
//! - at least four fifths of the words of both stand in the same order in both (2 x common / all words), and
//! - among the words that were changed, added or left out there is no number, no negator, no word that turns a stance
//!   ("reject", "against", "if") or a number ("over 100"), no part of an address or an account's name, and no capitalised word but at the
//!   beginning of a sentence a common one, and
//! - no run of more than six words was added: that is a sentence of its own.
//!
//! So "killed 3" is not "killed 7", "will send" is not "will not send", and what Macron said is not what Merz said. Before the
//! comparison an agency's dateline ("KYIV, March 3 (Agency) — ") is cut off both: it is the mark of the wire, not its news.
//!
//! Which words those are tells the language pack (`lexicons/en/copies.toml`). A candidate costs two rows of hashes: only the words that differ are
//! looked at closely.

mod dateline;
mod difference;
mod folded;
mod sketch;

use std::sync::{Arc, LazyLock};

use xxhash_rust::xxh3::xxh3_64;

use crate::model::CopyWords;

use dateline::without_dateline;
pub(super) use dateline::{digits, figures};
use difference::{Change, difference};
use folded::{ROOM, folded, folded_into};
pub use sketch::Sketch;

/// Words added in one place above which the copy says something of its own.
const MAX_ADDED: usize = 6;
/// Words compared at most; a paragraph of more is an article without breaks, and is left alone.
const MAX_WORDS: usize = 4096;
/// Marks after which a sentence may begin.
const OPENING: [char; 8] = ['.', '!', '?', ':', '"', '\u{201c}', '\u{2018}', '\u{2026}'];

/// The words of the language pack that the program carries.
pub(super) fn embedded_words() -> Arc<CopyWords> {
    static EMBEDDED: LazyLock<Arc<CopyWords>> = LazyLock::new(|| {
        let words: CopyWords = toml::from_str(include_str!("../../../lexicons/en/copies.toml"))
            .expect("the list is part of the program, and the tests read it");
        Arc::new(words)
    });
    Arc::clone(&EMBEDDED)
}

/// One word of a paragraph.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Of its folded letters and digits.
    hash: u64,
    /// Its bytes in the text.
    start: u32,
    end: u32,
    /// Whether a sentence may begin with it.
    opens: bool,
}

impl Word {
    fn of(self, text: &str) -> &str {
        &text[self.start as usize..self.end as usize]
    }

    /// Whether changing it changes what is said.
    fn decisive(self, text: &str, words: &CopyWords) -> bool {
        self.turns(text, words) || self.addresses(text)
    }

    /// The same, but for addresses.
    fn turns(self, text: &str, words: &CopyWords) -> bool {
        let word = self.of(text);
        if word.contains(char::is_numeric) {
            return true;
        }
        let mut room = [0; ROOM];
        let folded = folded_into(word, &mut room);
        let folded = &*folded;
        word.starts_with(char::is_uppercase) && !(self.opens && words.openers.contains(folded))
            || words.turning.contains(folded)
            || folded.ends_with(&words.negated_ending) && word.len() > folded.len()
            || words.before_numbers.contains(folded) && self.counts(text, words)
    }

    /// Whether a number follows.
    fn counts(self, text: &str, words: &CopyWords) -> bool {
        let rest = text[self.end as usize..].trim_start_matches(|c: char| !c.is_alphanumeric());
        let next = &rest[..rest.find(char::is_whitespace).unwrap_or(rest.len())];
        next.contains(char::is_numeric) || words.turning.contains(&folded(next))
    }

    /// Whether it stands in an address or the name of an account, which names something as a name does.
    fn addresses(self, text: &str) -> bool {
        let (before, rest) = text.split_at(self.start as usize);
        let start = before.rfind(char::is_whitespace).map_or(0, |space| {
            space + text[space..].chars().next().map_or(1, char::len_utf8)
        });
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let token = &text[start..self.start as usize + end];
        token.contains("://") || token.contains('@') || token.starts_with('/')
    }
}

/// How alike two texts are, 0 to 1, where `copy` is a near copy of `original`; else none.
pub(in crate::dedup) fn near_copy(
    original: &str,
    copy: &str,
    least: f64,
    lists: &CopyWords,
) -> Option<f64> {
    let texts = [original, copy].map(without_dateline);
    let [original, copy] = [words(texts[0])?, words(texts[1])?];
    let all = original.len() + copy.len();
    if all == 0 {
        return None;
    }
    // 2 x common / all >= least, and all = 2 x common + changed.
    #[allow(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count of words"
    )]
    let most = ((1.0 - least) * all as f64 + 1e-9).floor() as usize;
    let hashes = |words: &[Word]| words.iter().map(|w| w.hash).collect::<Vec<_>>();
    let changes = difference(&hashes(&original), &hashes(&copy), most)?;
    let decisive = changes.iter().any(|c| match *c {
        Change::Removed(at) => original[at].decisive(texts[0], lists),
        Change::Added(at) => copy[at].decisive(texts[1], lists),
    });
    let added = |c: &[Change]| matches!(c[0], Change::Added(_));
    let sentence = changes
        .chunk_by(
            |a, b| matches!((a, b), (Change::Added(a), Change::Added(b)) if a.abs_diff(*b) == 1),
        )
        .any(|run| added(run) && run.len() > MAX_ADDED);
    (!decisive && !sentence).then(|| (all - changes.len()) as f64 / all as f64)
}

/// The words of `text`: runs of letters and digits, with marks between digits ("3.5", "10,000") and apostrophes inside. None
/// where they are too many.
fn words(text: &str) -> Option<Vec<Word>> {
    let bytes = text.as_bytes();
    let mut words = Vec::with_capacity(text.len() / 5);
    // All at once is faster than word by word.
    let lower = bytes.to_ascii_lowercase();
    let (mut at, mut opens) = (0, true);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii() && !byte.is_ascii_alphanumeric() {
            opens |= OPENING.contains(&char::from(byte));
            at += 1;
            continue;
        }
        let letters = bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric());
        let mut end = at + letters.count();
        // Nearly every word ends where its ASCII letters do, at a space.
        let hash = if end > at && bytes.get(end).is_none_or(|&b| b == b' ') {
            xxh3_64(&lower[at..end])
        } else {
            let rest = &text[at..];
            let first = rest.chars().next().filter(|c| !c.is_alphanumeric());
            if let Some(mark) = first {
                opens |= OPENING.contains(&mark);
                at += mark.len_utf8();
                continue;
            }
            end = at + word_end(rest);
            xxh3_64(folded(&text[at..end]).as_bytes())
        };
        let [start, end_32] = [at, end].map(u32::try_from);
        words.push(Word {
            hash,
            start: start.ok()?,
            end: end_32.ok()?,
            opens,
        });
        if words.len() > MAX_WORDS {
            return None;
        }
        opens = false;
        at = end;
    }
    Some(words)
}

/// Where the word at the beginning of `text` ends.
fn word_end(text: &str) -> usize {
    let mut characters = text.char_indices().peekable();
    let mut digit = false;
    while let Some((at, c)) = characters.next() {
        if c.is_alphanumeric() {
            digit = c.is_numeric();
            continue;
        }
        let next = characters.peek().map(|&(_, next)| next);
        let inside = match c {
            '\'' | '\u{2019}' => next.is_some_and(char::is_alphabetic),
            '.' | ',' => digit && next.is_some_and(char::is_numeric),
            _ => false,
        };
        if !inside {
            return at;
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::dateline::{digits, figures};
    use super::{OPENING, embedded_words, folded, word_end, words};
    use proptest::prelude::*;

    const STORY: &str = "The minister told a late press conference that his government would look at every offer, \
        and that the talks with the neighbours on the coast would go on through the spring, said Anna Orlan of the council.";

    fn near_copy(original: &str, copy: &str, least: f64) -> Option<f64> {
        super::near_copy(original, copy, least, &embedded_words())
    }

    fn changed(from: &str, to: &str) -> Option<f64> {
        assert!(STORY.contains(from), "{from}");
        near_copy(STORY, &STORY.replacen(from, to, 1), 0.8)
    }

    #[test]
    fn small_changes_are_near_copies() {
        assert!(changed("late press", "lengthy news").is_some());
        assert!(changed("The minister", "MARENBURG, March 3 (Wire) — The minister").is_some());
        assert!(changed("The minister", "\u{201c}A minister").is_some());
        assert!(changed("every offer", "each and every offer").is_some());
        assert_eq!(near_copy(STORY, STORY, 0.8), Some(1.0));
    }

    #[test]
    fn numbers_negators_names_and_turning_words_are_never_near() {
        assert_eq!(changed("would look", "would not look"), None);
        assert_eq!(changed("would look", "wouldn't look"), None);
        assert_eq!(changed("every offer", "3 offers"), None);
        assert_eq!(changed("every offer", "two offers"), None);
        assert_eq!(changed("Anna Orlan", "Anna Besk"), None);
        assert_eq!(changed("told a late", "told Kesta and a late"), None);
        assert_eq!(changed("look at", "reject"), None);
        assert_eq!(
            near_copy(
                "It grew by 3.5 in the year that the council sat",
                "It grew by 35 in the year that the council sat",
                0.8
            ),
            None
        );
        let price = |n: &str| {
            format!("It paid {n} for the old barracks by the harbour wall and the yard behind")
        };
        assert!(near_copy(&price("10,000 crowns"), &price("10,000 silver crowns"), 0.8).is_some());
    }

    #[test]
    fn what_turns_a_number_and_addresses_are_never_near() {
        let shares = |n: &str| {
            format!(
                "Shares of the harbour company went up by {n} before the market closed for the week"
            )
        };
        assert_eq!(
            near_copy(
                &shares("over 100 points"),
                &shares("around 100 points"),
                0.8
            ),
            None
        );
        assert_eq!(
            near_copy(
                &shares("under two points"),
                &shares("about two points"),
                0.8
            ),
            None
        );
        assert!(
            near_copy(
                &shares("around 100 points"),
                &shares("about 100 points"),
                0.8
            )
            .is_some()
        );
        let over = |word: &str| {
            format!(
                "The talks {word} the harbour went on for a day and ended without any paper that could be signed"
            )
        };
        assert!(near_copy(&over("over"), &over("on"), 0.8).is_some());
        assert_eq!(changed("every offer", "the second offer"), None);
        for (one, other) in [
            (
                "https://harbour.example/anna",
                "https://harbour.example/besk",
            ),
            ("/u/harbour_anna", "/u/harbour_besk"),
            ("@harbour.anna", "@harbour.besk"),
        ] {
            let byline = |who: &str| {
                format!(
                    "More of what we saw at the old harbour is told by {who} in pictures every day"
                )
            };
            assert_eq!(near_copy(&byline(one), &byline(other), 0.8), None, "{one}");
        }
        assert!(near_copy(&shares("and/or points"), &shares("and points"), 0.8).is_some());
    }

    #[test]
    fn a_new_sentence_is_news() {
        let longer =
            format!("{STORY} He gave the assembly to understand that he would be leaving soon.");
        assert_eq!(near_copy(STORY, &longer, 0.8), None);
        assert!(
            near_copy(&longer, STORY, 0.8).is_some(),
            "what is left out is not news"
        );
        assert!(
            near_copy(
                STORY,
                &STORY.replace("late press conference", "briefing"),
                0.8
            )
            .is_some()
        );
    }

    /// Words with what they fold to and whether a sentence may begin with them, one character at a time.
    fn defined(text: &str) -> Vec<(String, String, bool)> {
        let mut words = Vec::new();
        let mut opens = true;
        let mut rest = text;
        while let Some(start) = rest.find(char::is_alphanumeric) {
            opens |= rest[..start].contains(OPENING);
            rest = &rest[start..];
            let (word, after) = rest.split_at(word_end(rest));
            let folded = word.chars().filter(|&c| c.is_alphanumeric() || c == '.');
            let folded = folded.flat_map(char::to_lowercase).collect();
            words.push((word.to_owned(), folded, opens));
            opens = false;
            rest = after;
        }
        words
    }

    proptest! {
        /// Otherwise near copies would be missed: candidates have equal figures.
        #[test]
        fn near_copies_have_the_same_figures(
            story in proptest::collection::vec("[a-d]{1,2}|[0-9]{1,2}([.,][0-9])?", 8..30),
            edits in proptest::collection::vec((0..30usize, "[a-d]|[0-9]|1,5"), 0..3),
            dateline in "|OSTBY, March [1-9] \\(Wire\\) — ",
        ) {
            let mut copy = story.clone();
            for (at, word) in edits {
                let at = at % copy.len();
                copy[at] = word;
            }
            let (story, copy) = (story.join(" "), dateline + &copy.join(" "));
            if near_copy(&story, &copy, 0.6).is_some() {
                prop_assert_eq!(figures(&story, digits), figures(&copy, digits));
            }
        }

        /// The fast way through ASCII cuts the words that the definition does.
        #[test]
        fn words_are_those_of_the_definition(text in "([a-zA-Z]{1,4}|[0-9]{1,2}|[ .,'’“é٣!-]){0,30}") {
            let found = words(&text).unwrap();
            let expected = defined(&text);
            let found: Vec<_> = found.iter().map(|w| (w.of(&text).to_owned(), folded(w.of(&text)), w.opens)).collect();
            prop_assert_eq!(found, expected);
        }

        #[test]
        fn never_panics(a in "\\PC{0,200}", b in "\\PC{0,200}") {
            near_copy(&a, &b, 0.5);
        }
    }
}
