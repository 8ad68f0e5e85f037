//! Everything that analysts find in the morning, written into one folder from the statements in order.
//!
//! ```text
//! all.json  actors/<id>.json  proposals/<id>.json  shifts.json     JSON Feed
//! timeline.ndjson  timeline.json  timeline.csv  shifts.ndjson      timelines
//! report.html                                                      the same for people
//! drops/<stamp>.<kind>.ndjson.gz  drops/*.txt                      nightly drops
//! ```
//!
//! One pass over the statements, day by day; what is held is a day, the newest page of each feed (at most 250 KB, mostly far less) and
//! what the report shows.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;
use xxhash_rust::xxh3::xxh3_64;

use super::drops::{DropSeries, Drops};
use super::folder::{Folder, Published};
use super::json_feed::{Item, JsonFeed};
use super::shift_lines::ShiftLines;
use super::state::forget;
use super::timeline_files::TimelineFiles;
use super::{Report, ReportLimits, Sink, row_json};
use crate::error::Result;
use crate::model::{PairSeries, Statement};

/// The publication while statements come in.
#[derive(Debug)]
pub struct Publication {
    folder: Folder,
    /// Address under which the folder will be served.
    base: String,
    all: JsonFeed,
    actors: BTreeMap<String, JsonFeed>,
    proposals: BTreeMap<String, JsonFeed>,
    drops: Drops,
    statements: DropSeries,
    report: Report,
    /// The statements of the latest day so far: they are put in the order of their ids before they go out.
    today: (Option<Date>, Vec<Statement>),
}

/// The day on which a statement's article came out, by which publications go.
pub fn published_day(statement: &Statement) -> Option<Date> {
    let day = statement.article.published.as_deref();
    day.and_then(|d| d.parse().ok())
}

impl Publication {
    /// Begins a publication in the folder `out`, which will be served under the address `base`; empty where that is not known.
    pub fn open(out: &Path, base: &str) -> Result<Self> {
        let base = served(base);
        let folder = Folder::open(out)?;
        forget(&folder)?;
        let all = JsonFeed::new("all", "Stances: all statements", &base);
        Ok(Self {
            folder,
            base,
            all,
            actors: BTreeMap::new(),
            proposals: BTreeMap::new(),
            drops: Drops::new("drops"),
            statements: DropSeries::new("statements"),
            report: Report::new(ReportLimits::default()),
            today: (None, Vec::new()),
        })
    }

    /// Adds a statement. Days come in order, those without one first; within a day any order will do, and what comes twice counts once.
    pub fn statement(&mut self, statement: Statement) -> Result<()> {
        let day = published_day(&statement);
        if day != self.today.0 {
            debug_assert!(self.today.0 < day, "days come in order");
            self.send_today()?;
            self.today.0 = day;
        }
        self.today.1.push(statement);
        Ok(())
    }

    fn send_today(&mut self) -> Result<()> {
        let (day, mut statements) = std::mem::take(&mut self.today);
        // Stable: of two with one id the first that came stays.
        statements.sort_by(|a, b| a.id.cmp(&b.id));
        statements.dedup_by(|b, a| a.id == b.id);
        for statement in &statements {
            self.send(day, statement)?;
        }
        Ok(())
    }

    fn send(&mut self, day: Option<Date>, statement: &Statement) -> Result<()> {
        let item = Item::of_statement(statement)?;
        self.all.push(item.clone(), &mut self.folder)?;
        let (holder, proposal) = (&statement.holder, &statement.proposal);
        let base = &self.base;
        self.actors
            .entry(holder.id.clone())
            .or_insert_with(|| {
                let name = format!("actors/{}", file_name(&holder.id));
                JsonFeed::new(name, format!("Stances: {}", holder.name), base)
            })
            .push(item.clone(), &mut self.folder)?;
        self.proposals
            .entry(proposal.id.clone())
            .or_insert_with(|| {
                let name = format!("proposals/{}", file_name(&proposal.id));
                JsonFeed::new(name, format!("Stances on {}", proposal.name), base)
            })
            .push(item, &mut self.folder)?;
        self.report.add(statement);
        self.drops
            .write(&mut self.statements, day, statement, &mut self.folder)
    }

    /// Writes the timelines, the shifts and the lists, and removes what is no longer published.
    pub fn finish(mut self, series: impl Iterator<Item = PairSeries>) -> Result<Published> {
        self.send_today()?;
        let mut report = std::mem::take(&mut self.report);
        let folder = &mut self.folder;
        let mut files = TimelineFiles::begin(folder)?;
        let mut shifts = ShiftLines::begin(&folder.path(""))?;
        for pair in series {
            files.series(&pair)?;
            shifts.add(&row_json(&pair.shifts)?)?;
            report.series(pair);
        }
        files.finish(folder)?;
        write_report(folder, report)?;
        shifts.in_order();
        let mut feed = JsonFeed::new(SHIFTS, SHIFTS_TITLE, &self.base);
        shifts.feed(0, &mut feed, folder)?;
        feed.finish(folder)?;
        shifts.lines_file(folder)?;
        shifts.drop_days(0..shifts.lines().len(), &mut self.drops, folder)?;
        self.all.finish(folder)?;
        for feed in self
            .actors
            .into_values()
            .chain(self.proposals.into_values())
        {
            feed.finish(folder)?;
        }
        self.drops.close(&mut self.statements, folder)?;
        self.drops.finish(folder)?;
        self.folder.finish()
    }
}

/// The address under which a folder is served, with the slash at its end.
pub(super) fn served(base: &str) -> String {
    let mut base = base.to_owned();
    if !base.is_empty() && !base.ends_with('/') {
        base.push('/');
    }
    base
}

/// Name and title of the feed of shifts.
pub(super) const SHIFTS: &str = "shifts";
pub(super) const SHIFTS_TITLE: &str = "Stances: shifts";

pub(super) fn write_report(folder: &mut Folder, report: Report) -> Result<()> {
    let mut page = folder.begin("report.html")?;
    let place = page.place().to_path_buf();
    report.write(&mut Sink::new(&mut page, place))?;
    folder.store(page).map(drop)
}

/// A slug is its own file name; anything else (ids come from texts) is named by its hash.
pub(super) fn file_name(id: &str) -> String {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_';
    let slug = !id.is_empty() && id.len() <= 100 && id.bytes().all(plain);
    // `x--` begins no slug of a lexicon, and a page number ends one: `italy-1` must not meet page 1 of `italy`.
    let like_a_page = id
        .rsplit_once('-')
        .is_some_and(|(_, n)| n.bytes().all(|b| b.is_ascii_digit()));
    if slug && !like_a_page && !id.starts_with("x--") {
        id.to_owned()
    } else {
        format!("x--{:016x}", xxh3_64(id.as_bytes()))
    }
}
