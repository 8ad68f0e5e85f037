//! `stanceline eval`: statements against a gold standard.

use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use stanceline::evaluate::{Names, evaluate, holds_articles, read_claims};

use crate::args::CLEAN;
use crate::source::{open, reader_left};

const EXAMPLES: &str = "\
Examples:
  stanceline eval corpus/gold/dev/a01-paris-offer.jsonl out/statements.ndjson
  stanceline eval gold.jsonl out/statements.ndjson --errors
  stanceline eval gold.jsonl out/statements.ndjson --json > accuracy.json

Triple: holder, proposal and stance; pair: without the stance; by country: persons count as the country or body that they speak for.";

/// Arguments of `eval`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct EvalArgs {
    /// Gold standard: a document a line with its statements
    gold: PathBuf,
    /// Statements
    predicted: PathBuf,
    /// List every error with its sentence
    #[arg(long)]
    errors: bool,
    /// Figures and errors as JSON
    #[arg(long)]
    json: bool,
    /// Names that count as one, in TOML, in place of the table of the first topic
    #[arg(long, value_name = "FILE.toml")]
    names: Option<PathBuf>,
}

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
    let gold = read_claims(open(&args.gold)?, &args.gold)?;
    if holds_articles(open(&args.predicted)?, &args.predicted)? {
        bail!(
            "{}: holds articles, not statements; run them first: stanceline run {0} --out DIR",
            args.predicted.display()
        );
    }
    let predicted = read_claims(open(&args.predicted)?, &args.predicted)?;
    let evaluation = evaluate(&gold, &predicted, &names);
    let mut text = if args.json {
        serde_json::to_string_pretty(&evaluation)? + "\n"
    } else {
        evaluation.to_string()
    };
    if args.errors && !args.json {
        let misses: Vec<String> = evaluation.misses.iter().map(ToString::to_string).collect();
        text = text + &misses.join("\n") + "\n";
    }
    let written = std::io::stdout().write_all(text.as_bytes());
    match written.context("standard output cannot be written") {
        Err(error) if reader_left(&error) => {}
        result => result?,
    }
    Ok(ExitCode::from(CLEAN))
}
