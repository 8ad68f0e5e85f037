//! A store of a million statements, made without analysing anything, and what its folds, timelines and feeds cost.
//!
//! `cargo bench --bench store -- --statements 1000000 --folder DIR` leaves the store in `DIR/store` and its feeds in `DIR/feeds`, to try
//! commands on; without a folder all of it goes away. `--fingerprints 20000000` asks what a store costs that has seen so many paragraphs off
//! the topic.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement that cannot go on should stop there, and tells what it measured"
)]

mod made;
mod seen;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicBool;
use std::time::Instant;

use stanceline::feed::RowFormat;
use stanceline::lexicon::Lexicons;
use stanceline::model::{Bucket, Summary};
use stanceline::pipeline::{
    Analyser, RunOptions, identity, ingest, publish, stored_summaries, write_rows,
};
use stanceline::store::Store;
use stanceline::timeline::Selection;

use made::fill;
use seen::fingerprints;

fn main() {
    let (mut statements, mut folder, mut seen) = (20_000, None, 0);
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--statements" => statements = arguments.next().unwrap().parse().unwrap(),
            "--fingerprints" => seen = arguments.next().unwrap().parse().unwrap(),
            "--folder" => folder = Some(PathBuf::from(arguments.next().unwrap())),
            // What cargo passes on.
            _ => {}
        }
    }
    let gone = tempfile::tempdir().unwrap();
    let folder = folder.unwrap_or_else(|| gone.path().to_owned());
    if seen > 0 {
        fingerprints(&folder.join("seen"), seen);
        return;
    }
    let (place, feeds) = (folder.join("store"), folder.join("feeds"));
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let options = RunOptions {
        topic: "ukraine".to_owned(),
        lexicons: lexicons.sha256.clone(),
        ..RunOptions::default()
    };
    let analyser = Analyser::new(&lexicons).unwrap();
    let mut store = Store::open(&place, &identity(&options)).unwrap();
    // Two and a half statements an article, and one article in six has none of its own.
    let articles = statements * 12 / 25;
    let there = store.stats().unwrap().articles;
    measured("making the store", || fill(&mut store, there..articles, 0));
    let fold = |what: &str, store: &mut Store| {
        measured(what, || {
            let stop = AtomicBool::new(false);
            ingest(
                &options,
                &analyser,
                store,
                &stop,
                &mut |_| Ok(()),
                &mut |_| {},
            )
            .unwrap()
        });
    };
    fold("folding it", &mut store);
    println!("{:?}", store.stats().unwrap());
    queries(&place);
    let morning = |what: &str| {
        let done = measured(what, || publish(&place, &feeds, "", Bucket::Week).unwrap());
        println!("{done:?}");
    };
    morning("first publication");
    morning("publication of nothing new");
    // A night: the last day's articles, and a late one.
    measured("a night's articles", || {
        fill(&mut store, articles..articles + 200, 0);
        fill(&mut store, articles + 200..articles + 201, 100);
    });
    fold("folding a night", &mut store);
    morning("publication of a night");
}

fn measured<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let cpu = || {
        let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
        time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9
    };
    let (began, before) = (Instant::now(), cpu());
    let done = work();
    let spent = cpu() - before;
    let wall = began.elapsed().as_secs_f64();
    println!("{what}: {spent:.3} s of processor time, {wall:.3} s on the clock");
    done
}

fn queries(place: &Path) {
    let day = |text: &str| Some(text.parse().unwrap());
    let everything = Selection::default();
    let window = Selection {
        from: day("2025-03-01"),
        to: day("2025-03-31"),
        ..Selection::default()
    };
    let until = Selection {
        to: day("2025-09-30"),
        ..Selection::default()
    };
    let actor = Selection {
        actors: vec!["Speaker 7".to_owned()],
        ..Selection::default()
    };
    let proposal = Selection {
        proposals: vec!["proposal-b".to_owned()],
        ..Selection::default()
    };
    for (what, selection) in [
        ("table", &everything),
        ("table of a month", &window),
        ("table up to a day", &until),
        ("table of an actor", &actor),
        ("table of a proposal", &proposal),
    ] {
        for by in [Bucket::Week, Bucket::Day] {
            let mut rows: Vec<Summary> = Vec::new();
            measured(&format!("{what} by {by:?}"), || {
                let mut take = |row| {
                    rows.push(row);
                    Ok(())
                };
                stored_summaries(place, selection, by, &mut take).unwrap();
            });
            println!("{} rows", rows.len());
        }
    }
    for (what, selection) in [
        ("rows of a month", &window),
        ("rows of an actor", &actor),
        ("rows of a proposal", &proposal),
        ("rows up to a day", &until),
        ("all rows", &everything),
    ] {
        for format in [RowFormat::Csv, RowFormat::Ndjson] {
            let mut out = Counted::default();
            let began = Instant::now();
            measured(&format!("{what} as {format:?}"), || {
                write_rows(place, selection, Bucket::Week, format, &mut out, "-").unwrap();
            });
            let first = out.first.unwrap().duration_since(began).as_secs_f64();
            let (rows, bytes) = (out.lines, out.bytes);
            println!("{rows} lines, {bytes} bytes, the first after {first:.3} s");
        }
    }
}

/// Counts what is written, and forgets it.
#[derive(Default)]
struct Counted {
    bytes: usize,
    lines: usize,
    first: Option<Instant>,
}

impl Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.first.get_or_insert_with(Instant::now);
        self.bytes += bytes.len();
        self.lines += memchr::memchr_iter(b'\n', bytes).count();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
