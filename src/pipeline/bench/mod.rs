//! Measures the chain on an archive: as a whole, stage by stage, and against what any program that reads the same archive has to do.
//!
//! Everything is measured in one process and in turns: a machine that is busy for a while then slows down all of it and not one figure,
//! and of several rounds the least counts, for nothing makes a program faster than it is. The unit is the processor second; where two
//! threads are compared with one it is the time on the wall.
//!
//! - [`generate`] makes an archive of any size to measure with;
//! - `whole`: the chain as `run` runs it, the same up to the gate, and with a list of phrases as `tag` runs it;
//! - `sample`, `stages`: a part of the archive in memory, and each stage alone on it;
//! - `limits`: `serde_json`, xxh3 and Aho-Corasick alone on the same bytes.

mod random;
mod archive;
mod meter;
mod whole;
mod sample;
mod stages;
mod limits;

use std::sync::atomic::{AtomicBool, Ordering};

use serde::Serialize;

use super::{Analyser, Counts, IndexSize, RunOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicons;
use crate::tag::PhraseMatcher;

pub use archive::{ArchiveCounts, ArchiveSettings, generate};
pub use meter::{Cost, Machine, Memory};

use meter::Watch;
use sample::Sample;

/// What to measure.
#[derive(Debug, Clone)]
pub struct BenchOptions {
    /// What to read, and how.
    pub run: RunOptions,
    /// Numbers of worker threads to run the whole with.
    pub threads: Vec<usize>,
    /// Times that everything is done; the least cost counts.
    pub rounds: usize,
    /// Whether each stage is measured alone too.
    pub stages: bool,
    /// Bytes of the archive that stages and limits are measured on.
    pub sample: usize,
}

/// Something that was measured.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Measurement {
    /// What.
    pub name: String,
    /// Worker threads; none for what is no matter of them.
    pub threads: Option<usize>,
    /// Bytes that went in, as its name says of what; of archives those that come out of their files, decompressed.
    pub bytes: u64,
    /// Articles, or whatever its name says.
    pub articles: u64,
    /// The least it cost.
    pub cost: Cost,
    /// Most memory in use, where it was measured.
    pub memory: Option<Memory>,
}

impl Measurement {
    /// Megabytes a processor second; a second on the wall where processor time is not known.
    pub fn rate(&self) -> f64 {
        self.bytes as f64 / 1e6 / self.cost.cpu.unwrap_or(self.cost.wall).max(1e-9)
    }

    /// Seconds of processor time an article. Not a byte: a compressed archive has fewer of them than what is read out of it.
    fn price(&self) -> f64 {
        self.cost.cpu.unwrap_or(self.cost.wall) / self.articles.max(1) as f64
    }
}

/// One figure in terms of another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Ratio {
    /// What is compared.
    pub name: String,
    /// How many times as fast.
    pub value: f64,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct BenchReport {
    /// Engine and its version.
    pub engine: String,
    /// The machine.
    pub machine: Machine,
    /// What the archive holds.
    pub counts: Counts,
    /// Bytes of the archive, as they come out of its files: rates are of these.
    pub bytes: u64,
    /// Bytes of its files, compressed where they are.
    pub file_bytes: u64,
    /// The chain as a whole.
    pub whole: Vec<Measurement>,
    /// The index of fingerprints after it.
    pub index: IndexSize,
    /// Each stage alone.
    pub stages: Vec<Measurement>,
    /// What any program has to do.
    pub limits: Vec<Measurement>,
    /// The whole in terms of the limits.
    pub ratios: Vec<Ratio>,
    /// What is to be known about the figures.
    pub notes: Vec<String>,
}

/// How far measuring is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BenchProgress<'a> {
    /// What is measured now.
    pub step: &'a str,
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub of: usize,
}

/// Something to measure: it does its work once and tells how many bytes and articles went in.
type Task<'a> = Box<dyn FnMut() -> Result<(u64, u64)> + 'a>;

