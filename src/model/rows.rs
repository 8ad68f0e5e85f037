//! Timeline rows on their way from a fold to a format: what [`TimelineRow`](super::TimelineRow) holds, borrowed, so that millions of them can be
//! written without making one.

use super::{Bucket, Holder, Named, Stance, Tally};

/// Whose rows follow.
#[derive(Debug, Clone, Copy)]
pub struct RowHead<'r> {
    /// Who.
    pub holder: &'r Holder,
    /// On what.
    pub proposal: &'r Named,
    /// Width of the buckets.
    pub by: Bucket,
}

/// One row below its head.
#[derive(Debug, Clone, Copy)]
pub struct LeanRow<'r> {
    /// Label, first and last day of the bucket; none for statements without a date.
    pub span: Option<SpanText<'r>>,
    /// Every mention, copies on their own days; none where that is not known.
    pub raw: Option<&'r Tally>,
    /// One cluster counts once.
    pub syndicated: &'r Tally,
    /// The last known stance at the end of the bucket.
    pub last: Option<LastText<'r>>,
    /// Shifts dated in this bucket.
    pub shifts: &'r [ShiftText<'r>],
}

/// A bucket in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SpanText<'r> {
    /// `2025-03-12`, `2025-W11` or `2025-03`.
    pub label: &'r str,
    /// First day.
    pub start: &'r str,
    /// Last day.
    pub end: &'r str,
}

/// A last known stance, with its day in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastText<'r> {
    /// The stance.
    pub stance: Stance,
    /// Its day.
    pub date: &'r str,
    /// Days from then to the last day of the bucket.
    pub age_days: i64,
}

/// A shift that is JSON already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShiftText<'r> {
    /// The earlier stance.
    pub from: Stance,
    /// The later stance.
    pub to: Stance,
    /// First day of the later stance.
    pub date: &'r str,
    /// All of it.
    pub json: &'r [u8],
}
