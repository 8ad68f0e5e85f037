//! What statements fold into, kept beside them so that timelines are read and not computed.
//!
//! The store does not know what a fold is: it keeps bytes, and knows which of them are out of date. A *part* holds the statements of one
//! holder on one proposal whose articles came out in one month, so that a night refolds the months that it touches and no others; a
//! *pair* is what the parts of a holder on a proposal add up to.

use jiff::civil::Date;
use rusqlite::{Connection, OptionalExtension, params};

use super::export::{ExportedStatement, exported};
use super::{Batch, damaged};
use crate::error::Result;

/// Number of the month of a day: months are counted on over the years.
pub fn month_number(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month()) - 1
}

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
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairLine<'l> {
    /// Id of the holder.
    pub actor: &'l str,
    /// Id of the proposal.
    pub proposal: &'l str,
    /// Name of the holder.
    pub actor_name: &'l str,
    /// Name of the proposal.
    pub proposal_name: &'l str,
    /// What its statements amount to day by day, as it was given.
    pub days: &'l [u8],
}

/// What is kept of a pair beside its line, as it was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairRecord<'l> {
    /// Its rows.
    pub rows: &'l [u8],
    /// Its shifts, in the order of their months.
    pub shifts: &'l [MonthShifts],
}

/// The shifts of a pair that are dated in one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthShifts {
    /// Number of the month, as [`month_number`] has it.
    pub month: i64,
    /// All of them.
    pub record: Vec<u8>,
}

