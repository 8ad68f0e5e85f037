//! The tables of the ledger, which version of them this program reads, and how a connection is set up for them.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{damaged, meta};
use crate::error::{Error, ErrorKind, Result};

/// Version of the layout.
pub(super) const LAYOUT: &str = "6";
/// The layout before, in which an address stood for an article too, and changes had no time.
const WITH_ADDRESSES: &str = "5";
/// The one before that, which had no rows.
pub(super) const WITHOUT_ROWS: &str = "4";
/// Bytes of the ledger that may be mapped: addresses, not memory.
pub(super) const MAPPED: i64 = 1 << 36;

/// Brings a new ledger into form; leaves one in form alone, and refuses one of another layout.
pub(super) fn prepare(ledger: &Connection) -> Result<()> {
    ledger
        .pragma_update(None, "journal_mode", "wal")
        .map_err(damaged)?;
    ledger
        .pragma_update(None, "synchronous", "full")
        .map_err(damaged)?;
    ledger
        .pragma_update(None, "cache_size", -32_000)
        .map_err(damaged)?;
    // What is read where it lies in the system's cache need not be copied; folding reads all over the ledger.
    ledger
        .pragma_update(None, "mmap_size", MAPPED)
        .map_err(damaged)?;
    planned_once(ledger)?;
    ledger.set_prepared_statement_cache_capacity(64);
    if !has_tables(ledger)? {
        ledger
            .execute_batch(&format!(
                "BEGIN; {} {} {} INSERT INTO meta VALUES ('layout', '{LAYOUT}'); COMMIT;",
                include_str!("schema.sql"),
                include_str!("folds.sql"),
                include_str!("rows.sql")
            ))
            .map_err(damaged)?;
    }
    match meta(ledger, "layout")?.as_deref() {
        Some(LAYOUT) => Ok(()),
        Some(WITH_ADDRESSES) => drop_addresses(ledger),
        Some(WITHOUT_ROWS) => add_rows(ledger).and_then(|()| drop_addresses(ledger)),
        layout => Err(other_layout(layout)),
    }
}

/// Statements are planned when they are prepared, and not again for each value of a range: that costs more than they do.
pub(super) fn planned_once(ledger: &Connection) -> Result<()> {
    ledger
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map(drop)
        .map_err(damaged)
}

/// Makes room for rows. One month of each pair is folded anew by the next delivery, and the pair with it.
fn add_rows(ledger: &Connection) -> Result<()> {
    ledger
        .execute_batch(&format!(
            "BEGIN; DROP TABLE shifts; {}
             INSERT OR IGNORE INTO unfolded SELECT actor, proposal, min(month) FROM part GROUP BY actor, proposal;
             UPDATE meta SET value = '{WITH_ADDRESSES}' WHERE key = 'layout'; COMMIT;",
            include_str!("rows.sql")
        ))
        .map_err(damaged)
}

/// Knows articles by their ids alone. What another one of the same address put out has no live version: it is made unknown, so that the
/// next delivery brings it in.
fn drop_addresses(ledger: &Connection) -> Result<()> {
    ledger
        .execute_batch(&format!(
            "BEGIN; DROP INDEX article_url; ALTER TABLE article DROP COLUMN url_hash;
             ALTER TABLE article ADD COLUMN changed INTEGER; UPDATE article SET changed = timestamp;
             UPDATE article SET content = x'' WHERE NOT live
               AND NOT EXISTS (SELECT 1 FROM article a WHERE a.id_hash = article.id_hash AND a.id = article.id AND a.live);
             UPDATE meta SET value = '{LAYOUT}' WHERE key = 'layout'; COMMIT;"
        ))
        .map_err(damaged)
}

/// Whether a ledger of such a layout can be read: addresses and times of changes are for those who write.
pub(super) fn is_readable(layout: Option<&str>) -> bool {
    matches!(layout, Some(LAYOUT | WITH_ADDRESSES))
}

/// Whether a ledger was brought into form: whoever made it may have been ended before that.
pub(super) fn has_tables(ledger: &Connection) -> Result<bool> {
    ledger
        .query_row("SELECT EXISTS (SELECT 1 FROM sqlite_master)", [], |row| {
            row.get(0)
        })
        .map_err(damaged)
}

/// A ledger of another layout.
pub(super) fn other_layout(layout: Option<&str>) -> Error {
    let message = match layout {
        Some(WITHOUT_ROWS) => format!(
            "the store has layout {WITHOUT_ROWS}, this program reads {LAYOUT}; the next `stanceline ingest` or `stanceline store rebuild` brings it up to date"
        ),
        layout => format!(
            "the store has layout {}, this program reads {LAYOUT}; ingest into a new folder",
            layout.unwrap_or("of another program")
        ),
    };
    Error::new(ErrorKind::Store, message)
}
