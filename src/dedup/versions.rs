//! Which text each article id had first: an article that comes again as it was is known, and so is a new version of it.

use super::table::{Five, SHARDS, Table, shard};

/// The first text of each id, both as 64-bit numbers that are evenly spread, such as xxh3 gives them. An article costs 22 to 32 bytes: a general hash map
/// would take up to 38, and three times as much while it grows.
#[derive(Debug)]
pub struct Versions {
    /// The number of an id's text.
    ids: Vec<Table<Five>>,
    texts: Vec<u64>,
}

impl Default for Versions {
    fn default() -> Self {
        Self {
            ids: (0..SHARDS).map(|_| Table::default()).collect(),
            texts: Vec::new(),
        }
    }
}

impl Versions {
    /// The text that `id` had first; none where it is new, and then it has this one. Beyond 4,294,967,295 ids all are taken for new.
    pub fn first(&mut self, id: u64, text: u64) -> Option<u64> {
        let (table, key) = shard(id);
        let number = u32::try_from(self.texts.len()).unwrap_or(u32::MAX);
        if number == u32::MAX {
            return None;
        }
        let first = self.ids[table].first(key, number);
        if first.is_none() {
            self.texts.push(text);
        }
        first.map(|first| self.texts[first as usize])
    }
}

#[cfg(test)]
mod tests {
    use super::Versions;
    use std::collections::HashMap;
    use xxhash_rust::xxh3::xxh3_64;

    #[test]
    fn each_id_keeps_its_first_text() {
        let mut versions = Versions::default();
        let mut map = HashMap::new();
        for n in 0..60_000u64 {
            // Every third id comes again, with the same text or another.
            let name = if n.is_multiple_of(3) { n / 2 } else { n };
            let id = xxh3_64(&name.to_le_bytes());
            let text = n % 7;
            assert_eq!(versions.first(id, text), map.get(&id).copied(), "{n}");
            map.entry(id).or_insert(text);
        }
        let bytes: usize = versions.ids.iter().map(super::Table::bytes).sum();
        let each = bytes as f64 / map.len() as f64;
        assert!(map.len() > 40_000 && each <= 16.0, "{each}");
    }

    #[test]
    fn ids_at_the_ends_of_the_numbers_are_told_apart() {
        let mut versions = Versions::default();
        for id in [0, 1, u64::MAX, u64::MAX - 1, 1 << 63] {
            assert_eq!(versions.first(id, id), None);
        }
        for id in [0, 1, u64::MAX, u64::MAX - 1, 1 << 63] {
            assert_eq!(versions.first(id, 7), Some(id));
        }
    }
}
