//! Each stage alone, on one thread, on a sample that the stages before it have taken apart already.

use std::hint::black_box;

use super::Task;
use super::sample::{Item, Raw, Sample};
use crate::attribute::Attributor;
use crate::dedup::{ArticlePrints, ExactIndex, Fingerprinter, Incoming, NearSettings, Remover};
use crate::error::Result;
use crate::lexicon::Lexicons;
use crate::model::{Attribution, Document, Mentions};
use crate::pipeline::Analyser;
use crate::pipeline::analyse::Analysis;
use crate::read::{Chunks, RecordReader, clean, paragraphs};
use crate::segment::Segmenter;
use crate::stance::Decider;
use crate::tag::{PhraseMatcher, Tagger};

/// Articles that the stages behind the gate are measured on, at most: each costs as much as a hundred before it.
const BEHIND_GATE: usize = 400;

/// An article that passed the gate, as each stage behind it takes it.
struct Passed<'s> {
    item: &'s Item,
    document: Document,
    mentions: Mentions,
    attributions: Vec<Attribution>,
}

/// All stages, in their order.
pub(super) fn tasks<'a>(
    sample: &'a Sample,
    lexicons: &'a Lexicons,
    analyser: &'a Analyser,
    phrases: Option<&'a PhraseMatcher>,
) -> Result<Vec<(&'static str, Task<'a>)>> {
    let mut tasks: Vec<(&'static str, Task<'a>)> = vec![
        ("read: decompress, cut into chunks", read(sample)),
        ("read: a record becomes an article", parse(sample)),
        (
            "read: clean",
            each(sample, |item| drop(black_box(clean(&item.article.text)))),
        ),
        ("read: paragraphs", {
            let mut spans = Vec::new();
            each(sample, move |item| {
                spans.clear();
                paragraphs(&item.draft.body, &mut spans);
                black_box(&spans);
            })
        }),
        ("dedup: fold and fingerprint", {
            let mut fingerprinter = Fingerprinter::new();
            each(sample, move |item| {
                for text in item.texts() {
                    black_box(fingerprinter.fingerprint(text));
                }
            })
        }),
        ("dedup: exact index", exact(sample)),
        (
            "dedup: fingerprints, exact and near index, verified",
            near(sample),
        ),
        (
            "tag: gate",
            each(sample, |item| {
                black_box(analyser.passes(item.title(), &item.draft.body));
            }),
        ),
    ];
    if let Some(phrases) = phrases {
        let task = each(sample, |item| {
            for text in item.texts() {
                phrases.longest(text, |m| {
                    black_box(m);
                });
            }
        });
        tasks.push(("tag: phrases of the list", task));
    }
    tasks.extend(behind_gate(sample, lexicons, analyser)?);
    Ok(tasks)
}

/// A stage that takes article by article; its bytes are those of the bodies.
fn each<'a>(sample: &'a Sample, mut stage: impl FnMut(&'a Item) + 'a) -> Task<'a> {
    Box::new(move || {
        sample.items.iter().for_each(&mut stage);
        Ok((sample.text_bytes, sample.items.len() as u64))
    })
}

fn read(sample: &Sample) -> Task<'_> {
    Box::new(move || {
        let run = &sample.options.run;
        let mut chunks = Chunks::new(&run.inputs, run.limits);
        let mut bytes = 0;
        while let Some(chunk) = chunks.next() {
            bytes += chunk.bytes.len() as u64;
            chunks.recycle(chunk.bytes);
            if bytes >= sample.options.sample as u64 {
                break;
            }
        }
        Ok((bytes, sample.items.len() as u64))
    })
}

fn parse(sample: &Sample) -> Task<'_> {
    Box::new(move || {
        let mut reader = RecordReader::new(&sample.fields, sample.options.run.max_article);
        for record in &sample.records {
            // The pipeline checks a chunk's UTF-8 before it reads its records.
            match record {
                Raw::Line(line) => {
                    if let Ok(line) = std::str::from_utf8(line.as_bytes()) {
                        let _ = black_box(reader.article(line));
                    }
                }
                Raw::Text(id, text) => {
                    if let Ok(text) = std::str::from_utf8(text.as_bytes()) {
                        let _ = black_box(sample.plain.article(id, text));
                    }
                }
            }
        }
        Ok((sample.bytes, sample.items.len() as u64))
    })
}

