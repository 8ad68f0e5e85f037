//! `dedup` as typed.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use crate::command::{Desk, article, gzip};
use crate::nightly::{OWN, WIRE, record, rows, told};

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
        (
            &[
                "dedup",
                "in.jsonl",
                "--out",
                "a.out",
                "--removed",
                "./a.out",
            ],
            "name two places",
        ),
        (
            &["dedup", "in.jsonl", "--out", "-", "--removed", "-"],
            "name two places",
        ),
        (
            &["dedup", ".", "--out", "-", "--removed", "in.jsonl"],
            "also an input",
        ),
    ] {
        let ran = told(&desk, arguments);
        assert_eq!((ran.status, ran.stdout.as_str()), (2, ""), "{arguments:?}");
        assert!(ran.stderr.contains(why), "{}", ran.stderr);
    }
    assert_eq!(
        rows(&desk.path("in.jsonl")).len(),
        1,
        "the article is there"
    );
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

#[test]
fn texts_in_a_folder_are_named_and_left_out() {
    let desk = Desk::new();
    desk.file("in/1.jsonl", article("a", WIRE))
        .file("in/2.txt", OWN);
    let ran = told(&desk, &["dedup", "in", "--out", "out.jsonl"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stderr.contains("in/2.txt: dedup reads"),
        "{}",
        ran.stderr
    );
    assert!(
        ran.stderr.contains("1 article, 1 paragraph;"),
        "{}",
        ran.stderr
    );
    assert_eq!(rows(&desk.path("out.jsonl")).len(), 1);
}
