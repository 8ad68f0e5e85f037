//! Options that cannot be meant are refused with a reason, and what help says is so.

use std::process::Output;

use serde_json::json;
use stanceline::model::Stance;

use crate::command::{Desk, Ran, article};
use crate::nightly::FORCE;
use crate::sample::line;

fn run(desk: &Desk, typed: &str) -> Ran {
    let arguments: Vec<&str> = typed.split(' ').collect();
    let output: Output = desk.command(&arguments).output().unwrap();
    desk.told(&output)
}

#[test]
fn what_would_be_passed_over_or_is_out_of_range_is_refused_with_its_reason() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", FORCE))
        .file("s.ndjson", line("1", "Ana", "2025-03-03", Stance::Oppose));
    let events = "network --statements s.ndjson --format events";
    for (typed, says) in [
        (
            &*format!("{events} --tie conflict"),
            "--tie is for networks",
        ),
        (
            &*format!("{events} --normalise none"),
            "--normalise is for networks",
        ),
        (
            &*format!("{events} --window month"),
            "--window is for networks",
        ),
        ("run in.jsonl --out out --min-confidence -1", "0 to 1"),
        (
            "run in.jsonl --out out --near-window -1",
            "-1 is not in 0..=65535",
        ),
        (
            "ingest in.jsonl --store st --near-window -1",
            "-1 is not in 0..=65535",
        ),
        (
            "store export --store st --out out --min-confidence -1",
            "0 to 1",
        ),
        (
            "dedup in.jsonl --out once --near --window -1",
            "-1 is not in 0..=65535",
        ),
        (
            "dedup in.jsonl --out once --near --similarity -1",
            "above 0.5",
        ),
        ("dedup in.jsonl", "--removed FILE, or both"),
    ] {
        let ran = run(&desk, typed);
        assert_eq!(ran.status, 2, "{typed}: {}", ran.stderr);
        assert!(ran.stderr.contains(says), "{typed}: {}", ran.stderr);
    }
    assert_eq!(run(&desk, events).status, 0);
    assert_eq!(run(&desk, "dedup in.jsonl --removed gone").status, 0);
}

#[test]
fn an_export_can_be_quiet_and_writes_what_its_help_names() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", FORCE));
    assert_eq!(run(&desk, "ingest in.jsonl --store st -q").stderr, "");
    let loud = run(&desk, "store export --store st --out out");
    assert_eq!((loud.status, &*loud.stderr), (0, "1 statement\n"));
    let quiet = run(&desk, "store export --store st --out out -q");
    assert_eq!((quiet.status, &*quiet.stderr, &*quiet.stdout), (0, "", ""));
    let help = run(&desk, "store export --help").stdout;
    let mut files = 0;
    for entry in std::fs::read_dir(desk.path("out")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        assert!(help.contains(&name), "{name}: {help}");
        files += 1;
    }
    assert_eq!(files, 3);
}

#[test]
fn a_lexicon_that_cannot_be_read_is_an_error_of_a_line() {
    let desk = Desk::new();
    desk.file("mine/pack.toml", "id = \"mine\"\nkind = \"topic\"\nname = \"Mine\"\nlanguage = \"en\"\ncontext = [\"canal\"]\ntheatre = [\"canal\"]\n");
    for (bytes, says) in [
        (
            &b"# fine\n# caf\xe9\n"[..],
            "proposals.toml:2: not UTF-8: byte 0xe9",
        ),
        (b"\n\n[[proposal\n", "proposals.toml:3: "),
    ] {
        desk.file("mine/proposals.toml", bytes);
        let ran = run(&desk, "lexicon check --lexicons mine");
        assert_eq!(ran.status, 1, "{}", ran.stderr);
        assert!(ran.stdout.contains(says), "{}", ran.stdout);
        assert!(ran.stdout.contains("1 error; "), "{}", ran.stdout);
        assert_eq!(run(&desk, "lexicon list actors --lexicons mine").status, 2);
    }
    assert_eq!(run(&desk, "lexicon check --lexicons nowhere").status, 2);
}

#[test]
fn every_command_rejects_a_text_with_nuls() {
    let desk = Desk::new();
    let bad = json!({"id": "b", "text": "damaged\u{0}here"});
    desk.file("in.jsonl", format!("{}\n{bad}\n", article("a", FORCE)));
    for typed in [
        "run in.jsonl --out out",
        "dedup in.jsonl --out once.jsonl",
        "ingest in.jsonl --store st",
    ] {
        let ran = run(&desk, typed);
        assert_eq!(ran.status, 1, "{typed}: {}", ran.stderr);
        let says = "rejected in.jsonl:2: text: the text holds NULs";
        assert!(ran.stderr.contains(says), "{typed}: {}", ran.stderr);
    }
    let once = std::fs::read_to_string(desk.path("once.jsonl")).unwrap();
    assert_eq!(once.lines().count(), 1);
}
