//! Word by word: whether one paragraph is another with small changes that do not matter.
//!
//! Candidates come from hashes and prove nothing. A candidate is a near copy only if
//! - at least four fifths of the words of both stand in the same order in both (2 x common / all words), and
//! - among the words that were changed, added or left out there is no number, no negator, no word that turns a stance
//!   ("reject", "against", "if"), and no capitalised word but at the beginning of a sentence a common one, and
//! - no run of more than six words was added: that is a sentence of its own.
//!
//! So "killed 3" is not "killed 7", "will send" is not "will not send", and what Macron said is not what Merz said. Before the
//! comparison an agency's dateline ("KYIV, March 3 (Agency) — ") is cut off both: it is the mark of the wire, not its news.
//!
//! The common words are found with Myers' O(ND) algorithm (1986), given up as soon as more words differ than may.

use xxhash_rust::xxh3::xxh3_64;

/// Words added in one place above which the copy says something of its own.
const MAX_ADDED: usize = 6;
/// Longest dateline, in bytes.
const MAX_DATELINE: usize = 80;
/// Words compared at most; a paragraph of more is an article without breaks, and is left alone.
const MAX_WORDS: usize = 4096;

/// Words that turn a stance, or the fact, when they come or go. Sorted.
#[rustfmt::skip]
const DECISIVE: &[&str] = &[
    "accept", "accepted", "accepts", "against", "agree", "agreed", "agrees", "allow", "allowed", "anti", "back",
    "backed", "backing", "backs", "ban", "banned", "barely", "billion", "block", "blocked", "blocks", "cannot",
    "cant", "condemn", "condemned", "condemns", "couldnt", "denied", "denies", "deny", "despite", "didnt", "doesnt",
    "dont", "dozen", "dozens", "eight", "eighteen", "eighty", "eleven", "endorse", "endorsed", "endorses", "except",
    "fail", "failed", "fails", "few", "fewer", "fifteen", "fifth", "fifty", "five", "forty", "four", "fourteen",
    "half", "hardly", "hasnt", "havent", "hundred", "hundreds", "if", "isnt", "less", "million", "millions", "more",
    "neither", "never", "nine", "nineteen", "ninety", "no", "nobody", "none", "nor", "not", "nothing", "nowhere",
    "nt", "oppose", "opposed", "opposes", "opposing", "pro", "quarter", "refuse", "refused", "refuses", "reject",
    "rejected", "rejecting", "rejects", "rule", "ruled", "rules", "seven", "seventeen", "seventy", "shouldnt", "six",
    "sixteen", "sixty", "support", "supported", "supporting", "supports", "ten", "third", "thirteen", "thirty",
    "thousand", "thousands", "three", "trillion", "twelve", "twenty", "twice", "two", "unable", "unless", "unlikely",
    "wasnt", "werent", "without", "wont", "wouldnt", "zero",
];

/// Capitalised words that are no names at the beginning of a sentence. Sorted.
#[rustfmt::skip]
const OPENERS: &[&str] = &[
    "a", "after", "also", "an", "and", "another", "as", "at", "because", "before", "both", "but", "by", "during", "each", "earlier",
    "even", "for", "from", "he", "her", "his", "how", "however", "i", "in", "it", "its", "later", "many", "meanwhile", "most",
    "of", "on", "one", "or", "other", "our", "she", "since", "so", "some", "still", "such", "that", "the", "their", "then", "there",
    "these", "they", "this", "those", "though", "to", "under", "until", "we", "what", "when", "where", "while", "who", "why",
    "with", "yet", "you",
];

/// One word of a paragraph.
#[derive(Debug, Clone, Copy)]
struct Word {
    /// Of its folded letters and digits.
    hash: u64,
    /// Whether changing it changes what is said.
    decisive: bool,
}

/// How alike two texts are, 0 to 1, where `copy` is a near copy of `original`; else none.
pub(super) fn near_copy(original: &str, copy: &str, least: f64) -> Option<f64> {
    let original = words(without_dateline(original))?;
    let copy = words(without_dateline(copy))?;
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
    let changes = difference(&original, &copy, most)?;
    let decisive = changes.iter().any(|c| match *c {
        Change::Removed(at) => original[at].decisive,
        Change::Added(at) => copy[at].decisive,
    });
    let added = |c: &[Change]| matches!(c[0], Change::Added(_));
    let sentence = changes
        .chunk_by(
            |a, b| matches!((a, b), (Change::Added(a), Change::Added(b)) if a.abs_diff(*b) == 1),
        )
        .any(|run| added(run) && run.len() > MAX_ADDED);
    (!decisive && !sentence).then(|| (all - changes.len()) as f64 / all as f64)
}

