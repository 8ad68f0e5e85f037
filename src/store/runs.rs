//! Fingerprints on disk: immutable sorted files of twelve bytes an entry, each with a small filter.
//!
//! Random keys make a B-tree rewrite itself: twenty million of them cost tens of gigabytes of writes. So each delivery writes its
//! fingerprints once, sorted, into a file of its own; eight files of a level are merged into one of the next, so an entry is
//! written about once for every eightfold growth. A file is never changed: it counts once the ledger lists it, in the same
//! transaction as the articles it belongs to, and what is not listed is an orphan of a crash and goes at the next start.
//!
//! # Layout
//! All numbers little-endian: magic (8 bytes), entries (8), then for each entry in order its fingerprint (8) and article (4), then the filter,
//! then the xxh3 of all before (8). The filter is a Bloom filter of 64-byte blocks with 8 bits an entry and four bits set in a block: about
//! 3 % of questions for what is not there go to the disk.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use xxhash_rust::xxh3::Xxh3;

use crate::error::{Error, ErrorKind, Result};

const MAGIC: &[u8; 8] = b"SLRUN\0\0\x01";
/// Bytes before the entries.
const HEAD: u64 = 16;
/// Bytes of the digest at the end.
const SUM: u64 = 8;
/// Bytes of an entry.
const ENTRY: usize = 12;
/// Bytes of a block of the filter.
const BLOCK: usize = 64;
/// Entries read at once in a search.
const PAGE: usize = 340;
/// Files of one level that are merged into one.
pub(super) const FAN: usize = 8;

/// A fingerprint and the article that has it.
pub(super) type Entry = (u64, u32);

/// One file.
#[derive(Debug)]
pub(super) struct Run {
    path: PathBuf,
    file: File,
    count: u64,
    filter: Vec<u8>,
}

impl Run {
    /// Writes entries, which come sorted and `count` in number, to `path` and on to the disk.
    pub(super) fn write(
        path: &Path,
        count: u64,
        entries: impl Iterator<Item = Result<Entry>>,
    ) -> Result<Self> {
        let unwritten = |e| Error::io(path, "cannot be written", e);
        let file = File::create(path).map_err(unwritten)?;
        let mut out = Summed {
            out: BufWriter::with_capacity(1 << 18, file),
            sum: Xxh3::new(),
        };
        out.write_all(MAGIC).map_err(unwritten)?;
        out.write_all(&count.to_le_bytes()).map_err(unwritten)?;
        let mut filter = vec![0; filter_len(count)];
        let mut written = 0;
        for entry in entries {
            let (fingerprint, article) = entry?;
            set(&mut filter, fingerprint);
            out.write_all(&fingerprint.to_le_bytes())
                .map_err(unwritten)?;
            out.write_all(&article.to_le_bytes()).map_err(unwritten)?;
            written += 1;
        }
        if written != count {
            let message = format!("{written} entries where {count} were announced");
            return Err(Error::new(ErrorKind::Store, message).at(path));
        }
        out.write_all(&filter).map_err(unwritten)?;
        let sum = out.sum.digest();
        let mut out = out.out;
        out.write_all(&sum.to_le_bytes()).map_err(unwritten)?;
        let file = out.into_inner().map_err(|e| unwritten(e.into_error()))?;
        file.sync_all().map_err(unwritten)?;
        Self::open(path)
    }

