//! The morning's feeds: after every delivery the folder is what a publication into an empty one writes, and what did not change is not touched.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::Path;
use std::time::SystemTime;

use proptest::prelude::*;

use super::timelines_tests::{article, deliver, record};
use super::*;
use crate::feed::PAGE_BYTES;

type Files = BTreeMap<String, Vec<u8>>;

const STATE: &str = ".stanceline-state.json";

fn files(root: &Path) -> Files {
    let mut all = Files::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path
                .strip_prefix(root)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if name != STATE {
                all.insert(name, fs::read(path).unwrap());
            }
        }
    }
    all
}

/// Publishes into `out`, and holds the result against a publication into an empty folder.
fn publish_as_anew(store: &Path, out: &Path) -> crate::feed::Published {
    let done = publish(store, out, "", Bucket::Week).unwrap();
    let empty = tempfile::tempdir().unwrap();
    publish(store, empty.path(), "", Bucket::Week).unwrap();
    let (got, expected) = (files(out), files(empty.path()));
    let names = |files: &Files| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&got), names(&expected));
    for (name, bytes) in &expected {
        assert!(got[name] == *bytes, "{name} is another than from nothing");
    }
    done
}

/// A record whose paragraphs are so long that a page holds few of them.
fn long_record() -> impl Strategy<Value = String> {
    record().prop_map(|record| {
        let mut record: serde_json::Value = serde_json::from_str(&record).unwrap();
        let text = record["text"].as_str().unwrap();
        let id = record["id"].as_str().unwrap();
        let long: Vec<String> = text
            .lines()
            .map(|line| format!("{line}{}", format!(" of {id}").repeat(1200)))
            .collect();
        record["text"] = long.join("\n").into();
        record.to_string()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn every_morning_is_as_if_written_anew(
        deliveries in proptest::collection::vec(proptest::collection::vec(long_record(), 1..16), 1..4),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let (store, out) = (folder.path().join("store"), folder.path().join("out"));
        for delivery in &deliveries {
            deliver(&store, delivery);
            publish_as_anew(&store, &out);
            let again = publish_as_anew(&store, &out);
            prop_assert_eq!((again.written, again.removed), (0, 0));
        }
    }
}

fn says(holder: &str, n: usize, words: usize) -> String {
    let tail = format!(" word {n}").repeat(words);
    format!("voice {holder} {} 80 0 un-force{tail}", n % 4)
}

/// When each file was last written.
fn times(root: &Path) -> BTreeMap<String, SystemTime> {
    let names = files(root).into_keys();
    names
        .map(|name| {
            let written = fs::metadata(root.join(&name)).unwrap().modified().unwrap();
            (name, written)
        })
        .collect()
}

fn touched(
    before: &BTreeMap<String, SystemTime>,
    after: &BTreeMap<String, SystemTime>,
) -> Vec<String> {
    let changed = after
        .iter()
        .filter(|(name, at)| before.get(*name) != Some(at));
    changed.map(|(name, _)| name.clone()).collect()
}

#[test]
fn a_night_touches_its_own_windows_and_the_newest_pages() {
    let folder = tempfile::tempdir().unwrap();
    let (store, out) = (folder.path().join("store"), folder.path().join("out"));
    let lines: Vec<String> = (0..80)
        .map(|n| {
            let day = format!("2025-{:02}-{:02}", 1 + n / 20, 1 + n % 20);
            let holder = ["kesta", "ostby"][n % 2];
            article(&format!("a{n:02}"), &day, &[&says(holder, n, 900)])
        })
        .collect();
    deliver(&store, &lines);
    publish_as_anew(&store, &out);
    let pages = |prefix: &str| files(&out).keys().filter(|n| n.starts_with(prefix)).count();
    assert!(pages("all-") >= 4 && pages("actors/kesta-") >= 2);
    let feeds = ["all", "actors", "proposals", "shifts"];
    for (name, bytes) in files(&out) {
        let json = Path::new(&name).extension() == Some("json".as_ref());
        let feed = json && feeds.iter().any(|f| name.starts_with(f));
        assert!(
            !feed || bytes.len() <= PAGE_BYTES,
            "{name}: {}",
            bytes.len()
        );
    }
    let before = times(&out);

    // A new day: one window, the heads of three feeds, timelines and lists.
    deliver(
        &store,
        &[article("new", "2025-05-02", &[&says("kesta", 82, 3)])],
    );
    publish_as_anew(&store, &out);
    let changed = touched(&before, &times(&out));
    assert_eq!(
        changed,
        [
            "actors/kesta.json",
            "all.json",
            "drops/20250502000000.statements.ndjson.gz",
            "drops/lastupdate.txt",
            "drops/masterfilelist.txt",
            "files.txt",
            "proposals/un-force.json",
            "report.html",
            "timeline.csv",
            "timeline.json",
            "timeline.ndjson",
        ]
    );

    // A late one: its own window and the pages from it on; nothing older, no other actor, and the last update is what it was.
    let before = times(&out);
    deliver(
        &store,
        &[article("late", "2025-03-04", &[&says("kesta", 86, 3)])],
    );
    publish_as_anew(&store, &out);
    let changed = touched(&before, &times(&out));
    let has = |name: &str| changed.iter().any(|n| n == name);
    assert!(has("drops/20250304000000.statements.ndjson.gz") && has("drops/masterfilelist.txt"));
    assert!(!has("drops/lastupdate.txt") && !has("all-1.json") && !has("all-2.json"));
    let others = |n: &String| {
        // A shift of a later day may well be told otherwise now.
        n.starts_with("actors/ostby")
            || (n.contains(".statements.") && !n.contains("/20250304000000."))
    };
    assert!(!changed.iter().any(others), "{changed:?}");
}

#[test]
fn dropped_paragraphs_stand_in_the_window_of_their_article() {
    let folder = tempfile::tempdir().unwrap();
    let (store, out) = (folder.path().join("store"), folder.path().join("out"));
    let paragraph = says("kesta", 3, 6);
    let own = says("ostby", 4, 6);
    deliver(&store, &[article("b", "2025-03-02", &[&own, &paragraph])]);
    publish_as_anew(&store, &out);
    assert!(!files(&out).keys().any(|n| n.contains("duplicates")));
    // The earlier one comes late, and takes the paragraph over.
    deliver(&store, &[article("a", "2025-03-01", &[&paragraph])]);
    publish_as_anew(&store, &out);
    let name = "drops/20250302000000.duplicates.ndjson.gz";
    let all = files(&out);
    let mut rows = String::new();
    flate2::read::GzDecoder::new(&all[name][..])
        .read_to_string(&mut rows)
        .unwrap();
    assert_eq!(
        rows,
        "{\"article\":\"b\",\"paragraph\":1,\"kind\":\"exact\",\"kept\":{\"article\":\"a\",\"paragraph\":0},\"similarity\":1.0}\n"
    );
    let list = String::from_utf8(all["drops/masterfilelist.txt"].clone()).unwrap();
    assert!(
        list.contains(" 20250302000000.duplicates.ndjson.gz\n"),
        "{list}"
    );
    assert_eq!(all.keys().filter(|n| n.contains("duplicates")).count(), 1);
}

#[test]
fn what_was_ended_or_taken_away_is_written_again() {
    let folder = tempfile::tempdir().unwrap();
    let (store, out) = (folder.path().join("store"), folder.path().join("out"));
    let lines: Vec<String> = (0..9)
        .map(|n| {
            article(
                &format!("a{n}"),
                &format!("2025-03-0{}", n + 1),
                &[&says("kesta", n, 900)],
            )
        })
        .collect();
    deliver(&store, &lines);
    publish_as_anew(&store, &out);
    for name in [
        "all.json",
        "drops/20250301000000.statements.ndjson.gz",
        "report.html",
        "actors/kesta.json",
    ] {
        fs::remove_file(out.join(name)).unwrap();
        publish_as_anew(&store, &out);
    }
    // Ended half-way: the state is gone, and a file is another of the same size.
    fs::remove_file(out.join(STATE)).unwrap();
    let place = out.join("all.json");
    let size = fs::read(&place).unwrap().len();
    fs::write(&place, vec![b' '; size]).unwrap();
    assert_eq!(publish_as_anew(&store, &out).written, 1);
    // A state that says nothing, and an address that is another.
    fs::write(out.join(STATE), "{").unwrap();
    publish_as_anew(&store, &out);
    let other = publish(&store, &out, "https://feeds.example", Bucket::Week).unwrap();
    assert!(other.written > 2);
    publish_as_anew(&store, &out);
    let by_day = publish(&store, &out, "", Bucket::Day).unwrap();
    assert!(by_day.written >= 3 && by_day.written <= 4, "{by_day:?}");
}
