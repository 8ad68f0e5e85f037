//! Timeline rows in words, many at a time: the bytes that [`Ndjson`](super::Ndjson), [`JsonArray`](super::JsonArray) and
//! [`TimelineCsv`](super::TimelineCsv) write, without a row being made of its own. What all rows of a pair have in common is put into words
//! once, and what is put into words can be written later, so that this may be done on several processors.

use std::io::Write;

use rustc_hash::FxHashMap;

use super::csv::{csv_head, csv_row};
use super::{Sink, TIMELINE_COLUMNS, row_json};
use crate::error::Result;
use crate::model::{
    Bucket, LastText, LeanRow, PairSeries, RowHead, ShiftText, SpanText, TIMELINE_SCHEMA, Tally,
    TimelineRow,
};

/// How rows are put into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowFormat {
    /// A row a line.
    Ndjson,
    /// One array.
    Json,
    /// RFC 4180.
    Csv,
}

/// Puts rows into words.
#[derive(Debug)]
pub struct RowBytes {
    format: RowFormat,
    /// What all rows of the pair begin with.
    head: Vec<u8>,
    scores: Scores,
}

impl RowBytes {
    /// Rows in that format.
    pub fn new(format: RowFormat) -> Self {
        Self {
            format,
            head: Vec::new(),
            scores: Scores::default(),
        }
    }

    /// Whose rows come next.
    pub fn begin(&mut self, of: &RowHead<'_>) {
        self.head.clear();
        if self.format == RowFormat::Csv {
            csv_head(of, &mut self.head);
            return;
        }
        self.head.extend(b"{\"schema\":");
        put_json(&mut self.head, TIMELINE_SCHEMA);
        self.head.extend(b",\"holder\":");
        put_json(&mut self.head, of.holder);
        self.head.extend(b",\"proposal\":");
        put_json(&mut self.head, of.proposal);
        self.head.extend(b",\"by\":");
        put_json(&mut self.head, &of.by);
    }

    /// Puts a row behind `bytes`.
    pub fn row(&mut self, row: &LeanRow<'_>, bytes: &mut Vec<u8>) {
        match self.format {
            RowFormat::Csv => {
                bytes.extend_from_slice(&self.head);
                csv_row(row, &mut self.scores, bytes);
            }
            RowFormat::Ndjson => {
                self.json(row, bytes);
                bytes.push(b'\n');
            }
            RowFormat::Json => {
                bytes.extend(b",\n");
                self.json(row, bytes);
            }
        }
    }

    /// Puts the rows of a series behind `bytes`.
    pub fn series(&mut self, series: &PairSeries, bytes: &mut Vec<u8>) -> Result<()> {
        let Some(by) = series.rows.first().map(|row| row.by) else {
            return Ok(());
        };
        self.begin(&RowHead {
            holder: &series.holder,
            proposal: &series.proposal,
            by,
        });
        series
            .rows
            .iter()
            .try_for_each(|row| self.of_pair(row, bytes))
    }

    /// Puts a row behind `bytes`, whoever it is of.
    pub fn one(&mut self, row: &TimelineRow, bytes: &mut Vec<u8>) -> Result<()> {
        self.begin(&RowHead {
            holder: &row.holder,
            proposal: &row.proposal,
            by: row.by,
        });
        self.of_pair(row, bytes)
    }

    fn of_pair(&mut self, row: &TimelineRow, bytes: &mut Vec<u8>) -> Result<()> {
        let json = row.shifts.iter().map(row_json);
        let json: Vec<Vec<u8>> = json.collect::<Result<_>>()?;
        let shifts = row.shifts.iter().zip(&json);
        let shifts: Vec<ShiftText<'_>> = shifts
            .map(|(shift, json)| ShiftText {
                from: shift.from.stance,
                to: shift.to.stance,
                date: &shift.date,
                json,
            })
            .collect();
        let span = row.bucket.as_deref().zip(row.start.as_deref());
        let span = span.zip(row.end.as_deref());
        let lean = LeanRow {
            span: span.map(|((label, start), end)| SpanText { label, start, end }),
            raw: row.raw.as_ref(),
            syndicated: &row.syndicated,
            last: row.last.as_ref().map(|last| LastText {
                stance: last.stance,
                date: &last.date,
                age_days: last.age_days,
            }),
            shifts: &shifts,
        };
        self.row(&lean, bytes);
        Ok(())
    }

