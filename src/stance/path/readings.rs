//! How a clause is read: its cue, its negation, its deontic, its condition, and whether it asserts anything.

use super::super::cues::CueMatch;
use super::acting::ACT;
use super::links::{Kind, Link};
use super::{Climb, State, Who, compose};
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Clause, ClauseRole, ParagraphRole, Pos, Stance};

impl Climb<'_> {
    /// Reads a cue in its clause: its stance, or its reading under negation.
    pub(super) fn apply(&self, state: &mut State, m: &CueMatch, clause: &Clause) {
        let cue = self.cues.cue(m.cue);
        let negation = clause.negation.or_else(|| self.shared_negation(clause));
        let inside = negation.is_some_and(|n| m.tokens.contains(&n) && !self.denies_pattern(m, n));
        let negated = negation.is_some() && !inside && !self.pseudo_negated(clause);
        let read = if negated && self.denies_both(clause, cue.stance) {
            Some(Stance::Noncommittal)
        } else if negated {
            cue.negated
        } else if self.needed_elsewhere(m, clause)
            || cue.class == CueClass::Evaluation
                && cue.stance == Stance::Support
                && self.spoilt(clause, m.head)
        {
            Some(Stance::Oppose)
        } else {
            Some(cue.stance)
        };
        // "warned Europe not to send": the pattern's own negator was read with what it governs.
        if state.negator.is_some_and(|n| m.tokens.contains(&n)) && state.value == Stance::Oppose {
            state.value = Stance::Support;
        }
        match read {
            Some(value) => {
                self.apply_value(state, m, value);
                // "is considering it if there is a truce" leaves it open; "would consider it if" has a condition.
                if cue.stance == Stance::Noncommittal
                    && cue.pos == CuePos::Verb
                    && clause.modal.is_none()
                {
                    state.readiness = false;
                }
            }
            // "insists on no troops": what is insisted on is that there be none. "are no threat": what they are is denied, not that they be.
            None if clause
                .negation
                .is_some_and(|n| self.is_determiner(n) && !self.denies_predicate(n, clause)) =>
            {
                state.value = Stance::Oppose;
                state.negated |= cue.stance == Stance::Support && cue.class == CueClass::Attitude;
                self.apply_value(state, m, cue.stance);
            }
            // "has not toyed with": the cue says nothing then, and nobody holds anything.
            None => state.void = true,
        }
        state.negated |= negated;
        if negated {
            state.negator = negation;
        }
        let earlier = clause.verb_group.clone().any(|t| {
            self.classes
                .former_adverbs
                .contains(&self.document.tokens[t].lower)
        });
        if earlier {
            state.strength *= 0.75;
        }
    }

    /// "take no part in": the negator is none of the pattern's words and stands before its noun, so it denies the cue, not an object. "Put no boots on
    /// the ground": or before the proposal itself.
    fn denies_pattern(&self, m: &CueMatch, negator: usize) -> bool {
        let cue = self.cues.cue(m.cue);
        let words = cue.rest.iter().chain([&cue.first]);
        let is_own = |t: usize| words.clone().any(|w| self.document.tokens[t].reads(w));
        let open = |t: &usize| {
            matches!(
                self.document.tokens[*t].pos,
                Pos::Adjective | Pos::Adverb | Pos::VerbParticiple
            )
        };
        let denied = (negator + 1..m.tokens.end).find(|t| is_own(*t) || !open(t));
        self.is_determiner(negator)
            && !is_own(negator)
            && denied.is_some_and(|t| {
                let pos = self.document.tokens[t].pos;
                let proposed = self
                    .mentions
                    .proposals_at(self.document, t)
                    .next()
                    .is_some();
                is_own(t) && matches!(pos, Pos::Noun | Pos::Adjective | Pos::VerbBase) || proposed
            })
    }

    /// "would not agree to or be satisfied with": the negation before the first of several verbs is that of all.
    fn shared_negation(&self, clause: &Clause) -> Option<usize> {
        let first = clause.verb_group.start;
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let bare = self.document.tokens[first].pos == Pos::VerbBase || word(first) == "be";
        let joined = first > 0 && matches!(word(first - 1), "or" | ",");
        if !bare || !joined || clause.modal.is_some() || clause.role == ClauseRole::Infinitive {
            return None;
        }
        let before = self
            .document
            .clauses_beside(clause.verb)
            .iter()
            .rfind(|x| x.verb < first)?;
        match before.modal {
            Some(_) => before.negation,
            None => before.negation.or_else(|| self.shared_negation(before)),
        }
    }

    /// "Our soldiers are needed in Narva", "needs the missiles for itself": what is needed somewhere else, or by oneself, is not given away.
    pub(super) fn needed_elsewhere(&self, m: &CueMatch, clause: &Clause) -> bool {
        if self.cues.cue(m.cue).class != CueClass::Deontic
            || !self.classes.needing_verbs.contains(&clause.lemma)
        {
            return false;
        }
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let own = (clause.verb_group.end..clause.extent.end).any(|t| {
            matches!(
                word(t),
                "itself" | "themselves" | "ourselves" | "himself" | "herself"
            )
        });
        let belligerent = |p: usize| {
            let found = self
                .holders
                .of_phrase(self.document, self.mentions, self.attributions, p);
            found.is_some_and(|(actors, _)| {
                actors
                    .iter()
                    .any(|a| self.holders.is_belligerent(*a, self.mentions))
            })
        };
        let behind = clause.verb_group.end;
        let away = clause.passive
            && clause.adverbials.iter().any(|p| {
                let phrase = &self.document.phrases[*p];
                phrase.preposition == Some(behind)
                    && matches!(word(behind), "in" | "on" | "at")
                    && (self.document.tokens[phrase.head].pos == Pos::Proper
                        || word(phrase.head) == "home")
                    && !belligerent(*p)
            });
        (own || away) && !clause.subjects.iter().any(|s| belligerent(*s))
    }

    /// "would be no provocation", "is no threat at all": the negator stands before what the subject is said to be.
    fn denies_predicate(&self, negator: usize, clause: &Clause) -> bool {
        let predicate = clause.predicative.map(|p| &self.document.phrases[p]);
        negator >= clause.verb_group.end
            && self.classes.equating_verbs.contains(&clause.lemma)
            && predicate.is_some_and(|p| negator < p.head)
    }

    pub(super) fn is_determiner(&self, token: usize) -> bool {
        self.document.tokens[token].pos == Pos::Determiner
    }

    pub(super) fn apply_value(&self, state: &mut State, m: &CueMatch, value: Stance) {
        let cue = self.cues.cue(m.cue);
        // "denied that it had made help conditional": of the help itself nothing is said.
        state.void |= value == Stance::Oppose && state.value == Stance::Conditional;
        // "refuses to give up its bid", "does not want to stop it": who refuses that says what "does not give up" says.
        let kept = value == Stance::Oppose
            && state.value == Stance::Oppose
            && cue.class == CueClass::Attitude
            && (cue.stance == Stance::Oppose || state.blocks)
            && state.denied == Some(Stance::Support);
        // "does not want to comment on it": nor does that tell more than "does not comment".
        let silent = value == Stance::Oppose
            && state.value == Stance::Noncommittal
            && state.denied == Some(Stance::Noncommittal);
        // "called on the allies to consider sending troops": who asks for that wants more than that it be considered.
        let urged = cue.class == CueClass::Request
            && value == Stance::Support
            && state.value == Stance::Noncommittal;
        state.value = if urged {
            Stance::Support
        } else if silent {
            Stance::Noncommittal
        } else if kept {
            Stance::Support
        } else {
            compose(value, state.value, state.cues.is_empty() && !state.negated)
        };
        state.denied = cue
            .negated
            .filter(|_| value == cue.stance && value != Stance::Support);
        state.strength *= cue.strength.max(0.3).sqrt();
        state.readiness |= cue.readiness;
        state.blocks |= cue.class == CueClass::Effect && cue.stance == Stance::Oppose;
        state.token = m.head;
        state.cues.push(super::Step {
            rule: cue.id.to_string(),
            start: m.tokens.start,
            end: m.tokens.end,
        });
    }

    /// "delivered three systems last year", "never provided weapons", "provides most of the shells": what was handed over, or is as a rule, is a
    /// fact; a stance is what will be, what goes on, or, in a headline, what has been decided.
    pub(super) fn is_bygone(&self, clause: &Clause) -> bool {
        let token = &self.document.tokens[clause.verb];
        let paragraph = self.document.sentences[token.sentence].paragraph;
        let headline = self.document.paragraphs[paragraph].role == ParagraphRole::Headline;
        // "Send the shells": nobody does anything yet.
        let bids = token.pos == Pos::VerbBase && clause.subjects.is_empty();
        let plain = clause.finite && clause.modal.is_none() && !headline && !bids;
        let ongoing = token.pos == Pos::VerbIng || clause.negation.is_some() && !clause.past;
        plain && !ongoing && self.classes.handing_verbs.contains(&clause.lemma)
    }

    /// "not only", "not just", or a negation that falls on the place alone.
    pub(super) fn pseudo_negated(&self, clause: &Clause) -> bool {
        if clause.negation.is_some() && self.denies_place(clause) {
            return true;
        }
        clause.negation.is_some_and(|n| {
            self.document
                .tokens
                .get(n + 1)
                .is_some_and(|t| self.classes.restricting_words.contains(&t.lower))
        })
    }

    /// Should, must, ought: the speaker favours it, whatever stance the clause asks of its subject ("Ukraine must drop its bid"). True where
    /// the clause has one.
    pub(super) fn deontic(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let Some(modal) = clause.modal.as_deref() else {
            return false;
        };
        if !matches!(modal, "should" | "must" | "ought") {
            return false;
        }
        let modal_in = |x: &Clause| {
            let mut group = x.verb_group.clone();
            group.find(|t| self.document.tokens[*t].pos == Pos::Modal)
        };
        // "must leave the region, stay out of the alliance": the modal stands before the first of them.
        let mut at = clause;
        let token = loop {
            if let Some(t) = modal_in(at) {
                break t;
            }
            match at.parent.filter(|_| at.role == ClauseRole::Coordinate) {
                Some(p) => at = &self.document.clauses[p],
                None => break clause.verb,
            }
        };
        let Some(m) = self
            .matches
            .at(token)
            .iter()
            .find(|m| self.cues.cue(m.cue).class == CueClass::Deontic)
        else {
            return false;
        };
        if state
            .cues
            .iter()
            .any(|s| s.start == m.tokens.start && s.rule != ACT)
        {
            // Read already on the way here.
            return true;
        }
        if self.is_undecided(state) {
            return false;
        }
        if !state.negated {
            // "There must be no limits on it": that "no" has been read with the limits.
            let read_already = |t: &usize| state.cues.iter().any(|s| (s.start..s.end).contains(t));
            let denied = clause.negation.is_some_and(|t| !read_already(&t));
            let read = if denied {
                Stance::Oppose
            } else {
                Stance::Support
            };
            state.value = compose(read, state.value, state.cues.is_empty());
            state.negated |= denied;
        }
        state.strength *= self.cues.cue(m.cue).strength.max(0.3).sqrt();
        state.cues.push(super::Step {
            rule: self.cues.cue(m.cue).id.to_string(),
            start: m.tokens.start,
            end: m.tokens.end,
        });
        state.who = Who::Nobody;
        state.attitude = true;
        state.participation = false;
        state.token = clause.verb;
        true
    }

    /// "must decide whether to send": whoever must has not.
    pub(super) fn is_undecided(&self, state: &State) -> bool {
        let lemma = &self.document.tokens[state.token].lemma;
        state.value == Stance::Noncommittal
            && matches!(state.who, Who::Phrases(_))
            && self.classes.settling_verbs.contains(lemma)
    }

    /// "had to be accompanied by", "has to come with": an infinitive under a verb of what must be.
    pub(super) fn has_to(&self, c: usize, phrase: usize) -> bool {
        let clause = &self.document.clauses[c];
        let Some(p) = clause
            .parent
            .filter(|_| clause.role == ClauseRole::Infinitive)
        else {
            return false;
        };
        let link = Link::clause(self.document, c, Kind::Infinitive);
        let with = self.document.phrases[phrase]
            .preposition
            .is_some_and(|x| x == clause.verb_group.end && self.document.tokens[x].lower == "with");
        (clause.passive || with)
            && self
                .clause_cue(p, &link)
                .is_some_and(|m| self.cues.cue(m.cue).class == CueClass::Deontic)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn what_something_is_not_is_no_reason_against_it() {
        for text in [
            "European soldiers in Ukraine are no threat to Russia, Mette Frederiksen said.",
            "Western troops in Ukraine would be no provocation, Kaja Kallas said.",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
