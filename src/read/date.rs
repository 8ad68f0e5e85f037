//! Dates as records write them.

use jiff::civil::{Date, DateTime};
use jiff::fmt::rfc2822;
use jiff::{Timestamp, civil};

/// A day, and the second it happened in where the record says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// The day as written, in the zone it was written in.
    pub day: Date,
    /// Seconds since 1970 UTC; midnight UTC of the day where only the day is known.
    pub timestamp: i64,
}

/// A date that cannot be: why, in words.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct DateError(String);

/// Years that news can have; others are typing errors or markers for "unknown".
const YEARS: std::ops::RangeInclusive<i16> = 1600..=2200;

/// Reads a date: RFC 3339, `YYYY-MM-DD`, `YYYY-MM-DD HH:MM:SS`, `YYYY/MM/DD`, RFC 2822, the digits of GDELT (`YYYYMMDD`,
/// `YYYYMMDDHHMMSS`, `YYYYMMDDTHHMMSSZ`), and English words (`6 March 2025`, `Thursday, March 6, 2025`; a time of day behind them is left out).
/// A month alone (`2025-03`) is its first day. `05/03/2025` is a day in May to some and in March to others, and so none.
///
/// ```
/// use stanceline::read::parse_moment;
/// assert_eq!(parse_moment("2025-03-27T23:30:00-05:00").unwrap().day, jiff::civil::date(2025, 3, 27));
/// assert!(parse_moment("2025-13-45").is_err());
/// ```
pub fn parse_moment(text: &str) -> Result<Moment, DateError> {
    let text = text.trim();
    let moment = parse(text).ok_or_else(|| {
        let shown: String = text.chars().take(40).collect();
        DateError(format!(
            "no date: {shown:?}; wanted is a form such as 2025-03-27 or 2025-03-27T08:00:00Z"
        ))
    })?;
    if can_be(moment.day) {
        Ok(moment)
    } else {
        Err(DateError(format!(
            "the year {} cannot be",
            moment.day.year()
        )))
    }
}

/// Whether news can be of that day.
pub(super) fn can_be(day: Date) -> bool {
    YEARS.contains(&day.year())
}

fn parse(text: &str) -> Option<Moment> {
    if !text.is_ascii() || text.len() > 64 {
        return None;
    }
    let digits = text.bytes().all(|b| b.is_ascii_digit());
    if digits && matches!(text.len(), 8 | 14) {
        let day = day(&text[..4], &text[4..6], &text[6..8])?;
        if text.len() == 8 {
            return Some(of_day(day));
        }
        let time = |from: usize| text[from..from + 2].parse::<i8>().ok();
        let time = civil::Time::new(time(8)?, time(10)?, time(12)?, 0).ok()?;
        return Some(of_civil(day.to_datetime(time)));
    }
    // GDELT's articles: 20250306T101500Z.
    let halves = text.strip_suffix('Z').and_then(|t| t.split_once('T'));
    if let Some((day, time)) = halves.filter(|(day, time)| (day.len(), time.len()) == (8, 6)) {
        let joined = format!("{day}{time}");
        let digits = joined.bytes().all(|b| b.is_ascii_digit());
        return digits.then(|| parse(&joined))?;
    }
    let bytes = text.as_bytes();
    let separated = |at: usize| matches!(bytes.get(at), Some(b'-' | b'/'));
    if separated(4) && separated(7) {
        let day = day(&text[..4], &text[5..7], text.get(8..10)?)?;
        let Some(rest) = text.get(10..).filter(|r| !r.is_empty()) else {
            return Some(of_day(day));
        };
        let plain = format!(
            "{day}T{}",
            rest.trim_start_matches(['T', 't', ' '])
                .replacen(" UTC", "Z", 1)
        );
        if let Ok(timestamp) = plain.parse::<Timestamp>() {
            return Some(Moment {
                day,
                timestamp: timestamp.as_second(),
            });
        }
        return plain.parse::<DateTime>().ok().map(of_civil);
    }
    if separated(4) && text.len() == 7 {
        return day(&text[..4], &text[5..], "01").map(of_day);
    }
    // RFC 2822. The zone's names that mail allows and the parser does not are all the same one.
    let mail = text
        .strip_suffix("UTC")
        .map_or_else(|| text.to_owned(), |t| format!("{t}GMT"));
    if let Ok(zoned) = rfc2822::parse(&mail) {
        return Some(Moment {
            day: zoned.date(),
            timestamp: zoned.timestamp().as_second(),
        });
    }
    in_words(text).map(of_day)
}

/// Names of the months and of the days, of which abbreviations are the beginnings.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
pub(super) const WEEKDAYS: [&str; 7] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
];

fn is_short_for(word: &str, name: &str) -> bool {
    let word = word.strip_suffix('.').unwrap_or(word);
    word.len() >= 3 && name.starts_with(&word.to_ascii_lowercase())
}

/// The number of a month by its English name, or the beginning of it.
pub(super) fn month(word: &str) -> Option<i8> {
    let found = (1i8..)
        .zip(MONTHS)
        .find(|(_, name)| is_short_for(word, name))?;
    Some(found.0)
}

