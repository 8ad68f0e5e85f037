//! What the README tells those who run it every night, done as it says: the unit, the cron line, backup and restore.

use std::path::Path;
use std::process::{Command, Output};

use crate::command::Desk;

const FORCE: &str =
    "France is ready to send peacekeepers to Ukraine, Emmanuel Macron said on Monday in Paris.";
const AGAINST: &str = "Poland will not send troops to Ukraine, Donald Tusk said in Warsaw.";

fn record(id: &str, day: &str, text: &str) -> String {
    serde_json::json!({"id": id, "published": day, "outlet": format!("The {id}"), "text": text})
        .to_string()
}

/// Lines of the README that begin so, with the folders of this desk in place of the server's.
fn told_lines(desk: &Desk, begin: &str) -> Vec<String> {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let places = [
        (
            "/usr/local/bin/stanceline",
            env!("CARGO_BIN_EXE_stanceline").to_owned(),
        ),
        (
            "/srv/deliveries",
            desk.path("deliveries").display().to_string(),
        ),
        (
            "/var/lib/stanceline",
            desk.path("ledger").display().to_string(),
        ),
        (
            "/var/log/stanceline.rejects.ndjson",
            desk.path("rejects.ndjson").display().to_string(),
        ),
        ("/srv/www/stance", desk.path("feeds").display().to_string()),
    ];
    let lines = readme.lines().filter_map(|line| line.strip_prefix(begin));
    lines
        .map(|line| {
            places
                .iter()
                .fold(line.to_owned(), |line, (from, to)| line.replace(from, to))
        })
        .collect()
}

/// In a shell that knows as little as cron's.
fn as_cron(line: &str) -> Output {
    Command::new("/bin/sh")
        .args(["-c", line])
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", "/")
        .output()
        .unwrap()
}

fn stanceline(desk: &Desk, arguments: &[&str]) {
    let output = desk.command(arguments).output().unwrap();
    let ran = desk.told(&output);
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.stderr);
}

fn exported(desk: &Desk, store: &str) -> Vec<u8> {
    stanceline(
        desk,
        &["store", "export", "--store", store, "--out", "exported"],
    );
    ["statements.ndjson", "timeline.ndjson"]
        .map(|name| std::fs::read(desk.path("exported").join(name)).unwrap())
        .concat()
}

#[cfg(unix)]
#[test]
fn the_cron_line_publishes_although_a_record_is_broken() {
    let desk = Desk::new();
    let line = told_lines(&desk, "30 2 * * * ");
    assert_eq!(line.len(), 1);
    desk.file("deliveries/1.jsonl", record("a", "2025-03-01", FORCE));
    let quiet = as_cron(&line[0]);
    assert!(quiet.status.success() && quiet.stdout.is_empty() && quiet.stderr.is_empty());
    let before = std::fs::read_to_string(desk.path("feeds/all.json")).unwrap();
    assert!(before.contains("The a"));
    let more = format!("{}\nbroken", record("b", "2025-03-02", AGAINST));
    desk.file("deliveries/2.jsonl", more);
    // Cron sends what a command says by mail.
    let told = as_cron(&line[0]);
    assert!(told.status.success() && told.stdout.is_empty() && told.stderr.is_empty());
    let rejects = std::fs::read_to_string(desk.path("rejects.ndjson")).unwrap();
    assert!(
        rejects.contains("2.jsonl") && rejects.lines().count() == 1,
        "{rejects}"
    );
    let after = std::fs::read_to_string(desk.path("feeds/all.json")).unwrap();
    assert!(
        after.contains("The b"),
        "the feeds are written all the same"
    );
}

#[test]
fn the_unit_runs_its_commands_and_takes_their_status_for_what_it_is() {
    let desk = Desk::new();
    desk.file(
        "deliveries/1.jsonl",
        format!("{}\nbroken", record("a", "2025-03-01", FORCE)),
    );
    let allowed = told_lines(&desk, "SuccessExitStatus=");
    let commands = told_lines(&desk, "ExecStart=");
    assert_eq!(
        (allowed.as_slice(), commands.len()),
        (&["1".to_owned()][..], 2)
    );
    for command in commands {
        let words: Vec<&str> = command.split(' ').collect();
        let ran = Command::new(words[0]).args(&words[1..]).output().unwrap();
        let status = ran.status.code().unwrap();
        assert!(
            status == 0 || allowed[0] == status.to_string(),
            "{command}: {status}"
        );
    }
    assert!(desk.path("feeds/drops/lastupdate.txt").exists());
}

#[test]
fn a_restored_backup_catches_up() {
    let desk = Desk::new();
    desk.file(
        "1.jsonl",
        record("b", "2025-03-02", &format!("{FORCE}\n{AGAINST}")),
    )
    .file("2.jsonl", record("a", "2025-03-01", FORCE));
    stanceline(&desk, &["ingest", "1.jsonl", "--store", "ledger"]);
    copy(&desk.path("ledger"), &desk.path("backup"));
    stanceline(&desk, &["ingest", "2.jsonl", "--store", "ledger"]);
    stanceline(&desk, &["feed", "--store", "ledger", "--out", "feeds"]);
    let expected = exported(&desk, "ledger");
    let feed = std::fs::read(desk.path("feeds/all.json")).unwrap();
    std::fs::remove_dir_all(desk.path("ledger")).unwrap();
    copy(&desk.path("backup"), &desk.path("ledger"));
    stanceline(&desk, &["store", "verify", "--store", "ledger"]);
    assert!(exported(&desk, "ledger") != expected);
    // The feeds are of a later day than the store: what it does not know yet leaves them, and comes back.
    stanceline(&desk, &["feed", "--store", "ledger", "--out", "feeds"]);
    stanceline(
        &desk,
        &["ingest", "1.jsonl", "2.jsonl", "--store", "ledger"],
    );
    stanceline(&desk, &["feed", "--store", "ledger", "--out", "feeds"]);
    assert!(exported(&desk, "ledger") == expected);
    assert!(std::fs::read(desk.path("feeds/all.json")).unwrap() == feed);
    stanceline(&desk, &["store", "verify", "--store", "ledger"]);
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let place = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &place);
        } else {
            std::fs::copy(entry.path(), place).unwrap();
        }
    }
}
