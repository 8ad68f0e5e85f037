//! What a sentence goes on to say of the proposal by taking it up again: "..., an idea that Moscow has rejected", "..., which Italy is against",
//! "... troops, a red line for Moscow".

use super::super::Findings;
use super::super::cues::CueMatch;
use super::ellipsis::DISCUSSED;
use super::links::{Governor, Kind, Link};
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{Attachment, ClauseRole, ProposalMention, Stance};

/// What such a reading is worth beside one of the proposal's own words.
const WORTH: f64 = 0.85;

impl Climb<'_> {
    /// Reads every clause and predicate that takes the proposal of its sentence up again.
    pub(super) fn resumptions(&self, findings: &mut Findings) {
        for c in 0..self.document.clauses.len() {
            if let Some(n) = self.modified(c) {
                self.resumed(c, n, findings);
            }
        }
        for p in 0..self.document.phrases.len() {
            self.named_after(p, findings);
        }
    }

    /// The phrase that a clause says more of; "an idea that Italy opposes" looks like the content of the idea.
    fn modified(&self, c: usize) -> Option<usize> {
        let clause = &self.document.clauses[c];
        match clause.role {
            ClauseRole::Relative => clause.modifies,
            ClauseRole::Content if clause.objects.is_empty() && !clause.passive => {
                let that = clause.subordinator?;
                self.document.find_phrase(that.saturating_sub(1), |p| {
                    p.tokens.end == that
                        && p.attached == Attachment::None
                        && self.document.tokens[that].lower == "that"
                })
            }
            _ => None,
        }
    }

    /// "..., a plan opposed by Italy": the clause that follows the noun is read as if it followed the proposal.
    fn resumed(&self, c: usize, n: usize, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        let Some(before) = self.taken_up(c, n) else {
            return;
        };
        let Some(mention) = self
            .act_before(c, before)
            .or_else(|| self.in_sentence_before(before))
        else {
            return;
        };
        // "will send nobody, which Moscow welcomed": what is taken up is the refusal.
        let start = self.document.sentences[clause.sentence].tokens.start;
        let refused = findings
            .among(start..clause.verb + 1)
            .any(|(_, f)| f.stance == Stance::Oppose);
        // "has ruled out troops, a demand that Kyiv rejects": so is it where it is named as what is asked.
        let noun = &self.document.tokens[self.document.phrases[n].head].lemma;
        if refused && (self.is_which(c) || self.classes.demand_nouns.contains(noun)) {
            return;
        }
        let mut state = State::bare(mention.head, 1);
        state.strength = WORTH;
        let link = Link::object(n, self.document);
        if clause.passive || clause.subjects.contains(&n) && self.subject_cue(c).is_some() {
            self.as_subject(c, &mention, state, findings);
        } else if let Some((k, m)) = self.gapped(c, n) {
            self.under(Governor::Clause(k, m), link, &mention, state, findings);
        } else if let Some(m) = self.clause_cue(c, &link) {
            if clause.role == ClauseRole::Content {
                // What looks like the content of the clause above hangs on nothing there.
                self.apply(&mut state, &m, clause);
                state.attitude = true;
                state.who = Who::Phrases(self.subjects(clause));
                self.emit(&mention, &state, findings);
            } else {
                self.under(Governor::Clause(c, m), link, &mention, state, findings);
            }
        } else {
            self.said_of(c, n, &mention, state, findings);
        }
    }

    /// "which Russia refuses to accept": the infinitive under a relative clause whose object the relative is, and its cue.
    pub(super) fn gapped(&self, c: usize, n: usize) -> Option<(usize, CueMatch)> {
        let link = Link::object(n, self.document);
        let inner = (c + 1..self.document.clauses.len()).take_while(|k| {
            let x = &self.document.clauses[*k];
            x.role == ClauseRole::Infinitive && x.parent == Some(k - 1)
        });
        let last = inner.last()?;
        let clause = &self.document.clauses[last];
        // "which Washington has declined to do".
        if clause.lemma == "do" && clause.objects.is_empty() {
            let act = Link::clause(self.document, last, Kind::Infinitive);
            return self.clause_cue(c, &act).map(|m| (c, m));
        }
        let open = clause.objects.is_empty() && !clause.passive && clause.predicative.is_none();
        let m = self.clause_cue(last, &link).filter(|_| open)?;
        Some((last, m))
    }

    /// "which Moscow says is unacceptable", "an idea that Rome said it would never support": the judgement stands in what is said.
    fn said_of(
        &self,
        c: usize,
        n: usize,
        mention: &ProposalMention,
        mut state: State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        if !self.classes.assertion_verbs.contains(&clause.lemma) || clause.negation.is_some() {
            return;
        }
        let Some(k) = self
            .document
            .clauses
            .get(c + 1)
            .filter(|k| k.sentence == clause.sentence && k.role == ClauseRole::Content)
        else {
            return;
        };
        let link = Link::object(n, self.document);
        let found = self.subject_cue(c + 1).or_else(|| {
            let bare = k.objects.is_empty() || k.objects.contains(&n);
            self.clause_cue(c + 1, &link).filter(|_| bare)
        });
        let Some(m) = found else { return };
        self.apply(&mut state, &m, k);
        state.attitude = true;
        state.who = Who::Phrases(self.subjects(clause));
        self.emit(mention, &state, findings);
    }

    /// Where a clause takes up what stands before a comma: "…, an idea that", "… Ukraine, which": the token before which the proposal stands.
    fn taken_up(&self, c: usize, n: usize) -> Option<usize> {
        let phrase = &self.document.phrases[n];
        let start = phrase.tokens.start;
        let own = |m: &ProposalMention| phrase.tokens.contains(&m.head);
        if start == 0
            || self
                .mentions
                .proposals_beside(self.document, phrase.head)
                .iter()
                .any(own)
        {
            return None;
        }
        let noun = &self.document.tokens[phrase.head].lemma;
        let apposed = phrase.attached == Attachment::None
            && phrase.owner.is_none()
            && self.is_break(start - 1)
            && self.classes.resuming_nouns.contains(noun);
        if apposed {
            return Some(start);
        }
        // "to send troops to Ukraine, which Italy is against": no country is what somebody is against.
        (self.is_which(c) && self.is_actor(n)).then_some(start)
    }

    /// Whether a relative clause opens with "which" behind a comma.
    fn is_which(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let start = clause.extent.start;
        self.document.tokens[start].lower == "which" && start > 0 && self.is_break(start - 1)
    }

    /// Whether a token parts what follows from what stands before it.
    fn is_break(&self, token: usize) -> bool {
        matches!(
            self.document.tokens[token].lower.as_str(),
            "," | "\u{2014}" | "\u{2013}" | "-"
        )
    }

    /// "stands behind the force, which Oslo has declined to do": the act that a clause with "do" takes up.
    fn act_before(&self, c: usize, token: usize) -> Option<ProposalMention> {
        let next = self.document.clauses.get(c + 1)?;
        let does = next.role == ClauseRole::Infinitive && next.lemma == "do";
        let start = self.document.sentence_of(token).tokens.start;
        let act = |m: &&ProposalMention| {
            (start..token).contains(&m.head) && self.document.tokens[m.head].pos.is_verb()
        };
        let mut acts = self
            .mentions
            .proposals_beside(self.document, token)
            .iter()
            .filter(act);
        acts.next_back().filter(|_| does).cloned()
    }

    /// The proposal last mentioned in a token's sentence before it.
    pub(super) fn in_sentence_before(&self, token: usize) -> Option<ProposalMention> {
        let start = self.document.sentence_of(token).tokens.start;
        let near = self
            .mentions
            .proposals_beside(self.document, token)
            .iter()
            .filter(|m| (start..token).contains(&m.head) && m.certainty >= DISCUSSED);
        near.max_by_key(|m| m.head).cloned()
    }

    /// "NATO troops in Ukraine, a red line for Moscow": a judgement in apposition.
    fn named_after(&self, p: usize, findings: &mut Findings) {
        let phrase = &self.document.phrases[p];
        let start = phrase.tokens.start;
        if phrase.attached != Attachment::None || start == 0 || !self.is_break(start - 1) {
            return;
        }
        let judged = phrase.tokens.clone().find_map(|t| {
            let mut cues = self.matches.at(t).iter();
            cues.find(|m| {
                let cue = self.cues.cue(m.cue);
                cue.class == CueClass::Evaluation
                    && cue.takes("subject")
                    && m.tokens.contains(&phrase.head)
            })
            .cloned()
        });
        let Some(m) = judged else { return };
        let Some(mention) = self.in_sentence_before(start) else {
            return;
        };
        let by = self.judged_by_at(&m);
        if by == Who::Nobody {
            return;
        }
        let mut state = State::bare(mention.head, 1);
        self.apply_value(&mut state, &m, self.cues.cue(m.cue).stance);
        state.strength *= WORTH;
        state.attitude = true;
        state.who = by;
        self.emit(&mention, &state, findings);
    }

    /// Whom "to" or "for" behind a judgement names as the one who judges.
    fn judged_by_at(&self, m: &CueMatch) -> Who {
        if self.cues.cue(m.cue).affects {
            return Who::Nobody;
        }
        let found = self
            .document
            .phrases_over(&(m.tokens.start..m.tokens.end + 1))
            .find(|q| {
                self.document.phrases[*q].preposition.is_some_and(|x| {
                    (m.tokens.start..=m.tokens.end).contains(&x)
                        && matches!(self.document.tokens[x].lower.as_str(), "to" | "for")
                })
            });
        found
            .filter(|q| self.is_actor(*q))
            .map_or(Who::Nobody, |q| Who::Phrases(self.coordination(q)))
    }
}
