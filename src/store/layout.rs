//! The tables of the ledger, which version of them this program reads, and how a connection is set up for them.

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::{damaged, meta};
use crate::error::{Error, ErrorKind, Result};

/// Version of the layout.
pub(super) const LAYOUT: &str = "5";
/// The layout before, which had no rows.
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
        Some(WITHOUT_ROWS) => add_rows(ledger),
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
             UPDATE meta SET value = '{LAYOUT}' WHERE key = 'layout'; COMMIT;",
            include_str!("rows.sql")
        ))
        .map_err(damaged)
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
