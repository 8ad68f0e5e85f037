//! The whole stage for callers that read article by article: exact copies, near copies, boilerplate, and a record of each removal.
//!
//! What is boilerplate is known only at the end, so removals wait in a temporary file and are written by [`Remover::finish`].

use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Seek, SeekFrom, Write};

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::boilerplate::{Boilerplate, Standing};
use super::exact::{ArticlePrints, Decision, ExactIndex, Ordinal, outlet_hash};
use super::fingerprint::{Fingerprint, Fingerprinter};
use super::near::{NearCopy, NearIndex, NearSettings};
use super::signature::Bands;
use crate::error::{Error, ErrorKind, Result};

/// Why a paragraph was removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum RemovedKind {
    /// Equal but for case, spaces, punctuation and quotation marks.
    Exact,
    /// Reworded, trimmed or updated.
    Near,
    /// Set by its outlet under, or over, every story.
    Boilerplate,
}

/// A removed paragraph and the copy that stayed: one line of the file of removals, in its key order.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Removed<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: u32,
    /// Why.
    pub kind: RemovedKind,
    /// The copy that stayed.
    pub kept: RemovedFor<'a>,
    /// Share of words in common, 0 to 1.
    pub similarity: f64,
}

/// Where the copy stands that stayed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RemovedFor<'a> {
    /// Article id.
    pub article: &'a str,
    /// Paragraph, from 0.
    pub paragraph: u32,
}

/// What was removed so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RemovedCounts {
    /// Articles seen.
    pub articles: u64,
    /// Their paragraphs.
    pub paragraphs: u64,
    /// Exact copies.
    pub exact: u64,
    /// Near copies.
    pub near: u64,
    /// Boilerplate; counted among the exact copies until the end.
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
    boilerplate: Boilerplate,
    /// Near copies by their own place: what is equal to one of them has the same original.
    originals: FxHashMap<Ordinal, NearCopy>,
    /// Removals in order: place of the kept paragraph, length, line of JSON.
    spool: BufWriter<File>,
    counts: RemovedCounts,
    prints: Vec<Fingerprint>,
    bands: Vec<Option<Bands>>,
    decisions: Vec<Decision>,
    row: Vec<u8>,
}

impl Remover {
    /// A stage that removes exact copies, and with settings for them near copies too.
    pub fn new(near: Option<NearSettings>) -> Result<Self> {
        let spool = tempfile::tempfile().map_err(|e| {
            failed(
                "a temporary file cannot be made; set TMPDIR to a folder with room",
                e,
            )
        })?;
        Ok(Self {
            fingerprinter: Fingerprinter::new(),
            exact: ExactIndex::new()?,
            near: near.map(NearIndex::new),
            boilerplate: Boilerplate::default(),
            originals: FxHashMap::default(),
            spool: BufWriter::with_capacity(256 << 10, spool),
            counts: RemovedCounts::default(),
            prints: Vec::new(),
            bands: Vec::new(),
            decisions: Vec::new(),
            row: Vec::new(),
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
            if self.near.is_some() {
                let (print, bands) = self.fingerprinter.fingerprint_and_bands(paragraph);
                self.prints.push(print);
                self.bands.push(bands);
            } else {
                self.prints.push(self.fingerprinter.fingerprint(paragraph));
            }
        }
        let outlet = outlet_hash(article.outlet);
        let prints = ArticlePrints {
            id: article.id,
            outlet,
            fingerprints: &self.prints,
        };
        let mut decisions = std::mem::take(&mut self.decisions);
        let first = self.exact.decide(prints, &mut decisions)?;
        self.counts.articles += 1;
        self.counts.paragraphs += decisions.len() as u64;
        let count = u32::try_from(decisions.len()).unwrap_or(u32::MAX);
        for ((paragraph, decision), text) in (0..).zip(&decisions).zip(paragraphs) {
            let here = first.plus(paragraph);
            match *decision {
                Decision::Kept => {
                    let bands = self.bands.get(paragraph as usize).copied().flatten();
                    let (Some(near), Some(bands)) = (&mut self.near, bands) else {
                        continue;
                    };
                    let Some(copy) = near.decide(text, &bands, here, article.day)? else {
                        continue;
                    };
                    self.originals.insert(here, copy);
                    self.near_copy(article.id, paragraph, copy)?;
                }
                Decision::Repeat(of) => {
                    if let Some(&copy) = self.originals.get(&first.plus(of)) {
                        self.near_copy(article.id, paragraph, copy)?;
                    } else {
                        self.counts.exact += 1;
                        let kept = RemovedFor {
                            article: article.id,
                            paragraph: of,
                        };
                        self.note(article.id, paragraph, RemovedKind::Exact, kept, 1.0, None)?;
                    }
                }
                Decision::Copy(of) => {
                    if let Some(&copy) = self.originals.get(&of) {
                        self.near_copy(article.id, paragraph, copy)?;
                    } else {
                        self.counts.exact += 1;
                        let kept = self.exact.resolve(of)?;
                        let copy = Standing {
                            outlet,
                            paragraph,
                            paragraphs: count,
                        };
                        self.boilerplate
                            .note(of, Standing::from(&kept), copy, first);
                        let kept = RemovedFor {
                            article: &kept.article,
                            paragraph: kept.paragraph,
                        };
                        self.note(
                            article.id,
                            paragraph,
                            RemovedKind::Exact,
                            kept,
                            1.0,
                            Some(of),
                        )?;
                    }
                }
            }
            gone.push(paragraph);
        }
        self.decisions = decisions;
        Ok(())
    }

    /// Writes a line for every removal, in input order; returns the counts.
    pub fn finish(mut self, out: &mut dyn Write) -> Result<RemovedCounts> {
        let unwritten = |e| failed("the removals cannot be written", e);
        let mut spool = self
            .spool
            .into_inner()
            .map_err(|e| unread(e.into_error()))?;
        spool.seek(SeekFrom::Start(0)).map_err(unread)?;
        let mut spool = BufReader::with_capacity(256 << 10, spool);
        let mut row = Vec::new();
        for _ in 0..self.counts.exact + self.counts.near {
            let mut head = [0; 9];
            spool.read_exact(&mut head).map_err(unread)?;
            let (of, length) = head.split_at(5);
            let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |n, &b| n << 8 | u32::from(b));
            let copied = of[0] == 1;
            let of = Ordinal(number(&of[1..]));
            row.resize(number(length) as usize, 0);
            spool.read_exact(&mut row).map_err(unread)?;
            if copied && self.boilerplate.is_boilerplate(of) {
                self.counts.exact -= 1;
                self.counts.boilerplate += 1;
                let at = memchr::memmem::rfind(&row, EXACT).unwrap_or(0);
                out.write_all(&row[..at])
                    .and_then(|()| out.write_all(BOILERPLATE))
                    .and_then(|()| out.write_all(&row[at + EXACT.len()..]))
                    .map_err(unwritten)?;
            } else {
                out.write_all(&row).map_err(unwritten)?;
            }
        }
        Ok(self.counts)
    }

