//! A large list of phrases found in running text, at the rate of a gigabyte a second.
//!
//! An automaton over thousands of phrases takes a step for every byte, through tables that no cache holds. But a phrase can only begin where a word
//! begins, one byte in six, and nearly every word is told apart from all phrases by its first letters. So: a vector pass marks the places where
//! words begin (`starts`); each is looked up by its first bytes, ASCII case folded, in bitmaps that stay in the first-level cache; what is
//! left, a few in a hundred, is looked up by its first sixteen bytes, its first eight and its first word, and compared.
//!
//! What counts as found: the phrase's bytes (ASCII case aside, where the phrase says so), with no letter or digit touching them from outside.
//! Every such place is found, overlapping ones too ([`PhraseMatcher::find`]); [`PhraseMatcher::longest`] keeps the longest from the left,
//! which never loses a shorter phrase to a longer one that fails its boundary.

mod entries;

use std::ops::{ControlFlow, Range};

use aho_corasick::AhoCorasick;

use entries::{Bitmap, Entry, FOLDED, Groups, NONE, padded};

use super::starts::{Openings, Start, WordStarts};
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
    /// Set in every byte that is looked up: [`FOLDED`] where a phrase matches in any case, nothing where none does.
    fold: u64,
    /// Which first eight bytes lead to a phrase of eight or more.
    eight: Bitmap,
    /// Which first words lead to a shorter one.
    word: Bitmap,
    /// All phrases: of sixteen bytes or more by those sixteen, of eight to fifteen by their first eight, shorter ones by their [`first_word`].
    groups: Groups<3>,
    /// Phrases that begin with a mark: they may stand anywhere.
    marked: Option<(AhoCorasick, Vec<u32>)>,
}

/// Where a phrase's words are.
#[derive(Debug, Clone, Copy)]
struct Stored {
    start: u32,
    length: u32,
    any_case: bool,
}

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
            starts: WordStarts::new(Openings::default()),
            fold: 0,
            eight: Bitmap::default(),
            word: Bitmap::default(),
            groups: Groups::new([const { Vec::new() }; 3]),
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
            });
            matcher.words.push_str(phrase.text);
            if phrase.any_case {
                matcher.fold = FOLDED;
            }
        }
        let numbers = 0..small(matcher.phrases.len())?;
        matcher.enter_all(numbers)?;
        Ok(matcher)
    }

    /// Fills the tables.
    fn enter_all(&mut self, numbers: Range<u32>) -> Result<()> {
        let mut marked = Vec::new();
        let mut openings = Vec::new();
        let [mut sixteen, mut eight, mut word] = [const { Vec::new() }; 3];
        for number in numbers {
            let stored = self.phrases[number as usize];
            let bytes = &self.words.as_bytes()[stored.start as usize..][..stored.length as usize];
            if bytes[0].is_ascii() && !bytes[0].is_ascii_alphanumeric() {
                marked.push(number);
                continue;
            }
            openings.push((bytes, stored.any_case));
            let entry = Entry::new(bytes, number, stored.any_case);
            let first = padded(bytes) | self.fold;
            if bytes.len() >= 8 {
                self.eight.set(first);
            }
            if bytes.len() >= 16 {
                sixteen.push((sixteen_key(first, padded(&bytes[8..]) | self.fold), entry));
            } else if bytes.len() >= 8 {
                eight.push((first, entry));
            } else {
                let letters = bytes.iter().take_while(|b| b.is_ascii_alphanumeric());
                let key = first_word(first, letters.count());
                self.word.set(key);
                word.push((key, entry));
            }
        }
        self.starts = WordStarts::new(Openings::new(openings.into_iter()));
        self.groups = Groups::new([sixteen, eight, word]);
        if !marked.is_empty() {
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
        let first = start.first | self.fold;
        self.eight.get(first) | self.word.get(first_word(first, start.length))
    }

    /// The phrases that stand where a word begins, longest first, until `found` has enough.
    #[inline(never)]
    fn at(&self, text: &str, start: Start, found: &mut impl FnMut(PhraseMatch) -> ControlFlow<()>) {
        if !begins_word(text, start.at) {
            return;
        }
        let here = &text.as_bytes()[start.at..];
        let first = start.first | self.fold;
        let next = here.get(8..16).map_or(0, padded);
        let groups = [
            self.groups.first(0, sixteen_key(first, next | self.fold)),
            self.groups.first(1, first),
            self.groups.first(2, first_word(first, start.length)),
        ];
        // Which of them there are cannot be foretold, so the first that there is is chosen without a branch; hardly ever is there another.
        let in_turn = match groups {
            [NONE, NONE, only] => [only, NONE, NONE],
            [NONE, one, two] => [one, two, NONE],
            all => all,
        };
        for group in in_turn {
            if group == NONE {
                continue;
            }
            for entry in self.groups.group(group) {
                if !entry.may_stand(here, start.first, next) {
                    continue;
                }
                let end = start.at + entry.length as usize;
                if (entry.proved || self.same(entry.phrase, &here[..entry.length as usize]))
                    && ends_word(text, end)
                {
                    let span = Span::new(start.at, end);
                    let phrase = entry.phrase;
                    if found(PhraseMatch { span, phrase }).is_break() {
                        return;
                    }
                }
            }
        }
    }

    /// Whether a phrase stands at a place, with no letter or digit touching it.
    fn stands(&self, text: &str, at: usize, phrase: u32) -> bool {
        let end = at + self.text(phrase).len();
        let here = text.as_bytes().get(at..end);
        here.is_some_and(|here| self.same(phrase, here))
            && begins_word(text, at)
            && ends_word(text, end)
    }

    /// Whether these bytes are the phrase's.
    fn same(&self, phrase: u32, here: &[u8]) -> bool {
        let words = self.text(phrase).as_bytes();
        if self.phrases[phrase as usize].any_case {
            here.eq_ignore_ascii_case(words)
        } else {
            here == words
        }
    }
}

/// Whether no letter or digit stands before `at`, or what stands there is none itself.
#[inline]
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
#[inline]
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

/// What a long phrase is looked up by: its first eight bytes, folded, and its second eight.
#[inline]
fn sixteen_key(first: u64, second: u64) -> u64 {
    first.wrapping_mul(0xd6e8_feb8_6659_fd93) ^ second.rotate_left(23)
}

#[cfg(test)]
mod tests;
