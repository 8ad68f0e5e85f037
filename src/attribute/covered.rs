//! Which words are reported already, and at what length: asked of every quotation, so found once for all of them.

use std::ops::Range;

use crate::model::{Attribution, Document, Span};

/// For each token how long the longest content over it is, in bytes; 0 where none is.
pub(super) struct Covered(Vec<usize>);

impl Covered {
    pub(super) fn new(document: &Document, found: &[Attribution]) -> Self {
        let mut covered = Self(vec![0; document.tokens.len()]);
        for content in found.iter().flat_map(|a| &a.content) {
            covered.add(document, *content);
        }
        covered
    }

    /// Adds a content.
    pub(super) fn add(&mut self, document: &Document, content: Span) {
        let tokens = &document.tokens;
        let from = tokens.partition_point(|t| t.span.end <= content.start);
        let to = tokens.partition_point(|t| t.span.start < content.end);
        for length in &mut self.0[from..to.max(from)] {
            *length = content.len().max(*length);
        }
    }

    /// The length of the longest content over any of some tokens.
    pub(super) fn longest(&self, tokens: &Range<usize>) -> usize {
        self.0[tokens.clone()]
            .iter()
            .copied()
            .max()
            .unwrap_or_default()
    }
}
