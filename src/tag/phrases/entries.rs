//! What phrases are looked up in: bitmaps that nearly every word fails at, then groups of phrases that begin alike.

/// Sets the bit that tells ASCII capitals from small letters. Makes some other bytes equal too, which costs a comparison and nothing else.
pub(super) const FOLDED: u64 = 0x2020_2020_2020_2020;

/// What is compared of a phrase, all in one place: its words are looked at only where this does not prove it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// Set in every byte that is compared: [`FOLDED`] for a phrase in any case, nothing for others.
    fold: u64,
    /// Its first eight bytes, folded; of a shorter one what there is.
    first: u64,
    /// The second eight of a phrase of sixteen or more. The bits of `first` that count, of one shorter than eight.
    second: u64,
    /// The last eight.
    last: u64,
    pub(super) length: u32,
    pub(super) phrase: u32,
    /// Whether equal bytes here are equal words.
    pub(super) proved: bool,
}

impl Entry {
    pub(super) fn new(bytes: &[u8], phrase: u32, any_case: bool) -> Self {
        let fold = if any_case { FOLDED } else { 0 };
        let length = bytes.len();
        let counting = if length < 8 {
            (1 << (8 * length)) - 1
        } else {
            u64::MAX
        };
        Self {
            fold,
            first: (padded(bytes) | fold) & counting,
            second: match bytes.get(8..16) {
                Some(second) => padded(second) | fold,
                None => counting,
            },
            last: padded(&bytes[length.saturating_sub(8)..]) | fold,
            length: u32::try_from(length).unwrap_or(u32::MAX),
            phrase,
            proved: !any_case && length <= 24,
        }
    }

    /// Whether the phrase may stand at the beginning of `here`, whose first and second eight bytes these are.
    #[inline]
    pub(super) fn may_stand(&self, here: &[u8], first: u64, second: u64) -> bool {
        let length = self.length as usize;
        let Some(here) = here.get(..length) else {
            return false;
        };
        let Some(last) = here.last_chunk() else {
            return (first | self.fold) & self.second == self.first;
        };
        let mut differ = (first | self.fold) ^ self.first;
        differ |= (u64::from_le_bytes(*last) | self.fold) ^ self.last;
        if length >= 16 {
            differ |= (second | self.fold) ^ self.second;
        }
        differ == 0
    }
}

/// Entries by a number that they have in common, the longest first, and of equal ones the first of the list first.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Places with the number and the range of `entries`, empty where there is none; twice as many as there are numbers, and a power of two.
    places: Vec<(u64, u32, u32)>,
    entries: Vec<Entry>,
}

impl Groups {
    pub(super) fn new(mut of: Vec<(u64, Entry)>) -> Self {
        of.sort_by_key(|(key, entry)| (*key, std::cmp::Reverse(entry.length), entry.phrase));
        let groups = of.chunk_by(|a, b| a.0 == b.0);
        let count = groups.clone().count();
        let mut places = vec![(0, 0, 0); (2 * count).next_power_of_two()];
        let mut from = 0;
        for group in groups {
            let mut at = Self::home(group[0].0, places.len());
            while places[at].1 != places[at].2 {
                at = (at + 1) % places.len();
            }
            let to = from + u32::try_from(group.len()).unwrap_or(u32::MAX);
            places[at] = (group[0].0, from, to);
            from = to;
        }
        let entries = of.into_iter().map(|(_, entry)| entry).collect();
        Self { places, entries }
    }

    /// The entries of a number.
    #[inline]
    pub(super) fn of(&self, key: u64) -> &[Entry] {
        let mut at = Self::home(key, self.places.len());
        // At least half of the places are empty.
        while let Some(&(of, from, to)) = self.places.get(at) {
            if of == key || from == to {
                return &self.entries[from as usize..to as usize];
            }
            at = (at + 1) & (self.places.len() - 1);
        }
        &[]
    }

    /// Where to look for a number first.
    #[inline]
    fn home(key: u64, places: usize) -> usize {
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(spread >> 40).unwrap_or(0) & places.wrapping_sub(1)
    }
}

/// The first eight bytes, or what there is; zeros fill it up.
#[inline]
pub(super) fn padded(bytes: &[u8]) -> u64 {
    if let Some(eight) = bytes.first_chunk() {
        return u64::from_le_bytes(*eight);
    }
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}

/// 65,536 bits, 8 KiB: three of them stay in the first-level cache. A key has two bits in one place of 64, so that of the keys that were never
/// set one in some hundreds passes, and not one in thirty.
#[derive(Debug)]
pub(super) struct Bitmap(Box<[u64; 1024]>);

impl Default for Bitmap {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Bitmap {
    #[inline]
    fn place(key: u64) -> (usize, u64) {
        // The upper half of the long product: every bit of the key has a say in its lowest bits too.
        let spread = (u128::from(key) * 0x9e37_79b9_7f4a_7c15) >> 64;
        let spread = u64::try_from(spread).unwrap_or(0);
        // Ten bits of place and twice six of bit: the compiler sees that no place is out of range.
        let place = usize::try_from(spread & 1023).unwrap_or(0);
        (place, 1 << (spread >> 10 & 63) | 1 << (spread >> 16 & 63))
    }

    #[inline]
    pub(super) fn get(&self, key: u64) -> bool {
        let (place, bits) = Self::place(key);
        self.0[place] & bits == bits
    }

    pub(super) fn set(&mut self, key: u64) {
        let (place, bits) = Self::place(key);
        self.0[place] |= bits;
    }
}
