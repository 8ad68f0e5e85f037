//! `stanceline store`: looking after a nightly store.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::Subcommand;
use stanceline::pipeline::{self, Destination};
use stanceline::store::{Identity, StatementFilter, Store, stats};

use crate::args::{CLEAN, SOME_FAILED, counted, say};
use crate::ingest::{EngineArgs, print};
use crate::places::refuse_inside_store;
use crate::rejects::Rejects;
use crate::sizes::probability;
use crate::source::{By, ChosenArgs, choices_of, tell_unknown};

const EXAMPLES: &str = "\
Examples:
  stanceline store stats --store /var/lib/stanceline      what is in it, as JSON
  stanceline store verify --store /var/lib/stanceline     after a crash of the machine, a failing disk or a restored backup
  stanceline store rebuild --store /var/lib/stanceline    when `ingest` refuses it after an update of the program or of lexicons
  stanceline store export --store /var/lib/stanceline --actor Poland \"Donald Tusk\" --out poland

`stats` and `export` (and timeline, feed, report, network) may run while `ingest` writes: they tell what was there when they began. `verify`, `compact`
and `rebuild` wait a second for whoever writes, and then give up: run them again later. After a kill or a full disk nothing needs to be done here: run the same
`ingest` again.";

const STATS: &str = "\
Count what is in it, as JSON. May run while `ingest` writes.

engine, topic, lexicons, near   what the contents depend on: `ingest` refuses a store where one of them is another than its own
versions                        articles delivered, each version counted
articles, on_topic              articles that count (one version of each), and those of them on the topic
oldest, newest                  days of the oldest and the newest article: an old newest one says that no delivery came
statements                      statements in these
clusters                        paragraphs on the topic that several articles have
compared, near_copies           paragraphs compared for near copies, and those that are some
unfolded                        months of timelines not up to date; 0 but where `ingest` was ended half-way, and the next one sees to it
fingerprints, runs, run_bytes   paragraphs of all articles, the files they are in, and their bytes
ledger_bytes                    bytes of the ledger
memory                          bytes that `ingest` needs for fingerprints";

const VERIFY: &str = "\
Read all of it and tell what is damaged: the ledger page by page, the files of fingerprints against their digests, what is kept of each article
and each timeline against what it is made of. Prints a line a fault, with what to do about it; exit status 1 where there is one. Changes nothing.";

const COMPACT: &str = "\
Put all fingerprints into one file and give unused room back. It needs as much free room as the store takes, and changes no export. Seldom needed: `ingest`
merges files by itself, and uses room again.";

const REBUILD: &str = "\
Analyse everything anew, with this program and these lexicons: for a store that `ingest` refuses because another program or other lexicons wrote it, or whose
timelines are damaged. Articles that were off the topic keep no text: deliver them again if the topic has grown. Ended half-way, it is completed by the same
command or by the next `ingest`. Topic and near copies stay as the store has them, where no flag says otherwise.";

/// Arguments of `store`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct StoreArgs {
    #[command(subcommand)]
    command: StoreCommand,
}

#[derive(Debug, Subcommand)]
enum StoreCommand {
    /// Count what is in it
    #[command(long_about = STATS)]
    Stats {
        #[command(flatten)]
        place: Place,
    },
    /// Read all of it and tell what is damaged
    #[command(long_about = VERIFY)]
    Verify {
        #[command(flatten)]
        place: Place,
    },
    /// Put all fingerprints into one file and give unused room back
    #[command(long_about = COMPACT)]
    Compact {
        #[command(flatten)]
        place: Place,
    },
    /// Analyse everything anew, with this program and these lexicons
    #[command(long_about = REBUILD)]
    Rebuild {
        #[command(flatten)]
        place: Place,
        #[command(flatten)]
        engine: EngineArgs,
    },
    /// Write statements.ndjson, timeline.ndjson and timeline.csv as `run` would over the same articles
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
        #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = probability, allow_negative_numbers = true)]
        min_confidence: f64,
        #[command(flatten)]
        chosen: ChosenArgs,
        /// Say nothing but errors
        #[arg(long, short)]
        quiet: bool,
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
        let store = Store::open_existing(&self.store)?;
        tell_strangers(&store);
        Ok(store)
    }
}

/// Names what lies among a store's files and is not its own: it may be missed where it belongs.
pub(crate) fn tell_strangers(store: &Store) {
    for stranger in store.strangers() {
        let stranger = stranger.display();
        say(&format!(
            "warning: {stranger}: not a file of the store; it is left alone"
        ));
    }
}

/// Runs it.
pub(crate) fn run(args: StoreArgs) -> Result<ExitCode> {
    match args.command {
        StoreCommand::Stats { place } => {
            let stats = stats(&place.store)?;
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
        StoreCommand::Compact { place } => {
            let mut store = place.open()?;
            let size = |store: &Store| store.stats().map(|s| s.ledger_bytes + s.run_bytes);
            let before = size(&store)?;
            store.compact()?;
            let after = size(&store)?;
            say(&format!("{before} bytes before, {after} after"));
        }
        StoreCommand::Rebuild { place, engine } => {
            let mut store = place.open()?;
            let before = Identity::of(&place.store)?;
            let engine = engine.build(&place.store)?;
            let identity = pipeline::identity(&engine.options);
            store.adopt(&identity)?;
            let mut rejects = Rejects::default();
            let rejected = &mut |reject| {
                rejects.tell(&reject);
                Ok(())
            };
            let report =
                pipeline::refresh(&engine.options, &engine.analyser, &mut store, rejected)?;
            rejects.rest(report.rejects, "");
            say(&format!(
                "{} analysed; {} failed; topic {}, near {}",
                counted(report.analysed, "article"),
                report.rejects,
                settled(before.as_ref().map(|b| &*b.topic), &identity.topic),
                settled(before.as_ref().map(|b| &*b.near), &identity.near),
            ));
            if report.rejects > 0 {
                return Ok(ExitCode::from(SOME_FAILED));
            }
        }
        StoreCommand::Export {
            place,
            out,
            by,
            min_confidence,
            chosen,
            quiet,
        } => {
            let selection = chosen.selection(None, None)?;
            refuse_inside_store(&[("--out", &out)], &place.store)?;
            let choices = if chosen.any() {
                choices_of(&place.store)?
            } else {
                None
            };
            let unknown = choices
                .as_ref()
                .is_some_and(|choices| tell_unknown(choices, &selection));
            let choices = choices.unwrap_or_default();
            let destination = if out.as_os_str() == "-" {
                Destination::Statements(Box::new(std::io::stdout()))
            } else {
                Destination::Folder(out)
            };
            let filter = StatementFilter {
                holders: choices.actor_ids(&selection.actors),
                proposals: choices.proposal_ids(&selection.proposals),
            };
            let (count, _) = pipeline::export(
                &place.store,
                &filter,
                by.into(),
                min_confidence,
                destination,
            )?;
            if !quiet {
                say(&counted(count, "statement"));
            }
            if unknown {
                return Ok(ExitCode::from(SOME_FAILED));
            }
        }
    }
    Ok(ExitCode::from(CLEAN))
}

/// A setting, with what it was where that was something else.
fn settled(before: Option<&str>, now: &str) -> String {
    match before {
        Some(before) if before != now => format!("{now} (was {before})"),
        _ => now.to_owned(),
    }
}
