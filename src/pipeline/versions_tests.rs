//! What is a version of what, and which of several counts.

use std::path::Path;

use serde_json::{Value, json};

use super::store_tests::{archive, deliver_lines, exported, ran, verify};
use crate::store::Store;

#[test]
fn of_several_versions_the_latest_counts_in_any_order() {
    let version = |id: &str, url: &str, time: &str, text: &str| {
        serde_json::json!({"id": id, "url": url, "outlet": "Post", "published": time, "text": text})
            .to_string()
    };
    let says =
        |who: &str| format!("{who} backs the force that has been proposed by its neighbours.");
    let versions = [
        version(
            "a",
            "https://x.example/1",
            "2025-03-01T08:00:00Z",
            &says("Kesta"),
        ),
        version(
            "a",
            "https://x.example/1",
            "2025-03-01T09:00:00Z",
            &format!("{}\n{}", says("Kesta"), says("Ostby")),
        ),
        // Under another address, and later still.
        version(
            "a",
            "https://x.example/2",
            "2025-03-01T10:00:00Z",
            &says("Marenburg"),
        ),
        // A copy of what the second version said.
        version(
            "c",
            "https://x.example/3",
            "2025-03-02T10:00:00Z",
            &says("Ostby"),
        ),
    ];
    let counting = ran(&[versions[2].clone(), versions[3].clone()]);
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [1, 3, 0, 2], [2, 0, 3, 1]] {
        let folder = tempfile::tempdir().unwrap();
        for n in order {
            deliver_lines(folder.path(), &versions[n..=n]);
        }
        assert!(exported(folder.path()) == counting, "{order:?}");
        verify(folder.path());
    }
    let folder = tempfile::tempdir().unwrap();
    let reports = [0, 1, 0].map(|n| deliver_lines(folder.path(), &versions[n..=n]));
    assert_eq!(
        (reports[1].new, reports[1].updates, reports[2].known),
        (1, 1, 1)
    );
    let report = deliver_lines(
        folder.path(),
        &[version(
            "a",
            "https://x.example/1",
            "2025-03-01T08:30:00Z",
            "Nothing yet.",
        )],
    );
    assert_eq!((report.new, report.outdated), (0, 1));
}

#[test]
fn of_a_superseded_version_nothing_is_left() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut lines = archive(60);
    deliver_lines(folder.path(), &lines);
    let text = |n: usize| format!("Paragraph {n} of a later version backs the force in {n} words.");
    for (n, line) in lines.iter_mut().enumerate().take(40) {
        let mut record: Value = serde_json::from_str(line).unwrap();
        record["published"] = "2026-01-01".into();
        record["text"] = text(n).into();
        *line = record.to_string();
    }
    assert_eq!(deliver_lines(folder.path(), &lines).updates, 40);
    let mut store = Store::open_any(&path).unwrap();
    store.compact().unwrap();
    let stats = store.stats().unwrap();
    drop(store);
    verify(folder.path());
    let alone = tempfile::tempdir().unwrap();
    deliver_lines(alone.path(), &lines);
    let mut store = Store::open_any(&alone.path().join("store")).unwrap();
    store.compact().unwrap();
    let expected = store.stats().unwrap();
    drop(store);
    assert_eq!(
        (
            stats.fingerprints,
            stats.statements,
            stats.compared,
            stats.clusters,
            stats.articles
        ),
        (
            expected.fingerprints,
            expected.statements,
            expected.compared,
            expected.clusters,
            60
        )
    );
    assert!(exported(folder.path()) == exported(alone.path()));
}

/// A live blog has one address and many articles; so has an outlet whose articles all come with the address of its front page.
#[test]
fn articles_of_one_address_are_articles_of_their_own() {
    let lines: Vec<String> = archive(60)
        .iter()
        .map(|line| {
            let mut record: Value = serde_json::from_str(line).unwrap();
            record["url"] = "https://news.example/".into();
            record.to_string()
        })
        .collect();
    let expected = ran(&lines);
    assert!(expected["statements.ndjson"].lines().count() > 10);
    for backwards in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let mut deliveries: Vec<&[String]> = lines.chunks(7).collect();
        if backwards {
            deliveries.reverse();
        }
        for delivery in deliveries {
            let report = deliver_lines(folder.path(), delivery);
            assert_eq!((report.new, report.updates), (delivery.len() as u64, 0));
        }
        assert!(exported(folder.path()) == expected, "{backwards}");
        verify(folder.path());
    }
}

