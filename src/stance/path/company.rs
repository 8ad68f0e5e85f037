//! Who else takes part: those beside whom, behind whom or with whom a holder does.
//!
//! "Canada will send troops alongside France", "promised to join London and Paris in sending them", "the coalition, led by Britain, has drawn up
//! plans": each of those named is in it too.

use super::super::Findings;
use super::super::cues::CueMatch;
use super::{Climb, State, Who};
use crate::lexicon::CueClass;
use crate::model::{ClauseRole, MentionForm, ProposalMention, Stance};

/// What the part of somebody named in passing is worth beside that of the holder.
const IN_PASSING: f64 = 0.8;

impl Climb<'_> {
    /// "to join London and Paris in sending troops": those who are joined send them, whatever becomes of who joins. The state is that of what
    /// stands behind "in".
    pub(super) fn joined(
        &self,
        c: usize,
        m: &CueMatch,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        let takes_part = self.cues.cue(m.cue).class == CueClass::Participation;
        let inside = state.value == Stance::Support && !state.attitude && !state.cues.is_empty();
        let objects: Vec<usize> = clause
            .objects
            .iter()
            .copied()
            .filter(|p| self.is_actor(*p) && self.document.phrases[*p].head < mention.head)
            .collect();
        if !takes_part || !inside || objects.is_empty() || clause.passive {
            return;
        }
        self.emit_beside(objects, mention, state, findings);
    }

    /// "will send troops alongside France, together with Britain": the companions of whoever takes part in a clause.
    pub(super) fn companions(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let takes_part = state.participation
            && !state.attitude
            && !state.negated
            && !state.blocks
            && matches!(state.value, Stance::Support | Stance::Conditional);
        let Who::Phrases(holders) = &state.who else {
            return;
        };
        if !takes_part || holders.is_empty() {
            return;
        }
        let extent = &self.document.clauses[c].extent;
        let word = |t: usize| self.document.tokens[t].lower.as_str();
        let beside: Vec<usize> = self
            .document
            .phrases_over(extent)
            .filter(|p| {
                let phrase = &self.document.phrases[*p];
                let start = phrase.tokens.start;
                extent.contains(&start)
                    && start > 0
                    && (word(start - 1) == "alongside"
                        || start > 1
                            && word(start - 1) == "with"
                            && matches!(word(start - 2), "together" | "along"))
                    && self.is_actor(*p)
            })
            .flat_map(|p| self.coordination(p))
            .collect();
        if !beside.is_empty() {
            self.emit_beside(beside, mention, state, findings);
        }
    }

    /// "the coalition, led by Britain and France, plans": who leads or founded a holder is for what it is for.
    pub(super) fn leaders(
        &self,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let Who::Phrases(holders) = &state.who else {
            return;
        };
        if !matches!(state.value, Stance::Support | Stance::Conditional)
            || !self.holders.is_force(mention.proposal)
        {
            return;
        }
        let sentence = self.document.tokens[state.token].sentence;
        for holder in holders {
            let near = self.document.clauses_beside(state.token);
            let led = near.iter().filter(|x| {
                let before = self.document.phrases[*holder].tokens.end <= x.verb
                    && x.verb < self.document.phrases[*holder].tokens.end + 8;
                let of_it = x.modifies == Some(*holder)
                    || x.subjects.contains(holder)
                    || x.modifies.is_none() && x.subjects.is_empty();
                let bare = !x.finite
                    && x.verb_group.len() == 1
                    && matches!(x.role, ClauseRole::Relative | ClauseRole::Gerund);
                x.passive
                    && bare
                    && before
                    && of_it
                    && x.sentence == sentence
                    && self.classes.leading_verbs.contains(&x.lemma)
            });
            for clause in led {
                if let Who::Phrases(agents) = self.agent(clause) {
                    self.emit_beside(agents, mention, state, findings);
                }
            }
        }
    }

    /// "was established by London and Paris to reinforce a deal with guarantees": what a group was brought together for, it and its founders want.
    /// Tells whether it was so. `c` is the clause of the purpose, `p` that of the founding.
    pub(super) fn founded_for(
        &self,
        c: usize,
        p: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) -> bool {
        let clause = &self.document.clauses[p];
        let purpose = self.document.clauses[c].role == ClauseRole::Infinitive;
        let silent = !state.attitude && !state.negated && state.value == Stance::Support;
        if !purpose || !silent || !self.classes.leading_verbs.contains(&clause.lemma) {
            return false;
        }
        if clause.negation.is_some() || clause.modal.is_some() || self.is_hypothetical(p) {
            return false;
        }
        let group = if clause.passive {
            &clause.subjects
        } else {
            &clause.objects
        };
        if !group.iter().any(|g| self.is_actor(*g)) {
            return false;
        }
        let mut holders: Vec<usize> = group.iter().chain(&clause.subjects).copied().collect();
        if let Who::Phrases(agents) = self.agent(clause) {
            holders.extend(agents);
        }
        holders.sort_unstable();
        holders.dedup();
        holders.retain(|h| self.is_actor(*h));
        let mut state = state.clone();
        state.token = clause.verb;
        state.attitude = true;
        state.read_by("proposal/purpose", clause.verb..clause.verb + 1);
        self.emit_beside(holders, mention, &state, findings);
        true
    }

    /// "several countries, including Italy and Spain", "Italy, along with Spain": holders and those who are named beside them. Where members of
    /// an unnamed crowd are named, they stand in its place.
    pub(super) fn with_named_members(&self, phrases: &[usize]) -> Vec<usize> {
        let mut all = Vec::new();
        for p in phrases {
            if let Some(one_of_them) = self.counted_among(*p) {
                all.extend(one_of_them);
                continue;
            }
            let members = self.members_behind(*p);
            let head = self.document.phrases[*p].head;
            let mut here = self.mentions.actors_at(self.document, head);
            let crowd = here.any(|a| a.form == MentionForm::Anaphor);
            if members.is_empty() || !crowd {
                all.push(*p);
            }
            all.extend(members);
        }
        all
    }

    /// "countries such as France": whether holders are nobody in particular, with names behind them.
    pub(super) fn are_examples(&self, who: &Who) -> bool {
        let Who::Phrases(list) = who else {
            return false;
        };
        let word = |t: usize| self.document.tokens.get(t).map_or("", |x| x.lower.as_str());
        list.iter().any(|p| {
            let end = self.document.phrases[*p].tokens.end;
            word(end) == "such" && word(end + 1) == "as" && !self.members_behind(*p).is_empty()
        })
    }

    /// Who is named behind a holder as part of it or beside it, and "along with" whom a sentence opens.
    fn members_behind(&self, p: usize) -> Vec<usize> {
        let phrase = &self.document.phrases[p];
        let sentence = self.document.sentence_of(phrase.head).tokens.clone();
        let word = |t: usize| {
            let token = self
                .document
                .tokens
                .get(t)
                .filter(|_| sentence.contains(&t));
            token.map_or("", |x| x.lower.as_str())
        };
        let group = self
            .classes
            .holder_nouns
            .contains(&self.document.tokens[phrase.head].lemma);
        let end = phrase.tokens.end;
        let at = if word(end) == "," { end + 1 } else { end };
        let opens = |at: usize| match (word(at), word(at + 1)) {
            ("including" | "notably" | "namely" | "especially" | "particularly", _) if group => {
                Some(at + 1)
            }
            ("such", "as") | ("among", "them") if group => Some(at + 2),
            ("along" | "together", "with") if self.is_actor(p) => Some(at + 2),
            _ => None,
        };
        let colon = || {
            // "several governments will not go: Italy, Poland and Romania", "governments have said that they will not".
            let they = word(phrase.head) == "they";
            let at = (end..sentence.end)
                .find(|t| word(*t) == ":")
                .filter(|_| group || they)?;
            let first = self
                .document
                .find_phrase(at + 1, |q| q.tokens.start == at + 1)?;
            let last = *self.coordination(first).last()?;
            (last > first && self.document.phrases[last].tokens.end + 1 >= sentence.end)
                .then_some(at + 1)
        };
        let behind = opens(at).or_else(colon).and_then(|from| {
            self.document
                .phrases_over(&(from..from + 2))
                .find(|q| (from..from + 2).contains(&self.document.phrases[*q].tokens.start))
        });
        let unnamed = group || !self.is_actor(p);
        if let Some(members) = self.among_them(p).filter(|_| unnamed) {
            return members;
        }
        let before = (phrase.tokens.start > sentence.start && word(phrase.tokens.start - 1) == ",")
            .then(|| opens(sentence.start))
            .flatten()
            .and_then(|from| self.document.find_phrase(from, |q| q.tokens.start == from))
            .filter(|q| {
                let last = self.coordination(*q).pop().unwrap_or(*q);
                self.document.phrases[last].tokens.end + 1 == phrase.tokens.start
            });
        behind
            .or(before)
            .map(|q| self.coordination(q))
            .unwrap_or_default()
            .into_iter()
            .filter(|q| self.is_actor(*q))
            .collect()
    }

    /// "Others will send none, Poland and Italy among them", "... among them Poland": those who are named at the end of what is said of others.
    fn among_them(&self, p: usize) -> Option<Vec<usize>> {
        let tokens = &self.document.tokens;
        let sentence = self.document.sentence_of(self.document.phrases[p].head);
        let word = |t: usize| tokens.get(t).map_or("", |x| x.lower.as_str());
        let end = self.document.phrases[p].tokens.end;
        let among =
            (end..sentence.tokens.end).find(|t| word(*t) == "among" && word(*t + 1) == "them")?;
        let name = |t: usize| {
            self.mentions
                .actors_beside(self.document, t)
                .iter()
                .any(|m| m.tokens.contains(&t))
        };
        let joins = |t: &usize| name(*t) || matches!(word(*t), "and" | "," | "the");
        let before = (end..among).rev().take_while(joins).last();
        let opened = before.and_then(|from| (from..among).find(|t| word(*t) == ","));
        let stretch = match opened.filter(|_| name(among - 1)) {
            Some(from) => from..among,
            None => among + 2..(among + 2..sentence.tokens.end).take_while(joins).last()? + 1,
        };
        let named = |q: &usize| {
            let phrase = &self.document.phrases[*q];
            stretch.contains(&phrase.head) && self.is_actor(*q)
        };
        let members: Vec<usize> = sentence.phrases.clone().filter(named).collect();
        (!members.is_empty()).then_some(members)
    }

    /// "backed the initiative of Paris to send troops": whose plan it is wants it, whatever others say of it.
    pub(super) fn planned_by(
        &self,
        c: usize,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let clause = &self.document.clauses[c];
        let (ClauseRole::Infinitive, Some(n)) = (clause.role, clause.modifies) else {
            return;
        };
        let noun = &self.document.phrases[n];
        let plan = self
            .classes
            .plan_nouns
            .contains(&self.document.tokens[noun.head].lemma);
        let of = |p: &usize| {
            let phrase = &self.document.phrases[*p];
            phrase.preposition.is_some_and(|x| x >= noun.tokens.end) && self.is_actor(*p)
        };
        let told = !state.cues.is_empty()
            && !state.attitude
            && state.value == Stance::Support
            && self.clause_of(noun.head).is_none_or(|k| {
                let over = &self.document.clauses[k];
                over.negation.is_none() && !self.is_hypothetical(k)
            });
        if plan && told && !clause.subjects.is_empty() && clause.subjects.iter().all(of) {
            let mut state = state.clone();
            // Under what others back it is theirs.
            state.condition = state.condition.filter(|f| !f.strong);
            self.emit_beside(clause.subjects.clone(), mention, &state, findings);
        }
    }

    pub(super) fn emit_beside(
        &self,
        phrases: Vec<usize>,
        mention: &ProposalMention,
        state: &State,
        findings: &mut Findings,
    ) {
        let mut state = state.clone();
        state.strength *= IN_PASSING;
        state.who = Who::Phrases(phrases);
        self.emit(mention, &state, findings);
    }
}
