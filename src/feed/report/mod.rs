//! The report for people: one HTML file without scripts from elsewhere, fonts or pictures, that opens from a disk or an attachment.
//!
//! A section a proposal, a row an actor, a dot a day and stance: the higher the lane, the more in favour. The line is the stance that
//! is held, diamonds are shifts. A click on a row or dot shows the sentences. Rows and sentences are limited, and the report says so
//! where it leaves some out; the statements file has them all.

mod page;
mod strip;

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

use jiff::civil::Date;

use super::Sink;
use crate::error::Result;
use crate::model::{AttributionKind, Condition, PairSeries, Shift, Stance, Statement, Summary};

/// How much of everything is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportLimits {
    /// Actors in a section, the most spoken of first.
    pub actors: usize,
    /// Sentences of one actor, proposal, day and stance, the most confident first.
    pub sentences: usize,
    /// Sentences of the page: what rows with few of them leave unused goes to those with many, which show their newest days.
    pub page: usize,
}

impl ReportLimits {
    /// Sentences that a row shows before it stops at the next older day, on a page whose rows have so many to show. Where all of them
    /// have room nothing stops them.
    pub fn of_row(&self, mut wanted: Vec<u64>) -> usize {
        wanted.sort_unstable();
        let mut room = self.page;
        for (i, &row) in wanted.iter().enumerate() {
            let share = room / (wanted.len() - i);
            match usize::try_from(row) {
                Ok(row) if row <= share => room -= row,
                _ => return share.max(LEAST),
            }
        }
        usize::MAX
    }

    /// Sentences that so many statements of one day and stance may show.
    pub fn of_dot(&self, n: u64) -> u64 {
        n.min(self.sentences as u64)
    }
}

/// Sentences that a row may always show.
const LEAST: usize = 4;

impl Default for ReportLimits {
    fn default() -> Self {
        Self {
            actors: 60,
            sentences: 4,
            page: 20_000,
        }
    }
}

/// Gathers statements, then writes the page.
#[derive(Debug, Default)]
pub struct Report {
    limits: ReportLimits,
    statements: u64,
    /// By holder id and proposal id; within, by day and stance.
    pairs: BTreeMap<(String, String), Dots>,
    /// By proposal id.
    sections: BTreeMap<String, Section>,
    /// Ids of everyone who holds a stance, shown or not.
    actors: BTreeSet<String>,
}

/// What one holder said on one proposal, by day and stance.
type Dots = BTreeMap<(Option<Date>, Stance), Dot>;

/// What was said on one day in one stance.
#[derive(Debug, Default)]
struct Dot {
    n: u64,
    shown: Vec<Sentence>,
}

/// A statement as the page shows it.
#[derive(Debug)]
struct Sentence {
    id: String,
    confidence: f64,
    text: String,
    outlet: Option<String>,
    url: Option<String>,
    title: Option<String>,
    speaker: Option<String>,
    condition: Option<String>,
    attribution: AttributionKind,
    /// Whether no rule found it, only what was learned.
    learned: bool,
    copies: u64,
}

/// One row of a section.
#[derive(Debug)]
struct Row {
    summary: Summary,
    shifts: Vec<Shift>,
    held: Vec<(Date, Stance)>,
    dots: Dots,
}

/// One proposal with its rows.
#[derive(Debug)]
struct Section {
    id: String,
    name: String,
    rows: Vec<Row>,
    left_out: usize,
}

impl Report {
    /// An empty report.
    pub fn new(limits: ReportLimits) -> Self {
        Self {
            limits,
            ..Self::default()
        }
    }

    /// Adds one statement, in any order.
    pub fn add(&mut self, statement: &Statement) {
        let day = statement.date.as_deref().and_then(|d| d.parse().ok());
        let pair = (statement.holder.id.as_str(), statement.proposal.id.as_str());
        self.count(pair, day, statement.stance, 1);
        self.show(statement);
    }

    /// Counts statements of a holder on a proposal, without showing any.
    pub fn count(&mut self, pair: (&str, &str), day: Option<Date>, stance: Stance, n: u64) {
        self.statements += n;
        self.dot(pair, day, stance).n += n;
    }

    /// Counts statements of a holder on a proposal who will have no row: what they are is not kept.
    pub fn count_unshown(&mut self, n: u64) {
        self.statements += n;
    }

