//! UTF-8 that somebody read as Latin-1 or Windows-1252 ("itâ€™s"), turned back.
//!
//! Only sequences that decode to a character are touched, and those that real copy also holds on purpose ("MANHÃ»" is a word
//! and a closing mark) stay unless their surroundings speak for damage. Text damaged twice is repaired twice.

use crate::model::Segment;

use super::edit::Edit;

/// One pass; none where nothing was damaged.
pub(super) fn repair(text: &str) -> Option<(String, Vec<Segment>)> {
    let bytes = text.as_bytes();
    let mut edit: Option<Edit> = None;
    let (mut kept, mut from) = (0, 0);
    // Every lead byte (C2 to F4) reads as a letter of U+00C2 to U+00F4, which UTF-8 writes with a first byte C3.
    while let Some(step) = memchr::memchr(0xc3, &bytes[from..]) {
        let at = from + step;
        match sequence(text, at) {
            Some((character, end)) => {
                let edit = edit.get_or_insert_with(|| Edit::with_capacity(text.len()));
                edit.keep(text, kept, at);
                edit.replace(at, character.encode_utf8(&mut [0; 4]));
                (kept, from) = (end, end);
            }
            None => from = at + 2,
        }
    }
    edit.map(|mut edit| {
        edit.keep(text, kept, text.len());
        edit.finish()
    })
}

/// The damaged character at `at` and where it ends, if surroundings do not speak against it.
fn sequence(text: &str, at: usize) -> Option<(char, usize)> {
    let (lead, character, end) = decode(text, at)?;
    let alone = || decode(text, end).is_none() && !ends_in_sequence(text, at);
    match lead {
        // Marks and accented letters of Western and Central Europe, Greek and Cyrillic in pairs of two letters.
        0xc2..=0xc5 | 0xce..=0xd1 => {
            let before = text[..at].chars().next_back();
            let closes = text[..end].chars().next_back().is_some_and(is_closing);
            if closes && !before.is_some_and(char::is_lowercase) && alone() {
                return None;
            }
        }
        // Quotation marks, dashes, the euro sign; the byte order mark; emoji.
        0xe2 | 0xef | 0xf0 => {}
        // Other scripts come as words, not as one character.
        _ if alone() => return None,
        _ => {}
    }
    Some((character, end))
}

/// Whether another damaged character ends just before `at`.
fn ends_in_sequence(text: &str, at: usize) -> bool {
    text[..at]
        .char_indices()
        .rev()
        .take(4)
        .any(|(i, _)| decode(text, i).is_some_and(|(_, _, end)| end == at))
}

/// Reads the characters at `at` as the bytes they stand for: lead byte, character, end.
fn decode(text: &str, at: usize) -> Option<(u8, char, usize)> {
    let mut characters = text.get(at..)?.chars();
    let lead = byte_of(characters.next()?)?;
    let length = match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [lead, 0, 0, 0];
    let mut end = at + 2;
    for byte in &mut bytes[1..length] {
        let character = characters.next()?;
        *byte = byte_of(character).filter(|b| (0x80..=0xbf).contains(b))?;
        end += character.len_utf8();
    }
    let decoded = std::str::from_utf8(&bytes[..length]).ok()?;
    Some((lead, decoded.chars().next()?, end))
}

fn is_closing(character: char) -> bool {
    matches!(
        character,
        '»' | '›' | '”' | '’' | '“' | '‘' | '…' | '–' | '—' | '«' | '·'
    )
}

/// The byte that a character stands for in Windows-1252, or in Latin-1 for the controls that Windows-1252 leaves free.
pub(super) fn byte_of(character: char) -> Option<u8> {
    let point = u32::from(character);
    match point {
        0x80..=0xff => u8::try_from(point).ok(),
        0x152..=0x2122 => WINDOWS_1252
            .iter()
            .position(|&c| c == character)
            .and_then(|i| u8::try_from(0x80 + i).ok()),
        _ => None,
    }
}

/// Bytes 80 to 9F of Windows-1252; a space where the code page has nothing.
pub(super) const WINDOWS_1252: [char; 32] = [
    '€', ' ', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', ' ', 'Ž', ' ', //
    ' ', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', ' ', 'ž', 'Ÿ',
];

/// The character that Windows-1252 reads a byte as, or Latin-1 where it has none.
#[cfg(test)]
pub(super) fn read_wrongly(byte: u8) -> char {
    match WINDOWS_1252.get(usize::from(byte).wrapping_sub(0x80)) {
        Some(&character) if character != ' ' => character,
        _ => char::from(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn repaired(text: &str) -> String {
        repair(text).map_or_else(|| text.to_owned(), |(t, _)| t)
    }

    #[test]
    fn damage_is_undone() {
        assert_eq!(repaired("itâ€™s â€œnoâ€\u{9d}"), "it’s “no”");
        assert_eq!(repaired("it\u{e2}\u{80}\u{99}s"), "it’s");
        assert_eq!(repaired("OrbÃ¡n in KrakÃ³w, Â£5"), "Orbán in Kraków, £5");
        assert_eq!(repaired("ÐšÐ¸ÑŽÐ²"), "Кию\u{432}");
        assert_eq!(repaired("è€\u{81}å¸«"), "老師");
        assert_eq!(repaired("ZajÄ…c"), "Zając");
    }

    #[test]
    fn letters_that_only_look_damaged_stay() {
        for text in [
            "AMANHÃ»",
            "“CAFÉ”",
            "«É»",
            "un café”…",
            "Ångström",
            "SÃO PAULO",
            "5×”",
            "Â",
            "é",
        ] {
            assert_eq!(repaired(text), text);
        }
    }
}
