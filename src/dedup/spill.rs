//! Texts of kept paragraphs, for the word-by-word look at a candidate: the last ones in memory, those before on disk.
//!
//! On disk they lie in temporary files of about 32 MiB without names, in input order; memory holds four bytes for every fourth. A file goes as
//! soon as the window has left all of its paragraphs behind, so that an archive of any length needs the disk of one window, and one whose
//! windows are small needs none.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

use crate::error::{Error, ErrorKind, Result};

/// Bytes in one file.
const SEGMENT: usize = 32 << 20;
/// Paragraphs behind one mark.
const GROUP: u32 = 4;
/// Bytes of a block, which is what goes from memory to a file at once.
const BLOCK: usize = 1 << 20;
/// Blocks in memory.
const BLOCKS: usize = 8;
/// Bytes read ahead of the length being known.
const AHEAD: usize = 4 << 10;

/// Bytes before the text of a paragraph: its tag and its length.
const HEAD: usize = 16;

/// What a paragraph is known by elsewhere: its ordinal and its fingerprint.
pub(super) type Tag = (u32, u64);

/// Paragraphs in a file.
#[derive(Debug)]
struct Segment {
    file: File,
    /// Number of its first paragraph.
    first: u32,
    /// Bytes in the file.
    written: usize,
    /// Where each group of paragraphs begins.
    marks: Vec<u32>,
}

/// Paragraphs in memory.
#[derive(Debug, Default)]
struct Block {
    /// Number of its first paragraph.
    first: u32,
    bytes: Vec<u8>,
    /// Where each group of paragraphs begins.
    marks: Vec<u32>,
}

/// Paragraphs numbered from 0 in the order they came, each with a tag.
#[derive(Debug, Default)]
pub(super) struct Spill {
    segments: VecDeque<Segment>,
    /// What came after those.
    blocks: VecDeque<Block>,
    next: u32,
    /// What was read last.
    group: Vec<u8>,
    /// A block that was left behind, to be filled again.
    left: Option<Block>,
}

impl Spill {
    /// Adds a paragraph; returns its number.
    pub(super) fn push(&mut self, text: &str, tag: Tag) -> Result<u32> {
        // A block ends with a whole group, because groups are counted on from block to block of a file.
        let whole = self.next.is_multiple_of(GROUP);
        let full = |b: &Block| whole && b.bytes.len() + HEAD + text.len() > BLOCK;
        if self.blocks.back().is_none_or(full) {
            self.begin()?;
        }
        let block = self.blocks.back_mut().expect("one was just ensured");
        if whole {
            let place = u32::try_from(block.bytes.len()).map_err(|_| too_long())?;
            block.marks.push(place);
        }
        let length = u32::try_from(text.len()).map_err(|_| too_long())?;
        block.bytes.extend_from_slice(&tag.0.to_le_bytes());
        block.bytes.extend_from_slice(&tag.1.to_le_bytes());
        block.bytes.extend_from_slice(&length.to_le_bytes());
        block.bytes.extend_from_slice(text.as_bytes());
        self.next += 1;
        Ok(self.next - 1)
    }

    /// The tag and text of a paragraph that is still there.
    pub(super) fn get(&mut self, number: u32) -> Result<Option<(Tag, &str)>> {
        let at = self.blocks.partition_point(|b| b.first <= number);
        if let Some(block) = at.checked_sub(1).map(|at| &self.blocks[at]) {
            let Some(&start) = block.marks.get(((number - block.first) / GROUP) as usize) else {
                return Ok(None);
            };
            let bytes = &block.bytes[start as usize..];
            return match find(bytes, (number - block.first) % GROUP) {
                Found::At(tag, from, to) => text(&bytes[from..to]).map(|text| Some((tag, text))),
                Found::Needs(_) => Ok(None),
            };
        }
        let at = self.segments.partition_point(|s| s.first <= number);
        let Some(segment) = at.checked_sub(1).and_then(|at| self.segments.get_mut(at)) else {
            return Ok(None);
        };
        let group = (number - segment.first) / GROUP;
        let Some(&start) = segment.marks.get(group as usize) else {
            return Ok(None);
        };
        let skip = (number - segment.first) % GROUP;
        // The reading takes a page, then as much more as the record says.
        let mut wanted = AHEAD;
        loop {
            read(segment, start as usize, wanted, &mut self.group)?;
            match find(&self.group, skip) {
                Found::At(tag, from, to) => {
                    return text(&self.group[from..to]).map(|text| Some((tag, text)));
                }
                // There was no more to be read.
                Found::Needs(_) if self.group.len() < wanted => return Err(broken()),
                Found::Needs(bytes) => wanted = bytes.max(2 * wanted),
            }
        }
    }

