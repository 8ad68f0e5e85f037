//! What only the order of the input can decide: which copy came first, and which id was there before.

use std::borrow::Cow;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::Counts;
use super::outputs::Writer;
use super::parse::{Parsed, Survivor};
use super::spool::Spool;
use crate::dedup::{ArticlePrints, Decision, ExactIndex};
use crate::error::Result;
use crate::feed::{Feed, Ndjson};
use crate::model::SyndicatedCopy;

/// A removed paragraph and the copy that stayed: one line of `removed.ndjson`.
#[derive(Debug, Serialize)]
struct Removed<'a> {
    article: &'a str,
    paragraph: usize,
    kind: &'static str,
    kept: Kept<'a>,
    similarity: f64,
}

/// Where the copy stands that stayed.
#[derive(Debug, Serialize)]
struct Kept<'a> {
    article: Cow<'a, str>,
    paragraph: u32,
}

/// Decides chunk after chunk, in input order.
pub(super) struct Decider {
    index: ExactIndex,
    /// Whether paragraphs that an earlier article had stay.
    keep_copies: bool,
    /// Hash of each id, and of the text that came with it.
    ids: FxHashMap<u64, u64>,
    /// Fingerprints of the paragraphs that statements may come from: their copies are remembered.
    watched: FxHashSet<u64>,
    copies: Spool<SyndicatedCopy>,
    removed: Ndjson<Writer>,
    decisions: Vec<Decision>,
}

impl Decider {
    /// A decider that writes what it removes to `removed`.
    pub(super) fn new(removed: Ndjson<Writer>, keep_copies: bool) -> Result<Self> {
        Ok(Self {
            index: ExactIndex::new()?,
            keep_copies,
            ids: FxHashMap::default(),
            watched: FxHashSet::default(),
            copies: Spool::new()?,
            removed,
            decisions: Vec::new(),
        })
    }

    /// Decides one chunk: the survivors that have something of their own to say, with the paragraphs they keep.
    pub(super) fn decide(
        &mut self,
        parsed: &mut Parsed,
        counts: &mut Counts,
    ) -> Result<Vec<Survivor>> {
        let survivors = std::mem::take(&mut parsed.survivors);
        let mut survivors = survivors.into_iter();
        let mut wanted = Vec::new();
        for record in parsed.records() {
            // Survivors stand in the order of their records.
            let mut survivor = if record.survives {
                survivors.next()
            } else {
                None
            };
            counts.articles += 1;
            counts.paragraphs += record.prints.len() as u64;
            counts.gate_passes += u64::from(survivor.is_some());
            let again = self.came_before(record.id_hash, record.text_hash, counts);
            self.index.decide(
                ArticlePrints {
                    id: record.id,
                    outlet: record.outlet_hash,
                    fingerprints: record.prints,
                },
                &mut self.decisions,
            )?;
            let again = again && !self.keep_copies;
            let decisions = self.decisions.iter().zip(record.prints).enumerate();
            for (paragraph, (decision, print)) in decisions {
                let (kind, kept) = match *decision {
                    Decision::Kept => {
                        if survivor.is_some() && print.has_identity() {
                            self.watched.insert(print.hash);
                        }
                        continue;
                    }
                    Decision::Copy(_) if self.keep_copies => continue,
                    Decision::Repeat(first) => {
                        counts.removed.repeat += 1;
                        let article = Cow::Borrowed(record.id);
                        (
                            "exact",
                            Kept {
                                article,
                                paragraph: first,
                            },
                        )
                    }
                    Decision::Copy(of) => {
                        counts.removed.exact += 1;
                        if !again && self.watched.contains(&print.hash) {
                            let copy = SyndicatedCopy {
                                article: record.id.to_owned(),
                                outlet: record.outlet.map(str::to_owned),
                                date: record.day.map(|d| d.to_string()),
                            };
                            self.copies.add(Some(print.hash), &copy)?;
                        }
                        let of = self.index.resolve(of)?;
                        let article = Cow::Owned(of.article);
                        (
                            "exact",
                            Kept {
                                article,
                                paragraph: of.paragraph,
                            },
                        )
                    }
                };
                if let Some(survivor) = &mut survivor {
                    survivor.draft.paragraphs[paragraph].kept = false;
                }
                self.removed.write(&Removed {
                    article: record.id,
                    paragraph,
                    kind,
                    kept,
                    similarity: 1.0,
                })?;
            }
            // A record that came before as it is says nothing new, and neither does one without a paragraph of its own.
            wanted.extend(survivor.filter(|s| !again && s.draft.paragraphs.iter().any(|p| p.kept)));
        }
        Ok(wanted)
    }

    /// Whether this very article came before. An id that comes again with another text is a new version, and only counted.
    fn came_before(&mut self, id: u64, text: u64, counts: &mut Counts) -> bool {
        match self.ids.entry(id) {
            std::collections::hash_map::Entry::Vacant(slot) => {
                slot.insert(text);
                false
            }
            std::collections::hash_map::Entry::Occupied(first) => {
                counts.duplicate_ids += 1;
                *first.get() == text
            }
        }
    }

    /// Finishes `removed.ndjson`; what is left are the copies of paragraphs that statements may come from.
    pub(super) fn finish(mut self) -> Result<Spool<SyndicatedCopy>> {
        <Ndjson<Writer> as Feed<Removed<'_>>>::finish(&mut self.removed)?;
        Ok(self.copies)
    }
}
