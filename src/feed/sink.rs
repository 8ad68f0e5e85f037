//! A writer that knows its name, so that every failure to write says where.

use std::io::{self, Write};
use std::path::PathBuf;

use serde::Serialize;

use crate::error::{Error, ErrorKind, Result};

/// A row as JSON.
pub fn row_json<T: Serialize + ?Sized>(row: &T) -> Result<Vec<u8>> {
    serde_json::to_vec(row)
        .map_err(|e| Error::new(ErrorKind::Io, "a row cannot be written as JSON").caused_by(e))
}

/// A writer with the name that errors give it.
#[derive(Debug)]
pub struct Sink<W> {
    writer: W,
    name: PathBuf,
}

impl<W: Write> Sink<W> {
    /// `name` is a path, or `-` for standard output.
    pub fn new(writer: W, name: impl Into<PathBuf>) -> Self {
        Self {
            writer,
            name: name.into(),
        }
    }

    pub(super) fn into_inner(self) -> W {
        self.writer
    }

    pub(super) fn bytes(&mut self, bytes: &[u8]) -> Result<()> {
        let written = self.writer.write_all(bytes);
        written.map_err(|e| self.failed(e))
    }

    pub(super) fn json<T: Serialize + ?Sized>(&mut self, row: &T) -> Result<()> {
        let written = serde_json::to_writer(&mut self.writer, row);
        written.map_err(|e| self.failed(e.into()))
    }

    pub(super) fn flush(&mut self) -> Result<()> {
        let flushed = self.writer.flush();
        flushed.map_err(|e| self.failed(e))
    }

    pub(super) fn failed(&self, e: io::Error) -> Error {
        Error::io(&self.name, "cannot be written", e)
    }
}
