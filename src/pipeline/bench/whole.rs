//! The chain as a whole, from files to files, as a user runs it.

use std::io::sink;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

use super::meter::{Memory, Watch, forget_peak, memory};
use super::{BenchOptions, GATE_PATH, Measurement, TAGGING, WHOLE, least, nothing};
use crate::error::{Error, Result};
use crate::model::{Article, Draft, Statement};
use crate::pipeline::analyse::Analysis;
use crate::pipeline::{
    Analyser, Counts, Destination, IndexSize, Outcome, Progress, RunOptions, TagOptions, run_with,
    tag,
};
use crate::tag::PhraseMatcher;

/// What a run has seen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    pub(super) counts: Counts,
    /// Bytes of the files themselves.
    pub(super) file_bytes: u64,
    /// Bytes that came out of them, decompressed.
    pub(super) bytes: u64,
    pub(super) index: IndexSize,
}

/// A run to measure.
pub(super) struct Whole<'a> {
    pub(super) measurement: Measurement,
    options: RunOptions,
    what: What<'a>,
}

#[derive(Clone, Copy)]
enum What<'a> {
    Chain(&'a Analyser),
    Gate(&'a Analyser),
    Phrases(&'a PhraseMatcher),
}

/// Every run with every number of threads. The whole chain comes last, because its counts are the ones that count.
pub(super) fn tasks<'a>(
    options: &BenchOptions,
    analyser: &'a Analyser,
    phrases: Option<&'a PhraseMatcher>,
) -> Vec<Whole<'a>> {
    let mut tasks = Vec::new();
    let mut put = |name: &str, what: What<'a>| {
        for &threads in &options.threads {
            tasks.push(Whole {
                measurement: nothing(name, Some(threads)),
                options: RunOptions {
                    threads,
                    ..options.run.clone()
                },
                what,
            });
        }
    };
    if let Some(phrases) = phrases {
        put(TAGGING, What::Phrases(phrases));
    }
    put(GATE_PATH, What::Gate(analyser));
    put(WHOLE, What::Chain(analyser));
    tasks
}

impl Whole<'_> {
    /// Runs once. None where it was stopped.
    pub(super) fn run(&mut self, stop: &AtomicBool) -> Result<Option<Seen>> {
        let first = self.measurement.memory.is_none();
        if first {
            forget_peak();
        }
        let mut most = Memory::default();
        let mut done = Progress::default();
        let watch = Watch::start();
        let mut looked = None;
        let mut progress = |p: Progress| {
            done = p;
            // Looking costs as much as a chunk does when it is done for every chunk, and memory is looked at in the first round only.
            let now = watch.elapsed();
            if first && looked.is_none_or(|then| now >= then + Duration::from_millis(20)) {
                looked = Some(now);
                if let Some(now) = memory() {
                    most.anonymous = most.anonymous.max(now.anonymous);
                }
            }
        };
        let seen = match self.what {
            What::Chain(analyser) => run(&self.options, analyser, stop, &mut progress)?,
            What::Gate(analyser) => run(&self.options, &GateOnly(analyser), stop, &mut progress)?,
            What::Phrases(phrases) => {
                let out = Box::new(sink());
                let what = TagOptions::default();
                let report = tag(&self.options, phrases, what, out, stop, &mut progress)?;
                report.map(|r| (r.counts, r.index))
            }
        };
        let cost = watch.cost();
        if let Some(now) = memory().filter(|_| first) {
            most.peak = now.peak;
            // A short run has ended before there was much to look at.
            most.anonymous = most.anonymous.max(now.anonymous);
            self.measurement.memory = Some(most);
        }
        let Some((counts, index)) = seen else {
            return Ok(None);
        };
        self.measurement.cost = least(self.measurement.cost, cost);
        self.measurement.bytes = done.read;
        self.measurement.articles = counts.articles;
        Ok(Some(Seen {
            counts,
            file_bytes: done.bytes,
            bytes: done.read,
            index,
        }))
    }
}

fn run<A: Analysis>(
    options: &RunOptions,
    analysis: &A,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(Progress),
) -> Result<Option<(Counts, IndexSize)>> {
    let folder = tempfile::tempdir()
        .map_err(|e| Error::io(Path::new("temporary folder"), "cannot be made", e))?;
    let destination = Destination::Folder(folder.path().to_owned());
    Ok(
        match run_with(options, analysis, destination, stop, progress)? {
            Outcome::Finished(report) => Some((report.manifest.counts, report.index)),
            Outcome::Interrupted => None,
        },
    )
}

/// Asks the gate, and finds nothing in what passes.
struct GateOnly<'a>(&'a Analyser);

impl Analysis for GateOnly<'_> {
    fn passes(&self, title: &str, body: &str) -> bool {
        self.0.passes(title, body)
    }

    fn analyse(&self, _: &Article<'_>, _: &Draft) -> Vec<Statement> {
        Vec::new()
    }
}
