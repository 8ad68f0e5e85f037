//! A store whose process is killed again and again, at any instant, against one that nobody disturbs.

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::store_tests::{Numbers, archive, deliver, exported, ran, verify};
use crate::store::Store;

/// Names the folder to the process that is to be killed.
const CHILD: &str = "STANCELINE_KILLED_CHILD";

/// Not a test of its own: what the process does that is killed. It brings every file of a folder in, in order.
#[test]
fn child_that_is_killed() {
    let Some(folder) = std::env::var_os(CHILD).map(PathBuf::from) else {
        return;
    };
    for n in 0.. {
        let file = folder.join(format!("{n:03}.jsonl"));
        if !file.exists() {
            return;
        }
        deliver(&folder.join("store"), file);
    }
}

#[test]
fn killed_sixty_times_the_store_exports_what_an_undisturbed_one_does() {
    let lines = archive(400);
    let expected = ran(&lines);
    let mut numbers = Numbers(11);
    let folder = tempfile::tempdir().unwrap();
    let mut shuffled = lines.clone();
    numbers.shuffle(&mut shuffled);
    for (n, delivery) in shuffled.chunks(50).enumerate() {
        std::fs::write(
            folder.path().join(format!("{n:03}.jsonl")),
            delivery.join("\n"),
        )
        .unwrap();
    }
    let start = || {
        Command::new(std::env::current_exe().unwrap())
            .args(["pipeline::killed_tests::child_that_is_killed", "--exact"])
            .env(CHILD, folder.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap()
    };
    // How long it takes undisturbed, to spread the kills over all of it.
    let begun = Instant::now();
    assert!(start().wait().unwrap().success());
    let whole = u64::try_from(begun.elapsed().as_micros()).unwrap();
    let mut killed = 0;
    let mut rounds = 0;
    while killed < 60 {
        rounds += 1;
        assert!(
            rounds < 400,
            "only {killed} of {rounds} were alive to be killed"
        );
        if rounds % 6 == 1 {
            std::fs::remove_dir_all(folder.path().join("store")).unwrap();
        }
        let mut child = start();
        let wait = 1 + numbers.below(1000) as u64 * whole / 1000;
        std::thread::sleep(Duration::from_micros(wait));
        let alive = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        killed += u32::from(alive);
        if rounds % 5 == 0 && folder.path().join("store/ledger.sqlite").exists() {
            verify(folder.path());
        }
    }
    assert!(start().wait().unwrap().success());
    assert!(exported(folder.path()) == expected);
    verify(folder.path());
    let listed = Store::open_any(&folder.path().join("store"))
        .unwrap()
        .stats()
        .unwrap()
        .runs;
    let there = std::fs::read_dir(folder.path().join("store/runs"))
        .unwrap()
        .count();
    assert_eq!(listed, there as u64, "no orphans are left");
}
