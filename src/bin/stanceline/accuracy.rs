//! `stanceline accuracy`: the table of figures that is committed beside the code.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use stanceline::evaluate::{committed_section, falls};
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::{Analyser, AnnotatedCorpus};

use crate::args::{CLEAN, SOME_FAILED, say};
use crate::places::refuse_overwriting;

const EXAMPLES: &str = "\
Examples:
  stanceline accuracy                          measure all and write ACCURACY.md
  stanceline accuracy --check ACCURACY.md      exit status 1 where F1 on the project's corpus fell by more than 0.1

Run it in the project's folder, in a release build. What lies outside the project is measured where it is found; its sections stay as they are where not.";

/// Arguments of `accuracy`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct AccuracyArgs {
    /// Folder with annotated articles that are not part of the project [default: `STANCELINE_DATA`; without either, the project's own alone]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// The project's own annotated articles
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    corpus: PathBuf,
    /// File to write; its sections are kept where their data is not there
    #[arg(long, value_name = "FILE", default_value = "ACCURACY.md")]
    out: PathBuf,
    /// Write nothing; compare the project's own corpus with this table
    #[arg(long, value_name = "FILE", conflicts_with = "out")]
    check: Option<PathBuf>,
}

/// What the annotated articles are about.
const TOPIC: &str = "ukraine";

const NOT_MEASURED: &str = "The articles were not there when this file was last written; the figures are older than the line on top says.\n\n";

/// Measures, and writes or compares.
pub(crate) fn run(args: &AccuracyArgs) -> Result<ExitCode> {
    let lexicons = Lexicons::embedded(TOPIC)?;
    let analyser = Analyser::new(&lexicons)?;
    let own = AnnotatedCorpus::splits(&args.corpus)?;
    if let Some(table) = &args.check {
        return check(table, &own, &analyser);
    }
    let read = own.iter().flat_map(|c| c.articles.iter().chain(&c.gold));
    refuse_overwriting(&[("--out", &args.out)], read.map(PathBuf::as_path))?;
    let set = || std::env::var_os("STANCELINE_DATA").map(PathBuf::from);
    let data = args.data.clone().or_else(set);
    let before = std::fs::read_to_string(&args.out).unwrap_or_default();
    let mut text = head(&lexicons);
    for corpus in &own {
        text += &corpus.accuracy(&analyser, &lexicons)?.section();
    }
    for (name, articles, ending, gold) in [
        (
            "Gold",
            "gold/articles.jsonl",
            "jsonl",
            "gold/statements.jsonl",
        ),
        ("Seeds", "seeds", "txt", "seeds/statements.jsonl"),
    ] {
        if let Some(data) = data.as_ref().filter(|data| data.join(gold).is_file()) {
            let corpus =
                AnnotatedCorpus::new(name, &data.join(articles), ending, &data.join(gold))?;
            text += &corpus.accuracy(&analyser, &lexicons)?.section();
        } else if let Some(section) = committed_section(&before, name) {
            let place = data.as_ref().map_or_else(
                || "no --data".to_owned(),
                |data| format!("not in {}", data.display()),
            );
            say(&format!("{name}: {place}, its section stays as it was"));
            let (heading, figures) = section.split_once("\n\n").unwrap_or((section, ""));
            let figures = figures.strip_prefix(NOT_MEASURED).unwrap_or(figures);
            let _ = write!(text, "{heading}\n\n{NOT_MEASURED}{figures}");
        }
    }
    let text = text.trim_end().to_owned() + "\n";
    std::fs::write(&args.out, text)
        .with_context(|| format!("{} cannot be written", args.out.display()))?;
    Ok(ExitCode::from(CLEAN))
}

fn check(table: &Path, own: &[AnnotatedCorpus], analyser: &Analyser) -> Result<ExitCode> {
    let committed = std::fs::read_to_string(table)
        .with_context(|| format!("{} cannot be read", table.display()))?;
    let mut clean = true;
    for corpus in own {
        for fall in falls(&committed, &corpus.name, &corpus.engine(analyser)?) {
            say(&fall);
            clean = false;
        }
    }
    if !clean {
        say("where this is wanted, write the table again: stanceline accuracy");
    }
    Ok(ExitCode::from(if clean { CLEAN } else { SOME_FAILED }))
}

/// What is measured and how.
fn head(lexicons: &Lexicons) -> String {
    format!(
        "\
# Accuracy

Written by a command, not by hand: `cargo run --release -- accuracy`. Engine {version}, lexicons SHA-256 `{sha256}`.

`stanceline accuracy --check ACCURACY.md` fails where F1 of *triple*, *pair* or *by country* on the project's own corpus is more than
0.1 below this table; the tests do the same. The errors one by one: `stanceline eval corpus/gold/dev corpus/articles/dev --errors`.

## What is measured

A claim is a holder, a proposal and a stance, in one article. The engine runs over the articles as `stanceline run --keep-copies` does, each article
by itself, and its claims are compared with those that a careful reader found.

- *Triple* compares all three, *pair* leaves the stance out, *by country* compares triples where persons count as the country or body
  they speak for.
- A predicted claim is right if the gold standard has it for the same proposal, or its parent or child (`foreign-force` with any kind of
  force). Where the gold standard allows other readings, those are right too.
- *Optional* claims are those that the gold standard leaves to the reader: right where found (for precision), no miss where not.
- F1 of single stances and attributions takes required claims alone. *Attribution* is the engine's for right and wrong claims, and the
  gold standard's for missed ones.
- *Confidence*: how many of the statements in that range are right, optional ones included. One that says the same twice in an article
  counts once in a range.

Two simple rules stand beside the engine and use its own sentences, actors and proposals. *Nearest actor, always support*: the holder of
each proposal that is mentioned is the actor nearest to it in the sentence, and supports it. *Nearest actor, nearest cue*: the stance is that of
the lexicon's cue nearest to the proposal in the sentence, and there is no claim without a cue.

*Corpus* is the project's own: *dev* and *test* were written to be hard, nearly every sentence another way of taking a stance; *wire-dev* and
*wire-test* are plain copy as agencies, papers and broadcasters write it. The dev splits were used in development, the test splits only measured; the scorer
learned from wire-dev itself, so that figures on it flatter (`stanceline train` prints those of stories held out). *Gold* and *Seeds* are press articles that are not part
of the project; they were used in development, so their figures are no forecast for articles never seen.

Who says what, by itself, is measured on the dev split of PolNeAR by `stanceline attribute --gold FILE`; its figures are not in this file.

",
        version = env!("CARGO_PKG_VERSION"),
        sha256 = lexicons.sha256,
    )
}
