//! What `ingest` and `store` keep to, select and tell.

use serde_json::Value;

use crate::command::{Desk, article};
use crate::nightly::{FORCE, record, rows, told};

/// What is not typed is as the store has it: the next delivery goes on, and a rebuild makes it another only where that is asked for.
#[test]
fn a_store_keeps_its_topic_and_its_notion_of_near_copies() {
    let desk = Desk::new();
    let gaza = "Egypt is ready to send peacekeepers to Gaza, Abdel Fattah el-Sisi said on Monday in Cairo.";
    desk.file("1.jsonl", article("a", gaza))
        .file("2.jsonl", article("b", gaza));
    let first = [
        "ingest",
        "1.jsonl",
        "--store",
        "ledger",
        "--topic",
        "gaza",
        "--near-window",
        "3",
    ];
    assert_eq!(told(&desk, &first).status, 0);
    let statements = |name: &str| {
        let ran = told(
            &desk,
            &["store", "export", "--store", "ledger", "--out", name],
        );
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        rows(&desk.path(name).join("statements.ndjson")).len()
    };
    let before = statements("before");
    assert!(before > 0, "the sentence is a statement");
    let rebuilt = told(&desk, &["store", "rebuild", "--store", "ledger"]);
    assert_eq!(rebuilt.status, 0, "{}", rebuilt.stderr);
    assert!(
        rebuilt
            .stderr
            .contains("1 article analysed; 0 failed; topic gaza, near 3 days"),
        "{}",
        rebuilt.stderr
    );
    assert_eq!(statements("after"), before);
    let next = told(&desk, &["ingest", "2.jsonl", "--store", "ledger"]);
    assert_eq!(next.status, 0, "{}", next.stderr);
    let other = told(
        &desk,
        &["store", "rebuild", "--store", "ledger", "--near", "off"],
    );
    assert!(
        other.stderr.contains("topic gaza, near off (was 3 days"),
        "{}",
        other.stderr
    );
    let nowhere = told(
        &desk,
        &[
            "ingest",
            "2.jsonl",
            "--store",
            "ledger",
            "--near-window",
            "9",
        ],
    );
    assert_eq!(nowhere.status, 2);
    assert!(nowhere.stderr.contains("--near on"), "{}", nowhere.stderr);
}

#[test]
fn exports_are_narrowed_by_names_and_ids() {
    let desk = Desk::new();
    let against = "Poland will not send troops to Ukraine.";
    desk.file(
        "1.jsonl",
        format!("{}\n{}", article("a", FORCE), article("b", against)),
    );
    let ran = told(&desk, &["ingest", "1.jsonl", "--store", "ledger"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let export = |names: &[&str]| {
        let typed = [
            "store", "export", "--store", "ledger", "--out", "-", "--actor",
        ];
        told(&desk, &[&typed, names].concat())
    };
    let all = told(
        &desk,
        &["store", "export", "--store", "ledger", "--out", "-"],
    )
    .stdout;
    let poland = export(&["POLAND"]);
    assert_eq!(poland.status, 0, "{}", poland.stderr);
    assert!(poland.stdout.lines().count() > 0);
    assert!(poland.stdout.len() < all.len());
    assert_eq!(export(&["poland"]).stdout, poland.stdout);
    let both = export(&["Pland", "Poland"]);
    assert_eq!((both.status, &both.stdout), (1, &poland.stdout));
    assert!(
        both.stderr.contains("no holder \"Pland\"; near: Poland"),
        "{}",
        both.stderr
    );
    let none = export(&["nobody at all"]);
    assert_eq!((none.status, none.stdout.as_str()), (1, ""));
    let table = ["timeline", "--store", "ledger", "--actor", "Pland"];
    let ran = told(&desk, &table);
    assert_eq!(ran.status, 1);
    assert!(ran.stderr.contains("near: Poland"), "{}", ran.stderr);
}

#[test]
fn a_delivery_tells_what_it_leaves_out_and_takes_settings_from_a_file() {
    let desk = Desk::new();
    desk.file(
        "1.jsonl",
        format!(
            "{}\n{}",
            record("a", "2025-03-01", FORCE),
            "broken\n".repeat(23)
        ),
    )
    .file(
        "2.jsonl",
        r#"{"id":"b","story":"It rained in the harbour."}"#,
    )
    .file(
        "settings.toml",
        "topic = \"gaza\"\nnear = \"off\"\nquiet = false\nby = \"day\"\nfield = [\"text=story\"]\n",
    );
    let ran = told(&desk, &["ingest", "1.jsonl", "--store", "ledger"]);
    assert_eq!(ran.status, 1);
    assert_eq!(
        ran.stderr.matches("rejected 1.jsonl:").count(),
        20,
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr
            .contains("and 3 more records rejected; --rejects FILE keeps all of them"),
        "{}",
        ran.stderr
    );
    let settings = [
        "ingest",
        "2.jsonl",
        "--store",
        "other",
        "--config",
        "settings.toml",
    ];
    let ran = told(&desk, &settings);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let stats = told(&desk, &["store", "stats", "--store", "other"]).stdout;
    let stats: Value = serde_json::from_str(&stats).unwrap();
    assert_eq!(
        (&stats["oldest"], &stats["newest"]),
        (&Value::Null, &Value::Null)
    );
    let stats = told(&desk, &["store", "stats", "--store", "ledger"]).stdout;
    assert!(stats.contains("\"oldest\": \"2025-03-01\""), "{stats}");
    let stats = told(&desk, &["store", "stats", "--store", "other"]).stdout;
    let stats: Value = serde_json::from_str(&stats).unwrap();
    assert_eq!(
        (&stats["topic"], &stats["near"]),
        (&"gaza".into(), &"off".into())
    );
}
