//! Normalisation form C, stretch by stretch, so that the way back stays exact.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::model::Segment;

use super::edit::Edit;

/// One pass; none where the text is in form C.
pub(super) fn compose(text: &str) -> Option<(String, Vec<Segment>)> {
    if is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return None;
    }
    let mut edit = Edit::with_capacity(text.len());
    let mut changed = false;
    let mut composed = String::new();
    let mut start = 0;
    let boundaries = text
        .char_indices()
        .skip(1)
        .filter(|&(_, c)| begins_stretch(c))
        .map(|(at, _)| at)
        .chain(std::iter::once(text.len()));
    let mut kept = 0;
    for end in boundaries {
        let stretch = &text[start..end];
        // One byte a stretch is ASCII: the most frequent case, and never changed.
        if stretch.len() > 1 {
            composed.clear();
            composed.extend(stretch.nfc());
            if composed != stretch {
                edit.keep(text, kept, start);
                edit.replace(start, &composed);
                kept = end;
                changed = true;
            }
        }
        start = end;
    }
    if !changed {
        return None;
    }
    edit.keep(text, kept, text.len());
    Some(edit.finish())
}

/// Whether a character never composes with what stands before it.
fn begins_stretch(character: char) -> bool {
    character.is_ascii()
        || (canonical_combining_class(character) == 0
            && is_nfc_quick(std::iter::once(character)) == IsNormalized::Yes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_marks_become_one() {
        let (text, _) = compose("cafe\u{301} Zaj\u{105}c").expect("it is not in form C");
        assert_eq!(text, "café Zając");
        assert!(compose("café").is_none());
    }
}
