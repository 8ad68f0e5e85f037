//! Answers without a verb: "Germany: open.", "the Poles no, the Italians no", "Too early, says Madrid.", "A clear no from Rome."

use std::ops::Range;

use super::super::{Climb, State, Who};
use super::WORTH;
use crate::model::{Document, ProposalMention, Stance};
use crate::stance::Findings;
use crate::stance::cues::CueMatch;
use crate::stance::holders::Holders;

impl Climb<'_> {
    /// Reads every answer that is a part of a sentence by itself.
    pub(super) fn verdicts(&self, findings: &mut Findings) {
        for sentence in &self.document.sentences {
            if !self.document.paragraphs[sentence.paragraph].is_evidence() {
                continue;
            }
            for t in sentence.tokens.clone() {
                let cues = self.matches.at(t).iter().filter(|m| m.tokens.start == t);
                let longest = cues
                    .filter(|m| self.cues.cue(m.cue).takes("verdict"))
                    .max_by_key(|m| m.words);
                if let Some(m) = longest {
                    self.verdict(m, &sentence.tokens, findings);
                }
            }
        }
    }

    fn verdict(&self, m: &CueMatch, sentence: &Range<usize>, findings: &mut Findings) {
        let Some((who, asked)) = self.verdict_by(m, sentence) else {
            return;
        };
        let after = self.asked_after(m.tokens.end, sentence);
        let mention = if after.is_some() {
            after.clone()
        } else if asked {
            self.asked_before(sentence.start)
        } else {
            self.force_or_other(m.tokens.start)
        };
        // "Out of the question": what the answer itself takes up tells nothing else.
        let told_here = |p: &ProposalMention| {
            let near = sentence.contains(&p.head) && p.head.abs_diff(m.tokens.start) < 8;
            near && !m.tokens.contains(&p.head) && after.is_none()
        };
        if let Some(mention) = mention.filter(|_| {
            !self
                .mentions
                .proposals_over(self.document, sentence)
                .iter()
                .any(told_here)
        }) {
            self.judge(m, sentence, &mention, who, findings);
        }
    }

    /// An answer on a proposal, by whoever gives it.
    pub(super) fn judge(
        &self,
        m: &CueMatch,
        sentence: &Range<usize>,
        mention: &ProposalMention,
        who: Who,
        findings: &mut Findings,
    ) {
        let cue = self.cues.cue(m.cue);
        let mut state = State::bare(m.head, 1);
        self.apply_value(&mut state, m, cue.stance);
        state.strength *= WORTH;
        state.who = who;
        state.attitude = true;
        state.participation = true;
        let rest = m.tokens.end..sentence.end;
        state.condition = self.conditions.find(self.document, &rest, false);
        let before = findings.len();
        self.emit(mention, &state, findings);
        let open = cue.stance == Stance::Noncommittal;
        for mut finding in findings.split_off(before) {
            let Some(holder) = finding.holder else {
                continue;
            };
            if open && self.holders.sides_with_belligerents(holder, self.mentions) {
                continue;
            }
            if !mention.slotted {
                finding.proposal =
                    self.holders
                        .refine_by_country(finding.proposal, holder, self.mentions);
            }
            findings.push(finding);
        }
    }

    /// Whose answer it is, where it is one, and whether it answers a question put in the sentence before.
    fn verdict_by(&self, m: &CueMatch, sentence: &Range<usize>) -> Option<(Who, bool)> {
        let (start, end) = (m.tokens.start, m.tokens.end);
        let word = |t: usize| word_of(self.document, sentence, t);
        let closed =
            end >= sentence.end || is_mark(word(end)) || matches!(word(end), "and" | "but");
        let before = start.checked_sub(1).filter(|t| *t >= sentence.start);
        // "A clear no from Rome"
        let from = self.document.find_phrase(end, |p| {
            p.preposition == Some(end) && word(end) == "from" && sentence.contains(&p.head)
        });
        let opens = before.is_none_or(|t| is_mark(word(t)) || matches!(word(t), "and" | "but"));
        let article = before.is_some_and(|t| {
            let first = (sentence.start..=t).all(|x| !self.document.tokens[x].pos.is_verb());
            first && t - sentence.start < 3
        });
        if let Some(p) = from.filter(|p| self.is_actor(*p) && (opens || article)) {
            return Some((Who::Phrases(self.coordination(p)), false));
        }
        if !closed {
            return None;
        }
        // "Germany: open", "the Poles no"
        let label_end = match before {
            Some(t) if matches!(word(t), ":" | "-" | "\u{2013}" | "\u{2014}") => t,
            _ => start,
        };
        let stands = |first: usize| {
            let joined = first.checked_sub(1).map_or("", word);
            first == sentence.start
                || matches!(joined, "," | ";" | "and" | "but" | "\"" | ":" | "the")
        };
        let label = self.document.find_phrase(label_end.saturating_sub(1), |p| {
            p.tokens.end == label_end && p.preposition.is_none() && stands(p.tokens.start)
        });
        // "Would you go? Berg: No.": he answers, but what was asked may be the contrary.
        if let Some(p) = label.filter(|_| self.asked_before(sentence.start).is_some()) {
            let plain = self.is_actor(p) && !self.asks_contrary(sentence.start);
            return plain.then(|| (Who::Phrases(vec![p]), true));
        }
        if let Some(p) = label.filter(|p| self.is_actor(*p)) {
            let first = (0..=p).find(|q| self.coordination(*q).contains(&p));
            return Some((Who::Phrases(self.coordination(first.unwrap_or(p))), false));
        }
        if !opens {
            return None;
        }
        // "No," Berg said when asked: who says so stands right behind the answer.
        if self.asked_after(end, sentence).is_some() {
            return match self.teller(end) {
                Who::Nobody => None,
                teller => Some((teller, true)),
            };
        }
        // "NORWAY" as a line, and "Not excluded." below it.
        if start == sentence.start {
            let headed = Holders::headed(self.document, self.mentions, start);
            if !headed.is_empty() {
                return Some((Who::Phrases(headed), false));
            }
        }
        let asked = self.asked_before(sentence.start).is_some();
        if asked && self.asks_contrary(sentence.start) {
            return None;
        }
        // "Would you go? 'No,' Berg said.": a word or two in quotation marks are nobody's speech.
        if asked {
            let teller = self.teller(end);
            if teller != Who::Nobody {
                return Some((teller, true));
            }
        }
        let said = self
            .holders
            .sources_of_token(self.document, self.mentions, self.attributions, start)
            .is_some();
        let alone = self.cues.cue(m.cue).takes("bare");
        (said && (asked || alone)).then_some((Who::Nobody, asked))
    }

    /// "..., Berg said": the subjects of a verb of speech a few words behind an answer.
    pub(in crate::stance::path) fn teller(&self, end: usize) -> Who {
        let Some(last) = end.checked_sub(1) else {
            return Who::Nobody;
        };
        let mut clauses = self.document.clauses_beside(last).iter();
        let found = clauses.find(|c| {
            (end..end + 8).contains(&c.verb)
                && self.holders.is_speech(&c.lemma)
                && c.subjects.iter().any(|s| self.is_actor(*s))
        });
        found.map_or(Who::Nobody, |c| Who::Phrases(c.subjects.clone()))
    }

    /// "No," Berg said when asked whether Oslo would send troops: the proposal that the rest of a sentence asks about, where it asks for nothing
    /// to be left undone.
    fn asked_after(&self, end: usize, sentence: &Range<usize>) -> Option<ProposalMention> {
        let asked = (end..sentence.end).find(|t| {
            self.classes
                .asking_verbs
                .contains(&self.document.tokens[*t].lemma)
        })?;
        let clause = &self.document.clauses[self.document.clause_of_verb(asked)?];
        let about = |m: &&ProposalMention| {
            (asked..sentence.end).contains(&m.head) && m.certainty >= super::DISCUSSED
        };
        let mention = self
            .mentions
            .proposals_beside(self.document, asked)
            .iter()
            .find(about)?;
        let undone = self
            .document
            .clauses_beside(asked)
            .iter()
            .any(|c| (asked..mention.head).contains(&c.verb) && c.negation.is_some());
        let against = (asked..sentence.end).any(|t| {
            let mut cues = self.matches.at(t).iter();
            cues.any(|m| self.cues.cue(m.cue).stance == Stance::Oppose)
        });
        let when = matches!(
            self.document.tokens[asked - 1].lower.as_str(),
            "when" | "if" | "once"
        );
        let passive = clause.passive || clause.subjects.is_empty() || when;
        (passive && !undone && !against).then(|| mention.clone())
    }

    /// "Do you rule it out?", "Will you not go?": whether the sentence before asks for the contrary of a proposal.
    fn asks_contrary(&self, start: usize) -> bool {
        let Some(last) = start.checked_sub(1) else {
            return false;
        };
        let sentence = self.document.sentence_of(last).tokens.clone();
        let against = |t: usize| {
            let mut cues = self.matches.at(t).iter();
            cues.any(|m| self.cues.cue(m.cue).stance == Stance::Oppose)
        };
        let denied = |t: usize| {
            matches!(
                self.document.tokens[t].lower.as_str(),
                "not" | "n't" | "never" | "no" | "without"
            )
        };
        sentence.into_iter().any(|t| against(t) || denied(t))
    }

    /// The proposal that the sentence before asks about, or tells that somebody was asked about.
    pub(in crate::stance::path) fn asked_before(&self, start: usize) -> Option<ProposalMention> {
        let last = start.checked_sub(1)?;
        let sentence = &self.document.sentences[self.document.tokens[last].sentence].tokens;
        let asks = sentence
            .clone()
            .rev()
            .take(2)
            .any(|t| self.document.tokens[t].lower == "?");
        let about =
            |m: &&ProposalMention| sentence.contains(&m.head) && m.certainty >= super::DISCUSSED;
        let mut found = self
            .mentions
            .proposals_beside(self.document, last)
            .iter()
            .filter(about);
        let last = found.next_back()?;
        (asks || self.was_asked(sentence, last.head)).then(|| last.clone())
    }
}

/// The word at a token of a sentence; nothing outside.
fn word_of<'a>(document: &'a Document, sentence: &Range<usize>, t: usize) -> &'a str {
    let token = document.tokens.get(t).filter(|_| sentence.contains(&t));
    token.map_or("", |x| x.lower.as_str())
}

/// Whether a word is a mark that parts what stands before it from what follows.
fn is_mark(word: &str) -> bool {
    matches!(
        word,
        "." | "," | ";" | ":" | "!" | "\"" | "-" | "\u{2013}" | "\u{2014}" | "(" | ")"
    )
}
