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

/// A device is written to; a file renamed over it would be the end of it.
#[cfg(unix)]
#[test]
fn dedup_writes_into_a_pipe_and_leaves_it_one() {
    use std::os::unix::fs::FileTypeExt;
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", WIRE));
    let pipe = desk.path("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status();
    if !made.is_ok_and(|s| s.success()) {
        println!("skipped: mkfifo is not here");
        return;
    }
    let reading = std::thread::spawn({
        let pipe = pipe.clone();
        move || std::fs::read_to_string(pipe).unwrap()
    });
    let ran = told(&desk, &["dedup", "in.jsonl", "--out", "pipe"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(reading.join().unwrap(), article("a", WIRE) + "\n");
    assert!(std::fs::metadata(&pipe).unwrap().file_type().is_fifo());
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
    // Nor is one with another notion of near copies.
    let near = &[
        "ingest", "1.jsonl", "--store", "ledger", "--topic", "gaza", "--near", "off",
    ];
    let other = told(&desk, near);
    assert_eq!(other.status, 2);
    assert!(other.stderr.contains("near 14 days"), "{}", other.stderr);
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
