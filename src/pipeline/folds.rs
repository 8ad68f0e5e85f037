//! Keeps the store's folds in step with its statements: what a batch changed is folded anew before it is committed, and nothing else.

use std::collections::BTreeSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, ErrorKind, Result};
use crate::model::Bucket;
use crate::store::{Batch, PairLine, PartKey};
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
        fold_pair(batch, actor, proposal)?;
    }
    Ok(())
}

/// A digest of the statements of a part, whatever their order, and what they fold into; none where there are none.
fn part_fold(batch: &Batch<'_>, part: &PartKey) -> Result<Option<(u64, Vec<u8>)>> {
    let mut fold = PairFold::new();
    let mut digest = 0u64;
    batch.part_statements(part, &mut |row| {
        digest = digest.wrapping_add(xxh3_64(&json(&row.statement)?));
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

/// Puts the parts of a pair together.
fn fold_pair(batch: &mut Batch<'_>, actor: &str, proposal: &str) -> Result<()> {
    let mut fold = PairFold::new();
    batch.parts(actor, proposal, &mut |part| {
        fold.merge(part, None).map_err(damaged)
    })?;
    if fold.is_empty() {
        return batch.remove_pair(actor, proposal);
    }
    for turn in fold.turns() {
        let days = (turn.from.to_string(), turn.to.to_string());
        batch.statements_between((actor, proposal), (&days.0, &days.1), &mut |row| {
            if row.statement.stance == turn.stance {
                fold.offer(&row.statement);
            }
            Ok(())
        })?;
    }
    let (first, last, heard) = fold.days();
    let undated = fold.has_undated();
    // Months make the fewest rows, and summary and shifts are the same for every width.
    let Some(series) = fold.finish(Bucket::Month, None, None) else {
        return batch.remove_pair(actor, proposal);
    };
    let day = |day: Option<jiff::civil::Date>| day.map(|d| d.to_string());
    let line = PairLine {
        actor: actor.to_owned(),
        proposal: proposal.to_owned(),
        actor_name: series.holder.name,
        proposal_name: series.proposal.name,
        first: day(first),
        last: day(last),
        heard: day(heard),
        undated,
        summary: json(&series.summary)?,
    };
    batch.put_pair(&line, &json(&series.shifts)?)
}

fn json<T: serde::Serialize>(value: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(value).map_err(|e| {
        Error::new(
            ErrorKind::Store,
            "a timeline cannot be written to the store",
        )
        .caused_by(e)
    })
}

/// Bytes of the store that are no fold.
pub(super) fn damaged(_: DamagedFold) -> Error {
    Error::new(
        ErrorKind::Store,
        "a timeline in the ledger is damaged; `stanceline store rebuild` makes it anew",
    )
}
