//! Phrases of a list in every kept paragraph: the path that a large lexicon takes through an archive.
//!
//! Workers read, fold and look for phrases in one go, while a text is in their cache; what only the order of the input can decide comes after, and
//! drops the phrases of paragraphs that are copies. So some paragraphs are looked through in vain, and no text is ever kept or copied for it.

use std::io::Write;
use std::path::Path;
use std::sync::atomic::AtomicBool;

use super::analyse::Analysis;
use super::drive::drive;
use super::outputs::{Destination, Outputs, Writer};
use super::parse::{Mark, ParseOptions, Parsed, Record, Survivor};
use super::{Counts, Decide, Flow, IndexSize, Progress, RunOptions};
use crate::dedup::{ArticlePrints, Decision, ExactIndex};
use crate::error::{Error, Result};
use crate::model::{Article, Draft, Reject, Statement};
use crate::tag::{PhraseMatch, PhraseMatcher};

/// What to write of what was found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TagOptions {
    /// Write each phrase's words in the place of its number.
    pub words: bool,
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TagReport {
    /// Articles, paragraphs, copies, rejects.
    pub counts: Counts,
    /// Phrases found in paragraphs that were kept.
    pub tags: u64,
    /// The first records that could not be read.
    pub rejects: Vec<Reject>,
    /// The index of fingerprints at the end.
    pub index: IndexSize,
}

/// Writes the phrases of each kept paragraph, a line for each paragraph that has any: `{"article": id, "paragraph": n, "tags": [[start, end,
/// phrase], …]}`. Places count code points of the text as given, phrases count from 0 in the order of the list. The longest phrase wins
/// where several begin, none overlaps another. None where `stop` ended it.
///
/// # Errors
///
/// Where `out` or a temporary file cannot be written.
pub fn tag(
    options: &RunOptions,
    matcher: &PhraseMatcher,
    what: TagOptions,
    out: Box<dyn Write + Send>,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<TagReport>> {
    // Statements are none, so their writer is the one that is free.
    let mut outputs = Outputs::open(Destination::Statements(out))?;
    let (out, _) = outputs.statements()?;
    let writer = TagWriter {
        index: ExactIndex::new()?,
        decisions: Vec::new(),
        words: what.words.then_some(matcher),
        row: Vec::new(),
        out,
        tags: 0,
    };
    let mut flow = Flow::new(options, writer, &mut outputs)?;
    let parsing = ParseOptions {
        identities: false,
        ..ParseOptions::of(options, false)
    };
    let tagging = Tagging(matcher);
    if !drive(options, &parsing, &tagging, &mut flow, stop, progress)? {
        return Ok(None);
    }
    let Flow {
        mut decider,
        rejects,
        counts,
        ..
    } = flow;
    decider.out.flush().map_err(unwritten)?;
    Ok(Some(TagReport {
        counts,
        tags: decider.tags,
        rejects: rejects.finish()?,
        index: IndexSize {
            entries: decider.index.len() as u64,
            bytes: decider.index.bytes() as u64,
        },
    }))
}

/// Looks for phrases, and lets nothing through to be analysed.
struct Tagging<'m>(&'m PhraseMatcher);

impl Analysis for Tagging<'_> {
    fn passes(&self, _: &str, _: &str) -> bool {
        false
    }

    fn analyse(&self, _: &Article<'_>, _: &Draft) -> Vec<Statement> {
        Vec::new()
    }

    fn mark(&self, body: &str, found: &mut Vec<PhraseMatch>) {
        self.0.longest(body, |m| found.push(m));
    }
}

/// Writes the phrases of the paragraphs that are kept.
struct TagWriter<'m> {
    index: ExactIndex,
    decisions: Vec<Decision>,
    words: Option<&'m PhraseMatcher>,
    row: Vec<u8>,
    out: Writer,
    tags: u64,
}

impl Decide for TagWriter<'_> {
    fn decide(&mut self, parsed: &mut Parsed, counts: &mut Counts) -> Result<Vec<Survivor>> {
        self.index.prepare(parsed.prints());
        for record in parsed.records() {
            counts.articles += 1;
            counts.paragraphs += record.prints.len() as u64;
            let prints = ArticlePrints {
                id: record.id,
                outlet: record.outlet_hash,
                fingerprints: record.prints,
            };
            self.index.decide(prints, &mut self.decisions)?;
            for decision in &self.decisions {
                match decision {
                    Decision::Kept => {}
                    Decision::Repeat(_) => counts.removed.repeat += 1,
                    Decision::Copy(_) => counts.removed.exact += 1,
                }
            }
            self.rows(&record)?;
        }
        Ok(Vec::new())
    }
}

