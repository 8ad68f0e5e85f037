//! `stanceline ingest`: a delivery of articles into the nightly store.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::{self, Analyser, IngestReport, Near, RunOptions, near_of};
use stanceline::read::{ChunkLimits, Field, find_inputs};
use stanceline::store::{Identity, Store};

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
    /// Topic [default: the store's; ukraine for a new one]
    #[arg(long)]
    topic: Option<String>,
    /// Folder with lexicons to use in place of the embedded ones of the same name; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// Worker threads, at most 512; 0 for one a processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Whether near copies in articles on the topic are told from originals [default: as the store has it; on for a new one]
    #[arg(long, value_enum)]
    near: Option<Switch>,
    /// Near copies lie at most so many days apart [default: the store's; 14 for a new one]
    #[arg(long, value_name = "DAYS")]
    near_window: Option<u16>,
}

/// On or off, as typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Switch {
    /// No
    Off,
    /// Yes
    On,
}

/// What reads and analyses, and the options that name it.
pub(crate) struct Engine {
    pub(crate) options: RunOptions,
    pub(crate) analyser: Analyser,
}

impl EngineArgs {
    /// Builds it; what is not typed is as the store in a folder has it, where there is one.
    pub(crate) fn build(&self, store: &Path) -> Result<Engine> {
        let defaults = RunOptions::default();
        let (topic, near, window) = match Identity::of(store)? {
            Some(kept) => {
                let (near, window) = near_of(&kept.near);
                (kept.topic, near, window)
            }
            None => (defaults.topic.clone(), defaults.near, defaults.near_window),
        };
        let topic = self.topic.clone().unwrap_or(topic);
        let near = match self.near {
            None => near,
            Some(Switch::Off) => Near::Off,
            Some(Switch::On) => Near::Topic,
        };
        if near == Near::Off && self.near_window.is_some() {
            bail!(
                "--near-window says how far near copies lie apart, and none are looked for; add --near on"
            );
        }
        let lexicons = Lexicons::load(&self.lexicons, &topic)?;
        Ok(Engine {
            analyser: Analyser::new(&lexicons)?,
            options: RunOptions {
                topic,
                copy_words: lexicons.language.copies.clone(),
                lexicons: lexicons.sha256,
                threads: self.threads,
                near,
                near_window: self.near_window.unwrap_or(window),
                ..defaults
            },
        })
    }
}

/// Runs it.
pub(crate) fn run(args: &IngestArgs) -> Result<ExitCode> {
    let mut engine = args.engine.build(&args.store)?;
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
