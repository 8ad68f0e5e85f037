//! Timelines as RFC 4180 CSV: CRLF, quotes where they are needed, a header, flat columns.
//!
//! A cell of text that a spreadsheet would take for a formula gets a leading apostrophe; numbers are numbers, minus signs and all.

use std::borrow::Cow;
use std::io::Write;
use std::path::PathBuf;

use super::row_bytes::{Scores, put_number, put_signed, tally_numbers, width};
use super::{Feed, RowBytes, RowFormat, Sink};
use crate::error::Result;
use crate::model::{LeanRow, RowHead, ShiftText, Tally, TimelineRow};

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
    rows: RowBytes,
    record: Vec<u8>,
}

impl<W: Write> TimelineCsv<W> {
    /// Writes to `writer`, which errors call `name`.
    pub fn new(writer: W, name: impl Into<PathBuf>) -> Self {
        Self {
            sink: Sink::new(writer, name),
            rows: RowBytes::new(RowFormat::Csv),
            record: Vec::new(),
        }
    }
}

impl<W: Write> Feed<TimelineRow> for TimelineCsv<W> {
    fn begin(&mut self) -> Result<()> {
        self.sink.bytes(TIMELINE_COLUMNS.join(",").as_bytes())?;
        self.sink.bytes(b"\r\n")
    }

    fn write(&mut self, row: &TimelineRow) -> Result<()> {
        self.record.clear();
        self.rows.one(row, &mut self.record)?;
        self.sink.bytes(&self.record)
    }

    fn finish(&mut self) -> Result<()> {
        self.sink.flush()
    }
}

/// The cells that all rows of a pair begin with.
pub(super) fn csv_head(of: &RowHead<'_>, record: &mut Vec<u8>) {
    let mut cells = String::new();
    let country = of.holder.country.as_deref().unwrap_or_default();
    let (holder, proposal) = (of.holder, of.proposal);
    let texts = [
        &holder.id,
        &holder.name,
        &holder.kind,
        country,
        &proposal.id,
        &proposal.name,
        width(of.by),
    ];
    for (i, text) in texts.into_iter().enumerate() {
        if i > 0 {
            cells.push(',');
        }
        quoted(&neutral(text), &mut cells);
    }
    record.extend(cells.into_bytes());
}

/// The cells of a row behind these, and the end of the record.
pub(super) fn csv_row(row: &LeanRow<'_>, scores: &mut Scores, record: &mut Vec<u8>) {
    let (label, start, end) = row
        .span
        .map_or(("", "", ""), |span| (span.label, span.start, span.end));
    for cell in [label, start, end] {
        record.push(b',');
        record.extend_from_slice(cell.as_bytes());
    }
    match row.raw {
        Some(raw) => csv_tally(raw, scores, record),
        None => record.extend_from_slice(UNKNOWN_TALLY),
    }
    csv_tally(row.syndicated, scores, record);
    match &row.last {
        Some(last) => {
            for cell in [last.stance.name(), last.date] {
                record.push(b',');
                record.extend_from_slice(cell.as_bytes());
            }
            record.push(b',');
            put_signed(record, last.age_days);
        }
        None => record.extend_from_slice(b",,,"),
    }
    record.push(b',');
    if !row.shifts.is_empty() {
        let shifts: Vec<String> = row.shifts.iter().map(in_short).collect();
        let mut cell = String::new();
        quoted(&shifts.join("; "), &mut cell);
        record.extend(cell.into_bytes());
    }
    record.extend_from_slice(b"\r\n");
}

/// The cells of a tally that is not known: as many commas as [`csv_tally`] writes.
const UNKNOWN_TALLY: &[u8] = b",,,,,,,,,,";

/// The cells of a tally, each behind its comma.
pub(super) fn csv_tally(tally: &Tally, scores: &mut Scores, record: &mut Vec<u8>) {
    let numbers = tally_numbers(tally);
    if numbers.iter().all(|&number| number < 10) {
        // Nearly all of them: one digit a cell.
        let mut cells = *b",0,0,0,0,0,0,0,0,";
        for (cell, number) in cells.iter_mut().skip(1).step_by(2).zip(numbers) {
            *cell += number.to_le_bytes()[0];
        }
        record.extend_from_slice(&cells);
    } else {
        for number in numbers {
            record.push(b',');
            put_number(record, number);
        }
        record.push(b',');
    }
    if let Some(score) = tally.mean.score {
        record.extend_from_slice(scores.get(score).1.as_bytes());
    }
    record.push(b',');
    put_number(record, tally.mean.n);
}

/// `oppose > support 2025-03-20`.
fn in_short(shift: &ShiftText<'_>) -> String {
    let (from, to) = (shift.from.name(), shift.to.name());
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
