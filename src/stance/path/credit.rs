//! Whom thanks or blame name as those who do it: "thanked London for offering soldiers", "mocked Paris for refusing to send them".

use super::super::Findings;
use super::{Climb, State, Who};
use crate::model::{Attachment, ClauseRole, ProposalMention, Stance};

/// What praise or blame of somebody else's refusal is worth beside a stance of one's own.
const WORTH: f64 = 0.85;

impl Climb<'_> {
    /// "thanked London and Paris for their readiness to send": those who are thanked for it are for it. The state is that of what stands behind
    /// "for".
    pub(super) fn thanked(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        if !self.classes.thanking_verbs.contains(&clause.lemma)
            || clause.negation.is_some()
            || state.cues.is_empty()
            || !matches!(state.value, Stance::Support | Stance::Conditional)
            || !self.holders.is_force(mention.proposal) && !state.attitude
        {
            return;
        }
        let thanked = if clause.passive {
            &clause.subjects
        } else {
            &clause.objects
        };
        let all: Vec<usize> = thanked
            .iter()
            .copied()
            .filter(|p| self.is_actor(*p) && self.document.phrases[*p].head < mention.head)
            .collect();
        if !all.is_empty() {
            self.emit_beside(all, mention, state, findings);
        }
    }

    /// "thanked London for offering to send soldiers": the act is that of those who are thanked, and whoever thanks is for it. Tells whether it was
    /// so; `c` is the clause of the act.
    pub(super) fn thanked_for(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let clause = &self.document.clauses[c];
        let start = clause.verb_group.start;
        let (ClauseRole::Gerund, Some(p)) = (clause.role, clause.parent) else {
            return false;
        };
        let above = &self.document.clauses[p];
        let behind_for = start
            .checked_sub(1)
            .is_some_and(|b| self.document.tokens[b].lower == "for");
        if behind_for && !above.passive && self.classes.blaming_verbs.contains(&above.lemma) {
            self.blamed(p, mention, state, findings);
            return true;
        }
        let told = !state.cues.is_empty()
            && matches!(state.value, Stance::Support | Stance::Conditional)
            && above.negation.is_none()
            && !above.passive;
        if !told || !behind_for || !self.classes.thanking_verbs.contains(&above.lemma) {
            return false;
        }
        self.thanked(p, mention, state, findings);
        let mut state = state.clone();
        state.attitude = true;
        state.participation = false;
        state.who = Who::Phrases(self.subjects(above));
        state.token = above.verb;
        self.settle(p, mention, state, findings);
        true
    }

    /// "Berlin's refusal to send missiles was criticised by Warsaw", "hailed Rome's opposition to a force": who blames somebody for being against it
    /// is for it, who praises him for that is against it.
    pub(super) fn judged_refusal(
        &self,
        n: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let (c, who) = match self.document.phrases[n].attached {
            Attachment::Object(c) => {
                let clause = &self.document.clauses[c];
                (c, Who::Phrases(self.subjects(clause)))
            }
            Attachment::Subject(c) => (c, self.agent(&self.document.clauses[c])),
            _ => return,
        };
        let clause = &self.document.clauses[c];
        let passive = matches!(self.document.phrases[n].attached, Attachment::Subject(_));
        let blames = self.classes.blaming_verbs.contains(&clause.lemma);
        let praises = self.classes.thanking_verbs.contains(&clause.lemma);
        if state.value != Stance::Oppose
            || !blames && !praises
            || clause.passive != passive
            || clause.negation.is_some()
            || clause.modal.is_some()
            || matches!(who, Who::Nobody)
        {
            return;
        }
        let mut state = state.clone();
        if blames {
            state.value = Stance::Support;
            state.negated = false;
        }
        state.strength *= WORTH;
        state.participation = false;
        state.attitude = true;
        state.who = who;
        state.token = clause.verb;
        state.read_by("proposal/refusal-judged", clause.verb_group.clone());
        self.emit(mention, &state, findings);
    }

    /// "mocked Paris for refusing to send soldiers": the act is that of those who are blamed; of who blames them it tells nothing.
    fn blamed(&self, c: usize, mention: &ProposalMention, state: &State, findings: &mut Findings) {
        let blamed = self.document.clauses[c].objects.iter().copied();
        let all: Vec<usize> = blamed
            .filter(|p| self.is_actor(*p) && self.document.phrases[*p].head < mention.head)
            .collect();
        if !all.is_empty() && !state.cues.is_empty() {
            self.emit_beside(all, mention, state, findings);
        }
    }
}
