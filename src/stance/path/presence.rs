//! Steps of the climb where no cue stands over the proposal, but the sentence says that it will be or will not be.

use std::ops::Range;

use super::super::Findings;
use super::{Climb, State, Who, compose};
use crate::model::{ClauseRole, ProposalMention, Stance};

impl Climb<'_> {
    /// "There will be a force", "there had to be a force": nobody is the subject.
    pub(super) fn existential(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let start = clause.verb_group.start;
        clause.subjects.is_empty()
            && (start > 0 && self.document.tokens[start - 1].lower == "there"
                || clause.role == ClauseRole::Infinitive
                    && clause.parent.is_some_and(|p| self.existential(p)))
    }

    /// "There will be no troops", "there is not going to be a force": says that it will not be, or with "will" and "would" that it will. Where
    /// nobody is known to say so, those hold it whose force it is.
    pub(super) fn exists(&self, c: usize, p: usize, mention: &ProposalMention, state: &mut State) {
        let clause = &self.document.clauses[c];
        let negated = self.negated_from_above(c);
        let ahead = matches!(clause.modal.as_deref(), Some("will" | "would"));
        // "There is no better guarantee than membership" denies no guarantee.
        if !negated && !ahead || negated && self.is_surpassed(clause) {
            return;
        }
        // "There were no French soldiers there then" tells what was.
        let was = clause.past && clause.modal.is_none() && clause.role != ClauseRole::Infinitive;
        if was && clause.negation.is_some_and(|n| self.is_determiner(n)) {
            return;
        }
        is_or_is_not(clause.verb_group.clone(), negated, state);
        if self.holders.is_force(mention.proposal) {
            state.who = Who::Declared(p);
        }
        state.attitude = true;
    }

    /// "European troops would go to Ukraine", "no soldiers will be stationed there": the force is the subject of being there. Whoever says so
    /// holds it; where nobody does, those whose force it is.
    pub(super) fn present(&self, c: usize, mention: &ProposalMention, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        if self.flows(c, mention) {
            is_or_is_not(
                clause.verb_group.clone(),
                clause.negation.is_some() && !self.pseudo_negated(clause),
                state,
            );
            state.who = Who::Nobody;
            state.attitude = true;
            return true;
        }
        let denied = clause.negation.is_some() && !self.pseudo_negated(clause);
        // "are to be stationed there", "are expected to go".
        let coming = clause.children.iter().find(|k| {
            let inner = &self.document.clauses[**k];
            inner.role == ClauseRole::Infinitive && inner.subjects == clause.subjects
        });
        let inner = coming.filter(|_| self.is_to_come(c));
        let verb = inner.map_or(&clause.lemma, |k| &self.document.clauses[*k].lemma);
        let home = self.stays_home(clause);
        let there = home || self.classes.presence_verbs.contains(verb) || self.is_in_a_place(c);
        let negated = denied != home;
        let told = matches!(
            clause.modal.as_deref(),
            Some("will" | "would" | "could" | "can" | "may" | "might" | "shall")
        );
        let told = told || inner.is_some();
        // "would come as a surprise", "would go home in coffins": nobody is there by that.
        let elsewhere = self
            .document
            .tokens
            .get(clause.verb_group.end)
            .is_some_and(|t| matches!(t.lower.as_str(), "as" | "home" | "at" | "up" | "under"))
            && matches!(clause.lemma.as_str(), "come" | "go");
        if elsewhere || !there || !told && !negated || !self.holders.is_sent(mention.proposal) {
            return false;
        }
        is_or_is_not(clause.verb_group.clone(), negated, state);
        state.participation = true;
        state.who = match clause.subjects.first() {
            Some(p) => Who::Declared(*p),
            None => Who::Nobody,
        };
        true
    }

    /// "more weapons would go to Ukraine": what is no force goes to those for whom it is; whoever says that it will is for it, unless he is at war.
    fn flows(&self, c: usize, mention: &ProposalMention) -> bool {
        let clause = &self.document.clauses[c];
        let ahead = matches!(clause.modal.as_deref(), Some("will" | "would" | "shall"));
        let to = clause.verb_group.end;
        // "would go to Kyiv", "will reach Kyiv".
        let from = match self.document.tokens.get(to) {
            Some(t) if t.lower == "to" => to + 1,
            _ if clause.objects.is_empty() => return false,
            _ => to,
        };
        let near = self.mentions.actors_over(self.document, &(from..from + 3));
        let there = near.iter().any(|m| {
            (from..from + 3).contains(&m.head)
                && m.actors
                    .iter()
                    .any(|a| self.holders.is_belligerent(*a, self.mentions))
        });
        let flowing = self.classes.flowing_verbs.contains(&clause.lemma);
        if !ahead || !there || !flowing || self.holders.is_force(mention.proposal) {
            return false;
        }
        let said = self.holders.sources_of_token(
            self.document,
            self.mentions,
            self.attributions,
            clause.verb,
        );
        said.is_some_and(|(actors, _)| {
            !actors
                .iter()
                .any(|a| self.holders.sides_with_belligerents(*a, self.mentions))
        })
    }

    /// "will not be on the ground", "would be in Ukraine": nothing but the theatre behind "be".
    fn is_in_a_place(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let behind = clause.verb_group.end;
        clause.lemma == "be"
            && clause.adjective.is_none()
            && clause.predicative.is_none()
            && !clause.passive
            && clause.modal.is_some()
            && clause.adverbials.iter().any(|p| {
                let phrase = &self.document.phrases[*p];
                let opens = |word: &str| self.document.tokens[behind].lower == word;
                let ground = self.document.tokens[phrase.head].lower == "ground";
                let near = self.mentions.actors_beside(self.document, phrase.head);
                let theatre = near.iter().any(|a| {
                    phrase.tokens.contains(&a.head)
                        && a.actors
                            .iter()
                            .any(|x| self.holders.is_belligerent(*x, self.mentions))
                });
                phrase.preposition == Some(behind)
                    && (opens("on") && (ground || theatre)
                        || (opens("in") || opens("inside")) && theatre)
            })
    }

    /// "Ukraine could be covered by guarantees", "a peace secured by European troops": the proposal is what does so in the passive. Whoever says
    /// that it would be holds it.
    pub(super) fn covered(&self, c: usize, p: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let by = self.document.phrases[p]
            .preposition
            .is_some_and(|x| matches!(self.document.tokens[x].lower.as_str(), "by" | "with"));
        let negated = clause.negation.is_some() && !self.pseudo_negated(clause);
        let told = matches!(
            clause.modal.as_deref(),
            Some("will" | "would" | "could" | "can" | "shall")
        );
        if !by || !clause.passive || !told || negated || !state.cues.is_empty() {
            return false;
        }
        if !self.classes.covering_verbs.contains(&clause.lemma) {
            return false;
        }
        is_or_is_not(clause.verb_group.clone(), false, state);
        state.who = Who::Nobody;
        state.attitude = true;
        true
    }

    /// "The United States would be the backstop": who will be what stands behind a force takes part in it.
    pub(super) fn would_be(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        state: &mut State,
    ) -> bool {
        let clause = &self.document.clauses[c];
        let ahead = matches!(clause.modal.as_deref(), Some("will" | "would" | "could"));
        // "We will have a force there".
        let first = clause
            .subjects
            .first()
            .map(|s| self.document.phrases[*s].head);
        let we = first.is_some_and(|h| self.document.tokens[h].lower == "we");
        if we
            && clause.lemma == "have"
            && matches!(clause.modal.as_deref(), Some("will" | "would" | "shall"))
            && self.holders.is_force(mention.proposal)
            && state.cues.is_empty()
        {
            is_or_is_not(clause.verb_group.clone(), clause.negation.is_some(), state);
            state.who = Who::Phrases(clause.subjects.clone());
            state.attitude = true;
            return true;
        }
        let own = clause.predicative == Some(p) && clause.lemma == "be" && ahead;
        if !own || clause.negation.is_some() || !state.cues.is_empty() {
            return false;
        }
        let backs = |p: &usize| {
            let found = self
                .holders
                .of_phrase(self.document, self.mentions, self.attributions, *p);
            found.is_some_and(|(actors, _)| {
                actors
                    .iter()
                    .any(|a| self.holders.backing_by(*a, self.mentions) == Some(mention.proposal))
            })
        };
        if clause.subjects.is_empty() || !clause.subjects.iter().all(backs) {
            return false;
        }
        is_or_is_not(clause.verb_group.clone(), false, state);
        state.who = Who::Phrases(clause.subjects.clone());
        state.participation = true;
        true
    }

    /// Whether a clause is negated, or the one that its infinitive hangs on ("there is not going to be").
    pub(super) fn negated_from_above(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let own = clause.negation.is_some() && !self.pseudo_negated(clause);
        own || clause.role == ClauseRole::Infinitive
            && clause.parent.is_some_and(|p| self.negated_from_above(p))
    }
}

