//! JSON Feed 1.1 (<https://www.jsonfeed.org/version/1.1/>): statements and shifts for feed readers.
//!
//! A feed is a head file and, once it has grown, closed pages: `all.json` holds the newest items and leads by `next_url` to
//! `all-2.json` and `all-1.json`, the oldest. Pages are filled from the oldest item on, so that a closed page keeps its bytes and its
//! address while newer items arrive.

use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::Folder;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{Shift, Statement};

/// The address that names the version.
pub const VERSION: &str = "https://jsonfeed.org/version/1.1";

/// Bytes that a page has at most.
pub const PAGE_BYTES: usize = 250_000;

/// What the extension object says of itself.
const ABOUT: &str = "stanceline.statement/1 and stanceline.shift/1: who holds which stance on which proposal, and the sentence that shows it";

/// Code points of evidence that an item shows at most: the sentence is data, and some sentences have no end.
const LONGEST_TEXT: usize = 20_000;

/// One item, already JSON, with nothing that depends on the page it comes to lie in.
#[derive(Debug, Clone)]
pub struct Item {
    json: String,
    id: String,
    /// Day of publication; empty where it is not known.
    day: String,
    /// Where the whole statement begins in it; it ends before the last two braces.
    statement: Option<usize>,
}

/// Where a page of a feed begins, and how long it is: enough to go on with the feed from there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// Day of publication of its oldest item, `YYYY-MM-DD`; empty where it is not known.
    pub day: String,
    /// Id of its oldest item.
    pub id: String,
    /// Size of the file.
    pub bytes: u64,
}

#[derive(Serialize)]
struct ItemJson<'a> {
    id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_url: Option<&'a str>,
    title: String,
    content_text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    tags: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    _stance: Extension<'a>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
}

#[derive(Serialize)]
struct Extension<'a> {
    about: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    statement: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shift: Option<&'a Shift>,
}

impl Item {
    /// The item of a statement.
    pub fn of_statement(statement: &Statement) -> Result<Self> {
        let whole = Self::statement_json(statement)?;
        if whole.json.len() <= PAGE_BYTES / 4 {
            return Ok(whole);
        }
        // Too long for a page beside others: the strongest sentence stays, cut.
        let mut short = statement.clone();
        short.further.clear();
        short.cues.truncate(8);
        short.evidence.text = cut(&short.evidence.text, LONGEST_TEXT / 2);
        short.article.title = short.article.title.as_deref().map(|t| cut(t, 1_000));
        for cue in &mut short.cues {
            cue.text = cut(&cue.text, 200);
        }
        if let Some(condition) = &mut short.condition {
            condition.text = cut(&condition.text, 1_000);
        }
        let mut item = Self::statement_json(&short)?;
        item.statement = None;
        Ok(item)
    }

    /// An item as it was before.
    pub(super) fn again(day: String, id: String, json: String) -> Self {
        Self {
            json,
            id,
            day,
            statement: None,
        }
    }

    pub(super) fn id(&self) -> &str {
        &self.id
    }

    pub(super) fn json(&self) -> &str {
        &self.json
    }

    /// Where the whole statement begins in the item, before two braces that end it; none of an item that holds it cut, or was made again.
    pub(super) fn statement(&self) -> Option<usize> {
        self.statement
    }

    fn statement_json(statement: &Statement) -> Result<Self> {
        let Statement {
            holder,
            proposal,
            stance,
            article,
            ..
        } = statement;
        let date = article.published.as_ref().or(statement.date.as_ref());
        let day = article.published.as_deref().unwrap_or_default();
        let raw = to_raw_value(statement).map_err(unwritten)?;
        let mut item = Self::from(
            day,
            &ItemJson {
                id: &statement.id,
                external_url: web_address(article.url.as_deref()),
                title: format!("{}: {} on {}", holder.name, stance.name(), proposal.name),
                content_text: cut(&statement.evidence.text, LONGEST_TEXT),
                date_published: midnight(date.map(String::as_str)),
                tags: tags(&holder.id, &proposal.id, stance.name()),
                authors: authors(article.outlet.as_deref()),
                language: article.language.as_deref(),
                _stance: Extension {
                    about: ABOUT,
                    statement: Some(&raw),
                    shift: None,
                },
            },
        )?;
        item.statement = item.json.len().checked_sub(raw.get().len() + 2);
        Ok(item)
    }

    /// The item of a shift: both sentences, how many say so, and how old the earlier stance was.
    pub fn of_shift(shift: &Shift) -> Result<Self> {
        let mut shift = shift.clone();
        for side in [&mut shift.from, &mut shift.to] {
            side.shown.evidence.text = cut(&side.shown.evidence.text, LONGEST_TEXT / 4);
        }
        let Shift {
            holder,
            proposal,
            from,
            to,
            ..
        } = &shift;
        let side = |side: &crate::model::ShiftSide| {
            format!(
                "{} (n = {}, {}): {}",
                side.stance.name(),
                side.n,
                side.shown.date,
                side.shown.evidence.text
            )
        };
        Self::from(
            &shift.date,
            &ItemJson {
                id: &shift.id,
                external_url: web_address(to.shown.url.as_deref()),
                title: format!(
                    "{}: from {} to {} on {}",
                    holder.name,
                    from.stance.name(),
                    to.stance.name(),
                    proposal.name
                ),
                content_text: format!(
                    "{}\n{}\nThe earlier stance was {} days old.",
                    side(from),
                    side(to),
                    shift.age_days
                ),
                date_published: midnight(Some(&shift.date)),
                tags: tags(&holder.id, &proposal.id, to.stance.name()),
                authors: authors(to.shown.outlet.as_deref()),
                language: None,
                _stance: Extension {
                    about: ABOUT,
                    statement: None,
                    shift: Some(&shift),
                },
            },
        )
    }