    /// Opens a file that was written whole.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let mut file = File::open(path).map_err(|e| {
            let what =
                "a file of fingerprints cannot be opened; restore the folder from its backup";
            Error::io(path, what, e)
        })?;
        let count = entries(path, &mut file)?;
        let filter_at = HEAD + count * ENTRY as u64;
        let mut filter = vec![0; filter_len(count)];
        file.seek(SeekFrom::Start(filter_at))
            .and_then(|_| file.read_exact(&mut filter))
            .map_err(|e| Error::io(path, "cannot be read", e))?;
        Ok(Self {
            path: path.to_owned(),
            file,
            count,
            filter,
        })
    }

    /// Entries.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    /// Adds to `articles` those that have the fingerprint.
    pub(super) fn find(&mut self, fingerprint: u64, articles: &mut Vec<u32>) -> Result<()> {
        if self.count == 0 || !has(&self.filter, fingerprint) {
            return Ok(());
        }
        // Evenly spread numbers stand about where their share of the number space says; a page around that place
        // nearly always holds them. If not, the search goes on by halves. What lies before `low` is less, and
        // what lies from `high` on is not.
        let (mut low, mut high) = (0, self.count);
        let mut guess = share(fingerprint, self.count).saturating_sub(PAGE as u64 / 2);
        let mut page = Vec::with_capacity(PAGE);
        while low < high {
            let from = guess.clamp(low, high - 1);
            self.page(from, &mut page)?;
            let (Some(first), Some(last)) = (page.first(), page.last()) else {
                return Err(damaged(&self.path));
            };
            if last.0 < fingerprint {
                low = from + page.len() as u64;
            } else if first.0 >= fingerprint {
                high = from;
            } else {
                low = from;
                break;
            }
            guess = low + (high - low) / 2;
        }
        // The first entry that is not less lies at `low`, or in the page that begins there.
        let mut from = low;
        while from < self.count {
            self.page(from, &mut page)?;
            for &(found, article) in &page {
                if found > fingerprint {
                    return Ok(());
                }
                if found == fingerprint {
                    articles.push(article);
                }
            }
            from += page.len() as u64;
        }
        Ok(())
    }

    /// All entries in order.
    pub(super) fn entries(&self) -> Result<impl Iterator<Item = Result<Entry>> + use<>> {
        let path = self.path.clone();
        let unread = move |e| Error::io(&path, "cannot be read", e);
        let mut file = File::open(&self.path).map_err(&unread)?;
        file.seek(SeekFrom::Start(HEAD)).map_err(&unread)?;
        let mut file = BufReader::with_capacity(1 << 18, file);
        Ok((0..self.count).map(move |_| {
            let mut bytes = [0; ENTRY];
            file.read_exact(&mut bytes).map_err(&unread)?;
            Ok(entry(&bytes))
        }))
    }

    /// Reads everything and compares order, filter and sum.
    pub(super) fn verify(&self) -> Result<()> {
        let mut last = None;
        for entry in self.entries()? {
            let entry = entry?;
            if last.is_some_and(|last| last > entry) || !has(&self.filter, entry.0) {
                return Err(damaged(&self.path));
            }
            last = Some(entry);
        }
        let bytes = fs::read(&self.path).map_err(|e| Error::io(&self.path, "cannot be read", e))?;
        let Some((body, sum)) = bytes.split_last_chunk() else {
            return Err(damaged(&self.path));
        };
        if xxhash_rust::xxh3::xxh3_64(body) != u64::from_le_bytes(*sum) {
            return Err(damaged(&self.path));
        }
        Ok(())
    }

    fn page(&mut self, from: u64, page: &mut Vec<Entry>) -> Result<()> {
        let count = (self.count - from).min(PAGE as u64);
        let mut bytes = [0; PAGE * ENTRY];
        let bytes = &mut bytes[..usize::try_from(count).unwrap_or(PAGE) * ENTRY];
        self.file
            .seek(SeekFrom::Start(HEAD + from * ENTRY as u64))
            .and_then(|_| self.file.read_exact(bytes))
            .map_err(|e| Error::io(&self.path, "cannot be read", e))?;
        page.clear();
        page.extend(bytes.chunks_exact(ENTRY).map(entry));
        Ok(())
    }
}

/// The entries of several files in one order.
pub(super) fn merged(runs: &[&Run]) -> Result<impl Iterator<Item = Result<Entry>> + use<>> {
    let mut sources = Vec::with_capacity(runs.len());
    for run in runs {
        let mut entries = run.entries()?;
        let head = entries.next().transpose()?;
        sources.push((head, entries));
    }
    Ok(std::iter::from_fn(move || {
        // A handful of files: looking at each is as fast as a heap.
        let least = sources
            .iter_mut()
            .filter(|(head, _)| head.is_some())
            .min_by_key(|(head, _)| *head)?;
        let entry = least.0.take()?;
        match least.1.next().transpose() {
            Ok(next) => least.0 = next,
            Err(error) => return Some(Err(error)),
        }
        Some(Ok(entry))
    }))
}

/// How many entries the file at `path` has; none where it is not there.
pub(super) fn entries_of(path: &Path) -> Result<Option<u64>> {
    match File::open(path) {
        Ok(mut file) => entries(path, &mut file).map(Some),
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(e) => Err(Error::io(path, "cannot be read", e)),
    }
}

/// How many entries a file has, as its head says; its length must be what that comes to.
fn entries(path: &Path, file: &mut File) -> Result<u64> {
    let mut head = [0; 16];
    file.read_exact(&mut head)
        .map_err(|e| damaged(path).caused_by(e))?;
    let (magic, count) = head.split_at(8);
    let count = count.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b));
    let length = file
        .metadata()
        .map_err(|e| Error::io(path, "cannot be read", e))?
        .len();
    let entries = count.checked_mul(ENTRY as u64).filter(|&e| e < length);
    match entries {
        Some(entries)
            if magic == MAGIC && length == HEAD + entries + filter_len(count) as u64 + SUM =>
        {
            Ok(count)
        }
        _ => Err(damaged(path)),
    }
}

fn damaged(path: &Path) -> Error {
    let message = "the file of fingerprints is damaged; restore the folder from its backup, or ingest into a new one";
    Error::new(ErrorKind::Store, message).at(path)
}

