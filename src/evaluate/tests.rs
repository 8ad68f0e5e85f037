//! Figures worked out by hand, and parity with the scoring script where the shared data is there.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::*;

fn claims(lines: &str) -> Documents {
    read_claims(lines.as_bytes(), Path::new("given.jsonl")).unwrap()
}

fn against(gold: &str, predicted: &str) -> Evaluation {
    evaluate(&claims(gold), &claims(predicted), &Names::standard())
}

fn figures(s: Score) -> (u64, u64, u64, u64) {
    (s.right, s.optional, s.wrong, s.missed)
}

const GOLD: &str = r#"
{"id": 7, "statements": [
  {"actor":"France","proposal":"european-force","stance":"support","attribution":"action","alt_actors":["Emmanuel Macron"]},
  {"actor":"Russia","proposal":"nato-force","stance":"oppose","attribution":"reported"},
  {"actor":"author","proposal":"us-backstop","stance":"support","attribution":"authorial","optional":true}]}
{"id": "empty", "statements": []}
"#;

fn gold() -> String {
    GOLD.replace(",\n  {", ",{").replace("[\n", "[")
}

#[test]
fn readings_parents_and_duplicates() {
    let found = r#"
{"article":{"id":"7"},"holder":{"name":"Emmanuel Macron"},"proposal":{"id":"foreign-force"},"stance":"support","attribution":"quote"}
{"article":{"id":"7"},"holder":{"name":"France"},"proposal":{"id":"european-force"},"stance":"support","attribution":"action"}
{"article":{"id":"7"},"holder":{"name":"the france"},"proposal":{"id":"european-force"},"stance":"support","attribution":"action"}
{"article":{"id":"7"},"holder":{"name":"Kremlin"},"proposal":{"id":"nato-force"},"stance":"conditional"}
{"article":{"id":"7"},"holder":null,"proposal":{"id":"us-backstop"},"stance":"support"}
{"article":{"id":"empty"},"holder":{"name":"Poland"},"proposal":{"id":"un-force"},"stance":"oppose"}
{"article":{"id":"not in the gold"},"holder":{"name":"Poland"},"proposal":{"id":"un-force"},"stance":"oppose"}
"#;
    let e = against(&gold(), found);
    // Two readings of one claim both count; the third repeats the second.
    assert_eq!(figures(e.triple), (2, 1, 2, 1));
    assert_eq!(figures(e.pair), (3, 1, 1, 0));
    assert_eq!(figures(e.by_country), (2, 1, 2, 1));
    assert!((e.triple.precision() - 0.6).abs() < 1e-12);
    assert!((e.triple.recall() - 2.0 / 3.0).abs() < 1e-12);
    assert_eq!(e.stances[0].name, "support");
    assert_eq!(figures(e.stances[0].score), (2, 0, 0, 0));
    assert_eq!(figures(e.stances[3].score), (0, 0, 1, 1));
    let proposals: Vec<&str> = e.proposals.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(
        proposals,
        ["european-force", "foreign-force", "nato-force", "un-force"]
    );
    let kinds: Vec<&str> = e.attributions.iter().map(|g| g.name.as_str()).collect();
    assert_eq!(kinds, ["action", "not told", "quote", "reported"]);
    let misses: Vec<String> = e.misses.iter().map(ToString::to_string).collect();
    assert_eq!(
        misses,
        [
            "FP 7 Kremlin | nato-force | conditional | ",
            "FN 7 Russia | nato-force | oppose | ",
            "FP empty Poland | un-force | oppose | ",
        ]
    );
}

#[test]
fn parents_are_those_of_the_topic() {
    let names = Names::default().with_parents([("un-force", "stabilisation-force")]);
    let gold = gold().replace("european-force", "stabilisation-force");
    let found = |proposal: &str| gold.replace("stabilisation-force", proposal);
    let right = |proposal: &str| {
        let triple = evaluate(&claims(&gold), &claims(&found(proposal)), &names).triple;
        triple.right
    };
    assert_eq!(
        (
            right("un-force"),
            right("us-troops"),
            right("foreign-force")
        ),
        (2, 1, 1)
    );
    assert!(!names.same_proposal("foreign-force", "us-troops"));
}

#[test]
fn nothing_against_nothing_divides_by_nothing() {
    let e = against("", "");
    assert_eq!(
        (e.triple.precision(), e.triple.recall(), e.triple.f1()),
        (0.0, 0.0, 0.0)
    );
    assert!(
        e.to_string()
            .contains("triple                       P   0.0")
    );
}

