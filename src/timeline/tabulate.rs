//! Writes the rows of a pair; [`PairRows`](super::PairRows) tells the bytes and reads them.

use std::collections::BTreeMap;

use jiff::civil::Date;
use rustc_hash::FxHashSet;

use crate::model::{Bucket, Stance, StanceCounts, Tally};

use super::bytes::{UNKNOWN, day_of, number_of, put_small, put_step};
use super::cells::{Both, put_both, put_cell};
use super::condense::becomes_surer;
use super::mention::Mention;
use super::pair_rows::{TURNS, UNDATED, ordinal};
use super::series::{Counted, Entry, tally_of};

/// What the rows say of a shift: how long its JSON is, and what makes it one of a row.
#[derive(Debug, Clone, Copy)]
pub(super) struct ShiftPlace {
    pub(super) from: Stance,
    pub(super) to: Stance,
    pub(super) date: Date,
    /// Day on which it was believed.
    pub(super) until: Date,
    pub(super) bytes: usize,
}

/// Writes the rows that mentions make.
pub(super) fn tabulated(mut mentions: Vec<Mention>, shifts: &[ShiftPlace]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(64 + mentions.len() * 8);
    mentions.sort_unstable();
    let turns = mentions
        .chunk_by(|a, b| (a.cluster, a.stance) == (b.cluster, b.stance))
        .any(becomes_surer);
    let cuts = cuts(&mentions);
    let Counted {
        raw,
        syndicated,
        days,
    } = Counted::of(&mut mentions);
    let mut told: BTreeMap<i32, [Vec<Entry>; 2]> = BTreeMap::new();
    for (which, entries) in [raw, syndicated].into_iter().enumerate() {
        for entry in entries {
            let day = number_of(entry.day);
            told.entry(day).or_default()[which].push(entry);
        }
    }
    let undated = told.remove(&UNKNOWN);
    let flag = |is: bool, flag: u8| if is { flag } else { 0 };
    bytes.push(flag(turns, TURNS) | flag(undated.is_some(), UNDATED));
    put_small(&mut bytes, cuts.len() as u64);
    let mut before = 0;
    for (from, last) in cuts {
        put_step(&mut bytes, i64::from(from) - before);
        put_small(&mut bytes, i64::from(last).abs_diff(i64::from(from)));
        before = i64::from(from);
    }
    put_shifts(&mut bytes, shifts);
    if let Some([raw, syndicated]) = &undated {
        let of = |entries: &[Entry]| {
            let mut growing = Growing::default();
            for entry in entries {
                growing.add(entry);
            }
            growing.tally()
        };
        put_both(&mut bytes, &[of(raw), of(syndicated)]);
    }
    put_small(&mut bytes, told.len() as u64);
    let mut before = 0;
    let mut week = Open::new(Bucket::Week);
    let mut month = Open::new(Bucket::Month);
    for (day, entries) in &told {
        put_step(&mut bytes, i64::from(*day) - before);
        before = i64::from(*day);
        let leading = day_of(*day)
            .and_then(|day| days.get(&day))
            .and_then(super::shift::Day::leading);
        let mut alone = Open::new(Bucket::Day);
        let [day, week, month] = [&mut alone, &mut week, &mut month].map(|open| {
            open.take(*day, entries);
            open.both()
        });
        put_cell(&mut bytes, leading, &[day, week, month]);
    }
    bytes
}

fn put_shifts(bytes: &mut Vec<u8>, shifts: &[ShiftPlace]) {
    put_small(bytes, shifts.len() as u64);
    let mut before = 0;
    for shift in shifts {
        bytes.push(shift.from as u8 | (shift.to as u8) << 4);
        let date = i64::from(number_of(Some(shift.date)));
        put_step(bytes, date - before);
        put_step(bytes, i64::from(number_of(Some(shift.until))) - date);
        put_small(bytes, shift.bytes as u64);
        before = date;
    }
}

/// Days, each with the last one of its stretch, on which a cut goes through what belongs together: of these the mentions of a cluster, or those
/// that an article has of one stance, are partly made by then and partly not. Up to any other day the rows are a beginning of all rows.
fn cuts(mentions: &[Mention]) -> Vec<(i32, i32)> {
    let mut cuts = Vec::new();
    let mut cut = |group: &[Mention]| {
        let days = || group.iter().map(|m| number_of(m.day));
        if let (Some(first), Some(last)) = (days().min(), days().max())
            && first < last
        {
            cuts.push((first, last - 1));
        }
    };
    mentions
        .chunk_by(|a, b| (a.cluster, a.stance) == (b.cluster, b.stance))
        .for_each(&mut cut);
    let mut of_articles = mentions.to_vec();
    of_articles.sort_unstable_by_key(|m| (m.article, m.stance));
    of_articles
        .chunk_by(|a, b| (a.article, a.stance) == (b.article, b.stance))
        .for_each(&mut cut);
    cuts.sort_unstable();
    cuts.dedup();
    cuts
}

/// The tallies of a bucket, day after day.
struct Open {
    by: Bucket,
    ordinal: Option<i64>,
    growing: [Growing; 2],
}

impl Open {
    fn new(by: Bucket) -> Self {
        Self {
            by,
            ordinal: None,
            growing: Default::default(),
        }
    }

    fn take(&mut self, day: i32, entries: &[Vec<Entry>; 2]) {
        let ordinal = Some(ordinal(self.by, day));
        if ordinal != self.ordinal {
            self.ordinal = ordinal;
            self.growing = Default::default();
        }
        for (growing, entries) in self.growing.iter_mut().zip(entries) {
            for entry in entries {
                growing.add(entry);
            }
        }
    }

    fn both(&self) -> Both {
        [self.growing[0].tally(), self.growing[1].tally()]
    }
}

/// A tally to which entries may still be added.
#[derive(Default)]
struct Growing {
    counts: StanceCounts,
    beyond: u64,
    claimed: u64,
    articles: FxHashSet<u64>,
    clusters: FxHashSet<u64>,
    outlets: FxHashSet<u64>,
}

impl Growing {
    fn add(&mut self, entry: &Entry) {
        self.counts.add(entry.mention.stance, entry.weight);
        self.beyond += entry.weight - 1;
        self.claimed = self.claimed.max(entry.outlets);
        self.articles.insert(entry.mention.article);
        self.clusters.insert(entry.mention.cluster);
        if entry.mention.outlet != 0 {
            self.outlets.insert(entry.mention.outlet);
        }
    }

    fn tally(&self) -> Tally {
        tally_of(
            self.counts,
            self.articles.len() as u64 + self.beyond,
            self.clusters.len() as u64,
            self.claimed.max(self.outlets.len() as u64),
        )
    }
}

/// Leaves of statements with their copies only those that can show in rows of days from `start` on, and whatever belongs together with them:
/// articles that have a mention there, and all clusters that these are in.
pub(super) fn restrict(mentions: &mut Vec<Mention>, start: i32) {
    let mut articles: FxHashSet<u64> = FxHashSet::default();
    for mention in mentions.iter() {
        if number_of(mention.day) >= start {
            articles.insert(mention.article);
        }
    }
    let mut clusters: FxHashSet<u64> = FxHashSet::default();
    for mention in mentions.iter() {
        if articles.contains(&mention.article) {
            clusters.insert(mention.cluster);
        }
    }
    mentions.retain(|mention| clusters.contains(&mention.cluster));
}