    fn from(day: &str, item: &ItemJson<'_>) -> Result<Self> {
        let json = serde_json::to_string(item).map_err(unwritten)?;
        Ok(Self {
            json,
            id: item.id.to_owned(),
            day: day.to_owned(),
            statement: None,
        })
    }
}

fn unwritten(error: serde_json::Error) -> Error {
    Error::new(ErrorKind::Io, "an item cannot be written as JSON").caused_by(error)
}

fn tags(holder: &str, proposal: &str, stance: &str) -> Vec<String> {
    vec![
        format!("actor:{holder}"),
        format!("proposal:{proposal}"),
        format!("stance:{stance}"),
    ]
}

fn authors(outlet: Option<&str>) -> Vec<Author<'_>> {
    outlet.map(|name| Author { name }).into_iter().collect()
}

/// An address that a reader may open: articles come from anywhere, and so do their addresses.
pub(super) fn web_address(url: Option<&str>) -> Option<&str> {
    url.filter(|u| u.starts_with("https://") || u.starts_with("http://"))
}

fn midnight(date: Option<&str>) -> Option<String> {
    let day: jiff::civil::Date = date?.parse().ok()?;
    // RFC 3339 knows the years 0000 to 9999.
    (day.year() >= 0).then(|| format!("{day}T00:00:00Z"))
}

fn cut(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// One feed while its items come in, oldest first.
#[derive(Debug)]
pub struct JsonFeed {
    name: String,
    title: String,
    base: String,
    open: Vec<Item>,
    bytes: usize,
    /// The pages so far; the last is open where there are items in it.
    pages: Vec<Page>,
}

#[derive(Serialize)]
struct Head<'a> {
    version: &'static str,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    feed_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    next_url: Option<String>,
}

impl JsonFeed {
    /// A feed at `name` (a path below the folder, without its ending). `base` is the address under which the folder is served, ending in `/`;
    /// empty where it is not known: then `next_url` is relative, and there is no `feed_url`.
    pub fn new(name: impl Into<String>, title: impl Into<String>, base: &str) -> Self {
        Self {
            name: name.into(),
            title: cut(&title.into(), 500),
            base: base.to_owned(),
            open: Vec::new(),
            bytes: 0,
            pages: Vec::new(),
        }
    }

    /// Goes on behind closed pages that an earlier run wrote.
    pub fn resume(&mut self, closed: Vec<Page>) {
        self.pages = closed;
    }

    /// The file of the closed page `number`, counted from 1.
    pub fn closed_page(name: &str, number: usize) -> String {
        format!("{name}-{number}.json")
    }

    /// Adds the next newer item, closing a page where it is full.
    pub fn push(&mut self, item: Item, folder: &mut Folder) -> Result<()> {
        // The head leads to an older page by its whole address; 64 bytes are room for what surrounds the items.
        let older = Self::closed_page(&self.name, 9_999_999);
        let room = PAGE_BYTES.saturating_sub(self.head(Some(&older))?.len() + 64);
        if !self.open.is_empty() && self.bytes + item.json.len() + 2 > room {
            let number = self.pages.len();
            self.page(&Self::closed_page(&self.name, number), folder)?;
            self.open.clear();
            self.bytes = 0;
        }
        if self.open.is_empty() {
            self.pages.push(Page {
                day: item.day.clone(),
                id: item.id.clone(),
                bytes: 0,
            });
        }
        self.bytes += item.json.len() + 2;
        self.open.push(item);
        Ok(())
    }

    /// Writes the page of the newest items. Returns all pages, the oldest first.
    pub fn finish(mut self, folder: &mut Folder) -> Result<Vec<Page>> {
        self.page(&format!("{}.json", self.name), folder)?;
        Ok(self.pages)
    }

    /// Writes the open items as the page `name`, which leads to the closed page before it.
    fn page(&mut self, name: &str, folder: &mut Folder) -> Result<()> {
        let older = self.pages.len().saturating_sub(1);
        let next = (older > 0).then(|| Self::closed_page(&self.name, older));
        let mut json = self.head(next.as_deref())?;
        // The items go in before the brace that closes the head.
        json.truncate(json.len() - 1);
        json.push_str(",\"items\":[");
        for (i, item) in self.open.iter().rev().enumerate() {
            json.push_str(if i == 0 { "\n" } else { ",\n" });
            json.push_str(&item.json);
        }
        json.push_str("\n]}\n");
        let bytes = folder.put(name, json.as_bytes())?;
        if let Some(page) = self.pages.last_mut() {
            page.bytes = bytes;
        }
        Ok(())
    }

    fn head(&self, next: Option<&str>) -> Result<String> {
        let address = |name: &str| format!("{}{name}", self.base);
        let head = Head {
            version: VERSION,
            title: &self.title,
            feed_url: (!self.base.is_empty()).then(|| address(&format!("{}.json", self.name))),
            // A relative address is resolved against the page, which lies in the same folder as the next.
            next_url: next.map(|n| match n.rsplit_once('/') {
                Some((_, file)) if self.base.is_empty() => file.to_owned(),
                _ => address(n),
            }),
        };
        serde_json::to_string(&head)
            .map_err(|e| Error::new(ErrorKind::Io, "a feed cannot be written as JSON").caused_by(e))
    }
}
