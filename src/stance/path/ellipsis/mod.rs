//! Clauses that leave out what they are about: "Norway has not decided", "Spain would not", "So do the Danes", "he said no".
//!
//! What is left out is the proposal last under discussion. Where the clause has a cue of its own, that cue is read as if the proposal stood
//! under it; an auxiliary alone repeats the act, or the attitude, of the sentence before.

#[cfg(test)]
mod tests;

use std::ops::Range;

use super::{Climb, State, Step, Who};
use crate::lexicon::{CueClass, CuePos};
use crate::model::{Attachment, Clause, ClauseRole, Pos, ProposalForm, ProposalMention, Stance};
use crate::stance::Finding;
use crate::stance::cues::CueMatch;

/// Sentences back in which the proposal is looked for.
const REACH: usize = 3;
/// From this certainty on a mention counts as under discussion.
pub(super) const DISCUSSED: u8 = 50;
/// From this certainty on a mention tells what an article is about.
const THEME: u8 = 70;
/// What a reading of an ellipsis is worth beside one with its complement.
const WORTH: f64 = 0.7;

impl Climb<'_> {
    /// Reads every clause that leaves its complement out, after the findings of all others are known.
    pub(in crate::stance) fn elliptical(&self, findings: &mut Vec<Finding>) {
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
                self.repeat(c, findings);
            }
        }
        for s in 0..self.document.sentences.len() {
            let sentence = &self.document.sentences[s];
            if self.document.paragraphs[sentence.paragraph].is_evidence() {
                self.likewise(sentence.tokens.clone(), findings);
            }
        }
        self.resumptions(findings);
        self.agreements(findings);
    }

    /// The proposal under discussion before a token, not told of again between it and the end of its clause.
    fn discussed(&self, clause: &Clause) -> Option<ProposalMention> {
        let start = clause.verb_group.start;
        let told_here = self
            .mentions
            .proposals
            .iter()
            .any(|m| m.head >= start && clause.extent.contains(&m.head));
        if told_here {
            return None;
        }
        self.last_before(start)
    }

    /// The proposal last mentioned before a token, as a mention that is less sure.
    fn last_before(&self, token: usize) -> Option<ProposalMention> {
        let sentence = self.document.tokens[token].sentence;
        let of = |m: &ProposalMention| self.document.tokens[m.head].sentence;
        let near = self
            .mentions
            .proposals
            .iter()
            .filter(|m| m.head < token && m.certainty >= DISCUSSED)
            .filter(|m| sentence - of(m) <= REACH);
        let last = near.max_by_key(|m| (of(m), m.form == ProposalForm::Head, m.head))?;
        let distance = u8::try_from(sentence - of(last)).unwrap_or(u8::MAX);
        Some(ProposalMention {
            form: ProposalForm::Anaphor,
            size: None,
            certainty: last.certainty.saturating_sub(distance.saturating_mul(6)),
            ..last.clone()
        })
    }

    /// The force that an article has spoken of again and again before a clause that tells of no proposal: more than of any other.
    fn force_before(&self, clause: &Clause) -> Option<ProposalMention> {
        let told_here = |m: &ProposalMention| clause.extent.contains(&m.head);
        if self.mentions.proposals.iter().any(told_here) {
            return None;
        }
        let heads = || {
            let own = |m: &&ProposalMention| {
                let telling = m.form == ProposalForm::Head && m.certainty >= THEME;
                telling && self.holders.is_force(m.proposal)
            };
            self.mentions.proposals.iter().filter(own)
        };
        let count = |p: usize| heads().filter(|m| m.proposal == p).count();
        let last = heads()
            .filter(|m| m.head < clause.verb)
            .max_by_key(|m| (count(m.proposal), m.head))?;
        (count(last.proposal) >= 2).then(|| ProposalMention {
            form: ProposalForm::Anaphor,
            size: None,
            certainty: DISCUSSED,
            ..last.clone()
        })
    }

    /// A cue whose complement is left out: nothing that it could govern follows it in its clause.
    fn bare_cue(&self, c: usize) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        let open = !clause.finite && clause.role == ClauseRole::Infinitive;
        // "gives it support": what looks like a verb after a pronoun that was given something is a noun.
        let first = clause.verb_group.start;
        let told_before = first > 1
            && matches!(
                self.document.tokens[first - 1].lower.as_str(),
                "it" | "them"
            )
            && self
                .classes
                .giving_verbs
                .contains(&self.document.tokens[first - 2].lemma);
        if !clause.finite && !open || told_before || self.is_subordinate(c) {
            return None;
        }
        let found = self.cues_of_clause(c).into_iter().filter(|m| {
            let cue = self.cues.cue(m.cue);
            let outside = |p: &usize| {
                let phrase = &self.document.phrases[*p];
                !m.tokens.contains(&phrase.head) && self.time_at(phrase.tokens.start).is_none()
            };
            // Only what is marked as a whole answer may have a time behind it: "promised for autumn" goes on.
            let timed = self.time_at(m.tokens.end).is_some() && !cue.takes("bare");
            // "keep the lanes open": what a pattern was stretched over is not what was spoken of.
            let stretched = |p: &usize| {
                let head = self.document.phrases[*p].head;
                let noun = &self.document.tokens[head];
                m.tokens.contains(&head)
                    && !matches!(noun.pos, Pos::Pronoun | Pos::Determiner)
                    && !cue.rest.iter().any(|w| noun.reads(w))
            };
            let none = !clause.objects.iter().any(outside)
                && !clause.objects.iter().any(stretched)
                && !timed
                && self.ends_at(m.tokens.end);
            // "..., the minister considers": a verb of opinion that says whose view it is.
            if cue.pos == CuePos::Verb && m.words == 1 && self.is_parenthesis(clause) {
                return false;
            }
            // "equivocated when asked about troops": the question tells what about.
            if cue.stance == Stance::Noncommittal
                && clause.finite
                && matches!(cue.pos, CuePos::Verb | CuePos::Adjective)
                && self.asked_at(m.tokens.end).is_some()
            {
                return true;
            }
            // Without the mark of the lexicon only finite clauses of attitude: an infinitive's complement may have moved.
            none && (cue.takes("bare")
                || clause.finite
                    && !clause.passive
                    && matches!(cue.class, CueClass::Attitude | CueClass::Participation)
                    && matches!(cue.pos, CuePos::Verb | CuePos::Adjective)
                    && cue.closes_with().is_none()
                    && ["object", "to", "ing", "that", "whether"]
                        .iter()
                        .any(|x| cue.takes(x))
                    && !cue.takes("subject"))
        });
        found.max_by_key(|m| (self.cues.cue(m.cue).takes("bare"), m.words))
    }

    /// "..., Lavrov considers": a verb of judging behind a mark and its subject, and nothing else.
    fn is_parenthesis(&self, clause: &Clause) -> bool {
        let Some(s) = clause.subjects.first() else {
            return false;
        };
        let start = self.document.phrases[*s].tokens.start;
        self.classes.judging_verbs.contains(&clause.lemma)
            && self.document.tokens[clause.verb].pos != Pos::VerbIng
            && start > 0
            && matches!(self.document.tokens[start - 1].lower.as_str(), "," | "\"")
    }

    /// Whether a clause only tells of what it stands in: under "if" or "as", after "what" or "which".
    pub(super) fn is_subordinate(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        matches!(clause.role, ClauseRole::Relative | ClauseRole::Adverbial)
            || self.is_open_question(c)
            || self.is_hypothetical(c)
    }

    /// Whether a clause goes no further than a token, but for words of time and manner.
    pub(super) fn ends_at(&self, mut token: usize) -> bool {
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
        tokens.get(token).is_none_or(|t| {
            t.sentence != sentence
                || matches!(
                    t.lower.as_str(),
                    "." | "," | ";" | "\"" | "and" | "but" | ")" | "\u{2014}" | "\u{2013}"
                )
        })
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

    /// A bare cue is read as if the proposal under discussion stood under it.
    fn complete(&self, c: usize, m: &CueMatch, findings: &mut Vec<Finding>) {
        let clause = &self.document.clauses[c];
        let told = self.asked_about(m).or_else(|| self.discussed(clause));
        let Some(mention) = told.or_else(|| self.force_before(clause)) else {
            return;
        };
        let mut state = State::bare(m.head, 1);
        self.apply(&mut state, m, clause);
        state.strength *= WORTH;
        // "It is too early to say": whoever says so.
        state.who = if self.expletive(c) {
            Who::Nobody
        } else {
            Who::Phrases(self.subjects(clause))
        };
        let taking_part = self.cues.cue(m.cue).class == CueClass::Participation;
        state.participation = taking_part;
        state.attitude = !taking_part;
        self.deontic(c, &mut state);
        self.up_from_clause(c, &mention, state, findings);
    }

    /// A clause that is nothing but a subject and auxiliaries: "Spain would not", "Germany does".
    fn stands_alone(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let auxiliary = matches!(
            self.document.tokens[clause.verb].pos,
            Pos::Auxiliary | Pos::Modal
        );
        let whole = clause.modal.is_some()
            && self.document.tokens[clause.verb].pos == Pos::Auxiliary
            || matches!(
                self.document.tokens[clause.verb].lower.as_str(),
                "done" | "doing" | "been" | "being"
            );
        // "Poland won't either" has no object; "While Paris is ready, Rome is not" no more than its subject.
        let also = |p: &usize| {
            let head = self.document.phrases[*p].head;
            self.document.tokens[head].lower == "either"
        };
        let before = |k: &usize| {
            let child = &self.document.clauses[*k];
            child.role == ClauseRole::Adverbial && child.extent.end <= clause.verb
        };
        // "It would not": what it is, is left out as well. "Turkey must not": what others make of it.
        let it = |p: &usize| {
            let head = self.document.phrases[*p].head;
            matches!(
                self.document.tokens[head].lower.as_str(),
                "it" | "this" | "that" | "which" | "you"
            )
        };
        let ought = matches!(clause.modal.as_deref(), Some("should" | "must" | "can"));
        auxiliary
            && !whole
            && !ought
            && (clause.role == ClauseRole::Content
                || self.gapped_subject(clause).is_some()
                || !clause.subjects.iter().any(it))
            && clause.finite
            && !self.is_subordinate(c)
            && !clause.subjects.is_empty()
            && clause.objects.iter().all(also)
            && clause.adjective.is_none()
            && clause.predicative.is_none()
            && clause.adverbials.is_empty()
            && clause.children.iter().all(before)
            && self.ends_at(clause.verb_group.end)
    }

    /// "Spain indicates it would not": an auxiliary alone repeats what was said of others.
    fn repeat(&self, c: usize, findings: &mut Vec<Finding>) {
        let clause = &self.document.clauses[c];
        let Some(mut mention) = self.discussed(clause) else {
            return;
        };
        // "China did not" repeats what was said just before, whatever was spoken of earlier.
        let distance = clause.sentence - self.document.tokens[mention.head].sentence;
        if clause.modal.is_none() && distance > 1 {
            return;
        }
        let negated = clause.negation.is_some();
        let value = if clause.modal.is_some() {
            // The act itself, whatever others made of it; "might" and "could" are weighed where the climb ends.
            if negated {
                Stance::Oppose
            } else {
                Stance::Support
            }
        } else {
            let Some((stance, proposal)) = self.held_before(&mention, clause.verb, findings) else {
                return;
            };
            if self.holders.are_kin(proposal, mention.proposal) {
                mention.proposal = proposal;
            }
            match (stance, negated) {
                (stance, false) => stance,
                (Stance::Oppose, true) => Stance::Noncommittal,
                (_, true) => Stance::Oppose,
            }
        };
        let mut state = repeated(clause.verb_group.clone(), value);
        state.negated = negated;
        state.who = Who::Phrases(
            self.gapped_subject(clause)
                .unwrap_or_else(|| clause.subjects.clone()),
        );
        state.participation = clause.modal.is_some();
        state.attitude = !state.participation;
        self.up_from_clause(c, &mention, state, findings);
    }

    /// "Britain said it would send some, Poland that it would not": the name before "that" is who says so, and of whom.
    fn gapped_subject(&self, clause: &Clause) -> Option<Vec<usize>> {
        let that = clause.subordinator?;
        let subject = clause.subjects.first()?;
        let pronoun = self.document.tokens[self.document.phrases[*subject].head].pos;
        let before = self
            .document
            .phrases
            .iter()
            .position(|p| p.tokens.end == that && p.attached == Attachment::None)?;
        (pronoun == Pos::Pronoun && self.is_actor(before)).then(|| vec![before])
    }

    /// "So do the Danes", "Neither will Hungary", "So say the Germans", "as has Poland": the same as was said of others.
    fn likewise(&self, sentence: Range<usize>, findings: &mut Vec<Finding>) {
        for t in sentence.start..sentence.end.saturating_sub(2) {
            let token = &self.document.tokens[t];
            let before = t
                .checked_sub(1)
                .filter(|b| *b >= sentence.start)
                .map(|b| self.document.tokens[b].lower.as_str());
            let opens =
                before.is_none_or(|w| matches!(w, "," | ";" | "and" | "but" | "\"" | "just"));
            let negative = matches!(token.lower.as_str(), "neither" | "nor");
            let same = token.lower == "so" || token.lower == "as" && before == Some(",");
            if !opens || !negative && !same || !self.repeats(t + 1) {
                continue;
            }
            let Some(subjects) = self.subject_behind(t + 1, sentence.end) else {
                continue;
            };
            let who = Who::Phrases(subjects);
            if !negative {
                self.take_over(t, &[], false, t..t + 2, who, findings);
                continue;
            }
            let Some(mention) = self.last_before(t) else {
                continue;
            };
            let mut state = repeated(t..t + 2, Stance::Oppose);
            state.who = who;
            state.attitude = true;
            self.emit(&mention, &state, findings);
        }
    }

    /// Whether a token repeats a verb: an auxiliary, or a verb of saying.
    fn repeats(&self, t: usize) -> bool {
        matches!(
            self.document.tokens[t].lower.as_str(),
            "do" | "does"
                | "did"
                | "has"
                | "have"
                | "had"
                | "is"
                | "are"
                | "was"
                | "were"
                | "will"
                | "would"
                | "can"
                | "could"
                | "may"
                | "might"
                | "say"
                | "says"
                | "said"
        )
    }

    /// The stance last found on what a mention means, before a token and in the sentence of the mention or after it, and the very proposal.
    fn held_before(
        &self,
        mention: &ProposalMention,
        token: usize,
        findings: &[Finding],
    ) -> Option<(Stance, usize)> {
        let from = self.document.sentence_of(mention.head).tokens.start;
        let held = findings
            .iter()
            .filter(|f| (from..token).contains(&f.token) && f.confidence > 0.2);
        held.max_by_key(|f| f.token).map(|f| (f.stance, f.proposal))
    }
}

/// The state of a clause that says by some tokens what was said before.
fn repeated(tokens: Range<usize>, value: Stance) -> State {
    let mut state = State::bare(tokens.start, 1);
    state.token = tokens.start;
    state.cues.push(Step {
        rule: "ellipsis".to_owned(),
        start: tokens.start,
        end: tokens.end,
    });
    state.value = value;
    state.strength = WORTH;
    state
}
