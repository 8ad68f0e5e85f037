//! What the last publication wrote, as the next one finds it beside the feeds.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::disk::put_beside;
use super::drops::Stored;
use super::folder::Folder;
use super::json_feed::{JsonFeed, Page};
use crate::error::{Error, Result};

/// The state file.
pub(super) const STATE: &str = ".stanceline-state.json";

/// Version of the state file and of all that it speaks of: feeds written by another are written anew.
const VERSION: &str = concat!("2 ", env!("CARGO_PKG_VERSION"));

/// A digest of each month's contents, by `YYYY-MM`; empty for what has no date.
pub type Months = BTreeMap<String, u64>;

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) version: String,
    pub(super) base: String,
    /// By name.
    pub(super) feeds: BTreeMap<String, FeedState>,
    /// By kind and month.
    pub(super) drops: BTreeMap<String, BTreeMap<String, DropState>>,
    pub(super) timelines: Option<TimelineState>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct FeedState {
    pub(super) title: String,
    pub(super) months: Months,
    pub(super) pages: Vec<Page>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct DropState {
    pub(super) digest: u64,
    pub(super) files: Vec<(Option<Date>, Stored)>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct TimelineState {
    pub(super) digest: u64,
    /// Timelines, report, lines of shifts.
    pub(super) files: Vec<(String, u64)>,
}

impl State {
    /// The state of a publication of this program that has not begun.
    pub(super) fn new(base: &str) -> Self {
        Self {
            version: VERSION.to_owned(),
            base: base.to_owned(),
            ..Self::default()
        }
    }

    /// The state of the last publication under the same address, taken out of the folder; an empty one where there is none that can be used.
    pub(super) fn take(folder: &Folder, base: &str) -> Result<Self> {
        let place = folder.path(STATE);
        let before: Self = match fs::read(&place) {
            // A state that cannot be read is no state: everything is written.
            Ok(bytes) => serde_json::from_slice(&bytes).unwrap_or_default(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => Self::default(),
            Err(e) => return Err(Error::io(&place, "cannot be read", e)),
        };
        forget(folder)?;
        let usable = before.version == VERSION && before.base == base;
        Ok(if usable { before } else { Self::default() })
    }

    /// Writes it for the next publication.
    pub(super) fn keep(&self, place: &Path) -> Result<()> {
        let state = serde_json::to_vec(self)
            .map_err(|e| Error::io(place, "cannot be written", e.into()))?;
        put_beside(place, &state)
    }
}

/// Takes the state file away: whatever is published now, it does not speak of it.
pub(super) fn forget(folder: &Folder) -> Result<()> {
    let place = folder.path(STATE);
    match fs::remove_file(&place) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => {
            Err(Error::io(&place, "cannot be removed", e))
        }
        _ => Ok(()),
    }
}

/// The first month whose digest is another, or that only one of them has.
pub(super) fn first_change<'m>(before: &'m Months, now: &'m Months) -> Option<&'m str> {
    let gone = before.keys().filter(|month| !now.contains_key(*month));
    let changed = now
        .iter()
        .filter(|(month, digest)| before.get(*month) != Some(digest));
    gone.chain(changed.map(|(month, _)| month))
        .min()
        .map(String::as_str)
}

/// The files of a feed's pages, the oldest first, with their sizes.
pub(super) fn page_files(name: &str, pages: &[Page]) -> Vec<(String, u64)> {
    let last = pages.len().saturating_sub(1);
    let files = pages.iter().enumerate();
    files
        .map(|(number, page)| {
            let file = if number == last {
                format!("{name}.json")
            } else {
                JsonFeed::closed_page(name, number + 1)
            };
            (file, page.bytes)
        })
        .collect()
}

pub(super) fn sizes(files: &[(Option<Date>, Stored)]) -> Vec<(String, u64)> {
    let files = files.iter();
    files
        .map(|(_, file)| (file.path.clone(), file.bytes))
        .collect()
}

/// `YYYY-MM` of a day; empty where it is not known, which comes first.
pub(super) fn month_of(day: &str) -> &str {
    day.get(..7).unwrap_or_default()
}
