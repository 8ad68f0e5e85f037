//! The pipeline with a stand-in for the analysis: one statement for each kept paragraph that says "backs".

use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::model::{
    Article, ArticleRef, AttributionKind, DateBasis, Draft, Evidence, Holder, Named,
    STATEMENT_SCHEMA, Stance,
};
use crate::read::find_inputs;

pub(super) struct StandIn;

impl Analysis for StandIn {
    fn passes(&self, title: &str, body: &str) -> bool {
        title.contains("force") || body.contains("force")
    }

    fn analyse(&self, article: &Article<'_>, draft: &Draft) -> Vec<Statement> {
        statements_of(article, draft)
    }
}

fn statements_of(article: &Article<'_>, draft: &Draft) -> Vec<Statement> {
    assert!(!draft.body.contains("trip over this"), "asked to fail");
    let said = draft
        .paragraphs
        .iter()
        .enumerate()
        .filter(|(_, p)| p.kept && p.span.of(&draft.body).contains("backs"));
    said.map(|(paragraph, p)| Statement {
        schema: STATEMENT_SCHEMA.to_owned(),
        id: format!("{}-{paragraph}", article.id),
        article: ArticleRef {
            id: article.id.to_string(),
            url: None,
            outlet: article.outlet.as_deref().map(str::to_owned),
            title: None,
            published: article.published.map(|d| d.to_string()),
            language: None,
        },
        date: article.published.map(|d| d.to_string()),
        date_basis: DateBasis::Published,
        holder: Holder {
            id: "poland".to_owned(),
            name: "Poland".to_owned(),
            kind: "country".to_owned(),
            country: Some("POL".to_owned()),
        },
        speaker: None,
        proposal: Named {
            id: "european-force".to_owned(),
            name: "European force".to_owned(),
        },
        stance: Stance::Support,
        score: 1.0,
        confidence: 0.5,
        condition: None,
        attribution: AttributionKind::Action,
        size: None,
        evidence: Evidence {
            text: p.span.of(&draft.body).to_owned(),
            start: 0,
            end: 0,
            paragraph: Some(paragraph),
        },
        further: Vec::new(),
        cues: Vec::new(),
        cluster: None,
    })
    .collect()
}

struct Ran {
    folder: tempfile::TempDir,
    outcome: Outcome,
}

impl Ran {
    fn rows(&self, name: &str) -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(self.folder.path().join("out").join(name)).unwrap();
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    }

    fn counts(&self) -> Counts {
        match &self.outcome {
            Outcome::Finished(report) => report.manifest.counts,
            Outcome::Interrupted => panic!("interrupted"),
        }
    }
}

fn run_lines(lines: &[String], change: impl Fn(&mut RunOptions)) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    std::fs::write(&input, lines.join("\n")).unwrap();
    let out = folder.path().join("out");
    let mut options = RunOptions {
        inputs: find_inputs(&[input]).inputs,
        threads: 2,
        ..RunOptions::default()
    };
    change(&mut options);
    // Names of inputs reach the manifest, and these folders differ from run to run.
    let outcome = run_into(&options, &out, &AtomicBool::new(false));
    Ran { folder, outcome }
}

pub(super) fn run_into(options: &RunOptions, out: &Path, stop: &AtomicBool) -> Outcome {
    run_with(
        options,
        &StandIn,
        Destination::Folder(out.into()),
        stop,
        &mut |_| {},
    )
    .unwrap()
}

fn article(id: &str, outlet: &str, day: &str, paragraphs: &[&str]) -> String {
    serde_json::json!({"id": id, "outlet": outlet, "published": day, "text": paragraphs.join("\n")})
        .to_string()
}

const SAYS: &str = "Warsaw backs the force that its neighbours have proposed.";
const OTHER: &str = "Nobody in the harbour town had heard of the plan before.";

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