fn exact(sample: &Sample) -> Task<'_> {
    Box::new(move || {
        let mut index = ExactIndex::new()?;
        let mut decisions = Vec::new();
        let mut prints = Vec::new();
        // As many at a time as a chunk has.
        for chunk in sample.items.chunks(200) {
            prints.clear();
            prints.extend(chunk.iter().flat_map(|item| &item.prints));
            index.prepare(&prints);
            for item in chunk {
                let prints = ArticlePrints {
                    id: &item.article.id,
                    outlet: item.outlet,
                    fingerprints: &item.prints,
                };
                index.decide(prints, &mut decisions)?;
            }
        }
        Ok((sample.text_bytes, sample.items.len() as u64))
    })
}

fn near(sample: &Sample) -> Task<'_> {
    Box::new(move || {
        let mut remover = Remover::new(Some(NearSettings::default()))?;
        let mut gone = Vec::new();
        for item in &sample.items {
            let incoming = Incoming {
                id: &item.article.id,
                outlet: item.article.outlet.as_deref(),
                day: item
                    .article
                    .timestamp
                    .and_then(|t| i32::try_from(t.div_euclid(86_400)).ok()),
            };
            remover.decide(incoming, item.texts(), &mut gone)?;
        }
        remover.finish(&mut std::io::sink())?;
        Ok((sample.text_bytes, sample.items.len() as u64))
    })
}

/// The stages of articles on topic. None where the sample holds none.
fn behind_gate<'a>(
    sample: &'a Sample,
    lexicons: &'a Lexicons,
    analyser: &'a Analyser,
) -> Result<Vec<(&'static str, Task<'a>)>> {
    let segmenter = Segmenter::new(lexicons)?;
    let tagger = Tagger::new(lexicons)?;
    let attributor = Attributor::new(lexicons);
    let decider = Decider::new(lexicons);
    let passing = sample
        .items
        .iter()
        .filter(|item| analyser.passes(item.title(), &item.draft.body));
    let passed: Vec<Passed<'_>> = passing
        .take(BEHIND_GATE)
        .map(|item| {
            let anatomy = analyser.take_apart(&item.article, &item.draft);
            Passed {
                item,
                document: anatomy.document,
                mentions: anatomy.mentions,
                attributions: anatomy.attributions,
            }
        })
        .collect();
    if passed.is_empty() {
        return Ok(Vec::new());
    }
    // The stages share the articles, and each task owns what it runs.
    let passed = std::rc::Rc::new(passed);
    let over = |mut stage: Box<dyn FnMut(&Passed<'a>) + 'a>| -> Task<'a> {
        let passed = std::rc::Rc::clone(&passed);
        Box::new(move || {
            passed.iter().for_each(&mut stage);
            let bytes = passed.iter().map(|p| p.item.draft.body.len() as u64).sum();
            Ok((bytes, passed.len() as u64))
        })
    };
    Ok(vec![
        (
            "behind the gate: segment",
            over(Box::new(move |p| {
                black_box(segmenter.segment(&p.item.draft));
            })),
        ),
        (
            "behind the gate: tag",
            over(Box::new(move |p| {
                black_box(tagger.tag(&p.document, p.item.article.published));
            })),
        ),
        (
            "behind the gate: attribute",
            over(Box::new(move |p| {
                black_box(attributor.attribute(&p.document));
            })),
        ),
        (
            "behind the gate: decide",
            over(Box::new(move |p| {
                let article = &p.item.article;
                let day = article.published;
                black_box(decider.decide(article, day, &p.document, &p.mentions, &p.attributions));
            })),
        ),
        (
            "behind the gate: all four, and statements as lines",
            over(Box::new(|p| {
                for statement in analyser
                    .take_apart(&p.item.article, &p.item.draft)
                    .statements
                {
                    let _ = black_box(serde_json::to_string(&statement));
                }
            })),
        ),
    ])
}
