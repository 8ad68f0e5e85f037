//! Files of fingerprints as the ledger lists them: a new one for each batch, several merged into one, and what belongs to superseded
//! articles left out.

use rusqlite::params;
use rustc_hash::FxHashSet;

use super::runs::{Entry, Run, merged};
use super::{ListedRun, RUNS, Store, damaged};
use crate::error::{Error, Result};

impl Store {
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
        let name = format!("{next:08}.run");
        let folder = self.folder.join(RUNS);
        let run = Run::write(&folder.join(&name), count, entries)?;
        // The name must be on the disk before the ledger speaks of it.
        std::fs::File::open(&folder)
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

/// An article as it stands in a file of fingerprints: its number, and in the lowest bit whether the paragraph stands where boilerplate does.
pub(super) fn tagged(number: u32, edge: bool) -> u32 {
    number << 1 | u32::from(edge)
}

pub(super) fn untagged(article: u32) -> (u32, bool) {
    (article >> 1, article & 1 == 1)
}
