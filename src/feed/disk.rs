//! How published bytes come to lie on a disk, so that whatever happens a name leads to the old file or to the new one, whole.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::TempPath;

use super::beside::Beside;
use crate::error::{Error, Result};

/// A finished file that is not in its place yet.
#[derive(Debug)]
pub(super) struct Finished {
    /// Path below the published folder.
    pub(super) name: String,
    pub(super) place: PathBuf,
    pub(super) beside: TempPath,
}

/// Writes a file of whatever name beside its place and renames it.
pub(super) fn put_beside(place: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: io::Error| Error::io(place, "cannot be written", e);
    let folder = folder_of(place);
    let beside = Beside::enter(folder);
    let mut file = beside.file().map_err(failed)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    file.persist(place).map_err(|e| failed(e.error))?;
    sync_folder(folder).map_err(failed)
}

pub(super) fn folder_of(place: &Path) -> &Path {
    place.parent().unwrap_or(Path::new("."))
}

/// From as many files on, a system that can is asked to bring all it holds to the disk.
pub(super) const MANY: usize = 16;

/// Sees to it that the bytes of the files are on disk.
pub(super) fn on_disk(files: &[Finished]) -> Result<()> {
    if files.len() >= MANY && all_on_disk(files)? {
        return Ok(());
    }
    for Finished { beside, place, .. } in files {
        File::open(beside)
            .and_then(|file| file.sync_all())
            .map_err(|e| Error::io(place, "cannot be written", e))?;
    }
    Ok(())
}

/// The same for whole file systems, of the folders in which they lie; says whether that was possible.
#[cfg(target_os = "linux")]
fn all_on_disk(files: &[Finished]) -> Result<bool> {
    let folders: BTreeSet<&Path> = files.iter().map(|f| folder_of(&f.place)).collect();
    for folder in folders {
        File::open(folder)
            .and_then(|file| Ok(rustix::fs::syncfs(file)?))
            .map_err(|e| Error::io(folder, "cannot be written", e))?;
    }
    Ok(true)
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it may fail")]
fn all_on_disk(_: &[Finished]) -> Result<bool> {
    Ok(false)
}

pub(super) fn same_bytes(new: &Path, old: &Path) -> io::Result<bool> {
    let old = match File::open(old) {
        Ok(old) => old,
        Err(e) if e.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(e) => return Err(e),
    };
    let new = File::open(new)?;
    if new.metadata()?.len() != old.metadata()?.len() {
        return Ok(false);
    }
    let (mut new, mut old) = (BufReader::new(new), BufReader::new(old));
    let (mut a, mut b) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    loop {
        let n = new.read(&mut a)?;
        if n == 0 {
            return Ok(true);
        }
        old.read_exact(&mut b[..n])?;
        if a[..n] != b[..n] {
            return Ok(false);
        }
    }
}

/// Temporary files are private to their owner; published ones are for everyone who may read the folder.
#[cfg(unix)]
pub(super) fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
pub(super) fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
pub(super) fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
