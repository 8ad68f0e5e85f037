//! Input that is not what it should be: each kind gets its reject or its exit status, and the rest of the run is unharmed.

use serde_json::{Value, json};

use crate::command::{Desk, Ran, article};

pub(crate) const GOOD: &str = "The harbour committee met for an hour and decided nothing at all.";

/// Runs `bad` as the middle one of three lines and asserts that the two others are read.
fn amid_good_lines(bad: &[u8]) -> (Ran, Value) {
    let desk = Desk::new();
    let mut bytes = format!("{}\n", article("first", GOOD)).into_bytes();
    bytes.extend_from_slice(bad);
    bytes.extend(
        format!(
            "\n{}\n",
            article(
                "last",
                "Another day went by in the harbour, and it was as quiet as the first."
            )
        )
        .into_bytes(),
    );
    let ran = desk.file("in.jsonl", bytes).run(&["in.jsonl"]);
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert_eq!(ran.count("articles"), 2, "{}", ran.stderr);
    let rejects = ran.rows("rejects.ndjson");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    assert_eq!(ran.count("rejects"), 1);
    assert_eq!(
        (&rejects[0]["file"], &rejects[0]["line"]),
        (&json!("in.jsonl"), &json!(2))
    );
    assert!(ran.stderr.contains("in.jsonl:2"), "{}", ran.stderr);
    let reject = rejects[0].clone();
    (ran, reject)
}

fn reason(bad: impl AsRef<[u8]>) -> (String, Value) {
    let (_, reject) = amid_good_lines(bad.as_ref());
    (
        reject["reason"].as_str().unwrap().to_owned(),
        reject["field"].clone(),
    )
}

#[test]
fn not_json() {
    assert!(reason("{\"text\": \"unfinished").0.starts_with("not JSON"));
    assert!(
        reason("Just a line of words")
            .0
            .contains("not a JSON object")
    );
    assert!(reason("[{\"text\":\"a\"}]").0.contains("array"));
    assert!(
        reason("{\"text\":\"a\"}{\"text\":\"b\"}")
            .0
            .starts_with("not JSON")
    );
}

#[test]
fn not_utf8() {
    let (reason, _) = reason(b"{\"text\":\"caf\xe9 in Latin-1\"}");
    assert!(reason.contains("not UTF-8 from byte 13"), "{reason}");
}

#[test]
fn no_text() {
    for bad in [
        r#"{"id":"x"}"#,
        r#"{"text":null}"#,
        r#"{"text":""}"#,
        r#"{"text":" \n\t"}"#,
        r#"{"text":"\u200b \u00a0"}"#,
    ] {
        let (reason, field) = reason(bad);
        assert!(reason.starts_with("no text"), "{bad}: {reason}");
        assert_eq!(field, json!("text"), "{bad}");
    }
}

