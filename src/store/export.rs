//! What the store has to say: statements in the order in which their articles came out, with the copies of their paragraphs.

use std::collections::BTreeSet;
use std::path::Path;

use rusqlite::{Connection, Row, params_from_iter};

use super::damaged;
use super::reading::Reading;
use crate::error::{Error, ErrorKind, Result};
use crate::model::{BOILERPLATE_ARTICLES, ClusterRef, Statement, SyndicatedCopy};

/// Which statements are wanted; all where nothing is named.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StatementFilter {
    /// Ids of the holders.
    pub holders: Vec<String>,
    /// Ids of the proposals.
    pub proposals: Vec<String>,
}

impl StatementFilter {
    /// Adds its conditions to a query, and what they compare with to `values`.
    pub(super) fn narrow<'f>(&'f self, sql: &mut String, values: &mut Vec<&'f str>) {
        for (column, ids) in [("actor", &self.holders), ("proposal", &self.proposals)] {
            let places = match ids.len() {
                0 => continue,
                1 => "= ?".to_owned(),
                many => format!("IN (?{})", ", ?".repeat(many - 1)),
            };
            sql.push_str(" AND s.");
            sql.push_str(column);
            sql.push(' ');
            sql.push_str(&places);
            values.extend(ids.iter().map(String::as_str));
        }
    }
}

/// A statement with what the store knows about its paragraph.
#[derive(Debug, Clone, PartialEq)]
pub struct ExportedStatement {
    /// The statement, with its cluster where its paragraph has copies.
    pub statement: Statement,
    /// Fingerprint of its paragraph, where that is long enough to be known again.
    pub fingerprint: Option<u64>,
    /// The other articles that have the paragraph, in the order in which they came out.
    pub copies: Vec<SyndicatedCopy>,
}

/// Hands each wanted statement of the store in `folder` to `take`. May run while another process ingests: it sees the store
/// as it is when the reading begins.
pub fn statements(
    folder: &Path,
    filter: &StatementFilter,
    take: &mut dyn FnMut(ExportedStatement) -> Result<()>,
) -> Result<()> {
    let reading = Reading::open_all(folder)?;
    let ledger = reading.ledger();
    let mut sql = "SELECT s.record, s.fingerprint, s.article FROM statement s JOIN article a ON a.number = s.article WHERE true".to_owned();
    let mut values = Vec::new();
    filter.narrow(&mut sql, &mut values);
    sql.push_str(" ORDER BY a.timestamp IS NULL, a.timestamp, a.id, a.content, s.place");
    let mut rows = ledger.prepare(&sql).map_err(damaged)?;
    let mut rows = rows.query(params_from_iter(values)).map_err(damaged)?;
    while let Some(row) = rows.next().map_err(damaged)? {
        take(exported(ledger, row).map_err(|e| e.at(reading.path()))?)?;
    }
    Ok(())
}

/// A row of record, fingerprint and article, with the copies of the paragraph.
pub(super) fn exported(ledger: &Connection, row: &Row<'_>) -> Result<ExportedStatement> {
    let fingerprint: Option<i64> = row.get(1).map_err(damaged)?;
    let article: u32 = row.get(2).map_err(damaged)?;
    let record = row.get_ref(0).map_err(damaged)?;
    let record = record.as_blob().map_err(|e| damaged(e.into()))?;
    let mut statement: Statement = serde_json::from_slice(record).map_err(|e| {
        let message =
            format!("a statement in the ledger is damaged; restore the store from its backup: {e}");
        Error::new(ErrorKind::Store, message)
    })?;
    let copies = fingerprint.map_or(Ok(Vec::new()), |f| copies(ledger, f, article))?;
    if let (Some(fingerprint), false) = (fingerprint, copies.is_empty()) {
        let outlet = statement.article.outlet.as_deref();
        statement.cluster = Some(ClusterRef::of(fingerprint.cast_unsigned(), outlet, &copies));
    }
    Ok(ExportedStatement {
        statement,
        fingerprint: fingerprint.map(i64::cast_unsigned),
        copies,
    })
}

/// An article that has a paragraph, or a near copy of it.
struct Holder {
    article: u32,
    fingerprint: i64,
    /// Whether it stands there where boilerplate does.
    edge: bool,
    copy: SyndicatedCopy,
}

/// The other articles that have the paragraph or a near copy of it, in the order in which they came out. None if it is boilerplate: that its outlet
/// repeats it is no syndication.
fn copies(ledger: &Connection, fingerprint: i64, article: u32) -> Result<Vec<SyndicatedCopy>> {
    // Most paragraphs are nobody else's, which is quickly known.
    let shared: bool = ledger
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM holder WHERE fingerprint = ?1 AND article < ?2)
             OR EXISTS (SELECT 1 FROM holder WHERE fingerprint = ?1 AND article > ?2) OR EXISTS (SELECT 1 FROM node WHERE root = ?1)",
        )
        .and_then(|mut s| s.query_row([fingerprint, i64::from(article)], |row| row.get(0)))
        .map_err(damaged)?;
    if !shared {
        return Ok(Vec::new());
    }
    // Where an article has the paragraph more than once, the least place counts.
    let holders: Vec<Holder> = ledger
        .prepare_cached(
            "SELECT h.article, h.fingerprint, h.edge, a.id, a.outlet, a.day, min(h.paragraph)
             FROM holder h JOIN article a ON a.number = h.article
             WHERE h.fingerprint = ?1 OR h.fingerprint IN (SELECT fingerprint FROM node WHERE root = ?1)
             GROUP BY h.article, h.fingerprint
             ORDER BY a.timestamp IS NULL, a.timestamp, a.id, a.content",
        )
        .and_then(|mut s| {
            s.query_map([fingerprint], |row| {
                Ok(Holder {
                    article: row.get(0)?,
                    fingerprint: row.get(1)?,
                    edge: row.get(2)?,
                    copy: SyndicatedCopy {
                        article: row.get(3)?,
                        outlet: row.get(4)?,
                        date: row.get(5)?,
                    },
                })
            })?
            .collect()
        })
        .map_err(damaged)?;
    // Inside the article itself a near copy counts for nothing.
    let counted = |h: &&Holder| h.article != article || h.fingerprint == fingerprint;
    let boilerplate = is_boilerplate(holders.iter().filter(counted));
    let mut copies = Vec::new();
    let mut last = article;
    for holder in holders {
        if holder.article != article && holder.article != last && !boilerplate {
            last = holder.article;
            copies.push(holder.copy);
        }
    }
    Ok(copies)
}

fn is_boilerplate<'h>(holders: impl Iterator<Item = &'h Holder>) -> bool {
    let mut articles = BTreeSet::new();
    let mut outlets = BTreeSet::new();
    for holder in holders {
        let Some(outlet) = holder.copy.outlet.as_deref().filter(|_| holder.edge) else {
            return false;
        };
        articles.insert(holder.article);
        outlets.insert(outlet.trim().to_lowercase());
    }
    outlets.len() == 1 && articles.len() >= BOILERPLATE_ARTICLES
}
