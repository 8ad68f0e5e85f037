//! The publication of a store: what [`Publication`](super::Publication) writes, and each night only what the night changed.
//!
//! Whoever publishes hands over a digest of each month of each feed. The folder's state file tells the digests of the last publication
//! and where the pages of its feeds begin. A feed whose digests are the same is left alone; of another only the pages are written
//! from the one on that holds the first change, because a page is filled from the oldest item on and does not depend on what
//! comes after it. Drops go by months. The result is byte for byte what a publication into an empty folder writes.
//!
//! The state file is taken away while files are written: a run that was ended half-way is followed by one that writes everything.

use std::path::Path;

use jiff::civil::Date;
use xxhash_rust::xxh3::Xxh3;

use super::drops::{DropSeries, Drops};
use super::folder::{Folder, Published};
use super::json_feed::{Item, JsonFeed, Page};
use super::publication::{file_name, served};
use super::published_day;
use super::rendered::Rendered;
use super::state::{
    DropState, FeedState, Months, STATE, State, first_change, month_of, page_files, sizes,
};
use crate::error::Result;
use crate::model::Statement;

/// Takes statements.
pub type TakeStatement<'t> = &'t mut dyn FnMut(Statement) -> Result<()>;

/// Hands over statements published from a day on (all where none is named), day by day, those without one first.
pub type Load<'l> = &'l mut dyn FnMut(Option<&str>, TakeStatement<'_>) -> Result<()>;

/// What a feed is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject<'a> {
    /// All statements.
    All,
    /// Those of the holder of this id.
    Actor(&'a str),
    /// Those on the proposal of this id.
    Proposal(&'a str),
}

/// A publication that goes on from the last one.
#[derive(Debug)]
pub struct NightlyPublication {
    pub(super) folder: Folder,
    pub(super) base: String,
    pub(super) drops: Drops,
    pub(super) before: State,
    pub(super) now: State,
    /// Where the feed of everything is written from the beginning: its items, for what comes after it.
    rendered: Option<Rendered>,
}

/// From where on a feed is written; from nothing, where that is not known.
#[derive(Debug, Default)]
pub(super) struct GoesOn {
    /// Day and id of the first item that is written.
    pub(super) from: Option<(String, String)>,
    pub(super) title: Option<String>,
    /// The pages before it.
    pub(super) closed: Vec<Page>,
}

impl NightlyPublication {
    /// Begins a publication in the folder `out`, which will be served under the address `base`; empty where that is not known.
    pub fn open(out: &Path, base: &str) -> Result<Self> {
        let base = served(base);
        let folder = Folder::open(out)?;
        let before = State::take(&folder, &base)?;
        Ok(Self {
            folder,
            drops: Drops::new("drops"),
            before,
            now: State::new(&base),
            base,
            rendered: None,
        })
    }

    /// Publishes a feed: `months` are the digests of its statements, `load` hands them over where they are needed. The feed of everything
    /// comes first.
    pub fn feed(&mut self, subject: Subject<'_>, months: Months, load: Load<'_>) -> Result<()> {
        let name = match subject {
            Subject::All => "all".to_owned(),
            Subject::Actor(id) => format!("actors/{}", file_name(id)),
            Subject::Proposal(id) => format!("proposals/{}", file_name(id)),
        };
        let Some(GoesOn {
            from,
            title,
            closed,
        }) = self.goes_on(&name, &months)
        else {
            return Ok(());
        };
        if from.is_none()
            && let Some(rendered) = &mut self.rendered
        {
            let Some(of) = rendered.take(subject) else {
                return Ok(());
            };
            let mut feed = JsonFeed::new(name.clone(), of.title.clone(), &self.base);
            for number in of.lines {
                feed.push(rendered.item(number)?, &mut self.folder)?;
            }
            let state = FeedState {
                title: of.title,
                months,
                pages: feed.finish(&mut self.folder)?,
            };
            self.now.feeds.insert(name, state);
            return Ok(());
        }
        let mut rendered = match subject {
            Subject::All if from.is_none() => Some(Rendered::begin(&self.folder.path(""))?),
            _ => None,
        };
        let mut title = title;
        let mut feed: Option<JsonFeed> = None;
        let (base, folder) = (&self.base, &mut self.folder);
        let mut closed = Some(closed);
        by_day(
            from.as_ref().map(|(day, _)| day.as_str()),
            load,
            &mut |of, statement| {
                let day = statement.article.published.as_deref().unwrap_or_default();
                if from
                    .as_ref()
                    .is_some_and(|from| (day, statement.id.as_str()) < (&from.0, &from.1))
                {
                    return Ok(());
                }
                let feed = feed.get_or_insert_with(|| {
                    let title = title.get_or_insert_with(|| subject.title(&statement));
                    let mut feed = JsonFeed::new(name.clone(), title.clone(), base);
                    feed.resume(closed.take().unwrap_or_default());
                    feed
                });
                let item = Item::of_statement(&statement)?;
                if let Some(rendered) = &mut rendered {
                    rendered.add(of, &statement, &item)?;
                }
                feed.push(item, folder)
            },
        )?;
        self.rendered = rendered.or(self.rendered.take());
        let feed = match feed {
            Some(feed) => feed,
            // Nobody says anything at all; the feed of everything is there all the same.
            None if subject == Subject::All => {
                title = Some(ALL.to_owned());
                JsonFeed::new(name.clone(), ALL, base)
            }
            None => return Ok(()),
        };
        let pages = feed.finish(folder)?;
        let state = FeedState {
            title: title.unwrap_or_default(),
            months,
            pages,
        };
        self.now.feeds.insert(name, state);
        Ok(())
    }

    /// From where on a feed is written; none where it stays as it is.
    pub(super) fn goes_on(&mut self, name: &str, months: &Months) -> Option<GoesOn> {
        let Some(mut known) = self.before.feeds.remove(name) else {
            return Some(GoesOn::default());
        };
        let stays = self.staying(name, &known, months);
        if stays > 0 && stays == known.pages.len() {
            self.now.feeds.insert(name.to_owned(), known);
            return None;
        }
        if stays == 0 {
            return Some(GoesOn::default());
        }
        // The page that is written first begins where it began before.
        let begin = known.pages.get(stays);
        let from = begin.map(|page| (page.day.clone(), page.id.clone()));
        known.pages.truncate(stays);
        Some(GoesOn {
            from,
            title: Some(known.title),
            closed: known.pages,
        })
    }

    /// How many pages stay as they are; all of them where nothing changed.
    fn staying(&mut self, name: &str, known: &FeedState, months: &Months) -> usize {
        let changed = first_change(&known.months, months);
        let stays = match changed {
            None => known.pages.len(),
            // Of the pages that begin before the change the last holds it, or what comes before it.
            Some(month) => known
                .pages
                .iter()
                .rposition(|page| month_of(&page.day) < month)
                .unwrap_or(0),
        };
        let files = page_files(name, &known.pages);
        // Where somebody took one away: from nothing, then.
        if self.folder.keep(&files[..stays]) {
            stays
        } else {
            0
        }
    }

    /// Publishes the statements' drops of a month.
    pub fn statements(&mut self, month: &str, digest: u64, load: Load<'_>) -> Result<()> {
        if self.keep_drops("statements", month, digest) {
            return Ok(());
        }
        let mut series = DropSeries::new("statements");
        let first = self.drops.stored().len();
        let (drops, folder) = (&mut self.drops, &mut self.folder);
        if let Some(rendered) = &mut self.rendered {
            for number in rendered.month(month) {
                let (day, line) = rendered.statement(number)?;
                drops.line(&mut series, day, line, folder)?;
            }
        } else {
            by_day(Some(month), load, &mut |day, statement| {
                drops.write(&mut series, day, &statement, folder)
            })?;
        }
        drops.close(&mut series, folder)?;
        self.note_drops("statements", month, digest, first);
        Ok(())
    }

    /// Publishes the duplicates index of a month: rows as JSON in the order of their windows, the days on which the copies came out.
    pub fn duplicates(&mut self, month: &str, rows: &[(Option<Date>, Vec<u8>)]) -> Result<()> {
        let mut digest = Xxh3::new();
        for (day, row) in rows {
            digest.update(format!("{day:?} {}\n", row.len()).as_bytes());
            digest.update(row);
        }
        let digest = digest.digest();
        if self.keep_drops("duplicates", month, digest) {
            return Ok(());
        }
        let mut series = DropSeries::new("duplicates");
        let first = self.drops.stored().len();
        for (day, row) in rows {
            let row = row.clone();
            self.drops.line(&mut series, *day, row, &mut self.folder)?;
        }
        self.drops.close(&mut series, &mut self.folder)?;
        self.note_drops("duplicates", month, digest, first);
        Ok(())
    }

    pub(super) fn keep_drops(&mut self, kind: &str, month: &str, digest: u64) -> bool {
        let months = self.before.drops.get_mut(kind);
        let Some(known) = months
            .and_then(|m| m.remove(month))
            .filter(|known| known.digest == digest)
        else {
            return false;
        };
        if !self.folder.keep(&sizes(&known.files)) {
            return false;
        }
        for (day, file) in &known.files {
            self.drops.keep(*day, file.clone());
        }
        let kinds = self.now.drops.entry(kind.to_owned()).or_default();
        kinds.insert(month.to_owned(), known);
        true
    }

    pub(super) fn note_drops(&mut self, kind: &str, month: &str, digest: u64, first: usize) {
        let files = self.drops.stored()[first..].to_vec();
        let kinds = self.now.drops.entry(kind.to_owned()).or_default();
        kinds.insert(month.to_owned(), DropState { digest, files });
    }

    /// Writes the lists and the state, and removes what is no longer published.
    pub fn finish(mut self) -> Result<Published> {
        self.drops.finish(&mut self.folder)?;
        let place = self.folder.path(STATE);
        let done = self.folder.finish()?;
        self.now.keep(&place)?;
        Ok(done)
    }
}

const ALL: &str = "Stances: all statements";

impl Subject<'_> {
    pub(super) fn title(self, statement: &Statement) -> String {
        match self {
            Subject::All => ALL.to_owned(),
            Subject::Actor(_) => format!("Stances: {}", statement.holder.name),
            Subject::Proposal(_) => format!("Stances on {}", statement.proposal.name),
        }
    }
}

/// Puts the statements of each day in the order of their ids, and hands each on once.
fn by_day(
    from: Option<&str>,
    load: Load<'_>,
    take: &mut dyn FnMut(Option<Date>, Statement) -> Result<()>,
) -> Result<()> {
    let mut day = None;
    let mut today: Vec<Statement> = Vec::new();
    let mut send = |day: Option<Date>, today: &mut Vec<Statement>| {
        today.sort_by(|a, b| a.id.cmp(&b.id));
        today.dedup_by(|b, a| a.id == b.id);
        today
            .drain(..)
            .try_for_each(|statement| take(day, statement))
    };
    load(from, &mut |statement| {
        let of = published_day(&statement);
        if of != day {
            send(day, &mut today)?;
            day = of;
        }
        today.push(statement);
        Ok(())
    })?;
    send(day, &mut today)
}
