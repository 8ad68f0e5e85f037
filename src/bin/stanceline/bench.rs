//! `stanceline bench`: how fast the chain is on this machine and on this archive; and archives to measure with.

use std::fmt::Write as _;
use std::io::{BufWriter, IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use indicatif::{ProgressBar, ProgressStyle};
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::bench::{
    ArchiveSettings, BenchOptions, BenchReport, Measurement, bench, generate,
};
use stanceline::pipeline::{Analyser, RunOptions};

use crate::args::{CLEAN, INTERRUPTED, complain, say};
use crate::run::{readable, typed_field};
use crate::sizes::{share, significant, size};
use crate::tag::matcher;
use crate::topic::topic_of;
use crate::{interrupt, output};

const EXAMPLES: &str = "\
Examples:
  stanceline bench --generate 200MB --out archive.jsonl   an archive to measure with, 2 % of it on topic
  stanceline bench archive.jsonl --stages                 the whole, and each stage alone
  stanceline bench --generate 5GB --out - | stanceline run - --out out
  stanceline bench archive.jsonl --list names.txt --json > figures.json";

/// Arguments of `bench`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct BenchArgs {
    /// Files or folders to measure on, as `run` reads them: NDJSON with an article a line, or files of text; plain, .gz or .zst
    #[arg(required_unless_present = "generate")]
    inputs: Vec<PathBuf>,
    /// Measure each stage alone too
    #[arg(long, conflicts_with = "generate")]
    stages: bool,
    /// Worker threads to run the whole with, several by commas; 0 for one a processor [default: 1,0]
    #[arg(
        long,
        value_name = "N",
        value_delimiter = ',',
        conflicts_with = "generate"
    )]
    threads: Vec<usize>,
    /// Times that everything is done; the least cost counts
    #[arg(long, value_name = "N", default_value_t = 5, conflicts_with = "generate", value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Measure finding these phrases in every paragraph too, one a line
    #[arg(long = "list", value_name = "FILE", conflicts_with = "generate")]
    lists: Vec<PathBuf>,
    /// How much of the archive stages and limits are measured on
    #[arg(long, value_name = "SIZE", default_value = "200MB", value_parser = size, conflicts_with = "generate")]
    sample: u64,
    /// Write figures as JSON
    #[arg(long, conflicts_with = "generate")]
    json: bool,
    /// Make an archive of about this size in place of measuring: 200MB, 1GB
    #[arg(long, value_name = "SIZE", value_parser = size, conflicts_with = "inputs", requires = "out")]
    generate: Option<u64>,
    /// Share of the made archive's articles that are on topic
    #[arg(long = "on-topic", value_name = "SHARE", default_value = "2%", value_parser = share, requires = "generate")]
    on_topic: f64,
    /// Another number makes another archive
    #[arg(long, value_name = "N", default_value_t = 1, requires = "generate")]
    seed: u64,
    /// Where the made archive goes; - for standard output
    #[arg(long, value_name = "FILE", requires = "generate")]
    out: Option<PathBuf>,
    /// Folder with lexicons to use in place of the embedded ones of the same name; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// Topic, by the id of its pack [default: as for `run`]
    #[arg(long)]
    topic: Option<String>,
    /// Read a field from a key of your own: id, url, title, text, published, outlet, authors, language or modified
    #[arg(long, value_name = "FIELD=KEY", conflicts_with = "generate")]
    field: Vec<String>,
    /// Say nothing but errors and the figures
    #[arg(long, short)]
    quiet: bool,
}

impl BenchArgs {
    /// Whether an archive is made, and nothing measured.
    pub(crate) fn makes(&self) -> bool {
        self.generate.is_some()
    }
}

/// Runs it.
pub(crate) fn run(args: &BenchArgs) -> Result<ExitCode> {
    let topic = topic_of(args.topic.as_deref(), &args.lexicons)?;
    let lexicons = Lexicons::load(&args.lexicons, &topic)?;
    if let (Some(bytes), Some(out)) = (args.generate, &args.out) {
        return make(args, &lexicons, bytes, out);
    }
    let found = readable(&args.inputs)?;
    found
        .missing
        .into_iter()
        .for_each(|error| complain(&error.into()));
    if found.inputs.iter().any(|input| input.path.is_none()) {
        bail!("standard input can be read once only: name a file to measure on");
    }
    let phrases = match args.lists.as_slice() {
        [] => None,
        lists => Some(matcher(lists, false)?),
    };
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = match args.threads.as_slice() {
        [] if processors == 1 => vec![1],
        [] => vec![1, processors],
        given => given
            .iter()
            .map(|&n| if n == 0 { processors } else { n })
            .collect(),
    };
    let analyser = Analyser::new(&lexicons)?;
    let options = BenchOptions {
        run: RunOptions {
            inputs: found.inputs,
            topic: topic.clone(),
            copy_words: lexicons.language.copies.clone(),
            dateline_words: lexicons.language.datelines.clone(),
            lexicons: lexicons.sha256.clone(),
            fields: args
                .field
                .iter()
                .map(|typed| typed_field(typed))
                .collect::<Result<_>>()?,
            ..RunOptions::default()
        },
        threads,
        rounds: args.rounds as usize,
        stages: args.stages,
        sample: usize::try_from(args.sample).unwrap_or(usize::MAX),
    };
    // As `run` does, so that what is measured is what a run takes.
    drop(lexicons);
    let stop = interrupt::flag()?;
    let bar = bar(args.quiet, "{wide_bar} {pos}/{len}  {msg}");
    let report = bench(
        &options,
        &|| Lexicons::load(&args.lexicons, &topic),
        &analyser,
        phrases.as_ref(),
        &stop,
        &mut |p| {
            bar.set_length(p.of as u64);
            bar.set_position(p.done as u64);
            bar.set_message(p.step.to_owned());
        },
    );
    bar.finish_and_clear();
    let Some(report) = report? else {
        say("interrupted: nothing was measured");
        return Ok(ExitCode::from(INTERRUPTED));
    };
    let mut out = stdout().lock();
    let text = if args.json {
        serde_json::to_string_pretty(&report)? + "\n"
    } else {
        table(&report)
    };
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .context("standard output cannot be written")?;
    Ok(ExitCode::from(CLEAN))
}

