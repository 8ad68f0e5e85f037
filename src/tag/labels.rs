//! Labels of turns in a transcript: "ANNA BERG, HOST:", later "BERG:". Names stand in capitals there, and nowhere else are looked for so.

use std::borrow::Cow;
use std::ops::Range;

use crate::model::{Document, Pos};

/// Most tokens before the colon.
const LABEL: usize = 14;

/// Most tokens of a label inside a paragraph, its colon among them.
const SHORT: usize = 6;

/// Most tokens of a line that is a label as a whole.
const LINE: usize = 8;

/// The labels of a document: tokens from a paragraph's start to its colon or dash, or with `lines` all of a short one, where all letters are capitals.
pub(super) fn labels(document: &Document, lines: bool) -> Vec<Range<usize>> {
    document
        .paragraphs
        .iter()
        .filter_map(|p| {
            let sentences = &document.sentences[p.sentences.clone()];
            let start = sentences.first()?.tokens.start;
            let end = sentences.last()?.tokens.end.min(start + LABEL);
            // "GHENT - Has offered a boat.", but no hyphen in a word.
            let parts = |t: &usize| {
                let span = document.tokens[*t].span;
                let apart = || document.text[..span.start].ends_with(' ');
                match document.tokens[*t].lower.as_str() {
                    ":" => true,
                    "-" | "\u{2013}" | "\u{2014}" => apart(),
                    _ => false,
                }
            };
            // "POLAND" as a line of its own.
            let last = sentences.last()?.tokens.end;
            let line = (lines && last - start <= LINE).then_some(last);
            let colon = (start..end).find(parts).or(line)?;
            let label = start..colon;
            let text = document.slice(document.token_span(&label));
            let letters = || text.chars().filter(|c| c.is_alphabetic());
            // "Q:" and "A:" name nobody.
            (letters().count() > 2 && letters().all(char::is_uppercase)).then_some(label)
        })
        .chain(inside(document))
        .collect()
}

/// Labels that open a sentence inside a paragraph: "... to Kyiv? BERG: We are ready."
fn inside(document: &Document) -> impl Iterator<Item = Range<usize>> {
    document.sentences.windows(2).filter_map(|pair| {
        let [before, sentence] = pair else {
            return None;
        };
        let start = sentence.tokens.start;
        let end = sentence.tokens.end.min(start + SHORT);
        let colon = (start..end).find(|t| document.tokens[*t].lower == ":")?;
        let label = start..colon;
        let text = document.slice(document.token_span(&label));
        let letters = || text.chars().filter(|c| c.is_alphabetic());
        let capitals = letters().count() > 2 && letters().all(char::is_uppercase);
        (before.paragraph == sentence.paragraph && capitals).then_some(label)
    })
}

/// The text with the words of its labels as names are written elsewhere, every byte in its place.
pub(super) fn as_names<'a>(document: &'a Document, labels: &[Range<usize>]) -> Cow<'a, str> {
    let mut text = Cow::Borrowed(document.text.as_str());
    for t in labels.iter().flat_map(Clone::clone) {
        let token = &document.tokens[t];
        // Abbreviations ("US", "EU", "UN") are written in capitals everywhere.
        if token.pos == Pos::Punctuation || token.lower.len() < 3 {
            continue;
        }
        let name = as_name(document.slice(token.span));
        if name.len() == token.span.len() {
            text.to_mut()
                .replace_range(token.span.start..token.span.end, &name);
        }
    }
    text
}

/// "BERG" as "Berg", "MCGUIRE-HOLM" as "Mcguire-Holm".
pub(super) fn as_name(word: &str) -> String {
    let mut first = true;
    word.chars()
        .flat_map(|c| {
            let written: String = if first {
                c.to_uppercase().collect()
            } else {
                c.to_lowercase().collect()
            };
            first = !c.is_alphabetic();
            written.chars().collect::<Vec<_>>()
        })
        .collect()
}
