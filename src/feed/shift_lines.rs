//! Shifts that are JSON already, on their way into their feed, their lines and their drops.

use std::io::Write;
use std::ops::Range;
use std::path::Path;

use serde::Deserialize;
use serde_json::value::RawValue;
use xxhash_rust::xxh3::xxh3_64;

use super::drops::{DropSeries, Drops};
use super::folder::Folder;
use super::json_feed::{Item, JsonFeed};
use super::rendered::short;
use super::spool::Spool;
use super::state::{Months, month_of};
use crate::error::{Error, ErrorKind, Result};
use crate::model::Shift;

/// Shifts in the order of their days, and within a day of their ids, in a file without a name; memory holds some eighty bytes a shift.
#[derive(Debug)]
pub struct ShiftLines {
    spool: Spool,
    lines: Vec<Line>,
    /// A digest of each month, whatever the order in which its shifts came.
    months: Months,
}

/// Where a shift lies in the file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Line {
    pub(super) date: String,
    pub(super) id: String,
    begin: u64,
    len: u32,
}

/// What puts a shift in its place.
#[derive(Deserialize)]
struct Key {
    id: String,
    date: String,
}

impl ShiftLines {
    /// None so far; the file lies in the published folder, which has room for as much as the feeds take.
    pub fn begin(root: &Path) -> Result<Self> {
        Ok(Self {
            spool: Spool::begin(root)?,
            lines: Vec::new(),
            months: Months::new(),
        })
    }

    /// Adds a JSON array of shifts.
    pub fn add(&mut self, array: &[u8]) -> Result<()> {
        let shifts: Vec<&RawValue> = serde_json::from_slice(array).map_err(unread)?;
        for shift in shifts {
            let json = shift.get();
            let Key { id, date } = serde_json::from_str(json).map_err(unread)?;
            let digest: &mut u64 = self.months.entry(month_of(&date).to_owned()).or_default();
            *digest = digest.wrapping_add(xxh3_64(json.as_bytes()));
            self.lines.push(Line {
                date,
                id,
                begin: self.spool.add(json.as_bytes())?,
                len: short(json.len())?,
            });
        }
        Ok(())
    }

    /// Puts them in order. Returns the digests of the months.
    pub(super) fn in_order(&mut self) -> Months {
        self.lines.sort_unstable();
        self.months.clone()
    }

    /// The months in order, each with the numbers of its shifts.
    pub(super) fn by_month(&self) -> Vec<(String, Range<usize>)> {
        let mut begin = 0;
        let months = self
            .lines
            .chunk_by(|a, b| month_of(&a.date) == month_of(&b.date));
        months
            .map(|lines| {
                let numbers = begin..begin + lines.len();
                begin = numbers.end;
                (month_of(&lines[0].date).to_owned(), numbers)
            })
            .collect()
    }

    /// Puts the items from a number on into a feed.
    pub(super) fn feed(
        &mut self,
        from: usize,
        feed: &mut JsonFeed,
        folder: &mut Folder,
    ) -> Result<()> {
        for number in from..self.lines.len() {
            let json = self.json(number)?;
            let shift: Shift = serde_json::from_slice(&json).map_err(unread)?;
            feed.push(Item::of_shift(&shift)?, folder)?;
        }
        Ok(())
    }

    /// Writes drops of the shifts of some numbers.
    pub(super) fn drop_days(
        &mut self,
        numbers: Range<usize>,
        drops: &mut Drops,
        folder: &mut Folder,
    ) -> Result<()> {
        let mut series = DropSeries::new("shifts");
        for number in numbers {
            let day = self.lines[number].date.parse().ok();
            let json = self.json(number)?;
            drops.line(&mut series, day, json, folder)?;
        }
        drops.close(&mut series, folder)
    }

    /// Writes all of them, one a line.
    pub(super) fn lines_file(&mut self, folder: &mut Folder) -> Result<()> {
        let mut pending = folder.begin("shifts.ndjson")?;
        for number in 0..self.lines.len() {
            let mut json = self.json(number)?;
            json.push(b'\n');
            let written = pending.write_all(&json);
            written.map_err(|e| Error::io(pending.place(), "cannot be written", e))?;
        }
        folder.store(pending).map(drop)
    }

    pub(super) fn lines(&self) -> &[Line] {
        &self.lines
    }

    fn json(&mut self, number: usize) -> Result<Vec<u8>> {
        let (begin, len) = (self.lines[number].begin, self.lines[number].len);
        self.spool.read(begin, len)
    }
}

fn unread(error: serde_json::Error) -> Error {
    let message = format!("a shift cannot be read: {error}");
    Error::new(ErrorKind::Store, message).caused_by(error)
}
