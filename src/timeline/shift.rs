//! When a holder has moved: the rule, and the walk over the days that applies it.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_128;

use crate::model::{SHIFT_SCHEMA, Shift, ShiftSide, Stance};

use super::Pair;
use super::bucket::days_between;
use super::mention::Shown;
use super::pair_fold::Turn;

/// The rule for shifts.
///
/// A stance is *held* once it is believed: the chance that at least one of its statements is right, `1 - Π(1 - confidence)`, has
/// reached `certainty`. Counted are statements of days on which the stance leads, one a syndication cluster, since the last
/// day on which the stance held before led. The move is a shift, dated on the first of those days. So at 0.7 one statement of
/// confidence 0.7 moves a holder, and so do two of 0.5 on which nothing of the old stance follows; one stray statement of 0.5 does
/// not, nor do copies of it, and the next word for the old stance forgets it. Statements without a date move nobody, and the first
/// stance held is no shift. A shift tells the later side as it stood on the day on which it was believed, so that what is said afterwards does not
/// change it; what arrives late may.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ShiftRule {
    /// Chance at which a stance is believed, 0 to 1.
    pub certainty: f64,
}

impl Default for ShiftRule {
    fn default() -> Self {
        Self { certainty: 0.7 }
    }
}

/// The statements of one day, one a cluster.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Day {
    of: [Cell; Stance::ALL.len()],
}

#[derive(Debug, Clone, Copy, Default)]
struct Cell {
    n: u64,
    /// Summed confidence in millionths.
    confidence: u64,
    /// Summed -ln(1 - confidence) in millionths: whole, so that the order of adding does not show.
    belief: u64,
}

impl Day {
    /// Adds a statement with its confidence in millionths.
    pub(super) fn add(&mut self, stance: Stance, confidence: u64) {
        let cell = &mut self.of[stance as usize];
        cell.n += 1;
        cell.confidence += confidence;
        cell.belief += belief(confidence as f64 / 1e6);
    }

    /// Statements, one a cluster.
    pub(super) fn n(&self) -> u64 {
        self.of.iter().map(|cell| cell.n).sum()
    }

    /// The stance with the highest summed confidence, then number, then first in order.
    pub(super) fn leading(&self) -> Option<Stance> {
        // `max_by_key` keeps the last of equals, hence the reverse.
        Stance::ALL
            .into_iter()
            .rev()
            .filter(|s| self.of[*s as usize].n > 0)
            .max_by_key(|s| (self.of[*s as usize].confidence, self.of[*s as usize].n))
    }
}

/// -ln(1 - p) in millionths; certainty counts as one chance of error in a million.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "between 0 and 13.9 million after the clamp"
)]
fn belief(p: f64) -> u64 {
    let wrong = (1.0 - p).clamp(1e-6, 1.0);
    (-wrong.ln() * 1e6).round() as u64
}

/// A stance as it is held.
#[derive(Debug, Clone, Copy)]
pub(super) struct Held {
    pub(super) stance: Stance,
    pub(super) since: Date,
    until: Date,
    /// Day on which it was first believed: its evidence lies between `since` and here.
    pub(super) believed: Date,
}

/// A stance that is gathering belief against the one that is held.
#[derive(Debug, Clone, Copy)]
struct Rival {
    since: Date,
    belief: u64,
}

/// The shifts of one pair, in time order.
pub(super) fn shifts_of(pair: &Pair, days: &BTreeMap<Date, Day>, rule: ShiftRule) -> Vec<Shift> {
    let held = held_of(days, rule);
    let moves = held.windows(2);
    moves
        .filter_map(|pairwise| shift(pair, days, pairwise[0], pairwise[1]))
        .collect()
}

/// The stances that were held, one after the other.
pub(super) fn held_of(days: &BTreeMap<Date, Day>, rule: ShiftRule) -> Vec<Held> {
    let enough = belief(rule.certainty);
    let mut held: Vec<Held> = Vec::new();
    let mut rivals: [Option<Rival>; Stance::ALL.len()] = [None; Stance::ALL.len()];
    for (&date, day) in days {
        let Some(leading) = day.leading() else {
            continue;
        };
        if let Some(current) = held.last_mut().filter(|h| h.stance == leading) {
            current.until = date;
            rivals = [None; Stance::ALL.len()];
            continue;
        }
        let rival = rivals[leading as usize].get_or_insert(Rival {
            since: date,
            belief: 0,
        });
        rival.belief += day.of[leading as usize].belief;
        if rival.belief >= enough {
            held.push(Held {
                stance: leading,
                since: rival.since,
                until: date,
                believed: date,
            });
            rivals = [None; Stance::ALL.len()];
        }
    }
    held
}

/// The days among whose statements [`shift`] finds the evidence of each move.
pub(super) fn turns_of(held: &[Held]) -> Vec<Turn> {
    let mut turns = Vec::with_capacity(held.len() * 2);
    for pairwise in held.windows(2) {
        let (from, to) = (pairwise[0], pairwise[1]);
        turns.push(Turn {
            from: from.until,
            to: from.until,
            stance: from.stance,
        });
        turns.push(Turn {
            from: to.since,
            to: to.believed,
            stance: to.stance,
        });
    }
    turns
}

fn shift(pair: &Pair, days: &BTreeMap<Date, Day>, from: Held, to: Held) -> Option<Shift> {
    let side = |held: Held, until: Date, shown: &Shown, n: u64| ShiftSide {
        stance: held.stance,
        n,
        since: held.since.to_string(),
        until: until.to_string(),
        shown: shown.evidence.clone(),
    };
    // The later side is told as it stood when it was believed: what is said afterwards must not change a shift that was published.
    let end = to.believed.saturating_add(1.day());
    // Every day on which a stance leads has a statement of it, hence its evidence.
    let before = pair.shown.get(&(from.until, from.stance))?;
    let after = pair
        .shown
        .range((to.since, Stance::Support)..=(to.believed, Stance::Oppose))
        .filter(|((_, stance), _)| *stance == to.stance)
        .map(|(_, shown)| shown)
        .min_by_key(|shown| shown.rank())?;
    let date = to.since.to_string();
    let id = format!(
        "{}\u{1f}{}\u{1f}{}\u{1f}{}\u{1f}{date}",
        pair.holder.id,
        pair.proposal.id,
        from.stance.name(),
        to.stance.name(),
    );
    Some(Shift {
        schema: SHIFT_SCHEMA.to_owned(),
        id: format!("{:032x}", xxh3_128(id.as_bytes())),
        holder: pair.holder.clone(),
        proposal: pair.proposal.clone(),
        from: side(
            from,
            from.until,
            before,
            count(days, from.stance, from.since, to.since),
        ),
        to: side(
            to,
            to.believed,
            after,
            count(days, to.stance, to.since, end),
        ),
        age_days: days_between(from.until, to.since),
        date,
    })
}

/// Statements of `stance` from `since` up to the day before `end`.
fn count(days: &BTreeMap<Date, Day>, stance: Stance, since: Date, end: Date) -> u64 {
    if since >= end {
        return 0;
    }
    days.range(since..end)
        .map(|(_, day)| day.of[stance as usize].n)
        .sum()
}
