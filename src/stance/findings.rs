//! What the rules found so far, in the order in which they found it, and by place: a later rule asks for what stands near it.

use std::collections::BTreeSet;
use std::ops::{Deref, Range};

use super::Finding;

/// Findings of an article.
#[derive(Default)]
pub(super) struct Findings {
    list: Vec<Finding>,
    /// The token of each, with its place in the list.
    places: BTreeSet<(usize, usize)>,
}

impl Findings {
    pub(super) fn push(&mut self, finding: Finding) {
        self.places.insert((finding.token, self.list.len()));
        self.list.push(finding);
    }

    /// Takes those from one on out of the list.
    pub(super) fn split_off(&mut self, from: usize) -> Vec<Finding> {
        let taken = self.list.split_off(from);
        for (i, finding) in taken.iter().enumerate() {
            self.places.remove(&(finding.token, from + i));
        }
        taken
    }

    /// Takes some out of the list, and gives back the others in their order.
    pub(super) fn without(self, taken: &BTreeSet<usize>) -> Self {
        let list = self.list.into_iter().enumerate();
        let mut kept = Self::default();
        kept.extend(list.filter(|(i, _)| !taken.contains(i)).map(|(_, f)| f));
        kept
    }

    /// Leaves one in its place that nothing is to be read from any more.
    pub(super) fn discount(&mut self, i: usize) {
        self.list[i].confidence = 0.0;
    }

    /// Those at some tokens with their places in the list, in the order of the text and then of the list.
    pub(super) fn among(
        &self,
        tokens: Range<usize>,
    ) -> impl DoubleEndedIterator<Item = (usize, &Finding)> {
        let tokens = tokens.start..tokens.end.max(tokens.start);
        let here = self.places.range((tokens.start, 0)..(tokens.end, 0));
        here.map(|(_, i)| (*i, &self.list[*i]))
    }

    /// One of them, to change anything but where it stands.
    pub(super) fn amend(&mut self, i: usize) -> &mut Finding {
        &mut self.list[i]
    }

    pub(super) fn into_list(self) -> Vec<Finding> {
        self.list
    }
}

impl Extend<Finding> for Findings {
    fn extend<I: IntoIterator<Item = Finding>>(&mut self, findings: I) {
        for finding in findings {
            self.push(finding);
        }
    }
}

impl Deref for Findings {
    type Target = [Finding];

    fn deref(&self) -> &[Finding] {
        &self.list
    }
}
