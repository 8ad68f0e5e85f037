//! Rows out of the store in a format: read pair by pair, put into words on all processors, and written in the order of the pairs.

use std::io::Write;
use std::path::Path;

use jiff::civil::Date;
use rayon::prelude::*;

use crate::error::Result;
use crate::feed::{RowBytes, RowFormat, RowSink};
use crate::model::{Bucket, Holder, Named, RowHead};
use crate::store::{PairLine, Reading};
use crate::timeline::{
    DamagedFold, PairDays, PairFold, PairRows, Selection, Spans, Wanted, bucket_of,
};

use super::folds::damaged;
use super::timelines::{from_statements, series_of, touched};

/// Bytes of rows as they are kept that are put into words at a time, the first time and at most: what comes first is out soon.
const TOGETHER: (usize, usize) = (16 << 10, 256 << 10);

/// Writes the selected rows of the store in `folder` to `out`, which errors call `name`, by holder id, proposal id and bucket.
pub fn write_rows(
    folder: &Path,
    selection: &Selection,
    by: Bucket,
    format: RowFormat,
    out: impl Write,
    name: &str,
) -> Result<()> {
    let reading = Reading::open(folder)?;
    let mut sink = RowSink::new(format, out, name);
    if reading.is_folded()? {
        each_chunk(&reading, selection, by, &[format], &mut |chunk| {
            sink.write(&chunk[0])
        })?;
    } else {
        let mut rows = RowBytes::new(format);
        let mut bytes = Vec::new();
        from_statements(folder, selection, by, &mut |series| {
            rows.series(&series, &mut bytes)?;
            sink.write(&bytes)?;
            bytes.clear();
            Ok(())
        })?;
    }
    sink.finish()
}

/// What the rows of a pair are made of.
struct Task {
    holder: Holder,
    proposal: Named,
    rows: Vec<u8>,
    /// JSON of its shifts, with a comma between two, where some are told.
    shifts: Vec<u8>,
    /// Its parts, where its end must be folded.
    parts: Vec<Vec<u8>>,
    /// In words already, in each format.
    done: Option<Vec<Vec<u8>>>,
}

/// Hands the rows, in words, to `take` in each of the formats, in the order of the pairs.
pub(super) fn each_chunk(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
    formats: &[RowFormat],
    take: &mut dyn FnMut(&[Vec<u8>]) -> Result<()>,
) -> Result<()> {
    let mut tasks = Vec::new();
    let (mut waiting, mut most) = (0, TOGETHER.0);
    let mut send = |tasks: &mut Vec<Task>| -> Result<()> {
        let share = tasks
            .len()
            .div_ceil(rayon::current_num_threads() * 2)
            .max(1);
        let chunks: Vec<Result<Vec<Vec<u8>>>> = tasks
            .par_chunks(share)
            .map(|tasks| in_words(tasks, selection, by, formats))
            .collect();
        tasks.clear();
        chunks.into_iter().try_for_each(|chunk| take(&chunk?))
    };
    reading.rows(
        &mut |line| Ok(touched(selection, by, line)?.is_some()),
        &mut |line, rows| {
            let Some(task) = task(reading, selection, by, formats, line, rows)? else {
                return Ok(());
            };
            let parts: usize = task.parts.iter().map(Vec::len).sum();
            waiting += task.rows.len() + task.shifts.len() + parts;
            tasks.push(task);
            if waiting >= most {
                send(&mut tasks)?;
                waiting = 0;
                most = TOGETHER.1.min(most * 2);
            }
            Ok(())
        },
    )?;
    send(&mut tasks)
}

