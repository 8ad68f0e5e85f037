//! The command line: exit status, settings, what goes to which stream.

use std::io::Write;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::command::{Desk, article, gzip};

const GOOD: &str = "The harbour committee met for an hour and decided nothing at all.";

#[test]
fn a_clean_run_writes_six_files_and_nothing_else() {
    let desk = Desk::new();
    let ran = desk.file("in.jsonl", article("a", GOOD)).run(&["in.jsonl"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut names: Vec<String> = std::fs::read_dir(ran.out())
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_eq!(
        names,
        [
            "manifest.json",
            "rejects.ndjson",
            "removed.ndjson",
            "statements.ndjson",
            "timeline.csv",
            "timeline.ndjson"
        ]
    );
    assert!(ran.stdout.starts_with("who"), "{}", ran.stdout);
    assert!(
        !ran.stdout.contains('\u{1b}'),
        "no colour where there is no terminal"
    );
    assert!(ran.stderr.contains("1 article"), "{}", ran.stderr);
}

#[test]
fn quiet_says_nothing() {
    let desk = Desk::new();
    let ran = desk
        .file("in.jsonl", format!("{}\nbad", article("a", GOOD)))
        .run(&["in.jsonl", "--quiet"]);
    assert_eq!(
        (ran.status, ran.stdout.as_str(), ran.stderr.as_str()),
        (1, "", "")
    );
}

#[test]
fn standard_input_and_output() {
    let desk = Desk::new();
    for bytes in [
        article("a", GOOD).into_bytes(),
        gzip(article("a", GOOD).as_bytes()),
    ] {
        let output = desk
            .command(&["run", "-", "--out", "-"])
            .write_stdin(bytes)
            .output()
            .unwrap();
        let ran = desk.told(&output);
        assert_eq!((ran.status, ran.stdout.as_str()), (0, ""), "{}", ran.stderr);
        assert!(ran.stderr.contains("1 article"), "{}", ran.stderr);
        assert!(!ran.out().exists());
    }
}

#[test]
fn inputs_are_read_in_the_order_named() {
    let desk = Desk::new();
    let ran = desk
        .file("z.jsonl", article("z", GOOD))
        .file("a.jsonl", article("a", GOOD))
        .run(&["z.jsonl", "a.jsonl"]);
    let removed = ran.rows("removed.ndjson");
    assert_eq!(removed[0]["article"], "a");
    assert_eq!(
        removed[0]["kept"],
        serde_json::json!({"article": "z", "paragraph": 0})
    );
    assert_eq!(removed[0]["kind"], "exact");
}

#[test]
fn settings_come_from_a_file_and_flags_win() {
    let desk = Desk::new();
    desk.file("in.jsonl", r#"{"story":"The harbour committee met.","when":"2025-03-12"}"#)
        .file(
            "settings.toml",
            "out = \"elsewhere\"\nby = \"day\"\nmax-line = 1000\n[field]\ntext = \"story\"\npublished = \"when\"\n",
        );
    let output = desk
        .command(&["run", "in.jsonl", "--config", "settings.toml"])
        .output()
        .unwrap();
    assert_eq!(
        output.status.code(),
        Some(0),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let manifest = |folder: &str| -> Value {
        serde_json::from_slice(&std::fs::read(desk.path(folder).join("manifest.json")).unwrap())
            .unwrap()
    };
    let options = manifest("elsewhere")["options"].clone();
    assert_eq!(
        (&options["by"], &options["max_line"]),
        (&Value::from("day"), &Value::from(1000))
    );
    let ran = desk.run(&[
        "in.jsonl",
        "--config",
        "settings.toml",
        "--by",
        "month",
        "--field",
        "text=story",
    ]);
    assert_eq!(ran.status, 0);
    assert_eq!(manifest("out")["options"]["by"], "month");
    desk.file(
        "sizes.toml",
        "max_line = \"2kB\"\nfield = [\"text=story\"]\n",
    );
    let ran = desk.run(&["in.jsonl", "--config", "sizes.toml", "--max-article", "1MB"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let options = manifest("out")["options"].clone();
    assert_eq!(
        (&options["max_line"], &options["max_article"]),
        (&Value::from(2_000), &Value::from(1_000_000))
    );
}

#[test]
fn settings_that_cannot_be_are_refused() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", GOOD))
        .file("typo.toml", "max-lime = 3\n")
        .file("by.toml", "by = \"year\"\n")
        .file("high.toml", "min_confidence = 3\n")
        .file("field.toml", "field = [\"body=story\"]\n");
    for (arguments, says) in [
        (&["in.jsonl", "--min-confidence", "7"][..], "0 to 1"),
        (&["in.jsonl", "--field", "story"], "FIELD=KEY"),
        (&["in.jsonl", "--field", "body=story"], "known are id"),
        (&["in.jsonl", "--max-line", "0"], "number of bytes"),
        (&["in.jsonl", "--config", "typo.toml"], "max-lime"),
        (&["in.jsonl", "--config", "by.toml"], "day, week or month"),
        (&["in.jsonl", "--config", "none.toml"], "none.toml"),
        (&["in.jsonl", "--by", "year"], "year"),
        (&["in.jsonl", "--config", "high.toml"], "high.toml"),
        (&["in.jsonl", "--config", "high.toml"], "0 to 1"),
        (&["in.jsonl", "--config", "field.toml"], "known are id"),
        (&["in.jsonl", "--max-article", "9 lots"], "no unit"),
    ] {
        let ran = desk.run(arguments);
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{arguments:?}: {}", ran.stderr);
    }
    let ran = desk.told(&desk.command(&["run", "in.jsonl"]).output().unwrap());
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("--out"), "{}", ran.stderr);
}

#[test]
fn help_shows_examples_and_completions_are_written() {
    let desk = Desk::new();
    let help = desk.told(&desk.command(&["run", "--help"]).output().unwrap());
    assert!(
        help.status == 0 && help.stdout.contains("Examples:"),
        "{}",
        help.stdout
    );
    for shell in ["bash", "zsh", "fish"] {
        let script = desk.told(&desk.command(&["completions", shell]).output().unwrap());
        assert!(
            script.status == 0 && script.stdout.contains("stanceline"),
            "{shell}"
        );
    }
}

/// Ctrl-C while the input is silent: status 130, no files, not even temporary ones.
#[cfg(unix)]
#[test]
fn an_interrupt_leaves_nothing() {
    let desk = Desk::new();
    let mut child = Command::new(env!("CARGO_BIN_EXE_stanceline"))
        .current_dir(desk.path("."))
        .args(["run", "-", "--out", "out"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut pipe = child.stdin.take().unwrap();
    for i in 0..5000 {
        writeln!(pipe, "{}", article(&i.to_string(), GOOD)).unwrap();
    }
    let out = desk.path("out");
    // Its files are begun before it reads.
    while !out.exists() || std::fs::read_dir(&out).unwrap().count() == 0 {
        std::thread::sleep(Duration::from_millis(10));
    }
    let killed = Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    // The pipe stays open: a run that is asked to stop does not wait for input.
    assert_eq!(child.wait().unwrap().code(), Some(130));
    drop(pipe);
    assert_eq!(std::fs::read_dir(&out).unwrap().count(), 0);
}
