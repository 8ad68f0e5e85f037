//! Answers with a verb that only says whose they are: "Rome's answer is no", "asked whether he would, he said: never".

use std::ops::Range;

use super::super::{Climb, Who};
use super::DISCUSSED;
use crate::model::{Attachment, Clause, Pos, ProposalMention, Stance};
use crate::stance::Findings;
use crate::stance::cues::CueMatch;

/// Words that may stand between a verb and the answer: marks of a quotation, adverbs, an article and an adjective.
const BETWEEN: usize = 3;

impl Climb<'_> {
    /// Reads every clause whose verb has an answer behind it.
    pub(super) fn answers(&self, findings: &mut Findings) {
        for (c, clause) in self.document.clauses.iter().enumerate() {
            let sentence = self.document.sentence_of(clause.verb);
            if !self.document.paragraphs[sentence.paragraph].is_evidence()
                || !clause.finite
                || clause.passive
                || self.is_subordinate(c)
                || self.echo(c).is_some()
            {
                continue;
            }
            let Some(m) = self.answer_behind(clause, &sentence.tokens) else {
                continue;
            };
            if self.classes.copular_verbs.contains(&clause.lemma) {
                self.answer_is(clause, &m, &sentence.tokens, findings);
            } else if self.classes.answering_verbs.contains(&clause.lemma) {
                self.answered(clause, &m, &sentence.tokens, findings);
            }
        }
    }

    /// The answer behind a verb, up to the end of its part of the sentence.
    fn answer_behind(&self, clause: &Clause, sentence: &Range<usize>) -> Option<CueMatch> {
        let tokens = &self.document.tokens;
        let from = clause.verb_group.end;
        let starts = (from..sentence.end).take(BETWEEN + 1).take_while(|t| {
            *t == from
                || matches!(tokens[*t - 1].lower.as_str(), ":" | "," | "\"" | "a" | "an")
                || matches!(tokens[*t - 1].pos, Pos::Adverb | Pos::Adjective)
        });
        let closed = |end: usize| {
            end >= sentence.end
                || matches!(
                    tokens[end].lower.as_str(),
                    "." | "," | ";" | "!" | "\"" | "and" | "but" | "\u{2014}" | "\u{2013}"
                )
                || self.circumstance_at(end)
        };
        let mut found = starts.flat_map(|t| {
            let cues = self.matches.at(t).iter();
            cues.filter(move |m| m.tokens.start == t)
        });
        found
            .find(|m| self.cues.cue(m.cue).takes("verdict") && closed(m.tokens.end))
            .cloned()
    }

    /// "Rome's answer remains no", "the reply from Oslo was a clear yes".
    fn answer_is(
        &self,
        clause: &Clause,
        m: &CueMatch,
        sentence: &Range<usize>,
        findings: &mut Findings,
    ) {
        let [p] = clause.subjects.as_slice() else {
            return;
        };
        let noun = &self.document.tokens[self.document.phrases[*p].head].lemma;
        if !self.classes.answer_nouns.contains(noun) {
            return;
        }
        let from = self
            .document
            .find_phrase(self.document.phrases[*p].head, |q| {
                let opener = q
                    .preposition
                    .map(|x| self.document.tokens[x].lower.as_str());
                q.attached == Attachment::Noun(*p) && matches!(opener, Some("from" | "of" | "in"))
            });
        let who = match from.filter(|q| self.is_actor(*q)) {
            Some(q) => Who::Phrases(self.coordination(q)),
            None => Who::Owner(*p),
        };
        let mention = self
            .asked_before(sentence.start)
            .or_else(|| self.force_or_other(m.tokens.start));
        if let Some(mention) = mention {
            self.judge(m, sentence, &mention, who, findings);
        }
    }

    /// "Asked whether Oslo would send soldiers, he said: never." Without a question only what answers none but a proposal.
    fn answered(
        &self,
        clause: &Clause,
        m: &CueMatch,
        sentence: &Range<usize>,
        findings: &mut Findings,
    ) {
        if !clause.subjects.iter().any(|p| self.is_actor(*p)) {
            return;
        }
        let alone = || {
            let said = self.cues.cue(m.cue).takes("bare");
            said.then(|| self.force_or_other(clause.verb)).flatten()
        };
        let before = self.asked_before(sentence.start);
        let Some(mention) = self
            .asked_within(sentence.start..clause.verb)
            .or(before)
            .or_else(alone)
        else {
            return;
        };
        let who = Who::Phrases(self.subjects(clause));
        self.judge(m, sentence, &mention, who, findings);
    }

    /// The proposal that somebody was asked about before a token of the same sentence; none where the question was for its contrary ("asked whether
    /// he ruled it out").
    fn asked_within(&self, before: Range<usize>) -> Option<ProposalMention> {
        let asked = before.clone().find(|t| {
            self.classes
                .asking_verbs
                .contains(&self.document.tokens[*t].lemma)
        })?;
        let question = asked..before.end;
        let turned = question.clone().any(|t| {
            let mut cues = self.matches.at(t).iter();
            cues.any(|m| self.cues.cue(m.cue).stance == Stance::Oppose)
        });
        let about = |m: &&ProposalMention| question.contains(&m.head) && m.certainty >= DISCUSSED;
        let told = self
            .mentions
            .proposals_over(self.document, &question)
            .iter()
            .rfind(about);
        told.filter(|_| !turned).cloned()
    }
}
