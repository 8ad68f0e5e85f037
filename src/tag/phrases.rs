//! A large list of phrases found in running text, at the rate of a gigabyte a second.
//!
//! An automaton over thousands of phrases takes a step for every byte, through tables that no cache holds. But a phrase can only begin where a word
//! begins, one byte in six, and nearly every word is told apart from all phrases by its first letters. So: a vector pass marks the places where
//! words begin (`starts`); each is looked up by its first bytes, ASCII case folded, in bitmaps that stay in the first-level cache; what is
//! left, a few in a hundred, is looked up by its first eight and last eight bytes for each length that such phrases have, and compared.
//!
//! What counts as found: the phrase's bytes (ASCII case aside, where the phrase says so), with no letter or digit touching them from outside.
//! Every such place is found, overlapping ones too ([`PhraseMatcher::find`]); [`PhraseMatcher::longest`] keeps the longest from the left,
//! which never loses a shorter phrase to a longer one that fails its boundary.

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use super::starts::{Start, WordStarts};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Span;

/// Sets the bit that tells ASCII capitals from small letters. Makes some other bytes equal too, which costs a comparison and nothing else.
const FOLDED: u64 = 0x2020_2020_2020_2020;

/// A phrase to find.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Phrase<'a> {
    /// Its words, as they stand in text.
    pub text: &'a str,
    /// Whether ASCII letters match in any case.
    pub any_case: bool,
}

/// A phrase in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PhraseMatch {
    /// Its bytes in the text.
    pub span: Span,
    /// Which one of the list.
    pub phrase: u32,
}

/// Finds the phrases of a list. Built once; shared by all threads.
#[derive(Debug)]
pub struct PhraseMatcher {
    phrases: Vec<Stored>,
    starts: WordStarts,
    /// Which first eight bytes lead to a phrase of eight or more.
    eight: Bitmap,
    /// Which first words lead to a shorter one.
    word: Bitmap,
    /// Phrases of eight bytes or more by their first eight: the lengths there are, longest first.
    lengths: FxHashMap<u64, Vec<Length>>,
    /// The same by first eight, last eight and length.
    whole: FxHashMap<u64, Vec<u32>>,
    /// Phrases of up to seven bytes by [`first_word`], longest first.
    words: FxHashMap<u64, Vec<u32>>,
    /// Phrases that begin with a mark: they may stand anywhere.
    marked: Option<(AhoCorasick, Vec<u32>)>,
}

/// A length that phrases have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Length {
    bytes: usize,
    /// Whether they end in an ASCII letter or digit, so that none may follow.
    in_word: bool,
}

#[derive(Debug)]
struct Stored {
    text: String,
    any_case: bool,
}

impl Stored {
    fn equals(&self, bytes: &[u8]) -> bool {
        if self.any_case {
            self.text.as_bytes().eq_ignore_ascii_case(bytes)
        } else {
            self.text.as_bytes() == bytes
        }
    }
}

