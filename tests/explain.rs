//! `stanceline explain` as it is typed.

use serde_json::Value;

use crate::command::{Desk, Ran, gzip};

const SAID: &str =
    "Emmanuel Macron said he would send French troops to Ukraine. “The plan is ready,” he added.";

fn record(id: &str, text: &str) -> String {
    serde_json::json!({"id": id, "title": "Paris speaks", "outlet": "Harbour Post", "published": "2025-03-12", "text": text})
        .to_string()
}

fn explain(desk: &Desk, arguments: &[&str]) -> Ran {
    let arguments = [&["explain"], arguments].concat();
    desk.told(
        &desk
            .command(&arguments)
            .env_remove("NO_COLOR")
            .output()
            .unwrap(),
    )
}

/// A desk with three articles: the second copies the first's paragraph and repeats its own, the third is about something else.
fn desk() -> Desk {
    let desk = Desk::new();
    let lines = [
        record("a", SAID),
        record(
            "b",
            &format!("{SAID}\nDenmark is silent.\nDenmark is silent."),
        ),
        record("c", "It rained in the harbour all day."),
    ];
    desk.file("in.jsonl", lines.join("\n"));
    desk
}

/// Text without the sequences that colour it.
fn bare(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        out.push_str(part.split_once('m').unwrap().1);
    }
    out
}

#[test]
fn a_page_is_readable_without_colour() {
    let ran = explain(&desk(), &["in.jsonl", "--id", "a"]);
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
    assert!(!ran.stdout.contains('\u{1b}'));
    for part in [
        "━━ a · Harbour Post · 2025-03-12 · in.jsonl:1\n",
        "title [Paris=France] speaks",
        "¶0 [Emmanuel Macron] <1:said> [he=Emmanuel Macron",
        "=european-force}",
        "<1> Emmanuel Macron · say · indirect · ",
        "=> Emmanuel Macron SUPPORT european-force · confidence 0.",
        "in Emmanuel Macron said he would",
        "why \"",
    ] {
        assert!(ran.stdout.contains(part), "{part}\nin\n{}", ran.stdout);
    }
    assert!(ran.stdout.lines().all(|l| l.chars().count() <= 100));
}

#[test]
fn colour_changes_no_character() {
    let desk = desk();
    let plain = explain(&desk, &["in.jsonl"]).stdout;
    let coloured = explain(&desk, &["in.jsonl", "--color", "always"]).stdout;
    assert!(coloured.contains("\u{1b}["));
    assert_eq!(bare(&coloured), plain);
    assert_eq!(
        explain(&desk, &["in.jsonl", "--color", "never"]).stdout,
        plain
    );
    let asked = desk
        .command(&["explain", "in.jsonl", "--color", "always"])
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert_eq!(asked.stdout, coloured.as_bytes(), "what is typed wins");
}

#[test]
fn a_proposal_without_a_holder_is_told() {
    let desk = Desk::new();
    let text = format!("{SAID}\n\nEuropean troops in Ukraine would need ships and maps.");
    desk.file("in.jsonl", record("a", &text));
    let told = explain(&desk, &["in.jsonl"]).stdout;
    let (first, second) = told.split_once("¶1 ").unwrap();
    assert!(!first.contains("no stance found"), "{told}");
    assert!(
        second.contains("no stance found on european-force"),
        "{told}"
    );
}

#[test]
fn a_long_article_off_the_topic_is_shown() {
    let desk = Desk::new();
    let rain = "It rained on the roofs, the cranes, the sheds and the quiet ferries of the old harbour all day long. ".repeat(4);
    desk.file(
        "in.jsonl",
        [record("a", &rain), record("b", SAID)].join("\n"),
    );
    let shown = explain(&desk, &["in.jsonl"]);
    assert_eq!(shown.status, 0, "{}", shown.stderr);
    assert!(shown.stdout.contains("The gate passes it over"));
}

