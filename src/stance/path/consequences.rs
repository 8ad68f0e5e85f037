//! What a speaker says would come of the proposal: "would set off a war", "could keep the peace".

use super::{Climb, State, Who, compose};
use crate::model::{Clause, Stance};

impl Climb<'_> {
    /// The proposal is the subject of a clause that tells what it would lead to, end or keep. Tells whether it was so.
    pub(super) fn leads_to(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let ahead = matches!(
            clause.modal.as_deref(),
            Some("will" | "would" | "could" | "can" | "may" | "might" | "shall")
        );
        let bare = state.cues.is_empty() || state.participation && !state.attitude;
        let told = self.said_by_somebody(clause.verb);
        if clause.passive || clause.negation.is_some() || !ahead || !bare || !told {
            return false;
        }
        let has = |list: &rustc_hash::FxHashSet<String>| list.contains(&clause.lemma);
        let harm = self.tells_harm(clause);
        let read = if has(&self.classes.causing_verbs) && harm
            || has(&self.classes.weakening_verbs) && !harm
        {
            Stance::Oppose
        } else if has(&self.classes.preventing_verbs) && harm
            || has(&self.classes.strengthening_verbs) && !harm
        {
            Stance::Support
        } else {
            return false;
        };
        // "Stopping the aid would prolong the war".
        state.value = match (read, state.value) {
            (Stance::Oppose, Stance::Oppose) => Stance::Support,
            (read, value) => compose(read, value, state.cues.is_empty()),
        };
        state.strength *= 0.7;
        state.token = clause.verb;
        state.who = Who::Nobody;
        state.participation = false;
        state.attitude = true;
        state.read_by("proposal/consequence", clause.verb_group.clone());
        true
    }

    /// Whether the objects of a clause, and what stands beside its verb, name some harm.
    fn tells_harm(&self, clause: &Clause) -> bool {
        let parts = clause.objects.iter().chain(&clause.adverbials);
        parts.chain(&clause.predicative).any(|p| {
            let tokens = self.document.phrases[*p].tokens.clone();
            tokens.into_iter().any(|t| {
                self.classes
                    .harm_nouns
                    .contains(&self.document.tokens[t].lemma)
            })
        })
    }

    fn said_by_somebody(&self, token: usize) -> bool {
        self.opinion
            || self
                .holders
                .sources_of_token(self.document, self.mentions, self.attributions, token)
                .is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn who_tells_what_would_come_of_it() {
        for (text, reading) in [
            (
                "To send European soldiers into Ukraine could set off a wider war, Sergei Shoigu warned.",
                "Sergei Shoigu | european-force | oppose",
            ),
            (
                "A European force could prevent another invasion of Ukraine, Boris Pistorius argued.",
                "Boris Pistorius | european-force | support",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }
}
