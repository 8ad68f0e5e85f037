//! Help for those who would go: "the United States would help them by air", "America will have their back". Of who only stands behind a force
//! that is a stance on the backing.

use std::collections::BTreeSet;

use super::super::Findings;
use super::super::cues::CueMatch;
use super::{Climb, State, Who};
use crate::model::{ClauseRole, ProposalMention, Stance};

/// What such a reading is worth beside one with a word for the backing.
const WORTH: f64 = 0.75;

impl Climb<'_> {
    /// Reads every clause by which somebody who may back a force helps those in it, and tells which findings it took out.
    pub(super) fn helpers(
        &self,
        mut misread: BTreeSet<usize>,
        findings: &mut Findings,
    ) -> BTreeSet<usize> {
        for c in 0..self.document.clauses.len() {
            let clause = &self.document.clauses[c];
            let sentence = self.document.sentence_of(clause.verb);
            if self.document.paragraphs[sentence.paragraph].is_evidence() && !self.is_subordinate(c)
            {
                self.helper(c, findings, &mut misread);
            }
        }
        if !misread.is_empty() {
            *findings = std::mem::take(findings).without(&misread);
        }
        misread
    }

    /// Reads one clause, and adds to `misread` which findings before it were none.
    fn helper(&self, c: usize, findings: &mut Findings, misread: &mut BTreeSet<usize>) {
        let clause = &self.document.clauses[c];
        // What somebody does already is the help that there is; what would be done stands behind the force.
        let ahead = clause.role == ClauseRole::Infinitive
            || matches!(
                clause.modal.as_deref(),
                Some(
                    "will"
                        | "would"
                        | "could"
                        | "can"
                        | "may"
                        | "might"
                        | "shall"
                        | "must"
                        | "should"
                )
            );
        // "would be involved" looks like a passive.
        let active = |m: &CueMatch| !clause.passive || &*self.cues.cue(m.cue).first == "be";
        let Some(m) = self.help_cue(clause.verb).filter(|m| ahead && active(m)) else {
            return;
        };
        let subjects = self.subjects(clause);
        let (helpers, _) = self.actors_of(&subjects, false);
        let Some(backing) = helpers
            .iter()
            .find_map(|a| self.holders.backing_by(*a, self.mentions))
        else {
            return;
        };
        let Some(mention) = self.helped(c, &m, backing) else {
            return;
        };
        let mut state = State::bare(m.head, 1);
        self.apply(&mut state, &m, clause);
        state.strength *= WORTH;
        // "It is important for the United States to help": whoever says so.
        let judged = clause.role == ClauseRole::Infinitive
            && clause.parent.is_some_and(|p| self.expletive(p));
        if !judged {
            state.who = Who::Phrases(subjects);
            state.attitude = true;
        }
        self.deontic(c, &mut state);
        let before = findings.len();
        self.up_from_clause(c, &mention, state, findings);
        // "would support a European force with aircraft", "is willing to help them" were read as a stance on the force.
        let told = &findings[before..];
        let governor = clause.parent.map(|p| &self.document.clauses[p]);
        let from = match governor {
            Some(governor) if clause.role == ClauseRole::Infinitive => governor.verb_group.start,
            _ => clause.extent.start,
        };
        let here = findings.among(from.min(clause.extent.start)..clause.extent.end);
        let wrong = here.filter(|(i, f)| {
            *i < before
                && f.stance == Stance::Support
                && self.holders.is_force(f.proposal)
                && f.holder
                    .is_some_and(|h| told.iter().any(|t| t.holder == Some(h)))
        });
        misread.extend(wrong.map(|(i, _)| i));
    }

    fn help_cue(&self, verb: usize) -> Option<CueMatch> {
        let mut cues = self.matches.at(verb).iter();
        cues.find(|m| self.cues.cue(m.cue).takes("help")).cloned()
    }

    /// "would help by air", "will be involved in some way": nobody behind the words, but how.
    fn is_by_itself(&self, end: usize) -> bool {
        let how = self.document.tokens.get(end).is_some_and(|t| {
            matches!(
                t.lower.as_str(),
                "by" | "from" | "in" | "with" | "where" | "without"
            )
        });
        how || self.ends_at(end)
    }

    /// The backing of the force that those who are helped would be: a force named right behind the verb, or its allies where one is under discussion.
    fn helped(&self, c: usize, m: &CueMatch, backing: usize) -> Option<ProposalMention> {
        let clause = &self.document.clauses[c];
        // "help them", "come to the rescue of them": right behind the words, or inside them ("help the Europeans out").
        let object = |t: usize| {
            let p = self.document.phrase_around(t)?;
            let own =
                m.tokens.contains(&self.document.phrases[p].head) && !clause.objects.contains(&p);
            (!own).then_some(p)
        };
        let object =
            (m.tokens.start + 1..(m.tokens.end + 2).min(clause.extent.end)).find_map(object);
        let alone = self.cues.cue(m.cue).takes("alone") && self.is_by_itself(m.tokens.end);
        if alone
            && !self
                .mentions
                .proposals_beside(self.document, clause.verb)
                .iter()
                .any(|x| clause.extent.contains(&x.head) && x.head > clause.verb)
        {
            let last = self.last_of(clause.verb_group.start, |x| {
                self.holders.is_force(x.proposal)
            });
            return last.map(|x| ProposalMention {
                proposal: backing,
                slotted: true,
                size: None,
                ..x
            });
        }
        let p = object?;
        let head = self.document.phrases[p].head;
        let mean = |x: &ProposalMention| ProposalMention {
            proposal: backing,
            slotted: true,
            size: None,
            ..x.clone()
        };
        let told = |x: &&ProposalMention| clause.extent.contains(&x.head) && x.head > clause.verb;
        let mut here = self
            .mentions
            .proposals_beside(self.document, clause.verb)
            .iter()
            .filter(told);
        if here.clone().any(|x| x.proposal == backing) {
            return None;
        }
        if let Some(force) = here.clone().find(|x| x.head == head) {
            return self.holders.is_force(force.proposal).then(|| mean(force));
        }
        if here.any(|x| !self.holders.is_force(x.proposal)) {
            return None;
        }
        let word = self.document.tokens[head].lower.as_str();
        let ally = self
            .mentions
            .actors_beside(self.document, head)
            .iter()
            .any(|a| {
                let ours = |x: &usize| {
                    !self.holders.is_belligerent(*x, self.mentions)
                        && self.holders.backing_by(*x, self.mentions).is_none()
                };
                a.head == head && !a.actors.is_empty() && a.actors.iter().all(ours)
            });
        if !ally && word != "them" {
            return None;
        }
        let last = self.last_of(clause.verb_group.start, |x| {
            self.holders.is_force(x.proposal)
        });
        last.as_ref().map(mean)
    }
}
