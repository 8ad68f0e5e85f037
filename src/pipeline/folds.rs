//! Keeps the store's folds in step with its statements: what a batch changed is folded anew before it is committed, and nothing else.

use std::collections::BTreeSet;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, ErrorKind, Result};
use crate::feed::row_json;
use crate::store::{Batch, MonthShifts, PairLine, PairRecord, PartKey, month_number};
use crate::timeline::{DamagedFold, PairFold};

/// Parts asked for at a time.
const TOGETHER: usize = 4096;

/// Folds what changed since the last time.
pub(super) fn fold_changed(batch: &mut Batch<'_>) -> Result<()> {
    let mut pairs = BTreeSet::new();
    loop {
        let parts = batch.unfolded(TOGETHER)?;
        if parts.is_empty() {
            break;
        }
        for part in parts {
            let fold = part_fold(batch, &part)?;
            batch.put_part(
                &part,
                fold.as_ref().map(|(digest, fold)| (*digest, &fold[..])),
            )?;
            pairs.insert((part.actor, part.proposal));
        }
    }
    for (actor, proposal) in &pairs {
        match pair_fold(batch, actor, proposal)? {
            Some(pair) => batch.put_pair(&pair.line(actor, proposal), pair.record())?,
            None => batch.remove_pair(actor, proposal)?,
        }
    }
    Ok(())
}

/// A digest of the statements of a part, whatever their order, and what they fold into; none where there are none.
pub(super) fn part_fold(batch: &Batch<'_>, part: &PartKey) -> Result<Option<(u64, Vec<u8>)>> {
    let mut fold = PairFold::new();
    let mut digest = 0u64;
    batch.part_statements(part, &mut |row, record| {
        digest = digest.wrapping_add(xxh3_64(record));
        fold.add(&row.statement, &row.copies);
        Ok(())
    })?;
    if fold.is_empty() {
        return Ok(None);
    }
    let fold = fold.encode();
    // Copies stand in the fold alone.
    Ok(Some((digest.wrapping_add(xxh3_64(&fold)), fold)))
}

/// What is kept of a pair.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FoldedPair {
    actor_name: String,
    proposal_name: String,
    days: Vec<u8>,
    rows: Vec<u8>,
    shifts: Vec<MonthShifts>,
}

impl FoldedPair {
    pub(super) fn line<'p>(&'p self, actor: &'p str, proposal: &'p str) -> PairLine<'p> {
        PairLine {
            actor,
            proposal,
            actor_name: &self.actor_name,
            proposal_name: &self.proposal_name,
            days: &self.days,
        }
    }

    pub(super) fn record(&self) -> PairRecord<'_> {
        PairRecord {
            rows: &self.rows,
            shifts: &self.shifts,
        }
    }
}

/// Puts the parts of a pair together; none where nothing is left of it.
pub(super) fn pair_fold(
    batch: &Batch<'_>,
    actor: &str,
    proposal: &str,
) -> Result<Option<FoldedPair>> {
    let mut fold = PairFold::new();
    batch.parts(actor, proposal, &mut |part| {
        fold.merge(part, None).map_err(damaged)
    })?;
    let Some(days) = fold.condense() else {
        return Ok(None);
    };
    for turn in fold.turns() {
        let days = (turn.from.to_string(), turn.to.to_string());
        batch.statements_between((actor, proposal), (&days.0, &days.1), &mut |row| {
            if row.statement.stance == turn.stance {
                fold.offer(&row.statement);
            }
            Ok(())
        })?;
    }
    let mut shifts = Vec::new();
    let mut months: Vec<MonthShifts> = Vec::new();
    for shift in fold.shifts() {
        let json = row_json(&shift)?;
        let day: Date = shift.date.parse().unwrap_or(Date::MAX);
        let month = month_number(day);
        // They come in the order of their days.
        match months.last_mut().filter(|last| last.month == month) {
            Some(last) => {
                last.record.pop();
                last.record.push(b',');
            }
            None => months.push(MonthShifts {
                month,
                record: vec![b'['],
            }),
        }
        if let Some(last) = months.last_mut() {
            last.record.extend_from_slice(&json);
            last.record.push(b']');
        }
        shifts.push((shift, json.len()));
    }
    let (Some(rows), Some((holder, named))) = (fold.tabulate(&shifts), fold.called()) else {
        return Ok(None);
    };
    Ok(Some(FoldedPair {
        actor_name: holder.name.clone(),
        proposal_name: named.name.clone(),
        days,
        rows,
        shifts: months,
    }))
}

/// Bytes of the store that are no fold.
pub(super) fn damaged(_: DamagedFold) -> Error {
    Error::new(
        ErrorKind::Store,
        "a timeline in the ledger is damaged; `stanceline store rebuild` makes it anew",
    )
}
