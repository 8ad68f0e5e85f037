//! What a pair's statements amount to day by day: a few bytes a day, out of which every summary is made, whatever stretch of days is asked for.
//!
//! A store keeps these bytes beside the folds, so that a table of all pairs is one pass over some megabytes. What was said up to a day is
//! the beginning of what was said altogether, but for rare turns: a cluster that becomes surer by a later statement, an article that
//! is counted for an earlier paragraph of another day. Bytes of such a pair say so, and who asks for less than all of it folds again.
//!
//! # The bytes
//! Days are numbers (4 bytes little-endian, days since 1970, the greatest where none is known); *small* is seven bits a byte; a text is its
//! length (4 bytes) and itself.
//!
//! ```text
//! names     4 bytes how many, then each: earliest day; holder's id, name, kind, whether a country follows (1), country; proposal's id, name
//! head      stance (1) and the day on which it was taken, flags (1), first, last and heard (days), clusters (small), mentions (small)
//! held      how many (small), then each: stance (1), since, believed (days)
//! undated   a cell, where the flags say so
//! dated     how many (small), then each: days since the last one (small, either sign), a cell
//! cell      leading stance and stances said (1), statements of each of these (small), clusters (small), how many days of mentions
//!           follow (small), each: days from the cell's (small, either sign, plus 1; 0 where it is not known), mentions (small)
//! ```

use jiff::civil::Date;

use crate::model::{Bucket, Holder, Named, Stance, Summary};

use super::bucket::bucket_of;
use super::bytes::{Bytes, DamagedFold, UNKNOWN, day_of, number_of};
use super::series::only;

/// Flag: a last day may change more than what comes after it.
pub(super) const CUT_TURNS: u8 = 1;
/// Flag: something was said on a day that nobody knows.
pub(super) const UNDATED: u8 = 2;
/// In place of a stance: none leads.
pub(super) const NONE_LEADS: u8 = 4;

/// The days of a pair, read from bytes.
#[derive(Debug, Clone, Copy)]
pub struct PairDays<'b> {
    names: Bytes<'b>,
    /// Last known stance, and its day.
    stance: (Stance, i32),
    flags: u8,
    /// Days of the first and the last statement, and of the last mention, copies included.
    first: i32,
    last: i32,
    heard: i32,
    n: u64,
    mentions: u64,
    held: &'b [u8],
    cells: Bytes<'b>,
}

/// One day, or what has none.
struct Cell {
    leading: Option<Stance>,
    said: [u64; Stance::ALL.len()],
    n: u64,
    /// Mentions, copies included, and those of them on the first day that is asked for or later.
    mentions: u64,
    late: u64,
}

/// Bytes of a stance that was held.
const HELD_BYTES: usize = 9;

impl<'b> PairDays<'b> {
    /// Reads what [`PairFold::condense`](super::PairFold::condense) wrote; days are read where they are asked for.
    pub fn read(bytes: &'b [u8]) -> Result<Self, DamagedFold> {
        let mut rest = Bytes(bytes);
        let names = rest;
        for _ in 0..rest.len()? {
            name(&mut rest)?;
        }
        let stance = (stance(rest.byte()?)?, rest.day_number()?);
        let flags = rest.byte()?;
        let [first, last, heard] = [rest.day_number()?, rest.day_number()?, rest.day_number()?];
        let (n, mentions) = (rest.small()?, rest.small()?);
        let held = usize::try_from(rest.small()?).map_err(|_| DamagedFold)?;
        let held = rest.slice(held.checked_mul(HELD_BYTES).ok_or(DamagedFold)?)?;
        Ok(Self {
            names,
            stance,
            flags,
            first,
            last,
            heard,
            n,
            mentions,
            held,
            cells: rest,
        })
    }

    /// Whether something was said by the last day, and heard from the first one on.
    pub fn touches(&self, from: Option<Date>, to: Option<Date>) -> bool {
        let spoken = to.is_none_or(|to| self.first <= number_of(Some(to)));
        let heard =
            from.is_none_or(|from| self.heard != UNKNOWN && self.heard >= number_of(Some(from)));
        spoken && heard
    }

    /// Whether a last day cuts nothing off.
    pub fn ends_by(&self, to: Option<Date>) -> bool {
        to.is_none_or(|to| {
            let dated = self.flags & UNDATED == 0;
            dated && self.last <= number_of(Some(to))
        })
    }

