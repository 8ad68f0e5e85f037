//! `stanceline report`: the timelines as one HTML page.

use std::io::BufWriter;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use jiff::civil::Date;
use stanceline::feed::{Report, ReportLimits, Sink};
use stanceline::timeline::Timeline;

use crate::args::{CLEAN, SOME_FAILED};
use crate::output;
use crate::source::{By, ChosenArgs, SourceArgs};

const EXAMPLES: &str = "\
Examples:
  stanceline report --statements out/statements.ndjson --out report.html
  stanceline report --statements out/statements.ndjson --out poland.html --actor Poland \"Donald Tusk\"";

/// Arguments of `report`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct ReportArgs {
    #[command(flatten)]
    source: SourceArgs,
    /// The page; - for standard output
    #[arg(long, value_name = "FILE.html")]
    out: PathBuf,
    #[command(flatten)]
    chosen: ChosenArgs,
    /// Only what was said up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
    /// Actors of a proposal that are shown, the most spoken of first
    #[arg(long, value_name = "N", default_value_t = ReportLimits::default().actors)]
    actors: usize,
    /// Sentences of an actor, day and stance that are shown, the most confident first
    #[arg(long, value_name = "N", default_value_t = ReportLimits::default().sentences)]
    sentences: usize,
}

/// Writes the page.
pub(crate) fn run(args: &ReportArgs) -> Result<ExitCode> {
    let selection = args.chosen.selection(None, args.to)?;
    args.source.refuse(&[("--out", &args.out)])?;
    let mut report = Report::new(ReportLimits {
        actors: args.actors,
        sentences: args.sentences,
        ..ReportLimits::default()
    });
    let mut timeline = Timeline::new();
    let failed = args.source.each_of(
        &selection,
        |statement| selection.admits(statement),
        |statement, copies| {
            report.add(&statement);
            timeline.add(&statement, copies);
            Ok(())
        },
    )?;
    let (writer, unnamed) = output::create(&args.out)?;
    let mut sink = Sink::new(BufWriter::new(writer), &args.out);
    for series in timeline.finish(By::Day.into()) {
        report.series(series);
    }
    report.write(&mut sink)?;
    drop(sink);
    unnamed.name()?;
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}
