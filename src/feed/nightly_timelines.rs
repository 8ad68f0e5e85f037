//! Timelines, report and shifts of a publication that goes on from the last one.
//!
//! A timeline of everything is one file, in which each night changes something, so it is written whole; what that costs is what the bytes cost.
//! Shifts are a feed, drops and lines, and go on from where something changed.

use std::fs;

use super::json_feed::JsonFeed;
use super::nightly::{GoesOn, NightlyPublication};
use super::publication::{SHIFTS, SHIFTS_TITLE, write_report};
use super::report::Report;
use super::shift_lines::ShiftLines;
use super::state::{FeedState, TimelineState, page_files, sizes};
use super::timeline_files::TimelineFiles;
use crate::error::{Error, Result};

/// Files that are there whatever was said.
const WHOLE: [&str; 6] = [
    "timeline.ndjson",
    "timeline.json",
    "timeline.csv",
    "report.html",
    "shifts.ndjson",
    // The page of the newest shifts, which is there even where there are none.
    "shifts.json",
];

impl NightlyPublication {
    /// Whether timelines, shifts and report stay as they are, because what they are made of has the same digest.
    pub fn keep_timelines(&mut self, digest: u64) -> bool {
        let known = self.before.timelines.take();
        let Some(known) = known.filter(|known| known.digest == digest) else {
            return false;
        };
        let Some(feed) = self.before.feeds.get(SHIFTS) else {
            return false;
        };
        let drops = self.before.drops.get(SHIFTS).cloned().unwrap_or_default();
        let mut files = known.files.clone();
        files.extend(page_files(SHIFTS, &feed.pages));
        for month in drops.values() {
            files.extend(sizes(&month.files));
        }
        if !self.folder.keep(&files) {
            return false;
        }
        for (day, file) in drops.values().flat_map(|month| &month.files) {
            self.drops.keep(*day, file.clone());
        }
        self.now.feeds.insert(SHIFTS.to_owned(), feed.clone());
        self.now.drops.insert(SHIFTS.to_owned(), drops);
        self.now.timelines = Some(known);
        true
    }

    /// A file without a name for the shifts that [`NightlyPublication::timelines`] publishes.
    pub fn shift_lines(&self) -> Result<ShiftLines> {
        ShiftLines::begin(&self.folder.path(""))
    }

    /// Publishes timelines, which `rows` writes, shifts and report.
    pub fn timelines(
        &mut self,
        digest: u64,
        rows: &mut dyn FnMut(&mut TimelineFiles) -> Result<()>,
        shifts: ShiftLines,
        report: Report,
    ) -> Result<()> {
        let mut files = TimelineFiles::begin(&self.folder)?;
        rows(&mut files)?;
        files.finish(&mut self.folder)?;
        write_report(&mut self.folder, report)?;
        self.shifts(shifts)?;
        self.folder.settle()?;
        let mut files = Vec::new();
        for name in WHOLE {
            let place = self.folder.path(name);
            let known = fs::metadata(&place).map_err(|e| Error::io(&place, "cannot be read", e))?;
            files.push((name.to_owned(), known.len()));
        }
        self.now.timelines = Some(TimelineState { digest, files });
        Ok(())
    }

    fn shifts(&mut self, mut shifts: ShiftLines) -> Result<()> {
        let months = shifts.in_order();
        shifts.lines_file(&mut self.folder)?;
        for (month, numbers) in shifts.by_month() {
            let digest = months.get(&month).copied().unwrap_or_default();
            if self.keep_drops(SHIFTS, &month, digest) {
                continue;
            }
            let first = self.drops.stored().len();
            shifts.drop_days(numbers, &mut self.drops, &mut self.folder)?;
            self.note_drops(SHIFTS, &month, digest, first);
        }
        let Some(GoesOn { from, closed, .. }) = self.goes_on(SHIFTS, &months) else {
            return Ok(());
        };
        let first = from.map_or(0, |(day, id)| {
            let before = |line: &super::shift_lines::Line| (&line.date, &line.id) < (&day, &id);
            shifts.lines().partition_point(before)
        });
        let mut feed = JsonFeed::new(SHIFTS, SHIFTS_TITLE, &self.base);
        feed.resume(closed);
        shifts.feed(first, &mut feed, &mut self.folder)?;
        let state = FeedState {
            title: SHIFTS_TITLE.to_owned(),
            months,
            pages: feed.finish(&mut self.folder)?,
        };
        self.now.feeds.insert(SHIFTS.to_owned(), state);
        Ok(())
    }
}
