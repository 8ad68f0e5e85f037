//! Timelines out of the store: read from its folds, not computed from its statements.
//!
//! What is asked for decides what is read. Without a stretch of days a summary stands in the store as it is, and a series needs its own
//! parts alone. Where a last day cuts a pair off, its shifts are found again, and the few statements that show them are read. The
//! answers are those of folding every statement that the selection admits.

use std::path::Path;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Bucket, PairSeries, Shift, Summary};
use crate::store::{PairLine, Reading, StatementFilter, statements};
use crate::timeline::{PairFold, Selection, Timeline, bucket_of};

use super::folds::damaged;

/// Pairs up to this many are looked up one by one; more are found in one pass over all parts.
const LOOKED_UP: usize = 256;

/// Hands the selected series of the store in `folder` to `take`, by holder id and then proposal id.
pub fn stored_series(
    folder: &Path,
    selection: &Selection,
    by: Bucket,
    take: &mut dyn FnMut(PairSeries) -> Result<()>,
) -> Result<()> {
    let reading = Reading::open(folder)?;
    if !reading.is_folded()? {
        return from_statements(folder, selection, by, take);
    }
    let lines = lines_of(&reading, selection, by)?;
    each_fold(&reading, selection, &lines, &mut |line, mut fold| {
        let shifts = if is_whole(line, selection) {
            Some(shifts_of(&reading, line)?)
        } else {
            show_shifts(&reading, line, &mut fold)?;
            None
        };
        let series = fold.finish(by, selection.from, shifts);
        match series.and_then(|series| selection.narrow(series)) {
            Some(series) => take(series),
            None => Ok(()),
        }
    })
}

/// Hands the summary of each selected series of the store in `folder` to `take`, by holder id and then proposal id.
pub fn stored_summaries(
    folder: &Path,
    selection: &Selection,
    by: Bucket,
    take: &mut dyn FnMut(Summary) -> Result<()>,
) -> Result<()> {
    let reading = Reading::open(folder)?;
    if !reading.is_folded()? {
        return from_statements(folder, selection, by, &mut |series| take(series.summary));
    }
    let lines = lines_of(&reading, selection, by)?;
    if selection.from.is_none() && lines.iter().all(|line| is_whole(line, selection)) {
        for line in &lines {
            take(summary_of(line)?)?;
        }
        return Ok(());
    }
    each_fold(
        &reading,
        selection,
        &lines,
        &mut |_, fold| match fold.summarise(by, selection.from) {
            Some(summary) => take(summary),
            None => Ok(()),
        },
    )
}

/// The long way, for a store whose folds were not brought up to date.
fn from_statements(
    folder: &Path,
    selection: &Selection,
    by: Bucket,
    take: &mut dyn FnMut(PairSeries) -> Result<()>,
) -> Result<()> {
    let mut timeline = Timeline::new();
    statements(folder, &StatementFilter::default(), &mut |row| {
        if selection.admits(&row.statement) {
            timeline.add(&row.statement, &row.copies);
        }
        Ok(())
    })?;
    timeline
        .finish(by)
        .filter_map(|series| selection.narrow(series))
        .try_for_each(take)
}

/// The pairs that may have a part in what is selected.
pub(super) fn lines_of(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
) -> Result<Vec<PairLine>> {
    let from = selection
        .from
        .map(|day| bucket_of(day, by).start.to_string());
    let to = selection.to.map(|day| day.to_string());
    let mut lines = Vec::new();
    reading.pairs(&mut |line| {
        let spoken = to
            .as_ref()
            .is_none_or(|to| line.first.as_ref().is_some_and(|first| first <= to));
        let heard = from
            .as_ref()
            .is_none_or(|from| line.heard.as_ref().is_some_and(|heard| heard >= from));
        if spoken
            && heard
            && selection.names_actor(&line.actor, &line.actor_name)
            && selection.names_proposal(&line.proposal, &line.proposal_name)
        {
            lines.push(line);
        }
        Ok(())
    })?;
    Ok(lines)
}

/// Whether the selection's last day cuts nothing off.
fn is_whole(line: &PairLine, selection: &Selection) -> bool {
    selection.to.is_none_or(|to| {
        let last = line.last.as_ref();
        !line.undated && last.is_some_and(|last| *last <= to.to_string())
    })
}

/// Hands each line's fold, cut off where the selection ends, to `take`.
pub(super) fn each_fold(
    reading: &Reading,
    selection: &Selection,
    lines: &[PairLine],
    take: &mut dyn FnMut(&PairLine, PairFold) -> Result<()>,
) -> Result<()> {
    if lines.len() <= LOOKED_UP {
        for line in lines {
            let mut fold = PairFold::new();
            reading.parts(
                Some(&line.actor),
                Some(&line.proposal),
                &mut |_, _, part| fold.merge(part, selection.to).map_err(damaged),
            )?;
            take(line, fold)?;
        }
        return Ok(());
    }
    // Lines and parts come in the same order.
    let mut lines = lines.iter();
    let mut open = lines.next().map(|line| (line, PairFold::new()));
    reading.parts(None, None, &mut |actor, proposal, part| {
        while let Some((line, _)) = &open
            && (line.actor.as_str(), line.proposal.as_str()) < (actor, proposal)
        {
            let next = lines.next().map(|line| (line, PairFold::new()));
            if let Some((line, fold)) = std::mem::replace(&mut open, next) {
                take(line, fold)?;
            }
        }
        match &mut open {
            Some((line, fold)) if line.actor == actor && line.proposal == proposal => {
                fold.merge(part, selection.to).map_err(damaged)
            }
            _ => Ok(()),
        }
    })?;
    match open {
        Some((line, fold)) => take(line, fold),
        None => Ok(()),
    }
}

/// Offers the statements among which the evidence of the shifts is found.
fn show_shifts(reading: &Reading, line: &PairLine, fold: &mut PairFold) -> Result<()> {
    for turn in fold.turns() {
        let days = (turn.from.to_string(), turn.to.to_string());
        let pair = (line.actor.as_str(), line.proposal.as_str());
        reading.statements_between(pair, (&days.0, &days.1), &mut |row| {
            if row.statement.stance == turn.stance {
                fold.offer(&row.statement);
            }
            Ok(())
        })?;
    }
    Ok(())
}

pub(super) fn shifts_of(reading: &Reading, line: &PairLine) -> Result<Vec<Shift>> {
    let record = reading.shifts(&line.actor, &line.proposal)?;
    let record = record.ok_or_else(|| damaged(crate::timeline::DamagedFold))?;
    serde_json::from_slice(&record).map_err(|e| unread(e, reading))
}

pub(super) fn summary_of(line: &PairLine) -> Result<Summary> {
    serde_json::from_slice(&line.summary)
        .map_err(|e| damaged(crate::timeline::DamagedFold).caused_by(e))
}

fn unread(error: serde_json::Error, reading: &Reading) -> Error {
    let message = format!(
        "a timeline in the ledger is damaged; `stanceline store rebuild` makes it anew: {error}"
    );
    Error::new(ErrorKind::Store, message)
        .at(reading.path())
        .caused_by(error)
}
