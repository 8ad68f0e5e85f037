//! A file without a name in which what is in words lies until it is wanted.

use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Bytes behind bytes.
#[derive(Debug)]
pub(super) struct Spool {
    file: BufWriter<File>,
    place: PathBuf,
    end: u64,
}

impl Spool {
    /// Begins one in the published folder, which has room for as much as the feeds take.
    pub(super) fn begin(root: &Path) -> Result<Self> {
        let file =
            tempfile::tempfile_in(root).map_err(|e| Error::io(root, "cannot be written", e))?;
        Ok(Self {
            file: BufWriter::with_capacity(1 << 16, file),
            place: root.to_owned(),
            end: 0,
        })
    }

    /// Adds bytes; returns where they begin.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<u64> {
        let begin = self.end;
        self.file
            .write_all(bytes)
            .map_err(|e| Error::io(&self.place, "cannot be written", e))?;
        self.end += bytes.len() as u64;
        Ok(begin)
    }

    /// The bytes from there on.
    pub(super) fn read(&mut self, begin: u64, len: u32) -> Result<Vec<u8>> {
        let mut bytes = vec![0; len as usize];
        // Seeking sends on what was written.
        self.file
            .seek(SeekFrom::Start(begin))
            .and_then(|_| self.file.get_mut().read_exact(&mut bytes))
            .map_err(|e| Error::io(&self.place, "cannot be read", e))?;
        Ok(bytes)
    }

    /// An error about what was read back.
    pub(super) fn garbled(&self, error: impl std::error::Error + Send + Sync + 'static) -> Error {
        let error = std::io::Error::other(error);
        Error::io(&self.place, "does not give back what was written", error)
    }
}