#[test]
fn what_is_no_evidence_is_told() {
    let text = explain(&desk(), &["in.jsonl"]).stdout;
    for part in [
        "¶0 [dropped: copies ¶0 of a]",
        "¶2 [dropped: repeats ¶1]",
        "The gate passes it over",
    ] {
        assert!(text.contains(part), "{part}\nin\n{text}");
    }
    assert_eq!(text.matches("=> Emmanuel Macron").count(), 1, "{text}");
    let desk = Desk::new();
    desk.file(
        "twice.jsonl",
        [record("a", SAID), record("a", SAID)].join("\n"),
    );
    let text = explain(&desk, &["twice.jsonl"]).stdout;
    assert!(text.contains("The same record came before"), "{text}");
    assert_eq!(text.matches("=> Emmanuel Macron").count(), 1, "{text}");
}

#[test]
fn objects_hold_what_a_run_writes_and_places_that_slice_back() {
    let desk = desk();
    // Repairs, and code points of several bytes, lie between the text as given and as analysed.
    let given = "\u{1F30D} Parisâ€™s view &amp; Ã©clat. Emmanuel Macron &mdash; in Lyon &mdash; said: &ldquo;We will send French troops to Ukraine.&rdquo;";
    desk.file(
        "in.jsonl",
        [record("a", given), record("b", SAID)].join("\n"),
    );
    let ran = explain(&desk, &["in.jsonl", "--json"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let rows: Vec<Value> = ran
        .stdout
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(rows.len(), 2);

    let mut run = desk.run(&["in.jsonl"]).rows("statements.ndjson");
    // Who else has the paragraph is known at the end of a run alone.
    for statement in &mut run {
        statement["cluster"] = Value::Null;
    }
    let explained: Vec<Value> = rows
        .iter()
        .flat_map(|r| r["statements"].as_array().unwrap().clone())
        .collect();
    assert!(!run.is_empty());
    assert_eq!(explained, run);

    let mut places = 0;
    for (row, text) in rows.iter().zip([given, SAID]) {
        assert_eq!(row["schema"], "stanceline.anatomy/1");
        each_place(row, &mut |place| {
            let text = if place["paragraph"].is_null() {
                "Paris speaks"
            } else {
                text
            };
            let (start, end) = (
                place["start"].as_u64().unwrap(),
                place["end"].as_u64().unwrap(),
            );
            let slice: String = text
                .chars()
                .skip(usize::try_from(start).unwrap())
                .take(usize::try_from(end - start).unwrap())
                .collect();
            assert_eq!(place["text"], slice.as_str());
            places += 1;
        });
        for part in ["actors", "proposals", "quotations", "attributions"] {
            assert!(!row[part].as_array().unwrap().is_empty(), "{part} of {row}");
        }
    }
    assert!(places > 20);
}

/// Calls `take` with every object that has text, a place and a paragraph.
fn each_place(value: &Value, take: &mut dyn FnMut(&Value)) {
    match value {
        Value::Object(fields) => {
            if ["text", "start", "end", "paragraph"]
                .iter()
                .all(|k| fields.contains_key(*k))
            {
                take(value);
            }
            fields.values().for_each(|v| each_place(v, take));
        }
        Value::Array(values) => values.iter().for_each(|v| each_place(v, take)),
        _ => {}
    }
}

#[test]
fn every_kind_of_input_reads_alike() {
    let desk = desk();
    let lines = std::fs::read(desk.path("in.jsonl")).unwrap();
    desk.file("in.jsonl.gz", gzip(&lines));
    let whole = explain(&desk, &["in.jsonl", "--json"]).stdout;
    let without_file = |text: &str, file: &str| text.replace(&format!("\"file\":\"{file}\""), "");
    let zipped = explain(&desk, &["in.jsonl.gz", "--json"]).stdout;
    assert_eq!(
        without_file(&zipped, "in.jsonl.gz"),
        without_file(&whole, "in.jsonl")
    );
    let piped = desk
        .command(&["explain", "-", "--json"])
        .write_stdin(lines)
        .output()
        .unwrap();
    let piped = String::from_utf8(piped.stdout).unwrap();
    assert_eq!(without_file(&piped, "-"), without_file(&whole, "in.jsonl"));

    desk.file("2025-03-12-paris.txt", SAID);
    let text = explain(&desk, &["2025-03-12-paris.txt"]).stdout;
    assert!(
        text.contains("━━ 2025-03-12-paris · 2025-03-12 · 2025-03-12-paris.txt\n"),
        "{text}"
    );
    assert!(text.contains("=> Emmanuel Macron SUPPORT"), "{text}");
}

#[test]
fn failures_are_told_and_the_rest_is_shown() {
    let desk = desk();
    desk.file("bad.jsonl", format!("{{\n{}", record("a", SAID)));
    let ran = explain(&desk, &["bad.jsonl"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stderr.contains("rejected bad.jsonl:1: "),
        "{}",
        ran.stderr
    );
    assert!(ran.stdout.contains("=> Emmanuel Macron"), "{}", ran.stdout);

    let ran = explain(&desk, &["in.jsonl", "--id", "c", "--id", "zz"]);
    assert_eq!(ran.status, 1);
    assert!(
        ran.stderr.contains("no article has the id \"zz\""),
        "{}",
        ran.stderr
    );
    assert_eq!(ran.stdout.matches("━━").count(), 1);

    assert_eq!(explain(&desk, &["none.jsonl"]).status, 2);
    assert_eq!(explain(&desk, &["in.jsonl", "--topic", "none"]).status, 2);
    assert_eq!(explain(&desk, &["in.jsonl", "--field", "text"]).status, 2);
    assert_eq!(
        explain(&desk, &["in.jsonl", "--json", "--color", "always"]).status,
        2
    );
}

#[test]
fn text_of_an_article_does_not_steer_the_terminal() {
    let desk = Desk::new();
    let record = serde_json::json!({
        "id": "a\u{1b}]0;x\u{7}", "outlet": "Post\u{1b}[2J", "title": "One \u{202e}two\u{1b}[31m",
        "text": "Emmanuel Macron will send French troops to Ukraine\u{1b}[2J\u{8}.",
    });
    desk.file("in.jsonl", record.to_string());
    let ran = explain(&desk, &["in.jsonl"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let steers = |c: char| c.is_control() && c != '\n' || c == '\u{202e}';
    assert!(!ran.stdout.contains(steers), "{:?}", ran.stdout);
    assert!(ran.stdout.contains("[Emmanuel Macron]"), "{}", ran.stdout);
}

#[test]
fn what_the_scorer_alone_found_is_shown_as_learned_by_words_that_tell_something() {
    let desk = Desk::new();
    let articles = concat!(env!("CARGO_MANIFEST_DIR"), "/corpus/articles/dev");
    let ran = desk.told(
        &desk
            .command(&["run", articles, "--out", "-", "--quiet"])
            .output()
            .unwrap(),
    );
    let mut learned = 0;
    for line in ran.stdout.lines() {
        let statement: Value = serde_json::from_str(line).unwrap();
        for cue in statement["cues"].as_array().unwrap() {
            if !cue["rule"].as_str().unwrap().starts_with("scorer/") {
                continue;
            }
            learned += 1;
            let words = cue["text"].as_str().unwrap().to_lowercase();
            let silent = [
                "and", "he", "it", "in", "the", "of", "that", "a", "to", "on", "as", "is",
            ];
            assert!(!silent.contains(&words.as_str()), "{line}");
        }
    }
    assert!(learned > 10, "{learned}");
    let page = explain(&desk, &[articles]).stdout;
    assert!(page.contains("\n             learned \"") && !page.contains("scorer/"));
}
