//! The `stanceline` command: who stands where on which proposal, since when, and which sentence says so.

mod args;
mod config;
mod inputs;
mod interrupt;
mod output;
mod places;
mod rejects;
mod sizes;
mod completions;
mod run;
mod source;
mod timeline;
mod report;
mod feed;
mod network;
mod eval;
mod explain;
mod accuracy;
mod dedup;
mod tag;
mod bench;
mod lexicon;
mod topic;
mod train;
mod ingest;
mod store;
mod attribute;

use std::process::ExitCode;

use anyhow::Result;
use clap::Parser;

use args::{Args, Command};

fn main() -> ExitCode {
    let args = Args::try_parse().unwrap_or_else(|error| args::hinted(error).exit());
    let result = args.command.listen().and_then(|()| run(args.command));
    result.unwrap_or_else(|error| {
        // Whoever reads the output has read enough: no failure, whichever command wrote it.
        if source::reader_left(&error) {
            return ExitCode::from(args::CLEAN);
        }
        args::complain(&error);
        ExitCode::from(args::COULD_NOT_RUN)
    })
}

fn run(command: Command) -> Result<ExitCode> {
    match command {
        Command::Run(args) => run::run(*args),
        Command::Timeline(args) => timeline::run(&args),
        Command::Report(args) => report::run(&args),
        Command::Feed(args) => feed::run(&args),
        Command::Network(args) => network::run(&args),
        Command::Eval(args) => eval::run(&args),
        Command::Explain(args) => explain::run(&args),
        Command::Accuracy(args) => accuracy::run(&args),
        Command::Dedup(args) => dedup::run(&args),
        Command::Train(args) => train::run(&args),
        Command::Ingest(args) => ingest::run(&args),
        Command::Store(args) => store::run(args),
        Command::Tag(args) => tag::run(&args),
        Command::Lexicon(args) => lexicon::run(&args),
        Command::Attribute(args) => attribute::run(&args),
        Command::Bench(args) => bench::run(&args),
        Command::Completions(args) => completions::run(&args),
    }
}