#[test]
fn the_gold_standard_against_itself_is_perfect() {
    let e = against(&gold(), &gold());
    assert_eq!(figures(e.triple), (2, 1, 0, 0));
    assert!((e.triple.f1() - 1.0).abs() < 1e-12);
}

#[test]
fn bad_records_are_named_by_line_and_field() {
    for (line, message) in [
        ("\n{", "given.jsonl:2: is not JSON"),
        (
            "[]",
            "given.jsonl:1: is not a JSON object: one document or statement a line",
        ),
        (
            r#"{"id":"a","statements":[{"actor":"x","proposal":"y"}]}"#,
            "given.jsonl:1: stance: is missing or not text",
        ),
        (
            r#"{"id":"a","statements":{}}"#,
            "given.jsonl:1: statements: is not a list",
        ),
        (
            r#"{"holder":{"name":"x"},"proposal":{"id":"y"},"stance":"oppose"}"#,
            "given.jsonl:1: article: names no document",
        ),
    ] {
        let error = read_claims(line.as_bytes(), Path::new("given.jsonl")).unwrap_err();
        assert_eq!(error.to_string(), message);
    }
    let articles = |line: &str| holds_articles(line.as_bytes(), Path::new("-")).unwrap();
    assert!(articles(r#"{"id":"a","text":"Words."}"#));
    assert!(!articles(r#"{"id":"a","statements":[]}"#));
    assert!(!articles(""));
}

/// The folder with the shared data, where it is there.
fn shared() -> Option<PathBuf> {
    let folder = std::env::var_os("STANCELINE_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/data"),
        PathBuf::from,
    );
    folder.join("gold/score.py").exists().then_some(folder)
}

/// A prediction that goes wrong in every way that the comparison tells apart, made from the gold standard by rule: some claims left
/// out, some with another stance, a parent proposal, another reading, a country for a person, twice.
fn perturbed(gold: &Documents, seed: usize) -> String {
    let mut lines = String::new();
    let countries = [
        "France",
        "UK",
        "the United States",
        "Kremlin",
        "Germany",
        "EU",
    ];
    let mut n = seed;
    for (document, claims) in gold {
        for claim in claims {
            n += 1;
            let actor = match n % 7 {
                0 => countries[n % countries.len()],
                1 => claim.alt_actors.first().unwrap_or(&claim.actor),
                _ => &claim.actor,
            };
            let proposal = if n.is_multiple_of(5) {
                "foreign-force"
            } else {
                &claim.proposal
            };
            let stance = if n.is_multiple_of(4) {
                Stance::ALL[n % 3].name()
            } else {
                &claim.stance
            };
            let row = serde_json::json!({
                "article": {"id": document}, "holder": {"name": actor}, "proposal": {"id": proposal}, "stance": stance,
            });
            for _ in 0..[1, 2, 0, 1, 1, 1][n % 6] {
                lines.push_str(&row.to_string());
                lines.push('\n');
            }
        }
    }
    lines
}

#[test]
fn figures_equal_those_of_the_scoring_script() {
    let Some(shared) = shared() else {
        eprintln!("skipped: no shared data beside the project (set STANCELINE_DATA)");
        return;
    };
    let script = shared.join("gold/score.py");
    let folder = tempfile::tempdir().unwrap();
    for gold_file in ["gold/statements.jsonl", "seeds/statements.jsonl"] {
        let gold_file = shared.join(gold_file);
        let text = std::fs::read_to_string(&gold_file).unwrap();
        let gold = claims(&text);
        for seed in 0..12 {
            let predicted = perturbed(&gold, seed);
            let file = folder.path().join("predicted.ndjson");
            std::fs::write(&file, &predicted).unwrap();
            let Ok(output) = Command::new("python3")
                .arg(&script)
                .args([&gold_file, &file])
                .output()
            else {
                eprintln!("skipped: python3 does not run here");
                return;
            };
            assert!(
                output.status.success(),
                "{}",
                String::from_utf8_lossy(&output.stderr)
            );
            let theirs = String::from_utf8(output.stdout).unwrap();
            let ours = evaluate(&gold, &claims(&predicted), &Names::standard()).to_string();
            // The script prints its three measures, and the stances under the first; ours the same lines in another order.
            let squeezed = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
            let ours: Vec<String> = ours.lines().map(squeezed).collect();
            for line in theirs.lines().map(squeezed) {
                assert!(ours.contains(&line), "{line}\nis not in\n{ours:#?}");
            }
        }
    }
}