/// The digits of `text` in order, as a number. Near copies have the same: a word with a digit is never changed.
pub(super) fn figures(text: &str) -> u64 {
    let mut hash = 0u64;
    for stretch in without_dateline(text).as_bytes().chunks(64) {
        // Without a way out in the middle this is a few vector instructions, and most stretches hold no digit.
        if !stretch
            .iter()
            .fold(false, |any, b| any | b.is_ascii_digit())
        {
            continue;
        }
        for digit in stretch.iter().filter(|b| b.is_ascii_digit()) {
            hash = (hash ^ u64::from(*digit))
                .wrapping_mul(0x9e37_79b9_7f4a_7c15)
                .rotate_left(29);
        }
    }
    hash
}

/// The text after an agency's dateline.
fn without_dateline(text: &str) -> &str {
    let mut end = MAX_DATELINE.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = &text[..end];
    // Looked for by the bytes that are rare: nearly every paragraph is asked, and has none of them.
    let dashes = memchr::memchr2_iter(b'-', "—".as_bytes()[0], head.as_bytes());
    let Some((at, mark)) = dashes
        .filter_map(|dash| dash.checked_sub(1))
        .find_map(|at| {
            let marked = |mark: &&&str| head.as_bytes()[at..].starts_with(mark.as_bytes());
            let mark = [" — ", " – ", " -- ", " - "].iter().find(marked)?;
            Some((at, mark))
        })
    else {
        return text;
    };
    let head = &head[..at];
    // A city in capitals, or an agency in brackets at the end: "Some 200 soldiers - all of them volunteers -" has neither.
    let city = head
        .split(|c: char| !c.is_alphabetic())
        .next()
        .is_some_and(|w| w.chars().count() > 2 && w.chars().all(char::is_uppercase));
    let agency = head.ends_with(')') && head.contains('(') && head.starts_with(char::is_uppercase);
    if city || agency {
        &text[at + mark.len()..]
    } else {
        text
    }
}

/// The words of `text`: runs of letters and digits, with marks between digits ("3.5", "10,000") and apostrophes inside. None
/// where they are too many.
fn words(text: &str) -> Option<Vec<Word>> {
    let mut words = Vec::new();
    let mut folded = String::new();
    let mut opens = true;
    let mut rest = text;
    loop {
        let Some(start) = rest.find(char::is_alphanumeric) else {
            return Some(words);
        };
        opens |=
            rest[..start].contains(['.', '!', '?', ':', '"', '\u{201c}', '\u{2018}', '\u{2026}']);
        rest = &rest[start..];
        let end = word_end(rest);
        let (word, after) = rest.split_at(end);
        folded.clear();
        folded.extend(
            word.chars()
                .filter(|&c| c.is_alphanumeric() || c == '.')
                .flat_map(char::to_lowercase),
        );
        let listed = |list: &[&str]| list.binary_search(&folded.as_str()).is_ok();
        let number = word.contains(char::is_numeric);
        let name = word.starts_with(char::is_uppercase) && !(opens && listed(OPENERS));
        words.push(Word {
            hash: xxh3_64(folded.as_bytes()),
            decisive: number
                || name
                || listed(DECISIVE)
                || folded.ends_with("nt") && word.len() > folded.len(),
        });
        if words.len() > MAX_WORDS {
            return None;
        }
        opens = false;
        rest = after;
    }
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

/// A word that stands in one text only, by its place there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Change {
    Removed(usize),
    Added(usize),
}