impl PhraseMatcher {
    /// Compiles a list. A phrase may stand in it more than once: each is found by its own number.
    ///
    /// # Errors
    ///
    /// Where a phrase is empty, or the list is longer than four thousand million.
    pub fn new<'a>(list: impl IntoIterator<Item = Phrase<'a>>) -> Result<Self> {
        let mut matcher = Self {
            phrases: Vec::new(),
            starts: WordStarts::new(),
            eight: Bitmap::default(),
            word: Bitmap::default(),
            lengths: FxHashMap::default(),
            whole: FxHashMap::default(),
            words: FxHashMap::default(),
            marked: None,
        };
        let mut marked: Vec<u32> = Vec::new();
        for phrase in list {
            let wrong = |why: &str| Error::new(ErrorKind::Lexicon, why);
            let number = u32::try_from(matcher.phrases.len())
                .map_err(|_| wrong("the list of phrases is too long"))?;
            let first = phrase.text.chars().next();
            let first = first.ok_or_else(|| wrong("a phrase of the list is empty"))?;
            matcher.phrases.push(Stored {
                text: phrase.text.to_owned(),
                any_case: phrase.any_case,
            });
            if first.is_ascii() && !first.is_ascii_alphanumeric() {
                marked.push(number);
            } else {
                matcher.enter(number);
            }
        }
        matcher.sort();
        if !marked.is_empty() {
            let texts = marked.iter().map(|&n| &matcher.phrases[n as usize].text);
            let search = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(texts)
                .map_err(|e| {
                    Error::new(
                        ErrorKind::Lexicon,
                        format!("the phrases do not compile: {e}"),
                    )
                    .caused_by(e)
                })?;
            matcher.marked = Some((search, marked));
        }
        Ok(matcher)
    }

    fn enter(&mut self, number: u32) {
        let bytes = self.phrases[number as usize].text.as_bytes();
        if let Some(first) = bytes.first_chunk() {
            let first = fold(*first);
            self.eight.set(first);
            let lengths = self.lengths.entry(first).or_default();
            let length = Length {
                bytes: bytes.len(),
                in_word: bytes.last().is_some_and(u8::is_ascii_alphanumeric),
            };
            if !lengths.contains(&length) {
                lengths.push(length);
            }
            let last = fold(*bytes.last_chunk().expect("there are eight bytes"));
            let key = whole_key(first, last, bytes.len());
            self.whole.entry(key).or_default().push(number);
        } else {
            let letters = bytes.iter().take_while(|b| b.is_ascii_alphanumeric());
            let key = first_word(padded(bytes), letters.count());
            self.word.set(key);
            self.words.entry(key).or_default().push(number);
        }
    }

    /// Longest first, then in the order of the list.
    fn sort(&mut self) {
        self.lengths
            .values_mut()
            .for_each(|lengths| lengths.sort_unstable_by(|a, b| b.cmp(a)));
        let length = |&n: &u32| std::cmp::Reverse(self.phrases[n as usize].text.len());
        self.words
            .values_mut()
            .for_each(|phrases| phrases.sort_by_key(length));
    }

    /// Phrases of the list.
    pub fn len(&self) -> usize {
        self.phrases.len()
    }

    /// Whether the list is empty.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty()
    }

    /// The words of a phrase.
    pub fn text(&self, phrase: u32) -> &str {
        &self.phrases[phrase as usize].text
    }

    /// Every phrase at every place, by place and then longest first; but those that begin with a mark come after all others.
    pub fn find(&self, text: &str, mut found: impl FnMut(PhraseMatch)) {
        self.starts.of(text, |start| {
            if self.may_begin(start) {
                self.at(text, start, &mut found);
            }
        });
        let Some((search, numbers)) = &self.marked else {
            return;
        };
        for m in search.find_overlapping_iter(text) {
            let span = Span::new(m.start(), m.end());
            let phrase = numbers[m.pattern().as_usize()];
            let stored = &self.phrases[phrase as usize];
            if stored.equals(&text.as_bytes()[span.range()]) && ends(text, span.end, stored) {
                found(PhraseMatch { span, phrase });
            }
        }
    }

    /// The longest phrases from the left: none overlaps another, and of several with the same words the first of the list is found.
    pub fn longest(&self, text: &str, mut found: impl FnMut(PhraseMatch)) {
        if self.marked.is_some() {
            return self.longest_of_all(text, found);
        }
        let mut next = 0;
        self.starts.of(text, |start| {
            if start.at >= next && self.may_begin(start) {
                let mut longest: Option<PhraseMatch> = None;
                self.at(text, start, &mut |m| {
                    if longest.is_none_or(|l| better(m, l)) {
                        longest = Some(m);
                    }
                });
                if let Some(longest) = longest {
                    next = longest.span.end;
                    found(longest);
                }
            }
        });
    }

    /// The same where phrases begin with marks: they come out of order.
    #[cold]
    fn longest_of_all(&self, text: &str, mut found: impl FnMut(PhraseMatch)) {
        let mut all = Vec::new();
        self.find(text, |m| all.push(m));
        all.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.phrase));
        let mut next = 0;
        for m in all {
            if m.span.start >= next {
                next = m.span.end;
                found(m);
            }
        }
    }

    /// Whether a phrase may begin here. This is what every word of the text is asked.
    #[inline]
    fn may_begin(&self, start: Start) -> bool {
        let first = start.first | FOLDED;
        self.eight.get(first) | self.word.get(first_word(first, start.length))
    }

    /// The phrases that stand where a word begins.
    #[inline(never)]
    fn at(&self, text: &str, start: Start, found: &mut impl FnMut(PhraseMatch)) {
        let bytes = text.as_bytes();
        let at = start.at;
        let first = start.first | FOLDED;
        let mut begins = None;
        let mut check = |phrase: u32| {
            let stored = &self.phrases[phrase as usize];
            let end = at + stored.text.len();
            if bytes.get(at..end).is_some_and(|b| stored.equals(b))
                && ends(text, end, stored)
                && *begins.get_or_insert_with(|| begins_word(text, at))
            {
                found(PhraseMatch {
                    span: Span::new(at, end),
                    phrase,
                });
            }
        };
        let lengths = self.lengths.get(&first).map_or(&[][..], Vec::as_slice);
        for length in lengths {
            let Some(here) = bytes[at..].get(..length.bytes) else {
                continue;
            };
            // Most lengths end inside a word: that is seen before anything is looked up.
            let next = bytes.get(at + length.bytes);
            if length.in_word && next.is_some_and(u8::is_ascii_alphanumeric) {
                continue;
            }
            let last = fold(*here.last_chunk().expect("no length is below eight"));
            if let Some(phrases) = self.whole.get(&whole_key(first, last, length.bytes)) {
                phrases.iter().copied().for_each(&mut check);
            }
        }
        if let Some(phrases) = self.words.get(&first_word(first, start.length)) {
            phrases.iter().copied().for_each(check);
        }
    }
}

