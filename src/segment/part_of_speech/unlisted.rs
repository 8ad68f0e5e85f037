//! Words that no list knows.

use crate::lexicon::Endings;
use crate::model::Pos;

/// Readings of a word that no list knows, by its ending.
pub(super) fn guess(word: &str, endings: &Endings) -> Vec<(Pos, i32)> {
    let ends = |list: &[String]| list.iter().any(|e| word.ends_with(e.as_str()));
    if ends(&endings.adverbs) {
        vec![(Pos::Adverb, 2), (Pos::Adjective, 0)]
    } else if ends(&endings.gerunds) {
        vec![(Pos::VerbIng, 2), (Pos::Noun, 1), (Pos::Adjective, 0)]
    } else if ends(&endings.participles) {
        vec![
            (Pos::VerbPast, 2),
            (Pos::VerbParticiple, 2),
            (Pos::Adjective, 0),
        ]
    } else if ends(&endings.nouns) {
        vec![(Pos::Noun, 2)]
    } else if ends(&endings.adjectives) {
        vec![(Pos::Adjective, 2), (Pos::Noun, 0)]
    } else if word.contains('-') {
        vec![(Pos::Adjective, 2), (Pos::Noun, 1)]
    } else if ends(&endings.plurals) {
        vec![(Pos::Noun, 2), (Pos::VerbThird, 0)]
    } else {
        vec![(Pos::Noun, 2), (Pos::Adjective, 1), (Pos::VerbBase, -2)]
    }
}
