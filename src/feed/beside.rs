//! Files that are written beside their places, and what killed processes left of such files.
//!
//! An output has its name only once it is whole; until then it lies beside its place as `.stanceline-XXXXXX.tmp`. Whoever writes such files holds a
//! lock on their folder, shared with others who write there; the system lets go of it however the process ends. So whoever gets the lock for himself alone
//! knows that every such file in the folder was left by a process that is gone, and removes it. Who gets no lock names his files otherwise, and they
//! stay. (A lock on a network disk may hold on one host alone: there two hosts should not write into one folder.)

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tempfile::{Builder, NamedTempFile};

/// How the names of such files begin and end, and how many letters and digits stand between.
const PREFIX: &str = ".stanceline-";
const SUFFIX: &str = ".tmp";
/// How they begin where the folder could not be locked.
const UNLOCKED: &str = ".stanceline.unlocked-";
const RANDOM: usize = 6;
/// How often, and how long apart, a held lock is tried.
const TRIES: u32 = 20;
const PAUSE: Duration = Duration::from_millis(5);

/// A folder in which files are being written beside their places.
#[derive(Debug)]
pub struct Beside {
    folder: PathBuf,
    /// None where the system locks no folders: then nothing is removed there either.
    lock: Option<File>,
}

impl Beside {
    /// Enters a folder, and removes what killed processes left in it.
    pub fn enter(folder: &Path) -> Self {
        Self {
            folder: folder.to_owned(),
            lock: locked(folder),
        }
    }

    /// Begins a file, as public as the user's umask says. Dropped before it is given a name, it leaves nothing behind.
    ///
    /// # Errors
    ///
    /// Where the folder cannot be written to.
    pub fn file(&self) -> io::Result<NamedTempFile> {
        let mut builder = Builder::new();
        // Who has no lock could not be told from a process that is gone: nobody removes what is named so.
        let prefix = if self.lock.is_some() {
            PREFIX
        } else {
            UNLOCKED
        };
        builder.prefix(prefix).suffix(SUFFIX).rand_bytes(RANDOM);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // Temporary files are private by default.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        builder.tempfile_in(&self.folder)
    }
}

/// The lock of a folder, held by all who write there, after what is left over was removed if nobody else held it.
fn locked(folder: &Path) -> Option<File> {
    let lock = File::open(folder).ok()?;
    if lock.try_lock().is_ok() {
        sweep(folder);
        lock.unlock().ok()?;
    }
    // Others have it for themselves for as long as it takes to look through a folder. Who keeps it longer (`flock FOLDER stanceline ...`) keeps
    // all who would remove files out too.
    for _ in 0..TRIES {
        match lock.try_lock_shared() {
            Ok(()) => return Some(lock),
            Err(TryLockError::WouldBlock) => std::thread::sleep(PAUSE),
            Err(TryLockError::Error(_)) => return None,
        }
    }
    None
}

/// Removes what is left over. What cannot be removed now is no hindrance, and stays for the next one.
fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries {
        let ours = entry.file_name().to_str().is_some_and(is_ours);
        if ours && entry.file_type().is_ok_and(|t| t.is_file()) {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_ours(name: &str) -> bool {
    let random = name
        .strip_prefix(PREFIX)
        .and_then(|rest| rest.strip_suffix(SUFFIX));
    random.is_some_and(|r| r.len() == RANDOM && r.bytes().all(|b| b.is_ascii_alphanumeric()))
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<String> = entries
            .map(|e| e.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn what_a_killed_process_left_goes_and_nothing_else_does() {
        let folder = tempfile::tempdir().unwrap();
        let strange = [
            ".stanceline-.tmp",
            ".stanceline-notes.tmp.txt",
            ".stanceline-seven77.tmp",
            "notes.tmp",
        ];
        for name in strange {
            fs::write(folder.path().join(name), "mine").unwrap();
        }
        fs::create_dir(folder.path().join(".stanceline-folder.tmp")).unwrap();
        // A killed process holds no lock.
        let (_, left) = Beside::enter(folder.path()).file().unwrap().keep().unwrap();
        assert!(is_ours(left.file_name().unwrap().to_str().unwrap()));
        let _entered = Beside::enter(folder.path());
        assert!(!left.exists());
        assert_eq!(names(folder.path()).len(), strange.len() + 1);
    }

    #[test]
    fn a_lock_of_somebody_else_is_no_hindrance() {
        let folder = tempfile::tempdir().unwrap();
        let left = folder.path().join(".stanceline-abc123.tmp");
        fs::write(&left, "left").unwrap();
        let lock = File::open(folder.path()).unwrap();
        lock.lock().unwrap();
        Beside::enter(folder.path()).file().unwrap();
        assert!(left.exists());
    }

    #[test]
    fn what_is_being_written_stays() {
        let folder = tempfile::tempdir().unwrap();
        let first = Beside::enter(folder.path());
        let file = first.file().unwrap();
        let second = Beside::enter(folder.path());
        assert!(file.path().exists());
        // The first one is done, the second still there.
        drop(first);
        let third = Beside::enter(folder.path());
        assert!(file.path().exists());
        drop((second, third));
        let _entered = Beside::enter(folder.path());
        assert!(!file.path().exists());
    }
}