/// Takes a part of a pair; says whether to go on.
pub(super) type TakePart<'t> = &'t mut dyn FnMut(&str, &str, &[u8]) -> Result<()>;

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

    /// Hands the statements of a part to `take`, each with the record that it was read from: that has all but its copies.
    pub fn part_statements(
        &self,
        part: &PartKey,
        take: &mut dyn FnMut(ExportedStatement, &[u8]) -> Result<()>,
    ) -> Result<()> {
        let ledger = self.ledger();
        let mut rows = ledger
            // Left to itself SQLite takes the index of pairs, and reads every statement of the pair for each month.
            .prepare_cached(
                "SELECT record, fingerprint, article FROM statement INDEXED BY statement_actor
                 WHERE actor = ? AND proposal = ? AND published BETWEEN ? AND ?",
            )
            .map_err(damaged)?;
        let mut rows = rows
            .query([
                &part.actor,
                &part.proposal,
                &part.month,
                &last_of(&part.month),
            ])
            .map_err(damaged)?;
        while let Some(row) = rows.next().map_err(damaged)? {
            let statement = exported(ledger, row)?;
            let record = row.get_ref(0).map_err(damaged)?;
            take(statement, record.as_blob().map_err(|e| damaged(e.into()))?)?;
        }
        Ok(())
    }

    /// Every pair of holder id and proposal id of which there are statements, parts or a line.
    pub fn all_pairs(&self) -> Result<Vec<(String, String)>> {
        self.ledger()
            .prepare(
                "SELECT actor, proposal FROM statement UNION SELECT actor, proposal FROM part UNION SELECT actor, proposal FROM pair
                 UNION SELECT actor, proposal FROM tabulated UNION SELECT actor, proposal FROM shifts ORDER BY 1, 2",
            )
            .and_then(|mut s| s.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect())
            .map_err(damaged)
    }

    /// The months of a pair of which there are statements or a part.
    pub fn months_of(&self, actor: &str, proposal: &str) -> Result<Vec<String>> {
        self.ledger()
            .prepare_cached(
                "SELECT substr(published, 1, 7) FROM statement WHERE actor = ?1 AND proposal = ?2
                 UNION SELECT month FROM part WHERE actor = ?1 AND proposal = ?2",
            )
            .and_then(|mut s| s.query_map([actor, proposal], |row| row.get(0))?.collect())
            .map_err(damaged)
    }

    /// What is kept of a part, with the digest of its statements.
    pub fn part(&self, part: &PartKey) -> Result<Option<(u64, Vec<u8>)>> {
        self.ledger()
            .prepare_cached(
                "SELECT digest, fold FROM part WHERE actor = ? AND proposal = ? AND month = ?",
            )
            .and_then(|mut s| {
                s.query_row([&part.actor, &part.proposal, &part.month], |row| {
                    Ok((row.get::<_, i64>(0)?.cast_unsigned(), row.get(1)?))
                })
                .optional()
            })
            .map_err(damaged)
    }

    /// Hands line and record of a pair to `take`; none where line or rows are not there.
    pub fn with_pair<T>(
        &self,
        actor: &str,
        proposal: &str,
        take: &mut dyn FnMut(PairLine<'_>, PairRecord<'_>) -> T,
    ) -> Result<Option<T>> {
        let shifts = months_of_shifts(self.ledger(), (actor, proposal), (i64::MIN, i64::MAX))?;
        self.ledger()
            .prepare_cached(
                "SELECT actor_name, proposal_name, days, rows FROM pair JOIN tabulated USING (actor, proposal)
                 WHERE actor = ? AND proposal = ?",
            )
            .and_then(|mut s| {
                s.query_row([actor, proposal], |row| {
                    let line = PairLine {
                        actor,
                        proposal,
                        actor_name: row.get_ref(0)?.as_str()?,
                        proposal_name: row.get_ref(1)?.as_str()?,
                        days: row.get_ref(2)?.as_blob()?,
                    };
                    let record = PairRecord {
                        rows: row.get_ref(3)?.as_blob()?,
                        shifts: &shifts,
                    };
                    Ok(take(line, record))
                })
                .optional()
            })
            .map_err(damaged)
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

    /// Keeps the line and the record of a pair.
    pub fn put_pair(&mut self, line: &PairLine<'_>, record: PairRecord<'_>) -> Result<()> {
        let ledger = self.ledger();
        let (actor, proposal) = (line.actor, line.proposal);
        ledger
            .prepare_cached("INSERT OR REPLACE INTO pair VALUES (?, ?, ?, ?, ?)")
            .and_then(|mut s| {
                let names = (line.actor_name, line.proposal_name);
                s.execute(params![actor, proposal, names.0, names.1, line.days])
            })
            .map_err(damaged)?;
        ledger
            .prepare_cached("INSERT OR REPLACE INTO tabulated VALUES (?, ?, ?)")
            .and_then(|mut s| s.execute(params![actor, proposal, record.rows]))
            .map_err(damaged)?;
        // What did not change stays: a night adds to the last month of a pair.
        let before = months_of_shifts(ledger, (actor, proposal), (i64::MIN, i64::MAX))?;
        for old in before.iter().filter(|old| !record.shifts.contains(old)) {
            ledger
                .prepare_cached("DELETE FROM shifts WHERE actor = ? AND proposal = ? AND month = ?")
                .and_then(|mut s| s.execute(params![actor, proposal, old.month]))
                .map_err(damaged)?;
        }
        for new in record.shifts.iter().filter(|new| !before.contains(new)) {
            ledger
                .prepare_cached("INSERT INTO shifts VALUES (?, ?, ?, ?)")
                .and_then(|mut s| s.execute(params![actor, proposal, new.month, new.record]))
                .map_err(damaged)?;
        }
        Ok(())
    }

    /// Forgets a pair of which nothing is left.
    pub fn remove_pair(&mut self, actor: &str, proposal: &str) -> Result<()> {
        for sql in [
            "DELETE FROM pair WHERE actor = ? AND proposal = ?",
            "DELETE FROM tabulated WHERE actor = ? AND proposal = ?",
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

/// The last day of a month as a text that compares as days do; of what has no date, too. No day follows `-31`, and `-32` comes before the
/// next month.
pub(super) fn last_of(month: &str) -> String {
    if month.is_empty() {
        String::new()
    } else {
        format!("{month}-32")
    }
}

/// The shifts of a pair dated in months between two, both included, in order.
pub(super) fn months_of_shifts(
    ledger: &Connection,
    (actor, proposal): (&str, &str),
    (from, to): (i64, i64),
) -> Result<Vec<MonthShifts>> {
    ledger
        .prepare_cached(
            "SELECT month, record FROM shifts WHERE actor = ? AND proposal = ? AND month BETWEEN ? AND ? ORDER BY month",
        )
        .and_then(|mut s| {
            s.query_map(params![actor, proposal, from, to], |row| {
                Ok(MonthShifts {
                    month: row.get(0)?,
                    record: row.get(1)?,
                })
            })?
            .collect()
        })
        .map_err(damaged)
}

pub(super) fn each_part(
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

pub(super) fn between(
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

pub(super) fn each_statement(
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
