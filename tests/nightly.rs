//! `dedup`, `ingest` and `store` as typed.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command::{Desk, Ran, article, gzip};

const WIRE: &str = "The envoys left the island in the evening without a word to those at the pier.";
const OWN: &str =
    "A clerk of the customs house kept the papers in a cellar that floods each spring.";
const FORCE: &str =
    "France is ready to send peacekeepers to Ukraine, Emmanuel Macron said on Monday in Paris.";

fn told(desk: &Desk, arguments: &[&str]) -> Ran {
    desk.told(&desk.command(arguments).output().unwrap())
}

fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

fn record(id: &str, day: &str, text: &str) -> String {
    serde_json::json!({"id": id, "published": day, "outlet": format!("The {id}"), "text": text, "other": {"kept": [1]}}).to_string()
}

#[test]
fn dedup_writes_articles_without_copies_and_says_what_went() {
    let desk = Desk::new();
    let lines = [
        record("a", "2025-03-01", &format!("{WIRE}\n\n{OWN}\n")),
        record(
            "b",
            "2025-03-02",
            &format!("{OWN} And more.\n{}\r\n{WIRE}", WIRE.to_uppercase()),
        ),
        record("c", "2025-03-03", &WIRE.replace("a word", "one word")),
        "not JSON".to_owned(),
        record("d", "2025-06-03", WIRE),
    ];
    desk.file("in.jsonl.gz", gzip(lines.join("\n").as_bytes()));
    let ran = told(
        &desk,
        &[
            "dedup",
            "in.jsonl.gz",
            "--near",
            "--out",
            "out.jsonl",
            "--removed",
            "gone.jsonl",
        ],
    );
    assert_eq!(ran.status, 1, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("rejected in.jsonl.gz:4"),
        "{}",
        ran.stderr
    );
    let left = rows(&desk.path("out.jsonl"));
    let texts: Vec<&str> = left.iter().map(|r| r["text"].as_str().unwrap()).collect();
    assert_eq!(
        texts,
        [
            &*format!("{WIRE}\n\n{OWN}\n"),
            &*format!("{OWN} And more."),
            "",
            ""
        ]
    );
    assert!(left.iter().all(|r| r["other"]["kept"][0] == 1));
    let gone: Vec<String> = rows(&desk.path("gone.jsonl"))
        .iter()
        .map(|r| {
            format!(
                "{} {} {} {} {}",
                r["article"],
                r["paragraph"],
                r["kind"],
                r["kept"]["article"],
                r["kept"]["paragraph"]
            )
            .replace('"', "")
        })
        .collect();
    assert_eq!(
        gone,
        [
            "b 1 exact a 0",
            "b 2 exact a 0",
            "c 0 near a 0",
            "d 0 exact a 0"
        ]
    );
    // Once more: nothing is left to remove, and the first line is as it was.
    let again = told(
        &desk,
        &[
            "dedup",
            "out.jsonl",
            "--out",
            "-",
            "--removed",
            "none.jsonl",
        ],
    );
    assert_eq!(again.stdout.lines().next(), Some(&*lines[0]));
    assert!(rows(&desk.path("none.jsonl")).is_empty());
}

