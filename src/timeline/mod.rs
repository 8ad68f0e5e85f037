//! Stage 7: folds statements into stance timelines: per holder and proposal, bucket by bucket, with the days on which a holder moved.
//!
//! ```
//! use stanceline::model::{Bucket, Statement};
//! use stanceline::timeline::Timeline;
//!
//! let line = r#"{"schema":"stanceline.statement/1","id":"s1",
//!  "article":{"id":"a1","url":null,"outlet":"Harbour Post","title":null,"published":"2025-03-12","language":"en"},
//!  "date":"2025-03-12","date_basis":"published",
//!  "holder":{"id":"poland","name":"Poland","kind":"country","country":"POL"},"speaker":null,
//!  "proposal":{"id":"european-force","name":"European force"},"stance":"oppose","score":-1.0,"confidence":0.9,
//!  "condition":null,"attribution":"action","size":null,
//!  "evidence":{"text":"Poland will stay out.","start":0,"end":21,"paragraph":0},"cues":[],"cluster":null}"#;
//! let statement: Statement = serde_json::from_str(line).unwrap();
//!
//! let mut timeline = Timeline::new();
//! timeline.add(&statement, &[]);
//! let series: Vec<_> = timeline.finish(Bucket::Week).collect();
//! assert_eq!(series[0].rows[0].bucket.as_deref(), Some("2025-W11"));
//! assert_eq!(series[0].rows[0].syndicated.mean.score, Some(-1.0));
//! ```
//!
//! # Two series
//!
//! *Raw* counts every mention: each article that carries the statement, copies on the day on which they ran. *Syndicated* counts a
//! cluster once, on the earliest day of its statements. Of a statement that knows only how many copies it has (its `cluster` field)
//! and not which, nobody can say on which days they ran: the raw series of its holder and proposal is not told.
//!
//! # Which stance stands
//!
//! A holder may show several stances on one day. The day's *leading* stance is the one with the highest summed confidence, one
//! statement a cluster; ties go to the greater number, then to the first in the order support, conditional, noncommittal, oppose. The
//! *last known stance* at the end of a bucket is the leading one of the latest day so far. What counts as a shift is told in
//! [`ShiftRule`].
//!
//! # Cost
//!
//! Distinct counts are exact, so the fold keeps 48 bytes a mention, and one evidence for each holder, proposal, day and stance.
//! The order of arrival does not reach any output.

mod bucket;
mod mention;
mod series;
mod shift;
mod selection;
mod choices;
mod bytes;
mod pair_fold;
mod pair_days;
mod condense;
mod spans;
mod pair_rows;
mod tabulate;
mod cells;
mod network;

pub use bucket::{BucketSpan, bucket_of};
pub use bytes::DamagedFold;
pub use choices::{Choices, Unknown};
pub use network::NetworkFold;
pub use pair_days::PairDays;
pub use pair_fold::{PairFold, Turn};
pub use pair_rows::{PairRows, Wanted};
pub use selection::Selection;
pub use shift::ShiftRule;
pub use spans::Spans;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;

use crate::model::{Bucket, Holder, Named, PairSeries, Statement, SyndicatedCopy};

use mention::{Mention, Shown};

/// The fold: `add` statements, `merge` folds of other parts, `finish` into series.
#[derive(Debug, Default)]
pub struct Timeline {
    /// By holder id, then proposal id: the order of every output.
    pairs: BTreeMap<String, BTreeMap<String, Pair>>,
    rule: ShiftRule,
}

/// What is kept of one holder on one proposal.
#[derive(Debug)]
struct Pair {
    holder: Holder,
    proposal: Named,
    mentions: Vec<Mention>,
    /// Strongest evidence of each day and stance.
    shown: BTreeMap<(Date, crate::model::Stance), Shown>,
}

impl Timeline {
    /// An empty fold with the standard rule for shifts.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one statement and the copies of its paragraph that are known one by one (the statement's own article is not among
    /// them). The same statement added twice counts once. A date that is no `YYYY-MM-DD` counts as unknown.
    pub fn add(&mut self, statement: &Statement, copies: &[SyndicatedCopy]) {
        let own = Mention::of_statement(statement);
        let pair = self.pair(statement);
        keep_first(&mut pair.holder, &statement.holder, holder_rank);
        keep_first(&mut pair.proposal, &statement.proposal, |p| p.name.clone());
        pair.mentions.push(own);
        pair.mentions
            .extend(copies.iter().map(|c| Mention::of_copy(c, &own)));
        if let Some(day) = own.day {
            Shown::offer(&mut pair.shown, (day, statement.stance), statement, &own);
        }
    }

    fn pair(&mut self, statement: &Statement) -> &mut Pair {
        let (holder, proposal) = (&statement.holder, &statement.proposal);
        self.pairs
            .entry(holder.id.clone())
            .or_default()
            .entry(proposal.id.clone())
            .or_insert_with(|| Pair::of(holder, proposal))
    }

    /// Takes in another fold.
    pub fn merge(&mut self, other: Timeline) {
        for (holder, pairs) in other.pairs {
            let of_holder = self.pairs.entry(holder).or_default();
            for (proposal, theirs) in pairs {
                match of_holder.entry(proposal) {
                    Entry::Vacant(slot) => {
                        slot.insert(theirs);
                    }
                    Entry::Occupied(mut slot) => slot.get_mut().merge(theirs),
                }
            }
        }
    }

    /// Holder and proposal pairs so far.
    pub fn len(&self) -> usize {
        self.pairs.values().map(BTreeMap::len).sum()
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// The series, one a pair, by holder id and then proposal id; each pair's memory is given back as it is passed.
    pub fn finish(self, by: Bucket) -> impl Iterator<Item = PairSeries> {
        let rule = self.rule;
        self.pairs
            .into_values()
            .flat_map(BTreeMap::into_values)
            .map(move |pair| series::finish(pair, by, None, rule, None))
    }
}

impl Pair {
    fn of(holder: &Holder, proposal: &Named) -> Self {
        Self {
            holder: holder.clone(),
            proposal: proposal.clone(),
            mentions: Vec::new(),
            shown: BTreeMap::new(),
        }
    }

    fn merge(&mut self, theirs: Pair) {
        keep_first(&mut self.holder, &theirs.holder, holder_rank);
        keep_first(&mut self.proposal, &theirs.proposal, |p| p.name.clone());
        self.mentions.extend(theirs.mentions);
        for (at, shown) in theirs.shown {
            match self.shown.entry(at) {
                Entry::Vacant(slot) => {
                    slot.insert(shown);
                }
                Entry::Occupied(mut slot) => slot.get_mut().yield_to(shown),
            }
        }
    }
}

/// Statements may name one holder in several ways; the least in `rank` order stands, whichever came first.
fn keep_first<T: Clone + PartialEq, K: Ord>(kept: &mut T, new: &T, rank: impl Fn(&T) -> K) {
    // Nearly always they are the same, and ranks are made of copies.
    if kept != new && rank(new) < rank(kept) {
        *kept = new.clone();
    }
}

/// Holders with a country before those without, then by name and kind.
fn holder_rank(holder: &Holder) -> (bool, Option<String>, String, String) {
    (
        holder.country.is_none(),
        holder.country.clone(),
        holder.name.clone(),
        holder.kind.clone(),
    )
}

#[cfg(test)]
mod tests;
