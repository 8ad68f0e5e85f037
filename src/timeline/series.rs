//! From the mentions of one holder on one proposal to rows, shifts and a summary.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{
    Bucket, LastStance, Mean, PairSeries, Shift, Stance, StanceCounts, Summary, TIMELINE_SCHEMA,
    Tally, TimelineRow,
};

use super::Pair;
use super::bucket::{BucketSpan, bucket_of, days_between};
use super::mention::Mention;
use super::shift::{Day, ShiftRule, held_of, shifts_of};

/// Silent buckets in a row that are still written.
pub(super) const LONGEST_SILENCE: usize = 400;

/// One or more mentions as a tally sees them.
pub(super) struct Entry {
    pub(super) day: Option<Date>,
    pub(super) mention: Mention,
    /// Day of the first statement of its cluster.
    pub(super) said: Option<Date>,
    /// Mentions it stands for: itself and copies known only by number.
    pub(super) weight: u64,
    /// Outlets its cluster is known to have had; 0 where that is not counted here.
    pub(super) outlets: u64,
}

/// The mentions of a pair, counted both ways.
pub(super) struct Counted {
    pub(super) raw: Vec<Entry>,
    pub(super) syndicated: Vec<Entry>,
    /// The dated statements, one a cluster, day by day.
    pub(super) days: BTreeMap<Date, Day>,
}

impl Counted {
    /// Puts the mentions in order and counts them.
    pub(super) fn of(mentions: &mut [Mention]) -> Self {
        mentions.sort_unstable();
        let (mut raw, syndicated) = entries(mentions);
        let _ = once_an_article(&mut raw);
        raw.dedup_by_key(|e| (e.mention.article, e.mention.stance));
        let days = days_of(&syndicated);
        Self {
            raw,
            syndicated,
            days,
        }
    }
}

/// The series of a pair, with rows of buckets that end on `from` or later; `shifts` where they are known.
pub(super) fn finish(
    mut pair: Pair,
    by: Bucket,
    from: Option<Date>,
    rule: ShiftRule,
    shifts: Option<Vec<Shift>>,
) -> PairSeries {
    let counted = Counted::of(&mut pair.mentions);
    let shifts = match shifts {
        Some(mut known) => {
            // Up to another day they may have been called something else.
            for shift in &mut known {
                shift.holder.clone_from(&pair.holder);
                shift.proposal.clone_from(&pair.proposal);
            }
            known
        }
        None => shifts_of(&pair, &counted.days, rule),
    };
    let last = shifts.last();
    let last = last.map(|s| (s.from.stance, s.to.stance, s.date.clone()));
    let held = held_of(&counted.days, rule);
    let held: Vec<(Date, Stance)> = held.iter().map(|h| (h.since, h.stance)).collect();
    let summary = summary_of(&pair, &counted, held.last().map(|h| h.1), last);
    let rows = rows_of(&pair, by, from, counted, &shifts);
    PairSeries {
        holder: pair.holder,
        proposal: pair.proposal,
        rows,
        shifts,
        summary,
        held,
    }
}

/// The summary that [`Selection::narrow`](super::Selection::narrow) would make of the series.
pub(super) fn summarise(
    mut pair: Pair,
    by: Bucket,
    from: Option<Date>,
    rule: ShiftRule,
) -> Option<Summary> {
    let counted = Counted::of(&mut pair.mentions);
    let held = held_of(&counted.days, rule);
    let shift = match held.as_slice() {
        [.., from, to] => Some((from.stance, to.stance, to.since.to_string())),
        _ => None,
    };
    let last = held.last().map(|h| h.stance);
    let mut summary = summary_of(&pair, &counted, last, shift);
    if let Some(from) = from {
        let start = bucket_of(from, by).start;
        let within = |e: &&Entry| e.day.is_some_and(|d| d >= start);
        summary.n = counted.syndicated.iter().filter(within).count() as u64;
        summary.mentions = counted.raw.iter().filter(within).map(|e| e.weight).sum();
        let from = from.to_string();
        summary.shift = summary.shift.filter(|s| s.2 >= from);
    }
    (from.is_none() || summary.mentions > 0).then_some(summary)
}

