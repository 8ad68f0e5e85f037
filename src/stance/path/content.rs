//! Content clauses that no cue governs: what is believed, said or left unsaid, and what a noun states.

use super::links::{Governor, Kind, Link};
use super::{Climb, State, Who};
use crate::model::{Attachment, ClauseRole, Pos, Stance};

/// What asks for the act of a content clause.
pub(super) enum Asking {
    /// The cue over the clause.
    Cue(Governor),
    /// The owner of the phrase that states it.
    Owner(usize),
}

/// What a clause with "that" is, behind the noun that is the subject of the verb above it.
pub(super) enum Told {
    /// So: "the fact that".
    Fact,
    /// As that noun is taken: "the idea that ... was rejected".
    As(usize),
    /// Nobody says it: "rumours that ... have spread".
    Nobodys,
}

impl Climb<'_> {
    /// "Rome's official line is that": the noun whose owner says what the clause under it says, and whether he asks it of others.
    pub(super) fn stated_by(&self, c: usize) -> Option<(usize, bool)> {
        let clause = &self.document.clauses[c];
        let n = *clause.subjects.first().filter(|_| clause.lemma == "be")?;
        let noun = &self.document.tokens[self.document.phrases[n].head].lemma;
        let owned = || {
            self.holders
                .of_owner(self.document, self.mentions, self.attributions, n)
        };
        let asks = self.classes.demand_nouns.contains(noun);
        (self.classes.position_nouns.contains(noun) && owned().is_some()).then_some((n, asks))
    }

    /// "The fact that Rome opposes a force is", "The idea that Rome would send one was rejected": what a clause is that tells of the subject above it.
    pub(super) fn told_by_subject(&self, c: usize, p: usize) -> Option<Told> {
        let clause = &self.document.clauses[c];
        let opener = clause.subordinator.filter(|_| c < p)?;
        let n = self.document.find_phrase(opener.checked_sub(1)?, |x| {
            x.tokens.end == opener && x.head + 1 == opener
        })?;
        let phrase = &self.document.phrases[n];
        if phrase.attached != Attachment::Subject(p) {
            return None;
        }
        let noun = &self.document.tokens[phrase.head].lemma;
        let first = self.document.tokens[phrase.tokens.start].lower.as_str();
        if self.classes.fact_nouns.contains(noun) && first == "the" {
            return Some(Told::Fact);
        }
        let taken = self.subject_cue(p).is_some() || !self.cues_of_clause(p).is_empty();
        Some(if taken { Told::As(n) } else { Told::Nobodys })
    }

    /// "its dislike of the idea that Ukraine should join": what refuses the noun refuses what the clause behind it tells.
    pub(super) fn over_told_noun(&self, c: usize) -> Option<(Governor, Link)> {
        let opener = self.document.clauses[c].subordinator?;
        let n = self.document.find_phrase(opener.saturating_sub(1), |p| {
            p.tokens.end == opener && p.head + 1 == opener
        })?;
        let noun = &self.document.tokens[opener - 1].lemma;
        let told = self.document.tokens[opener].lower == "that"
            && self.classes.content_nouns.contains(noun);
        let link = Link::phrase(self.document, n);
        let governor = self.governor(&link).filter(|_| told)?;
        let (Governor::Noun(_, m) | Governor::Clause(_, m)) = &governor;
        (self.cues.cue(m.cue).stance == Stance::Oppose).then_some((governor, link))
    }

    /// "demanded that Ukraine withdraw and renounce joining NATO": the second of two content clauses of one subject is asked for too, by the cue
    /// over the first, or by the owner of the noun that states them.
    pub(super) fn asked_beside(&self, c: usize) -> Option<Asking> {
        let clause = &self.document.clauses[c];
        let first = &self.document.clauses[clause.parent?];
        let both = first.role == ClauseRole::Content && first.subjects == clause.subjects;
        let bare = self.document.tokens[clause.verb].pos == Pos::VerbBase;
        let p = first.parent.filter(|_| both && bare)?;
        let link = Link::clause(self.document, clause.parent?, Kind::That);
        if let Some(m) = self.clause_cue(p, &link) {
            return Some(Asking::Cue(Governor::Clause(p, m)));
        }
        let (n, asks) = self.stated_by(p)?;
        asks.then_some(Asking::Owner(n))
    }

    /// "Turkey has not said that it would send soldiers", "refused to promise that it would" leave it open; what "no one said" is nobody's. Tells
    /// whether nothing is left to say.
    pub(super) fn unsaid(&self, c: usize, state: &mut State) -> bool {
        let clause = &self.document.clauses[c];
        let negator = clause.negation.filter(|_| !self.pseudo_negated(clause));
        let withheld = self.is_withheld(c);
        if negator.is_none() && !withheld || !self.classes.assertion_verbs.contains(&clause.lemma) {
            return false;
        }
        let verbal = negator.is_none_or(|n| clause.verb_group.contains(&n));
        let own = match &state.who {
            Who::Phrases(list) => self.same_actors(list, &clause.subjects),
            _ => true,
        };
        if !verbal || !own && !withheld || state.value == Stance::Oppose {
            return true;
        }
        state.value = Stance::Noncommittal;
        state.who = Who::Phrases(self.subjects(clause));
        state.attitude = true;
        false
    }

    /// "refused to promise that", "failed to say that": whether a clause hangs on what says that it was not said.
    pub(super) fn is_withheld(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let hangs = clause.role == ClauseRole::Infinitive && clause.modifies.is_none();
        let Some(p) = clause.parent.filter(|_| hangs) else {
            return false;
        };
        let above = &self.document.clauses[p];
        let refuses = || {
            self.cues_of_clause(p).iter().any(|m| {
                let cue = self.cues.cue(m.cue);
                matches!(cue.stance, Stance::Oppose | Stance::Noncommittal) && cue.takes("to")
            })
        };
        above.negation.is_none() && (self.classes.failing_verbs.contains(&above.lemma) || refuses())
    }

    /// Whether two lists of phrases mean an actor in common.
    pub(super) fn same_actors(&self, a: &[usize], b: &[usize]) -> bool {
        let of = |list: &[usize]| -> Vec<usize> {
            let found = list.iter().filter_map(|p| {
                self.holders
                    .of_phrase(self.document, self.mentions, self.attributions, *p)
            });
            found.flat_map(|(actors, _)| actors).collect()
        };
        let (a, b) = (of(a), of(b));
        a.iter().any(|x| b.contains(x))
    }

    /// "Weber, a retired general, holds that troops are needed": where nobody is known to say it, the subject of a verb of speech does.
    pub(super) fn held_above(&self, content: usize, c: usize, state: &mut State) {
        let clause = &self.document.clauses[c];
        // "repeated its demand that": the clause is the noun's.
        let opener = self.document.clauses[content].subordinator;
        let nouns = opener
            .and_then(|s| s.checked_sub(1))
            .is_some_and(|t| self.document.tokens[t].pos == Pos::Noun);
        if nouns {
            return;
        }
        let nobodys = matches!(state.who, Who::Nobody | Who::Declared(_)) && clause.finite;
        if !nobodys
            || clause.passive
            || clause.negation.is_some()
            || !self.holders.is_speech(&clause.lemma)
            || !clause.subjects.iter().any(|p| self.is_actor(*p))
        {
            return;
        }
        let said = self.holders.sources_of_token(
            self.document,
            self.mentions,
            self.attributions,
            state.token,
        );
        if said.is_none() {
            state.who = Who::Phrases(self.subjects(clause));
        }
    }

    /// "I do not believe there will be": the negation of a verb of thinking falls on what it governs.
    pub(super) fn disbelieved(&self, c: usize, state: &mut State) {
        let clause = &self.document.clauses[c];
        let denied = clause.negation.is_some() && !self.pseudo_negated(clause);
        if !denied || state.cues.is_empty() || !self.classes.raising_verbs.contains(&clause.lemma) {
            return;
        }
        state.value = match state.value {
            Stance::Oppose => Stance::Noncommittal,
            _ => Stance::Oppose,
        };
        state.negated = true;
        if matches!(state.who, Who::Nobody | Who::Declared(_)) {
            state.who = Who::Phrases(self.subjects(clause));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn whoever_holds_that_something_is_so_says_it() {
        assert_eq!(
            read(
                "Donald Tusk, the Polish leader, holds that European soldiers in Ukraine are indispensable."
            ),
            ["Donald Tusk | european-force | support"]
        );
    }

    #[test]
    fn who_refuses_an_idea_refuses_what_it_tells() {
        for text in [
            "Spain made no secret of its dislike of the idea that Ukraine should join NATO.",
            "Spain is unconvinced that Ukraine should join NATO.",
            "Spain questions whether Ukraine should join NATO.",
        ] {
            assert_eq!(read(text), ["Spain | nato-membership | oppose"], "{text}");
        }
    }

    #[test]
    fn what_is_repeated_is_what_stands_beside_it() {
        let text = "Paris wants security guarantees for Ukraine. Kyiv has called an election, and Moscow has not.";
        assert_eq!(read(text), ["France | security-guarantees | support"]);
    }

    #[test]
    fn what_somebody_refuses_to_promise_is_left_open() {
        for verb in ["refused to promise", "declined to confirm"] {
            let text = format!("Donald Tusk {verb} that Poland would send troops to Ukraine.");
            assert_eq!(read(&text), ["Donald Tusk | european-force | noncommittal"]);
        }
        let text = "Donald Tusk did not hesitate to say that Poland would send troops to Ukraine.";
        assert_eq!(read(text), ["Donald Tusk | european-force | support"]);
    }
}
