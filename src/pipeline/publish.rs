//! The morning's feeds out of the store: what changed since the last time is read and written, everything else stays.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use crate::error::{Error, ErrorKind, Result};
use crate::feed::{
    Months, NightlyPublication, Published, Report, ReportLimits, Subject, TimelineFiles, row_json,
};
use crate::model::{Bucket, PairSeries, Summary};
use crate::store::{PairLine, Reading, StatementFilter};
use crate::timeline::{PairDays, Selection};

use super::folds::damaged;
use super::rows::each_chunk;
use super::timelines::{all_shifts_of, each_line};

/// Digests of what is published, from those of the store's parts.
#[derive(Debug, Default)]
struct Digests {
    all: Months,
    actors: BTreeMap<String, Months>,
    proposals: BTreeMap<String, Months>,
}

/// Publishes the store in the folder `out`, which will be served under the address `base`; empty where that is not known. The timelines have
/// rows of the width `by`.
pub fn publish(store: &Path, out: &Path, base: &str, by: Bucket) -> Result<Published> {
    let reading = Reading::open_all(store)?;
    if !reading.is_folded()? {
        let message =
            "the store's timelines are not up to date; `stanceline store rebuild` makes them anew";
        return Err(Error::new(ErrorKind::Store, message).at(store));
    }
    let digests = digests(&reading)?;
    let mut publication = NightlyPublication::open(out, base)?;
    let months = digests.all.clone();
    publish_feed(&reading, &mut publication, Subject::All, months)?;
    for (id, months) in digests.actors {
        publish_feed(&reading, &mut publication, Subject::Actor(&id), months)?;
    }
    for (id, months) in digests.proposals {
        publish_feed(&reading, &mut publication, Subject::Proposal(&id), months)?;
    }
    for (month, &digest) in &digests.all {
        publication.statements(month, digest, &mut |_, take| {
            reading.published_in(month, &mut |row| take(row.statement))
        })?;
    }
    publish_duplicates(&reading, &mut publication)?;
    publish_timelines(&reading, &mut publication, &digests.all, by)?;
    publication.finish()
}

fn digests(reading: &Reading) -> Result<Digests> {
    let mut digests = Digests::default();
    reading.digests(&mut |part, digest| {
        let named = format!("{}\u{1f}{}\u{1f}{digest:016x}", part.actor, part.proposal);
        let digest = xxh3_64(named.as_bytes());
        let months = [
            &mut digests.all,
            digests.actors.entry(part.actor).or_default(),
            digests.proposals.entry(part.proposal).or_default(),
        ];
        // A sum, so that the order of the parts does not matter.
        for months in months {
            let month: &mut u64 = months.entry(part.month.clone()).or_default();
            *month = month.wrapping_add(digest);
        }
        Ok(())
    })?;
    Ok(digests)
}

fn publish_feed(
    reading: &Reading,
    publication: &mut NightlyPublication,
    subject: Subject<'_>,
    months: Months,
) -> Result<()> {
    let mut filter = StatementFilter::default();
    match subject {
        Subject::All => {}
        Subject::Actor(id) => filter.holders.push(id.to_owned()),
        Subject::Proposal(id) => filter.proposals.push(id.to_owned()),
    }
    publication.feed(subject, months, &mut |from, take| {
        // What has no date comes first: who begins there begins with everything.
        let from = from.filter(|day| !day.is_empty());
        reading.published(&filter, from, &mut |row| take(row.statement))
    })
}

/// A row of the duplicates index as JSON, with the day of its window.
type Row = (Option<Date>, Vec<u8>);

fn publish_duplicates(reading: &Reading, publication: &mut NightlyPublication) -> Result<()> {
    let mut month = String::new();
    let mut rows: Vec<Row> = Vec::new();
    reading.duplicates(&mut |day, duplicate| {
        let of = day.and_then(|d| d.get(..7)).unwrap_or_default();
        if of != month {
            if !rows.is_empty() {
                publication.duplicates(&month, &rows)?;
                rows.clear();
            }
            of.clone_into(&mut month);
        }
        rows.push((day.and_then(|d| d.parse().ok()), row_json(&duplicate)?));
        Ok(())
    })?;
    if rows.is_empty() {
        return Ok(());
    }
    publication.duplicates(&month, &rows)
}

