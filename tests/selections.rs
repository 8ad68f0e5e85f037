//! What is asked for and is not there: names, days, files of another kind, folders that are somebody else's.

use crate::subcommands::{desk, ran};

#[test]
fn names_that_nobody_has_are_told_with_what_is_near() {
    let desk = desk();
    for command in [
        &["timeline"][..],
        &["network", "--out", "n.graphml"],
        &["report", "--out", "r.html"],
    ] {
        let typed = [
            "--statements",
            "s.ndjson",
            "--actor",
            "Bo",
            "Anna",
            "--proposal",
            "UN force",
        ];
        let told = ran(&desk, &[command, &typed].concat());
        assert_eq!(told.status, 1, "{command:?}");
        assert_eq!(
            told.stderr,
            "error: no holder \"Anna\"; near: Ana\nerror: no proposal \"UN force\"; near: UN \"force\", blue\n"
        );
    }
    let network = std::fs::read_to_string(desk.path("n.graphml")).unwrap();
    assert!(network.contains("<graph ") && !network.contains("<node"));
    let one = [
        "network",
        "--statements",
        "s.ndjson",
        "--actor",
        "bo",
        "--format",
        "matrix",
    ];
    let told = ran(&desk, &one);
    assert_eq!(
        (told.status, told.stdout.lines().count()),
        (0, 2),
        "{}",
        told.stderr
    );
    for command in ["timeline", "network"] {
        let days = [
            "--statements",
            "s.ndjson",
            "--from",
            "2025-09-01",
            "--to",
            "2025-03-01",
        ];
        let told = ran(&desk, &[&[command][..], &days].concat());
        assert_eq!((told.status, told.stdout.as_str()), (2, ""));
        assert!(
            told.stderr.contains("--from 2025-09-01 is after --to"),
            "{}",
            told.stderr
        );
    }
}

#[test]
fn whoever_names_no_statements_is_told_how() {
    let desk = desk();
    let told = ran(&desk, &["timeline"]);
    assert_eq!(told.status, 2);
    assert!(
        told.stderr.contains("--statements <FILE>...|--store <DIR>"),
        "{}",
        told.stderr
    );
    let told = ran(&desk, &["timeline", "s.ndjson"]);
    assert_eq!(told.status, 2);
    assert!(
        told.stderr.contains("write '--statements s.ndjson'"),
        "{}",
        told.stderr
    );
}

#[test]
fn a_file_of_another_kind_is_told_once() {
    let desk = desk();
    let row = r#"{"schema":"stanceline.timeline/1","actor":{}}"#;
    desk.file("rows.ndjson", format!("{row}\n").repeat(500))
        .file("words.txt", "word\n".repeat(500));
    let told = ran(&desk, &["timeline", "--statements", "rows.ndjson"]);
    assert_eq!(
        (told.status, told.stderr.lines().count()),
        (2, 1),
        "{}",
        told.stderr
    );
    assert!(
        told.stderr.contains("this is stanceline.timeline/1")
            && told.stderr.contains("statements.ndjson"),
        "{}",
        told.stderr
    );
    let told = ran(&desk, &["timeline", "--statements", "words.txt"]);
    assert_eq!(told.status, 2);
    assert!(told.stderr.lines().count() < 10, "{}", told.stderr);
    let good = std::fs::read_to_string(desk.path("s.ndjson")).unwrap();
    desk.file("mixed.ndjson", format!("{good}\n{}", "{}\n".repeat(9)));
    let told = ran(&desk, &["timeline", "--statements", "mixed.ndjson"]);
    assert_eq!(told.status, 1);
    assert!(
        told.stderr
            .ends_with("and 4 more lines without a statement\n"),
        "{}",
        told.stderr
    );
}

#[test]
fn feeds_replace_nothing_that_is_not_theirs() {
    let desk = desk();
    desk.file("mine/report.html", "mine")
        .file("mine/notes.txt", "mine too");
    let told = ran(
        &desk,
        &["feed", "--statements", "s.ndjson", "--out", "mine"],
    );
    assert_eq!(told.status, 2);
    assert!(
        told.stderr.contains("report.html: a file of this name"),
        "{}",
        told.stderr
    );
    assert_eq!(
        std::fs::read_to_string(desk.path("mine/report.html")).unwrap(),
        "mine"
    );
    std::fs::remove_file(desk.path("mine/report.html")).unwrap();
    let told = ran(
        &desk,
        &["feed", "--statements", "s.ndjson", "--out", "mine"],
    );
    assert_eq!(told.status, 0, "{}", told.stderr);
    assert!(desk.path("mine/notes.txt").exists());
    for base in ["not a url", "example.org", "https://"] {
        let typed = [
            "feed",
            "--statements",
            "s.ndjson",
            "--out",
            "other",
            "--base",
            base,
        ];
        let told = ran(&desk, &typed);
        assert_eq!(told.status, 2, "{base}");
        assert!(
            told.stderr.contains("begins with https://"),
            "{}",
            told.stderr
        );
    }
}

#[test]
fn what_cannot_be_asked_for_is_refused() {
    let desk = desk();
    desk.file("a.jsonl", "{}");
    for (typed, says) in [
        (
            &["attribute", "a.jsonl", "--min-confidence", "7"][..],
            "0 to 1",
        ),
        (&["attribute", "a.jsonl", "--json"], "--json"),
        (&["attribute"], "--gold <FILE>"),
        (&["bench", "a.jsonl", "--rounds", "0"], "--rounds"),
    ] {
        let told = ran(&desk, typed);
        assert_eq!(told.status, 2, "{typed:?}");
        assert!(told.stderr.contains(says), "{typed:?}: {}", told.stderr);
    }
}

#[test]
fn one_fault_has_one_wording() {
    let desk = desk();
    desk.file("bad/1.jsonl", b"{\"id\":\"a\",\"text\":\"\"}\n\xff\xfe\n");
    let wanted = "rejected bad/1.jsonl:1: text: no text\nrejected bad/1.jsonl:2: not UTF-8 from byte 1 on; convert the file (iconv does) or repair the record\n";
    for command in [
        &["run", "--out", "-"][..],
        &["explain"],
        &["ingest", "--store", "ledger"],
        &["attribute"],
        &["dedup", "--out", "-"],
    ] {
        let told = ran(&desk, &[command, &["bad"]].concat());
        assert_eq!(told.status, 1, "{command:?}");
        assert!(
            told.stderr.starts_with(wanted),
            "{command:?}: {}",
            told.stderr
        );
    }
}