#[test]
fn a_failing_analysis_costs_one_article() {
    let ran = run_lines(
        &[
            article(
                "a",
                "Post",
                "2025-03-01",
                &["The force will trip over this."],
            ),
            article("b", "Post", "2025-03-01", &[SAYS]),
        ],
        |_| {},
    );
    assert_eq!(ran.rows("statements.ndjson").len(), 1);
    let rejects = ran.rows("rejects.ndjson");
    assert_eq!(
        (rejects.len(), &rejects[0]["line"]),
        (1, &serde_json::json!(1))
    );
}

#[test]
fn statements_below_the_wanted_confidence_are_left_out() {
    let lines = [article("a", "Post", "2025-03-01", &[SAYS])];
    assert_eq!(
        run_lines(&lines, |o| o.min_confidence = 0.6)
            .counts()
            .statements,
        0
    );
    assert_eq!(
        run_lines(&lines, |o| o.min_confidence = 0.5)
            .counts()
            .statements,
        1
    );
}

#[test]
fn a_stopped_run_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("in.jsonl");
    std::fs::write(&input, article("a", "Post", "2025-03-01", &[SAYS])).unwrap();
    let options = RunOptions {
        inputs: find_inputs(&[input]).inputs,
        ..RunOptions::default()
    };
    let out = folder.path().join("out");
    assert_eq!(
        run_into(&options, &out, &AtomicBool::new(true)),
        Outcome::Interrupted
    );
    assert_eq!(std::fs::read_dir(out).unwrap().count(), 0);
}

#[test]
fn threads_and_chunks_reach_no_output() {
    let mut lines = Vec::new();
    for i in 0..600 {
        let own = format!(
            "Paragraph {i} backs the force in words that are its own, {} of them.",
            i * 7
        );
        let shared = format!(
            "Shared paragraph {} backs the force, as others did before it.",
            i % 37
        );
        let outlet = format!("Outlet {}", i % 11);
        lines.push(article(
            &format!("a{}", i % 590),
            &outlet,
            "2025-03-01",
            &[&own, &shared, &own],
        ));
        if i % 50 == 0 {
            lines.push("{broken".to_owned());
            lines.push(format!("{{\"text\":\"{}\"}}", "x".repeat(5000)));
        }
    }
    let bytes = |threads: usize, chunk: usize| -> Vec<(String, Vec<u8>)> {
        let ran = run_lines(&lines, |o| {
            o.threads = threads;
            o.limits = ChunkLimits { chunk, line: 4000 };
            o.inputs[0].name = "in.jsonl".to_owned();
        });
        let mut files: Vec<_> = std::fs::read_dir(ran.folder.path().join("out"))
            .unwrap()
            .map(|e| e.unwrap().path())
            .map(|p| {
                (
                    p.file_name().unwrap().to_str().unwrap().to_owned(),
                    std::fs::read(p).unwrap(),
                )
            })
            .collect();
        files.sort();
        files
    };
    let want = bytes(1, 1 << 20);
    assert_eq!(want.len(), 6);
    assert!(want.iter().all(|(_, b)| !b.is_empty()));
    for (threads, chunk) in [
        (2, 1 << 20),
        (8, 1 << 20),
        (1, 100),
        (2, 4096),
        (8, 4096),
        (3, 65536),
    ] {
        assert_eq!(
            bytes(threads, chunk),
            want,
            "{threads} threads, chunks of {chunk}"
        );
    }
}

#[test]
fn statements_alone_go_to_a_writer() {
    #[derive(Clone, Default)]
    struct Shared(std::sync::Arc<Mutex<Vec<u8>>>);
    impl std::io::Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "{}", article("a", "Post", "2025-03-01", &[SAYS])).unwrap();
    let options = RunOptions {
        inputs: find_inputs(&[file.path().to_path_buf()]).inputs,
        ..RunOptions::default()
    };
    let written = Shared::default();
    let destination = Destination::Statements(Box::new(written.clone()));
    let stop = AtomicBool::new(false);
    run_with(&options, &StandIn, destination, &stop, &mut |_| {}).unwrap();
    assert_eq!(
        String::from_utf8(written.0.lock().unwrap().clone())
            .unwrap()
            .lines()
            .count(),
        1
    );
}
