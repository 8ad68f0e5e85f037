//! Steps of the climb through clauses.

use super::super::Finding;
use super::super::cues::CueMatch;
use super::links::{Governor, Kind, Link};
use super::presence::is_or_is_not;
use super::{Climb, State, Who, compose};
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Attachment, Clause, ClauseRole, Pos, ProposalMention, Stance};

impl Climb<'_> {
    /// A cue governs what was reached.
    pub(super) fn under(
        &self,
        governor: Governor,
        link: Link,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        match governor {
            Governor::Noun(n, m) => self.nominal(n, &m, mention, state, findings),
            Governor::Clause(c, m) => {
                if self.is_hypothetical(c) || !state.hop() {
                    return;
                }
                let m = if link.kind == Kind::Phrase {
                    self.judgement(c, &link).unwrap_or(m)
                } else {
                    m
                };
                let clause = &self.document.clauses[c];
                self.joined(c, &m, mention, &state, findings);
                // What a pattern covers has been read with it ("will have nothing to do with").
                if state
                    .cues
                    .iter()
                    .any(|s| s.start < m.tokens.end && m.tokens.start < s.end)
                {
                    state.who = Who::Phrases(self.subjects(clause));
                    self.up_from_clause(c, mention, state, findings);
                    return;
                }
                let class = self.cues.cue(m.cue).class;
                // An adjective that looks like a participle ("torn", "set against") has its subject as holder.
                let passive = clause.passive
                    && self.cues.cue(m.cue).pos == CuePos::Verb
                    && m.head == clause.verb;
                let subject = self.cues.cue(m.cue).takes("subject")
                    && matches!(class, CueClass::Evaluation)
                    && link.kind != Kind::Phrase;
                self.apply(&mut state, &m, clause);
                let declared = self.cues.cue(m.cue).declared && !clause.passive;
                if let (true, Some(s)) = (declared, clause.subjects.first()) {
                    state.who = Who::Declared(*s);
                } else if subject || class == CueClass::Deontic || self.expletive(c) {
                    state.who = self.judged_by(&m, clause);
                } else if passive && link.kind != Kind::Infinitive {
                    state.who = self.agent(clause);
                } else if passive && class == CueClass::Request {
                    // "was urged to send": nobody's stance but the one who urged.
                    state.who = self.agent(clause);
                } else {
                    state.who = Who::Phrases(self.subjects(clause));
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

    /// The proposal is the subject of a clause.
    pub(super) fn as_subject(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        if self.is_hypothetical(c) || !state.hop() {
            return;
        }
        let clause = &self.document.clauses[c];
        let passive = clause
            .passive
            .then(|| {
                self.cues_of_clause(c).into_iter().find(|m| {
                    let cue = self.cues.cue(m.cue);
                    cue.takes("object") && !cue.takes("subject") && m.head == clause.verb
                })
            })
            .flatten();
        if let Some((r, p, m)) = self.is_something(c) {
            let link = Link::object(p, self.document);
            self.under(Governor::Clause(r, m), link, mention, state, findings);
            return;
        }
        let judged = passive.as_ref().and_then(|_| self.judged_passive(c));
        if let Some(m) = judged {
            self.apply(&mut state, &m, clause);
            state.who = self.agent(clause);
            state.attitude = true;
        } else if let Some(m) = passive {
            let class = self.cues.cue(m.cue).class;
            self.apply(&mut state, &m, clause);
            state.who = self.agent(clause);
            // "American military aid had been stopped": where nobody is known to say so, by those whose aid it is.
            if state.who == Who::Nobody
                && state.blocks
                && let Some(p) = clause.subjects.first()
            {
                state.who = Who::Declared(*p);
            }
            Self::act_or_attitude(&mut state, class);
        } else if self.present(c, mention, &mut state) {
            // Said of its being there.
        } else if let Some(m) = self.subject_cue(c) {
            self.apply(&mut state, &m, clause);
            state.who = self.judged_by(&m, clause);
            state.attitude = true;
        } else if let Some((child, m)) = self.raised(c) {
            // "is not going to happen", "has to be rejected": the judgement stands in the infinitive.
            let inner = &self.document.clauses[child];
            self.apply(&mut state, &m, inner);
            if clause.negation.is_some() {
                let flipped = if state.value == Stance::Support {
                    Stance::Oppose
                } else {
                    Stance::Noncommittal
                };
                state.value = flipped;
                state.negated = true;
            }
            state.who = self.judged_by(&m, clause);
            state.attitude = true;
        } else {
            // "Sending arms would change nothing": an act that is only spoken of is nobody's.
            let spoken_of = state.participation && !state.attitude;
            let silent = (state.cues.is_empty() || spoken_of) && !self.is_open_question(c);
            if !self.deontic(c, &mut state) && silent {
                return;
            }
        }
        self.end_of_clause(c, mention, state, findings);
    }

    /// "is something Slovakia would never agree to": the clause behind the predicate, the predicate, and the clause's cue.
    fn is_something(&self, c: usize) -> Option<(usize, usize, CueMatch)> {
        let clause = &self.document.clauses[c];
        let p = clause.predicative.filter(|_| clause.lemma == "be")?;
        let sentence = clause.sentence;
        let behind = (c + 1..self.document.clauses.len()).find(|r| {
            let x = &self.document.clauses[*r];
            x.sentence == sentence && x.role == ClauseRole::Relative && x.modifies == Some(p)
        })?;
        let held = self.document.clauses[behind]
            .subjects
            .iter()
            .any(|s| self.is_actor(*s));
        let m = self.cues_of_clause(behind).into_iter().find(|m| {
            let cue = self.cues.cue(m.cue);
            matches!(cue.class, CueClass::Attitude | CueClass::Participation)
                && (cue.takes("object") || cue.takes("to-np"))
        })?;
        held.then_some((behind, p, m))
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
        findings: &mut Vec<Finding>,
    ) {
        self.deontic(c, &mut state);
        self.up_from_clause(c, mention, state, findings);
    }

    /// An infinitive that carries the predicate of a raising verb's subject.
    fn raised(&self, c: usize) -> Option<(usize, CueMatch)> {
        let clause = &self.document.clauses[c];
        clause
            .children
            .iter()
            .copied()
            .filter(|k| self.document.clauses[*k].role == ClauseRole::Infinitive)
            .find_map(|k| {
                let child = &self.document.clauses[k];
                let m = if child.passive {
                    self.cues_of_clause(k)
                        .into_iter()
                        .find(|m| self.cues.cue(m.cue).takes("object"))
                } else {
                    None
                };
                m.or_else(|| self.subject_cue(k)).map(|m| (k, m))
            })
    }

    /// The proposal is the object of a clause whose verb is no cue.
    pub(super) fn as_object(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        if self.is_hypothetical(c) || !state.hop() {
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
        if self.listed(c, p, mention, &state, findings) {
            return;
        }
        let link = Link::object(p, self.document);
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
        let had = self.deontic(c, &mut state);
        if existential && !had && state.cues.is_empty() {
            self.exists(c, p, mention, &mut state);
        }
        let embedded = matches!(
            clause.role,
            ClauseRole::Infinitive | ClauseRole::Gerund | ClauseRole::Relative
        );
        let light = matches!(
            clause.lemma.as_str(),
            "have" | "see" | "mean" | "include" | "involve" | "require" | "get"
        );
        let open = self.is_open_question(c);
        if !had && state.cues.is_empty() && !existential && !embedded && !light && !open {
            return;
        }
        self.up_from_clause(c, mention, state, findings);
    }

    /// "called the plan absurd", "sees it as a threat": a judgement after the object of a judging verb.
    fn judgement(&self, c: usize, link: &Link) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        if !self.classes.judging_verbs.contains(&clause.lemma) || link.start < clause.verb {
            return None;
        }
        (link.start..clause.extent.end).find_map(|t| {
            self.matches
                .at(t)
                .iter()
                .find(|m| {
                    let cue = self.cues.cue(m.cue);
                    cue.class == CueClass::Evaluation && cue.takes("subject") && t > link.start
                })
                .cloned()
        })
    }

    /// "will be considered a legitimate target": a judgement behind a judging verb in the passive.
    fn judged_passive(&self, c: usize) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        if !self.classes.judging_verbs.contains(&clause.lemma) {
            return None;
        }
        (clause.verb_group.end..clause.extent.end).find_map(|t| {
            let mut cues = self.matches.at(t).iter();
            cues.find(|m| {
                let cue = self.cues.cue(m.cue);
                cue.class == CueClass::Evaluation && cue.takes("subject")
            })
            .cloned()
        })
    }

    /// "unacceptable to the Kremlin", "a red line for Moscow": whose judgement it is, where the words tell.
    fn judged_by(&self, m: &CueMatch, clause: &Clause) -> Who {
        // Whom something threatens is not who judges it.
        if self.cues.cue(m.cue).affects {
            return Who::Nobody;
        }
        let fronted = |x: usize| {
            x == self.document.sentences[clause.sentence].tokens.start || x == clause.extent.start
        };
        let found = self.document.phrases.iter().position(|p| {
            p.preposition.is_some_and(|x| {
                matches!(self.document.tokens[x].lower.as_str(), "to" | "for")
                    && (x >= m.tokens.start && x <= m.tokens.end && clause.extent.contains(&x)
                        || fronted(x) && self.document.tokens[x].sentence == clause.sentence)
            })
        });
        found
            .filter(|p| !self.would_act(*p))
            .filter(|p| {
                self.mentions
                    .actors
                    .iter()
                    .any(|a| a.head == self.document.phrases[*p].head)
            })
            .map_or(Who::Nobody, |p| Who::Phrases(vec![p]))
    }

    /// "a mistake for Britain to send troops": whether a phrase names who would act, not who judges.
    fn would_act(&self, phrase: usize) -> bool {
        self.document.clauses.iter().any(|k| {
            k.role == ClauseRole::Infinitive
                && k.subjects.first() == Some(&phrase)
                && !k.objects.is_empty()
        })
    }

    /// The agent of a passive: "by X".
    pub(super) fn agent(&self, clause: &Clause) -> Who {
        let mut agents: Vec<usize> = Vec::new();
        for p in &clause.adverbials {
            let by = self.document.phrases[*p]
                .preposition
                .is_some_and(|x| self.document.tokens[x].lower == "by");
            // "supported by Paris, by Rome and by Madrid".
            for member in self.coordination(*p).into_iter().filter(|_| by) {
                if !agents.contains(&member) {
                    agents.push(member);
                }
            }
        }
        if agents.is_empty() {
            Who::Nobody
        } else {
            Who::Phrases(agents)
        }
    }

    /// The subjects of a clause; of a fronted participle ("Having rejected it, Fico ...") those of the clause that it stands before.
    pub(super) fn subjects(&self, clause: &Clause) -> Vec<usize> {
        if !clause.subjects.is_empty() || clause.finite || clause.parent.is_some() {
            return clause.subjects.clone();
        }
        let main = self.document.clauses.iter().find(|x| {
            x.sentence == clause.sentence
                && x.verb > clause.verb
                && x.finite
                && x.role == ClauseRole::Main
        });
        main.map(|m| m.subjects.clone()).unwrap_or_default()
    }

    /// A phrase and what is coordinated with it.
    pub(super) fn coordination(&self, p: usize) -> Vec<usize> {
        let mut all = vec![p];
        while let Some(next) = self.document.phrases[all[all.len() - 1]].coordinated {
            all.push(next);
        }
        all
    }

    /// From a clause to what it hangs on.
    pub(super) fn up_from_clause(
        &self,
        c: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        if self.is_hypothetical(c) || !state.hop() {
            return;
        }
        self.look_for_condition(c, mention, &mut state);
        let clause = &self.document.clauses[c];
        match clause.role {
            ClauseRole::Infinitive | ClauseRole::Gerund => {
                self.up_from_complement(c, mention, state, findings);
            }
            ClauseRole::Content => {
                let Some(p) = clause.parent else {
                    return self.settle(c, mention, state, findings);
                };
                let whether = self.is_open_question(c);
                let link = Link::clause(
                    self.document,
                    c,
                    if whether { Kind::Whether } else { Kind::That },
                );
                match self
                    .cue_across(p, &link)
                    .or_else(|| self.clause_cue(p, &link))
                    .or_else(|| self.subject_cue(p).filter(|_| self.expletive(p)))
                {
                    Some(m) => self.under(Governor::Clause(p, m), link, mention, state, findings),
                    None if whether => {}
                    None => {
                        let mut state = state;
                        if let Some((n, asks)) = self.stated_by(p)
                            && (asks || matches!(state.who, Who::Nobody | Who::Declared(_)))
                        {
                            state.who = Who::Owner(n);
                        }
                        self.disbelieved(p, &mut state);
                        if self.unsaid(p, &mut state) {
                            return;
                        }
                        self.settle(c, mention, state, findings);
                    }
                }
            }
            ClauseRole::Relative => self.up_from_relative(c, mention, state, findings),
            ClauseRole::Coordinate if self.asked_beside(c).is_some() => {
                let Some((p, governor)) = self.asked_beside(c) else {
                    return;
                };
                match governor {
                    Ok(m) => {
                        let link = Link::clause(self.document, c, Kind::That);
                        self.under(Governor::Clause(p, m), link, mention, state, findings);
                    }
                    Err(n) => {
                        state.who = Who::Owner(n);
                        self.settle(c, mention, state, findings);
                    }
                }
            }
            ClauseRole::Main | ClauseRole::Adverbial | ClauseRole::Coordinate => {
                self.settle(c, mention, state, findings);
            }
        }
    }

    /// "I do not believe there will be": the negation of a verb of thinking falls on what it governs.
    fn disbelieved(&self, c: usize, state: &mut State) {
        let clause = &self.document.clauses[c];
        let denied = clause.negation.is_some() && !self.pseudo_negated(clause);
        if !denied || state.cues.is_empty() || !self.classes.raising_verbs.contains(&clause.lemma) {
            return;
        }
        state.value = match state.value {
            Stance::Oppose => Stance::Noncommittal,
            _ => Stance::Oppose,
        };
        state.negated = true;
        if matches!(state.who, Who::Nobody | Who::Declared(_)) {
            state.who = Who::Phrases(self.subjects(clause));
        }
    }

    /// "demanded that Ukraine withdraw and renounce joining NATO": the second of two content clauses of one subject is asked for too, by the cue
    /// over the first, or by the owner of the noun that states them.
    fn asked_beside(&self, c: usize) -> Option<(usize, Result<CueMatch, usize>)> {
        let clause = &self.document.clauses[c];
        let first = &self.document.clauses[clause.parent?];
        let both = first.role == ClauseRole::Content && first.subjects == clause.subjects;
        let bare = self.document.tokens[clause.verb].pos == Pos::VerbBase;
        let p = first.parent.filter(|_| both && bare)?;
        let link = Link::clause(self.document, clause.parent?, Kind::That);
        if let Some(m) = self.clause_cue(p, &link) {
            return Some((p, Ok(m)));
        }
        let (n, asks) = self.stated_by(p)?;
        asks.then_some((p, Err(n)))
    }

    /// "Turkey has not said that it would send soldiers" leaves it open; what "no one said" is nobody's. Tells whether nothing is left to say.
    fn unsaid(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let Some(negator) = clause.negation.filter(|_| !self.pseudo_negated(clause)) else {
            return false;
        };
        if !self.classes.assertion_verbs.contains(&clause.lemma) {
            return false;
        }
        let verbal = clause.verb_group.contains(&negator);
        let own = match &state.who {
            Who::Phrases(list) => self.same_actors(list, &clause.subjects),
            _ => true,
        };
        if !verbal || !own || state.value == Stance::Oppose {
            return true;
        }
        state.value = Stance::Noncommittal;
        state.who = Who::Phrases(self.subjects(clause));
        state.attitude = true;
        false
    }

    /// Whether two lists of phrases mean an actor in common.
    fn same_actors(&self, a: &[usize], b: &[usize]) -> bool {
        let of = |list: &[usize]| -> Vec<usize> {
            let found = list.iter().filter_map(|p| {
                self.holders
                    .of_phrase(self.document, self.mentions, self.attributions, *p)
            });
            found.flat_map(|(actors, _)| actors).collect()
        };
        let (a, b) = (of(a), of(b));
        a.iter().any(|x| b.contains(x))
    }

    /// "Rome's official line is that": the noun whose owner says what the clause under it says, and whether he asks it of others.
    fn stated_by(&self, c: usize) -> Option<(usize, bool)> {
        let clause = &self.document.clauses[c];
        let n = *clause.subjects.first().filter(|_| clause.lemma == "be")?;
        let noun = &self.document.tokens[self.document.phrases[n].head].lemma;
        let owned = || {
            self.holders
                .of_owner(self.document, self.mentions, self.attributions, n)
        };
        let asks = self.classes.demand_nouns.contains(noun);
        (self.classes.position_nouns.contains(noun) && owned().is_some()).then_some((n, asks))
    }

    /// "part of what he calls a reassurance force": what governs the words before "what" governs what is called so.
    fn so_called(&self, c: usize) -> Option<Link> {
        let clause = &self.document.clauses[c];
        if !self.classes.naming_verbs.contains(&clause.lemma) {
            return None;
        }
        let sentence = &self.document.sentences[clause.sentence].tokens;
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let from = clause
            .verb_group
            .start
            .saturating_sub(4)
            .max(sentence.start);
        let what = (from..clause.verb_group.start).find(|t| word(*t) == "what")?;
        let before = what.checked_sub(1).filter(|t| sentence.contains(t))?;
        let preposition = (self.document.tokens[before].pos == Pos::Preposition).then_some(before);
        let above = self
            .document
            .clauses
            .iter()
            .rposition(|x| x.sentence == clause.sentence && x.verb < what)?;
        let noun =
            preposition.and_then(|x| self.document.phrases.iter().position(|p| p.tokens.end == x));
        Some(Link {
            kind: Kind::Phrase,
            start: what,
            preposition,
            noun,
            clause: Some(above),
        })
    }

    /// "Lavrov listed no NATO membership among them": who lists that it not be does not want it. Tells whether it was so.
    fn listed(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let clause = &self.document.clauses[c];
        let start = self.document.phrases[p].tokens.start;
        let none = [start.saturating_sub(1), start]
            .into_iter()
            .any(|t| self.document.tokens[t].lower == "no");
        if !none || !state.cues.is_empty() || !self.classes.listing_verbs.contains(&clause.lemma) {
            return false;
        }
        let mut state = state.clone();
        is_or_is_not(clause.verb_group.clone(), true, &mut state);
        state.attitude = true;
        state.who = Who::Phrases(self.subjects(clause));
        self.up_from_clause(c, mention, state, findings);
        true
    }

    /// "The best guarantee is NATO membership", "what counts is an American backstop": the subject is the judgement, what follows "be" what is
    /// judged. Tells whether it was so.
    fn named_as(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let clause = &self.document.clauses[c];
        let be = clause.lemma == "be" && clause.finite;
        if !be || self.document.phrases[p].tokens.start < clause.verb || !state.cues.is_empty() {
            return false;
        }
        let subject = clause.subjects.first().map(|s| &self.document.phrases[*s]);
        let from = subject.map_or(self.document.sentences[clause.sentence].tokens.start, |s| {
            s.tokens.start.saturating_sub(1)
        });
        let found = (from..clause.verb_group.start).find_map(|t| {
            let mut cues = self.matches.at(t).iter();
            cues.find(|m| {
                let cue = self.cues.cue(m.cue);
                cue.class == CueClass::Evaluation
                    && cue.takes("subject")
                    && (m.words > 1 || cue.pos == CuePos::Noun)
                    && subject.is_none_or(|s| m.tokens.end > s.head)
            })
            .cloned()
        });
        let Some(m) = found else { return false };
        let mut state = state.clone();
        self.apply(&mut state, &m, clause);
        state.who = self.judged_by(&m, clause);
        state.attitude = true;
        self.up_from_clause(c, mention, state, findings);
        true
    }

    /// "opposition to Kyiv joining NATO", "a deal that includes Western forces": what is said of the phrase is said of the clause in it.
    fn up_from_relative(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: State,
        findings: &mut Vec<Finding>,
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
        let participial = (!clause.finite || done_by_noun) && !state.attitude;
        match self.governor(&link).filter(|_| participial) {
            Some(governor) => self.under(governor, link, mention, state, findings),
            None => self.settle(c, mention, state, findings),
        }
    }

    /// "It is essential that", "it would be a mistake to": the clause is the real subject.
    pub(super) fn expletive(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        match clause.subjects.as_slice() {
            [] => self.existential(c),
            [p] => {
                let head = self.document.phrases[*p].head;
                let meant = |m: &crate::model::ActorMention| m.head == head && m.certainty >= 80;
                matches!(word(head), "it" | "there") && !self.mentions.actors.iter().any(meant)
            }
            _ => false,
        }
    }

    /// "whether troops would go", "who would send them": what the clause above makes of it is said of the proposal.
    pub(super) fn is_open_question(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        clause.role == ClauseRole::Content
            && clause.subordinator.is_some_and(|s| {
                matches!(
                    self.document.tokens[s].lower.as_str(),
                    "whether" | "if" | "how" | "what" | "why" | "when" | "who" | "which" | "where"
                )
            })
    }

    fn up_from_complement(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[c];
        if let Some(main) = self.clause_with_subject(c) {
            // "Sending troops would be a mistake": the clause is the subject.
            self.as_subject(main, mention, state, findings);
            return;
        }
        let start = clause.verb_group.start;
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
        let link = Link::clause(self.document, c, kind);
        if let Some(governor) = self.governor(&link) {
            self.under(governor, link, mention, state, findings);
            return;
        }
        let Some(p) = clause.parent else {
            match self.headline_cue(&link, clause.sentence) {
                Some(found) => self.headline(found, mention, state, findings),
                None => self.settle(c, mention, state, findings),
            }
            return;
        };
        if self.expletive(p)
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

    /// Whether a phrase means an actor.
    pub(super) fn is_actor(&self, p: usize) -> bool {
        let head = self.document.phrases[p].head;
        self.mentions.actors.iter().any(|a| a.head == head)
    }

    /// A parent clause without a cue: modality and negation still count.
    fn pass_up(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Vec<Finding>,
    ) {
        // "where they stand on sending troops": an act under a preposition is only spoken of.
        let link = Link::clause(self.document, c, Kind::Gerund);
        let under_preposition = self.document.clauses[c].role == ClauseRole::Gerund
            && link
                .preposition
                .is_some_and(|x| self.document.tokens[x].pos == Pos::Preposition);
        if under_preposition && !state.attitude {
            return;
        }
        let clause = &self.document.clauses[p];
        self.deontic(p, &mut state);
        if clause.negation.is_some() && !self.pseudo_negated(clause) {
            if !self.classes.raising_verbs.contains(&clause.lemma) {
                return;
            }
            let bare = state.cues.is_empty();
            state.value = compose(Stance::Oppose, state.value, bare);
            state.negated = true;
            state.token = clause.verb;
        }
        // An act that the parent only asks for or enables is nobody's stance yet.
        if !state.attitude
            && !self.document.clauses[c].subjects.is_empty()
            && self.document.clauses[c].subjects == clause.subjects
        {
            state.who = Who::Phrases(self.subjects(clause));
        }
        self.up_from_clause(p, mention, state, findings);
    }

    /// "..., ruling out troops": a participle that asserts by itself.
    fn free_participle(&self, c: usize) -> bool {
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
    fn clause_with_subject(&self, c: usize) -> Option<usize> {
        let clause = &self.document.clauses[c];
        let start = clause.verb_group.start;
        let first = start == self.document.sentences[clause.sentence].tokens.start;
        let opened = start > 0
            && matches!(
                self.document.tokens[start - 1].lower.as_str(),
                "that" | "\"" | "and" | "," | "but" | ":"
            );
        if !first && !opened {
            return None;
        }
        let next = (c + 1..self.document.clauses.len()).find(|n| {
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
}
