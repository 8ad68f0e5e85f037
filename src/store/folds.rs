//! What statements fold into, kept beside them so that timelines are read and not computed.
//!
//! The store does not know what a fold is: it keeps bytes, and knows which of them are out of date. A *part* holds the statements of one
//! holder on one proposal whose articles came out in one month, so that a night refolds the months that it touches and no others; a
//! *pair* is what the parts of a holder on a proposal add up to.

use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags, OptionalExtension, params};
use serde::Serialize;

use super::export::{ExportedStatement, StatementFilter, exported};
use super::{Batch, LAYOUT, LEDGER, damaged, meta};
use crate::error::{Error, ErrorKind, Result};

/// Names a part.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PartKey {
    /// Id of the holder.
    pub actor: String,
    /// Id of the proposal.
    pub proposal: String,
    /// Month in which the articles came out, `YYYY-MM`; empty for those without a date.
    pub month: String,
}

/// One line on a pair.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairLine {
    /// Id of the holder.
    pub actor: String,
    /// Id of the proposal.
    pub proposal: String,
    /// Name of the holder.
    pub actor_name: String,
    /// Name of the proposal.
    pub proposal_name: String,
    /// Day of the first statement, `YYYY-MM-DD`.
    pub first: Option<String>,
    /// Day of the last statement.
    pub last: Option<String>,
    /// Day of the last mention, copies included.
    pub heard: Option<String>,
    /// Whether a statement has no date.
    pub undated: bool,
    /// Its summary, as it was given.
    pub summary: Vec<u8>,
}

/// Takes a part of a pair; says whether to go on.
type TakePart<'t> = &'t mut dyn FnMut(&str, &str, &[u8]) -> Result<()>;

impl Batch<'_> {
    /// Parts that must be folded anew, at most `most`, in order. Give each to [`Batch::put_part`].
    pub fn unfolded(&self, most: usize) -> Result<Vec<PartKey>> {
        self.ledger()
            .prepare_cached("SELECT actor, proposal, month FROM unfolded ORDER BY actor, proposal, month LIMIT ?")
            .and_then(|mut s| {
                s.query_map([i64::try_from(most).unwrap_or(i64::MAX)], |row| {
                    Ok(PartKey {
                        actor: row.get(0)?,
                        proposal: row.get(1)?,
                        month: row.get(2)?,
                    })
                })?
                .collect()
            })
            .map_err(damaged)
    }

    /// Hands the statements of a part to `take`.
    pub fn part_statements(
        &self,
        part: &PartKey,
        take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
    ) -> Result<()> {
        each_statement(
            self.ledger(),
            "SELECT s.record, s.fingerprint, s.article FROM statement s JOIN article a ON a.number = s.article
             WHERE s.actor = ? AND s.proposal = ? AND coalesce(substr(a.day, 1, 7), '') = ?",
            &[&part.actor, &part.proposal, &part.month],
            take,
        )
    }

    /// Keeps what a part folds into, and a digest of its statements; none where it has none any more.
    pub fn put_part(&mut self, part: &PartKey, fold: Option<(u64, &[u8])>) -> Result<()> {
        let key = [&part.actor, &part.proposal, &part.month];
        let ledger = self.ledger();
        match fold {
            Some((digest, fold)) => ledger
                .prepare_cached("INSERT OR REPLACE INTO part VALUES (?, ?, ?, ?, ?)")
                .and_then(|mut s| {
                    s.execute(params![key[0], key[1], key[2], digest.cast_signed(), fold])
                }),
            None => ledger
                .prepare_cached("DELETE FROM part WHERE actor = ? AND proposal = ? AND month = ?")
                .and_then(|mut s| s.execute(key)),
        }
        .and_then(|_| {
            ledger
                .prepare_cached(
                    "DELETE FROM unfolded WHERE actor = ? AND proposal = ? AND month = ?",
                )?
                .execute(key)
        })
        .map_err(damaged)?;
        Ok(())
    }

    /// Hands the parts of a pair to `take`.
    pub fn parts(
        &self,
        actor: &str,
        proposal: &str,
        take: &mut dyn FnMut(&[u8]) -> Result<()>,
    ) -> Result<()> {
        each_part(
            self.ledger(),
            Some(actor),
            Some(proposal),
            &mut |_, _, fold| take(fold),
        )
    }

    /// Hands the statements of a pair that were made from one day to another, both included, to `take`.
    pub fn statements_between(
        &self,
        pair: (&str, &str),
        days: (&str, &str),
        take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
    ) -> Result<()> {
        between(self.ledger(), pair, days, take)
    }

    /// Keeps the line and the shifts of a pair.
    pub fn put_pair(&mut self, line: &PairLine, shifts: &[u8]) -> Result<()> {
        let ledger = self.ledger();
        ledger
            .prepare_cached("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
            .and_then(|mut s| {
                s.execute(params![
                    line.actor,
                    line.proposal,
                    line.actor_name,
                    line.proposal_name,
                    line.first,
                    line.last,
                    line.heard,
                    line.undated,
                    line.summary
                ])
            })
            .and_then(|_| {
                ledger
                    .prepare_cached("INSERT OR REPLACE INTO shifts VALUES (?, ?, ?)")?
                    .execute(params![line.actor, line.proposal, shifts])
            })
            .map_err(damaged)?;
        Ok(())
    }

    /// Forgets a pair of which nothing is left.
    pub fn remove_pair(&mut self, actor: &str, proposal: &str) -> Result<()> {
        for sql in [
            "DELETE FROM pair WHERE actor = ? AND proposal = ?",
            "DELETE FROM shifts WHERE actor = ? AND proposal = ?",
        ] {
            self.ledger()
                .prepare_cached(sql)
                .and_then(|mut s| s.execute([actor, proposal]))
                .map_err(damaged)?;
        }
        Ok(())
    }
}

