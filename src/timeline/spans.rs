//! Buckets by their numbers, in words: rows of thousands of pairs name the same few hundred.

use std::collections::hash_map::Entry;

use rustc_hash::FxHashMap;

use jiff::civil::Date;

use crate::model::Bucket;

use super::bucket::bucket_of;
use super::bytes::{day_of, number_of};

/// The buckets of one width that were asked for so far.
#[derive(Debug)]
pub struct Spans {
    by: Bucket,
    /// Around the first one, by its distance from the number that these begin with.
    near: (i64, Vec<Option<Span>>),
    /// Further away.
    far: FxHashMap<i64, Span>,
}

/// Buckets to either side of the first one that lie side by side: years of days.
const NEAR: i64 = 1024;
const NEAR_ALL: usize = 2048;

/// A bucket.
#[derive(Debug)]
pub(super) struct Span {
    pub(super) label: String,
    pub(super) start: String,
    pub(super) end: String,
    pub(super) last_day: i32,
}

impl Spans {
    /// None so far.
    pub fn new(by: Bucket) -> Self {
        Self {
            by,
            near: (0, Vec::new()),
            far: FxHashMap::default(),
        }
    }

    /// Their width.
    pub fn by(&self) -> Bucket {
        self.by
    }

    /// The bucket of a number; none where the calendar has none.
    pub(super) fn get(&mut self, ordinal: i64) -> Option<&Span> {
        if self.near.1.is_empty() {
            self.near = (ordinal.saturating_sub(NEAR), Vec::new());
            self.near.1.resize_with(NEAR_ALL, || None);
        }
        let place = usize::try_from(ordinal.saturating_sub(self.near.0));
        if let Some(known) = place.ok().and_then(|place| self.near.1.get_mut(place)) {
            if known.is_none() {
                *known = Some(span(self.by, ordinal)?);
            }
            return known.as_ref();
        }
        if let Entry::Vacant(vacant) = self.far.entry(ordinal) {
            vacant.insert(span(self.by, ordinal)?);
        }
        self.far.get(&ordinal)
    }
}

/// A bucket in words.
fn span(by: Bucket, ordinal: i64) -> Option<Span> {
    let span = bucket_of(first_day(by, ordinal)?, by);
    Some(Span {
        label: span.label(),
        start: span.start.to_string(),
        end: span.end.to_string(),
        last_day: number_of(Some(span.end)),
    })
}

/// A day of the bucket, the first but for the week in which the calendar begins.
fn first_day(by: Bucket, ordinal: i64) -> Option<Date> {
    match by {
        Bucket::Day => day_of(i32::try_from(ordinal).ok()?),
        Bucket::Week => {
            let monday = i32::try_from(ordinal.checked_mul(7)?.checked_sub(3)?).ok()?;
            day_of(monday.max(number_of(Some(Date::MIN))))
        }
        Bucket::Month => {
            let year = i16::try_from(ordinal.div_euclid(12)).ok()?;
            let month = i8::try_from(ordinal.rem_euclid(12) + 1).ok()?;
            Date::new(year, month, 1).ok()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::pair_rows::ordinal;
    use super::*;
    use jiff::ToSpan;
    use jiff::civil::date;

    #[test]
    fn a_number_names_the_bucket_of_each_of_its_days() {
        for by in [Bucket::Day, Bucket::Week, Bucket::Month] {
            let mut spans = Spans::new(by);
            for first in [
                Date::MIN,
                date(-4, 2, 20),
                date(1969, 12, 20),
                date(2024, 12, 20),
            ] {
                for n in 0..90 {
                    let day = first.saturating_add(n.days());
                    let expected = bucket_of(day, by);
                    let span = spans.get(ordinal(by, number_of(Some(day)))).unwrap();
                    assert_eq!(span.label, expected.label(), "{day}");
                    assert_eq!(span.start, expected.start.to_string(), "{day}");
                    assert_eq!(span.end, expected.end.to_string(), "{day}");
                }
            }
            let last = number_of(Some(Date::MAX));
            assert!(spans.get(ordinal(by, last)).is_some());
            assert!(spans.get(i64::MAX).is_none() && spans.get(i64::MIN).is_none());
        }
    }
}
