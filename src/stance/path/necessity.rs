//! What must not be missing: "no peace without guarantees", "no truce unless troops are sent", "no better guarantee than membership".

use super::super::Findings;
use super::super::cues::CueMatch;
use super::{Climb, State, Who};
use crate::model::{Attachment, Clause, Pos, ProposalMention, Stance};

impl Climb<'_> {
    /// "A truce without guarantees will not hold", "cannot work without a backstop": what must not be missing is wanted. Tells whether the
    /// phrase stood so.
    pub(super) fn indispensable(
        &self,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let phrase = &self.document.phrases[p];
        let without = phrase
            .preposition
            .filter(|x| self.document.tokens[*x].lower == "without");
        let (Some(x), true) = (without, state.cues.is_empty()) else {
            return false;
        };
        let clause = match phrase.attached {
            Attachment::Adverbial(c) => Some(c),
            _ => self.clause_of(x).or_else(|| self.behind_speech(x)),
        };
        let Some(c) = clause.filter(|c| !self.is_hypothetical(*c)) else {
            return false;
        };
        let clause = &self.document.clauses[c];
        let useless = (clause.verb..clause.extent.end).any(|t| {
            let mut cues = self.matches.at(t).iter();
            cues.any(|m| self.cues.cue(m.cue).takes("without"))
        });
        if !self.negated_from_above(c) && !useless {
            return false;
        }
        let mut state = state.clone();
        state.strength *= 0.8;
        state.token = x;
        state.attitude = true;
        state.read_by("proposal/not-without", x..x + 1);
        let able = matches!(clause.modal.as_deref(), Some("can" | "could" | "cannot"));
        let it = |s: usize| self.document.tokens[self.document.phrases[s].head].lower == "it";
        let acts = clause.subjects.iter().any(|s| self.is_actor(*s) && !it(*s));
        if acts && !able && !useless {
            state.who = Who::Phrases(clause.subjects.clone());
        }
        self.emit(mention, &state, findings);
        true
    }

    /// Whether a climb ends at a clause: under "if" and its like nothing is asserted, but for what a denial hangs on.
    pub(super) fn ends_at_clause(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &mut State,
        findings: &mut Findings,
    ) -> bool {
        let supposed = self.is_hypothetical(c);
        if supposed {
            self.unless_missing(c, mention, state, findings);
        }
        supposed || !state.hop()
    }

    /// "There will be no peace unless troops are sent": what a denied clause hangs on is wanted by whoever says so, or by who
    /// would not act else. Only where what is said of the proposal so far is that it be.
    fn unless_missing(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        let opener = clause
            .subordinator
            .filter(|s| self.document.tokens[*s].lower == "unless");
        let (Some(opener), Some(p)) = (opener, clause.parent) else {
            return;
        };
        let hinders = |m: &CueMatch| self.cues.cue(m.cue).stance == Stance::Oppose;
        let ours = state.value == Stance::Support
            && !state.negated
            && clause.negation.is_none()
            && !self.cues_of_clause(c).iter().any(hinders);
        if !ours || self.is_hypothetical(p) || !self.negated_from_above(p) {
            return;
        }
        let above = &self.document.clauses[p];
        let mut state = state.clone();
        state.strength *= 0.8;
        state.token = opener;
        state.attitude = true;
        state.read_by("proposal/not-unless", opener..opener + 1);
        state.who = if above.subjects.iter().any(|s| self.is_actor(*s)) {
            Who::Phrases(above.subjects.clone())
        } else {
            Who::Nobody
        };
        self.emit(mention, &state, findings);
    }

    /// "There is no better guarantee than troops": what nothing surpasses is wanted. Tells whether
    /// the phrase stood so.
    pub(super) fn surpassing(
        &self,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let phrase = &self.document.phrases[p];
        let than = (phrase.tokens.start.saturating_sub(2)..phrase.tokens.start)
            .rev()
            .find(|t| self.document.tokens[*t].lower == "than");
        let (Some(than), true) = (than, state.cues.is_empty()) else {
            return false;
        };
        let c = match phrase.attached {
            Attachment::Adverbial(c) => Some(c),
            _ => self.clause_of(than),
        };
        let Some(c) = c.filter(|c| !self.is_hypothetical(*c)) else {
            return false;
        };
        let clause = &self.document.clauses[c];
        if !self.negated_from_above(c) || self.comparative(clause).is_none_or(|t| t > than) {
            return false;
        }
        let mut state = state.clone();
        state.strength *= 0.8;
        state.token = than;
        state.attitude = true;
        state.read_by("proposal/nothing-better", than..than + 1);
        self.emit(mention, &state, findings);
        true
    }

    /// Whether a clause compares what it denies with something that comes behind "than".
    pub(super) fn is_surpassed(&self, clause: &Clause) -> bool {
        let tokens = &self.document.tokens;
        self.comparative(clause)
            .is_some_and(|t| (t..clause.extent.end).any(|x| tokens[x].lower == "than"))
    }

    /// The first comparative that praises in a clause: "better", "safer", "a stronger guarantee".
    fn comparative(&self, clause: &Clause) -> Option<usize> {
        clause.extent.clone().find(|t| {
            let token = &self.document.tokens[*t];
            let graded = matches!(token.pos, Pos::Adjective | Pos::Adverb);
            graded && self.classes.praising_comparatives.contains(&token.lower)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn what_a_peace_hangs_on_is_wanted() {
        for text in [
            "There will be no peace unless European troops are sent to Ukraine, Zelensky said.",
            "Zelensky said a truce will not hold without European troops in Ukraine.",
        ] {
            assert_eq!(
                read(text),
                ["Volodymyr Zelensky | european-force | support"],
                "{text}"
            );
        }
        let text = "There will be no peace unless European troops are withdrawn from Ukraine, Lavrov said.";
        let found = read(text);
        assert!(!found.iter().any(|r| r.ends_with("support")), "{found:?}");
    }

    #[test]
    fn what_nothing_surpasses_is_wanted() {
        let text =
            "Kristen Michal said there was no better guarantee for Ukraine than NATO membership.";
        assert_eq!(read(text), ["Kristen Michal | nato-membership | support"]);
        let worse =
            "Kristen Michal said there was no worse answer for Ukraine than NATO membership.";
        let worse = read(worse);
        assert!(!worse.iter().any(|r| r.ends_with("support")), "{worse:?}");
    }
}
