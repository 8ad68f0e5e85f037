//! Each stage alone, in bytes a second, on an archive that is made for it. `BENCHMARKS.md` says how to keep and compare baselines.

#![allow(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on should stop there"
)]

use std::hint::black_box;
use std::io::Write;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use stanceline::attribute::Attributor;
use stanceline::dedup::{ArticlePrints, ExactIndex, Fingerprint, Fingerprinter, Incoming};
use stanceline::dedup::{NearSettings, Remover};
use stanceline::lexicon::Lexicons;
use stanceline::model::{Article, Draft, OffsetMap, ParagraphDraft, Span};
use stanceline::pipeline::Analyser;
use stanceline::pipeline::bench::{ArchiveSettings, generate};
use stanceline::read::{
    ChunkLimits, Chunks, FieldMap, RecordReader, clean, find_inputs, paragraphs,
};
use stanceline::segment::Segmenter;
use stanceline::stance::Decider;
use stanceline::tag::{Gate, Phrase, PhraseMatcher, Tagger};

/// Bytes of the archive: more than any cache, little enough for a hundred passes.
const BYTES: u64 = 16_000_000;

struct Item {
    article: Article<'static>,
    spans: Vec<Span>,
    prints: Vec<Fingerprint>,
}

impl Item {
    fn texts(&self) -> impl Iterator<Item = &str> + Clone {
        self.spans.iter().map(|s| s.of(&self.article.text))
    }
}

fn archive(lexicons: &Lexicons) -> Vec<u8> {
    let settings = ArchiveSettings {
        bytes: BYTES,
        topic: 0.02,
        seed: 1,
    };
    let mut bytes = Vec::new();
    generate(lexicons, settings, &mut bytes, &mut |_| {}).unwrap();
    bytes
}

fn items(lines: &[&str]) -> Vec<Item> {
    let fields = FieldMap::default();
    let mut reader = RecordReader::new(&fields, 8 << 20);
    let mut fingerprinter = Fingerprinter::new();
    let mut item = |line: &&str| {
        let article = reader.article(line).unwrap().into_owned();
        let mut spans = Vec::new();
        paragraphs(&article.text, &mut spans);
        let prints = spans
            .iter()
            .map(|s| fingerprinter.fingerprint(s.of(&article.text)))
            .collect();
        Item {
            article,
            spans,
            prints,
        }
    };
    lines.iter().map(&mut item).collect()
}

fn before_the_gate(c: &mut Criterion) {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let bytes = archive(&lexicons);
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(&bytes).unwrap();
    let inputs = find_inputs(&[file.path().to_path_buf()]).inputs;
    let lines: Vec<&str> = std::str::from_utf8(&bytes).unwrap().lines().collect();
    let items = items(&lines);
    let text: usize = items.iter().map(|i| i.article.text.len()).sum();

    let mut group = c.benchmark_group("read");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("chunks", |b| {
        b.iter(|| {
            let mut chunks = Chunks::new(&inputs, ChunkLimits::default());
            while let Some(chunk) = chunks.next() {
                chunks.recycle(black_box(chunk).bytes);
            }
        });
    });
    group.bench_function("records", |b| {
        let fields = FieldMap::default();
        let mut reader = RecordReader::new(&fields, 8 << 20);
        b.iter(|| {
            for line in &lines {
                let _ = black_box(reader.article(line));
            }
        });
    });
    group.throughput(Throughput::Bytes(text as u64));
    group.bench_function("clean", |b| {
        b.iter(|| {
            for item in &items {
                black_box(clean(&item.article.text));
            }
        });
    });
    group.bench_function("paragraphs", |b| {
        let mut spans = Vec::new();
        b.iter(|| {
            for item in &items {
                spans.clear();
                paragraphs(&item.article.text, &mut spans);
                black_box(&spans);
            }
        });
    });
    group.finish();
    dedup(c, &items, text);
    tag(c, &lexicons, &items, text);
}

