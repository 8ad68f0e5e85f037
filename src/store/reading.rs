//! A store as whoever asks sees it: as it is when the reading begins, whatever another process ingests meanwhile.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use rusqlite::{Connection, OpenFlags, Row};

use super::export::{ExportedStatement, StatementFilter, exported};
use super::folds::{
    MonthShifts, PairLine, PartKey, TakePart, between, each_part, each_statement, last_of,
    month_number, months_of_shifts,
};
use super::layout::{MAPPED, has_tables, is_readable, other_layout, planned_once};
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
        if !is_readable(layout.as_deref()) {
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

    /// Hands each row that answers a question to `take`.
    fn each(&self, sql: &str, take: &mut dyn FnMut(&Row<'_>) -> Result<()>) -> Result<()> {
        let mut rows = self.ledger.prepare_cached(sql).map_err(damaged)?;
        let mut rows = rows.query([]).map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            take(row)?;
        }
        Ok(())
    }

    /// Hands the line of each pair to `take`, by holder id and then proposal id.
    pub fn pairs(&self, take: &mut dyn FnMut(PairLine<'_>) -> Result<()>) -> Result<()> {
        let sql = "SELECT actor, proposal, actor_name, proposal_name, days FROM pair ORDER BY actor, proposal";
        self.each(sql, &mut |row| {
            take(PairLine {
                actor: text(row, 0)?,
                proposal: text(row, 1)?,
                actor_name: text(row, 2)?,
                proposal_name: text(row, 3)?,
                days: blob(row, 4)?,
            })
        })
    }

    /// Hands ids and names of holder and proposal of each pair to `take`.
    pub fn names(&self, take: &mut dyn FnMut([&str; 2], [&str; 2])) -> Result<()> {
        let sql = "SELECT actor, actor_name, proposal, proposal_name FROM pair";
        self.each(sql, &mut |row| {
            let text = |i| text(row, i);
            take([text(0)?, text(1)?], [text(2)?, text(3)?]);
            Ok(())
        })
    }

    /// Hands the digest of each part to `take`, by holder id, proposal id and month.
    pub fn digests(&self, take: &mut dyn FnMut(PartKey, u64) -> Result<()>) -> Result<()> {
        let sql = "SELECT actor, proposal, month, digest FROM part ORDER BY actor, proposal, month";
        self.each(sql, &mut |row| {
            let key = PartKey {
                actor: text(row, 0)?.to_owned(),
                proposal: text(row, 1)?.to_owned(),
                month: text(row, 2)?.to_owned(),
            };
            let digest: i64 = row.get(3).map_err(damaged)?;
            take(key, digest.cast_unsigned())
        })
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
            let text = |i| next.map(|row| text(row, i)).transpose();
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
            take(line, blob(row, 2)?)
        })
    }

    /// Hands the shifts of each pair and month to `take`, as they were given, in no order.
    pub fn all_shifts(&self, take: &mut dyn FnMut(&[u8]) -> Result<()>) -> Result<()> {
        self.each("SELECT record FROM shifts", &mut |row| take(blob(row, 0)?))
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

/// The text in a column, where it lies.
fn text<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r str> {
    let value = row.get_ref(column).map_err(damaged)?;
    value.as_str().map_err(|e| damaged(e.into()))
}

/// The bytes in a column, where they lie.
fn blob<'r>(row: &'r Row<'_>, column: usize) -> Result<&'r [u8]> {
    let value = row.get_ref(column).map_err(damaged)?;
    value.as_blob().map_err(|e| damaged(e.into()))
}