/// Longer, or as long and before it in the list.
fn better(m: PhraseMatch, than: PhraseMatch) -> bool {
    (m.span.end, std::cmp::Reverse(m.phrase)) > (than.span.end, std::cmp::Reverse(than.phrase))
}

/// Whether no letter or digit stands before `at`, or what stands there is none itself.
fn begins_word(text: &str, at: usize) -> bool {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
}

/// Whether no letter or digit follows a phrase that ends in one.
fn ends(text: &str, end: usize, phrase: &Stored) -> bool {
    match text.as_bytes().get(end) {
        None => true,
        Some(next) if next.is_ascii() && !next.is_ascii_alphanumeric() => true,
        Some(_) => {
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !(word(text[end..].chars().next()) && word(phrase.text.chars().next_back()))
        }
    }
}

fn fold(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes) | FOLDED
}

/// Up to eight bytes, folded; zeros, which fold to spaces, fill it up.
fn padded(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    fold(eight)
}

/// What a short phrase is looked up by: the letters and digits that it begins with, and of one that begins beyond ASCII the first two bytes.
#[inline]
fn first_word(first: u64, length: usize) -> u64 {
    const MASKS: [u64; 9] = {
        let mut masks = [u64::MAX; 9];
        masks[0] = 0xffff;
        let mut length = 1;
        while length < 8 {
            masks[length] = (1 << (8 * length)) - 1;
            length += 1;
        }
        masks
    };
    first & MASKS[length.min(8)]
}

fn whole_key(first: u64, last: u64, length: usize) -> u64 {
    let length = (length as u64) << 3;
    (first ^ length).wrapping_mul(0xd6e8_feb8_6659_fd93) ^ last.rotate_left(23)
}

/// 65,536 bits, 8 KiB: three of them stay in the first-level cache.
#[derive(Debug)]
struct Bitmap(Box<[u64; 1024]>);

impl Default for Bitmap {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Bitmap {
    fn place(key: u64) -> (usize, u64) {
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // Ten bits of place and six of bit: the compiler sees that no place is out of range.
        let place = usize::try_from(spread >> 54).unwrap_or(0);
        (place, 1 << (spread >> 48 & 63))
    }

    #[inline]
    fn get(&self, key: u64) -> bool {
        let (place, bit) = Self::place(key);
        self.0[place] & bit != 0
    }

