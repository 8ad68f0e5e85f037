//! No command writes over what it reads, and none reads what it wrote itself.

use std::process::Command;

use stanceline::model::Stance;

use crate::command::{Desk, article};
use crate::nightly::FORCE;
use crate::sample::line;

/// A desk with one input of each kind.
fn desk() -> Desk {
    let desk = Desk::new();
    desk.file("in.ndjson", article("a", FORCE) + "\n")
        .file("list.txt", "Paris\n")
        .file("topic/note.txt", FORCE)
        .file("settings.toml", "by = \"day\"\n")
        .file("statements.ndjson", article("a", FORCE) + "\n")
        .file("s.ndjson", line("1", "Ana", "2025-03-03", Stance::Oppose))
        .file(
            "feeds/s.ndjson",
            line("1", "Ana", "2025-03-03", Stance::Oppose),
        );
    desk
}

#[test]
fn an_output_in_the_place_of_an_input_is_refused_and_the_input_stays() {
    let desk = desk();
    #[cfg(unix)]
    for (link, name) in [("hard.ndjson", "in.ndjson"), ("hard.s", "s.ndjson")] {
        std::fs::hard_link(desk.path(name), desk.path(link)).unwrap();
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink("in.ndjson", desk.path("link.ndjson")).unwrap();
    let before = files(&desk);
    let mut commands = vec![
        "ingest in.ndjson --store st --rejects in.ndjson",
        "ingest in.ndjson --store st --rejects ./topic/../in.ndjson",
        "ingest . --store st --rejects in.ndjson",
        "ingest in.ndjson --store st --config settings.toml --rejects settings.toml",
        "dedup in.ndjson --out in.ndjson",
        "dedup in.ndjson --removed in.ndjson",
        "tag in.ndjson --list list.txt --out list.txt",
        "tag in.ndjson topic --list list.txt --out topic/note.txt",
        "network --statements s.ndjson --out s.ndjson",
        "report --statements in.ndjson s.ndjson --out s.ndjson",
        "feed --statements feeds/s.ndjson --out feeds",
        "run statements.ndjson --out .",
    ];
    if cfg!(unix) {
        commands.extend([
            "ingest in.ndjson --store st --rejects hard.ndjson",
            "dedup link.ndjson --out in.ndjson",
            "dedup in.ndjson --out link.ndjson",
            "report --statements s.ndjson --out hard.s",
        ]);
    }
    for command in commands {
        let arguments: Vec<&str> = command.split(' ').collect();
        let ran = desk.told(&desk.command(&arguments).output().unwrap());
        assert_eq!(ran.status, 2, "{command}: {}", ran.stderr);
        for says in ["input", "name another"] {
            assert!(ran.stderr.contains(says), "{command}: {}", ran.stderr);
        }
        assert_eq!(files(&desk), before, "{command}");
    }
}

/// Every file of a desk, with its bytes.
fn files(desk: &Desk) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    fn of(folder: &std::path::Path, found: &mut Vec<(std::path::PathBuf, Vec<u8>)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                of(&path, found);
            } else {
                found.push((path.clone(), std::fs::read(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    of(&desk.path("."), &mut found);
    found.sort();
    found
}

#[test]
fn nothing_is_written_among_the_files_of_a_store() {
    let desk = desk();
    let ran = desk
        .command(&["ingest", "in.ndjson", "--store", "st"])
        .output();
    assert_eq!(desk.told(&ran.unwrap()).status, 0);
    let names = |desk: &Desk| -> Vec<_> { files(desk).into_iter().map(|f| f.0).collect() };
    let before = names(&desk);
    for command in [
        "ingest in.ndjson --store st --rejects st/rejects.ndjson",
        "store export --store st --out st",
        "store export --store st --out st/a/b",
        "report --store st --out st/report.html",
        "network --store st --out st/ledger.db",
        "feed --store st --out st/feeds",
    ] {
        let arguments: Vec<&str> = command.split(' ').collect();
        let ran = desk.told(&desk.command(&arguments).output().unwrap());
        assert_eq!(ran.status, 2, "{command}: {}", ran.stderr);
        assert!(
            ran.stderr
                .contains("inside the store st; name a place outside"),
            "{command}: {}",
            ran.stderr
        );
        assert_eq!(names(&desk), before, "{command}");
    }
}

#[cfg(unix)]
#[test]
fn standard_output_is_not_one_of_the_inputs_either() {
    let desk = desk();
    let before = std::fs::read(desk.path("s.ndjson")).unwrap();
    for command in [
        "timeline --statements s.ndjson --format ndjson",
        "network --statements s.ndjson",
        "dedup s.ndjson --out -",
        "explain s.ndjson",
    ] {
        let file = std::fs::OpenOptions::new()
            .append(true)
            .open(desk.path("s.ndjson"));
        let ran = Command::new(env!("CARGO_BIN_EXE_stanceline"))
            .current_dir(desk.path("."))
            .args(command.split(' '))
            .stdout(file.unwrap())
            .output()
            .unwrap();
        let told = String::from_utf8(ran.stderr).unwrap();
        assert_eq!(ran.status.code(), Some(2), "{command}: {told}");
        assert!(
            told.contains("standard output is a file, which is also an input"),
            "{told}"
        );
        assert_eq!(std::fs::read(desk.path("s.ndjson")).unwrap(), before);
    }
}

#[test]
fn results_inside_an_input_folder_are_not_read_again() {
    let desk = Desk::new();
    desk.file("inp/a.jsonl", article("a", FORCE) + "\n").file(
        "inp/sub/b.jsonl",
        article("b", "It rained in the harbour.") + "\nbad\n",
    );
    let run = |arguments: &[&str]| desk.told(&desk.command(arguments).output().unwrap());
    let arguments = ["run", "inp", "--out", "inp/sub/../out"];
    let first = run(&arguments);
    assert_eq!(first.status, 1, "{}", first.stderr);
    assert!(!first.stderr.contains("left out"), "{}", first.stderr);
    let results = |name: &str| std::fs::read(desk.path("inp/out").join(name)).unwrap();
    let before = ["manifest.json", "rejects.ndjson", "statements.ndjson"].map(results);
    for arguments in [
        &arguments[..],
        &[
            "run",
            "inp/a.jsonl",
            "inp/out",
            "inp/sub",
            "--out",
            "inp/out",
        ],
    ] {
        let again = run(arguments);
        assert_eq!(again.status, 1, "{}", again.stderr);
        assert!(again.stderr.contains("5 files in inp/"), "{}", again.stderr);
        assert!(again.stderr.contains("out left out: "), "{}", again.stderr);
    }
    let again = run(&[&arguments[..], &["-q"]].concat());
    assert_eq!((again.status, &*again.stderr), (1, ""));
    let after = ["manifest.json", "rejects.ndjson", "statements.ndjson"].map(results);
    assert!(before == after);
    // Nothing but results: not a clean run over no articles.
    let none = run(&["run", "inp/out", "--out", "inp/out"]);
    assert_eq!(none.status, 2, "{}", none.stderr);
    assert!(
        none.stderr.contains("name another folder"),
        "{}",
        none.stderr
    );

    // A store's folder is as little an input.
    desk.file("inp/st/notes.txt", "No delivery.");
    for _ in 0..2 {
        let ran = run(&[
            "ingest",
            "inp/sub",
            "inp/st",
            "inp/a.jsonl",
            "--store",
            "inp/st",
        ]);
        assert!(
            ran.stderr.contains("1 file in inp/st left out"),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("2 articles"), "{}", ran.stderr);
    }
}
