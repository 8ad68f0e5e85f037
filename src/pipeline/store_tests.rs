//! The store against a run over the whole archive, however its articles are delivered and whatever ends the process.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::ingest::ingest_with;
use super::tests::{SAYS, StandIn, article, run_into};
use super::*;
use crate::error::ErrorKind;
use crate::read::find_inputs;
use crate::store::{StatementFilter, Store};

/// A small generator of numbers, so that every run of the tests sees the same.
pub(super) struct Numbers(pub(super) u64);

impl Numbers {
    pub(super) fn below(&mut self, n: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        usize::try_from((self.0 >> 33) % n as u64).unwrap()
    }

    pub(super) fn shuffle<T>(&mut self, list: &mut [T]) {
        for i in (1..list.len()).rev() {
            list.swap(i, self.below(i + 1));
        }
    }
}

/// Articles in the order in which they came out: some on the topic, some not, with paragraphs that wander between them.
pub(super) fn archive(articles: usize) -> Vec<String> {
    let mut numbers = Numbers(7);
    let words = [
        "harbour", "council", "envoy", "barracks", "winter", "signal", "customs", "pilot",
        "granite", "orchard", "ferry", "ledger",
    ];
    let outlets = ["Post", "Echo", "Gazette", "Tide"];
    let mut paragraphs: Vec<String> = Vec::new();
    let mut lines = Vec::new();
    for n in 0..articles {
        let mut body = Vec::new();
        for _ in 0..=numbers.below(6) {
            let old = numbers.below(3) == 0 && !paragraphs.is_empty();
            let recent = paragraphs.len().saturating_sub(1 + numbers.below(60));
            let paragraph = if old && numbers.below(2) == 0 {
                // A near copy, most often, of something of these days: one word is another, or a few follow.
                let mut words: Vec<&str> = paragraphs[recent].split(' ').collect();
                let at = numbers.below(words.len());
                match numbers.below(4) {
                    0 => words.push("over there"),
                    1 => words.insert(at, "slowly"),
                    2 => words[at] = "lantern",
                    _ => words[at] = "Kesta",
                }
                words.join(" ")
            } else if old {
                paragraphs[numbers.below(paragraphs.len())].clone()
            } else {
                let mut text: Vec<&str> = (0..8 + numbers.below(9))
                    .map(|_| words[numbers.below(words.len())])
                    .collect();
                if numbers.below(3) == 0 {
                    text.insert(
                        3,
                        ["backs the force", "backs it", "fears the force"][numbers.below(3)],
                    );
                }
                text.join(" ")
            };
            body.push(paragraph.clone());
            paragraphs.push(paragraph);
            if numbers.below(9) == 0 {
                body.push(["Short.", "No.", &body[0].clone()][numbers.below(3)].to_owned());
            }
        }
        let outlet = outlets[numbers.below(outlets.len())];
        if numbers.below(4) == 0 {
            body.push(format!(
                "the {outlet} backs the force and asks all its readers to write to it"
            ));
        }
        let day = format!("2025-{:02}-{:02}", 1 + n / 40 % 12, 1 + n / 4 % 10);
        let mut record = serde_json::json!({
            "id": format!("a{n:05}"), "url": format!("https://news.example/{n}"),
            "outlet": outlet, "published": day, "text": body.join("\n"),
        });
        if n + 3 > articles {
            // Undated ones come last.
            record["published"] = serde_json::Value::Null;
        }
        lines.push(record.to_string());
    }
    lines.sort_by_key(|l| {
        let record: serde_json::Value = serde_json::from_str(l).unwrap();
        let day = record["published"].as_str().map(str::to_owned);
        (day.is_none(), day, record["id"].to_string())
    });
    lines
}

fn options(input: PathBuf) -> RunOptions {
    RunOptions {
        inputs: find_inputs(&[input]).inputs,
        threads: 2,
        ..RunOptions::default()
    }
}

/// Brings one file into the store.
pub(super) fn deliver(store: &Path, file: PathBuf) -> IngestReport {
    deliver_with(store, &options(file)).0
}

/// What came of it, and what was rejected.
fn deliver_with(store: &Path, options: &RunOptions) -> (IngestReport, Vec<Reject>) {
    let mut rejects = Vec::new();
    let mut store = Store::open(store, &identity(options)).unwrap();
    let report = ingest_with(
        options,
        &StandIn,
        &mut store,
        &AtomicBool::new(false),
        &mut |reject| {
            rejects.push(reject);
            Ok(())
        },
        &mut |_| {},
    );
    (report.unwrap(), rejects)
}

