//! Quotations: stretches in quotation marks, over paragraph breaks, with marks missing or mixed.
//!
//! Double marks of any shape pair with one another, since copy mixes them; a straight mark opens where a space stands before it and a word
//! after it. A quotation left open ends with its paragraph, and goes on in the next where that one begins with an opening mark (the
//! newspaper rule). Single marks count only where both ends stand in one paragraph and neither can be an apostrophe.

use crate::model::{Document, Pos, Quotation, Span};

/// Longest stretch, in bytes, between single marks that is taken for a quotation.
const MAX_SINGLE: usize = 600;
/// A quotation of fewer words than this that holds no verb is a name or scare quotes.
const SCARE_WORDS: usize = 4;

/// Finds the quotations of a document and tells each token its own.
pub(super) fn find(document: &mut Document) {
    let mut found: Vec<Quotation> = Vec::new();
    let mut open_before = false;
    for paragraph in &document.paragraphs {
        let tokens = document.sentences[paragraph.sentences.clone()]
            .first()
            .zip(document.sentences[paragraph.sentences.clone()].last())
            .map_or(0..0, |(a, b)| a.tokens.start..b.tokens.end);
        let start = found.len();
        doubles(document, tokens.clone(), &mut found);
        if open_before
            && let Some(first) = found.get_mut(start)
            && first.tokens.start == tokens.start + 1
        {
            first.continues = true;
        }
        open_before = found[start..].last().is_some_and(|q| !q.closed);
        singles(document, tokens, &mut found);
    }
    found.sort_by_key(|q| (q.span.start, std::cmp::Reverse(q.span.end)));
    for (i, q) in found.iter().enumerate() {
        for t in q.tokens.clone() {
            document.tokens[t].quotation = Some(i);
        }
    }
    document.quotations = found.into();
}

fn doubles(document: &Document, tokens: std::ops::Range<usize>, found: &mut Vec<Quotation>) {
    let mut open: Option<usize> = None;
    let last = tokens.end;
    for t in tokens.clone() {
        if document.tokens[t].lower != "\"" {
            continue;
        }
        match open {
            None => {
                // A closing mark without an opening one: what it closes is unknown, so it is passed over.
                let mark = document.slice(document.tokens[t].span);
                let closing =
                    mark == "\u{201d}" || (matches!(mark, "\"" | "''") && !opens(document, t));
                if !closing || t == tokens.start {
                    open = Some(t);
                }
            }
            Some(at) => {
                let mark = document.slice(document.tokens[t].span);
                if mark == "\u{201c}" && t > at + 1 {
                    // Opened again before it was closed: the first ends here.
                    push(document, at, t, false, found);
                    open = Some(t);
                } else {
                    push(document, at, t, true, found);
                    open = None;
                }
            }
        }
    }
    if let Some(at) = open {
        push(document, at, last, false, found);
    }
}

/// Whether a straight mark at token `t` can open: a space or bracket before it and none after.
fn opens(document: &Document, t: usize) -> bool {
    let span = document.tokens[t].span;
    let before = document.text[..span.start].chars().next_back();
    let after = document.text[span.end..].chars().next();
    before
        .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '[' | '-' | '\u{2014}' | '\u{2013}'))
        && after.is_some_and(|c| !c.is_whitespace())
}

fn singles(document: &Document, tokens: std::ops::Range<usize>, found: &mut Vec<Quotation>) {
    let mut open: Option<usize> = None;
    for t in tokens {
        if document.tokens[t].lower != "'" {
            continue;
        }
        let span = document.tokens[t].span;
        let before = document.text[..span.start].chars().next_back();
        let after = document.text[span.end..].chars().next();
        let can_open = before
            .is_none_or(|c| c.is_whitespace() || matches!(c, '(' | '"' | '\u{201c}'))
            && after.is_some_and(char::is_alphanumeric);
        let can_close = before.is_some_and(|c| !c.is_whitespace())
            && after.is_none_or(|c| !c.is_alphanumeric());
        match open {
            Some(at) if can_close && !can_open => {
                if span.end - document.tokens[at].span.start <= MAX_SINGLE {
                    push(document, at, t, true, found);
                }
                open = None;
            }
            _ if can_open => open = Some(t),
            _ => {}
        }
    }
}

/// Adds the quotation from the mark at token `open` to the mark (or end) at `close`.
fn push(document: &Document, open: usize, close: usize, closed: bool, found: &mut Vec<Quotation>) {
    let cut = close - open - 1 > Quotation::LONGEST;
    let (close, closed) = if cut {
        (open + 1 + Quotation::LONGEST, false)
    } else {
        (close, closed)
    };
    let inner = open + 1..close;
    if inner.is_empty() {
        return;
    }
    let end = if closed {
        document.tokens[close].span.end
    } else {
        document.tokens[close - 1].span.end
    };
    let span = Span::new(document.tokens[open].span.start, end);
    let words = inner
        .clone()
        .filter(|t| document.tokens[*t].lower.starts_with(char::is_alphanumeric))
        .count();
    found.push(Quotation {
        span,
        tokens: inner,
        continues: false,
        closed,
        scare: words < SCARE_WORDS,
    });
}

/// Quotations of few words are speech after all where they hold a verb; called once parts of speech are known.
pub(super) fn settle_scare_quotes(document: &mut Document) {
    let tokens = &document.tokens;
    for q in &mut document.quotations {
        if q.scare
            && tokens[q.tokens.clone()]
                .iter()
                .any(|t| t.pos.is_verb() && t.pos != Pos::VerbParticiple || t.pos == Pos::Modal)
        {
            q.scare = false;
        }
    }
}
