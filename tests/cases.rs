//! Small articles, one for each mechanism, and what the engine makes of them today.
//!
//! A file of `cases/` holds one or several articles (between lines of `---`): comments, headers (`title`, `date`, `url`, `outlet`), a blank line
//! and the text. `want` names a statement that a careful reader takes from it: `holder|proposal|stance|attribution|speaker|condition`, from the
//! left as far as it matters. The snapshot marks what is found: `=` is wanted, `+` is not, and `-` is wanted and missed. So a
//! wrong answer stands there as such, and a change of the engine shows as a change of marks. `INSTA_UPDATE=always` writes them again.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use stanceline::Error;
use stanceline::lexicon::Lexicons;
use stanceline::model::Statement;
use stanceline::pipeline::{Analyser, RunOptions, explain};
use stanceline::read::find_inputs;

static ANALYSER: LazyLock<Analyser> =
    LazyLock::new(|| Analyser::new(&Lexicons::embedded("ukraine").unwrap()).unwrap());

macro_rules! cases {
    ($($name:ident)*) => {
        const NAMES: &[&str] = &[$(stringify!($name)),*];
        $(
            #[test]
            fn $name() {
                check(stringify!($name));
            }
        )*
    };
}

cases! {
    nested_speech
    passive
    possessive
    relative
    request
    pseudo_negation
    condition
    quotation_continuation
    coordination
    syndicated_duplicate
    opinion_piece
    headline
    mojibake_and_entities
    live_blog
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

#[test]
fn every_file_is_tested() {
    let files: BTreeSet<String> = std::fs::read_dir(folder())
        .unwrap()
        .map(|e| e.unwrap().path())
        .map(|p| p.file_stem().unwrap().to_str().unwrap().to_owned())
        .collect();
    let names: BTreeSet<String> = NAMES.iter().map(|n| (*n).to_owned()).collect();
    assert_eq!(files, names);
}

/// One article of a case, as a record, and the statements wanted of it.
fn record(number: usize, article: &str) -> (String, Vec<String>) {
    let (headers, text) = article
        .split_once("\n\n")
        .expect("a blank line ends the headers");
    let mut record = serde_json::json!({"id": format!("case-{number}"), "text": text.trim()});
    let mut wanted = Vec::new();
    for line in headers.lines().filter(|l| !l.starts_with('#')) {
        let (key, value) = line.split_once(": ").expect("a header has a value");
        match key {
            "want" => wanted.push(value.to_owned()),
            "date" => record["published"] = value.into(),
            "title" | "url" | "outlet" => record[key] = value.into(),
            _ => panic!("there is no header {key}"),
        }
    }
    (record.to_string(), wanted)
}

fn told(statement: &Statement) -> String {
    let dash = || "-".to_owned();
    [
        statement.holder.name.clone(),
        statement.proposal.id.clone(),
        statement.stance.name().to_owned(),
        statement.attribution.name().to_owned(),
        statement
            .speaker
            .as_ref()
            .map_or_else(dash, |s| s.name.clone()),
        statement
            .condition
            .as_ref()
            .map_or_else(dash, |c| c.text.clone()),
    ]
    .join("|")
}

fn check(name: &str) {
    let case = std::fs::read_to_string(folder().join(format!("{name}.txt"))).unwrap();
    let articles: Vec<_> = case
        .split("\n---\n")
        .enumerate()
        .map(|(number, article)| record(number, article))
        .collect();
    let desk = tempfile::tempdir().unwrap();
    let file = desk.path().join("case.jsonl");
    let lines: Vec<&str> = articles.iter().map(|(line, _)| line.as_str()).collect();
    std::fs::write(&file, lines.join("\n")).unwrap();
    let options = RunOptions {
        inputs: find_inputs(&[file]).inputs,
        ..RunOptions::default()
    };
    let mut found = Vec::new();
    explain(&options, &ANALYSER, &|_| true, &mut |article| {
        let article = article.expect("the case is readable");
        found.push(
            article
                .anatomy
                .statements
                .iter()
                .map(told)
                .collect::<Vec<_>>(),
        );
        Ok::<(), Error>(())
    })
    .unwrap();
    assert_eq!(found.len(), articles.len());

    let mut snapshot = String::new();
    for (number, (found, (_, wanted))) in found.iter().zip(&articles).enumerate() {
        if number > 0 {
            snapshot.push_str("---\n");
        }
        let answers = |wanted: &str, found: &str| {
            let rest = found.strip_prefix(wanted);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('|'))
        };
        for line in found {
            let mark = if wanted.iter().any(|w| answers(w, line)) {
                "="
            } else {
                "+"
            };
            snapshot.extend([mark, " ", line, "\n"]);
        }
        for line in wanted {
            if !found.iter().any(|f| answers(line, f)) {
                snapshot.extend(["- ", line, "\n"]);
            }
        }
    }
    insta::with_settings!({prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, snapshot);
    });
}
