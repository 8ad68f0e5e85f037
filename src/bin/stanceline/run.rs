//! `stanceline run`: articles in, statements and timelines out.

use std::io::{IsTerminal, Write, stderr, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::atomic::AtomicBool;

use anyhow::{Context, Result, anyhow, bail};
use clap::ValueEnum;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use stanceline::feed::{self, Table, TableStyle};
use stanceline::lexicon::Lexicons;
use stanceline::model::Bucket;
use stanceline::pipeline::{self, Analyser, Destination, Near, Outcome, RunOptions, RunReport};
use stanceline::read::{ChunkLimits, Field, Input};

use crate::args::{CLEAN, INTERRUPTED, SOME_FAILED, complain, counted, say};
use crate::config::Config;
pub(crate) use crate::inputs::{input_paths, readable, tell_left_out};
use crate::inputs::{missing_inputs, readable_outside};
use crate::interrupt;
use crate::places::{Written, refuse_overwriting};
use crate::rejects::{Rejects, tell_unread, tell_unread_dates, told_missing};
use crate::sizes::{bytes, probability};
use crate::topic::topic_of;

const EXAMPLES: &str = "\
Examples:
  stanceline run articles.jsonl --out out                 one file
  stanceline run archive/ --out out --by day              every .ndjson, .jsonl, .json and .txt in a folder, .gz and .zst too
  zcat old.gz | stanceline run - --out - > statements.ndjson
  stanceline run dump.jsonl --field text=story --field published=when --out out";

/// Arguments of `run`, as typed.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct RunArgs {
    /// Files, folders, or - for standard input: NDJSON with an article a line, or .txt with an article a file; plain, .gz or .zst
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Folder for the results, made where it does not exist; - writes statements to standard output and nothing else
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Folder with lexicons to use in place of the embedded ones of the same name; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// Topic [default: the one among the packs in --lexicons, else ukraine]
    #[arg(long)]
    topic: Option<String>,
    /// Worker threads, at most 512; 0 for one a processor [default: 0]
    #[arg(long, value_name = "N")]
    threads: Option<usize>,
    /// Width of the timeline's buckets [default: week]
    #[arg(long, value_enum)]
    by: Option<By>,
    /// Leave out statements below this confidence, 0 to 1 [default: 0]
    #[arg(long, value_name = "X", value_parser = probability, allow_negative_numbers = true)]
    min_confidence: Option<f64>,
    /// Read each article by itself: paragraphs that an earlier article had stay, and count again
    #[arg(long)]
    keep_copies: bool,
    /// Near copies to remove: none, those in articles on the topic, or all (slower; statements stay the same) [default: on]
    #[arg(long, value_enum)]
    near: Option<NearChoice>,
    /// Near copies lie at most so many days apart [default: 14]
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    near_window: Option<u16>,
    /// Reject longer lines (and files of text), in bytes, kB or MB [default: 67108864]
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    max_line: Option<usize>,
    /// Reject articles with a longer text, in bytes, kB or MB [default: 8388608]
    #[arg(long, value_name = "SIZE", value_parser = bytes)]
    max_article: Option<usize>,
    /// Read a field from a key of your own: id, url, title, text, published, outlet, authors, language or modified
    #[arg(long, value_name = "FIELD=KEY")]
    field: Vec<String>,
    /// Settings in TOML, with the names of these flags; flags win
    #[arg(long, value_name = "FILE.toml")]
    config: Option<PathBuf>,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
    /// Bytes that one worker takes at a time; results do not depend on it
    #[arg(long, value_name = "BYTES", hide = true)]
    chunk: Option<usize>,
}

/// Width of a bucket, as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum By {
    /// One day
    Day,
    /// ISO week, from Monday
    Week,
    /// Calendar month
    Month,
}

/// Which near copies to remove, as typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum NearChoice {
    /// None; exact copies alone
    Off,
    /// Those in articles on the topic
    On,
    /// Those in all articles
    All,
}

impl From<NearChoice> for Near {
    fn from(choice: NearChoice) -> Near {
        match choice {
            NearChoice::Off => Near::Off,
            NearChoice::On => Near::Topic,
            NearChoice::All => Near::Archive,
        }
    }
}

