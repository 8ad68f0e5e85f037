//! Which part of the timelines somebody asks for.

use jiff::civil::Date;

use crate::model::{PairSeries, Statement};

/// Actors, proposals and days; what is empty selects everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Holders by id or name, in any case.
    pub actors: Vec<String>,
    /// Proposals by id or name, in any case.
    pub proposals: Vec<String>,
    /// First day; rows of buckets that end before are left out. What was said before still counts for the shifts since.
    pub from: Option<Date>,
    /// Last day; what was said later is left out altogether.
    pub to: Option<Date>,
}

impl Selection {
    /// Whether a statement has a part in it: what is not admitted need not be added to the fold.
    pub fn admits(&self, statement: &Statement) -> bool {
        let day: Option<Date> = statement.date.as_deref().and_then(|d| d.parse().ok());
        let in_time = match (self.to, day) {
            (Some(to), Some(day)) => day <= to,
            // Nobody knows that it was said by then.
            (Some(_), None) => false,
            (None, _) => true,
        };
        in_time
            && self.names_actor(&statement.holder.id, &statement.holder.name)
            && self.names_proposal(&statement.proposal.id, &statement.proposal.name)
    }

    /// Whether a holder of this id and name is among the actors.
    pub fn names_actor(&self, id: &str, name: &str) -> bool {
        any_named(&self.actors, id, name)
    }

    /// Whether a proposal of this id and name is among the proposals.
    pub fn names_proposal(&self, id: &str, name: &str) -> bool {
        any_named(&self.proposals, id, name)
    }

    /// Whether a statement is admitted and was made from the first day on.
    pub fn covers(&self, statement: &Statement) -> bool {
        let since = match self.from {
            // Days are written alike, so their text compares as they do; one without a day is not in any stretch of days.
            Some(from) => statement
                .date
                .as_ref()
                .is_some_and(|d| *d >= from.to_string()),
            None => true,
        };
        since && self.admits(statement)
    }

    /// The part of a series from the first day on; none where nothing was said in it.
    pub fn narrow(&self, mut series: PairSeries) -> Option<PairSeries> {
        let Some(from) = self.from else {
            return Some(series);
        };
        let from = from.to_string();
        // Days are written alike, so their text compares as they do.
        series
            .rows
            .retain(|r| r.end.as_ref().is_some_and(|end| *end >= from));
        series.shifts.retain(|s| s.date >= from);
        let rows = &series.rows;
        series.summary.n = rows.iter().map(|r| r.syndicated.statements).sum();
        let heard = rows.iter().map(|r| r.raw.as_ref().unwrap_or(&r.syndicated));
        series.summary.mentions = heard.map(|tally| tally.statements).sum();
        if series.summary.shift.as_ref().is_some_and(|s| s.2 < from) {
            series.summary.shift = None;
        }
        (series.summary.mentions > 0).then_some(series)
    }
}

fn any_named(wanted: &[String], id: &str, name: &str) -> bool {
    wanted.is_empty() || wanted.iter().any(|w| named(w, id, name))
}

/// Whether what was typed is this id or name.
pub(super) fn named(wanted: &str, id: &str, name: &str) -> bool {
    wanted.eq_ignore_ascii_case(id) || wanted.to_lowercase() == name.to_lowercase()
}
