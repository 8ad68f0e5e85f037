//! One JSON array, a row a line, for readers that want a single document.

use std::io::Write;
use std::path::PathBuf;

use serde::Serialize;

use super::{Feed, Sink};
use crate::error::Result;

/// Writes records as one array.
#[derive(Debug)]
pub struct JsonArray<W> {
    sink: Sink<W>,
    rows: u64,
}

impl<W: Write> JsonArray<W> {
    /// Writes to `writer`, which errors call `name`.
    pub fn new(writer: W, name: impl Into<PathBuf>) -> Self {
        Self {
            sink: Sink::new(writer, name),
            rows: 0,
        }
    }
}

impl<W: Write, T: Serialize> Feed<T> for JsonArray<W> {
    fn begin(&mut self) -> Result<()> {
        self.sink.bytes(b"[")
    }

    fn write(&mut self, row: &T) -> Result<()> {
        self.sink
            .bytes(if self.rows == 0 { b"\n" } else { b",\n" })?;
        self.rows += 1;
        self.sink.json(row)
    }

    fn finish(&mut self) -> Result<()> {
        self.sink.bytes(b"\n]\n")?;
        self.sink.flush()
    }
}
