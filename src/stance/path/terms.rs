//! Terms of a plan that the climb reads by no cue: what it gives those whom it is about, and what it has them give up.
//!
//! "Under the draft, Ukraine would write into its constitution that it will not join" is refused by whoever wrote the draft; "Ukraine would get guarantees"
//! is offered by them.

use super::super::Findings;
use super::super::holders::innermost;
use super::{Climb, State, Who};
use crate::model::{Attachment, Clause, ProposalForm, ProposalMention, Stance};

impl Climb<'_> {
    /// Reads a mention as a term of the document that speaks here, where one of a known owner does.
    pub(super) fn terms(&self, mention: &ProposalMention, findings: &mut Findings) {
        if mention.form != ProposalForm::Head {
            return;
        }
        let Some(c) = self.clause_of(mention.head) else {
            return;
        };
        let chain = self.chain(c);
        let Some(document) = self.document_telling(mention.head, &chain) else {
            return;
        };
        let Some(value) = self.laid_value(mention, &chain) else {
            return;
        };
        let clause = &self.document.clauses[c];
        let mut state = State::bare(clause.verb, 1);
        state.value = value;
        state.attitude = true;
        state.strength = 0.8;
        state.who = Who::Phrases(vec![document]);
        state.read_by("proposal/terms", clause.verb_group.clone());
        if self.document_owner(document).is_some() {
            self.emit(mention, &state, findings);
        }
    }

    /// A clause and those above it.
    pub(super) fn chain(&self, c: usize) -> Vec<usize> {
        let above = |c: &usize| self.document.clauses[*c].parent;
        std::iter::successors(Some(c), above).take(8).collect()
    }

    /// The document that says what stands there: a subject above, a source, an opening, or what the text was telling the terms of.
    fn document_telling(&self, token: usize, chain: &[usize]) -> Option<usize> {
        let subjects = chain
            .iter()
            .flat_map(|c| &self.document.clauses[*c].subjects);
        if let Some(p) = subjects
            .copied()
            .find(|p| self.is_document(*p) || self.are_terms(*p))
        {
            return Some(p);
        }
        let source = innermost(self.attributions, token)
            .and_then(|a| self.attributions[a].source_head)
            .and_then(|head| self.document.phrase_headed_by(head));
        if let Some(p) = source
            && (self.is_actor(p) || self.is_document(p))
        {
            return self.is_document(p).then_some(p);
        }
        let sentence = self.document.tokens[token].sentence;
        let would = chain.iter().any(|c| {
            let modal = self.document.clauses[*c].modal.as_deref();
            matches!(modal, Some("would" | "must" | "shall" | "will"))
        });
        self.document_opening(sentence)
            .or_else(|| self.document_before(sentence).filter(|_| would))
    }

    /// What the document makes of a mention: against it where it is given up or denied on the way, for it where somebody gets it.
    fn laid_value(&self, mention: &ProposalMention, chain: &[usize]) -> Option<Stance> {
        let clauses = || chain.iter().map(|c| &self.document.clauses[*c]);
        let denied = clauses()
            .filter(|c| c.negation.is_some() && !self.pseudo_negated(c))
            .count();
        let given_up = clauses()
            .filter(|c| {
                let mut cues = self.matches.at(c.verb).iter();
                cues.any(|m| self.cues.cue(m.cue).stance == Stance::Oppose)
            })
            .count();
        // "Ukraine would join no bloc", "no foreign troops would be let in".
        let none = chain.iter().take(1).any(|c| {
            let clause = &self.document.clauses[*c];
            let mut all = clause.subjects.iter().chain(&clause.objects);
            all.any(|p| {
                let first = self.document.phrases[*p].tokens.start;
                clause.negation.is_none() && self.document.tokens[first].lower == "no"
            })
        });
        match denied + given_up + usize::from(none) {
            0 => {}
            1 => return Some(Stance::Oppose),
            _ => return None,
        }
        let clause = clauses().next()?;
        let phrase = &self.document.phrases[self.document.phrase_around(mention.head)?];
        // "the area would become a buffer zone".
        if phrase.attached == Attachment::Predicative(chain[0]) {
            let becomes = self.classes.joining_verbs.contains(&clause.lemma);
            return (becomes && clause.modal.is_some()).then_some(Stance::Support);
        }
        let object = phrase.attached == Attachment::Object(chain[0]);
        let by_document = |c: &Clause| {
            let mut subjects = c.subjects.iter();
            !c.passive && subjects.any(|p| self.is_document(*p) || self.are_terms(*p))
        };
        let holds = self.classes.containing_verbs.contains(&clause.lemma) && by_document(clause);
        // "would get what the draft calls guarantees".
        let named = self.classes.naming_verbs.contains(&clause.lemma) && by_document(clause);
        let clause = clauses().nth(usize::from(named && !holds))?;
        let gets = holds
            || self.classes.receiving_verbs.contains(&clause.lemma)
            || clause.passive && self.classes.handing_verbs.contains(&clause.lemma);
        (object && gets).then_some(Stance::Support)
    }
}
