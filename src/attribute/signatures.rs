//! Who signs a quotation: "... no more war." — Anna Berg, as letters, posts and lists of quotations have it.
//!
//! Annotated news holds too few to learn from, so this is a rule: a closed quotation, a dash, and a name to the end of the paragraph.

use super::covered::Covered;
use crate::model::{Attribution, Document, Pos, SpeechKind};

/// Most tokens behind the dash.
const NAME: usize = 12;
/// Confidence of a signature: set, not learned.
const SIGNED: f64 = 0.8;

/// Adds an attribution for every quotation with a signature that nothing else attributes.
pub(super) fn add(document: &Document, found: &mut Vec<Attribution>) {
    let mut covered = Covered::new(document, found);
    for q in document.quotations.iter().filter(|q| q.closed && !q.scare) {
        let dash = q.tokens.end + 1;
        let Some((source, head)) = signature(document, dash) else {
            continue;
        };
        let span = document.token_span(&q.tokens);
        if covered.longest(&q.tokens) * 2 > span.len() {
            continue;
        }
        covered.add(document, span);
        found.push(Attribution {
            source: Some(document.token_span(&source)),
            source_head: Some(head),
            cue: Some(document.token_span(&(dash..dash + 1))),
            cue_lemma: "\u{2014}".to_owned(),
            content: vec![span],
            kind: SpeechKind::Direct,
            denied: false,
            inside: None,
            confidence: SIGNED,
        });
    }
}

/// The name behind the dash at `dash`, and its head: capitalised words up to a comma, a bracket or the paragraph's end.
fn signature(document: &Document, dash: usize) -> Option<(std::ops::Range<usize>, usize)> {
    let tokens = &document.tokens;
    let mark = tokens.get(dash)?;
    if !matches!(
        mark.lower.as_str(),
        "-" | "--" | "\u{2013}" | "\u{2014}" | "\u{2015}"
    ) {
        return None;
    }
    let paragraph = &document.paragraphs[document.sentence_of(dash).paragraph];
    let end = document.sentences[paragraph.sentences.clone()]
        .last()?
        .tokens
        .end;
    let rest = dash + 1..end;
    if rest.len() > NAME {
        return None;
    }
    let verb = rest.clone().any(|t| {
        matches!(
            tokens[t].pos,
            Pos::VerbPast | Pos::VerbThird | Pos::Auxiliary | Pos::Modal
        )
    });
    let name = rest
        .clone()
        .take_while(|t| tokens[*t].capital && tokens[*t].pos != Pos::Punctuation)
        .count();
    if verb || name == 0 {
        return None;
    }
    let source = dash + 1..dash + 1 + name;
    Some((source.clone(), source.end - 1))
}
