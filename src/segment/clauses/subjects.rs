//! Subjects: which phrase before a verb is its own, past parentheses, relatives and times.

use std::ops::Range;

use crate::model::{Attachment, ClauseRole, NounPhrase, Owner, Pos};

use crate::segment::phrases::times::is_time;

use super::Work;

impl Work<'_> {
    /// Phrases in a gap that no preposition governs and that own nothing.
    pub(super) fn free_phrases(&self, gap: &Range<usize>) -> Vec<usize> {
        let owners: Vec<usize> = self
            .here
            .clone()
            .filter_map(|p| match self.phrases[p].owner {
                Some(Owner::Phrase(o)) => Some(o),
                _ => None,
            })
            .collect();
        self.here
            .clone()
            .filter(|p| {
                let phrase = &self.phrases[*p];
                gap.contains(&phrase.head)
                    && phrase.preposition.is_none()
                    && phrase.apposition.is_none()
                    && !owners.contains(p)
                    && !self.is_time(phrase)
                    && !self.is_reflexive(phrase)
            })
            .collect()
    }

    /// "Rome itself rejects it": such a pronoun is no subject, it stands beside one.
    fn is_reflexive(&self, phrase: &NounPhrase) -> bool {
        let head = &self.tokens[phrase.head];
        head.pos == Pos::Pronoun && (head.lower.ends_with("self") || head.lower.ends_with("selves"))
    }

    /// Whether a phrase only tells a time.
    pub(super) fn is_time(&self, phrase: &NounPhrase) -> bool {
        is_time(self.classes, self.tokens, phrase)
    }

    /// First member of the coordination that a phrase belongs to, and all members from there.
    pub(super) fn members(&self, phrase: usize) -> Vec<usize> {
        let mut first = phrase;
        while let Some(p) =
            (self.here.start..first).find(|p| self.phrases[*p].coordinated == Some(first))
        {
            first = p;
        }
        let mut all = vec![first];
        while let Some(next) = self.phrases[all[all.len() - 1]].coordinated {
            all.push(next);
        }
        all
    }

    pub(super) fn set_subjects(&mut self, c: usize, phrase: usize) {
        let all = self.members(phrase);
        for p in &all {
            self.phrases[*p].attached = Attachment::Subject(c);
        }
        self.clauses[c].subjects = all;
    }

    pub(super) fn choose_subject(
        &self,
        c: usize,
        before: Option<usize>,
        gap: &Range<usize>,
        free: &[usize],
    ) -> Option<usize> {
        let start = self.clauses[c].verb_group.start;
        let mut left = start;
        while left > gap.start && self.tokens[left - 1].pos == Pos::Adverb {
            left -= 1;
        }
        let comma = left > gap.start
            && matches!(
                self.tokens[left - 1].lower.as_str(),
                "," | "\u{2014}" | "\u{2013}" | ")"
            );
        if comma && let Some(s) = self.parenthesis(before) {
            return Some(s);
        }
        if comma && let Some(s) = before.and_then(|b| self.inserted(b)) {
            return Some(s);
        }
        if let Some((_, s)) = before.and_then(|b| self.restrictive(b, gap, free)) {
            return Some(s);
        }
        if comma {
            // A parenthesis closes here: the subject stands before it opened.
            let close = left - 1;
            let open = (gap.start..close).rev().find(|t| {
                matches!(
                    self.tokens[*t].lower.as_str(),
                    "," | "\u{2014}" | "\u{2013}" | "("
                )
            });
            if let Some(o) = open
                && let Some(s) = free
                    .iter()
                    .rev()
                    .find(|p| self.phrases[**p].tokens.end <= o)
            {
                return Some(*s);
            }
        }
        if free.is_empty() && before.is_none() {
            // Everything before the verb stands under a preposition: take no subject.
            return None;
        }
        free.last().copied()
    }

    /// The phrase before the parenthesis in which the last clause stands: "Putin, who met Trump to float the plan, said", "Starmer, having
    /// offered troops, said", "Macron, when he spoke in Paris, said".
    pub(super) fn parenthesis(&self, before: Option<usize>) -> Option<usize> {
        let mut at = before;
        while let Some(x) = at {
            let clause = &self.clauses[x];
            // "Italy, whose parliament would have to agree,": it begins with its subject.
            let whose = clause
                .subjects
                .iter()
                .map(|p| self.phrases[*p].tokens.start);
            let whose = whose.filter(|t| self.tokens[*t].lower == "whose").min();
            let start = clause
                .subordinator
                .or(whose)
                .filter(|s| *s < clause.verb_group.start)
                .unwrap_or(clause.verb_group.start);
            let opened = (self.sentence.start..start)
                .rev()
                .find(|t| self.tokens[*t].pos != Pos::Preposition)
                .filter(|t| {
                    matches!(
                        self.tokens[*t].lower.as_str(),
                        "," | "\u{2014}" | "\u{2013}" | "("
                    )
                });
            // Not "opposed to Kyiv joining NATO, met": what a preposition governs is no subject.
            if clause.role == ClauseRole::Relative
                && (opened.is_some() || Some(x) == before)
                && let Some(m) = clause.modifies
                && (clause.finite || self.phrases[self.top_of(m)].preposition.is_none())
            {
                return Some(self.top_of(m));
            }
            if let Some(named) = self.described(x) {
                return Some(named);
            }
            if let Some(o) = opened {
                if clause.role == ClauseRole::Gerund
                    && let Some(s) = clause.subjects.first()
                {
                    return Some(*s);
                }
                if matches!(clause.role, ClauseRole::Gerund | ClauseRole::Adverbial)
                    && let Some(p) = self.phrase_ending_at(o)
                    && self.phrases[p].attached == Attachment::None
                    && self.phrases[self.top_of(p)].preposition.is_none()
                {
                    return Some(self.top_of(p));
                }
            }
            at = clause.parent;
        }
        None
    }

    /// "The leader who wants to send troops said": behind a relative clause without commas, with nothing but an object since its last verb.
    pub(super) fn restrictive(
        &self,
        b: usize,
        gap: &Range<usize>,
        free: &[usize],
    ) -> Option<(usize, usize)> {
        let last = &self.clauses[b];
        let objects = free.first().map(|p| self.members(*p)).unwrap_or_default();
        let object_only = objects
            .first()
            .is_none_or(|p| self.phrases[*p].tokens.start == last.verb_group.end)
            && free.iter().all(|p| objects.contains(p));
        let joined = gap.clone().any(|t| {
            matches!(self.tokens[t].pos, Pos::Subordinator | Pos::Relative)
                || self.tokens[t].lower == ","
                || self.tokens[t].pos == Pos::Conjunction
                    && objects.len() < 2
                    && !self.inside_coordination(t)
        });
        if !object_only || joined {
            return None;
        }
        // "officers who plan a force meet": a verb that may take a clause has an object where the noun would else be left without a verb.
        let told = self.verbs.contains(&last.lemma) && !free.is_empty();
        let last_verb = || {
            let c = b + 1;
            !self.clauses[c + 1..].iter().any(|x| x.finite)
        };
        let mut at = b;
        loop {
            let clause = &self.clauses[at];
            if clause.role == ClauseRole::Relative {
                let noun = clause.modifies.map(|m| self.top_of(m))?;
                return (!told || self.opens_clause(noun) && last_verb()).then_some((at, noun));
            }
            if let Some(noun) = self.told_of(at).filter(|n| self.opens_clause(*n)) {
                return Some((at, noun));
            }
            if told || clause.finite {
                return None;
            }
            // "Efforts to slow the war would", "unease about sending troops is": it stands on a noun that opens its clause.
            if matches!(clause.role, ClauseRole::Infinitive | ClauseRole::Gerund)
                && let Some(noun) = clause.modifies.map(|m| self.top_of(m))
                && self.opens_clause(noun)
            {
                return Some((at, noun));
            }
            at = clause.parent?;
        }
    }

    /// "The fact that Rome opposes a force is": the noun whose content a clause with "that" tells.
    fn told_of(&self, c: usize) -> Option<usize> {
        let clause = &self.clauses[c];
        let opener = clause.subordinator?;
        let noun = self.phrase_ending_at(opener)?;
        let lemma = &self.tokens[self.phrases[noun].head].lemma;
        // "the plan that Paris made": what the clause lacks is the noun.
        let told = self.classes.fact_nouns.contains(lemma)
            || self.takes_clause(lemma) && !self.lacks_object(c);
        let tells =
            clause.role == ClauseRole::Content && self.tokens[opener].lower == "that" && told;
        tells.then_some(noun)
    }

    /// Whether a phrase without a preposition stands first in its sentence or behind a subordinator.
    fn opens_clause(&self, phrase: usize) -> bool {
        let phrase = &self.phrases[phrase];
        let mut start = phrase.tokens.start;
        if let Some(Owner::Phrase(o)) = phrase.owner {
            start = self.phrases[o].tokens.start;
        }
        phrase.preposition.is_none()
            && phrase.attached == Attachment::None
            && (start == self.sentence.start
                || self.tokens[start - 1].pos == Pos::Subordinator
                || start - 1 == self.sentence.start && self.tokens[start - 1].lower == "\"")
    }

    /// The speech in quotation marks that holds a clause's verb.
    pub(super) fn quotation(&self, c: usize) -> Option<usize> {
        self.tokens[self.clauses[c].verb]
            .quotation
            .filter(|q| !self.quotations[*q].scare)
    }

    /// What stands inside quoted speech is no subject of a verb outside it; a quoted name or noun phrase may be.
    pub(super) fn same_side(&self, phrase: usize, c: usize) -> bool {
        let Some(q) = self.tokens[self.phrases[phrase].head].quotation else {
            return true;
        };
        let quoted = &self.quotations[q].tokens;
        quoted.contains(&self.clauses[c].verb)
            || !self.clauses[self.first..c]
                .iter()
                .any(|x| quoted.contains(&x.verb))
    }

    /// "Greece, his spokesman told us, will": the phrase before an inserted clause that tells who says so.
    fn inserted(&self, before: usize) -> Option<usize> {
        let clause = &self.clauses[before];
        let speaks = clause.finite && self.verbs.contains(&clause.lemma);
        let subject = clause.subjects.first().copied()?;
        // The subject may follow: ", say the authors,".
        let start = self.phrases[subject]
            .tokens
            .start
            .min(clause.verb_group.start);
        let start = match self.phrases[subject].owner {
            Some(Owner::Pronoun(t)) => start.min(t),
            Some(Owner::Phrase(o)) => start.min(self.phrases[o].tokens.start),
            None => start,
        };
        let opened = start > self.sentence.start
            && matches!(
                self.tokens[start - 1].lower.as_str(),
                "," | "\u{2014}" | "\u{2013}"
            );
        if !speaks || !opened || clause.role != ClauseRole::Main {
            return None;
        }
        let phrase = self.top_of(self.phrase_ending_at(start - 1)?);
        let free = self.phrases[phrase].attached == Attachment::None
            && self.phrases[phrase].preposition.is_none()
            && !self.is_time(&self.phrases[phrase]);
        free.then_some(phrase)
    }

    /// The phrase that a phrase stands in: "the president of France who" means the president.
    pub(super) fn top_of(&self, phrase: usize) -> usize {
        let mut at = phrase;
        for _ in 0..4 {
            let Some(x) = self.phrases[at].preposition else {
                break;
            };
            let Some(up) = (self.here.start..at)
                .rev()
                .find(|p| self.phrases[*p].tokens.end <= x)
            else {
                break;
            };
            if self.phrases[up].tokens.end != x {
                break;
            }
            at = up;
        }
        self.phrases[at].apposition.unwrap_or(at)
    }

    pub(super) fn antecedent(&self, relative: usize) -> Option<usize> {
        let mut t = relative;
        while t > self.sentence.start
            && (matches!(
                self.tokens[t - 1].lower.as_str(),
                "," | "\"" | ")" | "\u{2014}"
            ) || self.tokens[t - 1].pos == Pos::Preposition)
        {
            t -= 1;
        }
        // "a force of their own, which".
        if t >= self.sentence.start + 3
            && self.tokens[t - 1].lower == "own"
            && self.tokens[t - 3].lower == "of"
        {
            t -= 3;
        }
        let phrase = self.phrase_ending_at(t)?;
        let word = self.tokens[relative].lower.as_str();
        // "the force for Ukraine that London would lead": a name needs no clause to tell which it is.
        let fronted = word == "which" && self.tokens[relative - 1].pos == Pos::Preposition;
        let named = (word == "that" || fronted)
            && self.tokens[self.phrases[phrase].head].pos == Pos::Proper;
        if named && let Some(x) = self.phrases[phrase].preposition {
            // Of a chain the noun right over the name.
            let over = self.phrase_ending_at(x).filter(|q| *q < phrase);
            Some(over.unwrap_or(phrase))
        } else if word.starts_with("who") {
            Some(self.top_of(phrase))
        } else {
            Some(phrase)
        }
    }

    pub(super) fn phrase_ending_at(&self, t: usize) -> Option<usize> {
        let mut end = t;
        while end > self.sentence.start && self.tokens[end - 1].lower == "\"" {
            end -= 1;
        }
        self.here
            .clone()
            .rev()
            .find(|p| self.phrases[*p].tokens.end == end)
    }
}
