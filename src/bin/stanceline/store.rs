//! `stanceline store`: looking after a nightly store.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use clap::Subcommand;
use stanceline::pipeline::{self, Destination};
use stanceline::store::{StatementFilter, Store};

use crate::args::{CLEAN, SOME_FAILED, say};
use crate::ingest::{EngineArgs, print};
use crate::source::By;

/// Arguments of `store`.
#[derive(Debug, clap::Args)]
pub(crate) struct StoreArgs {
    #[command(subcommand)]
    command: StoreCommand,
}

#[derive(Debug, Subcommand)]
enum StoreCommand {
    /// Count what is in it
    Stats {
        #[command(flatten)]
        place: Place,
    },
    /// Read all of it and tell what is damaged
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// Put all fingerprints into one file and give unused room back
    Compact {
        #[command(flatten)]
        place: Place,
    },
    /// Analyse everything anew, with this program and these lexicons. Articles that were off the topic keep no text: deliver
    /// them again if the topic has grown
    Rebuild {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        engine: EngineArgs,
    },
    /// Write statements and timelines as `run` would over the same articles
    Export {
        #[command(flatten)]
        place: Place,
        /// Folder for the files, made where it does not exist; - writes statements to standard output and nothing else
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Width of the timeline's buckets
        #[arg(long, value_enum, default_value_t)]
        by: By,
        /// Leave out statements below this confidence, 0 to 1
        #[arg(long, value_name = "X", default_value_t = 0.0)]
        min_confidence: f64,
        /// Only this holder, by id
        #[arg(long, value_name = "ID")]
        actor: Option<String>,
        /// Only this proposal, by id
        #[arg(long, value_name = "ID")]
        proposal: Option<String>,
    },
}

#[derive(Debug, clap::Args)]
struct Place {
    /// The store's folder
    #[arg(long, value_name = "DIR")]
    store: PathBuf,
}

impl Place {
    fn open(&self) -> Result<Store> {
        if !self.store.join("ledger.sqlite").exists() {
            bail!(
                "there is no store in {}; `stanceline ingest` makes one",
                self.store.display()
            );
        }
        Ok(Store::open_any(&self.store)?)
    }
}

/// Runs it.
pub(crate) fn run(args: StoreArgs) -> Result<ExitCode> {
    match args.command {
        StoreCommand::Stats { place } => {
            let stats = place.open()?.stats()?;
            print(&serde_json::to_string_pretty(&stats).context("the counts cannot be written")?)?;
        }
        StoreCommand::Verify { place } => {
            let wrong = pipeline::verify(&mut place.open()?)?;
            for line in &wrong {
                say(line);
            }
            if !wrong.is_empty() {
                return Ok(ExitCode::from(SOME_FAILED));
            }
            print("the store is whole")?;
        }
        StoreCommand::Compact { place } => place.open()?.compact()?,
        StoreCommand::Rebuild { place, engine } => {
            let engine = engine.build()?;
            let mut store = place.open()?;
            store.adopt(&pipeline::identity(&engine.options))?;
            let report = pipeline::refresh(&engine.options, &engine.analyser, &mut store)?;
            say(&format!(
                "{} articles analysed; {} failed",
                report.analysed,
                report.rejects.len()
            ));
            if !report.rejects.is_empty() {
                return Ok(ExitCode::from(SOME_FAILED));
            }
        }
        StoreCommand::Export {
            place,
            out,
            by,
            min_confidence,
            actor,
            proposal,
        } => {
            let destination = if out.as_os_str() == "-" {
                Destination::Statements(Box::new(std::io::stdout()))
            } else {
                Destination::Folder(out)
            };
            let filter = StatementFilter {
                holder: actor,
                proposal,
            };
            let (count, _) = pipeline::export(
                &place.store,
                &filter,
                by.into(),
                min_confidence,
                destination,
            )?;
            say(&format!("{count} statements"));
        }
    }
    Ok(ExitCode::from(CLEAN))
}