/// Reads what the rows of a pair are made of.
fn task(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
    formats: &[RowFormat],
    line: PairLine<'_>,
    bytes: &[u8],
) -> Result<Option<Task>> {
    let days = PairDays::read(line.days).map_err(damaged)?;
    let rows = PairRows::read(bytes).map_err(damaged)?;
    let Some((holder, proposal)) = days.called(selection.to).map_err(damaged)? else {
        return Ok(None);
    };
    let mut task = Task {
        rows: Vec::new(),
        shifts: Vec::new(),
        parts: Vec::new(),
        done: None,
        holder,
        proposal,
    };
    let cut = rows.from_bucket(selection.to).map_err(damaged)?.is_some();
    let told = rows
        .has_shift(by, selection.from, selection.to)
        .map_err(damaged)?;
    // Up to that day they may have been called something else, and the shifts are told as they are called now.
    let renamed = task.holder.name != line.actor_name || task.proposal.name != line.proposal_name;
    if cut && rows.turns() || told && renamed {
        let mut done = vec![Vec::new(); formats.len()];
        if let Some(series) = series_of(reading, selection, by, line)? {
            for (format, bytes) in formats.iter().zip(&mut done) {
                RowBytes::new(*format).series(&series, bytes)?;
            }
        }
        task.done = Some(done);
        return Ok(Some(task));
    }
    if cut {
        reading.parts(Some(line.actor), Some(line.proposal), &mut |_, _, part| {
            task.parts.push(part.to_vec());
            Ok(())
        })?;
    }
    if told {
        let days = (shifts_since(selection, by), selection.to);
        for month in reading.shifts(line.actor, line.proposal, days)? {
            let inside = month.record.get(1..month.record.len().saturating_sub(1));
            if !task.shifts.is_empty() {
                task.shifts.push(b',');
            }
            task.shifts.extend_from_slice(inside.unwrap_or_default());
        }
        if task.shifts.is_empty() {
            return Err(damaged(DamagedFold));
        }
    }
    bytes.clone_into(&mut task.rows);
    Ok(Some(task))
}

/// The first day whose shifts are read: they lie in the store by months.
fn shifts_since(selection: &Selection, by: Bucket) -> Option<Date> {
    let from = selection.from?;
    Some(bucket_of(from, by).start.first_of_month())
}

/// Puts the rows of some pairs into words.
fn in_words(
    tasks: &[Task],
    selection: &Selection,
    by: Bucket,
    formats: &[RowFormat],
) -> Result<Vec<Vec<u8>>> {
    let mut words: Vec<RowBytes> = formats
        .iter()
        .map(|format| RowBytes::new(*format))
        .collect();
    let mut bytes = vec![Vec::new(); formats.len()];
    let mut spans = Spans::new(by);
    for task in tasks {
        if let Some(done) = &task.done {
            for (bytes, done) in bytes.iter_mut().zip(done) {
                bytes.extend_from_slice(done);
            }
            continue;
        }
        let rows = PairRows::read(&task.rows).map_err(damaged)?;
        let end = match rows.from_bucket(selection.to).map_err(damaged)? {
            Some(start) => {
                let mut fold = PairFold::new();
                for part in &task.parts {
                    fold.merge(part, selection.to).map_err(damaged)?;
                }
                Some((start, fold.tabulate_from(start, by)))
            }
            None => None,
        };
        let end = match &end {
            Some((start, bytes)) => Some((*start, PairRows::read(bytes).map_err(damaged)?)),
            None => None,
        };
        let wanted = Wanted {
            from: selection.from,
            to: selection.to,
            end,
            shifts: &task.shifts,
            shifts_since: shifts_since(selection, by),
        };
        let head = RowHead {
            holder: &task.holder,
            proposal: &task.proposal,
            by,
        };
        let before: Vec<usize> = bytes.iter().map(Vec::len).collect();
        for words in &mut words {
            words.begin(&head);
        }
        let anything = rows
            .each(&wanted, &mut spans, &mut |row| {
                for (words, bytes) in words.iter_mut().zip(&mut bytes) {
                    words.row(row, bytes);
                }
            })
            .map_err(damaged)?;
        // Who says nothing in all that time has no rows.
        if selection.from.is_some() && !anything {
            bytes
                .iter_mut()
                .zip(before)
                .for_each(|(bytes, before)| bytes.truncate(before));
        }
    }
    Ok(bytes)
}
