//! The parts that features are made of: words, each with its hash.
//!
//! A word of an article stands in hundreds of features. It is hashed once, and a feature joins the hashes of its parts: that is a third of the time
//! that hashing all of its words takes.

/// A word of a feature.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) text: &'a str,
    hash: u64,
}

impl<'a> Part<'a> {
    /// A word, which holds no space. Its hash is FNV-1a: short words need no better one, and words of the program have theirs before it runs.
    #[inline]
    pub(super) const fn of(text: &'a str) -> Self {
        let bytes = text.as_bytes();
        let mut hash = 0xcbf2_9ce4_8422_2325;
        let mut at = 0;
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0000_0100_0000_01b3);
            at += 1;
        }
        Self { text, hash }
    }
}

/// The hash of a feature: that of its parts in their order.
#[inline]
pub(super) fn key<'a>(parts: impl IntoIterator<Item = Part<'a>>) -> u64 {
    parts.into_iter().fold(0, |key: u64, part| {
        (key.rotate_left(23) ^ part.hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    })
}

/// Where nothing stands.
pub(super) const EDGE: Part<'static> = Part::of("#");
/// What is not there.
pub(super) const NONE: Part<'static> = Part::of("-");

/// A yes or no.
pub(super) const fn yes(b: bool) -> Part<'static> {
    const YES: Part<'static> = Part::of("y");
    const NO: Part<'static> = Part::of("n");
    if b { YES } else { NO }
}

/// A length, in steps that widen.
pub(super) const fn bucket(n: usize) -> Part<'static> {
    const STEPS: [Part<'static>; 10] = [
        Part::of("0"),
        Part::of("1"),
        Part::of("2"),
        Part::of("3"),
        Part::of("4"),
        Part::of("6"),
        Part::of("9"),
        Part::of("14"),
        Part::of("21"),
        Part::of("33"),
    ];
    STEPS[match n {
        0..=3 => n,
        4..=5 => 4,
        6..=8 => 5,
        9..=13 => 6,
        14..=20 => 7,
        21..=32 => 8,
        _ => 9,
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_and_the_edges_of_parts_tell() {
        let of = |parts: &[&str]| key(parts.iter().map(|p| Part::of(p)));
        assert_eq!(of(&["l", "v", "say"]), of(&["l", "v", "say"]));
        let lists: [&[&str]; 5] = [
            &["l", "v", "say"],
            &["l", "say", "v"],
            &["lv", "say"],
            &["l", "v"],
            &["l", "v", "say", ""],
        ];
        for (i, one) in lists.iter().enumerate() {
            assert!(lists[..i].iter().all(|other| of(other) != of(one)));
        }
    }

    #[test]
    fn lengths_widen() {
        let steps = [0, 3, 5, 6, 13, 14, 32, 33, 900].map(|n| bucket(n).text);
        assert_eq!(steps, ["0", "3", "4", "6", "9", "14", "21", "33", "33"]);
    }
}
