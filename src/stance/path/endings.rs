//! What shall end: "wants deliveries to stop", "called for the plan to be dropped", "the plan has to be shelved".

use super::super::cues::CueMatch;
use super::{Climb, State};
use crate::lexicon::CueClass;
use crate::model::{Attachment, ClauseRole, Pos, Stance};

impl Climb<'_> {
    /// The infinitive behind a phrase, or behind what the phrase hangs on, that says of it, as its subject, that it shall end: "wants the plan
    /// for a force to be dropped". Whoever governs the phrase governs that.
    pub(super) fn shall_end(&self, p: usize, state: &State) -> Option<usize> {
        if !state.cues.is_empty() {
            return None;
        }
        let sentence = self.document.tokens[self.document.phrases[p].head].sentence;
        let mut at = p;
        for _ in 0..3 {
            let end = self.document.phrases[at].tokens.end;
            let mut clauses = self.document.sentences[sentence].clauses.clone();
            let found = clauses.find(|c| {
                let clause = &self.document.clauses[*c];
                clause.role == ClauseRole::Infinitive
                    && clause.subjects.contains(&at)
                    && clause.verb_group.start >= end
                    && clause.parent.is_some_and(|p| self.wishes(p))
                    && self.ending(*c).is_some()
            });
            if found.is_some() {
                return found;
            }
            // "the plan for a force".
            let Attachment::Noun(over) = self.document.phrases[at].attached else {
                return None;
            };
            at = over;
        }
        None
    }

    /// Whether a clause tells what somebody would have, and not what he foresees ("expects deliveries to stop").
    fn wishes(&self, c: usize) -> bool {
        self.document.clauses[c].lemma != "expect"
    }

    /// The cue by which a clause tells that its subject ends or is ended: "be dropped", "stop", "come to an end".
    fn ending(&self, c: usize) -> Option<CueMatch> {
        let clause = &self.document.clauses[c];
        let wished = clause.role == ClauseRole::Content
            && self.document.tokens[clause.verb].pos == Pos::VerbPast;
        let alone = self.classes.ending_verbs.contains(&clause.lemma) && clause.objects.is_empty();
        self.cues_of_clause(c).into_iter().find(|m| {
            let cue = self.cues.cue(m.cue);
            cue.stance == Stance::Oppose
                && m.tokens.start <= clause.verb
                && if clause.passive || wished {
                    m.head == clause.verb && cue.takes("object") && !cue.takes("subject")
                } else {
                    alone && m.words == 1 && m.head == clause.verb
                }
        })
    }

    /// "has to be shelved", "needs to stop", "demanded that it end": what is told of the subject is that it must end. Tells whether it was so.
    pub(super) fn told_to_end(&self, c: usize, state: &mut State) -> bool {
        let Some((k, m)) = self.must_end(c) else {
            return false;
        };
        let clause = &self.document.clauses[c];
        self.apply(state, &m, &self.document.clauses[k]);
        if k != c && clause.negation.is_some() {
            // "does not have to be shelved".
            state.value = Stance::Noncommittal;
            state.negated = true;
        }
        state.who = self.agent(clause);
        state.attitude = true;
        true
    }

    /// The clause in which the predicate of a subject tells that it must end, and its cue: "has to be shelved", "needs to stop"; or, asked for,
    /// that it end ("demanded that deliveries stop").
    fn must_end(&self, c: usize) -> Option<(usize, CueMatch)> {
        let clause = &self.document.clauses[c];
        let bound = |m: &CueMatch| self.cues.cue(m.cue).class == CueClass::Deontic;
        if self.subject_cue(c).is_some_and(|m| bound(&m)) {
            let infinitive = clause.children.iter().copied().find(|k| {
                self.document.clauses[*k].role == ClauseRole::Infinitive
                    && self.document.clauses[*k].verb > clause.verb
            });
            return infinitive.and_then(|k| self.ending(k).map(|m| (k, m)));
        }
        let must = matches!(clause.modal.as_deref(), Some("must" | "ought" | "should"));
        let asked = match clause.role {
            _ if must && !clause.passive => true,
            ClauseRole::Infinitive | ClauseRole::Gerund => true,
            ClauseRole::Content => clause.modal.is_none() && self.is_asked_for(c),
            _ => false,
        };
        if !asked {
            return None;
        }
        self.ending(c).map(|m| (c, m))
    }

    /// "demanded that it stop", "wants it stopped": what the clause tells is not told but asked for.
    fn is_asked_for(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let Some(p) = clause.parent else {
            return false;
        };
        let wished = clause.subordinator.is_none()
            && self.document.tokens[clause.verb].pos == Pos::VerbPast
            && self
                .classes
                .wishing_verbs
                .contains(&self.document.clauses[p].lemma);
        if wished {
            return true;
        }
        self.cues_of_clause(p).iter().any(|m| {
            let cue = self.cues.cue(m.cue);
            cue.class == CueClass::Request && cue.takes("that")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn who_wants_it_to_end_is_against_it() {
        for text in [
            "Orban wants arms deliveries to Ukraine to stop.",
            "Orban wants arms deliveries to Ukraine stopped.",
            "Orban called for arms deliveries to Ukraine to end.",
            "Orban wants military aid to Ukraine to be halted.",
            "Orban wants military aid for Ukraine to end.",
            "Military aid to Ukraine has to end, Orban said.",
            "Military aid to Ukraine needs to be suspended, Orban said.",
        ] {
            assert_eq!(
                read(text),
                ["Viktor Orban | arm-ukraine | oppose"],
                "{text}"
            );
        }
        for text in [
            "Orban wants the plan for a European force in Ukraine to be dropped.",
            "The idea of a European force in Ukraine ought to be given up, Orban said.",
            "The plan for a European force in Ukraine had to be shelved, Orban said.",
        ] {
            assert_eq!(
                read(text),
                ["Viktor Orban | european-force | oppose"],
                "{text}"
            );
        }
    }

    #[test]
    fn who_does_not_want_it_to_end_is_for_it() {
        assert_eq!(
            read("Merz does not want arms deliveries to Ukraine to stop."),
            ["Friedrich Merz | arm-ukraine | support"]
        );
        assert_eq!(
            read("Military aid for Ukraine must not end, Merz said."),
            ["Friedrich Merz | arm-ukraine | support"]
        );
        assert_eq!(
            read("Merz wants arms deliveries to Ukraine to go on."),
            ["Friedrich Merz | arm-ukraine | support"]
        );
        assert_eq!(
            read("Arms deliveries to Ukraine stopped in March, Merz said."),
            [""; 0]
        );
    }
}
