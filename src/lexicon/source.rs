//! The files that lexicons are read from: embedded in the binary, or folders given at run time.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::error::{Error, ErrorKind, Result};

mod embedded {
    include!(concat!(env!("OUT_DIR"), "/embedded.rs"));
}

/// Lexicon files by pack and name; the value keeps the path for messages.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    files: BTreeMap<(String, String), (PathBuf, Cow<'static, str>)>,
    /// Packs that came from folders, in the order in which they were given.
    given: Vec<GivenPack>,
}

/// A pack that came from a folder.
#[derive(Debug, Clone)]
pub(super) struct GivenPack {
    pub(super) id: String,
    pub(super) folder: PathBuf,
    /// Whether it says of itself that it is a topic, or holds a catalogue.
    pub(super) topic: bool,
}

impl Files {
    /// What the binary carries.
    pub(super) fn embedded() -> Self {
        let mut files = BTreeMap::new();
        for (path, text) in embedded::FILES {
            if let Some((pack, name)) = path.split_once('/') {
                let place = PathBuf::from("lexicons").join(path);
                files.insert(
                    (pack.to_owned(), name.to_owned()),
                    (place, Cow::Borrowed(*text)),
                );
            }
        }
        Self {
            files,
            given: Vec::new(),
        }
    }

    /// Packs that came from folders.
    pub(super) fn given(&self) -> &[GivenPack] {
        &self.given
    }

    /// The files of packs that came from folders.
    pub(super) fn given_files(&self) -> BTreeSet<PathBuf> {
        let given = |pack: &String| self.given.iter().any(|g| g.id == *pack);
        let files = self.files.iter().filter(|((pack, _), _)| given(pack));
        files.map(|(_, (path, _))| path.clone()).collect()
    }

    /// Puts the packs of a folder in the place of those of the same name.
    pub(super) fn replace_from(&mut self, dir: &Path) -> Result<()> {
        let packs = if dir.join("pack.toml").is_file() {
            vec![dir.to_path_buf()]
        } else {
            let entries = fs::read_dir(dir)
                .map_err(|e| Error::io(dir, "cannot read the lexicon folder", e))?;
            let mut packs: Vec<PathBuf> = entries
                .flatten()
                .map(|e| e.path())
                .filter(|p| p.join("pack.toml").is_file())
                .collect();
            packs.sort();
            packs
        };
        if packs.is_empty() {
            let message = "holds no lexicon: a pack is a folder with a pack.toml";
            return Err(Error::new(ErrorKind::Lexicon, message).at(dir));
        }
        for pack in packs {
            let head = pack_head(&pack)?;
            let name = head.id;
            self.files.retain(|(p, _), _| *p != name);
            self.given.retain(|g| g.id != name);
            self.read_folder(&pack, &pack, &name)?;
            self.given.push(GivenPack {
                topic: head.kind.as_deref() == Some("topic")
                    || pack.join("proposals.toml").is_file(),
                id: name,
                folder: pack,
            });
        }
        Ok(())
    }

    fn read_folder(&mut self, root: &Path, dir: &Path, pack: &str) -> Result<()> {
        let entries =
            fs::read_dir(dir).map_err(|e| Error::io(dir, "cannot read the lexicon folder", e))?;
        for path in entries.flatten().map(|e| e.path()) {
            if path.is_dir() {
                self.read_folder(root, &path, pack)?;
            } else if path.extension().is_some_and(|e| e == "toml") {
                let text = text_of(&path)?;
                let name = path
                    .strip_prefix(root)
                    .unwrap_or(&path)
                    .to_string_lossy()
                    .replace('\\', "/");
                self.files
                    .insert((pack.to_owned(), name), (path, text.into()));
            }
        }
        Ok(())
    }

    /// Packs that hold a file of this name.
    pub(super) fn packs_with(&self, name: &str) -> Vec<String> {
        self.files
            .keys()
            .filter(|(_, n)| n == name)
            .map(|(p, _)| p.clone())
            .collect()
    }

    /// Reads one file of a pack.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        pack: &str,
        name: &str,
    ) -> Result<(T, SourceFile<'_>)> {
        let Some((path, text)) = self.files.get(&(pack.to_owned(), name.to_owned())) else {
            return Err(Error::new(
                ErrorKind::Lexicon,
                format!("the pack `{pack}` has no {name}"),
            ));
        };
        let source = SourceFile { path, text };
        Ok((source.parse()?, source))
    }

    /// Reads the files of a pack below a folder (`cues/`), in the order of their names, one at a time: as written they take several times what is kept of them.
    pub(super) fn read_all<T: DeserializeOwned>(
        &self,
        pack: &str,
        folder: &str,
    ) -> impl Iterator<Item = Result<(T, SourceFile<'_>)>> {
        let below = move |p: &str, name: &str| p == pack && name.starts_with(folder);
        let files = self.files.iter();
        let files = files.filter(move |((p, name), _)| below(p, name));
        files.map(|(_, (path, text))| {
            let source = SourceFile { path, text };
            Ok((source.parse()?, source))
        })
    }

    /// SHA-256 over the files of the named packs.
    pub(super) fn sha256(&self, packs: &[&str]) -> String {
        let mut hash = Sha256::new();
        for ((pack, name), (_, text)) in &self.files {
            if packs.contains(&pack.as_str()) {
                // Lengths keep two different sets of files from hashing alike.
                hash.update(format!("{pack}/{name}\0{}\0", text.len()));
                hash.update(text.as_bytes());
            }
        }
        let mut hex = String::with_capacity(64);
        for byte in hash.finalize() {
            // Writing to a string cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        hex
    }
}

/// The text of a file; an error with the line where it is none.
fn text_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|e| Error::io(path, "cannot read the lexicon", e))?;
    String::from_utf8(bytes).map_err(|error| {
        let (good, bytes) = (error.utf8_error().valid_up_to(), error.as_bytes());
        let line = memchr::memchr_iter(b'\n', &bytes[..good]).count() as u64 + 1;
        let message = format!(
            "not UTF-8: byte 0x{:02x}; save the file as UTF-8",
            bytes[good]
        );
        Error::new(ErrorKind::Lexicon, message).at(path).line(line)
    })
}

/// What tells packs apart.
#[derive(serde::Deserialize)]
struct Head {
    id: String,
    kind: Option<String>,
}

/// Name and kind of a pack, as its `pack.toml` says.
fn pack_head(pack: &Path) -> Result<Head> {
    let path = pack.join("pack.toml");
    let text = text_of(&path)?;
    SourceFile {
        path: &path,
        text: &text,
    }
    .parse()
}

/// One file, to name places in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct SourceFile<'a> {
    pub(super) path: &'a Path,
    text: &'a str,
}

impl SourceFile<'_> {
    fn parse<T: DeserializeOwned>(&self) -> Result<T> {
        toml::from_str(self.text).map_err(|e| {
            let line = e.span().map_or(1, |s| self.line(s.start));
            Error::new(ErrorKind::Lexicon, e.message().to_owned())
                .at(self.path)
                .line(line)
        })
    }

    /// Line, from 1, of a byte.
    pub(super) fn line(&self, at: usize) -> u64 {
        let before = &self.text.as_bytes()[..at.min(self.text.len())];
        memchr::memchr_iter(b'\n', before).count() as u64 + 1
    }

    /// An error at a byte of this file.
    pub(super) fn error(&self, at: usize, field: &str, message: impl Into<String>) -> Error {
        Error::new(ErrorKind::Lexicon, message)
            .at(self.path)
            .line(self.line(at))
            .field(field)
    }
}
