//! What is asked of the ledger, and the form in which texts lie in it.

use rusqlite::{Connection, OptionalExtension, params};
use xxhash_rust::xxh3::xxh3_64;

use super::article::{Appearance, LedgerEntry, Stored, Version};
use super::damaged;
use crate::error::{Error, ErrorKind, Result};
use crate::model::Article;

pub(super) fn id_hash(id: &str) -> i64 {
    xxh3_64(id.as_bytes()).cast_signed()
}

/// Number, whether it is live and whether it is on the topic, of the very same record.
pub(super) fn known(
    ledger: &Connection,
    entry: &LedgerEntry<'_>,
    content: &[u8],
) -> Result<Option<(u32, bool, bool)>> {
    ledger
        .prepare_cached(
            "SELECT number, live, topic FROM article WHERE id_hash = ? AND id = ? AND content = ?",
        )
        .and_then(|mut s| {
            s.query_row(params![id_hash(entry.id), entry.id, content], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()
        })
        .map_err(damaged)
}

/// The other versions of the article: number, version, whether it is live.
pub(super) fn others(
    ledger: &Connection,
    entry: &LedgerEntry<'_>,
) -> Result<Vec<(u32, Version, bool)>> {
    ledger
        .prepare_cached(
            "SELECT number, changed, length, content, live FROM article WHERE id_hash = ? AND id = ?",
        )
        .and_then(|mut s| {
            s.query_map(params![id_hash(entry.id), entry.id], |row| {
                let version = Version {
                    changed: row.get(1)?,
                    length: row.get(2)?,
                    content: row.get(3)?,
                };
                Ok((row.get(0)?, version, row.get(4)?))
            })?
            .collect()
        })
        .map_err(damaged)
}

pub(super) fn appearance(ledger: &Connection, number: u32) -> Result<Appearance> {
    ledger
        .prepare_cached("SELECT timestamp, id, content FROM article WHERE number = ?")
        .and_then(|mut s| {
            s.query_row([number], |row| {
                Ok(Appearance::new(row.get(0)?, row.get(1)?, row.get(2)?))
            })
        })
        .map_err(damaged)
}

pub(super) fn original(ledger: &Connection, key: i64) -> Result<Option<u32>> {
    ledger
        .prepare_cached("SELECT article FROM original WHERE fingerprint = ?")
        .and_then(|mut s| s.query_row([key], |row| row.get(0)).optional())
        .map_err(damaged)
}

/// An article on the topic.
pub(super) fn article_of(ledger: &Connection, number: u32) -> Result<Article<'static>> {
    let record: Vec<u8> = ledger
        .prepare_cached("SELECT record FROM body WHERE article = ?")
        .and_then(|mut s| s.query_row([number], |row| row.get(0)))
        .map_err(damaged)?;
    unpack(&record)
}

pub(super) fn set_original(ledger: &Connection, key: i64, number: u32) -> Result<()> {
    ledger
        .prepare_cached("INSERT OR REPLACE INTO original VALUES (?, ?)")
        .and_then(|mut s| s.execute(params![key, number]))
        .map_err(damaged)?;
    Ok(())
}

pub(super) fn delete(ledger: &Connection, sql: &str, number: u32) -> Result<()> {
    ledger
        .prepare_cached(sql)
        .and_then(|mut s| s.execute([number]))
        .map_err(damaged)?;
    Ok(())
}

/// For each paragraph whether it is neither a repeat inside the article nor a copy, exact or near, of another.
pub(super) fn kept(ledger: &Connection, number: u32, repeats: &[u8]) -> Result<Vec<bool>> {
    let mut kept: Vec<bool> = repeats.iter().map(|&r| r == 0).collect();
    let mut rows = ledger
        .prepare_cached(
            "SELECT h.paragraph FROM holder h JOIN original o ON o.fingerprint = h.fingerprint LEFT JOIN node n ON n.fingerprint = h.fingerprint
             WHERE h.article = ?1 AND h.paragraph >= 0 AND (o.article <> ?1 OR n.root IS NOT NULL)",
        )
        .map_err(damaged)?;
    let copied = rows
        .query_map([number], |row| row.get::<_, i64>(0))
        .map_err(damaged)?;
    for paragraph in copied {
        let paragraph = usize::try_from(paragraph.map_err(damaged)?).unwrap_or(usize::MAX);
        if let Some(kept) = kept.get_mut(paragraph) {
            *kept = false;
        }
    }
    Ok(kept)
}

pub(super) fn pack(article: &Article<'_>) -> rusqlite::Result<Vec<u8>> {
    let failed = |e| rusqlite::Error::ToSqlConversionFailure(e);
    let record = serde_json::to_vec(&Stored::from(article)).map_err(|e| failed(e.into()))?;
    zstd::bulk::compress(&record, 3).map_err(|e| failed(e.into()))
}

pub(super) fn unpack(record: &[u8]) -> Result<Article<'static>> {
    let broken = |e: Box<dyn std::error::Error + Send + Sync>| {
        let message =
            format!("a text in the ledger is damaged; restore the store from its backup: {e}");
        Error::new(ErrorKind::Store, message)
    };
    let record = zstd::stream::decode_all(record).map_err(|e| broken(e.into()))?;
    let stored: Stored<'static> = serde_json::from_slice(&record).map_err(|e| broken(e.into()))?;
    Ok(stored.into())
}
