//! Timelines out of the store: read from its folds, not computed from its statements.
//!
//! What is asked for decides what is read. Summaries of any stretch of days are made from the days of the pairs, a few bytes a day; a
//! series needs its own parts. Only where a last day changes more of a pair than what comes after it ([`PairDays::tells`]) it is folded for a
//! summary too, its shifts are found again, and the few statements that show them are read. The answers are those of folding every statement
//! that the selection admits.

use std::path::Path;

use jiff::civil::Date;

use crate::error::{Error, ErrorKind, Result};
use crate::model::{Bucket, PairSeries, Shift, Summary};
use crate::store::{PairLine, Reading, StatementFilter, statements};
use crate::timeline::{DamagedFold, PairDays, PairFold, Selection, Timeline, bucket_of};

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
    each_series(&reading, selection, by, take)
}

/// As [`stored_series`], of a store whose folds are up to date.
pub(super) fn each_series(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
    take: &mut dyn FnMut(PairSeries) -> Result<()>,
) -> Result<()> {
    let lines = lines_of(reading, selection, by)?;
    each_fold(reading, selection, &lines, &mut |line, fold| {
        finished(reading, selection, by, line, fold)?.map_or(Ok(()), &mut *take)
    })
}

/// The selected series of a pair.
pub(super) fn series_of(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
    line: PairLine<'_>,
) -> Result<Option<PairSeries>> {
    let days = PairDays::read(line.days).map_err(damaged)?;
    let line = Selected::of(selection, by, line, days)?;
    let fold = fold_of(reading, &line.actor, &line.proposal, selection)?;
    finished(reading, selection, by, &line, fold)
}

fn finished(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
    line: &Selected,
    mut fold: PairFold,
) -> Result<Option<PairSeries>> {
    let shifts = if line.tells {
        Some(shifts_of(reading, line, selection.to)?)
    } else {
        show_shifts(reading, line, &mut fold)?;
        None
    };
    let series = fold.finish(by, selection.from, shifts);
    Ok(series.and_then(|series| selection.narrow(series)))
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
    each_line(&reading, selection, by, &mut |line, days| {
        let summary = if days.tells(selection.to) {
            days.summary(by, selection.from, selection.to)
                .map_err(damaged)?
        } else {
            fold_of(&reading, line.actor, line.proposal, selection)?.summarise(by, selection.from)
        };
        summary.map_or(Ok(()), &mut *take)
    })
}

/// The long way, for a store whose folds were not brought up to date.
pub(super) fn from_statements(
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

/// A pair that may have a part in what is selected.
#[derive(Debug)]
pub(super) struct Selected {
    pub(super) actor: String,
    pub(super) proposal: String,
    /// Whether its days tell all about what is selected.
    tells: bool,
    /// Whether a stance was given up for another in the buckets that are selected.
    moved: bool,
}

impl Selected {
    fn of(
        selection: &Selection,
        by: Bucket,
        line: PairLine<'_>,
        days: PairDays<'_>,
    ) -> Result<Self> {
        let from = selection.from.map(|day| bucket_of(day, by).start);
        Ok(Self {
            actor: line.actor.to_owned(),
            proposal: line.proposal.to_owned(),
            tells: days.tells(selection.to),
            moved: days.has_shift(from, selection.to).map_err(damaged)?,
        })
    }
}

/// The pairs that may have a part in what is selected.
fn lines_of(reading: &Reading, selection: &Selection, by: Bucket) -> Result<Vec<Selected>> {
    let mut lines = Vec::new();
    each_line(reading, selection, by, &mut |line, days| {
        lines.push(Selected::of(selection, by, line, days)?);
        Ok(())
    })?;
    Ok(lines)
}

/// Hands the line of each pair that may have a part in what is selected to `take`.
pub(super) fn each_line(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
    take: &mut dyn FnMut(PairLine<'_>, PairDays<'_>) -> Result<()>,
) -> Result<()> {
    reading.pairs(&mut |line| match touched(selection, by, &line)? {
        Some(days) => take(line, days),
        None => Ok(()),
    })
}

/// The days of a pair, if it may have a part in what is selected.
pub(super) fn touched<'l>(
    selection: &Selection,
    by: Bucket,
    line: &PairLine<'l>,
) -> Result<Option<PairDays<'l>>> {
    if !selection.names_actor(line.actor, line.actor_name)
        || !selection.names_proposal(line.proposal, line.proposal_name)
    {
        return Ok(None);
    }
    let from = selection.from.map(|day| bucket_of(day, by).start);
    let days = PairDays::read(line.days).map_err(damaged)?;
    Ok(days.touches(from, selection.to).then_some(days))
}

/// The fold of a pair, cut off where the selection ends.
fn fold_of(
    reading: &Reading,
    actor: &str,
    proposal: &str,
    selection: &Selection,
) -> Result<PairFold> {
    let mut fold = PairFold::new();
    reading.parts(Some(actor), Some(proposal), &mut |_, _, part| {
        fold.merge(part, selection.to).map_err(damaged)
    })?;
    Ok(fold)
}

/// Hands each line's fold, cut off where the selection ends, to `take`.
pub(super) fn each_fold(
    reading: &Reading,
    selection: &Selection,
    lines: &[Selected],
    take: &mut dyn FnMut(&Selected, PairFold) -> Result<()>,
) -> Result<()> {
    if lines.len() <= LOOKED_UP {
        for line in lines {
            let fold = fold_of(reading, &line.actor, &line.proposal, selection)?;
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
fn show_shifts(reading: &Reading, line: &Selected, fold: &mut PairFold) -> Result<()> {
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

/// The shifts of a pair that were believed by a day; none where none of them is of the selected buckets.
fn shifts_of(reading: &Reading, line: &Selected, to: Option<Date>) -> Result<Vec<Shift>> {
    if !line.moved {
        return Ok(Vec::new());
    }
    let mut shifts = all_shifts_of(reading, &line.actor, &line.proposal)?;
    if shifts.is_empty() {
        return Err(damaged(DamagedFold));
    }
    if let Some(to) = to.map(|to| to.to_string()) {
        // Days are written alike, so their text compares as they do; the later side ends on the day on which it was believed.
        shifts.retain(|shift| shift.to.until <= to);
    }
    Ok(shifts)
}

/// All shifts of a pair.
pub(super) fn all_shifts_of(reading: &Reading, actor: &str, proposal: &str) -> Result<Vec<Shift>> {
    let mut shifts: Vec<Shift> = Vec::new();
    for month in reading.shifts(actor, proposal, (None, None))? {
        let of_month: Vec<Shift> =
            serde_json::from_slice(&month.record).map_err(|e| unread(e, reading))?;
        shifts.extend(of_month);
    }
    Ok(shifts)
}

fn unread(error: serde_json::Error, reading: &Reading) -> Error {
    let message = format!(
        "a timeline in the ledger is damaged; `stanceline store rebuild` makes it anew: {error}"
    );
    Error::new(ErrorKind::Store, message)
        .at(reading.path())
        .caused_by(error)
}
