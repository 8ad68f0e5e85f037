//! Spaces and invisible characters: every run becomes one plain space, every kind of line end one newline.

use crate::model::Segment;

use super::edit::Edit;

/// What becomes of a character.
#[derive(PartialEq, Eq)]
enum Kind {
    /// Stays.
    Text,
    /// Becomes part of a run of spaces.
    Space,
    /// Becomes a newline.
    Line,
    /// Goes.
    Nothing,
}

fn kind(character: char) -> Kind {
    match character {
        ' '
        | '\t'
        | '\u{b}'
        | '\u{c}'
        | '\u{a0}'
        | '\u{1680}'
        | '\u{2000}'..='\u{200a}'
        | '\u{202f}'
        | '\u{205f}'
        | '\u{3000}' => Kind::Space,
        '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => Kind::Line,
        // Joiners shape letters of scripts that need them; in between Latin letters they are invisible litter.
        '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{ad}'
        | '\u{180e}'
        | '\u{feff}'
        | '\u{7f}'..='\u{9f}'
        | '\u{fff9}'..='\u{fffb}' => Kind::Nothing,
        '\n' => Kind::Text,
        c if c < ' ' => Kind::Nothing,
        _ => Kind::Text,
    }
}

/// One pass; none where nothing changes.
pub(super) fn tidy(text: &str) -> Option<(String, Vec<Segment>)> {
    let mut edit = Edit::with_capacity(text.len());
    let mut kept = 0;
    let mut changed = false;
    let bytes = text.as_bytes();
    let mut next = 0;
    while let Some(&byte) = bytes.get(next) {
        // Nearly all of the text has nothing to tidy, and is passed over a stretch at a time.
        if next > kept
            && let Some(stretch) = bytes[next - 1..].first_chunk()
            && is_tidy(stretch)
        {
            next += STRETCH;
            continue;
        }
        let at = next;
        // Nearly all that there is: a letter, or a single space after something that stays.
        let single = |at: usize| byte == b' ' && at > kept && bytes[at - 1] != b' ';
        if (b'!'..=b'~').contains(&byte) || byte == b'\n' || single(at) {
            next += 1;
            continue;
        }
        let Some(character) = text[at..].chars().next() else {
            break;
        };
        let end = at + character.len_utf8();
        next = end;
        match kind(character) {
            Kind::Text => {}
            // A single plain space after text: the rule, and nothing to do.
            Kind::Space if character == ' ' && !follows_space(&edit, text, kept, at) => {}
            Kind::Space => {
                let again = follows_space(&edit, text, kept, at);
                edit.keep(text, kept, at);
                if !again {
                    edit.replace(at, " ");
                }
                kept = end;
                changed = true;
            }
            Kind::Line => {
                edit.keep(text, kept, at);
                let pair = character == '\r' && bytes.get(end) == Some(&b'\n');
                if !pair {
                    edit.replace(at, "\n");
                }
                kept = end;
                changed = true;
            }
            Kind::Nothing => {
                edit.keep(text, kept, at);
                kept = end;
                changed = true;
            }
        }
    }
    if !changed {
        return None;
    }
    edit.keep(text, kept, text.len());
    Some(edit.finish())
}

/// Bytes passed over at once.
const STRETCH: usize = 16;

/// Whether all but the first of these bytes are ASCII characters that stay, and no two are spaces in a row. Plain loops, which the compiler turns
/// into vector instructions.
fn is_tidy(stretch: &[u8; STRETCH + 1]) -> bool {
    let (mut other, mut double) = (false, false);
    for &byte in &stretch[1..] {
        other |= byte.wrapping_sub(b' ') > b'~' - b' ';
    }
    for (&byte, &next) in stretch.iter().zip(&stretch[1..]) {
        double |= (byte | next) == b' ';
    }
    !(other | double)
}

/// Whether what was written, or stands ready to be kept, ends in a space.
fn follows_space(edit: &Edit, text: &str, kept: usize, at: usize) -> bool {
    if kept < at {
        text.as_bytes()[at - 1] == b' '
    } else {
        edit.last() == Some(' ')
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tidied(text: &str) -> String {
        tidy(text).map_or_else(|| text.to_owned(), |(t, _)| t)
    }

    #[test]
    fn runs_become_one_space() {
        assert_eq!(tidied("a \u{a0} \tb"), "a b");
        assert_eq!(tidied("a\u{a0}b  c"), "a b c");
        assert_eq!(tidied("a \u{200b} b"), "a b");
    }

    #[test]
    fn what_is_tidied_does_not_depend_on_where_it_stands() {
        for before in 0..40 {
            for (given, tidy) in [
                ("a  b", "a b"),
                ("a\u{200b}b", "ab"),
                ("a\rb", "a\nb"),
                ("é \tb", "é b"),
            ] {
                let pad = "some words ".repeat(4);
                let text = format!("{}{given}{pad}", &pad[..before]);
                assert_eq!(tidied(&text), format!("{}{tidy}{pad}", &pad[..before]));
            }
        }
    }

    #[test]
    fn line_ends_become_newlines() {
        assert_eq!(tidied("a\r\nb\rc\u{2028}d"), "a\nb\nc\nd");
    }

    #[test]
    fn invisible_characters_go() {
        assert_eq!(tidied("\u{feff}so\u{ad}ft\u{200b} \u{1}x"), "soft x");
    }

    #[test]
    fn tidy_text_is_left_alone() {
        assert!(tidy("a b\nc").is_none());
    }
}