/// A day with the month's name, either side of its number, then the year, and perhaps a time.
fn in_words(text: &str) -> Option<Date> {
    let mut words = text
        .split([' ', ',', '-'])
        .filter(|w| !w.is_empty())
        .peekable();
    words.next_if(|w| WEEKDAYS.iter().any(|name| is_short_for(w, name)));
    let (first, second, year) = (words.next()?, words.next()?, words.next()?);
    let (month, ordinal) = match month(first) {
        Some(month) => (month, second),
        None => (month(second)?, first),
    };
    let number = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| ordinal.strip_suffix(end))
        .unwrap_or(ordinal);
    let timed = words.next().is_none_or(|w| w == "at" || w.contains(':'));
    let told = timed && year.len() == 4 && matches!(number.len(), 1 | 2);
    told.then(|| day(year, &month.to_string(), number))?
}

fn day(year: &str, month: &str, day: &str) -> Option<Date> {
    let all_digits = [year, month, day]
        .iter()
        .all(|p| p.bytes().all(|b| b.is_ascii_digit()));
    if !all_digits {
        return None;
    }
    Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
}

pub(super) fn of_day(day: Date) -> Moment {
    of_civil(day.to_datetime(civil::Time::midnight()))
}

fn of_civil(moment: DateTime) -> Moment {
    let since = moment
        .date()
        .since((jiff::Unit::Day, civil::date(1970, 1, 1)))
        .map_or(0, |span| i64::from(span.get_days()));
    let time = moment.time();
    let seconds =
        i64::from(time.hour()) * 3600 + i64::from(time.minute()) * 60 + i64::from(time.second());
    Moment {
        day: moment.date(),
        timestamp: since * 86_400 + seconds,
    }
}

/// Seconds (or milliseconds) since 1970, as some exports write them, or the digits of GDELT.
pub(super) fn from_number(number: &str) -> Result<Moment, DateError> {
    if matches!(number.len(), 8 | 14) && !number.starts_with('-') {
        return parse_moment(number);
    }
    let seconds = number.parse::<i64>().ok().map(|n| {
        if n.unsigned_abs() > 99_999_999_999 {
            n / 1000
        } else {
            n
        }
    });
    let timestamp = seconds.and_then(|s| Timestamp::from_second(s).ok());
    let day = timestamp.map(|t| t.to_zoned(jiff::tz::TimeZone::UTC).date());
    match (day, seconds) {
        (Some(day), Some(timestamp)) if can_be(day) => Ok(Moment { day, timestamp }),
        _ => Err(DateError(format!("no date: {number}"))),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn every_form_gives_day_and_second() {
        let morning = 1_743_062_400; // 2025-03-27 08:00 UTC
        for (text, timestamp) in [
            ("2025-03-27T08:00:00Z", morning),
            ("2025-03-27T08:00:00.123+00:00", morning),
            ("2025-03-27 08:00:00", morning),
            ("2025-03-27 08:00:00 UTC", morning),
            ("2025-03-27 08:00:00+02:00", morning - 7200),
            ("2025-03-27T08:00", morning),
            ("2025-03-27", morning - 8 * 3600),
            ("2025/03/27", morning - 8 * 3600),
            ("20250327", morning - 8 * 3600),
            ("20250327080000", morning),
            ("Thu, 27 Mar 2025 08:00:00 GMT", morning),
            ("Thu, 27 Mar 2025 08:00:00 UTC", morning),
            ("Thu, 27 Mar 2025 08:00:00 -0500", morning + 5 * 3600),
            (" 2025-03-27\n", morning - 8 * 3600),
            ("20250327T080000Z", morning),
            ("27 March 2025", morning - 8 * 3600),
            ("March 27, 2025", morning - 8 * 3600),
            ("Mar. 27th, 2025", morning - 8 * 3600),
            ("Thursday, 27 March 2025 10:30 GMT", morning - 8 * 3600),
            ("Thu Mar 27 2025 at 8 am", morning - 8 * 3600),
            ("27-Mar-2025", morning - 8 * 3600),
        ] {
            let moment = parse_moment(text).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(
                (moment.day, moment.timestamp),
                (date(2025, 3, 27), timestamp),
                "{text}"
            );
        }
        assert_eq!(from_number("1743062400").unwrap().day, date(2025, 3, 27));
        assert_eq!(from_number("1743062400000").unwrap().day, date(2025, 3, 27));
        assert_eq!(parse_moment("2025-03").unwrap().day, date(2025, 3, 1));
        assert_eq!(parse_moment("1969-12-31").unwrap().timestamp, -86_400);
    }

    #[test]
    fn what_cannot_be_is_no_date() {
        for text in [
            "2025-13-45",
            "2025-02-29",
            "yesterday",
            "0000-00-00",
            "27.03.2025x",
            "2025-03-27Tgarbage",
            "9999-12-31",
            "2025-03-2",
            "+025-03-27",
            "20251345",
            "é",
            "-----------",
            "05/03/2025",
            "5 March",
            "March 2025",
            "31 February 2025",
            "3 Smarch 2025",
            "3 Ma 2025",
            "6 March 2025 edition",
            "6 March 25",
            "+6 March 2025",
            "20250327T080000",
            "2025032T0800000Z",
            "20250327T2500000",
            "2025-13",
            "March",
        ] {
            assert!(parse_moment(text).is_err(), "{text}");
        }
        assert!(
            parse_moment("2025-13-45")
                .unwrap_err()
                .to_string()
                .contains("2025-13-45")
        );
        for number in ["99999999999999999999", "-9223372036854775808"] {
            assert!(from_number(number).is_err(), "{number}");
        }
    }
}
