//! `stanceline eval`: statements against a gold standard. Articles are run first.

use std::collections::BTreeSet;
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Parser;
use stanceline::evaluate::{Documents, Names, evaluate, holds_articles, read_claims};
use stanceline::lexicon::Lexicons;
use stanceline::read::{ChunkLimits, Chunks, FieldMap, Format, Payload, RecordReader, find_inputs};

use crate::args::{Args, CLEAN, Command, counted, say};
use crate::source::open;
use crate::topic::topic_of;

const EXAMPLES: &str = "\
Examples:
  stanceline eval corpus/gold/dev corpus/articles/dev            articles are run first
  stanceline eval gold.jsonl out/statements.ndjson --errors
  stanceline eval gold.jsonl out/statements.ndjson --json > accuracy.json

Triple: holder, proposal and stance; pair: without the stance; by country: persons count as the country or body that they speak for.";

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct EvalArgs {
    /// Gold standard: a document a line with its statements, or a folder of such files
    gold: PathBuf,
    /// Statements, or articles
    #[arg(required = true, value_name = "STATEMENTS_OR_INPUT")]
    predicted: Vec<PathBuf>,
    /// List every error with its sentence
    #[arg(long)]
    errors: bool,
    /// Figures and errors as JSON
    #[arg(long)]
    json: bool,
    /// Names that count as one, in TOML, in place of the table of the first topic
    #[arg(long, value_name = "FILE.toml")]
    names: Option<PathBuf>,
    /// Where articles are run: a folder with lexicons, as for `run`; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// The topic, as for `run`: what the articles are read for, and which proposals are kinds of which
    #[arg(long)]
    topic: Option<String>,
}

/// Articles that a warning names at most.
const NAMED: usize = 5;

/// Compares and prints.
pub(crate) fn run(args: &EvalArgs) -> Result<ExitCode> {
    let names = match &args.names {
        Some(file) => {
            let table = std::fs::read_to_string(file)
                .with_context(|| format!("{} cannot be read", file.display()))?;
            Names::parse(&table).map_err(|e| e.at(file))?
        }
        None => Names::standard(),
    };
    let topic = topic_of(args.topic.as_deref(), &args.lexicons)?;
    let proposals = Lexicons::load(&args.lexicons, &topic)?.topic.proposals;
    let parents = proposals
        .iter()
        .filter_map(|p| Some((p.id.as_str(), p.parent.as_deref()?)));
    let names = names.with_parents(parents);
    let gold = claims(&gold_files(&args.gold)?)?;
    let predicted = if args.predicted.iter().any(|p| are_articles(p)) {
        let folder = tempfile::tempdir().context("there is no place for temporary files")?;
        run_articles(args, folder.path())?;
        let there = article_ids(&args.predicted);
        tell_absent(&gold, |id| there.contains(id), "are not in the input");
        claims(&[folder.path().join("statements.ndjson")])?
    } else {
        let predicted = claims(&args.predicted)?;
        let there = |id: &str| predicted.contains_key(id);
        tell_absent(&gold, there, "have no statement in the input");
        predicted
    };
    let evaluation = evaluate(&gold, &predicted, &names);
    let mut text = if args.json {
        serde_json::to_string_pretty(&evaluation)? + "\n"
    } else {
        evaluation.to_string()
    };
    if args.errors && !args.json {
        for miss in &evaluation.misses {
            text = text + &miss.to_string() + "\n";
        }
    }
    std::io::stdout()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")?;
    Ok(ExitCode::from(CLEAN))
}

/// Warns of articles of the gold standard of which nothing was read, or nothing is told: all their claims are misses.
fn tell_absent(gold: &Documents, there: impl Fn(&str) -> bool, what: &str) {
    let claimed = gold
        .iter()
        .filter(|(_, claims)| claims.iter().any(|claim| !claim.optional));
    let claimed: Vec<&String> = claimed.map(|(id, _)| id).collect();
    let absent: Vec<&str> = claimed
        .iter()
        .map(|id| id.as_str())
        .filter(|id| !there(id))
        .collect();
    if absent.is_empty() {
        return;
    }
    let more = if absent.len() > NAMED { ", …" } else { "" };
    say(&format!(
        "warning: {} of {} with claims in the gold standard {what}, so that all their claims count as missed: {}{more}",
        absent.len(),
        counted(claimed.len() as u64, "article"),
        absent[..absent.len().min(NAMED)].join(", ")
    ));
}

/// Ids of all articles that can be read.
fn article_ids(inputs: &[PathBuf]) -> BTreeSet<String> {
    let found = find_inputs(inputs);
    let texts = found.inputs.iter().filter(|i| i.format == Format::Text);
    let mut ids: BTreeSet<String> = texts.map(|input| input.id.clone()).collect();
    let fields = FieldMap::default();
    let mut reader = RecordReader::new(&fields, usize::MAX >> 4);
    for chunk in Chunks::new(&found.inputs, ChunkLimits::default()) {
        if !matches!(chunk.payload, Payload::Lines { .. }) {
            continue;
        }
        for line in chunk.bytes.split(|b| *b == b'\n') {
            let line = std::str::from_utf8(line).unwrap_or_default();
            if let Ok(article) = reader.article(line.trim_start_matches('\u{feff}')) {
                ids.insert(article.id.into_owned());
            }
        }
    }
    ids
}

/// The file itself, or the files of a folder by name.
fn gold_files(gold: &Path) -> Result<Vec<PathBuf>> {
    if !gold.is_dir() {
        return Ok(vec![gold.to_path_buf()]);
    }
    let unreadable = || format!("{} cannot be read", gold.display());
    let mut files = Vec::new();
    for entry in std::fs::read_dir(gold).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        if path
            .extension()
            .is_some_and(|e| e == "jsonl" || e == "ndjson")
        {
            files.push(path);
        }
    }
    if files.is_empty() {
        bail!("{}: holds no .jsonl or .ndjson file", gold.display());
    }
    files.sort();
    Ok(files)
}

fn claims(files: &[PathBuf]) -> Result<Documents> {
    let mut all = Documents::new();
    for file in files {
        for (document, claims) in read_claims(open(file)?, file)? {
            all.entry(document).or_default().extend(claims);
        }
    }
    Ok(all)
}

/// Whether `run` has to read it. Standard input cannot be looked at beforehand: it holds statements.
fn are_articles(input: &Path) -> bool {
    input.is_dir()
        || input.extension().is_some_and(|e| e == "txt")
        || input != Path::new("-")
            && open(input).is_ok_and(|file| holds_articles(file, input).unwrap_or(true))
}

/// Runs the chain over the articles, as if it had been typed. Each is read by itself, as whoever wrote the gold standard did.
fn run_articles(args: &EvalArgs, out: &Path) -> Result<()> {
    let mut typed: Vec<OsString> = ["stanceline", "run", "--quiet", "--keep-copies", "--out"]
        .map(Into::into)
        .into();
    typed.push(out.into());
    for folder in &args.lexicons {
        typed.extend(["--lexicons".into(), folder.into()]);
    }
    if let Some(topic) = &args.topic {
        typed.extend(["--topic".into(), topic.into()]);
    }
    typed.push("--".into());
    typed.extend(args.predicted.iter().map(Into::into));
    let Command::Run(args) = Args::try_parse_from(typed)?.command else {
        bail!("run is not what was typed");
    };
    crate::run::run(*args)?;
    Ok(())
}
