//! Inputs that are not there, or of which nothing can be read, are told where somebody looks.

use serde_json::{Value, json};

use crate::command::{Desk, article};
use crate::nightly::FORCE;
use crate::subcommands::ran;

#[test]
fn an_input_that_is_not_there_is_counted_and_listed() {
    let desk = Desk::new();
    desk.file("a.ndjson", article("a", FORCE));
    let whole = desk.run(&["a.ndjson"]);
    assert!(whole.stderr.contains("0 rejects\n"), "{}", whole.stderr);
    let manifest = std::fs::read_to_string(whole.out().join("manifest.json")).unwrap();
    assert!(!manifest.contains("missing"), "{manifest}");
    let told = desk.run(&["a.ndjson", "nothere.ndjson"]);
    assert_eq!(told.status, 1);
    let summary = "1 reject (1 input of these could not be opened)";
    assert!(told.stderr.contains(summary), "{}", told.stderr);
    let rejects = told.rows("rejects.ndjson");
    assert_eq!(rejects.len(), 1);
    assert_eq!(
        (&rejects[0]["file"], &rejects[0]["line"]),
        (&json!("nothere.ndjson"), &Value::Null)
    );
    assert!(
        rejects[0]["reason"]
            .as_str()
            .unwrap()
            .contains("cannot be read")
    );
    assert_eq!((told.count("rejects"), told.count("missing")), (1, 1));
    let manifest = std::fs::read(told.out().join("manifest.json")).unwrap();
    let manifest: Value = serde_json::from_slice(&manifest).unwrap();
    assert_eq!(manifest["missing"], json!(["nothere.ndjson"]));

    let delivery = [
        "ingest",
        "a.ndjson",
        "nothere.ndjson",
        "--store",
        "st",
        "--rejects",
        "r",
    ];
    let told = ran(&desk, &delivery);
    assert_eq!(told.status, 1);
    assert!(told.stderr.contains(summary), "{}", told.stderr);
    let rejects = std::fs::read_to_string(desk.path("r")).unwrap();
    assert!(rejects.contains("nothere.ndjson") && rejects.lines().count() == 1);
}

#[test]
fn an_input_whose_records_all_lack_a_text_says_which_key_may_have_it() {
    let desk = Desk::new();
    let entry = |n: u32| {
        json!({"title": "Ministers talk about a force for Ukraine", "link": format!("https://x.example/{n}"),
            "summary": "Five words are enough here", "description": format!("{FORCE} ({n})")})
        .to_string()
    };
    let lines = (0..30).map(entry).collect::<Vec<_>>().join("\n");
    desk.file("feed.jsonl", &lines)
        .file("mixed.jsonl", format!("{lines}\n{}\n", article("a", FORCE)))
        .file("broken.jsonl", "no record\nnone either\n");
    let told = desk.run(&["feed.jsonl", "mixed.jsonl", "broken.jsonl"]);
    assert_eq!(told.status, 1);
    let hint = "feed.jsonl: none of its 30 records can be read (text: no text); if its text stands under \"description\", add \
        --field text=description, or text=summary\n";
    assert!(told.stderr.contains(hint), "{}", told.stderr);
    let other = "broken.jsonl: none of its 2 records can be read (not a JSON object";
    assert!(told.stderr.contains(other), "{}", told.stderr);
    assert_eq!(
        told.stderr.matches("none of its").count(),
        2,
        "{}",
        told.stderr
    );
    for threads in ["1", "2"] {
        let told = desk.run(&[
            "feed.jsonl",
            "mixed.jsonl",
            "--chunk",
            "500",
            "--threads",
            threads,
        ]);
        assert!(told.stderr.contains(hint), "{}", told.stderr);
        assert_eq!(
            told.stderr.matches("none of its").count(),
            1,
            "{}",
            told.stderr
        );
    }
    let told = desk.run(&["feed.jsonl", "--field", "text=description"]);
    assert_eq!(
        (told.status, told.count("articles")),
        (0, 30),
        "{}",
        told.stderr
    );
}

#[test]
fn gold_articles_that_are_not_in_the_input_are_told() {
    let desk = Desk::new();
    let claims = r#"[{"actor":"France","proposal":"foreign-force","stance":"support"}]"#;
    let gold = ["a", "b", "c"].map(|id| format!(r#"{{"id":"{id}","statements":{claims}}}"#));
    desk.file(
        "gold.jsonl",
        gold.join("\n") + "\n{\"id\":\"d\",\"statements\":[]}\n",
    )
    .file("in/one.jsonl", article("a", "It rained in the harbour."))
    .file("in/b.txt", "It rained in the harbour.");
    let told = ran(&desk, &["eval", "gold.jsonl", "in"]);
    assert_eq!(told.status, 0, "{}", told.stderr);
    let warning = "warning: 1 of 3 articles with claims in the gold standard are not in the input, so that all their claims count as missed: c\n";
    assert!(told.stderr.contains(warning), "{}", told.stderr);
    desk.file("in/c.txt", "It rained in the harbour.");
    assert_eq!(ran(&desk, &["eval", "gold.jsonl", "in"]).stderr, "");
    desk.file("s.ndjson", "");
    let told = ran(&desk, &["eval", "gold.jsonl", "s.ndjson"]);
    assert!(
        told.stderr
            .contains("3 of 3 articles with claims in the gold standard have no statement"),
        "{}",
        told.stderr
    );
}