    fn json(&mut self, row: &LeanRow<'_>, bytes: &mut Vec<u8>) {
        bytes.extend_from_slice(&self.head);
        // Labels and days are digits, hyphens and one letter: nothing in them must be escaped.
        match &row.span {
            Some(span) => {
                for (key, text) in [
                    (&b",\"bucket\":\""[..], span.label),
                    (b"\",\"start\":\"", span.start),
                    (b"\",\"end\":\"", span.end),
                ] {
                    bytes.extend_from_slice(key);
                    bytes.extend_from_slice(text.as_bytes());
                }
                bytes.push(b'"');
            }
            None => bytes.extend_from_slice(b",\"bucket\":null,\"start\":null,\"end\":null"),
        }
        bytes.extend_from_slice(b",\"raw\":");
        match row.raw {
            Some(raw) => self.tally(raw, bytes),
            None => bytes.extend_from_slice(b"null"),
        }
        bytes.extend_from_slice(b",\"syndicated\":");
        self.tally(row.syndicated, bytes);
        match &row.last {
            Some(last) => {
                bytes.extend_from_slice(b",\"last\":{\"stance\":\"");
                bytes.extend_from_slice(last.stance.name().as_bytes());
                bytes.extend_from_slice(b"\",\"date\":\"");
                bytes.extend_from_slice(last.date.as_bytes());
                bytes.extend_from_slice(b"\",\"age_days\":");
                put_signed(bytes, last.age_days);
                bytes.push(b'}');
            }
            None => bytes.extend_from_slice(b",\"last\":null"),
        }
        bytes.extend_from_slice(b",\"shifts\":[");
        for (i, shift) in row.shifts.iter().enumerate() {
            if i > 0 {
                bytes.push(b',');
            }
            bytes.extend_from_slice(shift.json);
        }
        bytes.extend_from_slice(b"]}");
    }

    fn tally(&mut self, tally: &Tally, bytes: &mut Vec<u8>) {
        if tally.statements == 0 && *tally == Tally::default() {
            bytes.extend_from_slice(SILENT);
            return;
        }
        let numbers = tally_numbers(tally);
        if numbers.iter().all(|&number| number < 10) {
            // Nearly all of them: what is written is always the same but for the digits.
            let start = bytes.len();
            bytes.extend_from_slice(&SILENT[..SCORE_AT]);
            for (at, number) in DIGITS_AT.into_iter().zip(numbers) {
                bytes[start + at] = b'0' + number.to_le_bytes()[0];
            }
        } else {
            // Each number stands where a digit is, behind what is between it and the one before.
            let mut from = 0;
            for (at, number) in DIGITS_AT.into_iter().zip(numbers) {
                bytes.extend_from_slice(&SILENT[from..at]);
                put_number(bytes, number);
                from = at + 1;
            }
            bytes.extend_from_slice(&SILENT[from..SCORE_AT]);
        }
        match tally.mean.score {
            Some(score) => bytes.extend_from_slice(self.scores.get(score).0.as_bytes()),
            None => bytes.extend_from_slice(b"null"),
        }
        bytes.extend_from_slice(b",\"n\":");
        put_number(bytes, tally.mean.n);
        bytes.extend_from_slice(b"}}");
    }
}

/// The numbers of a tally in the order in which rows have them.
pub(super) fn tally_numbers(tally: &Tally) -> [u64; 8] {
    let counts = &tally.counts;
    [
        counts.support,
        counts.conditional,
        counts.noncommittal,
        counts.oppose,
        tally.statements,
        tally.articles,
        tally.clusters,
        tally.outlets,
    ]
}

/// The tally of a bucket in which nothing was said.
const SILENT: &[u8] = b"{\"counts\":{\"support\":0,\"conditional\":0,\"noncommittal\":0,\"oppose\":0},\"statements\":0,\"articles\":0,\"clusters\":0,\"outlets\":0,\"mean\":{\"score\":null,\"n\":0}}";

/// Where the numbers stand in it.
const DIGITS_AT: [usize; 8] = digits_at();
/// Where its score begins, behind all of them.
const SCORE_AT: usize = digits_at()[7] + b"0,\"mean\":{\"score\":".len();

const fn digits_at() -> [usize; 8] {
    let mut places = [0; 8];
    let (mut at, mut found) = (0, 0);
    while found < places.len() {
        if SILENT[at] == b'0' {
            places[found] = at;
            found += 1;
        }
        at += 1;
    }
    places
}

/// Names, widths and scores as JSON.
fn put_json<T: serde::Serialize + ?Sized>(bytes: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(bytes, value).expect("texts are JSON, and memory takes them");
}

