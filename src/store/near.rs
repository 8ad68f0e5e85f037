//! Near copies in the store: which paragraph is a reworded copy of which, whatever order they came in.
//!
//! Two paragraphs are *linked* if they share a band, lie within the window of days, and word by word the later is a near copy of the earlier.
//! That depends on the two alone, so links are found once and kept. Who is the original follows from the links: in the order in which
//! the paragraphs came out, one that is linked to an earlier one that was kept is a near copy of the earliest such, and every other is kept. A
//! paragraph that arrives late can change that only among those it is linked to, directly or by way of others; they are decided anew, and
//! the articles that win or lose a paragraph by it are analysed again.
//!
//! Only originals of articles on the topic take part: the others keep no text that could be compared.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, OptionalExtension, params};
use rustc_hash::FxHashMap;

use super::article::Appearance;
use super::damaged;
use super::queries::{appearance, article_of, original};
use crate::error::Result;
use crate::model::Article;

/// What makes paragraphs alike. The store knows nothing of words; who opens a batch tells it.
pub trait Likeness: Sync {
    /// Days between two copies at most.
    fn window(&self) -> u16;

    /// The paragraphs of an article.
    fn paragraphs(&self, article: &Article<'_>) -> Vec<Comparable>;

    /// Whether two paragraphs, by their sketches, are no near copies for certain.
    fn excludes(&self, one: [u64; 8], other: [u64; 8]) -> bool;

    /// How alike two paragraphs are, 0 to 1, where `copy` is a near copy of `original`; else none.
    fn similarity(&self, original: &str, copy: &str) -> Option<f64>;
}

/// A paragraph that may be compared with others.
#[derive(Debug, Clone, Default)]
pub struct Comparable {
    /// Its text.
    pub text: String,
    /// Numbers of which near copies very probably share one; none where the paragraph has no near copies.
    pub keys: Vec<u64>,
    /// What tells it from most that share one.
    pub sketch: [u64; 8],
}

/// Sketches that are at hand: a few days of paragraphs on the topic, 20 MB.
const SKETCHES: usize = 1 << 18;
/// Articles whose paragraphs are at hand.
const AT_HAND: usize = 256;
/// The day of what has no date: such paragraphs are compared with each other alone.
const UNDATED: i64 = i64::MIN / 4;

/// Where a paragraph stands that may be a near copy, or have some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place {
    article: u32,
    paragraph: u32,
}

/// Brings nodes and links in line with the originals; see [`settle`].
struct Settling<'s> {
    ledger: &'s Connection,
    likeness: &'s dyn Likeness,
    at_hand: BTreeMap<u32, Vec<Comparable>>,
    /// Sketches of paragraphs, so that most candidates need not be unpacked.
    sketches: FxHashMap<i64, [u64; 8]>,
    /// Paragraphs whose originals must be decided anew.
    unsure: BTreeSet<i64>,
    /// Articles that may have won or lost a paragraph.
    concerned: BTreeSet<u32>,
}

/// Decides near copies anew after the originals of `changed` fingerprints changed; returns the articles that may have won or lost a paragraph by
/// it.
pub(super) fn settle(
    ledger: &Connection,
    likeness: &dyn Likeness,
    changed: &BTreeSet<u64>,
) -> Result<BTreeSet<u32>> {
    let mut settling = Settling {
        ledger,
        likeness,
        at_hand: BTreeMap::new(),
        sketches: FxHashMap::default(),
        unsure: BTreeSet::new(),
        concerned: BTreeSet::new(),
    };
    let mut fresh = Vec::new();
    for &fingerprint in changed {
        let key = fingerprint.cast_signed();
        let now = place_of_original(ledger, key)?;
        let before = node(ledger, key)?.map(|(place, _)| place);
        if now == before {
            continue;
        }
        if before.is_some() {
            settling.remove(key)?;
        }
        settling
            .concerned
            .extend(now.iter().chain(&before).map(|p| p.article));
        fresh.extend(now.map(|place| (place, key)));
    }
    // Paragraphs of one article follow each other, so that it is unpacked once.
    fresh.sort_unstable();
    for (place, key) in fresh {
        settling.enter(key, place)?;
    }
    while let Some(key) = settling.unsure.pop_first() {
        settling.decide(key)?;
    }
    Ok(settling.concerned)
}

