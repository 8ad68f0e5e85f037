//! The pipeline with a stand-in for the analysis: one statement for each kept paragraph that says "backs".

use std::io::Write as _;
use std::path::Path;
use std::sync::Mutex;

use super::*;
use crate::model::{
    Article, ArticleRef, AttributionKind, DateBasis, Draft, Evidence, Holder, Named,
    STATEMENT_SCHEMA, Stance, Statement,
};
use crate::read::find_inputs;

pub(super) struct StandIn;

impl Analysis for StandIn {
    fn passes(&self, title: &str, body: &str) -> bool {
        assert!(!body.contains("stumble at the gate"), "asked to fail");
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

pub(super) struct Ran {
    pub(super) folder: tempfile::TempDir,
    pub(super) outcome: Outcome,
}

impl Ran {
    pub(super) fn rows(&self, name: &str) -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(self.folder.path().join("out").join(name)).unwrap();
        text.lines()
            .map(|l| serde_json::from_str(l).unwrap())
            .collect()
    }

    pub(super) fn counts(&self) -> Counts {
        match &self.outcome {
            Outcome::Finished(report) => report.manifest.counts,
            Outcome::Interrupted => panic!("interrupted"),
        }
    }
}

pub(super) fn run_lines(lines: &[String], change: impl Fn(&mut RunOptions)) -> Ran {
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

pub(super) fn article(id: &str, outlet: &str, day: &str, paragraphs: &[&str]) -> String {
    serde_json::json!({"id": id, "outlet": outlet, "published": day, "text": paragraphs.join("\n")})
        .to_string()
}

pub(super) const SAYS: &str = "Warsaw backs the force that its neighbours have proposed.";
pub(super) const OTHER: &str = "Nobody in the harbour town had heard of the plan before.";

#[test]
fn a_failing_reader_costs_one_record() {
    let post = |id: &str, texts: &[&str]| article(id, "Post", "2025-03-01", texts);
    let whole = [post("a", &[SAYS, OTHER]), post("c", &[SAYS, OTHER])];
    let stumbles = post("b", &[OTHER, "A force to stumble at the gate."]);
    let near = |threads: usize| {
        move |options: &mut RunOptions| {
            options.near = Near::Archive;
            options.threads = threads;
        }
    };
    let without = run_lines(&whole, near(1));
    for threads in [1, 2] {
        let lines = [whole[0].clone(), stumbles.clone(), whole[1].clone()];
        let ran = run_lines(&lines, near(threads));
        for name in ["statements.ndjson", "removed.ndjson"] {
            assert_eq!(ran.rows(name), without.rows(name), "{name}");
        }
        let rejects = ran.rows("rejects.ndjson");
        assert_eq!((rejects.len(), &rejects[0]["line"]), (1, &2.into()));
        assert_eq!((ran.counts().articles, ran.counts().rejects), (2, 1));
    }
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
    struct Shared(Arc<Mutex<Vec<u8>>>);
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