    /// Whether what was said up to a day is told here; where it is not, it must be folded.
    pub fn tells(&self, to: Option<Date>) -> bool {
        self.flags & CUT_TURNS == 0 || self.ends_by(to)
    }

    /// Whether a stance was given up for another between those days, as it was known on the last one.
    pub fn has_shift(&self, from: Option<Date>, to: Option<Date>) -> Result<bool, DamagedFold> {
        let start = from.map_or(i32::MIN, |from| number_of(Some(from)));
        // The first stance that was held is no shift.
        for held in held_by(self.held, number_of(to)).skip(1) {
            if held?.1 >= start {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The summary that folding makes of what was said in buckets that end on `from` or later, up to `to`; none where nothing was said in
    /// them. Asks for [`PairDays::tells`].
    pub fn summary(
        &self,
        by: Bucket,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<Option<Summary>, DamagedFold> {
        let to = to.filter(|to| !self.ends_by(Some(*to)));
        let end = number_of(to);
        let Some((holder, proposal)) = self.called(to)? else {
            return Ok(None);
        };
        let mut summary = Summary {
            holder,
            proposal,
            held: None,
            heard: Some(self.stance.0),
            n: self.n,
            mentions: self.mentions,
            last: day_of(self.stance.1).map(|d| d.to_string()),
            shift: None,
        };
        if self.stance.1 == UNKNOWN {
            summary.heard = self.said_undated()?;
        }
        if from.is_some() || to.is_some() {
            let start = from.map(|from| number_of(Some(bucket_of(from, by).start)));
            let (mut n, mut mentions, mut last) = (0, 0, None);
            self.each_cell(end, start.unwrap_or(UNKNOWN), &mut |day, cell| {
                if day != UNKNOWN && cell.n > 0 {
                    last = Some((day, cell.leading));
                }
                let within = start.is_none_or(|start| day != UNKNOWN && day >= start);
                n += if within { cell.n } else { 0 };
                mentions += if start.is_none() {
                    cell.mentions
                } else {
                    cell.late
                };
            })?;
            if start.is_some() && mentions == 0 || to.is_some() && last.is_none() {
                return Ok(None);
            }
            (summary.n, summary.mentions) = (n, mentions);
            if let (Some(_), Some((day, leading))) = (to, last) {
                summary.heard = Some(leading.ok_or(DamagedFold)?);
                summary.last = day_of(day).map(|d| d.to_string());
            }
        }
        let mut moved: [Option<(Stance, i32)>; 2] = [None, None];
        for held in held_by(self.held, end) {
            moved = [moved[1], Some(held?)];
        }
        summary.held = moved[1].map(|(stance, _)| stance);
        if let [Some((earlier, _)), Some((later, since))] = moved {
            let wanted = from.is_none_or(|from| since >= number_of(Some(from)));
            let since = day_of(since).ok_or(DamagedFold)?.to_string();
            summary.shift = wanted.then_some((earlier, later, since));
        }
        Ok(Some(summary))
    }

    /// What holder and proposal are called by what was said up to a day; none where nothing was.
    pub fn called(&self, to: Option<Date>) -> Result<Option<(Holder, Named)>, DamagedFold> {
        let end = number_of(to);
        let mut names = self.names;
        let (mut holder, mut proposal): (Option<Name<'b>>, Option<Name<'b>>) = (None, None);
        for _ in 0..names.len()? {
            let next = name(&mut names)?;
            if next.day > end {
                continue;
            }
            // They stand in the order in which holders are preferred.
            holder = holder.or(Some(next));
            if proposal.is_none_or(|p| next.proposal.1 < p.proposal.1) {
                proposal = Some(next);
            }
        }
        let Some((holder, proposal)) = holder.zip(proposal) else {
            return Ok(None);
        };
        let holder = Holder {
            id: holder.id.to_owned(),
            name: holder.holder.to_owned(),
            kind: holder.kind.to_owned(),
            country: holder.country.map(str::to_owned),
        };
        let proposal = Named {
            id: proposal.proposal.0.to_owned(),
            name: proposal.proposal.1.to_owned(),
        };
        Ok(Some((holder, proposal)))
    }

    /// Days since when a stance was held, as shifts are told, with that stance, in order.
    pub fn held(&self) -> Result<Vec<(Date, Stance)>, DamagedFold> {
        held_by(self.held, UNKNOWN)
            .map(|held| {
                let (stance, since) = held?;
                Ok((day_of(since).ok_or(DamagedFold)?, stance))
            })
            .collect()
    }

    /// The stance that all statements without a date take.
    fn said_undated(&self) -> Result<Option<Stance>, DamagedFold> {
        let mut stance = None;
        self.each_cell(UNKNOWN, UNKNOWN, &mut |day, cell| {
            let said = |stance: &Stance| cell.said[*stance as usize] > 0;
            if day == UNKNOWN {
                stance = only(Stance::ALL.into_iter().filter(said));
            }
        })?;
        Ok(stance)
    }

    /// Statements by day and stance.
    pub fn counts(
        &self,
        take: &mut dyn FnMut(Option<Date>, Stance, u64),
    ) -> Result<(), DamagedFold> {
        self.each_cell(UNKNOWN, UNKNOWN, &mut |day, cell| {
            for stance in Stance::ALL {
                if cell.said[stance as usize] > 0 {
                    take(day_of(day), stance, cell.said[stance as usize]);
                }
            }
        })
    }

    /// Hands the cells up to a day to `take`; mentions are late from `start` on. The one without a day comes only where no day ends it.
    fn each_cell(
        &self,
        end: i32,
        start: i32,
        take: &mut dyn FnMut(i32, &Cell),
    ) -> Result<(), DamagedFold> {
        let mut rest = self.cells;
        if self.flags & UNDATED != 0 {
            let cell = cell(&mut rest, 0, start)?;
            if end == UNKNOWN {
                take(UNKNOWN, &cell);
            }
        }
        let mut day = 0i64;
        for _ in 0..rest.small()? {
            day = day.checked_add(rest.step()?).ok_or(DamagedFold)?;
            let number = i32::try_from(day).map_err(|_| DamagedFold)?;
            if number > end {
                return Ok(());
            }
            let cell = cell(&mut rest, day, start)?;
            take(number, &cell);
        }
        if rest.is_empty() {
            Ok(())
        } else {
            Err(DamagedFold)
        }
    }
}

/// The stances that were believed by a day, each with the day since when it was held.
fn held_by(
    held: &[u8],
    end: i32,
) -> impl Iterator<Item = Result<(Stance, i32), DamagedFold>> + use<'_> {
    held.chunks_exact(HELD_BYTES)
        .map(move |bytes| {
            let mut rest = Bytes(bytes);
            let stance = stance(rest.byte()?)?;
            Ok((stance, rest.day_number()?, rest.day_number()?))
        })
        .take_while(move |held| held.is_ok_and(|(_, _, believed)| believed <= end) || held.is_err())
        .map(|held| held.map(|(stance, since, _)| (stance, since)))
}

pub(super) fn stance(byte: u8) -> Result<Stance, DamagedFold> {
    Stance::ALL
        .get(usize::from(byte))
        .copied()
        .ok_or(DamagedFold)
}

#[derive(Debug, Clone, Copy)]
struct Name<'b> {
    day: i32,
    id: &'b str,
    holder: &'b str,
    kind: &'b str,
    country: Option<&'b str>,
    proposal: (&'b str, &'b str),
}

fn name<'b>(rest: &mut Bytes<'b>) -> Result<Name<'b>, DamagedFold> {
    let day = rest.day_number()?;
    let [id, holder, kind] = [rest.text()?, rest.text()?, rest.text()?];
    let has_country = rest.byte()? == 1;
    let country = Some(rest.text()?).filter(|_| has_country);
    Ok(Name {
        day,
        id,
        holder,
        kind,
        country,
        proposal: (rest.text()?, rest.text()?),
    })
}

/// A cell, with all its mentions and those on `start` or later.
fn cell(rest: &mut Bytes<'_>, day: i64, start: i32) -> Result<Cell, DamagedFold> {
    let head = rest.byte()?;
    let mut cell = Cell {
        leading: match head & 7 {
            NONE_LEADS => None,
            leading => Some(stance(leading)?),
        },
        said: [0; Stance::ALL.len()],
        n: 0,
        mentions: 0,
        late: 0,
    };
    for (bit, said) in cell.said.iter_mut().enumerate() {
        if head >> 3 & 1 << bit != 0 {
            *said = rest.count()?;
        }
    }
    cell.n = rest.count()?;
    for _ in 0..rest.small()? {
        let code = rest.small()?;
        let count = rest.count()?;
        cell.mentions += count;
        if code > 0 && day.saturating_add(Bytes::unfold(code - 1)) >= i64::from(start) {
            cell.late += count;
        }
    }
    Ok(cell)
}
