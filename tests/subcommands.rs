//! `timeline`, `report`, `feed` and `eval` as they are typed.

use std::io::Write;

use serde_json::Value;
use stanceline::model::Stance;

use crate::command::{Desk, Ran};
use crate::sample::line;

/// A desk with four statements of two holders, one of whom moves.
pub(crate) fn desk() -> Desk {
    let desk = Desk::new();
    let lines = [
        line("1", "Ana", "2025-03-03", Stance::Oppose),
        line("2", "Ana", "2025-03-20", Stance::Support),
        line("3", "Bo", "2025-03-04", Stance::Conditional),
        line("4", "Bo", "2025-04-04", Stance::Conditional),
    ];
    desk.file("s.ndjson", lines.join("\n"));
    desk
}

pub(crate) fn ran(desk: &Desk, arguments: &[&str]) -> Ran {
    desk.told(&desk.command(arguments).output().unwrap())
}

#[test]
fn the_table_shows_who_stands_where() {
    let ran = ran(&desk(), &["timeline", "--statements", "s.ndjson"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(
        ran.stdout,
        "\
who  proposal          stance       n  last        shift
Ana  UN \"force\", blue  support      2  2025-03-20  oppose > support 2025-03-20
Bo   UN \"force\", blue  conditional  2  2025-04-04
"
    );
}

#[test]
fn what_statements_do_not_tell_of_copies_stays_empty() {
    let desk = Desk::new();
    let syndicated = |line: String| {
        let cluster = r#""cluster":{"id":"k","copies":3,"outlets":2}"#;
        line.replace("\"cluster\":null", cluster)
    };
    let lines = [
        syndicated(line("1", "Ana", "2025-03-03", Stance::Oppose)),
        line("2", "Bo", "2025-03-03", Stance::Oppose),
    ];
    desk.file("s.ndjson", lines.join("\n"));
    let told = ran(
        &desk,
        &["timeline", "--statements", "s.ndjson", "--format", "csv"],
    );
    assert_eq!(told.status, 0, "{}", told.stderr);
    let mut reader = csv::Reader::from_reader(told.stdout.as_bytes());
    let headers = reader.headers().unwrap().clone();
    let rows: Vec<_> = reader.records().map(|r| r.unwrap()).collect();
    for (column, header) in headers.iter().enumerate() {
        let unknown = header.starts_with("raw_");
        assert_eq!(
            unknown,
            rows[0][column].is_empty() && !rows[1][column].is_empty()
        );
    }
    assert!(told.stderr.starts_with("1 timeline: raw columns are empty"));
    let told = ran(
        &desk,
        &["timeline", "--statements", "s.ndjson", "--format", "ndjson"],
    );
    assert!(told.stdout.contains(r#""raw":null,"syndicated":{"#));
    assert!(
        ran(&desk, &["timeline", "--statements", "s.ndjson"])
            .stderr
            .is_empty()
    );
}

#[test]
fn selections_narrow_the_rows() {
    let desk = desk();
    let rows = |more: &[&str]| -> Vec<Value> {
        let arguments = [
            &["timeline", "--statements", "s.ndjson", "--format", "ndjson"],
            more,
        ]
        .concat();
        let ran = ran(&desk, &arguments);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        ran.stdout
            .lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    };
    assert_eq!(rows(&["--actor", "ANA"]).len(), 3);
    assert_eq!(rows(&["--proposal", "un-force", "--by", "month"]).len(), 3);
    let late = rows(&["--from", "2025-03-17", "--actor", "ana"]);
    assert_eq!(late.len(), 1);
    assert_eq!(late[0]["shifts"][0]["from"]["stance"], "oppose");
    let early = rows(&["--to", "2025-03-19", "--actor", "ana"]);
    assert_eq!(early.len(), 1);
    assert_eq!(early[0]["last"]["stance"], "oppose");
}

#[test]
fn compressed_statements_and_standard_input_read_alike() {
    let desk = desk();
    let text = std::fs::read(desk.path("s.ndjson")).unwrap();
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    gz.write_all(&text).unwrap();
    desk.file("s.gz", gz.finish().unwrap());
    desk.file("s.zst", zstd::encode_all(&text[..], 3).unwrap());
    let plain = ran(
        &desk,
        &["timeline", "--statements", "s.ndjson", "--format", "csv"],
    )
    .stdout;
    for file in ["s.gz", "s.zst"] {
        assert_eq!(
            ran(
                &desk,
                &["timeline", "--statements", file, "--format", "csv"]
            )
            .stdout,
            plain
        );
    }
    let mut command = desk.command(&["timeline", "--statements", "-", "--format", "csv"]);
    let piped = desk.told(&command.write_stdin(text).output().unwrap());
    assert_eq!(piped.stdout, plain);
}

#[test]
fn bad_lines_are_told_and_the_rest_counts() {
    let desk = desk();
    let good = std::fs::read_to_string(desk.path("s.ndjson")).unwrap();
    desk.file("bad.ndjson", format!("{{\n{good}"));
    let told = ran(&desk, &["timeline", "--statements", "bad.ndjson"]);
    assert_eq!(told.status, 1);
    assert!(
        told.stderr.contains("bad.ndjson:1: is not a statement"),
        "{}",
        told.stderr
    );
    assert_eq!(told.stdout.lines().count(), 3);
    assert_eq!(
        ran(&desk, &["timeline", "--statements", "none.ndjson"]).status,
        2
    );
    assert_eq!(
        ran(
            &desk,
            &[
                "timeline",
                "--statements",
                "s.ndjson",
                "--from",
                "2025-02-30"
            ]
        )
        .status,
        2
    );
}

#[test]
fn feeds_are_published_once_and_then_left_alone() {
    let desk = desk();
    let arguments = ["feed", "--statements", "s.ndjson", "--out", "feeds"];
    let first = ran(&desk, &arguments);
    assert_eq!(first.status, 0, "{}", first.stderr);
    for file in [
        "all.json",
        "actors/ana.json",
        "report.html",
        "drops/lastupdate.txt",
        "timeline.csv",
    ] {
        assert!(desk.path("feeds").join(file).exists(), "{file}");
    }
    let again = ran(&desk, &arguments);
    assert!(
        again.stderr.starts_with("0 files written, "),
        "{}",
        again.stderr
    );
}

#[test]
fn a_report_is_one_page_or_none() {
    let desk = desk();
    let told = ran(
        &desk,
        &[
            "report",
            "--statements",
            "s.ndjson",
            "--out",
            "r.html",
            "--actor",
            "Bo",
        ],
    );
    assert_eq!(told.status, 0, "{}", told.stderr);
    let page = std::fs::read_to_string(desk.path("r.html")).unwrap();
    assert!(page.contains(">Bo<") && !page.contains(">Ana<"));
    let told = ran(
        &desk,
        &[
            "report",
            "--statements",
            "s.ndjson",
            "--out",
            "no/such/folder/r.html",
        ],
    );
    assert_eq!(told.status, 2);
    assert!(told.stderr.contains("cannot be written"), "{}", told.stderr);
}

#[test]
fn statements_are_measured_and_articles_are_run_first() {
    let desk = desk();
    desk.file(
        "gold/one.jsonl",
        r#"{"id":"a-1","statements":[{"actor":"Ana","proposal":"un-force","stance":"oppose"},{"actor":"Cy","proposal":"un-force","stance":"support"}]}"#,
    );
    let told = ran(&desk, &["eval", "gold", "s.ndjson", "--errors"]);
    assert_eq!(told.status, 0, "{}", told.stderr);
    let first = told.stdout.lines().next().unwrap();
    assert_eq!(
        first,
        "triple                       P 100.0 R  50.0 F1  66.7  tp 1 opt 0 fp 0 fn 1"
    );
    assert!(told.stdout.ends_with("FN a-1 Cy | un-force | support | \n"));
    let json: Value =
        serde_json::from_str(&ran(&desk, &["eval", "gold", "s.ndjson", "--json"]).stdout).unwrap();
    assert_eq!(json["triple"]["f1"], 66.7);
    assert_eq!(json["misses"][0]["kind"], "missed");

    desk.file(
        "articles.jsonl",
        r#"{"id":"a-1","text":"It rained in the harbour all day."}"#,
    );
    let told = ran(&desk, &["eval", "gold", "articles.jsonl"]);
    assert_eq!(told.status, 0, "{}", told.stderr);
    assert!(
        told.stdout.contains("tp 0 opt 0 fp 0 fn 2"),
        "{}",
        told.stdout
    );
    assert_eq!(ran(&desk, &["eval", "nothing.jsonl", "s.ndjson"]).status, 2);
}
