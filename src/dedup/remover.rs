//! The whole stage for callers that read article by article: exact copies, near copies, boilerplate, and a record of each removal.

use std::io::Write;

use rustc_hash::FxHashMap;

use super::copies::Copies;
use super::exact::{ArticlePrints, Decision, ExactIndex, Ordinal, outlet_hash};
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::near::{NearCopy, NearIndex, NearQuery, NearSettings};
use super::removals::{Removals, RemovedKind};
use super::signature::Bands;
use crate::error::Result;

/// What was removed so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DedupCounts {
    /// Articles seen.
    pub articles: u64,
    /// Their paragraphs.
    pub paragraphs: u64,
    /// Exact copies.
    pub exact: u64,
    /// Near copies.
    pub near: u64,
    /// Boilerplate; counted among the other copies until the end.
    pub boilerplate: u64,
}

/// One article as it comes.
#[derive(Debug, Clone, Copy)]
pub struct Incoming<'a> {
    /// Article id.
    pub id: &'a str,
    /// Outlet, where it is known.
    pub outlet: Option<&'a str>,
    /// Days since 1970, where the date is known.
    pub day: Option<i32>,
}

/// Decides article after article.
#[derive(Debug)]
pub struct Remover {
    fingerprinter: Fingerprinter,
    exact: ExactIndex,
    near: Option<NearIndex>,
    removals: Removals,
    /// Near copies by their own place: what is equal to one of them has the same original.
    originals: FxHashMap<Ordinal, NearCopy>,
    counts: DedupCounts,
    prints: Vec<Fingerprint>,
    bands: Vec<Option<Bands>>,
    decisions: Vec<Decision>,
}

impl Remover {
    /// A stage that removes exact copies, and with settings for them near copies too.
    pub fn new(near: Option<NearSettings>) -> Result<Self> {
        Ok(Self {
            fingerprinter: Fingerprinter::new(),
            exact: ExactIndex::new()?,
            near: near.map(NearIndex::new),
            removals: Removals::new()?,
            originals: FxHashMap::default(),
            counts: DedupCounts::default(),
            prints: Vec::new(),
            bands: Vec::new(),
            decisions: Vec::new(),
        })
    }

    /// Decides the next article; the numbers of the paragraphs that go are put in `gone`, ascending.
    pub fn decide<'t>(
        &mut self,
        article: Incoming<'_>,
        paragraphs: impl Iterator<Item = &'t str> + Clone,
        gone: &mut Vec<u32>,
    ) -> Result<()> {
        gone.clear();
        self.prints.clear();
        self.bands.clear();
        for paragraph in paragraphs.clone() {
            // What the indexes have of it comes from memory while the next one is folded.
            let print = if let Some(near) = &self.near {
                let (print, bands) = self.fingerprinter.fingerprint_and_bands(paragraph);
                if let Some(bands) = &bands {
                    near.fetch(bands, article.day);
                }
                self.bands.push(bands);
                print
            } else {
                self.fingerprinter.fingerprint(paragraph)
            };
            self.exact.fetch(print);
            self.prints.push(print);
        }
        let prints = ArticlePrints {
            id: article.id,
            outlet: outlet_hash(article.outlet),
            fingerprints: &self.prints,
        };
        let mut decisions = std::mem::take(&mut self.decisions);
        let first = self.exact.decide(prints, &mut decisions)?;
        self.counts.articles += 1;
        self.counts.paragraphs += decisions.len() as u64;
        let mut copies = Copies::new(article.id, prints.outlet, first, &self.prints);
        for ((paragraph, decision), text) in (0..).zip(&decisions).zip(paragraphs) {
            let here = first.plus(paragraph);
            let of = match *decision {
                Decision::Kept => {
                    let bands = self.bands.get(paragraph as usize).copied().flatten();
                    let (Some(near), Some(bands)) = (&mut self.near, bands) else {
                        continue;
                    };
                    let query = NearQuery {
                        text,
                        bands: &bands,
                        print: self.prints[paragraph as usize].hash,
                        ordinal: here,
                        day: article.day,
                    };
                    let Some(copy) = near.decide(&query)? else {
                        continue;
                    };
                    self.originals.insert(here, copy);
                    here
                }
                Decision::Repeat(of) => first.plus(of),
                Decision::Copy(of) => of,
            };
            let near = self.originals.get(&of).copied();
            if near.is_some() {
                self.counts.near += 1;
            } else {
                self.counts.exact += 1;
            }
            let copy = near.map_or((of, None), |n| (n.of, Some(n.similarity)));
            copies.note(paragraph, copy, &mut self.exact, &mut self.removals)?;
            gone.push(paragraph);
        }
        self.decisions = decisions;
        Ok(())
    }

    /// Writes a line for every removal, in input order; returns the counts.
    pub fn finish(self, out: &mut dyn Write) -> Result<DedupCounts> {
        let mut counts = self.counts;
        self.removals.finish(out, &mut |taken_for, _| {
            match taken_for {
                RemovedKind::Near => counts.near -= 1,
                _ => counts.exact -= 1,
            }
            counts.boilerplate += 1;
        })?;
        Ok(counts)
    }

    /// Bytes in memory of the indexes.
    pub fn bytes(&self) -> usize {
        self.exact.bytes() + self.near.as_ref().map_or(0, NearIndex::bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FOOT: &str = "Write to our editors at the old address, and they will answer in time.";
    const WIRE: &str = "The envoys left the island without a word to those who waited at the pier.";

    fn body(n: usize) -> String {
        let words = [
            "heron", "anvil", "copper", "lantern", "meadow", "pillar", "ribbon", "saddle",
            "timber", "walnut",
        ];
        words
            .iter()
            .map(|w| format!("{w}{n}"))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn removals_name_kind_and_kept_copy() {
        let mut remover = Remover::new(Some(NearSettings::default())).unwrap();
        let mut gone = Vec::new();
        let mut decide = |n: usize, outlet, paragraphs: &[&str]| {
            let id = format!("a\"kind\":\"exact\",{n}");
            let article = Incoming {
                id: &id,
                outlet: Some(outlet),
                day: Some(0),
            };
            remover
                .decide(article, paragraphs.iter().copied(), &mut gone)
                .unwrap();
            gone.clone()
        };
        let near = WIRE.replace("a word", "one word");
        assert_eq!(decide(0, "Post", &[WIRE, &body(0), FOOT, FOOT]), [3]);
        assert_eq!(decide(1, "Post", &[&body(1), FOOT]), [1]);
        assert_eq!(decide(2, "Tide", &[&near, &body(2)]), [0]);
        assert_eq!(decide(3, "Post", &[WIRE, &body(3), FOOT]), [0, 2]);
        assert_eq!(decide(4, "Post", &[&near]), [0]);
        let mut out = Vec::new();
        let counts = remover.finish(&mut out).unwrap();
        assert_eq!((counts.exact, counts.near, counts.boilerplate), (2, 2, 2));
        let rows: Vec<serde_json::Value> = String::from_utf8(out)
            .unwrap()
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect();
        let told: Vec<String> = rows
            .iter()
            .map(|r| {
                format!(
                    "{} {} {} {}",
                    r["article"].as_str().unwrap().chars().last().unwrap(),
                    r["paragraph"],
                    r["kind"].as_str().unwrap(),
                    r["kept"]["paragraph"]
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                "0 3 exact 2",
                "1 1 boilerplate 2",
                "2 0 near 0",
                "3 0 exact 0",
                "3 2 boilerplate 2",
                "4 0 near 0"
            ]
        );
        assert_eq!(rows[0].as_object().unwrap().len(), 5);
    }
}
