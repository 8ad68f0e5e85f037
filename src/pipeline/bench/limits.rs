//! What any program that reads this archive has to do, done by the best crates there are and by nothing else.
//!
//! The bounds are sums of these: a chain cannot be faster than reading its JSON, hashing each paragraph and scanning for what it looks for,
//! unless it does less than that.

use std::borrow::Cow;
use std::hint::black_box;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};
use serde::Deserialize;
use xxhash_rust::xxh3::xxh3_64;

use super::Task;
use super::sample::{Raw, Sample};
use crate::error::{Error, ErrorKind, Result};
use crate::lexicon::Lexicons;
use crate::tag::{Gate, PhraseMatcher};

/// Name of the first limit.
pub(super) const JSON: &str = "serde_json, borrowed";
/// Name of the second.
pub(super) const XXH3: &str = "xxh3 of each paragraph as given";
/// Name of the third.
pub(super) const HEADS: &str = "aho-corasick DFA, every head of a proposal";
/// The same question that our gate asks, asked the same way.
pub(super) const GATE: &str = "aho-corasick, a context word and then a head";
/// All phrases of the list, wherever their letters stand.
pub(super) const AUTOMATON: &str = "aho-corasick DFA, every phrase of the list";

/// The fields that a chain cannot do without, under their usual names.
#[derive(Deserialize)]
struct Borrowed<'a> {
    #[serde(borrow, default)]
    id: Cow<'a, str>,
    #[serde(borrow, default, alias = "source")]
    outlet: Cow<'a, str>,
    #[serde(borrow, default, alias = "date")]
    published: Cow<'a, str>,
    #[serde(borrow, default)]
    title: Cow<'a, str>,
    #[serde(borrow, default, alias = "body", alias = "maintext")]
    text: Cow<'a, str>,
}

/// All limits.
pub(super) fn tasks<'a>(
    sample: &'a Sample,
    lexicons: &'a Lexicons,
    phrases: Option<&'a PhraseMatcher>,
) -> Result<Vec<(&'static str, Task<'a>)>> {
    let gate = Gate::new(lexicons)?;
    let again = Gate::new(lexicons)?;
    let mut tasks: Vec<(&'static str, Task<'a>)> =
        json(sample).map(|task| (JSON, task)).into_iter().collect();
    tasks.extend([
        (
            XXH3,
            over(sample, |text| {
                for paragraph in text.split('\n') {
                    black_box(xxh3_64(paragraph.as_bytes()));
                }
            }),
        ),
        (
            HEADS,
            over(sample, move |text| {
                black_box(gate.heads(text));
            }),
        ),
        (
            GATE,
            over(sample, move |text| {
                black_box(again.in_context(text) && again.holds_head(text));
            }),
        ),
    ]);
    if let Some(phrases) = phrases {
        let texts = (0u32..).take(phrases.len()).map(|n| phrases.text(n));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .kind(Some(AhoCorasickKind::DFA))
            .build(texts)
            .map_err(|e| {
                Error::new(
                    ErrorKind::Lexicon,
                    format!("the list does not compile: {e}"),
                )
                .caused_by(e)
            })?;
        tasks.push((
            AUTOMATON,
            over(sample, move |text| {
                black_box(automaton.find_iter(text).count());
            }),
        ));
    }
    Ok(tasks)
}

/// The JSON of the lines; none where all records are files of text. Files of text beside lines count as articles that cost nothing here, as for anybody.
fn json(sample: &Sample) -> Option<Task<'_>> {
    let lines: Vec<&str> = sample.records.iter().filter_map(Raw::line).collect();
    if lines.is_empty() {
        return None;
    }
    let bytes = lines.iter().map(|line| line.len() as u64 + 1).sum();
    Some(Box::new(move || {
        for line in &lines {
            let record: serde_json::Result<Borrowed<'_>> = serde_json::from_slice(line.as_bytes());
            if let Ok(r) = record {
                black_box((&r.id, &r.outlet, &r.published, &r.title, &r.text));
            }
        }
        Ok((bytes, sample.items.len() as u64))
    }))
}

/// A limit on the bodies. Its bytes are those of the records, so that it adds up with the others.
fn over<'a>(sample: &'a Sample, mut limit: impl FnMut(&str) + 'a) -> Task<'a> {
    Box::new(move || {
        sample
            .items
            .iter()
            .for_each(|item| limit(&item.article.text));
        Ok((sample.bytes, sample.items.len() as u64))
    })
}
