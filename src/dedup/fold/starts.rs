//! Where the words of a folded text begin.

/// The places in a folded text where its words begin, a bit for each byte: a vector pass writes 64 of them at once.
#[derive(Debug, Clone, Default)]
pub(in crate::dedup) struct Starts {
    bits: Vec<u64>,
    /// Whether the text has ASCII digits.
    pub(super) digits: bool,
}

/// The words of a folded text.
#[derive(Debug, Clone, Copy)]
pub(in crate::dedup) struct Words<'a> {
    /// The places where they begin, 64 in a number, the first one lowest.
    pub(in crate::dedup) starts: &'a [u64],
    /// Whether there are ASCII digits in them.
    pub(in crate::dedup) digits: bool,
}

impl Starts {
    /// None, in a text of up to `bytes` folded bytes.
    pub(in crate::dedup) fn with_room(bytes: usize) -> Self {
        Self {
            bits: vec![0; bytes / 64 + 2],
            digits: false,
        }
    }

    /// Forgets those in the first `bytes`.
    pub(in crate::dedup) fn clear(&mut self, bytes: usize) {
        self.bits[..bytes / 64 + 2].fill(0);
        self.digits = false;
    }

    /// The words in the first `bytes`.
    pub(in crate::dedup) fn words(&self, bytes: usize) -> Words<'_> {
        Words {
            starts: &self.bits[..bytes.div_ceil(64)],
            digits: self.digits,
        }
    }

    /// Adds a place.
    pub(super) fn set(&mut self, place: usize) {
        self.bits[place / 64] |= 1 << (place % 64);
    }

    /// Adds `place` and the 63 after it, as far as their bits are set.
    #[cfg(target_arch = "x86_64")]
    #[inline]
    pub(super) fn add(&mut self, place: usize, bits: u64) {
        let at = place / 64;
        let words = &mut self.bits[at..at + 2];
        words[0] |= bits << (place % 64);
        // In two steps, because no number is shifted by all of its bits.
        words[1] |= bits >> 1 >> (63 - place % 64);
    }
}
