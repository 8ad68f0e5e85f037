//! Clauses that leave out what they are about: "Norway has not decided", "Spain would not", "So do the Danes", "he said no".
//!
//! What is left out is the proposal last under discussion ([`discussion`](self)). Where the clause has a cue of its own, that cue is read as if
//! the proposal stood under it (`bare`); an auxiliary alone repeats the act, or the attitude, of the sentence before (`repeat`); and an answer
//! may have no verb at all (`verdict`), or one that only says whose it is (`answers`).

mod answers;
mod bare;
pub(super) mod discussion;
mod outcomes;
mod repeat;
mod settled;
mod verdict;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use super::Climb;
use crate::model::{ClauseRole, Pos};
use crate::stance::Findings;

/// From this certainty on a mention counts as under discussion.
pub(super) const DISCUSSED: u8 = 50;
/// What a reading of an ellipsis is worth beside one with its complement.
const WORTH: f64 = 0.7;

impl Climb<'_> {
    /// Reads every clause that leaves its complement out, after the findings of all others are known. Tells which of those it took out.
    pub(in crate::stance) fn elliptical(&self, findings: &mut Findings) -> BTreeSet<usize> {
        // What an auxiliary repeats may itself be told by leaving out: such clauses are asked once more when all others are read.
        let mut silent = Vec::new();
        for (c, clause) in self.document.clauses.iter().enumerate() {
            let sentence = self.document.sentence_of(clause.verb);
            if !self.document.paragraphs[sentence.paragraph].is_evidence() {
                continue;
            }
            if self.echo(c).is_some() {
                continue;
            }
            if let Some(m) = self.bare_cue(c) {
                self.complete(c, &m, findings);
            } else if self.stands_alone(c) {
                let before = findings.len();
                self.repeat(c, findings);
                if findings.len() == before {
                    silent.push(c);
                }
            }
        }
        for s in 0..self.document.sentences.len() {
            let sentence = &self.document.sentences[s];
            if self.document.paragraphs[sentence.paragraph].is_evidence() {
                self.likewise(sentence.tokens.clone(), findings);
            }
        }
        self.partisans(findings);
        self.judged_by_quotation(findings);
        self.protests(findings);
        self.verdicts(findings);
        self.answers(findings);
        let misread = self.denied_reports(findings);
        let misread = self.outcomes(misread, findings);
        let misread = self.helpers(misread, findings);
        self.resumptions(findings);
        self.provisos(findings);
        self.receptions(findings);
        self.agreements(findings);
        for c in silent {
            self.repeat_agreement(c, findings);
        }
        self.threats(findings);
        misread
    }

    /// Whether a clause only tells of what it stands in: under "if" or "as", after "what" or "which".
    pub(in crate::stance::path) fn is_subordinate(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        matches!(clause.role, ClauseRole::Relative | ClauseRole::Adverbial)
            || self.is_open_question(c)
            || self.is_hypothetical(c)
    }

    /// "the Kremlin, which says no": a relative clause behind a comma tells of an actor as a clause of its own would.
    fn goes_on_about_actor(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let start = clause.extent.start;
        clause.role == ClauseRole::Relative
            && start > 0
            && self.document.tokens[start - 1].lower == ","
            && clause
                .modifies
                .is_some_and(|n| clause.subjects.contains(&n) && self.is_actor(n))
    }

    /// Whether a clause goes no further than a token, but for words of time and manner.
    pub(in crate::stance::path) fn ends_at(&self, mut token: usize) -> bool {
        let tokens = &self.document.tokens;
        let Some(sentence) = tokens.get(token.saturating_sub(1)).map(|t| t.sentence) else {
            return false;
        };
        while let Some(t) = tokens.get(token).filter(|t| t.sentence == sentence) {
            if t.pos == Pos::Adverb || matches!(t.lower.as_str(), "either" | "too") {
                token += 1;
            } else if let Some(end) = self.time_at(token) {
                token = end;
            } else {
                break;
            }
        }
        // "was 'sceptical' that it would hold": a mark of quotation closes nothing by itself.
        let goes_on = tokens.get(token).is_some_and(|t| t.lower == "\"")
            && tokens.get(token + 1).is_some_and(|t| {
                t.sentence == sentence
                    && (t.pos == Pos::Preposition
                        || t.pos == Pos::To
                        || matches!(t.lower.as_str(), "that" | "whether"))
            });
        !goes_on
            && tokens.get(token).is_none_or(|t| {
                t.sentence != sentence
                    || matches!(
                        t.lower.as_str(),
                        "." | "," | ";" | "\"" | "and" | "but" | ")" | "\u{2014}" | "\u{2013}"
                    )
            })
    }

    /// "would be ready as soon as there was a truce", "refused because of its history": nothing follows but under which circumstances, or why.
    fn circumstance_at(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        let Some(opener) = tokens.get(token) else {
            return false;
        };
        let sentence = &self.document.sentence_of(token).tokens;
        if token == 0 || !sentence.contains(&(token - 1)) {
            return false;
        }
        let reason = matches!(
            opener.lower.as_str(),
            "because" | "although" | "though" | "while" | "since" | "so" | "until"
        );
        let condition = || {
            let found = self
                .conditions
                .find(self.document, &(token..sentence.end), false);
            found.is_some_and(|f| f.tokens.start == token)
        };
        reason || condition()
    }

    /// "in February", "last week", "from the start": where a time that begins at a token ends.
    fn time_at(&self, token: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let opens = |t: usize| {
            matches!(
                tokens[t].pos,
                Pos::Preposition | Pos::Determiner | Pos::Adjective | Pos::Number
            )
        };
        let noun = (token..(token + 4).min(tokens.len())).find(|t| !opens(*t))?;
        let same = tokens[noun].sentence == tokens[token].sentence;
        let time = |t: usize| {
            let word = &tokens[t];
            let classes = self.classes;
            [&classes.weekdays, &classes.months, &classes.time_words]
                .iter()
                .any(|l| l.contains(&word.lower))
                || classes.time_nouns.contains(&word.lemma)
        };
        (same && time(noun)).then_some(noun + 1)
    }
}
