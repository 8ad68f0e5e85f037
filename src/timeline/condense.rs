//! Writes the days of a pair; [`PairDays`](super::PairDays) tells the bytes and reads them.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::model::{Holder, Named, Stance};

use super::bytes::{Bytes, UNKNOWN, day_of, number_of, put_len, put_small, put_step, put_text};
use super::mention::Mention;
use super::pair_days::{CUT_TURNS, NONE_LEADS, UNDATED};
use super::series::{Entry, days_of, entries, once_an_article};
use super::shift::{Day, ShiftRule, held_of};
use super::{Pair, holder_rank};

/// What names a pair has, with the earliest day of each.
pub(super) type Names = [(Date, Holder, Named)];

/// Writes the days of a pair.
pub(super) fn condensed(pair: &Pair, names: &Names, rule: ShiftRule) -> Vec<u8> {
    let mut mentions = pair.mentions.clone();
    mentions.sort_unstable();
    let (mut raw, syndicated) = entries(&mentions);
    let days = days_of(&syndicated);
    let mut turns = mentions
        .chunk_by(|a, b| (a.cluster, a.stance) == (b.cluster, b.stance))
        .any(becomes_surer);
    let mut told: BTreeMap<i32, BTreeMap<i32, u64>> = BTreeMap::new();
    for counted in once_an_article(&mut raw) {
        let since = counted.iter().map(|e| number_of(e.said)).min();
        turns |= may_be_another(counted);
        if let (Some(since), Some(first)) = (since, counted.first()) {
            let of = told.entry(since).or_default();
            *of.entry(number_of(first.day)).or_default() += first.weight;
        }
    }
    let mut said: BTreeMap<i32, [u64; Stance::ALL.len()]> = BTreeMap::new();
    for own in mentions.iter().filter(|m| !m.copy) {
        said.entry(number_of(own.day)).or_default()[own.stance as usize] += 1;
    }
    let undated = syndicated.iter().filter(|e| e.day.is_none()).count() as u64;
    let mut bytes = Vec::with_capacity(96 + said.len() * 8);
    put_names(&mut bytes, names);
    let last = days.last_key_value();
    let stance = last.and_then(|(_, day)| day.leading());
    let stance = stance.or_else(|| leading_of_all(&syndicated));
    bytes.push(stance.map_or(0, |s| s as u8));
    bytes.extend(number_of(last.map(|(day, _)| *day)).to_le_bytes());
    let flag = |is: bool, flag: u8| if is { flag } else { 0 };
    bytes.push(flag(turns, CUT_TURNS) | flag(said.contains_key(&UNKNOWN), UNDATED));
    let dated = || said.keys().copied().filter(|d| *d != UNKNOWN);
    let heard = mentions.iter().filter_map(|m| m.day).max();
    for day in [dated().min(), dated().max(), Some(number_of(heard))] {
        bytes.extend(day.unwrap_or(UNKNOWN).to_le_bytes());
    }
    put_small(&mut bytes, syndicated.len() as u64);
    put_small(&mut bytes, told.values().flat_map(BTreeMap::values).sum());
    let held = held_of(&days, rule);
    put_small(&mut bytes, held.len() as u64);
    for held in held {
        bytes.push(held.stance as u8);
        bytes.extend(number_of(Some(held.since)).to_le_bytes());
        bytes.extend(number_of(Some(held.believed)).to_le_bytes());
    }
    let nothing = BTreeMap::new();
    let told_on = |day: &i32| told.get(day).unwrap_or(&nothing);
    if let Some(of) = said.get(&UNKNOWN) {
        put_cell(&mut bytes, 0, of, (None, undated), told_on(&UNKNOWN));
    }
    put_small(&mut bytes, dated().count() as u64);
    let mut before = 0;
    for (&day, of) in said.iter().filter(|(day, _)| **day != UNKNOWN) {
        put_step(&mut bytes, i64::from(day) - before);
        before = i64::from(day);
        let counted = day_of(day).and_then(|day| days.get(&day));
        let counted = counted.map_or((None, 0), |day| (day.leading(), day.n()));
        put_cell(&mut bytes, before, of, counted, told_on(&day));
    }
    bytes
}

fn put_names(bytes: &mut Vec<u8>, names: &Names) {
    let mut names: Vec<_> = names.iter().collect();
    names.sort_by_cached_key(|(_, holder, proposal)| (holder_rank(holder), proposal.name.clone()));
    put_len(bytes, names.len());
    for (day, holder, proposal) in names {
        let day = Some(*day).filter(|day| *day != Date::MAX);
        bytes.extend(number_of(day).to_le_bytes());
        for text in [&holder.id, &holder.name, &holder.kind] {
            put_text(bytes, text);
        }
        bytes.push(u8::from(holder.country.is_some()));
        put_text(bytes, holder.country.as_deref().unwrap_or_default());
        put_text(bytes, &proposal.id);
        put_text(bytes, &proposal.name);
    }
}

fn put_cell(
    bytes: &mut Vec<u8>,
    day: i64,
    said: &[u64; Stance::ALL.len()],
    (leading, n): (Option<Stance>, u64),
    told: &BTreeMap<i32, u64>,
) {
    let stances = (0..said.len()).filter(|i| said[*i] > 0);
    let present = stances.clone().fold(0, |bits, i| bits | 1u8 << i);
    bytes.push(leading.map_or(NONE_LEADS, |s| s as u8) | present << 3);
    for i in stances {
        put_small(bytes, said[i]);
    }
    put_small(bytes, n);
    put_small(bytes, told.len() as u64);
    for (&at, &count) in told {
        if at == UNKNOWN {
            put_small(bytes, 0);
        } else {
            put_small(bytes, Bytes::folded(i64::from(at) - day) + 1);
        }
        put_small(bytes, count);
    }
}

fn leading_of_all(syndicated: &[Entry]) -> Option<Stance> {
    let mut all = Day::default();
    for entry in syndicated {
        all.add(entry.mention.stance, entry.mention.confidence());
    }
    all.leading()
}

/// Whether a cluster is surer than its first day's statements, or has other copies than each of its statements.
pub(super) fn becomes_surer(cluster: &[Mention]) -> bool {
    let own = || cluster.iter().filter(|m| !m.copy);
    let first = cluster.first().and_then(|m| m.day);
    let then = own().filter(|m| m.day == first).map(|m| m.doubt).min();
    let mut copies: Vec<u64> = cluster
        .iter()
        .filter(|m| m.copy)
        .map(|m| m.article)
        .collect();
    let all = copies.len();
    copies.sort_unstable();
    copies.dedup();
    then != cluster.iter().map(|m| m.doubt).min() || all != copies.len() * own().count()
}

/// Whether the mention that an article counts as may be one of another day, or of another weight, where some were not made yet.
fn may_be_another(counted: &[Entry]) -> bool {
    let Some(first) = counted.first() else {
        return false;
    };
    let earliest = counted
        .iter()
        .all(|e| number_of(first.said) <= number_of(e.said));
    let alike = counted
        .iter()
        .all(|e| (e.day, e.weight) == (first.day, first.weight));
    !earliest && !alike
}
