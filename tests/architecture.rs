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
    let all: Vec<&str> = allowed.keys().copied().collect();
    allowed.insert("pipeline", all);
    allowed
}

/// All Rust files of a folder.
fn rust_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            rust_files(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
}

/// The sources of a folder, but for files of tests.
fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    rust_files(folder, found);
    let is_test =
        |inside: &Path| inside.ends_with("tests.rs") || inside.iter().any(|n| n == "tests");
    found.retain(|path| !path.strip_prefix(folder).is_ok_and(is_test));
}

/// The code of a source, without its module of tests and without comments.
fn code_of(source: &str) -> String {
    let code = source.split("#[cfg(test)]\nmod").next().unwrap_or_default();
    let lines = code.lines().filter(|l| !l.trim_start().starts_with("//"));
    lines.flat_map(|l| [l, "\n"]).collect()
}

/// Modules of this crate that a source names, in paths and in lists of braces, tests and comments left out.
fn named(source: &str) -> Vec<String> {
    let code = code_of(source);
    let mut names = Vec::new();
    for (at, path) in code.match_indices("crate::") {
        let rest = &code[at + path.len()..];
        let paths = rest.strip_prefix('{').map_or(vec![rest], first_of_list);
        for path in paths {
            let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
            let end = path.find(|c| !is_name(c)).unwrap_or(path.len());
            let (name, after) = path.split_at(end);
            let after = after.trim_start();
            let is_path = ["::", ";", ",", "}", "as "]
                .iter()
                .any(|e| after.starts_with(e));
            if is_path && !name.is_empty() {
                names.push(name.to_owned());
            }
        }
    }
    names
}

/// Where the paths of a list begin that was opened by a brace, but for those of lists inside it.
fn first_of_list(list: &str) -> Vec<&str> {
    let mut depth = 0;
    let mut starts = vec![list.trim_start()];
    for (at, c) in list.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => starts.push(list[at + 1..].trim_start()),
            _ => {}
        }
    }
    starts
}

#[test]
fn every_way_of_naming_a_module_is_seen() {
    let source = "use crate::model::{A, b::C};\nuse crate::{\n    store::{D, read as e},\n    feed, timeline as t,\n    Error,\n};\n\
        #[cfg(test)]\nfn f() {}\nfn g() { crate::tag::h() }\n// crate::stance::I\n#[cfg(test)]\nmod tests {\n    use crate::dedup::J;\n}\n";
    assert_eq!(named(source), ["model", "store", "feed", "timeline", "tag"]);
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
        let code = code_of(&source);
        // What `rayon` offers runs on threads too.
        let starts = ["thread::spawn", "thread::Builder", "thread::scope", "rayon"];
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
        let code = code_of(&source);
        if !inside.starts_with("bin") {
            for print in ["println!", "eprintln!", "print!(", "stdout()", "stderr()"] {
                assert!(
                    !code.contains(print),
                    "{} prints ({print})",
                    inside.display()
                );
            }
        }
    }
}

/// What a reader takes in at once; a file past it is split by purpose.
const LINES: usize = 400;

#[test]
fn no_source_is_longer_than_a_reader_takes_in() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "tests", "benches"] {
        rust_files(&root.join(folder), &mut files);
    }
    let length = |file: &PathBuf| std::fs::read_to_string(file).unwrap().lines().count();
    let long = files.iter().filter(|f| length(f) > LINES);
    let long: Vec<String> = long.map(|f| f.display().to_string()).collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}
