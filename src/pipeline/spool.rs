//! Rows that wait on disk for the end of the run, each with the fingerprint of the paragraph it comes from.
//!
//! How many copies a paragraph has is known only when everything was read, and nothing that grows with the archive may wait in memory.
//! The file has no name, so it goes with the process, whatever ends that.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Seek, SeekFrom, Write};
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::error::{Error, ErrorKind, Result};

/// Rows on disk, in the order in which they came.
#[derive(Debug)]
pub(super) struct Spool<T> {
    file: BufWriter<File>,
    rows: PhantomData<fn(T) -> T>,
}

/// A row and the fingerprint it came with.
pub(super) type Spooled<T> = (Option<u64>, T);

impl<T: Serialize + DeserializeOwned> Spool<T> {
    /// An empty spool.
    pub(super) fn new() -> Result<Self> {
        let file = tempfile::tempfile()
            .map_err(|e| failed("cannot be made; set TMPDIR to a folder with room", e))?;
        Ok(Self {
            file: BufWriter::new(file),
            rows: PhantomData,
        })
    }

    /// Adds a row.
    pub(super) fn add(&mut self, print: Option<u64>, row: &T) -> Result<()> {
        let file = &mut self.file;
        match print {
            Some(print) => write!(file, "{print:016x}\t"),
            None => file.write_all(b"\t"),
        }
        .and_then(|()| Ok(serde_json::to_writer(&mut *file, row)?))
        .and_then(|()| file.write_all(b"\n"))
        .map_err(|e| failed("cannot be written", e))
    }

    /// Reads all rows from the beginning. May be asked again.
    pub(super) fn read(&mut self) -> Result<impl Iterator<Item = Result<Spooled<T>>>> {
        self.file
            .flush()
            .and_then(|()| self.file.get_mut().seek(SeekFrom::Start(0)))
            .map_err(|e| failed("cannot be read back", e))?;
        let lines = BufReader::with_capacity(1 << 16, self.file.get_ref()).lines();
        Ok(lines.map(|line| {
            let line = line.map_err(|e| failed("cannot be read back", e))?;
            let (print, json) = line.split_once('\t').unwrap_or(("", &line));
            let row =
                serde_json::from_str(json).map_err(|e| failed("cannot be read back", e.into()))?;
            Ok((u64::from_str_radix(print, 16).ok(), row))
        }))
    }
}

fn failed(what: &str, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("a temporary file {what}: {source}")).caused_by(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_back_in_order_and_again() {
        let mut spool = Spool::<String>::new().unwrap();
        spool.add(Some(7), &"a\tb".to_owned()).unwrap();
        spool.add(None, &"c\nd".to_owned()).unwrap();
        let want = [(Some(7), "a\tb".to_owned()), (None, "c\nd".to_owned())];
        for _ in 0..2 {
            let rows: Vec<_> = spool.read().unwrap().map(Result::unwrap).collect();
            assert_eq!(rows, want);
        }
    }
}
