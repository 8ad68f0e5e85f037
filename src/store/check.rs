//! Looking after a store: what is in it, whether it is whole, and making it compact.

use std::fs;
use std::path::Path;

use super::{LEDGER, RUNS, Reading, Store, damaged, meta, near, runs};
use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;

/// What is in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Name and version of the program that wrote it.
    pub engine: String,
    /// Topic.
    pub topic: String,
    /// SHA-256 of the lexicons.
    pub lexicons: String,
    /// What near copies are.
    pub near: String,
    /// Versions of articles delivered.
    pub versions: u64,
    /// Articles that count.
    pub articles: u64,
    /// Those on the topic.
    pub on_topic: u64,
    /// Day of the oldest article that has one.
    pub oldest: Option<String>,
    /// Day of the newest.
    pub newest: Option<String>,
    /// Statements.
    pub statements: u64,
    /// Paragraphs on the topic that more than one article has.
    pub clusters: u64,
    /// Paragraphs that are compared for near copies.
    pub compared: u64,
    /// Those that are near copies.
    pub near_copies: u64,
    /// Months of timelines that wait to be folded; the next delivery sees to that.
    pub unfolded: u64,
    /// Fingerprints in files.
    pub fingerprints: u64,
    /// Files of fingerprints.
    pub runs: u64,
    /// Bytes of those files.
    pub run_bytes: u64,
    /// Bytes of the ledger, with what is not yet put into its main file.
    pub ledger_bytes: u64,
    /// Bytes that a delivery holds in memory for fingerprints.
    pub memory: u64,
}

/// How often a count begins anew because files of fingerprints were merged meanwhile.
const TRIES: u32 = 10;

/// Counts what is in the store in `folder`, as it was after some delivery: whoever is writing to it is not waited for.
pub fn stats(folder: &Path) -> Result<Stats> {
    for _ in 0..TRIES {
        if let Some(stats) = counted(folder)? {
            return Ok(stats);
        }
    }
    let message = "files of fingerprints that the ledger lists are not there; restore the store from its backup";
    Err(Error::new(ErrorKind::Store, message).at(folder))
}

/// None where a file that was listed is gone.
fn counted(folder: &Path) -> Result<Option<Stats>> {
    let reading = Reading::open(folder)?;
    let ledger = reading.ledger();
    let count = |sql: &str| {
        ledger
            .query_row(sql, [], |row| row.get::<_, i64>(0))
            .map(i64::cast_unsigned)
            .map_err(damaged)
    };
    let day = |sql: &str| ledger.query_row(sql, [], |row| row.get(0)).map_err(damaged);
    let written = |key| meta(ledger, key).map(Option::unwrap_or_default);
    let size = |path: &Path| fs::metadata(path).map_or(0, |m| m.len());
    let names: Vec<String> = ledger
        .prepare("SELECT name FROM run")
        .and_then(|mut s| s.query_map([], |row| row.get(0))?.collect())
        .map_err(damaged)?;
    let (mut fingerprints, mut run_bytes) = (0, 0);
    // As many as a table for them has room for, with a byte beside each.
    let topical = count("SELECT count(*) FROM original")?;
    let mut memory = (topical * 8 / 7).next_power_of_two() * 9;
    for name in &names {
        let path = folder.join(RUNS).join(name);
        let Some(entries) = runs::entries_of(&path)? else {
            return Ok(None);
        };
        fingerprints += entries;
        run_bytes += size(&path);
        memory += runs::filter_len(entries) as u64;
    }
    Ok(Some(Stats {
        engine: written("engine")?,
        topic: written("topic")?,
        lexicons: written("lexicons")?,
        near: written("near")?,
        versions: count("SELECT count(*) FROM article")?,
        articles: count("SELECT count(*) FROM article WHERE live")?,
        on_topic: count("SELECT count(*) FROM body")?,
        oldest: day("SELECT min(day) FROM article WHERE live")?,
        newest: day("SELECT max(day) FROM article WHERE live")?,
        statements: count("SELECT count(*) FROM statement")?,
        clusters: count(
            "SELECT count(*) FROM (SELECT fingerprint FROM holder GROUP BY fingerprint HAVING count(DISTINCT article) > 1)",
        )?,
        compared: count("SELECT count(*) FROM node")?,
        near_copies: count("SELECT count(*) FROM node WHERE root IS NOT NULL")?,
        unfolded: count("SELECT count(*) FROM unfolded")?,
        fingerprints,
        runs: names.len() as u64,
        run_bytes,
        ledger_bytes: size(&folder.join(LEDGER)) + size(&folder.join(format!("{LEDGER}-wal"))),
        memory,
    }))
}