impl Climb<'_> {
    /// "would give up its bid in exchange for guarantees", "offers minerals in return for weapons": what somebody gives something for he wants.
    /// Tells whether the phrase stood so.
    pub(super) fn traded(
        &self,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let phrase = &self.document.phrases[p];
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let Some(x) = phrase.preposition.filter(|x| {
            (x.saturating_sub(2)..=x + 2).contains(&phrase.tokens.start.saturating_sub(1))
        }) else {
            return false;
        };
        let start = x.saturating_sub(2);
        let opened = (start..=x).find(|t| {
            word(*t) == "in"
                && matches!(word(t + 1), "exchange" | "return")
                && phrase.tokens.start > t + 2
        });
        let (Some(start), true) = (opened, state.cues.is_empty()) else {
            return false;
        };
        let Some(c) = self.clause_of(start) else {
            return false;
        };
        let mut at = c;
        let mut from_noun = true;
        loop {
            let clause = &self.document.clauses[at];
            if clause.negation.is_some() || clause.passive || self.is_hypothetical(at) {
                return true;
            }
            let refused = self.cues_of_clause(at).iter().any(|m| {
                let cue = self.cues.cue(m.cue);
                !from_noun && cue.stance == Stance::Oppose && cue.takes("to")
            });
            if refused {
                return true;
            }
            match clause.parent {
                // "to drop its bid to join": the infinitive is the noun's.
                Some(up) if clause.role == ClauseRole::Infinitive => {
                    from_noun = clause.modifies.is_some();
                    at = up;
                }
                _ => break,
            }
        }
        let clause = &self.document.clauses[at];
        let mut state = state.clone();
        state.strength *= 0.7;
        state.token = start;
        state.attitude = true;
        state.read_by("proposal/in-exchange-for", start..phrase.tokens.start);
        if !self.deontic(at, &mut state) {
            state.who = Who::Phrases(self.subjects(clause));
        }
        self.emit(mention, &state, findings);
        true
    }
}