impl Settling<'_> {
    /// Takes a paragraph out.
    fn remove(&mut self, key: i64) -> Result<()> {
        self.sketches.remove(&key);
        for (other, _) in neighbours(self.ledger, key)? {
            self.unsure.insert(other);
            self.ledger
                .prepare_cached("DELETE FROM link WHERE one = ? AND other = ?")
                .and_then(|mut s| {
                    s.execute([key, other])?;
                    s.execute([other, key])
                })
                .map_err(damaged)?;
        }
        let (day, keys): (i64, Vec<u8>) = self
            .ledger
            .prepare_cached("DELETE FROM node WHERE fingerprint = ? RETURNING day, keys")
            .and_then(|mut s| s.query_row([key], |row| Ok((row.get(0)?, row.get(1)?))))
            .map_err(damaged)?;
        for band in bands(&keys) {
            self.ledger
                .prepare_cached("DELETE FROM band WHERE key = ? AND day = ? AND fingerprint = ?")
                .and_then(|mut s| s.execute([band, day, key]))
                .map_err(damaged)?;
        }
        self.unsure.remove(&key);
        Ok(())
    }

    /// Puts a paragraph in, and links it with what is there.
    fn enter(&mut self, key: i64, place: Place) -> Result<()> {
        let here = self.comparable(place)?;
        let moment = appearance(self.ledger, place.article)?;
        let day = moment.day().unwrap_or(UNDATED);
        let keys: Vec<u8> = here.keys.iter().flat_map(|k| k.to_le_bytes()).collect();
        self.ledger
            .prepare_cached("INSERT INTO node VALUES (?, ?, ?, ?, ?, NULL, NULL)")
            .and_then(|mut s| s.execute(params![key, place.article, place.paragraph, day, keys]))
            .map_err(damaged)?;
        let window = i64::from(self.likeness.window());
        let mut candidates = BTreeSet::new();
        for band in bands(&keys) {
            let mut found = self
                .ledger
                .prepare_cached(
                    "SELECT fingerprint FROM band WHERE key = ? AND day BETWEEN ? AND ?",
                )
                .map_err(damaged)?;
            let found = found
                .query_map([band, day - window, day + window], |row| {
                    row.get::<_, i64>(0)
                })
                .map_err(damaged)?;
            for other in found {
                candidates.insert(other.map_err(damaged)?);
            }
            self.ledger
                .prepare_cached("INSERT OR IGNORE INTO band VALUES (?, ?, ?)")
                .and_then(|mut s| s.execute([band, day, key]))
                .map_err(damaged)?;
        }
        self.unsure.insert(key);
        // A paragraph may have one key in two bands.
        candidates.remove(&key);
        self.remember(key, here.sketch);
        for other in candidates {
            let known = self.sketches.get(&other);
            if known.is_some_and(|known| self.likeness.excludes(here.sketch, *known)) {
                continue;
            }
            let Some((there, _)) = node(self.ledger, other)? else {
                continue;
            };
            let that = self.comparable(there)?;
            self.remember(other, that.sketch);
            if self.likeness.excludes(here.sketch, that.sketch) {
                continue;
            }
            let later = (appearance(self.ledger, there.article)?, there.paragraph)
                < (moment.clone(), place.paragraph);
            let similarity = if later {
                self.likeness.similarity(&that.text, &here.text)
            } else {
                self.likeness.similarity(&here.text, &that.text)
            };
            let Some(similarity) = similarity else {
                continue;
            };
            self.ledger
                .prepare_cached("INSERT OR REPLACE INTO link VALUES (?, ?, ?)")
                .and_then(|mut s| {
                    s.execute(params![key, other, similarity])?;
                    s.execute(params![other, key, similarity])
                })
                .map_err(damaged)?;
        }
        Ok(())
    }

    fn remember(&mut self, key: i64, sketch: [u64; 8]) {
        if self.sketches.insert(key, sketch).is_none() && self.sketches.len() > SKETCHES {
            self.sketches.clear();
        }
    }

    /// Decides a paragraph and all that it is linked to, directly or by way of others.
    fn decide(&mut self, key: i64) -> Result<()> {
        let mut family = BTreeSet::from([key]);
        let mut open = vec![key];
        let mut links = BTreeMap::new();
        while let Some(key) = open.pop() {
            let neighbours = neighbours(self.ledger, key)?;
            for &(other, _) in &neighbours {
                if family.insert(other) {
                    open.push(other);
                }
            }
            self.unsure.remove(&key);
            links.insert(key, neighbours);
        }
        let mut places = BTreeMap::new();
        for &key in &family {
            if let Some(node) = node(self.ledger, key)? {
                places.insert(key, node);
            }
        }
        for (key, root) in decided(self.ledger, &places, &links)? {
            let (place, before) = places[&key];
            if before == root {
                continue;
            }
            if before.is_some() != root.is_some() {
                self.concerned.insert(place.article);
            }
            self.ledger
                .prepare_cached("UPDATE node SET root = ?, similarity = ? WHERE fingerprint = ?")
                .and_then(|mut s| s.execute(params![root.map(|r| r.0), root.map(|r| r.1), key]))
                .map_err(damaged)?;
        }
        Ok(())
    }

    /// The text and keys of the paragraph at a place.
    fn comparable(&mut self, place: Place) -> Result<Comparable> {
        if !self.at_hand.contains_key(&place.article) {
            if self.at_hand.len() >= AT_HAND {
                self.at_hand.clear();
            }
            let article = article_of(self.ledger, place.article)?;
            let paragraphs = self.likeness.paragraphs(&article);
            self.at_hand.insert(place.article, paragraphs);
        }
        let paragraphs = self.at_hand.get(&place.article);
        let paragraph = paragraphs.and_then(|p| p.get(place.paragraph as usize));
        Ok(paragraph.cloned().unwrap_or_default())
    }
}