#[test]
fn dedup_tells_what_it_cannot_do_before_it_begins() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", WIRE));
    for (arguments, why) in [
        (
            &["dedup", "in.jsonl", "--out", "no/such/folder.jsonl"][..],
            "cannot be written",
        ),
        (&["dedup", "missing.jsonl", "--out", "-"], "nothing to read"),
        (
            &[
                "dedup",
                "in.jsonl",
                "--out",
                "-",
                "--near",
                "--similarity",
                "0.2",
            ],
            "share above 0.5",
        ),
    ] {
        let ran = told(&desk, arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
}

fn export(desk: &Desk, name: &str) -> Vec<u8> {
    let ran = told(
        desk,
        &["store", "export", "--store", "ledger", "--out", name],
    );
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut all = Vec::new();
    for file in ["statements.ndjson", "timeline.ndjson", "timeline.csv"] {
        all.extend(std::fs::read(desk.path(name).join(file)).unwrap());
    }
    all
}

#[test]
fn nights_in_any_order_export_what_a_run_writes() {
    let desk = Desk::new();
    let first = record("a", "2025-03-01", &format!("{FORCE}\n{OWN}"));
    let second = record("b", "2025-03-02", &format!("{FORCE}\n{WIRE}"));
    let ran = desk
        .file("all.jsonl", format!("{first}\n{second}"))
        .file("1.jsonl", &first)
        .file("2.jsonl", format!("{second}\nbroken"))
        .run(&["all.jsonl"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let late = told(
        &desk,
        &[
            "ingest",
            "2.jsonl",
            "--store",
            "ledger",
            "--rejects",
            "rejects.ndjson",
        ],
    );
    assert_eq!(late.status, 1, "{}", late.stderr);
    assert_eq!(rows(&desk.path("rejects.ndjson"))[0]["line"], 2);
    let early = told(&desk, &["ingest", "1.jsonl", "--store", "ledger"]);
    assert!(
        early.stderr.contains("1 articles: 1 new"),
        "{}",
        early.stderr
    );
    let exported = export(&desk, "exported");
    let mut expected = Vec::new();
    for file in ["statements.ndjson", "timeline.ndjson", "timeline.csv"] {
        expected.extend(std::fs::read(ran.out().join(file)).unwrap());
    }
    assert!(exported == expected);
    assert!(
        !rows(&desk.path("exported/statements.ndjson")).is_empty(),
        "the sentence is a statement"
    );
    let timeline = |source: &[&str]| {
        told(
            &desk,
            &[&["timeline", "--format", "ndjson"], source].concat(),
        )
        .stdout
    };
    let from_store = timeline(&["--store", "ledger"]);
    assert_eq!(
        from_store,
        std::fs::read_to_string(ran.out().join("timeline.ndjson")).unwrap()
    );
    let again = told(&desk, &["ingest", "all.jsonl", "--store", "ledger"]);
    assert!(again.stderr.contains("0 new"), "{}", again.stderr);
    assert!(again.stderr.contains("0 analysed"), "{}", again.stderr);
    for command in ["verify", "compact", "stats", "rebuild"] {
        let ran = told(&desk, &["store", command, "--store", "ledger"]);
        assert_eq!(ran.status, 0, "{command}: {}", ran.stderr);
    }
    assert!(export(&desk, "after") == expected);
}

#[test]
fn a_store_of_another_topic_is_refused_until_rebuilt() {
    let desk = Desk::new();
    desk.file("1.jsonl", article("a", FORCE));
    assert_eq!(
        told(&desk, &["ingest", "1.jsonl", "--store", "ledger"]).status,
        0
    );
    let other = told(
        &desk,
        &["ingest", "1.jsonl", "--store", "ledger", "--topic", "gaza"],
    );
    assert_eq!(other.status, 2);
    assert!(other.stderr.contains("store rebuild"), "{}", other.stderr);
    assert_eq!(
        told(
            &desk,
            &["store", "rebuild", "--store", "ledger", "--topic", "gaza"]
        )
        .status,
        0
    );
    assert_eq!(
        told(
            &desk,
            &["ingest", "1.jsonl", "--store", "ledger", "--topic", "gaza"]
        )
        .status,
        0
    );
    let none = told(&desk, &["store", "stats", "--store", "nowhere"]);
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("there is no store"), "{}", none.stderr);
}

/// The planted duplicates of the shared generator, against its own list of them.
#[test]
fn planted_duplicates_are_found_and_nothing_else() {
    let data = std::env::var_os("STANCELINE_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        Into::into,
    );
    let generator = data.join("../bench/gen.py");
    let desk = Desk::new();
    let python = Command::new("python3").arg("--version").output();
    if !generator.exists() || python.is_err() {
        println!("skipped: the generator of test archives, or python3, is not here");
        return;
    }
    let made = Command::new("python3")
        .arg(&generator)
        .args([
            "in.jsonl",
            "--mb",
            "4",
            "--seed",
            "7",
            "--truth",
            "truth.tsv",
        ])
        .current_dir(desk.path(""))
        .status()
        .unwrap();
    assert!(made.success());
    let ran = told(
        &desk,
        &[
            "dedup",
            "in.jsonl",
            "--near",
            "--window",
            "9999",
            "--out",
            "out.jsonl",
            "--removed",
            "gone.jsonl",
        ],
    );
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let gone: std::collections::BTreeMap<(String, u64), Value> = rows(&desk.path("gone.jsonl"))
        .into_iter()
        .map(|r| {
            (
                (
                    r["article"].as_str().unwrap().to_owned(),
                    r["paragraph"].as_u64().unwrap(),
                ),
                r,
            )
        })
        .collect();
    let (mut copies, mut near, mut near_gone, mut unique_gone) = (0, 0, 0, 0);
    for line in std::fs::read_to_string(desk.path("truth.tsv"))
        .unwrap()
        .lines()
    {
        let columns: Vec<&str> = line.split('\t').collect();
        let removed = gone.get(&(columns[0].to_owned(), columns[1].parse().unwrap()));
        match columns[2] {
            "U" => unique_gone += u32::from(removed.is_some()),
            "N" => {
                near += 1;
                near_gone += u32::from(removed.is_some());
            }
            label => {
                copies += 1;
                assert!(removed.is_some(), "{label}: {line}");
            }
        }
    }
    assert!(copies > 800 && near > 200);
    assert_eq!(unique_gone, 0);
    // A quarter of the near copies has other numbers, names or negators and must stay.
    assert!(near_gone * 100 > near * 65, "{near_gone} of {near}");
    for row in gone.values() {
        let kept = (
            row["kept"]["article"].as_str().unwrap().to_owned(),
            row["kept"]["paragraph"].as_u64().unwrap(),
        );
        let here = (
            row["article"].as_str().unwrap().to_owned(),
            row["paragraph"].as_u64().unwrap(),
        );
        assert!(
            kept < here && !gone.contains_key(&kept),
            "the earliest copy stays: {row}"
        );
    }
}
