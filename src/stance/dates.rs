//! The day a stance was taken, where the text says so: "on Feb. 12", "Thursday", "yesterday".
//!
//! A date counts when it stands with the act of taking the stance, not inside what is said: a deadline in somebody's words is no date of
//! the words. Relative dates are read against the article's day; a date that would lie after it is one of the year before.

use std::ops::Range;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::lexicon::LanguagePack;
use crate::model::{ClauseRole, Document, Pos};

/// Reads dates in a sentence.
#[derive(Debug)]
pub(super) struct Dates {
    months: FxHashMap<String, i8>,
    weekdays: FxHashMap<String, Weekday>,
    /// Words for days by their distance from the article's: "yesterday" is one day back.
    relative: FxHashMap<String, i8>,
    /// Words before a day that make it one to come.
    ahead: FxHashSet<String>,
    /// Words before a weekday that make it none of the past week.
    next: FxHashSet<String>,
    /// Modals of what is to come.
    future: FxHashSet<String>,
}

impl Dates {
    pub(super) fn new(language: &LanguagePack) -> Self {
        let words = &language.words;
        let mut months = FxHashMap::default();
        for (i, name) in (1_i8..).zip(&words.months) {
            months.insert(name.to_lowercase(), i);
            // Short forms begin like the month they stand for.
            for short in words
                .month_abbreviations
                .iter()
                .filter(|s| name.starts_with(s.get(..3).unwrap_or(s)))
            {
                months.insert(short.to_lowercase(), i);
            }
        }
        let mut weekdays = FxHashMap::default();
        for (i, name) in (1_i8..).zip(&words.weekdays) {
            if let Ok(day) = Weekday::from_monday_one_offset(i) {
                weekdays.insert(name.to_lowercase(), day);
            }
        }
        let set = |list: &[String]| list.iter().cloned().collect();
        Self {
            months,
            weekdays,
            relative: words
                .relative_days
                .iter()
                .map(|(word, back)| (word.clone(), *back))
                .collect(),
            ahead: set(&words.day_ahead),
            next: set(&words.day_next),
            future: set(&words.future_modals),
        }
    }

    /// The day that a sentence gives for what is decided at `token`; tokens in `said` are content and do not count.
    pub(super) fn find(
        &self,
        document: &Document,
        token: usize,
        said: impl Fn(usize) -> bool,
        published: Option<Date>,
    ) -> Option<Date> {
        let sentence: Range<usize> = document.sentence_of(token).tokens.clone();
        let mut best: Option<(usize, Date)> = None;
        for t in sentence.clone() {
            if said(t)
                || document.tokens[t]
                    .quotation
                    .is_some_and(|q| !document.quotations[q].scare)
            {
                continue;
            }
            let before = t
                .checked_sub(1)
                .filter(|b| sentence.contains(b))
                .map(|b| document.tokens[b].lower.as_str());
            let Some(day) = self.at(document, t, sentence.end, before, published) else {
                continue;
            };
            if before.is_some_and(|w| self.ahead.contains(w)) || self.in_future_clause(document, t)
            {
                continue;
            }
            // The nearest to the deciding token wins.
            let distance = t.abs_diff(token);
            if best.is_none_or(|(d, _)| distance < d) {
                best = Some((distance, day));
            }
        }
        best.map(|(_, day)| day)
    }

    fn at(
        &self,
        document: &Document,
        t: usize,
        end: usize,
        before: Option<&str>,
        published: Option<Date>,
    ) -> Option<Date> {
        let token = &document.tokens[t];
        if let Some(weekday) = self.weekdays.get(&token.lower) {
            let published = published?;
            if before.is_some_and(|w| self.next.contains(w)) {
                return None;
            }
            // The last such day up to and with the article's own.
            let back = (published.weekday().to_monday_zero_offset()
                - weekday.to_monday_zero_offset())
            .rem_euclid(7);
            return published.checked_sub(i64::from(back).days()).ok();
        }
        if let Some(back) = self.relative.get(&token.lower) {
            return published?.checked_sub(i64::from(*back).days()).ok();
        }
        let month = *self.months.get(&token.lower).filter(|_| token.capital)?;
        // "Feb. 12, 2025", "12 February", "February 12".
        let number = |at: usize| -> Option<i16> {
            document
                .tokens
                .get(at)
                .filter(|k| at < end && k.pos == Pos::Number)?
                .lower
                .trim_end_matches(|c: char| c.is_alphabetic())
                .parse()
                .ok()
        };
        let mut at = t + 1;
        if document.tokens.get(at).is_some_and(|k| k.lower == ".") {
            at += 1;
        }
        let day = number(at)
            .filter(|d| (1..=31).contains(d))
            .map(|d| (d, at + 1))
            .or_else(|| {
                t.checked_sub(1)
                    .and_then(number)
                    .filter(|d| (1..=31).contains(d))
                    .map(|d| (d, at))
            });
        let (day, mut after) = day?;
        if document.tokens.get(after).is_some_and(|k| k.lower == ",") {
            after += 1;
        }
        let day = i8::try_from(day).ok()?;
        if let Some(year) = number(after).filter(|y| (1990..=2100).contains(y)) {
            return Date::new(year, month, day).ok();
        }
        let published = published?;
        let same = Date::new(published.year(), month, day).ok()?;
        if same <= published {
            Some(same)
        } else {
            Date::new(published.year() - 1, month, day).ok()
        }
    }

    /// "will meet on Thursday": a day to come.
    fn in_future_clause(&self, document: &Document, t: usize) -> bool {
        document
            .clauses_beside(t)
            .iter()
            .filter(|c| c.extent.contains(&t))
            .max_by_key(|c| c.extent.start)
            .is_some_and(|c| {
                c.modal.as_deref().is_some_and(|m| self.future.contains(m))
                    || matches!(c.role, ClauseRole::Infinitive)
            })
    }
}
