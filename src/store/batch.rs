//! Articles that come into the store together.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension, params};

use super::article::{LedgerEntry, TopicArticle, Version};
use super::listing::untagged;
use super::near::{Likeness, settle};
use super::queries::{delete, id_hash, kept, known, others, unpack};
use super::runs::{Entry, FAN};
use super::{RUNS, Store, UNSETTLED, damaged, meta};
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Article, Statement};

/// What became of a delivered article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Added {
    /// It was there before.
    Known,
    /// It is new.
    New,
    /// It takes the place of a version that was there.
    Update,
    /// A later version of it was there; this one does not count.
    Outdated,
}

/// An article that must be analysed, because it is new or its paragraphs changed hands.
#[derive(Debug)]
pub struct Stale {
    number: u32,
    /// The article.
    pub article: Article<'static>,
    /// For each paragraph whether it is the original.
    pub kept: Vec<bool>,
}

/// Articles that will count together once [`Batch::commit`] returns, and not at all if it does not.
pub struct Batch<'s> {
    pub(super) store: &'s mut Store,
    pub(super) entries: Vec<Entry>,
    /// Topical fingerprints that no article on the topic had before this batch.
    pub(super) fresh: BTreeSet<u64>,
    /// Articles on the topic whose paragraphs may have changed hands.
    pub(super) concerned: BTreeSet<u32>,
    /// What makes paragraphs near copies; none where they are not looked for.
    likeness: Option<&'s dyn Likeness>,
    /// Topical fingerprints whose originals changed.
    pub(super) unsettled: BTreeSet<u64>,
    /// Articles that came with this batch, and were replaced in it.
    pub(super) withdrawn: BTreeSet<u32>,
    open: bool,
}

impl std::fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Batch")
            .field("store", &self.store.folder)
            .field("entries", &self.entries.len())
            .finish_non_exhaustive()
    }
}

impl Drop for Batch<'_> {
    fn drop(&mut self) {
        if self.open {
            // What fails here was never committed either.
            let _ = self.store.ledger.execute_batch("ROLLBACK");
            let _ = self.store.load();
        }
    }
}

impl<'s> Batch<'s> {
    pub(super) fn begin(store: &'s mut Store, likeness: Option<&'s dyn Likeness>) -> Result<Self> {
        store
            .ledger
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(damaged)?;
        Ok(Self {
            store,
            entries: Vec::new(),
            fresh: BTreeSet::new(),
            concerned: BTreeSet::new(),
            likeness,
            unsettled: BTreeSet::new(),
            withdrawn: BTreeSet::new(),
            open: true,
        })
    }

    pub(super) fn ledger(&self) -> &Connection {
        &self.store.ledger
    }

    /// Adds an article; `topic` where it is on the topic.
    pub fn add(
        &mut self,
        entry: LedgerEntry<'_>,
        topic: Option<&TopicArticle<'_>>,
    ) -> Result<Added> {
        let content = entry.content.to_be_bytes().to_vec();
        if let Some((number, live, on_topic)) = known(&self.store.ledger, &entry, &content)? {
            if let (true, false, Some(topic)) = (live, on_topic, topic) {
                // The gate of a newer lexicon lets it pass.
                self.shelve(number, topic)?;
            }
            return Ok(Added::Known);
        }
        let version = Version {
            changed: entry.changed,
            length: i64::try_from(entry.length).unwrap_or(i64::MAX),
            content: content.clone(),
        };
        let others = others(&self.store.ledger, &entry)?;
        let live = others.iter().all(|(_, other, _)| *other < version);
        let mut added = if live { Added::New } else { Added::Outdated };
        for (number, other, other_live) in others {
            if other < version && other_live {
                self.withdraw(number)?;
                if live {
                    added = Added::Update;
                }
            }
        }
        self.store
            .ledger
            .prepare_cached("INSERT INTO article (id, id_hash, content, timestamp, changed, length, outlet, day, live, topic) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)")
            .and_then(|mut s| s.insert(params![
                entry.id, id_hash(entry.id), content, entry.timestamp, version.changed, version.length, entry.outlet, entry.day, live,
            ]))
            .map_err(damaged)
            .and_then(|number| u32::try_from(number).ok().filter(|n| *n <= u32::MAX >> 1).ok_or_else(|| Error::new(ErrorKind::Store, "the store is full: it holds 2,147,483,647 articles")))
            .and_then(|number| {
                if live {
                    self.enter(number, entry.fingerprints, topic)?;
                }
                Ok(added)
            })
    }

