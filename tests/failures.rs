//! What went wrong is told with its place, and what a killed process left does no harm.

use serde_json::{Value, json};

use crate::bad_input::GOOD;
use crate::command::{Desk, article};
use crate::nightly::{FORCE, rows, told};

/// Articles whose dates no reader could make out.
fn badly_dated(count: usize) -> String {
    let line = |n: usize| {
        let text = format!("{GOOD} That was meeting number {n}.");
        json!({"id": format!("x{n}"), "published": "some day", "text": text}).to_string()
    };
    (0..count).map(|n| line(n) + "\n").collect()
}

#[test]
fn articles_with_unread_dates_are_named() {
    let desk = Desk::new();
    desk.file("in.jsonl", badly_dated(7));
    let ran = desk.run(&["in.jsonl"]);
    let ingested = told(&desk, &["ingest", "in.jsonl", "--store", "ledger"]);
    for stderr in [ran.stderr, ingested.stderr] {
        assert!(
            stderr.contains("undated in.jsonl:1: article x0\n"),
            "{stderr}"
        );
        assert!(
            stderr.contains("undated in.jsonl:5: article x4\n"),
            "{stderr}"
        );
        assert_eq!(stderr.matches("undated in.jsonl:").count(), 5, "{stderr}");
        assert!(stderr.contains("7 articles taken as undated"), "{stderr}");
    }
}

#[test]
fn an_array_that_is_cut_off_is_no_whole_file() {
    let desk = Desk::new();
    let records = [
        article("a", GOOD),
        article("b", &GOOD.replace("hour", "day")),
    ];
    for (name, end, status) in [
        ("whole.json", "]", 0),
        ("cut.json", ",", 1),
        ("open.json", "", 1),
    ] {
        desk.file(name, format!("[{}{end}", records.join(",\n")));
        let ran = desk.run(&[name]);
        assert_eq!(ran.status, status, "{name}: {}", ran.stderr);
        assert_eq!(ran.count("articles"), 2);
        let rejects = ran.rows("rejects.ndjson");
        assert_eq!(rejects.len(), usize::from(status == 1));
        for reject in rejects {
            assert_eq!(reject["file"], name);
            assert!(reject["line"].is_u64());
            let reason = reject["reason"].as_str().unwrap();
            assert!(reason.starts_with("the array is never closed"), "{reason}");
        }
    }
}

#[cfg(unix)]
#[test]
fn what_a_killed_run_left_goes_with_the_next_one() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", FORCE));
    let left = [
        "out/.stanceline-Ab12Cd.tmp",
        ".stanceline-012345.tmp",
        "feeds/actors/.stanceline-zzzzzz.tmp",
    ];
    let mine = ["out/.stanceline-notes", "out/notes.tmp"];
    for name in left.iter().chain(&mine) {
        desk.file(name, "half a li");
    }
    assert_eq!(desk.run(&["in.jsonl"]).status, 0);
    let statements = ["--statements", "out/statements.ndjson", "--out"];
    for (command, out) in [("report", "report.html"), ("feed", "feeds")] {
        let ran = told(&desk, &[&[command], &statements[..], &[out]].concat());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    for name in left {
        assert!(!desk.path(name).exists(), "{name}");
    }
    for name in mine {
        assert!(desk.path(name).exists(), "{name}");
    }
}

#[test]
fn rejects_of_a_delivery_are_written_as_they_come() {
    let desk = Desk::new();
    let bad: String = (0..30).map(|_| "no record\n").collect();
    desk.file("in.jsonl", format!("{bad}{}\n", article("a", GOOD)));
    let delivery = [
        "ingest",
        "in.jsonl",
        "--store",
        "ledger",
        "--rejects",
        "bad.ndjson",
    ];
    let ran = told(&desk, &delivery);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(ran.stderr.matches("rejected in.jsonl:").count(), 20);
    assert!(
        ran.stderr
            .contains("and 10 more records rejected; the file of rejects names all of them"),
        "{}",
        ran.stderr
    );
    let lines: Vec<Value> = rows(&desk.path("bad.ndjson"));
    assert_eq!(lines.len(), 30);
    assert_eq!(
        (&lines[29]["file"], &lines[29]["line"]),
        (&json!("in.jsonl"), &json!(30))
    );
    // Where they cannot be written nothing is begun.
    let nowhere = [
        "ingest",
        "in.jsonl",
        "--store",
        "other",
        "--rejects",
        "no/where.ndjson",
    ];
    let ran = told(&desk, &nowhere);
    assert_eq!(ran.status, 2, "{}", ran.stderr);
    assert!(!desk.path("other").exists());
}

#[test]
fn files_of_others_in_a_store_are_named_and_left_alone() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", GOOD));
    let ingest = ["ingest", "in.jsonl", "--store", "ledger"];
    // A desktop left its file there before there was a store.
    desk.file("ledger/runs/.directory", "view");
    let ran = told(&desk, &ingest);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    desk.file("ledger/runs/backup/00000001.run", "kept");
    // What a killed delivery leaves is the store's own.
    desk.file("ledger/runs/00000099.run", "half a file");
    for arguments in [&ingest[..], &["store", "verify", "--store", "ledger"]] {
        let ran = told(&desk, arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        for name in ["runs/.directory", "runs/backup"] {
            let warning = format!("{name}: not a file of the store");
            assert!(ran.stderr.contains(&warning), "{}", ran.stderr);
        }
        assert!(desk.path("ledger/runs/backup/00000001.run").exists());
        assert!(!desk.path("ledger/runs/00000099.run").exists());
    }
}
