//! Troop numbers beside the head of a proposal.

use crate::model::{Document, Pos, Size};

/// Troop numbers beside a head: "10,000 to 30,000 troops", "up to 5,000 soldiers", "a force of 40,000".
pub(super) fn size_before(document: &Document, start: usize, head: usize) -> Option<Size> {
    let sentence = &document.sentence_of(head).tokens;
    let mut numbers = Vec::new();
    for t in start.saturating_sub(6).max(sentence.start)..(head + 6).min(sentence.end) {
        let token = &document.tokens[t];
        if t > head
            && !document.tokens[head + 1..t].iter().all(|x| {
                matches!(
                    x.pos,
                    Pos::Preposition | Pos::Adverb | Pos::Number | Pos::Determiner | Pos::To
                )
            })
        {
            break;
        }
        if token.pos == Pos::Number
            && let Some(n) = number(document, t)
        {
            numbers.push(n);
        } else if matches!(token.pos, Pos::VerbPast | Pos::VerbThird | Pos::Modal) && t < start {
            numbers.clear();
        }
    }
    numbers.retain(|n| (100..=2_000_000).contains(n) && !(1900..=2099).contains(n));
    Some(Size {
        low: *numbers.iter().min()?,
        high: *numbers.iter().max()?,
    })
}

fn number(document: &Document, t: usize) -> Option<u64> {
    let text = document.tokens[t].lower.replace([',', ' '], "");
    let (digits, unit) = match text.strip_suffix('k') {
        Some(d) => (d.to_owned(), 1000),
        None => (text, 1),
    };
    let scale = match document.tokens.get(t + 1).map(|n| n.lower.as_str()) {
        Some("thousand") => 1000,
        Some("million") => 1_000_000,
        _ => 1,
    };
    digits
        .parse::<u64>()
        .ok()?
        .checked_mul(unit)?
        .checked_mul(scale)
}
