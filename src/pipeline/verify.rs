//! Whether a store is whole: what it keeps, and what its folds were made of.

use crate::error::Result;
use crate::store::{Batch, PartKey, Store};

use super::folds::{pair_fold, part_fold};

/// Wrong timelines told one by one; of more only how many there are.
const TOLD: usize = 20;

/// Reads everything and says what is wrong, nothing where all is well. Timelines are folded anew from their statements and compared.
pub fn verify(store: &mut Store) -> Result<Vec<String>> {
    let mut wrong = store.verify()?;
    // The batch is never committed: it holds the store still while it is read.
    let batch = store.batch(None)?;
    let waiting = batch.unfolded(usize::MAX)?.len();
    if waiting > 0 {
        wrong.push(format!(
            "{waiting} months of timelines are not up to date; the next `stanceline ingest` folds them"
        ));
        return Ok(wrong);
    }
    let mut more = 0usize;
    for (actor, proposal) in batch.all_pairs()? {
        let Some(what) = wrong_timeline(&batch, &actor, &proposal)? else {
            continue;
        };
        if wrong.len() < TOLD {
            wrong.push(format!(
                "the timeline of {actor} on {proposal} {what}; `stanceline store rebuild` makes it anew"
            ));
        } else {
            more += 1;
        }
    }
    if more > 0 {
        wrong.push(format!("{more} more timelines are wrong"));
    }
    Ok(wrong)
}

fn wrong_timeline(batch: &Batch<'_>, actor: &str, proposal: &str) -> Result<Option<String>> {
    let months = batch.months_of(actor, proposal)?;
    let mut other = 0;
    for month in &months {
        let part = PartKey {
            actor: actor.to_owned(),
            proposal: proposal.to_owned(),
            month: month.clone(),
        };
        let expected = part_fold(batch, &part)?;
        other += usize::from(batch.part(&part)? != expected);
    }
    if other > 0 {
        let all = months.len();
        return Ok(Some(format!(
            "is not what its statements fold into in {other} of {all} months"
        )));
    }
    let expected = pair_fold(batch, actor, proposal)?;
    let as_kept = batch.with_pair(actor, proposal, &mut |line, record| {
        expected
            .as_ref()
            .is_some_and(|e| e.line(actor, proposal) == line && e.record() == record)
    })?;
    let whole = as_kept.unwrap_or(expected.is_none());
    Ok((!whole).then(|| "is not what its months add up to".to_owned()))
}
