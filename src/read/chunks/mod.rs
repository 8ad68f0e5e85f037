//! Bytes become pieces of about a mebibyte that end where a record ends.
//!
//! A piece is what one worker takes at a time: large enough that handing it over costs nothing, small enough that a few of them
//! in flight fit any memory. A line longer than the limit is skipped as it streams by and never held.

mod lines;
mod reshape;

use lines::Lines;

use super::inputs::{Format, Input};
use super::stream::Stream;
use crate::model::Reject;

/// Sizes that reading keeps to.
#[derive(Debug, Clone, Copy)]
pub struct ChunkLimits {
    /// Bytes of a chunk, about.
    pub chunk: usize,
    /// Longest line (or file of text) that is held; longer ones are rejected.
    pub line: usize,
}

impl Default for ChunkLimits {
    fn default() -> Self {
        Self {
            chunk: 1 << 20,
            line: 64 << 20,
        }
    }
}

/// One file of text inside a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextFile {
    /// Its name, as [`Input::name`].
    pub name: String,
    /// The article's id, as [`Input::id`].
    pub id: String,
    /// First byte in the chunk.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What a chunk's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// Whole lines of one file. What stood over several lines, or in an array, stands on one line a record.
    Lines {
        /// The file, as [`Input::name`].
        file: String,
        /// Number of the first line, counted from 1; in what stood over several lines, of the first record.
        first: u64,
    },
    /// Whole files of text.
    Texts(Vec<TextFile>),
}

/// A piece of input that ends where a record ends.
#[derive(Debug)]
pub struct Chunk {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// What they are.
    pub payload: Payload,
    /// What could not be read, before or after the lines of this chunk.
    pub rejects: Vec<Reject>,
    /// Bytes of the files themselves (compressed ones where they are compressed) that this chunk took.
    pub taken: u64,
    /// Bytes that came out of them, decompressed.
    pub read: u64,
}

/// All chunks of some inputs, in order. Hand used buffers back through [`Chunks::recycle`].
pub struct Chunks<'a> {
    inputs: std::slice::Iter<'a, Input>,
    limits: ChunkLimits,
    current: Option<Lines>,
    spare: Vec<Vec<u8>>,
    /// The chunk that is being filled with small files of text.
    texts: Option<Chunk>,
}

impl<'a> Chunks<'a> {
    /// Chunks of `inputs` within `limits`.
    pub fn new(inputs: &'a [Input], limits: ChunkLimits) -> Self {
        Self {
            inputs: inputs.iter(),
            limits,
            current: None,
            spare: Vec::new(),
            texts: None,
        }
    }

    /// Takes a buffer to use again.
    pub fn recycle(&mut self, mut buffer: Vec<u8>) {
        // A buffer that once held a huge line is not kept for it.
        if buffer.capacity() <= self.limits.chunk * 4 {
            buffer.clear();
            self.spare.push(buffer);
        }
    }

    fn buffer(&mut self) -> Vec<u8> {
        self.spare.pop().unwrap_or_default()
    }

    /// Reads one file of text onto the chunk of such files; returns a chunk once it is full.
    fn text(&mut self, input: &Input) -> Option<Chunk> {
        let mut chunk = self.texts.take().unwrap_or_else(|| Chunk {
            bytes: self.spare.pop().unwrap_or_default(),
            payload: Payload::Texts(Vec::new()),
            rejects: Vec::new(),
            taken: 0,
            read: 0,
        });
        let start = chunk.bytes.len();
        let limit = self.limits.line;
        let read = Stream::open(input).and_then(|mut stream| {
            let result = stream.append(&mut chunk.bytes, limit + 1);
            chunk.taken += stream.taken();
            chunk.read += stream.read();
            result
        });
        let end = chunk.bytes.len();
        let problem = match read {
            Ok(n) if n > limit => Some(format!(
                "the file is over {limit} bytes; raise --max-line to read it"
            )),
            Ok(_) => None,
            Err(error) => Some(format!("cannot be read: {error}")),
        };
        if let Some(reason) = problem {
            // Half an article is not an article.
            chunk.bytes.truncate(start);
            chunk.rejects.push(reject(&input.name, None, reason));
        } else if let Payload::Texts(files) = &mut chunk.payload {
            files.push(TextFile {
                name: input.name.clone(),
                id: input.id.clone(),
                start,
                end,
            });
        }
        let files = match &chunk.payload {
            Payload::Texts(files) => files.len() + chunk.rejects.len(),
            Payload::Lines { .. } => 0,
        };
        // The second bound keeps a folder of ten thousand tiny files spread over the workers.
        if chunk.bytes.len() >= self.limits.chunk || files >= 256 || !chunk.rejects.is_empty() {
            return Some(chunk);
        }
        self.texts = Some(chunk);
        None
    }
}

impl Iterator for Chunks<'_> {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            if let Some(mut lines) = self.current.take() {
                let buffer = self.buffer();
                if let Some(chunk) = lines.next(buffer, self.limits) {
                    self.current = Some(lines);
                    return Some(chunk);
                }
                continue;
            }
            // A file of lines waits until the small files before it are on their way.
            let next = self.inputs.as_slice().first();
            if next.is_none_or(|input| input.format != Format::Text)
                && let Some(chunk) = self.texts.take()
            {
                return Some(chunk);
            }
            let input = self.inputs.next()?;
            match input.format {
                Format::Text => {
                    if let Some(chunk) = self.text(input) {
                        return Some(chunk);
                    }
                }
                Format::Lines => self.current = Some(Lines::open(input)),
            }
        }
    }
}

/// Why a line of `length` bytes is not read.
pub fn overlong(length: u64, limit: usize) -> String {
    format!("the line has {length} bytes, over the limit of {limit}; raise --max-line to read it")
}

fn reject(file: &str, line: Option<u64>, reason: String) -> Reject {
    Reject {
        file: file.to_owned(),
        line,
        field: None,
        reason,
    }
}

#[cfg(test)]
mod tests;
