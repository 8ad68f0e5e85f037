//! What those hold who only analyse: whoever weighs chances takes no side, whoever says what should be done does.

use super::state::Step;
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::stance::pattern::CompiledCue;

impl Climb<'_> {
    /// Whether what was read is an attitude of an analyst's own ("favours the force", "troops must go", "it would be a mistake"), not what he expects
    /// ("would need more men", "is unlikely").
    pub(super) fn is_own_view(&self, state: &State) -> bool {
        let mut cues = state.cues.iter().filter_map(|s| self.cue_of(s));
        match state.who {
            Who::Phrases(_) | Who::Owner(_) => {
                let takes_side = |c: &CompiledCue| {
                    matches!(
                        c.class,
                        CueClass::Attitude | CueClass::Nominal | CueClass::Request
                    )
                };
                let guesses = self
                    .classes
                    .guessing_verbs
                    .contains(&self.document.tokens[state.token].lemma);
                state.attitude && !guesses && cues.next_back().is_some_and(takes_side)
            }
            Who::Nobody => cues.any(|c| {
                let verdict = || c.words().any(|w| self.classes.verdict_words.contains(w));
                c.class == CueClass::Deontic || c.class == CueClass::Evaluation && verdict()
            }),
            Who::Declared(_) => false,
        }
    }

    /// The cue that was read at a step.
    fn cue_of(&self, step: &Step) -> Option<&CompiledCue> {
        (step.start..step.end).find_map(|t| {
            let mut cues = self.matches.at(t).iter().map(|m| self.cues.cue(m.cue));
            cues.find(|c| *c.id == *step.rule)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn analysts_hold_what_they_want_and_not_what_they_expect() {
        for (text, reading) in [
            (
                "The West should send troops to Ukraine, said Anders Dahl, an analyst at a think tank.",
                "Anders Dahl | foreign-force | support",
            ),
            (
                "Petra Holm, a historian at the university, favours sending European troops to Ukraine.",
                "Petra Holm | european-force | support",
            ),
            (
                "It would be a mistake to send European troops to Ukraine, said Petra Holm, a fellow at an institute.",
                "Petra Holm | european-force | oppose",
            ),
            (
                "Karl Amsel, a former minister, warned against sending European troops to Ukraine.",
                "Karl Amsel | european-force | oppose",
            ),
        ] {
            assert_eq!(read(text), [reading], "{text}");
        }
        for text in [
            "A European force in Ukraine is feasible, said Karl Amsel, an analyst at a think tank.",
            "Karl Amsel, a professor of law, doubts that European troops will ever go to Ukraine.",
            "Karl Amsel, a military expert, said European troops in Ukraine would deter an attack.",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
