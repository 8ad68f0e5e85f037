//! `stanceline network`: who agrees with whom, as files for network programs.

use std::collections::BTreeMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::ValueEnum;
use jiff::civil::Date;
use stanceline::feed::{EventList, Feed, Sink, write_graphml, write_matrix};
use stanceline::lexicon::Lexicons;
use stanceline::model::{Normalisation, Tie};
use stanceline::timeline::{NetworkFold, Selection};

use crate::args::{CLEAN, SOME_FAILED};
use crate::output;
use crate::source::{By, ChosenArgs, SourceArgs};

const EXAMPLES: &str = "\
Examples:
  stanceline network --statements out/statements.ndjson --out actors-proposals.graphml
  stanceline network --store /var/lib/stanceline --proposal european-force > force.graphml
  stanceline network --statements out/statements.ndjson --tie congruence --normalise average --window month > congruence.graphml
  stanceline network --statements out/statements.ndjson --tie conflict --from 2025-03-01 --to 2025-03-31 --format matrix > conflict.csv
  stanceline network --statements out/statements.ndjson --format events > events.csv";

/// Arguments of `network`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct NetworkArgs {
    #[command(flatten)]
    source: SourceArgs,
    #[command(flatten)]
    chosen: ChosenArgs,
    /// What ties two nodes [default: two-mode]
    #[arg(long, value_enum)]
    tie: Option<TieArg>,
    /// How weights are made comparable [default: none]
    #[arg(long, value_enum)]
    normalise: Option<NormaliseArg>,
    /// Windows with ties of their own; without, one over all days. A matrix adds them up
    #[arg(long, value_enum)]
    window: Option<By>,
    /// Only what was said from this day on
    #[arg(long, value_name = "YYYY-MM-DD")]
    from: Option<Date>,
    /// Only what was said up to this day
    #[arg(long, value_name = "YYYY-MM-DD")]
    to: Option<Date>,
    /// How to write it
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Where it goes; - for standard output
    #[arg(long, value_name = "FILE", default_value = "-")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum TieArg {
    /// Actor to proposal: statements for minus statements against
    #[default]
    TwoMode,
    /// Actor to actor: positions that both share
    Congruence,
    /// Actor to actor: proposals that one is for and the other against
    Conflict,
    /// Congruence minus conflict
    Subtract,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum NormaliseArg {
    /// Not at all
    #[default]
    None,
    /// By the average number of positions
    Average,
    /// By the positions of the two together
    Jaccard,
    /// By the geometric mean of their positions
    Cosine,
}

#[derive(Debug, Clone, Copy, Default, ValueEnum)]
enum Format {
    /// For Gephi, visone, igraph, NetworkX
    #[default]
    Graphml,
    /// CSV
    Matrix,
    /// The statements one a line, as the Discourse Network Analyzer has them; `time` is empty where no day is known
    Events,
}

/// Folds and writes.
pub(crate) fn run(args: &NetworkArgs) -> Result<ExitCode> {
    let selection = args.chosen.selection(args.from, args.to)?;
    if let Format::Events = args.format {
        let typed = [
            ("--tie", args.tie.is_some()),
            ("--normalise", args.normalise.is_some()),
            ("--window", args.window.is_some()),
        ];
        if let Some((option, _)) = typed.iter().find(|(_, typed)| *typed) {
            bail!(
                "{option} is for networks, and --format events writes statements, without ties; leave it out"
            );
        }
    }
    args.source.refuse(&[("--out", &args.out)])?;
    let (writer, unnamed) = output::create(&args.out)?;
    let mut out = BufWriter::new(writer);
    let failed = if let Format::Events = args.format {
        events(args, &selection, &mut out)?
    } else {
        network(args, &selection, &mut out)?
    };
    drop(out);
    unnamed.name()?;
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

fn events(args: &NetworkArgs, selection: &Selection, out: impl Write) -> Result<bool> {
    let mut list = EventList::new(out, &args.out).with_countries(countries()?);
    list.begin()?;
    let failed = args.source.each_of(
        selection,
        |statement| selection.covers(statement),
        |statement, _| Ok(list.write(&statement)?),
    )?;
    list.finish()?;
    Ok(failed)
}

/// Names of countries by code.
fn countries() -> Result<BTreeMap<String, String>> {
    let mut names = BTreeMap::new();
    for actor in Lexicons::embedded("ukraine")?.topic.actors {
        if let ("country", Some(code)) = (&*actor.kind, actor.country) {
            names.entry(code).or_insert(actor.name);
        }
    }
    Ok(names)
}

fn network(args: &NetworkArgs, selection: &Selection, out: impl Write) -> Result<bool> {
    let mut fold = NetworkFold::new(args.window.map(Into::into));
    let failed = args.source.each_of(
        selection,
        |statement| selection.covers(statement),
        |statement, _| {
            fold.add(&statement);
            Ok(())
        },
    )?;
    let tie = match args.tie.unwrap_or_default() {
        TieArg::TwoMode => Tie::TwoMode,
        TieArg::Congruence => Tie::Congruence,
        TieArg::Conflict => Tie::Conflict,
        TieArg::Subtract => Tie::Subtract,
    };
    let normalisation = match args.normalise.unwrap_or_default() {
        NormaliseArg::None => Normalisation::None,
        NormaliseArg::Average => Normalisation::Average,
        NormaliseArg::Jaccard => Normalisation::Jaccard,
        NormaliseArg::Cosine => Normalisation::Cosine,
    };
    let network = fold.network(tie, normalisation);
    let mut sink = Sink::new(out, &args.out);
    match args.format {
        Format::Matrix => write_matrix(&network, &mut sink)?,
        Format::Graphml | Format::Events => write_graphml(&network, &mut sink)?,
    }
    Ok(failed)
}