/// Makes an archive.
fn make(args: &BenchArgs, lexicons: &Lexicons, bytes: u64, out: &Path) -> Result<ExitCode> {
    let settings = ArchiveSettings {
        bytes,
        topic: args.on_topic,
        seed: args.seed,
    };
    let bar = bar(
        args.quiet,
        "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec}",
    );
    bar.set_length(bytes);
    let mut progress = |done: u64| bar.set_position(done);
    let (writer, unnamed) = output::create(out)?;
    let mut writer = BufWriter::with_capacity(1 << 20, writer);
    let made = generate(lexicons, settings, &mut writer, &mut progress);
    bar.finish_and_clear();
    let made = made?;
    unnamed.name()?;
    if !args.quiet {
        say(&format!(
            "{} articles, {} of them on topic; {} paragraphs, {} of them copies, {} near copies; {} bytes",
            made.articles,
            made.on_topic,
            made.paragraphs,
            made.copies,
            made.near_copies,
            made.bytes
        ));
    }
    Ok(ExitCode::from(CLEAN))
}

fn bar(quiet: bool, template: &str) -> ProgressBar {
    if quiet || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// The figures as tables in Markdown, to be pasted where somebody asks for them.
fn table(report: &BenchReport) -> String {
    let mut text = String::new();
    let machine = &report.machine;
    let gigabytes = machine
        .memory
        .map_or_else(String::new, |m| format!(", {} GB", m >> 30));
    let load = machine
        .load
        .map_or_else(String::new, |l| format!(", load {l:.1} before"));
    let counts = report.counts;
    // Writing to a string cannot fail.
    let _ = write!(
        text,
        "{}: {}, {} processors{gigabytes}, {}{load}\n\n{} MB of text from {} MB of files: {} articles ({} on topic), {} records rejected, {} paragraphs ({} dropped), {} statements\n",
        report.engine,
        machine.processor,
        machine.processors,
        machine.system,
        significant(report.bytes as f64 / 1e6),
        significant(report.file_bytes as f64 / 1e6),
        counts.articles,
        counts.gate_passes,
        counts.rejects,
        counts.paragraphs,
        counts.removed.repeat + counts.removed.exact,
        counts.statements,
    );
    text.push_str("\n| whole | threads | MB/s of wall | MB/CPU s | articles/s | wall s | CPU s | peak MB | anonymous MB |\n|---|---|---|---|---|---|---|---|---|\n");
    for m in &report.whole {
        let (peak, anonymous) = m.memory.map_or(("-".to_owned(), "-".to_owned()), |m| {
            let megabytes = |n: u64| format!("{:.0}", n as f64 / 1e6);
            (megabytes(m.peak), megabytes(m.anonymous))
        });
        let _ = writeln!(
            text,
            "| {} | {} | {} | {} | {} | {} | {} | {peak} | {anonymous} |",
            m.name,
            m.threads.unwrap_or(1),
            significant(m.bytes as f64 / 1e6 / m.cost.wall),
            significant(m.rate()),
            significant(m.articles as f64 / m.cost.wall),
            significant(m.cost.wall),
            seconds(m.cost.cpu),
        );
    }
    let index = report.index;
    let _ = writeln!(
        text,
        "\nExact index: {} paragraphs in {} MB, {:.1} bytes each.",
        index.entries,
        significant(index.bytes as f64 / 1e6),
        index.bytes as f64 / index.entries.max(1) as f64
    );
    for (name, rows) in [("stage alone", &report.stages), ("limit", &report.limits)] {
        if !rows.is_empty() {
            let _ = write!(
                text,
                "\n| {name} | MB/CPU s | articles/s | wall s | CPU s |\n|---|---|---|---|---|\n"
            );
            for m in rows {
                row(m, &mut text);
            }
        }
    }
    if !report.ratios.is_empty() {
        text.push_str("\n| ratio | times as fast |\n|---|---|\n");
        for ratio in &report.ratios {
            let _ = writeln!(text, "| {} | {:.2} |", ratio.name, ratio.value);
        }
    }
    for note in &report.notes {
        let _ = write!(text, "\n{note}\n");
    }
    text
}

fn row(m: &Measurement, text: &mut String) {
    let cpu = m.cost.cpu.unwrap_or(m.cost.wall).max(1e-9);
    let _ = writeln!(
        text,
        "| {} | {} | {} | {} | {} |",
        m.name,
        significant(m.rate()),
        significant(m.articles as f64 / cpu),
        significant(m.cost.wall),
        seconds(m.cost.cpu),
    );
}

fn seconds(seconds: Option<f64>) -> String {
    seconds.map_or_else(|| "unknown".to_owned(), significant)
}
