//! The report for people: one HTML file without scripts from elsewhere, fonts or pictures, that opens from a disk or an attachment.
//!
//! A section a proposal, a row an actor, a dot a day and stance: the higher the lane, the more in favour. The line is the last known
//! stance, diamonds are shifts. A click on a row or dot shows the sentences. Rows and sentences are limited, and the report says so
//! where it leaves some out; the statements file has them all.

mod page;
mod strip;

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::Write;

use jiff::civil::Date;

use super::Sink;
use crate::error::Result;
use crate::model::{AttributionKind, Condition, PairSeries, Stance, Statement};

/// How much of everything is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReportLimits {
    /// Actors in a section, the most spoken of first.
    pub actors: usize,
    /// Sentences of one actor, proposal, day and stance, the most confident first.
    pub sentences: usize,
}

impl Default for ReportLimits {
    fn default() -> Self {
        Self {
            actors: 60,
            sentences: 4,
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
    copies: u64,
}

/// One row of a section.
struct Row {
    series: PairSeries,
    dots: Dots,
}

/// One proposal with its rows.
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
        self.statements += 1;
        let key = (statement.holder.id.clone(), statement.proposal.id.clone());
        let day = statement.date.as_deref().and_then(|d| d.parse().ok());
        let dot = self
            .pairs
            .entry(key)
            .or_default()
            .entry((day, statement.stance))
            .or_default();
        dot.n += 1;
        dot.shown.push(Sentence::of(statement));
        dot.shown.sort_by(|a, b| {
            let surer = b.confidence.total_cmp(&a.confidence);
            surer.then_with(|| a.id.cmp(&b.id))
        });
        dot.shown.truncate(self.limits.sentences);
    }

    /// Writes the page from what was added and the series of the same statements.
    pub fn write<W: Write>(
        mut self,
        series: impl Iterator<Item = PairSeries>,
        sink: &mut Sink<W>,
    ) -> Result<()> {
        let mut sections: BTreeMap<String, Section> = BTreeMap::new();
        for series in series {
            let key = (series.holder.id.clone(), series.proposal.id.clone());
            let dots = self.pairs.remove(&key).unwrap_or_default();
            sections
                .entry(key.1)
                .or_insert_with(|| Section {
                    id: series.proposal.id.clone(),
                    name: series.proposal.name.clone(),
                    rows: Vec::new(),
                    left_out: 0,
                })
                .rows
                .push(Row { series, dots });
        }
        let mut sections: Vec<Section> = sections.into_values().collect();
        for section in &mut sections {
            section.rows.sort_by(|a, b| order(a).cmp(&order(b)));
            section.left_out = section.rows.len().saturating_sub(self.limits.actors);
            section.rows.truncate(self.limits.actors);
        }
        sections.sort_by_key(|s| Reverse(s.rows.iter().map(|r| r.series.summary.n).sum::<u64>()));
        let scale = strip::Scale::of(&sections);
        page::write(sink, self.statements, &sections, scale.as_ref())
    }
}

fn order(row: &Row) -> (Reverse<u64>, &str, &str) {
    let series = &row.series;
    (
        Reverse(series.summary.n),
        &series.holder.name,
        &series.holder.id,
    )
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