    /// Drops the files and blocks whose paragraphs are all numbered below `floor`.
    pub(super) fn forget_below(&mut self, floor: u32) {
        while self
            .segments
            .get(1)
            .map(|second| second.first)
            .or_else(|| self.blocks.front().map(|block| block.first))
            .is_some_and(|next| !self.segments.is_empty() && next <= floor)
        {
            self.segments.pop_front();
        }
        while self.segments.is_empty() && self.blocks.get(1).is_some_and(|b| b.first <= floor) {
            self.left = self.blocks.pop_front();
        }
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        let marks = |marks: &Vec<u32>| marks.capacity() * size_of::<u32>();
        let segments = self.segments.iter().map(|s| marks(&s.marks));
        let blocks = self.blocks.iter().chain(&self.left);
        let blocks = blocks.map(|b| marks(&b.marks) + b.bytes.capacity());
        self.group.capacity() + segments.sum::<usize>() + blocks.sum::<usize>()
    }

    /// Begins a block. The oldest goes to its file where there are as many as memory may hold.
    fn begin(&mut self) -> Result<()> {
        let mut block = self.left.take().unwrap_or_default();
        if self.blocks.len() >= BLOCKS {
            block = self.blocks.pop_front().unwrap_or_default();
            self.write(&block)?;
        }
        block.bytes.clear();
        block.marks.clear();
        // One huge paragraph does not keep its room; the last ones of a group mostly find theirs beyond the block.
        block.bytes.shrink_to(2 * BLOCK);
        block.bytes.reserve(BLOCK + BLOCK / 8);
        block.first = self.next;
        self.blocks.push_back(block);
        Ok(())
    }

    /// Writes a block behind what is on disk.
    fn write(&mut self, block: &Block) -> Result<()> {
        let full = |s: &Segment| s.written > 0 && s.written + block.bytes.len() > SEGMENT;
        if self.segments.back().is_none_or(full) {
            let file = tempfile::tempfile().map_err(|e| {
                failed(
                    "a temporary file cannot be made; set TMPDIR to a folder with room",
                    e,
                )
            })?;
            self.segments.push_back(Segment {
                file,
                first: block.first,
                written: 0,
                marks: Vec::new(),
            });
        }
        let segment = self.segments.back_mut().expect("one was just ensured");
        let begins = u32::try_from(segment.written).map_err(|_| too_long())?;
        segment
            .file
            .seek(SeekFrom::Start(segment.written as u64))
            .and_then(|_| segment.file.write_all(&block.bytes))
            .map_err(|e| failed("the temporary file of paragraphs cannot be written", e))?;
        let marks = block.marks.iter().map(|mark| begins.saturating_add(*mark));
        segment.marks.extend(marks);
        segment.written += block.bytes.len();
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

/// Up to `wanted` bytes of `segment` from `start` on.
fn read(segment: &mut Segment, start: usize, wanted: usize, into: &mut Vec<u8>) -> Result<()> {
    into.clear();
    into.resize(segment.written.saturating_sub(start).min(wanted), 0);
    segment
        .file
        .seek(SeekFrom::Start(start as u64))
        .and_then(|_| segment.file.read_exact(into))
        .map_err(|e| failed("the temporary file of paragraphs cannot be read", e))
}

fn text(bytes: &[u8]) -> Result<&str> {
    simdutf8::basic::from_utf8(bytes).map_err(|_| broken())
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
    fn texts_come_back_from_disk_and_memory_until_forgotten() {
        let text = |n: u32| format!("{n} ").repeat(1 + (n as usize * 7919) % 3000);
        let mut spill = Spill::default();
        for n in 0..12_000 {
            assert_eq!(
                spill.push(&text(n), (n ^ 5, u64::from(n) << 31)).unwrap(),
                n
            );
        }
        assert!(spill.segments.len() > 1 && spill.blocks.len() == BLOCKS);
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
