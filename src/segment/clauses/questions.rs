//! Questions that a clause asks without "whether": with "if" behind words of knowing, and with "what" before a noun.

use std::ops::Range;

use crate::model::{ClauseRole, Pos};

use super::{Kind, Work};

impl Work<'_> {
    /// "has not decided if it would contribute", "it is not clear if": behind a verb or adjective of knowing "if" opens a question.
    pub(super) fn asks_if(&self, before: Option<usize>, s: usize) -> bool {
        if self.tokens[s].lower != "if" || s == self.sentence.start {
            return false;
        }
        let Some(b) = before else { return false };
        let clause = &self.clauses[b];
        // "did not say if", "has yet to say if", but "would say so if".
        let untold = clause.negation.is_some() || self.kind(b) == Kind::Infinitive;
        let behind = clause.verb_group.end == s
            && (self.classes.knowing_words.contains(&clause.lemma)
                || untold && self.classes.assertion_verbs.contains(&clause.lemma));
        let word = &self.tokens[s - 1];
        behind || word.pos == Pos::Adjective && self.classes.knowing_words.contains(&word.lemma)
    }

    /// "in what form it will take part", "what troops it might send": a question that opens with a noun, in front of its subject.
    pub(super) fn asks_what(&self, t: usize, gap: &Range<usize>) -> bool {
        let asks = self.tokens[t].lower == "what" && self.tokens[t].pos == Pos::Determiner;
        let asked = self
            .here
            .clone()
            .find(|p| self.phrases[*p].tokens.contains(&t))
            .map(|p| self.phrases[p].tokens.end);
        asks && t > gap.start
            && asked.is_some_and(|end| {
                let mut own = self.here.clone();
                own.any(|p| self.phrases[p].tokens.start == end && gap.contains(&end))
            })
    }

    /// Where a clause that is a subject opens: at the word that asks, where it is a question.
    pub(super) fn opening(&self, b: usize, from: usize) -> usize {
        let clause = &self.clauses[b];
        let start = clause.verb_group.start;
        let asks = |s: &usize| {
            (from..start).contains(s)
                && clause.role == ClauseRole::Content
                && self.classes.question_words.contains(&self.tokens[*s].lower)
        };
        clause.subordinator.filter(asks).unwrap_or(start)
    }
}
