//! Steps of the climb through nouns: opposition to, call for, plan to, and whose they are.

use super::super::Findings;
use super::super::cues::CueMatch;
use super::links::{Governor, Link};
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Attachment, Owner, ProposalMention, Stance};

impl Climb<'_> {
    /// A noun cue governs what was reached.
    pub(super) fn nominal(
        &self,
        n: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        if !state.hop() {
            return;
        }
        if self.is_partisan(m) {
            return self.partisan(n, m, mention, state, findings);
        }
        let cue = self.cues.cue(m.cue);
        let before = state.clone();
        self.apply_value(&mut state, m, cue.stance);
        state.attitude = true;
        if self.scant(n, cue.stance) {
            // "little enthusiasm for".
            state.value = Stance::Oppose;
            state.negated = true;
        }
        if let Some(c) = self.clause_of(m.head) {
            self.look_for_condition(c, mention, &mut state);
        }
        if self.is_none(n, m) && !self.none_of_noun(m, &before, &mut state) {
            return;
        }
        if let (Stance::Support, Some(c)) = (cue.stance, self.withdrawn_from(n)) {
            return self.withdrawn(c, n, mention, state, findings);
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
            self.hinges(n, &mut state);
            let given_up = self.is_given_up(n, &state.who);
            if !given_up {
                self.emit(mention, &state, findings);
                self.judged_refusal(n, mention, &state, findings);
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
            // "the plan of London for a force was a road to war, he said".
            if cue.stance == Stance::Support {
                self.outer(n, mention, before, findings);
            }
            return;
        }
        if let Attachment::Subject(c) = self.document.phrases[n].attached
            && mention.head < self.document.clauses[c].verb
            && !self
                .classes
                .plan_nouns
                .contains(&self.document.tokens[m.head].lemma)
            && let Some(who) = self.comes_from(c)
        {
            state.who = who;
            self.emit(mention, &state, findings);
            return;
        }
        if cue.stance == Stance::Conditional
            && let Some((c, words)) = self.named_as_condition(n)
        {
            state.condition = Some(words);
            return self.up_from_clause(c, mention, state, findings);
        }
        match self.document.phrases[n].attached {
            Attachment::Object(c) | Attachment::Predicative(c) => {
                self.held_in_clause(c, n, m, mention, (before, state), findings);
            }
            Attachment::Subject(c) if mention.head > self.document.clauses[c].verb_group.end => {
                self.parted(c, m, mention, state, findings);
            }
            // "No plan to send soldiers exists": whoever says so has none.
            Attachment::Subject(c)
                if self.document.clauses[c].negation.is_some()
                    && self
                        .classes
                        .existing_verbs
                        .contains(&self.document.clauses[c].lemma) =>
            {
                self.parted(c, m, mention, state, findings);
            }
            Attachment::Subject(c) if cue.stance != Stance::Oppose => {
                self.as_subject(c, mention, before, findings);
            }
            Attachment::Adverbial(c) if self.is_said_of(n, c) => {}
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

    /// Whoever backs away from a plan is against it, who does not keeps it up; whose else it is holds on to it.
    fn withdrawn(
        &self,
        c: usize,
        n: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        if matches!(self.document.phrases[n].owner, Some(Owner::Phrase(_))) {
            state.who = Who::Owner(n);
            self.emit(mention, &state, findings);
        }
        state.value = if clause.negation.is_some() && !self.pseudo_negated(clause) {
            Stance::Support
        } else {
            Stance::Oppose
        };
        state.negated = state.value == Stance::Oppose;
        state.token = clause.verb;
        state.who = Who::Phrases(self.subjects(clause));
        state.read_by("proposal/withdrawal", clause.verb_group.clone());
        self.up_from_clause(c, mention, state, findings);
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
        findings: &mut Findings,
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
        // "rejected opposition to a force", "called resistance to it a mistake": whoever is against that is not against the force.
        let against = |m: CueMatch| self.cues.cue(m.cue).stance == Stance::Oppose;
        if cue.stance == Stance::Oppose
            && (self.clause_cue(c, &link).is_some_and(against)
                || self.judgement(c, &link).is_some_and(against))
        {
            return;
        }
        // "called the idea of peacekeepers absurd".
        if cue.stance == Stance::Support && self.judgement(c, &link).is_some() {
            self.as_object(c, n, mention, before, findings);
            return;
        }
        // "found the debate about troops divisive": what is said of the debate, or else nothing.
        if cue.stance == Stance::Noncommittal
            && self.classes.judging_verbs.contains(&clause.lemma)
            && !clause.passive
        {
            if let Some(judged) = self.judgement(c, &link) {
                let mut state = before;
                self.apply(&mut state, &judged, clause);
                state.attitude = true;
                state.who = Who::Phrases(self.subjects(clause));
                self.up_from_clause(c, mention, state, findings);
            }
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
        if !self.is_none(n, m) && !self.negate_noun(c, m, &mut state) {
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

    /// What a noun that is a cue says by itself: the stance of somebody on what is told apart from it.
    pub(super) fn held_by_noun(&self, cue: usize, head: usize, who: Who) -> State {
        let m = CueMatch {
            cue,
            tokens: head..head + 1,
            head,
            words: 1,
        };
        let mut state = State::bare(head, 1);
        self.apply_value(&mut state, &m, self.cues.cue(cue).stance);
        state.attitude = true;
        state.who = who;
        state
    }

    /// "No decision has been taken on": the noun is the subject, the proposal stands behind the verb. The agent has it, or whoever says so.
    fn parted(
        &self,
        c: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
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
        findings: &mut Findings,
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
    fn outer(&self, n: usize, mention: &ProposalMention, state: State, findings: &mut Findings) {
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
        mut state: State,
        findings: &mut Findings,
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
            Attachment::Adverbial(c) if self.reacts(c, &mut state) => {
                self.up_from_clause(c, mention, state, findings);
            }
            Attachment::Adverbial(_) | Attachment::None => {}
        }
    }

    /// "Macron's troops plan", "his peacekeeping idea", "the French proposal": the owner proposes it.
    pub(super) fn owned_plan(
        &self,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
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
            state.read_by(&self.cues.cue(m.cue).id, phrase.head..phrase.head + 1);
            self.emit(mention, &state, findings);
        }
    }

    /// The innermost clause that holds a token.
    pub(super) fn clause_of(&self, token: usize) -> Option<usize> {
        self.document
            .clauses_over(&(token..token + 1))
            .filter(|c| self.document.clauses[*c].extent.contains(&token))
            .max_by_key(|c| self.document.clauses[*c].extent.start)
    }
}
