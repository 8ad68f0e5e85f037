//! Which module may use which: the direction of imports, held by reading the `use` lines and the paths in the code.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// What each module of the library may name of the others. `error` and `model` are the ground floor; stages never name each
/// other; `pipeline` names all of them, and only the command names `pipeline`.
fn allowed() -> BTreeMap<&'static str, Vec<&'static str>> {
    let ground = ["error", "model"];
    let stages = [
        "read", "dedup", "segment", "timeline", "feed", "store", "evaluate",
    ];
    let readers_of_lexicons = ["tag", "attribute", "stance"];
    let mut allowed = BTreeMap::from([
        ("error", vec![]),
        ("model", vec!["error"]),
        ("lexicon", ground.to_vec()),
    ]);
    for stage in stages {
        allowed.insert(stage, ground.to_vec());
    }
    for stage in readers_of_lexicons {
        allowed.insert(stage, [&ground[..], &["lexicon"]].concat());
    }
    // Sentences must not end inside an alias, and boilerplate is a matter of language.
    allowed.insert("segment", [&ground[..], &["lexicon"]].concat());
    // Actors' countries stand in the lexicon.
    allowed.insert("evaluate", [&ground[..], &["lexicon"]].concat());
    let all: Vec<&str> = allowed.keys().copied().collect();
    allowed.insert("pipeline", all);
    allowed
}

/// The sources of a folder, but for files of tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() && !path.ends_with("tests") {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("tests.rs") {
            found.push(path);
        }
    }
}

/// Modules of this crate that a source names, tests and doc comments left out.
fn named(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    let mut names = Vec::new();
    for line in code.lines().filter(|l| !l.trim_start().starts_with("//")) {
        for (at, _) in line.match_indices("crate::") {
            let name: String = line[at + 7..]
                .chars()
                .take_while(|c| c.is_ascii_lowercase() || *c == '_')
                .collect();
            let is_path = line[at + 7 + name.len()..].starts_with("::")
                || line[at + 7 + name.len()..].starts_with(';');
            if is_path && !name.is_empty() {
                names.push(name);
            }
        }
    }
    names
}

#[test]
fn imports_point_one_way() {
    let allowed = allowed();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    files.sort();
    assert!(
        files.len() > 20,
        "the sources are not where this test looks"
    );
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).unwrap();
        let module = inside
            .iter()
            .next()
            .unwrap()
            .to_str()
            .unwrap()
            .trim_end_matches(".rs");
        if matches!(module, "lib" | "bin") {
            continue;
        }
        let Some(may) = allowed.get(module) else {
            wrong.push(format!(
                "{}: a module that this test does not know",
                inside.display()
            ));
            continue;
        };
        for name in named(&std::fs::read_to_string(&file).unwrap()) {
            let own_or_error =
                name == module || matches!(name.as_str(), "error" | "Error" | "Result");
            if !own_or_error && !may.contains(&name.as_str()) {
                wrong.push(format!("{} names {name}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn threads_start_in_the_pipeline_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let inside = file.strip_prefix(&root).unwrap().to_owned();
        let source = std::fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        let starts = [
            "thread::spawn",
            "thread::Builder",
            "thread::scope",
            "ThreadPoolBuilder",
        ];
        if starts.iter().any(|s| code.contains(s)) {
            assert!(
                inside.starts_with("pipeline"),
                "{} starts threads",
                inside.display()
            );
        }
    }
}

#[test]
fn only_the_command_prints() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    for file in files {
        let inside = file.strip_prefix(&root).unwrap().to_owned();
        let source = std::fs::read_to_string(&file).unwrap();
        let code = source.split("#[cfg(test)]").next().unwrap_or_default();
        if !inside.starts_with("bin") {
            for print in ["println!", "eprintln!", "print!(", "stdout()", "stderr()"] {
                let found = code
                    .lines()
                    .any(|l| !l.trim_start().starts_with("//") && l.contains(print));
                assert!(!found, "{} prints ({print})", inside.display());
            }
        }
    }
}
