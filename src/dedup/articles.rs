//! Which article a paragraph's ordinal belongs to: article ids on disk, one mark for every sixteen in memory.
//!
//! The exact index holds a 32-bit ordinal a paragraph; only a removal asks whose it was. So ids go to a
//! temporary file that has no name (it goes with the process, whatever ends it), and memory keeps 16 bytes for sixteen articles.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use super::exact::KeptCopy;
use crate::error::{Error, ErrorKind, Result};

/// Articles behind one mark.
const GROUP: usize = 16;
/// Bytes gathered before they are written.
const BUFFER: usize = 64 << 10;

/// Where a group of articles begins.
#[derive(Debug, Clone, Copy)]
struct Mark {
    /// First ordinal of its first article.
    ordinal: u32,
    /// Its first byte in the file.
    offset: u64,
}

/// Ids and outlets of the articles in input order, with how many paragraphs each has.
#[derive(Debug)]
pub(super) struct Articles {
    file: File,
    /// Bytes in `file`.
    written: u64,
    /// What comes after them.
    buffer: Vec<u8>,
    marks: Vec<Mark>,
    /// Articles pushed.
    count: usize,
}

impl Articles {
    pub(super) fn new() -> Result<Self> {
        let file = tempfile::tempfile().map_err(|e| {
            failed(
                "a temporary file cannot be made; set TMPDIR to a folder with room",
                e,
            )
        })?;
        Ok(Self {
            file,
            written: 0,
            buffer: Vec::with_capacity(BUFFER),
            marks: Vec::new(),
            count: 0,
        })
    }

    /// Adds the next article, whose first paragraph has ordinal `first`.
    pub(super) fn push(
        &mut self,
        id: &str,
        outlet: u64,
        first: u32,
        paragraphs: u32,
    ) -> Result<()> {
        if self.count.is_multiple_of(GROUP) {
            self.marks.push(Mark {
                ordinal: first,
                offset: self.written + self.buffer.len() as u64,
            });
        }
        self.count += 1;
        let length = u32::try_from(id.len())
            .map_err(|_| Error::new(ErrorKind::Input, "an article id is over 4 GiB long"))?;
        self.buffer.extend_from_slice(&outlet.to_le_bytes());
        self.buffer.extend_from_slice(&paragraphs.to_le_bytes());
        self.buffer.extend_from_slice(&length.to_le_bytes());
        self.buffer.extend_from_slice(id.as_bytes());
        if self.buffer.len() >= BUFFER {
            self.file
                .write_all(&self.buffer)
                .map_err(|e| failed("the temporary file of article ids cannot be written", e))?;
            self.written += self.buffer.len() as u64;
            self.buffer.clear();
        }
        Ok(())
    }

    /// The id and the paragraph number of an ordinal that was pushed.
    pub(super) fn resolve(&mut self, ordinal: u32) -> Result<KeptCopy> {
        let broken = || Error::new(ErrorKind::Io, "the temporary file of article ids was cut");
        let at = self.marks.partition_point(|m| m.ordinal <= ordinal);
        let mark = self.marks[at.checked_sub(1).ok_or_else(broken)?];
        let end = self
            .marks
            .get(at)
            .map_or(self.written + self.buffer.len() as u64, |m| m.offset);
        let group = self.read(mark.offset, end)?;
        let mut rest = &group[..];
        let mut first = mark.ordinal;
        loop {
            let (outlet, tail) = rest.split_first_chunk().ok_or_else(broken)?;
            let (paragraphs, tail) = tail.split_first_chunk().ok_or_else(broken)?;
            let (length, tail) = tail.split_first_chunk().ok_or_else(broken)?;
            let outlet = u64::from_le_bytes(*outlet);
            let paragraphs = u32::from_le_bytes(*paragraphs);
            let length = u32::from_le_bytes(*length) as usize;
            let (id, after) = tail.split_at_checked(length).ok_or_else(broken)?;
            if ordinal - first < paragraphs {
                return Ok(KeptCopy {
                    article: String::from_utf8(id.to_vec()).map_err(|_| broken())?,
                    paragraph: ordinal - first,
                    paragraphs,
                    outlet,
                });
            }
            first += paragraphs;
            rest = after;
        }
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.marks.capacity() * size_of::<Mark>() + self.buffer.capacity()
    }

    /// The bytes `from..to`, some of which may not have left the buffer.
    fn read(&mut self, from: u64, to: u64) -> Result<Vec<u8>> {
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let on_disk = to.min(self.written).saturating_sub(from);
        let mut bytes = vec![0; size(on_disk)];
        if on_disk > 0 {
            let end = SeekFrom::Start(self.written);
            self.file
                .seek(SeekFrom::Start(from))
                .and_then(|_| self.file.read_exact(&mut bytes))
                .and_then(|()| self.file.seek(end))
                .map_err(|e| failed("the temporary file of article ids cannot be read", e))?;
        }
        let begin = size(from.saturating_sub(self.written));
        let end = size(to.saturating_sub(self.written));
        bytes.extend_from_slice(&self.buffer[begin..end]);
        Ok(bytes)
    }
}

fn failed(what: &str, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{what}: {source}")).caused_by(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_come_back_from_disk_and_buffer() {
        let mut articles = Articles::new().unwrap();
        let mut first = 0;
        for n in 0..5000u32 {
            articles
                .push(&format!("article-{n}"), u64::from(n), first, n % 4)
                .unwrap();
            first += n % 4;
        }
        assert!(articles.written > 0 && !articles.buffer.is_empty());
        let mut ordinal = 0;
        for n in 0..5000u32 {
            for paragraph in 0..n % 4 {
                let found = articles.resolve(ordinal).unwrap();
                let expected = KeptCopy {
                    article: format!("article-{n}"),
                    paragraph,
                    paragraphs: n % 4,
                    outlet: u64::from(n),
                };
                assert_eq!(found, expected);
                ordinal += 1;
            }
        }
        assert!(articles.resolve(ordinal).is_err());
    }
}
