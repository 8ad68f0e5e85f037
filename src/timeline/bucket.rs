//! Days, ISO weeks and months as buckets. Apart from the fold, because feeds ask for the same labels.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

use crate::model::Bucket;

/// One bucket: its label and its first and last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BucketSpan {
    /// First day.
    pub start: Date,
    /// Last day.
    pub end: Date,
    by: Width,
}

/// [`Bucket`] with an order, so that spans have one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Width {
    Day,
    Week,
    Month,
}

/// The bucket of that width that holds `day`.
pub fn bucket_of(day: Date, by: Bucket) -> BucketSpan {
    match by {
        Bucket::Day => BucketSpan {
            start: day,
            end: day,
            by: Width::Day,
        },
        Bucket::Week => {
            let back = i64::from(day.weekday().to_monday_zero_offset());
            let start = day.saturating_sub(back.days());
            BucketSpan {
                start,
                end: start.saturating_add(6.days()),
                by: Width::Week,
            }
        }
        Bucket::Month => BucketSpan {
            start: day.first_of_month(),
            end: day.last_of_month(),
            by: Width::Month,
        },
    }
}

impl BucketSpan {
    /// `2025-03-12`, `2025-W11` or `2025-03`.
    pub fn label(&self) -> String {
        match self.by {
            Width::Day => self.start.to_string(),
            Width::Week => {
                let week = self.start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Width::Month => format!("{:04}-{:02}", self.start.year(), self.start.month()),
        }
    }

    /// The bucket that follows; none at the end of the calendar.
    #[must_use]
    pub fn next(&self) -> Option<BucketSpan> {
        let day = self.end.checked_add(Span::new().days(1)).ok()?;
        let by = match self.by {
            Width::Day => Bucket::Day,
            Width::Week => Bucket::Week,
            Width::Month => Bucket::Month,
        };
        Some(bucket_of(day, by))
    }
}

/// Days from `from` to `to`; negative where `to` lies before.
pub(super) fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_week_may_belong_to_another_year() {
        let week = bucket_of(date(2024, 12, 30), Bucket::Week);
        assert_eq!(week.label(), "2025-W01");
        assert_eq!(
            (week.start, week.end),
            (date(2024, 12, 30), date(2025, 1, 5))
        );
        assert_eq!(
            bucket_of(date(2027, 1, 3), Bucket::Week).label(),
            "2026-W53"
        );
    }

    #[test]
    fn months_end_where_they_end() {
        let month = bucket_of(date(2024, 2, 7), Bucket::Month);
        assert_eq!(
            (month.label().as_str(), month.end),
            ("2024-02", date(2024, 2, 29))
        );
        assert_eq!(month.next().map(|m| m.label()).as_deref(), Some("2024-03"));
        assert_eq!(
            days_between(date(2024, 2, 28), month.next().unwrap().start),
            2
        );
        assert_eq!(days_between(month.end, date(2024, 2, 1)), -28);
    }

    #[test]
    fn the_ends_of_the_calendar_do_not_panic() {
        for by in [Bucket::Day, Bucket::Week, Bucket::Month] {
            assert!(bucket_of(Date::MAX, by).next().is_none());
            let _ = bucket_of(Date::MIN, by).label();
        }
    }
}
