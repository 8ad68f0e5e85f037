//! What phrases are looked up by: hashes of the letters that they begin and end with, and the bitmaps over them.

/// Sets the bit that tells ASCII capitals from small letters. Makes some other bytes equal too, which costs a comparison and nothing else.
pub(super) const FOLDED: u64 = 0x2020_2020_2020_2020;

pub(super) fn fold(bytes: [u8; 8]) -> u64 {
    u64::from_le_bytes(bytes) | FOLDED
}

/// Up to eight bytes, folded; zeros, which fold to spaces, fill it up.
pub(super) fn padded(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight[..bytes.len()].copy_from_slice(bytes);
    fold(eight)
}

/// What a short phrase is looked up by: the letters and digits that it begins with, and of one that begins beyond ASCII the first two bytes.
#[inline]
pub(super) fn first_word(first: u64, length: usize) -> u64 {
    const MASKS: [u64; 9] = {
        let mut masks = [u64::MAX; 9];
        masks[0] = 0xffff;
        let mut length = 1;
        while length < 8 {
            masks[length] = (1 << (8 * length)) - 1;
            length += 1;
        }
        masks
    };
    first & MASKS[length.min(8)]
}

/// What a long phrase is looked up by.
pub(super) fn ends_key(first: u64, last: u64, length: usize) -> u64 {
    let length = (length as u64) << 3;
    (first ^ length).wrapping_mul(0xd6e8_feb8_6659_fd93) ^ last.rotate_left(23)
}

/// 65,536 bits, 8 KiB: three of them stay in the first-level cache.
#[derive(Debug)]
pub(super) struct Bitmap(Box<[u64; 1024]>);

impl Default for Bitmap {
    fn default() -> Self {
        Self(Box::new([0; 1024]))
    }
}

impl Bitmap {
    fn place(key: u64) -> (usize, u64) {
        let spread = key.wrapping_mul(0x9e37_79b9_7f4a_7c15);
        // Ten bits of place and six of bit: the compiler sees that no place is out of range.
        let place = usize::try_from(spread >> 54).unwrap_or(0);
        (place, 1 << (spread >> 48 & 63))
    }

    #[inline]
    pub(super) fn get(&self, key: u64) -> bool {
        let (place, bit) = Self::place(key);
        self.0[place] & bit != 0
    }

    pub(super) fn set(&mut self, key: u64) {
        let (place, bit) = Self::place(key);
        self.0[place] |= bit;
    }
}
