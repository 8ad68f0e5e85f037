//! Who else takes part: those beside whom, behind whom or with whom a holder does.
//!
//! "Canada will send troops alongside France", "promised to join London and Paris in sending them", "the coalition, led by Britain, has drawn up
//! plans": each of those named is in it too.

use super::super::Finding;
use super::super::cues::CueMatch;
use super::{Climb, State, Step, Who};
use crate::lexicon::CueClass;
use crate::model::{ClauseRole, ProposalMention, Stance};

/// What the part of somebody named in passing is worth beside that of the holder.
const IN_PASSING: f64 = 0.8;

impl Climb<'_> {
    /// "to join London and Paris in sending troops": those who are joined send them, whatever becomes of who joins. The state is that of what
    /// stands behind "in".
    pub(super) fn joined(
        &self,
        c: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) {
        let clause = &self.document.clauses[c];
        let takes_part = self.cues.cue(m.cue).class == CueClass::Participation;
        let inside = state.value == Stance::Support && !state.attitude && !state.cues.is_empty();
        let objects: Vec<usize> = clause
            .objects
            .iter()
            .copied()
            .filter(|p| self.is_actor(*p) && self.document.phrases[*p].head < mention.head)
            .collect();
        if !takes_part || !inside || objects.is_empty() || clause.passive {
            return;
        }
        self.emit_beside(objects, mention, state, findings);
    }

    /// "will send troops alongside France, together with Britain": the companions of whoever takes part in a clause.
    pub(super) fn companions(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) {
        let takes_part = state.participation
            && !state.attitude
            && !state.negated
            && !state.blocks
            && matches!(state.value, Stance::Support | Stance::Conditional);
        let Who::Phrases(holders) = &state.who else {
            return;
        };
        if !takes_part || holders.is_empty() {
            return;
        }
        let extent = &self.document.clauses[c].extent;
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let beside: Vec<usize> = (0..self.document.phrases.len())
            .filter(|p| {
                let phrase = &self.document.phrases[*p];
                let start = phrase.tokens.start;
                extent.contains(&start)
                    && start > 0
                    && (word(start - 1) == "alongside"
                        || start > 1
                            && word(start - 1) == "with"
                            && matches!(word(start - 2), "together" | "along"))
                    && self.is_actor(*p)
            })
            .flat_map(|p| self.coordination(p))
            .collect();
        if !beside.is_empty() {
            self.emit_beside(beside, mention, state, findings);
        }
    }

    /// "the coalition, led by Britain and France, plans": who leads or founded a holder is for what it is for.
    pub(super) fn leaders(
        &self,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) {
        let Who::Phrases(holders) = &state.who else {
            return;
        };
        if !matches!(state.value, Stance::Support | Stance::Conditional)
            || !self.holders.is_force(mention.proposal)
        {
            return;
        }
        let sentence = self.document.tokens[state.token].sentence;
        for holder in holders {
            let led = self.document.clauses.iter().filter(|x| {
                let before = self.document.phrases[*holder].tokens.end <= x.verb
                    && x.verb < self.document.phrases[*holder].tokens.end + 8;
                let of_it = x.modifies == Some(*holder)
                    || x.subjects.contains(holder)
                    || x.modifies.is_none() && x.subjects.is_empty();
                let bare = !x.finite
                    && x.verb_group.len() == 1
                    && matches!(x.role, ClauseRole::Relative | ClauseRole::Gerund);
                x.passive
                    && bare
                    && before
                    && of_it
                    && x.sentence == sentence
                    && self.classes.leading_verbs.contains(&x.lemma)
            });
            for clause in led {
                if let Who::Phrases(agents) = self.agent(clause) {
                    self.emit_beside(agents, mention, state, findings);
                }
            }
        }
    }

    /// "was established by London and Paris to reinforce a deal with guarantees": what a group was brought together for, it and its founders want.
    /// Tells whether it was so. `c` is the clause of the purpose, `p` that of the founding.
    pub(super) fn founded_for(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) -> bool {
        let clause = &self.document.clauses[p];
        let purpose = self.document.clauses[c].role == ClauseRole::Infinitive;
        let silent = !state.attitude && !state.negated && state.value == Stance::Support;
        if !purpose || !silent || !self.classes.leading_verbs.contains(&clause.lemma) {
            return false;
        }
        if clause.negation.is_some() || clause.modal.is_some() || self.is_hypothetical(p) {
            return false;
        }
        let group = if clause.passive {
            &clause.subjects
        } else {
            &clause.objects
        };
        if !group.iter().any(|g| self.is_actor(*g)) {
            return false;
        }
        let mut holders: Vec<usize> = group.iter().chain(&clause.subjects).copied().collect();
        if let Who::Phrases(agents) = self.agent(clause) {
            holders.extend(agents);
        }
        holders.sort_unstable();
        holders.dedup();
        holders.retain(|h| self.is_actor(*h));
        let mut state = state.clone();
        state.token = clause.verb;
        state.attitude = true;
        state.cues.push(Step {
            rule: "proposal/purpose".to_owned(),
            start: clause.verb,
            end: clause.verb + 1,
        });
        self.emit_beside(holders, mention, &state, findings);
        true
    }

    fn emit_beside(
        &self,
        phrases: Vec<usize>,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Vec<Finding>,
    ) {
        let mut state = state.clone();
        state.strength *= IN_PASSING;
        state.who = Who::Phrases(phrases);
        self.emit(mention, &state, findings);
    }
}
