//! Exact copies: of paragraphs with equal fingerprints the first in input order stays.
//!
//! The index remembers, so articles are decided one by one in the order of the input; what is costly, folding and
//! hashing, was done before by any thread. A paragraph costs 13.9 to 16 bytes (only the first of each kind is
//! entered) and an article one to two bytes and its id on disk; ids that wait to be written take up to a quarter of a mebibyte.
//!
//! Two paragraphs are taken for equal when 64 bits are: among a thousand million paragraphs one false pair is expected with
//! probability 0.03.

use xxhash_rust::xxh3::xxh3_64;

use super::articles::Articles;
use super::fingerprint::Fingerprint;
use super::table::{Five, SHARDS, Table, shard};
use crate::error::{Error, ErrorKind, Result};

/// What becomes of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// The first of its kind.
    Kept,
    /// It stands earlier in the same article, in this paragraph (from 0).
    Repeat(u32),
    /// It stands in an earlier article; [`ExactIndex::resolve`] tells where.
    Copy(Ordinal),
}

impl Decision {
    /// Whether the paragraph stays.
    pub fn is_kept(self) -> bool {
        self == Decision::Kept
    }
}

/// A paragraph's place in the whole input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ordinal(pub(super) u32);

impl Ordinal {
    /// The place `paragraphs` further on.
    #[must_use]
    pub fn plus(self, paragraphs: u32) -> Self {
        Self(self.0.saturating_add(paragraphs))
    }
}

/// The copy that stayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCopy {
    /// Article id.
    pub article: String,
    /// Paragraph, from 0.
    pub paragraph: u32,
    /// How many paragraphs its article has.
    pub paragraphs: u32,
    /// Its article's outlet, as [`outlet_hash`] gives it.
    pub outlet: u64,
}

/// An outlet as the index remembers it; 0 where it is unknown. Case does not count.
pub fn outlet_hash(outlet: Option<&str>) -> u64 {
    outlet.map_or(0, |name| {
        xxh3_64(name.trim().to_lowercase().as_bytes()).max(1)
    })
}

/// One article to decide.
#[derive(Debug, Clone, Copy)]
pub struct ArticlePrints<'a> {
    /// Article id.
    pub id: &'a str,
    /// Its outlet, as [`outlet_hash`] gives it.
    pub outlet: u64,
    /// Fingerprints of its paragraphs, in order.
    pub fingerprints: &'a [Fingerprint],
}

/// Fingerprints seen so far, each with the paragraph that had it first.
#[derive(Debug)]
pub struct ExactIndex {
    shards: Vec<Table<Five>>,
    articles: Articles,
    next: u32,
}

impl ExactIndex {
    /// An empty index. Fails where no temporary file can be made.
    pub fn new() -> Result<Self> {
        Ok(Self {
            shards: (0..SHARDS).map(|_| Table::default()).collect(),
            articles: Articles::new()?,
            next: 0,
        })
    }

    /// Decides the next article: one decision a paragraph, in `decisions` (emptied first). Returns the ordinal of its first
    /// paragraph; the others follow.
    pub fn decide(
        &mut self,
        article: ArticlePrints<'_>,
        decisions: &mut Vec<Decision>,
    ) -> Result<Ordinal> {
        let fingerprints = article.fingerprints;
        let first = self.enter(article)?;
        decisions.clear();
        decisions.extend((first..).zip(fingerprints).map(|(ordinal, print)| {
            if !print.has_identity() {
                return Decision::Kept;
            }
            let (number, key) = shard(print.hash);
            match self.shards[number].first(key, ordinal) {
                None => Decision::Kept,
                Some(of) if of >= first => Decision::Repeat(of - first),
                Some(of) => Decision::Copy(Ordinal(of)),
            }
        }));
        repeats_of_short(fingerprints, decisions);
        Ok(Ordinal(first))
    }

    /// Has fetched from memory what deciding these fingerprints will look at. It changes nothing: asked for a chunk's paragraphs at once, many
    /// places are fetched at the same time, and [`ExactIndex::decide`] finds them in the cache.
    pub fn prepare(&self, fingerprints: &[Fingerprint]) {
        for print in fingerprints {
            self.fetch(*print);
        }
    }

    /// Has fetched what deciding this fingerprint will look at, for callers that have other work until then; see [`ExactIndex::prepare`].
    pub(super) fn fetch(&self, print: Fingerprint) {
        let (number, key) = shard(print.hash);
        self.shards[number].fetch(key);
    }

    /// Where the kept copy stands.
    pub fn resolve(&mut self, of: Ordinal) -> Result<KeptCopy> {
        self.articles.resolve(of.0)
    }

