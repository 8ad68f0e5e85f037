//! Hash tables of bare numbers: 12 bytes an entry for fingerprints, filled to more than nine tenths, 8 for bands, filled to eight.
//!
//! A general hash map pads a 64-bit key and a 32-bit value to 16 bytes and doubles when seven eighths full, so that it
//! costs 19 to 38 bytes an entry. These keys are already evenly spread, so the bucket of a key is its share of the number
//! space: bucket = key x buckets / 2^32, by the upper half of the key. A bucket is one line of the processor's cache, filled from the front on, and what finds it full goes
//! to the next that is not: so nearly every question and every entry touches one line of memory. Growing is one pass in
//! that same order. An index has many tables, chosen by other bits of the key, so that while one grows only that one stands in memory twice, and so that
//! several threads may ask at once.

use prefetch_index::prefetch_index;

use super::bucket::Bucket;
pub(super) use super::bucket::{Eight, Five};

/// Buckets of a new table.
const FIRST: usize = 4;

/// Bits that name a place in a bucket.
const PLACES: u32 = 3;

/// Keys, each with one number below `u32::MAX`.
#[derive(Debug)]
pub(super) struct Table<B> {
    buckets: Vec<B>,
    used: usize,
    /// Entries at which room is made.
    full: usize,
}

impl<B> Default for Table<B> {
    fn default() -> Self {
        Self {
            buckets: Vec::new(),
            used: 0,
            full: 0,
        }
    }
}

/// Where a key is, or would go, as long as nothing else is entered.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place {
    /// Its number among all places.
    at: u32,
    /// The number that the key has, plus one.
    number: u32,
}

impl Place {
    /// The number that the key has.
    #[inline]
    pub(super) fn number(self) -> Option<u32> {
        self.number.checked_sub(1)
    }
}

impl<B: Bucket> Table<B> {
    /// The number of `key`.
    #[cfg(test)]
    pub(super) fn get(&self, key: B::Key) -> Option<u32> {
        self.search(key, 0)?.number()
    }

    /// Has the bucket where `key` belongs fetched from memory, for whoever has other work until it asks for it.
    #[inline]
    pub(super) fn fetch(&self, key: B::Key) {
        prefetch_index(&self.buckets[..], home::<B>(key, self.buckets.len()));
    }

    /// The number that `key` has; where it has none it gets `number`.
    #[inline]
    pub(super) fn first(&mut self, key: B::Key, number: u32) -> Option<u32> {
        self.put(key, number, 0, |_| true)
    }

    /// Gives `key` this number, unless it has one that `stays`; returns the one it had. Numbers below `floor` are dead: they make room.
    #[inline]
    pub(super) fn put(
        &mut self,
        key: B::Key,
        number: u32,
        floor: u32,
        stays: impl FnOnce(u32) -> bool,
    ) -> Option<u32> {
        let place = self.place(key, floor);
        let before = place.number();
        if before.is_none_or(|before| !stays(before)) {
            self.settle(place, key, number);
        }
        before
    }

    /// Where `key` is or would go, with room for it made before; see [`Table::put`].
    #[inline]
    pub(super) fn place(&mut self, key: B::Key, floor: u32) -> Place {
        match self.search(key, floor) {
            Some(place) if place.number != 0 || self.has_room(place) => place,
            _ => self.place_after_making_room(key, floor),
        }
    }

    /// Whether something may go to `place`: where nothing was before there must not be too much in the table.
    #[inline]
    fn has_room(&self, place: Place) -> bool {
        let (bucket, place) = Self::apart(place);
        self.used < self.full || self.buckets[bucket].numbers()[place] != 0
    }

    #[cold]
    fn place_after_making_room(&mut self, key: B::Key, floor: u32) -> Place {
        self.make_room(floor);
        self.search(key, floor).expect("room was just made")
    }

    /// Gives the key at `place`, which was just asked for, a number.
    #[inline]
    pub(super) fn settle(&mut self, place: Place, key: B::Key, number: u32) {
        let (bucket, place) = Self::apart(place);
        let bucket = &mut self.buckets[bucket];
        self.used += usize::from(bucket.numbers()[place] == 0);
        bucket.set(place, key, number + 1);
    }

    /// The bucket, and the place in it.
    #[inline]
    fn apart(place: Place) -> (usize, usize) {
        let at = place.at as usize;
        (at >> PLACES, at & ((1 << PLACES) - 1))
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.buckets.capacity() * size_of::<B>()
    }

    /// Entries.
    pub(super) fn len(&self) -> usize {
        self.used
    }

    /// The place of `key`; none in a table that has no place for it, as the empty one. What is numbered below `floor` makes room for what is not
    /// there yet.
    #[inline]
    fn search(&self, key: B::Key, floor: u32) -> Option<Place> {
        let mut bucket = home::<B>(key, self.buckets.len());
        let place = |bucket: usize, place: usize, number: u32| Place {
            at: u32::try_from(bucket << PLACES | place).unwrap_or(u32::MAX),
            number,
        };
        let mut room = None;
        for _ in 0..self.buckets.len() {
            let line = &self.buckets[bucket];
            if let Some((at, number)) = line.find(key) {
                return Some(place(bucket, at, number));
            }
            if room.is_none() {
                room = line.room(floor).map(|at| place(bucket, at, 0));
            }
            // What finds a bucket full goes to the next.
            if line.numbers()[B::WIDTH - 1] == 0 {
                break;
            }
            bucket = next(bucket, self.buckets.len());
        }
        room
    }

