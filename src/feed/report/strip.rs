//! One row's strip of time as SVG: the line of the stance that is held, a dot a day and stance, a diamond a shift.

use std::fmt::Write;

use jiff::civil::Date;

use super::page::escape;
use super::{Row, Section};
use crate::model::Stance;

/// Width and height of a strip in its own units; the page stretches it to what is there.
pub(super) const WIDTH: f64 = 1000.0;
pub(super) const HEIGHT: f64 = 52.0;
/// Room at both ends, so that no dot is cut.
const MARGIN: f64 = 10.0;

/// From days to places on the strip.
#[derive(Debug, Clone, Copy)]
pub(super) struct Scale {
    first: Date,
    days: f64,
}

impl Scale {
    /// Covers all days but the outermost hundredth at either end: a date that is years off must not squeeze the rest. What lies
    /// beyond is drawn at the edge.
    pub(super) fn of(sections: &[Section]) -> Option<Self> {
        let rows = sections.iter().flat_map(|s| &s.rows);
        let mut days: Vec<Date> = rows
            .flat_map(|r| r.dots.keys().filter_map(|(day, _)| *day))
            .collect();
        days.sort_unstable();
        let tail = days.len() / 100;
        let first = *days.get(tail)?;
        let last = *days.get(days.len() - 1 - tail)?;
        Some(Self {
            first,
            days: days_from(first, last).max(1.0),
        })
    }

    /// Place of a day, left to right.
    pub(super) fn x(&self, day: Date) -> f64 {
        let share = (days_from(self.first, day) / self.days).clamp(0.0, 1.0);
        MARGIN + share * (WIDTH - 2.0 * MARGIN)
    }

    /// First days of months (of years, where there are many) with their labels, for the axis.
    pub(super) fn ticks(&self) -> Vec<(f64, String)> {
        let months = self.days / 30.4;
        let step = [1.0, 2.0, 3.0, 6.0, 12.0, 60.0, 120.0]
            .into_iter()
            .find(|step| months / step <= 12.0)
            .unwrap_or(1200.0);
        let mut ticks = Vec::new();
        let mut month = self.first.first_of_month();
        let last = self
            .first
            .saturating_add(jiff::Span::new().days(whole(self.days)));
        while month <= last && ticks.len() < 64 {
            let number = i32::from(month.year()) * 12 + i32::from(month.month()) - 1;
            if month >= self.first && number.rem_euclid(whole(step)) == 0 {
                ticks.push((self.x(month), month.strftime("%b %Y").to_string()));
            }
            let Ok(next) = month.checked_add(jiff::Span::new().months(1)) else {
                break;
            };
            month = next;
        }
        ticks
    }
}

/// Days and months are small whole numbers, kept as floats for the drawing.
#[expect(
    clippy::cast_possible_truncation,
    reason = "the calendar has 7.3 million days"
)]
fn whole(number: f64) -> i32 {
    number as i32
}

fn days_from(from: Date, to: Date) -> f64 {
    (to.duration_since(from).as_hours() / 24) as f64
}

/// The lane of a stance: the more in favour, the higher.
fn y(stance: Stance) -> f64 {
    match stance {
        Stance::Support => 9.0,
        Stance::Conditional => 20.0,
        Stance::Noncommittal => 31.0,
        Stance::Oppose => 42.0,
    }
}

/// The strip of one row; dots lead to the sentences of their day by the ids that [`dot_id`] gives.
pub(super) fn svg(row: &Row, scale: &Scale, row_id: &str) -> String {
    let mut svg = format!(
        "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" preserveAspectRatio=\"none\" role=\"img\" aria-label=\"{}\">",
        escape(&row.summary.holder.name)
    );
    for (x, _) in scale.ticks() {
        let _ = write!(svg, "<path class=\"tick\" d=\"M{x:.1} 0V{HEIGHT}\"/>");
    }
    for (from, to, stance) in held(row, scale) {
        let (y, class) = (y(stance), stance.name());
        let _ = write!(
            svg,
            "<path class=\"held {class}\" d=\"M{from:.1} {y}H{to:.1}\"/>"
        );
    }
    svg.push_str("</svg>");
    for ((day, stance), dot) in &row.dots {
        let Some(day) = day else { continue };
        // Area, not width, goes with the number.
        let size = (7.0 + 3.0 * ((dot.n as f64).sqrt() - 1.0)).min(18.0);
        let title = format!("{day}: {} ({})", stance.name(), dot.n);
        let _ = write!(
            svg,
            "<a class=\"dot {}\" style=\"left:{:.2}%;top:{}px;width:{size:.1}px;height:{size:.1}px\" href=\"#{}\" title=\"{}\"></a>",
            stance.name(),
            scale.x(*day) / WIDTH * 100.0,
            y(*stance),
            dot_id(row_id, Some(*day), *stance),
            escape(&title),
        );
    }
    for shift in &row.shifts {
        let Ok(day) = shift.date.parse() else {
            continue;
        };
        let title = format!(
            "{}: from {} to {}",
            shift.date,
            shift.from.stance.name(),
            shift.to.stance.name()
        );
        let _ = write!(
            svg,
            "<a class=\"shift\" style=\"left:{:.2}%\" href=\"#{}\" title=\"{}\"></a>",
            scale.x(day) / WIDTH * 100.0,
            shift_id(row_id, &shift.date),
            escape(&title),
        );
    }
    svg
}

/// Stretches of the stance that is held: from, to, stance.
fn held(row: &Row, scale: &Scale) -> Vec<(f64, f64, Stance)> {
    let turns = &row.held;
    let mut stretches = Vec::new();
    for (i, (day, stance)) in turns.iter().enumerate() {
        let end = turns
            .get(i + 1)
            .map_or(WIDTH - MARGIN, |(next, _)| scale.x(*next));
        stretches.push((scale.x(*day), end, *stance));
    }
    stretches
}

/// Where the sentences of a day and stance stand.
pub(super) fn dot_id(row_id: &str, day: Option<Date>, stance: Stance) -> String {
    let day = day.map_or("undated".to_owned(), |d| d.to_string());
    format!("{row_id}-{day}-{}", stance.name())
}

/// Where a shift is told.
pub(super) fn shift_id(row_id: &str, date: &str) -> String {
    format!("{row_id}-shift-{date}")
}
