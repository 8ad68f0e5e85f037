//! `stanceline ingest`: a delivery of articles into the nightly store.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::{self, Analyser, IngestReport, NEAR_WINDOW, Near, RunOptions};
use stanceline::read::{ChunkLimits, Field, find_inputs};
use stanceline::store::Store;

use crate::args::{CLEAN, INTERRUPTED, SOME_FAILED, complain, say};
use crate::interrupt;

const EXAMPLES: &str = "\
Examples:
  stanceline ingest tonight.jsonl.gz --store /var/lib/stanceline
  stanceline ingest archive/ --store ledger --rejects rejects.ndjson

The same delivery twice changes nothing. After a crash, a full disk or Ctrl-C the same command completes the rest.";

/// Arguments of `ingest`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct IngestArgs {
    /// Files, folders, or - for standard input: what `run` reads
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// The store's folder, made where it does not exist
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
    #[command(flatten)]
    engine: EngineArgs,
    /// Where to write the records that could not be read
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Reject longer lines (and files of text), in bytes
    #[arg(long, value_name = "BYTES", default_value_t = ChunkLimits::default().line)]
    max_line: usize,
    /// Reject articles with a longer text, in bytes
    #[arg(long, value_name = "BYTES", default_value_t = RunOptions::default().max_article)]
    max_article: usize,
    /// Read a field from a key of your own: id, url, title, text, published, outlet, authors or language
    #[arg(long, value_name = "FIELD=KEY")]
    field: Vec<String>,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// What guides the analysis; a store is used with the same all the time.
#[derive(Debug, clap::Args)]
pub(crate) struct EngineArgs {
    /// Topic
    #[arg(long, default_value = "ukraine")]
    topic: String,
    /// Folders with lexicons to use in place of the embedded ones of the same name
    #[arg(long, value_name = "DIR", num_args = 1..)]
    lexicons: Vec<PathBuf>,
    /// Worker threads, at most 512; 0 for one a processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Whether near copies in articles on the topic are told from originals
    #[arg(long, value_enum, default_value_t)]
    near: Switch,
    /// Near copies lie at most so many days apart
    #[arg(long, value_name = "DAYS", default_value_t = NEAR_WINDOW)]
    near_window: u16,
}

/// On or off, as typed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Switch {
    /// No
    Off,
    /// Yes
    #[default]
    On,
}

/// What reads and analyses, and the options that name it.
pub(crate) struct Engine {
    pub(crate) options: RunOptions,
    pub(crate) analyser: Analyser,
}

impl EngineArgs {
    /// Builds it.
    pub(crate) fn build(&self) -> Result<Engine> {
        let lexicons = Lexicons::load(&self.lexicons, &self.topic)?;
        Ok(Engine {
            analyser: Analyser::new(&lexicons)?,
            options: RunOptions {
                topic: self.topic.clone(),
                copy_words: lexicons.language.copies.clone(),
                lexicons: lexicons.sha256,
                threads: self.threads,
                near: match self.near {
                    Switch::Off => Near::Off,
                    Switch::On => Near::Topic,
                },
                near_window: self.near_window,
                ..RunOptions::default()
            },
        })
    }
}

/// Runs it.
pub(crate) fn run(args: &IngestArgs) -> Result<ExitCode> {
    let mut engine = args.engine.build()?;
    engine.options.limits.line = args.max_line;
    engine.options.max_article = args.max_article;
    for typed in &args.field {
        let named = typed.split_once('=').filter(|(_, key)| !key.is_empty());
        let (name, key) = named
            .ok_or_else(|| anyhow!("--field {typed}: write it as FIELD=KEY, such as text=body"))?;
        let field = Field::from_name(name)
            .ok_or_else(|| anyhow!("--field {typed}: there is no field {name:?}"))?;
        engine.options.fields.push((field, key.to_owned()));
    }
    let found = find_inputs(&args.inputs);
    let missing = !found.missing.is_empty();
    for error in found.missing {
        complain(&error.into());
    }
    if found.inputs.is_empty() {
        bail!("nothing to read");
    }
    engine.options.inputs = found.inputs;
    let stop = interrupt::flag()?;
    let mut store = Store::open(&args.store, &pipeline::identity(&engine.options))?;
    let report = pipeline::ingest(
        &engine.options,
        &engine.analyser,
        &mut store,
        &stop,
        &mut |_| {},
    )?;
    let Some(report) = report else {
        say("interrupted: what was committed is in the store; the same command completes the rest");
        return Ok(ExitCode::from(INTERRUPTED));
    };
    if let Some(file) = &args.rejects {
        pipeline::write_rejects(&report.rejects, file)?;
    }
    if !args.quiet {
        tell(&report);
    }
    let failed = missing || !report.rejects.is_empty();
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

fn tell(report: &IngestReport) {
    for reject in report.rejects.iter().take(5) {
        let line = reject.line.map_or_else(String::new, |l| format!(":{l}"));
        say(&format!(
            "rejected {}{line}: {}",
            reject.file, reject.reason
        ));
    }
    say(&format!(
        "{} articles: {} new ({} of them updates), {} known, {} outdated; {} analysed; {} rejects",
        report.articles,
        report.new,
        report.updates,
        report.known,
        report.outdated,
        report.analysed,
        report.rejects.len()
    ));
}

/// Writes a line to standard output.
pub(crate) fn print(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output cannot be written")
}
