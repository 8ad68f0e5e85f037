//! Words: the normaliser and pre-tokeniser of the `tokenizers` crate, with offsets back to the document.
//!
//! The normaliser makes quotation marks and apostrophes plain, so that one pattern serves all; offsets always refer to the text before it.

use tokenizers::normalizer::SplitDelimiterBehavior;
use tokenizers::pre_tokenizers::split::{Split, SplitPattern};
use tokenizers::{
    NormalizedString, OffsetReferential, OffsetType, PreTokenizedString, PreTokenizer,
};

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Pos, Span, Token};

/// A word, number or mark, in this order: contracted forms, dotted abbreviations, numbers with their unit, words with inner hyphens,
/// any other character.
const TOKEN: &str = concat!(
    r"\p{L}+(?=n't\b)|n't\b|'(?:s|re|ve|ll|d|m)\b",
    r"|(?:\p{L}\.){2,}",
    r"|\p{N}+(?:[.,:]\p{N}+)*(?:st|nd|rd|th|s|k|m|bn|km|%)?(?:-\p{L}[\p{L}\p{N}]*)*",
    r"|\p{L}[\p{L}\p{M}\p{N}]*(?:'\p{Lu}[\p{L}\p{M}]+)?(?:[-\u2010\u2011/](?:\p{L}\.){2,}|[-\u2010\u2011][\p{L}\p{N}][\p{L}\p{M}\p{N}]*)*",
    r"|\.{2,}|''|[^\s\p{L}\p{N}]"
);

/// Splits sentences into tokens.
#[derive(Debug)]
pub(super) struct WordSplitter {
    split: Split,
}

impl WordSplitter {
    pub(super) fn new() -> Result<Self> {
        let split = Split::new(
            SplitPattern::Regex(TOKEN.to_owned()),
            SplitDelimiterBehavior::Isolated,
            false,
        )
        .map_err(|e| {
            Error::new(
                ErrorKind::Lexicon,
                format!("the token pattern does not compile: {e}"),
            )
        })?;
        Ok(Self { split })
    }

    /// Appends the tokens of one sentence, which begins at byte `base` of the document.
    pub(super) fn split(&self, text: &str, base: usize, sentence: usize, tokens: &mut Vec<Token>) {
        let mut normalized = NormalizedString::from(text);
        plain_marks(&mut normalized);
        let mut pieces = PreTokenizedString::from(normalized);
        if self.split.pre_tokenize(&mut pieces).is_err() {
            // The pattern is linear on sentences; should the engine give up all the same, words between spaces are better than none.
            for (at, word) in words_between_spaces(text) {
                tokens.push(token(text, word, at, base, sentence));
            }
            return;
        }
        for (piece, (start, end), _) in
            pieces.get_splits(OffsetReferential::Original, OffsetType::Byte)
        {
            if piece.trim().is_empty() || start >= end {
                continue;
            }
            let at = base + start;
            let first = text.get(start..end).and_then(|t| t.chars().next());
            tokens.push(Token {
                span: Span::new(at, base + end),
                // Two single marks are a double one: copy from databases writes them so.
                lower: if piece == "''" {
                    "\"".to_owned()
                } else {
                    piece.to_lowercase()
                },
                lemma: String::new(),
                pos: Pos::Other,
                sentence,
                capital: first.is_some_and(char::is_uppercase),
                quotation: None,
            });
        }
    }
}

fn words_between_spaces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_whitespace()
        .map(move |w| (w.as_ptr().addr() - text.as_ptr().addr(), w))
}

fn token(_text: &str, word: &str, at: usize, base: usize, sentence: usize) -> Token {
    Token {
        span: Span::new(base + at, base + at + word.len()),
        lower: word.to_lowercase(),
        lemma: String::new(),
        pos: Pos::Other,
        sentence,
        capital: word.starts_with(char::is_uppercase),
        quotation: None,
    }
}

/// Curly and foreign quotation marks become plain ones; dashes become hyphens only inside words, so they stay.
fn plain_marks(text: &mut NormalizedString) {
    let changed: Vec<(char, isize)> = text
        .get()
        .chars()
        .map(|c| {
            let plain = match c {
                '\u{2018}' | '\u{2019}' | '\u{201a}' | '\u{201b}' | '\u{02bc}' | '`'
                | '\u{00b4}' => '\'',
                '\u{201c}' | '\u{201d}' | '\u{201e}' | '\u{201f}' | '\u{00ab}' | '\u{00bb}' => '"',
                other => other,
            };
            (plain, 0)
        })
        .collect();
    text.transform(changed, 0);
}
