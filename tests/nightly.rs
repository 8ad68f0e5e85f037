//! `ingest` and `store` as typed.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command::{Desk, Ran, article};

pub(crate) const WIRE: &str =
    "The envoys left the island in the evening without a word to those at the pier.";
pub(crate) const OWN: &str =
    "A clerk of the customs house kept the papers in a cellar that floods each spring.";
pub(crate) const FORCE: &str =
    "France is ready to send peacekeepers to Ukraine, Emmanuel Macron said on Monday in Paris.";

pub(crate) fn told(desk: &Desk, arguments: &[&str]) -> Ran {
    desk.told(&desk.command(arguments).output().unwrap())
}

pub(crate) fn rows(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect()
}

pub(crate) fn record(id: &str, day: &str, text: &str) -> String {
    serde_json::json!({"id": id, "published": day, "outlet": format!("The {id}"), "text": text, "other": {"kept": [1]}}).to_string()
}

#[test]
fn two_writers_do_not_meet() {
    let desk = Desk::new();
    desk.file("1.jsonl", article("a", FORCE));
    let held = stanceline::store::Store::open_any(&desk.path("ledger")).unwrap();
    let ran = told(&desk, &["ingest", "1.jsonl", "--store", "ledger"]);
    assert_eq!(ran.status, 2);
    assert!(
        ran.stderr
            .contains("another process is writing to this store"),
        "{}",
        ran.stderr
    );
    // Whoever looks after it is told the same, and whoever reads does not wait.
    for command in ["verify", "compact", "rebuild"] {
        let ran = told(&desk, &["store", command, "--store", "ledger"]);
        assert_eq!(ran.status, 2, "{command}");
        assert!(ran.stderr.contains("wait for it to end"), "{}", ran.stderr);
    }
    for reader in [
        &["store", "stats"][..],
        &["store", "export", "--out", "exported"],
        &["timeline"],
        &["feed", "--out", "feeds"],
        &["report", "--out", "report.html"],
    ] {
        let ran = told(&desk, &[reader, &["--store", "ledger"]].concat());
        assert_eq!(ran.status, 0, "{reader:?}: {}", ran.stderr);
    }
    drop(held);
    let ran = told(&desk, &["ingest", "1.jsonl", "--store", "ledger"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

/// A file may not grow beyond a limit, which is a full disk to whoever writes it. Whether that ends the process or is told it as an
/// error, afterwards the same command completes the work.
#[cfg(unix)]
#[test]
fn after_a_full_disk_the_same_command_completes_the_rest() {
    let desk = Desk::new();
    let mut lines = Vec::new();
    for n in 0..600 {
        let own = format!(
            "Paragraph {n} of the harbour papers has {n} words, and none that was there before."
        );
        let day = format!("2025-{:02}-{:02}", 1 + n / 50, 1 + n % 28);
        let force = FORCE.replace(
            "in Paris",
            &format!("in Paris, {} said", ["he", "she", "they"][n % 3]),
        );
        let text = if n % 5 == 0 {
            format!("{force}\n{own}")
        } else {
            own
        };
        lines.push(record(&format!("a{n}"), &day, &text));
    }
    desk.file("first.jsonl", lines[..300].join("\n"));
    desk.file("second.jsonl", lines[300..].join("\n"));
    for delivery in ["first.jsonl", "second.jsonl"] {
        let ran = told(&desk, &["ingest", delivery, "--store", "ledger"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    let expected = export(&desk, "expected");
    let size = |store: &str| {
        std::fs::metadata(desk.path(store).join("ledger.sqlite"))
            .unwrap()
            .len()
    };
    let whole = size("ledger") / 1024;
    let mut failures = 0;
    for (round, kilobytes) in [1, 4, 16, 40, whole / 4, whole / 2, whole - 8]
        .into_iter()
        .enumerate()
    {
        // Half of them are ended by the signal, the others are told.
        let trap = if round % 2 == 0 { "trap '' XFSZ;" } else { "" };
        let store = format!("full{round}");
        for delivery in ["first.jsonl", "second.jsonl"] {
            let script = format!(
                "{trap} ulimit -c 0; ulimit -f {kilobytes}; exec \"$0\" ingest {delivery} --store {store}"
            );
            let output = Command::new("bash")
                .args(["-c", &script, env!("CARGO_BIN_EXE_stanceline")])
                .current_dir(desk.path(""))
                .output()
                .unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            if !output.status.success() {
                failures += 1;
                assert!(
                    output.status.code().is_none()
                        || told.contains("full")
                        || told.contains("too large"),
                    "{kilobytes}: {told}"
                );
            }
        }
        for delivery in ["first.jsonl", "second.jsonl"] {
            let ran = told(&desk, &["ingest", delivery, "--store", &store]);
            assert_eq!(ran.status, 0, "{kilobytes} KiB: {}", ran.stderr);
        }
        let out = format!("out{round}");
        assert!(
            export_of(&desk, &store, &out) == expected,
            "{kilobytes} KiB"
        );
        let ran = told(&desk, &["store", "verify", "--store", &store]);
        assert_eq!(ran.status, 0, "{kilobytes} KiB: {}", ran.stderr);
    }
    assert!(failures >= 7, "{failures}");
}

fn export(desk: &Desk, name: &str) -> Vec<u8> {
    export_of(desk, "ledger", name)
}

fn export_of(desk: &Desk, store: &str, name: &str) -> Vec<u8> {
    let ran = told(desk, &["store", "export", "--store", store, "--out", name]);
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
        early.stderr.contains("1 article: 1 new"),
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
    // Nor is one with another notion of near copies.
    let near = &[
        "ingest", "1.jsonl", "--store", "ledger", "--topic", "gaza", "--near", "off",
    ];
    let other = told(&desk, near);
    assert_eq!(other.status, 2);
    assert!(other.stderr.contains("near 14 days"), "{}", other.stderr);
    assert!(other.stderr.contains("leave `--near`"), "{}", other.stderr);
    let none = told(&desk, &["store", "stats", "--store", "nowhere"]);
    assert_eq!(none.status, 2);
    assert!(none.stderr.contains("there is no store"), "{}", none.stderr);
}
