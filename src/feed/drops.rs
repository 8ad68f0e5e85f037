//! Nightly drops, by the convention of GDELT: a compressed file for each closed window, and lists to poll.
//!
//! A window is a day in UTC and named by its first second: `20250312000000.statements.ndjson.gz` holds what was published on 12
//! March 2025. The bytes depend on the rows alone (no time stamp in the gzip header), so a closed window that is written again
//! is the same file. What has no date is in `undated.statements.ndjson.gz`.
//!
//! `masterfilelist.txt` lists every file, `lastupdate.txt` those of the latest window: size, SHA-256 and path, a line each.

use std::io::{self, Write};

use flate2::{Compression, GzBuilder, write::GzEncoder};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::folder::{Folder, Pending};
use super::row_json;
use crate::error::{Error, Result};

/// Drops of all kinds of rows; [`Drops::finish`] writes the lists.
#[derive(Debug)]
pub struct Drops {
    below: String,
    stored: Vec<(Option<Date>, Stored)>,
}

/// A finished drop as the lists name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Path below the published folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
}

/// Drops of one kind of row, in order of their windows.
#[derive(Debug)]
pub struct DropSeries {
    kind: &'static str,
    open: Option<Open>,
}

/// The window whose rows are coming in.
#[derive(Debug)]
struct Open {
    day: Option<Date>,
    path: String,
    file: GzEncoder<Hashed>,
}

/// A file that is hashed while it is written.
#[derive(Debug)]
struct Hashed {
    hash: Sha256,
    pending: Pending,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.pending.write(bytes)?;
        self.hash.update(&bytes[..n]);
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.pending.flush()
    }
}

impl Drops {
    /// Drops in the folder `below` the published one.
    pub fn new(below: &str) -> Self {
        Self {
            below: below.to_owned(),
            stored: Vec::new(),
        }
    }

    /// Adds a row to the window `day`. Rows come in the order of their windows, those without a day first or last.
    pub fn write<T: Serialize>(
        &mut self,
        series: &mut DropSeries,
        day: Option<Date>,
        row: &T,
        folder: &mut Folder,
    ) -> Result<()> {
        self.line(series, day, row_json(row)?, folder)
    }

    /// Adds a row that is JSON already.
    pub(super) fn line(
        &mut self,
        series: &mut DropSeries,
        day: Option<Date>,
        mut line: Vec<u8>,
        folder: &mut Folder,
    ) -> Result<()> {
        if series.open.as_ref().is_some_and(|open| open.day != day) {
            self.close(series, folder)?;
        }
        let Open { file, .. } = match &mut series.open {
            Some(open) => open,
            none => {
                let stamp = day.map_or("undated".to_owned(), stamp);
                let path = format!("{}/{stamp}.{}.ndjson.gz", self.below, series.kind);
                let hashed = Hashed {
                    hash: Sha256::new(),
                    pending: folder.begin(&path)?,
                };
                // Without `mtime` the header holds zero.
                let file = GzBuilder::new().write(hashed, Compression::default());
                none.insert(Open { day, path, file })
            }
        };
        line.push(b'\n');
        let written = file.write_all(&line);
        written.map_err(|e| Error::io(file.get_ref().pending.place(), "cannot be written", e))
    }

    /// Lists a file that an earlier run wrote and that stays.
    pub fn keep(&mut self, day: Option<Date>, file: Stored) {
        self.stored.push((day, file));
    }

    /// The files so far, those that stay among them.
    pub fn stored(&self) -> &[(Option<Date>, Stored)] {
        &self.stored
    }

    /// Closes the window that is open in `series`.
    pub fn close(&mut self, series: &mut DropSeries, folder: &mut Folder) -> Result<()> {
        if let Some(Open { day, path, file }) = series.open.take() {
            let place = folder.path(&path);
            let done = file.finish();
            let Hashed { hash, pending } =
                done.map_err(|e| Error::io(&place, "cannot be written", e))?;
            let stored = Stored {
                bytes: folder.store(pending)?,
                sha256: format!("{:x}", hash.finalize()),
                path,
            };
            self.stored.push((day, stored));
        }
        Ok(())
    }

    /// Writes the two lists, once every file that they name is in its place.
    pub fn finish(mut self, folder: &mut Folder) -> Result<()> {
        folder.settle()?;
        self.stored.sort_by(|a, b| a.1.path.cmp(&b.1.path));
        let latest = self.stored.iter().filter_map(|(day, _)| *day).max();
        let mut last = String::new();
        let mut all = String::new();
        for (day, file) in &self.stored {
            // Paths are relative to the lists.
            let path = file.path.rsplit_once('/').map_or(&*file.path, |(_, p)| p);
            let line = format!("{} {} {path}\n", file.bytes, file.sha256);
            all.push_str(&line);
            if day.is_some() && *day == latest {
                last.push_str(&line);
            }
        }
        folder.put(
            &format!("{}/masterfilelist.txt", self.below),
            all.as_bytes(),
        )?;
        folder.put(&format!("{}/lastupdate.txt", self.below), last.as_bytes())?;
        Ok(())
    }
}

impl DropSeries {
    /// Drops named after `kind`: `statements`, `duplicates`, `shifts`.
    pub fn new(kind: &'static str) -> Self {
        Self { kind, open: None }
    }
}

fn stamp(day: Date) -> String {
    format!("{:04}{:02}{:02}000000", day.year(), day.month(), day.day())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drop_is_listed_with_its_size_and_the_hash_of_its_bytes() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(home.path()).unwrap();
        let (mut drops, mut series) = (Drops::new("drops"), DropSeries::new("words"));
        let day = Some(jiff::civil::date(2025, 3, 12));
        for word in ["one", "two"] {
            drops.write(&mut series, day, &word, &mut folder).unwrap();
        }
        drops.close(&mut series, &mut folder).unwrap();
        drops.finish(&mut folder).unwrap();
        folder.finish().unwrap();
        let name = "20250312000000.words.ndjson.gz";
        let bytes = std::fs::read(home.path().join("drops").join(name)).unwrap();
        let expected = format!("{} {:x} {name}\n", bytes.len(), Sha256::digest(&bytes));
        for list in ["masterfilelist.txt", "lastupdate.txt"] {
            let list = std::fs::read_to_string(home.path().join("drops").join(list)).unwrap();
            assert_eq!(list, expected);
        }
    }
}
