//! What the places of a table are gathered in: one line of the processor's cache, whose keys are all compared at once.

/// Some places, each with a key and a number plus one; 0 where the place is empty. Empty places come last.
pub(super) trait Bucket: Clone + Default {
    /// What it is asked for.
    type Key: Copy;
    /// Its places.
    const WIDTH: usize;
    /// A table grows by one part in so many.
    const GROWTH: usize;
    /// Most entries for each hundred places.
    const FILLED: usize;

    /// The upper half of a key, which says where in the table it belongs.
    fn upper(key: Self::Key) -> u32;
    /// The place of `key`, and the number there plus one.
    fn find(&self, key: Self::Key) -> Option<(usize, u32)>;
    /// The first place that is empty, or whose number plus one is at most `floor`.
    fn room(&self, floor: u32) -> Option<usize>;
    /// The numbers plus one.
    fn numbers(&self) -> &[u32];
    /// The key at a place.
    fn key(&self, place: usize) -> Self::Key;
    /// Fills a place.
    fn set(&mut self, place: usize, key: Self::Key, number: u32);
}

/// Eight keys of 32 bits.
#[derive(Debug, Clone, Default)]
#[repr(align(64))]
pub(super) struct Eight {
    keys: [u32; 8],
    numbers: [u32; 8],
}

impl Bucket for Eight {
    type Key = u32;
    const WIDTH: usize = 8;
    const GROWTH: usize = 4;
    const FILLED: usize = 80;

    #[inline]
    fn upper(key: u32) -> u32 {
        key
    }

    #[inline]
    fn find(&self, key: u32) -> Option<(usize, u32)> {
        // A key of 0 stands in empty places too, but these come last.
        let place = same(&self.keys, key).trailing_zeros() as usize;
        self.numbers
            .get(place)
            .filter(|&&n| n != 0)
            .map(|&n| (place, n))
    }

    #[inline]
    fn room(&self, floor: u32) -> Option<usize> {
        let place = !above(&self.numbers, floor) & 0xff;
        (place != 0).then(|| place.trailing_zeros() as usize)
    }

    #[inline]
    fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    #[inline]
    fn key(&self, place: usize) -> u32 {
        self.keys[place]
    }

    #[inline]
    fn set(&mut self, place: usize, key: u32, number: u32) {
        self.keys[place] = key;
        self.numbers[place] = number;
    }
}

/// Five keys of 64 bits, in two halves.
#[derive(Debug, Clone, Default)]
#[repr(align(64))]
pub(super) struct Five {
    upper: [u32; 5],
    lower: [u32; 5],
    numbers: [u32; 5],
}

impl Bucket for Five {
    type Key = u64;
    const WIDTH: usize = 5;
    const GROWTH: usize = 7;
    const FILLED: usize = 92;

    #[inline]
    fn upper(key: u64) -> u32 {
        u32::try_from(key >> 32).unwrap_or(u32::MAX)
    }

