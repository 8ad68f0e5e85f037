//! Numbers by chance that are the same everywhere: `SplitMix64`, which needs one word of state and passes the usual tests.

/// A stream of numbers. Copied, it goes on the same way.
#[derive(Debug, Clone, Copy)]
pub(super) struct Random(u64);

impl Random {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// 0 to 1, without 1.
    pub(super) fn share(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// 0 to `n`, without `n`; 0 where `n` is 0.
    pub(super) fn below(&mut self, n: usize) -> usize {
        let wide = u128::from(self.next()) * n as u128;
        usize::try_from(wide >> 64).unwrap_or(0)
    }

    /// As [`Random::below`], with small numbers far more often: a list's first tenth comes about half of the time, as the words of a text do.
    pub(super) fn skewed(&mut self, n: usize) -> usize {
        let below = 1usize << 20;
        let x = self.below(below);
        // The cube of a share, in whole numbers so that no machine rounds otherwise.
        let cube = (x as u128).pow(3) * n as u128;
        usize::try_from(cube >> 60).unwrap_or(0)
    }
}
