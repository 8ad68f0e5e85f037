//! The nightly store: which articles were seen, which paragraphs are whose, and what was said in them.
//!
//! # What it promises
//! The store is a function of the set of articles delivered, not of how they came: the same articles in one delivery or in
//! three hundred, in any order, some of them twice, give the same exports byte for byte. For that nothing in it depends on what came
//! first:
//!
//! - An article is a copy or an original by when it *came out*: of the articles that have a paragraph, the earliest by time is the
//!   original, ties by id. An earlier one that arrives late takes the paragraph over, and the articles concerned are analysed
//!   anew.
//! - A paragraph is a near copy by those that came out before it (`near`).
//! - Of several versions of an article (same id, or same address) the latest by time counts, then the longest, and the others
//!   are as if they had never come.
//!
//! # How it lies on disk
//! `ledger.sqlite` (WAL) holds articles, on-topic texts, statements and the list of everything else; `runs/` holds
//! the fingerprints of all paragraphs in sorted files (`runs`). A batch writes its file of fingerprints first and commits the ledger
//! last, fully synchronous; the file counts once the ledger lists it. Whatever ends the process, the store is as
//! it was after some batch, and an unlisted file is deleted at the next start. Since what was seen before changes nothing, the same command
//! run again completes the rest. A lock file lets one writer in at a time; readers never wait.
//!
//! Only articles on the topic keep their text. Of a paragraph off the topic the fingerprint is kept, so that an on-topic
//! article that arrives later still finds out that it was there before.

mod article;
mod batch;
mod holders;
mod listing;
mod queries;
mod near;
mod check;
mod export;
mod folds;
mod identity;
mod reading;
mod duplicates;
mod runs;

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashSet;

use crate::error::{Error, ErrorKind, Result};

pub use article::{LedgerEntry, TopicArticle, TopicParagraph};
pub use batch::{Added, Batch, Stale};
pub use check::{Stats, stats};
pub use duplicates::{Duplicate, Original};
pub use export::{ExportedStatement, StatementFilter, statements};
pub use folds::{MonthShifts, PairLine, PairRecord, PartKey, month_number};
pub use near::{Comparable, Likeness};
pub use reading::Reading;

use runs::Run;

/// Version of the layout.
const LAYOUT: &str = "5";
/// The layout before, which had no rows.
const WITHOUT_ROWS: &str = "4";
const LEDGER: &str = "ledger.sqlite";
const RUNS: &str = "runs";
/// Bytes of the ledger that may be mapped: addresses, not memory.
const MAPPED: i64 = 1 << 36;
/// Set while near copies have not been decided since the contents were given another identity.
const UNSETTLED: &str = "unsettled";

/// What the contents depend on beside the articles. A store is used with one identity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// Name and version of the program.
    pub engine: String,
    /// Topic.
    pub topic: String,
    /// SHA-256 of the lexicons.
    pub lexicons: String,
    /// Whether near copies are looked for, and how.
    pub near: String,
}

impl Identity {
    fn fields(&self) -> [(&'static str, &str); 4] {
        [
            ("near", &self.near),
            ("engine", &self.engine),
            ("topic", &self.topic),
            ("lexicons", &self.lexicons),
        ]
    }
}

/// A store, open for writing.
#[derive(Debug)]
pub struct Store {
    folder: PathBuf,
    ledger: Connection,
    runs: Vec<ListedRun>,
    /// Fingerprints of the topic's paragraphs.
    topical: FxHashSet<u64>,
    /// Held as long as the store is open; the system lets go of it however the process ends.
    _lock: File,
}

#[derive(Debug)]
struct ListedRun {
    name: String,
    level: u32,
    run: Run,
}

impl Store {
    /// Opens the store in `folder`, which is made where it does not exist. Fails where another process has it open, or where it was
    /// written with another identity.
    pub fn open(folder: &Path, identity: &Identity) -> Result<Self> {
        let store = Self::open_any(folder)?;
        let ledger = &store.ledger;
        if meta(ledger, "engine")?.is_none() {
            // Whole or not at all: what is ended half-way must not look like a store of another identity.
            let named = ledger.unchecked_transaction().map_err(damaged)?;
            for (key, value) in identity.fields() {
                set_meta(&named, key, value)?;
            }
            named.commit().map_err(damaged)?;
        }
        for (key, value) in identity.fields() {
            let found = meta(ledger, key)?.unwrap_or_default();
            if found != value {
                return Err(identity::refused(key, &found, value).at(folder));
            }
        }
        Ok(store)
    }

