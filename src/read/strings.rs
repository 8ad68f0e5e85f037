//! JSON strings become text: borrowed where nothing is escaped, decoded straight into a given buffer where something is.
//!
//! Stands apart from the JSON parser because a body must not be allocated for each article: the parser hands over the raw
//! string, checked but not decoded, and it is decoded once, into a buffer that is used again.

use std::borrow::Cow;

/// The inside of a JSON string as text, if `raw` is one.
pub(super) fn string(raw: &str) -> Option<Cow<'_, str>> {
    let inside = inside(raw)?;
    if memchr::memchr(b'\\', inside.as_bytes()).is_none() {
        return Some(Cow::Borrowed(inside));
    }
    let mut text = String::with_capacity(inside.len());
    unescape(inside, backslashes(inside), &mut text);
    Some(Cow::Owned(text))
}

/// As [`string`], into a buffer that is emptied first. Returns whether `raw` is a string. `escapes` are the places in `raw` where something is
/// escaped, if these are known.
pub(super) fn string_into(
    raw: &str,
    escapes: Option<impl Iterator<Item = usize>>,
    buffer: &mut String,
) -> bool {
    buffer.clear();
    let Some(inside) = inside(raw) else {
        return false;
    };
    buffer.reserve(inside.len());
    match escapes {
        // The mark that opens it stands before the first.
        Some(places) => unescape(inside, places.map(|at| at - 1), buffer),
        None => unescape(inside, backslashes(inside), buffer),
    }
    true
}

fn inside(raw: &str) -> Option<&str> {
    raw.strip_prefix('"')?.strip_suffix('"')
}

fn backslashes(inside: &str) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'\\', inside.as_bytes())
}

/// Decodes the escapes of a string that the parser has accepted, which begin at `places`. Places inside of an escape do not count.
fn unescape(inside: &str, places: impl Iterator<Item = usize>, out: &mut String) {
    let mut from = 0;
    for at in places {
        if at < from {
            continue;
        }
        out.push_str(&inside[from..at]);
        let escape = inside.as_bytes().get(at + 1).copied().unwrap_or(b'\\');
        let mut length = 2;
        out.push(match escape {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let (character, used) = code_point(&inside[at..]);
                length = used;
                character
            }
            // A quotation mark, a slash, a backslash.
            other => char::from(other),
        });
        from = at + length;
    }
    out.push_str(inside.get(from..).unwrap_or_default());
}

/// The character of `\uXXXX` (or a pair of surrogates) at the start of `text`, and its length. Half a pair becomes U+FFFD: one
/// code point, as other languages count it, so that offsets stay right.
fn code_point(text: &str) -> (char, usize) {
    let unit = |from: usize| {
        text.get(from..from + 6)
            .and_then(|t| t.strip_prefix("\\u"))
            .and_then(|hex| u32::from_str_radix(hex, 16).ok())
    };
    let first = unit(0).unwrap_or(0xfffd);
    if (0xd800..0xdc00).contains(&first)
        && let Some(second) = unit(6).filter(|s| (0xdc00..0xe000).contains(s))
    {
        let point = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        return (
            char::from_u32(point).unwrap_or(char::REPLACEMENT_CHARACTER),
            12,
        );
    }
    (
        char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER),
        6,
    )
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn decoding_undoes_encoding(text in any::<String>()) {
            let raw = serde_json::to_string(&text).unwrap();
            prop_assert_eq!(&*string(&raw).unwrap(), &text);
            let mut ascii = String::new();
            for c in raw.chars() {
                if c.is_ascii() {
                    ascii.push(c);
                } else {
                    for unit in c.encode_utf16(&mut [0; 2]) {
                        ascii = format!("{ascii}\\u{unit:04x}");
                    }
                }
            }
            let mut buffer = "old".to_owned();
            prop_assert!(string_into(&ascii, None::<std::iter::Empty<usize>>, &mut buffer));
            prop_assert_eq!(buffer, text);
        }
    }

    #[test]
    fn half_a_pair_is_one_code_point() {
        assert_eq!(string(r#""a\ud83db\ude00""#).unwrap(), "a\u{fffd}b\u{fffd}");
    }

    #[test]
    fn only_strings_are_strings() {
        assert!(string("12").is_none());
        assert!(!string_into(
            "null",
            None::<std::iter::Empty<usize>>,
            &mut String::new()
        ));
    }
}
