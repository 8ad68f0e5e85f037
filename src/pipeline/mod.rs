//! Wires the steps; the only place that starts threads.
//!
//! # How bytes flow
//!
//! Workers take chunks ([`Chunks`](crate::read::Chunks)): whoever is free reads the next one, so that its bytes are in the cache of the
//! processor that works on them, and `parse` turns it into articles, cleans them, takes fingerprints and asks the gate. The thread that called puts the results
//! back into the order of the input and decides what only that order can decide (`decide`). Articles that passed the gate and
//! kept a paragraph go to the pool once more, to be analysed; their statements come back into order too, and wait on disk until
//! it is known how many copies each paragraph had (`spool`, `finish`). All this moving is in `drive`; with one thread there is none, and the
//! thread that called does everything in turn.
//!
//! At most `2 * threads + 4` chunks are between reading and writing, so memory does not grow with the input, but for what the
//! order of the input decides (`decide`): fingerprints, 13.9 to 16 bytes a paragraph; 22 to 32 bytes an article for the ids that were there; of near copies
//! their originals, some 60 bytes each, which are kept beyond the window because what is equal to a near copy has the same original however late it comes; of
//! paragraphs that statements may come from a fingerprint, and of copied ones their place; and at the end 48 bytes a mention in the timeline. Nothing but the order of the input reaches a decision or an output, so that any number of threads and
//! any size of chunks write the same bytes.

mod near;
mod draft;
mod parse;
mod decide;
mod drive;
mod flow;
mod unread;
mod workers;
mod tagging;
mod analyse;
mod spool;
mod outputs;
mod finish;
mod manifest;
mod folds;
mod ingest;
mod export;
mod timelines;
mod rows;
mod publish;
mod verify;
mod explain;
mod accuracy;
mod train;
mod train_cues;
mod train_labels;
mod baseline;
pub mod bench;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use crate::dedup::NearSettings;
use crate::error::Result;
use crate::model::{Bucket, CopyWords, DatelineWords, Reject, Summary, Undated};
use crate::read::{ChunkLimits, Field, Input, embedded_datelines};

use drive::drive;

pub use accuracy::AnnotatedCorpus;
pub use analyse::{Analyser, Anatomy, guarded};
pub use draft::draft_of;
pub use explain::{Explained, explain};
pub use export::export;
pub use ingest::{IngestReport, RejectSink, identity, ingest, refresh};
pub use manifest::{
    Counts, MANIFEST_SCHEMA, Manifest, ManifestInput, ManifestOptions, RemovedCounts,
};
pub use near::{NEAR_WINDOW, Near, near_of};
pub use outputs::Destination;
pub use publish::publish;
pub use rows::write_rows;
pub use tagging::{TagOptions, TagReport, tag};
pub use timelines::{stored_series, stored_summaries};
pub use train::{Training, Trial, train};
pub use unread::UnreadInput;
pub use verify::verify;
pub use workers::MAX_THREADS;

use analyse::Analysis;
use decide::Decider;
use flow::{Analysed, Decide, Flow};
use outputs::Outputs;
use parse::ParseOptions;
pub use parse::READING_FAILED;

/// Settings of a run.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// What to read, in order.
    pub inputs: Vec<Input>,
    /// Inputs that were named and are not there: they are counted and listed as rejects.
    pub missing: Vec<Reject>,
    /// Topic, as the manifest names it.
    pub topic: String,
    /// SHA-256 of the lexicons, as the manifest names it.
    pub lexicons: String,
    /// Worker threads, at most [`MAX_THREADS`]; 0 for one a processor. With one nothing but standard input and pipes is read beside the work.
    pub threads: usize,
    /// Width of the timeline's buckets.
    pub by: Bucket,
    /// Statements below it are left out.
    pub min_confidence: f64,
    /// Whether paragraphs that an earlier article had stay: each article is read by itself then, as when reading is measured.
    /// What an article repeats of its own is dropped all the same.
    pub keep_copies: bool,
    /// Of which articles near copies are removed.
    pub near: Near,
    /// Near copies lie at most so many days apart.
    pub near_window: u16,
    /// Words that near copies do not differ in.
    pub copy_words: Arc<CopyWords>,
    /// Words by which files of plain text say on which day they were published.
    pub dateline_words: Arc<DatelineWords>,
    /// Longest body read, in bytes.
    pub max_article: usize,
    /// Bytes of a chunk, and the longest line read.
    pub limits: ChunkLimits,
    /// Keys of the user's own, before the known ones.
    pub fields: Vec<(Field, String)>,
}

impl Default for RunOptions {
    fn default() -> Self {
        Self {
            inputs: Vec::new(),
            missing: Vec::new(),
            topic: "ukraine".to_owned(),
            lexicons: String::new(),
            threads: 0,
            by: Bucket::default(),
            min_confidence: 0.0,
            keep_copies: false,
            near: Near::default(),
            near_window: NEAR_WINDOW,
            copy_words: NearSettings::default().words,
            dateline_words: embedded_datelines(),
            max_article: 8 << 20,
            limits: ChunkLimits::default(),
            fields: Vec::new(),
        }
    }
}

