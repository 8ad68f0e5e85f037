//! Contents that leave the sentence of their cue: a turn behind a name and a colon, the paragraph that a colon announces, a quotation that goes on over
//! paragraph breaks.

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::anchors::Anchor;
use crate::model::{Attribution, Document, ParagraphRole, Span, SpeechKind};

/// Paragraphs that a turn or an announced text may run over.
const PARAGRAPHS: usize = 8;
/// A name before a colon has at most this many tokens.
const NAME: usize = 7;

/// A label in capitals may tell more: "ANNA BERG, MAYOR OF GHENT:".
const LABEL: usize = 14;

/// Confidence of a turn behind a speaker's name in capitals: set, not learned.
const LABELLED: f64 = 0.8;

/// Possible contents of the anchor beyond its sentence, each with how it begins and ends.
pub(super) fn beyond(
    document: &Document,
    anchor: &Anchor,
) -> Vec<(Range<usize>, &'static str, &'static str)> {
    let mut found = Vec::new();
    let sentence = document.sentence_of(anchor.token);
    let here = sentence.paragraph;
    let tokens = paragraph_tokens(document, here);
    let colon = |t: usize| document.tokens[t].lower == ":";
    let ends_in_colon = (anchor.token..sentence.tokens.end)
        .rev()
        .find(|t| document.tokens[*t].lower != "\"")
        .is_some_and(colon);
    if ends_in_colon && sentence.tokens.end == tokens.end {
        announced(document, here + 1, &mut found);
    }
    if colon(anchor.token) && anchor.token < tokens.start + NAME {
        let start = anchor.token + 1;
        if start < tokens.end {
            found.push((start..tokens.end, "turn", "paragraph"));
            let mut end = tokens.end;
            for next in here + 1..document.paragraphs.len().min(here + PARAGRAPHS) {
                let next = paragraph_tokens(document, next);
                if next.clone().take(NAME).any(colon) {
                    break;
                }
                end = next.end;
            }
            found.push((start..end, "turn", "turn"));
        }
    }
    // Speech to the right that goes on behind its paragraph.
    let speech = document.quotations_from(anchor.token + 1);
    let here = speech.partition_point(|q| q.tokens.start < sentence.tokens.end);
    if let Some(open) = speech[..here].iter().position(|q| !q.closed) {
        let goes_on = speech[open + 1..]
            .iter()
            .take_while(|q| q.continues)
            .take(PARAGRAPHS)
            .last();
        if let Some(last) = goes_on {
            let start = speech[open].tokens.start;
            found.push((start..last.tokens.end, "quote", "goes-on"));
        }
    }
    found
}

/// Whether the token is a colon near the start of its paragraph and another paragraph close by begins like it.
pub(super) fn is_dialogue(document: &Document, t: usize) -> bool {
    let here = document.sentence_of(t).paragraph;
    let begins = |p: usize| {
        paragraph_tokens(document, p)
            .take(LABEL)
            .any(|t| document.tokens[t].lower == ":")
    };
    let near = here.saturating_sub(3)..(here + 4).min(document.paragraphs.len());
    begins(here) && near.filter(|p| *p != here).any(begins)
}

/// Adds the turns of an interview or transcript whose speakers stand before a colon in capitals, or as Q and A. Annotated news holds too few of them to
/// learn from, so this is a rule: such paragraphs are turns where at least two stand close together.
pub(super) fn add_dialogue(document: &Document, found: &mut Vec<Attribution>) {
    let cues: FxHashSet<Span> = found.iter().filter_map(|a| a.cue).collect();
    for paragraph in 0..document.paragraphs.len() {
        let tokens = paragraph_tokens(document, paragraph);
        let Some(colon) = tokens
            .clone()
            .take(LABEL)
            .find(|t| document.tokens[*t].lower == ":")
        else {
            continue;
        };
        let start = tokens.start + usize::from(document.tokens[tokens.start].lower == "\"");
        let cue = document.token_span(&(colon..colon + 1));
        if start >= colon
            || colon + 1 >= tokens.end
            || !in_capitals(document, start..colon)
            || !is_dialogue(document, colon)
            || cues.contains(&cue)
        {
            continue;
        }
        // Behind the name may stand who that is.
        let end = (start + 1..colon)
            .find(|t| matches!(document.tokens[*t].lower.as_str(), "," | "(" | "["))
            .unwrap_or(colon);
        found.push(Attribution {
            source: Some(document.token_span(&(start..end))),
            source_head: Some(end - 1),
            cue: Some(cue),
            cue_lemma: ":".to_owned(),
            content: vec![document.token_span(&(colon + 1..tokens.end))],
            kind: SpeechKind::Direct,
            denied: false,
            inside: None,
            confidence: LABELLED,
        });
    }
}

