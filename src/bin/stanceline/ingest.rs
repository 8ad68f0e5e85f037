//! `stanceline ingest`: a delivery of articles into the nightly store.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Error, Result, bail};
use stanceline::feed::{Feed, Ndjson};
use stanceline::lexicon::Lexicons;
use stanceline::model::Reject;
use stanceline::pipeline::{self, Analyser, IngestReport, Near, RunOptions, near_of};
use stanceline::read::find_inputs_outside;
use stanceline::store::{Identity, Store};

use crate::args::{CLEAN, INTERRUPTED, SOME_FAILED, complain, counted, say};
use crate::config::Config;
use crate::inputs::missing_inputs;
use crate::interrupt;
use crate::places::{Written, refuse_inside_store, refuse_overwriting};
use crate::rejects::{Rejects, tell_unread, tell_unread_dates, told_missing};
use crate::run::{input_paths, tell_left_out, typed_field};
use crate::sizes::bytes;
use crate::store::tell_strangers;
use crate::topic::{topic_of, topic_of_store};

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
    store: Option<PathBuf>,
    #[command(flatten)]
    engine: EngineArgs,
    /// Where to write the records that could not be read
    #[arg(long, value_name = "FILE")]
    rejects: Option<PathBuf>,
    /// Reject longer lines (and files of text), in bytes, kB or MB [default: 67108864]
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    max_line: Option<usize>,
    /// Reject articles with a longer text, in bytes, kB or MB [default: 8388608]
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    max_article: Option<usize>,
    /// Read a field from a key of your own: id, url, title, text, published, outlet, authors, language or modified
    #[arg(long, value_name = "FIELD=KEY")]
    field: Vec<String>,
    /// Wait at most so many seconds for another process that writes to the store [default: 0]
    #[arg(long, value_name = "SECONDS")]
    wait: Option<u32>,
    /// Settings in TOML, with the names of these flags; what is for `run` alone is passed over, and flags win
    #[arg(long, value_name = "FILE.toml")]
    config: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// What guides the analysis; a store is used with the same all the time.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct EngineArgs {
    /// Topic [default: the store's; for a new one the one among the packs in --lexicons, else ukraine]
    #[arg(long)]
    topic: Option<String>,
    /// Folder with lexicons to use in place of the embedded ones of the same name; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// Worker threads, at most 512; 0 for one a processor [default: 0]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Whether near copies in articles on the topic are told from originals [default: as the store has it; on for a new one]
    #[arg(long, value_enum)]
    near: Option<Switch>,
    /// Near copies lie at most so many days apart [default: the store's; 14 for a new one]
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
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
    /// The same, with what is written in settings where nothing is typed.
    fn or(&self, config: &Config) -> Self {
        let near = config.near.as_deref().map(|near| match near {
            "off" => Switch::Off,
            _ => Switch::On,
        });
        Self {
            topic: self.topic.clone().or_else(|| config.topic.clone()),
            lexicons: if self.lexicons.is_empty() {
                config.lexicons.clone()
            } else {
                self.lexicons.clone()
            },
            threads: self.threads.or(config.threads),
            near: self.near.or(near),
            near_window: self.near_window.or(config.near_window),
        }
    }

    /// Builds it; what is not typed is as the store in a folder has it, where there is one.
    pub(crate) fn build(&self, store: &Path) -> Result<Engine> {
        let defaults = RunOptions::default();
        let named = self.topic.as_deref();
        let (topic, near, window) = match Identity::of(store)? {
            Some(kept) => {
                let (near, window) = near_of(&kept.near);
                let topic = topic_of_store(&kept.topic, named, &self.lexicons)?;
                (topic, near, window)
            }
            None => (
                topic_of(named, &self.lexicons)?,
                defaults.near,
                defaults.near_window,
            ),
        };
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
                dateline_words: lexicons.language.datelines.clone(),
                lexicons: lexicons.sha256,
                threads: self.threads.unwrap_or(0),
                near,
                near_window: self.near_window.unwrap_or(window),
                ..defaults
            },
        })
    }
}

