//! Places in a text, in code points.

/// Bytes of a text as code points: what there is to know of each 64 bytes, so that no question takes longer than another.
#[derive(Default)]
pub(super) struct CodePoints {
    blocks: Vec<Block>,
}

/// What is known of 64 bytes.
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
        let (blocks, rest) = bytes.as_chunks::<BLOCK>();
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        let mut before = 0;
        self.blocks.reserve(blocks.len() + 1);
        for block in blocks.iter().chain([&last]) {
            let continuing = if block.is_ascii() { 0 } else { mask(block) };
            self.blocks.push(Block { before, continuing });
            before += continuing.count_ones();
        }
    }
}

/// A bit for each byte that continues a character.
fn mask(block: &[u8; BLOCK]) -> u64 {
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
    use super::CodePoints;

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