/// A near copy's original and their similarity; none for what is kept.
type Root = Option<(i64, f64)>;

/// Of each paragraph the original, from the links between them.
fn decided(
    ledger: &Connection,
    places: &BTreeMap<i64, (Place, Root)>,
    links: &BTreeMap<i64, Vec<(i64, f64)>>,
) -> Result<Vec<(i64, Root)>> {
    let mut order: Vec<((Appearance, u32), i64)> = Vec::with_capacity(places.len());
    for (&key, (place, _)) in places {
        order.push(((appearance(ledger, place.article)?, place.paragraph), key));
    }
    order.sort_unstable();
    // Paragraphs that were kept, by their turn.
    let mut kept: FxHashMap<i64, usize> = FxHashMap::default();
    let mut roots = Vec::with_capacity(order.len());
    for (turn, (_, key)) in order.iter().enumerate() {
        let root = links
            .get(key)
            .into_iter()
            .flatten()
            .filter_map(|link| Some((kept.get(&link.0)?, *link)))
            .min_by_key(|(turn, _)| **turn)
            .map(|(_, link)| link);
        if root.is_none() {
            kept.insert(*key, turn);
        }
        roots.push((*key, root));
    }
    Ok(roots)
}

/// How many near copies have another original than the links say.
pub(super) fn undecided(ledger: &Connection) -> Result<u64> {
    let mut places = BTreeMap::new();
    let mut links: BTreeMap<i64, Vec<(i64, f64)>> = BTreeMap::new();
    let mut linked = ledger
        .prepare("SELECT one, other, similarity FROM link")
        .map_err(damaged)?;
    let mut rows = linked.query([]).map_err(damaged)?;
    while let Some(row) = rows.next().map_err(damaged)? {
        let one: i64 = row.get(0).map_err(damaged)?;
        let other = (row.get(1).map_err(damaged)?, row.get(2).map_err(damaged)?);
        links.entry(one).or_default().push(other);
        if let Some(node) = node(ledger, one)? {
            places.insert(one, node);
        }
    }
    let lone = "SELECT count(*) FROM node WHERE root IS NOT NULL AND NOT EXISTS (SELECT 1 FROM link WHERE one = fingerprint)";
    let lone: i64 = ledger
        .query_row(lone, [], |row| row.get(0))
        .map_err(damaged)?;
    let decided = decided(ledger, &places, &links)?;
    let wrong = decided
        .iter()
        .filter(|(key, root)| places[key].1 != *root)
        .count();
    Ok(lone.cast_unsigned() + wrong as u64)
}

/// How many paragraphs are known at another place than their original stands.
pub(super) fn misplaced(ledger: &Connection) -> Result<u64> {
    let mut all = ledger
        .prepare("SELECT fingerprint FROM original UNION SELECT fingerprint FROM node")
        .map_err(damaged)?;
    let all = all
        .query_map([], |row| row.get::<_, i64>(0))
        .map_err(damaged)?;
    let mut wrong = 0;
    for key in all {
        let key = key.map_err(damaged)?;
        let known = node(ledger, key)?.map(|(place, _)| place);
        wrong += u64::from(place_of_original(ledger, key)? != known);
    }
    Ok(wrong)
}

fn bands(keys: &[u8]) -> impl Iterator<Item = i64> + use<'_> {
    let numbers = keys.chunks_exact(8).filter_map(|k| k.try_into().ok());
    numbers.map(i64::from_le_bytes)
}

/// Where the original stands, if that is on the topic.
fn place_of_original(ledger: &Connection, key: i64) -> Result<Option<Place>> {
    let Some(article) = original(ledger, key)? else {
        return Ok(None);
    };
    let paragraph: Option<u32> = ledger
        .prepare_cached(
            "SELECT min(paragraph) FROM holder WHERE fingerprint = ? AND article = ? AND paragraph >= 0",
        )
        .and_then(|mut s| s.query_row([key, i64::from(article)], |row| row.get(0)))
        .map_err(damaged)?;
    Ok(paragraph.map(|paragraph| Place { article, paragraph }))
}

fn node(ledger: &Connection, key: i64) -> Result<Option<(Place, Root)>> {
    ledger
        .prepare_cached(
            "SELECT article, paragraph, root, similarity FROM node WHERE fingerprint = ?",
        )
        .and_then(|mut s| {
            s.query_row([key], |row| {
                let place = Place {
                    article: row.get(0)?,
                    paragraph: row.get(1)?,
                };
                let root: Option<i64> = row.get(2)?;
                let similarity: Option<f64> = row.get(3)?;
                Ok((place, root.zip(similarity)))
            })
            .optional()
        })
        .map_err(damaged)
}

fn neighbours(ledger: &Connection, key: i64) -> Result<Vec<(i64, f64)>> {
    ledger
        .prepare_cached("SELECT other, similarity FROM link WHERE one = ?")
        .and_then(|mut s| {
            s.query_map([key], |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect()
        })
        .map_err(damaged)
}
