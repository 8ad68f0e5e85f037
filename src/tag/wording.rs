//! Wordings of proposals, and whether one stands at a place.

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::lexicon::{TopicPack, singulars};
use crate::model::{Pos, Token};

/// All wordings of a topic. There are many, most of two or three words: their texts stand in one, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Wordings {
    text: String,
    lists: Vec<List>,
    by_first_word: FxHashMap<String, Vec<Entry>>,
}

/// What the wordings of a list have in common.
#[derive(Debug, Clone, Copy)]
struct List {
    meaning: Meaning,
    /// Words that "_" may stand for.
    gap: usize,
}

/// One wording: where it stands in the text, and the number of its list.
#[derive(Debug)]
struct Entry {
    text: Range<u32>,
    list: u32,
}

/// One wording.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wording<'a> {
    /// Its words, with a space between them.
    words: &'a str,
    pub(super) meaning: Meaning,
    gap: usize,
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
    Vague { family: usize, least: usize },
    /// A longer wording in which a phrase is not meant.
    Exclude,
}

impl<'a> Wording<'a> {
    /// Its words. They are short, so that bytes are looked at one by one sooner than a search is set up; and mostly the second is not there.
    fn words(self) -> impl Iterator<Item = &'a str> {
        let mut rest = Some(self.words);
        std::iter::from_fn(move || {
            let words = rest?;
            let end = words.bytes().position(|b| b == b' ');
            rest = end.map(|end| &words[end + 1..]);
            Some(end.map_or(words, |end| &words[..end]))
        })
    }
}

impl Wordings {
    /// Heads of families, and what the proposals list.
    pub(super) fn new(topic: &TopicPack) -> Self {
        let mut all = Self::default();
        for (family, of) in topic.families.iter().enumerate() {
            for (heads, strong) in [(&of.strong, true), (&of.weak, false)] {
                all.put(heads, Meaning::Head { family, strong }, 0);
            }
        }
        for (family, of) in topic.families.iter().enumerate() {
            all.put(&of.vague, Meaning::Vague { family, least: 1 }, 0);
            all.put(&of.scarce, Meaning::Vague { family, least: 2 }, 0);
        }
        for (index, proposal) in topic.proposals.iter().enumerate() {
            let gap = proposal.gap;
            all.put(&proposal.phrases, Meaning::Proposal(index), gap);
            all.put(&proposal.beside, Meaning::Beside(index), gap);
            all.put(&proposal.contrary, Meaning::Contrary(index), gap);
            all.put(&proposal.excludes, Meaning::Exclude, 0);
        }
        all.text.shrink_to_fit();
        all
    }

    fn put(&mut self, texts: &[String], meaning: Meaning, gap: usize) {
        let list = place(self.lists.len());
        self.lists.push(List { meaning, gap });
        for text in texts {
            let start = self.text.len();
            for word in text.split_whitespace() {
                if self.text.len() > start {
                    self.text.push(' ');
                }
                self.text.push_str(&word.to_lowercase());
            }
            let Some(first) = self.text[start..].split(' ').find(|w| !w.is_empty()) else {
                continue;
            };
            let first = first.to_owned();
            let text = place(start)..place(self.text.len());
            let entries = self.by_first_word.entry(first).or_default();
            entries.push(Entry { text, list });
        }
    }

    /// The wordings that begin with a word, in the order of the pack.
    pub(super) fn beginning_with(&self, word: &str) -> impl Iterator<Item = Wording<'_>> {
        let entries = self.by_first_word.get(word).into_iter().flatten();
        entries.map(|entry| {
            let List { meaning, gap } = self.lists[entry.list as usize];
            Wording {
                words: &self.text[entry.text.start as usize..entry.text.end as usize],
                meaning,
                gap,
            }
        })
    }
}

fn place(number: usize) -> u32 {
    u32::try_from(number).expect("a pack is far smaller than 4 GB: its files were read into memory")
}

/// Where a wording that begins at a token ends, if it stands there.
pub(super) fn match_words(
    wording: Wording<'_>,
    tokens: &[Token],
    t: usize,
    end: usize,
) -> Option<usize> {
    let mut at = t;
    let mut skip = 0;
    for word in wording.words() {
        if word == "_" {
            skip = wording.gap;
            continue;
        }
        loop {
            // Quotation marks, hyphen tokens and articles may stand between the words of a wording, but not before it.
            while at > t
                && at < end
                && (matches!(tokens[at].lower.as_str(), "\"" | "'")
                    || tokens[at].pos == Pos::Determiner && word != tokens[at].lower)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Proposal;

    #[test]
    fn wordings_keep_their_words_their_lists_and_their_order() {
        let proposal = |phrases: &[&str], excludes: &[&str], gap| Proposal {
            phrases: phrases.iter().map(|p| (*p).to_owned()).collect(),
            excludes: excludes.iter().map(|p| (*p).to_owned()).collect(),
            gap,
            ..Proposal::default()
        };
        let wordings = Wordings::new(&TopicPack {
            proposals: vec![
                proposal(&["Close  the _ sky", " "], &["close the skylight"], 3),
                proposal(&["close shelters", "shelter"], &[], 0),
            ],
            ..TopicPack::default()
        });
        let found = |word| -> Vec<(&str, Meaning, usize)> {
            let all = wordings.beginning_with(word);
            all.map(|w| {
                assert!(w.words().eq(w.words.split(' ')));
                (w.words, w.meaning, w.gap)
            })
            .collect()
        };
        let want = [
            ("close the _ sky", Meaning::Proposal(0), 3),
            ("close the skylight", Meaning::Exclude, 0),
            ("close shelters", Meaning::Proposal(1), 0),
        ];
        assert_eq!(found("close"), want);
        assert_eq!(found("shelter"), [("shelter", Meaning::Proposal(1), 0)]);
        assert!(found("the").is_empty() && found("").is_empty());
    }
}
