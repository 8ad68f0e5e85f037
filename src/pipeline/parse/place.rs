//! Places in a text, in code points.

#[cfg(target_arch = "x86_64")]
use archmage::{SimdToken, X64V4Token};

/// Bytes of a text as code points: what there is to know of each 64 bytes, so that no question takes longer than another.
#[derive(Default)]
pub(super) struct CodePoints {
    blocks: Vec<Block>,
}

/// What is known of 64 bytes.
#[derive(Debug, PartialEq, Eq)]
struct Block {
    /// Bytes before it that continue a character.
    before: u32,
    /// A bit for each byte that does, the first one lowest.
    continuing: u64,
}

/// Bytes of a block: a mask has a bit for each.
const BLOCK: usize = 64;

impl CodePoints {
    /// Forgets the text that was read before.
    pub(super) fn clear(&mut self) {
        self.blocks.clear();
    }

    /// The code points before a byte of `text`, which is read when it is asked about first after [`clear`](Self::clear).
    pub(super) fn before(&mut self, text: &str, byte: usize) -> u32 {
        if self.blocks.is_empty() {
            self.read(text.as_bytes());
        }
        let continuing = self.blocks.get(byte / BLOCK).map_or(0, |block| {
            let below = block.continuing & !(u64::MAX << (byte % BLOCK));
            block.before + below.count_ones()
        });
        // Bodies are far shorter than the type can count.
        u32::try_from(byte).unwrap_or(u32::MAX) - continuing
    }

    fn read(&mut self, bytes: &[u8]) {
        #[cfg(target_arch = "x86_64")]
        if let Some(token) = X64V4Token::summon() {
            return v4::read(token, self, bytes);
        }
        self.read_with(bytes, continuing);
    }

    #[allow(
        clippy::inline_always,
        reason = "vector instructions must be inlined into the function that was compiled for them"
    )]
    #[inline(always)]
    fn read_with(&mut self, bytes: &[u8], continuing: impl Fn(&[u8; BLOCK]) -> u64) {
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let mut before = 0;
        self.blocks
            .extend(blocks.iter().chain([&last]).map(|block| {
                let continuing = continuing(block);
                let block = Block { before, continuing };
                before += continuing.count_ones();
                block
            }));
    }
}

#[cfg(target_arch = "x86_64")]
mod v4 {
    use archmage::{X64V4Token, arcane};

    use super::{BLOCK, CodePoints};

    #[arcane]
    pub(super) fn read(token: X64V4Token, points: &mut CodePoints, bytes: &[u8]) {
        points.read_with(bytes, |block| continuing(token, block));
    }

    /// Signed, the bytes that continue a character are the least.
    #[arcane(import_intrinsics)]
    fn continuing(_: X64V4Token, block: &[u8; BLOCK]) -> u64 {
        let lead = _mm512_set1_epi8(0xc0u8.cast_signed());
        _mm512_cmplt_epi8_mask(_mm512_loadu_epi8(block), lead)
    }
}

/// A bit for each byte that continues a character, the portable way.
fn continuing(block: &[u8; BLOCK]) -> u64 {
    if block.is_ascii() {
        return 0;
    }
    let eights = block.as_chunks::<8>().0.iter().rev();
    eights.fold(0, |mask, eight| {
        let eight = u64::from_le_bytes(*eight);
        // Such a byte has its upper bit set and the next one not.
        let continuing = eight >> 7 & !(eight >> 6) & 0x0101_0101_0101_0101;
        // The product gathers the eight bits in its highest byte.
        mask << 8 | continuing.wrapping_mul(0x0102_0408_1020_4080) >> 56
    })
}

#[cfg(test)]
mod tests {
    use super::{CodePoints, continuing};

    #[test]
    fn both_ways_agree() {
        let text = "aé“北𝄞 plain ".repeat(40);
        let (mut one, mut other) = (CodePoints::default(), CodePoints::default());
        one.read(text.as_bytes());
        other.read_with(text.as_bytes(), continuing);
        assert_eq!(one.blocks, other.blocks);
    }

    #[test]
    fn places_count_characters_in_any_order() {
        let text = "aé“北𝄞 ".repeat(40) + &"plain ".repeat(30);
        let bytes = text.char_indices().map(|(byte, _)| byte);
        let mut places: Vec<(u32, usize)> = (0..).zip(bytes.chain([text.len()])).collect();
        let mut points = CodePoints::default();
        for _ in 0..2 {
            for &(point, byte) in &places {
                assert_eq!(points.before(&text, byte), point);
            }
            places.reverse();
        }
        points.clear();
        assert_eq!(points.before("éa", 2), 1);
        points.clear();
        assert_eq!(points.before(&"é".repeat(32), 64), 32);
    }
}