impl Store {
    /// Counts what is in it.
    pub fn stats(&self) -> Result<Stats> {
        stats(&self.folder)
    }

    /// Reads everything and says what is wrong, nothing where all is well.
    pub fn verify(&self) -> Result<Vec<String>> {
        let mut wrong = Vec::new();
        let mut told = self
            .ledger
            .prepare("PRAGMA integrity_check")
            .map_err(damaged)?;
        let lines = told
            .query_map([], |row| row.get::<_, String>(0))
            .map_err(damaged)?;
        for line in lines {
            let line = line.map_err(damaged)?;
            if line != "ok" {
                wrong.push(format!("ledger: {line}"));
            }
        }
        for listed in &self.runs {
            if let Err(error) = listed.run.verify() {
                wrong.push(error.to_string());
            }
        }
        let mut bodies = self
            .ledger
            .prepare("SELECT article, repeats, kept FROM body")
            .map_err(damaged)?;
        let rows = bodies
            .query_map([], |row| {
                Ok((
                    row.get::<_, u32>(0)?,
                    row.get::<_, Vec<u8>>(1)?,
                    row.get::<_, Option<Vec<u8>>>(2)?,
                ))
            })
            .map_err(damaged)?;
        for row in rows {
            let (number, repeats, before) = row.map_err(damaged)?;
            let now = super::queries::kept(&self.ledger, number, &repeats)?;
            if !before.is_some_and(|b| b.iter().map(|&b| b == 1).eq(now)) {
                wrong.push(format!(
                    "article {number}: analysed with other paragraphs than it has now"
                ));
            }
        }
        let orphaned = "SELECT count(*) FROM original o WHERE NOT EXISTS (SELECT 1 FROM holder h WHERE h.fingerprint = o.fingerprint AND h.article = o.article)";
        let orphaned: i64 = self
            .ledger
            .query_row(orphaned, [], |row| row.get(0))
            .map_err(damaged)?;
        let misplaced = if meta(&self.ledger, "near")?.is_some_and(|near| near != "off") {
            near::misplaced(&self.ledger)?
        } else {
            0
        };
        for (count, what) in [
            (
                misplaced,
                "paragraphs are compared at another place than they have",
            ),
            (
                near::undecided(&self.ledger)?,
                "near copies have another original than they should",
            ),
        ] {
            if count > 0 {
                wrong.push(format!("{count} {what}"));
            }
        }
        if orphaned > 0 {
            wrong.push(format!(
                "{orphaned} paragraphs whose original does not have them"
            ));
        }
        Ok(wrong)
    }

    /// Puts all fingerprints into one file and gives the ledger's free pages back.
    pub fn compact(&mut self) -> Result<()> {
        if self.runs.len() > 1 {
            let all: Vec<usize> = (0..self.runs.len()).collect();
            let level = self.runs.iter().map(|r| r.level).max().unwrap_or(0);
            self.ledger
                .execute_batch("BEGIN IMMEDIATE")
                .map_err(damaged)?;
            let merged = self.merge(&all, level);
            let gone = match merged {
                Ok(gone) => gone,
                Err(error) => {
                    let _ = self.ledger.execute_batch("ROLLBACK");
                    return Err(error);
                }
            };
            self.ledger.execute_batch("COMMIT").map_err(damaged)?;
            for name in gone {
                let path = self.folder.join(RUNS).join(name);
                fs::remove_file(&path).map_err(|e| Error::io(&path, "cannot be deleted", e))?;
            }
        }
        self.ledger.execute_batch("VACUUM").map_err(damaged)?;
        let busy: i64 = self
            .ledger
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))
            .map_err(damaged)?;
        if busy != 0 {
            return Err(Error::new(
                ErrorKind::Store,
                "somebody is reading from the store; compact it later",
            )
            .at(&self.folder));
        }
        Ok(())
    }
}
