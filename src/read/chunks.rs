//! Bytes become pieces of about a mebibyte that end where a record ends.
//!
//! A piece is what one worker takes at a time: large enough that handing it over costs nothing, small enough that a few of them
//! in flight fit any memory. A line longer than the limit is skipped as it streams by and never held.

use std::io;

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
    /// First byte in the chunk.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// What a chunk's bytes are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Payload {
    /// Whole lines of one file.
    Lines {
        /// The file, as [`Input::name`].
        file: String,
        /// Number of the first line, counted from 1.
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
        });
        let start = chunk.bytes.len();
        let limit = self.limits.line;
        let read = Stream::open(input).and_then(|mut stream| {
            let result = stream.append(&mut chunk.bytes, limit + 1);
            chunk.taken += stream.taken();
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

/// One file of lines being cut.
struct Lines {
    name: String,
    stream: io::Result<Stream>,
    /// Begun line that did not fit the last chunk.
    rest: Vec<u8>,
    /// Number of the next line.
    line: u64,
    /// Bytes of an overlong line that were skipped so far, while one streams by.
    skipping: Option<u64>,
    reported: u64,
    ended: bool,
}

impl Lines {
    fn open(input: &Input) -> Self {
        Self {
            name: input.name.clone(),
            stream: Stream::open(input),
            rest: Vec::new(),
            line: 1,
            skipping: None,
            reported: 0,
            ended: false,
        }
    }

    fn next(&mut self, buffer: Vec<u8>, limits: ChunkLimits) -> Option<Chunk> {
        if self.ended {
            return None;
        }
        let mut chunk = Chunk {
            bytes: buffer,
            payload: Payload::Lines {
                file: self.name.clone(),
                first: self.line,
            },
            rejects: Vec::new(),
            taken: 0,
        };
        self.fill(&mut chunk, limits);
        if let Ok(stream) = &self.stream {
            let taken = stream.taken();
            chunk.taken = taken - self.reported;
            self.reported = taken;
        }
        Some(chunk)
    }

    fn fill(&mut self, chunk: &mut Chunk, limits: ChunkLimits) {
        let stream = match &mut self.stream {
            Ok(stream) => stream,
            Err(error) => {
                let reason = format!("cannot be read: {error}");
                chunk.rejects.push(reject(&self.name, None, reason));
                self.ended = true;
                return;
            }
        };
        let bytes = &mut chunk.bytes;
        bytes.append(&mut self.rest);
        loop {
            // A line that does not fit makes the chunk grow, at most to where the line is given up.
            let want = if bytes.len() < limits.chunk {
                limits.chunk - bytes.len()
            } else {
                bytes.len()
            };
            let read = stream.append(bytes, want);
            if let Some(skipped) = self.skipping {
                let newline = memchr::memchr(b'\n', bytes);
                let ended = !matches!(read, Ok(n) if n == want);
                let passed = skipped + newline.unwrap_or(bytes.len()) as u64;
                if newline.is_none() && !ended {
                    self.skipping = Some(passed);
                    bytes.clear();
                    continue;
                }
                self.rest
                    .extend_from_slice(&bytes[newline.map_or(bytes.len(), |n| n + 1)..]);
                bytes.clear();
                let reason = overlong(passed, limits.line);
                chunk
                    .rejects
                    .push(reject(&self.name, Some(self.line), reason));
                self.line += 1;
                self.skipping = None;
                // Asked again, a stream that ended says so again, and one that broke breaks again.
                return;
            }
            let whole = memchr::memrchr(b'\n', bytes).map_or(0, |i| i + 1);
            match read {
                Ok(n) if n == want => {}
                Ok(_) => {
                    self.ended = true;
                    self.line += lines_in(bytes);
                    return;
                }
                Err(error) => {
                    bytes.truncate(whole);
                    self.line += lines_in(bytes);
                    let what = stream.compression.unwrap_or("file");
                    let reason = format!(
                        "the {what} data breaks off at line {}: {error}; every line before it was read",
                        self.line
                    );
                    chunk.rejects.push(reject(&self.name, None, reason));
                    self.ended = true;
                    return;
                }
            }
            if whole > 0 && bytes.len() >= limits.chunk {
                self.rest.extend_from_slice(&bytes[whole..]);
                bytes.truncate(whole);
                self.line += lines_in(bytes);
                return;
            }
            if whole == 0 && bytes.len() > limits.line {
                self.skipping = Some(bytes.len() as u64);
                // The room that the line took is given back.
                *bytes = Vec::new();
            }
        }
    }
}

/// Why a line of `length` bytes is not read.
pub fn overlong(length: u64, limit: usize) -> String {
    format!("the line has {length} bytes, over the limit of {limit}; raise --max-line to read it")
}

fn lines_in(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
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
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::read::find_inputs;

    fn write(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Vec<Input>) {
        let folder = tempfile::tempdir().unwrap();
        let path: PathBuf = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let inputs = find_inputs(&[path]).inputs;
        (folder, inputs)
    }

    /// Line number and bytes of every line, and the rejects.
    fn lines(inputs: &[Input], limits: ChunkLimits) -> (Vec<(u64, Vec<u8>)>, Vec<Reject>) {
        let (mut out, mut rejects) = (Vec::new(), Vec::new());
        for chunk in Chunks::new(inputs, limits) {
            let Payload::Lines { first, .. } = chunk.payload else {
                panic!("a chunk of lines")
            };
            let text = chunk.bytes.strip_suffix(b"\n").unwrap_or(&chunk.bytes);
            if !chunk.bytes.is_empty() {
                out.extend((first..).zip(text.split(|&b| b == b'\n').map(<[u8]>::to_vec)));
            }
            rejects.extend(chunk.rejects);
        }
        (out, rejects)
    }

    #[test]
    fn any_chunk_size_gives_the_same_lines() {
        let mut data = Vec::new();
        for (i, letter) in (0..300usize).zip((b'a'..=b'z').cycle()) {
            data.extend(std::iter::repeat_n(letter, i * 7 % 97));
            data.push(b'\n');
        }
        for tail in [&b""[..], b"last", b"\n\n"] {
            let mut data = data.clone();
            data.extend(tail);
            let (_folder, inputs) = write("x.jsonl", &data);
            let text = data.strip_suffix(b"\n").unwrap_or(&data);
            let want: Vec<(u64, Vec<u8>)> = (1..)
                .zip(text.split(|&b| b == b'\n').map(<[u8]>::to_vec))
                .collect();
            for chunk in [1, 2, 7, 64, 100, 1000, 1 << 20] {
                let (got, rejects) = lines(&inputs, ChunkLimits { chunk, line: 1000 });
                assert!(rejects.is_empty(), "{rejects:?}");
                assert_eq!(got, want, "chunks of {chunk}");
            }
        }
    }

    #[test]
    fn an_overlong_line_is_skipped_and_counted() {
        for (before, after) in [("one\ntwo\n", "\nfour\n"), ("", "\nfour"), ("one\n", "")] {
            let data = format!("{before}{}{after}", "x".repeat(10_000));
            let (_folder, inputs) = write("x.jsonl", data.as_bytes());
            let (got, rejects) = lines(
                &inputs,
                ChunkLimits {
                    chunk: 64,
                    line: 1000,
                },
            );
            assert_eq!(
                rejects.len(),
                usize::from(!after.is_empty() || !before.is_empty())
            );
            assert_eq!(rejects[0].line, Some(before.lines().count() as u64 + 1));
            assert!(rejects[0].reason.contains("10000 bytes"), "{rejects:?}");
            let rest: Vec<&[u8]> = got
                .iter()
                .map(|(_, l)| &l[..])
                .filter(|l| !l.is_empty())
                .collect();
            let want: Vec<&[u8]> = before
                .lines()
                .chain(after.trim().lines())
                .map(str::as_bytes)
                .collect();
            assert_eq!(rest, want);
        }
    }

    #[test]
    fn small_texts_share_a_chunk_and_keep_their_order() {
        let folder = tempfile::tempdir().unwrap();
        for i in 0..700 {
            std::fs::write(
                folder.path().join(format!("{i:04}.txt")),
                format!("text {i}"),
            )
            .unwrap();
        }
        let inputs = find_inputs(&[folder.path().to_path_buf()]).inputs;
        let mut seen = 0;
        for chunk in Chunks::new(&inputs, ChunkLimits::default()) {
            let Payload::Texts(files) = &chunk.payload else {
                panic!("a chunk of texts")
            };
            for file in files {
                assert_eq!(
                    &chunk.bytes[file.start..file.end],
                    format!("text {seen}").as_bytes()
                );
                seen += 1;
            }
        }
        assert_eq!(seen, 700);
    }
}