fn entry(bytes: &[u8]) -> Entry {
    let (fingerprint, article) = bytes.split_at(8);
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |n, &b| n << 8 | u64::from(b));
    let article = u32::try_from(number(article)).expect("four bytes were taken");
    (number(fingerprint), article)
}

/// Bytes in memory of a file with so many entries.
pub(super) fn filter_len(count: u64) -> usize {
    let bytes = usize::try_from(count).unwrap_or(usize::MAX / 2);
    bytes.div_ceil(BLOCK).max(1) * BLOCK
}

/// The part of `of` that lies below `number`, taken as a share of all numbers.
fn share(number: u64, of: u64) -> u64 {
    let product = u128::from(number) * u128::from(of);
    u64::try_from(product >> 64).expect("the upper half is below `of`")
}

/// The block of a fingerprint, and the four bits in it.
fn bits(filter: &[u8], fingerprint: u64) -> (usize, [usize; 4]) {
    // The high bits order the entries, so the low ones choose here, mixed once more.
    let hash = fingerprint.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ fingerprint.rotate_left(32);
    let blocks = (filter.len() / BLOCK) as u64;
    let block = usize::try_from(share(hash, blocks)).unwrap_or(0);
    let bit = |n: u32| usize::try_from(hash >> (9 * n) & 0x1ff).unwrap_or(0);
    (block * BLOCK, [bit(0), bit(1), bit(2), bit(3)])
}

fn set(filter: &mut [u8], fingerprint: u64) {
    let (block, bits) = bits(filter, fingerprint);
    for bit in bits {
        filter[block + bit / 8] |= 1 << (bit % 8);
    }
}

fn has(filter: &[u8], fingerprint: u64) -> bool {
    let (block, bits) = bits(filter, fingerprint);
    bits.iter()
        .all(|bit| filter[block + bit / 8] >> (bit % 8) & 1 == 1)
}

struct Summed<W> {
    out: W,
    sum: Xxh3,
}

impl<W: Write> Write for Summed<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let written = self.out.write(bytes)?;
        self.sum.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn write(folder: &Path, name: &str, mut entries: Vec<Entry>) -> Run {
        entries.sort_unstable();
        let count = entries.len() as u64;
        Run::write(&folder.join(name), count, entries.into_iter().map(Ok)).unwrap()
    }

    fn find(run: &mut Run, fingerprint: u64) -> Vec<u32> {
        let mut found = Vec::new();
        run.find(fingerprint, &mut found).unwrap();
        found
    }

    #[test]
    fn a_changed_byte_is_found() {
        let folder = tempfile::tempdir().unwrap();
        let run = write(
            folder.path(),
            "a",
            (0..5000u32).map(|n| (u64::from(n) << 51, n)).collect(),
        );
        run.verify().unwrap();
        let path = folder.path().join("a");
        let mut bytes = fs::read(&path).unwrap();
        for at in [20, 40_000, 63_000] {
            bytes[at] ^= 4;
            fs::write(&path, &bytes).unwrap();
            let damage = Run::open(&path).and_then(|r| r.verify()).unwrap_err();
            assert_eq!(damage.kind, ErrorKind::Store);
            bytes[at] ^= 4;
        }
        fs::write(&path, &bytes[..bytes.len() - 1]).unwrap();
        assert!(Run::open(&path).is_err());
    }

    #[test]
    fn the_filter_spares_most_searches() {
        let spread = |n: u64| n.wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let folder = tempfile::tempdir().unwrap();
        let run = write(
            folder.path(),
            "a",
            (0..20_000).map(|n| (spread(n), 1)).collect(),
        );
        let passed = (20_000..40_000)
            .filter(|&n| has(&run.filter, spread(n)))
            .count();
        assert!(passed < 1000, "{passed} of 20000");
    }

    proptest! {
        /// Uneven numbers and long runs of equal ones too.
        #[test]
        fn finds_what_a_list_finds(
            entries in proptest::collection::vec((prop_oneof![0..5u64, any::<u64>(), (0..900u64).prop_map(|n| n << 40)], 0..2000u32), 0..2500),
            cut in 0..2500usize,
        ) {
            let folder = tempfile::tempdir().unwrap();
            let cut = cut.min(entries.len());
            let first = write(folder.path(), "a", entries[..cut].to_vec());
            let second = write(folder.path(), "b", entries[cut..].to_vec());
            let count = first.count() + second.count();
            let mut both = Run::write(&folder.path().join("c"), count, merged(&[&first, &second]).unwrap()).unwrap();
            both.verify().unwrap();
            for &(fingerprint, _) in entries.iter().take(60).chain(&[(3, 0), (u64::MAX, 0), (77 << 40, 0)]) {
                let mut expected: Vec<u32> = entries.iter().filter(|e| e.0 == fingerprint).map(|e| e.1).collect();
                expected.sort_unstable();
                prop_assert_eq!(find(&mut both, fingerprint), expected);
            }
        }
    }
}
