//! `stanceline train`: fits the scorer of stances to annotated articles.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::{AnnotatedCorpus, Training, train};

use crate::args::{CLEAN, say};
use crate::places::refuse_overwriting;
use crate::topic::topic_of;

const EXAMPLES: &str = "\
Example:
  stanceline train --split wire-dev --out lexicons/en/scorer.toml

Penalty, threshold and calibration come from cross-validation by story (what stands before the last hyphen of an article's id), the weights
from all articles. The same articles give the same model.";

/// Arguments of `train`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct TrainArgs {
    /// Annotated articles, laid out as the project's own: articles/SPLIT and gold/SPLIT
    #[arg(long, value_name = "DIR", default_value = "corpus")]
    corpus: PathBuf,
    /// Splits to learn from
    #[arg(long, value_name = "SPLIT", num_args = 1.., required = true)]
    split: Vec<String>,
    /// Where the model goes: `scorer.toml` of a language pack
    #[arg(long, value_name = "FILE.toml")]
    out: PathBuf,
    /// Folder with lexicons, as for `run`; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// The topic, as for `run`
    #[arg(long)]
    topic: Option<String>,
}

/// Fits, tells how, writes.
pub(crate) fn run(args: &TrainArgs) -> Result<ExitCode> {
    let topic = topic_of(args.topic.as_deref(), &args.lexicons)?;
    let lexicons = Lexicons::load(&args.lexicons, &topic)?;
    let splits = args.split.iter();
    let corpora = splits
        .map(|split| AnnotatedCorpus::split(&args.corpus, split))
        .collect::<Result<Vec<_>, _>>()?;
    let read = corpora
        .iter()
        .flat_map(|c| c.articles.iter().chain(&c.gold));
    refuse_overwriting(&[("--out", &args.out)], read.map(PathBuf::as_path))?;
    let training = train(&corpora, &lexicons)?;
    tell(&training);
    let text = format!(
        "# Model of the scorer, written by `stanceline train`; not to be edited by hand.\n{}",
        toml::to_string(&training.table).context("the model cannot be written")?
    );
    std::fs::write(&args.out, text)
        .with_context(|| format!("{} cannot be written", args.out.display()))?;
    say(&format!(
        "{} features in {}",
        training.table.weights.lines().count(),
        args.out.display()
    ));
    Ok(ExitCode::from(CLEAN))
}

fn tell(training: &Training) {
    let [pairs, held] = training.pairs;
    say(&format!(
        "{} articles, {pairs} pairs, {held} with a stance",
        training.articles
    ));
    for (penalty, likelihood) in &training.penalties {
        say(&format!(
            "penalty {penalty}: log-likelihood {likelihood:.4} a pair held out"
        ));
    }
    for trial in &training.trials {
        let (t, name) = (&trial.evaluation.triple, &trial.name);
        let groups = trial.evaluation.stances.iter();
        let stances: Vec<String> = groups
            .map(|g| format!("{} {:.1}", g.name, 100.0 * g.score.f1_required()))
            .collect();
        say(&format!(
            "{name:28} P {:.1} R {:.1} F1 {:.1}  {}",
            100.0 * t.precision(),
            100.0 * t.recall(),
            100.0 * t.f1(),
            stances.join(" ")
        ));
    }
    let table = &training.table;
    say(&format!(
        "chosen: kept from {}, added from {}",
        table.keep, table.add
    ));
}
