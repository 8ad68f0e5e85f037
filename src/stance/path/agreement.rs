//! Who takes the stance of somebody else: "Fico said the same", "a view shared by Rome", "as has Poland", "unlike France".
//!
//! What is taken over is the stance last found before, on whatever proposal it was, or its contrary.

use std::ops::Range;

use super::super::cues::CueMatch;
use super::super::{Finding, Findings};
use super::{Climb, State, Who};
use crate::model::{
    Attachment, ClauseRole, MentionForm, Pos, ProposalForm, ProposalMention, Stance,
};

/// Sentences back in which the stance is looked for.
const REACH: usize = 2;
/// Findings less sure than this are agreed with by nobody.
const SURE: f64 = 0.2;
/// What a stance taken over is worth beside one told.
const WORTH: f64 = 0.75;

impl Climb<'_> {
    /// Reads every clause and phrase by which somebody takes a stance over, after the findings of all others are known.
    pub(super) fn agreements(&self, findings: &mut Findings) {
        for (c, clause) in self.document.clauses.iter().enumerate() {
            let sentence = self.document.sentence_of(clause.verb);
            if !self.document.paragraphs[sentence.paragraph].is_evidence() {
                continue;
            }
            if let Some(m) = self.echo(c) {
                self.echoed(c, &m, findings);
            } else if self.is_same_position(c) {
                self.same_position(c, findings);
            } else if clause.role == ClauseRole::Relative {
                self.shared(c, findings);
            }
        }
        for p in 0..self.document.phrases.len() {
            self.like(p, findings);
        }
    }

    /// "Fico said the same", "Tusk echoed him", "Meloni disagrees": the cue by which a clause agrees or disagrees, where it tells of nothing else.
    pub(super) fn echo(&self, c: usize) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        let sentence = &self.document.sentences[clause.sentence].tokens;
        let asks = self.document.tokens[sentence.end - 1].lower == "?";
        if !clause.finite || clause.passive || asks || self.is_subordinate(c) {
            return None;
        }
        let told = |k: &usize| {
            let child = &self.document.clauses[*k];
            matches!(child.role, ClauseRole::Content | ClauseRole::Infinitive)
        };
        let proposals = || {
            let all = self
                .mentions
                .proposals_beside(self.document, clause.verb)
                .iter();
            all.filter(|m| m.head > clause.verb && clause.extent.contains(&m.head))
        };
        self.cues_of_clause(c).into_iter().find(|m| {
            let cue = self.cues.cue(m.cue);
            let beside = clause.objects.iter().any(|p| {
                let head = self.document.phrases[*p].head;
                let noun = &self.document.tokens[head];
                let taken_up = noun.pos == Pos::Pronoun
                    || noun.pos == Pos::Determiner
                    || self.classes.position_nouns.contains(&noun.lemma);
                !m.tokens.contains(&head) && !taken_up && !self.is_actor(*p)
            });
            // "made the same offer": what the pattern covers is no proposal of its own.
            let again = |p: &ProposalMention| {
                p.tokens.len() == 1 && self.document.tokens[p.head].pos == Pos::Pronoun
            };
            let goes_on = proposals().any(|p| !m.tokens.contains(&p.head) && !again(p))
                || clause
                    .children
                    .iter()
                    .any(|k| told(k) && !m.tokens.contains(&self.document.clauses[*k].verb));
            let taken_up = clause
                .objects
                .iter()
                .any(|p| self.document.phrases[*p].tokens.contains(&m.tokens.end));
            // "announced the same day": the same of something else.
            let tokens = &self.document.tokens;
            let of_another = tokens[m.tokens.end - 1].lower == "same"
                && tokens.get(m.tokens.end).is_some_and(|t| {
                    matches!(
                        t.pos,
                        Pos::Noun | Pos::Adjective | Pos::Proper | Pos::Number
                    )
                });
            cue.takes("echo")
                && !of_another
                && !beside
                && !goes_on
                && (taken_up || !self.goes_on(m.tokens.end))
        })
    }

    /// Whether words follow that tell what is agreed on: "agrees on tariffs".
    fn goes_on(&self, token: usize) -> bool {
        let tokens = &self.document.tokens;
        let on = tokens
            .get(token)
            .is_some_and(|t| self.classes.matter_words.contains(&t.lower));
        // "holds the same view on this": what was told.
        let this = tokens
            .get(token + 1)
            .is_some_and(|t| matches!(t.lower.as_str(), "this" | "that" | "it"))
            && self.ends_at(token + 2);
        // "on Monday" tells when.
        on && !this
            && tokens.get(token + 1).is_none_or(|t| {
                t.pos != Pos::Proper
                    || self
                        .mentions
                        .actors_at(self.document, token + 1)
                        .next()
                        .is_some()
            })
    }

    fn echoed(&self, c: usize, m: &CueMatch, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        let cue = self.cues.cue(m.cue);
        let negated = clause.negation.is_some() && !self.pseudo_negated(clause);
        let read = if negated {
            cue.negated
        } else {
            Some(cue.stance)
        };
        let contrary = match read {
            Some(Stance::Support) => false,
            Some(Stance::Oppose) => true,
            _ => return,
        };
        // "agrees with Macron": the stance of Macron, not of whoever was named last.
        let whose: Vec<usize> = clause
            .objects
            .iter()
            .chain(&clause.adverbials)
            .filter(|p| self.document.phrases[**p].tokens.start >= m.tokens.end.saturating_sub(1))
            .filter_map(|p| {
                self.holders
                    .of_phrase(self.document, self.mentions, self.attributions, *p)
            })
            .flat_map(|(actors, _)| actors)
            .collect();
        let who = Who::Phrases(self.subjects(clause));
        self.take_over(
            clause.verb,
            &whose,
            contrary,
            m.tokens.clone(),
            who,
            findings,
        );
    }

    /// "Poland's position is the same": a position is the subject, and it is what was told before.
    fn is_same_position(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let position = clause.subjects.first().is_some_and(|p| {
            let noun = &self.document.tokens[self.document.phrases[*p].head].lemma;
            self.classes.position_nouns.contains(noun)
        });
        let same = |t: &usize| {
            matches!(
                self.document.tokens[*t].lower.as_str(),
                "same" | "similar" | "identical" | "different"
            )
        };
        position
            && clause.lemma == "be"
            && clause.finite
            && (clause.verb_group.end..clause.extent.end.min(clause.verb_group.end + 4))
                .any(|t| same(&t))
    }

    fn same_position(&self, c: usize, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        let Some(n) = clause.subjects.first() else {
            return;
        };
        let words = clause.verb_group.end..clause.extent.end.min(clause.verb_group.end + 4);
        let different = words
            .clone()
            .any(|t| self.document.tokens[t].lower == "different");
        let not = clause.negation.is_some()
            || words.clone().any(|t| self.document.tokens[t].lower == "no");
        let who = Who::Owner(*n);
        self.take_over(
            clause.verb,
            &[],
            different != not,
            clause.verb_group.clone(),
            who,
            findings,
        );
    }

    /// "..., a position shared by Poland", "a view that Rome shares".
    fn shared(&self, c: usize, findings: &mut Findings) {
        let clause = &self.document.clauses[c];
        let Some(n) = clause.modifies else { return };
        let phrase = &self.document.phrases[n];
        let noun = &self.document.tokens[phrase.head].lemma;
        if phrase.attached != Attachment::None
            || !self.classes.position_nouns.contains(noun)
            || !self.classes.sharing_verbs.contains(&clause.lemma)
            || clause.negation.is_some()
        {
            return;
        }
        let who = if clause.passive {
            self.agent(clause)
        } else {
            Who::Phrases(self.subjects(clause))
        };
        self.take_over(
            phrase.tokens.start,
            &[],
            false,
            clause.verb_group.clone(),
            who,
            findings,
        );
    }

    /// "Like Meloni, Tusk has ruled it out", "Unlike Paris, Berlin": the stance of the subject of the clause, or its contrary.
    fn like(&self, p: usize, findings: &mut Findings) {
        let phrase = &self.document.phrases[p];
        let Some(x) = phrase.preposition else { return };
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let contrary = match word(x) {
            "like" => false,
            "unlike" => true,
            _ => return,
        };
        let sentence = self.document.sentence_of(x).tokens.clone();
        let parted = x == sentence.start
            || matches!(
                word(x - 1),
                "," | "\"" | "but" | "and" | "\u{2014}" | "\u{2013}"
            );
        if !parted || !self.is_actor(p) {
            return;
        }
        let own: Vec<(usize, Stance)> = findings
            .among(sentence)
            .filter(|(_, f)| f.holder.is_some() && f.confidence > SURE)
            .map(|(_, f)| (f.token, f.stance))
            .collect();
        // One stance of one holder is what the comparison is about.
        let Some((token, stance)) = own.last().copied() else {
            return;
        };
        if own.iter().any(|(_, s)| *s != stance) {
            return;
        }
        let end = token + 1;
        let who = Who::Phrases(self.coordination(p));
        self.take_over(end, &[], contrary, x..x + 1, who, findings);
    }

    /// The last stance found before a token, of somebody in `whose` if there is any.
    pub(super) fn last_held(
        &self,
        token: usize,
        whose: &[usize],
        reach: usize,
        findings: &Findings,
    ) -> Option<Finding> {
        let sentence = self.document.tokens[token.min(self.document.tokens.len() - 1)].sentence;
        let from = &self.document.sentences[sentence.saturating_sub(reach)].tokens;
        let near = || {
            let told = findings.among(from.start..token).rev().map(|(_, f)| f);
            told.filter(|f| f.holder.is_some() && f.confidence > SURE)
        };
        let named = near().find(|f| f.holder.is_some_and(|h| whose.contains(&h)));
        // "agrees with Berg": with nobody else, where nothing is known of Berg.
        let last = || near().next().filter(|_| whose.is_empty());
        named.or_else(last).cloned()
    }

    /// A holder takes over the stance last told.
    pub(super) fn take_over(
        &self,
        token: usize,
        whose: &[usize],
        contrary: bool,
        words: Range<usize>,
        who: Who,
        findings: &mut Findings,
    ) {
        let word = self.document.tokens[words.start].lower.as_str();
        let reach = match word {
            "as" | "like" | "unlike" => 0,
            "so" => 1,
            _ => REACH,
        };
        let Some(held) = self.last_held(token, whose, reach, findings) else {
            return;
        };
        let value = match (held.stance, contrary) {
            (stance, false) => stance,
            (Stance::Support | Stance::Conditional, true) => Stance::Oppose,
            (Stance::Oppose, true) => Stance::Support,
            (Stance::Noncommittal, true) => return,
        };
        let told = self
            .mentions
            .proposals_beside(self.document, held.token)
            .iter();
        let Some(mention) = told.max_by_key(|m| (m.proposal == held.proposal, m.certainty)) else {
            return;
        };
        if self.other_matter_since(mention, token) {
            return;
        }
        let mention = ProposalMention {
            proposal: held.proposal,
            form: ProposalForm::Anaphor,
            size: None,
            contrary: false,
            ..mention.clone()
        };
        let mut state = State::bare(words.start, 1);
        state.read_by("agreement", words.clone());
        state.value = value;
        state.condition = held.condition.clone().filter(|_| !contrary);
        state.strength = WORTH;
        state.attitude = true;
        state.who = who;
        let from = findings.len();
        self.emit(&mention, &state, findings);
        // Nobody agrees with himself.
        let kept: Vec<Finding> = findings
            .split_off(from)
            .into_iter()
            .filter(|f| f.holder.is_some() && f.holder != held.holder)
            .collect();
        findings.extend(kept);
    }

    /// The subject of words such as "as has Poland" and "so do the Danes": an actor right behind them at the end of its clause, with whoever is
    /// coordinated.
    pub(super) fn subject_behind(&self, from: usize, end: usize) -> Option<Vec<usize>> {
        let subject = self
            .mentions
            .actors_over(self.document, &(from..from + 4))
            .iter()
            .find(|m| {
                m.head > from && m.tokens.start <= from + 3 && m.form != MentionForm::Demonym
            })?;
        let phrase = self.document.phrase_headed_by(subject.head)?;
        let all = self.coordination(phrase);
        let last = self.document.phrases[*all.last()?].tokens.end;
        // "So did Orban on the far right": where somebody stands.
        let placed =
            self.document.tokens.get(last).is_some_and(|t| {
                matches!(t.lower.as_str(), "on" | "in" | "from" | "at") && last < end
            });
        (last <= end && (placed || self.ends_at(last))).then_some(all)
    }
}