/// A store that is being read: it stays as it is when the reading begins, whatever another process ingests.
#[derive(Debug)]
pub struct Reading {
    ledger: Connection,
    path: PathBuf,
}

impl Reading {
    /// Begins to read the store in `folder`.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join(LEDGER);
        if !path.exists() {
            return Err(Error::new(
                ErrorKind::Store,
                "there is no store here; `stanceline ingest` makes one",
            )
            .at(folder));
        }
        let ledger = Connection::open_with_flags(&path, OpenFlags::SQLITE_OPEN_READ_WRITE)
            .map_err(|e| damaged(e).at(&path))?;
        // The pages are in the system's cache already: mapped, they need not be copied.
        ledger
            .pragma_update(None, "mmap_size", MAPPED)
            .map_err(|e| damaged(e).at(&path))?;
        ledger.set_prepared_statement_cache_capacity(64);
        ledger.execute_batch("BEGIN").map_err(damaged)?;
        let layout = meta(&ledger, "layout").map_err(|e| e.at(&path))?;
        if layout.as_deref() != Some(LAYOUT) {
            let message = format!(
                "the store has layout {}, this program reads {LAYOUT}; ingest into a new folder",
                layout.as_deref().unwrap_or("of another program")
            );
            return Err(Error::new(ErrorKind::Store, message).at(folder));
        }
        Ok(Self { ledger, path })
    }

    pub(super) fn ledger(&self) -> &Connection {
        &self.ledger
    }

    /// Where the ledger lies, for errors.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether every part is folded. [`Batch::commit`] does not see to that; what ingests does.
    pub fn is_folded(&self) -> Result<bool> {
        self.ledger
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM unfolded)", [], |row| {
                row.get(0)
            })
            .map_err(damaged)
    }

    /// Hands the line of each pair to `take`, by holder id and then proposal id.
    pub fn pairs(&self, take: &mut dyn FnMut(PairLine) -> Result<()>) -> Result<()> {
        let mut rows = self
            .ledger
            .prepare_cached("SELECT actor, proposal, actor_name, proposal_name, first, last, heard, undated, summary FROM pair ORDER BY actor, proposal")
            .map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let line = (|| {
                Ok(PairLine {
                    actor: row.get(0)?,
                    proposal: row.get(1)?,
                    actor_name: row.get(2)?,
                    proposal_name: row.get(3)?,
                    first: row.get(4)?,
                    last: row.get(5)?,
                    heard: row.get(6)?,
                    undated: row.get(7)?,
                    summary: row.get(8)?,
                })
            })();
            take(line.map_err(damaged)?)?;
        }
        Ok(())
    }

    /// Hands the digest of each part to `take`, by holder id, proposal id and month.
    pub fn digests(&self, take: &mut dyn FnMut(PartKey, u64) -> Result<()>) -> Result<()> {
        let mut rows = self
            .ledger
            .prepare_cached(
                "SELECT actor, proposal, month, digest FROM part ORDER BY actor, proposal, month",
            )
            .map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let key = (|| {
                let key = PartKey {
                    actor: row.get(0)?,
                    proposal: row.get(1)?,
                    month: row.get(2)?,
                };
                Ok((key, row.get::<_, i64>(3)?))
            })();
            let (key, digest) = key.map_err(damaged)?;
            take(key, digest.cast_unsigned())?;
        }
        Ok(())
    }

    /// Hands the statements of articles that came out from one day on, and before another, to `take`, in the order of these days; all
    /// where no day is named, those without one first. Texts compare as days do, so a month will do for a day.
    pub fn published(
        &self,
        of: &StatementFilter,
        from: Option<&str>,
        before: Option<&str>,
        take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
    ) -> Result<()> {
        let mut sql = String::from("SELECT s.record, s.fingerprint, s.article FROM ");
        // From the side that has fewer rows.
        sql.push_str(if of.holder.is_some() || of.proposal.is_some() {
            "statement s CROSS JOIN article a ON a.number = s.article WHERE a.topic"
        } else {
            "article a CROSS JOIN statement s ON s.article = a.number WHERE a.topic"
        });
        let wanted = [
            (" AND s.actor = ?", of.holder.as_deref()),
            (" AND s.proposal = ?", of.proposal.as_deref()),
            (" AND a.day >= ?", from),
            (" AND a.day < ?", before),
        ];
        let mut values = Vec::new();
        for (condition, value) in wanted {
            if let Some(value) = value {
                sql.push_str(condition);
                values.push(value);
            }
        }
        sql.push_str(" ORDER BY a.day");
        each_statement(&self.ledger, &sql, &values, take)
    }

    /// Hands the statements of a pair to `take`, those made last first, until it says that it has enough; those without a date come last.
    pub fn latest(
        &self,
        (actor, proposal): (&str, &str),
        take: &mut dyn FnMut(ExportedStatement) -> Result<bool>,
    ) -> Result<()> {
        let mut rows = self
            .ledger
            .prepare_cached("SELECT record, fingerprint, article FROM statement WHERE actor = ? AND proposal = ? ORDER BY day DESC")
            .map_err(damaged)?;
        let mut rows = rows.query([actor, proposal]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            if !take(exported(&self.ledger, row)?)? {
                break;
            }
        }
        Ok(())
    }

    /// Hands every paragraph that was dropped because another article had it first to `take`, in the order of the days on which their
    /// articles came out, those without a day first.
    pub fn duplicates(
        &self,
        take: &mut dyn FnMut(Option<&str>, Duplicate<'_>) -> Result<()>,
    ) -> Result<()> {
        let mut rows = self.ledger.prepare_cached(DUPLICATES).map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let text = |i: usize| {
                let value = row.get_ref(i).map_err(damaged)?;
                value.as_str_or_null().map_err(|e| damaged(e.into()))
            };
            let place = |i: usize| -> Result<Option<u32>> {
                let place: i64 = row.get(i).map_err(damaged)?;
                Ok(u32::try_from(place).ok())
            };
            let duplicate = Duplicate {
                article: text(1)?.unwrap_or_default(),
                paragraph: place(2)?,
                kind: if row.get(5).map_err(damaged)? {
                    "near"
                } else {
                    "exact"
                },
                kept: Original {
                    article: text(3)?.unwrap_or_default(),
                    paragraph: place(4)?,
                },
                similarity: row.get(6).map_err(damaged)?,
            };
            take(text(0)?, duplicate)?;
        }
        Ok(())
    }

    /// The shifts of a pair, as they were given.
    pub fn shifts(&self, actor: &str, proposal: &str) -> Result<Option<Vec<u8>>> {
        self.ledger
            .prepare_cached("SELECT record FROM shifts WHERE actor = ? AND proposal = ?")
            .and_then(|mut s| s.query_row([actor, proposal], |row| row.get(0)).optional())
            .map_err(damaged)
    }

    /// Hands holder id, proposal id and fold of each part to `take`, in the order of the pairs: those of one pair, of one holder, or all.
    pub fn parts(
        &self,
        actor: Option<&str>,
        proposal: Option<&str>,
        take: TakePart<'_>,
    ) -> Result<()> {
        each_part(&self.ledger, actor, proposal, take)
    }

    /// Hands the statements of a pair that were made from one day to another, both included, to `take`.
    pub fn statements_between(
        &self,
        pair: (&str, &str),
        days: (&str, &str),
        take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
    ) -> Result<()> {
        between(&self.ledger, pair, days, take)
    }
}

