//! Demands set as a condition: "would accept a truce only if Kyiv gave up its bid", "is ready for talks if the allies give guarantees". What stands
//! under "if" is not said to be; but who concedes something else for it wants it.

use super::super::Findings;
use super::{Climb, State, Who};
use crate::model::{Clause, ClauseRole, Pos, ProposalMention};

/// What such a reading is worth beside a plain one.
const WORTH: f64 = 0.75;

impl Climb<'_> {
    /// The clause in which somebody concedes something, where another names under "if" what he wants for it.
    pub(super) fn conceded_for(&self, c: usize) -> Option<usize> {
        let clause = &self.document.clauses[c];
        let opener = clause.subordinator?;
        let word = self.document.tokens[opener].lower.as_str();
        let p = clause
            .parent
            .filter(|_| clause.role == ClauseRole::Adverbial)?;
        let main = &self.document.clauses[p];
        let conceded = main.negation.is_none()
            && !main.passive
            && main.verb < opener
            && self.concedes(main, opener)
            && main.subjects.iter().any(|s| self.is_actor(*s));
        // "would send soldiers if the allies give guarantees": the condition of the proposal is no demand by itself.
        let of_proposal = || {
            let near = self.mentions.proposals_beside(self.document, main.verb);
            near.iter()
                .any(|m| (main.verb_group.start..opener).contains(&m.head))
        };
        (matches!(word, "if" | "provided" | "once") && conceded && !of_proposal()).then_some(p)
    }

    /// "accept a truce", "ready for talks": a verb with an object, or an adjective with what goes on from it, up to a token.
    fn concedes(&self, main: &Clause, end: usize) -> bool {
        let tokens = &self.document.tokens;
        let verb = self.classes.conceding_verbs.contains(&main.lemma)
            && (!main.objects.is_empty() || !main.adverbials.is_empty());
        let ready = (main.verb_group.start..end.saturating_sub(1)).any(|t| {
            self.classes.conceding_adjectives.contains(&tokens[t].lower)
                && (tokens[t + 1].pos == Pos::To || tokens[t + 1].lower == "for")
        });
        // "is ready for war if soldiers come": that is a threat.
        let harm = (main.verb..end).any(|t| self.classes.harm_nouns.contains(&tokens[t].lemma));
        (verb || ready) && !harm
    }

    /// A clause under "if" ends a climb as what somebody demands. Tells whether it was so.
    pub(super) fn demanded(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let Some(p) = self.conceded_for(c) else {
            return false;
        };
        let clause = &self.document.clauses[c];
        let mut state = state.clone();
        state.condition = None;
        state.participation = false;
        state.attitude = true;
        state.strength *= WORTH;
        state.who = Who::Phrases(self.subjects(&self.document.clauses[p]));
        if let Some(opener) = clause.subordinator {
            state.read_by("proposal/demand", opener..opener + 1);
        }
        self.emit(mention, &state, findings);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn who_concedes_something_for_it_wants_it() {
        for (text, reading) in [
            (
                "The Kremlin would accept a truce only if Kyiv renounced NATO membership.",
                "Russia | nato-membership | oppose",
            ),
            (
                "Volodymyr Zelensky is ready for talks if the allies give security guarantees.",
                "Volodymyr Zelensky | security-guarantees | support",
            ),
        ] {
            assert_eq!(read(text), [reading], "{text}");
        }
        // What others do anyway is supposed, not asked.
        let supposed = read("The Kremlin will react if Kyiv renounces NATO membership.");
        assert_eq!(supposed, [""; 0]);
    }
}