/// Adds "Berg: no ships for the island" of a headline, where the body attributes something to the same name: "Ukraine: what we know" names no source.
pub(super) fn add_headline(document: &Document, found: &mut Vec<Attribution>) {
    let Some(headline) = document
        .paragraphs
        .iter()
        .position(|p| p.role == ParagraphRole::Headline)
    else {
        return;
    };
    let tokens = paragraph_tokens(document, headline);
    let Some(colon) = tokens
        .clone()
        .take(NAME)
        .find(|t| document.tokens[*t].lower == ":")
    else {
        return;
    };
    if colon == tokens.start || colon + 1 >= tokens.end {
        return;
    }
    let cue = document.token_span(&(colon..colon + 1));
    let name = &document.tokens[colon - 1];
    let speaks = |a: &Attribution| {
        a.source_head
            .is_some_and(|h| document.tokens[h].capital && document.tokens[h].lower == name.lower)
    };
    // "Oslo contradicts Berg: no ships": a whole clause is no label.
    let told = document
        .clauses
        .iter()
        .any(|c| c.finite && (tokens.start..colon).contains(&c.verb));
    if told
        || !name.capital
        || !found.iter().any(speaks)
        || found.iter().any(|a| a.cue == Some(cue))
    {
        return;
    }
    found.push(Attribution {
        source: Some(document.token_span(&(tokens.start..colon))),
        source_head: Some(colon - 1),
        cue: Some(cue),
        cue_lemma: ":".to_owned(),
        content: vec![document.token_span(&(colon + 1..tokens.end))],
        kind: SpeechKind::Indirect,
        denied: false,
        inside: None,
        confidence: LABELLED,
    });
}

/// Whether all letters of a stretch are capitals.
pub(super) fn in_capitals(document: &Document, tokens: Range<usize>) -> bool {
    let text = document.slice(document.token_span(&tokens));
    let mut letters = text.chars().filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

/// What a colon at the end of a paragraph announces: the next one, its first quotation, or all that follow in quotation marks.
fn announced(
    document: &Document,
    next: usize,
    found: &mut Vec<(Range<usize>, &'static str, &'static str)>,
) {
    if next >= document.paragraphs.len() {
        return;
    }
    let whole = paragraph_tokens(document, next);
    if whole.is_empty() {
        return;
    }
    let mark = |t: usize| document.tokens[t].lower == "\"";
    let start = whole.start + usize::from(mark(whole.start));
    found.push((start..whole.end, "announced", "paragraph"));
    let first = document.quotations_from(whole.start + 1).first();
    if let Some(q) = first.filter(|q| q.tokens.start == whole.start + 1) {
        found.push((q.tokens.clone(), "announced", "quote"));
        for further in next + 1..document.paragraphs.len().min(next + PARAGRAPHS) {
            let further = paragraph_tokens(document, further);
            if further.is_empty() || !mark(further.start) {
                break;
            }
            found.push((start..further.end, "announced", "paragraphs"));
        }
    }
}

/// The tokens of a paragraph.
pub(super) fn paragraph_tokens(document: &Document, paragraph: usize) -> Range<usize> {
    let sentences = &document.paragraphs[paragraph].sentences;
    if sentences.is_empty() {
        return 0..0;
    }
    let start = document.sentences[sentences.start].tokens.start;
    start..document.sentences[sentences.end - 1].tokens.end
}
