//! Where the content of a cue may stand: every stretch worth scoring.
//!
//! To the right of the cue a stretch begins behind the cue, behind whom it is told, at a "that", at a quotation or at a dependent clause, and ends with
//! a noun phrase, a clause, a quotation or the sentence. To the left it is what the source or the cue follows after a mark. A cue inside its content
//! ("X, he said, Y") has one stretch on either side.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "a content is a list of ranges, most often of one"
)]

use std::ops::Range;

use super::anchors::{Anchor, AnchorKind};
use super::turns;
use crate::model::{ClauseRole, Document, Pos};

/// A possible content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Content {
    /// One or two stretches of tokens, in order.
    pub(super) ranges: Vec<Range<usize>>,
    /// How its beginning was found.
    pub(super) from: &'static str,
    /// How its end was found.
    pub(super) to: &'static str,
}

/// Commas to the right of a cue at which a content may end.
const COMMAS: usize = 4;

/// All possible contents of an anchor, without repeats.
pub(super) fn contents(document: &Document, anchor: &Anchor) -> Vec<Content> {
    let sentence = document.sentence_of(anchor.token).tokens.clone();
    let mut finder = Finder {
        document,
        anchor,
        last: trimmed_end(document, &sentence),
        sentence,
        found: Vec::new(),
    };
    finder.right();
    finder.left();
    for (range, from, to) in turns::beyond(document, anchor) {
        finder.push(std::slice::from_ref(&range), from, to);
    }
    finder.found
}

/// The end of a range without the marks that close it.
fn trimmed_end(document: &Document, range: &Range<usize>) -> usize {
    let mut end = range.end;
    while end > range.start && document.tokens[end - 1].pos == Pos::Punctuation {
        end -= 1;
    }
    end
}

/// The end of a noun phrase with its owners' things, prepositional phrases and coordinated members.
pub(super) fn chain_end(document: &Document, phrase: usize, limit: usize) -> usize {
    let mut end = document.phrases[phrase].tokens.end;
    for next in phrase + 1..document.phrases.len() {
        let p = &document.phrases[next];
        if p.tokens.end > limit {
            break;
        }
        let gap = &document.tokens[end.min(p.tokens.start)..p.tokens.start];
        let joined = gap.iter().all(|t| {
            matches!(t.pos, Pos::Preposition | Pos::Possessive | Pos::Conjunction)
                || t.lower == "\""
        });
        let comma = gap.len() == 1
            && gap[0].lower == ","
            && document.phrases[next - 1].coordinated == Some(next);
        if gap.len() > 3 || !(joined || comma) {
            break;
        }
        end = p.tokens.end;
    }
    end
}

/// Gathers the contents of one anchor.
pub(super) struct Finder<'a> {
    pub(super) document: &'a Document,
    pub(super) anchor: &'a Anchor,
    pub(super) sentence: Range<usize>,
    /// End of the sentence without its closing marks.
    pub(super) last: usize,
    found: Vec<Content>,
}

