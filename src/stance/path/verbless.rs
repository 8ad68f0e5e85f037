//! Ends of the climb where no verb stands over the proposal: headlines and fragments.

use super::super::Findings;
use super::super::cues::CueMatch;
use super::links::Link;
use super::presence::is_or_is_not;
use super::{Climb, State, Who};
use crate::lexicon::{CueClass, CuePos};
use crate::model::ProposalMention;

impl Climb<'_> {
    /// Headlines and fragments without a verb over the proposal.
    pub(super) fn verbless(
        &self,
        p: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        let phrase = &self.document.phrases[p];
        let sentence = self.document.sentence_of(phrase.head).tokens.clone();
        let link = Link::phrase(self.document, p);
        if let Some(found) = self.headline_cue(&link, self.document.tokens[phrase.head].sentence) {
            return self.headline(found, mention, state, findings);
        }
        // "No European troops": the determiner negates.
        let no = phrase
            .tokens
            .start
            .checked_sub(1)
            .into_iter()
            .chain([phrase.tokens.start])
            .find(|t| self.document.tokens[*t].lower == "no" && sentence.contains(t))
            .or_else(|| self.not_one(sentence.start, phrase.head));
        if let Some(t) = no {
            is_or_is_not(t..t + 1, true, &mut state);
            state.attitude = true;
            if let Some(asked) = self.asked_in_list(sentence.start, t) {
                state.who = Who::Owner(asked);
            } else if let Some(told) = self.told_before_colon(sentence.start, t) {
                state.who = Who::Phrases(told);
            }
            self.emit(mention, &state, findings);
            return;
        }
        // A subject whose verb the parse lost: a phrase cue after it still judges it.
        let after = (phrase.tokens.end..sentence.end.min(phrase.tokens.end + 6)).find_map(|t| {
            self.matches
                .at(t)
                .iter()
                .find(|m| {
                    self.cues.cue(m.cue).takes("subject")
                        && self.cues.cue(m.cue).class == CueClass::Evaluation
                })
                .cloned()
        });
        if let Some(m) = after {
            let value = self.cues.cue(m.cue).stance;
            self.apply_value(&mut state, &m, value);
            state.attitude = true;
            state.strength *= 0.7;
            self.emit(mention, &state, findings);
        }
    }

    /// "Russia's demands: neutrality, no foreign troops": the noun in front of the colon whose owner asks for what stands behind it.
    fn asked_in_list(&self, start: usize, at: usize) -> Option<usize> {
        let colon = (start..at)
            .rev()
            .find(|t| self.document.tokens[*t].lower == ":")?;
        let phrases = &self.document.phrases;
        self.document.phrases_over(&(start..at)).rev().find(|p| {
            let p = &phrases[*p];
            let noun = &self.document.tokens[p.head].lemma;
            p.tokens.start >= start
                && p.tokens.end <= colon
                && p.owner.is_some()
                && (self.classes.demand_nouns.contains(noun)
                    || self.classes.position_nouns.contains(noun))
        })
    }

    /// "Warsaw contradicts Berg: no Polish soldiers": the subjects of the clause in front of the colon.
    fn told_before_colon(&self, start: usize, at: usize) -> Option<Vec<usize>> {
        let colon = at.checked_sub(1)?;
        if self.document.tokens[colon].lower != ":" || colon < start {
            return None;
        }
        let mut before = self.document.clauses_beside(colon).iter().rev();
        let clause = before.find(|c| c.finite && (start..colon).contains(&c.verb))?;
        let own = clause.negation.is_none()
            && !clause.subjects.is_empty()
            && clause.subjects.iter().all(|s| self.is_actor(*s));
        own.then(|| clause.subjects.clone())
    }

    /// "Not a single soldier", "Not even one": where the words that count nothing begin.
    fn not_one(&self, start: usize, head: usize) -> Option<usize> {
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let from = head.saturating_sub(5).max(start);
        let not = (from..head).find(|t| word(*t) == "not")?;
        (not + 1..head)
            .any(|t| matches!(word(t), "single" | "one"))
            .then_some(not)
    }

    /// "Italy cool on sending", "Paris reluctant to send": a predicate without its verb that takes what was reached, and whose it is.
    pub(super) fn headline_cue(&self, link: &Link, sentence: usize) -> Option<(CueMatch, usize)> {
        let tokens = self.document.sentences[sentence].tokens.clone();
        let m = (tokens.start..link.start).rev().find_map(|t| {
            self.matches.at(t).iter().find(|m| {
                let cue = self.cues.cue(m.cue);
                matches!(cue.pos, CuePos::Adjective | CuePos::Phrase)
                    && m.tokens.start > tokens.start
                    && m.tokens.end <= link.start + 1
                    && self.takes(cue, m, link)
            })
        })?;
        let here = &self.document.sentences[sentence];
        let subject = here.phrases.clone().rev().find(|p| {
            let p = &self.document.phrases[*p];
            p.tokens.end <= m.tokens.start
                && p.tokens.start >= tokens.start
                && p.preposition.is_none()
        })?;
        let verb = self.document.clauses[here.clauses.clone()]
            .iter()
            .any(|c| c.finite && c.verb < m.tokens.start);
        (!verb).then(|| (m.clone(), subject))
    }

    /// The end of a climb at such a predicate.
    pub(super) fn headline(
        &self,
        (m, subject): (CueMatch, usize),
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        let cue = self.cues.cue(m.cue);
        let before = &self.document.tokens[m.tokens.start - 1].lower;
        let read = if matches!(before.as_str(), "not" | "no") {
            cue.negated
        } else {
            Some(cue.stance)
        };
        let Some(value) = read else { return };
        self.apply_value(&mut state, &m, value);
        Self::act_or_attitude(&mut state, cue.class);
        state.who = Who::Phrases(self.coordination(subject));
        self.emit(mention, &state, findings);
    }
}
