//! The rows of a pair, ready to be written out: for each day on which something was heard the tallies of that day, of its week and of its month
//! so far, as some bytes, out of which the rows of any width and any stretch of days are read without folding anything.
//!
//! Up to a day on which nothing is cut in two the rows are a beginning of all rows, and the last bucket is told by its last day, because
//! tallies of weeks and months grow day by day. Where a cut goes through what belongs together (a copy that ran the day after its
//! statement), the bytes say from which day on the rows are others, and that end alone is folded ([`PairRows::from_bucket`]).
//!
//! # The bytes
//! *Small*, *step* (small, of either sign) and days as in [`PairDays`](super::PairDays).
//!
//! ```text
//! flags     1
//! cuts      how many (small), then each: days since the last one's first (step), further days (small)
//! shifts    how many (small), then each: stances (1), days since the last one (step), days until it was believed (step), bytes of its JSON (small)
//! undated   two tallies, where the flags say so
//! days      how many (small), then each: days since the last one (step), a cell
//! cell      head (1), then what the head says: two tallies of the day, of the week so far, of the month so far
//! tallies   raw: head (1), statements of each stance that the head names, articles, clusters (small, unless each statement has its own),
//!           outlets (small); the same again for what is counted once a cluster, unless it is the same
//! ```

use jiff::civil::Date;

use crate::model::{Bucket, LastText, LeanRow, ShiftText, SpanText, Stance, Tally};

use super::bucket::bucket_of;
use super::bytes::{Bytes, DamagedFold, UNKNOWN, day_of, number_of};
use super::cells::{Cell, both, cell};
use super::pair_days::stance;
use super::series::LONGEST_SILENCE;
use super::spans::Spans;

/// Flag: a cut through a cluster may change which stance leads on a day before it.
pub(super) const TURNS: u8 = 1;
/// Flag: something has no date.
pub(super) const UNDATED: u8 = 2;

/// Number of the bucket that holds a day: those of one width are counted on.
pub(super) fn ordinal(by: Bucket, day: i32) -> i64 {
    match by {
        Bucket::Day => i64::from(day),
        // 1970 began on a Thursday.
        Bucket::Week => (i64::from(day) + 3).div_euclid(7),
        Bucket::Month => day_of(day).map_or(i64::MAX, |day| {
            i64::from(day.year()) * 12 + i64::from(day.month()) - 1
        }),
    }
}

/// The rows of a pair, read from bytes.
#[derive(Debug, Clone, Copy)]
pub struct PairRows<'b> {
    flags: u8,
    cuts: Bytes<'b>,
    shifts: Bytes<'b>,
    undated: Option<[Tally; 2]>,
    cells: Bytes<'b>,
}

/// What is asked of the rows.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'w> {
    /// Rows of buckets that end on this day or later.
    pub from: Option<Date>,
    /// What was said up to this day.
    pub to: Option<Date>,
    /// Rows of a fold from the bucket of this day on, in place of those here: [`PairRows::from_bucket`] says where.
    pub end: Option<(Date, PairRows<'w>)>,
    /// JSON of the pair's shifts, with a comma between two.
    pub shifts: &'w [u8],
    /// The first day whose shifts are among these; none where all are.
    pub shifts_since: Option<Date>,
}

impl<'b> PairRows<'b> {
    /// Reads what [`PairFold::tabulate`](super::PairFold::tabulate) wrote; days are read where they are asked for.
    pub fn read(bytes: &'b [u8]) -> Result<Self, DamagedFold> {
        let mut rest = Bytes(bytes);
        let flags = rest.byte()?;
        let cuts = rest;
        for _ in 0..rest.small()? {
            rest.step()?;
            rest.small()?;
        }
        let shifts = rest;
        for _ in 0..rest.small()? {
            rest.byte()?;
            rest.step()?;
            rest.step()?;
            rest.small()?;
        }
        let undated = match flags & UNDATED {
            0 => None,
            _ => Some(both(&mut rest)?),
        };
        Ok(Self {
            flags,
            cuts,
            shifts,
            undated,
            cells: rest,
        })
    }

