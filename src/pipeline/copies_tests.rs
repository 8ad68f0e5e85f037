//! What copies do to a run: counted, told, and no evidence twice.

use super::tests::{OTHER, SAYS, article, run_lines};
use super::*;

#[test]
fn copies_stay_where_each_article_is_read_by_itself() {
    let lines = [
        article("a", "Post", "2025-03-01", &[SAYS, OTHER, SAYS]),
        article("b", "Echo", "2025-03-09", &[SAYS, OTHER]),
        article("b", "Echo", "2025-03-09", &[SAYS, OTHER]),
    ];
    let ran = run_lines(&lines, |o| o.keep_copies = true);
    let statements = ran.rows("statements.ndjson");
    let articles: Vec<_> = statements.iter().map(|s| &s["article"]["id"]).collect();
    assert_eq!(articles, ["a", "b", "b"]);
    assert!(statements.iter().all(|s| s["cluster"].is_null()));
    // What one article repeats is no second mention.
    assert_eq!(ran.rows("removed.ndjson").len(), 1);
    assert_eq!(run_lines(&lines, |_| {}).rows("statements.ndjson").len(), 1);
}

#[test]
fn a_syndicated_statement_counts_once_and_knows_its_copies() {
    let ran = run_lines(
        &[
            article("a", "Post", "2025-03-01", &[SAYS, OTHER, SAYS]),
            article(
                "b",
                "Echo",
                "2025-03-09",
                &["A lead of its own for the Echo.", &SAYS.to_uppercase()],
            ),
            article("c", "Echo", "2025-03-17", &[SAYS]),
            article("d", "Gazette", "2025-03-18", &[OTHER]),
        ],
        |_| {},
    );
    let statements = ran.rows("statements.ndjson");
    assert_eq!(statements.len(), 1);
    assert_eq!(statements[0]["cluster"]["copies"], 3);
    assert_eq!(statements[0]["cluster"]["outlets"], 2);
    let removed = ran.rows("removed.ndjson");
    let told: Vec<String> = removed
        .iter()
        .map(|r| {
            format!(
                "{}{} {}{}",
                r["article"], r["paragraph"], r["kept"]["article"], r["kept"]["paragraph"]
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            r#""a"2 "a"0"#,
            r#""b"1 "a"0"#,
            r#""c"0 "a"0"#,
            r#""d"0 "a"1"#
        ]
    );
    assert_eq!(
        ran.counts().removed,
        RemovedCounts {
            repeat: 1,
            exact: 3,
            ..RemovedCounts::default()
        }
    );
    assert_eq!(
        ran.counts().gate_passes,
        2,
        "upper case is another word to the gate, and d is off topic: {:?}",
        ran.counts()
    );
    // Each mention stands on its own day in the raw series.
    let weeks: Vec<(String, u64, u64)> = ran
        .rows("timeline.ndjson")
        .iter()
        .map(|r| {
            let n = |kind: &str| r[kind]["statements"].as_u64().unwrap();
            (
                r["bucket"].as_str().unwrap().to_owned(),
                n("raw"),
                n("syndicated"),
            )
        })
        .collect();
    assert_eq!(
        weeks,
        [
            ("2025-W09".to_owned(), 1, 1),
            ("2025-W10".to_owned(), 1, 0),
            ("2025-W11".to_owned(), 0, 0),
            ("2025-W12".to_owned(), 1, 0)
        ]
    );
}

#[test]
fn an_id_that_comes_again_is_counted_and_says_nothing_twice() {
    let short = "It backs the force.";
    let ran = run_lines(
        &[
            article("a", "Post", "2025-03-01", &[short]),
            article("a", "Post", "2025-03-01", &[short]),
            article(
                "a",
                "Post",
                "2025-03-02",
                &[short, "And this is new in the second version."],
            ),
        ],
        |_| {},
    );
    assert_eq!(ran.counts().duplicate_ids, 2);
    // Too short to be known again in another article: the new version says it anew, and the last that says it counts.
    let statements = ran.rows("statements.ndjson");
    assert_eq!(statements.len(), 1);
    assert_eq!(statements[0]["article"]["published"], "2025-03-02");
}

#[test]
fn near_copies_and_boilerplate_are_told_and_no_evidence() {
    let foot = "The Post asks its readers to write to its editors at the old address.";
    let near = SAYS
        .replace("Warsaw", "warsaw")
        .replace("its neighbours", "all neighbours");
    let other_figure = format!("{SAYS} It would be 5 strong.");
    let lines = [
        article("a", "Post", "2025-03-01", &[OTHER, SAYS, foot]),
        article(
            "b",
            "Post",
            "2025-03-03",
            &["Story b has words of its own to tell.", foot],
        ),
        article(
            "c",
            "Post",
            "2025-03-02",
            &["Story c has other words of its own.", foot],
        ),
        article("d", "Echo", "2025-03-04", &[&near, &other_figure]),
        article(
            "e",
            "Tide",
            "2025-03-04",
            &[&near, "And the Tide adds this of its own."],
        ),
        article(
            "f",
            "Tide",
            "2025-03-05",
            &["Nobody in that harbour town had heard of the plan before."],
        ),
    ];
    let told = |near: Near| {
        let ran = run_lines(&lines, |o| o.near = near);
        let rows = ran.rows("removed.ndjson");
        let rows: Vec<String> = rows
            .iter()
            .map(|r| {
                format!(
                    "{}{} {} {}{}",
                    r["article"],
                    r["paragraph"],
                    r["kind"],
                    r["kept"]["article"],
                    r["kept"]["paragraph"]
                )
                .replace('"', "")
            })
            .collect();
        (rows, ran)
    };
    let (rows, ran) = told(Near::Topic);
    assert_eq!(
        rows,
        [
            "b1 boilerplate a2",
            "c1 boilerplate a2",
            "d0 near a1",
            "e0 near a1"
        ]
    );
    let counts = ran.counts();
    assert_eq!(
        (
            counts.removed.near,
            counts.removed.boilerplate,
            counts.removed.exact
        ),
        (2, 2, 0)
    );
    assert_eq!(counts.out_of_order, 1, "c came after b");
    assert!(
        ran.rows("removed.ndjson")[2]["similarity"]
            .as_f64()
            .unwrap()
            < 1.0
    );
    let statements = ran.rows("statements.ndjson");
    assert_eq!(statements.len(), 2, "a says it, and d another figure");
    assert_eq!(
        statements[0]["cluster"],
        serde_json::json!({"id": statements[0]["cluster"]["id"], "copies": 3, "outlets": 3})
    );
    let (all_rows, all) = told(Near::Archive);
    assert_eq!(all_rows[..4], rows);
    assert_eq!(all_rows[4..], ["f0 near a0"], "off the topic");
    assert_eq!(all.rows("statements.ndjson"), statements);
    let (off, _) = told(Near::Off);
    assert_eq!(
        off,
        ["b1 boilerplate a2", "c1 boilerplate a2", "e0 exact d0"]
    );
}