impl Climb<'_> {
    /// "Kyiv will get guarantees", "could receive the missiles": that those for whom something is meant come to have it, says who says so. Tells
    /// whether it was so.
    pub(super) fn received(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let clause = &self.document.clauses[c];
        let told = matches!(
            clause.modal.as_deref(),
            Some("will" | "would" | "shall" | "may" | "might" | "can" | "could" | "cannot")
        );
        if !told
            || clause.passive
            || !state.cues.is_empty()
            || !self.classes.receiving_verbs.contains(&clause.lemma)
        {
            return false;
        }
        // "could have an army" tells what is possible, not what somebody will be given.
        if clause.lemma == "have"
            && matches!(clause.modal.as_deref(), Some("could" | "can" | "might"))
        {
            return false;
        }
        let (actors, _) = self.actors_of(&clause.subjects, false);
        let meant = |a: &usize| self.holders.is_belligerent(*a, self.mentions);
        if actors.is_empty() || !actors.iter().all(meant) {
            return false;
        }
        let negated = clause.negation.is_some() && !self.pseudo_negated(clause);
        let mut state = state.clone();
        is_or_is_not(clause.verb_group.clone(), negated, &mut state);
        if !negated && matches!(clause.modal.as_deref(), Some("might" | "could")) {
            state.value = Stance::Noncommittal;
        }
        state.attitude = true;
        self.up_from_clause(c, mention, state, findings);
        true
    }
}

/// Reads words as saying that the proposal is, or is not.
pub(super) fn is_or_is_not(words: Range<usize>, negated: bool, state: &mut State) {
    let read = if negated {
        Stance::Oppose
    } else {
        Stance::Support
    };
    let bare = state.cues.is_empty() && !state.negated;
    state.value = compose(read, state.value, bare);
    state.negated |= negated;
    state.strength *= 0.85;
    state.token = words.end - 1;
    state.read_by("proposal/presence", words.clone());
}
