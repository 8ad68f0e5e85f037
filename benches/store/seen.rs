//! A store that has seen a great many paragraphs off the topic.

use std::path::Path;

use stanceline::model::{Article, DateBasis};
use stanceline::pipeline::{RunOptions, identity};
use stanceline::store::{Batch, LedgerEntry, Store, TopicArticle, TopicParagraph};
use xxhash_rust::xxh3::xxh3_128;

use super::made::{FIRST, pick};
use super::measured;

/// Articles off the topic with ten paragraphs each, in fifty deliveries; then what an article on the topic asks of them.
pub(super) fn fingerprints(place: &Path, count: u64) {
    let identity = identity(&RunOptions::default());
    let mut store = Store::open(place, &identity).unwrap();
    let articles = count / 10;
    measured("making the store", || {
        for delivery in 0..50 {
            let mut batch = store.batch(None).unwrap();
            for number in articles * delivery / 50..articles * (delivery + 1) / 50 {
                see(&mut batch, number, number, false);
            }
            batch.commit().unwrap();
        }
    });
    drop(store);
    for _ in 0..3 {
        measured("opening it", || Store::open(place, &identity).unwrap());
    }
    let mut store = Store::open(place, &identity).unwrap();
    println!("{:?}", store.stats().unwrap());
    for (what, first) in [("it does not know", articles), ("it knows", 0)] {
        // Never committed.
        let mut batch = store.batch(None).unwrap();
        for number in 0..20_000 {
            see(
                &mut batch,
                articles + number,
                first + number * (articles / 20_000),
                true,
            );
        }
        measured(&format!("200,000 paragraphs that {what}"), || {
            batch.stale(1).unwrap();
        });
    }
    measured("compacting it", || store.compact().unwrap());
    println!("{:?}", store.stats().unwrap());
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    println!(
        "{}",
        status.lines().find(|l| l.starts_with("VmHWM")).unwrap()
    );
}

/// Adds an article with the paragraphs of the one of that number.
fn see(batch: &mut Batch<'_>, number: u64, paragraphs: u64, on_topic: bool) {
    let id = format!("article-{number:08}");
    let day = FIRST.to_string();
    let prints: Vec<(u64, bool)> = (0..10)
        .map(|n| (pick(paragraphs, n, u64::MAX), false))
        .collect();
    let entry = LedgerEntry {
        id: &id,
        outlet: Some("outlet.example"),
        day: Some(&day),
        timestamp: Some(1_733_000_000),
        changed: Some(1_733_000_000),
        length: 5_000,
        content: xxh3_128(id.as_bytes()),
        fingerprints: &prints,
    };
    if !on_topic {
        batch.add(entry, None).unwrap();
        return;
    }
    let article = Article {
        id: id.as_str().into(),
        url: None,
        outlet: Some("outlet.example".into()),
        title: None,
        text: "What was said.".into(),
        published: Some(FIRST),
        timestamp: entry.timestamp,
        modified: None,
        date_basis: DateBasis::Published,
        date_unread: false,
        authors: Vec::new(),
        language: None,
    };
    let paragraphs = prints.iter().map(|&(print, edge)| TopicParagraph {
        fingerprint: Some(print),
        repeat: false,
        edge,
    });
    let topic = TopicArticle {
        article: &article,
        paragraphs: paragraphs.collect(),
    };
    batch.add(entry, Some(&topic)).unwrap();
}
