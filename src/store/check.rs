//! Looking after a store: what is in it, whether it is whole, and making it compact.

use std::fs;

use super::{LEDGER, RUNS, Store, damaged, meta, near};
use crate::error::{Error, ErrorKind, Result};
use serde::Serialize;

/// What is in a store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Stats {
    /// Versions of articles delivered.
    pub versions: u64,
    /// Articles that count.
    pub articles: u64,
    /// Those on the topic.
    pub on_topic: u64,
    /// Statements.
    pub statements: u64,
    /// Paragraphs on the topic that more than one article has.
    pub clusters: u64,
    /// Paragraphs that are compared for near copies.
    pub compared: u64,
    /// Those that are near copies.
    pub near_copies: u64,
    /// Fingerprints in files.
    pub fingerprints: u64,
    /// Files of fingerprints.
    pub runs: u64,
    /// Bytes of those files.
    pub run_bytes: u64,
    /// Bytes of the ledger.
    pub ledger_bytes: u64,
    /// Bytes that the open store holds in memory for fingerprints.
    pub memory: u64,
}

impl Store {
    /// Counts what is in it.
    pub fn stats(&self) -> Result<Stats> {
        let count = |sql: &str| {
            self.ledger
                .query_row(sql, [], |row| row.get::<_, i64>(0))
                .map(i64::cast_unsigned)
                .map_err(damaged)
        };
        let size = |path: &std::path::Path| fs::metadata(path).map_or(0, |m| m.len());
        let runs = self.folder.join(RUNS);
        Ok(Stats {
            versions: count("SELECT count(*) FROM article")?,
            articles: count("SELECT count(*) FROM article WHERE live")?,
            on_topic: count("SELECT count(*) FROM body")?,
            statements: count("SELECT count(*) FROM statement")?,
            clusters: count(
                "SELECT count(*) FROM (SELECT fingerprint FROM holder GROUP BY fingerprint HAVING count(DISTINCT article) > 1)",
            )?,
            compared: count("SELECT count(*) FROM node")?,
            near_copies: count("SELECT count(*) FROM node WHERE root IS NOT NULL")?,
            fingerprints: self.runs.iter().map(|r| r.run.count()).sum(),
            runs: self.runs.len() as u64,
            run_bytes: self.runs.iter().map(|r| size(&runs.join(&r.name))).sum(),
            ledger_bytes: size(&self.folder.join(LEDGER)),
            memory: (self.runs.iter().map(|r| r.run.memory()).sum::<usize>()
                + self.topical.capacity() * 9) as u64,
        })
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
