//! What analysts find in the morning: feeds that validate, pages that keep their bytes, drops with lists that are true.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::Value;
use stanceline::feed::{PAGE_BYTES, Publication, Published, published_day};
use stanceline::model::{Bucket, Stance, Statement};

use crate::command::Desk;
use crate::json_feed::validate;
use crate::sample::{line, series, some, statements};

fn publish(out: &Path, base: &str, mut given: Vec<Statement>) -> Published {
    given.sort_by_key(published_day);
    let mut publication = Publication::open(out, base).unwrap();
    for statement in &given {
        publication.statement(statement.clone()).unwrap();
    }
    let series = series(&given, Bucket::Week);
    publication.finish(series.into_iter()).unwrap()
}

/// Every file below `root` with its bytes.
fn files(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(root)
                    .unwrap()
                    .to_str()
                    .unwrap()
                    .to_owned();
                all.insert(name, fs::read(path).unwrap());
            }
        }
    }
    all
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// Ids from the head back to the oldest page, following `next_url`.
fn followed(all: &BTreeMap<String, Vec<u8>>, head: &str) -> Vec<String> {
    let mut ids = Vec::new();
    let mut next = Some(head.to_owned());
    while let Some(name) = next {
        let page = json(&all[&name]);
        validate(&page).unwrap_or_else(|e| panic!("{name}: {e}"));
        for item in page["items"].as_array().unwrap() {
            ids.push(item["id"].as_str().unwrap().to_owned());
        }
        next = page["next_url"]
            .as_str()
            .map(|n| match name.rsplit_once('/') {
                Some((folder, _)) => format!("{folder}/{n}"),
                None => n.to_owned(),
            });
    }
    ids
}

/// Enough statements for several pages, on thirty days.
fn many(n: usize) -> Vec<Statement> {
    let lines: Vec<String> = (0..n)
        .map(|i| {
            let date = format!("2025-03-{:02}", 1 + i * 28 / n.max(1));
            line(
                &format!("s{i:05}"),
                ["Ana", "Bo"][i % 2],
                &date,
                Stance::ALL[i % 4],
            )
        })
        .collect();
    statements(&lines)
}

#[test]
fn feeds_validate_and_hold_every_statement_once() {
    let home = tempfile::tempdir().unwrap();
    publish(home.path(), "", many(1500));
    let all = files(home.path());
    let ids = followed(&all, "all.json");
    assert_eq!(ids.len(), 1500);
    let newest_first: Vec<String> = (0..1500).rev().map(|i| format!("s{i:05}")).collect();
    assert_eq!(ids, newest_first);
    let by_actor = ["actors/ana.json", "actors/bo.json"].map(|f| followed(&all, f));
    assert_eq!(by_actor.concat().len(), 1500);
    assert_eq!(followed(&all, "proposals/un-force.json"), newest_first);
    assert!(!followed(&all, "shifts.json").is_empty());
    assert!(all.contains_key("all-3.json"));
    for (name, bytes) in &all {
        let feed = Path::new(name).extension() == Some("json".as_ref()) && name != "timeline.json";
        assert!(
            !feed || bytes.len() <= PAGE_BYTES,
            "{name}: {}",
            bytes.len()
        );
    }
    let item = &json(&all["all.json"])["items"][0];
    assert_eq!(item["title"], "Bo: oppose on UN \"force\", blue");
    assert_eq!(item["_stance"]["statement"]["holder"]["name"], "Bo");
    assert_eq!(
        item["tags"],
        serde_json::json!(["actor:bo", "proposal:un-force", "stance:oppose"])
    );
    assert_eq!(item["date_published"], "2025-03-28T00:00:00Z");
}

#[test]
fn a_second_run_touches_nothing_and_new_items_leave_closed_pages_alone() {
    let home = tempfile::tempdir().unwrap();
    let given = many(1500);
    let first = publish(home.path(), "", given.clone());
    let before = files(home.path());
    let again = publish(home.path(), "", given.clone());
    assert_eq!((again.written, again.removed), (0, 0));
    assert_eq!(again.unchanged, first.written);
    assert_eq!(files(home.path()), before);

    let mut more = given;
    more.extend(statements(&[line(
        "new",
        "Ana",
        "2025-04-02",
        Stance::Support,
    )]));
    let third = publish(home.path(), "", more);
    let after = files(home.path());
    let changed: BTreeSet<&str> = after
        .iter()
        .filter(|(name, bytes)| before.get(*name) != Some(*bytes))
        .map(|(name, _)| name.as_str())
        .collect();
    assert!(changed.contains("all.json") && changed.contains("drops/lastupdate.txt"));
    assert!(
        !changed
            .iter()
            .any(|n| n.contains("/2025-03") || n.ends_with("-1.json"))
    );
    assert!(!changed.contains("actors/bo.json"));
    let drops: Vec<_> = changed
        .iter()
        .filter(|n| n.ends_with(".statements.ndjson.gz"))
        .collect();
    assert_eq!(drops, [&"drops/20250402000000.statements.ndjson.gz"]);
    assert_eq!(third.removed, 0);
}

#[test]
fn pages_keep_to_their_size_under_a_long_address() {
    let home = tempfile::tempdir().unwrap();
    let base = format!("https://feeds.example/{}/", "morning".repeat(400));
    publish(home.path(), &base, many(900));
    let all = files(home.path());
    assert!(all.contains_key("all-2.json"), "too few pages to tell");
    for (name, bytes) in all.iter().filter(|(n, _)| n.starts_with("all")) {
        assert!(bytes.len() <= PAGE_BYTES, "{name}: {}", bytes.len());
    }
}