/// Arguments, checked.
struct Settings {
    options: RunOptions,
    analyser: Analyser,
    out: PathBuf,
    quiet: bool,
}

/// Runs the chain.
pub(crate) fn run(args: RunArgs) -> Result<ExitCode> {
    let settings = check(args)?;
    let stop = interrupt::flag()?;
    let outcome = go(&settings, &stop)?;
    let report = match outcome {
        Outcome::Finished(report) => report,
        Outcome::Interrupted => {
            say("interrupted: nothing was written");
            return Ok(ExitCode::from(INTERRUPTED));
        }
    };
    if !settings.quiet {
        tell(&settings, &report)?;
    }
    let failed = report.manifest.counts.rejects > 0;
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

fn check(args: RunArgs) -> Result<Settings> {
    let config = Config::read(args.config.as_deref())?;
    let mut fields = config.fields()?;
    let out = args.out.or(config.out).ok_or_else(|| {
        anyhow!(
            "where to? name a folder with --out DIR, or --out - for statements on standard output"
        )
    })?;
    let min_confidence = args.min_confidence.or(config.min_confidence).unwrap_or(0.0);
    let by = match (args.by, config.by) {
        (Some(by), _) => by,
        (None, Some(by)) => By::from_str(&by, true).map_err(|_| anyhow!("by = {by:?}"))?,
        (None, None) => By::Week,
    };
    let near = match (args.near, config.near) {
        (Some(near), _) => near.into(),
        (None, Some(near)) => NearChoice::from_str(&near, true)
            .map_err(|_| anyhow!("near = {near:?}"))?
            .into(),
        (None, None) => Near::default(),
    };
    let defaults = RunOptions::default();
    let limits = ChunkLimits {
        chunk: args.chunk.unwrap_or(defaults.limits.chunk).max(1),
        line: args
            .max_line
            .or(config.max_line)
            .unwrap_or(defaults.limits.line),
    };
    let max_article = args
        .max_article
        .or(config.max_article)
        .unwrap_or(defaults.max_article);
    for typed in &args.field {
        fields.push(typed_field(typed)?);
    }
    let found = readable_outside(Some(&out), &args.inputs)?;
    refuse_replacing(&out, &found.inputs, args.config.as_deref())?;
    let quiet = args.quiet || config.quiet.unwrap_or(false);
    tell_left_out(found.left_out, &out, quiet);
    let missing = missing_inputs(&found.missing);
    let folders = if args.lexicons.is_empty() {
        config.lexicons
    } else {
        args.lexicons
    };
    let topic = topic_of(args.topic.or(config.topic).as_deref(), &folders)?;
    // The lexicons are let go once the analyser is built: it keeps what it needs of them.
    let lexicons = Lexicons::load(&folders, &topic)?;
    let analyser = Analyser::new(&lexicons)?;
    found
        .missing
        .into_iter()
        .for_each(|error| complain(&error.into()));
    Ok(Settings {
        options: RunOptions {
            inputs: found.inputs,
            missing,
            topic,
            copy_words: lexicons.language.copies.clone(),
            dateline_words: lexicons.language.datelines.clone(),
            lexicons: lexicons.sha256,
            threads: args.threads.or(config.threads).unwrap_or(0),
            by: match by {
                By::Day => Bucket::Day,
                By::Week => Bucket::Week,
                By::Month => Bucket::Month,
            },
            min_confidence,
            keep_copies: args.keep_copies || config.keep_copies.unwrap_or(false),
            near,
            near_window: args
                .near_window
                .or(config.near_window)
                .unwrap_or(defaults.near_window),
            max_article,
            limits,
            fields,
        },
        analyser,
        out,
        quiet,
    })
}

/// Results must not take the place of what they are made from.
fn refuse_replacing(out: &Path, inputs: &[Input], config: Option<&Path>) -> Result<()> {
    let inputs = input_paths(inputs).chain(config);
    if to_stdout(out) {
        return refuse_overwriting(&[("--out", out)], inputs);
    }
    let files = Destination::FILES.map(|name| out.join(name));
    let written: Vec<Written<'_>> = files
        .iter()
        .map(|file| ("one of the results", &**file))
        .collect();
    refuse_overwriting(&written, inputs)
}

/// A field and its key, as typed.
pub(crate) fn typed_field(typed: &str) -> Result<(Field, String)> {
    let (name, key) = typed
        .split_once('=')
        .ok_or_else(|| anyhow!("--field {typed}: write it as FIELD=KEY, such as text=body"))?;
    field(name, key)
}

pub(crate) fn field(name: &str, key: &str) -> Result<(Field, String)> {
    let field = Field::from_name(name).ok_or_else(|| {
        let known: Vec<&str> = Field::ALL.iter().map(|f| f.name()).collect();
        anyhow!(
            "--field {name}={key}: there is no field {name:?}; known are {}",
            known.join(", ")
        )
    })?;
    if key.is_empty() {
        bail!("--field {name}=: name the key that holds it");
    }
    Ok((field, key.to_owned()))
}

fn to_stdout(out: &Path) -> bool {
    out.as_os_str() == "-"
}

fn go(settings: &Settings, stop: &AtomicBool) -> Result<Outcome> {
    let destination = if to_stdout(&settings.out) {
        Destination::Statements(Box::new(stdout()))
    } else {
        Destination::Folder(settings.out.clone())
    };
    let bar = progress_bar(&settings.options.inputs, settings.quiet);
    let outcome = pipeline::run(
        &settings.options,
        &settings.analyser,
        destination,
        stop,
        &mut |progress| {
            bar.set_position(progress.bytes);
            bar.set_message(format!(
                "{} articles, {} statements, {} rejects",
                progress.articles, progress.statements, progress.rejects
            ));
        },
    );
    bar.finish_and_clear();
    Ok(outcome?)
}

/// A bar on a terminal, nothing elsewhere.
pub(crate) fn progress_bar(inputs: &[Input], quiet: bool) -> ProgressBar {
    if quiet || !stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let sizes = inputs.iter().map(|i| i.bytes);
    let (bar, template) = match sizes.sum::<Option<u64>>() {
        Some(total) => (
            ProgressBar::new(total),
            "{wide_bar} {bytes}/{total_bytes} {bytes_per_sec} eta {eta}  {msg}",
        ),
        None => (
            ProgressBar::no_length(),
            "{spinner} {bytes} {bytes_per_sec}  {msg}",
        ),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar
}

/// One article in so many that came late is told: then it is more than a straggler.
const LATE: u64 = 20;

/// Says what it means that a good part of the input is not in order of publication.
fn tell_order(late: u64, articles: u64) {
    if late > 0 && late >= articles / LATE {
        say(&format!(
            "{late} of {} came after later ones (`out_of_order` in manifest.json): of copies the first that was read counts as the original; `ingest` and `store export` put late ones in order",
            counted(articles, "article")
        ));
    }
}

fn tell(settings: &Settings, report: &RunReport) -> Result<()> {
    let counts = report.manifest.counts;
    let mut rejects = Rejects::default();
    report.rejects.iter().for_each(|r| rejects.tell(r));
    let all = if to_stdout(&settings.out) {
        ""
    } else {
        "; rejects.ndjson names all of them"
    };
    rejects.rest(counts.rejects - counts.missing, all);
    report.unread.iter().for_each(tell_unread);
    tell_unread_dates(&report.undated, counts.unread_dates);
    tell_order(counts.out_of_order, counts.articles);
    say(&format!(
        "{}, {} ({} repeated, {} copied, {} nearly, {} boilerplate), {} on topic, {}, {}{}",
        counted(counts.articles, "article"),
        counted(counts.paragraphs, "paragraph"),
        counts.removed.repeat,
        counts.removed.exact,
        counts.removed.near,
        counts.removed.boilerplate,
        counts.gate_passes,
        counted(counts.statements, "statement"),
        counted(counts.rejects, "reject"),
        told_missing(counts.missing)
    ));
    if to_stdout(&settings.out) {
        return Ok(());
    }
    let out = stdout();
    let style = TableStyle {
        colour: out.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty()),
        limit: Some(20),
    };
    let mut lock = out.lock();
    let mut table = Table::new(&mut lock, "-", style);
    feed::send(&mut table, &report.summaries)?;
    drop(table);
    writeln!(lock, "results in {}", settings.out.display())
        .context("standard output cannot be written")
}
