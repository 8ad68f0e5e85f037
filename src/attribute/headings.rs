//! Lists of positions under names: "Poland and Romania", and below it "No soldiers." What is said there without a subject is theirs. Annotated news
//! holds too few of them to learn from, so this is a rule.

use std::ops::Range;

use super::turns::paragraph_tokens;
use crate::model::{Attribution, Document, ParagraphRole, Pos, SpeechKind};

/// Most tokens of a heading.
const HEADING: usize = 9;
/// Paragraphs that a heading may stand over.
const PARAGRAPHS: usize = 3;
/// Confidence that they are of whom the heading names: set, not learned.
const HEADED: f64 = 0.8;

/// Adds what stands below headings of names alone.
pub(super) fn add(document: &Document, found: &mut Vec<Attribution>) {
    let body = |p: usize| document.paragraphs[p].role == ParagraphRole::Body;
    let count = document.paragraphs.len();
    // One alone may be the place of a dateline.
    let listed = |of: fn(&Document, usize) -> Option<Range<usize>>| {
        (0..count)
            .filter(|p| body(*p) && of(document, *p).is_some())
            .count()
            > 1
    };
    let (headed, labelled) = (listed(heading), listed(label));
    if !headed && !labelled {
        return;
    }
    for paragraph in (0..count).filter(|p| body(*p)) {
        let Some((heading, inline)) = heading(document, paragraph)
            .filter(|_| headed)
            .map(|tokens| (tokens, false))
            .or_else(|| Some((label(document, paragraph).filter(|_| labelled)?, true)))
        else {
            continue;
        };
        let mut phrases = document
            .phrases_over(&heading)
            .map(|p| &document.phrases[p]);
        let Some(first) = phrases.find(|p| heading.contains(&p.head)).map(|p| p.head) else {
            continue;
        };
        let below = (paragraph + 1..count).take(PARAGRAPHS).take_while(|p| {
            body(*p) && self::heading(document, *p).is_none() && label(document, *p).is_none()
        });
        let own = document.paragraphs[paragraph].sentences.clone().skip(1);
        let content: Vec<_> = own
            .chain(
                below
                    .filter(|_| !inline)
                    .flat_map(|p| document.paragraphs[p].sentences.clone()),
            )
            .filter(|s| is_fragment(document, *s))
            .map(|s| document.sentences[s].span)
            .collect();
        if !content.is_empty() {
            found.push(Attribution {
                source: Some(document.token_span(&heading)),
                source_head: Some(first),
                cue: None,
                cue_lemma: String::new(),
                content,
                kind: SpeechKind::Indirect,
                denied: false,
                inside: None,
                confidence: HEADED,
            });
        }
    }
}

/// The tokens of a paragraph that is a heading of names: words with capitals, commas and what joins them, and no full stop.
fn heading(document: &Document, paragraph: usize) -> Option<Range<usize>> {
    let tokens = paragraph_tokens(document, paragraph);
    let alone = document.paragraphs[paragraph].sentences.len() == 1;
    (alone && names(document, &tokens)).then_some(tokens)
}

/// The names before a dash that a paragraph begins with: "MALTA - Has offered a boat."
fn label(document: &Document, paragraph: usize) -> Option<Range<usize>> {
    let tokens = paragraph_tokens(document, paragraph);
    let apart = |t: usize| document.tokens[t - 1].span.end < document.tokens[t].span.start;
    let dash = tokens.clone().skip(1).take(HEADING).find(|t| {
        matches!(
            document.tokens[*t].lower.as_str(),
            "-" | "\u{2013}" | "\u{2014}"
        ) && apart(*t)
    })?;
    let before = tokens.start..dash;
    names(document, &before).then_some(before)
}

/// Whether some tokens are names and what joins them.
fn names(document: &Document, tokens: &Range<usize>) -> bool {
    let joins = |word: &str| {
        matches!(
            word,
            "," | "and" | "&" | "the" | "of" | "/" | "*" | "**" | ":"
        )
    };
    (1..=HEADING).contains(&tokens.len())
        && tokens.clone().all(|t| {
            let token = &document.tokens[t];
            joins(&token.lower) || token.pos == Pos::Proper && token.capital
        })
}

/// Whether a sentence tells of nobody who does something: "No soldiers.", "Ready to send a company."
fn is_fragment(document: &Document, sentence: usize) -> bool {
    let here = &document.sentences[sentence];
    let told = document.clauses[here.clauses.clone()]
        .iter()
        .any(|c| c.finite && !c.subjects.is_empty());
    let spoken = here
        .tokens
        .clone()
        .any(|t| document.tokens[t].quotation.is_some() || document.tokens[t].lower == "?");
    !told && !spoken
}
