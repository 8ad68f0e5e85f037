//! Files of fingerprints as the ledger lists them: a new one for each batch, several merged into one, and what belongs to superseded
//! articles left out.

use std::fs;

use rusqlite::params;
use rustc_hash::FxHashSet;

use super::runs::{Entry, Run, merged};
use super::{ListedRun, RUNS, Store, damaged};
use crate::error::{Error, Result};

impl Store {
    /// Opens the files that the ledger lists, deletes those of a crash that it does not, and notes what is no such file.
    pub(super) fn open_runs(&mut self) -> Result<()> {
        self.runs.clear();
        self.strangers.clear();
        let mut listed = self
            .ledger
            .prepare("SELECT name, level FROM run ORDER BY name")
            .map_err(damaged)?;
        let rows = listed
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
            })
            .map_err(damaged)?;
        for row in rows {
            let (name, level) = row.map_err(damaged)?;
            let run = Run::open(&self.folder.join(RUNS).join(&name))?;
            self.runs.push(ListedRun { name, level, run });
        }
        drop(listed);
        let folder = self.folder.join(RUNS);
        let unread = |e| Error::io(&folder, "cannot be read", e);
        for file in fs::read_dir(&folder).map_err(unread)? {
            let file = file.map_err(unread)?;
            let name = file.file_name();
            if self.runs.iter().any(|r| *r.name == *name) {
                continue;
            }
            let path = file.path();
            let is_file = file.file_type().is_ok_and(|t| t.is_file());
            if is_file && name.to_str().is_some_and(is_name) {
                fs::remove_file(&path).map_err(|e| Error::io(&path, "cannot be deleted", e))?;
            } else {
                self.strangers.push(path);
            }
        }
        self.strangers.sort();
        Ok(())
    }

    /// Writes a file of fingerprints and lists it.
    pub(super) fn list(
        &mut self,
        level: u32,
        count: u64,
        entries: impl Iterator<Item = Result<Entry>>,
    ) -> Result<()> {
        let next: i64 = self
            .ledger
            .query_row(
                "SELECT coalesce(max(CAST(substr(name, 1, 8) AS INTEGER)), 0) + 1 FROM run",
                [],
                |row| row.get(0),
            )
            .map_err(damaged)?;
        let name = name_of(next);
        let folder = self.folder.join(RUNS);
        let run = Run::write(&folder.join(&name), count, entries)?;
        // The name must be on the disk before the ledger speaks of it.
        fs::File::open(&folder)
            .and_then(|f| f.sync_all())
            .map_err(|e| Error::io(&folder, "cannot be written", e))?;
        self.ledger
            .execute("INSERT INTO run VALUES (?, ?)", params![name, level])
            .map_err(damaged)?;
        self.runs.push(ListedRun { name, level, run });
        Ok(())
    }

    /// Merges some of the files into one, without the fingerprints of articles that a later version replaced; returns the names of those
    /// that it replaces.
    pub(super) fn merge(&mut self, which: &[usize], level: u32) -> Result<Vec<String>> {
        let dead: FxHashSet<u32> = self
            .ledger
            .prepare_cached("SELECT number FROM article WHERE NOT live")
            .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
            .map_err(damaged)?;
        let old: Vec<&Run> = which.iter().map(|&i| &self.runs[i].run).collect();
        let counts = |entry: &Result<Entry>| {
            let number = entry.as_ref().map(|e| untagged(e.1).0);
            number.is_ok_and(|n| !dead.contains(&n)) || entry.is_err()
        };
        let count = if dead.is_empty() {
            old.iter().map(|r| r.count()).sum()
        } else {
            // The file says first how many entries it has.
            merged(&old)?.filter(counts).count() as u64
        };
        let entries = merged(&old)?.filter(counts);
        self.list(level, count, entries)?;
        let mut gone = Vec::new();
        for &i in which.iter().rev() {
            let run = self.runs.remove(i);
            self.ledger
                .execute("DELETE FROM run WHERE name = ?", [&run.name])
                .map_err(damaged)?;
            gone.push(run.name);
        }
        Ok(gone)
    }
}

/// How names of files end.
const ENDING: &str = ".run";

/// The name of a file.
fn name_of(number: i64) -> String {
    format!("{number:08}{ENDING}")
}

/// Whether a file is one of these by its name.
pub(super) fn is_name(name: &str) -> bool {
    let number = name.strip_suffix(ENDING);
    number.is_some_and(|n| n.len() >= 8 && n.bytes().all(|b| b.is_ascii_digit()))
}

/// An article as it stands in a file of fingerprints: its number, and in the lowest bit whether the paragraph stands where boilerplate does.
pub(super) fn tagged(number: u32, edge: bool) -> u32 {
    number << 1 | u32::from(edge)
}

pub(super) fn untagged(article: u32) -> (u32, bool) {
    (article >> 1, article & 1 == 1)
}
