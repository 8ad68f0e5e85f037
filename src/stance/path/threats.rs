//! Threats: "If troops come, Moscow will respond", "should arms flow on, a world war would follow". Nobody says that what stands under "if" is done;
//! but whoever says what harm would come of it is against it.

use super::super::Findings;
use super::{Climb, State};
use crate::lexicon::CueClass;
use crate::model::{ClauseRole, ProposalForm, Stance};

/// From this certainty on a mention is what would be done.
const MEANT: u8 = 60;
/// What such a reading is worth beside a plain one.
const WORTH: f64 = 0.65;

impl Climb<'_> {
    /// Reads every clause that says what would come of a proposal in a clause with "if".
    pub(in crate::stance) fn threats(&self, findings: &mut Findings) {
        for c in 0..self.document.clauses.len() {
            self.threat(c, findings);
        }
    }

    fn threat(&self, c: usize, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        let sentence = self.document.sentence_of(clause.verb);
        let opener = clause
            .subordinator
            .map(|s| self.document.tokens[s].lower.as_str());
        let done = [
            &self.classes.presence_verbs,
            &self.classes.sending_verbs,
            &self.classes.giving_verbs,
        ]
        .iter()
        .any(|l| l.contains(&clause.lemma));
        if clause.role != ClauseRole::Adverbial
            || clause.negation.is_some()
            || !matches!(opener, Some("if" | "should" | "once"))
            || !done
            || !self.document.paragraphs[sentence.paragraph].is_evidence()
        {
            return;
        }
        // "If troops come, Moscow will respond, Lavrov said": the clause beside it, not the one that says who says so.
        let speech = |k: usize| self.holders.is_speech(&self.document.clauses[k].lemma);
        let beside = || {
            (c + 1..self.document.sentences[clause.sentence].clauses.end).find(|k| {
                let x = &self.document.clauses[*k];
                x.sentence == clause.sentence
                    && x.role == ClauseRole::Main
                    && x.extent.start >= clause.extent.end
            })
        };
        let warned = clause.parent.and_then(|p| self.warned_of(p, c));
        let words = warned.or_else(|| {
            let p = clause.parent.filter(|p| !speech(*p)).or_else(beside)?;
            self.harm(p)
        });
        let Some(words) = words else { return };
        let told = self
            .mentions
            .proposals_beside(self.document, clause.verb)
            .iter()
            .find(|m| {
                clause.extent.contains(&m.head)
                    && m.form == ProposalForm::Head
                    && m.certainty >= MEANT
                    && !m.contrary
            });
        let Some(mention) = told else { return };
        let said = self.holders.sources_of_token(
            self.document,
            self.mentions,
            self.attributions,
            words.start,
        );
        if said.is_none() {
            return;
        }
        let mut state = State::bare(words.start, 1);
        state.value = Stance::Oppose;
        state.strength = WORTH;
        state.attitude = true;
        state.read_by("proposal/threat", words);
        self.emit(mention, &state, findings);
    }

    /// "warned of grave consequences if troops came", "threatened retaliation": the harm that somebody warns of ahead of the clause with "if".
    fn warned_of(&self, p: usize, c: usize) -> Option<std::ops::Range<usize>> {
        let clause = &self.document.clauses[p];
        let warns = self.classes.warning_verbs.contains(&clause.lemma);
        if !warns || clause.passive || clause.negation.is_some() {
            return None;
        }
        let before = clause.verb_group.end..self.document.clauses[c].extent.start;
        let mut words = before.filter(|t| {
            self.classes
                .harm_nouns
                .contains(&self.document.tokens[*t].lemma)
        });
        words.next().map(|t| t..t + 1)
    }

    /// The words by which a clause tells of harm to come.
    fn harm(&self, c: usize) -> Option<std::ops::Range<usize>> {
        let clause = &self.document.clauses[c];
        let ahead = matches!(clause.modal.as_deref(), Some("will" | "would" | "could"));
        if clause.negation.is_some() || !ahead {
            return None;
        }
        if self.classes.reprisal_verbs.contains(&clause.lemma) && !clause.passive {
            return Some(clause.verb_group.clone());
        }
        let below = |t: usize| {
            let mut children = clause.children.iter().map(|k| &self.document.clauses[*k]);
            children.any(|x| x.extent.contains(&t) && !x.extent.contains(&clause.verb))
        };
        clause.extent.clone().filter(|t| !below(*t)).find_map(|t| {
            let mut cues = self.matches.at(t).iter();
            cues.find(|m| {
                let cue = self.cues.cue(m.cue);
                cue.class == CueClass::Evaluation && cue.stance == Stance::Oppose && cue.affects
            })
            .map(|m| m.tokens.clone())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn who_says_what_harm_would_come_of_it_is_against_it() {
        for text in [
            "If European troops arrived in Ukraine, a third world war would threaten, Medvedev said.",
            "If Britain sends troops to Ukraine, Moscow will respond, Medvedev said.",
            "Dmitry Medvedev warned of serious consequences if European troops were sent to Ukraine.",
        ] {
            let found = read(text);
            assert!(
                found
                    .iter()
                    .any(|f| f.starts_with("Dmitry Medvedev") && f.ends_with("oppose")),
                "{text}: {found:?}"
            );
        }
        let other =
            read("If Britain sends troops to Ukraine, Moscow will not respond, Medvedev said.");
        assert_eq!(other, [""; 0]);
    }
}
