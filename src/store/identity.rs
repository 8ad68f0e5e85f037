//! What a store was written with: read by whoever goes on with it, and told where something else was asked for.

use std::path::Path;

use rusqlite::{Connection, OpenFlags};

use super::{Identity, LEDGER, damaged, meta};
use crate::error::{Error, ErrorKind, Result};

impl Identity {
    /// Reads that of the store in `folder`, while others may write to it; none where there is no store yet.
    pub fn of(folder: &Path) -> Result<Option<Self>> {
        let path = folder.join(LEDGER);
        if !std::fs::metadata(&path).is_ok_and(|ledger| ledger.len() > 0) {
            return Ok(None);
        }
        read(&path).map_err(|e| damaged(e).at(&path))?.map_or_else(
            || Ok(None),
            |ledger| {
                let written = |key| meta(&ledger, key).map(Option::unwrap_or_default);
                let identity = Self {
                    engine: written("engine")?,
                    topic: written("topic")?,
                    lexicons: written("lexicons")?,
                    near: written("near")?,
                };
                // The very first command may have been ended before it wrote one.
                Ok((!identity.engine.is_empty()).then_some(identity))
            },
        )
    }
}

/// The ledger, if whoever made it came as far as its tables.
fn read(path: &Path) -> rusqlite::Result<Option<Connection>> {
    let ledger = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let made = ledger.query_row(
        "SELECT EXISTS (SELECT 1 FROM sqlite_master WHERE name = 'meta')",
        [],
        |row| row.get(0),
    )?;
    Ok(if made { Some(ledger) } else { None })
}

/// Tells that a store was written with another `key` than is asked for now.
pub(super) fn refused(key: &str, found: &str, wanted: &str) -> Error {
    let days = |rule: &str| rule.split(',').next().map(str::to_owned);
    let ways = match key {
        "topic" => format!(
            "leave `--topic` out to go on with {found}, or turn the store into one on {wanted} with `stanceline store rebuild --topic {wanted}`"
        ),
        // The same days, and another program's way of finding candidates: no flag changes that.
        "near" if days(found) != days(wanted) => "leave `--near` and `--near-window` out to go on as it was, or give them to `stanceline store rebuild` too".to_owned(),
        "lexicons" => "give the same `--lexicons`, or `stanceline store rebuild` brings the store up to date with these".to_owned(),
        _ => "`stanceline store rebuild` brings it up to date".to_owned(),
    };
    let message = format!(
        "the store was written with {key} {found}, this is {wanted}; {ways}, or ingest into a new folder"
    );
    Error::new(ErrorKind::Store, message)
}
