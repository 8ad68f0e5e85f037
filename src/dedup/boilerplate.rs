//! Boilerplate learned from the copies: what one outlet sets under, or over, every story is not syndication.
//!
//! A paragraph is boilerplate if it, with its exact and near copies, stands in at least three articles of one outlet, in no article of another,
//! and in each of them among the first two or the last three paragraphs (where an article repeats it, the first place counts). That can be
//! told only when everything was read, so the copies are noted as they are removed and asked about at the end; the answer does not depend
//! on the order of the input. Only paragraphs that were copied are noted: 20 to 39 bytes for each of those.

use rustc_hash::FxHashMap;

use super::exact::{KeptCopy, Ordinal};
use crate::model::BOILERPLATE_ARTICLES;

/// Paragraphs from the top that are the start of a body.
const START: u32 = 2;
/// Paragraphs from the bottom that are its end: sign-up box, credits and copyright line follow each other.
const END: u32 = 3;

/// Where one copy of a paragraph stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// Outlet, as [`super::outlet_hash`] gives it.
    pub outlet: u64,
    /// Paragraph, from 0.
    pub paragraph: u32,
    /// How many its article has.
    pub paragraphs: u32,
}

impl Standing {
    /// Whether it stands where boilerplate does.
    pub fn at_edge(self) -> bool {
        self.paragraph < START || self.paragraph + END >= self.paragraphs
    }
}

impl From<&KeptCopy> for Standing {
    fn from(kept: &KeptCopy) -> Self {
        Self {
            outlet: kept.outlet,
            paragraph: kept.paragraph,
            paragraphs: kept.paragraphs,
        }
    }
}

#[derive(Debug, Clone, Copy)]
struct Family {
    /// Half of the outlet's hash: that two of some thousand outlets have the same is not to be expected, and there are many families.
    outlet: u32,
    /// The article noted last.
    last: Ordinal,
    /// At most 255.
    articles: u8,
    possible: bool,
}

/// What a family remembers of an outlet.
fn half(outlet: u64) -> u32 {
    u32::try_from(outlet >> 32).unwrap_or(u32::MAX)
}

/// Paragraphs that were copied, and whether they may be boilerplate.
#[derive(Debug, Default)]
pub struct Boilerplate {
    families: FxHashMap<Ordinal, Family>,
}

impl Boilerplate {
    /// Notes that the paragraph `of`, which stands at `kept`, has a copy in another article, whose first paragraph is `article`. Copies
    /// come article by article; of those that are equal in one article the first alone is to be noted.
    pub fn note(&mut self, of: Ordinal, kept: Standing, copy: Standing, article: Ordinal) {
        let family = self.families.entry(of).or_insert(Family {
            outlet: half(kept.outlet),
            articles: 1,
            last: of,
            possible: kept.outlet != 0 && kept.at_edge(),
        });
        if family.last != article {
            family.articles = family.articles.saturating_add(1);
            family.last = article;
        }
        family.possible &= half(copy.outlet) == family.outlet && copy.at_edge();
    }

    /// Whether the paragraph turned out to be boilerplate.
    pub fn is_boilerplate(&self, of: Ordinal) -> bool {
        self.families
            .get(&of)
            .is_some_and(|f| f.possible && usize::from(f.articles) >= BOILERPLATE_ARTICLES)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(outlet: u64, paragraph: u32) -> Standing {
        Standing {
            outlet: outlet << 32 | outlet,
            paragraph,
            paragraphs: 20,
        }
    }

    fn learned(kept: Standing, copies: &[Standing]) -> bool {
        let mut boilerplate = Boilerplate::default();
        for (article, &copy) in (1..).zip(copies) {
            boilerplate.note(Ordinal(4), kept, copy, Ordinal(100 * article));
            boilerplate.note(Ordinal(4), kept, copy, Ordinal(100 * article));
        }
        boilerplate.is_boilerplate(Ordinal(4))
    }

    #[test]
    fn three_articles_of_one_outlet_at_the_edges() {
        assert!(learned(at(1, 19), &[at(1, 17), at(1, 0)]));
        assert!(!learned(at(1, 19), &[at(1, 17)]), "twice may be chance");
        assert!(
            !learned(at(1, 19), &[at(1, 17), at(1, 10)]),
            "in the middle of a story"
        );
        assert!(
            !learned(at(1, 19), &[at(1, 17), at(1, 18), at(2, 19)]),
            "another outlet has it too"
        );
        assert!(
            !learned(at(0, 19), &[at(0, 19), at(0, 19)]),
            "outlet unknown"
        );
    }
}
