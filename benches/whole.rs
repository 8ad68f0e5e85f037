//! The whole chain from file to files, in bytes a second, on archives with nothing, a little and everything on topic.

#![allow(
    clippy::unwrap_used,
    reason = "a measurement that cannot go on should stop there"
)]

use std::sync::atomic::AtomicBool;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use stanceline::lexicon::Lexicons;
use stanceline::pipeline::bench::{ArchiveSettings, generate};
use stanceline::pipeline::{Analyser, Destination, RunOptions, run};
use stanceline::read::find_inputs;

fn whole(c: &mut Criterion) {
    let lexicons = Lexicons::embedded("ukraine").unwrap();
    let analyser = Analyser::new(&lexicons).unwrap();
    let mut group = c.benchmark_group("whole");
    group.sample_size(10);
    for (topic, bytes) in [(0.0, 32_000_000), (0.02, 16_000_000), (1.0, 1_000_000)] {
        let settings = ArchiveSettings {
            bytes,
            topic,
            seed: 1,
        };
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let made = generate(&lexicons, settings, &mut file, &mut |_| {}).unwrap();
        group.throughput(Throughput::Bytes(made.bytes));
        for threads in [1, 2] {
            let options = RunOptions {
                inputs: find_inputs(&[file.path().to_path_buf()]).inputs,
                threads,
                ..RunOptions::default()
            };
            let name = BenchmarkId::new(format!("on topic {topic}"), threads);
            group.bench_with_input(name, &options, |b, options| {
                b.iter(|| {
                    let folder = tempfile::tempdir().unwrap();
                    let destination = Destination::Folder(folder.path().to_owned());
                    let stop = AtomicBool::new(false);
                    run(options, &analyser, destination, &stop, &mut |_| {}).unwrap()
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, whole);
criterion_main!(benches);