    fn set(&mut self, key: u64) {
        let (place, bit) = Self::place(key);
        self.0[place] |= bit;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// What the definition says, place by place and phrase by phrase.
    fn naive(list: &[(String, bool)], text: &str) -> Vec<PhraseMatch> {
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let mut found = Vec::new();
        for (at, _) in text.char_indices() {
            for (number, (phrase, any_case)) in list.iter().enumerate() {
                let Some(here) = text[at..].get(..phrase.len()) else {
                    continue;
                };
                let same = if *any_case {
                    here.eq_ignore_ascii_case(phrase)
                } else {
                    here == phrase
                };
                let end = at + phrase.len();
                let touched = word(text[..at].chars().next_back()) && word(here.chars().next())
                    || word(text[end..].chars().next()) && word(here.chars().next_back());
                if same && !touched {
                    found.push(PhraseMatch {
                        span: Span::new(at, end),
                        phrase: u32::try_from(number).unwrap(),
                    });
                }
            }
        }
        found.sort();
        found
    }

    fn naive_longest(list: &[(String, bool)], text: &str) -> Vec<PhraseMatch> {
        let mut all = naive(list, text);
        all.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end), m.phrase));
        let mut next = 0;
        all.retain(|m| {
            let free = m.span.start >= next;
            if free {
                next = m.span.end;
            }
            free
        });
        all
    }

    fn matcher(list: &[(String, bool)]) -> PhraseMatcher {
        let list = list.iter().map(|(text, any_case)| Phrase {
            text,
            any_case: *any_case,
        });
        PhraseMatcher::new(list).unwrap()
    }

    fn check(list: &[(String, bool)], text: &str) {
        let matcher = matcher(list);
        let mut found = Vec::new();
        matcher.find(text, |m| found.push(m));
        found.sort();
        assert_eq!(found, naive(list, text), "{list:?} in {text:?}");
        let mut longest = Vec::new();
        matcher.longest(text, |m| longest.push(m));
        assert_eq!(longest, naive_longest(list, text), "{list:?} in {text:?}");
    }

    /// Words that meet: prefixes of each other, accents, marks, long ones with one start and one end.
    fn word() -> impl Strategy<Value = String> {
        prop_oneof![
            Just("un".to_owned()),
            Just("UN".to_owned()),
            Just("U.N.".to_owned()),
            Just("a".to_owned()),
            Just("Élysée".to_owned()),
            Just("élysée".to_owned()),
            Just("peace".to_owned()),
            Just("Peacekeeping".to_owned()),
            Just("peacekeepers".to_owned()),
            Just("President".to_owned()),
            Just("presidents".to_owned()),
            Just("al-Bashir".to_owned()),
            Just("O\u{2019}Neill".to_owned()),
            Just("'s".to_owned()),
            Just("7".to_owned()),
            Just("Kyïv".to_owned()),
            Just("\u{2014}".to_owned()),
            "[abAB]{1,3}",
        ]
    }

    fn words(separators: &'static str) -> impl Strategy<Value = String> {
        proptest::collection::vec((word(), separators), 1..5).prop_map(|words| {
            words
                .into_iter()
                .map(|(w, s)| w + &s)
                .collect::<String>()
                .trim()
                .to_owned()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        #[test]
        fn fast_finds_what_naive_finds(
            list in proptest::collection::vec((words(" "), any::<bool>()), 0..12),
            text in proptest::collection::vec(words("[ ,.]?"), 0..20).prop_map(|t| t.join(" ")),
        ) {
            check(&list, &text);
        }

        #[test]
        fn any_text_is_safe(
            list in proptest::collection::vec(("\\PC{1,10}", any::<bool>()), 0..6),
            text in any::<String>(),
        ) {
            let text = list.iter().fold(text, |t, (phrase, _)| t + phrase);
            check(&list, &text);
        }
    }

    #[test]
    fn every_length_stands_at_every_place() {
        let letters = "abcdefghijklmnopqrstuvwxyz";
        for length in 1..=20 {
            let list = [(letters[..length].to_owned(), false)];
            for before in 0..70 {
                let text = format!("{} {}", "-".repeat(before), &letters[..length]);
                check(&list, &text);
                check(&list, &format!("{text}. {text}x {text}"));
            }
        }
    }

    #[test]
    fn a_shorter_phrase_is_not_lost_to_a_longer_one_that_fails() {
        let list = [
            ("United Nations".to_owned(), false),
            ("United Nations force".to_owned(), false),
        ];
        check(
            &list,
            "a United Nations forceful one, a United Nations force",
        );
    }

    #[test]
    fn an_empty_phrase_is_refused() {
        let phrase = Phrase {
            text: "",
            any_case: false,
        };
        assert!(PhraseMatcher::new([phrase]).is_err());
    }
}
