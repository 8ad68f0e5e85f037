//! The words for places of a topic: its theatre, other theatres, and words for a field of war.

use rustc_hash::FxHashMap;

use crate::lexicon::TopicPack;
use crate::model::Token;

/// Where something would take place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// In the topic's theatre.
    Here,
    /// In another.
    There,
}

/// The words for places of a topic.
#[derive(Debug)]
pub(super) struct Gazetteer {
    /// By first word in lower case: the words, whether the first is a capital, the side.
    terms: FxHashMap<String, Vec<Term>>,
}

#[derive(Debug)]
struct Term {
    words: Vec<String>,
    capital: bool,
    kind: TermKind,
}

/// What a term tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TermKind {
    /// A side.
    Side(Side),
    /// Words for a field of war that name no country.
    Ground,
    /// Another theatre behind a preposition alone.
    Region,
}

impl Gazetteer {
    pub(super) fn new(topic: &TopicPack) -> Self {
        let mut terms: FxHashMap<String, Vec<Term>> = FxHashMap::default();
        let lists = [
            (&topic.theatre, TermKind::Side(Side::Here)),
            (&topic.elsewhere, TermKind::Side(Side::There)),
            (&topic.ground, TermKind::Ground),
            (&topic.regions, TermKind::Region),
        ];
        for (list, kind) in lists {
            for text in list {
                let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
                let capital = text.chars().next().is_some_and(char::is_uppercase);
                if let Some(first) = words.first() {
                    terms.entry(first.clone()).or_default().push(Term {
                        words,
                        capital,
                        kind,
                    });
                }
            }
        }
        Self { terms }
    }

    /// The longest term at a token: where it ends, and what it is.
    pub(super) fn at(&self, tokens: &[Token], t: usize, end: usize) -> Option<(usize, TermKind)> {
        let token = &tokens[t];
        // "Ukraine-led", "Gaza-style".
        let (first, cut) = match self.terms.get(&token.lower) {
            Some(found) => (found, false),
            None => (self.terms.get(token.lower.split_once('-')?.0)?, true),
        };
        first
            .iter()
            .filter(|term| !term.capital || token.capital)
            .filter(|term| !cut || term.words.len() == 1)
            .filter(|term| t + term.words.len() <= end)
            .filter(|term| {
                let rest = term.words.iter().enumerate().skip(1);
                rest.into_iter()
                    .all(|(i, word)| tokens[t + i].lower == *word)
            })
            .max_by_key(|term| term.words.len())
            .map(|term| (t + term.words.len(), term.kind))
    }
}
