//! Timelines as RFC 4180 CSV: CRLF, quotes where they are needed, a header, flat columns.
//!
//! A cell of text that a spreadsheet would take for a formula gets a leading apostrophe; numbers are numbers, minus signs and all.

use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

use super::{Feed, Sink};
use crate::error::Result;
use crate::model::{Bucket, Shift, Stance, Tally, TimelineRow};

/// The columns, in order.
pub const TIMELINE_COLUMNS: [&str; 34] = [
    "holder_id",
    "holder",
    "holder_kind",
    "country",
    "proposal_id",
    "proposal",
    "by",
    "bucket",
    "start",
    "end",
    "raw_support",
    "raw_conditional",
    "raw_noncommittal",
    "raw_oppose",
    "raw_statements",
    "raw_articles",
    "raw_clusters",
    "raw_outlets",
    "raw_mean",
    "raw_mean_n",
    "syndicated_support",
    "syndicated_conditional",
    "syndicated_noncommittal",
    "syndicated_oppose",
    "syndicated_statements",
    "syndicated_articles",
    "syndicated_clusters",
    "syndicated_outlets",
    "syndicated_mean",
    "syndicated_mean_n",
    "last_stance",
    "last_date",
    "last_age_days",
    "shifts",
];

/// Writes timeline rows.
#[derive(Debug)]
pub struct TimelineCsv<W> {
    sink: Sink<W>,
    record: String,
}

impl<W: Write> TimelineCsv<W> {
    /// Writes to `writer`, which errors call `name`.
    pub fn new(writer: W, name: impl Into<PathBuf>) -> Self {
        Self {
            sink: Sink::new(writer, name),
            record: String::new(),
        }
    }

    fn text(&mut self, cell: &str) {
        self.cell(&neutral(cell));
    }

    fn number(&mut self, number: impl Into<i128>) {
        self.cell(&number.into().to_string());
    }

    fn cell(&mut self, cell: &str) {
        if !self.record.is_empty() {
            self.record.push(',');
        }
        quoted(cell, &mut self.record);
    }

    fn tally(&mut self, tally: &Tally) {
        for stance in Stance::ALL {
            self.number(tally.counts.get(stance));
        }
        self.number(tally.statements);
        self.number(tally.articles);
        self.number(tally.clusters);
        self.number(tally.outlets);
        self.cell(&tally.mean.score.map(|s| s.to_string()).unwrap_or_default());
        self.number(tally.mean.n);
    }

    fn end_record(&mut self) -> Result<()> {
        self.record.push_str("\r\n");
        self.sink.bytes(self.record.as_bytes())?;
        self.record.clear();
        Ok(())
    }
}

impl<W: Write> Feed<TimelineRow> for TimelineCsv<W> {
    fn begin(&mut self) -> Result<()> {
        for column in TIMELINE_COLUMNS {
            self.cell(column);
        }
        self.end_record()
    }

    fn write(&mut self, row: &TimelineRow) -> Result<()> {
        self.text(&row.holder.id);
        self.text(&row.holder.name);
        self.text(&row.holder.kind);
        self.text(row.holder.country.as_deref().unwrap_or_default());
        self.text(&row.proposal.id);
        self.text(&row.proposal.name);
        self.cell(match row.by {
            Bucket::Day => "day",
            Bucket::Week => "week",
            Bucket::Month => "month",
        });
        for cell in [&row.bucket, &row.start, &row.end] {
            self.cell(cell.as_deref().unwrap_or_default());
        }
        self.tally(&row.raw);
        self.tally(&row.syndicated);
        match &row.last {
            Some(last) => {
                self.cell(last.stance.name());
                self.cell(&last.date);
                self.number(last.age_days);
            }
            None => (0..3).for_each(|_| self.cell("")),
        }
        let shifts: Vec<String> = row.shifts.iter().map(in_short).collect();
        self.cell(&shifts.join("; "));
        self.end_record()
    }

    fn finish(&mut self) -> Result<()> {
        self.sink.flush()
    }
}

/// `oppose > support 2025-03-20`.
fn in_short(shift: &Shift) -> String {
    let (from, to) = (shift.from.stance.name(), shift.to.stance.name());
    format!("{from} > {to} {}", shift.date)
}

/// Text that no spreadsheet runs as a formula.
pub(super) fn neutral(cell: &str) -> Cow<'_, str> {
    // Spreadsheets look behind blanks and tabs too.
    let first = cell.trim_start().chars().next();
    if matches!(first, Some('=' | '+' | '-' | '@')) || cell.starts_with(['\t', '\r', '\n']) {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

/// A cell, in quotation marks where it needs them.
pub(super) fn quoted(cell: &str, into: &mut String) {
    if cell.contains([',', '"', '\r', '\n', ';']) {
        into.push('"');
        into.push_str(&cell.replace('"', "\"\""));
        into.push('"');
    } else if cell.is_empty() && into.is_empty() {
        // An empty first cell must still be one.
        into.push_str("\"\"");
    } else {
        into.push_str(cell);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_spreadsheet_would_run_is_quoted() {
        for text in [
            "=1+1", "+1", "-1", "@SUM(A1)", "  =1", "\t=1", "\r1", "\u{a0}=1",
        ] {
            assert_eq!(neutral(text), format!("'{text}"), "{text:?}");
        }
        for text in ["1-1", "a=b", "", "’=", "Ana"] {
            assert_eq!(neutral(text), text);
        }
    }
}
