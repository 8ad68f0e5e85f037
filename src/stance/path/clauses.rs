//! Steps of the climb through clauses.

use super::super::Findings;
use super::links::{Governor, Kind, Link};
use super::{Climb, State, Who};
use crate::lexicon::{CueClass, CuePos};
use crate::model::{ClauseRole, Pos, ProposalMention, Stance};

impl Climb<'_> {
    /// A cue governs what was reached.
    pub(super) fn under(
        &self,
        governor: Governor,
        link: Link,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        match governor {
            Governor::Noun(n, m) => self.nominal(n, &m, mention, state, findings),
            Governor::Clause(c, m) => {
                if self.ends_at_clause(c, mention, &mut state, findings) {
                    return;
                }
                let m = if link.kind == Kind::Phrase {
                    self.judgement(c, &link).unwrap_or(m)
                } else {
                    m
                };
                if self.only_sends_word(&m, mention) || self.only_talks(&m, mention) {
                    return;
                }
                let clause = &self.document.clauses[c];
                self.joined(c, &m, mention, &state, findings);
                self.thanked(c, mention, &state, findings);
                // What a pattern covers has been read with it ("will have nothing to do with").
                if state
                    .cues
                    .iter()
                    .any(|s| s.start < m.tokens.end && m.tokens.start < s.end)
                {
                    // "It is too early to say": "it" is nobody.
                    if !self.expletive(c) {
                        state.who = Who::Phrases(self.subjects(clause));
                    }
                    self.up_from_clause(c, mention, state, findings);
                    return;
                }
                // "denies supplying weapons": of what was or was not done, not of what shall be.
                if link.kind == Kind::Gerund
                    && !state.attitude
                    && self.classes.fact_verbs.contains(&clause.lemma)
                {
                    return;
                }
                // "Asked by Finnish television whether": who asks holds nothing.
                if link.kind == Kind::Whether
                    && clause.passive
                    && self.classes.asking_verbs.contains(&clause.lemma)
                {
                    return;
                }
                let class = self.cues.cue(m.cue).class;
                // An adjective that looks like a participle ("torn", "set against") has its subject as holder; so has a pattern that ends in one
                // ("put paid to").
                let passive = clause.passive
                    && m.tokens.start >= clause.verb_group.start
                    && self.cues.cue(m.cue).pos == CuePos::Verb
                    && m.head == clause.verb;
                let subject = self.cues.cue(m.cue).takes("subject")
                    && matches!(class, CueClass::Evaluation)
                    && link.kind != Kind::Phrase;
                self.note_doers(clause, class, &mut state);
                let undecided = self.is_undecided(&state);
                self.apply(&mut state, &m, clause);
                let declared = self.cues.cue(m.cue).declared && !clause.passive;
                if let (true, Some(s)) = (declared, clause.subjects.first()) {
                    state.who = if self.is_another_mention(*s, mention) {
                        Who::Nobody
                    } else {
                        Who::Declared(*s)
                    };
                } else if subject
                    // "has to decide whether to send": whoever must has not.
                    || class == CueClass::Deontic && !undecided
                    || self.expletive(c)
                {
                    // "Whether Rome would go is unclear": where nobody is known to say so, Rome has not.
                    let asked = match &state.who {
                        Who::Phrases(list) if link.kind == Kind::Whether && state.participation => {
                            list.first().copied().filter(|p| {
                                let first = self.document.phrases[*p].tokens.start;
                                let asked = &self.document.tokens[first].lower;
                                self.is_actor(*p) && !self.classes.question_words.contains(asked)
                            })
                        }
                        _ => None,
                    };
                    state.who = match (self.judged_by(&m, clause), asked) {
                        (Who::Nobody, Some(p)) => Who::Declared(p),
                        (who, _) => who,
                    };
                } else if passive && link.kind != Kind::Infinitive {
                    state.who = self.agent(clause);
                } else if passive && class == CueClass::Request && self.unasked(c, &state) {
                    // "has not been asked to send soldiers": whoever was not has not said anything.
                    state.value = Stance::Noncommittal;
                    state.who = Who::Phrases(self.subjects(clause));
                } else if passive && class == CueClass::Request {
                    // "was urged to send": nobody's stance but the one who urged.
                    state.who = self.agent(clause);
                } else if matches!(class, CueClass::Effect | CueClass::Participation)
                    && let Some(p) = self.means_ahead(clause, mention)
                {
                    // "The force would provide training": whoever says so.
                    state.who = Who::Declared(p);
                    state.void |= self.is_told_by_their_side(clause);
                } else {
                    state.who = self.subjects_or_denied(clause, &state);
                }
                let other = matches!(state.who, Who::Nobody)
                    && self.expletive(c)
                    && clause.children.iter().any(|k| {
                        let first = self.document.clauses[*k].subjects.first();
                        first.is_some_and(|p| self.would_act(*p))
                    });
                state.participation &= link.kind != Kind::Phrase && !other;
                Self::act_or_attitude(&mut state, class);
                self.end_of_clause(c, mention, state, findings);
            }
        }
    }

    /// The proposal is the subject of one clause.
    pub(super) fn as_subject(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        if let Some((p, m)) = self.judged_if(c) {
            let link = Link::clause(self.document, c, Kind::That);
            self.under(Governor::Clause(p, m), link, mention, state, findings);
            return;
        }
        if self.ends_at_clause(c, mention, &mut state, findings)
            || self.only_fills(c, mention)
            || self.is_measure(c, mention)
        {
            return;
        }
        let clause = &self.document.clauses[c];
        let passive = clause
            .passive
            .then(|| {
                self.cues_of_clause(c).into_iter().find(|m| {
                    let cue = self.cues.cue(m.cue);
                    let takes = cue.takes("object") && !cue.takes("subject");
                    takes && m.head == clause.verb && !self.is_of_another(clause, m, mention)
                })
            })
            .flatten();
        if let Some((r, p, m)) = self.is_something(c) {
            let link = Link::object(p, self.document);
            self.negate_from_above(c, &mut state);
            self.under(Governor::Clause(r, m), link, mention, state, findings);
            return;
        }
        if let Some((k, m)) = self.is_what(c) {
            let link = Link::clause(self.document, k, Kind::Gerund);
            self.negate_from_above(c, &mut state);
            self.under(Governor::Clause(k, m), link, mention, state, findings);
            return;
        }
        let judged = clause.passive.then(|| self.judged_passive(c)).flatten();
        if judged.is_none() && self.received_by(c, &mut state) {
            self.end_of_clause(c, mention, state, findings);
            return;
        }
        if let Some(m) = judged {
            self.apply(&mut state, &m, clause);
            state.who = self.agent(clause);
            if let (Who::Nobody, Some(who)) = (&state.who, self.welcomed_in(clause)) {
                state.who = who;
            }
            state.attitude = true;
        } else if let Some(m) = passive {
            let class = self.cues.cue(m.cue).class;
            self.apply(&mut state, &m, clause);
            state.who = self.agent(clause);
            // "American military aid had been stopped": where nobody is known to say so, by those whose aid it is.
            // "Polish soldiers won't be sent": nor does anybody else send them.
            let own = self.holders.is_sent(mention.proposal)
                && matches!(class, CueClass::Effect | CueClass::Participation)
                && matches!(clause.modal.as_deref(), Some("will" | "would"))
                && self
                    .holders
                    .continued(self.document, self.mentions, self.attributions, clause.verb)
                    .is_none();
            if state.who == Who::Nobody
                && (state.blocks || own)
                && let Some(p) = clause.subjects.first()
            {
                state.who = Who::Declared(*p);
            }
            if let (Who::Nobody, Some(who)) = (&state.who, self.welcomed_in(clause)) {
                state.who = who;
            }
            // "The plan to send British soldiers has been dropped": nor is it anybody else's.
            if let (Who::Nobody, Some(p)) = (&state.who, self.given_up_plan(c, mention)) {
                state.who = Who::Declared(p);
            }
            Self::act_or_attitude(&mut state, class);
        } else if self.present(c, mention, &mut state) || self.told_to_end(c, &mut state) {
            // Said of its being there, or of its end.
        } else if let Some(m) = self.subject_cue(c) {
            if self.is_talk_praised(c, &m, mention) {
                return;
            }
            self.apply(&mut state, &m, clause);
            state.who = self.judged_by(&m, clause);
            state.attitude = true;
            // "Denmark's part in it depends on a vote": where nobody says so, it is Denmark's condition.
            let part = clause.subjects.first().copied().filter(|p| {
                let head = self.document.phrases[*p].head;
                head != mention.head
                    && self.document.tokens[head].pos == Pos::Noun
                    && self.cues.cue(m.cue).stance == Stance::Conditional
                    && !self.opinion
            });
            if let (Who::Nobody, Some(p)) = (&state.who, part) {
                state.who = Who::Declared(p);
            }
        } else if let Some((child, m)) = self.raised(c) {
            // "is not going to happen", "has to be rejected": the judgement stands in the infinitive.
            let inner = &self.document.clauses[child];
            self.apply(&mut state, &m, inner);
            if clause.negation.is_some() != self.too_much_to(c, child) {
                let flipped = if state.value == Stance::Support {
                    Stance::Oppose
                } else {
                    Stance::Noncommittal
                };
                state.value = flipped;
                state.negated = true;
            }
            let class = self.cues.cue(m.cue).class;
            let done = matches!(class, CueClass::Effect | CueClass::Participation);
            // "are to be delivered to Kyiv": to whom tells no judge.
            if done && inner.passive {
                state.who = self.agent(inner);
                Self::act_or_attitude(&mut state, class);
            } else {
                state.who = self.judged_by(&m, clause);
                state.attitude = true;
            }
        } else if self.leads_to(c, &mut state) {
            // Said of what comes of it.
        } else {
            // "Sending arms would change nothing": an act that is only spoken of is nobody's.
            let spoken_of = state.participation && !state.attitude;
            let silent = (state.cues.is_empty() || spoken_of) && !self.is_open_question(c);
            if !self.deontic(c, &mut state) && silent && !self.told_of_force(c, mention) {
                return;
            }
        }
        self.end_of_clause(c, mention, state, findings);
    }

    /// A cue either tells an act, which takes part, or an attitude.
    pub(super) fn act_or_attitude(state: &mut State, class: CueClass) {
        let act = matches!(class, CueClass::Effect | CueClass::Participation);
        state.participation = act || state.participation && class != CueClass::Deontic;
        state.attitude |= !act;
    }

    /// A clause has been read but for its modal: on to what it hangs on.
    fn end_of_clause(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        self.deontic(c, &mut state);
        self.up_from_clause(c, mention, state, findings);
    }

    /// The proposal is the object of a clause whose verb is no cue.
    pub(super) fn as_object(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        if self.ends_at_clause(c, mention, &mut state, findings) {
            return;
        }
        let clause = &self.document.clauses[c];
        if let Some(link) = self.so_called(c) {
            match self.governor(&link) {
                Some(governor) => self.under(governor, link, mention, state, findings),
                None => {
                    if let Some(n) = link.noun {
                        self.up_from_phrase(n, mention, state, findings);
                    }
                }
            }
            return;
        }
        if self.reacts(c, &mut state) {
            self.up_from_clause(c, mention, state, findings);
            return;
        }
        if self.listed(c, p, mention, &state, findings)
            || self.received(c, mention, &state, findings)
        {
            return;
        }
        // "declined to answer the question": what is done with a question is not done with what it is about.
        if Self::is_anaphor(mention)
            && state.cues.is_empty()
            && self.classes.question_verbs.contains(&clause.lemma)
        {
            return;
        }
        let link = Link::object(p, self.document);
        if clause.predicative == Some(p)
            && let Some((k, m)) = self.cleft(c, &mut state)
        {
            self.under(Governor::Clause(k, m), link, mention, state, findings);
            return;
        }
        if let Some(m) = self.judgement(c, &link) {
            self.apply(&mut state, &m, clause);
            state.who = if clause.passive {
                self.agent(clause)
            } else {
                Who::Phrases(self.subjects(clause))
            };
            state.attitude = true;
            self.up_from_clause(c, mention, state, findings);
            return;
        }
        if self.named_as(c, p, mention, &state, findings) {
            return;
        }
        // "There should be a force", "it is a mistake": what the clause says of its predicate.
        let existential = self.existential(c);
        // "There must be no limits on troops" says nothing of the troops.
        let phrase = &self.document.phrases[p];
        let noun = &self.document.tokens[phrase.head].lemma;
        let told = phrase.tokens.contains(&mention.head)
            || self.classes.plan_nouns.contains(noun)
            || self.classes.sending_nouns.contains(noun);
        if existential && !told && state.cues.is_empty() {
            return;
        }
        self.lessened(c, p, &mut state);
        let had = self.deontic(c, &mut state) || self.would_be(c, p, mention, &mut state);
        if existential && !had && state.cues.is_empty() {
            self.exists(c, p, mention, &mut state);
        }
        let embedded = matches!(
            clause.role,
            ClauseRole::Infinitive | ClauseRole::Gerund | ClauseRole::Relative
        );
        let light = self.classes.light_verbs.contains(&clause.lemma);
        let open = self.is_open_question(c);
        if !had && state.cues.is_empty() && !existential && !embedded && !light && !open {
            return;
        }
        // "has yet to answer a request to join": what is not done with a noun is not done with what it tells.
        let denied = clause.negation.is_some() && !self.pseudo_negated(clause);
        if denied && embedded && !had && !light && !open && !existential {
            return;
        }
        if denied && !existential && !told {
            self.denied_noun(c, mention, &mut state);
        }
        self.up_from_clause(c, mention, state, findings);
    }
}