    /// Room for more: by dropping what is below `floor`, else by growing.
    #[cold]
    fn make_room(&mut self, floor: u32) {
        let lives = |number: &u32| *number > floor;
        let live = self.buckets.iter().flat_map(Bucket::numbers);
        let live = live.filter(|n| lives(n)).count();
        let grown = self.buckets.len() + (self.buckets.len() / B::GROWTH).max(1);
        // Dropping less than a tenth would bring the next pass about too soon.
        let buckets = if live * 10 < self.used * 9 {
            // Filled to a half: what the window leaves behind from now on makes room as it is met, and the next pass is far away.
            grown.min(live.div_ceil(B::WIDTH) * 2)
        } else {
            grown
        };
        let mut grown = vec![B::default(); buckets.max(FIRST)];
        let mut ends = vec![0u8; grown.len()];
        for bucket in &self.buckets {
            for (place, number) in bucket.numbers().iter().enumerate() {
                if !lives(number) {
                    continue;
                }
                let key = bucket.key(place);
                let mut at = home::<B>(key, grown.len());
                while usize::from(ends[at]) == B::WIDTH {
                    at = next(at, grown.len());
                }
                grown[at].set(usize::from(ends[at]), key, *number);
                ends[at] += 1;
            }
        }
        self.buckets = grown;
        self.used = live;
        self.full = (self.buckets.len() * B::WIDTH * B::FILLED).div_ceil(100);
    }
}

/// The bucket of `key` among `buckets`.
#[inline]
fn home<B: Bucket>(key: B::Key, buckets: usize) -> usize {
    let place = (u64::from(B::upper(key)) * buckets as u64) >> 32;
    usize::try_from(place).unwrap_or(0)
}

/// The bucket after `at`, the first one after the last.
#[inline]
fn next(at: usize, buckets: usize) -> usize {
    if at + 1 < buckets { at + 1 } else { 0 }
}

/// Top bits of a fingerprint that name its table.
const SHARD_BITS: u32 = 6;
/// Tables of the exact index.
pub(super) const SHARDS: usize = 1 << SHARD_BITS;

/// The table of a fingerprint, and its key there: the bits that the table's number does not tell, at the top.
pub(super) fn shard(fingerprint: u64) -> (usize, u64) {
    let number = (fingerprint >> (64 - SHARD_BITS)) as usize;
    (number, fingerprint << SHARD_BITS)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn mix(n: u64) -> u64 {
        let x = (n ^ (n >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9)
    }

    fn mix_32(n: u32) -> u32 {
        u32::try_from(mix(u64::from(n)) >> 32).unwrap()
    }

    /// Bytes an entry, least and most, while a table grows.
    fn cost(mut bytes_and_entries: impl FnMut(u32) -> (usize, usize)) -> (f64, f64) {
        let (mut least, mut most) = (f64::MAX, 0.0f64);
        for n in 0..200_000 {
            let (bytes, entries) = bytes_and_entries(n);
            if n > 2000 {
                least = least.min(bytes as f64 / entries as f64);
                most = most.max(bytes as f64 / entries as f64);
            }
        }
        (least, most)
    }

    #[test]
    fn remembers_the_first_and_stays_within_16_bytes() {
        let mut table = Table::<Five>::default();
        let (least, most) = cost(|n| {
            assert_eq!(table.first(mix(u64::from(n)), n), None);
            (table.bytes(), table.len())
        });
        assert!(
            (13.7..16.0).contains(&least) && most <= 16.0,
            "{least} {most}"
        );
        for n in 0..200_000u32 {
            assert_eq!(table.first(mix(u64::from(n)), 7), Some(n));
        }
        assert_eq!(table.get(mix(200_001)), None);
    }

    #[test]
    fn bands_cost_10_to_13_bytes() {
        let mut table = Table::<Eight>::default();
        let (least, most) = cost(|n| {
            table.first(mix_32(n), n);
            (table.bytes(), table.len())
        });
        assert!(least > 9.9 && most <= 12.8, "{least} {most}");
    }

    #[test]
    fn what_is_dead_is_dropped_instead_of_growing() {
        let mut table = Table::<Eight>::default();
        for n in 0..100_000u32 {
            table.put(mix_32(n), n, n.saturating_sub(1000), |_| true);
        }
        assert!(table.bytes() < 1000 * 8 * 4, "{}", table.bytes());
        assert_eq!(table.get(mix_32(99_999)), Some(99_999));
    }

    /// Keys that are spread, close together, and at the end.
    fn keys() -> impl Strategy<Value = Vec<u64>> {
        let key = prop_oneof![
            0..40u64,
            any::<u64>(),
            (0..4000u64).prop_map(|k| u64::MAX - k)
        ];
        proptest::collection::vec(key, 0..3000)
    }

    proptest! {
        /// Uneven keys too: somebody may choose them.
        #[test]
        fn equals_a_map(keys in keys()) {
            let mut table = Table::<Five>::default();
            let mut map: HashMap<u64, u32> = HashMap::new();
            for (n, key) in (0..).zip(keys) {
                let before = map.get(&key).copied();
                map.entry(key).or_insert(n);
                prop_assert_eq!(table.first(key, n), before);
            }
            prop_assert_eq!(table.len(), map.len());
        }

        #[test]
        fn what_does_not_stay_gives_way(keys in keys()) {
            let mut table = Table::<Eight>::default();
            let mut map: HashMap<u32, u32> = HashMap::new();
            for (n, key) in (0..).zip(keys) {
                let key = u32::try_from((key ^ key >> 32) & 0xffff_ffff).unwrap();
                prop_assert_eq!(table.get(key), map.get(&key).copied());
                let stays = |old: u32| !old.is_multiple_of(3);
                prop_assert_eq!(table.put(key, n, 0, stays), map.get(&key).copied());
                let held = map.entry(key).or_insert(n);
                if !stays(*held) {
                    *held = n;
                }
            }
            prop_assert_eq!(table.len(), map.len());
        }
    }
}
