//! Measuring, on archives small enough to wait for.

use std::io::Write;
use std::path::Path;

use super::*;
use crate::read::find_inputs;
use crate::tag::Phrase;

fn lexicons() -> Result<Lexicons> {
    Lexicons::embedded("ukraine")
}

fn options(path: &Path) -> BenchOptions {
    BenchOptions {
        run: RunOptions {
            inputs: find_inputs(&[path.to_owned()]).inputs,
            ..RunOptions::default()
        },
        threads: vec![1],
        rounds: 1,
        stages: true,
        sample: 1 << 20,
    }
}

fn archive(bytes: u64) -> (ArchiveCounts, Vec<u8>) {
    let settings = ArchiveSettings {
        bytes,
        topic: 0.05,
        seed: 3,
    };
    let mut archive = Vec::new();
    let made = generate(&lexicons().unwrap(), settings, &mut archive, &mut |_| {});
    (made.unwrap(), archive)
}

/// Measures what lies at `path`.
fn report(path: &Path) -> Result<BenchReport> {
    let analyser = Analyser::new(&lexicons()?)?;
    let stop = AtomicBool::new(false);
    let report = bench(
        &options(path),
        &lexicons,
        &analyser,
        None,
        &stop,
        &mut |_| {},
    )?;
    Ok(report.expect("nobody stops it"))
}

#[test]
fn everything_is_measured_on_a_small_archive() {
    let analyser = Analyser::new(&lexicons().unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.jsonl");
    let (made, bytes) = archive(300_000);
    std::fs::write(&path, bytes).unwrap();
    let phrase = Phrase {
        text: "committee",
        any_case: false,
    };
    let phrases = PhraseMatcher::new([phrase]).unwrap();
    let options = BenchOptions {
        threads: vec![1, 2],
        rounds: 2,
        ..options(&path)
    };
    let stop = AtomicBool::new(false);
    let mut heard = 0;
    let report = bench(
        &options,
        &lexicons,
        &analyser,
        Some(&phrases),
        &stop,
        &mut |p| {
            heard += 1;
            assert!(p.done < p.of, "{p:?}");
        },
    )
    .unwrap()
    .unwrap();
    assert!(heard > 20);
    assert_eq!(report.counts.articles, made.articles);
    assert_eq!(report.counts.gate_passes, made.on_topic);
    assert_eq!((report.bytes, report.file_bytes), (made.bytes, made.bytes));
    assert!(report.counts.statements > 0);
    assert_eq!(report.whole.len(), 6);
    for m in report
        .whole
        .iter()
        .chain(&report.stages)
        .chain(&report.limits)
    {
        assert!(
            m.bytes > 0 && m.cost.wall > 0.0 && m.cost.wall.is_finite(),
            "{m:?}"
        );
    }
    for m in &report.whole {
        assert!(m.memory.is_none_or(|m| m.anonymous > 0), "{m:?}");
    }
    assert_eq!(report.ratios.len(), 6, "{:?}", report.ratios);
    assert!(report.index.entries > 0 && report.index.bytes > 0);
    assert!(report.notes[0].contains("less than 20 MB"));
    assert_eq!(report.notes.len(), 1, "{:?}", report.notes);
    stop.store(true, Ordering::Relaxed);
    let stopped = bench(&options, &lexicons, &analyser, None, &stop, &mut |_| {});
    assert!(stopped.unwrap().is_none());
}

#[test]
fn rates_are_of_the_text_that_comes_out_of_compressed_files() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.jsonl.gz");
    let (made, bytes) = archive(100_000);
    let file = std::fs::File::create(&path).unwrap();
    let mut writer = flate2::write::GzEncoder::new(file, flate2::Compression::fast());
    writer.write_all(&bytes).unwrap();
    writer.finish().unwrap();
    let report = report(&path).unwrap();
    assert_eq!(report.bytes, made.bytes);
    assert_eq!(report.file_bytes, path.metadata().unwrap().len());
    assert!(report.file_bytes < report.bytes / 2);
    for m in &report.whole {
        assert_eq!(m.bytes, made.bytes, "{m:?}");
    }
}

#[test]
fn files_of_text_are_measured_as_they_are_run() {
    let folder = tempfile::tempdir().unwrap();
    let mut written = 0;
    for n in 0..3 {
        let text = format!("France will send troops to Ukraine, the minister said on day {n}.\n");
        std::fs::write(folder.path().join(format!("{n}.txt")), &text).unwrap();
        written += text.len() as u64;
    }
    std::fs::write(folder.path().join("3.txt"), "  \n").unwrap();
    let texts = report(folder.path()).unwrap();
    assert_eq!((texts.counts.articles, texts.counts.rejects), (3, 1));
    assert_eq!(texts.bytes, written + 3);
    assert!(texts.stages.iter().any(|m| m.name.starts_with("behind")));
    let alone = |report: &BenchReport, name: &str| {
        let rows = report.stages.iter().chain(&report.limits);
        rows.filter(|m| m.name == name)
            .map(|m| (m.bytes, m.articles))
            .collect::<Vec<_>>()
    };
    let records = "read: a record becomes an article";
    assert_eq!(alone(&texts, records), [(written, 3)]);
    assert_eq!(alone(&texts, limits::JSON), []);
    assert!(texts.ratios.is_empty(), "{:?}", texts.ratios);
    let told = texts.notes.join("\n");
    assert!(
        told.contains("Rejected records: 1") && told.contains("no JSON"),
        "{told}"
    );

    let line = "\u{feff}{\"id\":\"a\",\"text\":\"Nobody was told.\"}\n";
    std::fs::write(folder.path().join("4.jsonl"), line).unwrap();
    let mixed = report(folder.path()).unwrap();
    assert_eq!(mixed.counts.articles, 4);
    let bytes = line.len() as u64 - 3;
    assert_eq!(alone(&mixed, records), [(written + bytes, 4)]);
    assert_eq!(alone(&mixed, limits::JSON), [(bytes, 4)]);
}

#[test]
fn an_archive_without_an_article_says_how_many_records_it_has() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("archive.jsonl");
    std::fs::write(&path, "{}\nno record\n").unwrap();
    let error = report(&path).unwrap_err().to_string();
    assert!(error.contains("2 records, and none is"), "{error}");
}
