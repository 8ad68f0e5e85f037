//! Steps of the climb through nouns: opposition to, call for, plan to, and whose they are.

use super::super::Finding;
use super::super::cues::CueMatch;
use super::links::{Governor, Link};
use super::{Climb, State, Step, Who};
use crate::lexicon::CueClass;
use crate::model::{Attachment, ClauseRole, Owner, ProposalMention, Stance};

impl Climb<'_> {
    /// A noun cue governs what was reached.
    pub(super) fn nominal(
        &self,
        n: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        if !state.hop() {
            return;
        }
        let cue = self.cues.cue(m.cue);
        let before = state.clone();
        self.apply_value(&mut state, m, cue.stance);
        state.attitude = true;
        if let Some(c) = self.clause_of(m.head) {
            self.look_for_condition(c, mention, &mut state);
        }
        if self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, n)
            .is_some()
        {
            state.who = self.owner_in_clause(n);
            if cue.stance == Stance::Oppose && self.is_own_act(n, mention) {
                // "They are the withdrawal of troops and Kyiv's refusal to join NATO": a term of somebody else's.
                state.who = Who::Nobody;
            }
            let given_up = self.is_given_up(n, &state.who);
            if !given_up {
                self.emit(mention, &state, findings);
            } else if let (Attachment::Object(c), Stance::Oppose) =
                (self.document.phrases[n].attached, cue.stance)
            {
                // "gave up its opposition": it no longer opposes it.
                state.value = Stance::Support;
                state.who = Who::Phrases(self.subjects(&self.document.clauses[c]));
                self.up_from_clause(c, mention, state, findings);
                return;
            }
            // What somebody else says of that plan is said of the proposal: "rejected Macron's proposal for peacekeepers".
            if cue.stance == Stance::Support {
                self.outer(n, mention, before, findings);
            }
            return;
        }
        if let Some(b) = self.named_behind(n, mention, cue.class) {
            state.who = Who::Phrases(self.coordination(b));
            self.emit(mention, &state, findings);
            return;
        }
        match self.document.phrases[n].attached {
            Attachment::Object(c) | Attachment::Predicative(c) => {
                self.held_in_clause(c, n, m, mention, (before, state), findings);
            }
            Attachment::Subject(c) if mention.head > self.document.clauses[c].verb_group.end => {
                self.parted(c, m, mention, state, findings);
            }
            Attachment::Subject(c) if cue.stance != Stance::Oppose => {
                self.as_subject(c, mention, before, findings);
            }
            Attachment::Adverbial(c) => {
                self.beside_clause(c, n, m, mention, (before, state), findings);
            }
            // "end their summit with a call for guarantees": what they do it with is theirs.
            Attachment::Noun(up)
                if self.document.phrases[n]
                    .preposition
                    .is_some_and(|x| self.document.tokens[x].lower == "with")
                    && matches!(self.document.phrases[up].attached, Attachment::Object(_)) =>
            {
                if let Attachment::Object(c) = self.document.phrases[up].attached {
                    self.beside_clause(c, n, m, mention, (before, state), findings);
                }
            }
            Attachment::Noun(_) if cue.stance == Stance::Support => {
                self.outer(n, mention, before, findings);
            }
            _ => {}
        }
    }

    /// Whether a mention is an act of those for whom the proposal is made, and they own the noun over it.
    fn is_own_act(&self, n: usize, mention: &ProposalMention) -> bool {
        let owners = self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, n);
        let Some((owners, _)) = owners else {
            return false;
        };
        // "its opposition to Kyiv joining NATO" is no act of its own.
        let mut acts = self
            .document
            .clauses
            .iter()
            .filter(|c| c.verb == mention.head);
        acts.next().is_some_and(|c| {
            let doers: Vec<usize> = c
                .subjects
                .iter()
                .filter_map(|p| {
                    self.holders
                        .of_phrase(self.document, self.mentions, self.attributions, *p)
                })
                .flat_map(|(actors, _)| actors)
                .collect();
            doers.is_empty() || doers.iter().any(|d| owners.contains(d))
        }) && owners
            .iter()
            .all(|a| self.holders.is_belligerent(*a, self.mentions))
    }

    /// "asked that Ukraine give up its plan", "offered to drop Ukraine's bid": what its owner, or who speaks for him, gives up he no longer wants.
    fn is_given_up(&self, n: usize, owner: &Who) -> bool {
        let Attachment::Object(c) = self.document.phrases[n].attached else {
            return false;
        };
        let clause = &self.document.clauses[c];
        let gives_up = self
            .clause_cue(c, &Link::phrase(self.document, n))
            .is_some_and(|m| self.cues.cue(m.cue).stance == Stance::Oppose)
            || self.classes.lifting_verbs.contains(&clause.lemma);
        if !gives_up || clause.passive {
            return false;
        }
        let of = |p: usize| {
            let found = self
                .holders
                .of_phrase(self.document, self.mentions, self.attributions, p);
            found.map(|(actors, _)| actors).unwrap_or_default()
        };
        let doers: Vec<usize> = self.subjects(clause).into_iter().flat_map(of).collect();
        // "to give up its plan": whoever does so is the owner, however far off he stands.
        if matches!(self.document.phrases[n].owner, Some(Owner::Pronoun(_)))
            && clause.role == ClauseRole::Infinitive
        {
            return true;
        }
        let owners = match owner {
            Who::Phrases(list) if *list == clause.subjects => return true,
            Who::Phrases(list) => list.iter().flat_map(|p| of(*p)).collect(),
            Who::Owner(p) => self
                .holders
                .of_owner(self.document, self.mentions, self.attributions, *p)
                .map(|(actors, _)| actors)
                .unwrap_or_default(),
            Who::Nobody | Who::Declared(_) => return false,
        };
        let country = |a: usize| self.mentions.register[a].country.as_ref();
        doers.iter().any(|d| {
            owners
                .iter()
                .any(|o| o == d || country(*o).is_some() && country(*o) == country(*d))
        })
    }

    /// Who owns a noun; "its" and "their" in an object mean the subject of that clause ("that Ukraine drop its bid").
    fn owner_in_clause(&self, n: usize) -> Who {
        let phrase = &self.document.phrases[n];
        if let (Some(Owner::Pronoun(t)), Attachment::Object(c)) = (phrase.owner, phrase.attached) {
            let clause = &self.document.clauses[c];
            let its = matches!(self.document.tokens[t].lower.as_str(), "its" | "their");
            let named = |s: &usize| {
                self.document.tokens[self.document.phrases[*s].head].pos
                    == crate::model::Pos::Proper
            };
            if its && !clause.passive && clause.subjects.first().is_some_and(named) {
                return Who::Phrases(clause.subjects.clone());
            }
        }
        Who::Owner(n)
    }

    /// Who is named behind a noun cue as having it: "opposition from Moscow", "a call for troops by Paris".
    fn named_behind(&self, n: usize, mention: &ProposalMention, class: CueClass) -> Option<usize> {
        let phrases = &self.document.phrases;
        let end = phrases[n].tokens.end;
        let word = |x: usize| self.document.tokens[x].lower.as_str();
        let at_once = (0..phrases.len()).find(|q| {
            phrases[*q].preposition == Some(end)
                && matches!(word(end), "by" | "from" | "in" | "among" | "of")
                && self
                    .holders
                    .of_phrase(self.document, self.mentions, self.attributions, *q)
                    .is_some()
        });
        let behind_proposal = || {
            (0..phrases.len()).find(|q| {
                phrases[*q].head > mention.head
                    && phrases[*q].preposition.is_some_and(|x| {
                        let of_verb = self.document.tokens[x - 1].pos.is_verb();
                        word(x) == "by"
                            && x > mention.head
                            && x <= mention.tokens.end + 3
                            && !of_verb
                    })
            })
        };
        at_once.or_else(|| (class == CueClass::Nominal).then(behind_proposal).flatten())
    }

    /// "voiced opposition to", "has no plans for": the subject of the verb has it, if the verb is no cue of its own. Of the two states the
    /// first is that without the noun.
    fn held_in_clause(
        &self,
        c: usize,
        n: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        (before, mut state): (State, State),
        findings: &mut Vec<Finding>,
    ) {
        let cue = self.cues.cue(m.cue);
        let clause = &self.document.clauses[c];
        let link = Link::phrase(self.document, n);
        let own = self.clause_cue(c, &link).filter(|own| {
            self.cues.cue(own.cue).class != CueClass::Effect && cue.stance == Stance::Support
        });
        if let Some(own) = own {
            self.under(Governor::Clause(c, own), link, mention, before, findings);
            return;
        }
        // "called the idea of peacekeepers absurd".
        if cue.stance == Stance::Support && self.judgement(c, &link).is_some() {
            self.as_object(c, n, mention, before, findings);
            return;
        }
        // A plan that one neither has nor makes is spoken of, no more: "what he killed is the idea of".
        let noun = &self.document.tokens[self.document.phrases[n].head].lemma;
        let spoken_of = self.classes.plan_nouns.contains(noun)
            && !self.classes.having_verbs.contains(&clause.lemma)
            && !self.existential(c);
        if self.is_hypothetical(c) || spoken_of {
            return;
        }
        if !self.negate_noun(c, m, &mut state) {
            return;
        }
        state.who = if self.expletive(c) {
            // "There are no plans for": the speaker says so.
            Who::Nobody
        } else if clause.passive {
            self.agent(clause)
        } else {
            Who::Phrases(self.subjects(clause))
        };
        self.up_from_clause(c, mention, state, findings);
    }

    /// Reads the negation of the clause that a noun cue stands in; false where nothing is said under it.
    fn negate_noun(&self, c: usize, m: &CueMatch, state: &mut State) -> bool {
        let cue = self.cues.cue(m.cue);
        let clause = &self.document.clauses[c];
        if clause.negation.is_some_and(|x| !m.tokens.contains(&x)) && !self.pseudo_negated(clause) {
            match cue.negated {
                Some(value) => state.value = value,
                None if cue.stance == Stance::Support => state.value = Stance::Oppose,
                None => return false,
            }
            state.negated = true;
        }
        true
    }

    /// "No decision has been taken on": the noun is the subject, the proposal stands behind the verb. The agent has it, or whoever says so.
    fn parted(
        &self,
        c: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        if self.is_hypothetical(c) || !self.negate_noun(c, m, &mut state) {
            return;
        }
        let clause = &self.document.clauses[c];
        state.who = if clause.passive {
            self.agent(clause)
        } else {
            Who::Nobody
        };
        self.up_from_clause(c, mention, state, findings);
    }

    /// "reacted with scepticism about": the subject's. Of the two states the first is that without the noun.
    fn beside_clause(
        &self,
        c: usize,
        n: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        (before, mut state): (State, State),
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[c];
        let link = Link::phrase(self.document, n);
        let beside = self.document.phrases[n].preposition.is_some_and(|x| {
            matches!(
                self.document.tokens[x].lower.as_str(),
                "with" | "in" | "of" | "about"
            )
        });
        if let Some(own) = self.clause_cue(c, &link) {
            let told = self.cues.cue(m.cue).stance == Stance::Support;
            let inner = if told { before } else { state };
            self.under(Governor::Clause(c, own), link, mention, inner, findings);
        } else if beside && !clause.passive {
            state.who = Who::Phrases(self.subjects(clause));
            state.strength *= 0.8;
            self.up_from_clause(c, mention, state, findings);
        }
    }

    /// Goes on above a noun phrase that stands for the proposal.
    fn outer(
        &self,
        n: usize,
        mention: &ProposalMention,
        state: State,
        findings: &mut Vec<Finding>,
    ) {
        if self.document.phrases[n].attached != Attachment::None {
            let mut state = state;
            // The plan itself was told already.
            state.hops += 1;
            self.up_from_phrase_without_plan(n, mention, state, findings);
        }
    }

    fn up_from_phrase_without_plan(
        &self,
        n: usize,
        mention: &ProposalMention,
        state: State,
        findings: &mut Vec<Finding>,
    ) {
        let link = Link::phrase(self.document, n);
        if let Some(governor) = self.governor(&link) {
            self.under(governor, link, mention, state, findings);
            return;
        }
        match self.document.phrases[n].attached {
            Attachment::Subject(c) => self.as_subject(c, mention, state, findings),
            Attachment::Object(c) | Attachment::Predicative(c) => {
                self.as_object(c, n, mention, state, findings);
            }
            Attachment::Noun(up) => self.up_from_phrase(up, mention, state, findings),
            Attachment::Adverbial(_) | Attachment::None => {}
        }
    }

    /// "Macron's troops plan", "his peacekeeping idea", "the French proposal": the owner proposes it.
    pub(super) fn owned_plan(
        &self,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) {
        let phrase = &self.document.phrases[p];
        let noun = self.document.tokens[phrase.head].lemma.as_str();
        let named = matches!(phrase.owner, Some(Owner::Phrase(_)));
        let own_words = phrase.head >= mention.head;
        if !self.classes.plan_nouns.contains(noun)
            || !own_words
            || Self::is_anaphor(mention) && !named
        {
            return;
        }
        if self
            .holders
            .of_owner(self.document, self.mentions, self.attributions, p)
            .is_none()
        {
            return;
        }
        let mut state = state.clone();
        state.who = Who::Owner(p);
        state.attitude = true;
        state.strength *= 0.62;
        state.token = phrase.head;
        if let Some(m) = self.matches.at(phrase.head).first() {
            state.cues.push(Step {
                rule: self.cues.cue(m.cue).id.clone(),
                start: phrase.head,
                end: phrase.head + 1,
            });
            self.emit(mention, &state, findings);
        }
    }

    /// The innermost clause that holds a token.
    pub(super) fn clause_of(&self, token: usize) -> Option<usize> {
        (0..self.document.clauses.len())
            .filter(|c| self.document.clauses[*c].extent.contains(&token))
            .max_by_key(|c| self.document.clauses[*c].extent.start)
    }
}
