//! `stanceline tag`: the phrases of a list in anyone's articles.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use stanceline::pipeline::{self, RunOptions, TagOptions};
use stanceline::tag::{Phrase, PhraseMatcher};

use crate::args::{CLEAN, INTERRUPTED, SOME_FAILED, complain, counted, say};
use crate::places::refuse_overwriting;
use crate::rejects::Rejects;
use crate::run::{input_paths, progress_bar, readable, typed_field};
use crate::{interrupt, output};

const EXAMPLES: &str = "\
Examples:
  stanceline tag archive/ --list names.txt --out tags.ndjson
  stanceline tag news.jsonl.zst --list names.txt --list phrases.txt --words --out - | head";

const DESCRIPTION: &str = "\
Finds the phrases of one or more lists (a phrase a line) in every paragraph that is no copy of an earlier one, and writes a line for each \
paragraph with any: {\"article\": id, \"paragraph\": n, \"tags\": [[start, end, phrase], ...]}. Places count code points of the text as \
given; phrases count from 0 through the lists. No letter or digit may touch a phrase; the longest one from the left wins.";

/// Arguments of `tag`.
#[derive(Debug, clap::Args)]
#[command(long_about = DESCRIPTION, after_help = EXAMPLES)]
pub(crate) struct TagArgs {
    /// Files, folders, or - for standard input: NDJSON with an article a line, or .txt with an article a file; plain, .gz or .zst
    #[arg(required = true)]
    inputs: Vec<PathBuf>,
    /// Phrases to find, one a line
    #[arg(long = "list", value_name = "FILE", required = true)]
    lists: Vec<PathBuf>,
    /// Where the tags go; - for standard output
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Find ASCII letters in any case
    #[arg(long)]
    any_case: bool,
    /// Write the words of each phrase in the place of its number
    #[arg(long)]
    words: bool,
    /// Worker threads, at most 512; 0 for one a processor
    #[arg(long, value_name = "N", default_value_t = 0)]
    threads: usize,
    /// Read a field from a key of your own: id, url, title, text, published, outlet, authors, language or modified
    #[arg(long, value_name = "FIELD=KEY")]
    field: Vec<String>,
    /// Say nothing but errors
    #[arg(long, short)]
    quiet: bool,
}

/// Runs it.
pub(crate) fn run(args: &TagArgs) -> Result<ExitCode> {
    let matcher = matcher(&args.lists, args.any_case)?;
    let found = readable(&args.inputs)?;
    let missing = !found.missing.is_empty();
    found
        .missing
        .into_iter()
        .for_each(|error| complain(&error.into()));
    let lists = args.lists.iter().map(PathBuf::as_path);
    refuse_overwriting(
        &[("--out", &args.out)],
        input_paths(&found.inputs).chain(lists),
    )?;
    let options = RunOptions {
        inputs: found.inputs,
        threads: args.threads,
        fields: args
            .field
            .iter()
            .map(|typed| typed_field(typed))
            .collect::<Result<_>>()?,
        ..RunOptions::default()
    };
    let (out, unnamed) = output::create(&args.out)?;
    let stop = interrupt::flag()?;
    let bar = progress_bar(&options.inputs, args.quiet);
    let what = TagOptions { words: args.words };
    let report = pipeline::tag(&options, &matcher, what, out, &stop, &mut |p| {
        bar.set_position(p.bytes);
        bar.set_message(format!("{} articles, {} rejects", p.articles, p.rejects));
    });
    bar.finish_and_clear();
    let Some(report) = report? else {
        say("interrupted: nothing was written");
        return Ok(ExitCode::from(INTERRUPTED));
    };
    unnamed.name()?;
    let counts = report.counts;
    let mut rejects = Rejects::default();
    report.rejects.iter().for_each(|r| rejects.tell(r));
    rejects.rest(counts.rejects, "");
    if !args.quiet {
        say(&format!(
            "{}, {} ({} repeated, {} copied), {} of {}, {}",
            counted(counts.articles, "article"),
            counted(counts.paragraphs, "paragraph"),
            counts.removed.repeat,
            counts.removed.exact,
            counted(report.tags, "tag"),
            counted(matcher.len() as u64, "phrase"),
            counted(counts.rejects, "reject")
        ));
    }
    let failed = missing || counts.rejects > 0;
    Ok(ExitCode::from(if failed { SOME_FAILED } else { CLEAN }))
}

/// Reads lists of phrases, one a line; blank lines do not count.
pub(crate) fn matcher(lists: &[PathBuf], any_case: bool) -> Result<PhraseMatcher> {
    let mut phrases = Vec::new();
    for list in lists {
        let unreadable = || format!("{}: the list cannot be read", list.display());
        let file = std::fs::File::open(list).with_context(unreadable)?;
        for line in BufReader::new(file).lines() {
            let line = line.with_context(unreadable)?;
            phrases.extend((!line.trim().is_empty()).then(|| line.trim().to_owned()));
        }
    }
    if phrases.is_empty() {
        bail!("the lists hold no phrase");
    }
    let phrases = phrases.iter().map(|text| Phrase { text, any_case });
    Ok(PhraseMatcher::new(phrases)?)
}