    /// The next articles that must be analysed, at most `most`; give each back with [`Batch::put`]. Call it when all articles have
    /// been added, until it returns none.
    pub fn stale(&mut self, most: usize) -> Result<Vec<Stale>> {
        self.settle()?;
        if self.concerned.is_empty() {
            let mut rows = self
                .store
                .ledger
                .prepare_cached(
                    "SELECT article FROM body WHERE kept IS NULL ORDER BY article LIMIT ?",
                )
                .map_err(damaged)?;
            let found = rows
                .query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| {
                    row.get::<_, u32>(0)
                })
                .map_err(damaged)?;
            for number in found {
                self.concerned.insert(number.map_err(damaged)?);
            }
        }
        let mut stale = Vec::new();
        while stale.len() < most {
            let Some(number) = self.concerned.pop_first() else {
                break;
            };
            let row: Option<Shelved> = self
                .store
                .ledger
                .prepare_cached("SELECT record, repeats, kept FROM body WHERE article = ?")
                .and_then(|mut s| {
                    s.query_row([number], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
                        .optional()
                })
                .map_err(damaged)?;
            let Some((record, repeats, before)) = row else {
                continue;
            };
            let kept = kept(&self.store.ledger, number, &repeats)?;
            if before.is_some_and(|before| before.iter().map(|&b| b == 1).eq(kept.iter().copied()))
            {
                continue;
            }
            stale.push(Stale {
                number,
                article: unpack(&record)?,
                kept,
            });
        }
        Ok(stale)
    }

    /// Takes the statements of an analysed article, each with the paragraph it comes from where that is long enough to be known again.
    pub fn put(&mut self, stale: &Stale, statements: &[(Option<u64>, Statement)]) -> Result<()> {
        let ledger = &self.store.ledger;
        delete(
            ledger,
            "DELETE FROM statement WHERE article = ?",
            stale.number,
        )?;
        let published: String = ledger
            .prepare_cached("SELECT coalesce(day, '') FROM article WHERE number = ?")
            .and_then(|mut s| s.query_row([stale.number], |row| row.get(0)))
            .map_err(damaged)?;
        for (place, (fingerprint, statement)) in statements.iter().enumerate() {
            let record = serde_json::to_vec(statement).map_err(|e| {
                Error::new(ErrorKind::Store, "a statement cannot be written").caused_by(e)
            })?;
            ledger
                .prepare_cached("INSERT INTO statement VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
                .and_then(|mut s| {
                    s.execute(params![
                        stale.number,
                        i64::try_from(place).unwrap_or(i64::MAX),
                        fingerprint.map(u64::cast_signed),
                        statement.holder.id,
                        statement.proposal.id,
                        statement.date,
                        published,
                        record,
                    ])
                })
                .map_err(damaged)?;
        }
        let kept: Vec<u8> = stale.kept.iter().map(|&k| u8::from(k)).collect();
        ledger
            .prepare_cached("UPDATE body SET kept = ? WHERE article = ?")
            .and_then(|mut s| s.execute(params![kept, stale.number]))
            .map_err(damaged)?;
        Ok(())
    }

    /// Makes it all count.
    pub fn commit(mut self) -> Result<()> {
        self.settle()?;
        let gone = self.write_runs()?;
        self.store.ledger.execute_batch("COMMIT").map_err(damaged)?;
        self.open = false;
        for name in gone {
            let path = self.store.folder.join(RUNS).join(name);
            // If the process ends before this, the next start does it.
            std::fs::remove_file(&path).map_err(|e| Error::io(&path, "cannot be deleted", e))?;
        }
        Ok(())
    }

    /// Brings near copies in line with the originals.
    fn settle(&mut self) -> Result<()> {
        self.find_earlier_holders()?;
        let Some(likeness) = self.likeness else {
            self.unsettled.clear();
            return Ok(());
        };
        let ledger = &self.store.ledger;
        if meta(ledger, UNSETTLED)?.is_some() {
            self.unsettled.extend(&self.store.topical);
            ledger
                .execute("DELETE FROM meta WHERE key = ?", [UNSETTLED])
                .map_err(damaged)?;
        }
        let unsettled = std::mem::take(&mut self.unsettled);
        self.concerned.extend(settle(ledger, likeness, &unsettled)?);
        Ok(())
    }

    /// Writes the batch's fingerprints, and merges where a level is full. Returns the files that no longer count.
    fn write_runs(&mut self) -> Result<Vec<String>> {
        let mut gone = Vec::new();
        let withdrawn = &self.withdrawn;
        self.entries
            .retain(|e| !withdrawn.contains(&untagged(e.1).0));
        if self.entries.is_empty() {
            return Ok(gone);
        }
        self.entries.sort_unstable();
        let count = self.entries.len() as u64;
        let entries = std::mem::take(&mut self.entries);
        self.store.list(0, count, entries.into_iter().map(Ok))?;
        let mut level = 0;
        loop {
            let full: Vec<usize> = (0..self.store.runs.len())
                .filter(|&i| self.store.runs[i].level == level)
                .collect();
            if full.len() < FAN {
                return Ok(gone);
            }
            gone.extend(self.store.merge(&full, level + 1)?);
            level += 1;
        }
    }
}

/// A row of the shelf: record, repeats, what was kept.
type Shelved = (Vec<u8>, Vec<u8>, Option<Vec<u8>>);
