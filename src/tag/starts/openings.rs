//! The first bytes that phrases may have, by which most places are told apart from all phrases.

/// What the first, second, fourth and fifth byte of some phrases may be. The phrases are shared out among eight groups, and of each byte the groups
/// are known, as bits, that its lower and its upper half may stand in: a place is told apart where no group is left over all halves.
#[derive(Debug, Clone, Default)]
pub(in crate::tag) struct Openings {
    pub(super) lower: [[u8; 16]; LOOKED_AT.len()],
    pub(super) upper: [[u8; 16]; LOOKED_AT.len()],
}

/// Which bytes are looked at.
pub(super) const LOOKED_AT: [usize; 4] = [0, 1, 3, 4];
/// Groups for phrases that begin with a small letter. There are few such phrases among names, and most words of a text begin with one: so they get
/// the finer groups.
const SMALL: usize = 5;
const GROUPS: usize = 8;

impl Openings {
    /// Those of phrases, each with whether its ASCII letters match in any case.
    pub(in crate::tag) fn new<'a>(phrases: impl Iterator<Item = (&'a [u8], bool)>) -> Self {
        let mut groups = [Vec::new(), Vec::new()];
        for (phrase, any_case) in phrases {
            let opening = &phrase[..phrase.len().min(LOOKED_AT[3] + 1)];
            let small = opening.first().is_some_and(u8::is_ascii_lowercase);
            groups[usize::from(!small)].push((opening, any_case));
        }
        let mut openings = Self::default();
        for ((first, count), mut group) in [(0, SMALL), (SMALL, GROUPS - SMALL)]
            .into_iter()
            .zip(groups)
        {
            group.sort_unstable();
            group.dedup();
            // Neighbours in this order begin alike, and make a group that lets little else through.
            for (number, (opening, any_case)) in group.iter().enumerate() {
                let bit = 1 << (first + number * count / group.len());
                openings.enter(opening, *any_case, bit);
            }
        }
        openings
    }

    fn enter(&mut self, opening: &[u8], any_case: bool, bit: u8) {
        for (place, at) in LOOKED_AT.into_iter().enumerate() {
            match opening.get(at) {
                Some(byte) => {
                    let both = [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()];
                    for byte in if any_case { both } else { [*byte; 2] } {
                        self.lower[place][usize::from(byte & 15)] |= bit;
                        self.upper[place][usize::from(byte >> 4)] |= bit;
                    }
                }
                // After a phrase as short as that anything may come.
                None => {
                    for half in 0..16 {
                        self.lower[place][half] |= bit;
                        self.upper[place][half] |= bit;
                    }
                }
            }
        }
    }

    /// Whether a phrase may begin with these bytes, the first one lowest.
    pub(super) fn allow(&self, first: u64) -> bool {
        let bytes = first.to_le_bytes();
        let groups = LOOKED_AT
            .into_iter()
            .enumerate()
            .fold(u8::MAX, |left, (place, at)| {
                let byte = usize::from(bytes[at]);
                left & self.lower[place][byte & 15] & self.upper[place][byte >> 4]
            });
        groups != 0
    }
}
