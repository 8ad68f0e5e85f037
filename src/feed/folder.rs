//! A folder of published files in which only what changed is rewritten, and whatever is no longer published goes away.
//!
//! Each file is written beside its place, compared, and renamed over it with its bytes on disk, so that a reader finds the old file
//! or the new one and never half of either. `files.txt` lists what the folder publishes; names are added to it before
//! their files appear, so that an interrupted run leaves nothing that the next one does not know.

use std::collections::BTreeSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::{Component, Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Name of the list of published files.
const LIST: &str = "files.txt";

/// What a run did to the folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Published {
    /// Files that are new or have other bytes than before.
    pub written: u64,
    /// Files whose bytes are what they were; they were not touched.
    pub unchanged: u64,
    /// Files of earlier runs that are no longer published.
    pub removed: u64,
}

/// The folder while it is being published.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    before: BTreeSet<String>,
    now: BTreeSet<String>,
    done: Published,
}

/// A finished file as lists name it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stored {
    /// Path below the folder, with `/`.
    pub path: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 in hex.
    pub sha256: String,
}

impl Folder {
    /// Opens the folder, making it where it is missing.
    pub fn open(root: &Path) -> Result<Self> {
        fs::create_dir_all(root).map_err(|e| Error::io(root, "cannot be made", e))?;
        let list = root.join(LIST);
        let before = match fs::read_to_string(&list) {
            Ok(names) => names.lines().map(str::to_owned).collect(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => BTreeSet::new(),
            Err(e) => return Err(Error::io(&list, "cannot be read", e)),
        };
        Ok(Self {
            root: root.to_path_buf(),
            before,
            now: BTreeSet::new(),
            done: Published::default(),
        })
    }

    /// Where a file will lie.
    pub fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Begins a file; it appears under its name once it is given to [`Folder::store`].
    pub fn begin(&self, name: &str) -> Result<Pending> {
        let place = self.path(name);
        let beside = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(beside).map_err(|e| Error::io(beside, "cannot be made", e))?;
        let file = tempfile::Builder::new()
            .prefix(".stanceline-")
            .tempfile_in(beside)
            .map_err(|e| Error::io(&place, "cannot be written", e))?;
        Ok(Pending {
            name: name.to_owned(),
            place,
            hash: Sha256::new(),
            bytes: 0,
            file: BufWriter::new(file),
        })
    }

    /// Puts a file in its place, unless its bytes lie there already.
    pub fn store(&mut self, pending: Pending) -> Result<Stored> {
        let Pending {
            name,
            place,
            hash,
            bytes,
            file,
        } = pending;
        let failed = |e: io::Error| Error::io(&place, "cannot be written", e);
        let file = file.into_inner().map_err(|e| failed(e.into_error()))?;
        if same_bytes(file.path(), &place).map_err(failed)? {
            self.done.unchanged += 1;
        } else {
            self.announce(&name)?;
            file.as_file().sync_all().map_err(failed)?;
            readable(file.as_file()).map_err(failed)?;
            file.persist(&place).map_err(|e| failed(e.error))?;
            sync_folder(&place).map_err(failed)?;
            self.done.written += 1;
        }
        self.now.insert(name.clone());
        Ok(Stored {
            path: name,
            bytes,
            sha256: format!("{:x}", hash.finalize()),
        })
    }

    /// Leaves files of an earlier run as they are, if all of them are there and of their size in bytes; says whether they are.
    pub fn keep(&mut self, files: &[(String, u64)]) -> bool {
        let there = files.iter().all(|(name, bytes)| {
            self.before.contains(name)
                && fs::metadata(self.path(name)).is_ok_and(|m| m.is_file() && m.len() == *bytes)
        });
        if there {
            for (name, _) in files {
                self.done.unchanged += u64::from(self.now.insert(name.clone()));
            }
        }
        there
    }

    /// Begins, fills and stores a small file.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<Stored> {
        let mut pending = self.begin(name)?;
        let written = pending.write_all(bytes);
        written.map_err(|e| Error::io(&pending.place, "cannot be written", e))?;
        self.store(pending)
    }

    /// Removes what earlier runs published and this one did not, and writes the list.
    pub fn finish(mut self) -> Result<Published> {
        for name in self.before.difference(&self.now) {
            // The list is a file that anyone may edit: it must not lead out of the folder.
            let inside = Path::new(name)
                .components()
                .all(|c| matches!(c, Component::Normal(_)));
            let place = self.root.join(name);
            if !inside || name == LIST || !place.is_file() {
                continue;
            }
            fs::remove_file(&place).map_err(|e| Error::io(&place, "cannot be removed", e))?;
            self.done.removed += 1;
        }
        let mut list = String::new();
        for name in &self.now {
            list.push_str(name);
            list.push('\n');
        }
        let done = self.done;
        self.put(LIST, list.as_bytes())?;
        Ok(done)
    }