/// Without an id the address stands for the article, and where there is none, its text.
#[test]
fn an_address_stands_for_an_article_without_an_id() {
    let folder = tempfile::tempdir().unwrap();
    let text = |url: Option<&str>, day: &str, text: &str| {
        json!({"url": url, "published": day, "text": text}).to_string()
    };
    let url = Some("https://x.example/1");
    for (line, new, updates) in [
        (text(url, "2025-03-01", "It rained in the harbour."), 1, 0),
        (text(url, "2025-03-02", "It rained in the harbour."), 1, 1),
        (text(None, "2025-03-02", "It rained in the harbour."), 1, 0),
        (text(None, "2025-03-02", "It snowed in the harbour."), 1, 0),
    ] {
        let report = deliver_lines(folder.path(), std::slice::from_ref(&line));
        assert_eq!((report.new, report.updates), (new, updates), "{line}");
    }
}

/// A correction often keeps the day of publication and says less.
#[test]
fn what_was_changed_last_counts_before_what_is_longer() {
    let version = |modified: Option<&str>, text: &str| {
        json!({"id": "a", "outlet": "Post", "published": "2025-03-01", "modified": modified, "text": text})
            .to_string()
    };
    let long = "Kesta backs the force that has been proposed by its neighbours in the east.";
    let short = "Ostby backs the force that has been proposed.";
    let versions = [
        version(None, &format!("{long} {long}")),
        version(Some("2025-03-03T09:00:00Z"), long),
        version(Some("2025-03-03T10:00:00Z"), short),
        // Changed before it came out: that tells nothing.
        version(Some("2025-02-01"), long),
    ];
    let counting = ran(&versions[2..3]);
    assert!(counting["statements.ndjson"].lines().count() == 1);
    for order in [[0, 1, 2, 3], [3, 2, 1, 0], [2, 0, 3, 1], [1, 3, 2, 0]] {
        let folder = tempfile::tempdir().unwrap();
        for n in order {
            deliver_lines(folder.path(), &versions[n..=n]);
        }
        assert!(exported(folder.path()) == counting, "{order:?}");
        verify(folder.path());
    }
    // The same text changed once more is a version too, or it would depend on the order which one counts.
    let again = version(Some("2025-03-04"), long);
    let expected = ran(std::slice::from_ref(&again));
    let folder = tempfile::tempdir().unwrap();
    for line in [&versions[1], &versions[2], &again] {
        deliver_lines(folder.path(), std::slice::from_ref(line));
    }
    assert!(exported(folder.path()) == expected);
}

/// Makes a store one of the layout in which an address stood for an article too.
pub(super) fn with_addresses(store: &Path) {
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    ledger
        .execute_batch(
            "ALTER TABLE article DROP COLUMN changed; ALTER TABLE article ADD COLUMN url_hash INTEGER;
             CREATE INDEX article_url ON article (url_hash) WHERE url_hash IS NOT NULL;
             UPDATE meta SET value = '5' WHERE key = 'layout'",
        )
        .unwrap();
}

#[test]
fn a_store_with_addresses_is_read_and_takes_back_what_it_put_out() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let lines = archive(40);
    deliver_lines(folder.path(), &lines);
    let expected = exported(folder.path());
    with_addresses(&store);
    assert!(exported(folder.path()) == expected, "it is read as it is");
    let ledger = rusqlite::Connection::open(store.join("ledger.sqlite")).unwrap();
    // Of these a later one of the same address was there when they came.
    let put_out = ledger
        .execute(
            "UPDATE article SET live = 0 WHERE NOT topic AND number > 20",
            [],
        )
        .unwrap();
    drop(ledger);
    assert!(put_out > 3);
    let report = deliver_lines(folder.path(), &lines);
    assert_eq!((report.new, report.updates), (put_out as u64, 0));
    assert_eq!(deliver_lines(folder.path(), &lines).known, 40);
    assert!(exported(folder.path()) == expected);
}
