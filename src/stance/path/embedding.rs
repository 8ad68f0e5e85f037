//! From a clause to what it hangs on: the verb, noun or judgement above it, or, where it stands by itself, the end of the climb.

use super::super::Findings;
use super::super::cues::CueMatch;
use super::content::{Asking, Told};
use super::links::{Governor, Kind, Link};
use super::{Climb, State, Who, compose};
use crate::lexicon::CueClass;
use crate::model::{Attachment, ClauseRole, Pos, ProposalMention, Stance};

impl Climb<'_> {
    /// From a clause to what it hangs on.
    pub(super) fn up_from_clause(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        if self.ends_at_clause(c, mention, &mut state, findings) {
            return;
        }
        self.look_for_condition(c, mention, &mut state);
        let clause = &self.document.clauses[c];
        if let Some((k, m)) = self.cleft(c, &mut state) {
            // "The one thing Rome rules out is sending troops".
            let link = Link::clause(self.document, c, Kind::Gerund);
            self.under(Governor::Clause(k, m), link, mention, state, findings);
            return;
        }
        match clause.role {
            ClauseRole::Infinitive | ClauseRole::Gerund => {
                self.up_from_complement(c, mention, state, findings);
            }
            ClauseRole::Content => {
                let Some(p) = clause.parent else {
                    return self.settle(c, mention, state, findings);
                };
                if self.is_side_of_be(c) {
                    return self.up_from_clause(p, mention, state, findings);
                }
                if let Some(noun) = self.told_by_subject(c, p) {
                    return match noun {
                        Told::Fact => self.settle(c, mention, state, findings),
                        Told::As(n) => self.up_from_phrase(n, mention, state, findings),
                        Told::Nobodys => (),
                    };
                }
                let whether = self.is_open_question(c);
                let link = Link::clause(
                    self.document,
                    c,
                    if whether { Kind::Whether } else { Kind::That },
                );
                match self
                    .cue_across(p, &link)
                    .or_else(|| self.clause_cue(p, &link))
                    .or_else(|| {
                        let judged = self.expletive(p) || c < p;
                        self.subject_cue(p).filter(|_| judged)
                    }) {
                    Some(m) => self.under(Governor::Clause(p, m), link, mention, state, findings),
                    // "explained why Rome will not send soldiers": that it will not is a fact.
                    None if whether && self.tells_why(c) => {
                        self.settle(c, mention, state, findings);
                    }
                    None if whether => self.left_open(p, mention, state, findings),
                    None => {
                        if let Some((governor, link)) = self.over_told_noun(c) {
                            return self.under(governor, link, mention, state, findings);
                        }
                        let mut state = state;
                        if let Some((n, asks)) = self.stated_by(p)
                            && (asks || matches!(state.who, Who::Nobody | Who::Declared(_)))
                        {
                            state.who = Who::Owner(n);
                        }
                        self.held_above(c, p, &mut state);
                        self.disbelieved(p, &mut state);
                        if self.unsaid(p, &mut state) {
                            return;
                        }
                        self.settle(c, mention, state, findings);
                    }
                }
            }
            ClauseRole::Relative => self.up_from_relative(c, mention, state, findings),
            // "whether Rome will join in or send soldiers": both are asked.
            ClauseRole::Coordinate if self.asked_with(c).is_some() => {
                let Some(first) = self.asked_with(c) else {
                    return;
                };
                self.up_from_clause(first, mention, state, findings);
            }
            ClauseRole::Coordinate if self.asked_beside(c).is_some() => {
                match self.asked_beside(c) {
                    Some(Asking::Cue(governor)) => {
                        let link = Link::clause(self.document, c, Kind::That);
                        self.under(governor, link, mention, state, findings);
                    }
                    Some(Asking::Owner(n)) => {
                        state.who = Who::Owner(n);
                        self.settle(c, mention, state, findings);
                    }
                    None => {}
                }
            }
            ClauseRole::Main | ClauseRole::Adverbial | ClauseRole::Coordinate => {
                self.settle(c, mention, state, findings);
            }
        }
    }

    /// "opposition to Kyiv joining NATO", "a deal that includes Western forces": what is said of the phrase is said of the clause in it.
    pub(super) fn up_from_relative(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        let Some(n) = clause.modifies else {
            return self.settle(c, mention, state, findings);
        };
        if state.cues.is_empty() {
            self.up_from_phrase(n, mention, state, findings);
            return;
        }
        let link = Link::phrase(self.document, n);
        // "a deal that would bring troops": the noun does it, and what is said of the noun is said of that.
        let done_by_noun = clause.subjects.contains(&n) && !self.is_actor(n);
        // "insists on Ukraine abandoning its bid": what is insisted on is the clause, whatever attitude it tells.
        let phrase = &self.document.phrases[n];
        let whole = !clause.finite
            && self.is_actor(n)
            && phrase.preposition.is_some()
            && phrase.tokens.end == clause.verb_group.start;
        // "vetoed a resolution that calls for troops": who votes on a text votes on what it asks for.
        let noun = &self.document.tokens[phrase.head].lemma;
        let voted_on = clause.subjects.contains(&n) && self.classes.motion_nouns.contains(noun);
        let participial = (!clause.finite || done_by_noun) && !state.attitude || whole || voted_on;
        match self.governor(&link).filter(|_| participial) {
            Some(governor) => self.under(governor, link, mention, state, findings),
            None => self.settle(c, mention, state, findings),
        }
    }

    pub(super) fn up_from_complement(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        if self.excepted_act(c, mention, &state, findings)
            || self.thanked_for(c, mention, &state, findings)
            || self.is_asked_about(c)
        {
            return;
        }
        if let Some(main) = self.clause_with_subject(c) {
            // "Sending troops would be a mistake": the clause is the subject.
            self.as_subject(main, mention, state, findings);
            return;
        }
        let start = clause.verb_group.start;
        // "warned that sending troops, however few, would": its verb was not found, and an act that is only spoken of is nobody's.
        if clause.role == ClauseRole::Gerund
            && start > 0
            && self.document.tokens[start - 1].lower == "that"
            && !state.attitude
        {
            return;
        }
        let asked = start > 0
            && matches!(
                self.document.tokens[start - 1].lower.as_str(),
                "whether" | "how" | "when"
            );
        let kind = match clause.role {
            ClauseRole::Infinitive if asked => Kind::Whether,
            ClauseRole::Infinitive => Kind::Infinitive,
            _ => Kind::Gerund,
        };
        if kind == Kind::Infinitive && self.under_pressure(c, &state) {
            return;
        }
        if self.act_named_as(c, mention, &state, findings) {
            return;
        }
        self.planned_by(c, mention, &state, findings);
        let link = Link::clause(self.document, c, kind);
        if let Some(governor) = self.governor(&link) {
            self.under(governor, link, mention, state, findings);
            return;
        }
        let noun = link.noun.map(|n| Link::phrase(self.document, n));
        if self.aside(&link, mention, &state, findings)
            || noun.is_some_and(|n| self.aside(&n, mention, &state, findings))
        {
            return;
        }
        // "failed to convince Rome to send soldiers" tells what was wanted all the same.
        if kind == Kind::Infinitive && state.doers.is_none() && self.unable(c, &state) {
            return;
        }
        let Some(p) = clause.parent else {
            match self.headline_cue(&link, clause.sentence) {
                Some(found) => self.headline(found, mention, state, findings),
                None => self.settle(c, mention, state, findings),
            }
            return;
        };
        // "There are not going to be troops": the verb in the middle judges nothing.
        if self.expletive(p)
            && !self.existential(c)
            && let Some(m) = self.subject_cue(p)
        {
            self.under(Governor::Clause(p, m), link, mention, state, findings);
        } else if clause.role == ClauseRole::Gerund && self.free_participle(c) {
            self.settle(c, mention, state, findings);
        } else if let Some(n) = clause.modifies.filter(|n| {
            !self.is_actor(*n) && self.document.phrases[*n].attached != Attachment::None
        }) {
            // "the idea of sending troops", "efforts to send": go on from the noun.
            self.up_from_phrase(n, mention, state, findings);
        } else {
            self.pass_up(c, p, mention, state, findings);
        }
    }

    /// A parent clause without a cue: modality and negation still count.
    pub(super) fn pass_up(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        // "where they stand on sending troops": an act under a preposition is only spoken of.
        let link = Link::clause(self.document, c, Kind::Gerund);
        let under_preposition = self.document.clauses[c].role == ClauseRole::Gerund
            && link
                .preposition
                .is_some_and(|x| self.document.tokens[x].pos == Pos::Preposition);
        let clause = &self.document.clauses[p];
        // "would assist in training": whoever helps in it.
        let assists = self.classes.assisting_verbs.contains(&clause.lemma);
        if under_preposition && !state.attitude && !assists {
            return;
        }
        if self.founded_for(c, p, mention, &state, findings) {
            return;
        }
        let bidden = self.deontic(p, &mut state);
        // "must not use the truce to take in arms" was read with "must".
        // So was that there is not going to be any.
        let read = bidden || state.negated && self.existential(c);
        if !read && clause.negation.is_some() && !self.pseudo_negated(clause) {
            let raised = self.classes.raising_verbs.contains(&clause.lemma)
                || self.classes.assisting_verbs.contains(&clause.lemma);
            if !raised {
                return;
            }
            let bare = state.cues.is_empty();
            state.value = compose(Stance::Oppose, state.value, bare);
            state.negated = true;
            state.token = clause.verb;
        }
        // An act that the parent only asks for or enables is nobody's stance yet.
        if !state.attitude
            && !matches!(state.who, Who::Declared(_))
            && !self.document.clauses[c].subjects.is_empty()
            && self.document.clauses[c].subjects == clause.subjects
        {
            state.who = Who::Phrases(self.subjects(clause));
        }
        self.up_from_clause(p, mention, state, findings);
    }

    /// "..., ruling out troops": a participle that asserts by itself.
    pub(super) fn free_participle(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let start = clause.verb_group.start;
        start == self.document.sentences[clause.sentence].tokens.start
            || start > 0
                && matches!(
                    self.document.tokens[start - 1].lower.as_str(),
                    "," | "\u{2014}" | "\u{2013}"
                )
    }

    /// The clause whose subject another clause is ("sending troops would be").
    pub(super) fn clause_with_subject(&self, c: usize) -> Option<usize> {
        let clause = &self.document.clauses[c];
        // "said sending troops was out of the question": it hangs on the verb whose subject it is.
        let hung = clause.parent.filter(|p| {
            let main = &self.document.clauses[*p];
            *p > c && main.finite && main.subjects.is_empty() && !clause.finite
        });
        if hung.is_some() {
            return hung;
        }
        let start = clause.verb_group.start;
        // "To send soldiers would lead to war".
        let start = match start.checked_sub(1) {
            Some(to) if self.document.tokens[to].pos == Pos::To => to,
            _ => start,
        };
        let first = start == self.document.sentences[clause.sentence].tokens.start;
        let opened = start > 0
            && matches!(
                self.document.tokens[start - 1].lower.as_str(),
                "that" | "\"" | "and" | "," | "but" | ":"
            );
        if !first && !opened {
            return None;
        }
        let next = (c + 1..self.document.sentences[clause.sentence].clauses.end).find(|n| {
            let x = &self.document.clauses[*n];
            x.sentence == clause.sentence && x.finite && x.role != ClauseRole::Relative
        })?;
        let main = &self.document.clauses[next];
        let between = &self.document.tokens[clause.verb_group.end..main.verb_group.start];
        (!between.iter().any(|t| {
            matches!(t.lower.as_str(), "," | "\"" | ":" | "that")
                || matches!(t.pos, Pos::Subordinator | Pos::Relative)
        }))
        .then_some(next)
    }

    /// "It would be good if troops went": the clause with "if" is what is judged. The clause above, and its judgement.
    pub(super) fn judged_if(&self, c: usize) -> Option<(usize, CueMatch)> {
        let clause = &self.document.clauses[c];
        let p = clause
            .parent
            .filter(|_| clause.role == ClauseRole::Adverbial)?;
        let opened = clause
            .subordinator
            .is_some_and(|s| self.document.tokens[s].lower == "if");
        let judges = &self.document.clauses[p];
        let fits = opened
            && clause.negation.is_none()
            && judges.verb < clause.verb
            && judges.modal.as_deref() == Some("would")
            && self.expletive(p);
        fits.then(|| self.subject_cue(p))
            .flatten()
            .filter(|m| self.cues.cue(m.cue).class == CueClass::Evaluation)
            .map(|m| (p, m))
    }

    /// "explained why Rome will not send soldiers", "That is why Rome will not".
    fn tells_why(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let why = clause
            .subordinator
            .is_some_and(|s| self.document.tokens[s].lower == "why");
        let told = clause.parent.map(|p| &self.document.clauses[p]);
        why && told.is_some_and(|p| {
            let points = |s: &usize| {
                let head = &self.document.tokens[self.document.phrases[*s].head];
                matches!(head.lower.as_str(), "that" | "this" | "which")
            };
            let explains = self.classes.explaining_verbs.contains(&p.lemma)
                || p.lemma == "be" && p.subjects.iter().any(points);
            p.negation.is_none() && explains
        })
    }
}
