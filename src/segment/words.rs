//! Words: a pattern for one word, on text that the normaliser of the `tokenizers` crate made plain, with offsets back to the document.
//!
//! The normaliser makes quotation marks and apostrophes plain, so that one pattern serves all; offsets always refer to the text before it.

use regex::Regex;
use tokenizers::NormalizedString;
use tokenizers::normalizer::Range;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Pos, Span, Token};

/// A word, number or mark, in this order: contracted forms, dotted abbreviations, numbers with their unit, words with inner hyphens,
/// any other character. What is contracted comes with its "n't", and is parted from it after.
const TOKEN: &str = concat!(
    r"^(?:\p{L}+(?:n't|N'T)\b|(?i:n't)\b|'(?i:s|re|ve|ll|d|m)\b",
    r"|(?:\p{L}\.){2,}",
    r"|\p{N}+(?:[.,:]\p{N}+)*(?:st|nd|rd|th|s|k|m|bn|km|%)?(?:-\p{L}[\p{L}\p{N}]*)*",
    r"|\p{L}[\p{L}\p{M}\p{N}]*(?:'\p{Lu}[\p{L}\p{M}]+)?(?:[-\u2010\u2011/](?:\p{L}\.){2,}|[-\u2010\u2011][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*",
    r"|\.{2,}|''|[^\s\p{L}\p{N}])"
);

/// Splits sentences into tokens.
#[derive(Debug)]
pub(super) struct WordSplitter {
    token: Regex,
}

impl WordSplitter {
    pub(super) fn new() -> Result<Self> {
        let token = Regex::new(TOKEN).map_err(|e| {
            let message = format!("the token pattern does not compile: {e}");
            Error::new(ErrorKind::Lexicon, message).caused_by(e)
        })?;
        Ok(Self { token })
    }

    /// Appends the tokens of one sentence, which begins at byte `base` of the document.
    pub(super) fn split(&self, text: &str, base: usize, sentence: usize, tokens: &mut Vec<Token>) {
        let normalized = text.chars().any(|c| plain(c) != c).then(|| {
            let mut normalized = NormalizedString::from(text);
            let changed: Vec<_> = text.chars().map(|c| (plain(c), 0)).collect();
            normalized.transform(changed, 0);
            normalized
        });
        let words = normalized.as_ref().map_or(text, |n| n.get());
        for (start, word) in self.words(words) {
            let range = start..start + word.len();
            let given = match &normalized {
                Some(normalized) => normalized.convert_offsets(Range::Normalized(range)),
                None => Some(range),
            };
            let Some(given) = given.filter(|g| g.start < g.end) else {
                continue;
            };
            tokens.push(Token {
                span: Span::new(base + given.start, base + given.end),
                // Two single marks are a double one: copy from databases writes them so.
                lower: if word == "''" {
                    "\"".to_owned()
                } else {
                    word.to_lowercase()
                },
                lemma: String::new(),
                pos: Pos::Other,
                sentence,
                capital: word.starts_with(char::is_uppercase),
                quotation: None,
            });
        }
    }

    /// The words of a plain text, each with its place.
    fn words<'t>(&self, text: &'t str) -> impl Iterator<Item = (usize, &'t str)> {
        let mut rest = text;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            let start = text.len() - rest.len();
            let mut end = match plain_word(rest) {
                Some(end) => end,
                None => self.token.find(rest)?.end(),
            };
            let whole = &rest[..end];
            // "WON'T" in a headline.
            let stem = whole
                .strip_suffix("n't")
                .or_else(|| whole.strip_suffix("N'T"));
            if let Some(stem) = stem
                && !stem.is_empty()
            {
                end = stem.len();
            }
            let word;
            (word, rest) = rest.split_at(end);
            Some((start, word))
        })
    }
}

/// Where the word ends that a text begins with, if it is of plain letters and a mark or space behind it tells that nothing goes on, as most are: what the
/// pattern says too, in a tenth of the time.
fn plain_word(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let end = bytes.iter().position(|b| !b.is_ascii_alphabetic());
    let end = end.unwrap_or(bytes.len());
    let closed = match bytes.get(end) {
        None | Some(b' ' | b',' | b';' | b':' | b'?' | b'!' | b')' | b'"') => true,
        // "U.S." has single letters.
        Some(b'.') => end > 1,
        Some(_) => false,
    };
    (end > 0 && closed).then_some(end)
}

/// Curly and foreign quotation marks become plain ones; dashes become hyphens only inside words, so they stay.
fn plain(mark: char) -> char {
    match mark {
        '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{02bc}' | '`' | '\u{00b4}' => '\'',
        '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{00ab}' | '\u{00bb}' => '"',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contractions_are_parted_in_capitals_too() {
        let splitter = WordSplitter::new().unwrap();
        let words = splitter.words("US soldiers WON'T go to UKRAINE'S front");
        let words: Vec<&str> = words.map(|(_, word)| word).collect();
        assert_eq!(
            words,
            [
                "US", "soldiers", "WO", "N'T", "go", "to", "UKRAINE", "'S", "front"
            ]
        );
    }

    #[test]
    fn plain_words_end_where_the_pattern_ends_them() {
        let splitter = WordSplitter::new().unwrap();
        let text = "I am in the U.S. now, A.B.: he said (of J. D. Vance): \"Don't!\" can't x-ray isn't? and/or O'Neil's 5km ab.cd a. b ...end é";
        for (at, _) in text.char_indices() {
            if let Some(end) = plain_word(&text[at..]) {
                let found = splitter.token.find(&text[at..]).map(|m| m.end());
                assert_eq!(found, Some(end), "{}", &text[at..]);
            }
        }
    }
}
