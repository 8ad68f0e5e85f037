//! Single files that commands write: whole or not at all, as public as any other file, and no device is replaced by one.

#![cfg(unix)]

use std::io::Read;
use std::os::unix::fs::{FileTypeExt, PermissionsExt};

use rustix::fs::{CWD, Mode, mkfifoat};
use stanceline::model::Stance;

use crate::command::{Desk, article};
use crate::sample::line;

/// A desk with input for every command below, and the commands with what each writes.
fn commands() -> (Desk, Vec<Vec<&'static str>>) {
    let desk = Desk::new();
    desk.file(
        "in.jsonl",
        article("a", "The harbour committee met for an hour."),
    );
    desk.file("list.txt", "harbour\n");
    desk.file("s.ndjson", line("1", "Ana", "2025-03-03", Stance::Oppose));
    let commands = vec![
        vec!["tag", "in.jsonl", "--list", "list.txt", "--out"],
        vec!["dedup", "in.jsonl", "--out"],
        vec!["report", "--statements", "s.ndjson", "--out"],
        vec!["bench", "--generate", "10KB", "--out"],
    ];
    (desk, commands)
}

#[test]
fn a_file_is_as_public_as_any_other() {
    let (desk, commands) = commands();
    desk.file("other", "");
    let mode = |name: &str| desk.path(name).metadata().unwrap().permissions().mode();
    for mut command in commands {
        let name = command[0];
        command.push(name);
        let ran = desk.told(&desk.command(&command).output().unwrap());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert_eq!(mode(name), mode("other"), "{name}");
    }
}

#[test]
fn a_pipe_is_written_to_and_stays_a_pipe() {
    let (desk, commands) = commands();
    for mut command in commands {
        let name = command[0];
        command.push(name);
        let place = desk.path(name);
        mkfifoat(CWD, &place, Mode::from_bits_truncate(0o600)).unwrap();
        // Open on both sides, a pipe takes what fits without waiting for a reader.
        let mut pipe = std::fs::OpenOptions::new()
            .read(true)
            .write(true)
            .open(&place)
            .unwrap();
        let ran = desk.told(&desk.command(&command).output().unwrap());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(place.metadata().unwrap().file_type().is_fifo(), "{name}");
        let mut bytes = [0; 64];
        assert_ne!(pipe.read(&mut bytes).unwrap(), 0, "{name}");
    }
}

#[test]
fn standard_output_takes_every_one() {
    let (desk, commands) = commands();
    for mut command in commands {
        command.push("-");
        let ran = desk.told(&desk.command(&command).output().unwrap());
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        assert!(!ran.stdout.is_empty(), "{}", command[0]);
    }
}
