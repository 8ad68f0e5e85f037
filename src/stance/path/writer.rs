//! What the writer of a piece that argues says himself.

use super::super::holders::innermost;
use super::{Climb, State, Who};
use crate::model::{ClauseRole, Pos, Stance};

impl Climb<'_> {
    /// Whether the writer of a piece that argues says so himself: where nobody is quoted or reported, "I" and "we" are his, and so is what he
    /// bids the reader do ("Send the shells") or what he says others could do.
    pub(super) fn is_writers_own(&self, state: &State) -> bool {
        let document = self.document;
        let word = |t: usize| document.tokens[t].lower.as_str();
        let own = |t: usize| matches!(word(t), "i" | "we");
        if !self.is_unattributed(state) {
            return false;
        }
        match &state.who {
            Who::Nobody => true,
            Who::Phrases(list) if list.is_empty() => {
                document.clauses_beside(state.token).iter().any(|c| {
                    let start = c.verb_group.start;
                    let opens = start == document.sentences[c.sentence].tokens.start
                        || matches!(word(start - 1), ":" | ";");
                    let bids = matches!(document.tokens[c.verb].pos, Pos::VerbBase);
                    c.verb_group.contains(&state.token) && c.finite && opens && bids
                })
            }
            Who::Phrases(list) => {
                list.iter().all(|p| own(document.phrases[*p].head)) || self.is_advice(state)
            }
            Who::Declared(_) => self.is_advice(state),
            Who::Owner(_) => false,
        }
    }

    /// Whether nobody but the writer says what a reading tells.
    fn is_unattributed(&self, state: &State) -> bool {
        let document = self.document;
        let quoted = document.tokens[state.token]
            .quotation
            .is_some_and(|q| !document.quotations[q].scare);
        let source =
            innermost(self.attributions, state.token).map(|a| self.attributions[a].source_head);
        let own = |t: usize| matches!(document.tokens[t].lower.as_str(), "i" | "we");
        !quoted && source.is_none_or(|head| head.is_some_and(own))
    }

    /// "Britain could begin with instructors", "jets could guard Lviv": in a piece that argues the possibility of taking part is advice.
    pub(super) fn is_advice(&self, state: &State) -> bool {
        let could = self.document.clauses_beside(state.token).iter().any(|c| {
            c.verb_group.contains(&state.token)
                && c.negation.is_none()
                && c.role == ClauseRole::Main
                && matches!(c.modal.as_deref(), Some("could" | "can"))
        });
        could
            && state.participation
            && !state.attitude
            && !state.negated
            && state.value == Stance::Support
            && self.is_unattributed(state)
    }
}
