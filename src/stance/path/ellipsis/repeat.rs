//! Auxiliaries that repeat what was said: "Spain would not", "So do the Danes", "Neither will Hungary".

use std::ops::Range;

use super::super::{Climb, State, Who};
use super::WORTH;
use crate::model::{Attachment, Clause, ClauseRole, Pos, Stance};
use crate::stance::Findings;

impl Climb<'_> {
    /// A clause that is nothing but a subject and auxiliaries: "Spain would not", "Germany does".
    pub(super) fn stands_alone(&self, c: usize) -> bool {
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
                || child.role == ClauseRole::Coordinate && child.extent.start > clause.verb
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
            && !self.is_free_relative(c)
            && !clause.subjects.is_empty()
            && clause.objects.iter().all(also)
            && clause.adjective.is_none()
            && clause.predicative.is_none()
            && clause.adverbials.is_empty()
            && clause.children.iter().all(before)
            && self.ends_at(clause.verb_group.end)
    }

    /// "Spain indicates it would not": an auxiliary alone repeats what was said of others.
    pub(super) fn repeat(&self, c: usize, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        let Some(mut mention) = self.discussed(clause) else {
            return;
        };
        // "China did not" repeats what was said just before, whatever was spoken of earlier.
        let distance = clause.sentence - self.document.tokens[mention.head].sentence;
        if clause.modal.is_none() && distance > 1 && !self.taken_over_before(clause, findings) {
            return;
        }
        if distance > 0 && self.repeats_another(c) {
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
                // "Slovakia shares that view. Poland does not."
                (Stance::Oppose, true) if self.shared_before(clause, findings) => Stance::Support,
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

    /// "So do most Democrats. Hawley does not": an auxiliary alone behind somebody who takes a stance over, after all of those are known.
    pub(super) fn repeat_agreement(&self, c: usize, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        if clause.modal.is_none() && self.taken_over_before(clause, findings) {
            self.repeat(c, findings);
        }
    }

    /// Whether the sentence before, or this one, tells last of somebody who takes a backing over, or shares a view.
    fn taken_over_before(&self, clause: &Clause, findings: &Findings) -> bool {
        let last = clause.sentence.saturating_sub(1);
        let before = &self.document.sentences[last].tokens;
        let mut held = findings.among(before.start..clause.verb);
        let taken = held.next_back().is_some_and(|(_, f)| {
            f.stance == Stance::Support && f.cues.iter().any(|step| step.rule == "agreement")
        });
        taken || self.shared_before(clause, findings)
    }

    /// Whether what was told last before a clause is that somebody shares a view.
    fn shared_before(&self, clause: &Clause, findings: &Findings) -> bool {
        let last = clause.sentence.saturating_sub(1);
        let from = self.document.sentences[last].tokens.start;
        let mut held = findings.among(from..clause.verb);
        held.next_back().is_some_and(|(_, f)| {
            let verb = &self.document.tokens[f.token].lemma;
            let taken = f.cues.iter().any(|step| step.rule == "agreement");
            taken && matches!(verb.as_str(), "share" | "agree" | "concur")
        })
    }

    /// "Kyiv has agreed to a truce and Moscow has not": whether the clause beside it in the sentence tells what is repeated, and that is no proposal.
    fn repeats_another(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let word = |t: usize| self.document.tokens[t].pos;
        // "has called an election, and Moscow": what looks like a subject is the object before it.
        let taken = clause.subjects.first().is_some_and(|p| !self.is_actor(*p));
        self.document.clauses[self.document.sentences[clause.sentence].clauses.start..c]
            .iter()
            .any(|x| {
                x.finite
                    && x.verb < clause.verb
                    && matches!(
                        x.role,
                        ClauseRole::Main | ClauseRole::Coordinate | ClauseRole::Content
                    )
                    && !matches!(word(x.verb), Pos::Auxiliary | Pos::Modal)
                    && (clause.role != ClauseRole::Content || !self.holders.is_speech(&x.lemma))
                    && !x.subjects.is_empty()
                    && (!x.objects.is_empty() || !x.adverbials.is_empty() || taken)
            })
    }

    /// "Britain said it would send some, Poland that it would not": the name before "that" is who says so, and of whom.
    fn gapped_subject(&self, clause: &Clause) -> Option<Vec<usize>> {
        let that = clause.subordinator?;
        let subject = clause.subjects.first()?;
        let pronoun = self.document.tokens[self.document.phrases[*subject].head].pos;
        let before = self.document.find_phrase(that.saturating_sub(1), |p| {
            p.tokens.end == that && p.attached == Attachment::None
        })?;
        (pronoun == Pos::Pronoun && self.is_actor(before)).then(|| vec![before])
    }

    /// "So do the Danes", "Neither will Hungary", "So say the Germans", "as has Poland": the same as was said of others.
    pub(super) fn likewise(&self, sentence: Range<usize>, findings: &mut Findings) {
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
            // "Not so Rome", "Not Poland."
            if opens && token.lower == "not" {
                let so = self.document.tokens[t + 1].lower == "so";
                let alone = before.is_none_or(|w| w == "but")
                    && !self.document.tokens[sentence.clone()]
                        .iter()
                        .any(|x| x.pos.is_verb());
                let subjects = self.subject_behind(t + usize::from(so), sentence.end);
                if let Some(subjects) = subjects.filter(|_| so || alone) {
                    let who = Who::Phrases(subjects);
                    self.take_over(t, &[], true, t..t + 1 + usize::from(so), who, findings);
                }
                continue;
            }
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
        self.classes
            .repeating_words
            .contains(&self.document.tokens[t].lower)
    }
}

/// The state of a clause that says by some tokens what was said before.
fn repeated(tokens: Range<usize>, value: Stance) -> State {
    let mut state = State::bare(tokens.start, 1);
    state.token = tokens.start;
    state.read_by("ellipsis", tokens.clone());
    state.value = value;
    state.strength = WORTH;
    state
}
