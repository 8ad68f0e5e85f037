//! Sentences that set the proposal behind "be": "what Paris wants is a force", "the one thing Rome rules out is sending troops".

use super::super::Findings;
use super::super::cues::CueMatch;
use super::links::{Governor, Link};
use super::{Climb, State};
use crate::lexicon::CueClass;
use crate::model::{Attachment, Clause, ClauseRole, ProposalMention, Stance};

impl Climb<'_> {
    /// The clause that tells what a clause with "be" and its predicate are to somebody, and that clause's cue. What the "be" denies, and what is
    /// the last thing that somebody wants, is turned round.
    pub(super) fn cleft(&self, c: usize, state: &mut State) -> Option<(usize, CueMatch)> {
        let clause = &self.document.clauses[c];
        let first = clause.verb_group.start;
        if !clause.finite || self.document.tokens[first].lemma != "be" || clause.passive {
            return None;
        }
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let (k, last) = self.told_before(c)?;
        let told = &self.document.clauses[k];
        if !told.subjects.iter().any(|s| self.is_actor(*s)) {
            return None;
        }
        let m = self.cues_of_clause(k).into_iter().find(|m| {
            let cue = self.cues.cue(m.cue);
            matches!(
                cue.class,
                CueClass::Attitude
                    | CueClass::Participation
                    | CueClass::Request
                    | CueClass::Deontic
            ) && ["object", "to", "ing", "that"].iter().any(|f| cue.takes(f))
                && m.tokens.end <= first
        })?;
        if state.cues.iter().any(|s| s.start == m.tokens.start) {
            return None;
        }
        self.negate_from_above(c, state);
        if last.is_some_and(|t| word(t) == "last") {
            state.value = Stance::Oppose;
            state.negated = true;
        }
        Some((k, m))
    }

    /// The clause with "what" before a clause with "be", or the one that modifies its subject, a thing; and the word that counts such things.
    fn told_before(&self, c: usize) -> Option<(usize, Option<usize>)> {
        let clause = &self.document.clauses[c];
        let what = clause.children.iter().copied().find(|k| {
            let x = &self.document.clauses[*k];
            x.role == ClauseRole::Content && x.verb < clause.verb && self.opens_freely(x)
        });
        if let Some(k) = what {
            return Some((k, None));
        }
        let [s] = clause.subjects.as_slice() else {
            return None;
        };
        let phrase = &self.document.phrases[*s];
        if !self
            .classes
            .thing_nouns
            .contains(&self.document.tokens[phrase.head].lemma)
        {
            return None;
        }
        let k = self.document.find_clause(clause.verb, |x| {
            x.role == ClauseRole::Relative
                && x.modifies == Some(*s)
                && x.sentence == clause.sentence
                && x.verb < clause.verb
        })?;
        let last = (phrase.tokens.start..phrase.head)
            .rev()
            .find(|t| self.document.tokens[*t].lower == "last");
        Some((k, last))
    }

    /// "A force is what Paris wants": the clause with "what" behind a clause with "be", and its cue.
    pub(super) fn is_what(&self, c: usize) -> Option<(usize, CueMatch)> {
        let clause = &self.document.clauses[c];
        let k = clause.children.iter().copied().find(|k| {
            let x = &self.document.clauses[*k];
            clause.lemma == "be"
                && x.role == ClauseRole::Content
                && x.verb > clause.verb
                && self.opens_freely(x)
                && x.subjects.iter().any(|s| self.is_actor(*s))
        })?;
        let m = self.cues_of_clause(k).into_iter().find(|m| {
            let cue = self.cues.cue(m.cue);
            matches!(
                cue.class,
                CueClass::Attitude | CueClass::Request | CueClass::Deontic
            ) && cue.takes("object")
        })?;
        Some((k, m))
    }

    /// Whether a clause with "what" is one side of "be", so that nobody asks anything by it.
    pub(super) fn is_side_of_be(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let be = clause
            .parent
            .is_some_and(|p| self.document.clauses[p].lemma == "be");
        be && self.opens_freely(clause) && clause.subjects.iter().any(|s| self.is_actor(*s))
    }

    fn opens_freely(&self, clause: &Clause) -> bool {
        let opener = clause.subordinator.unwrap_or(clause.extent.start);
        let word = &self.document.tokens[opener].lower;
        self.classes.free_relatives.contains(word)
    }

    /// "a force for Ukraine, which Moscow rejects": the place behind the proposal is not what is rejected or put forward.
    pub(super) fn behind_place(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        let Some(n) = clause.modifies else {
            return;
        };
        let place = self.document.phrases[n].attached == Attachment::Noun(p)
            && clause.objects.contains(&n)
            && self
                .mentions
                .actors_beside(self.document, self.document.phrases[n].head)
                .iter()
                .any(|a| {
                    let of = |x: &usize| self.holders.is_belligerent(*x, self.mentions);
                    a.head == self.document.phrases[n].head && a.actors.iter().any(of)
                });
        if !place {
            return;
        }
        let link = Link::object(n, self.document);
        let cue = self.clause_cue(c, &link).filter(|m| {
            let cue = self.cues.cue(m.cue);
            let forward = self.classes.proposing_verbs.contains(&clause.lemma);
            cue.class == CueClass::Attitude && (cue.stance == Stance::Oppose || forward)
        });
        if let Some(m) = cue {
            let state = State::bare(mention.head, 1);
            self.under(Governor::Clause(c, m), link, mention, state, findings);
        }
    }

    /// "is not something that Rome could support", "what Rome wants is not a force": what is denied of the predicate.
    pub(super) fn negate_from_above(&self, c: usize, state: &mut State) {
        let clause = &self.document.clauses[c];
        if clause.negation.is_some() && !self.pseudo_negated(clause) {
            state.value = match state.value {
                Stance::Oppose => Stance::Support,
                _ => Stance::Oppose,
            };
            state.negated = true;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn what_somebody_wants_stands_behind_be() {
        for (text, reading) in [
            (
                "What Emmanuel Macron wants is a European force in Ukraine.",
                "Emmanuel Macron | european-force | support",
            ),
            (
                "The one thing Giorgia Meloni rules out is sending troops to Ukraine.",
                "Giorgia Meloni | foreign-force | oppose",
            ),
            (
                "European soldiers in Ukraine are not something that Hungary could support.",
                "Hungary | european-force | oppose",
            ),
            (
                "A European force for Ukraine, which Paris proposed in May and which Moscow has rejected, was discussed.",
                "Russia | european-force | oppose",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }
}
