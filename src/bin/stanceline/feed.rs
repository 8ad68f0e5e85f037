//! `stanceline feed`: everything that analysts find in the morning, in one folder.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use stanceline::feed::{Publication, publication_order};
use stanceline::model::Statement;
use stanceline::timeline::Timeline;

use crate::args::{CLEAN, SOME_FAILED, say};
use crate::source::{By, SourceArgs};

const EXAMPLES: &str = "\
Examples:
  stanceline feed --statements out/statements.ndjson --out feeds
  stanceline feed --statements out/statements.ndjson --out /srv/feeds --base https://feeds.example.org/stances

Writes JSON Feed 1.1 (all.json, shifts.json, actors/, proposals/), timeline.ndjson, .json and .csv, shifts.ndjson, report.html and
drops/ with lastupdate.txt and masterfilelist.txt. Only files whose content changed are rewritten; what is no longer
published is removed; files that are not listed in files.txt are left alone.";

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
    #[arg(long, value_name = "URL", default_value = "")]
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
    let mut statements: Vec<Statement> = Vec::new();
    let failed = args.source.each(|statement| {
        statements.push(statement);
        Ok(())
    })?;
    // The same statement out of two files is one item; the sort is stable, so the first given stays.
    statements.sort_by(|a, b| a.id.cmp(&b.id));
    statements.dedup_by(|b, a| a.id == b.id);
    statements.sort_by_cached_key(publication_order);
    let mut publication = Publication::open(&args.out, &args.base)?;
    let mut timeline = Timeline::new();
    for statement in &statements {
        publication.statement(statement)?;
        timeline.add(statement, &[]);
    }
    let done = publication.finish(timeline.finish(args.by.into()))?;
    if !args.quiet {
        say(&format!(
            "{} files written, {} unchanged, {} removed",
            done.written, done.unchanged, done.removed
        ));
    }
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}