#[test]
fn drops_hold_every_statement_and_their_lists_are_true() {
    let home = tempfile::tempdir().unwrap();
    let mut given = many(100);
    given[7].article.published = None;
    given[7].date = None;
    publish(home.path(), "", given.clone());
    let all = files(home.path());
    let list = String::from_utf8(all["drops/masterfilelist.txt"].clone()).unwrap();
    let mut found = Vec::new();
    for line in list.lines() {
        let [size, sha256, path] = line.split(' ').collect::<Vec<_>>()[..] else {
            panic!("{line}")
        };
        let bytes = &all[&format!("drops/{path}")];
        assert_eq!(bytes.len().to_string(), size);
        assert_eq!(sha256.len(), 64);
        // Bytes 4 to 7 of a gzip header are its time stamp.
        assert_eq!(bytes[4..8], [0; 4]);
        let mut text = String::new();
        flate2::read::MultiGzDecoder::new(&bytes[..])
            .read_to_string(&mut text)
            .unwrap();
        if path.ends_with(".statements.ndjson.gz") {
            let lines: Vec<String> = text.lines().map(str::to_owned).collect();
            let held = statements(&lines);
            for statement in &held {
                let stamp = statement
                    .article
                    .published
                    .as_ref()
                    .map_or("undated.".to_owned(), |d| {
                        format!("{}000000.", d.replace('-', ""))
                    });
                assert!(path.starts_with(&stamp), "{path}");
            }
            found.extend(held);
        }
    }
    found.sort_by_key(|s| s.id.clone());
    assert_eq!(found, given);
    let update = String::from_utf8(all["drops/lastupdate.txt"].clone()).unwrap();
    assert!(update.lines().all(|l| l.contains(" 20250328000000.")) && !update.is_empty());
    assert!(list.contains(update.lines().next().unwrap()));
}

#[test]
fn ids_and_texts_from_anywhere_stay_in_their_place() {
    let home = tempfile::tempdir().unwrap();
    let mut given = some();
    let long = "word ".repeat(200_000);
    for (i, id) in ["../../etc/passwd", "italy-1", "", "A B"]
        .into_iter()
        .enumerate()
    {
        given[i].holder.id = id.to_owned();
        given[i].article.url = Some("javascript:alert(1)".into());
    }
    given[0].evidence.text = long;
    given[1].evidence.text = "</script><script>".into();
    publish(home.path(), "https://feeds.example/x", given);
    let all = files(home.path());
    for (name, bytes) in &all {
        assert!(!name.contains("..") && !name.contains(' '), "{name}");
        if name.starts_with("actors/") || name == "all.json" {
            let page = json(bytes);
            validate(&page).unwrap();
            assert!(bytes.len() <= PAGE_BYTES);
            assert!(
                page["feed_url"]
                    .as_str()
                    .unwrap()
                    .starts_with("https://feeds.example/x/")
            );
        }
    }
    assert_eq!(all.keys().filter(|n| n.starts_with("actors/")).count(), 4);
}

#[test]
fn what_nobody_says_any_more_is_no_longer_published() {
    let home = tempfile::tempdir().unwrap();
    publish(home.path(), "", many(1500));
    let done = publish(home.path(), "", some());
    assert!(done.removed > 3);
    let all = files(home.path());
    assert!(!all.contains_key("actors/bo.json") && !all.contains_key("all-1.json"));
    assert_eq!(followed(&all, "all.json").len(), 4);
    assert_eq!(
        String::from_utf8_lossy(&all["timeline.csv"])
            .lines()
            .count(),
        6
    );
}

#[test]
fn every_page_of_the_corpus_out_of_a_store_validates_and_keeps_its_ids() {
    let desk = Desk::new();
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus/articles");
    let corpus = corpus.to_str().unwrap();
    let told = |arguments: &[&str]| {
        let ran = desk.told(&desk.command(arguments).output().unwrap());
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.stderr);
        ran.stderr
    };
    told(&["ingest", corpus, "--store", "ledger", "--quiet"]);
    let base = "https://feeds.example/stance";
    told(&[
        "feed", "--store", "ledger", "--out", "feeds", "--base", base,
    ]);
    let all = files(&desk.path("feeds"));
    let mut feeds = 0;
    for (name, bytes) in &all {
        let is_feed = !name.starts_with('.') && name != "timeline.json";
        if is_feed && Path::new(name).extension() == Some("json".as_ref()) {
            feeds += 1;
            let page = json(bytes);
            validate(&page).unwrap_or_else(|e| panic!("{name}: {e}"));
            assert!(bytes.len() <= PAGE_BYTES, "{name}: {}", bytes.len());
            assert!(
                page["feed_url"]
                    .as_str()
                    .unwrap()
                    .starts_with("https://feeds.example/stance/")
            );
        }
    }
    assert!(feeds > 50, "{feeds}");
    let again = told(&[
        "feed", "--store", "ledger", "--out", "feeds", "--base", base,
    ]);
    assert!(again.starts_with("0 files written"), "{again}");
    // From nothing, and out of another store that got the same articles: the same bytes, the same ids.
    told(&["ingest", corpus, "--store", "other", "--quiet"]);
    told(&["feed", "--store", "other", "--out", "anew", "--base", base]);
    assert!(files(&desk.path("anew")) == all);
}