/// Scores in words, as JSON and as cells: few fractions are means of what is said in a bucket, and putting one into words is slow.
#[derive(Debug, Default)]
pub(super) struct Scores(FxHashMap<u64, (String, String)>);

impl Scores {
    pub(super) fn get(&mut self, score: f64) -> &(String, String) {
        /// More are not remembered.
        const MOST: usize = 1 << 14;
        if self.0.len() > MOST {
            self.0.clear();
        }
        self.0.entry(score.to_bits()).or_insert_with(|| {
            let json = serde_json::to_string(&score).unwrap_or_default();
            (json, score.to_string())
        })
    }
}

pub(super) fn put_number(bytes: &mut Vec<u8>, mut number: u64) {
    if number < 10 {
        bytes.push(b'0' + number.to_le_bytes()[0]);
        return;
    }
    let mut digits = [0; 20];
    let mut at = digits.len();
    while number > 0 {
        at -= 1;
        digits[at] = b'0' + (number % 10).to_le_bytes()[0];
        number /= 10;
    }
    bytes.extend_from_slice(&digits[at..]);
}

pub(super) fn put_signed(bytes: &mut Vec<u8>, number: i64) {
    if number < 0 {
        bytes.push(b'-');
    }
    put_number(bytes, number.unsigned_abs());
}

/// Writes rows that are in words, with what a format has before and behind them.
#[derive(Debug)]
pub struct RowSink<W> {
    format: RowFormat,
    sink: Sink<W>,
    begun: bool,
}

impl<W: Write> RowSink<W> {
    /// Writes to `writer`, which errors call `name`.
    pub fn new(format: RowFormat, writer: W, name: impl Into<std::path::PathBuf>) -> Self {
        Self {
            format,
            sink: Sink::new(writer, name),
            begun: false,
        }
    }

    /// Writes rows.
    pub fn write(&mut self, rows: &[u8]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        // In an array a comma stands before each row but the first.
        let first = self.format == RowFormat::Json && !self.begun;
        self.begin()?;
        self.sink.bytes(if first { &rows[1..] } else { rows })
    }

    /// What it writes to.
    pub(super) fn into_inner(self) -> W {
        self.sink.into_inner()
    }

    fn begin(&mut self) -> Result<()> {
        if std::mem::replace(&mut self.begun, true) {
            return Ok(());
        }
        match self.format {
            RowFormat::Ndjson => Ok(()),
            RowFormat::Json => self.sink.bytes(b"["),
            RowFormat::Csv => {
                self.sink.bytes(TIMELINE_COLUMNS.join(",").as_bytes())?;
                self.sink.bytes(b"\r\n")
            }
        }
    }

    /// Writes what comes behind the rows.
    pub fn finish(&mut self) -> Result<()> {
        self.begin()?;
        if self.format == RowFormat::Json {
            self.sink.bytes(b"\n]\n")?;
        }
        self.sink.flush()
    }
}

/// Name of a width in rows.
pub(super) fn width(by: Bucket) -> &'static str {
    match by {
        Bucket::Day => "day",
        Bucket::Week => "week",
        Bucket::Month => "month",
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::csv::csv_tally;
    use super::*;
    use crate::model::{Mean, StanceCounts};

    proptest! {
        #[test]
        fn tallies_are_those_of_the_model(
            numbers in prop::array::uniform8(prop_oneof![0..13u64, any::<u64>()]),
            score in prop::option::of(-4..=4i8),
        ) {
            let [support, conditional, noncommittal, oppose, statements, articles, clusters, outlets] = numbers;
            let score = score.map(|score| f64::from(score) / 3.0 + 0.0);
            let counts = StanceCounts { support, conditional, noncommittal, oppose };
            let mean = Mean { score, n: statements };
            let tally = Tally { counts, statements, articles, clusters, outlets, mean };
            let mut json = Vec::new();
            RowBytes::new(RowFormat::Ndjson).tally(&tally, &mut json);
            prop_assert_eq!(String::from_utf8(json).unwrap(), serde_json::to_string(&tally).unwrap());
            let mut cells = Vec::new();
            csv_tally(&tally, &mut Scores::default(), &mut cells);
            let mut expected: Vec<String> = numbers.map(|n| n.to_string()).to_vec();
            expected.push(score.map_or_else(String::new, |score| score.to_string()));
            expected.push(statements.to_string());
            prop_assert_eq!(String::from_utf8(cells).unwrap(), format!(",{}", expected.join(",")));
        }
    }
}
