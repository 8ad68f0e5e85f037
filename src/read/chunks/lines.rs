//! One file of lines, cut where lines end.

use std::io;

use super::reshape::Reshape;
use super::{Chunk, ChunkLimits, Payload, overlong, reject};
use crate::read::inputs::Input;
use crate::read::stream::Stream;

/// One file of lines being cut.
pub(super) struct Lines {
    name: String,
    stream: io::Result<Stream>,
    /// Begun line that did not fit the last chunk.
    rest: Vec<u8>,
    /// Number of the next line.
    line: u64,
    /// Bytes of an overlong line that were skipped so far, while one streams by.
    skipping: Option<u64>,
    /// Bytes of the file, and bytes that came out of it, that chunks have told of.
    reported: (u64, u64),
    ended: bool,
    /// Where the file stands, if its records are laid out over several lines.
    reshape: Option<Reshape>,
}

/// Bytes that are looked at first to find out.
const LOOK: usize = 64;

impl Lines {
    /// Opens a file.
    pub(super) fn open(input: &Input) -> Self {
        let mut stream = Stream::open(input);
        let mut rest = Vec::new();
        let reshape = stream.as_mut().ok().and_then(|s| look(s, &mut rest));
        Self {
            name: input.name.clone(),
            stream,
            rest,
            line: 1,
            skipping: None,
            reported: (0, 0),
            ended: false,
            reshape,
        }
    }

    /// Fills the next chunk; none after the last one.
    pub(super) fn next(&mut self, buffer: Vec<u8>, limits: ChunkLimits) -> Option<Chunk> {
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
            read: 0,
        };
        self.fill(&mut chunk, limits);
        if let Ok(stream) = &self.stream {
            let now = (stream.taken(), stream.read());
            chunk.taken = now.0 - self.reported.0;
            chunk.read = now.1 - self.reported.1;
            self.reported = now;
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
            let before = bytes.len();
            // Left to itself it would double, and a chunk have room for two.
            bytes.reserve_exact(want);
            let read = stream.append(bytes, want);
            if let Some(reshape) = &mut self.reshape {
                reshape.lines(&mut bytes[before..]);
            }
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
                    if self.reshape.as_ref().is_some_and(Reshape::stands_open) {
                        let reason = "the array is never closed: the file may have been cut off here; every record before was read";
                        let open = reject(&self.name, Some(self.line), reason.to_owned());
                        chunk.rejects.push(open);
                    }
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

/// Reads the beginning of a file, as far as it takes to see how it is laid out, and puts that into lines where it must be.
fn look(stream: &mut Stream, rest: &mut Vec<u8>) -> Option<Reshape> {
    let mut step = LOOK;
    let wanted = loop {
        // A stream that ended or broke says so again.
        let more = matches!(stream.append(rest, step), Ok(n) if n == step);
        step *= 2;
        match Reshape::wanted(rest) {
            Some(wanted) => break wanted,
            None if more => {}
            None => break false,
        }
    };
    wanted.then(|| {
        let mut reshape = Reshape::default();
        reshape.lines(rest);
        reshape
    })
}

fn lines_in(bytes: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', bytes).count() as u64
}
