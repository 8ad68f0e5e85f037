//! Ordered hash tables of bare numbers: 12 bytes an entry for fingerprints, 8 for bands, filled to nine tenths.
//!
//! A general hash map pads a 64-bit key and a 32-bit value to 16 bytes and doubles when seven eighths full, so that it
//! costs 19 to 38 bytes an entry. These keys are already evenly spread, so the place of a key is its share of the number
//! space: place = key x places / 2^64. Keys that meet move on by one and are kept in order (linear probing, ordered), so a search
//! ends at the first greater key, and growing is one pass that copies in order. A table grows by a sixth:
//! filled between 0.77 and 0.9 it costs 1.11 to 1.3 times its entries. An index has many tables, chosen by other bits
//! of the key, so that while one grows only that one stands in memory twice, and so that several threads may ask at once.

/// A key of a table: its order, and its share of the number space.
pub(super) trait Key: Copy + Ord + Default {
    /// The key at the top of 64 bits, in the same order.
    fn spread(self) -> u64;
}

/// A 64-bit key in two halves, so that with a 32-bit value nothing is padded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) struct Halves {
    high: u32,
    low: u32,
}

impl From<u64> for Halves {
    fn from(key: u64) -> Self {
        Self {
            high: u32::try_from(key >> 32).expect("32 bits are left"),
            low: u32::try_from(key & u64::from(u32::MAX)).expect("32 bits are left"),
        }
    }
}

impl Key for Halves {
    fn spread(self) -> u64 {
        u64::from(self.high) << 32 | u64::from(self.low)
    }
}

impl Key for u32 {
    fn spread(self) -> u64 {
        u64::from(self) << 32
    }
}

/// One place; `number` is the value plus one, 0 where the place is empty.
#[derive(Debug, Clone, Copy, Default)]
struct Slot<K> {
    key: K,
    number: u32,
}

/// Places past the last home, where the last keys run on.
const TAIL: usize = 32;
/// Homes of a new table.
const FIRST: usize = 32;

/// Keys in order, each with one number below `u32::MAX`.
#[derive(Debug, Default)]
pub(super) struct Table<K> {
    slots: Vec<Slot<K>>,
    homes: usize,
    used: usize,
}

impl<K: Key> Table<K> {
    /// The number of `key`.
    pub(super) fn get(&self, key: K) -> Option<u32> {
        let (at, found) = self.search(key);
        found.then(|| self.slots[at].number - 1)
    }

    /// Something of the place where `key` belongs. Asked for many keys at once before they are entered, the processor waits for memory once
    /// and not once a key; the answer says nothing.
    pub(super) fn touch(&self, key: K) -> u32 {
        self.slots
            .get(home(key, self.homes))
            .map_or(0, |s| s.number)
    }

    /// The number that `key` has; where it has none it gets `number`.
    pub(super) fn first(&mut self, key: K, number: u32) -> Option<u32> {
        self.make_room(|_| true);
        let (at, found) = self.search(key);
        if found {
            return Some(self.slots[at].number - 1);
        }
        self.insert(at, key, number);
        None
    }

    /// Gives `key` this number, unless it has one that `stays`. Before the table grows, what is not `live` is dropped.
    pub(super) fn put(
        &mut self,
        key: K,
        number: u32,
        live: impl Fn(u32) -> bool,
        stays: impl Fn(u32) -> bool,
    ) {
        self.make_room(live);
        let (at, found) = self.search(key);
        if !found {
            self.insert(at, key, number);
        } else if !stays(self.slots[at].number - 1) {
            self.slots[at].number = number + 1;
        }
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot<K>>()
    }

    /// Entries.
    pub(super) fn len(&self) -> usize {
        self.used
    }

    /// The place of `key`, or the one where it belongs; and whether it is there.
    fn search(&self, key: K) -> (usize, bool) {
        let mut at = home(key, self.homes);
        while let Some(slot) = self.slots.get(at) {
            if slot.number == 0 || slot.key > key {
                break;
            }
            if slot.key == key {
                return (at, true);
            }
            at += 1;
        }
        (at, false)
    }

