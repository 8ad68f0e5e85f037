//! Attachment: how each verb group hangs on what went before, decided from the gap between them.

use std::ops::Range;

use crate::model::{Attachment, Clause, ClauseRole, Owner, Pos};

use super::{Kind, Work};

impl Work<'_> {
    pub(super) fn attach(&mut self) {
        for c in self.first..self.clauses.len() {
            let before = (c > self.first).then(|| c - 1);
            let gap_start = before.map_or(self.sentence.start, |b| self.clauses[b].verb_group.end);
            let gap = gap_start..self.clauses[c].verb_group.start;
            let mut free = self.free_phrases(&gap);
            free.retain(|p| self.same_side(*p, c));
            match self.kind(c) {
                Kind::Infinitive => self.infinitive(c, before, &gap),
                Kind::Ing | Kind::Participle => self.non_finite(c, before, &gap),
                Kind::Finite => self.finite(c, before, &gap, &free),
            }
        }
        self.adopt_initial_adverbials();
    }

    pub(super) fn kind(&self, c: usize) -> Kind {
        let clause = &self.clauses[c];
        if clause.role == ClauseRole::Infinitive {
            Kind::Infinitive
        } else if clause.finite {
            Kind::Finite
        } else if self.tokens[clause.verb_group.start].pos == Pos::VerbIng
            || matches!(
                self.tokens[clause.verb_group.start].lower.as_str(),
                "having" | "being"
            )
            || self.tokens[clause.verb].pos == Pos::VerbIng
        {
            Kind::Ing
        } else {
            Kind::Participle
        }
    }

    /// An infinitive hangs on the group before it; its subject is understood: the object of "urge", else the subject of what governs it.
    pub(super) fn infinitive(&mut self, c: usize, before: Option<usize>, gap: &Range<usize>) {
        let noun = self.phrase_ending_at(gap.end);
        let planned = noun.and_then(|n| self.plan_over(n));
        self.clauses[c].modifies = planned.or(noun);
        let parent = self.governor(c, before);
        self.hang(c, parent, ClauseRole::Infinitive);
        let Some(p) = parent else {
            self.subject_of_headline(c, noun, gap);
            return;
        };
        if let (Some(_), Some(n)) = (planned, noun) {
            self.clauses[c].subjects = self.members(n);
            return;
        }
        let control = self
            .classes
            .object_control_verbs
            .contains(&self.clauses[p].lemma)
            && !self.clauses[p].passive;
        let object = self
            .free_phrases(&(self.clauses[p].verb_group.end..gap.end))
            .last()
            .copied();
        // "call on Trump to provide": the object stands in a prepositional phrase.
        let object = object.or_else(|| {
            noun.filter(|n| {
                self.phrases[*n]
                    .preposition
                    .is_some_and(|x| matches!(self.tokens[x].lower.as_str(), "on" | "for" | "upon"))
            })
        });
        self.clauses[c].subjects = match (control, object, noun.and_then(|n| self.phrases[n].owner))
        {
            (true, Some(o), _) => self.members(o),
            (_, _, Some(Owner::Phrase(o))) => vec![o],
            _ => self.clauses[p].subjects.clone(),
        };
        // "for Europe to send troops": the phrase after "for" is the subject.
        if let Some(n) = noun
            && self.phrases[n]
                .preposition
                .is_some_and(|x| self.tokens[x].lower == "for")
        {
            self.clauses[c].subjects = self.members(n);
        }
    }

    /// "Macron, Starmer to discuss ...", "Starmer ready to send ...": where no verb is finite, an infinitive takes the subject's phrase, unless
    /// it only tells what a noun is about ("French plan to send").
    fn subject_of_headline(&mut self, c: usize, noun: Option<usize>, gap: &Range<usize>) {
        let finite = self.clauses[self.first..].iter().any(|x| x.finite);
        let about = noun.is_some_and(|n| self.tokens[self.phrases[n].head].pos == Pos::Noun);
        if finite || about {
            return;
        }
        let free = self.free_phrases(gap);
        let Some(last) = free.last() else { return };
        self.set_subjects(c, *last);
        // "Macron, Starmer": headlines join names by a comma.
        for p in free.iter().rev().skip(1) {
            let first = self.clauses[c].subjects[0];
            let start = self.phrases[first].tokens.start;
            let named = |p: usize| self.tokens[self.phrases[p].head].pos == Pos::Proper;
            let joined = self.phrases[*p].tokens.end + 1 == start
                && self.tokens[start - 1].lower == ","
                && named(first)
                && named(*p);
            if !joined {
                break;
            }
            self.phrases[*p].attached = Attachment::Subject(c);
            self.clauses[c].subjects.insert(0, *p);
        }
    }

    /// "the initiative of the president to send", "proposals by Trump's team to postpone": the noun of a plan that a phrase hangs on.
    fn plan_over(&self, phrase: usize) -> Option<usize> {
        let is_plan = |p: usize| {
            let head = &self.tokens[self.phrases[p].head].lemma;
            self.classes.plan_nouns.contains(head)
        };
        let by = |p: usize| {
            self.phrases[p]
                .preposition
                .filter(|x| matches!(self.tokens[*x].lower.as_str(), "of" | "by" | "from"))
        };
        if is_plan(phrase) {
            return None;
        }
        let mut at = phrase;
        for _ in 0..3 {
            let x = by(at)?;
            at = self.phrase_ending_at(x).filter(|up| *up < at)?;
            if is_plan(at) {
                return Some(at);
            }
        }
        None
    }

    /// The verb group that a non-finite one depends on: the one before it, past coordinated infinitives.
    pub(super) fn governor(&self, c: usize, before: Option<usize>) -> Option<usize> {
        let b = before?;
        let joined = self.conjunction_before(c).is_some();
        if joined
            && self.clauses[b].role == ClauseRole::Infinitive
            && self.kind(c) == Kind::Infinitive
        {
            return self.clauses[b].parent.or(Some(b));
        }
        Some(b)
    }

    pub(super) fn non_finite(&mut self, c: usize, before: Option<usize>, gap: &Range<usize>) {
        let start = self.clauses[c].verb_group.start;
        let previous = (start > self.sentence.start).then(|| &self.tokens[start - 1]);
        let previous_pos = previous.map(|t| t.pos);
        let after_comma = previous
            .is_some_and(|t| matches!(t.lower.as_str(), "," | "\u{2014}" | "\u{2013}" | "-"));
        let ing = self.kind(c) == Kind::Ing;
        if previous_pos == Some(Pos::Preposition) || previous_pos == Some(Pos::Subordinator) {
            let noun = self.phrase_ending_at(start - 1);
            self.clauses[c].modifies = noun;
            self.clauses[c].subordinator = Some(start - 1);
            self.hang(c, before, ClauseRole::Gerund);
            self.clauses[c].subjects = self.understood(before, noun);
        } else if let Some(noun) = self.phrase_ending_at(gap.end).filter(|_| !after_comma) {
            self.clauses[c].modifies = Some(noun);
            self.hang(c, before, ClauseRole::Relative);
            let all = self.members(noun);
            if ing {
                self.clauses[c].subjects = all;
            } else {
                self.clauses[c].passive = true;
                self.clauses[c].subjects = all;
            }
        } else {
            self.hang(c, before, ClauseRole::Gerund);
            self.clauses[c].passive |= !ing;
            let conjunction = previous_pos == Some(Pos::Conjunction);
            if conjunction && let Some(b) = before {
                self.clauses[c].role = ClauseRole::Coordinate;
                if !self.clauses[b].finite {
                    self.clauses[c].role = self.clauses[b].role;
                    if let Some(p) = self.clauses[b].parent {
                        self.clauses[b].children.pop();
                        self.clauses[c].parent = Some(p);
                        self.clauses[p].children.push(c);
                    }
                    self.clauses[c].passive |= self.clauses[b].passive && !ing;
                }
            }
            self.clauses[c].subjects = self.understood(before, None);
        }
    }

    /// The understood subject of a non-finite clause.
    pub(super) fn understood(&self, governor: Option<usize>, noun: Option<usize>) -> Vec<usize> {
        if let Some(Owner::Phrase(o)) = noun.and_then(|n| self.phrases[n].owner) {
            return vec![o];
        }
        governor
            .map(|g| self.clauses[g].subjects.clone())
            .unwrap_or_default()
    }

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
            self.finite(c, outer, &(from..self.clauses[b].verb_group.start), &[]);
            self.clauses[c].subjects.clear();
            let role = self.clauses[b].role;
            self.hang(b, Some(c), role);
            return;
        }
        if let Some((outer, around, own)) =
            before.and_then(|b| self.behind_modifier(b, c, gap, free))
        {
            // "said that efforts to slow the war would": attached as if the modifier of its subject were not there.
            self.finite(c, outer, &around, &own);
            return;
        }
        if self.inverted_source(c, before, gap, free) || self.shared_form(c, before) {
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
                    && (self.tokens[*t].pos == Pos::Subordinator
                        || self.tokens[*t].pos == Pos::Relative && self.tokens[*t].lower == "that")
            })
            .map(|s| self.expression_start(s, gap.start));
        if let Some(r) = relative.filter(|r| subordinator.is_none_or(|s| s < *r)) {
            self.relative(c, before, r, free);
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
            let that = matches!(self.tokens[s].lower.as_str(), "that" | "whether");
            if that {
                self.hang(c, self.content_governor(before), ClauseRole::Content);
            } else {
                self.hang(c, before, ClauseRole::Adverbial);
            }
        } else if before.is_none() && self.fronted_condition(gap) {
            // "Should Washington agree, Paris would send".
            self.clauses[c].subordinator = Some(gap.start);
            self.hang(c, None, ClauseRole::Adverbial);
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
        let antecedent = self.antecedent(r);
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
        let bare = (own || self.existential(c)) && !broken && (takes || self.clauses[b].finite);
        let after_time =
            own && takes && broken && !far && self.comma_after_adverbial(&self.clauses[b], gap);
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
        let Some(j) = self.conjunction_before(c) else {
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

    /// The conjunction that stands right before a verb group, adverbs aside.
    fn conjunction_before(&self, c: usize) -> Option<usize> {
        (self.sentence.start..self.clauses[c].verb_group.start)
            .rev()
            .find(|t| self.tokens[*t].pos != Pos::Adverb)
            .filter(|t| self.tokens[*t].pos == Pos::Conjunction)
    }

    /// Whether a conjunction stands between the members of a coordination of phrases.
    fn inside_coordination(&self, conjunction: usize) -> bool {
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
            )
        {
            at -= 1;
        }
        at
    }

    pub(super) fn hang(&mut self, c: usize, parent: Option<usize>, role: ClauseRole) {
        self.clauses[c].role = role;
        self.clauses[c].parent = parent;
        if let Some(p) = parent {
            self.clauses[p].children.push(c);
        }
    }

    pub(super) fn unhang(&mut self, c: usize) {
        if let Some(p) = self.clauses[c].parent.take() {
            self.clauses[p].children.retain(|x| *x != c);
        }
    }

    /// "said on Monday that", "said Thursday, in Paris, that": only adverbials stand between verb and content.
    pub(super) fn comma_after_adverbial(&self, before: &Clause, gap: &Range<usize>) -> bool {
        self.tokens
            .get(before.verb_group.end)
            .is_some_and(|t| t.pos == Pos::Preposition || t.lower == "that")
            && gap.len() < 12
    }

    /// The clause whose content a "that" clause is: the nearest before it that takes one.
    pub(super) fn content_governor(&self, before: Option<usize>) -> Option<usize> {
        let mut at = before;
        while let Some(b) = at {
            if self.verbs.contains(&self.clauses[b].lemma) {
                return Some(b);
            }
            at = self.clauses[b].parent;
        }
        before
    }

    /// The clause on whose level a coordinated finite clause stands.
    pub(super) fn coordinate_level(&self, c: usize, before: usize, own_subject: bool) -> usize {
        let mut at = before;
        // A finite verb joins a finite one; and without a subject of its own it joins one of like tense and mood.
        let quotation = |x: usize| self.tokens[self.clauses[x].verb].quotation;
        while !self.clauses[at].finite
            || self.clauses[at].role == ClauseRole::Relative
                && (own_subject || quotation(at) != quotation(c))
        {
            match self.clauses[at].parent {
                Some(p) => at = p,
                None => break,
            }
        }
        if !own_subject
            && self.clauses[at].role == ClauseRole::Content
            && self.clauses[c].modal.is_none()
            && self.clauses[at].modal.is_some()
        {
            // "said troops could be sent and warned": the second verb goes with "said".
            if let Some(p) = self.clauses[at].parent {
                at = p;
            }
        }
        at
    }

    /// "If Washington agrees, Paris will send troops": the clause before hangs on the one after.
    pub(super) fn adopt_initial_adverbials(&mut self) {
        for c in self.first..self.clauses.len() {
            if self.clauses[c].role != ClauseRole::Adverbial || self.clauses[c].parent.is_some() {
                continue;
            }
            let main = (c + 1..self.clauses.len())
                .find(|m| self.clauses[*m].finite && self.clauses[*m].role == ClauseRole::Main);
            if let Some(m) = main {
                self.clauses[c].parent = Some(m);
                self.clauses[m].children.push(c);
            }
        }
    }
}
