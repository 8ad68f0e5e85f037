//! What may be wrong with a delivery or with its order, what is told of it, and whose turn it is.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use crate::command::{Desk, article};
use crate::nightly::{FORCE, OWN, record, told};

#[test]
fn a_delivery_whose_texts_stand_elsewhere_is_told_where() {
    let desk = Desk::new();
    let story = serde_json::json!({"id": "a", "story": OWN}).to_string();
    desk.file("1.jsonl", format!("{story}\n{story}\n"));
    let articles =
        serde_json::json!({"status": "ok", "articles": [{"title": "t", "content": OWN}]});
    desk.file("2.jsonl", articles.to_string());
    for command in [&["ingest", "--store", "ledger"][..], &["run", "--out", "-"]] {
        let ran = told(&desk, &[command, &["1.jsonl"]].concat());
        assert!(
            ran.stderr
                .contains("1.jsonl: none of its 2 records can be read (text: no text); if its text stands under \"story\", add --field text=story\n"),
            "{}",
            ran.stderr
        );
        let ran = told(&desk, &[command, &["2.jsonl"]].concat());
        assert!(
            ran.stderr
                .contains("an array of objects stands under \"articles\"; write its members one a line (jq -c '.articles[]' does)"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn settings_name_the_store_and_the_rejects() {
    let desk = Desk::new();
    let lines = format!("{}\nbroken\n", record("a", "2025-03-01", FORCE));
    desk.file("1.jsonl", lines).file(
        "settings.toml",
        "store = \"ledger\"\nrejects = \"rejects.ndjson\"\nwait = 1\nquiet = true\nout = \"out\"\n",
    );
    let ran = told(&desk, &["ingest", "1.jsonl", "--config", "settings.toml"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (1, ""));
    let rejects = std::fs::read_to_string(desk.path("rejects.ndjson")).unwrap();
    assert_eq!(rejects.lines().count(), 1);
    assert!(desk.path("ledger/ledger.sqlite").exists());
    // `run` passes over what is for `ingest`.
    let ran = told(&desk, &["run", "1.jsonl", "--config", "settings.toml"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    let ran = told(&desk, &["ingest", "1.jsonl"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("--store DIR"), "{}", ran.stderr);
}

#[test]
fn a_delivery_waits_for_its_turn_where_it_is_told_to() {
    let desk = Desk::new();
    desk.file("1.jsonl", article("a", FORCE));
    let held = stanceline::store::Store::open_any(&desk.path("ledger")).unwrap();
    let waiting = Command::new(env!("CARGO_BIN_EXE_stanceline"))
        .current_dir(desk.path("."))
        .args(["ingest", "1.jsonl", "--store", "ledger", "--wait", "300"])
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // Longer than whoever does not wait tries it.
    std::thread::sleep(Duration::from_secs(3));
    drop(held);
    let output = waiting.wait_with_output().unwrap();
    assert_eq!(
        desk.told(&output).status,
        0,
        "{}",
        desk.told(&output).stderr
    );
    let _held = stanceline::store::Store::open_any(&desk.path("ledger")).unwrap();
    let begun = Instant::now();
    let ran = told(
        &desk,
        &["ingest", "1.jsonl", "--store", "ledger", "--wait", "2"],
    );
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(begun.elapsed() >= Duration::from_secs(2));
}

#[test]
fn an_archive_out_of_order_is_told_of_with_what_that_means() {
    let desk = Desk::new();
    let lines = |days: [u8; 3]| {
        let lines = days.map(|day| record(&format!("a{day}"), &format!("2025-03-0{day}"), OWN));
        lines.join("\n")
    };
    desk.file("forwards.jsonl", lines([1, 2, 3]))
        .file("backwards.jsonl", lines([3, 2, 1]));
    let says = "came after later ones (`out_of_order` in manifest.json)";
    let ran = desk.run(&["backwards.jsonl"]);
    assert_eq!(ran.status, 0);
    assert!(
        ran.stderr.contains(&format!("2 of 3 articles {says}")),
        "{}",
        ran.stderr
    );
    assert!(!desk.run(&["forwards.jsonl"]).stderr.contains(says));
    assert_eq!(desk.run(&["backwards.jsonl", "--quiet"]).stderr, "");
}