    /// Opens the store whatever identity it has, to look at it or to change that; fails where there is none.
    pub fn open_existing(folder: &Path) -> Result<Self> {
        if has_ledger(folder) {
            Self::open_any(folder)
        } else {
            Err(no_store(folder))
        }
    }

    /// The same, or a new one.
    pub fn open_any(folder: &Path) -> Result<Self> {
        let runs_folder = folder.join(RUNS);
        fs::create_dir_all(&runs_folder)
            .map_err(|e| Error::io(&runs_folder, "the store's folder cannot be made", e))?;
        let lock = lock(&folder.join("lock"))?;
        let path = folder.join(LEDGER);
        // Files that no ledger lists are deleted below. A ledger is there before the first of them.
        if !has_ledger(folder) && fs::read_dir(&runs_folder).is_ok_and(|mut d| d.next().is_some()) {
            let message = "there are fingerprints here, and no ledger; restore the store from its backup, or remove the folder to begin a new one";
            return Err(Error::new(ErrorKind::Store, message).at(folder));
        }
        let ledger = Connection::open(&path).map_err(|e| damaged(e).at(&path))?;
        prepare(&ledger).map_err(|e| e.at(&path))?;
        let mut store = Self {
            folder: folder.to_owned(),
            ledger,
            runs: Vec::new(),
            topical: FxHashSet::default(),
            _lock: lock,
        };
        store.load()?;
        Ok(store)
    }

    /// Makes the store's contents those of another identity: everything on the topic is analysed anew, which [`Batch::stale`]
    /// then names, and everything is folded anew.
    pub fn adopt(&mut self, identity: &Identity) -> Result<()> {
        let adopting = self.ledger.unchecked_transaction().map_err(damaged)?;
        for (key, value) in identity.fields() {
            set_meta(&adopting, key, value)?;
        }
        set_meta(&adopting, UNSETTLED, "all")?;
        adopting
            .execute_batch(
                "UPDATE body SET kept = NULL; DELETE FROM node; DELETE FROM band; DELETE FROM link;
                 DELETE FROM part; DELETE FROM pair; DELETE FROM tabulated; DELETE FROM shifts;
                 INSERT OR IGNORE INTO unfolded SELECT actor, proposal, substr(published, 1, 7) FROM statement;",
            )
            .and_then(|()| adopting.commit())
            .map_err(damaged)
    }

    /// A batch of articles that will count together, or not at all; `likeness` says what near copies are, none where they are not
    /// looked for.
    pub fn batch<'s>(&'s mut self, likeness: Option<&'s dyn Likeness>) -> Result<Batch<'s>> {
        Batch::begin(self, likeness)
    }