    /// Puts the key at `at` and moves what stands there up to the next empty place.
    fn insert(&mut self, at: usize, key: K, number: u32) {
        let gap = self.slots[at..].iter().position(|s| s.number == 0);
        // Evenly spread keys never fill the tail; keys that somebody chose may.
        let gap = gap.map_or_else(
            || {
                let end = self.slots.len();
                self.slots.resize(end + TAIL, Slot::default());
                end
            },
            |gap| at + gap,
        );
        self.slots.copy_within(at..gap, at + 1);
        self.slots[at] = Slot {
            key,
            number: number + 1,
        };
        self.used += 1;
    }

    /// Room for one more entry: by dropping what is not `live`, else by growing.
    fn make_room(&mut self, live: impl Fn(u32) -> bool) {
        if self.used * 10 < self.homes * 9 {
            return;
        }
        let left = self
            .slots
            .iter()
            .filter(|s| s.number != 0 && live(s.number - 1))
            .count();
        // Dropping less than a tenth would bring the next pass about too soon.
        let homes = if left * 10 < self.used * 9 {
            self.homes.min(left + left / 4).max(FIRST)
        } else {
            (self.homes + self.homes / 6).max(FIRST)
        };
        let mut slots = vec![Slot::default(); homes + TAIL];
        let mut next = 0;
        for slot in self
            .slots
            .iter()
            .filter(|s| s.number != 0 && live(s.number - 1))
        {
            let at = home(slot.key, homes).max(next);
            if at >= slots.len() {
                slots.resize(at + TAIL, Slot::default());
            }
            slots[at] = *slot;
            next = at + 1;
        }
        *self = Self {
            slots,
            homes,
            used: left,
        };
    }
}

/// Where `key` belongs among `homes`.
fn home(key: impl Key, homes: usize) -> usize {
    let place = (u128::from(key.spread()) * homes as u128) >> 64;
    usize::try_from(place).expect("the upper half is below `homes`")
}

/// Top bits of a fingerprint that name its table.
const SHARD_BITS: u32 = 6;
/// Tables of the exact index.
pub(super) const SHARDS: usize = 1 << SHARD_BITS;

/// The table of a fingerprint, and its key there: the bits that the table's number does not tell, at the top.
pub(super) fn shard(fingerprint: u64) -> (usize, Halves) {
    let number = (fingerprint >> (64 - SHARD_BITS)) as usize;
    (number, Halves::from(fingerprint << SHARD_BITS))
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

    #[test]
    fn remembers_the_first_and_stays_within_16_bytes() {
        let mut table = Table::<Halves>::default();
        for n in 0..200_000u32 {
            assert_eq!(table.first(mix(u64::from(n)).into(), n), None);
            if n > 2000 && n % 1013 == 0 {
                assert!(table.bytes() <= 16 * table.len(), "{n}: {}", table.bytes());
            }
        }
        for n in 0..200_000u32 {
            assert_eq!(table.first(mix(u64::from(n)).into(), 7), Some(n));
        }
        assert_eq!(table.get(mix(200_001).into()), None);
    }

    #[test]
    fn what_is_dead_is_dropped_instead_of_growing() {
        let mut table = Table::<u32>::default();
        for n in 0..100_000u32 {
            let key = (mix(u64::from(n)) >> 32) as u32;
            table.put(key, n, |old| old + 1000 > n, |old| old + 1000 > n);
        }
        assert!(table.bytes() < 1000 * 8 * 4, "{}", table.bytes());
        let key = (mix(99_999) >> 32) as u32;
        assert_eq!(table.get(key), Some(99_999));
    }

    proptest! {
        /// Uneven keys too: somebody may choose them.
        #[test]
        fn equals_a_map(keys in proptest::collection::vec(prop_oneof![0..40u64, any::<u64>(), (0..4000u64).prop_map(|k| u64::MAX - k)], 0..3000)) {
            let mut table = Table::<Halves>::default();
            let mut map: HashMap<u64, u32> = HashMap::new();
            for (n, key) in keys.into_iter().enumerate() {
                let n = u32::try_from(n).unwrap();
                let before = map.get(&key).copied();
                map.entry(key).or_insert(n);
                prop_assert_eq!(table.first(key.into(), n), before);
            }
            prop_assert_eq!(table.len(), map.len());
        }
    }
}
