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
//! - Of several versions of an article (same id) the one changed last counts, then the longest, and the others
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
mod layout;
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
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

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

use layout::prepare;
use runs::Run;

const LEDGER: &str = "ledger.sqlite";
const RUNS: &str = "runs";
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
    /// What lies among the files of fingerprints and is none.
    strangers: Vec<PathBuf>,
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
        Self::open_waiting(folder, identity, Duration::ZERO, &AtomicBool::new(false))
    }

    /// The same, and waits that long for another process that has it open, unless `stop` ends the wait.
    pub fn open_waiting(
        folder: &Path,
        identity: &Identity,
        patience: Duration,
        stop: &AtomicBool,
    ) -> Result<Self> {
        let store = Self::open_after(folder, patience, stop)?;
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
        Self::open_after(folder, Duration::ZERO, &AtomicBool::new(false))
    }

    fn open_after(folder: &Path, patience: Duration, stop: &AtomicBool) -> Result<Self> {
        let runs_folder = folder.join(RUNS);
        fs::create_dir_all(&runs_folder)
            .map_err(|e| Error::io(&runs_folder, "the store's folder cannot be made", e))?;
        let lock = lock(&folder.join("lock"), patience, stop)?;
        let path = folder.join(LEDGER);
        // Files that no ledger lists are deleted below. A ledger is there before the first of them.
        let is_run = |name: std::ffi::OsString| name.to_str().is_some_and(listing::is_name);
        let mut files = fs::read_dir(&runs_folder).into_iter().flatten().flatten();
        if !has_ledger(folder) && files.any(|f| is_run(f.file_name())) {
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
            strangers: Vec::new(),
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

    /// What lies in the folder of fingerprints and is not the store's. It is left alone, and does no harm.
    pub fn strangers(&self) -> &[PathBuf] {
        &self.strangers
    }

    /// Reads what the ledger lists.
    fn load(&mut self) -> Result<()> {
        self.open_runs()?;
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

/// Whether there is a store in a folder. Of one whose very first command was ended at once there is an empty file.
fn has_ledger(folder: &Path) -> bool {
    fs::metadata(folder.join(LEDGER)).is_ok_and(|ledger| ledger.len() > 0)
}

fn no_store(folder: &Path) -> Error {
    let message = "there is no store here; `stanceline ingest` makes one";
    Error::new(ErrorKind::Store, message).at(folder)
}

/// How long at least, and how often, a held lock is tried: another command may be just ending.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(50);

fn lock(path: &Path, patience: Duration, stop: &AtomicBool) -> Result<File> {
    let failed = |e| Error::io(path, "the store cannot be locked", e);
    let file = File::create(path).map_err(failed)?;
    let until = Instant::now() + patience.max(PATIENCE);
    while Instant::now() < until && !stop.load(Ordering::Relaxed) {
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
