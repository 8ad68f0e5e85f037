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
    /// Whether it is the last of its group.
    last_of_group: bool,
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
            last_of_group: false,
        }
    }

    /// One that stands nowhere, and is a group of its own.
    fn none() -> Self {
        Self {
            length: u32::MAX,
            last_of_group: true,
            ..Self::new(&[], 0, false)
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

/// Entries in groups that are looked up by a number that they have in common, in one of several tables.
#[derive(Debug)]
pub(super) struct Groups<const TABLES: usize> {
    tables: [Table; TABLES],
    /// In each group the longest first, and of equal ones the first of the list first. Before all groups stands one that is never found.
    entries: Vec<Entry>,
}

/// Where the groups of a table begin.
#[derive(Debug, Default)]
struct Table {
    /// The number's [`tag`] and its first entry, [`NONE`] where there is none; at least four times as many as there are groups, and a power
    /// of two.
    places: Vec<(u32, u32)>,
}

/// The group that is never found.
pub(super) const NONE: u32 = 0;

impl<const TABLES: usize> Groups<TABLES> {
    /// Groups of the entries of each table, given with their numbers.
    pub(super) fn new(of: [Vec<(u64, Entry)>; TABLES]) -> Self {
        let mut entries = vec![Entry::none()];
        let tables = of.map(|of| Table::new(of, &mut entries));
        Self { tables, entries }
    }

    /// Where the group of a number begins, or one that shares its tag: [`NONE`] where there is none.
    #[allow(
        clippy::needless_bitwise_bool,
        reason = "a second branch would be guessed wrong"
    )]
    #[inline]
    pub(super) fn first(&self, table: usize, number: u64) -> u32 {
        let places = &self.tables[table].places;
        let tag = tag(number);
        let mut at = home(tag, places.len());
        // Three in four places are empty, so the first one nearly always answers. One question, because which answer it is cannot be foretold.
        while let Some(&(of, first)) = places.get(at) {
            if (of == tag) | (first == NONE) {
                return first;
            }
            at = (at + 1) & (places.len() - 1);
        }
        NONE
    }

    /// The entries of the group that begins there.
    #[inline]
    pub(super) fn group(&self, first: u32) -> impl Iterator<Item = &Entry> {
        let entries = &self.entries[first as usize..];
        let mut ended = false;
        entries
            .iter()
            .take_while(move |entry| !std::mem::replace(&mut ended, entry.last_of_group))
    }
}

impl Table {
    fn new(of: Vec<(u64, Entry)>, entries: &mut Vec<Entry>) -> Self {
        // Numbers with the same tag make one group: whether a phrase stands somewhere is seen from its entry.
        let mut of: Vec<(u32, Entry)> = of.into_iter().map(|(n, e)| (tag(n), e)).collect();
        of.sort_by_key(|(tag, entry)| (*tag, std::cmp::Reverse(entry.length), entry.phrase));
        let groups = of.chunk_by(|a, b| a.0 == b.0);
        let count = groups.clone().count();
        let mut places = vec![(0, NONE); (4 * count).next_power_of_two()];
        for group in groups {
            let mut at = home(group[0].0, places.len());
            while places[at].1 != NONE {
                at = (at + 1) % places.len();
            }
            let first = u32::try_from(entries.len()).unwrap_or(NONE);
            places[at] = (group[0].0, first);
            entries.extend(group.iter().map(|(_, entry)| *entry));
            if let Some(last) = entries.last_mut() {
                last.last_of_group = true;
            }
        }
        Self { places }
    }
}

/// What is kept of a number.
#[inline]
fn tag(number: u64) -> u32 {
    let spread = number.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32;
    u32::try_from(spread).unwrap_or(0)
}

/// Where to look for a tag first.
#[inline]
fn home(tag: u32, places: usize) -> usize {
    (tag >> 4) as usize & places.wrapping_sub(1)
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
