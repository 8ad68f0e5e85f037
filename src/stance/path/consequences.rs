//! What a speaker says would come of the proposal: "would set off a war", "could keep the peace".

use super::{Climb, State, Who, compose};
use crate::model::{Clause, Pos, Stance, Token};

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

    /// "wants to make American support smaller": who makes it less does not want more of it.
    pub(super) fn lessened(&self, c: usize, p: usize, state: &mut State) {
        let clause = &self.document.clauses[c];
        let tokens = &self.document.tokens;
        let behind = self.document.phrases[p].tokens.end..clause.extent.end;
        let makes = matches!(clause.lemma.as_str(), "make" | "keep" | "render");
        let less = behind.filter(|_| makes).find(|t| {
            let follows = tokens.get(t + 1).map(|n| n.pos);
            self.classes.lessening_words.contains(&tokens[*t].lower)
                && !matches!(follows, Some(Pos::Noun | Pos::Proper | Pos::Adjective))
        });
        let Some(t) = less.filter(|_| clause.objects.contains(&p) && state.cues.is_empty()) else {
            return;
        };
        state.value = compose(Stance::Oppose, state.value, true);
        state.negated = true;
        state.read_by("proposal/lessening", t..t + 1);
    }

    /// "the answer with the most risks", "a solution with the smallest benefit": whether what stands behind a good noun turns it.
    pub(super) fn spoilt(&self, clause: &Clause, head: usize) -> bool {
        let Some(p) = clause.predicative else {
            return false;
        };
        let end = self.document.phrases[p].tokens.end;
        let tokens = &self.document.tokens;
        let own = self.document.phrases[p].tokens.contains(&head);
        if !own || tokens.get(end).is_none_or(|t| t.lower != "with") {
            return false;
        }
        let stop = (end..clause.extent.end)
            .find(|t| tokens[*t].pos == Pos::Punctuation)
            .unwrap_or(clause.extent.end);
        let has = |f: &dyn Fn(&Token) -> bool| tokens[end..stop].iter().any(f);
        let harm = has(&|t| self.classes.harm_nouns.contains(&t.lemma));
        let scant = has(&|t| self.classes.scanty_words.contains(&t.lower));
        harm != scant
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
            (
                "A European force in Ukraine is the answer with the most risks, Giorgia Meloni said.",
                "Giorgia Meloni | european-force | oppose",
            ),
            (
                "Berlin wishes to make American support for a European force in Ukraine smaller.",
                "Germany | us-backstop | oppose",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }
}