/// The fewest changes that make `b` of `a`, in no order that is promised but that added neighbours follow each other; none
/// where they are more than `most`.
fn difference(a: &[Word], b: &[Word], most: usize) -> Option<Vec<Change>> {
    let same = |a: &Word, b: &Word| a.hash == b.hash;
    let prefix = a.iter().zip(b).take_while(|(a, b)| same(a, b)).count();
    let (a, b) = (&a[prefix..], &b[prefix..]);
    let suffix = a
        .iter()
        .rev()
        .zip(b.iter().rev())
        .take_while(|(a, b)| same(a, b))
        .count();
    let (a, b) = (&a[..a.len() - suffix], &b[..b.len() - suffix]);
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    // reached[k + offset]: the furthest place in `a` on diagonal k = place in a - place in b, after each number of changes.
    let most = most.min(a.len() + b.len());
    let offset = most + 1;
    let mut reached = vec![0usize; 2 * offset + 1];
    let mut history = Vec::new();
    for changes in 0..=most {
        for k in (offset - changes..=offset + changes).step_by(2) {
            let added = changes > 0
                && (k == offset - changes
                    || (k != offset + changes && reached[k - 1] < reached[k + 1]));
            let mut x = match (changes, added) {
                (0, _) => 0,
                (_, true) => reached[k + 1],
                (_, false) => reached[k - 1] + 1,
            };
            // Past either end the diagonal is dead; it stays where it is and is never the answer.
            let Some(mut y) = (x + offset).checked_sub(k) else {
                continue;
            };
            while x < a.len() && y < b.len() && same(&a[x], &b[y]) {
                x += 1;
                y += 1;
            }
            reached[k] = x;
            if x >= a.len() && y >= b.len() {
                return Some(trace(&history, offset, k, changes, prefix));
            }
        }
        history.push(reached.clone());
    }
    None
}

/// Walks back from the end to collect the changes, last first.
fn trace(
    history: &[Vec<usize>],
    offset: usize,
    mut k: usize,
    changes: usize,
    prefix: usize,
) -> Vec<Change> {
    let mut found = Vec::with_capacity(changes);
    for changes in (1..=changes).rev() {
        let reached = &history[changes - 1];
        let added =
            k == offset - changes || (k != offset + changes && reached[k - 1] < reached[k + 1]);
        if added {
            k += 1;
            let y = reached[k] + offset - k;
            found.push(Change::Added(prefix + y));
        } else {
            k -= 1;
            found.push(Change::Removed(prefix + reached[k]));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const STORY: &str = "The minister told a late press conference that his government would look at every offer, \
        and that the talks with the neighbours on the coast would go on through the spring, said Anna Orlan of the council.";

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

    #[test]
    fn dashes_are_no_datelines() {
        let text = "Some 200 soldiers - all of them volunteers - went";
        assert_eq!(without_dateline(text), text);
        assert_eq!(without_dateline("Ostby (Wire) - They went"), "They went");
        assert_eq!(without_dateline("OSTBY — They went"), "They went");
    }

    #[test]
    fn word_lists_are_sorted() {
        for list in [DECISIVE, OPENERS] {
            assert!(
                list.windows(2).all(|w| w[0] < w[1]),
                "{:?}",
                list.windows(2).find(|w| w[0] >= w[1])
            );
        }
    }

    /// Longest common subsequence by the table, to hold the fast way against.
    fn slow(a: &[Word], b: &[Word]) -> usize {
        let mut row = vec![0; b.len() + 1];
        for x in a {
            let mut corner = 0;
            for (i, y) in b.iter().enumerate() {
                let above = row[i + 1];
                row[i + 1] = if x.hash == y.hash {
                    corner + 1
                } else {
                    above.max(row[i])
                };
                corner = above;
            }
        }
        a.len() + b.len() - 2 * row[b.len()]
    }

    proptest! {
        #[test]
        fn difference_is_the_shortest(a in proptest::collection::vec(0..5u64, 0..25), b in proptest::collection::vec(0..5u64, 0..25), most in 0..50usize) {
            let word = |hash| Word { hash, decisive: false };
            let a: Vec<Word> = a.into_iter().map(word).collect();
            let b: Vec<Word> = b.into_iter().map(word).collect();
            let least = slow(&a, &b);
            let found = difference(&a, &b, most);
            prop_assert_eq!(found.as_ref().map(Vec::len), (least <= most).then_some(least));
            if let Some(found) = found {
                let left: Vec<u64> = a.iter().enumerate().filter(|(i, _)| !found.contains(&Change::Removed(*i))).map(|(_, w)| w.hash).collect();
                let right: Vec<u64> = b.iter().enumerate().filter(|(i, _)| !found.contains(&Change::Added(*i))).map(|(_, w)| w.hash).collect();
                prop_assert_eq!(left, right);
            }
        }

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
                prop_assert_eq!(figures(&story), figures(&copy));
            }
        }

        #[test]
        fn never_panics(a in "\\PC{0,200}", b in "\\PC{0,200}") {
            near_copy(&a, &b, 0.5);
        }
    }
}
