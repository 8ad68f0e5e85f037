//! A file or standard input as plain bytes, whatever it was compressed with.
//!
//! The first bytes tell (gzip `1f 8b`, zstandard `28 b5 2f fd`), not the name: both lie about each other often enough.

use std::fs::File;
use std::io::{self, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;

use super::Input;

/// Compressed bytes that a decoder is handed at a time.
const BUFFER: usize = 128 << 10;

/// Bytes of one input, and how many of its own (compressed) ones were used.
pub(super) struct Stream {
    bytes: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
    read: u64,
    /// `gzip`, `zstandard`, or none for plain bytes.
    pub(super) compression: Option<&'static str>,
}

impl Stream {
    /// Opens an input.
    pub(super) fn open(input: &Input) -> io::Result<Self> {
        let source: Box<dyn Read + Send> = match &input.path {
            Some(path) => Box::new(File::open(path)?),
            None => Box::new(io::stdin()),
        };
        Self::from_reader(source)
    }

    fn from_reader(source: Box<dyn Read + Send>) -> io::Result<Self> {
        let taken = Arc::new(AtomicU64::new(0));
        let mut counted = Counted {
            source,
            taken: Arc::clone(&taken),
        };
        let mut magic = [0u8; 4];
        let mut have = 0;
        while have < magic.len() {
            match counted.read(&mut magic[have..]) {
                Ok(0) => break,
                Ok(n) => have += n,
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => return Err(e),
            }
        }
        let head = || io::Cursor::new(magic).take(have as u64);
        let whole = |counted| {
            let whole = head().chain(counted);
            BufReader::with_capacity(BUFFER, whole)
        };
        let (bytes, compression): (Box<dyn Read + Send>, _) = match magic {
            [0x1f, 0x8b, ..] if have >= 2 => {
                (Box::new(MultiGzDecoder::new(whole(counted))), Some("gzip"))
            }
            [0x28, 0xb5, 0x2f, 0xfd] if have == 4 => (
                Box::new(zstd::stream::read::Decoder::with_buffer(whole(counted))?),
                Some("zstandard"),
            ),
            _ => {
                // What is counted as it comes out need not be counted on its way, where a buffer must be filled with zeros first.
                taken.store(0, Ordering::Relaxed);
                (Box::new(head().chain(counted.source)), None)
            }
        };
        Ok(Self {
            bytes,
            taken,
            read: 0,
            compression,
        })
    }

    /// Bytes of the input itself that were taken so far.
    pub(super) fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }

    /// Bytes that came out so far, decompressed.
    pub(super) fn read(&self) -> u64 {
        self.read
    }

    /// Appends up to `limit` bytes to `buffer`; 0 at the end. On an error, `buffer` holds what came before it.
    pub(super) fn append(&mut self, buffer: &mut Vec<u8>, limit: usize) -> io::Result<usize> {
        let before = buffer.len();
        let read = self.bytes.by_ref().take(limit as u64).read_to_end(buffer);
        let appended = (buffer.len() - before) as u64;
        self.read += appended;
        if self.compression.is_none() {
            self.taken.fetch_add(appended, Ordering::Relaxed);
        }
        read
    }
}

/// Counts what passes.
struct Counted {
    source: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.source.read(buffer)?;
        self.taken.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn all(bytes: Vec<u8>) -> (Vec<u8>, io::Result<()>) {
        let mut stream = Stream::from_reader(Box::new(io::Cursor::new(bytes))).unwrap();
        let mut out = Vec::new();
        loop {
            match stream.append(&mut out, 1000) {
                Ok(0) => return (out, Ok(())),
                Ok(_) => {}
                Err(e) => return (out, Err(e)),
            }
        }
    }

    fn gzip(data: &[u8]) -> Vec<u8> {
        let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        writer.write_all(data).unwrap();
        writer.finish().unwrap()
    }

    #[test]
    fn plain_gzip_of_several_members_and_zstandard_read_alike() {
        let data: Vec<u8> = (0..50_000u32).flat_map(u32::to_le_bytes).collect();
        let mut members = gzip(&data[..70_000]);
        members.extend(gzip(&data[70_000..]));
        for input in [data.clone(), members, zstd::encode_all(&*data, 3).unwrap()] {
            let (out, end) = all(input);
            assert!(end.is_ok());
            assert_eq!(out, data);
        }
        assert!(all(Vec::new()).0.is_empty());
        assert_eq!(all(vec![0x1f]).0, [0x1f]);
    }

    #[test]
    fn what_came_before_a_break_is_kept() {
        let data: Vec<u8> = (0..50_000u32)
            .flat_map(|i| i.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect();
        for whole in [gzip(&data), zstd::encode_all(&*data, 3).unwrap()] {
            let (out, end) = all(whole[..whole.len() * 2 / 3].to_vec());
            assert!(end.is_err());
            assert!(out.len() > 1000 && data.starts_with(&out));
        }
    }
}
