//! Hash tables of bare numbers: 12 bytes an entry for fingerprints, 8 for bands, filled to more than nine tenths.
//!
//! A general hash map pads a 64-bit key and a 32-bit value to 16 bytes and doubles when seven eighths full, so that it
//! costs 19 to 38 bytes an entry. These keys are already evenly spread, so the bucket of a key is its share of the number
//! space: bucket = key x buckets / 2^32, by the upper half of the key. A bucket is one line of the processor's cache, filled from the front on, and what finds it full goes
//! to the next that is not: so nearly every question and every entry touches one line of memory. Growing is one pass in
//! that same order. An index has many tables, chosen by other bits of the key, so that while one grows only that one stands in memory twice, and so that
//! several threads may ask at once.

use super::bucket::Bucket;
pub(super) use super::bucket::{Eight, Five};

/// Buckets of a new table.
const FIRST: usize = 4;
/// Most entries for each hundred places.
const FILLED: usize = 92;

/// Keys, each with one number below `u32::MAX`.
#[derive(Debug)]
pub(super) struct Table<B> {
    buckets: Vec<B>,
    used: usize,
}

impl<B> Default for Table<B> {
    fn default() -> Self {
        Self {
            buckets: Vec::new(),
            used: 0,
        }
    }
}

/// Where a key is, or would go, as long as nothing else is entered.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place {
    /// In this bucket, at this place, with this number plus one.
    At(usize, usize, u32),
    /// In this bucket, at this place, where something dead may go.
    Dead(usize, usize),
    /// At the end of this bucket.
    Free(usize),
}

impl Place {
    /// The number that the key has.
    #[inline]
    pub(super) fn number(self) -> Option<u32> {
        match self {
            Self::At(_, _, number) => Some(number - 1),
            Self::Dead(..) | Self::Free(_) => None,
        }
    }
}

impl<B: Bucket> Table<B> {
    /// The number of `key`.
    #[cfg(test)]
    pub(super) fn get(&self, key: B::Key) -> Option<u32> {
        self.search(key, 0)?.number()
    }

    /// Something of the bucket where `key` belongs. Asked for many keys at once before they are entered, the processor waits for memory once
    /// and not once a key; the answer says nothing.
    #[inline]
    pub(super) fn touch(&self, key: B::Key) -> u32 {
        let bucket = self.buckets.get(home::<B>(key, self.buckets.len()));
        bucket.map_or(0, |b| b.numbers()[0])
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
        let place = self.place(key, floor)?;
        let before = place.number();
        if before.is_none_or(|before| !stays(before)) {
            self.settle(place, key, number);
        }
        before
    }

    /// Where `key` is or would go, with room for it made before; see [`Table::put`].
    #[inline]
    pub(super) fn place(&mut self, key: B::Key, floor: u32) -> Option<Place> {
        match self.search(key, floor) {
            None | Some(Place::Free(_))
                if self.used * 100 >= self.buckets.len() * B::WIDTH * FILLED =>
            {
                self.make_room(floor);
                self.search(key, floor)
            }
            found => found,
        }
    }

    /// Gives the key at `place`, which was just asked for, a number.
    #[inline]
    pub(super) fn settle(&mut self, place: Place, key: B::Key, number: u32) {
        match place {
            Place::At(at, place, _) | Place::Dead(at, place) => {
                self.buckets[at].set(place, key, number + 1);
            }
            Place::Free(at) => {
                let bucket = &mut self.buckets[at];
                let end = bucket.numbers().iter().map(|&n| usize::from(n != 0)).sum();
                bucket.set(end, key, number + 1);
                self.used += 1;
            }
        }
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.buckets.capacity() * size_of::<B>()
    }

    /// Entries.
    pub(super) fn len(&self) -> usize {
        self.used
    }

    /// The place of `key`; none in a table without a free place, which is the empty one. Where a bucket on the way to it is full, what is
    /// numbered below `floor` makes room.
    #[inline]
    fn search(&self, key: B::Key, floor: u32) -> Option<Place> {
        let mut at = home::<B>(key, self.buckets.len());
        let mut dead = None;
        for _ in 0..self.buckets.len() {
            let bucket = &self.buckets[at];
            if let Some((place, number)) = bucket.find(key) {
                return Some(Place::At(at, place, number));
            }
            let numbers = bucket.numbers();
            if numbers[B::WIDTH - 1] == 0 {
                return Some(dead.unwrap_or(Place::Free(at)));
            }
            if floor > 0 && dead.is_none() {
                let place = numbers.iter().position(|&number| number <= floor);
                dead = place.map(|place| Place::Dead(at, place));
            }
            at = next(at, self.buckets.len());
        }
        None
    }

    /// Room for more: by dropping what is below `floor`, else by growing.
    #[cold]
    fn make_room(&mut self, floor: u32) {
        let lives = |number: &u32| *number > floor;
        let live = self.buckets.iter().flat_map(Bucket::numbers);
        let live = live.filter(|n| lives(n)).count();
        // Dropping less than a tenth would bring the next pass about too soon.
        let buckets = if live * 10 < self.used * 9 {
            // Filled to five eighths, so that the next pass is half as many entries away as live now.
            self.buckets.len().min(live.div_ceil(B::WIDTH) * 8 / 5)
        } else {
            self.buckets.len() + (self.buckets.len() / B::GROWTH).max(1)
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
    fn bands_cost_8_to_12_bytes() {
        let mut table = Table::<Eight>::default();
        let (least, most) = cost(|n| {
            table.first(mix_32(n), n);
            (table.bytes(), table.len())
        });
        assert!(least > 8.5 && most <= 11.7, "{least} {most}");
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
