//! Timelines: what the statements of one holder on one proposal add up to, bucket by bucket.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Evidence, Holder, Named, Stance};

/// Name of the timeline schema, written into every row.
pub const TIMELINE_SCHEMA: &str = "stanceline.timeline/1";

/// Name of the shift schema, written into every shift.
pub const SHIFT_SCHEMA: &str = "stanceline.shift/1";

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

/// Articles of one outlet that carry a paragraph at their edges, while no other outlet does, from which on it is boilerplate and no syndication.
pub const BOILERPLATE_ARTICLES: usize = 3;

/// A further article that carries the paragraph of a statement: one raw mention, on its own day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SyndicatedCopy {
    /// Article id of the copy.
    pub article: String,
    /// Outlet that ran it.
    pub outlet: Option<String>,
    /// Day it ran, `YYYY-MM-DD`.
    pub date: Option<String>,
}

/// Mean of [`Stance::score`] with the number it is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Mean {
    /// The mean, -1 to 1; null where nothing was said: silence is not neutral.
    pub score: Option<f64>,
    /// Statements it is taken over.
    pub n: u64,
}

/// What was said in a bucket, counted one way.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Tally {
    /// Statements of each stance.
    pub counts: StanceCounts,
    /// Statements together.
    pub statements: u64,
    /// Distinct articles.
    pub articles: u64,
    /// Distinct syndication clusters; an article without copies is a cluster of one.
    pub clusters: u64,
    /// Distinct outlets that are named; where a cluster tells only how many it has, at least that many.
    pub outlets: u64,
    /// Mean score.
    pub mean: Mean,
}

/// The last known stance at the end of a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastStance {
    /// The stance that led on the last day on which any was stated.
    pub stance: Stance,
    /// That day, `YYYY-MM-DD`.
    pub date: String,
    /// Days from then to the last day of the bucket.
    pub age_days: i64,
}

/// One side of a shift.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShiftSide {
    /// The stance.
    pub stance: Stance,
    /// Statements of it, one a syndication cluster: of the earlier stance while it was held, of the later up to the day on which it was believed.
    pub n: u64,
    /// First day on which it led, `YYYY-MM-DD`.
    pub since: String,
    /// Last day on which the earlier stance led while it was held; day on which the later was believed. `YYYY-MM-DD`.
    pub until: String,
    /// The sentence that shows it.
    pub shown: ShiftEvidence,
}

/// A holder moves from one stance to another on a proposal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// Always [`SHIFT_SCHEMA`].
    pub schema: String,
    /// Stable hash of holder, proposal, both stances and the day.
    pub id: String,
    /// Who moves.
    pub holder: Holder,
    /// On what.
    pub proposal: Named,
    /// First day of the later stance, `YYYY-MM-DD`.
    pub date: String,
    /// The earlier stance.
    pub from: ShiftSide,
    /// The later stance.
    pub to: ShiftSide,
    /// How old the earlier stance was: days from the last time it was stated to the shift.
    pub age_days: i64,
}

/// One holder on one proposal in one bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TimelineRow {
    /// Always [`TIMELINE_SCHEMA`].
    pub schema: String,
    /// Who.
    pub holder: Holder,
    /// On what.
    pub proposal: Named,
    /// Width of the bucket.
    pub by: Bucket,
    /// `2025-03-12`, `2025-W11` or `2025-03`; null for statements without a date.
    pub bucket: Option<String>,
    /// First day of the bucket.
    pub start: Option<String>,
    /// Last day of the bucket.
    pub end: Option<String>,
    /// Every mention, copies on their own days; null where statements have copies of which only the number is known, so that nobody can say
    /// on which days they ran.
    pub raw: Option<Tally>,
    /// Syndication-aware: one cluster counts once, on the day of its statement.
    pub syndicated: Tally,
    /// Last known stance at the end of the bucket; null where none is dated so far.
    pub last: Option<LastStance>,
    /// Shifts dated in this bucket.
    pub shifts: Vec<Shift>,
}

/// One holder on one proposal over the whole time, as tables show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Who.
    pub holder: Holder,
    /// On what.
    pub proposal: Named,
    /// The stance that is held as shifts are told; none where none was ever believed, or nothing is dated.
    pub held: Option<Stance>,
    /// Last known stance, the leading one of the last day. Where no statement is dated the one that all of them take; none where they differ.
    pub heard: Option<Stance>,
    /// Statements, one a cluster.
    pub n: u64,
    /// Mentions, copies included.
    pub mentions: u64,
    /// Day of the last statement, `YYYY-MM-DD`.
    pub last: Option<String>,
    /// Latest shift: earlier stance, later stance, day.
    pub shift: Option<(Stance, Stance, String)>,
}

/// The finished series of one holder on one proposal.
#[derive(Debug, Clone, PartialEq)]
pub struct PairSeries {
    /// Who.
    pub holder: Holder,
    /// On what.
    pub proposal: Named,
    /// Rows in time order. Silent buckets between the first and the last are there too, with a null mean; a silence longer than 400
    /// buckets (a stray date) is not filled. Statements without a date make the last row.
    pub rows: Vec<TimelineRow>,
    /// Every shift, in time order.
    pub shifts: Vec<Shift>,
    /// All of it in one line.
    pub summary: Summary,
    /// Days since when a stance was held, as shifts are told, with that stance, in order.
    pub held: Vec<(Date, Stance)>,
}

impl PairSeries {
    /// Whether its raw series is told: it is not where copies are known by their number alone.
    pub fn tells_raw(&self) -> bool {
        self.rows.iter().all(|row| row.raw.is_some())
    }
}

impl Summary {
    /// Where the holder stands: the stance held, else the last known one; none where statements without a date differ.
    pub fn stance(&self) -> Option<Stance> {
        self.held.or(self.heard)
    }

    /// The last known stance, where it is another than the one held.
    pub fn heard_otherwise(&self) -> Option<Stance> {
        self.heard
            .filter(|_| self.held.is_some() && self.heard != self.held)
    }
}
