//! A folder of published files in which only what changed is rewritten, and whatever is no longer published goes away.
//!
//! Each file is written beside its place, compared, and renamed over it with its bytes on disk, so that a reader finds the old file
//! or the new one and never half of either. Finished files wait for others, in order, because a disk takes a thousand files at once in
//! little more time than one. `files.txt` lists what the folder publishes; names are added to it before their files appear, so that
//! an interrupted run leaves nothing that the next one does not know.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use super::beside::Beside;
use super::disk::{Finished, folder_of, on_disk, readable, same_bytes, sync_folder};
use crate::error::{Error, ErrorKind, Result};

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
    /// Finished files that are not in their places yet, in order.
    waiting: Vec<Finished>,
    /// Bytes of these.
    waiting_bytes: u64,
    /// The folders in it that were written to.
    entered: Mutex<BTreeMap<PathBuf, Beside>>,
}

/// Files, and bytes, that wait at most.
const TOGETHER: (usize, u64) = (1_000, 512 << 20);

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
            waiting: Vec::new(),
            waiting_bytes: 0,
            entered: Mutex::default(),
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
        let mut entered = self.entered.lock().unwrap_or_else(PoisonError::into_inner);
        let known = entered.entry(beside.to_owned());
        let file = known
            .or_insert_with(|| Beside::enter(beside))
            .file()
            .map_err(|e| Error::io(&place, "cannot be written", e))?;
        Ok(Pending {
            name: name.to_owned(),
            place,
            bytes: 0,
            file: BufWriter::with_capacity(1 << 16, file),
        })
    }

    /// Has a file put in its place, unless its bytes lie there already; returns its size. It may wait for [`Folder::settle`].
    pub fn store(&mut self, pending: Pending) -> Result<u64> {
        let Pending {
            name,
            place,
            bytes,
            file,
        } = pending;
        let failed = |e: io::Error| Error::io(&place, "cannot be written", e);
        let file = file.into_inner().map_err(|e| failed(e.into_error()))?;
        self.now.insert(name.clone());
        if same_bytes(file.path(), &place).map_err(failed)? {
            self.done.unchanged += 1;
            return Ok(bytes);
        }
        if !self.before.contains(&name) && name != LIST && place.exists() {
            let message = "a file of this name is there that files.txt does not list: it is not of an earlier feed; remove it, or publish into another folder";
            return Err(Error::new(ErrorKind::Setting, message).at(&place));
        }
        readable(file.as_file()).map_err(failed)?;
        self.waiting.push(Finished {
            name,
            beside: file.into_temp_path(),
            place,
        });
        self.waiting_bytes += bytes;
        self.done.written += 1;
        if self.waiting.len() >= TOGETHER.0 || self.waiting_bytes >= TOGETHER.1 {
            self.settle()?;
        }
        Ok(bytes)
    }

    /// Puts every file that waits in its place.
    pub fn settle(&mut self) -> Result<()> {
        let waiting = std::mem::take(&mut self.waiting);
        self.waiting_bytes = 0;
        self.announce(&waiting)?;
        on_disk(&waiting)?;
        let mut renamed = BTreeSet::new();
        for Finished { place, beside, .. } in waiting {
            beside
                .persist(&place)
                .map_err(|e| Error::io(&place, "cannot be written", e.error))?;
            renamed.insert(folder_of(&place).to_owned());
        }
        // A rename is on disk once its folder is.
        for folder in renamed {
            sync_folder(&folder).map_err(|e| Error::io(&folder, "cannot be written", e))?;
        }
        Ok(())
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

    /// Begins, fills and stores a small file; returns its size.
    pub fn put(&mut self, name: &str, bytes: &[u8]) -> Result<u64> {
        let mut pending = self.begin(name)?;
        let written = pending.write_all(bytes);
        written.map_err(|e| Error::io(&pending.place, "cannot be written", e))?;
        self.store(pending)
    }

    /// Removes what earlier runs published and this one did not, and writes the list.
    pub fn finish(mut self) -> Result<Published> {
        self.settle()?;
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
        self.settle()?;
        Ok(done)
    }

    /// Adds new names to the list before their files appear.
    fn announce(&mut self, files: &[Finished]) -> Result<()> {
        let mut lines = String::new();
        for Finished { name, .. } in files {
            if name != LIST && self.before.insert(name.clone()) {
                lines.push_str(name);
                lines.push('\n');
            }
        }
        if lines.is_empty() {
            return Ok(());
        }
        let list = self.path(LIST);
        let failed = |e| Error::io(&list, "cannot be written", e);
        let mut file = OpenOptions::new()
            .create(true)
            .append(true)
            .open(&list)
            .map_err(failed)?;
        file.write_all(lines.as_bytes())
            .and_then(|()| file.sync_data())
            .map_err(failed)
    }
}

/// A file that is being written beside its place.
#[derive(Debug)]
pub struct Pending {
    name: String,
    place: PathBuf,
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
        self.bytes += n as u64;
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::super::disk::MANY;
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
        folder.settle().unwrap();
        folder.put("waits.json", b"2").unwrap();
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
    fn many_files_wait_for_each_other_and_all_arrive() {
        let home = tempfile::tempdir().unwrap();
        let mut folder = Folder::open(home.path()).unwrap();
        let name = |n: usize| format!("{}/{n}.txt", ["a", "b"][n % 2]);
        let last = TOGETHER.0 + MANY;
        for n in 0..last {
            assert_eq!(
                folder.put(&name(n), n.to_string().as_bytes()).unwrap(),
                n.to_string().len() as u64
            );
        }
        let there = |n: usize| home.path().join(name(n)).exists();
        assert!(there(0) && there(TOGETHER.0 - 1) && !there(TOGETHER.0));
        assert_eq!(folder.finish().unwrap().written, last as u64);
        for n in 0..last {
            assert_eq!(
                fs::read_to_string(home.path().join(name(n))).unwrap(),
                n.to_string()
            );
        }
    }
}
