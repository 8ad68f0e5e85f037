//! `stanceline bench`, as it is typed: what it tells, and what it refuses.

use std::io::Write;

use serde_json::Value;

use crate::command::{Desk, article};

const FORCE: &str = "France is ready to send peacekeepers to Ukraine, Emmanuel Macron said.";

#[test]
fn both_sizes_of_a_compressed_archive_and_its_rejects_are_told() {
    let desk = Desk::new();
    let lines = [article("a", FORCE), "{}".to_owned()].join("\n");
    let mut writer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    writer.write_all(lines.repeat(40).as_bytes()).unwrap();
    let packed = writer.finish().unwrap();
    desk.file("a.jsonl.gz", &packed);
    let typed = ["bench", "a.jsonl.gz", "--rounds", "1", "--threads", "1"];
    let table = desk.told(&desk.command(&typed).output().unwrap());
    assert_eq!(table.status, 0, "{}", table.stderr);
    assert!(
        table.stdout.contains(" MB of text from ") && table.stdout.contains("records rejected"),
        "{}",
        table.stdout
    );
    assert!(table.stdout.contains("less than 20 MB"), "{}", table.stdout);
    let typed = [&typed[..], &["--json"]].concat();
    let json = desk.told(&desk.command(&typed).output().unwrap());
    let told: Value = serde_json::from_str(&json.stdout).unwrap();
    assert_eq!(told["bytes"], lines.len() * 40);
    assert_eq!(told["file_bytes"], packed.len());
    assert!(told["counts"]["rejects"].as_u64().unwrap() > 0);
    let whole = &told["whole"][0];
    assert_eq!(whole["bytes"], told["bytes"]);
    assert_ne!(whole["memory"]["anonymous"], 0);
    assert!(told["notes"].as_array().unwrap().len() > 1);
}

#[test]
fn a_folder_of_text_is_measured_and_one_of_nothing_is_not() {
    let desk = Desk::new();
    desk.file("texts/a.txt", FORCE).file("bad/a.jsonl", "{}");
    for (folder, status) in [("texts", 0), ("bad", 2)] {
        let typed = ["bench", folder, "--rounds", "1", "--threads", "1"];
        let told = desk.told(&desk.command(&typed).output().unwrap());
        assert_eq!(told.status, status, "{}", told.stderr);
        let nothing = told.stderr.contains("there is nothing to measure");
        assert_eq!(nothing, status == 2, "{}", told.stderr);
    }
}

#[test]
fn what_measures_is_refused_where_an_archive_is_made() {
    let desk = Desk::new();
    for option in [
        &["--stages"][..],
        &["--threads", "1"],
        &["--rounds", "3"],
        &["--list", "names.txt"],
        &["--sample", "1MB"],
        &["--json"],
        &["--field", "text=body"],
    ] {
        let typed = [&["bench", "--generate", "10kB", "--out", "a"], option].concat();
        let told = desk.told(&desk.command(&typed).output().unwrap());
        assert_eq!(told.status, 2, "{option:?}");
        assert!(told.stderr.contains("cannot be used with"), "{option:?}");
        assert!(!desk.path("a").exists(), "{option:?}");
    }
}

#[test]
fn the_share_on_topic_is_the_one_asked_for() {
    let desk = Desk::new();
    for (share, part) in [("2%", 0.02), ("0.3", 0.3), ("0%", 0.0)] {
        let typed = ["bench", "--generate", "500kB", "--on-topic", share, "--out"];
        let typed = [&typed[..], &["a.jsonl"]].concat();
        let told = desk.told(&desk.command(&typed).output().unwrap());
        let mut numbers = told.stderr.split(|c: char| !c.is_ascii_digit());
        let mut next = || numbers.find(|n| !n.is_empty()).unwrap().parse::<f64>();
        let (articles, on_topic) = (next().unwrap(), next().unwrap());
        assert!(articles > 100.0, "{}", told.stderr);
        assert!((on_topic - articles * part).abs() <= 0.5, "{}", told.stderr);
    }
}
