//! Attachment of finite clauses: relative, subordinate, coordinated, or simply set beside the one before.

use std::ops::Range;

use crate::model::{ClauseRole, Pos};

use super::Work;

impl Work<'_> {
    pub(super) fn finite(
        &mut self,
        c: usize,
        before: Option<usize>,
        gap: &Range<usize>,
        free: &[usize],
    ) {
        if let Some(b) = before.and_then(|b| self.clausal_subject(b, c, gap, free)) {
            // "that policing a truce is work for Europeans": the clause is attached as if its subject were not there.
            let outer = (b > self.first).then(|| b - 1);
            let from = outer.map_or(self.sentence.start, |o| self.clauses[o].verb_group.end);
            self.unhang(b);
            self.finite(c, outer, &(from..self.opening(b, from)), &[]);
            self.clauses[c].subjects.clear();
            // "says sending troops would be": nothing stands between the verb of speech and what it tells.
            if let Some(o) = outer.filter(|_| from == self.clauses[b].verb_group.start)
                && self.clauses[c].parent.is_none()
                && self.clauses[o].finite
                && self.inverting.contains(&self.clauses[o].lemma)
                && !self.descends(o, c)
            {
                self.hang(c, Some(o), ClauseRole::Content);
            }
            let role = self.clauses[b].role;
            if self.descends(c, b) {
                // What came before hangs on the clause that is the subject: nothing may hang on itself.
                self.unhang(c);
            }
            self.hang(b, Some(c), role);
            return;
        }
        let behind = before.and_then(|b| self.behind_modifier(b, c, gap, free));
        if let Some((outer, around, own)) = behind {
            // "said that efforts to slow the war would": attached as if the modifier of its subject were not there.
            self.finite(c, outer, &around, &own);
            self.hang_content(outer.map_or(self.first, |o| o + 1), c);
            return;
        }
        if self.inverted_source(c, before, gap, free)
            || self.likened(c, before, gap)
            || self.shared_form(c, before)
        {
            return;
        }
        let relative = gap.clone().rev().find(|t| {
            self.tokens[*t].pos == Pos::Relative && self.tokens[*t].lower != "that"
                || (self.tokens[*t].lower == "that" && self.that_is_relative(*t, c, before))
        });
        let subordinator = gap
            .clone()
            .rev()
            .find(|t| {
                Some(*t) != relative
                    // "would serve as a hub but would not send": a verb behind a conjunction is not what "as" opens.
                    && !(self.tokens[*t].lower == "as" && self.conjunction_before(c).is_some_and(|j| j > *t))
                    && (self.asks_what(*t, gap)
                        || self.tokens[*t].pos == Pos::Subordinator
                        || self.tokens[*t].pos == Pos::Relative && self.tokens[*t].lower == "that")
            })
            .map(|s| self.expression_start(s, gap.start));
        if let Some(r) = relative.filter(|r| subordinator.is_none_or(|s| s < *r)) {
            self.relative(c, before, r, free);
            return;
        }
        if let Some((own, antecedent)) = self.owned_relative(free) {
            // "Berg, whose party leads, said".
            self.clauses[c].modifies = Some(antecedent);
            self.hang(c, before, ClauseRole::Relative);
            self.set_subjects(c, own);
            return;
        }
        if let Some(n) = self.contact_relative(c, before, free) {
            // "the force Macron proposed".
            self.clauses[c].modifies = Some(n);
            self.clauses[c].objects.push(n);
            self.hang(c, before, ClauseRole::Relative);
            if let Some(s) = free.last() {
                self.set_subjects(c, *s);
            }
            return;
        }
        let conjunction = gap.clone().rev().find(|t| {
            self.tokens[*t].pos == Pos::Conjunction
                && self.tokens[*t].lower != "both"
                && !self.inside_coordination(*t)
        });
        let after_subordinator: Vec<usize> = free
            .iter()
            .copied()
            .filter(|p| subordinator.is_none_or(|s| self.phrases[*p].tokens.start > s))
            .collect();
        let existential = self.existential(c);
        let subject = self
            .choose_subject(c, before, gap, &after_subordinator)
            .filter(|_| !existential);
        if let Some(s) = subordinator {
            self.clauses[c].subordinator = Some(s);
            let that = matches!(self.tokens[s].lower.as_str(), "that" | "whether")
                || self.asks_if(before, s)
                || self.asks_what(s, gap);
            if that {
                self.hang(c, self.content_governor(before, s), ClauseRole::Content);
            } else {
                self.hang(c, before, ClauseRole::Adverbial);
            }
        } else if before.is_none() && self.fronted_condition(gap) {
            // "Should Washington agree, Paris would send".
            self.clauses[c].subordinator = Some(gap.start);
            self.hang(c, None, ClauseRole::Adverbial);
        } else if let (Some(s), Some(b)) = (self.trailing_condition(c, gap), before) {
            self.clauses[c].subordinator = Some(s);
            self.hang(c, Some(b), ClauseRole::Adverbial);
        } else if let (Some(j), Some(b)) = (conjunction, before) {
            // "and said": shares the subject; "and Macron said": a clause of its own on the same level.
            let own = subject.filter(|s| self.phrases[*s].tokens.start > j);
            let level = self.coordinate_level(c, b, own.is_some());
            self.hang(c, Some(level), ClauseRole::Coordinate);
            let none = subject.is_none_or(|s| self.phrases[s].tokens.start < j);
            if own.is_none() && none && !existential {
                let shared = self.clauses[level].subjects.clone();
                self.clauses[c].subjects = shared;
                return;
            }
        } else if let Some(b) = before {
            self.juxtaposed(c, b, gap, subject);
        }
        if let Some(s) = subject {
            self.set_subjects(c, s);
        } else if let Some(b) =
            before.filter(|b| self.quotation(*b) == self.quotation(c) && !existential)
        {
            let shared = self.clauses[b].subjects.clone();
            self.clauses[c].subjects = shared;
        }
    }

    /// "There will be no troops": the word before the group, adverbs aside, holds the subject's place.
    fn existential(&self, c: usize) -> bool {
        (self.sentence.start..self.clauses[c].verb_group.start)
            .rev()
            .map(|t| &self.tokens[t])
            .find(|t| t.pos != Pos::Adverb || t.lower == "there")
            .is_some_and(|t| t.lower == "there")
    }

    /// A clause behind a relative word.
    fn relative(&mut self, c: usize, before: Option<usize>, r: usize, free: &[usize]) {
        let antecedent = self
            .shared_antecedent(before, r)
            .or_else(|| self.antecedent(r));
        let inside = free
            .iter()
            .copied()
            .rfind(|p| self.phrases[*p].tokens.start > r);
        let word = self.tokens[r].lower.as_str();
        let adverbial = matches!(
            word,
            "where" | "when" | "why" | "how" | "whether" | "what" | "whose"
        );
        let place = word == "where";
        self.clauses[c].subordinator = Some(r);
        if let Some(a) = antecedent.filter(|_| !adverbial) {
            self.clauses[c].modifies = antecedent;
            self.hang(c, before, ClauseRole::Relative);
            if let Some(s) = inside {
                self.set_subjects(c, s);
                self.clauses[c].objects.push(a);
            } else {
                self.clauses[c].subjects = self.members(a);
            }
            return;
        }
        let role = if place {
            ClauseRole::Relative
        } else {
            ClauseRole::Content
        };
        self.hang(c, before, role);
        match inside.or(free.last().copied()) {
            Some(s) => self.set_subjects(c, s),
            None => {
                self.clauses[c].subjects = before
                    .map(|b| self.clauses[b].subjects.clone())
                    .unwrap_or_default();
            }
        }
    }

    /// A finite clause that neither subordinator nor conjunction joins to the one before it.
    fn juxtaposed(&mut self, c: usize, b: usize, gap: &Range<usize>, subject: Option<usize>) {
        let between = &self.tokens[gap.clone()];
        let broken = between.iter().any(|t| {
            matches!(
                t.lower.as_str(),
                "," | ";" | ":" | "\u{2014}" | "\u{2013}" | "\"" | "."
            )
        });
        let far = between
            .iter()
            .any(|t| matches!(t.lower.as_str(), ";" | "\u{2014}" | "\u{2013}" | "."));
        // "..., Merz said.": a verb of speech at the end tells who says what stands before it.
        let ends = self
            .tokens
            .get(self.clauses[c].verb_group.end)
            .is_none_or(|t| matches!(t.lower.as_str(), "." | "," | "\u{2014}" | "\u{2013}"));
        let tail = broken && ends && self.inverting.contains(&self.clauses[c].lemma);
        let takes = self.verbs.contains(&self.clauses[b].lemma) && !tail;
        let own = subject.is_some_and(|s| gap.contains(&self.phrases[s].head));
        // "said that if it came to peace Berlin would help": no comma closes the condition.
        let closes = own && !broken && !takes && self.clauses[c].modal.is_some();
        if closes && let Some(a) = self.opening_condition(b) {
            let governor = self.clauses[a].parent;
            self.unhang(a);
            let role = governor.map_or(ClauseRole::Main, |_| ClauseRole::Content);
            self.hang(c, governor, role);
            self.hang(a, Some(c), ClauseRole::Adverbial);
            return;
        }
        let bare = (own || self.existential(c)) && !broken && (takes || self.clauses[b].finite);
        // "Ruling out troops in Paris, Berg said": what opens the sentence takes no clause behind its comma.
        let opening =
            !self.clauses[b].finite && self.clauses[b].verb_group.start == self.sentence.start;
        let after_time = own
            && takes
            && !opening
            && broken
            && !far
            && self.comma_after_adverbial(&self.clauses[b], gap);
        if bare || after_time {
            self.hang(c, Some(b), ClauseRole::Content);
            return;
        }
        if broken
            && !far
            && let Some((a, governor)) = self.fronted_adverbial(b)
        {
            // "said that if Washington agreed, Paris would send": the condition belongs to the clause after it.
            self.unhang(a);
            self.hang(c, Some(governor), ClauseRole::Content);
            self.hang(a, Some(c), ClauseRole::Adverbial);
            return;
        }
        self.hang(c, None, ClauseRole::Main);
    }

    /// The conditional clause at or above `b` that opens the sentence, or the content of a verb.
    fn opening_condition(&self, b: usize) -> Option<usize> {
        let mut at = b;
        while self.clauses[at].role != ClauseRole::Adverbial {
            at = self.clauses[at].parent?;
        }
        let s = self.clauses[at].subordinator?;
        let conditional = matches!(
            self.tokens[s].lower.as_str(),
            "if" | "when" | "once" | "unless" | "until" | "should"
        );
        let opens = s == self.sentence.start
            || matches!(
                self.tokens[s - 1].lower.as_str(),
                "that" | "\"" | ":" | "but" | "and" | "," | "only" | "even"
            );
        let fronted = match self.clauses[at].parent {
            None => true,
            Some(p) => self.verbs.contains(&self.clauses[p].lemma) && p < at,
        };
        (conditional && opens && fronted).then_some(at)
    }

    /// The adverbial clause at or above `b` that opens the content of a verb, and that verb's clause.
    fn fronted_adverbial(&self, b: usize) -> Option<(usize, usize)> {
        let mut at = Some(b);
        while let Some(a) = at {
            let clause = &self.clauses[a];
            if clause.role == ClauseRole::Adverbial
                && let (Some(s), Some(governor)) = (clause.subordinator, clause.parent)
            {
                let opens = s > 0
                    && (self.tokens[s - 1].lower == "that"
                        || s == self.clauses[governor].verb_group.end);
                return (opens && self.verbs.contains(&self.clauses[governor].lemma))
                    .then_some((a, governor));
            }
            at = clause.parent;
        }
        None
    }

    /// "send troops or train soldiers", "to send and train": a base form after a conjunction shares the modal or the "to" before it.
    fn shared_form(&mut self, c: usize, before: Option<usize>) -> bool {
        let clause = &self.clauses[c];
        let bare = self.tokens[clause.verb].pos == Pos::VerbBase && clause.modal.is_none();
        let supported = self.tokens[clause.verb_group.clone()]
            .iter()
            .any(|t| t.pos == Pos::Auxiliary);
        if !bare || supported {
            return false;
        }
        let Some(j) = self.conjunction_before(c).or_else(|| self.listed_before(c)) else {
            return false;
        };
        let mut at = before;
        while let Some(x) = at {
            let model = self.clauses[x].clone();
            if model.role == ClauseRole::Infinitive && !model.finite {
                self.clauses[c].finite = false;
                self.clauses[c].modifies = model.modifies;
                self.clauses[c].subjects = model.subjects;
                self.hang(c, model.parent.or(Some(x)), ClauseRole::Infinitive);
                return true;
            }
            if model.finite {
                if model.modal.is_none() {
                    return false;
                }
                self.clauses[c].modal = model.modal;
                self.clauses[c].subjects = model.subjects;
                if matches!(self.tokens[j].lower.as_str(), "or" | "nor") {
                    self.clauses[c].negation = self.clauses[c].negation.or(model.negation);
                }
                self.hang(c, Some(x), ClauseRole::Coordinate);
                return true;
            }
            at = model.parent;
        }
        false
    }

    /// "must leave, stay out of it and disarm": the comma before a verb group that a conjunction and a further one follow.
    fn listed_before(&self, c: usize) -> Option<usize> {
        let comma = self.clauses[c].verb_group.start.checked_sub(1)?;
        let next = (c + 1 < self.clauses.len()).then_some(c + 1)?;
        let alike = self.tokens[self.clauses[next].verb].pos == Pos::VerbBase;
        (self.tokens[comma].lower == "," && alike && self.conjunction_before(next).is_some())
            .then_some(comma)
    }

    /// The conjunction that stands right before a verb group, adverbs aside.
    pub(super) fn conjunction_before(&self, c: usize) -> Option<usize> {
        (self.sentence.start..self.clauses[c].verb_group.start)
            .rev()
            .find(|t| self.tokens[*t].pos != Pos::Adverb)
            .filter(|t| self.tokens[*t].pos == Pos::Conjunction)
    }

    /// Whether a conjunction stands between the members of a coordination of phrases.
    pub(super) fn inside_coordination(&self, conjunction: usize) -> bool {
        self.here.clone().any(|p| {
            self.phrases[p].coordinated.is_some_and(|q| {
                self.phrases[p].tokens.end <= conjunction
                    && conjunction < self.phrases[q].tokens.start
            })
        })
    }

    /// First word of a subordinator of several words that ends at `s` ("as long as", "provided that").
    fn expression_start(&self, s: usize, from: usize) -> usize {
        let mut at = s;
        while at > from
            && self.tokens[at - 1].pos == Pos::Subordinator
            && matches!(
                self.tokens[at - 1].lower.as_str(),
                "as" | "so"
                    | "long"
                    | "soon"
                    | "provided"
                    | "providing"
                    | "given"
                    | "now"
                    | "such"
                    | "in"
                    | "on"
                    | "order"
                    | "condition"
                    | "insofar"
                    | "case"
                    | "the"
                    | "with"
                    | "event"
                    | "basis"
                    | "assumption"
                    | "premise"
                    | "proviso"
                    | "caveat"
                    | "understanding"
            )
        {
            at -= 1;
        }
        at
    }
}
