//! Items of the feed of everything while it is written anew, kept for the feeds and drops that come after it.
//!
//! A statement stands in three feeds and a drop. Where all of them are written, each is read, put into words and put in order once, and
//! lies in a file without a name until the publication ends; memory holds some thirty bytes a statement.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;

use jiff::civil::Date;

use super::json_feed::Item;
use super::nightly::Subject;
use super::row_json;
use super::spool::Spool;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Statement;

/// Items in the order of their days, and within a day of their ids.
#[derive(Debug)]
pub(super) struct Rendered {
    spool: Spool,
    lines: Vec<Line>,
    actors: BTreeMap<String, Of>,
    proposals: BTreeMap<String, Of>,
    /// Numbers of the lines of each month, empty for what has no date.
    months: BTreeMap<String, Range<usize>>,
}

/// What belongs to one feed.
#[derive(Debug)]
pub(super) struct Of {
    pub(super) title: String,
    /// Numbers of its lines.
    pub(super) lines: Vec<u32>,
}

/// Where an item lies in the file: its id, itself, and its statement where the item holds it cut.
#[derive(Debug, Clone, Copy)]
struct Line {
    day: Option<Date>,
    begin: u64,
    id: u32,
    json: u32,
    /// Where the statement begins in the item; none where it follows the item.
    statement: Option<u32>,
    after: u32,
}

impl Rendered {
    /// Begins the file in the published folder, which has room for as much as the feeds take.
    pub(super) fn begin(root: &Path) -> Result<Self> {
        Ok(Self {
            spool: Spool::begin(root)?,
            lines: Vec::new(),
            actors: BTreeMap::new(),
            proposals: BTreeMap::new(),
            months: BTreeMap::new(),
        })
    }

    /// Adds the item of a statement.
    pub(super) fn add(
        &mut self,
        day: Option<Date>,
        statement: &Statement,
        item: &Item,
    ) -> Result<()> {
        let after = match item.statement() {
            Some(_) => Vec::new(),
            None => row_json(statement)?,
        };
        let line = Line {
            day,
            begin: self.spool.add(item.id().as_bytes())?,
            id: short(item.id().len())?,
            json: short(item.json().len())?,
            statement: item.statement().map(short).transpose()?,
            after: short(after.len())?,
        };
        self.spool.add(item.json().as_bytes())?;
        self.spool.add(&after)?;
        let number = self.lines.len();
        self.lines.push(line);
        let month = day.map_or_else(String::new, |d| format!("{:04}-{:02}", d.year(), d.month()));
        let month = self.months.entry(month).or_insert(number..number);
        month.end = number + 1;
        let number = short(number)?;
        let (actor, proposal) = (&statement.holder.id, &statement.proposal.id);
        for (all, id, subject) in [
            (&mut self.actors, actor, Subject::Actor(actor)),
            (&mut self.proposals, proposal, Subject::Proposal(proposal)),
        ] {
            if !all.contains_key(id) {
                let title = subject.title(statement);
                all.insert(
                    id.clone(),
                    Of {
                        title,
                        lines: Vec::new(),
                    },
                );
            }
            if let Some(of) = all.get_mut(id) {
                of.lines.push(number);
            }
        }
        Ok(())
    }

    /// Takes what belongs to a feed out.
    pub(super) fn take(&mut self, subject: Subject<'_>) -> Option<Of> {
        match subject {
            Subject::All => None,
            Subject::Actor(id) => self.actors.remove(id),
            Subject::Proposal(id) => self.proposals.remove(id),
        }
    }

    /// The numbers of the lines of a month.
    pub(super) fn month(&self, month: &str) -> Range<usize> {
        self.months.get(month).cloned().unwrap_or(0..0)
    }

    /// The item of a line.
    pub(super) fn item(&mut self, number: u32) -> Result<Item> {
        let line = self.lines[number as usize];
        let mut id = self.spool.read(line.begin, line.id + line.json)?;
        let json = id.split_off(line.id as usize);
        let text = |bytes| String::from_utf8(bytes).map_err(|e| self.spool.garbled(e));
        let day = line.day.map(|d| d.to_string()).unwrap_or_default();
        Ok(Item::again(day, text(id)?, text(json)?))
    }

    /// Day and JSON of the statement of a line.
    pub(super) fn statement(&mut self, number: usize) -> Result<(Option<Date>, Vec<u8>)> {
        let line = self.lines[number];
        let item = line.begin + u64::from(line.id);
        let bytes = match line.statement {
            // Two braces close the item behind it.
            Some(begin) => self
                .spool
                .read(item + u64::from(begin), line.json - begin - 2)?,
            None => self.spool.read(item + u64::from(line.json), line.after)?,
        };
        Ok((line.day, bytes))
    }
}

pub(super) fn short(len: usize) -> Result<u32> {
    u32::try_from(len)
        .map_err(|_| Error::new(ErrorKind::Io, "there are too many statements to publish"))
}