/// Holders of a paragraph that another article had first, or of a near copy of one. The order is one of its own: nothing of how articles
/// came in shows.
const DUPLICATES: &str = "
    SELECT a.day, a.id, h.paragraph, k.id,
      (SELECT min(paragraph) FROM holder p WHERE p.fingerprint = o.fingerprint AND p.article = o.article),
      n.root IS NOT NULL, coalesce(n.similarity, 1.0)
    FROM holder h LEFT JOIN node n ON n.fingerprint = h.fingerprint
    JOIN original o ON o.fingerprint = coalesce(n.root, h.fingerprint)
    JOIN article a ON a.number = h.article JOIN article k ON k.number = o.article
    WHERE o.article <> h.article OR n.root IS NOT NULL
    ORDER BY a.day, a.id, h.paragraph, k.id, h.fingerprint";

/// A paragraph that was dropped and the copy that was kept, in the key order of the duplicates index. A paragraph is unknown where the article
/// is off the topic: of those the store keeps no texts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Duplicate<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: Option<u32>,
    /// `exact` or `near`.
    pub kind: &'static str,
    /// The copy that was kept.
    pub kept: Original<'a>,
    /// Share of words in common, 0 to 1.
    pub similarity: f64,
}

/// Where a copy stands that was kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Original<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: Option<u32>,
}