    /// Bytes in memory of the indexes.
    pub fn bytes(&self) -> usize {
        self.exact.bytes() + self.near.as_ref().map_or(0, NearIndex::bytes)
    }

    fn near_copy(&mut self, article: &str, paragraph: u32, copy: NearCopy) -> Result<()> {
        self.counts.near += 1;
        let kept = self.exact.resolve(copy.of)?;
        let kept = RemovedFor {
            article: &kept.article,
            paragraph: kept.paragraph,
        };
        self.note(
            article,
            paragraph,
            RemovedKind::Near,
            kept,
            copy.similarity,
            None,
        )
    }

    fn note(
        &mut self,
        article: &str,
        paragraph: u32,
        kind: RemovedKind,
        kept: RemovedFor<'_>,
        similarity: f64,
        of: Option<Ordinal>,
    ) -> Result<()> {
        self.row.clear();
        let removed = Removed {
            article,
            paragraph,
            kind,
            kept,
            similarity,
        };
        serde_json::to_writer(&mut self.row, &removed)
            .map_err(|e| Error::new(ErrorKind::Io, "a removal cannot be noted").caused_by(e))?;
        self.row.push(b'\n');
        let length = u32::try_from(self.row.len())
            .map_err(|_| Error::new(ErrorKind::Input, "an article id is over 4 GiB long"))?;
        let mut head = [u8::from(of.is_some()); 9];
        head[1..5].copy_from_slice(&of.map_or(0, |of| of.0).to_le_bytes());
        head[5..].copy_from_slice(&length.to_le_bytes());
        self.spool
            .write_all(&head)
            .and_then(|()| self.spool.write_all(&self.row))
            .map_err(|e| failed("the temporary file of removals cannot be written", e))
    }
}

/// How an exact copy says so in its line. The last such words are the key's: after it comes an id, and in that quotation marks are escaped.
const EXACT: &[u8] = br#""kind":"exact","#;
const BOILERPLATE: &[u8] = br#""kind":"boilerplate","#;

fn unread(source: std::io::Error) -> Error {
    failed("the temporary file of removals cannot be read", source)
}

fn failed(what: &str, source: std::io::Error) -> Error {
    Error::new(ErrorKind::Io, format!("{what}: {source}")).caused_by(source)
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
