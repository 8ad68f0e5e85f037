//! `stanceline lexicon`: whether lexicons are sound, whether cues read their examples as told, and what stands in them.

mod check;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use stanceline::attribute::Attributor;
use stanceline::lexicon::{Cue, CueClass, Example, Lexicons};
use stanceline::model::{Article, Stance, Statement};
use stanceline::pipeline::draft_of;
use stanceline::segment::Segmenter;
use stanceline::stance::Decider;
use stanceline::tag::Tagger;
use unicode_width::UnicodeWidthStr;

use crate::args::{CLEAN, SOME_FAILED};
use crate::source::reader_left;
use check::{Shown, faults};

const EXAMPLES: &str = "\
Examples:
  stanceline lexicon check --lexicons my-topic
  stanceline lexicon test --failed
  stanceline lexicon list cues --json

Exit status of check: 0 without errors, 1 with; of test: 0 where every example is read as told, 1 where not.";

/// Arguments of `lexicon`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct LexiconArgs {
    #[command(subcommand)]
    action: Action,
    /// Folder with lexicons to use in place of the embedded ones of the same name; may be given several times
    #[arg(long, value_name = "DIR", global = true)]
    lexicons: Vec<PathBuf>,
    /// Topic; else the one among the packs in --lexicons (check: all of them), else ukraine
    #[arg(long, global = true)]
    topic: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Say what is wrong, with file and line
    Check {
        /// Errors alone
        #[arg(long)]
        errors: bool,
        /// Warnings about embedded packs as well, where --lexicons gives others
        #[arg(long)]
        all: bool,
    },
    /// Read every cue's examples and say which are read as told
    Test {
        /// Only the cues that fail, with their sentences
        #[arg(long)]
        failed: bool,
    },
    /// List actors, proposals or cues
    List {
        /// Which
        what: What,
        /// As JSON, one object a line
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum What {
    Actors,
    Proposals,
    Cues,
}

/// Does what was asked and prints it.
pub(crate) fn run(args: &LexiconArgs) -> Result<ExitCode> {
    let topics = topics(args)?;
    // Where several are given, only the check is of them all.
    let one = || match topics.as_slice() {
        [one] => Lexicons::load(&args.lexicons, one),
        _ => Lexicons::load(&args.lexicons, DEFAULT_TOPIC),
    };
    let (text, sound) = match &args.action {
        Action::Check { errors, all } => faults(
            &args.lexicons,
            &topics,
            Shown {
                warnings: !errors,
                embedded: *all || args.lexicons.is_empty(),
            },
        )?,
        Action::Test { failed } => test(&one()?, *failed)?,
        Action::List { what, json } => {
            let rows = rows(&one()?, *what);
            let text = if *json { lines(&rows) } else { table(&rows) };
            (text, true)
        }
    };
    let written = stdout().write_all(text.as_bytes());
    match written.context("standard output cannot be written") {
        Err(error) if reader_left(&error) => {}
        result => result?,
    }
    Ok(ExitCode::from(if sound { CLEAN } else { SOME_FAILED }))
}

const DEFAULT_TOPIC: &str = "ukraine";

/// The topic that was named, else those of the packs that were given.
fn topics(args: &LexiconArgs) -> Result<Vec<String>> {
    if let Some(topic) = &args.topic {
        return Ok(vec![topic.clone()]);
    }
    let given = Lexicons::topics_in(&args.lexicons)?;
    Ok(if given.is_empty() {
        vec![DEFAULT_TOPIC.to_owned()]
    } else {
        given
    })
}

/// What reads a sentence.
struct Engine {
    segmenter: Segmenter,
    tagger: Tagger,
    attributor: Attributor,
    decider: Decider,
}

impl Engine {
    fn new(lexicons: &Lexicons) -> Result<Self> {
        Ok(Self {
            segmenter: Segmenter::new(lexicons)?,
            tagger: Tagger::new(lexicons)?,
            attributor: Attributor::new(lexicons),
            // The rules alone: an example shows what its cue does.
            decider: Decider::with_scorer(lexicons, None),
        })
    }

    fn read(&self, example: &Example) -> Vec<Statement> {
        // A day on which most of the offices in the examples are held as they say.
        let day = example.date.or(Some(jiff::civil::date(2025, 3, 1)));
        let article = Article {
            id: Cow::Borrowed("example"),
            title: example.title.as_deref().map(Cow::Borrowed),
            text: Cow::Borrowed(example.text.as_str()),
            published: day,
            ..Article::default()
        };
        let document = self.segmenter.segment(&draft_of(&article));
        let mentions = self.tagger.tag(&document, day);
        let attributions = self.attributor.attribute(&document);
        self.decider
            .decide(&article, day, &document, &mentions, &attributions)
    }
}

/// Whether what was read is what an example tells: its statement is there, or, for `none`, nothing of the kind.
fn as_told(lexicons: &Lexicons, example: &Example, read: &[Statement]) -> bool {
    let is_holder = |s: &Statement| example.holder.as_ref().is_none_or(|h| *h == s.holder.name);
    let is_proposal = |s: &Statement| {
        example
            .proposal
            .as_ref()
            .is_none_or(|p| related(lexicons, p, &s.proposal.id))
    };
    let is_stance = |s: &Statement| s.stance.name() == example.stance;
    let mut fitting = read.iter().filter(|s| is_holder(s) && is_proposal(s));
    if example.stance == "none" {
        fitting.next().is_none()
    } else {
        fitting.any(is_stance)
    }
}

/// A proposal and its umbrella count as one, as in `eval`.
fn related(lexicons: &Lexicons, a: &str, b: &str) -> bool {
    let parent = |id: &str| {
        let proposal = lexicons.topic.proposal(id)?;
        lexicons.topic.proposals[proposal].parent.as_deref()
    };
    a == b || parent(a) == Some(b) || parent(b) == Some(a)
}

fn test(lexicons: &Lexicons, failed_alone: bool) -> Result<(String, bool)> {
    let engine = Engine::new(lexicons)?;
    let mut text = String::new();
    let (mut right, mut all) = (0, 0);
    for cue in &lexicons.language.cues {
        // Examples of another topic's proposals say nothing here.
        let examples: Vec<&Example> = cue
            .examples
            .iter()
            .filter(|e| {
                e.proposal
                    .as_ref()
                    .is_none_or(|p| lexicons.topic.proposal(p).is_some())
            })
            .collect();
        let missed: Vec<(&Example, Vec<Statement>)> = examples
            .iter()
            .map(|e| (*e, engine.read(e)))
            .filter(|(e, read)| !as_told(lexicons, e, read))
            .collect();
        all += examples.len();
        right += examples.len() - missed.len();
        if examples.is_empty() || failed_alone && missed.is_empty() {
            continue;
        }
        let verdict = if missed.is_empty() { "pass" } else { "FAIL" };
        let passed = examples.len() - missed.len();
        let _ = writeln!(text, "{verdict} {} {passed}/{}", cue.id, examples.len());
        for (example, read) in missed {
            explain(&mut text, example, &read);
        }
    }
    let _ = writeln!(text, "{right} of {all} examples are read as told");
    Ok((text, right == all))
}

fn explain(text: &mut String, example: &Example, read: &[Statement]) {
    let told = [
        example.holder.as_deref().unwrap_or("anybody"),
        example.proposal.as_deref().unwrap_or("anything"),
        &example.stance,
    ];
    let _ = writeln!(text, "     {}", example.text);
    let _ = writeln!(text, "     told: {}", told.join(" | "));
    let read: Vec<String> = read
        .iter()
        .map(|s| [s.holder.name.as_str(), &s.proposal.id, s.stance.name()].join(" | "))
        .collect();
    let read = if read.is_empty() {
        "nothing".to_owned()
    } else {
        read.join("; ")
    };
    let _ = writeln!(text, "     read: {read}");
}

/// Rows of a listing: names of columns to values.
fn rows(lexicons: &Lexicons, what: What) -> Vec<Vec<(&'static str, Value)>> {
    let topic = &lexicons.topic;
    match what {
        What::Actors => topic
            .actors
            .iter()
            .map(|a| {
                vec![
                    ("id", json!(a.id)),
                    ("name", json!(a.name)),
                    ("kind", json!(a.kind)),
                    ("country", json!(a.country)),
                    ("parent", json!(a.parent)),
                    ("aliases", json!(a.aliases.len())),
                    ("roles", json!(a.roles.len())),
                ]
            })
            .collect(),
        What::Proposals => topic
            .proposals
            .iter()
            .map(|p| {
                vec![
                    ("id", json!(p.id)),
                    ("name", json!(p.name)),
                    ("parent", json!(p.parent)),
                    ("phrases", json!(p.phrases.len())),
                    ("heads", json!(p.heads)),
                ]
            })
            .collect(),
        What::Cues => lexicons.language.cues.iter().map(cue_row).collect(),
    }
}

fn cue_row(cue: &Cue) -> Vec<(&'static str, Value)> {
    let class = match cue.class {
        CueClass::Attitude => "attitude",
        CueClass::Effect => "effect",
        CueClass::Participation => "participation",
        CueClass::Evaluation => "evaluation",
        CueClass::Request => "request",
        CueClass::Nominal => "nominal",
        CueClass::Deontic => "deontic",
    };
    vec![
        ("id", json!(cue.id)),
        ("class", json!(class)),
        ("pattern", json!(cue.pattern)),
        ("stance", json!(cue.stance.name())),
        ("negated", json!(cue.negated.map(Stance::name))),
        ("strength", json!(cue.strength)),
        ("examples", json!(cue.examples.len())),
    ]
}

fn lines(rows: &[Vec<(&'static str, Value)>]) -> String {
    let object = |row: &Vec<(&'static str, Value)>| {
        let fields = row.iter().map(|(k, v)| ((*k).to_owned(), v.clone()));
        format!("{}\n", Value::Object(fields.collect()))
    };
    rows.iter().map(object).collect()
}

/// Columns as wide as their widest cell.
fn table(rows: &[Vec<(&'static str, Value)>]) -> String {
    let Some(first) = rows.first() else {
        return String::new();
    };
    let header: Vec<String> = first.iter().map(|(k, _)| (*k).to_owned()).collect();
    let cell = |value: &Value| match value {
        Value::Null => "-".to_owned(),
        Value::String(s) => s.clone(),
        Value::Array(list) => {
            let words: Vec<&str> = list.iter().filter_map(Value::as_str).collect();
            words.join(" ")
        }
        other => other.to_string(),
    };
    let body = rows
        .iter()
        .map(|r| r.iter().map(|(_, v)| cell(v)).collect::<Vec<String>>());
    let all: Vec<Vec<String>> = std::iter::once(header).chain(body).collect();
    let widths: Vec<usize> = (0..first.len())
        .map(|c| all.iter().map(|r| r[c].width()).max().unwrap_or(0))
        .collect();
    let mut text = String::new();
    for row in all {
        let mut line = String::new();
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width - cell.width() + 2));
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_example_is_read_and_compared() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let engine = Engine::new(&lexicons).unwrap();
        let mut example = Example {
            text: "Poland has ruled out sending troops to Ukraine.".into(),
            holder: Some("Poland".into()),
            proposal: Some("foreign-force".into()),
            stance: "oppose".into(),
            speaker: None,
            condition: None,
            attribution: None,
            title: None,
            date: None,
        };
        let read = engine.read(&example);
        assert!(as_told(&lexicons, &example, &read));
        example.stance = "support".into();
        assert!(!as_told(&lexicons, &example, &read));
        example.stance = "none".into();
        assert!(!as_told(&lexicons, &example, &read));
    }

    #[test]
    fn every_listing_has_rows_of_one_width() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        for what in [What::Actors, What::Proposals, What::Cues] {
            let rows = rows(&lexicons, what);
            assert!(rows.iter().all(|r| r.len() == rows[0].len()));
            assert_eq!(table(&rows).lines().count(), rows.len() + 1);
            assert_eq!(lines(&rows).lines().count(), rows.len());
        }
    }
}