    /// The first day from whose bucket on the rows up to a last day are others than the beginning of all rows; none where they are its
    /// beginning.
    pub fn from_bucket(&self, to: Option<Date>) -> Result<Option<Date>, DamagedFold> {
        let Some(to) = to else { return Ok(None) };
        let to = i64::from(number_of(Some(to)));
        let mut cuts = self.cuts;
        let (mut first, mut from) = (0i64, None);
        for _ in 0..cuts.small()? {
            first = first.checked_add(cuts.step()?).ok_or(DamagedFold)?;
            let further = i64::try_from(cuts.small()?).map_err(|_| DamagedFold)?;
            // They are in the order of their first days, so that the first one found is the earliest.
            if from.is_none() && first <= to && to - first <= further {
                from = Some(i32::try_from(first).map_err(|_| DamagedFold)?);
            }
        }
        from.map(|day| day_of(day).ok_or(DamagedFold)).transpose()
    }

    /// Whether a cut may change shifts that were before it.
    pub fn turns(&self) -> bool {
        self.flags & TURNS != 0
    }

    /// Whether a shift that was believed by a day is dated in the buckets from another day on.
    pub fn has_shift(
        &self,
        by: Bucket,
        from: Option<Date>,
        to: Option<Date>,
    ) -> Result<bool, DamagedFold> {
        let first = from.map_or(i64::MIN, |from| ordinal(by, number_of(Some(from))));
        let all = shifts_of(self.shifts, to, None)?;
        Ok(all.iter().any(|shift| ordinal(by, shift.day) >= first))
    }

    /// Hands the rows to `take`, in the order of their buckets; says whether anything was heard in them.
    pub fn each(
        &self,
        wanted: &Wanted<'_>,
        spans: &mut Spans,
        take: &mut dyn FnMut(&LeanRow<'_>),
    ) -> Result<bool, DamagedFold> {
        let by = spans.by();
        let ordinal_of = |day: Option<Date>| day.map(|day| ordinal(by, number_of(Some(day))));
        let replaced = wanted
            .end
            .as_ref()
            .map(|(day, _)| bucket_of(*day, by).start);
        let mut rows = Rows {
            first: ordinal_of(wanted.from).unwrap_or(i64::MIN),
            spans,
            take,
            shifts: shifts_of(
                self.shifts,
                wanted.to,
                Some((wanted.shifts, wanted.shifts_since)),
            )?,
            next_shift: 0,
            open: None,
            last: None,
            date: (UNKNOWN, String::new()),
            heard: false,
        };
        let mut end = number_of(wanted.to);
        if let Some(start) = replaced {
            end = end.min(number_of(Some(start)).saturating_sub(1));
        }
        self.each_cell(by, i32::MIN, end, &mut |cell| rows.add(cell))?;
        if let (Some((_, other)), Some(start)) = (&wanted.end, replaced) {
            let start = number_of(Some(start));
            // What is here was folded up to the last day: copies of it may have run later.
            other.each_cell(by, start, UNKNOWN, &mut |cell| rows.add(cell))?;
        }
        rows.close()?;
        let undated = match &wanted.end {
            Some((_, other)) => other.undated,
            None => self.undated.filter(|_| wanted.to.is_none()),
        };
        if let (Some([raw, syndicated]), None) = (&undated, wanted.from) {
            rows.heard |= raw.statements > 0;
            (rows.take)(&LeanRow {
                span: None,
                raw: Some(raw),
                syndicated,
                last: None,
                shifts: &[],
            });
        }
        Ok(rows.heard)
    }

    /// Hands the days between two, both included, to `take`, each with the tallies of its bucket so far.
    fn each_cell(
        &self,
        by: Bucket,
        from: i32,
        to: i32,
        take: &mut dyn FnMut(&Cell) -> Result<(), DamagedFold>,
    ) -> Result<(), DamagedFold> {
        let mut rest = self.cells;
        let mut day = 0i64;
        for _ in 0..rest.small()? {
            day = day.checked_add(rest.step()?).ok_or(DamagedFold)?;
            let number = i32::try_from(day).map_err(|_| DamagedFold)?;
            if number > to {
                return Ok(());
            }
            let cell = cell(&mut rest, by, number)?;
            if number >= from {
                take(&cell)?;
            }
        }
        if rest.is_empty() {
            Ok(())
        } else {
            Err(DamagedFold)
        }
    }
}

/// Rows while days come in.
struct Rows<'r, 's> {
    /// Number of the first bucket that is wanted.
    first: i64,
    spans: &'r mut Spans,
    take: &'r mut dyn FnMut(&LeanRow<'_>),
    shifts: Vec<KeptShift<'s>>,
    next_shift: usize,
    /// The bucket that the days belong to, with its tallies so far.
    open: Option<(i64, [Tally; 2])>,
    last: Option<(Stance, i32)>,
    /// A day in words, with its number: it is the same for many rows.
    date: (i32, String),
    heard: bool,
}