    /// Reads what the ledger lists, and deletes what it does not.
    fn load(&mut self) -> Result<()> {
        self.runs.clear();
        let mut listed = self
            .ledger
            .prepare("SELECT name, level FROM run ORDER BY name")
            .map_err(damaged)?;
        let rows = listed
            .query_map([], |row| {
                Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
            })
            .map_err(damaged)?;
        for row in rows {
            let (name, level) = row.map_err(damaged)?;
            let run = Run::open(&self.folder.join(RUNS).join(&name))?;
            self.runs.push(ListedRun { name, level, run });
        }
        drop(listed);
        let folder = self.folder.join(RUNS);
        let unread = |e| Error::io(&folder, "cannot be read", e);
        for file in fs::read_dir(&folder).map_err(unread)? {
            let file = file.map_err(unread)?;
            if !self.runs.iter().any(|r| *r.name == *file.file_name()) {
                let path = file.path();
                fs::remove_file(&path).map_err(|e| Error::io(&path, "cannot be deleted", e))?;
            }
        }
        let mut topical = self
            .ledger
            .prepare("SELECT fingerprint FROM original")
            .map_err(damaged)?;
        let fingerprints = topical
            .query_map([], |row| row.get::<_, i64>(0))
            .map_err(damaged)?;
        self.topical = fingerprints
            .map(|f| f.map(i64::cast_unsigned).map_err(damaged))
            .collect::<Result<_>>()?;
        Ok(())
    }
}

/// Brings a new ledger into form; leaves one in form alone, and refuses one of another layout.
fn prepare(ledger: &Connection) -> Result<()> {
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
fn planned_once(ledger: &Connection) -> Result<()> {
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
fn has_tables(ledger: &Connection) -> Result<bool> {
    ledger
        .query_row("SELECT EXISTS (SELECT 1 FROM sqlite_master)", [], |row| {
            row.get(0)
        })
        .map_err(damaged)
}

/// Whether there is a store in a folder. Of one whose very first command was ended at once there is an empty file.
fn has_ledger(folder: &Path) -> bool {
    fs::metadata(folder.join(LEDGER)).is_ok_and(|ledger| ledger.len() > 0)
}

fn no_store(folder: &Path) -> Error {
    let message = "there is no store here; `stanceline ingest` makes one";
    Error::new(ErrorKind::Store, message).at(folder)
}

/// A ledger of another layout.
fn other_layout(layout: Option<&str>) -> Error {
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

/// How often, and how long apart, a held lock is tried: another command may be just ending.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(50);

fn lock(path: &Path) -> Result<File> {
    let failed = |e| Error::io(path, "the store cannot be locked", e);
    let file = File::create(path).map_err(failed)?;
    for _ in 0..TRIES {
        match file.try_lock() {
            Ok(()) => return Ok(file),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(e)) => return Err(failed(e)),
        }
    }
    let message = "another process is writing to this store; wait for it to end";
    Err(Error::new(ErrorKind::Store, message).at(path))
}

fn meta(ledger: &Connection, key: &str) -> Result<Option<String>> {
    ledger
        .query_row("SELECT value FROM meta WHERE key = ?", [key], |row| {
            row.get(0)
        })
        .optional()
        .map_err(damaged)
}

fn set_meta(ledger: &Connection, key: &str, value: &str) -> Result<()> {
    ledger
        .execute(
            "INSERT OR REPLACE INTO meta VALUES (?, ?)",
            params![key, value],
        )
        .map_err(damaged)?;
    Ok(())
}

/// An error of the ledger, in words.
#[allow(
    clippy::needless_pass_by_value,
    reason = "it is used as a function of the error"
)]
fn damaged(error: rusqlite::Error) -> Error {
    let what = match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::DiskFull) => {
            "the disk is full; make room and run the same command again"
        }
        // What the system says where a quota ends, or a file may not grow.
        Some(rusqlite::ErrorCode::SystemIoFailure) => {
            "the ledger cannot be read or written: the disk may be full, or failing; make room and run the same command again"
        }
        Some(rusqlite::ErrorCode::DatabaseCorrupt | rusqlite::ErrorCode::NotADatabase) => {
            "the ledger is damaged; restore the store from its backup"
        }
        Some(rusqlite::ErrorCode::DatabaseBusy | rusqlite::ErrorCode::DatabaseLocked) => {
            "another process is writing to this store; wait for it to end"
        }
        Some(
            rusqlite::ErrorCode::ReadOnly
            | rusqlite::ErrorCode::CannotOpen
            | rusqlite::ErrorCode::PermissionDenied,
        ) => {
            "the ledger cannot be opened: even to read it takes the right to write in the store's folder, where readers say what they read; run this as the store's owner"
        }
        _ => "the ledger cannot be used",
    };
    Error::new(ErrorKind::Store, format!("{what}: {error}")).caused_by(error)
}
