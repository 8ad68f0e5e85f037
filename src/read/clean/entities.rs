//! HTML character references: the named ones that news copy holds, and numbers; only with their semicolon.
//!
//! `&amp;amp;quot;` (escaped again at each hop of a feed) is resolved at once, so that no text takes one pass for each level.

use crate::model::Segment;

use super::edit::Edit;
use super::mojibake::WINDOWS_1252;

/// One pass; none where no reference is well formed.
pub(super) fn resolve(text: &str) -> Option<(String, Vec<Segment>)> {
    let bytes = text.as_bytes();
    let mut edit: Option<Edit> = None;
    let (mut kept, mut from) = (0, 0);
    while let Some(step) = memchr::memchr(b'&', &bytes[from..]) {
        let at = from + step;
        match reference(&text[at..]) {
            Some((character, len)) => {
                let edit = edit.get_or_insert_with(|| Edit::with_capacity(text.len()));
                edit.keep(text, kept, at);
                edit.replace(at, character.encode_utf8(&mut [0; 4]));
                kept = at + len;
                from = kept;
            }
            None => from = at + 1,
        }
    }
    edit.map(|mut edit| {
        edit.keep(text, kept, text.len());
        edit.finish()
    })
}

/// The character reference that `text` begins with, and its length.
fn reference(text: &str) -> Option<(char, usize)> {
    let mut at = 1;
    while text[at..].starts_with("amp;") {
        at += 4;
    }
    if let Some((character, len)) = name(&text[at..]) {
        return Some((character, at + len));
    }
    (at > 1).then_some(('&', at))
}

/// What stands between ampersand and semicolon, and the length with the semicolon.
fn name(text: &str) -> Option<(char, usize)> {
    /// The longest name of the table, and the longest number that can be a character.
    const LONGEST: usize = 10;
    let head = &text.as_bytes()[..text.len().min(LONGEST + 1)];
    let end = memchr::memchr(b';', head)?;
    let name = text.get(..end)?;
    let character = match name.strip_prefix('#') {
        Some(number) => from_number(number)?,
        None => NAMED
            .binary_search_by_key(&name, |(n, _)| n)
            .ok()
            .map(|i| NAMED[i].1)?,
    };
    Some((character, end + 1))
}

fn from_number(number: &str) -> Option<char> {
    let hexadecimal = number.strip_prefix(['x', 'X']);
    let digits = hexadecimal.unwrap_or(number);
    if !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return None;
    }
    let radix = if hexadecimal.is_some() { 16 } else { 10 };
    match u32::from_str_radix(digits, radix).ok()? {
        // Pages that count in Windows-1252, as browsers read them.
        point @ 0x80..=0x9f => Some(WINDOWS_1252[point as usize - 0x80]),
        9 | 10 | 13 => Some(' '),
        // Other controls stand for nothing in a text.
        0..=31 | 127 => None,
        point => char::from_u32(point),
    }
}

/// Names in byte order.
const NAMED: [(&str, char); 108] = [
    ("AMP", '&'),
    ("Aacute", 'Á'),
    ("Acirc", 'Â'),
    ("Agrave", 'À'),
    ("Aring", 'Å'),
    ("Atilde", 'Ã'),
    ("Auml", 'Ä'),
    ("Ccedil", 'Ç'),
    ("Eacute", 'É'),
    ("Ecirc", 'Ê'),
    ("Egrave", 'È'),
    ("Euml", 'Ë'),
    ("GT", '>'),
    ("Iacute", 'Í'),
    ("Icirc", 'Î'),
    ("LT", '<'),
    ("Ntilde", 'Ñ'),
    ("Oacute", 'Ó'),
    ("Ocirc", 'Ô'),
    ("Oslash", 'Ø'),
    ("Otilde", 'Õ'),
    ("Ouml", 'Ö'),
    ("QUOT", '"'),
    ("Scaron", 'Š'),
    ("Uacute", 'Ú'),
    ("Ucirc", 'Û'),
    ("Uuml", 'Ü'),
    ("Yacute", 'Ý'),
    ("Zcaron", 'Ž'),
    ("aacute", 'á'),
    ("acirc", 'â'),
    ("acute", '´'),
    ("aelig", 'æ'),
    ("agrave", 'à'),
    ("amp", '&'),
    ("apos", '\''),
    ("aring", 'å'),
    ("atilde", 'ã'),
    ("auml", 'ä'),
    ("bdquo", '„'),
    ("bull", '•'),
    ("ccedil", 'ç'),
    ("cent", '¢'),
    ("copy", '©'),
    ("deg", '°'),
    ("eacute", 'é'),
    ("ecirc", 'ê'),
    ("egrave", 'è'),
    ("emsp", ' '),
    ("ensp", ' '),
    ("eth", 'ð'),
    ("euml", 'ë'),
    ("euro", '€'),
    ("frac12", '½'),
    ("frac14", '¼'),
    ("frac34", '¾'),
    ("gt", '>'),
    ("hellip", '…'),
    ("iacute", 'í'),
    ("icirc", 'î'),
    ("iexcl", '¡'),
    ("igrave", 'ì'),
    ("iquest", '¿'),
    ("iuml", 'ï'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lsaquo", '‹'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("minus", '−'),
    ("nbsp", ' '),
    ("ndash", '–'),
    ("ntilde", 'ñ'),
    ("oacute", 'ó'),
    ("ocirc", 'ô'),
    ("oelig", 'œ'),
    ("ograve", 'ò'),
    ("ordm", 'º'),
    ("oslash", 'ø'),
    ("otilde", 'õ'),
    ("ouml", 'ö'),
    ("para", '¶'),
    ("pound", '£'),
    ("prime", '′'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rsaquo", '›'),
    ("rsquo", '’'),
    ("sbquo", '‚'),
    ("scaron", 'š'),
    ("sect", '§'),
    ("shy", '\u{ad}'),
    ("szlig", 'ß'),
    ("thinsp", ' '),
    ("times", '×'),
    ("trade", '™'),
    ("uacute", 'ú'),
    ("ucirc", 'û'),
    ("ugrave", 'ù'),
    ("uuml", 'ü'),
    ("yacute", 'ý'),
    ("yen", '¥'),
    ("zcaron", 'ž'),
    ("zwnj", '\u{200c}'),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str) -> String {
        resolve(text).map_or_else(|| text.to_owned(), |(t, _)| t)
    }

    #[test]
    fn names_stand_in_order() {
        assert!(NAMED.windows(2).all(|w| w[0].0 < w[1].0));
    }

    #[test]
    fn references_become_characters() {
        assert_eq!(
            resolved("&ldquo;No&rdquo;, it&#8217;s &#x2014; Q&amp;A"),
            "“No”, it’s — Q&A"
        );
        assert_eq!(resolved("it&#146;s"), "it’s");
        assert_eq!(resolved("&amp;amp;quot;x&amp;quot;"), "\"x\"");
    }

    #[test]
    fn what_is_no_reference_stays() {
        for text in [
            "R&D",
            "AT&T;",
            "&;",
            "&#;",
            "&#x;",
            "&#xD800;",
            "&#0;",
            "&quot x",
            "&#+39;",
            "?a=1&copy=2",
            "&",
            "&é;",
        ] {
            assert_eq!(resolved(text), text);
        }
    }
}
