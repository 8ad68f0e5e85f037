//! One mention as the fold keeps it: hashes and a day instead of strings, so that a million of them stay small.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::model::{ShiftEvidence, Stance, Statement, SyndicatedCopy};

/// One article that carries a stance of the pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    /// Hash of the cluster's id, else of the article's.
    pub(super) cluster: u64,
    pub(super) stance: Stance,
    /// A copy known only by name comes after the statements of its cluster.
    pub(super) copy: bool,
    /// Whether the day is unknown: known days come first.
    pub(super) undated: bool,
    pub(super) day: Option<Date>,
    /// Millionths short of certainty: the more confident first.
    pub(super) doubt: u32,
    pub(super) article: u64,
    /// Hash of the outlet; 0 where none is named.
    pub(super) outlet: u64,
    /// Copies and outlets as the statement's cluster claims them; 0 where it claims none.
    pub(super) claimed_copies: u32,
    pub(super) claimed_outlets: u32,
}

impl Mention {
    pub(super) fn of_statement(statement: &Statement) -> Self {
        let day = parse_day(statement.date.as_deref());
        let (cluster, copies, outlets) = match &statement.cluster {
            Some(c) => (
                hash("cluster", &c.id),
                u32::try_from(c.copies).unwrap_or(u32::MAX),
                u32::try_from(c.outlets).unwrap_or(u32::MAX),
            ),
            None => (hash("article", &statement.article.id), 0, 0),
        };
        Self {
            cluster,
            stance: statement.stance,
            copy: false,
            undated: day.is_none(),
            day,
            doubt: doubt(statement.confidence),
            article: hash("article", &statement.article.id),
            outlet: outlet_hash(statement.article.outlet.as_deref()),
            claimed_copies: copies,
            claimed_outlets: outlets,
        }
    }

    pub(super) fn of_copy(copy: &SyndicatedCopy, of: &Mention) -> Self {
        let day = parse_day(copy.date.as_deref());
        Self {
            copy: true,
            undated: day.is_none(),
            day,
            article: hash("article", &copy.article),
            outlet: outlet_hash(copy.outlet.as_deref()),
            claimed_copies: 0,
            claimed_outlets: 0,
            ..*of
        }
    }

    /// Whether its doubt is one that [`Mention::of_statement`] gives.
    pub(super) fn is_sound(&self) -> bool {
        self.doubt <= CERTAIN
    }

    /// Confidence in millionths.
    pub(super) fn confidence(&self) -> u64 {
        u64::from(CERTAIN - self.doubt)
    }
}

/// Certainty, in millionths.
const CERTAIN: u32 = 1_000_000;

/// What a confidence lacks to certainty, in millionths: whole numbers add up alike in any order.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to 0..=1 before"
)]
fn doubt(confidence: f64) -> u32 {
    let kept = if confidence.is_finite() {
        confidence.clamp(0.0, 1.0)
    } else {
        0.0
    };
    CERTAIN - (kept * f64::from(CERTAIN)).round() as u32
}

fn parse_day(date: Option<&str>) -> Option<Date> {
    date.and_then(|d| d.parse().ok())
}

/// Kinds hash apart, so that a cluster and an article of the same id stay two.
fn hash(kind: &str, id: &str) -> u64 {
    xxh3_64(format!("{kind}\u{1f}{id}").as_bytes())
}

fn outlet_hash(outlet: Option<&str>) -> u64 {
    outlet.map_or(0, |o| hash("outlet", o).max(1))
}

/// The strongest evidence of one day and stance.
#[derive(Debug, Clone)]
pub(super) struct Shown {
    doubt: u32,
    pub(super) evidence: ShiftEvidence,
}

impl Shown {
    fn of(statement: &Statement, mention: &Mention) -> Self {
        Self {
            doubt: mention.doubt,
            evidence: ShiftEvidence {
                statement: statement.id.clone(),
                article: statement.article.id.clone(),
                outlet: statement.article.outlet.clone(),
                url: statement.article.url.clone(),
                date: mention.day.map(|d| d.to_string()).unwrap_or_default(),
                evidence: statement.evidence.clone(),
            },
        }
    }

    /// Order of preference: the more confident, then the least id.
    pub(super) fn rank(&self) -> (u32, &str, &str, usize) {
        (
            self.doubt,
            &self.evidence.statement,
            &self.evidence.article,
            self.evidence.evidence.start,
        )
    }

    /// Offers a statement's evidence for its day and stance; it is copied only where it is the stronger.
    pub(super) fn offer(
        all: &mut BTreeMap<(Date, Stance), Shown>,
        at: (Date, Stance),
        statement: &Statement,
        mention: &Mention,
    ) {
        match all.entry(at) {
            Entry::Vacant(slot) => {
                slot.insert(Shown::of(statement, mention));
            }
            Entry::Occupied(mut slot) => {
                let rank = (
                    mention.doubt,
                    statement.id.as_str(),
                    statement.article.id.as_str(),
                    statement.evidence.start,
                );
                if rank < slot.get().rank() {
                    slot.insert(Shown::of(statement, mention));
                }
            }
        }
    }

    /// Gives way to a stronger one.
    pub(super) fn yield_to(&mut self, other: Shown) {
        if other.rank() < self.rank() {
            *self = other;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mention_is_as_small_as_the_docs_say() {
        assert!(size_of::<Mention>() <= 48, "{}", size_of::<Mention>());
    }

    #[test]
    fn any_number_is_a_confidence() {
        for (given, lacks) in [
            (0.25, 750_000),
            (7.0, 0),
            (-1.0, CERTAIN),
            (f64::NAN, CERTAIN),
        ] {
            assert_eq!(doubt(given), lacks);
        }
    }
}
