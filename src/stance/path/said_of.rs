//! What a quotation says of what its sentence names outside it: "It's a bad idea," Berg said of the plan to send troops.

use super::super::Findings;
use super::super::cues::CueMatch;
use super::ellipsis::DISCUSSED;
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Clause, ClauseRole};

impl Climb<'_> {
    /// "said of the plan": whether a phrase is what somebody speaks of, behind a verb of speech. It holds nothing
    /// by itself.
    pub(super) fn is_said_of(&self, p: usize, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let opener = self.document.phrases[p].preposition;
        opener.is_some_and(|x| x == clause.verb_group.end && self.document.tokens[x].lower == "of")
            && matches!(clause.lemma.as_str(), "say" | "write" | "note" | "add")
            && !clause.passive
    }

    /// Reads the judgement that a quotation passes on what its speaker is told to speak of.
    pub(super) fn judged_by_quotation(&self, findings: &mut Findings) {
        for (c, clause) in self.document.clauses.iter().enumerate() {
            let sentence = self.document.sentence_of(clause.verb);
            if !clause.finite || !self.document.paragraphs[sentence.paragraph].is_evidence() {
                continue;
            }
            let mut spoken = clause.adverbials.iter();
            let Some(p) = spoken.find(|p| self.is_said_of(**p, c)) else {
                continue;
            };
            let start = self.document.phrases[*p].tokens.start;
            let outside = |t: usize| self.document.tokens[t].quotation.is_none();
            let over = start..sentence.tokens.end;
            let told = self.mentions.proposals_over(self.document, &over);
            let mention = told
                .iter()
                .find(|m| over.contains(&m.head) && outside(m.head) && m.certainty >= DISCUSSED);
            let (Some(mention), Some(m)) = (mention, self.judged_in_quotation(clause)) else {
                continue;
            };
            let mut state = State::bare(m.head, 1);
            let quoted = |k: &usize| {
                let verb = self.document.clauses[*k].verb;
                self.document.tokens[verb].quotation.is_some()
            };
            match self.clause_of(m.head).filter(quoted) {
                Some(k) if self.judges_it(k, &m) => {
                    self.apply(&mut state, &m, &self.document.clauses[k]);
                }
                Some(_) => continue,
                // "A bad idea," he said of it.
                None => self.apply_value(&mut state, &m, self.cues.cue(m.cue).stance),
            }
            state.attitude = true;
            state.who = Who::Phrases(self.subjects(clause));
            self.emit(mention, &state, findings);
        }
    }

    /// Whether a clause says its judgement of "it", by itself: not "nobody says that it is", "if it were", "it would be wrong to give in".
    fn judges_it(&self, c: usize, m: &CueMatch) -> bool {
        let clause = &self.document.clauses[c];
        let it = |p: &usize| {
            let head = self.document.phrases[*p].head;
            matches!(
                self.document.tokens[head].lower.as_str(),
                "it" | "this" | "that"
            )
        };
        let goes_on = clause.children.iter().any(|k| {
            let inner = &self.document.clauses[*k];
            inner.verb > m.head
                && matches!(inner.role, ClauseRole::Infinitive | ClauseRole::Content)
        });
        clause.role == ClauseRole::Main
            && !clause.subjects.is_empty()
            && clause.subjects.iter().all(it)
            && !goes_on
            && !self.is_hypothetical(c)
    }

    /// The longest judgement among the quoted words of a clause's sentence, where no other proposal is named there.
    fn judged_in_quotation(&self, clause: &Clause) -> Option<CueMatch> {
        let sentence = self.document.sentence_of(clause.verb).tokens.clone();
        let quoted = |t: &usize| self.document.tokens[*t].quotation.is_some();
        let told = self.mentions.proposals_over(self.document, &sentence);
        let named = |m: &crate::model::ProposalMention| {
            sentence.contains(&m.head) && quoted(&m.head) && !Self::is_anaphor(m)
        };
        if told.iter().any(named) {
            return None;
        }
        let cues = sentence.filter(quoted).flat_map(|t| self.matches.at(t));
        cues.filter(|m| {
            let cue = self.cues.cue(m.cue);
            cue.class == CueClass::Evaluation && cue.takes("subject")
        })
        .max_by_key(|m| (m.words, std::cmp::Reverse(m.tokens.start)))
        .cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn a_quotation_judges_what_its_speaker_speaks_of() {
        for (quotation, stance) in [
            ("It is a bad idea", "oppose"),
            ("A very bad idea", "oppose"),
            ("This is a good idea", "support"),
        ] {
            let text = format!(
                "\"{quotation},\" Robert Fico said of the plan to station European troops in Ukraine."
            );
            assert_eq!(
                read(&text),
                [format!("Robert Fico | european-force | {stance}")],
                "{text}"
            );
        }
    }

    #[test]
    fn what_nobody_says_or_what_is_only_supposed_judges_nothing() {
        for quotation in [
            "Nobody says it is a good idea",
            "It would be wrong to give Moscow a veto",
        ] {
            let text = format!(
                "\"{quotation},\" Robert Fico said of the plan to station European troops in Ukraine."
            );
            assert!(read(&text).is_empty(), "{:?}", read(&text));
        }
    }

    #[test]
    fn whoever_only_speaks_of_a_plan_has_not_said_what_he_thinks() {
        let text = "\"I have read it,\" Robert Fico said of the plan to station European troops in Ukraine.";
        assert!(read(text).is_empty(), "{:?}", read(text));
    }
}
