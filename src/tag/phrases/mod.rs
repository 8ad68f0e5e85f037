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

mod keys;
#[cfg(test)]
mod tests;

use std::ops::ControlFlow;

use aho_corasick::AhoCorasick;
use rustc_hash::FxHashMap;

use self::keys::{Bitmap, FOLDED, ends_key, first_word, fold, padded};
use super::starts::{Start, WordStarts};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Span;

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
    /// The words of all phrases, one after the other.
    words: String,
    phrases: Vec<Stored>,
    starts: WordStarts,
    /// Which first eight bytes lead to a phrase of eight or more.
    eight: Bitmap,
    /// Which first words lead to a shorter one.
    word: Bitmap,
    /// Phrases of eight bytes or more by their first eight: the range of `lengths`.
    by_first: FxHashMap<u64, (u32, u32)>,
    /// The lengths that phrases with one beginning have, longest first.
    lengths: Vec<Length>,
    /// The first phrase with these first eight bytes, last eight and length; [`Stored::next`] leads to the others.
    by_ends: FxHashMap<u64, u32>,
    /// The longest phrase of up to seven bytes with this [`first_word`]; [`Stored::next`] leads to the others.
    by_word: FxHashMap<u64, u32>,
    /// Phrases that begin with a mark: they may stand anywhere.
    marked: Option<(AhoCorasick, Vec<u32>)>,
}

/// A length that phrases have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Length {
    bytes: u32,
    /// Whether they end in an ASCII letter or digit, so that none may follow.
    in_word: bool,
}

/// Where a phrase's words are, and which phrase to look at after it.
#[derive(Debug, Clone, Copy)]
struct Stored {
    start: u32,
    length: u32,
    any_case: bool,
    next: u32,
}

/// No phrase.
const NONE: u32 = u32::MAX;

