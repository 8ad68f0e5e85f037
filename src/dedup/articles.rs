//! Which article a paragraph's ordinal belongs to: article ids on disk, one mark for every sixteen in memory.
//!
//! The exact index holds a 32-bit ordinal a paragraph; only a removal asks whose it was. So ids go to a
//! temporary file that has no name (it goes with the process, whatever ends it), and memory keeps 16 bytes for sixteen articles, and
//! the last ones themselves, whose copies are mostly asked for, up to a quarter of a mebibyte.

use std::fs::File;
use std::io::Write;

use super::exact::KeptCopy;
use crate::error::{Error, ErrorKind, Result};

/// Articles behind one mark.
const GROUP: usize = 16;
/// Bytes that stay in memory at most; half of them are written at once. Most copies follow their source closely.
const BUFFER: usize = 256 << 10;
/// Bytes that there is room for to begin with: an index of little should be little. Doubled, they become what may stay at most.
const FIRST: usize = 4 << 10;

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
    /// What comes after them, and was not written yet.
    buffer: Vec<u8>,
    marks: Vec<Mark>,
    /// Articles pushed.
    count: usize,
    /// The group that was asked for last, and its first byte in the file: an article's copies mostly have one source.
    last: Option<(u64, Vec<u8>)>,
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
            buffer: Vec::with_capacity(FIRST),
            marks: Vec::new(),
            count: 0,
            last: None,
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
        // Before, so that the buffer never doubles once more.
        if self.buffer.len() + 16 + id.len() > BUFFER {
            let half = self.buffer.len() / 2;
            self.file
                .write_all(&self.buffer[..half])
                .map_err(|e| failed("the temporary file of article ids cannot be written", e))?;
            self.written += half as u64;
            self.buffer.drain(..half);
        }
        self.buffer.extend_from_slice(&outlet.to_le_bytes());
        self.buffer.extend_from_slice(&paragraphs.to_le_bytes());
        self.buffer.extend_from_slice(&length.to_le_bytes());
        self.buffer.extend_from_slice(id.as_bytes());
        Ok(())
    }

    /// The id and the paragraph number of an ordinal that was pushed.
    pub(super) fn resolve(&mut self, ordinal: u32) -> Result<KeptCopy> {
        let broken = || Error::new(ErrorKind::Io, "the temporary file of article ids was cut");
        let at = self.marks.partition_point(|m| m.ordinal <= ordinal);
        let mark = self.marks[at.checked_sub(1).ok_or_else(broken)?];
        let whole = self.marks.get(at).map(|m| m.offset);
        let end = whole.unwrap_or(self.written + self.buffer.len() as u64);
        if let Some(begin) = mark.offset.checked_sub(self.written) {
            let begin = usize::try_from(begin).unwrap_or(usize::MAX);
            let group = self.buffer.get(begin..).unwrap_or_default();
            return Self::look_up(group, mark.ordinal, ordinal).ok_or_else(broken);
        }
        let group = match self.last.take() {
            Some((offset, group)) if offset == mark.offset && whole.is_some() => group,
            last => {
                let mut group = last.map_or_else(Vec::new, |(_, group)| group);
                self.read(mark.offset, end, &mut group)?;
                group
            }
        };
        let found = Self::look_up(&group, mark.ordinal, ordinal).ok_or_else(broken);
        // A group that still grows must be read anew.
        self.last = whole.map(|_| (mark.offset, group));
        found
    }

    /// The paragraph `ordinal` in a group whose first paragraph is `first`.
    fn look_up(group: &[u8], mut first: u32, ordinal: u32) -> Option<KeptCopy> {
        let mut rest = group;
        loop {
            let (outlet, tail) = rest.split_first_chunk()?;
            let (paragraphs, tail) = tail.split_first_chunk()?;
            let (length, tail) = tail.split_first_chunk()?;
            let paragraphs = u32::from_le_bytes(*paragraphs);
            let length = u32::from_le_bytes(*length) as usize;
            let (id, after) = tail.split_at_checked(length)?;
            if ordinal.checked_sub(first)? < paragraphs {
                return Some(KeptCopy {
                    article: String::from_utf8(id.to_vec()).ok()?,
                    paragraph: ordinal - first,
                    paragraphs,
                    outlet: u64::from_le_bytes(*outlet),
                });
            }
            first = first.checked_add(paragraphs)?;
            rest = after;
        }
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.marks.capacity() * size_of::<Mark>() + self.buffer.capacity()
    }

    /// Puts the bytes `from..to` into `bytes`. Some of them may not have left the buffer.
    fn read(&mut self, from: u64, to: u64, bytes: &mut Vec<u8>) -> Result<()> {
        let size = |n: u64| usize::try_from(n).unwrap_or(usize::MAX);
        let on_disk = to.min(self.written).saturating_sub(from);
        bytes.clear();
        bytes.resize(size(on_disk), 0);
        if on_disk > 0 {
            read_at(&mut self.file, bytes, from, self.written)
                .map_err(|e| failed("the temporary file of article ids cannot be read", e))?;
        }
        let begin = size(from.saturating_sub(self.written));
        let end = size(to.saturating_sub(self.written));
        bytes.extend_from_slice(&self.buffer[begin..end]);
        Ok(())
    }
}

/// Reads from a place, and leaves the file where it is written on.
#[cfg(unix)]
fn read_at(file: &mut File, bytes: &mut [u8], from: u64, _end: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, from)
}

#[cfg(not(unix))]
fn read_at(file: &mut File, bytes: &mut [u8], from: u64, end: u64) -> std::io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(from))?;
    file.read_exact(bytes)?;
    file.seek(SeekFrom::Start(end)).map(|_| ())
}

fn failed(what: &str, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{what}: {source}")).caused_by(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_articles_take_little_memory() {
        let mut articles = Articles::new().unwrap();
        for n in 0..100 {
            articles.push("an article of a few", 7, n, 1).unwrap();
        }
        assert!(articles.bytes() < 8 << 10, "{}", articles.bytes());
    }

    #[test]
    fn ids_come_back_from_disk_and_buffer() {
        let mut articles = Articles::new().unwrap();
        let mut first = 0;
        for n in 0..5000u32 {
            articles
                .push(&format!("article-{n:300}"), u64::from(n), first, n % 4)
                .unwrap();
            first += n % 4;
        }
        assert!(articles.written > 0 && !articles.buffer.is_empty());
        assert!(articles.bytes() <= BUFFER + 2 * 5000 / GROUP * size_of::<Mark>());
        let mut ordinal = 0;
        for n in 0..5000u32 {
            for paragraph in 0..n % 4 {
                let found = articles.resolve(ordinal).unwrap();
                let expected = KeptCopy {
                    article: format!("article-{n:300}"),
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
