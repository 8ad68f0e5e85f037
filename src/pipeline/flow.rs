//! What comes back from the workers, put into order and written.

use std::collections::BTreeMap;

use super::outputs::{self, Outputs};
use super::parse::{Parsed, Survivor};
use super::spool::Spool;
use super::unread::{Reading, UnreadInputs};
use super::{Counts, Progress, RunOptions, RunReport};
use crate::error::Result;
use crate::feed::{Feed, Ndjson};
use crate::model::{Reject, Statement, Undated};

/// The statements of a chunk, each with the fingerprint of its paragraph, and the articles whose analysis failed.
#[derive(Default)]
pub(super) struct Analysed {
    pub(super) statements: Vec<(Option<u64>, Statement)>,
    pub(super) rejects: Vec<Reject>,
}

/// Decides what only the order of the input can decide.
pub(super) trait Decide {
    /// Decides one chunk; returns the articles to analyse.
    fn decide(&mut self, parsed: &mut Parsed, counts: &mut Counts) -> Result<Vec<Survivor>>;
}

/// Records that could not be read: all of them on disk as they come, the first ones to be told at the end.
pub(super) struct RejectLog {
    all: Ndjson<outputs::Writer>,
    first: Vec<Reject>,
}

impl RejectLog {
    fn add(&mut self, reject: Reject) -> Result<()> {
        self.all.write(&reject)?;
        if self.first.len() < RunReport::SHOWN_REJECTS {
            self.first.push(reject);
        }
        Ok(())
    }

    /// Writes what is left to be written; the first ones.
    pub(super) fn finish(mut self) -> Result<Vec<Reject>> {
        <Ndjson<_> as Feed<Reject>>::finish(&mut self.all)?;
        Ok(self.first)
    }
}

/// A chunk that waits to be written.
#[derive(Default)]
pub(super) struct Waiting {
    pub(super) found: Option<Analysed>,
    pub(super) rejects: Vec<Reject>,
    pub(super) reading: Reading,
    pub(super) taken: u64,
    pub(super) read: u64,
    pub(super) articles: u64,
}

/// What comes back from the workers, put into order and written.
pub(super) struct Flow<D> {
    pub(super) decider: D,
    pub(super) statements: Spool<Statement>,
    pub(super) rejects: RejectLog,
    /// Inputs of which nothing could be read.
    pub(super) unread: UnreadInputs,
    /// The first articles whose date could not be read.
    pub(super) undated: Vec<Undated>,
    pub(super) counts: Counts,
    pub(super) bytes: u64,
    pub(super) read: u64,
    pub(super) min_confidence: f64,
    /// Chunks that were read before their turn.
    pub(super) parsed: BTreeMap<u64, Parsed>,
    /// Chunks that were decided, with their statements where those are found.
    pub(super) analysed: BTreeMap<u64, Waiting>,
    /// Chunks decided.
    pub(super) decided: u64,
    /// Chunks written.
    pub(super) written: u64,
}

impl<D: Decide> Flow<D> {
    pub(super) fn new(options: &RunOptions, decider: D, outputs: &mut Outputs) -> Result<Self> {
        let (rejects, name) = outputs.file("rejects.ndjson")?;
        Ok(Self {
            decider,
            statements: Spool::new()?,
            rejects: RejectLog {
                all: Ndjson::new(rejects, name),
                first: Vec::new(),
            },
            unread: UnreadInputs::default(),
            undated: Vec::new(),
            counts: Counts::default(),
            bytes: 0,
            read: 0,
            min_confidence: options.min_confidence,
            parsed: BTreeMap::new(),
            analysed: BTreeMap::new(),
            decided: 0,
            written: 0,
        })
    }

    /// Notes inputs that are not there.
    pub(super) fn missing(&mut self, inputs: &[Reject]) -> Result<()> {
        for input in inputs {
            self.rejects.all.write(input)?;
        }
        self.counts.missing += inputs.len() as u64;
        self.counts.rejects += inputs.len() as u64;
        Ok(())
    }

    /// Decides the next chunk, if it was read; its number and the articles to analyse. One that has none is done with.
    pub(super) fn decide_next(&mut self) -> Result<Option<(u64, Vec<Survivor>)>> {
        let Some(mut parsed) = self.parsed.remove(&self.decided) else {
            return Ok(None);
        };
        let number = self.decided;
        self.decided += 1;
        let before = self.counts.articles;
        let survivors = self.decider.decide(&mut parsed, &mut self.counts)?;
        let waiting = self.analysed.entry(number).or_default();
        let room = RunReport::SHOWN_UNDATED - self.undated.len();
        self.undated.extend(parsed.undated.into_iter().take(room));
        waiting.rejects = parsed.rejects;
        waiting.reading = parsed.reading;
        waiting.taken = parsed.taken;
        waiting.read = parsed.read;
        waiting.articles = self.counts.articles - before;
        if survivors.is_empty() {
            waiting.found = Some(Analysed::default());
        }
        Ok(Some((number, survivors)))
    }

    /// Writes the chunks whose turn it is.
    pub(super) fn write_ready(&mut self, progress: &mut dyn FnMut(Progress)) -> Result<()> {
        while let Some(waiting) = self.analysed.get_mut(&self.written) {
            let Some(found) = waiting.found.take() else {
                break;
            };
            let waiting = self.analysed.remove(&self.written).unwrap_or_default();
            self.written += 1;
            self.unread
                .chunk(waiting.reading, waiting.articles, &waiting.rejects);
            for reject in waiting.rejects.into_iter().chain(found.rejects) {
                self.rejects.add(reject)?;
                self.counts.rejects += 1;
            }
            for (print, statement) in found.statements {
                if statement.confidence >= self.min_confidence {
                    self.statements.add(print, &statement)?;
                    self.counts.statements += 1;
                }
            }
            self.bytes += waiting.taken;
            self.read += waiting.read;
            progress(Progress {
                bytes: self.bytes,
                read: self.read,
                articles: self.counts.articles,
                statements: self.counts.statements,
                rejects: self.counts.rejects,
            });
        }
        Ok(())
    }
}
