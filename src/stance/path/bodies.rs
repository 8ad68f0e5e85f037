//! What is done with a body that exists for a proposal: "joined the coalition of the willing", "is part of it", "rejects it".

use super::super::Findings;
use super::links::{Governor, Link};
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Attachment, ProposalForm, ProposalMention, Stance};

/// What membership is worth beside a word for the proposal.
const WORTH: f64 = 0.9;

impl Climb<'_> {
    /// The phrase of a mention that names a body of its proposal.
    pub(super) fn body_of(&self, mention: &ProposalMention) -> Option<usize> {
        let phrase = || self.document.phrase_around(mention.head);
        (mention.form == ProposalForm::Body).then(phrase).flatten()
    }

    /// Reads who joins, leads, founds or rejects a body; whom it meets and what it says itself is no part in it.
    pub(super) fn take_part_in_body(
        &self,
        p: usize,
        mention: &ProposalMention,
        findings: &mut Findings,
    ) {
        if self.membership(p, mention, findings) {
            return;
        }
        let phrase = &self.document.phrases[p];
        let (Attachment::Object(c) | Attachment::Adverbial(c)) = phrase.attached else {
            return;
        };
        let link = Link::phrase(self.document, p);
        let Some(Governor::Clause(k, m)) = self.governor(&link) else {
            return;
        };
        let class = self.cues.cue(m.cue).class;
        let taken = matches!(
            class,
            CueClass::Attitude | CueClass::Participation | CueClass::Effect
        );
        if taken && !self.only_meets(c) {
            let state = State::bare(mention.head, 0);
            self.under(Governor::Clause(k, m), link, mention, state, findings);
        }
    }

    /// "Norway is a member of the coalition", "not part of it". Tells whether it was so.
    fn membership(&self, p: usize, mention: &ProposalMention, findings: &mut Findings) -> bool {
        let Attachment::Noun(n) = self.document.phrases[p].attached else {
            return false;
        };
        let over = &self.document.phrases[n];
        let noun = &self.document.tokens[over.head].lemma;
        if !self.classes.membership_nouns.contains(noun) {
            return false;
        }
        let Attachment::Predicative(c) = over.attached else {
            return false;
        };
        let clause = &self.document.clauses[c];
        let negated = clause.negation.is_some() && !self.pseudo_negated(clause);
        let mut state = State::bare(mention.head, 1);
        state.value = if negated {
            Stance::Oppose
        } else {
            Stance::Support
        };
        state.negated = negated;
        state.strength = WORTH;
        state.token = over.head;
        state.participation = true;
        state.who = Who::Phrases(self.subjects(clause));
        state.read_by("proposal/member", over.head..over.head + 1);
        self.up_from_clause(c, mention, state, findings);
        true
    }

    /// "joined the coalition by video": a call, and no membership.
    fn only_meets(&self, c: usize) -> bool {
        self.document.clauses[c].adverbials.iter().any(|a| {
            let opener = self.document.phrases[*a].preposition;
            opener.is_some_and(|x| {
                matches!(
                    self.document.tokens[x].lower.as_str(),
                    "by" | "via" | "for" | "at"
                )
            })
        })
    }
}
