//! Attachment: how each verb group hangs on what went before, decided from the gap between them.

use std::ops::Range;

use crate::model::{Attachment, Clause, ClauseRole, Owner, Pos};

use super::{Kind, Work};

/// Longest predicate, in words, between a verb and the question that it leaves open.
const MAX_PREDICATE: usize = 4;

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
        // "the decision not to send".
        let not = gap.end > gap.start && self.tokens[gap.end - 1].lower == "not";
        let noun = self.phrase_ending_at(gap.end - usize::from(not));
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
        // "for Europe to send troops", "for arms supplies to Kyiv to end": the phrase after "for" is the subject.
        // "wants supplies for Kyiv to be kept up", "to end": of what is done and what ends the object is the subject.
        let ends = self.classes.ending_verbs.contains(&self.clauses[c].lemma);
        let done = control && object.is_some() && (self.clauses[c].passive || ends);
        if let Some(n) = noun
            .filter(|_| !done)
            .and_then(|n| self.phrase_behind_for(n, p))
        {
            self.clauses[c].subjects = self.members(n);
        }
    }

    /// The phrase behind "for" that a phrase is, or that it hangs on in a clause with a verb of its own ("it was for the head of state to decide").
    fn phrase_behind_for(&self, phrase: usize, clause: usize) -> Option<usize> {
        let mut at = phrase;
        for _ in 0..3 {
            let x = self.phrases[at].preposition?;
            if self.tokens[x].lower == "for" {
                return (at == phrase || self.clauses[clause].lemma != "be").then_some(at);
            }
            at = self.phrase_ending_at(x)?;
        }
        None
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
            self.classes.plan_nouns.contains(head) || self.classes.willing_nouns.contains(head)
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
        let b = self.before_aside(c, before?);
        let joined = self.conjunction_before(c).is_some();
        if joined
            && self.clauses[b].role == ClauseRole::Infinitive
            && self.kind(c) == Kind::Infinitive
        {
            return self.clauses[b].parent.or(Some(b));
        }
        Some(b)
    }

    /// "was ready, if there is peace, to send", "has refused, as has Oslo, to send": an infinitive behind a comma goes on from before the aside.
    fn before_aside(&self, c: usize, b: usize) -> usize {
        let start = self.clauses[c].verb_group.start;
        let comma = |t: usize| t > self.sentence.start && self.tokens[t - 1].lower == ",";
        let infinitive = self.kind(c) == Kind::Infinitive;
        if !infinitive || !comma(start) {
            return b;
        }
        let mut at = b;
        while self.clauses[at].role != ClauseRole::Adverbial {
            match self.clauses[at].parent {
                Some(p) => at = p,
                None => return b,
            }
        }
        let clause = &self.clauses[at];
        match (clause.parent, clause.subordinator) {
            (Some(p), Some(s)) if p < at && s < clause.verb_group.end && comma(s) => p,
            _ => b,
        }
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
        } else if let Some(noun) = self
            .phrase_ending_at(gap.end)
            .filter(|_| !after_comma)
            .or_else(|| self.behind_comma_by(c))
        {
            let noun = if ing { noun } else { self.past_place(noun) };
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

    /// "the force, first proposed by Paris, may": the noun of a participle that a comma parts from it, where it names who did that.
    fn behind_comma_by(&self, c: usize) -> Option<usize> {
        let clause = &self.clauses[c];
        if self.kind(c) != Kind::Participle {
            return None;
        }
        let end = clause.verb_group.end;
        let here = |t: &usize| self.sentence.contains(t);
        let word = |t: usize| self.tokens[t].lower.as_str();
        let by = (end..end + 2).filter(here).any(|t| word(t) == "by");
        let before = self.sentence.start..clause.verb_group.start;
        let comma = before.rev().find(|t| self.tokens[*t].pos != Pos::Adverb)?;
        let noun = (by && word(comma) == ",").then(|| self.phrase_ending_at(comma))??;
        // "a force of ten thousand, led by Paris": the force.
        let of = self.phrases[noun].preposition.filter(|x| word(*x) == "of");
        of.and_then(|x| self.phrase_ending_at(x)).or(Some(noun))
    }

    /// "a force for Ukraine planned by Paris": a participle behind a place belongs to the noun that is in or for it.
    fn past_place(&self, noun: usize) -> usize {
        let phrase = &self.phrases[noun];
        let place = self.tokens[phrase.head].pos == Pos::Proper;
        phrase
            .preposition
            .filter(|x| place && matches!(self.tokens[*x].lower.as_str(), "for" | "in" | "to"))
            .and_then(|x| self.phrase_ending_at(x))
            .filter(|up| *up < noun && self.tokens[self.phrases[*up].head].pos == Pos::Noun)
            .unwrap_or(noun)
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

    /// The clause whose content a "that" or "whether" clause is: the nearest before it that takes one.
    pub(super) fn content_governor(
        &self,
        before: Option<usize>,
        subordinator: usize,
    ) -> Option<usize> {
        if before.is_some_and(|b| self.leaves_open(b, subordinator)) {
            return before;
        }
        let mut at = before;
        while let Some(b) = at {
            if self.verbs.contains(&self.clauses[b].lemma) {
                return Some(b);
            }
            at = self.clauses[b].parent;
        }
        before
    }

    /// "said it is not clear whether", "said it was still being discussed whether": what is open is what "it" stands for, not what was said.
    fn leaves_open(&self, b: usize, subordinator: usize) -> bool {
        let clause = &self.clauses[b];
        let [s] = clause.subjects.as_slice() else {
            return false;
        };
        let word = |t: usize| self.tokens[t].lower.as_str();
        let predicate = clause.verb_group.end..subordinator;
        clause.finite
            && matches!(word(subordinator), "whether" | "if")
            && word(self.phrases[*s].head) == "it"
            && (clause.passive || self.classes.copular_verbs.contains(&clause.lemma))
            && predicate.len() <= MAX_PREDICATE
            && self.tokens[predicate].iter().all(|t| {
                matches!(
                    t.pos,
                    Pos::Adjective | Pos::Adverb | Pos::Determiner | Pos::Noun
                )
            })
    }

    /// Whether a clause of speech stands between commas: ", Berg said,".
    fn is_inserted(&self, c: usize) -> bool {
        let clause = &self.clauses[c];
        let first = clause
            .subjects
            .iter()
            .map(|p| self.phrases[*p].tokens.start)
            .chain([clause.verb_group.start])
            .min()
            .unwrap_or(clause.verb_group.start);
        let last = clause
            .subjects
            .iter()
            .map(|p| self.phrases[*p].tokens.end)
            .chain([clause.verb_group.end])
            .max()
            .unwrap_or(clause.verb_group.end);
        let comma = |t: usize| self.sentence.contains(&t) && self.tokens[t].lower == ",";
        self.inverting.contains(&clause.lemma)
            && first > self.sentence.start
            && comma(first - 1)
            && (last..self.sentence.end.min(last + 4)).any(comma)
    }

    /// "If Washington agrees, Paris will send troops": the clause before hangs on the one after.
    pub(super) fn adopt_initial_adverbials(&mut self) {
        for c in self.first..self.clauses.len() {
            if self.clauses[c].role != ClauseRole::Adverbial || self.clauses[c].parent.is_some() {
                continue;
            }
            let mut mains = (c + 1..self.clauses.len())
                .filter(|m| self.clauses[*m].finite && self.clauses[*m].role == ClauseRole::Main);
            let mut main = mains.next();
            // "If there is peace, Berg said, Lisbon will help": who says so stands between the two.
            if main.is_some_and(|m| self.is_inserted(m)) {
                main = mains.next().or(main);
            }
            if let Some(m) = main {
                self.clauses[c].parent = Some(m);
                self.clauses[m].children.push(c);
            }
        }
    }
}
