//! Rows out of the store in a format: read pair by pair, put into words on all processors, and written in the order of the pairs, all three at
//! once.

use std::collections::VecDeque;
use std::io::Write;
use std::path::Path;

use crossbeam_channel::{Receiver, bounded};
use jiff::civil::Date;

use crate::error::Result;
use crate::feed::{RowBytes, RowFormat, RowSink};
use crate::model::{Bucket, Holder, Named, RowHead};
use crate::store::{PairLine, Reading};
use crate::timeline::{
    DamagedFold, PairDays, PairFold, PairRows, Selection, Spans, Wanted, bucket_of,
};

use super::folds::damaged;
use super::timelines::{from_statements, series_of, touched};

/// Bytes of rows as they are kept that are put into words first: what comes first is out soon.
const FIRST: usize = 1 << 10;
/// Bytes in words that are written at a time: they stay in a processor's cache until they are.
const CHUNK: usize = 256 << 10;

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

/// Some pairs on their way into words, with room for them: it is used again and again, so that memory is fetched once.
struct Job {
    tasks: Vec<Task>,
    /// Bytes of rows as they are kept.
    kept: usize,
    spans: Spans,
    words: Vec<RowBytes>,
    /// In each format.
    bytes: Vec<Vec<u8>>,
}

impl Job {
    fn new(by: Bucket, formats: &[RowFormat]) -> Self {
        Self {
            tasks: Vec::new(),
            kept: 0,
            spans: Spans::new(by),
            words: formats.iter().copied().map(RowBytes::new).collect(),
            bytes: vec![Vec::new(); formats.len()],
        }
    }
}

/// Jobs under way: whoever reads does not wait for those who put into words, nor do they for whoever writes.
struct Line<'l, 's> {
    scope: &'l rayon::Scope<'s>,
    selection: &'s Selection,
    /// In the order of their pairs.
    waiting: VecDeque<Receiver<Result<Job>>>,
    /// As many wait at most.
    longest: usize,
    spare: Vec<Job>,
    /// Bytes as they are kept of all jobs that came back, and in words.
    came: (usize, usize),
    take: &'l mut dyn FnMut(&[Vec<u8>]) -> Result<()>,
}

impl Line<'_, '_> {
    /// Bytes as they are kept that make a job: few at first, so that something is out soon, and then as many as make a chunk in words.
    fn enough(&self) -> usize {
        match self.came {
            (0, _) => FIRST,
            (kept, words) => (kept.saturating_mul(CHUNK) / words.max(1)).min(CHUNK),
        }
    }

    fn send(&mut self, mut job: Job) -> Result<()> {
        let (done, waits) = bounded(1);
        self.waiting.push_back(waits);
        let selection = self.selection;
        self.scope.spawn(move |_| {
            let worked = in_words(&mut job, selection).map(|()| job);
            // Nobody waits for it where writing failed.
            let _ = done.send(worked);
        });
        while self.waiting.len() > self.longest {
            self.take_next()?;
        }
        // What is there already need not wait either.
        while self.waiting.front().is_some_and(|front| !front.is_empty()) {
            self.take_next()?;
        }
        Ok(())
    }

    fn take_next(&mut self) -> Result<()> {
        // A job that never comes back panicked, which the scope passes on.
        let Some(Ok(job)) = self.waiting.pop_front().map(|front| front.recv()) else {
            return Ok(());
        };
        let mut job = job?;
        (self.take)(&job.bytes)?;
        let words: usize = job.bytes.iter().map(Vec::len).sum();
        self.came = (self.came.0 + job.kept, self.came.1 + words);
        job.tasks.clear();
        job.bytes.iter_mut().for_each(Vec::clear);
        job.kept = 0;
        self.spare.push(job);
        Ok(())
    }
}

/// Hands the rows, in words, to `take` in each of the formats, in the order of the pairs.
pub(super) fn each_chunk(
    reading: &Reading,
    selection: &Selection,
    by: Bucket,
    formats: &[RowFormat],
    take: &mut dyn FnMut(&[Vec<u8>]) -> Result<()>,
) -> Result<()> {
    rayon::in_place_scope(|scope| {
        let mut line = Line {
            scope,
            selection,
            waiting: VecDeque::new(),
            longest: rayon::current_num_threads() * 2,
            spare: Vec::new(),
            came: (0, 0),
            take,
        };
        let mut job = Job::new(by, formats);
        reading.rows(
            &mut |pair| Ok(touched(selection, by, pair)?.is_some()),
            &mut |pair, rows| {
                let Some(task) = task(reading, selection, by, formats, pair, rows)? else {
                    return Ok(());
                };
                let parts: usize = task.parts.iter().map(Vec::len).sum();
                job.kept += task.rows.len() + task.shifts.len() + parts;
                job.tasks.push(task);
                if job.kept >= line.enough() {
                    let next = line.spare.pop().unwrap_or_else(|| Job::new(by, formats));
                    line.send(std::mem::replace(&mut job, next))?;
                }
                Ok(())
            },
        )?;
        line.send(job)?;
        while !line.waiting.is_empty() {
            line.take_next()?;
        }
        Ok(())
    })
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
    // A table tells of a shift what the rows themselves know.
    let in_full = formats.iter().any(|format| *format != RowFormat::Csv);
    let told = in_full
        && rows
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
fn in_words(job: &mut Job, selection: &Selection) -> Result<()> {
    let Job {
        tasks,
        spans,
        words,
        bytes,
        ..
    } = job;
    let by = spans.by();
    for task in tasks.iter() {
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
        for words in words.iter_mut() {
            words.begin(&head);
        }
        let anything = rows
            .each(&wanted, spans, &mut |row| {
                for (words, bytes) in words.iter_mut().zip(bytes.iter_mut()) {
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
    Ok(())
}
