//! Questions: what an evasion is about ("equivocated when asked about troops"), and what somebody leaves open ("did not say how").

use std::ops::Range;

use super::super::cues::CueMatch;
use super::ellipsis::DISCUSSED;
use super::{Climb, State, Step, Who};
use crate::model::{ClauseRole, ProposalMention, Stance};
use crate::stance::Findings;

/// Words behind a quotation in which who says it and the question are looked for.
const SPEECH: usize = 12;
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

    /// "'Nothing is excluded,' Berg said when asked about": the verb of the question, behind who says it.
    fn asked_past_speech(&self, end: usize) -> Option<usize> {
        let sentence = &self.document.sentence_of(end.saturating_sub(1)).tokens;
        let mut said = false;
        (end..sentence.end.min(end + SPEECH)).find_map(|t| {
            let token = &self.document.tokens[t];
            said |= token.pos.is_verb() && self.holders.is_speech(&token.lemma);
            let when = matches!(token.lower.as_str(), "when" | "after");
            (said && when).then(|| self.asked_at(t)).flatten()
        })
    }

    /// "Berg was asked whether soldiers would go": whether a sentence tells that somebody was asked about what stands at a token.
    pub(super) fn was_asked(&self, sentence: &Range<usize>, token: usize) -> bool {
        let mut clauses = self.document.clauses_beside(token).iter();
        clauses.any(|c| {
            // "Asked whether they would, Berg said": that has been answered.
            let asks = self.classes.asking_verbs.contains(&c.lemma)
                && c.finite
                && matches!(c.role, ClauseRole::Main | ClauseRole::Coordinate)
                && sentence.contains(&c.verb)
                && c.verb < token
                && c.negation.is_none();
            let behind = (c.verb + 1..token).any(|t| {
                matches!(
                    self.document.tokens[t].lower.as_str(),
                    "whether" | "if" | "about" | "on"
                )
            });
            asks && behind
        })
    }

    /// "was asked about sending soldiers": an act that somebody was only asked about.
    pub(super) fn is_asked_about(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let about = clause
            .subordinator
            .is_some_and(|s| matches!(self.document.tokens[s].lower.as_str(), "about" | "on"));
        clause.role == ClauseRole::Gerund
            && about
            && clause.parent.is_some_and(|p| {
                let above = &self.document.clauses[p];
                above.passive && self.classes.asking_verbs.contains(&above.lemma)
            })
    }

    /// The proposal that a question behind a cue is about, as a mention that is less sure.
    pub(super) fn asked_about(&self, m: &CueMatch) -> Option<ProposalMention> {
        let asked = self
            .asked_at(m.tokens.end)
            .or_else(|| self.asked_past_speech(m.tokens.end))?;
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
    fn answers_are_of_who_gives_them_and_nobody_holds_what_he_is_asked_about() {
        for (text, reading) in [
            (
                "Would Spain send soldiers to Ukraine? \"Not now,\" Jose Manuel Albares said.",
                "Jose Manuel Albares | european-force | noncommittal",
            ),
            (
                "Mark Rutte was asked whether Dutch soldiers would go to Ukraine. \"Never,\" Rutte said.",
                "Mark Rutte | european-force | oppose",
            ),
            (
                "Should peacekeepers be sent to Ukraine? \"Only under the flag of the United Nations,\" Beate Meinl-Reisinger said.",
                "Beate Meinl-Reisinger | european-force | conditional",
            ),
            (
                "\"Nothing is off the table,\" Emmanuel Macron said when asked about European soldiers in Ukraine.",
                "Emmanuel Macron | european-force | noncommittal",
            ),
        ] {
            assert_eq!(read(text), [reading], "{text}");
        }
        let answered = "Asked whether Swedish soldiers would be in Ukraine, Ulf Kristersson said that Sweden was prepared to take part. \
                        Mette Frederiksen said that Denmark had said yes.";
        assert!(
            !read(answered)
                .iter()
                .any(|f| f.starts_with("Mette Frederiksen"))
        );
        let asked = "Donald Tusk was asked on Monday about sending soldiers to Ukraine.";
        assert_eq!(read(asked), [""; 0]);
        let contrary =
            "Does Spain rule out soldiers for Ukraine? \"No,\" Jose Manuel Albares said.";
        assert!(!read(contrary).iter().any(|f| f.ends_with("oppose")));
    }

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
