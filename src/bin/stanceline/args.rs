//! What can be typed, and what the exit status says.

use std::io::Write;

use anyhow::{Error, Result};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Parser, Subcommand};

use crate::interrupt;

/// Everything was read.
pub(crate) const CLEAN: u8 = 0;
/// Some records, or some of several inputs, could not be read.
pub(crate) const SOME_FAILED: u8 = 1;
/// Nothing could be done.
pub(crate) const COULD_NOT_RUN: u8 = 2;
/// Ended by Ctrl-C.
pub(crate) const INTERRUPTED: u8 = 130;

const AFTER_HELP: &str = "\
Exit status: 0 all was read; 1 some records failed (rejects.ndjson of `run` and --rejects of `ingest` name them all) or a name that was
asked for is not there; 2 could not run; 130 interrupted.
NO_COLOR is honoured. Full description of inputs and outputs: README.md.";

/// Who stands where on which proposal, since when, and which sentence says so.
#[derive(Debug, Parser)]
#[command(version, after_help = AFTER_HELP, propagate_version = true)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The subcommands, in the order in which they are needed.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Read articles, write statements and timelines
    Run(Box<crate::run::RunArgs>),
    /// Fold statements into timelines
    Timeline(crate::timeline::TimelineArgs),
    /// Show the timelines on one HTML page
    Report(crate::report::ReportArgs),
    /// Publish feeds, timelines and nightly drops in a folder
    Feed(crate::feed::FeedArgs),
    /// Write discourse networks: who agrees with whom
    Network(crate::network::NetworkArgs),
    /// Compare statements with a gold standard
    Eval(crate::eval::EvalArgs),
    /// Show what was found in articles, and why
    Explain(crate::explain::ExplainArgs),
    /// Write the table of accuracy, or check that it still holds
    Accuracy(crate::accuracy::AccuracyArgs),
    /// Write articles again without the paragraphs that were there before
    Dedup(crate::dedup::DedupArgs),
    /// Fit the scorer's model to articles with a gold standard
    Train(crate::train::TrainArgs),
    /// Find the phrases of a list in every paragraph that is no copy
    Tag(crate::tag::TagArgs),
    /// Bring a delivery of articles into the nightly store
    Ingest(crate::ingest::IngestArgs),
    /// Look after the nightly store: stats, verify, compact, rebuild, export
    Store(crate::store::StoreArgs),
    /// Check lexicons, test their examples, list what is in them
    Lexicon(crate::lexicon::LexiconArgs),
    /// Find who says what, or measure and train that
    Attribute(crate::attribute::AttributeArgs),
    /// Measure the chain on this machine, or make an archive to measure with
    Bench(crate::bench::BenchArgs),
    /// Write a completion script for a shell
    Completions(crate::completions::CompletionsArgs),
}

impl Command {
    /// Has Ctrl-C and its like end those that do not see to it themselves because they stop in good order.
    pub(crate) fn listen(&self) -> Result<()> {
        match self {
            Self::Run(_) | Self::Ingest(_) | Self::Tag(_) => Ok(()),
            Self::Bench(args) if !args.makes() => Ok(()),
            Self::Feed(_) | Self::Store(_) => {
                interrupt::ends_at_once("the same command again completes the rest")
            }
            _ => interrupt::ends_at_once("no file was written"),
        }
    }
}

/// An error of what was typed, with a hint where a file stands alone that an option takes.
pub(crate) fn hinted(mut error: clap::Error) -> clap::Error {
    let reads = ["timeline", "report", "feed", "network"].map(Some);
    let reads_statements = reads.contains(&std::env::args().nth(1).as_deref());
    let stray = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(stray)) if !stray.starts_with('-') => stray.clone(),
        _ => return error,
    };
    if error.kind() == ErrorKind::UnknownArgument && reads_statements {
        let hint = format!("to read statements from it, write '--statements {stray}'");
        error.insert(
            ContextKind::Suggested,
            ContextValue::StyledStrs(vec![hint.into()]),
        );
    }
    error
}

/// Tells standard error what went wrong, cause by cause.
pub(crate) fn complain(error: &Error) {
    let mut message = format!("error: {error}");
    let mut said = error.to_string();
    for cause in error.chain().skip(1) {
        let cause = cause.to_string();
        // Library errors already end in their cause, and a cause may say its own again with a number.
        if !said.contains(&cause) && !cause.contains(&said) {
            message = format!("{message}\n  because: {cause}");
        }
        said = cause;
    }
    say(&message);
}

/// Writes a line to standard error; a closed one is no reason to fail.
pub(crate) fn say(line: &str) {
    let _ = writeln!(std::io::stderr(), "{line}");
}

/// A number with what it counts.
pub(crate) fn counted(number: u64, what: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {what}{ending}")
}