    /// Adds a new name to the list before its file appears.
    fn announce(&mut self, name: &str) -> Result<()> {
        if name == LIST || self.before.contains(name) {
            return Ok(());
        }
        let list = self.path(LIST);
        let failed = |e| Error::io(&list, "cannot be written", e);
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&list)
            .map_err(failed)?;
        file.write_all(format!("{name}\n").as_bytes())
            .and_then(|()| file.sync_data())
            .map_err(failed)?;
        self.before.insert(name.to_owned());
        Ok(())
    }
}

/// A file that is being written beside its place.
#[derive(Debug)]
pub struct Pending {
    name: String,
    place: PathBuf,
    hash: Sha256,
    bytes: u64,
    file: BufWriter<NamedTempFile>,
}

impl Pending {
    /// Where it will lie, for errors.
    pub fn place(&self) -> &Path {
        &self.place
    }
}

impl Write for Pending {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = self.file.write(bytes)?;
        self.hash.update(&bytes[..n]);
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Writes a file of whatever name beside its place and renames it.
pub(super) fn put_beside(place: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: io::Error| Error::io(place, "cannot be written", e);
    let folder = place.parent().unwrap_or(Path::new("."));
    let mut file = NamedTempFile::new_in(folder).map_err(failed)?;
    file.write_all(bytes)
        .and_then(|()| file.as_file().sync_all())
        .map_err(failed)?;
    file.persist(place).map_err(|e| failed(e.error))?;
    sync_folder(place).map_err(failed)
}

fn same_bytes(new: &Path, old: &Path) -> io::Result<bool> {
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
fn readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn readable(_: &File) -> io::Result<()> {
    Ok(())
}

/// A rename is on disk once its folder is.
#[cfg(unix)]
fn sync_folder(place: &Path) -> io::Result<()> {
    place.parent().map_or(Ok(()), |p| File::open(p)?.sync_all())
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_rewritten_and_what_is_gone_goes() {
        let home = tempfile::tempdir().unwrap();
        let root = home.path().join("feeds");
        let run = |files: &[(&str, &str)]| {
            let mut folder = Folder::open(&root).unwrap();
            for (name, text) in files {
                folder.put(name, text.as_bytes()).unwrap();
            }
            folder.finish().unwrap()
        };
        let first = run(&[("a.json", "1"), ("actors/b.json", "2"), ("c.json", "3")]);
        assert_eq!((first.written, first.unchanged, first.removed), (3, 0, 0));
        let when = |name: &str| fs::metadata(root.join(name)).unwrap().modified().unwrap();
        let before = when("a.json");
        fs::write(root.join("mine.txt"), "not ours").unwrap();
        let second = run(&[("a.json", "1"), ("c.json", "4"), ("d.json", "5")]);
        assert_eq!(
            (second.written, second.unchanged, second.removed),
            (2, 1, 1)
        );
        assert_eq!(when("a.json"), before);
        assert!(!root.join("actors/b.json").exists());
        assert!(root.join("mine.txt").exists());
        let list = fs::read_to_string(root.join(LIST)).unwrap();
        assert_eq!(list, "a.json\nc.json\nd.json\n");
    }

    #[test]
    fn an_interrupted_run_leaves_whole_files_that_the_next_one_knows() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(home.path()).unwrap();
        folder.put("old.json", b"1").unwrap();
        folder.begin("half.json").unwrap().write_all(b"ha").unwrap();
        // No `finish`: the run ends here.
        drop(folder);
        assert!(!home.path().join("half.json").exists());
        let folder = Folder::open(home.path()).unwrap();
        assert_eq!(folder.finish().unwrap().removed, 1);
        let left: Vec<_> = fs::read_dir(home.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(left, [LIST]);
    }

    #[test]
    fn the_list_does_not_lead_out_of_the_folder() {
        let home = tempfile::tempdir().unwrap();
        let outside = home.path().join("outside.txt");
        fs::write(&outside, "stays").unwrap();
        let root = home.path().join("feeds");
        fs::create_dir(&root).unwrap();
        let absolute = outside.display();
        fs::write(root.join(LIST), format!("../outside.txt\n{absolute}\n")).unwrap();
        Folder::open(&root).unwrap().finish().unwrap();
        assert!(outside.exists());
    }

    #[test]
    fn a_stored_file_tells_its_size_and_hash() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(home.path()).unwrap();
        let stored = folder.put("a.txt", b"abc").unwrap();
        assert_eq!(stored.bytes, 3);
        // The test vector of FIPS 180-4.
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(stored.sha256, abc);
    }
}
