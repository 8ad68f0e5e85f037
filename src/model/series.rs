//! Timelines: what the statements of one holder on one proposal add up to, bucket by bucket.

use serde::{Deserialize, Serialize};

use super::{Evidence, Stance};

/// Counts of the four stances.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct StanceCounts {
    /// Statements in support.
    pub support: u64,
    /// Conditional statements.
    pub conditional: u64,
    /// Noncommittal statements.
    pub noncommittal: u64,
    /// Statements against.
    pub oppose: u64,
}

impl StanceCounts {
    /// Adds `n` of `stance`.
    pub fn add(&mut self, stance: Stance, n: u64) {
        match stance {
            Stance::Support => self.support += n,
            Stance::Conditional => self.conditional += n,
            Stance::Noncommittal => self.noncommittal += n,
            Stance::Oppose => self.oppose += n,
        }
    }

    /// How many of `stance`.
    pub fn get(&self, stance: Stance) -> u64 {
        match stance {
            Stance::Support => self.support,
            Stance::Conditional => self.conditional,
            Stance::Noncommittal => self.noncommittal,
            Stance::Oppose => self.oppose,
        }
    }

    /// All together.
    pub fn total(&self) -> u64 {
        self.support + self.conditional + self.noncommittal + self.oppose
    }
}

/// Width of a timeline bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, Default)]
#[serde(rename_all = "lowercase")]
pub enum Bucket {
    /// One day.
    Day,
    /// ISO week, from Monday.
    #[default]
    Week,
    /// Calendar month.
    Month,
}

/// A sentence with its article and day, as shifts show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftEvidence {
    /// Statement id.
    pub statement: String,
    /// Article id.
    pub article: String,
    /// Outlet.
    pub outlet: Option<String>,
    /// Address.
    pub url: Option<String>,
    /// Day, `YYYY-MM-DD`.
    pub date: String,
    /// The sentence.
    pub evidence: Evidence,
}
