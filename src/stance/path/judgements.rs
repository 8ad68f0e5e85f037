//! Judgements of the proposal: what an object is called, what a subject is said to be, whose judgement it is.

use super::super::Findings;
use super::super::cues::CueMatch;
use super::links::{Kind, Link};
use super::presence::is_or_is_not;
use super::{Climb, State, Who};
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Clause, ClauseRole, ParagraphRole, Pos, ProposalMention, Stance};

impl Climb<'_> {
    /// "called the plan absurd", "sees it as a threat": a judgement after the object of a judging verb.
    pub(super) fn judgement(&self, c: usize, link: &Link) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        // A headline leaves "be" out: "London insists peacekeepers still on the table".
        let paragraph = self.document.sentences[clause.sentence].paragraph;
        let headline = self.document.paragraphs[paragraph].role == ParagraphRole::Headline;
        let asserts = headline && self.classes.assertion_verbs.contains(&clause.lemma);
        let judges = self.classes.judging_verbs.contains(&clause.lemma) || asserts;
        if !judges || link.start < clause.verb {
            return None;
        }
        (link.start..clause.extent.end).find_map(|t| {
            self.matches
                .at(t)
                .iter()
                .find(|m| {
                    let cue = self.cues.cue(m.cue);
                    cue.class == CueClass::Evaluation
                        && cue.takes("subject")
                        && t > link.start
                        && (asserts || !self.told_below(c, t))
                })
                .cloned()
        })
    }

    /// "dismissed the idea that it would be a threat": what a finite clause below says is not what the verb calls its object.
    fn told_below(&self, c: usize, t: usize) -> bool {
        let verb = self.document.clauses[c].verb;
        let around = self.document.clauses_beside(t).iter();
        let innermost = around
            .filter(|k| k.extent.contains(&t))
            .max_by_key(|k| k.extent.start);
        innermost.is_some_and(|k| {
            k.finite && k.verb > verb && k.role == ClauseRole::Content && !k.subjects.is_empty()
        })
    }

    /// "will be considered a legitimate target": a judgement behind a judging verb in the passive.
    pub(super) fn judged_passive(&self, c: usize) -> Option<CueMatch> {
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
    pub(super) fn judged_by(&self, m: &CueMatch, clause: &Clause) -> Who {
        // Whom something threatens is not who judges it.
        if self.cues.cue(m.cue).affects {
            return Who::Nobody;
        }
        let fronted = |x: usize| {
            x == self.document.sentences[clause.sentence].tokens.start || x == clause.extent.start
        };
        let found = self.document.find_phrase(clause.verb, |p| {
            p.preposition.is_some_and(|x| {
                matches!(self.document.tokens[x].lower.as_str(), "to" | "for")
                    && (x >= m.tokens.start && x <= m.tokens.end && clause.extent.contains(&x)
                        || fronted(x) && self.document.tokens[x].sentence == clause.sentence)
            })
        });
        found
            .filter(|p| !self.would_act(*p))
            .filter(|p| self.is_actor(*p))
            .filter(|p| !self.is_served(*p, m))
            .map_or(Who::Nobody, |p| Who::Phrases(vec![p]))
    }

    /// "the best protection for Ukraine": whether a phrase names whom something good is for, if it is made for them; what is acceptable to them
    /// they judge themselves.
    fn is_served(&self, phrase: usize, m: &CueMatch) -> bool {
        let opener = self.document.phrases[phrase].preposition;
        let word = &self.document.tokens[m.tokens.end - 1];
        let judges = word.lemma.contains("accept") || word.lemma == "priority";
        self.cues.cue(m.cue).stance == Stance::Support
            && !judges
            && word.pos == Pos::Noun
            && opener.is_some_and(|x| self.document.tokens[x].lower == "for")
            && self
                .actors_of(&[phrase], false)
                .0
                .iter()
                .all(|a| self.holders.is_belligerent(*a, self.mentions))
    }

    /// "a mistake for Britain to send troops": whether a phrase names who would act, not who judges.
    pub(super) fn would_act(&self, phrase: usize) -> bool {
        self.document
            .clauses_beside(self.document.phrases[phrase].head)
            .iter()
            .any(|k| {
                k.role == ClauseRole::Infinitive
                    && k.subjects.first() == Some(&phrase)
                    && !k.objects.is_empty()
            })
    }

    /// "The best guarantee is NATO membership", "what counts is an American backstop": the subject is the judgement, what follows "be" what is
    /// judged. Tells whether it was so.
    pub(super) fn named_as(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        if self.document.phrases[p].tokens.start < self.document.clauses[c].verb
            || !state.cues.is_empty()
        {
            return false;
        }
        self.named_by(c, mention, state, findings)
    }

    /// "The only way to stop him is to send soldiers": the same of an act behind "be", told by its clause. Tells whether it was so.
    pub(super) fn act_named_as(
        &self,
        act: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let inner = &self.document.clauses[act];
        let Some(c) = inner.parent.filter(|_| !state.attitude) else {
            return false;
        };
        let clause = &self.document.clauses[c];
        let at_once = inner.verb_group.start <= clause.verb_group.end + 1;
        let behind = inner.verb_group.start >= clause.verb_group.end;
        let plain = clause.predicative.is_none() && clause.adjective.is_none();
        behind && at_once && plain && self.named_by(c, mention, state, findings)
    }

    /// What the subject of a clause with "be" says of what stands behind it.
    fn named_by(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let clause = &self.document.clauses[c];
        if clause.lemma != "be" || !clause.finite {
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

    /// An infinitive that carries the predicate of a raising verb's subject.
    pub(super) fn raised(&self, c: usize) -> Option<(usize, CueMatch)> {
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

    /// "would be too small to deter anybody": what an infinitive tells is denied.
    pub(super) fn too_much_to(&self, c: usize, infinitive: usize) -> bool {
        let between = self.document.clauses[c].verb_group.end
            ..self.document.clauses[infinitive].verb_group.start;
        let mut words = self.document.tokens.get(between).into_iter().flatten();
        words.any(|t| t.lower == "too")
    }

    /// "The talks on guarantees were useful": who praises a talk says nothing of what it was about.
    pub(super) fn is_talk_praised(
        &self,
        c: usize,
        m: &CueMatch,
        mention: &ProposalMention,
    ) -> bool {
        let Some(s) = self.document.clauses[c].subjects.first() else {
            return false;
        };
        let head = self.document.phrases[*s].head;
        let noun = &self.document.tokens[head].lemma;
        head != mention.head
            && self.cues.cue(m.cue).stance == Stance::Support
            && self.classes.meeting_nouns.contains(noun)
    }

    /// "The best security guarantee is a strong army": words of the judgement itself, of which something else is said.
    pub(super) fn is_measure(&self, c: usize, mention: &ProposalMention) -> bool {
        let clause = &self.document.clauses[c];
        let Some(s) = clause.subjects.first() else {
            return false;
        };
        let phrase = &self.document.phrases[*s];
        let judges = |m: &CueMatch| {
            let cue = self.cues.cue(m.cue);
            cue.class == CueClass::Evaluation
                && cue.takes("subject")
                && m.words > 1
                && m.tokens.contains(&mention.head)
        };
        clause.lemma == "be"
            && phrase.tokens.contains(&mention.head)
            && phrase
                .tokens
                .clone()
                .any(|t| self.matches.at(t).iter().any(judges))
    }

    /// "part of what he calls a reassurance force": what governs the words before "what" governs what is called so.
    pub(super) fn so_called(&self, c: usize) -> Option<Link> {
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
        let above = self.document.sentences[clause.sentence]
            .clauses
            .clone()
            .rev()
            .find(|x| self.document.clauses[*x].verb < what)?;
        let noun = preposition.and_then(|x| {
            self.document
                .find_phrase(x.saturating_sub(1), |p| p.tokens.end == x)
        });
        Some(Link {
            kind: Kind::Phrase,
            start: what,
            preposition,
            noun,
            clause: Some(above),
        })
    }

    /// "Lavrov listed no NATO membership among them": who lists that it not be does not want it. Tells whether it was so.
    pub(super) fn listed(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
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

    /// "is something Slovakia would never agree to": the clause behind the predicate, the predicate, and the clause's cue.
    pub(super) fn is_something(&self, c: usize) -> Option<(usize, usize, CueMatch)> {
        let clause = &self.document.clauses[c];
        let p = clause.predicative.filter(|_| clause.lemma == "be")?;
        let sentence = clause.sentence;
        let behind = (c + 1..self.document.sentences[sentence].clauses.end).find(|r| {
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
}