/// How far a run is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes of the inputs themselves that are done with.
    pub bytes: u64,
    /// Bytes of text that came out of them, decompressed.
    pub read: u64,
    /// Articles read.
    pub articles: u64,
    /// Statements found.
    pub statements: u64,
    /// Records that could not be read.
    pub rejects: u64,
}

/// What a finished run has to say.
#[derive(Debug, Clone, PartialEq)]
pub struct RunReport {
    /// What it was.
    pub manifest: Manifest,
    /// Each holder on each proposal, in the order of the timeline.
    pub summaries: Vec<Summary>,
    /// The first records that could not be read, at most [`RunReport::SHOWN_REJECTS`].
    pub rejects: Vec<Reject>,
    /// The first inputs of which every record failed for one reason.
    pub unread: Vec<UnreadInput>,
    /// The first articles whose date could not be read, at most [`RunReport::SHOWN_UNDATED`].
    pub undated: Vec<Undated>,
    /// The index of fingerprints at the end.
    pub index: IndexSize,
}

/// What the exact index holds, and in how much memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct IndexSize {
    /// Paragraphs that are known again.
    pub entries: u64,
    /// Bytes of memory.
    pub bytes: u64,
}

impl RunReport {
    /// How many rejects a report names; all of them are in `rejects.ndjson`.
    pub const SHOWN_REJECTS: usize = 20;
    /// How many articles whose date could not be read a report names.
    pub const SHOWN_UNDATED: usize = 5;
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// All inputs were read and all outputs written.
    Finished(Box<RunReport>),
    /// It was asked to stop; no output was written.
    Interrupted,
}

/// Runs the whole chain over the inputs. `stop` ends it early, without outputs; `progress` hears of each chunk in order.
///
/// # Errors
///
/// Where an output or temporary file cannot be written. What cannot be read is a reject, not an error.
pub fn run(
    options: &RunOptions,
    analyser: &Analyser,
    destination: Destination,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome> {
    run_with(options, analyser, destination, stop, progress)
}

/// As [`run`], with any analysis.
fn run_with<A: Analysis>(
    options: &RunOptions,
    analysis: &A,
    destination: Destination,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Outcome> {
    let mut outputs = Outputs::open(destination)?;
    let (mut removed, removed_name) = outputs.file("removed.ndjson")?;
    let decider = Decider::new(options)?;
    let mut flow = Flow::new(options, decider, &mut outputs)?;
    flow.missing(&options.missing)?;
    let parsing = ParseOptions::of(options, false);
    if !drive(options, &parsing, analysis, &mut flow, stop, progress)? {
        return Ok(Outcome::Interrupted);
    }
    let Flow {
        decider,
        mut statements,
        rejects,
        unread,
        undated,
        mut counts,
        ..
    } = flow;
    let rejects = rejects.finish()?;
    let index = decider.index_size();
    let mut syndication = decider.finish(&mut removed, &removed_name, &mut counts)?;
    let (count, summaries) =
        finish::finish(&mut statements, &mut syndication, options.by, &mut outputs)?;
    counts.statements = count;
    let manifest = manifest_of(options, counts);
    if outputs.is_folder() {
        finish::write_manifest(&manifest, &mut outputs)?;
    }
    if stop.load(Ordering::Relaxed) {
        return Ok(Outcome::Interrupted);
    }
    outputs.publish()?;
    Ok(Outcome::Finished(Box::new(RunReport {
        manifest,
        summaries,
        rejects,
        unread: unread.finish(),
        undated,
        index,
    })))
}

fn manifest_of(options: &RunOptions, counts: Counts) -> Manifest {
    let fields = options.fields.iter();
    Manifest {
        schema: MANIFEST_SCHEMA.to_owned(),
        engine: concat!("stanceline ", env!("CARGO_PKG_VERSION")).to_owned(),
        lexicons: options.lexicons.clone(),
        options: ManifestOptions {
            topic: options.topic.clone(),
            by: options.by,
            min_confidence: options.min_confidence,
            keep_copies: options.keep_copies,
            near: options.near,
            near_window: options.near_window,
            max_line: options.limits.line,
            max_article: options.max_article,
            fields: fields
                .map(|(f, key)| format!("{}={key}", f.name()))
                .collect(),
        },
        inputs: options.inputs.iter().map(ManifestInput::from).collect(),
        missing: options.missing.iter().map(|r| r.file.clone()).collect(),
        counts,
    }
}

#[cfg(test)]
mod tests;
#[cfg(test)]
mod copies_tests;
#[cfg(test)]
mod store_tests;
#[cfg(test)]
mod versions_tests;
#[cfg(test)]
mod killed_tests;
#[cfg(test)]
mod care_tests;
#[cfg(test)]
mod near_tests;
#[cfg(test)]
mod timelines_tests;
#[cfg(test)]
mod publish_tests;
#[cfg(test)]
mod cut_tests;
#[cfg(test)]
mod length_tests;
