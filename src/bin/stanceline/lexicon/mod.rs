//! `stanceline lexicon`: whether lexicons are sound, whether cues read their examples as told, and what stands in them.

mod check;
mod examples;

use std::io::{Write, stdout};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Error, Result};
use clap::{Subcommand, ValueEnum};
use serde_json::{Value, json};
use stanceline::ErrorKind;
use stanceline::lexicon::{Cue, CueClass, Lexicons};
use stanceline::model::Stance;
use unicode_width::UnicodeWidthStr;

use crate::args::{CLEAN, SOME_FAILED};
use crate::source::reader_left;
use crate::topic::{DEFAULT_TOPIC, topic_of};
use check::{Shown, faults};
use examples::test;

const EXAMPLES: &str = "\
Examples:
  stanceline lexicon check --lexicons my-topic
  stanceline lexicon test --failed
  stanceline lexicon list cues --json

Exit status of check: 0 without errors, 1 with; of test: 0 where every example is read as told, but for those that the
pack names as misses (`known_miss`), 1 where not.";

/// Arguments of `lexicon`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct LexiconArgs {
    #[command(subcommand)]
    action: Action,
    /// Folder with lexicons to use in place of the embedded ones of the same name; may be given several times
    #[arg(long, value_name = "DIR", global = true)]
    lexicons: Vec<PathBuf>,
    /// Topic [default: the one among the packs in --lexicons (check: all of them), else ukraine]
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
    /// Read every cue's examples and say which are read as told: those of the language against the topic that they were written for,
    /// those that name a proposal which only another topic has against that one
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
    match told(args) {
        Ok((text, sound)) => print(&text, sound),
        // What keeps a lexicon from being read at all is an error of it like any other, and the last one that can be told.
        Err(error) if matches!(args.action, Action::Check { .. }) && is_of_a_line(&error) => print(
            &format!("{error}\n1 error; the rest is not checked before it is mended\n"),
            false,
        ),
        Err(error) => Err(error),
    }
}

fn is_of_a_line(error: &Error) -> bool {
    let error = error.downcast_ref::<stanceline::Error>();
    error.is_some_and(|e| e.kind == ErrorKind::Lexicon && e.place.line.is_some())
}

fn print(text: &str, sound: bool) -> Result<ExitCode> {
    let written = stdout().write_all(text.as_bytes());
    match written.context("standard output cannot be written") {
        Err(error) if reader_left(&error) => {}
        result => result?,
    }
    Ok(ExitCode::from(if sound { CLEAN } else { SOME_FAILED }))
}

/// What there is to say, and whether nothing is wrong.
fn told(args: &LexiconArgs) -> Result<(String, bool)> {
    let topics = topics(args)?;
    // Where several are given, only the check is of them all.
    let one = || -> Result<Lexicons> {
        let topic = topic_of(args.topic.as_deref(), &args.lexicons)?;
        Ok(Lexicons::load(&args.lexicons, &topic)?)
    };
    Ok(match &args.action {
        Action::Check { errors, all } => faults(
            &args.lexicons,
            &topics,
            Shown {
                warnings: !errors,
                embedded: *all || args.lexicons.is_empty(),
            },
        )?,
        Action::Test { failed } => {
            let topic = one()?;
            let home = home_of(&topic, &args.lexicons)?;
            test(&topic, home.as_ref(), *failed)?
        }
        Action::List { what, json } => {
            let rows = rows(&one()?, *what);
            let text = if *json { lines(&rows) } else { table(&rows) };
            (text, true)
        }
    })
}

/// The topic that the examples of a topic's language were written for, where that is another: they name its actors and places.
fn home_of(topic: &Lexicons, folders: &[PathBuf]) -> Result<Option<Lexicons>> {
    if topic.topic.id == DEFAULT_TOPIC {
        return Ok(None);
    }
    let home = Lexicons::load(folders, DEFAULT_TOPIC)?;
    Ok((home.topic.language == topic.topic.language).then_some(home))
}

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
