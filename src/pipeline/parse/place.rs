//! Places in a text, in code points.

/// Bytes of a text as code points, counted on from the place asked for before.
#[derive(Default)]
pub(super) struct Place {
    byte: usize,
    points: u32,
}

impl Place {
    /// The code points before a byte.
    pub(super) fn at(&mut self, text: &str, byte: usize) -> u32 {
        if byte < self.byte {
            // Places within one phrase of another come back; no text is counted twice from its beginning for it.
            let back = points(&text.as_bytes()[byte..self.byte]);
            self.points = self.points.saturating_sub(back);
        } else {
            self.points += points(&text.as_bytes()[self.byte..byte]);
        }
        self.byte = byte;
        self.points
    }
}

/// Code points that begin in these bytes.
fn points(bytes: &[u8]) -> u32 {
    // Counted in bytes, a hundred at a time, so that the compiler adds up sixteen at once.
    let continuing = |block: &[u8]| block.iter().map(|b| u8::from(b & 0xc0 == 0x80)).sum::<u8>();
    let continuing: usize = bytes.chunks(128).map(|b| usize::from(continuing(b))).sum();
    // Bodies are far shorter than the type can count.
    u32::try_from(bytes.len() - continuing).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::Place;

    #[test]
    fn places_count_characters_forwards_and_back() {
        let text = "aé“北𝄞 ".repeat(40);
        let mut place = Place::default();
        let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).collect();
        for (from, step) in [(0, 1), (3, 7), (170, 64), (9, 33)] {
            for (point, &byte) in (0u32..).zip(&bytes).skip(from).step_by(step) {
                assert_eq!(place.at(&text, byte), point);
            }
        }
    }
}
