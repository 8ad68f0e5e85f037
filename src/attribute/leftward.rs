//! Contents that stand to the left of their cue, and those on both sides of it.

#![allow(
    clippy::single_range_in_vec_init,
    reason = "a content is a list of ranges, most often of one"
)]

use super::anchors::AnchorKind;
use super::contents::{Finder, chain_end};
use super::sources;
use crate::model::Pos;

/// Tokens of a sentence before a verb that may attribute the speech before the sentence.
const REPORTED: usize = 8;

impl Finder<'_> {
    /// The end of a stretch to the left that ends before `edge`, without its closing marks, and whether a mark stood there.
    fn left_end(&self, edge: usize) -> (usize, bool) {
        let mut end = edge;
        while end > self.sentence.start
            && matches!(
                self.lower(end - 1),
                "," | "\"" | "'" | "?" | "!" | "\u{2014}" | "\u{2013}" | "-"
            )
        {
            end -= 1;
        }
        (end, end < edge)
    }

    pub(super) fn left(&mut self) {
        let document = self.document;
        let anchor = self.anchor;
        let mut edges: Vec<(usize, &'static str)> = vec![(anchor.cue.start, "before-cue")];
        if let Some(c) = anchor.clause {
            let clause = &document.clauses[c];
            for p in &clause.subjects {
                let phrase = &document.phrases[*p];
                if phrase.tokens.start < anchor.cue.start {
                    edges.push((sources::first_word(document, *p), "before-subject"));
                    // The thing talked about, where the verb is passive.
                    let end = chain_end(document, *p, anchor.cue.start);
                    self.push(&[phrase.tokens.start..end], "subject", "chain");
                }
            }
            for p in clause.modifies.iter().chain(&clause.objects) {
                let phrase = &document.phrases[*p];
                if phrase.tokens.end <= anchor.cue.start {
                    let end = chain_end(document, *p, anchor.cue.start);
                    self.push(&[phrase.tokens.start..end], "antecedent", "chain");
                }
            }
        } else if anchor.kind == AnchorKind::Colon {
            return;
        } else if let Some(start) = sources::misread_subject(document, anchor) {
            edges.push((start.start, "before-subject"));
        }
        // The source may be longer than the subject's phrase: "..., John Smith, the mayor, said".
        if let Some(comma) = (self.sentence.start + 1..anchor.cue.start)
            .rev()
            .take(14)
            .find(|t| matches!(self.lower(*t), "\"") && document.tokens[*t].quotation.is_none())
        {
            edges.push((comma + 1, "before-quote-mark"));
        }
        self.before_sentence();
        for (edge, name) in edges {
            let (end, marked) = self.left_end(edge);
            if end <= self.sentence.start || !marked && anchor.kind == AnchorKind::Verb {
                continue;
            }
            self.left_to(end, name);
        }
    }

    /// "... at all?" Berg asked: a mark that ends a sentence parts speech from who speaks.
    fn before_sentence(&mut self) {
        let document = self.document;
        let start = self.sentence.start;
        let paragraph = |t: usize| document.sentence_of(t).paragraph;
        if start == 0
            || self.anchor.kind != AnchorKind::Verb
            || self.lower(start - 1) != "\""
            || self.anchor.token > start + REPORTED
            || paragraph(start - 1) != paragraph(start)
        {
            return;
        }
        let Some(q) = document.quotation_before(start) else {
            return;
        };
        let before = q.tokens.clone();
        self.push(std::slice::from_ref(&before), "sentence-before", "quote");
        let after = document.quotations_from(self.anchor.token + 1).first();
        if let Some(after) = after.filter(|q| paragraph(q.tokens.start) == paragraph(start)) {
            self.push(
                &[before, after.tokens.clone()],
                "sentence-before",
                "next-quote",
            );
        }
    }

    fn left_to(&mut self, end: usize, to: &'static str) {
        let document = self.document;
        let mut starts: Vec<(usize, &'static str)> = vec![(self.sentence.start, "start")];
        if let Some(q) = document.tokens[end - 1].quotation {
            starts.push((document.quotations[q].tokens.start, "quote"));
        }
        if let Some(after) = (self.sentence.start..end).rev().find(|t| {
            document.tokens[*t].pos == Pos::Conjunction
                && *t > self.sentence.start
                && self.lower(*t - 1) == ","
        }) {
            starts.push((after + 1, "conjunction"));
        }
        if document.tokens[self.sentence.start].pos == Pos::Conjunction
            || self.lower(self.sentence.start) == "\""
        {
            starts.push((self.sentence.start + 1, "start"));
        }
        // What follows the cue and its source may go on with the content.
        let rest = (self.anchor.cue.end..self.last)
            .find(|t| {
                matches!(
                    self.lower(*t),
                    "," | "\"" | ":" | "\u{2014}" | "\u{2013}" | "."
                )
            })
            .map(|t| self.skip_marks(t))
            .filter(|t| *t < self.last);
        let after = self.sentence.end;
        let paragraph = document.sentences[document.tokens[self.anchor.token].sentence].paragraph;
        let next_quote = document
            .quotations_from(after)
            .first()
            .filter(|q| {
                q.tokens.start <= after + 1
                    && document.sentence_of(q.tokens.start).paragraph == paragraph
            })
            .map(|q| q.tokens.clone());
        for (start, from) in starts {
            let left = start..end;
            if left.is_empty() {
                continue;
            }
            self.push(std::slice::from_ref(&left), from, to);
            if let Some(rest) = rest {
                self.push(&[left.clone(), rest..self.last], from, "both-sides");
                if let Some(q) = document.tokens[rest].quotation {
                    let q = document.quotations[q].tokens.clone();
                    self.push(&[left.clone(), rest..q.end], from, "both-quotes");
                }
            }
            if let Some(q) = &next_quote {
                self.push(&[left.clone(), q.clone()], from, "next-quote");
            }
        }
    }
}