impl PhraseMatcher {
    /// Compiles a list. A phrase may stand in it more than once: each is found by its own number.
    ///
    /// # Errors
    ///
    /// Where a phrase is empty, or the list has more than four thousand million bytes.
    pub fn new<'a>(list: impl IntoIterator<Item = Phrase<'a>>) -> Result<Self> {
        let mut matcher = Self {
            words: String::new(),
            phrases: Vec::new(),
            starts: WordStarts::new(),
            eight: Bitmap::default(),
            word: Bitmap::default(),
            by_first: FxHashMap::default(),
            lengths: Vec::new(),
            by_ends: FxHashMap::default(),
            by_word: FxHashMap::default(),
            marked: None,
        };
        let wrong = |why: &str| Error::new(ErrorKind::Lexicon, why);
        let small = |n: usize| u32::try_from(n).map_err(|_| wrong("the list is too long"));
        for phrase in list {
            if phrase.text.is_empty() {
                return Err(wrong("a phrase of the list is empty"));
            }
            matcher.phrases.push(Stored {
                start: small(matcher.words.len())?,
                length: small(phrase.text.len())?,
                any_case: phrase.any_case,
                next: NONE,
            });
            matcher.words.push_str(phrase.text);
        }
        // No number is the one that stands for none.
        small(matcher.phrases.len())?;
        matcher.enter_all()?;
        Ok(matcher)
    }

    /// Fills the tables. Longest phrases are entered last, and of equal ones the last of the list first, so that each chain leads from the
    /// longest on, in the order of the list.
    fn enter_all(&mut self) -> Result<()> {
        let mut order: Vec<u32> = (0..).take(self.phrases.len()).collect();
        order.sort_by_key(|&n| (self.phrases[n as usize].length, std::cmp::Reverse(n)));
        let mut marked = Vec::new();
        let mut lengths: Vec<(u64, Length)> = Vec::new();
        for number in order {
            let bytes = self.text(number).as_bytes();
            let letters = bytes.iter().take_while(|b| b.is_ascii_alphanumeric());
            let (table, key) = if bytes[0].is_ascii() && !bytes[0].is_ascii_alphanumeric() {
                marked.push(number);
                continue;
            } else if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
                let first = fold(*first);
                let length = Length {
                    bytes: self.phrases[number as usize].length,
                    in_word: bytes.last().is_some_and(u8::is_ascii_alphanumeric),
                };
                lengths.push((first, length));
                let key = ends_key(first, fold(*last), bytes.len());
                self.eight.set(first);
                (&mut self.by_ends, key)
            } else {
                let key = first_word(padded(bytes), letters.count());
                self.word.set(key);
                (&mut self.by_word, key)
            };
            let head = table.entry(key).or_insert(NONE);
            self.phrases[number as usize].next = std::mem::replace(head, number);
        }
        lengths.sort_unstable_by(|a, b| (a.0, b.1).cmp(&(b.0, a.1)));
        lengths.dedup();
        for same in lengths.chunk_by(|a, b| a.0 == b.0) {
            let start = u32::try_from(self.lengths.len()).unwrap_or(NONE);
            self.lengths.extend(same.iter().map(|(_, length)| *length));
            let end = u32::try_from(self.lengths.len()).unwrap_or(NONE);
            self.by_first.insert(same[0].0, (start, end));
        }
        if !marked.is_empty() {
            marked.sort_unstable();
            let search = AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(marked.iter().map(|&n| self.text(n)))
                .map_err(|e| {
                    let message = format!("the phrases do not compile: {e}");
                    Error::new(ErrorKind::Lexicon, message).caused_by(e)
                })?;
            self.marked = Some((search, marked));
        }
        Ok(())
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
    #[inline]
    pub fn text(&self, phrase: u32) -> &str {
        let stored = &self.phrases[phrase as usize];
        &self.words[stored.start as usize..][..stored.length as usize]
    }

    /// Every phrase at every place, by place and then longest first; but those that begin with a mark come after all others.
    pub fn find(&self, text: &str, mut found: impl FnMut(PhraseMatch)) {
        let wanted = |start| self.may_begin(start);
        self.starts.of(text, wanted, |start| {
            self.at(text, start, &mut |m| {
                found(m);
                ControlFlow::Continue(())
            });
        });
        let Some((search, numbers)) = &self.marked else {
            return;
        };
        for m in search.find_overlapping_iter(text) {
            let phrase = numbers[m.pattern().as_usize()];
            if self.stands(text, m.start(), phrase) {
                let span = Span::new(m.start(), m.end());
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
        let wanted = |start| self.may_begin(start);
        self.starts.of(text, wanted, |start| {
            if start.at >= next {
                self.at(text, start, &mut |m| {
                    next = m.span.end;
                    found(m);
                    ControlFlow::Break(())
                });
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

    /// The phrases that stand where a word begins, longest first, until `found` has enough.
    #[inline(never)]
    fn at(&self, text: &str, start: Start, found: &mut impl FnMut(PhraseMatch) -> ControlFlow<()>) {
        let first = start.first | FOLDED;
        // The bitmaps answer faster than the tables, and mostly one of them alone says yes.
        if self.eight.get(first)
            && let Some(&(from, to)) = self.by_first.get(&first)
        {
            let here = &text.as_bytes()[start.at..];
            for length in &self.lengths[from as usize..to as usize] {
                let bytes = length.bytes as usize;
                let Some(last) = here.get(bytes - 8..bytes).and_then(<[u8]>::first_chunk) else {
                    continue;
                };
                // Most lengths end inside a word: that is seen before anything is looked up.
                if length.in_word && here.get(bytes).is_some_and(u8::is_ascii_alphanumeric) {
                    continue;
                }
                let key = ends_key(first, fold(*last), bytes);
                let head = self.by_ends.get(&key).copied().unwrap_or(NONE);
                if self.chain(text, start.at, head, found).is_break() {
                    return;
                }
            }
        }
        let word = first_word(first, start.length);
        if self.word.get(word) {
            let head = self.by_word.get(&word).copied().unwrap_or(NONE);
            let _ = self.chain(text, start.at, head, found);
        }
    }

    /// The phrases of a chain that stand at a place.
    #[inline]
    fn chain(
        &self,
        text: &str,
        at: usize,
        head: u32,
        found: &mut impl FnMut(PhraseMatch) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut phrase = head;
        while let Some(stored) = self.phrases.get(phrase as usize) {
            if self.stands(text, at, phrase) {
                let span = Span::new(at, at + stored.length as usize);
                found(PhraseMatch { span, phrase })?;
            }
            phrase = stored.next;
        }
        ControlFlow::Continue(())
    }

    /// Whether a phrase stands at a place, with no letter or digit touching it.
    #[inline]
    fn stands(&self, text: &str, at: usize, phrase: u32) -> bool {
        let words = self.text(phrase);
        let end = at + words.len();
        let Some(here) = text.as_bytes().get(at..end) else {
            return false;
        };
        let same = if self.phrases[phrase as usize].any_case {
            here.eq_ignore_ascii_case(words.as_bytes())
        } else {
            here == words.as_bytes()
        };
        same && begins_word(text, at) && ends_word(text, end)
    }
}

/// Whether no letter or digit stands before `at`, or what stands there is none itself.
fn begins_word(text: &str, at: usize) -> bool {
    // Before nearly every phrase stands a space.
    match text.as_bytes()[..at].last() {
        None => true,
        Some(before) if before.is_ascii() && !before.is_ascii_alphanumeric() => true,
        Some(_) => {
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !(word(text[..at].chars().next_back()) && word(text[at..].chars().next()))
        }
    }
}

/// Whether no letter or digit stands at `end`, or what stands before it is none itself.
fn ends_word(text: &str, end: usize) -> bool {
    match text.as_bytes().get(end) {
        None => true,
        Some(next) if next.is_ascii() && !next.is_ascii_alphanumeric() => true,
        Some(_) => {
            let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            !(word(text[end..].chars().next()) && word(text[..end].chars().next_back()))
        }
    }
}