pub(super) fn deliver_lines(folder: &Path, lines: &[String]) -> IngestReport {
    let file = folder.join("delivery.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    deliver(&folder.join("store"), file)
}

pub(super) type Files = BTreeMap<String, String>;

pub(super) fn exported(folder: &Path) -> Files {
    let out = folder.join("exported");
    let filter = StatementFilter::default();
    export(
        &folder.join("store"),
        &filter,
        Bucket::Day,
        0.0,
        Destination::Folder(out.clone()),
    )
    .unwrap();
    files(&out)
}

fn files(folder: &Path) -> Files {
    ["statements.ndjson", "timeline.ndjson", "timeline.csv"]
        .map(|name| {
            (
                name.to_owned(),
                std::fs::read_to_string(folder.join(name)).unwrap(),
            )
        })
        .into()
}

/// What a run over the lines writes.
pub(super) fn ran(lines: &[String]) -> Files {
    ran_with(lines, Near::Topic)
}

fn ran_with(lines: &[String], near: Near) -> Files {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("in.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let options = RunOptions {
        by: Bucket::Day,
        near,
        ..options(file)
    };
    let out = folder.path().join("out");
    run_into(&options, &out, &AtomicBool::new(false));
    files(&out)
}

pub(super) fn verify(folder: &Path) {
    let mut store = Store::open_any(&folder.join("store")).unwrap();
    assert_eq!(super::verify(&mut store).unwrap(), Vec::<String>::new());
}

#[test]
fn any_split_and_order_of_deliveries_exports_what_a_run_writes() {
    let lines = archive(400);
    let expected = ran(&lines);
    assert!(expected["statements.ndjson"].lines().count() > 100);
    assert!(expected["statements.ndjson"].contains("\"copies\":3"));
    let exact_alone = ran_with(&lines, Near::Off);
    assert!(expected != exact_alone, "near copies are among them");
    assert!(expected == ran_with(&lines, Near::Archive));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("all.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let mut without = options(file);
    without.near = Near::Off;
    deliver_with(&folder.path().join("store"), &without);
    assert!(exported(folder.path()) == exact_alone);
    verify(folder.path());
    let mut numbers = Numbers(3);
    for (deliveries, shuffled) in [(1, false), (40, false), (23, true), (400, true)] {
        let folder = tempfile::tempdir().unwrap();
        let mut lines = lines.clone();
        if shuffled {
            numbers.shuffle(&mut lines);
        }
        for delivery in lines.chunks(400 / deliveries) {
            let report = deliver_lines(folder.path(), delivery);
            assert_eq!(report.new, delivery.len() as u64);
            if numbers.below(4) == 0 {
                // The same again, and an older one.
                assert_eq!(
                    deliver_lines(folder.path(), delivery).known,
                    delivery.len() as u64
                );
                assert_eq!(deliver_lines(folder.path(), &lines[..1]).known, 1);
            }
        }
        assert!(
            exported(folder.path()) == expected,
            "{deliveries} deliveries, shuffled: {shuffled}"
        );
        verify(folder.path());
    }
}

#[test]
fn one_writer_one_identity() {
    let folder = tempfile::tempdir().unwrap();
    deliver_lines(folder.path(), &archive(20));
    let path = folder.path().join("store");
    let mine = identity(&RunOptions::default());
    let open = Store::open(&path, &mine).unwrap();
    let second = Store::open(&path, &mine).unwrap_err();
    assert_eq!(second.kind, ErrorKind::Store);
    assert!(second.to_string().contains("another process"), "{second}");
    drop(open);
    let mut other = mine.clone();
    other.lexicons = "abc".to_owned();
    let refused = Store::open(&path, &other).unwrap_err().to_string();
    assert!(refused.contains("store rebuild"), "{refused}");
    let before = exported(folder.path());
    let mut store = Store::open_any(&path).unwrap();
    store.adopt(&other).unwrap();
    let options = RunOptions::default();
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(1)
        .build()
        .unwrap();
    let (mut ignore, stop) = (|_| Ok(()), AtomicBool::new(false));
    let mut account = ingest::Account::new(&mut ignore);
    let likeness = near::WordByWord::of(&RunOptions::default());
    let mut batch = store.batch(Some(&likeness)).unwrap();
    pool.install(|| ingest::analyse_stale(&mut batch, &StandIn, &mut account, &stop))
        .unwrap();
    batch.commit().unwrap();
    assert!(account.analysed() > 5 && options.topic == other.topic);
    drop(store);
    Store::open(&path, &other).unwrap();
    assert!(exported(folder.path()) == before);
}

#[test]
fn a_record_that_the_program_fails_over_is_rejected() {
    let folder = tempfile::tempdir().unwrap();
    let day = "2025-03-01";
    let lines = [
        article("a", "Post", day, &["A force to stumble at the gate."]),
        article("b", "Post", day, &["The force will trip over this."]),
        article("c", "Post", day, &[SAYS]),
    ];
    let file = folder.path().join("in.jsonl");
    std::fs::write(&file, lines.join("\n")).unwrap();
    let (report, rejects) = deliver_with(&folder.path().join("store"), &options(file));
    assert_eq!((report.articles, report.rejects), (2, 2));
    assert_eq!(rejects[0].line, Some(1));
    assert!(rejects[1].reason.contains("analysis of article b"));
    verify(folder.path());
}
