//! Features by name, their weights by hash.
//!
//! A feature is a template and its values ("next" "that"). The weights lie in the language pack under the joined words; a document's features are
//! looked up by a hash of the parts, so that no string is built while reading articles.

use std::hash::Hasher;

use rustc_hash::{FxHashMap, FxHasher};

use super::habits::MARK;

/// Weights are stored as whole hundredths.
pub(super) const SCALE: f32 = 100.0;

/// Weights by the hash of their feature.
#[derive(Debug, Default)]
pub(super) struct Weights {
    by_key: FxHashMap<u64, f32>,
}

impl Weights {
    /// From names and hundredths, as the language pack has them.
    pub(super) fn new<'a>(named: impl Iterator<Item = (&'a str, i32)>) -> Self {
        let by_key = named
            .filter(|(name, _)| !name.starts_with(MARK))
            .map(|(name, weight)| (key(name.split(' ')), weight as f32 / SCALE))
            .collect();
        Self { by_key }
    }

    /// Sum of the weights of some features.
    pub(super) fn score(&self, features: &[u64]) -> f32 {
        features.iter().filter_map(|f| self.by_key.get(f)).sum()
    }
}

/// The hash of a feature's parts.
pub(super) fn key<'a>(parts: impl Iterator<Item = &'a str>) -> u64 {
    let mut hasher = FxHasher::default();
    for part in parts {
        hasher.write(part.as_bytes());
        hasher.write_u8(0xff);
    }
    hasher.finish()
}

/// Gathers features; in training their names as well.
#[derive(Debug, Default)]
pub(super) struct Features {
    keys: Vec<u64>,
    names: Option<FxHashMap<u64, String>>,
}

impl Features {
    /// Gathers names too.
    pub(super) fn named() -> Self {
        Self {
            keys: Vec::new(),
            names: Some(FxHashMap::default()),
        }
    }

    /// Adds the feature of these parts (none of which holds a space).
    pub(super) fn add(&mut self, parts: &[&str]) {
        let key = key(parts.iter().copied());
        if let Some(names) = &mut self.names {
            names.entry(key).or_insert_with(|| parts.join(" "));
        }
        self.keys.push(key);
    }

    /// Forgets the features, not their names.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
    }

    /// The features since the last clearing.
    pub(super) fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// The name of a feature gathered in training.
    pub(super) fn name(&self, key: u64) -> Option<&str> {
        self.names.as_ref()?.get(&key).map(String::as_str)
    }
}
