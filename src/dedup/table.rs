//! The table of the exact index: fingerprints in order, 12 bytes each, filled to nine tenths.
//!
//! A general hash map pads a 64-bit key and a 32-bit value to 16 bytes and doubles when seven eighths full, so that it
//! costs 19 to 38 bytes an entry. Fingerprints are already evenly spread, so the place of a key is its share of the number
//! space: place = key x places / 2^64. Keys that meet move on by one and are kept in order (linear probing, ordered), so a search
//! ends at the first greater key, and growing is one pass that copies in order. The table grows by a fifth:
//! filled between 0.75 and 0.9 it costs 13.3 to 16 bytes an entry. It is split in shards by the key's top bits, so that
//! while one grows only that shard stands in memory twice, and so that shards may be asked by several threads.

use std::mem::size_of;

/// One entry: key in two halves, so that nothing is padded; `ordinal` plus one, 0 for an empty place.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    high: u32,
    low: u32,
    ordinal: u32,
}

impl Slot {
    fn key(self) -> u64 {
        u64::from(self.high) << 32 | u64::from(self.low)
    }
}

/// Places past the last home, where the last keys run on.
const TAIL: usize = 64;
/// Homes of a new shard.
const FIRST: usize = 64;

/// One shard: an ordered table of keys, each with the ordinal that came first.
#[derive(Debug, Default)]
pub(super) struct Shard {
    slots: Vec<Slot>,
    homes: usize,
    used: usize,
}

impl Shard {
    /// The ordinal that `key` came with first; `ordinal` itself is entered where it is new. Ordinals stay below `u32::MAX`.
    pub(super) fn first(&mut self, key: u64, ordinal: u32) -> Option<u32> {
        if self.used * 10 >= self.homes * 9 {
            self.grow((self.homes + self.homes / 5).max(FIRST));
        }
        loop {
            let mut at = home(key, self.homes);
            while at < self.slots.len() {
                let slot = self.slots[at];
                if slot.ordinal == 0 || slot.key() > key {
                    break;
                }
                if slot.key() == key {
                    return Some(slot.ordinal - 1);
                }
                at += 1;
            }
            if self.insert(at, key, ordinal + 1) {
                return None;
            }
            // The tail ran full, which evenly spread keys do not do; more room always helps unless they are not.
            self.grow(self.homes + self.homes / 5);
        }
    }

    /// The ordinal that `key` came with first.
    #[cfg(test)]
    fn get(&self, key: u64) -> Option<u32> {
        let from = home(key, self.homes);
        self.slots
            .iter()
            .skip(from)
            .take_while(|s| s.ordinal != 0 && s.key() <= key)
            .find(|s| s.key() == key)
            .map(|s| s.ordinal - 1)
    }

    /// Bytes in memory.
    pub(super) fn bytes(&self) -> usize {
        self.slots.capacity() * size_of::<Slot>()
    }

    /// Entries.
    pub(super) fn len(&self) -> usize {
        self.used
    }

    /// Puts the key at `at` and moves what stands there up to the next empty place; false where there is none.
    fn insert(&mut self, at: usize, key: u64, ordinal: u32) -> bool {
        let Some(gap) = self
            .slots
            .iter()
            .skip(at)
            .position(|s| s.ordinal == 0)
            .map(|gap| gap + at)
        else {
            return false;
        };
        self.slots.copy_within(at..gap, at + 1);
        self.slots[at] = slot(key, ordinal);
        self.used += 1;
        true
    }

    /// Copies everything, in order, into a table of `homes`.
    fn grow(&mut self, homes: usize) {
        let mut slots = vec![Slot::default(); homes + TAIL];
        let mut next = 0;
        for old in self.slots.iter().filter(|s| s.ordinal != 0) {
            let at = home(old.key(), homes).max(next);
            if at >= slots.len() {
                // The keys are so uneven that they run past the tail: give them more places behind.
                slots.resize(at + TAIL, Slot::default());
            }
            slots[at] = *old;
            next = at + 1;
        }
        if next + TAIL / 2 > slots.len() {
            slots.resize(next + TAIL, Slot::default());
        }
        self.slots = slots;
        self.homes = homes;
    }
}

/// Where `key` belongs among `homes`. The shard took the top bits, so they are shifted out.
fn home(key: u64, homes: usize) -> usize {
    let spread = u128::from(key << SHARD_BITS) * homes as u128;
    usize::try_from(spread >> 64).expect("the product's upper half is below `homes`")
}

fn slot(key: u64, ordinal: u32) -> Slot {
    Slot {
        high: u32::try_from(key >> 32).expect("32 bits are left"),
        low: u32::try_from(key & u64::from(u32::MAX)).expect("32 bits are left"),
        ordinal,
    }
}

/// Top bits of a key that name its shard.
pub(super) const SHARD_BITS: u32 = 6;
/// Shards of a table.
pub(super) const SHARDS: usize = 1 << SHARD_BITS;

/// The shard of `key`.
pub(super) fn shard_of(key: u64) -> usize {
    usize::try_from(key >> (64 - SHARD_BITS)).expect("six bits are left")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::HashMap;

    fn mix(n: u64) -> u64 {
        let x = (n ^ (n >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        (x ^ (x >> 29)).wrapping_mul(0xbf58_476d_1ce4_e5b9) >> SHARD_BITS
    }

    #[test]
    fn remembers_the_first_and_stays_within_16_bytes() {
        let mut shard = Shard::default();
        for n in 0..200_000u32 {
            assert_eq!(shard.first(mix(u64::from(n)), n), None);
            if n > 2000 && n % 1013 == 0 {
                assert!(shard.bytes() <= 16 * shard.len(), "{n}: {}", shard.bytes());
            }
        }
        for n in 0..200_000u32 {
            assert_eq!(shard.first(mix(u64::from(n)), 7), Some(n));
            assert_eq!(shard.get(mix(u64::from(n))), Some(n));
        }
        assert_eq!(shard.get(mix(200_001)), None);
    }

    proptest! {
        /// Uneven keys too: an attacker may choose them.
        #[test]
        fn equals_a_map(keys in proptest::collection::vec(prop_oneof![0..40u64, any::<u64>(), (0..4000u64).prop_map(|k| u64::MAX - k)], 0..3000)) {
            let mut shard = Shard::default();
            let mut map: HashMap<u64, u32> = HashMap::new();
            for (n, key) in keys.into_iter().map(|k| k >> SHARD_BITS).enumerate() {
                let n = u32::try_from(n).unwrap();
                let before = map.get(&key).copied();
                map.entry(key).or_insert(n);
                prop_assert_eq!(shard.first(key, n), before);
            }
            prop_assert_eq!(shard.len(), map.len());
        }
    }
}
