//! `stanceline attribute`: who says what, by itself; how well that is done; and training its weights.

use std::fmt::Write as _;
use std::io::{BufRead, Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::ArgGroup;
use serde::Deserialize;
use stanceline::attribute::{Attributor, Trainer, records, spans};
use stanceline::evaluate::attribution::{AttributionScore, Predicted};
use stanceline::lexicon::Lexicons;
use stanceline::model::{
    Article, Attribution, AttributionRecord, AttributionSpans, DatelineWords, Document,
};
use stanceline::pipeline::draft_of;
use stanceline::read::{
    Chunk, ChunkLimits, Chunks, FieldMap, Payload, PlainReader, RecordError, RecordReader,
    find_inputs,
};
use stanceline::segment::Segmenter;
use stanceline::tag::Tagger;

use crate::args::{CLEAN, SOME_FAILED, complain, say};
use crate::places::refuse_overwriting;
use crate::rejects::Rejects;
use crate::run::input_paths;
use crate::sizes::probability;
use crate::source::{colour, open};
use crate::topic::topic_of;

const EXAMPLES: &str = "\
Examples:
  stanceline attribute articles.jsonl > attributions.ndjson
  stanceline attribute article.txt --pretty
  stanceline attribute --gold dev.jsonl.gz                 how well, on annotated articles
  stanceline attribute --train train.jsonl.gz > lexicons/en/attribution.toml

Annotated articles are NDJSON with `text` and `attributions`, each with lists of [start, end] in code points under `source`, `cue` and
`content`. Found (lenient): the cues share a word, and the contents share at least half of the words in either.";

/// Longest article, in bytes.
const LONGEST: usize = 8 << 20;

/// Arguments of `attribute`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES, group = ArgGroup::new("work").required(true))]
pub(crate) struct AttributeArgs {
    /// Files, folders, or - for standard input, as for `run`
    #[arg(group = "work")]
    inputs: Vec<PathBuf>,
    /// Show a table in place of NDJSON
    #[arg(long)]
    pretty: bool,
    /// Compare with annotated articles
    #[arg(long, value_name = "FILE", group = "work")]
    gold: Option<PathBuf>,
    /// With --gold: figures as JSON
    #[arg(long, requires = "gold", conflicts_with = "inputs")]
    json: bool,
    /// Learn weights from annotated articles and write them to standard output
    #[arg(long, value_name = "FILE", group = "work")]
    train: Option<PathBuf>,
    /// Leave out attributions below this confidence, 0 to 1
    #[arg(long, value_name = "X", default_value_t = 0.0, value_parser = probability, allow_negative_numbers = true)]
    min_confidence: f64,
    /// Folder with lexicons to use in place of the embedded ones of the same name; may be given several times
    #[arg(long, value_name = "DIR")]
    lexicons: Vec<PathBuf>,
    /// Topic, whose actors the sources are looked up among [default: as for `run`]
    #[arg(long)]
    topic: Option<String>,
}

/// The stages that lead to attributions.
struct Stages {
    segmenter: Segmenter,
    tagger: Tagger,
    attributor: Attributor,
    datelines: Arc<DatelineWords>,
}

/// Attributes, measures or trains.
pub(crate) fn run(args: &AttributeArgs) -> Result<ExitCode> {
    let topic = topic_of(args.topic.as_deref(), &args.lexicons)?;
    let lexicons = Lexicons::load(&args.lexicons, &topic)?;
    let stages = Stages {
        segmenter: Segmenter::new(&lexicons)?,
        tagger: Tagger::new(&lexicons)?,
        attributor: Attributor::new(&lexicons),
        datelines: lexicons.language.datelines.clone(),
    };
    if let Some(file) = &args.train {
        print(&stages.train(file)?)?;
        return Ok(ExitCode::from(CLEAN));
    }
    if let Some(file) = &args.gold {
        let score = stages.measure(file, args.min_confidence)?;
        let text = if args.json {
            serde_json::to_string_pretty(&score)? + "\n"
        } else {
            score.to_string()
        };
        print(&text)?;
        return Ok(ExitCode::from(CLEAN));
    }
    stages.all(args)
}

/// Writes to standard output.
fn print(text: &str) -> Result<()> {
    stdout()
        .lock()
        .write_all(text.as_bytes())
        .context("standard output cannot be written")
}

/// An annotated article.
#[derive(Deserialize)]
struct Annotated {
    text: String,
    attributions: Vec<AttributionSpans>,
}

/// Hands each annotated article of a file to `take`.
fn annotated(file: &Path, mut take: impl FnMut(&Annotated)) -> Result<()> {
    for (number, line) in open(file)?.lines().enumerate() {
        let place = || format!("{}:{}", file.display(), number + 1);
        let line = line.with_context(place)?;
        if line.trim().is_empty() {
            continue;
        }
        take(&serde_json::from_str(&line).with_context(place)?);
    }
    Ok(())
}

impl Stages {
    fn train(&self, file: &Path) -> Result<String> {
        let mut trainer = Trainer::new(&self.attributor);
        annotated(file, |a| {
            let document = self.document(&body(&a.text));
            trainer.add(document, &a.text, &a.attributions);
        })?;
        let (seen, reachable) = trainer.coverage();
        if seen == 0 {
            bail!("{}: holds no annotated attribution", file.display());
        }
        say(&format!(
            "{seen} attributions, {reachable} of them within reach of the candidates"
        ));
        let weights = trainer.finish();
        let mut text = String::from(
            "# Weights of the attribution scorer, in hundredths, by feature. Written by `stanceline attribute --train`; not to be edited by hand.\nweights = \"\"\"\n",
        );
        for (feature, numbers) in weights {
            // What TOML would read as an escape or the end of the text.
            let feature = feature.replace('\\', "\\\\").replace('"', "\\\"");
            let numbers: Vec<String> = numbers.iter().map(i32::to_string).collect();
            writeln!(text, "{feature}\\t{}", numbers.join(" "))?;
        }
        text += "\"\"\"\n";
        Ok(text)
    }

    fn measure(&self, file: &Path, least: f64) -> Result<AttributionScore> {
        let mut score = AttributionScore::default();
        annotated(file, |a| {
            let article = body(&a.text);
            let document = self.document(&article);
            let predicted: Vec<Predicted> = self
                .attributor
                .attribute_all(&document)
                .iter()
                .filter(|p| p.confidence >= least)
                .map(|p| {
                    let (spans, head) = spans(&article, &document, p);
                    Predicted { spans, head }
                })
                .collect();
            score.add(&a.text, &a.attributions, &predicted);
        })?;
        if score.articles == 0 {
            bail!("{}: holds no annotated article", file.display());
        }
        Ok(score)
    }

    fn document(&self, article: &Article<'_>) -> Document {
        self.segmenter.segment(&draft_of(article))
    }

    fn all(&self, args: &AttributeArgs) -> Result<ExitCode> {
        let found = find_inputs(&args.inputs);
        refuse_overwriting(&[("-", Path::new("-"))], input_paths(&found.inputs))?;
        let mut failed = !found.missing.is_empty();
        for error in found.missing {
            complain(&error.into());
        }
        let mut rejects = Rejects::default();
        let fields = FieldMap::default();
        let mut reader = RecordReader::new(&fields, LONGEST);
        let plain = PlainReader::new(LONGEST, self.datelines.clone());
        for chunk in Chunks::new(&found.inputs, ChunkLimits::default()) {
            chunk.rejects.iter().for_each(|r| rejects.tell(r));
            self.chunk(args, &chunk, &mut reader, &plain, &mut rejects)?;
        }
        rejects.rest(rejects.count(), "");
        failed |= rejects.count() > 0;
        Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
    }

    /// Writes the attributions of one chunk.
    fn chunk(
        &self,
        args: &AttributeArgs,
        chunk: &Chunk,
        reader: &mut RecordReader<'_>,
        plain: &PlainReader,
        rejects: &mut Rejects,
    ) -> Result<()> {
        match &chunk.payload {
            Payload::Lines { file, first } => {
                for (number, line) in (*first..).zip(chunk.bytes.split(|b| *b == b'\n')) {
                    if line.trim_ascii().is_empty() {
                        continue;
                    }
                    let article = match std::str::from_utf8(line) {
                        Ok(line) => reader.article(line.trim_start_matches('\u{feff}')),
                        Err(error) => Err(RecordError::not_utf8(error)),
                    };
                    match article {
                        Ok(article) => self.article(args, &article)?,
                        Err(error) => rejects.tell(&error.reject(file, Some(number))),
                    }
                }
            }
            Payload::Texts(files) => {
                for file in files {
                    let text = std::str::from_utf8(&chunk.bytes[file.start..file.end]);
                    let article = match text {
                        Ok(text) => plain.article(&file.id, text),
                        Err(error) => Err(RecordError::not_utf8(error)),
                    };
                    match article {
                        Ok(article) => self.article(args, &article)?,
                        Err(error) => rejects.tell(&error.reject(&file.name, None)),
                    }
                }
            }
        }
        Ok(())
    }

    fn article(&self, args: &AttributeArgs, article: &Article<'_>) -> Result<()> {
        let document = self.document(article);
        let mentions = self.tagger.tag(&document, article.published);
        let mut attributions: Vec<Attribution> = self.attributor.attribute_all(&document);
        attributions.retain(|a| a.confidence >= args.min_confidence);
        let records = records(article, &document, &mentions, &attributions);
        if args.pretty {
            return print(&table(&article.id, &records));
        }
        let mut text = String::new();
        for record in &records {
            text += &serde_json::to_string(record)?;
            text.push('\n');
        }
        print(&text)
    }
}

/// An article that is only its text.
fn body(text: &str) -> Article<'_> {
    Article {
        text: text.into(),
        ..Article::default()
    }
}

/// The attributions of one article, a row each.
fn table(id: &str, records: &[AttributionRecord]) -> String {
    let (bold, plain) = if colour() {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    let mut text = format!("{bold}{id}{plain}\n");
    for r in records {
        let who = r.speaker.as_ref().map_or("-", |s| s.name.as_str());
        let cue = r.cue.as_ref().map_or("-", |c| c.text.as_str());
        let parts: Vec<&str> = r.content.iter().map(|c| c.text.as_str()).collect();
        let _ = writeln!(
            text,
            "{:>4.2}  {:<8}  {bold}{:<24}{plain}  {:<20}  {}",
            r.confidence,
            r.kind.name(),
            cell(who, 24),
            cell(cue, 20),
            cell(&parts.join(" \u{2026} "), 100)
        );
    }
    text
}

/// A text on one line of at most `width` characters, without control characters.
fn cell(text: &str, width: usize) -> String {
    let flat: Vec<&str> = text.split_whitespace().collect();
    let flat: String = flat.join(" ").chars().filter(|c| !c.is_control()).collect();
    if flat.chars().count() <= width {
        return flat;
    }
    let mut cut: String = flat.chars().take(width - 1).collect();
    cut.push('\u{2026}');
    cut
}