impl Rows<'_, '_> {
    fn add(&mut self, cell: &Cell) -> Result<(), DamagedFold> {
        let bucket = ordinal(self.spans.by(), cell.day);
        if let Some((open, _)) = self.open
            && open != bucket
        {
            self.close()?;
            let silent = bucket.saturating_sub(open).saturating_sub(1);
            // A longer silence is a stray date.
            if usize::try_from(silent).is_ok_and(|silent| silent <= LONGEST_SILENCE) {
                for silent in (open + 1).max(self.first)..bucket {
                    self.row(silent, &[Tally::default(); 2])?;
                }
            }
        }
        self.open = Some((bucket, cell.tallies));
        if let Some(leading) = cell.leading {
            self.last = Some((leading, cell.day));
        }
        Ok(())
    }

    /// Writes the bucket that is open.
    fn close(&mut self) -> Result<(), DamagedFold> {
        if let Some((bucket, tallies)) = self.open.take()
            && bucket >= self.first
        {
            self.row(bucket, &tallies)?;
        }
        Ok(())
    }

    fn row(&mut self, bucket: i64, [raw, syndicated]: &[Tally; 2]) -> Result<(), DamagedFold> {
        self.heard |= raw.statements > 0;
        let by = self.spans.by();
        let of = |shift: &KeptShift<'_>| ordinal(by, shift.day);
        while self
            .shifts
            .get(self.next_shift)
            .is_some_and(|s| of(s) < bucket)
        {
            self.next_shift += 1;
        }
        let mut shifts = Vec::new();
        for shift in self.shifts[self.next_shift..]
            .iter()
            .take_while(|s| of(s) == bucket)
        {
            shifts.push(ShiftText {
                from: shift.from,
                to: shift.to,
                date: &shift.date,
                json: shift.json,
            });
        }
        let span = self.spans.get(bucket).ok_or(DamagedFold)?;
        let last = match self.last {
            Some((stance, day)) => {
                if self.date.0 != day {
                    self.date = (day, day_of(day).ok_or(DamagedFold)?.to_string());
                }
                Some(LastText {
                    stance,
                    date: &self.date.1,
                    age_days: i64::from(span.last_day) - i64::from(day),
                })
            }
            None => None,
        };
        (self.take)(&LeanRow {
            span: Some(SpanText {
                label: &span.label,
                start: &span.start,
                end: &span.end,
            }),
            raw: Some(raw),
            syndicated,
            last,
            shifts: &shifts,
        });
        Ok(())
    }
}

/// A shift that rows may tell.
struct KeptShift<'s> {
    from: Stance,
    to: Stance,
    day: i32,
    date: String,
    json: &'s [u8],
}

/// The shifts that were believed by a day, in order; without their JSON where none is given.
fn shifts_of<'s>(
    mut rest: Bytes<'_>,
    to: Option<Date>,
    json: Option<(&'s [u8], Option<Date>)>,
) -> Result<Vec<KeptShift<'s>>, DamagedFold> {
    let end = i64::from(number_of(to));
    let since = json.and_then(|(_, since)| since);
    let since = since.map_or(i64::MIN, |since| i64::from(number_of(Some(since))));
    let (mut day, mut at) = (0i64, 0usize);
    let mut shifts = Vec::new();
    for _ in 0..rest.small()? {
        let stances = rest.byte()?;
        day = day.checked_add(rest.step()?).ok_or(DamagedFold)?;
        let believed = day.checked_add(rest.step()?).ok_or(DamagedFold)?;
        let bytes = usize::try_from(rest.small()?).map_err(|_| DamagedFold)?;
        if day < since {
            continue;
        }
        let begin = at;
        // A comma follows each but the last.
        at = at
            .checked_add(bytes)
            .and_then(|at| at.checked_add(1))
            .ok_or(DamagedFold)?;
        if believed > end {
            continue;
        }
        let number = i32::try_from(day).map_err(|_| DamagedFold)?;
        shifts.push(KeptShift {
            from: stance(stances & 15)?,
            to: stance(stances >> 4)?,
            day: number,
            date: match json {
                Some(_) => day_of(number).ok_or(DamagedFold)?.to_string(),
                None => String::new(),
            },
            json: match json {
                // Where none of them is wanted, none was loaded.
                None | Some(([], _)) => &[],
                Some((json, _)) => json.get(begin..at - 1).ok_or(DamagedFold)?,
            },
        });
    }
    Ok(shifts)
}
