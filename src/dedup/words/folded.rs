//! A word as lists have it and other texts write it too: in lower case, without what stands between its letters.

use std::borrow::Cow;

/// Letters and digits in lower case, and full stops, which stand between digits.
pub(super) fn folded(word: &str) -> String {
    let kept = word.chars().filter(|&c| c.is_alphanumeric() || c == '.');
    kept.flat_map(char::to_lowercase).collect()
}

/// Longest word that is folded without allocating.
pub(super) const ROOM: usize = 32;

/// The same, in `room` where the word is ASCII and finds room there.
pub(super) fn folded_into<'r>(word: &str, room: &'r mut [u8; ROOM]) -> Cow<'r, str> {
    if word.len() > ROOM || !word.is_ascii() {
        return Cow::Owned(folded(word));
    }
    let mut length = 0;
    for byte in word.bytes() {
        room[length] = byte.to_ascii_lowercase();
        length += usize::from(byte.is_ascii_alphanumeric() || byte == b'.');
    }
    std::str::from_utf8(&room[..length]).map_or_else(|_| Cow::Owned(folded(word)), Cow::Borrowed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn words_fold_alike_with_and_without_allocating(word in "[a-zA-Z0-9.'’é]{0,40}") {
            let mut room = [0; ROOM];
            prop_assert_eq!(folded_into(&word, &mut room), folded(&word));
        }
    }
}
