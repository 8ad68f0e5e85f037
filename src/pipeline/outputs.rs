//! Output files: written under a temporary name beside their place, and renamed only when all of them are whole.

use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use tempfile::NamedTempFile;

use crate::error::{Error, Result};
use crate::feed::Beside;

/// Where a run writes.
pub enum Destination {
    /// All files into this folder, which is made where it does not exist.
    Folder(PathBuf),
    /// Statements to this writer, everything else nowhere.
    Statements(Box<dyn Write + Send>),
}

impl Destination {
    /// Names of the files that a run writes into a folder.
    pub const FILES: [&'static str; 6] = [
        "statements.ndjson",
        "timeline.ndjson",
        "timeline.csv",
        "removed.ndjson",
        "rejects.ndjson",
        "manifest.json",
    ];
}

impl std::fmt::Debug for Destination {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Destination::Folder(folder) => f.debug_tuple("Folder").field(folder).finish(),
            Destination::Statements(_) => f.write_str("Statements"),
        }
    }
}

/// What an output is written to.
pub(super) type Writer = BufWriter<Box<dyn Write + Send>>;

/// The outputs of one run. Dropped before [`Outputs::publish`], they leave nothing behind.
pub(super) struct Outputs {
    folder: Option<(PathBuf, Beside)>,
    statements: Option<Box<dyn Write + Send>>,
    begun: Vec<(NamedTempFile, PathBuf)>,
}

impl Outputs {
    /// Makes the folder, if one is to be written to.
    pub(super) fn open(destination: Destination) -> Result<Self> {
        let (folder, statements) = match destination {
            Destination::Folder(folder) => (Some(folder), None),
            Destination::Statements(writer) => (None, Some(writer)),
        };
        if let Some(folder) = &folder {
            std::fs::create_dir_all(folder).map_err(|e| {
                Error::io(
                    folder,
                    "this folder cannot be made; name another with --out",
                    e,
                )
            })?;
        }
        let entered = folder.map(|folder| {
            let beside = Beside::enter(&folder);
            (folder, beside)
        });
        Ok(Self {
            folder: entered,
            statements,
            begun: Vec::new(),
        })
    }

    /// Whether all files are written, not statements alone.
    pub(super) fn is_folder(&self) -> bool {
        self.folder.is_some()
    }

    /// Begins the file of statements.
    pub(super) fn statements(&mut self) -> Result<(Writer, PathBuf)> {
        match self.statements.take() {
            Some(writer) => Ok((BufWriter::new(writer), PathBuf::from("-"))),
            None => self.file("statements.ndjson"),
        }
    }

    /// Begins a file; its writer and the name it will have.
    pub(super) fn file(&mut self, name: &str) -> Result<(Writer, PathBuf)> {
        let Some((folder, beside)) = &self.folder else {
            return Ok((BufWriter::new(Box::new(io::sink())), PathBuf::from(name)));
        };
        let path = folder.join(name);
        let begun = beside.file().and_then(|file| Ok((file.reopen()?, file)));
        let (handle, file) = begun.map_err(|e| {
            let what = "cannot be written; name another folder with --out";
            Error::io(&path, what, e)
        })?;
        self.begun.push((file, path.clone()));
        Ok((BufWriter::with_capacity(1 << 16, Box::new(handle)), path))
    }

    /// Gives every file its name.
    pub(super) fn publish(self) -> Result<()> {
        for (file, path) in &self.begun {
            file.as_file()
                .sync_all()
                .map_err(|e| Error::io(path, "cannot be written", e))?;
        }
        for (file, path) in self.begun {
            file.persist(&path)
                .map_err(|e| Error::io(&path, "cannot be written", e.error))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_appear_when_published_and_not_before() {
        let folder = tempfile::tempdir().unwrap();
        let names = || -> Vec<String> {
            let entries = std::fs::read_dir(folder.path()).unwrap();
            entries
                .map(|e| e.unwrap().file_name().into_string().unwrap())
                .collect()
        };
        for publish in [false, true] {
            let mut outputs = Outputs::open(Destination::Folder(folder.path().into())).unwrap();
            let (mut writer, _) = outputs.file("x.ndjson").unwrap();
            writer.write_all(b"row\n").unwrap();
            writer.flush().unwrap();
            assert!(!names().contains(&"x.ndjson".to_owned()));
            if publish {
                outputs.publish().unwrap();
                assert_eq!(names(), ["x.ndjson"]);
            } else {
                drop(outputs);
                assert!(names().is_empty());
            }
        }
    }
}