/// The raw entries, for each paragraph of an article one, and the syndication-aware ones, from mentions in order.
pub(super) fn entries(mentions: &[Mention]) -> (Vec<Entry>, Vec<Entry>) {
    let mut raw: Vec<Entry> = Vec::with_capacity(mentions.len());
    let mut syndicated = Vec::new();
    for group in mentions.chunk_by(|a, b| (a.cluster, a.stance) == (b.cluster, b.stance)) {
        // The order puts the earliest statement first, copies behind.
        let Some(first) = group.first() else { continue };
        let surest = group.iter().map(|m| m.doubt).min().unwrap_or(first.doubt);
        let listed = distinct(group.iter().map(|m| m.article));
        let claimed = group.iter().map(|m| m.claimed_copies).max().unwrap_or(0);
        let outlets = group.iter().map(|m| m.claimed_outlets).max().unwrap_or(0);
        syndicated.push(Entry {
            day: first.day,
            mention: Mention {
                doubt: surest,
                ..*first
            },
            said: first.day,
            weight: 1,
            outlets: 0,
        });
        for (i, mention) in group.iter().enumerate() {
            let unlisted = u64::from(claimed).saturating_sub(listed);
            raw.push(Entry {
                day: mention.day,
                mention: *mention,
                said: first.day,
                weight: if i == 0 { 1 + unlisted } else { 1 },
                outlets: if i == 0 && unlisted > 0 {
                    u64::from(outlets)
                } else {
                    0
                },
            });
        }
    }
    (raw, syndicated)
}

/// Puts the raw entries of each article and stance together: one that carries two copied paragraphs of one stance still says it once, as the
/// first of them.
pub(super) fn once_an_article(raw: &mut [Entry]) -> impl Iterator<Item = &[Entry]> {
    raw.sort_unstable_by_key(|e| {
        let weight = std::cmp::Reverse(e.weight);
        (e.mention.article, e.mention.stance, weight, e.mention)
    });
    let of = |e: &Entry| (e.mention.article, e.mention.stance);
    raw.chunk_by(move |a, b| of(a) == of(b))
}

fn distinct(values: impl Iterator<Item = u64>) -> u64 {
    let mut all: Vec<u64> = values.collect();
    all.sort_unstable();
    all.dedup();
    all.len() as u64
}

/// The dated statements, one a cluster, day by day.
pub(super) fn days_of(syndicated: &[Entry]) -> BTreeMap<Date, Day> {
    let mut days: BTreeMap<Date, Day> = BTreeMap::new();
    for entry in syndicated {
        if let Some(day) = entry.day {
            days.entry(day)
                .or_default()
                .add(entry.mention.stance, entry.mention.confidence());
        }
    }
    days
}

fn rows_of(
    pair: &Pair,
    by: Bucket,
    from: Option<Date>,
    Counted {
        raw,
        syndicated,
        days,
    }: Counted,
    shifts: &[Shift],
) -> Vec<TimelineRow> {
    let wanted = |span: &BucketSpan| from.is_none_or(|from| span.end >= from);
    // Copies of which only the number is known ran on days that nobody knows: any row of the pair may have some of them.
    let is_listed = raw.iter().all(|entry| entry.weight == 1);
    let (mut raw, mut syndicated) = (raw, syndicated);
    // Of what was heard before, the last day alone shows: silence is filled from there.
    let mut before = None;
    if let Some(start) = from.map(|from| bucket_of(from, by).start) {
        for entries in [&mut raw, &mut syndicated] {
            entries.retain(|entry| {
                let early = entry.day.filter(|day| *day < start);
                before = before.max(early);
                early.is_none()
            });
        }
    }
    let mut raw = by_bucket(raw, by);
    let mut syndicated = by_bucket(syndicated, by);
    let undated = (raw.remove(&None), syndicated.remove(&None));
    let mut spans: Vec<BucketSpan> = raw
        .keys()
        .chain(syndicated.keys())
        .flatten()
        .copied()
        .chain(before.map(|day| bucket_of(day, by)))
        .collect();
    spans.sort_unstable();
    spans.dedup();
    let raw_tally =
        |entries: Option<&Vec<Entry>>| is_listed.then(|| tally(entries.map_or(&[], Vec::as_slice)));
    let mut rows = Vec::with_capacity(spans.len());
    for span in with_silences(&spans).into_iter().filter(wanted) {
        rows.push(TimelineRow {
            schema: TIMELINE_SCHEMA.to_owned(),
            holder: pair.holder.clone(),
            proposal: pair.proposal.clone(),
            by,
            bucket: Some(span.label()),
            start: Some(span.start.to_string()),
            end: Some(span.end.to_string()),
            raw: raw_tally(raw.get(&Some(span))),
            syndicated: tally(syndicated.get(&Some(span)).map_or(&[], Vec::as_slice)),
            last: last_known(&days, span.end),
            shifts: shifts_in(shifts, span),
        });
    }
    if undated.0.is_some() || undated.1.is_some() {
        rows.push(TimelineRow {
            schema: TIMELINE_SCHEMA.to_owned(),
            holder: pair.holder.clone(),
            proposal: pair.proposal.clone(),
            by,
            bucket: None,
            start: None,
            end: None,
            raw: raw_tally(undated.0.as_ref()),
            syndicated: tally(undated.1.as_deref().unwrap_or_default()),
            last: None,
            shifts: Vec::new(),
        });
    }
    rows
}

