//! A store as whoever asks sees it: as it is when the reading begins, whatever another process ingests meanwhile.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::{Connection, OpenFlags};

use super::export::{ExportedStatement, StatementFilter, exported};
use super::folds::{
    MonthShifts, PairLine, PartKey, TakePart, between, each_part, each_statement, last_of,
    month_number, months_of_shifts,
};
use super::layout::{LAYOUT, MAPPED, has_tables, other_layout, planned_once};
use super::{LEDGER, damaged, has_ledger, meta, no_store};
use crate::error::{Error, ErrorKind, Result};

/// A store that is being read: it stays as it is when the reading begins, whatever another process ingests.
#[derive(Debug)]
pub struct Reading {
    ledger: Connection,
    path: PathBuf,
}

impl Reading {
    /// Begins to read the store in `folder`.
    pub fn open(folder: &Path) -> Result<Self> {
        Self::begin(folder, 0)
    }

    /// The same for who will read most of it, and parts of it again and again: mapped, they need not be copied. For a few megabytes that
    /// costs more than it saves.
    pub fn open_all(folder: &Path) -> Result<Self> {
        Self::begin(folder, MAPPED)
    }

    fn begin(folder: &Path, mapped: i64) -> Result<Self> {
        let path = folder.join(LEDGER);
        if !has_ledger(folder) {
            return Err(no_store(folder));
        }
        // One thread reads.
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let ledger = Connection::open_with_flags(&path, flags).map_err(|e| damaged(e).at(&path))?;
        planned_once(&ledger).map_err(|e| e.at(&path))?;
        ledger
            .pragma_update(None, "mmap_size", mapped)
            .map_err(|e| damaged(e).at(&path))?;
        ledger.set_prepared_statement_cache_capacity(64);
        ledger.execute_batch("BEGIN").map_err(damaged)?;
        if !has_tables(&ledger).map_err(|e| e.at(&path))? {
            return Err(no_store(folder));
        }
        let layout = meta(&ledger, "layout").map_err(|e| e.at(&path))?;
        if layout.as_deref() != Some(LAYOUT) {
            return Err(other_layout(layout.as_deref()).at(folder));
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

    /// Whether every part is folded. Committing a batch does not see to that; what ingests does.
    pub fn is_folded(&self) -> Result<bool> {
        self.ledger
            .query_row("SELECT NOT EXISTS (SELECT 1 FROM unfolded)", [], |row| {
                row.get(0)
            })
            .map_err(damaged)
    }

    /// Hands the line of each pair to `take`, by holder id and then proposal id.
    pub fn pairs(&self, take: &mut dyn FnMut(PairLine<'_>) -> Result<()>) -> Result<()> {
        let mut rows = self
            .ledger
            .prepare_cached("SELECT actor, proposal, actor_name, proposal_name, days FROM pair ORDER BY actor, proposal")
            .map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let text = |i: usize| {
                let value = row.get_ref(i).map_err(damaged)?;
                value.as_str().map_err(|e| damaged(e.into()))
            };
            let days = row.get_ref(4).map_err(damaged)?;
            take(PairLine {
                actor: text(0)?,
                proposal: text(1)?,
                actor_name: text(2)?,
                proposal_name: text(3)?,
                days: days.as_blob().map_err(|e| damaged(e.into()))?,
            })?;
        }
        Ok(())
    }

    /// Hands ids and names of holder and proposal of each pair to `take`.
    pub fn names(&self, take: &mut dyn FnMut([&str; 2], [&str; 2])) -> Result<()> {
        let mut rows = self
            .ledger
            .prepare("SELECT actor, actor_name, proposal, proposal_name FROM pair")
            .map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let text = |i: usize| {
                let value = row.get_ref(i).map_err(damaged)?;
                value.as_str().map_err(|e| damaged(e.into()))
            };
            take([text(0)?, text(1)?], [text(2)?, text(3)?]);
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

    /// Hands the statements of articles that came out from a day on to `take`, in the order of these days; all where no day is named, those
    /// without one first.
    pub fn published(
        &self,
        of: &StatementFilter,
        from: Option<&str>,
        take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
    ) -> Result<()> {
        let mut sql =
            String::from("SELECT s.record, s.fingerprint, s.article FROM statement s WHERE true");
        let mut values = Vec::new();
        of.narrow(&mut sql, &mut values);
        if let Some(from) = from {
            sql.push_str(" AND s.published >= ?");
            values.push(from);
        }
        sql.push_str(" ORDER BY s.published");
        each_statement(&self.ledger, &sql, &values, take)
    }

    /// Hands the statements of articles that came out in a month, `YYYY-MM`, to `take`, in the order of their days; those of articles without
    /// a date where it is empty.
    pub fn published_in(
        &self,
        month: &str,
        take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
    ) -> Result<()> {
        let sql = "SELECT record, fingerprint, article FROM statement WHERE published BETWEEN ? AND ? ORDER BY published";
        each_statement(&self.ledger, sql, &[month, &last_of(month)], take)
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

    /// Hands the line of each pair to `wanted`, by holder id and then proposal id, and those that it wants, with their rows, to `take`.
    pub fn rows(
        &self,
        wanted: &mut dyn FnMut(&PairLine<'_>) -> Result<bool>,
        take: &mut dyn FnMut(PairLine<'_>, &[u8]) -> Result<()>,
    ) -> Result<()> {
        // Both tables have the same pairs in the same order: walking them side by side costs less than looking one up in the other.
        let mut all = self
            .ledger
            .prepare_cached("SELECT actor, proposal, rows FROM tabulated ORDER BY actor, proposal")
            .map_err(damaged)?;
        let mut all = all.query([]).map_err(damaged)?;
        self.pairs(&mut |line| {
            let next = all.next().map_err(damaged)?;
            let text = |i: usize| {
                let value = next.map(|row| row.get_ref(i)).transpose().map_err(damaged)?;
                let value = value.map(|v| v.as_str()).transpose();
                value.map_err(|e| damaged(e.into()))
            };
            if (text(0)?, text(1)?) != (Some(line.actor), Some(line.proposal)) {
                let message = format!(
                    "the rows of {} on {} are missing in the ledger; `stanceline store rebuild` makes them anew",
                    line.actor, line.proposal
                );
                return Err(Error::new(ErrorKind::Store, message).at(&self.path));
            }
            let (Some(row), true) = (next, wanted(&line)?) else {
                return Ok(());
            };
            let rows = row.get_ref(2).map_err(damaged)?;
            take(line, rows.as_blob().map_err(|e| damaged(e.into()))?)
        })
    }

    /// Hands the shifts of each pair and month to `take`, as they were given, in no order.
    pub fn all_shifts(&self, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        let mut rows = self
            .ledger
            .prepare_cached("SELECT record FROM shifts")
            .map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let record = row.get_ref(0).map_err(damaged)?;
            take(record.as_blob().map_err(|e| damaged(e.into()))?)?;
        }
        Ok(())
    }

    /// The shifts of a pair, as they were given: those dated in the month of a day or later, and in that of another or earlier.
    pub fn shifts(
        &self,
        actor: &str,
        proposal: &str,
        (from, to): (Option<Date>, Option<Date>),
    ) -> Result<Vec<MonthShifts>> {
        let bounds = (
            from.map_or(i64::MIN, month_number),
            to.map_or(i64::MAX, month_number),
        );
        months_of_shifts(&self.ledger, (actor, proposal), bounds)
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