/// Measures. None where `stop` ended it. `lexicons` loads those that `analyser` was built from, for the stages alone: a run lets them go once it
/// has its analyser, so they must not be in memory while runs are measured.
///
/// # Errors
///
/// Where an input cannot be opened, a temporary file cannot be written or `lexicons` fails.
pub fn bench(
    options: &BenchOptions,
    lexicons: &dyn Fn() -> Result<Lexicons>,
    analyser: &Analyser,
    phrases: Option<&PhraseMatcher>,
    stop: &AtomicBool,
    progress: &mut dyn FnMut(BenchProgress<'_>),
) -> Result<Option<BenchReport>> {
    let machine = Machine::this();
    let mut wholes = whole::tasks(options, analyser, phrases);
    let mut steps = Steps {
        done: 0,
        of: wholes.len() * options.rounds.max(1),
        stop,
        progress,
    };
    // Once before the sample is in memory, so that memory is measured too.
    let mut first = whole::Seen::default();
    for task in &mut wholes {
        if !steps.step(&task.measurement.name) {
            return Ok(None);
        }
        first = task.run(stop)?.unwrap_or(first);
    }
    if stop.load(Ordering::Relaxed) {
        return Ok(None);
    }
    let sample = Sample::read(options);
    if sample.items.is_empty() {
        let records = first.counts.articles + first.counts.rejects;
        let what = format!("{records} records, and none is an article that can be read");
        return Err(Error::new(
            ErrorKind::Input,
            format!("the archive has {what}: there is nothing to measure"),
        ));
    }
    let lexicons = &lexicons()?;
    let mut stages = if options.stages {
        measured(stages::tasks(&sample, lexicons, analyser, phrases)?)
    } else {
        Vec::new()
    };
    let mut limits = measured(limits::tasks(&sample, lexicons, phrases)?);
    steps.of += (stages.len() + limits.len()) * options.rounds.max(1);
    for round in 0..options.rounds.max(1) {
        for task in wholes.iter_mut().filter(|_| round > 0) {
            if !steps.step(&task.measurement.name) {
                return Ok(None);
            }
            task.run(stop)?;
        }
        for (measurement, task) in stages.iter_mut().chain(&mut limits) {
            if !steps.step(&measurement.name) {
                return Ok(None);
            }
            measure(measurement, task)?;
        }
    }
    let whole: Vec<Measurement> = wholes.into_iter().map(|t| t.measurement).collect();
    let only = |measured: Vec<(Measurement, Task<'_>)>| -> Vec<Measurement> {
        measured.into_iter().map(|(m, _)| m).collect()
    };
    let (stages, limits) = (only(stages), only(limits));
    Ok(Some(BenchReport {
        engine: concat!("stanceline ", env!("CARGO_PKG_VERSION")).to_owned(),
        machine,
        counts: first.counts,
        bytes: first.bytes,
        file_bytes: first.file_bytes,
        ratios: ratios(&whole, &limits),
        notes: notes(&first, &limits),
        whole,
        index: first.index,
        stages,
        limits,
    }))
}

/// Counts the steps.
struct Steps<'a> {
    done: usize,
    of: usize,
    stop: &'a AtomicBool,
    progress: &'a mut dyn FnMut(BenchProgress<'_>),
}

impl Steps<'_> {
    /// Begins a step; false where it was asked to stop.
    fn step(&mut self, step: &str) -> bool {
        (self.progress)(BenchProgress {
            step,
            done: self.done,
            of: self.of,
        });
        self.done += 1;
        !self.stop.load(Ordering::Relaxed)
    }
}

