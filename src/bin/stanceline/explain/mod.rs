//! `stanceline explain`: articles with everything that was found in them, for whoever asks why.

mod wrap;
mod marks;
mod page;
mod json;

use std::collections::BTreeSet;
use std::io::{BufWriter, IsTerminal, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Error, Result};
use clap::ColorChoice;
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::{self, Analyser, RunOptions};

use crate::args::{CLEAN, SOME_FAILED, complain};
use crate::places::refuse_overwriting;
use crate::rejects::Rejects;
use crate::run::{input_paths, readable, typed_field};
use crate::source::colour;
use crate::topic::topic_of;
use page::Page;

const EXAMPLES: &str = "\
Examples:
  stanceline explain article.txt
  stanceline explain archive.jsonl.gz --id a17 --color always | less -R
  zcat old.gz | stanceline explain - --json | jq .attributions";

const DESCRIPTION: &str = "\
Prints articles with the actors and proposals that are spoken of, quotations, who says what, and below each paragraph its statements with the \
rules that made them. `learned` stands in place of `why` where no rule decided but the scorer that was trained on annotated articles \
(`scorer/` in outputs): it names the words that weighed most. Copies are dropped as `run` drops them: a paragraph that stands in an earlier article of the input is \
shown, and never evidence.";

/// Arguments of `explain`.
#[derive(Debug, clap::Args)]
#[command(about = "Show what was found in articles, and why", long_about = DESCRIPTION, after_help = EXAMPLES)]
pub(crate) struct ExplainArgs {
    /// Files, folders, or - for standard input, as for `run`
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Only the article with this id; may be given several times. The others are still read, because copies are dropped for them
    #[arg(long, value_name = "ID")]
    id: Vec<String>,
    /// An object an article a line, places in code points of title and text as given
    #[arg(long)]
    json: bool,
    /// When to colour; auto: on a terminal, unless `NO_COLOR` is set
    #[arg(long, value_name = "WHEN", value_enum, default_value_t = ColorChoice::Auto, conflicts_with = "json")]
    color: ColorChoice,
    /// Folder with lexicons, as for `run`; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// Topic, as for `run`
    #[arg(long)]
    topic: Option<String>,
    /// Read a field from a key of your own, as for `run`
    #[arg(long, value_name = "FIELD=KEY")]
    field: Vec<String>,
}

/// Columns of a page that goes to no terminal.
const WIDTH: usize = 100;
/// Columns at least and at most on a terminal: longer lines are hard to read.
const READABLE: (usize, usize) = (40, 120);

/// Explains.
pub(crate) fn run(args: &ExplainArgs) -> Result<ExitCode> {
    let fields = args.field.iter().map(|f| typed_field(f));
    let mut options = RunOptions {
        fields: fields.collect::<Result<_>>()?,
        ..RunOptions::default()
    };
    let found = readable(&args.inputs)?;
    refuse_overwriting(&[("-", Path::new("-"))], input_paths(&found.inputs))?;
    options.inputs = found.inputs;
    options.topic = topic_of(args.topic.as_deref(), &args.lexicons)?;
    let lexicons = Lexicons::load(&args.lexicons, &options.topic)?;
    let analyser = Analyser::new(&lexicons)?;
    let mut failed = !found.missing.is_empty();
    for error in found.missing {
        complain(&error.into());
    }

    let mut missing: BTreeSet<&str> = args.id.iter().map(String::as_str).collect();
    let wanted = |id: &str| args.id.is_empty() || args.id.iter().any(|w| w == id);
    let mut out = BufWriter::new(stdout().lock());
    let page = Page {
        catalogue: &lexicons.topic.proposals,
        colour: match args.color {
            ColorChoice::Auto => colour(),
            ColorChoice::Always => true,
            ColorChoice::Never => false,
        },
        width: width(),
    };
    let mut any = false;
    let mut rejects = Rejects::default();
    pipeline::explain(&options, &analyser, &wanted, &mut |article| {
        let article = match article {
            Ok(article) => article,
            Err(reject) => {
                failed = true;
                rejects.tell(&reject);
                return Ok(());
            }
        };
        missing.remove(&*article.article.id);
        let text = if args.json {
            json::line(&article, &lexicons.topic.proposals)?
        } else {
            let legend = if any { String::new() } else { page.legend() };
            any = true;
            legend + &page.article(&article)
        };
        out.write_all(text.as_bytes())
            .context("standard output cannot be written")
    })?;
    out.flush().context("standard output cannot be written")?;
    rejects.rest(rejects.count(), "");
    for id in &missing {
        failed = true;
        complain(&Error::msg(format!("no article has the id {id:?}")));
    }
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

/// Columns to set text in.
fn width() -> usize {
    let out = stdout();
    if !out.is_terminal() {
        return WIDTH;
    }
    terminal_size::terminal_size_of(out).map_or(WIDTH, |(columns, _)| {
        usize::from(columns.0).clamp(READABLE.0, READABLE.1)
    })
}
