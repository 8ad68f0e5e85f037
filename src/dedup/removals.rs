//! A record of each removal, one line of JSON a paragraph.
//!
//! What is boilerplate is known only at the end, so the lines wait in a temporary file and are written by [`Removals::finish`].

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use serde::Serialize;

use super::boilerplate::{Boilerplate, Standing};
use super::exact::Ordinal;
use crate::error::{Error, ErrorKind, Result};

/// Why a paragraph was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RemovedKind {
    /// Equal but for case, spaces, punctuation and quotation marks.
    Exact,
    /// Reworded, trimmed or updated.
    Near,
    /// Set by its outlet under, or over, every story.
    Boilerplate,
}

/// A removed paragraph and the copy that stayed: one line of the file of removals, in its key order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Removed<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: u32,
    /// Why.
    pub kind: RemovedKind,
    /// The copy that stayed.
    pub kept: RemovedFor<'a>,
    /// Share of words in common, 0 to 1.
    pub similarity: f64,
}

/// Where the copy stands that stayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemovedFor<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: u32,
}

/// Removals in input order, and what is learned from them.
#[derive(Debug)]
pub struct Removals {
    boilerplate: Boilerplate,
    /// Lines of JSON, in order.
    lines: BufWriter<File>,
    /// Of each line of which paragraph it may be boilerplate, and its length.
    heads: BufWriter<File>,
    row: Vec<u8>,
}

/// Bytes that a head takes: whether it may be boilerplate, of which paragraph, length.
const HEAD: usize = 9;

/// Bytes that go to a file or come from there at once.
const BUFFER: usize = 128 << 10;

impl Removals {
    /// None so far. Fails where no temporary file can be made.
    pub fn new() -> Result<Self> {
        let spool = || {
            let file = tempfile::tempfile().map_err(|e| {
                failed(
                    "a temporary file cannot be made; set TMPDIR to a folder with room",
                    e,
                )
            })?;
            Ok(BufWriter::with_capacity(BUFFER, file))
        };
        Ok(Self {
            boilerplate: Boilerplate::default(),
            lines: spool()?,
            heads: spool()?,
            row: Vec::new(),
        })
    }

    /// Notes where a copy stands of the paragraph `of`, which stands at `kept` in another article; see [`Boilerplate::note`].
    pub fn learn(&mut self, of: Ordinal, kept: Standing, copy: Standing, article: Ordinal) {
        self.boilerplate.note(of, kept, copy, article);
    }

    /// Whether the paragraph turned out to be boilerplate, which is known for sure once all was read.
    pub fn is_boilerplate(&self, of: Ordinal) -> bool {
        self.boilerplate.is_boilerplate(of)
    }

    /// Adds a removal; `of` is the paragraph that was kept, where it may turn out to be boilerplate.
    pub fn add(&mut self, removed: &Removed<'_>, of: Option<Ordinal>) -> Result<()> {
        self.row.clear();
        serde_json::to_writer(&mut self.row, removed)
            .map_err(|e| Error::new(ErrorKind::Io, "a removal cannot be noted").caused_by(e))?;
        self.row.push(b'\n');
        let length = u32::try_from(self.row.len())
            .map_err(|_| Error::new(ErrorKind::Input, "an article id is over 4 GiB long"))?;
        let mut head = [u8::from(of.is_some()); HEAD];
        head[1..5].copy_from_slice(&of.map_or(0, |of| of.0).to_le_bytes());
        head[5..].copy_from_slice(&length.to_le_bytes());
        self.heads
            .write_all(&head)
            .and_then(|()| self.lines.write_all(&self.row))
            .map_err(|e| failed("the temporary file of removals cannot be written", e))
    }

    /// Writes a line for every removal, in input order, and hands each that turned out to be of another kind to `count`: what it was taken for, what it is.
    pub fn finish(
        self,
        out: &mut dyn Write,
        count: &mut dyn FnMut(RemovedKind, RemovedKind),
    ) -> Result<()> {
        let unwritten = |e| failed("the removals cannot be written", e);
        let (mut lines, mut heads) = (again(self.lines)?, again(self.heads)?);
        // Lines that stay as they are go in one piece as far as one of boilerplate.
        let mut whole = 0;
        let mut row = Vec::new();
        let mut head = [0; HEAD];
        while !heads.fill_buf().map_err(unread)?.is_empty() {
            heads.read_exact(&mut head).map_err(unread)?;
            let (of, length) = head.split_at(5);
            let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |n, &b| n << 8 | u32::from(b));
            let may_be = of[0] == 1;
            let length = number(length);
            if !(may_be && self.boilerplate.is_boilerplate(Ordinal(number(&of[1..])))) {
                whole += u64::from(length);
                continue;
            }
            copy(&mut lines, whole, out)?;
            whole = 0;
            row.resize(length as usize, 0);
            lines.read_exact(&mut row).map_err(unread)?;
            // The last such words are the key's: after it come an id, in which quotation marks are escaped, and numbers.
            let kinds = [(EXACT, RemovedKind::Exact), (NEAR, RemovedKind::Near)];
            let found = kinds
                .iter()
                .filter_map(|(key, kind)| Some((memchr::memmem::rfind(&row, key)?, *key, *kind)));
            match found.max_by_key(|(at, _, _)| *at) {
                Some((at, key, kind)) => {
                    out.write_all(&row[..at])
                        .and_then(|()| out.write_all(BOILERPLATE))
                        .and_then(|()| out.write_all(&row[at + key.len()..]))
                        .map_err(unwritten)?;
                    count(kind, RemovedKind::Boilerplate);
                }
                None => out.write_all(&row).map_err(unwritten)?,
            }
        }
        copy(&mut lines, whole, out)
    }
}

/// What was written, from the beginning.
fn again(spool: BufWriter<File>) -> Result<BufReader<File>> {
    let mut file = spool.into_inner().map_err(|e| unread(e.into_error()))?;
    file.seek(SeekFrom::Start(0)).map_err(unread)?;
    Ok(BufReader::with_capacity(BUFFER, file))
}

/// Writes the next `bytes` of the lines.
fn copy(lines: &mut BufReader<File>, mut bytes: u64, out: &mut dyn Write) -> Result<()> {
    while bytes > 0 {
        let held = lines.fill_buf().map_err(unread)?;
        let taken = held.len().min(usize::try_from(bytes).unwrap_or(usize::MAX));
        if taken == 0 {
            return Err(unread(std::io::ErrorKind::UnexpectedEof.into()));
        }
        out.write_all(&held[..taken])
            .map_err(|e| failed("the removals cannot be written", e))?;
        lines.consume(taken);
        bytes -= taken as u64;
    }
    Ok(())
}

/// How a line says its kind.
const EXACT: &[u8] = br#""kind":"exact","#;
const NEAR: &[u8] = br#""kind":"near","#;
const BOILERPLATE: &[u8] = br#""kind":"boilerplate","#;

fn unread(source: std::io::Error) -> Error {
    failed("the temporary file of removals cannot be read", source)
}

fn failed(what: &str, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{what}: {source}")).caused_by(source)
}
