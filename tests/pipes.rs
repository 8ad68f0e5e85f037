//! Whoever reads an output may stop: that is no failure, whatever the command.

use std::process::{Command, Stdio};

use stanceline::model::Stance;

use crate::command::{Desk, article};
use crate::sample::line;

/// Status and messages of a command whose standard output nobody reads any more.
fn unread(desk: &Desk, arguments: &[&str]) -> (Option<i32>, String) {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(env!("CARGO_BIN_EXE_stanceline"))
        .current_dir(desk.path(""))
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(writer)
        .output()
        .unwrap();
    let messages = String::from_utf8_lossy(&output.stderr).into_owned();
    (output.status.code(), messages)
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    let desk = Desk::new();
    let force = "France is ready to send peacekeepers to Ukraine, Emmanuel Macron said on Monday.";
    desk.file("a.jsonl", article("a", force))
        .file("list.txt", "peacekeepers")
        .file("s.ndjson", line("1", "Ana", "2025-03-03", Stance::Oppose))
        .file("gold.jsonl", r#"{"id":"a","statements":[]}"#);
    let made = desk.command(&["ingest", "a.jsonl", "--store", "ledger"]);
    assert_eq!(desk.told(&{ made }.output().unwrap()).status, 0);
    for arguments in [
        &["run", "a.jsonl", "--out", "-", "-q"][..],
        &["run", "a.jsonl", "--out", "out", "-q", "--threads", "1"],
        &["explain", "a.jsonl"],
        &["eval", "gold.jsonl", "s.ndjson"],
        &["attribute", "a.jsonl"],
        &["dedup", "a.jsonl", "--out", "-", "-q"],
        &["tag", "a.jsonl", "--list", "list.txt", "--out", "-", "-q"],
        &["bench", "--generate", "1MB", "--out", "-", "-q"],
        &["lexicon", "list", "actors"],
        &["timeline", "--statements", "s.ndjson"],
        &["timeline", "--store", "ledger", "--format", "csv"],
        &["report", "--statements", "s.ndjson", "--out", "-"],
        &["network", "--statements", "s.ndjson"],
        &["store", "stats", "--store", "ledger"],
        &["store", "verify", "--store", "ledger"],
        &["completions", "bash"],
    ] {
        assert_eq!(
            unread(&desk, arguments),
            (Some(0), String::new()),
            "{arguments:?}"
        );
    }
    let exported = unread(
        &desk,
        &["store", "export", "--store", "ledger", "--out", "-"],
    );
    assert_eq!(exported, (Some(0), String::new()));
}
