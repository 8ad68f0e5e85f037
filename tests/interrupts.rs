//! Ctrl-C, and the signal by which a supervisor asks for an end.

#![cfg(unix)]

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use crate::command::{Desk, article};
use crate::nightly::FORCE;

/// Articles that take long to analyse.
fn many(desk: &Desk) {
    let mut lines = String::new();
    for n in 0..6000 {
        let text = format!("{FORCE} That was visit {n}.\n{FORCE}\n").repeat(4);
        writeln!(lines, "{}", article(&n.to_string(), &text)).unwrap();
    }
    desk.file("in.jsonl", lines);
}

fn start(desk: &Desk, arguments: &str) -> Child {
    Command::new(env!("CARGO_BIN_EXE_stanceline"))
        .current_dir(desk.path("."))
        .args(arguments.split(' '))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn signal(child: &Child, name: &str) {
    let sent = Command::new("kill")
        .args([name, &child.id().to_string()])
        .status();
    assert!(sent.unwrap().success());
}

/// Waits until a folder has a file whose name begins so.
fn wait_for(desk: &Desk, folder: &str, begin: &str) {
    let there = || {
        let entries = std::fs::read_dir(desk.path(folder)).into_iter().flatten();
        entries
            .flatten()
            .any(|e| e.file_name().to_string_lossy().starts_with(begin))
    };
    while !there() {
        std::thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn a_delivery_that_is_interrupted_says_so_at_once_and_what_is_saved() {
    for name in ["-INT", "-TERM"] {
        let desk = Desk::new();
        many(&desk);
        let mut child = start(&desk, "ingest in.jsonl --store st --threads 1");
        wait_for(&desk, "st", "ledger");
        signal(&child, name);
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut said = String::new();
        stderr.read_line(&mut said).unwrap();
        assert!(said.starts_with("stopping"), "{said}");
        stderr.read_to_string(&mut said).unwrap();
        assert!(
            said.contains("interrupted: nothing of this delivery is in the store yet"),
            "{said}"
        );
        assert_eq!(child.wait().unwrap().code(), Some(130), "{said}");
        let stats = desk
            .command(&["store", "stats", "--store", "st"])
            .output()
            .unwrap();
        assert!(desk.told(&stats).stdout.contains("\"articles\": 0"));
    }
}

#[test]
fn what_is_begun_goes_with_either_signal() {
    for (arguments, folder) in [
        ("run - --out out", "out"),
        ("dedup - --out once.jsonl --removed removed.jsonl", "."),
        ("tag - --list list.txt --out tags.ndjson", "."),
    ] {
        for name in ["-INT", "-TERM"] {
            let desk = Desk::new();
            desk.file("list.txt", "harbour\n");
            let mut child = start(&desk, arguments);
            // Its input stays open: nobody waits for what does not come.
            let pipe = child.stdin.take();
            wait_for(&desk, folder, ".stanceline-");
            // What listens is there before the first file, or soon after.
            std::thread::sleep(Duration::from_millis(300));
            signal(&child, name);
            assert_eq!(
                child.wait().unwrap().code(),
                Some(130),
                "{arguments} {name}"
            );
            drop(pipe);
            let left = std::fs::read_dir(desk.path(folder)).unwrap().flatten();
            let left: Vec<_> = left
                .map(|e| e.file_name())
                .filter(|n| n != "list.txt")
                .collect();
            assert!(left.is_empty(), "{arguments} {name}: {left:?}");
        }
    }
}

#[test]
fn every_command_ends_alike() {
    for arguments in [
        "explain -",
        "attribute -",
        "feed --statements - --out feeds",
        "timeline --statements -",
        "network --statements - --out n.graphml",
    ] {
        let desk = Desk::new();
        let mut child = start(&desk, arguments);
        let pipe = child.stdin.take();
        std::thread::sleep(Duration::from_millis(1500));
        signal(&child, "-TERM");
        assert_eq!(child.wait().unwrap().code(), Some(130), "{arguments}");
        drop(pipe);
        let mut said = String::new();
        let mut stderr = child.stderr.take().unwrap();
        stderr.read_to_string(&mut said).unwrap();
        assert!(said.starts_with("interrupted: "), "{arguments}: {said}");
    }
}

/// `nohup` keeps a terminal that goes away from ending what it starts.
#[cfg(target_os = "linux")]
#[test]
fn a_hang_up_that_is_ignored_stays_so() {
    let desk = Desk::new();
    desk.file("in.jsonl", article("a", FORCE));
    let mut child = Command::new("/bin/sh")
        .current_dir(desk.path("."))
        .args(["-c", "trap '' HUP; exec \"$0\" run - --out out"])
        .arg(env!("CARGO_BIN_EXE_stanceline"))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    wait_for(&desk, "out", ".stanceline-");
    std::thread::sleep(Duration::from_millis(300));
    signal(&child, "-HUP");
    std::thread::sleep(Duration::from_millis(300));
    drop(child.stdin.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert!(desk.path("out/statements.ndjson").exists());
}
