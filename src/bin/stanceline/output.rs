//! Where a command writes a single file: a name appears once the file is whole, and a device stays what it is.

use std::fs::{self, OpenOptions};
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};
use stanceline::feed::Beside;
use tempfile::NamedTempFile;

/// What the bytes of an output are written to.
pub(crate) type Writer = Box<dyn Write + Send>;

/// An output that has no name yet; dropped before [`Unnamed::name`], it leaves nothing behind.
pub(crate) struct Unnamed(Option<Begun>);

struct Begun {
    file: NamedTempFile,
    path: PathBuf,
    /// Tells others that somebody writes there.
    _beside: Beside,
}

/// Files that are begun and have no name yet, for whoever ends the process before its time.
static BEGUN: Mutex<Vec<PathBuf>> = Mutex::new(Vec::new());

/// Removes the files that are begun and have no name yet.
pub(crate) fn forget_begun() {
    for file in BEGUN
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .drain(..)
    {
        // What cannot be removed goes with the next command that writes there.
        let _ = fs::remove_file(file);
    }
}

impl Unnamed {
    /// Gives it its name, replacing what had it.
    ///
    /// # Errors
    /// Where the name cannot be given.
    pub(crate) fn name(self) -> Result<()> {
        let Some(Begun {
            file,
            path,
            _beside,
        }) = self.0
        else {
            return Ok(());
        };
        // On disk before it has its name: after a power cut a name leads to the old file or to the new one, whole.
        let synced = file.as_file().sync_all();
        synced.with_context(|| unwritable(&path))?;
        file.persist(&path)
            .with_context(|| unwritable(&path))
            .map(drop)
    }
}

/// Begins an output: `-` is standard output, what is there and no plain file (a device, a pipe) is written to, anything else is made anew.
///
/// # Errors
/// Where it cannot be written.
pub(crate) fn create(path: &Path) -> Result<(Writer, Unnamed)> {
    if path.as_os_str() == "-" {
        return Ok((Box::new(stdout()), Unnamed(None)));
    }
    if fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) {
        let file = OpenOptions::new().write(true).open(path);
        let file = file.with_context(|| unwritable(path))?;
        return Ok((Box::new(file), Unnamed(None)));
    }
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty());
    let beside = Beside::enter(folder.unwrap_or(Path::new(".")));
    let file = beside.file().with_context(|| unwritable(path))?;
    let writer = file.reopen().with_context(|| unwritable(path))?;
    let mut all = BEGUN.lock().unwrap_or_else(PoisonError::into_inner);
    all.push(file.path().to_owned());
    drop(all);
    let begun = Begun {
        file,
        path: path.to_owned(),
        _beside: beside,
    };
    Ok((Box::new(writer), Unnamed(Some(begun))))
}

fn unwritable(path: &Path) -> String {
    format!("{}: cannot be written", path.display())
}