/// Bytes of the ledger that may be mapped: addresses, not memory.
const MAPPED: i64 = 1 << 36;

fn each_part(
    ledger: &Connection,
    actor: Option<&str>,
    proposal: Option<&str>,
    take: TakePart<'_>,
) -> Result<()> {
    let (condition, values): (&str, Vec<&str>) = match (actor, proposal) {
        (Some(actor), Some(proposal)) => {
            ("WHERE actor = ? AND proposal = ?", vec![actor, proposal])
        }
        (Some(actor), None) => ("WHERE actor = ?", vec![actor]),
        (None, Some(proposal)) => ("WHERE proposal = ?", vec![proposal]),
        (None, None) => ("", Vec::new()),
    };
    let sql = format!(
        "SELECT actor, proposal, fold FROM part {condition} ORDER BY actor, proposal, month"
    );
    let mut rows = ledger.prepare_cached(&sql).map_err(damaged)?;
    let mut rows = rows
        .query(rusqlite::params_from_iter(values))
        .map_err(damaged)?;
    while let Some(row) = rows.next().map_err(damaged)? {
        let text = |i: usize| {
            let value = row.get_ref(i).map_err(damaged)?;
            value.as_str().map_err(|e| damaged(e.into()))
        };
        let fold = row.get_ref(2).map_err(damaged)?;
        take(
            text(0)?,
            text(1)?,
            fold.as_blob().map_err(|e| damaged(e.into()))?,
        )?;
    }
    Ok(())
}

fn between(
    ledger: &Connection,
    (actor, proposal): (&str, &str),
    (from, to): (&str, &str),
    take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
) -> Result<()> {
    each_statement(
        ledger,
        "SELECT record, fingerprint, article FROM statement WHERE actor = ? AND proposal = ? AND day BETWEEN ? AND ?",
        &[actor, proposal, from, to],
        take,
    )
}

fn each_statement(
    ledger: &Connection,
    sql: &str,
    values: &[&str],
    take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
) -> Result<()> {
    let mut rows = ledger.prepare_cached(sql).map_err(damaged)?;
    let mut rows = rows
        .query(rusqlite::params_from_iter(values))
        .map_err(damaged)?;
    while let Some(row) = rows.next().map_err(damaged)? {
        take(exported(ledger, row)?)?;
    }
    Ok(())
}