impl TagWriter<'_> {
    fn rows(&mut self, record: &Record<'_>) -> Result<()> {
        self.row.clear();
        for marks in record.marks.chunk_by(|a, b| a.paragraph == b.paragraph) {
            let paragraph = marks[0].paragraph;
            if self.decisions[paragraph as usize].is_kept() {
                self.tags += marks.len() as u64;
                self.row_of(record.id, paragraph, marks)?;
            }
        }
        self.out.write_all(&self.row).map_err(unwritten)
    }

    /// Puts one line together. By hand, because the numbers are nearly all of it, and a serializer asks about each.
    fn row_of(&mut self, id: &str, paragraph: u32, marks: &[Mark]) -> Result<()> {
        let row = &mut self.row;
        row.extend_from_slice(b"{\"article\":");
        string(id, row)?;
        row.extend_from_slice(b",\"paragraph\":");
        number(paragraph, row);
        row.extend_from_slice(b",\"tags\":[");
        for (n, mark) in marks.iter().enumerate() {
            row.extend_from_slice(if n > 0 { b",[" } else { b"[" });
            number(mark.start, row);
            row.push(b',');
            number(mark.end, row);
            row.push(b',');
            match self.words {
                Some(matcher) => string(matcher.text(mark.phrase), row)?,
                None => number(mark.phrase, row),
            }
            row.push(b']');
        }
        row.extend_from_slice(b"]}\n");
        Ok(())
    }
}

fn string(text: &str, row: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(row, text).map_err(|e| unwritten(e.into()))
}

/// All pairs of digits.
const PAIRS: [[u8; 2]; 100] = {
    let mut pairs = [[0; 2]; 100];
    let mut n = 0;
    while n < 100u8 {
        pairs[n as usize] = [b'0' + n / 10, b'0' + n % 10];
        n += 1;
    }
    pairs
};

/// Appends a number in decimal, two digits at a time.
fn number(mut n: u32, row: &mut Vec<u8>) {
    let mut digits = [0; 10];
    let mut at = digits.len();
    while n >= 10 {
        at -= 2;
        digits[at..at + 2].copy_from_slice(&PAIRS[(n % 100) as usize]);
        n /= 100;
    }
    if n > 0 || at == digits.len() {
        at -= 1;
        digits[at] = PAIRS[n as usize][1];
    }
    row.extend_from_slice(&digits[at..]);
}

fn unwritten(error: std::io::Error) -> Error {
    Error::io(Path::new("tags"), "cannot be written", error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::find_inputs;
    use crate::tag::Phrase;

    #[test]
    fn numbers_are_decimal() {
        for n in [
            0,
            1,
            9,
            10,
            11,
            99,
            100,
            101,
            999,
            1000,
            12_345,
            123_456,
            1_000_000,
            u32::MAX,
        ] {
            let mut row = Vec::new();
            number(n, &mut row);
            assert_eq!(String::from_utf8(row).unwrap(), n.to_string());
        }
    }

    /// Every phrase in every paragraph that is kept, found one by one in the text as given.
    #[test]
    fn tags_are_those_of_a_naive_search() {
        let list = [
            "Élan Vital",
            "the Élan Vital committee",
            "harbour",
            "U.N.",
            "committee",
        ];
        let texts = [
            "“The Élan Vital committee” met.\n\n  The harbour — and the U.N. — did not.\nNothing here at all, nothing.",
            "Committees met. The committee's harbour.\nThe harbour — and the U.N. — did not.",
            "A&amp;B met the committee at\u{a0}the harbour\r\nand U.N.-backed harbours.",
        ];
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("in.jsonl");
        let lines: Vec<String> = (0..)
            .zip(texts)
            .map(|(n, text)| serde_json::json!({"id": format!("a{n}"), "text": text}).to_string())
            .collect();
        std::fs::write(&path, lines.join("\n")).unwrap();
        let matcher = PhraseMatcher::new(list.map(|text| Phrase {
            text,
            any_case: false,
        }))
        .unwrap();
        let out = folder.path().join("out.ndjson");
        for threads in [1, 2] {
            let options = RunOptions {
                inputs: find_inputs(std::slice::from_ref(&path)).inputs,
                threads,
                ..RunOptions::default()
            };
            let file = Box::new(std::fs::File::create(&out).unwrap());
            let stop = AtomicBool::new(false);
            let what = TagOptions { words: true };
            let report = tag(&options, &matcher, what, file, &stop, &mut |_| {});
            let report = report.unwrap().unwrap();
            assert_eq!(report.counts.removed.exact, 1);
            let mut told = Vec::new();
            for row in std::fs::read_to_string(&out).unwrap().lines() {
                let row: serde_json::Value = serde_json::from_str(row).unwrap();
                let article = row["article"].as_str().unwrap()[1..]
                    .parse::<usize>()
                    .unwrap();
                for tag in row["tags"].as_array().unwrap() {
                    let place = |n: usize| usize::try_from(tag[n].as_u64().unwrap()).unwrap();
                    let given = texts[article]
                        .chars()
                        .skip(place(0))
                        .take(place(1) - place(0));
                    assert_eq!(given.collect::<String>(), tag[2].as_str().unwrap());
                    told.push((
                        article,
                        row["paragraph"].as_u64().unwrap(),
                        tag[2].as_str().unwrap().to_owned(),
                    ));
                }
            }
            let expected = [
                (0, 0, "Élan Vital"),
                (0, 0, "committee"),
                (0, 1, "harbour"),
                (0, 1, "U.N."),
                (1, 0, "committee"),
                (1, 0, "harbour"),
                (2, 0, "committee"),
                (2, 0, "harbour"),
                (2, 1, "U.N."),
            ];
            let expected = expected.map(|(a, p, t)| (a, p, t.to_owned()));
            assert_eq!(told, expected);
            assert_eq!(report.tags, 9);
        }
    }
}
