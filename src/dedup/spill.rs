//! Texts of kept paragraphs, on disk, for the word-by-word look at a candidate.
//!
//! They lie in temporary files of about 32 MiB without names, in input order; memory holds four bytes for every fourth. A file goes as soon as
//! the window has left all of its paragraphs behind, so that an archive of any length needs the disk of one window.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use crate::error::{Error, ErrorKind, Result};

/// Bytes in one file.
const SEGMENT: usize = 32 << 20;
/// Paragraphs behind one mark.
const GROUP: u32 = 4;
/// Bytes gathered before they are written.
const BUFFER: usize = 256 << 10;
/// Bytes read ahead of the length being known.
const AHEAD: usize = 4 << 10;

/// Bytes before the text of a paragraph: its tag and its length.
const HEAD: usize = 16;

/// What a paragraph is known by elsewhere: its ordinal and its fingerprint.
pub(super) type Tag = (u32, u64);

#[derive(Debug)]
struct Segment {
    file: File,
    /// Number of its first paragraph.
    first: u32,
    /// Bytes in the file; more may wait in the buffer, for the last segment.
    written: usize,
    /// Where each group of paragraphs begins.
    marks: Vec<u32>,
}

/// Paragraphs numbered from 0 in the order they came, each with a tag.
#[derive(Debug, Default)]
pub(super) struct Spill {
    segments: VecDeque<Segment>,
    buffer: Vec<u8>,
    next: u32,
    /// The group read last, for candidates come in runs.
    group: Vec<u8>,
}

impl Spill {
    /// Adds a paragraph; returns its number.
    pub(super) fn push(&mut self, text: &str, tag: Tag) -> Result<u32> {
        let full = |s: &Segment, waiting: usize| s.written + waiting + text.len() > SEGMENT;
        if self
            .segments
            .back()
            .is_none_or(|s| full(s, self.buffer.len()))
        {
            self.flush()?;
            let file = tempfile::tempfile().map_err(|e| {
                failed(
                    "a temporary file cannot be made; set TMPDIR to a folder with room",
                    e,
                )
            })?;
            self.segments.push_back(Segment {
                file,
                first: self.next,
                written: 0,
                marks: Vec::new(),
            });
        }
        let waiting = self.buffer.len();
        let segment = self.segments.back_mut().expect("one was just ensured");
        if (self.next - segment.first).is_multiple_of(GROUP) {
            let place = u32::try_from(segment.written + waiting).map_err(|_| too_long())?;
            segment.marks.push(place);
        }
        let length = u32::try_from(text.len()).map_err(|_| too_long())?;
        self.buffer.extend_from_slice(&tag.0.to_le_bytes());
        self.buffer.extend_from_slice(&tag.1.to_le_bytes());
        self.buffer.extend_from_slice(&length.to_le_bytes());
        self.buffer.extend_from_slice(text.as_bytes());
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        self.next += 1;
        Ok(self.next - 1)
    }

    /// The tag and text of a paragraph that is still there.
    pub(super) fn get(&mut self, number: u32) -> Result<Option<(Tag, &str)>> {
        let at = self.segments.partition_point(|s| s.first <= number);
        // What waits in the buffer belongs to the last file.
        let waiting = if at == self.segments.len() {
            &self.buffer[..]
        } else {
            &[]
        };
        let Some(segment) = at.checked_sub(1).and_then(|at| self.segments.get_mut(at)) else {
            return Ok(None);
        };
        let group = (number - segment.first) / GROUP;
        let Some(&start) = segment.marks.get(group as usize) else {
            return Ok(None);
        };
        let start = start as usize;
        let skip = (number - segment.first) % GROUP;
        // The reading takes a page, then as much more as the record says.
        let mut wanted = AHEAD;
        loop {
            read(segment, waiting, start, wanted, &mut self.group)?;
            match find(&self.group, skip) {
                Found::At(tag, from, to) => {
                    let text = std::str::from_utf8(&self.group[from..to]).map_err(|_| broken())?;
                    return Ok(Some((tag, text)));
                }
                // There was no more to be read.
                Found::Needs(_) if self.group.len() < wanted => return Err(broken()),
                Found::Needs(bytes) => wanted = bytes.max(2 * wanted),
            }
        }
    }