    #[inline]
    fn find(&self, key: u64) -> Option<(usize, u32)> {
        let upper = Self::upper(key);
        let lower = u32::try_from(key & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        let mut found = None;
        // Two keys with one upper half in one bucket are as good as never seen: a branch for each that is never taken.
        for place in 0..Self::WIDTH {
            if self.upper[place] == upper && self.lower[place] == lower && self.numbers[place] != 0
            {
                found = Some((place, self.numbers[place]));
            }
        }
        found
    }

    #[inline]
    fn room(&self, floor: u32) -> Option<usize> {
        if floor > 0 {
            return self.numbers.iter().position(|&number| number <= floor);
        }
        // Nothing is dead, and empty places come last.
        let filled = self.numbers.iter().map(|&n| usize::from(n != 0)).sum();
        (filled < Self::WIDTH).then_some(filled)
    }

    #[inline]
    fn numbers(&self) -> &[u32] {
        &self.numbers
    }

    #[inline]
    fn key(&self, place: usize) -> u64 {
        u64::from(self.upper[place]) << 32 | u64::from(self.lower[place])
    }

    #[inline]
    fn set(&mut self, place: usize, key: u64, number: u32) {
        self.upper[place] = Self::upper(key);
        self.lower[place] = u32::try_from(key & u64::from(u32::MAX)).unwrap_or(u32::MAX);
        self.numbers[place] = number;
    }
}

#[cfg(target_arch = "x86_64")]
#[archmage::arcane(import_intrinsics)]
fn same_by_vector(_: archmage::X64V1Token, line: &[u32; 8], wanted: u32) -> u32 {
    let [front, back] = line.as_chunks::<4>().0 else {
        unreachable!("eight are twice four")
    };
    let wanted = _mm_set1_epi32(wanted.cast_signed());
    let front = _mm_cmpeq_epi32(_mm_loadu_si128(front), wanted);
    let back = _mm_cmpeq_epi32(_mm_loadu_si128(back), wanted);
    let words = _mm_packs_epi32(front, back);
    let bytes = _mm_packs_epi16(words, words);
    _mm_movemask_epi8(bytes).cast_unsigned() & 0xff
}

#[cfg(target_arch = "x86_64")]
#[archmage::arcane(import_intrinsics)]
fn above_by_vector(_: archmage::X64V1Token, line: &[u32; 8], least: u32) -> u32 {
    let [front, back] = line.as_chunks::<4>().0 else {
        unreachable!("eight are twice four")
    };
    // There are comparisons of numbers with a sign alone.
    let sign = _mm_set1_epi32(i32::MIN);
    let least = _mm_xor_si128(_mm_set1_epi32(least.cast_signed()), sign);
    let front = _mm_cmpgt_epi32(_mm_xor_si128(_mm_loadu_si128(front), sign), least);
    let back = _mm_cmpgt_epi32(_mm_xor_si128(_mm_loadu_si128(back), sign), least);
    let words = _mm_packs_epi32(front, back);
    let bytes = _mm_packs_epi16(words, words);
    _mm_movemask_epi8(bytes).cast_unsigned() & 0xff
}

/// A bit for each of the eight that is above `least`, the first one lowest.
#[inline]
fn above(line: &[u32; 8], least: u32) -> u32 {
    #[cfg(target_arch = "x86_64")]
    if let Some(token) = <archmage::X64V1Token as archmage::SimdToken>::summon() {
        return above_by_vector(token, line, least);
    }
    above_by_number(line, least)
}

/// The portable way.
fn above_by_number(line: &[u32; 8], least: u32) -> u32 {
    let bits = line.iter().enumerate();
    bits.fold(0, |bits, (place, &of)| {
        bits | u32::from(of > least) << place
    })
}

/// A bit for each of the eight that is `wanted`, the first one lowest.
#[inline]
fn same(line: &[u32; 8], wanted: u32) -> u32 {
    #[cfg(target_arch = "x86_64")]
    // Every x86-64 can, and the compiler knows it. Of the plain loop below it makes ten times as many instructions.
    if let Some(token) = <archmage::X64V1Token as archmage::SimdToken>::summon() {
        return same_by_vector(token, line, wanted);
    }
    same_by_number(line, wanted)
}

/// The portable way.
fn same_by_number(line: &[u32; 8], wanted: u32) -> u32 {
    let bits = line.iter().enumerate();
    bits.fold(0, |bits, (place, &of)| {
        bits | u32::from(of == wanted) << place
    })
}

#[cfg(test)]
mod tests {
    use super::{above, above_by_number, same, same_by_number};

    #[test]
    fn both_ways_agree() {
        for choice in 0..256u32 {
            let line = std::array::from_fn(|place| {
                if choice >> place & 1 == 1 {
                    7
                } else {
                    u32::MAX
                }
            });
            assert_eq!(same(&line, 7), choice);
            assert_eq!(same_by_number(&line, 7), choice);
            assert_eq!(same(&line, u32::MAX), !choice & 0xff);
            for least in [0, 6, 7, u32::MAX - 1] {
                let expected = if least < 7 { 0xff } else { !choice & 0xff };
                assert_eq!(above(&line, least), expected);
                assert_eq!(above_by_number(&line, least), expected);
            }
            assert_eq!(above(&line, u32::MAX), 0);
        }
    }
}
