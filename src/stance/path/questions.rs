//! Questions: what an evasion is about ("equivocated when asked about troops"), and what somebody leaves open ("did not say how").

use super::super::cues::CueMatch;
use super::ellipsis::DISCUSSED;
use super::{Climb, State, Step, Who};
use crate::model::{ClauseRole, ProposalMention, Stance};
use crate::stance::Findings;

/// Words before a clause in which the word of its question is looked for.
const QUESTION: usize = 4;

impl Climb<'_> {
    /// "when asked about": the verb of the question, where one follows a token at once, a mark aside.
    pub(super) fn asked_at(&self, token: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let word = |t: usize| tokens.get(t).map_or("", |x| x.lower.as_str());
        let from = if word(token) == "," { token + 1 } else { token };
        let asked = match word(from) {
            "when" | "after" | "if" => from + 1,
            _ => from,
        };
        let asked = match word(asked) {
            "he" | "she" | "they" | "being" => asked + 1,
            _ => asked,
        };
        let asked = if matches!(word(asked), "was" | "were") {
            asked + 1
        } else {
            asked
        };
        let opened = asked > token;
        tokens
            .get(asked)
            .filter(|t| opened && t.pos.is_verb() && t.sentence == tokens[token - 1].sentence)
            .filter(|t| self.classes.asking_verbs.contains(&t.lemma))
            .map(|_| asked)
    }

    /// The proposal that a question behind a cue is about, as a mention that is less sure.
    pub(super) fn asked_about(&self, m: &CueMatch) -> Option<ProposalMention> {
        let asked = self.asked_at(m.tokens.end)?;
        let end = self.document.sentence_of(asked).tokens.end;
        let about = self
            .mentions
            .proposals_beside(self.document, asked)
            .iter()
            .find(|x| (asked..end).contains(&x.head) && x.certainty >= DISCUSSED)?;
        Some(about.clone())
    }

    /// "whether troops would go", "in what form they would take part": what the clause above makes of it is said of the proposal.
    pub(super) fn is_open_question(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let tokens = &self.document.tokens;
        let opens = |s: usize| {
            matches!(
                tokens[s].lower.as_str(),
                "whether" | "if" | "how" | "what" | "why" | "when" | "who" | "which" | "where"
            )
        };
        clause.role == ClauseRole::Content
            && match clause.subordinator {
                Some(s) => opens(s),
                None => self.asks_before(c),
            }
    }

    /// "under which flag soldiers would go": a word of a question between the verb above and the clause.
    fn asks_before(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let Some(above) = clause.parent.map(|p| &self.document.clauses[p]) else {
            return false;
        };
        let subject = clause
            .subjects
            .first()
            .map(|s| self.document.phrases[*s].tokens.start);
        let start = subject.map_or(clause.verb_group.start, |s| s.min(clause.verb_group.start));
        let from = above.verb_group.end.max(start.saturating_sub(QUESTION));
        (from..start).any(|t| {
            let word = &self.document.tokens[t];
            matches!(word.lower.as_str(), "what" | "which" | "whose" | "how")
                && t <= from + 2
                && t + 1 < start
        })
    }

    /// "has not specified how it would take part": who does not settle a question leaves it open.
    pub(super) fn left_open(
        &self,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[p];
        let settles = self.classes.settling_verbs.contains(&clause.lemma);
        if !settles || clause.negation.is_none() || self.pseudo_negated(clause) {
            return;
        }
        let who = self.subjects(clause);
        if !who.iter().any(|s| self.is_actor(*s)) {
            return;
        }
        state.value = Stance::Noncommittal;
        state.void = false;
        state.condition = None;
        state.attitude = true;
        state.token = clause.verb;
        state.who = Who::Phrases(who);
        state.cues.push(Step {
            rule: "proposal/left-open".to_owned(),
            start: clause.verb_group.start,
            end: clause.verb_group.end,
        });
        self.emit(mention, &state, findings);
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn who_does_not_settle_a_question_leaves_it_open() {
        for text in [
            "Rome has not specified in what form it would contribute troops to a force in Ukraine.",
            "Rome has not decided how it would take part in the European force for Ukraine.",
        ] {
            assert_eq!(
                read(text),
                ["Italy | european-force | noncommittal"],
                "{text}"
            );
        }
        let told = read("Rome specified how it would take part in the European force for Ukraine.");
        assert!(
            !told.iter().any(|f| f.ends_with("noncommittal")),
            "{told:?}"
        );
    }
}