fn publish_timelines(
    reading: &Reading,
    publication: &mut NightlyPublication,
    months: &Months,
    by: Bucket,
) -> Result<()> {
    let digest = xxh3_64(format!("{by:?} {months:?}").as_bytes());
    if publication.keep_timelines(digest) {
        return Ok(());
    }
    let everything = Selection::default();
    let limits = ReportLimits::default();
    let (shown, most) = shown_in_report(reading, by, limits)?;
    let mut report = Report::new(limits);
    // The report is filled first, and only then takes the series.
    for (proposal, actor) in &shown {
        show_latest(reading, (actor, proposal), most, &mut report)?;
    }
    let mut row = (String::new(), String::new());
    let mut series = Vec::new();
    each_line(reading, &everything, by, &mut |line, days| {
        line.proposal.clone_into(&mut row.0);
        line.actor.clone_into(&mut row.1);
        let is_shown = shown.contains(&row);
        days.counts(&mut |day, stance, n| {
            if is_shown {
                report.count((line.actor, line.proposal), day, stance, n);
            } else {
                report.count_unshown(n);
            }
        })
        .map_err(damaged)?;
        series.extend(in_short(reading, by, line, days, is_shown)?);
        Ok(())
    })?;
    for series in series {
        report.series(series);
    }
    let mut shifts = publication.shift_lines()?;
    reading.all_shifts(&mut |array| shifts.add(array))?;
    let mut rows = |files: &mut TimelineFiles| {
        each_chunk(
            reading,
            &everything,
            by,
            &TimelineFiles::FORMATS,
            &mut |rows| files.write(rows),
        )
    };
    publication.timelines(digest, &mut rows, shifts, report)
}

/// What the report shows of a pair's series, which needs no rows; of one that has no row there its summary alone.
fn in_short(
    reading: &Reading,
    by: Bucket,
    line: PairLine<'_>,
    days: PairDays<'_>,
    is_shown: bool,
) -> Result<Option<PairSeries>> {
    let Some(summary) = days.summary(by, None, None).map_err(damaged)? else {
        return Ok(None);
    };
    let (mut shifts, mut held) = (Vec::new(), Vec::new());
    if is_shown {
        shifts = all_shifts_of(reading, line.actor, line.proposal)?;
        held = days.held().map_err(damaged)?;
    }
    Ok(Some(PairSeries {
        holder: summary.holder.clone(),
        proposal: summary.proposal.clone(),
        rows: Vec::new(),
        shifts,
        summary,
        held,
    }))
}

/// The pairs that the report has a row for, by proposal and actor, and how many sentences a row shows.
fn shown_in_report(
    reading: &Reading,
    by: Bucket,
    limits: ReportLimits,
) -> Result<(BTreeSet<(String, String)>, usize)> {
    let mut sections: BTreeMap<String, Vec<(Summary, u64)>> = BTreeMap::new();
    each_line(reading, &Selection::default(), by, &mut |line, days| {
        let summary = days.summary(by, None, None).map_err(damaged)?;
        if let Some(summary) = summary {
            let mut wanted = 0;
            days.counts(&mut |_, _, n| wanted += limits.of_dot(n))
                .map_err(damaged)?;
            let section = sections.entry(line.proposal.to_owned()).or_default();
            section.push((summary, wanted));
        }
        Ok(())
    })?;
    let mut shown = BTreeSet::new();
    let mut wanted = Vec::new();
    for (proposal, mut section) in sections {
        section.sort_by(|a, b| Report::order(&a.0).cmp(&Report::order(&b.0)));
        for (row, sentences) in section.into_iter().take(limits.actors) {
            shown.insert((proposal.clone(), row.holder.id));
            wanted.push(sentences);
        }
    }
    Ok((shown, limits.of_row(wanted)))
}

/// Shows the statements of the newest days, until there are as many as a row shows.
fn show_latest(
    reading: &Reading,
    pair: (&str, &str),
    most: usize,
    report: &mut Report,
) -> Result<()> {
    let mut shown = 0;
    let mut last: Option<Option<String>> = None;
    reading.latest(pair, &mut |row| {
        let statement = row.statement;
        if last.as_ref() != Some(&statement.date) {
            // Days count whole: the report picks the surest of each.
            if shown >= most {
                return Ok(false);
            }
            last = Some(statement.date.clone());
        }
        shown += usize::from(report.show(&statement));
        Ok(true)
    })
}
