//! Exact copies: of paragraphs with equal fingerprints the first in input order stays.
//!
//! The index remembers, so articles are decided one by one in the order of the input; what is costly, folding and
//! hashing, was done before by any thread. A paragraph costs 13.3 to 16 bytes (only the first of each kind is
//! entered) and an article one byte and its id on disk.
//!
//! Two paragraphs are taken for equal when 64 bits are: among a thousand million paragraphs one false pair is expected with
//! probability 0.03.

use rayon::prelude::*;

use super::articles::Articles;
use super::fingerprint::Fingerprint;
use super::table::{SHARDS, Shard, shard_of};
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

/// The copy that stayed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCopy {
    /// Article id.
    pub article: String,
    /// Paragraph, from 0.
    pub paragraph: u32,
}

/// One article of a batch for [`ExactIndex::decide_batch`].
#[derive(Debug, Clone, Copy)]
pub struct ArticlePrints<'a> {
    /// Article id.
    pub id: &'a str,
    /// Fingerprints of its paragraphs, in order.
    pub fingerprints: &'a [Fingerprint],
}

/// Fingerprints seen so far, each with the paragraph that had it first.
#[derive(Debug)]
pub struct ExactIndex {
    shards: Vec<Shard>,
    articles: Articles,
    next: u32,
}

impl ExactIndex {
    /// An empty index. Fails where no temporary file can be made.
    pub fn new() -> Result<Self> {
        Ok(Self {
            shards: (0..SHARDS).map(|_| Shard::default()).collect(),
            articles: Articles::new()?,
            next: 0,
        })
    }

    /// Decides the next article: one decision a paragraph, in `decisions` (emptied first).
    pub fn decide(
        &mut self,
        id: &str,
        fingerprints: &[Fingerprint],
        decisions: &mut Vec<Decision>,
    ) -> Result<()> {
        let first = self.enter(id, fingerprints.len())?;
        decisions.clear();
        decisions.extend((first..).zip(fingerprints).map(|(ordinal, print)| {
            if !print.has_identity() {
                return Decision::Kept;
            }
            match self.shards[shard_of(print.hash)].first(print.hash, ordinal) {
                None => Decision::Kept,
                Some(of) if of >= first => Decision::Repeat(of - first),
                Some(of) => Decision::Copy(Ordinal(of)),
            }
        }));
        repeats_of_short(fingerprints, decisions);
        Ok(())
    }

