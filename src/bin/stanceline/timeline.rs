//! `stanceline timeline`: statements in, timelines out.

use std::io::{BufWriter, Write, stdout};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Result;
use clap::ValueEnum;
use jiff::civil::Date;
use stanceline::feed::{Feed, JsonArray, Ndjson, RowFormat, Table, TableStyle, TimelineCsv};
use stanceline::model::{Bucket, PairSeries, Summary, TimelineRow};
use stanceline::pipeline::{stored_summaries, write_rows};
use stanceline::timeline::{Selection, Timeline};

use crate::args::{CLEAN, SOME_FAILED};
use crate::source::{By, ChosenArgs, SourceArgs, choices_of, colour, tell_unknown, tell_untold};

const EXAMPLES: &str = "\
Examples:
  stanceline timeline --statements out/statements.ndjson
  stanceline timeline --store /var/lib/stanceline --actor Poland --from 2025-02-01
  stanceline timeline --statements out/statements.ndjson --actor Poland --by month --format csv > poland.csv
  stanceline timeline --statements out/statements.ndjson --proposal european-force --from 2025-02-01 --to 2025-03-31 --format ndjson";

/// Arguments of `timeline`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct TimelineArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    chosen: ChosenArgs,
    /// Only what was heard from this day on; what was said before still counts for the shifts since
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Only what was said up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
    /// Width of the buckets
    #[arg(long, value_enum, default_value_t)]
    by: By,
    /// A table with a line for each holder and proposal, or the rows
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// How to write the timelines.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// Who, proposal, the stance held, n, last date (with the stance last heard, where it is another), shift
    #[default]
    Table,
    /// One array
    Json,
    /// A row a line
    Ndjson,
    /// RFC 4180
    Csv,
}

/// Folds and writes.
pub(crate) fn run(args: &TimelineArgs) -> Result<ExitCode> {
    let selection = args.chosen.selection(args.from, args.to)?;
    args.source.refuse(&[("-", Path::new("-"))])?;
    if let Some(store) = args.source.store() {
        let out = stdout().lock();
        write_stored(store, &selection, args.by.into(), args.format, out)?;
        let unknown = args.chosen.any()
            && choices_of(store)?.is_some_and(|choices| tell_unknown(&choices, &selection));
        return Ok(ExitCode::from(if unknown { SOME_FAILED } else { CLEAN }));
    }
    let mut timeline = Timeline::new();
    let failed = args.source.each_of(
        &selection,
        |statement| selection.admits(statement),
        |statement, copies| {
            timeline.add(&statement, copies);
            Ok(())
        },
    )?;
    let mut untold = 0;
    let series = timeline
        .finish(args.by.into())
        .filter_map(|series| selection.narrow(series))
        .inspect(|series| untold += u64::from(!series.tells_raw()));
    let mut out = BufWriter::new(stdout().lock());
    write(args.format, &mut out, series)?;
    if !matches!(args.format, Format::Table) {
        tell_untold(untold);
    }
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

fn write(format: Format, out: impl Write, series: impl Iterator<Item = PairSeries>) -> Result<()> {
    match format {
        Format::Table => {
            let mut table = Table::new(out, "-", style());
            Feed::<Summary>::begin(&mut table)?;
            for pair in series {
                table.write(&pair.summary)?;
            }
            table.finish()?;
        }
        Format::Json => rows(&mut JsonArray::new(out, "-"), series)?,
        Format::Ndjson => rows(&mut Ndjson::new(out, "-"), series)?,
        Format::Csv => rows(&mut TimelineCsv::new(out, "-"), series)?,
    }
    Ok(())
}

/// The same from the store's folds.
fn write_stored(
    store: &Path,
    selection: &Selection,
    by: Bucket,
    format: Format,
    out: impl Write,
) -> Result<()> {
    let format = match format {
        Format::Table => {
            let mut table = Table::new(out, "-", style());
            Feed::<Summary>::begin(&mut table)?;
            stored_summaries(store, selection, by, &mut |summary| {
                table.take(summary);
                Ok(())
            })?;
            table.finish()?;
            return Ok(());
        }
        Format::Json => RowFormat::Json,
        Format::Ndjson => RowFormat::Ndjson,
        Format::Csv => RowFormat::Csv,
    };
    write_rows(store, selection, by, format, out, "-")?;
    Ok(())
}

fn style() -> TableStyle {
    TableStyle {
        colour: colour(),
        limit: None,
    }
}

fn rows(
    feed: &mut dyn Feed<TimelineRow>,
    series: impl Iterator<Item = PairSeries>,
) -> stanceline::Result<()> {
    feed.begin()?;
    for pair in series {
        for row in &pair.rows {
            feed.write(row)?;
        }
    }
    feed.finish()
}
