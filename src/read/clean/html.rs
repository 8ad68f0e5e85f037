//! Tags left in a body by whoever extracted it: blocks become lines, the rest goes.
//!
//! A text is taken for HTML only where tags of the language itself stand in it; "<" in prose stays what it is.

use crate::model::Segment;

use super::edit::Edit;

/// One pass; none where the text is no HTML.
pub(super) fn strip(text: &str) -> Option<(String, Vec<Segment>)> {
    if !looks_like_html(text) {
        return None;
    }
    let mut edit = Edit::with_capacity(text.len());
    let (mut kept, mut from) = (0, 0);
    // The end of a skipped element or comment that never ends is looked for once, not at each of its openings.
    let mut unclosed = [false; SKIPPED.len()];
    while let Some(step) = memchr::memchr(b'<', &text.as_bytes()[from..]) {
        let at = from + step;
        let Some(tag) = Tag::at(text, at) else {
            from = at + 1;
            continue;
        };
        edit.keep(text, kept, at);
        if tag.is_block() && edit.last().is_some_and(|c| c != '\n') {
            edit.replace(at, "\n");
        }
        kept = tag.end;
        if let Some(kind) = tag.skipped().filter(|&kind| !unclosed[kind]) {
            match end_of(kind, text, tag.end) {
                Some(end) => kept = end,
                None => unclosed[kind] = true,
            }
        }
        from = kept;
    }
    edit.keep(text, kept, text.len());
    Some(edit.finish())
}

/// Two tags that everybody writes, or one at the very start.
fn looks_like_html(text: &str) -> bool {
    let mut seen = 0;
    let mut from = 0;
    while let Some(step) = memchr::memchr(b'<', &text.as_bytes()[from..]) {
        let at = from + step;
        if Tag::at(text, at).is_some() {
            seen += 1;
            if seen == 2 || text[..at].trim_start().is_empty() {
                return true;
            }
        }
        from = at + 1;
    }
    false
}

/// A tag of a known element, or a comment.
struct Tag<'a> {
    name: &'a str,
    opens: bool,
    end: usize,
}

/// Longest tag that is looked for: an image with all its sources.
const LONGEST_TAG: usize = 4096;

impl<'a> Tag<'a> {
    fn at(text: &'a str, at: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        if text[at..].starts_with("<!--") {
            return Some(Self {
                name: "!--",
                opens: true,
                end: at + 4,
            });
        }
        let opens = bytes.get(at + 1) != Some(&b'/');
        let start = at + if opens { 1 } else { 2 };
        let len = bytes[start.min(bytes.len())..]
            .iter()
            .take(11)
            .position(|b| !b.is_ascii_alphanumeric())?;
        let name = &text[start..start + len];
        if !known(name) || !matches!(bytes[start + len], b'>' | b'/' | b' ' | b'\n' | b'\t') {
            return None;
        }
        let rest = &bytes[start + len..bytes.len().min(at + LONGEST_TAG)];
        let end = memchr::memchr(b'>', rest)?;
        Some(Self {
            name,
            opens,
            end: start + len + end + 1,
        })
    }

    fn is_block(&self) -> bool {
        BLOCKS.iter().any(|b| self.name.eq_ignore_ascii_case(b))
    }

    /// Which of [`SKIPPED`] it opens.
    fn skipped(&self) -> Option<usize> {
        let is_it = |(name, _): &(&str, &str)| self.name.eq_ignore_ascii_case(name);
        SKIPPED.iter().position(is_it).filter(|_| self.opens)
    }
}

/// Where the content ends that nobody reads and that begins at `from`.
fn end_of(kind: usize, text: &str, from: usize) -> Option<usize> {
    let closing = SKIPPED[kind].1.as_bytes();
    text.as_bytes()[from..]
        .windows(closing.len())
        .position(|w| w.eq_ignore_ascii_case(closing))
        .map(|i| from + i + closing.len())
}

fn known(name: &str) -> bool {
    BLOCKS
        .iter()
        .chain(&INLINE)
        .chain(SKIPPED.iter().map(|(name, _)| name))
        .any(|k| name.eq_ignore_ascii_case(k))
}

const BLOCKS: [&str; 27] = [
    "p",
    "br",
    "div",
    "li",
    "ul",
    "ol",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "blockquote",
    "tr",
    "td",
    "table",
    "tbody",
    "article",
    "section",
    "figure",
    "figcaption",
    "header",
    "footer",
    "aside",
    "hr",
    "body",
    "html",
];
const INLINE: [&str; 14] = [
    "a", "b", "i", "em", "strong", "span", "img", "u", "sup", "sub", "small", "font", "cite",
    "iframe",
];
/// Elements whose content is no text, and what ends it.
const SKIPPED: [(&str, &str); 3] = [
    ("script", "</script>"),
    ("style", "</style>"),
    ("!--", "-->"),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn stripped(text: &str) -> String {
        strip(text).map_or_else(|| text.to_owned(), |(t, _)| t)
    }

    #[test]
    fn blocks_become_lines_and_the_rest_goes() {
        assert_eq!(
            stripped("<p>One <a href=\"x\">link</a>.</p><p>Two<br/>three</p>"),
            "One link.\nTwo\nthree\n"
        );
        assert_eq!(
            stripped("<p>a</p><script>if (a<b) {}</script><!-- <p> -->b"),
            "a\nb"
        );
        assert_eq!(stripped("<p>a<script>b"), "ab");
        assert_eq!(
            stripped("<p>a <!-- b<p>c</p><script>d</script><style>e</style>f"),
            "a  b\nc\nf"
        );
    }

    #[test]
    fn prose_stays() {
        for text in [
            "3 < 5 and 6 > 2",
            "a <b",
            "<unknown>x</unknown>",
            "one <p> alone",
            "<",
        ] {
            assert_eq!(stripped(text), text);
        }
    }
}
