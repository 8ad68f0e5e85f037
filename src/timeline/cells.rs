//! One day of a pair's rows as bytes: [`PairRows`](super::PairRows) tells them.

use crate::model::{Bucket, Stance, StanceCounts, Tally};

use super::bytes::{Bytes, DamagedFold, put_small};
use super::pair_days::{NONE_LEADS, stance};
use super::series::tally_of;

/// Raw and syndication-aware.
pub(super) type Both = [Tally; 2];

/// Of a cell: one statement of the leading stance is all, and the only one of its article and cluster.
const ALONE: u8 = 1 << 3;
/// Its outlet is named.
const NAMES_OUTLET: u8 = 1 << 4;
/// The week so far is not as the day.
const WEEK_FOLLOWS: u8 = 1 << 5;
/// The month so far is neither as the day nor as the week.
const MONTH_FOLLOWS: u8 = 1 << 6;
/// The month so far is as the week.
const WEEK_IS: u8 = 1 << 7;

/// Of two tallies: the second is the same.
const SAME: u8 = 1 << 4;
/// Of a tally: as many articles and clusters as statements.
const OWN_ARTICLES: u8 = 1 << 5;

/// One day.
pub(super) struct Cell {
    pub(super) day: i32,
    pub(super) leading: Option<Stance>,
    /// Of the day, or of its bucket so far.
    pub(super) tallies: Both,
}

/// Writes a day: its tallies, and those of its week and its month so far.
pub(super) fn put_cell(bytes: &mut Vec<u8>, leading: Option<Stance>, told: &[Both; 3]) {
    let [day, week, month] = told;
    let mut head = leading.map_or(NONE_LEADS, |s| s as u8);
    let alone = leading.is_some_and(|stance| {
        let mut counts = StanceCounts::default();
        counts.add(stance, 1);
        let outlets = day[0].outlets;
        outlets <= 1 && *day == [tally_of(counts, 1, 1, outlets); 2]
    });
    if alone {
        head |= ALONE;
        if day[0].outlets == 1 {
            head |= NAMES_OUTLET;
        }
    }
    if week != day {
        head |= WEEK_FOLLOWS;
    }
    if month != day {
        head |= if month == week {
            WEEK_IS
        } else {
            MONTH_FOLLOWS
        };
    }
    bytes.push(head);
    if !alone {
        put_both(bytes, day);
    }
    if head & WEEK_FOLLOWS != 0 {
        put_both(bytes, week);
    }
    if head & MONTH_FOLLOWS != 0 {
        put_both(bytes, month);
    }
}

pub(super) fn put_both(bytes: &mut Vec<u8>, [raw, syndicated]: &Both) {
    let same = raw == syndicated;
    put_tally(bytes, raw, if same { SAME } else { 0 });
    if !same {
        put_tally(bytes, syndicated, 0);
    }
}

fn put_tally(bytes: &mut Vec<u8>, tally: &Tally, flags: u8) {
    let mut head = flags;
    for stance in Stance::ALL {
        if tally.counts.get(stance) > 0 {
            head |= 1 << stance as u8;
        }
    }
    let own = (tally.articles, tally.clusters) == (tally.statements, tally.statements);
    bytes.push(head | if own { OWN_ARTICLES } else { 0 });
    for stance in Stance::ALL {
        let count = tally.counts.get(stance);
        if count > 0 {
            put_small(bytes, count);
        }
    }
    if !own {
        put_small(bytes, tally.articles);
        put_small(bytes, tally.clusters);
    }
    put_small(bytes, tally.outlets);
}

/// Reads a day, with the tallies of its bucket so far.
pub(super) fn cell(rest: &mut Bytes<'_>, by: Bucket, day: i32) -> Result<Cell, DamagedFold> {
    let head = rest.byte()?;
    let leading = match head & 7 {
        NONE_LEADS => None,
        leading => Some(stance(leading)?),
    };
    let mut tallies = if head & ALONE != 0 {
        let mut counts = StanceCounts::default();
        counts.add(leading.ok_or(DamagedFold)?, 1);
        let outlets = u64::from(head & NAMES_OUTLET != 0);
        [tally_of(counts, 1, 1, outlets); 2]
    } else {
        both(rest)?
    };
    let day_alone = tallies;
    let mut week = day_alone;
    if head & WEEK_FOLLOWS != 0 {
        week = both(rest)?;
    }
    let month = if head & MONTH_FOLLOWS != 0 {
        both(rest)?
    } else if head & WEEK_IS != 0 {
        week
    } else {
        day_alone
    };
    match by {
        Bucket::Day => {}
        Bucket::Week => tallies = week,
        Bucket::Month => tallies = month,
    }
    Ok(Cell {
        day,
        leading,
        tallies,
    })
}

pub(super) fn both(rest: &mut Bytes<'_>) -> Result<Both, DamagedFold> {
    let (raw, same) = tally(rest)?;
    let syndicated = if same { raw } else { tally(rest)?.0 };
    Ok([raw, syndicated])
}

/// A tally, and whether the next one is the same.
fn tally(rest: &mut Bytes<'_>) -> Result<(Tally, bool), DamagedFold> {
    let head = rest.byte()?;
    let mut counts = StanceCounts::default();
    for stance in Stance::ALL {
        if head & 1 << stance as u8 != 0 {
            counts.add(stance, rest.count()?);
        }
    }
    let (articles, clusters) = if head & OWN_ARTICLES != 0 {
        (counts.total(), counts.total())
    } else {
        (rest.count()?, rest.count()?)
    };
    let outlets = rest.count()?;
    Ok((
        tally_of(counts, articles, clusters, outlets),
        head & SAME != 0,
    ))
}