impl Finder<'_> {
    pub(super) fn push(&mut self, ranges: &[Range<usize>], from: &'static str, to: &'static str) {
        // Half of what is offered was there before.
        let ranges = || ranges.iter().filter(|r| r.start < r.end);
        let cue = &self.anchor.cue;
        let holds_cue = |r: &Range<usize>| r.contains(&self.anchor.token) && *r != *cue;
        if ranges().next().is_none()
            || ranges().any(holds_cue)
            || self.found.iter().any(|c| c.ranges.iter().eq(ranges()))
        {
            return;
        }
        self.found.push(Content {
            ranges: ranges().cloned().collect(),
            from,
            to,
        });
    }

    pub(super) fn lower(&self, t: usize) -> &str {
        &self.document.tokens[t].lower
    }

    /// The first token from `t` that is no comma, colon or quotation mark.
    pub(super) fn skip_marks(&self, mut t: usize) -> usize {
        while t < self.last
            && matches!(
                self.lower(t),
                "," | ":" | "\"" | "'" | "\u{2014}" | "\u{2013}" | "-"
            )
        {
            t += 1;
        }
        t
    }

    /// The phrase that begins at `t`.
    fn phrase_at(&self, t: usize) -> Option<usize> {
        let at = self
            .document
            .phrases
            .partition_point(|p| p.tokens.start < t);
        (self.document.phrases.get(at)?.tokens.start == t).then_some(at)
    }

    fn right(&mut self) {
        let document = self.document;
        let mut starts: Vec<(usize, &'static str)> = Vec::new();
        // A cue that took a preposition may also be followed by a content that the preposition heads.
        let begin = self.skip_marks(self.anchor.cue.end);
        // Behind "according to" stands first who says it.
        let governs = self.anchor.kind == AnchorKind::Preposition
            && matches!(
                document.tokens[self.anchor.cue.end - 1].pos,
                Pos::Preposition | Pos::To
            );
        if !governs {
            starts.push((begin, "cue"));
        }
        if let Some(p) = self.phrase_at(begin) {
            let end = self.skip_marks(document.phrases[p].tokens.end);
            starts.push((end, "told"));
            let end = chain_end(document, p, self.sentence.end);
            starts.push((self.skip_marks(end), "told-chain"));
        }
        if let Some(that) = (self.anchor.cue.end..self.last)
            .take(25)
            .find(|t| matches!(self.lower(*t), "that" | ":" | "whether"))
        {
            let start = if self.lower(that) == ":" {
                self.skip_marks(that)
            } else {
                that
            };
            starts.push((start, "that"));
        }
        let speech = document.quotations_from(self.anchor.token + 1).first();
        if let Some(q) = speech.filter(|q| q.tokens.start < self.last) {
            starts.push((q.tokens.start, "quote"));
        }
        if let Some(c) = self.anchor.clause {
            for child in &document.clauses[c].children {
                let child = &document.clauses[*child];
                let name = match child.role {
                    ClauseRole::Content => "content",
                    ClauseRole::Infinitive => "infinitive",
                    ClauseRole::Gerund => "gerund",
                    ClauseRole::Adverbial => "adverbial",
                    _ => continue,
                };
                if child.extent.start > self.anchor.token {
                    starts.push((child.extent.start, name));
                }
            }
        }
        let mut seen = Vec::new();
        for (start, from) in starts {
            if start >= self.last || seen.contains(&start) {
                continue;
            }
            seen.push(start);
            self.right_from(start, from);
        }
    }

    fn right_from(&mut self, start: usize, from: &'static str) {
        let document = self.document;
        let last = self.last;
        self.push(&[start..self.last], from, "sentence");
        if let Some(p) = self.phrase_at(start) {
            self.push(&[start..document.phrases[p].tokens.end], from, "phrase");
            let end = chain_end(document, p, self.last);
            self.push(&[start..end], from, "chain");
        }
        if let Some(q) = document.tokens[start].quotation {
            let q = &document.quotations[q];
            self.push(&[start..q.tokens.end.max(start)], from, "quote");
            if q.tokens.end < self.last {
                // A second part after an inserted cue belongs to the same speech.
                self.push(&[start..self.last], from, "past-quote");
            }
        }
        let here = document
            .clauses
            .partition_point(|c| c.verb_group.start < start);
        for clause in document.clauses[here..]
            .iter()
            .take_while(|c| c.verb < last)
            .take(6)
        {
            if clause.extent.start <= start + 1 {
                self.push(&[start..clause.extent.end.min(self.last)], from, "extent");
            } else if matches!(
                clause.role,
                ClauseRole::Coordinate
                    | ClauseRole::Main
                    | ClauseRole::Adverbial
                    | ClauseRole::Gerund
                    | ClauseRole::Relative
            ) {
                let mut end = clause
                    .extent
                    .start
                    .min(clause.subordinator.unwrap_or(usize::MAX));
                while end > start
                    && (document.tokens[end - 1].pos == Pos::Conjunction
                        || document.tokens[end - 1].pos == Pos::Punctuation)
                {
                    end -= 1;
                }
                self.push(&[start..end.max(start)], from, "clause");
            }
        }
        let commas: Vec<usize> = (start..self.last)
            .filter(|t| {
                matches!(
                    self.lower(*t),
                    "," | ";" | "\u{2014}" | "\u{2013}" | ":" | "("
                )
            })
            .collect();
        for t in commas.iter().take(COMMAS) {
            self.push(&[start..*t], from, "comma");
        }
        if let Some(t) = commas.last() {
            self.push(&[start..*t], from, "last-comma");
        }
    }
}
