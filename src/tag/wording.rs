//! Wordings of proposals, and whether one stands at a place.

use crate::lexicon::singulars;
use crate::model::{Pos, Token};

/// One wording, word by word.
#[derive(Debug, Clone)]
pub(super) struct Wording {
    pub(super) words: Vec<String>,
    pub(super) meaning: Meaning,
    /// Words that "_" may stand for.
    pub(super) gap: usize,
}

/// What a wording means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Meaning {
    /// A proposal by itself.
    Proposal(usize),
    /// A proposal, where another one stands close by.
    Beside(usize),
    /// The contrary of a proposal.
    Contrary(usize),
    /// A head of a family, strong or weak.
    Head { family: usize, strong: bool },
    /// A head that counts only in an article about a proposal of its family.
    Vague { family: usize },
    /// A longer wording in which a phrase is not meant.
    Exclude,
}

/// Where a wording that begins at a token ends, if it stands there.
pub(super) fn match_words(
    wording: &Wording,
    tokens: &[Token],
    t: usize,
    end: usize,
) -> Option<usize> {
    let mut at = t;
    let mut skip = 0;
    for word in &wording.words {
        if word == "_" {
            skip = wording.gap;
            continue;
        }
        loop {
            // Quotation marks, hyphen tokens and articles may stand between the words of a wording, but not before it.
            while at > t
                && at < end
                && (matches!(tokens[at].lower.as_str(), "\"" | "'")
                    || tokens[at].pos == Pos::Determiner && word != &tokens[at].lower)
            {
                at += 1;
            }
            if at >= end {
                return None;
            }
            if is_word(&tokens[at], word) {
                at += 1;
                skip = 0;
                break;
            }
            if skip == 0 {
                return None;
            }
            skip -= 1;
            at += 1;
        }
    }
    Some(at)
}

fn is_word(token: &Token, word: &str) -> bool {
    token.lower == word
        || token.lemma == word
        || (token.lower.len() > word.len()
            && token
                .lower
                .starts_with(&word[..word.len() - word.chars().last().map_or(0, char::len_utf8)])
            && singulars(&token.lower).any(|s| s == word))
}