/// Runs it.
pub(crate) fn run(args: &IngestArgs) -> Result<ExitCode> {
    let config = Config::read(args.config.as_deref())?;
    let folder = args.store.as_ref().or(config.store.as_ref());
    let folder = folder.context("which store? name its folder with --store DIR")?;
    let rejects = args.rejects.as_deref().or(config.rejects.as_deref());
    let mut engine = args.engine.or(&config).build(folder)?;
    let options = &mut engine.options;
    let line = args.max_line.or(config.max_line);
    options.limits.line = line.unwrap_or(options.limits.line);
    let article = args.max_article.or(config.max_article);
    options.max_article = article.unwrap_or(options.max_article);
    options.fields = config.fields()?;
    for typed in &args.field {
        engine.options.fields.push(typed_field(typed)?);
    }
    let found = find_inputs_outside(Some(folder), &args.inputs);
    let quiet = args.quiet || config.quiet.unwrap_or(false);
    let written = rejects.iter().map(|file| ("--rejects", *file));
    let written: Vec<Written<'_>> = written.collect();
    let read = input_paths(&found.inputs).chain(args.config.as_deref());
    refuse_overwriting(&written, read)?;
    refuse_inside_store(&written, folder)?;
    tell_left_out(found.left_out, folder, quiet);
    let missing = !found.missing.is_empty();
    let absent = missing_inputs(&found.missing);
    for error in found.missing {
        complain(&error.into());
    }
    if found.inputs.is_empty() {
        bail!("nothing to read");
    }
    engine.options.inputs = found.inputs;
    let stop = interrupt::flag()?;
    let mut rejects = IngestRejects::new(rejects, quiet)?;
    absent.iter().try_for_each(|input| rejects.keep(input))?;
    let patience = Duration::from_secs(args.wait.or(config.wait).unwrap_or(0).into());
    let identity = pipeline::identity(&engine.options);
    let mut store = match Store::open_waiting(folder, &identity, patience, &stop) {
        Err(_) if stop.load(Ordering::Relaxed) => return Ok(interrupted(0)),
        opened => opened?,
    };
    tell_strangers(&store);
    let report = pipeline::ingest(
        &engine.options,
        &engine.analyser,
        &mut store,
        &stop,
        &mut |reject| rejects.add(&reject),
        &mut |_| {},
    )?;
    rejects.finish()?;
    if report.interrupted {
        return Ok(interrupted(report.articles));
    }
    if !quiet {
        tell(&report, absent.len() as u64);
    }
    let failed = missing || report.rejects > 0;
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

/// Says what of a delivery is safe.
fn interrupted(articles: u64) -> ExitCode {
    let saved = match articles {
        0 => "nothing of this delivery is in the store yet".to_owned(),
        n => format!(
            "{} of this delivery are in the store",
            counted(n, "article")
        ),
    };
    say(&format!(
        "interrupted: {saved}; the same command completes the rest"
    ));
    ExitCode::from(INTERRUPTED)
}

/// What becomes of records that fail: the first ones are told, and all of them written where that is wanted, as they come.
struct IngestRejects {
    told: Option<Rejects>,
    kept: Option<Ndjson<BufWriter<File>>>,
}

impl IngestRejects {
    fn new(file: Option<&Path>, quiet: bool) -> Result<Self> {
        let kept = file.map(|file| {
            // Under its own name from the start: what was rejected before an interruption is told nowhere else.
            let writer = File::create(file)
                .with_context(|| format!("{}: cannot be written", file.display()))?;
            Ok::<_, Error>(Ndjson::new(BufWriter::new(writer), file))
        });
        Ok(Self {
            told: (!quiet).then(Rejects::default),
            kept: kept.transpose()?,
        })
    }

    fn add(&mut self, reject: &Reject) -> stanceline::Result<()> {
        if let Some(told) = &mut self.told {
            told.tell(reject);
        }
        self.keep(reject)
    }

    fn keep(&mut self, reject: &Reject) -> stanceline::Result<()> {
        match &mut self.kept {
            Some(lines) => lines.write(reject),
            None => Ok(()),
        }
    }

    /// Writes out what is left, and says how many were not told.
    fn finish(self) -> Result<()> {
        let place = match self.kept {
            Some(mut lines) => {
                <Ndjson<_> as Feed<Reject>>::finish(&mut lines)?;
                "; the file of rejects names all of them"
            }
            None => "; --rejects FILE keeps all of them",
        };
        if let Some(told) = self.told {
            told.rest(told.count(), place);
        }
        Ok(())
    }
}

fn tell(report: &IngestReport, missing: u64) {
    report.unread.iter().for_each(tell_unread);
    tell_unread_dates(&report.undated, report.unread_dates);
    say(&format!(
        "{}: {} new ({} of them updates), {} known, {} outdated; {} analysed; {}{}",
        counted(report.articles, "article"),
        report.new,
        report.updates,
        report.known,
        report.outdated,
        report.analysed,
        counted(report.rejects + missing, "reject"),
        told_missing(missing)
    ));
}

/// Writes a line to standard output.
pub(crate) fn print(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output cannot be written")
}
