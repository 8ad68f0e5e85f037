//! The numbers, texts and days that folds are written with, and read back from bytes that anything may have happened to.

use jiff::Span;
use jiff::civil::{Date, date};

use super::bucket::days_between;

/// Bytes that are no fold, or a fold of another version.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DamagedFold;

/// Days are counted from here.
const EPOCH: Date = date(1970, 1, 1);

/// Number of a day that is not known; it comes after all others.
pub(super) const UNKNOWN: i32 = i32::MAX;

/// Days since 1970.
pub(super) fn number_of(day: Option<Date>) -> i32 {
    // The calendar has 7.3 million days.
    day.map_or(UNKNOWN, |day| {
        i32::try_from(days_between(EPOCH, day)).unwrap_or(UNKNOWN)
    })
}

/// The day of a number; none where it is not known, or is none of the calendar.
pub(super) fn day_of(number: i32) -> Option<Date> {
    let days = Span::new().try_days(i64::from(number)).ok()?;
    EPOCH.checked_add(days).ok()
}

pub(super) fn put_len(bytes: &mut Vec<u8>, len: usize) {
    // A part holds what was said in a month: it does not come near four milliards.
    bytes.extend(u32::try_from(len).unwrap_or(u32::MAX).to_le_bytes());
}

pub(super) fn put_text(bytes: &mut Vec<u8>, text: &str) {
    put_len(bytes, text.len());
    bytes.extend(text.as_bytes());
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow.
pub(super) fn put_small(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    bytes.push(number.to_le_bytes()[0]);
}

/// A difference: small ones on either side of nothing take few bytes.
pub(super) fn put_step(bytes: &mut Vec<u8>, step: i64) {
    put_small(bytes, Bytes::folded(step));
}

/// What is still to be read.
#[derive(Debug, Clone, Copy)]
pub(super) struct Bytes<'b>(pub(super) &'b [u8]);

impl<'b> Bytes<'b> {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn take<const N: usize>(&mut self) -> Result<[u8; N], DamagedFold> {
        let (head, rest) = self.0.split_first_chunk().ok_or(DamagedFold)?;
        self.0 = rest;
        Ok(*head)
    }

    pub(super) fn slice(&mut self, len: usize) -> Result<&'b [u8], DamagedFold> {
        let (head, rest) = self.0.split_at_checked(len).ok_or(DamagedFold)?;
        self.0 = rest;
        Ok(head)
    }

    pub(super) fn byte(&mut self) -> Result<u8, DamagedFold> {
        self.take::<1>().map(|[byte]| byte)
    }

    pub(super) fn number(&mut self) -> Result<u32, DamagedFold> {
        self.take().map(u32::from_le_bytes)
    }

    pub(super) fn day_number(&mut self) -> Result<i32, DamagedFold> {
        self.take().map(i32::from_le_bytes)
    }

    pub(super) fn hash(&mut self) -> Result<u64, DamagedFold> {
        self.take().map(u64::from_le_bytes)
    }

    pub(super) fn len(&mut self) -> Result<usize, DamagedFold> {
        usize::try_from(self.number()?).map_err(|_| DamagedFold)
    }

    pub(super) fn text(&mut self) -> Result<&'b str, DamagedFold> {
        let len = self.len()?;
        std::str::from_utf8(self.slice(len)?).map_err(|_| DamagedFold)
    }

    pub(super) fn small(&mut self) -> Result<u64, DamagedFold> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(number);
            }
        }
        Err(DamagedFold)
    }

    /// A number of things: so many that they could not be added up are none.
    pub(super) fn count(&mut self) -> Result<u64, DamagedFold> {
        self.small()?
            .try_into()
            .map_err(|_| DamagedFold)
            .map(|n: u32| n.into())
    }

    pub(super) fn step(&mut self) -> Result<i64, DamagedFold> {
        self.small().map(Self::unfold)
    }

    /// A difference without its sign, which becomes the lowest bit.
    pub(super) fn folded(step: i64) -> u64 {
        (step << 1 ^ step >> 63).cast_unsigned()
    }

    /// What [`Bytes::folded`] was made of.
    pub(super) fn unfold(number: u64) -> i64 {
        (number >> 1).cast_signed() ^ -(number & 1).cast_signed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_come_back() {
        let steps = [0, 1, -1, 63, -64, 64, 127, 1 << 40, i64::MAX, i64::MIN];
        let mut bytes = Vec::new();
        for step in steps {
            put_step(&mut bytes, step);
        }
        let mut rest = Bytes(&bytes);
        assert_eq!(steps.map(|_| rest.step().unwrap()), steps);
        assert!(rest.is_empty() && rest.step().is_err());
        assert!(Bytes(&[0xff; 11]).small().is_err());
    }

    #[test]
    fn days_come_back() {
        for day in [Date::MIN, EPOCH, date(2025, 3, 9), Date::MAX] {
            assert_eq!(day_of(number_of(Some(day))), Some(day));
        }
        assert_eq!(day_of(number_of(None)), None);
        assert!(number_of(Some(date(2025, 3, 9))) < UNKNOWN);
    }
}
