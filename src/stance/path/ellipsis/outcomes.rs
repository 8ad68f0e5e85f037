//! What somebody makes of a decision just told, and whether it was one: "The president welcomed this", "the decision pleased Kyiv", "Carney denied it".
//!
//! Who welcomes a refusal refuses. A report that is denied by those of whom it tells shows nothing of them.

use std::collections::BTreeSet;

use super::super::{Climb, Who};
use crate::model::{Clause, Pos, Stance};
use crate::stance::Findings;

/// Sentences on one decision behind which it is looked for.
const REACH: usize = 3;

/// What a verb takes up of the sentence before.
enum Taken {
    /// "this", "it".
    Pronoun,
    /// "the decision", "that vote".
    Noun,
}

impl Climb<'_> {
    /// Which findings are of reports that somebody of the same country then denies: "Papers wrote that Ottawa had promised soldiers. Carney denied it."
    pub(super) fn denied_reports(&self, findings: &Findings) -> BTreeSet<usize> {
        let mut misread = BTreeSet::new();
        for (c, clause) in self.document.clauses.iter().enumerate() {
            let denies = self.classes.denying_verbs.contains(&clause.lemma);
            // "dismissed the report", "called the report false", but not "dismissed it".
            let dismisses = matches!(clause.lemma.as_str(), "dismiss" | "reject")
                || self.classes.judging_verbs.contains(&clause.lemma)
                    && self.is_called_false(clause);
            if !denies && !dismisses || !self.tells_of_before(c) || clause.negation.is_some() {
                continue;
            }
            let [p] = clause.objects[..] else { continue };
            match self.takes_up_by(p, &self.classes.report_nouns) {
                Some(Taken::Noun) => {}
                Some(Taken::Pronoun) if denies => {}
                _ => continue,
            }
            // What nobody is said to have reported is told as it is.
            let mut told = self.attributions.cued_in(clause.sentence - 1);
            if !told.any(|a| !a.content.is_empty()) {
                continue;
            }
            let (own, _) = self.actors_of(&self.subjects(clause), false);
            let country = |a: usize| self.mentions.register[a].country.as_ref();
            let ours = |a: usize| {
                let kin = |d: &usize| *d == a || country(*d).is_some() && country(*d) == country(a);
                own.iter().any(kin)
            };
            let before = &self.document.sentences[clause.sentence - 1].tokens;
            let reported = findings.among(before.clone()).filter(|(_, f)| {
                f.stance == Stance::Support
                    && f.holder.is_some_and(ours)
                    && !f.speaker.is_some_and(ours)
            });
            misread.extend(reported.map(|(i, _)| i));
        }
        misread
    }

    /// "called the report entirely false".
    fn is_called_false(&self, clause: &Clause) -> bool {
        let mut behind = clause.verb_group.end..clause.extent.end;
        behind.any(|t| {
            let word = &self.document.tokens[t].lower;
            self.classes.untrue_words.contains(word)
        })
    }

    /// Reads every clause by which somebody likes or regrets what was decided, and adds to `misread` which findings before took it for the proposal.
    pub(super) fn outcomes(
        &self,
        mut misread: BTreeSet<usize>,
        findings: &mut Findings,
    ) -> BTreeSet<usize> {
        for c in 0..self.document.clauses.len() {
            if self.tells_of_before(c) {
                self.outcome_of(c, findings, &mut misread);
            }
        }
        misread
    }

    fn outcome_of(&self, c: usize, findings: &mut Findings, misread: &mut BTreeSet<usize>) {
        let clause = &self.document.clauses[c];
        let classes = self.classes;
        let [object] = clause.objects[..] else { return };
        let nouns = &classes.outcome_nouns;
        let (pleases, displeases) = (
            classes.pleasing_verbs.contains(&clause.lemma),
            classes.displeasing_verbs.contains(&clause.lemma),
        );
        let (favour, who, taken) = if pleases || displeases {
            let [subject] = clause.subjects[..] else {
                return;
            };
            let Some(taken) = self.takes_up_by(subject, nouns) else {
                return;
            };
            if !self.is_actor(object) {
                return;
            }
            (pleases, self.coordination(object), taken)
        } else {
            let demanded = classes.demanding_verbs.contains(&clause.lemma) && self.had(clause);
            let likes = demanded || classes.liking_verbs.contains(&clause.lemma);
            if !likes && !classes.regretting_verbs.contains(&clause.lemma) {
                return;
            }
            let Some(taken) = self.takes_up_by(object, nouns) else {
                return;
            };
            (likes, self.subjects(clause), taken)
        };
        let negated = clause.negation.is_some() && !self.pseudo_negated(clause);
        if negated && !favour {
            return;
        }
        // "Berlin criticised the decision. Rome welcomed it": behind others who speak of it, a decision is that of the sentence before theirs.
        let mut last = clause.sentence - 1;
        let first = last.saturating_sub(REACH);
        while last > first && self.speaks_of_outcome(last) {
            last -= 1;
        }
        let before = self.document.sentences[last].tokens.clone();
        let refused = || {
            let told = findings.among(before.clone());
            let mut told = told.filter(|(_, f)| f.confidence > 0.0).peekable();
            told.peek().is_some() && told.all(|(_, f)| f.stance == Stance::Oppose)
        };
        // "it" is the proposal itself, but where the sentence before tells of nothing but a refusal.
        let same = last + 1 == clause.sentence;
        if same && matches!(taken, Taken::Pronoun) && !refused() {
            return;
        }
        if self.last_held(before.end - 1, &[], 0, findings).is_none() {
            return;
        }
        let taken: Vec<usize> = findings
            .among(clause.extent.clone())
            .map(|(i, _)| i)
            .collect();
        for i in taken {
            findings.discount(i);
            misread.insert(i);
        }
        let words = clause.verb_group.clone();
        let who = Who::Phrases(who);
        self.take_over(before.end - 1, &[], favour == negated, words, who, findings);
    }

    /// Whether a sentence is about "the decision" or "the vote" of the one before.
    fn speaks_of_outcome(&self, sentence: usize) -> bool {
        let tokens = &self.document.sentences[sentence].tokens;
        self.document.phrases_over(tokens).any(|p| {
            let taken = self.takes_up_by(p, &self.classes.outcome_nouns);
            matches!(taken, Some(Taken::Noun))
        })
    }

    /// "had demanded this".
    fn had(&self, clause: &Clause) -> bool {
        let mut group = clause.verb_group.clone();
        group.any(|t| self.document.tokens[t].lower == "had")
    }

    /// Whether a clause of evidence tells something by itself, behind another sentence.
    fn tells_of_before(&self, c: usize) -> bool {
        let clause = &self.document.clauses[c];
        let sentence = self.document.sentence_of(clause.verb);
        clause.finite
            && !clause.passive
            && clause.modal.is_none()
            && clause.sentence > 0
            && self.document.paragraphs[sentence.paragraph].is_evidence()
            && !self.is_subordinate(c)
    }

    /// Whether a phrase is a pronoun, or one of some nouns with nothing behind it, that takes up what the sentence before tells.
    fn takes_up_by(&self, p: usize, nouns: &rustc_hash::FxHashSet<String>) -> Option<Taken> {
        let phrase = &self.document.phrases[p];
        let head = &self.document.tokens[phrase.head];
        if phrase.preposition.is_some() || phrase.coordinated.is_some() {
            return None;
        }
        let next = self.document.tokens.get(phrase.tokens.end);
        if phrase.tokens.len() == 1 && matches!(head.lower.as_str(), "it" | "this" | "that") {
            // "had urged it to send soldiers".
            let does = next.is_some_and(|t| t.pos == Pos::To || t.pos.is_verb());
            return (!does).then_some(Taken::Pronoun);
        }
        let first = &self.document.tokens[phrase.tokens.start];
        let short = phrase.tokens.len() == 2
            && matches!(first.lower.as_str(), "the" | "this" | "that" | "such");
        let goes_on = next.is_some_and(|t| {
            t.sentence == head.sentence
                && (matches!(t.pos, Pos::Preposition | Pos::To) || t.lower == "that")
        });
        (short && !goes_on && nouns.contains(&head.lemma)).then_some(Taken::Noun)
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::tests::read;

    /// What somebody holds who is named behind a refusal.
    fn holds(text: &str, holder: &str) -> Vec<String> {
        let found = read(&format!("Italy will not send troops to Ukraine. {text}"));
        found
            .into_iter()
            .filter(|f| f.starts_with(holder))
            .collect()
    }

    #[test]
    fn who_welcomes_a_refusal_refuses() {
        for text in [
            "Robert Fico welcomed this.",
            "Robert Fico had demanded this.",
            "Robert Fico praised the decision.",
            "The decision pleased Robert Fico.",
        ] {
            let held = holds(text, "Robert Fico");
            assert_eq!(held, ["Robert Fico | european-force | oppose"], "{text}");
        }
        for text in [
            "Donald Tusk regretted it.",
            "Donald Tusk criticised the decision.",
            "Donald Tusk did not welcome this.",
            "The announcement angered Donald Tusk.",
        ] {
            let held = holds(text, "Donald Tusk");
            assert_eq!(held, ["Donald Tusk | european-force | support"], "{text}");
        }
    }

    #[test]
    fn a_decision_stays_what_it_was_behind_others_who_speak_of_it() {
        let text = "Donald Tusk criticised the decision. Robert Fico welcomed it.";
        let held = holds(text, "Robert Fico");
        assert_eq!(held, ["Robert Fico | european-force | oppose"]);
    }

    #[test]
    fn who_welcomes_a_proposal_wants_it() {
        let text = "France wants to send troops to Ukraine. Donald Tusk welcomed this.";
        let held = read(text);
        let of_tusk = |f: &String| f.starts_with("Donald Tusk") && f.ends_with("support");
        assert!(held.iter().any(of_tusk), "{held:?}");
        let other =
            "Italy will not send troops to Ukraine. Donald Tusk praised the decision of the court.";
        assert!(!read(other).iter().any(|f| f.starts_with("Donald Tusk")));
    }

    #[test]
    fn what_is_denied_was_never_held() {
        let backs = |f: &String| f.ends_with("support");
        let text = "Newspapers reported that Canada had promised troops for a force in Ukraine. ";
        assert!(
            !read(&format!("{text}Mark Carney denied it."))
                .iter()
                .any(backs)
        );
        assert!(read(&format!("{text}Mark Carney called the report false.")).is_empty());
        assert!(
            read(&format!("{text}Donald Trump denied it."))
                .iter()
                .any(backs)
        );
        assert!(
            read(&format!("{text}Mark Carney did not deny it."))
                .iter()
                .any(backs)
        );
    }
}
