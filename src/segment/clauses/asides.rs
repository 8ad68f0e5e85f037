//! Asides between commas that describe the subject of the verb behind them.

use crate::model::{Attachment, ClauseRole, Pos};

use super::Work;

impl Work<'_> {
    /// "Merz, favourite to be the next chancellor, has", "Fico, a critic of sending troops, met", "Tusk, wary of going there, met": the name that
    /// is described by what the last clause hangs on.
    pub(super) fn described(&self, x: usize) -> Option<usize> {
        let clause = &self.clauses[x];
        let noun = clause.modifies.map(|m| self.top_of(m));
        let named = |comma: usize| {
            let comma = Some(comma).filter(|t| *t > self.sentence.start)?;
            let p = self.phrase_ending_at(comma)?;
            let top = self.top_of(p);
            let free = self.phrases[top].preposition.is_none()
                && self.tokens[comma].lower == ","
                && self.tokens[self.phrases[p].head].pos == Pos::Proper;
            free.then_some(top)
        };
        let dependent = matches!(clause.role, ClauseRole::Infinitive | ClauseRole::Gerund);
        // "Fico, a critic of sending troops,": the two names of one man were linked.
        if let (Some(noun), Some(own)) = (noun, clause.modifies)
            && dependent
            && noun < own
            && self.phrases[noun].preposition.is_none()
            && self.phrases[noun].attached == Attachment::None
            && self.tokens[self.phrases[noun].tokens.end].lower == ","
        {
            return Some(noun);
        }
        if let Some(noun) = noun.filter(|n| dependent && self.phrases[*n].preposition.is_none()) {
            let comma = self.phrases[noun].tokens.start.checked_sub(1)?;
            return named(comma).filter(|p| self.phrases[*p].attached == Attachment::None);
        }
        // A participle that looks like a past tense: "Orban, long opposed to it, met".
        let past = clause.role == ClauseRole::Main
            && clause.verb_group.len() == 1
            && matches!(
                self.tokens[clause.verb].pos,
                Pos::VerbPast | Pos::VerbParticiple
            );
        if !dependent && !past {
            return None;
        }
        let open = self.opening_of_aside(clause.verb_group.start, past)?;
        let own = |p: &usize| {
            let attached = self.phrases[*p].attached;
            attached == Attachment::None || past && attached == Attachment::Subject(x)
        };
        named(open).filter(own)
    }

    /// The comma before an adjective that a clause hangs on ("Tusk, long wary of sending"), or before a participle and its adverbs.
    fn opening_of_aside(&self, start: usize, participle: bool) -> Option<usize> {
        let mut t = start;
        let back = |t: usize| t.checked_sub(1).filter(|b| *b > self.sentence.start);
        if let Some(b) = back(t).filter(|b| self.tokens[*b].pos == Pos::Preposition) {
            t = b;
        }
        if !participle {
            let describes = |b: &usize| {
                matches!(
                    self.tokens[*b].pos,
                    Pos::Adjective | Pos::VerbParticiple | Pos::VerbPast
                )
            };
            t = back(t).filter(describes)?;
        }
        while let Some(b) = back(t).filter(|b| self.tokens[*b].pos == Pos::Adverb) {
            t = b;
        }
        back(t).filter(|b| self.tokens[*b].lower == ",")
    }
}
