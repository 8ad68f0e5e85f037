//! Templates of sentences, and how their slots are filled.

use super::super::random::Random;
use crate::error::{Error, ErrorKind, Result};

/// A piece of a template.
pub(super) enum Piece {
    Text(String),
    Slot(Slot),
}

/// What fills a slot.
pub(super) enum Slot {
    /// A word of a list; the first ones come most often.
    Word(usize),
    Person,
    Number,
    Outlet,
}

/// The names of an article.
pub(super) struct Names {
    pub(super) person: String,
    pub(super) outlet: String,
}

/// Appends a sentence to `text`.
pub(super) fn fill(
    pieces: &[Piece],
    lists: &[Vec<String>],
    names: &Names,
    random: &mut Random,
    text: &mut String,
) {
    let start = text.len();
    for piece in pieces {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Slot(Slot::Word(list)) => {
                text.push_str(&lists[*list][random.skewed(lists[*list].len())]);
            }
            Piece::Slot(Slot::Person) => text.push_str(&names.person),
            Piece::Slot(Slot::Outlet) => text.push_str(&names.outlet),
            Piece::Slot(Slot::Number) => text.push_str(&(2 + random.skewed(980)).to_string()),
        }
    }
    if let Some(first) = text.get_mut(start..=start) {
        first.make_ascii_uppercase();
    }
}

/// Takes a template apart; `names` are those of the lists of words.
pub(super) fn pieces(template: &str, names: &[&str]) -> Result<Vec<Piece>> {
    let mut pieces = Vec::new();
    for part in template.split_inclusive('}') {
        let (text, slot) = match part.strip_suffix('}').and_then(|p| p.split_once('{')) {
            Some((text, slot)) => (text, Some(slot)),
            None => (part, None),
        };
        if !text.is_empty() {
            pieces.push(Piece::Text(text.to_owned()));
        }
        pieces.extend(match slot {
            None => None,
            Some("person") => Some(Piece::Slot(Slot::Person)),
            Some("number") => Some(Piece::Slot(Slot::Number)),
            Some("outlet") => Some(Piece::Slot(Slot::Outlet)),
            Some(slot) => {
                let list = names.iter().position(|n| *n == slot).ok_or_else(|| {
                    Error::new(ErrorKind::Lexicon, format!("no words for {{{slot}}}"))
                })?;
                Some(Piece::Slot(Slot::Word(list)))
            }
        });
    }
    Ok(pieces)
}