    /// Drops the files whose paragraphs are all numbered below `floor`.
    pub(super) fn forget_below(&mut self, floor: u32) {
        while self
            .segments
            .get(1)
            .is_some_and(|second| second.first <= floor)
        {
            self.segments.pop_front();
        }
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        let marks = |s: &Segment| s.marks.capacity() * size_of::<u32>();
        self.buffer.capacity()
            + self.group.capacity()
            + self.segments.iter().map(marks).sum::<usize>()
    }

    fn flush(&mut self) -> Result<()> {
        if let Some(segment) = self.segments.back_mut() {
            segment
                .file
                .seek(SeekFrom::Start(segment.written as u64))
                .and_then(|_| segment.file.write_all(&self.buffer))
                .map_err(|e| failed("the temporary file of paragraphs cannot be written", e))?;
            segment.written += self.buffer.len();
        }
        self.buffer.clear();
        Ok(())
    }
}

enum Found {
    /// Tag, and the range of the text.
    At(Tag, usize, usize),
    /// So many bytes must be read to know.
    Needs(usize),
}

/// The record after `skip` others in `bytes`.
fn find(bytes: &[u8], mut skip: u32) -> Found {
    let mut at = 0;
    loop {
        let Some(head) = bytes.get(at..).and_then(<[u8]>::first_chunk::<HEAD>) else {
            return Found::Needs(at + HEAD);
        };
        let number = |b: &[u8]| b.iter().rev().fold(0u32, |n, &b| n << 8 | u32::from(b));
        let (low, high) = (number(&head[4..8]), number(&head[8..12]));
        let tag = (number(&head[..4]), u64::from(high) << 32 | u64::from(low));
        let (from, to) = (at + HEAD, at + HEAD + number(&head[12..]) as usize);
        if skip == 0 {
            return if to <= bytes.len() {
                Found::At(tag, from, to)
            } else {
                Found::Needs(to)
            };
        }
        skip -= 1;
        at = to;
    }
}

/// Up to `wanted` bytes of `segment` from `start` on; what has not been written yet comes from `buffer`, which belongs to the last one.
fn read(
    segment: &mut Segment,
    buffer: &[u8],
    start: usize,
    wanted: usize,
    into: &mut Vec<u8>,
) -> Result<()> {
    into.clear();
    let on_disk = segment.written.saturating_sub(start).min(wanted);
    into.resize(on_disk, 0);
    if on_disk > 0 {
        segment
            .file
            .seek(SeekFrom::Start(start as u64))
            .and_then(|_| segment.file.read_exact(into))
            .map_err(|e| failed("the temporary file of paragraphs cannot be read", e))?;
    }
    let from = start.saturating_sub(segment.written);
    let rest = buffer.get(from..).unwrap_or_default();
    into.extend_from_slice(&rest[..rest.len().min(wanted - on_disk)]);
    Ok(())
}

fn too_long() -> Error {
    Error::new(ErrorKind::Input, "a paragraph is over 4 GiB long")
}

fn broken() -> Error {
    Error::new(ErrorKind::Io, "the temporary file of paragraphs was cut")
}

fn failed(what: &str, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{what}: {source}")).caused_by(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_from_disk_and_buffer_until_forgotten() {
        let text = |n: u32| format!("{n} ").repeat(1 + (n as usize * 7919) % 3000);
        let mut spill = Spill::default();
        for n in 0..12_000 {
            assert_eq!(
                spill.push(&text(n), (n ^ 5, u64::from(n) << 31)).unwrap(),
                n
            );
        }
        assert!(spill.segments.len() > 2 && !spill.buffer.is_empty());
        for n in (0..12_000).step_by(7).chain(11_990..12_000) {
            let (tag, found) = spill.get(n).unwrap().unwrap();
            assert_eq!(tag, (n ^ 5, u64::from(n) << 31));
            assert!(found == text(n), "{n}");
        }
        assert!(spill.get(12_000).unwrap().is_none());
        let second = spill.segments[1].first;
        spill.forget_below(second - 1);
        assert!(spill.get(0).unwrap().is_some());
        spill.forget_below(second);
        assert!(spill.get(second - 1).unwrap().is_none());
        assert!(spill.get(second).unwrap().is_some());
    }
}
