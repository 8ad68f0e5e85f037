//! `stanceline feed`: everything that analysts find in the morning, in one folder.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use stanceline::feed::{Publication, Published};
use stanceline::pipeline::publish;
use stanceline::timeline::Timeline;

use crate::args::{CLEAN, SOME_FAILED, counted, say};
use crate::source::{By, SourceArgs, tell_untold};

const EXAMPLES: &str = "\
Examples:
  stanceline feed --statements out/statements.ndjson --out feeds
  stanceline feed --statements out/statements.ndjson --out /srv/feeds --base https://feeds.example.org/stances

Writes JSON Feed 1.1 (all.json, shifts.json, actors/, proposals/), timeline.ndjson, .json and .csv, shifts.ndjson, report.html and
drops/ with lastupdate.txt and masterfilelist.txt. Only files whose content changed are rewritten; what is no longer
published is removed; files that are not listed in files.txt are left alone, and where one of them has a name that is needed, nothing replaces it.";

/// Arguments of `feed`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct FeedArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// Folder to publish in, made where it does not exist
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
    /// Address under which the folder is served, for links between pages
    #[arg(long, value_name = "URL", default_value = "", value_parser = address)]
    base: String,
    /// Width of the timelines' buckets
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Publishes.
pub(crate) fn run(args: &FeedArgs) -> Result<ExitCode> {
    args.source.refuse_folder(&args.out)?;
    if let Some(store) = args.source.store() {
        let done = publish(store, &args.out, &args.base, args.by.into())?;
        tell(done, args.quiet);
        return Ok(ExitCode::from(CLEAN));
    }
    let mut publication = Publication::open(&args.out, &args.base)?;
    let mut timeline = Timeline::new();
    let failed = args.source.each_by_day(|statement, copies| {
        timeline.add(&statement, copies);
        Ok(publication.statement(statement)?)
    })?;
    let mut untold = 0;
    let series = timeline
        .finish(args.by.into())
        .inspect(|series| untold += u64::from(!series.tells_raw()));
    let done = publication.finish(series)?;
    tell(done, args.quiet);
    if !args.quiet {
        tell_untold(untold);
    }
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

/// An address as typed: nothing, or one that a browser opens.
fn address(typed: &str) -> Result<String, String> {
    let rest = ["https://", "http://"]
        .iter()
        .find_map(|scheme| typed.strip_prefix(scheme));
    let whole = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with('/'));
    if typed.is_empty() || whole && !typed.contains(|c: char| c.is_whitespace() || c == '"') {
        return Ok(typed.to_owned());
    }
    Err(
        "an address begins with https:// or http://, such as https://feeds.example.org/stances"
            .to_owned(),
    )
}

fn tell(done: Published, quiet: bool) {
    if !quiet {
        say(&format!(
            "{} written, {} unchanged, {} removed",
            counted(done.written, "file"),
            done.unchanged,
            done.removed
        ));
    }
}