#[test]
fn text_of_another_kind() {
    assert_eq!(reason(r#"{"text":["a","b"]}"#).1, json!("text"));
    assert_eq!(reason(r#"{"text":12}"#).1, json!("text"));
}

#[test]
fn dates_that_cannot_be() {
    let dates = [
        "2025-13-45",
        "2025-02-30",
        "soon",
        "0000-00-00",
        "05/03/2025",
    ];
    let lines = dates.map(|d| json!({"id": d, "text": GOOD, "published": d}).to_string());
    let desk = Desk::new();
    let ran = desk.file("in.jsonl", lines.join("\n")).run(&["in.jsonl"]);
    assert_eq!(
        (ran.status, ran.count("articles")),
        (0, 5),
        "{}",
        ran.stderr
    );
    assert_eq!((ran.count("rejects"), ran.count("unread_dates")), (0, 5));
    assert!(
        ran.stderr.contains("5 articles taken as undated"),
        "{}",
        ran.stderr
    );
}

#[test]
fn nuls() {
    let (_, reject) = amid_good_lines(b"{\"text\":\"a\0b\"}");
    assert!(
        reject["reason"].as_str().unwrap().starts_with("not JSON"),
        "{reject}"
    );
    let (reason, field) = reason(r#"{"text":"damaged\u0000here"}"#);
    assert!(reason.contains("NUL"), "{reason}");
    assert_eq!(field, json!("text"));
}

#[test]
fn nesting_ten_thousand_deep() {
    let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
    assert!(reason(&deep).0.contains("array"));
    let objects = format!("{}1{}", "{\"a\":".repeat(10_000), "}".repeat(10_000));
    assert_eq!(reason(&objects).1, json!("text"));
    assert_eq!(reason(format!("{{\"text\":{deep}}}")).1, json!("text"));
    // Where the nonsense stands beside an article, the article is read.
    let desk = Desk::new();
    let ran = desk
        .file("in.jsonl", format!("{{\"x\":{deep},\"text\":\"{GOOD}\"}}"))
        .run(&["in.jsonl"]);
    assert_eq!((ran.status, ran.count("articles")), (0, 1));
}

#[test]
fn over_the_limits() {
    let desk = Desk::new();
    let lines = [
        article("a", GOOD),
        article("b", &"long ".repeat(100_000)),
        article("c", &"word ".repeat(300)),
        article("d", "Another day went by in the harbour."),
    ];
    let ran = desk.file("in.jsonl", lines.join("\n")).run(&[
        "in.jsonl",
        "--max-line",
        "100000",
        "--max-article",
        "1000",
        "--chunk",
        "4096",
    ]);
    assert_eq!((ran.status, ran.count("articles")), (1, 2));
    let rejects = ran.rows("rejects.ndjson");
    assert_eq!(
        (&rejects[0]["line"], &rejects[1]["line"]),
        (&json!(2), &json!(3))
    );
    assert!(
        rejects[0]["reason"]
            .as_str()
            .unwrap()
            .contains("--max-line")
    );
    assert!(
        rejects[1]["reason"]
            .as_str()
            .unwrap()
            .contains("--max-article")
    );
}

#[test]
fn empty_files() {
    let desk = Desk::new();
    let ran = desk
        .file("empty.jsonl", "")
        .file("blank.jsonl", "\n \r\n\n")
        .run(&["empty.jsonl", "blank.jsonl"]);
    assert_eq!((ran.status, ran.count("articles")), (0, 0));
    let ran = desk.file("empty.txt", "").run(&["empty.txt"]);
    assert_eq!((ran.status, ran.count("rejects")), (1, 1));
}

#[test]
fn byte_order_mark_and_carriage_returns() {
    let desk = Desk::new();
    let lines = format!(
        "\u{feff}{}\r\n\r\n{}\r\n",
        article("a", GOOD),
        article("b", "Two.")
    );
    let ran = desk.file("in.jsonl", lines).run(&["in.jsonl"]);
    assert_eq!(
        (ran.status, ran.count("articles")),
        (0, 2),
        "{}",
        ran.stderr
    );
}

#[test]
fn a_folder_without_articles() {
    let desk = Desk::new();
    let ran = desk.file("folder/readme.md", "x").run(&["folder"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("no articles"), "{}", ran.stderr);
    assert!(!ran.out().exists(), "nothing runs, so nothing is written");
}

#[test]
fn a_missing_file() {
    let desk = Desk::new();
    let ran = desk.run(&["none.jsonl"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("none.jsonl"), "{}", ran.stderr);
    let ran = desk
        .file("in.jsonl", article("a", GOOD))
        .run(&["none.jsonl", "in.jsonl"]);
    assert_eq!((ran.status, ran.count("articles")), (1, 1));
    assert!(ran.stderr.contains("none.jsonl"), "{}", ran.stderr);
}

#[test]
fn an_output_that_cannot_be_written() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", GOOD))
        .file("taken", "a file");
    for out in ["taken", "taken/inside"] {
        let ran = desk.told(
            &desk
                .command(&["run", "in.jsonl", "--out", out])
                .output()
                .unwrap(),
        );
        assert_eq!(ran.status, 2, "{}", ran.stderr);
        assert!(
            ran.stderr.contains("taken") && ran.stderr.contains("--out"),
            "{}",
            ran.stderr
        );
    }
}

#[test]
fn duplicate_ids() {
    let desk = Desk::new();
    let lines = [
        article("a", GOOD),
        article("a", GOOD),
        article("a", "A second version with other words in it."),
    ];
    let ran = desk.file("in.jsonl", lines.join("\n")).run(&["in.jsonl"]);
    assert_eq!(ran.status, 0);
    assert_eq!(
        (
            ran.count("articles"),
            ran.count("duplicate_ids"),
            ran.count("removed/exact")
        ),
        (3, 2, 1)
    );
}

#[test]
fn damaged_texts_in_a_folder() {
    let desk = Desk::new();
    let ran = desk
        .file("in/a.txt", GOOD)
        .file("in/b.txt", b"Caf\xe9")
        .file("in/c.txt", b"a\0b")
        .file("in/d.txt", "  \n")
        .file("in/e.txt", "Another day went by.")
        .run(&["in"]);
    assert_eq!(
        (ran.status, ran.count("articles"), ran.count("rejects")),
        (1, 2, 3)
    );
    let files: Vec<String> = ran
        .rows("rejects.ndjson")
        .iter()
        .map(|r| r["file"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(files, ["in/b.txt", "in/c.txt", "in/d.txt"]);
}

/// A lexicon with a typo stops the run before anything is read, and names file, line and field.
#[test]
fn a_lexicon_with_a_typo() {
    let pack = "kind = \"topic\"\nid = \"harbour\"\nname = \"Harbour\"\nlanguage = \"en\"\ncontext = [\"harbour\"]\n";
    let run = |proposals: &str| {
        let desk = Desk::new();
        desk.file("in.jsonl", article("a", GOOD))
            .file("packs/harbour/pack.toml", pack)
            .file("packs/harbour/proposals.toml", proposals)
            // The folder takes one value: what follows is an input.
            .run(&["--topic", "harbour", "--lexicons", "packs", "in.jsonl"])
    };
    let good = "[[proposal]]\nid = \"crane\"\nname = \"A crane\"\nphrases = [\"crane\"]\n";
    assert_eq!(run(good).status, 0);
    let ran = run("[[proposal]]\nid = \"crane\"\nnmae = \"A crane\"\n");
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("proposals.toml:") && ran.stderr.contains("nmae"),
        "{}",
        ran.stderr
    );
    let ran = run(&format!("{good}parent = \"dock\"\n"));
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr.contains("proposals.toml:2") && ran.stderr.contains("dock"),
        "{}",
        ran.stderr
    );
}