    /// Offers a statement, which is counted elsewhere, to be shown; says whether its day shows one more now.
    pub fn show(&mut self, statement: &Statement) -> bool {
        let sentences = self.limits.sentences;
        let day = statement.date.as_deref().and_then(|d| d.parse().ok());
        let pair = (statement.holder.id.as_str(), statement.proposal.id.as_str());
        let dot = self.dot(pair, day, statement.stance);
        let before = dot.shown.len();
        dot.shown.push(Sentence::of(statement));
        dot.shown.sort_by(|a, b| {
            let surer = b.confidence.total_cmp(&a.confidence);
            surer.then_with(|| a.id.cmp(&b.id))
        });
        dot.shown.truncate(sentences);
        dot.shown.len() > before
    }

    /// The order of rows: the most spoken of first.
    pub fn order(row: &Summary) -> (Reverse<u64>, &str, &str) {
        (Reverse(row.n), &row.holder.name, &row.holder.id)
    }

    fn dot(&mut self, pair: (&str, &str), day: Option<Date>, stance: Stance) -> &mut Dot {
        let key = (pair.0.to_owned(), pair.1.to_owned());
        let dots = self.pairs.entry(key).or_default();
        dots.entry((day, stance)).or_default()
    }

    /// Adds the series of a holder on a proposal, once everything was counted.
    pub fn series(&mut self, series: PairSeries) {
        if !self.actors.contains(&series.holder.id) {
            self.actors.insert(series.holder.id.clone());
        }
        let key = (series.holder.id, series.proposal.id);
        let dots = self.pairs.remove(&key).unwrap_or_default();
        let section = self
            .sections
            .entry(key.1.clone())
            .or_insert_with(|| Section {
                id: key.1,
                name: series.proposal.name,
                rows: Vec::new(),
                left_out: 0,
            });
        section.rows.push(Row {
            summary: series.summary,
            shifts: series.shifts,
            held: series.held,
            dots,
        });
        // Rows that will not be shown need not wait for the end, as long as some room is left to put them in order.
        if section.rows.len() > 2 * self.limits.actors {
            section.close(self.limits.actors);
        }
    }

    /// Writes the page.
    pub fn write<W: Write>(self, sink: &mut Sink<W>) -> Result<()> {
        let mut sections: Vec<Section> = self.sections.into_values().collect();
        for section in &mut sections {
            section.close(self.limits.actors);
        }
        let rows = sections.iter().flat_map(|s| &s.rows);
        let wanted = rows.map(|r| r.dots.values().map(|d| self.limits.of_dot(d.n)).sum());
        let most = self.limits.of_row(wanted.collect());
        for row in sections.iter_mut().flat_map(|s| &mut s.rows) {
            let mut shown = 0;
            let mut last = None;
            for ((day, _), dot) in row.dots.iter_mut().rev() {
                // A day is shown whole.
                if shown >= most && last != Some(*day) {
                    dot.shown.clear();
                }
                if !dot.shown.is_empty() {
                    last = Some(*day);
                    shown += dot.shown.len();
                }
            }
        }
        sections.sort_by_key(|s| Reverse(s.rows.iter().map(|r| r.summary.n).sum::<u64>()));
        let scale = strip::Scale::of(&sections);
        let told = page::Told {
            statements: self.statements,
            actors: self.actors.len(),
        };
        page::write(sink, &told, &sections, scale.as_ref())?;
        sink.flush()
    }
}

impl Section {
    /// Keeps the rows that are shown, and counts the others.
    fn close(&mut self, actors: usize) {
        self.rows
            .sort_by(|a, b| Report::order(&a.summary).cmp(&Report::order(&b.summary)));
        self.left_out += self.rows.len().saturating_sub(actors);
        self.rows.truncate(actors);
    }
}

impl Sentence {
    fn of(statement: &Statement) -> Self {
        let speaker = statement.speaker.as_ref();
        Self {
            id: statement.id.clone(),
            confidence: statement.confidence,
            text: cut(&statement.evidence.text),
            outlet: statement.article.outlet.clone(),
            url: statement.article.url.clone(),
            title: statement.article.title.as_deref().map(cut),
            speaker: speaker
                .filter(|s| s.id != statement.holder.id)
                .map(|s| s.name.clone()),
            condition: statement
                .condition
                .as_ref()
                .map(|c: &Condition| cut(&c.text)),
            attribution: statement.attribution,
            learned: statement.is_learned(),
            copies: statement.cluster.as_ref().map_or(1, |c| c.copies),
        }
    }
}

/// Sentences without an end do not belong on a page.
fn cut(text: &str) -> String {
    match text.char_indices().nth(1_200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}
