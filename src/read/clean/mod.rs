//! Repairs what copy suffers on its way: mojibake, character references, left-over tags, exotic spaces, loose accents.
//!
//! Stands in `read` because nothing after it should ever meet a damaged text. Most articles need nothing: [`scan`] says so at
//! several gigabytes a second, and the text stays borrowed. Each pass keeps the way back ([`OffsetMap`]), so that positions in
//! outputs are those of the text as given.
//!
//! Cleaning a cleaned text changes nothing, for any text that settles within [`ROUNDS`] rounds (tags inside references inside
//! tags take one round a level; nothing seen in real copy took more than two).

mod scan;
mod edit;
mod mojibake;
mod entities;
mod html;
mod spaces;
mod composition;

use std::borrow::Cow;

use crate::model::{OffsetMap, Segment, Span};

use self::edit::Trail;

/// A pass over a text: the new text and where its stretches come from, or none where nothing changed.
type Pass = fn(&str) -> Option<(String, Vec<Segment>)>;

/// Most rounds that one text gets.
const ROUNDS: usize = 4;
/// How often a text may have been read in the wrong encoding. Real copy is damaged once, seldom twice; what needs more is made up, and
/// would cost a pass over the text for each time.
const DAMAGES: usize = 3;

/// A cleaned text with the way back.
#[derive(Debug, Clone)]
pub struct Cleaned<'a> {
    /// The text; borrowed where nothing was to do.
    pub text: Cow<'a, str>,
    map: Option<OffsetMap>,
}

impl Cleaned<'_> {
    /// From bytes of the cleaned text to bytes of the text as given.
    pub fn into_map(self) -> OffsetMap {
        let len = self.text.len();
        self.map.unwrap_or_else(|| OffsetMap::identity(len))
    }

    /// From a span of the cleaned text to one of the text as given.
    pub fn span(&self, span: Span) -> Span {
        self.map.as_ref().map_or(span, |map| map.span(span))
    }

    /// Whether cleaning changed anything.
    pub fn changed(&self) -> bool {
        self.map.is_some()
    }
}

/// Cleans a text. Paragraph breaks stay; NULs and other controls go.
///
/// ```
/// let cleaned = stanceline::read::clean("it&rsquo;s \u{a0}so");
/// assert_eq!(cleaned.text, "it’s so");
/// ```
pub fn clean(text: &str) -> Cleaned<'_> {
    clean_scanned(text, scan::scan(text))
}

/// Whether a text holds a NUL: damaged or binary, and not to be read as an article.
pub(super) fn clean_unless_nul(text: &str) -> Option<Cleaned<'_>> {
    let found = scan::scan(text);
    (!found.nul).then(|| clean_scanned(text, found))
}

fn clean_scanned(text: &str, mut found: scan::Findings) -> Cleaned<'_> {
    let mut current: Cow<'_, str> = Cow::Borrowed(text);
    let mut trail: Option<Trail> = None;
    for _ in 0..ROUNDS {
        if found.none() {
            break;
        }
        let mut changed = false;
        let mut run = |wanted: bool, pass: Pass| {
            if let Some((newer, segments)) = wanted.then(|| pass(&current)).flatten() {
                trail
                    .get_or_insert_with(|| Trail::new(text.len()))
                    .follow(&segments, newer.len());
                current = Cow::Owned(newer);
                changed = true;
                true
            } else {
                false
            }
        };
        for _ in 0..DAMAGES {
            if !run(found.mojibake, mojibake::repair) {
                break;
            }
        }
        run(found.entities, entities::resolve);
        run(found.tags, html::strip);
        run(found.spaces, spaces::tidy);
        run(found.composition, composition::compose);
        if !changed {
            break;
        }
        found = scan::scan(&current);
    }
    let map = trail.map(|t| t.into_map(current.len()));
    Cleaned { text: current, map }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Pieces that cleaning cares about, and pieces that it must not touch.
    fn pieces() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            Just("word".to_owned()),
            Just(" ".to_owned()),
            Just("\n".to_owned()),
            Just("\r\n".to_owned()),
            Just("“quoted” – yes".to_owned()),
            Just("â€™".to_owned()),
            Just("Ã©".to_owned()),
            Just("Ã¢â‚¬â„¢".to_owned()),
            Just("&amp;".to_owned()),
            Just("&amp;#8217;".to_owned()),
            Just("&lt;p&gt;".to_owned()),
            Just("<p>".to_owned()),
            Just("</p>".to_owned()),
            Just("\u{a0}".to_owned()),
            Just("\u{200b}".to_owned()),
            Just("\u{ad}".to_owned()),
            Just("e\u{301}".to_owned()),
            Just("&".to_owned()),
            Just("<".to_owned()),
            Just("北京 Київ é".to_owned()),
            "[a-zA-Z ,.]{0,80}",
        ];
        proptest::collection::vec(piece, 0..24).prop_map(|p| p.concat())
    }

    proptest! {
        #[test]
        fn cleaning_twice_is_cleaning_once(text in pieces()) {
            let once = clean(&text).text.into_owned();
            let twice = clean(&once);
            prop_assert_eq!(&*twice.text, &once);
            prop_assert!(!twice.changed());
        }

        #[test]
        fn words_lead_back_to_themselves(text in pieces()) {
            let cleaned = clean(&text);
            let clean_text = cleaned.text.clone().into_owned();
            let map = cleaned.into_map();
            for (at, _) in clean_text.match_indices("word") {
                let span = map.span(Span::new(at, at + 4));
                // Litter inside the word ("wo\u{ad}rd") belongs to it.
                let back: String = span.of(&text).chars().filter(char::is_ascii_alphabetic).collect();
                prop_assert_eq!(back, "word");
            }
        }

        #[test]
        fn spans_are_sound_for_any_text(text in any::<String>()) {
            let cleaned = clean(&text);
            let clean_text = cleaned.text.clone().into_owned();
            let map = cleaned.into_map();
            let mut before = 0;
            for (at, c) in clean_text.char_indices() {
                let span = map.span(Span::new(at, at + c.len_utf8()));
                prop_assert!(span.start >= before && span.end <= text.len());
                prop_assert!(text.is_char_boundary(span.start) && text.is_char_boundary(span.end));
                before = span.start;
            }
        }

        #[test]
        fn clean_text_stays_borrowed(text in "([a-zA-Z,.]{1,8}é?[“”’– \n]?){0,60}") {
            let cleaned = clean(&text);
            prop_assert!(matches!(cleaned.text, Cow::Borrowed(_)));
        }
    }

    #[test]
    fn damage_of_several_kinds_is_repaired_at_once() {
        let cleaned =
            clean("<p>Orb&aacute;n\u{a0}said itâ€™s &ldquo;no&rdquo;.</p>\r\n<p>Cafe\u{301}</p>");
        assert_eq!(cleaned.text.trim(), "Orbán said it’s “no”.\n\nCafé");
    }

    #[test]
    fn text_damaged_thrice_is_repaired_and_no_text_costs_more() {
        let thrice = (0..3).fold("it’s".to_owned(), |text, _| {
            text.bytes().map(mojibake::read_wrongly).collect()
        });
        assert_eq!(clean(&thrice).text, "it’s");
        // Each pass would take one character away, and the text has too many of them.
        let endless = format!("{}©", "Â".repeat(200_000));
        assert!(clean(&endless).text.len() > 390_000);
    }

    #[test]
    fn a_tower_of_references_is_one_pass() {
        let text = format!("&{}lt;", "amp;".repeat(100_000));
        assert_eq!(clean(&text).text, "<");
    }
}