fn measured<'a>(tasks: Vec<(&'static str, Task<'a>)>) -> Vec<(Measurement, Task<'a>)> {
    let new = |(name, task): (&str, Task<'a>)| (nothing(name, None), task);
    tasks.into_iter().map(new).collect()
}

fn nothing(name: &str, threads: Option<usize>) -> Measurement {
    Measurement {
        name: name.to_owned(),
        threads,
        bytes: 0,
        articles: 0,
        cost: Cost {
            wall: f64::INFINITY,
            cpu: None,
        },
        memory: None,
    }
}

/// Does the work once more, and keeps the least cost.
fn measure(measurement: &mut Measurement, task: &mut Task<'_>) -> Result<()> {
    let watch = Watch::start();
    let (bytes, articles) = task()?;
    measurement.cost = least(measurement.cost, watch.cost());
    measurement.bytes = bytes;
    measurement.articles = articles;
    Ok(())
}

fn least(a: Cost, b: Cost) -> Cost {
    Cost {
        wall: a.wall.min(b.wall),
        cpu: match (a.cpu, b.cpu) {
            (Some(a), Some(b)) => Some(a.min(b)),
            (one, other) => one.or(other),
        },
    }
}

/// Name of the run up to the gate.
const GATE_PATH: &str = "up to the gate: read, clean, dedup, gate";
/// Name of the run with a list of phrases.
const TAGGING: &str = "read, clean, dedup, phrases of every paragraph";
/// Name of the whole chain.
const WHOLE: &str = "whole chain, statements and timelines included";

fn ratios(whole: &[Measurement], limits: &[Measurement]) -> Vec<Ratio> {
    let mut ratios = Vec::new();
    let limit = |name: &str| limits.iter().find(|l| l.name == name);
    let price = |names: &[&str]| -> Option<f64> {
        names
            .iter()
            .map(|name| limit(name).map(Measurement::price))
            .sum()
    };
    let single = |name: &str| {
        whole
            .iter()
            .find(|m| m.name == name && m.threads == Some(1))
    };
    let mut put = |name: &str, value: Option<f64>| {
        ratios.extend(value.map(|value| Ratio {
            name: name.to_owned(),
            value,
        }));
    };
    let gate = single(GATE_PATH).map(Measurement::price);
    let bound = price(&[limits::JSON, limits::XXH3, limits::HEADS]);
    put(
        "up to the gate / [serde_json + xxh3 + scan for the heads]",
        bound.zip(gate).map(|(b, g)| b / g),
    );
    let bound = price(&[limits::JSON, limits::XXH3, limits::GATE]);
    put(
        "up to the gate / [serde_json + xxh3 + the gate's own question]",
        bound.zip(gate).map(|(b, g)| b / g),
    );
    let tagging = single(TAGGING).map(Measurement::price);
    let bound = price(&[limits::JSON, limits::AUTOMATON]);
    put(
        "phrases of every paragraph / [serde_json + aho-corasick DFA]",
        bound.zip(tagging).map(|(b, t)| b / t),
    );
    for name in [WHOLE, GATE_PATH, TAGGING] {
        let two = whole
            .iter()
            .find(|m| m.name == name && m.threads == Some(2));
        let gain = single(name)
            .zip(two)
            .map(|(one, two)| one.cost.wall / two.cost.wall);
        put(&format!("two threads / one, on the wall: {name}"), gain);
    }
    ratios
}

/// Bytes of an archive under which what a run costs once, 1.5 ms of processor time up to the gate and 5 with timelines, is more than three hundredths
/// of it.
const SMALL: u64 = 20_000_000;

fn notes(seen: &whole::Seen, limits: &[Measurement]) -> Vec<String> {
    let mut notes = Vec::new();
    if seen.bytes < SMALL {
        notes.push(format!(
            "The archive has less than {} MB. What a run costs once whatever it reads (files opened, threads started, outputs put in place) shows in its rates and \
             ratios, and two threads have few chunks to share: take these figures for those of no larger archive.",
            SMALL / 1_000_000
        ));
    }
    let rejects = seen.counts.rejects;
    if rejects > 0 {
        notes.push(format!(
            "Rejected records: {rejects}. Their bytes count in the rates of the whole; stages and limits alone leave them out."
        ));
    }
    if !limits.iter().any(|limit| limit.name == limits::JSON) {
        notes.push("All records are files of text: there is no JSON to read, and no ratio to what reading it costs.".to_owned());
    }
    notes
}

#[cfg(test)]
mod tests;