    /// Decides the next articles together, shards beside each other on the threads of the current rayon pool. The
    /// decisions, one a paragraph, are those that [`ExactIndex::decide`] gives one by one.
    pub fn decide_batch(
        &mut self,
        batch: &[ArticlePrints<'_>],
        decisions: &mut Vec<Decision>,
    ) -> Result<()> {
        let base = self.next;
        let mut firsts = Vec::with_capacity(batch.len());
        for article in batch {
            firsts.push(self.enter(article.id, article.fingerprints.len())?);
        }
        let seen: Vec<Vec<(u32, u32)>> = self
            .shards
            .par_iter_mut()
            .enumerate()
            .map(|(number, shard)| {
                let prints = batch.iter().flat_map(|article| article.fingerprints);
                (base..)
                    .zip(prints)
                    .filter(|(_, p)| shard_of(p.hash) == number && p.has_identity())
                    .filter_map(|(at, p)| shard.first(p.hash, at).map(|of| (at, of)))
                    .collect()
            })
            .collect();
        decisions.clear();
        decisions.resize((self.next - base) as usize, Decision::Kept);
        for (at, of) in seen.into_iter().flatten() {
            let first = firsts[firsts.partition_point(|&f| f <= at) - 1];
            decisions[(at - base) as usize] = if of >= first {
                Decision::Repeat(of - first)
            } else {
                Decision::Copy(Ordinal(of))
            };
        }
        let mut rest = &mut decisions[..];
        for article in batch {
            let (own, after) = rest.split_at_mut(article.fingerprints.len());
            repeats_of_short(article.fingerprints, own);
            rest = after;
        }
        Ok(())
    }

    /// Where the kept copy stands.
    pub fn resolve(&mut self, of: Ordinal) -> Result<KeptCopy> {
        let (article, paragraph) = self.articles.resolve(of.0)?;
        Ok(KeptCopy { article, paragraph })
    }

    /// Paragraphs in the index.
    pub fn len(&self) -> usize {
        self.shards.iter().map(Shard::len).sum()
    }

    /// Whether no paragraph was entered.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes in memory.
    pub fn bytes(&self) -> usize {
        self.shards.iter().map(Shard::bytes).sum::<usize>() + self.articles.bytes()
    }

    /// Notes an article; returns the ordinal of its first paragraph.
    fn enter(&mut self, id: &str, paragraphs: usize) -> Result<u32> {
        let first = self.next;
        let count = u32::try_from(paragraphs).ok();
        let next = count.and_then(|count| first.checked_add(count));
        // The greatest ordinal is never given: the table keeps ordinals plus one.
        let (Some(count), Some(next)) = (count, next) else {
            return Err(Error::new(
                ErrorKind::Setting,
                "one run takes at most 4,294,967,295 paragraphs: split the archive by years",
            ));
        };
        self.articles.push(id, first, count)?;
        self.next = next;
        Ok(first)
    }
}

/// Marks what repeats inside the article among paragraphs too short to be known in another. A paragraph without a
/// single letter or digit is a separator and stays.
fn repeats_of_short(fingerprints: &[Fingerprint], decisions: &mut [Decision]) {
    let mut short: Vec<(u64, u32)> = (0..)
        .zip(fingerprints)
        .filter(|(_, p)| p.bytes > 0 && !p.has_identity())
        .map(|(at, p)| (p.hash, at))
        .collect();
    short.sort_unstable();
    for run in short.chunk_by(|a, b| a.0 == b.0) {
        for &(_, at) in &run[1..] {
            decisions[at as usize] = Decision::Repeat(run[0].1);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dedup::Fingerprinter;
    use proptest::prelude::*;

    fn prints(paragraphs: &[&str]) -> Vec<Fingerprint> {
        let mut fingerprinter = Fingerprinter::new();
        paragraphs
            .iter()
            .map(|p| fingerprinter.fingerprint(p))
            .collect()
    }

    #[test]
    fn first_copy_stays_and_is_named() {
        let mut index = ExactIndex::new().unwrap();
        let mut decisions = Vec::new();
        let lead = "Ministers met in the old customs house to weigh the proposal.";
        let other = "Nobody outside the room was told what had been weighed there.";
        index
            .decide(
                "one",
                &prints(&[other, lead, lead, "Short.", "Short."]),
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
                "two",
                &prints(&["Short.", &lead.to_uppercase(), "* * *", "* * *"]),
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
        let Decision::Copy(of) = decisions[1] else {
            panic!("{decisions:?}")
        };
        let kept = KeptCopy {
            article: "one".into(),
            paragraph: 1,
        };
        assert_eq!(index.resolve(of).unwrap(), kept);
        assert_eq!(index.len(), 2);
    }

    #[test]
    fn too_many_paragraphs_are_an_error_not_a_panic() {
        let mut index = ExactIndex::new().unwrap();
        index.next = u32::MAX - 1;
        let mut decisions = Vec::new();
        index
            .decide("fits", &prints(&["x"]), &mut decisions)
            .unwrap();
        assert!(
            index
                .decide("over", &prints(&["x"]), &mut decisions)
                .is_err()
        );
    }

    proptest! {
        /// Batches of any size on any number of threads decide what one article after the other decides.
        #[test]
        fn batches_equal_one_by_one(
            articles in proptest::collection::vec(proptest::collection::vec((0..60u64, 0..40u32), 0..12), 0..40),
            size in 1..9usize,
            threads in 1..4usize,
        ) {
            let articles: Vec<Vec<Fingerprint>> = articles
                .into_iter()
                .map(|a| a.into_iter().map(|(n, bytes)| Fingerprint { hash: n.wrapping_mul(0x9e37_79b9_7f4a_7c15), bytes: bytes.max(u32::try_from(n).unwrap()) }).collect())
                .collect();
            let (mut one, mut many) = (ExactIndex::new().unwrap(), ExactIndex::new().unwrap());
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            for batch in articles.chunks(size) {
                let mut expected = Vec::new();
                let mut decisions = Vec::new();
                for article in batch {
                    one.decide("id", article, &mut decisions).unwrap();
                    expected.append(&mut decisions);
                }
                let batch: Vec<_> = batch.iter().map(|a| ArticlePrints { id: "id", fingerprints: a }).collect();
                pool.install(|| many.decide_batch(&batch, &mut decisions)).unwrap();
                prop_assert_eq!(&decisions, &expected);
            }
        }
    }
}