fn dedup(c: &mut Criterion, items: &[Item], text: usize) {
    let mut group = c.benchmark_group("dedup");
    group.throughput(Throughput::Bytes(text as u64));
    group.bench_function("fingerprint", |b| {
        let mut fingerprinter = Fingerprinter::new();
        b.iter(|| {
            for text in items.iter().flat_map(Item::texts) {
                black_box(fingerprinter.fingerprint(text));
            }
        });
    });
    group.bench_function("exact", |b| {
        let mut decisions = Vec::new();
        b.iter(|| {
            let mut index = ExactIndex::new().unwrap();
            for item in items {
                let article = ArticlePrints {
                    id: &item.article.id,
                    outlet: 1,
                    fingerprints: &item.prints,
                };
                index.decide(article, &mut decisions).unwrap();
            }
        });
    });
    group.sample_size(20);
    group.bench_function("near", |b| {
        let mut gone = Vec::new();
        b.iter(|| {
            let mut remover = Remover::new(Some(NearSettings::default())).unwrap();
            for item in items {
                let article = Incoming {
                    id: &item.article.id,
                    outlet: item.article.outlet.as_deref(),
                    day: Some(1),
                };
                remover.decide(article, item.texts(), &mut gone).unwrap();
            }
        });
    });
    group.finish();
}

fn tag(c: &mut Criterion, lexicons: &Lexicons, items: &[Item], text: usize) {
    let mut group = c.benchmark_group("tag");
    group.throughput(Throughput::Bytes(text as u64));
    let gate = Gate::new(lexicons).unwrap();
    group.bench_function("gate", |b| {
        b.iter(|| {
            for item in items {
                let text = &item.article.text;
                black_box(gate.in_context(text) && gate.holds_head(text));
            }
        });
    });
    let actors = &lexicons.topic.actors;
    let names = actors.iter().map(|a| a.name.as_str());
    let aliases = actors
        .iter()
        .flat_map(|a| a.aliases.iter().map(|alias| alias.text.as_str()));
    let list = names.chain(aliases).map(|text| Phrase {
        text,
        any_case: false,
    });
    let phrases = PhraseMatcher::new(list).unwrap();
    group.bench_function("phrases", |b| {
        b.iter(|| {
            for text in items.iter().flat_map(Item::texts) {
                phrases.longest(text, |m| {
                    black_box(m);
                });
            }
        });
    });
    group.finish();
}

fn behind_the_gate(c: &mut Criterion) {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let gate = Gate::new(&lexicons).unwrap();
    let bytes = archive(&lexicons);
    let lines: Vec<&str> = std::str::from_utf8(&bytes).unwrap().lines().collect();
    let items = items(&lines);
    let passed = items
        .iter()
        .filter(|i| gate.in_context(&i.article.text) && gate.holds_head(&i.article.text));
    let drafts: Vec<(&Item, Draft)> = passed.take(20).map(|item| (item, draft(item))).collect();
    let text: usize = drafts.iter().map(|(_, d)| d.body.len()).sum();
    let segmenter = Segmenter::new(&lexicons).unwrap();
    let tagger = Tagger::new(&lexicons).unwrap();
    let attributor = Attributor::new(&lexicons);
    let decider = Decider::new(&lexicons);
    let analyser = Analyser::new(&lexicons).unwrap();
    let anatomies: Vec<_> = drafts
        .iter()
        .map(|(item, draft)| (*item, analyser.take_apart(&item.article, draft)))
        .collect();

    let mut group = c.benchmark_group("behind the gate");
    group
        .throughput(Throughput::Bytes(text as u64))
        .sample_size(20);
    group.bench_function("segment", |b| {
        b.iter(|| {
            for (_, draft) in &drafts {
                black_box(segmenter.segment(draft));
            }
        });
    });
    group.bench_function("tag", |b| {
        b.iter(|| {
            for (item, found) in &anatomies {
                black_box(tagger.tag(&found.document, item.article.published));
            }
        });
    });
    group.bench_function("attribute", |b| {
        b.iter(|| {
            for (_, found) in &anatomies {
                black_box(attributor.attribute(&found.document));
            }
        });
    });
    group.bench_function("decide", |b| {
        b.iter(|| {
            for (item, found) in &anatomies {
                let day = item.article.published;
                black_box(decider.decide(
                    &item.article,
                    day,
                    &found.document,
                    &found.mentions,
                    &found.attributions,
                ));
            }
        });
    });
    group.finish();
}

fn draft(item: &Item) -> Draft {
    let paragraph = |&span: &Span| ParagraphDraft { span, kept: true };
    Draft {
        title: String::new(),
        title_map: OffsetMap::identity(0),
        body: item.article.text.clone().into_owned(),
        body_map: OffsetMap::identity(item.article.text.len()),
        paragraphs: item.spans.iter().map(paragraph).collect(),
    }
}

criterion_group!(benches, before_the_gate, behind_the_gate);
criterion_main!(benches);
