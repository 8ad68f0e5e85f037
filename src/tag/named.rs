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

/// "The Swiss People's Party": where an owner is part of a name, what it owns bears the name.
pub(super) fn pass_on_to_owned<T>(document: &Document, names: &[Name], bearers: &mut [Option<T>]) {
    for (owned, phrase) in document.phrases.iter().enumerate() {
        let Some(Owner::Phrase(owner)) = phrase.owner else {
            continue;
        };
        let first = document.token_span(&document.phrases[owner].tokens);
        let head = document.tokens[phrase.head].span;
        let over = |n: &Name| n.kind == NameKind::Name && n.span.end >= head.end;
        if starting(names, first.start..first.end).iter().any(over) {
            bearers[owned] = bearers[owner].take();
        }
    }
}
