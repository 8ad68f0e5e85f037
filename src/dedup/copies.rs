//! The copies in one article: each is recorded with the paragraph that stayed, and noted where boilerplate is learned.
//!
//! Apart from the decisions, because they are recorded alike whoever decides.

use super::boilerplate::Standing;
use super::exact::{ExactIndex, Ordinal, own_repeats};
use super::fingerprint::Fingerprint;
use super::removals::{Removals, Removed, RemovedFor, RemovedKind};
use crate::error::Result;

/// Copies of one article, in the order of its paragraphs.
#[derive(Debug)]
pub struct Copies<'a> {
    id: &'a str,
    outlet: u64,
    /// Its first paragraph.
    first: Ordinal,
    prints: &'a [Fingerprint],
    /// Found out when the first copy asks.
    repeats: Option<Vec<Option<u32>>>,
}

impl<'a> Copies<'a> {
    /// The article `id`, whose first paragraph is `first`.
    pub fn new(id: &'a str, outlet: u64, first: Ordinal, prints: &'a [Fingerprint]) -> Self {
        Self {
            id,
            outlet,
            first,
            prints,
            repeats: None,
        }
    }

    /// Records that `paragraph` goes as a copy of what `copy` names: the paragraph that stayed, and for near copies the similarity. Returns
    /// whether that stands in another article: not in the same, nor in another version of it.
    pub fn note(
        &mut self,
        paragraph: u32,
        copy: (Ordinal, Option<f64>),
        index: &mut ExactIndex,
        removals: &mut Removals,
    ) -> Result<bool> {
        let (of, similarity) = copy;
        let mut removed = Removed {
            article: self.id,
            paragraph,
            kind: if similarity.is_some() {
                RemovedKind::Near
            } else {
                RemovedKind::Exact
            },
            kept: RemovedFor {
                article: self.id,
                paragraph: of.0.saturating_sub(self.first.0),
            },
            similarity: similarity.unwrap_or(1.0),
        };
        if of >= self.first {
            removals.add(&removed, None)?;
            return Ok(false);
        }
        let kept = index.resolve(of)?;
        removed.kept = RemovedFor {
            article: &kept.article,
            paragraph: kept.paragraph,
        };
        if kept.article == self.id {
            removals.add(&removed, None)?;
            return Ok(false);
        }
        removals.add(&removed, Some(of))?;
        let repeats = self.repeats.get_or_insert_with(|| own_repeats(self.prints));
        if repeats[paragraph as usize].is_none() {
            let copy = Standing {
                outlet: self.outlet,
                paragraph,
                paragraphs: u32::try_from(self.prints.len()).unwrap_or(u32::MAX),
            };
            removals.learn(of, Standing::from(&kept), copy, self.first);
        }
        Ok(true)
    }
}