fn by_bucket(entries: Vec<Entry>, by: Bucket) -> BTreeMap<Option<BucketSpan>, Vec<Entry>> {
    let mut buckets: BTreeMap<_, Vec<Entry>> = BTreeMap::new();
    for entry in entries {
        let span = entry.day.map(|d| bucket_of(d, by));
        buckets.entry(span).or_default().push(entry);
    }
    buckets
}

/// The spoken buckets with the silent ones between them.
fn with_silences(spoken: &[BucketSpan]) -> Vec<BucketSpan> {
    let mut all = Vec::with_capacity(spoken.len());
    for (i, &span) in spoken.iter().enumerate() {
        all.push(span);
        let Some(&until) = spoken.get(i + 1) else {
            break;
        };
        let mut silent = Vec::new();
        let mut next = span.next();
        while let Some(gap) = next.filter(|g| *g < until) {
            if silent.len() == LONGEST_SILENCE {
                silent.clear();
                break;
            }
            silent.push(gap);
            next = gap.next();
        }
        all.append(&mut silent);
    }
    all
}

fn tally(entries: &[Entry]) -> Tally {
    let mut counts = StanceCounts::default();
    for entry in entries {
        counts.add(entry.mention.stance, entry.weight);
    }
    let beyond: u64 = entries.iter().map(|e| e.weight - 1).sum();
    let named = distinct(entries.iter().map(|e| e.mention.outlet).filter(|&o| o != 0));
    let claimed = entries.iter().map(|e| e.outlets).max().unwrap_or(0);
    let articles = distinct(entries.iter().map(|e| e.mention.article)) + beyond;
    let clusters = distinct(entries.iter().map(|e| e.mention.cluster));
    tally_of(counts, articles, clusters, named.max(claimed))
}

/// The tally of counts.
pub(super) fn tally_of(counts: StanceCounts, articles: u64, clusters: u64, outlets: u64) -> Tally {
    let n = counts.total();
    // Summed in halves of a point: whole numbers, so that no order of adding shows in the last digit.
    let sum: f64 = Stance::ALL
        .into_iter()
        .map(|s| s.score() * 2.0 * counts.get(s) as f64)
        .sum();
    Tally {
        counts,
        statements: n,
        articles,
        clusters,
        outlets,
        mean: Mean {
            score: (n > 0).then(|| sum / 2.0 / n as f64 + 0.0),
            n,
        },
    }
}

fn last_known(days: &BTreeMap<Date, Day>, end: Date) -> Option<LastStance> {
    let (&date, day) = days.range(..=end).next_back()?;
    Some(LastStance {
        stance: day.leading()?,
        date: date.to_string(),
        age_days: days_between(date, end),
    })
}

fn shifts_in(shifts: &[Shift], span: BucketSpan) -> Vec<Shift> {
    shifts
        .iter()
        .filter(|s| {
            s.date
                .parse::<Date>()
                .is_ok_and(|d| span.start <= d && d <= span.end)
        })
        .cloned()
        .collect()
}

/// The stance that all take.
pub(super) fn only(mut stances: impl Iterator<Item = Stance>) -> Option<Stance> {
    let first = stances.next()?;
    stances.all(|stance| stance == first).then_some(first)
}

fn summary_of(
    pair: &Pair,
    counted: &Counted,
    held: Option<Stance>,
    shift: Option<(Stance, Stance, String)>,
) -> Summary {
    let Counted {
        raw,
        syndicated,
        days,
    } = counted;
    let last = days.last_key_value();
    let heard = match last {
        Some((_, day)) => day.leading(),
        None => only(syndicated.iter().map(|e| e.mention.stance)),
    };
    Summary {
        holder: pair.holder.clone(),
        proposal: pair.proposal.clone(),
        held,
        heard,
        n: syndicated.len() as u64,
        mentions: raw.iter().map(|e| e.weight).sum(),
        last: last.map(|(d, _)| d.to_string()),
        shift,
    }
}
