//! Words that no list knows.

use crate::model::Pos;

/// Readings of a word that no list knows, by its ending.
pub(super) fn guess(word: &str) -> Vec<(Pos, i32)> {
    let ends = |list: &[&str]| list.iter().any(|e| word.ends_with(e));
    if ends(&["ly"]) {
        vec![(Pos::Adverb, 2), (Pos::Adjective, 0)]
    } else if ends(&["ing"]) {
        vec![(Pos::VerbIng, 2), (Pos::Noun, 1), (Pos::Adjective, 0)]
    } else if ends(&["ed"]) {
        vec![
            (Pos::VerbPast, 2),
            (Pos::VerbParticiple, 2),
            (Pos::Adjective, 0),
        ]
    } else if ends(&[
        "tion", "ment", "ness", "ity", "ism", "ance", "ence", "ship", "sion", "er", "or", "ist",
    ]) {
        vec![(Pos::Noun, 2)]
    } else if ends(&[
        "al", "ive", "ous", "ful", "able", "ible", "ic", "less", "ish", "led", "like",
    ]) {
        vec![(Pos::Adjective, 2), (Pos::Noun, 0)]
    } else if word.contains('-') {
        vec![(Pos::Adjective, 2), (Pos::Noun, 1)]
    } else if ends(&["s"]) {
        vec![(Pos::Noun, 2), (Pos::VerbThird, 0)]
    } else {
        vec![(Pos::Noun, 2), (Pos::Adjective, 1), (Pos::VerbBase, -2)]
    }
}
