//! People who are named by the stance that they take: "a vocal advocate of the force", "among the fiercest opponents of sending troops".

use super::super::Findings;
use super::super::cues::CueMatch;
use super::{Climb, State, Who};
use crate::lexicon::CuePos;
use crate::model::{Attachment, ProposalMention};

impl Climb<'_> {
    /// Whether a cue is a noun for whoever takes the stance, not for the stance.
    pub(super) fn is_partisan(&self, m: &CueMatch) -> bool {
        let noun = &self.document.tokens[m.head].lemma;
        self.cues.cue(m.cue).pos == CuePos::Noun && self.classes.partisan_nouns.contains(noun)
    }

    /// Whoever such a noun is said of holds it; where nobody is named ("critics of the plan") there is no holder.
    pub(super) fn partisan(
        &self,
        n: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        let cue = self.cues.cue(m.cue);
        self.apply_value(&mut state, m, cue.stance);
        state.attitude = true;
        let phrase = &self.document.phrases[n];
        if let Some(named) = self.in_apposition(n).or_else(|| self.counted_among(n)) {
            state.who = Who::Phrases(named);
            self.emit(mention, &state, findings);
            return;
        }
        // "As an advocate of the force, he" is not read: such a phrase hangs on no clause yet.
        if let Attachment::Predicative(c) = phrase.attached
            && !self.is_hypothetical(c)
            && self.negate_noun(c, m, &mut state)
        {
            state.who = Who::Phrases(self.subjects(&self.document.clauses[c]));
            self.up_from_clause(c, mention, state, findings);
        }
    }

    /// The actor beside whose name a phrase stands.
    fn in_apposition(&self, n: usize) -> Option<Vec<usize>> {
        let head = self.document.phrases[n].head;
        let behind = || self.document.find_phrase(head, |q| q.apposition == Some(n));
        let named = self.document.phrases[n].apposition.or_else(behind)?;
        self.is_actor(named).then(|| vec![named])
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn partisans_hold_what_they_are_named_by() {
        for (text, reading) in [
            (
                "Donald Tusk is a vocal opponent of sending troops to Ukraine.",
                "Donald Tusk | european-force | oppose",
            ),
            (
                "Emmanuel Macron has been the loudest advocate of a European force in Ukraine.",
                "Emmanuel Macron | european-force | support",
            ),
            (
                "Keir Starmer, a staunch supporter of a European force in Ukraine, welcomed the news.",
                "Keir Starmer | european-force | support",
            ),
            (
                "Mette Frederiksen is among the strongest advocates of a European force in Ukraine.",
                "Mette Frederiksen | european-force | support",
            ),
            (
                "Viktor Orban is no friend of a European force in Ukraine.",
                "Viktor Orban | european-force | oppose",
            ),
        ] {
            assert_eq!(read(text), [reading], "{text}");
        }
    }

    #[test]
    fn partisans_without_a_name_are_nobody() {
        for text in [
            "Keir Starmer met opponents of a European force in Ukraine.",
            "Critics of a European force in Ukraine say that it would be too weak.",
            "Nobody is a more ardent advocate of a European force in Ukraine.",
        ] {
            assert_eq!(read(text), [""; 0], "{text}");
        }
    }
}
