//! The names of an article, and which of them stand somewhere.

use std::collections::BTreeSet;
use std::ops::{Deref, Range};

use super::names::{Name, NameKind};
use crate::model::{Document, Owner};

/// The names of an article in text order.
pub(super) struct Names {
    list: Vec<Name>,
    /// Whom they name, each once.
    pub(super) known: BTreeSet<(NameKind, usize)>,
}

impl Names {
    pub(super) fn new(list: Vec<Name>) -> Self {
        let known = list.iter().map(|n| (n.kind, n.index)).collect();
        Self { list, known }
    }
}

impl Deref for Names {
    type Target = [Name];

    fn deref(&self) -> &[Name] {
        &self.list
    }
}

/// Of names in text order those that start in a stretch of bytes.
pub(super) fn starting(names: &[Name], bytes: Range<usize>) -> &[Name] {
    let rest = &names[names.partition_point(|n| n.span.start < bytes.start)..];
    &rest[..rest.partition_point(|n| n.span.start < bytes.end)]
}

/// Of names in text order those that may hold a token, or end with it: no name is longer than the sentence and the one before.
pub(super) fn near<'a>(document: &Document, names: &'a [Name], token: usize) -> &'a [Name] {
    let token = &document.tokens[token];
    let from = document.sentences[token.sentence.saturating_sub(1)]
        .span
        .start;
    starting(names, from..token.span.end)
}

/// Pairs of phrases of which the first owns the second and both are one name: "the Swiss People", "Party".
pub(super) fn owners_in_names<'a>(
    document: &'a Document,
    names: &'a [Name],
) -> impl Iterator<Item = (usize, usize)> + use<'a> {
    let phrases = document.phrases.iter().enumerate();
    phrases.filter_map(move |(owned, phrase)| {
        let Some(Owner::Phrase(owner)) = phrase.owner else {
            return None;
        };
        let first = document.token_span(&document.phrases[owner].tokens);
        let head = document.tokens[phrase.head].span;
        let over = |n: &Name| n.kind == NameKind::Name && n.span.end >= head.end;
        let mut inside = starting(names, first.start..first.end).iter();
        inside.any(over).then_some((owner, owned))
    })
}
