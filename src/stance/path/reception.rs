//! How a proposal was received, and by whom: "drew criticism from Moscow", "was welcomed in Kyiv", "reacted with relief to the plan", "support for it
//! came from Oslo".

use super::super::Findings;
use super::super::cues::CueMatch;
use super::presence::is_or_is_not;
use super::{Climb, State, Who};
use crate::model::{Attachment, Clause, ClauseRole, Stance};

/// What a reception that a participle tells is worth beside one of the proposal's own clause.
const WORTH: f64 = 0.85;

impl Climb<'_> {
    /// The proposal is the subject of a clause that tells how it was received, and by whom. Tells whether it was so.
    pub(super) fn received_by(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let verbs = &self.classes.reception_verbs;
        // "His offer to send soldiers met with anger in Moscow": what would be done is received as the plan is.
        let told = state.cues.is_empty()
            || state.participation && !state.attitude && state.value == Stance::Support;
        if !verbs.contains(&clause.lemma) || !told || clause.modal.is_some() {
            return false;
        }
        let Some(favour) = self.reaction_in(clause) else {
            return false;
        };
        let holders = self.placed(clause, true);
        let negated = clause.negation.is_some() && !self.pseudo_negated(clause);
        if holders.is_empty() || negated && !favour {
            return false;
        }
        Self::react(clause, favour != negated, holders, state);
        true
    }

    /// Reads every participle that tells how what its sentence says was received: "offered a force, drawing an angry response from Moscow".
    pub(in crate::stance) fn receptions(&self, findings: &mut Findings) {
        for c in 0..self.document.clauses.len() {
            let clause = &self.document.clauses[c];
            let start = clause.verb_group.start;
            let received = clause.role == ClauseRole::Gerund
                && !clause.passive
                && self.classes.reception_verbs.contains(&clause.lemma)
                && self.free_participle(c)
                && clause.negation.is_none();
            let Some(mention) = received.then(|| self.in_sentence_before(start)).flatten() else {
                continue;
            };
            // "ruled out a force, drawing praise from Moscow": what is received is the refusal.
            let first = self.document.sentences[clause.sentence].tokens.start;
            let wanted = findings
                .among(first..start)
                .all(|(_, f)| matches!(f.stance, Stance::Support | Stance::Conditional));
            let holders = self.placed(clause, true);
            let Some(favour) = self
                .reaction_in(clause)
                .filter(|_| wanted && !holders.is_empty())
            else {
                continue;
            };
            let mut state = State::bare(mention.head, 1);
            state.strength = WORTH;
            Self::react(clause, favour, holders, &mut state);
            self.emit(&mention, &state, findings);
        }
    }

    /// The proposal is what somebody reacts to: "reacted with relief to the plan", "answered the plan with threats". Tells whether it was so.
    pub(super) fn reacts(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let reacts = self.classes.reacting_verbs.contains(&clause.lemma);
        let silent = !reacts || clause.passive || clause.negation.is_some();
        let Some(favour) = self
            .reaction_in(clause)
            .filter(|_| !silent && state.cues.is_empty())
        else {
            return false;
        };
        Self::react(clause, favour, self.subjects(clause), state);
        true
    }

    fn react(clause: &Clause, favour: bool, holders: Vec<usize>, state: &mut State) {
        is_or_is_not(clause.verb_group.clone(), !favour, state);
        if let Some(step) = state.cues.last_mut() {
            "proposal/reception".clone_into(&mut step.rule);
        }
        state.attitude = true;
        // Who receives a plan well or badly takes no part in it by that.
        state.participation = false;
        state.who = Who::Phrases(holders);
    }

    /// Whether the words behind a verb tell of favour or of the contrary; what little there is of favour is the contrary.
    fn reaction_in(&self, clause: &Clause) -> Option<bool> {
        let tokens = &self.document.tokens[clause.verb_group.end..clause.extent.end];
        let mut little = false;
        let mut warm = None;
        for token in tokens {
            let (word, lemma) = (&token.lower, &token.lemma);
            little |= self.classes.scanty_words.contains(word);
            if self.classes.favour_words.contains(word) {
                warm = Some(true);
            } else if self.classes.disfavour_words.contains(word) {
                warm = Some(false);
            }
            if self.classes.favour_nouns.contains(lemma) {
                return Some(warm.unwrap_or(true) && !little);
            }
            if self.classes.disfavour_nouns.contains(lemma) {
                return (!little).then_some(false);
            }
            if self.classes.reception_nouns.contains(lemma) {
                return warm;
            }
        }
        // "went down badly", "responded warmly".
        let adverb = tokens.iter().find_map(|t| {
            let favour = self.classes.favour_words.contains(&t.lower);
            (favour || self.classes.disfavour_words.contains(&t.lower)).then_some(favour)
        });
        adverb.filter(|_| self.classes.reacting_verbs.contains(&clause.lemma))
    }

    /// Whoever a clause names behind its verb as those from whom, in whose capital or among whom something comes.
    pub(super) fn placed(&self, clause: &Clause, of: bool) -> Vec<usize> {
        let from = clause.verb_group.end;
        let first = self.document.sentences[clause.sentence].tokens.start;
        let found = self
            .document
            .phrases_over(&(first..clause.extent.end))
            .find(|p| {
                let phrase = &self.document.phrases[*p];
                // "In Kyiv the idea found no takers".
                let fronted = |x: usize| {
                    x == first && self.document.tokens[x].lower == "in" && phrase.tokens.end < from
                };
                let word = phrase
                    .preposition
                    .filter(|x| *x >= from && clause.extent.contains(x) || fronted(*x))
                    .map(|x| self.document.tokens[x].lower.as_str());
                let place = match word {
                    Some("from" | "in" | "among" | "with") => true,
                    Some("of") => of,
                    _ => false,
                };
                place && self.is_actor(*p) && !self.is_theatre(*p)
            });
        let mut all = found.map(|p| self.coordination(p)).unwrap_or_default();
        all.retain(|p| self.is_actor(*p));
        all
    }

    /// "in Ukraine": the place that a proposal is for, by its name and not by its capital.
    fn is_theatre(&self, p: usize) -> bool {
        let head = self.document.phrases[p].head;
        let inside = self.document.phrases[p]
            .preposition
            .is_some_and(|x| self.document.tokens[x].lower == "in");
        inside
            && self
                .mentions
                .actors_beside(self.document, head)
                .iter()
                .any(|a| {
                    a.head == head
                        && a.form != crate::model::MentionForm::Metonym
                        && a.actors
                            .iter()
                            .any(|x| self.holders.is_belligerent(*x, self.mentions))
                })
    }

    /// "was welcomed in Kyiv": whose capital stands beside a passive of reacting in place of an agent.
    pub(super) fn welcomed_in(&self, clause: &Clause) -> Option<Who> {
        if !self.classes.judging_receptions.contains(&clause.lemma) {
            return None;
        }
        let mut holders = self.placed(clause, false);
        holders.retain(|p| {
            let head = self.document.phrases[*p].head;
            let named = |a: &&crate::model::ActorMention| {
                a.head == head && a.form == crate::model::MentionForm::Metonym
            };
            self.mentions
                .actors_beside(self.document, head)
                .iter()
                .any(|a| named(&a))
        });
        (!holders.is_empty()).then_some(Who::Phrases(holders))
    }

    /// "Support for a force came from Oslo", "resistance to it is strongest in Rome": whose a noun over the proposal is, by its clause.
    pub(super) fn comes_from(&self, c: usize) -> Option<Who> {
        let clause = &self.document.clauses[c];
        let negated = clause.negation.is_some() || clause.modal.is_some();
        let grows = self.classes.spreading_verbs.contains(&clause.lemma);
        if negated || clause.passive || !grows || !clause.objects.is_empty() {
            return None;
        }
        let mut holders = self.placed(clause, false);
        let behind = clause.verb_group.end;
        holders.retain(|p| {
            let start = self.document.phrases[*p].tokens.start;
            start > behind
                && self.document.tokens[behind..start]
                    .iter()
                    .all(|t| t.lower != ",")
        });
        (!holders.is_empty()).then_some(Who::Phrases(holders))
    }

    /// "no appetite in Rome for": whether a noun over the proposal is one of which there is none, by its own determiner or by "there is".
    pub(super) fn is_none(&self, n: usize, m: &CueMatch) -> bool {
        let phrase = &self.document.phrases[n];
        let first = self.document.sentence_of(phrase.head).tokens.start;
        let from = phrase.tokens.start.saturating_sub(1).max(first);
        let no = (from..phrase.head).find(|t| self.document.tokens[*t].lower == "no");
        if let Some(t) = no {
            // "No less support", "no doubt support".
            let only = &self.document.tokens[t + 1].lower;
            return !m.tokens.contains(&t) && !self.classes.restricting_words.contains(only);
        }
        match phrase.attached {
            Attachment::Object(c) | Attachment::Predicative(c) => {
                let clause = &self.document.clauses[c];
                self.existential(c)
                    && clause.negation.is_some_and(|t| !m.tokens.contains(&t))
                    && !self.pseudo_negated(clause)
            }
            _ => false,
        }
    }

    /// "There is no appetite in Rome for", "no reason not to": reads a noun cue of which there is none; false where nothing is said by that. The first
    /// of the states is that without the noun.
    pub(super) fn none_of_noun(&self, m: &CueMatch, before: &State, state: &mut State) -> bool {
        let cue = self.cues.cue(m.cue);
        let against = before.value == Stance::Oppose && !before.cues.is_empty();
        state.value = match cue.negated {
            Some(Stance::Oppose) if against => Stance::Support,
            Some(value) => value,
            None if cue.stance == Stance::Support => Stance::Oppose,
            None => return false,
        };
        state.negated = true;
        true
    }

    /// Reads the negation of the clause that a noun cue stands in; false where nothing is said under it.
    pub(super) fn negate_noun(&self, c: usize, m: &CueMatch, state: &mut State) -> bool {
        let cue = self.cues.cue(m.cue);
        let clause = &self.document.clauses[c];
        if clause.negation.is_some_and(|x| !m.tokens.contains(&x)) && !self.pseudo_negated(clause) {
            match cue.negated {
                Some(value) => state.value = value,
                None if cue.stance == Stance::Support => state.value = Stance::Oppose,
                None => return false,
            }
            state.negated = true;
        }
        true
    }

    /// "little enthusiasm for a force": whether what somebody has of an attitude is next to nothing.
    pub(super) fn is_scanty(&self, n: usize) -> bool {
        let phrase = &self.document.phrases[n];
        let first = self.document.sentence_of(phrase.head).tokens.start;
        // "hardly any support".
        let from = phrase.tokens.start.saturating_sub(2).max(first);
        (from..phrase.head).any(|t| {
            self.classes
                .scanty_words
                .contains(&self.document.tokens[t].lower)
        })
    }

    /// Whether a stance that a noun tells is turned by how little there is of it.
    pub(super) fn scant(&self, n: usize, stance: Stance) -> bool {
        stance == Stance::Support && self.is_scanty(n)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn who_received_a_plan_well_or_badly() {
        for (text, reading) in [
            (
                "The plan for a European force in Ukraine was welcomed in Kyiv.",
                "Ukraine | european-force | support",
            ),
            (
                "The plan for a European force in Ukraine drew criticism from Moscow.",
                "Russia | european-force | oppose",
            ),
            (
                "The plan for a European force in Ukraine got a cool reception in Warsaw.",
                "Poland | european-force | oppose",
            ),
            (
                "Support for a European force in Ukraine came from Denmark.",
                "Denmark | european-force | support",
            ),
            (
                "Kyiv reacted with relief to the plan for a European force in Ukraine.",
                "Ukraine | european-force | support",
            ),
            (
                "Britain and France offered to lead a European force in Ukraine, drawing an angry response from Moscow.",
                "Russia | european-force | oppose",
            ),
            (
                "Macron's offer to send troops to Ukraine met with an angry response from Moscow.",
                "Russia | foreign-force | oppose",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }
}
