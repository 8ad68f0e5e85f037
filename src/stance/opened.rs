//! What stands behind a word that may make a condition: a clause, a purpose, something that has happened.

use std::ops::Range;

use crate::model::{Clause, ClauseRole, Document, Pos};

/// Whether the word at `t` opens a clause: it subordinates one, or stands at a break before a noun phrase.
pub(super) fn opens_clause(document: &Document, t: usize) -> bool {
    let subordinates = document
        .clauses_beside(t)
        .iter()
        .any(|c| c.role == ClauseRole::Adverbial && c.subordinator == Some(t));
    let at_break = t == 0
        || document.tokens[t - 1].sentence != document.tokens[t].sentence
        || document.tokens[t - 1].pos == Pos::Punctuation;
    let phrase_follows = document.tokens.get(t + 1).is_some_and(|n| {
        matches!(
            n.pos,
            Pos::Determiner | Pos::Pronoun | Pos::Proper | Pos::Adjective | Pos::Noun
        )
    });
    // "once there is a ceasefire" looks like an adverb.
    let there = document
        .tokens
        .get(t + 1)
        .is_some_and(|n| n.lower == "there");
    subordinates || there || document.tokens[t].lower != "once" && at_break && phrase_follows
}

/// "backs a force after talks on a deal failed": whether a marker opens what has happened, beside what is so now. "Would send them after a deal was
/// signed" tells of what may come.
pub(super) fn is_told(document: &Document, marker: usize) -> bool {
    // "after the war has ended" may be in time to come.
    let has = |t: usize| matches!(document.tokens[t].lower.as_str(), "has" | "have");
    let opened = |c: &Clause| c.subordinator == Some(marker) && c.finite;
    let near = document.clauses_beside(marker);
    near.iter().any(|c| {
        let beside = c.parent.map(|p| &document.clauses[p]);
        opened(c)
            && c.past
            && c.modal.is_none()
            && !c.verb_group.clone().any(has)
            && beside.is_some_and(|p| p.finite && p.modal.is_none())
    })
}

/// "the peace is to hold", "they are ever to return": a subject that is to do or be something.
pub(super) fn is_purpose(document: &Document, clause: Range<usize>) -> bool {
    let mut rest = clause.skip_while(|t| {
        let token = &document.tokens[*t];
        token.pos != Pos::Auxiliary && token.pos != Pos::Modal && !token.pos.is_verb()
    });
    let is = rest.next().is_some_and(|t| {
        matches!(
            document.tokens[t].lower.as_str(),
            "is" | "are" | "was" | "were"
        )
    });
    let mut behind = rest.skip_while(|t| document.tokens[*t].pos == Pos::Adverb);
    is && behind
        .next()
        .is_some_and(|t| document.tokens[t].lower == "to")
}