    /// Paragraphs in the index.
    pub fn len(&self) -> usize {
        self.shards.iter().map(Table::len).sum()
    }

    /// Whether no paragraph was entered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.shards.iter().map(Table::bytes).sum::<usize>() + self.articles.bytes()
    }

    /// Notes an article; returns the ordinal of its first paragraph.
    fn enter(&mut self, article: ArticlePrints<'_>) -> Result<u32> {
        let first = self.next;
        let count = u32::try_from(article.fingerprints.len()).ok();
        let next = count.and_then(|count| first.checked_add(count));
        // The greatest ordinal is never given: the table keeps ordinals plus one.
        let (Some(count), Some(next)) = (count, next) else {
            return Err(Error::new(
                ErrorKind::Setting,
                "one run takes at most 4,294,967,295 paragraphs: split the archive by years",
            ));
        };
        self.articles
            .push(article.id, article.outlet, first, count)?;
        self.next = next;
        Ok(first)
    }
}

/// For each paragraph of an article the earlier one of the same article that it repeats. A paragraph without a single
/// letter or digit is a separator and repeats nothing.
pub fn own_repeats(fingerprints: &[Fingerprint]) -> Vec<Option<u32>> {
    let mut repeats = vec![None; fingerprints.len()];
    mark_repeats(
        fingerprints,
        |p| p.bytes > 0,
        |at, first| repeats[at] = Some(first),
    );
    repeats
}

/// Marks what repeats inside the article among paragraphs too short to be known in another.
fn repeats_of_short(fingerprints: &[Fingerprint], decisions: &mut [Decision]) {
    let short = |p: &Fingerprint| p.bytes > 0 && !p.has_identity();
    mark_repeats(fingerprints, short, |at, first| {
        decisions[at] = Decision::Repeat(first);
    });
}

fn mark_repeats(
    fingerprints: &[Fingerprint],
    counts: impl Fn(&Fingerprint) -> bool,
    mut mark: impl FnMut(usize, u32),
) {
    let mut hashes: Vec<(u64, u32)> = (0..)
        .zip(fingerprints)
        .filter(|(_, p)| counts(p))
        .map(|(at, p)| (p.hash, at))
        .collect();
    hashes.sort_unstable();
    for run in hashes.chunk_by(|a, b| a.0 == b.0) {
        for &(_, at) in &run[1..] {
            mark(at as usize, run[0].1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::Fingerprinter;
    fn prints(paragraphs: &[&str]) -> Vec<Fingerprint> {
        let mut fingerprinter = Fingerprinter::new();
        paragraphs
            .iter()
            .map(|p| fingerprinter.fingerprint(p))
            .collect()
    }

    fn of<'a>(id: &'a str, fingerprints: &'a [Fingerprint]) -> ArticlePrints<'a> {
        ArticlePrints {
            id,
            outlet: 7,
            fingerprints,
        }
    }

    #[test]
    fn first_copy_stays_and_is_named() {
        let mut index = ExactIndex::new().unwrap();
        let mut decisions = Vec::new();
        let lead = "Ministers met in the old customs house to weigh the proposal.";
        let other = "Nobody outside the room was told what had been weighed there.";
        index
            .decide(
                of("one", &prints(&[other, lead, lead, "Short.", "Short."])),
                &mut decisions,
            )
            .unwrap();
        assert_eq!(
            decisions,
            [
                Decision::Kept,
                Decision::Kept,
                Decision::Repeat(1),
                Decision::Kept,
                Decision::Repeat(3)
            ]
        );
        index
            .decide(
                of(
                    "two",
                    &prints(&["Short.", &lead.to_uppercase(), "* * *", "* * *"]),
                ),
                &mut decisions,
            )
            .unwrap();
        assert_eq!(
            decisions[0],
            Decision::Kept,
            "short paragraphs are not known in other articles"
        );
        assert_eq!(
            &decisions[2..],
            [Decision::Kept, Decision::Kept],
            "separators stay"
        );
        let Decision::Copy(copied) = decisions[1] else {
            panic!("{decisions:?}")
        };
        let kept = KeptCopy {
            article: "one".into(),
            paragraph: 1,
            paragraphs: 5,
            outlet: 7,
        };
        assert_eq!(index.resolve(copied).unwrap(), kept);
        assert_eq!(index.len(), 2);
    }

    #[test]
    fn too_many_paragraphs_are_an_error_not_a_panic() {
        let mut index = ExactIndex::new().unwrap();
        index.next = u32::MAX - 1;
        let mut decisions = Vec::new();
        index
            .decide(of("fits", &prints(&["x"])), &mut decisions)
            .unwrap();
        assert!(
            index
                .decide(of("over", &prints(&["x"])), &mut decisions)
                .is_err()
        );
    }
}
