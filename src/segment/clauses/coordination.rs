//! Coordination: on whose level a clause stands that a conjunction joins to what went before.

use crate::model::{ClauseRole, Pos};

use super::Work;

impl Work<'_> {
    /// The clause on whose level a coordinated finite clause stands.
    pub(super) fn coordinate_level(&self, c: usize, before: usize, own_subject: bool) -> usize {
        let mut at = before;
        // A finite verb joins a finite one; and without a subject of its own it joins one of like tense and mood.
        let quotation = |x: usize| self.tokens[self.clauses[x].verb].quotation;
        while !self.clauses[at].finite
            || self.clauses[at].role == ClauseRole::Relative
                && (own_subject || quotation(at) != quotation(c) || self.closed_aside(at, c))
        {
            match self.clauses[at].parent {
                Some(p) => at = p,
                None => break,
            }
        }
        // "nothing counts until there is a truce, and Moscow has said": behind a comma a clause with a subject of its own goes on from what was
        // asserted, not from the circumstance behind it.
        let comma = |t: usize| t > self.sentence.start && self.tokens[t - 1].lower == ",";
        if own_subject
            && self.conjunction_of(c).is_some_and(comma)
            && let Some(over) = self.circumstance_over(at)
        {
            return over;
        }
        let asked = self.tokens[self.clauses[at].verb].pos == Pos::VerbBase
            && self.tokens[self.clauses[c].verb].pos == Pos::VerbThird;
        if !own_subject
            && self.clauses[at].role == ClauseRole::Content
            && self.clauses[c].modal.is_none()
            && (self.clauses[at].modal.is_some() || asked)
        {
            // "said troops could be sent and warned", "demands that Kyiv disarm and rejects": the second verb goes with the first.
            if let Some(p) = self.clauses[at].parent {
                at = p;
            }
        }
        at
    }

    /// The conjunction in the gap before a clause with a subject of its own.
    fn conjunction_of(&self, c: usize) -> Option<usize> {
        let from = (c > self.first).then(|| self.clauses[c - 1].verb_group.end)?;
        (from..self.clauses[c].verb_group.start)
            .rev()
            .find(|t| self.tokens[*t].pos == Pos::Conjunction && !self.inside_coordination(*t))
    }

    /// The finite clause over an adverbial one that stands behind it, at or above `at`.
    fn circumstance_over(&self, at: usize) -> Option<usize> {
        let mut x = at;
        while !(self.clauses[x].role == ClauseRole::Adverbial && self.clauses[x].finite) {
            x = self.clauses[x].parent?;
        }
        let mut over = self.clauses[x].parent.filter(|p| *p < x)?;
        while !self.clauses[over].finite {
            over = self.clauses[over].parent?;
        }
        let opens = self.clauses[x].subordinator?;
        // "said that if there is a truce, and Moscow agrees": in front of what it belongs to it may go on.
        let end = self.clauses[over].verb_group.end;
        let told = opens == end && self.verbs.contains(&self.clauses[over].lemma);
        let behind = self.tokens[opens - 1].lower != "that" && opens >= end && !told;
        behind.then_some(over)
    }

    /// "..., which Russia attacked, and has said": a relative clause between commas is over before the second one.
    fn closed_aside(&self, relative: usize, c: usize) -> bool {
        let comma = |t: usize| t > 0 && self.tokens[t - 1].lower == ",";
        self.clauses[relative].subordinator.is_some_and(comma)
            && self.conjunction_before(c).is_some_and(comma)
    }
}
