//! Negations that deny less than they seem: where a force would stand ("not at the front"), or two contraries at once ("neither endorsed nor rejected").

use super::Climb;
use crate::model::{Clause, NounPhrase, Stance};

/// Words that the longest term for the front has.
const FRONT: usize = 3;

impl Climb<'_> {
    /// "would not be stationed at the front", "will not be there to fight": what is denied is where or what for.
    pub(super) fn denies_place(&self, clause: &Clause) -> bool {
        let ahead = matches!(clause.modal.as_deref(), Some("will" | "would" | "shall"))
            && clause
                .negation
                .is_some_and(|n| clause.verb_group.contains(&n));
        let behind = clause.verb_group.end;
        let near = |t: usize| {
            t >= behind && t <= behind + 3 && self.document.tokens[t].sentence == clause.sentence
        };
        let front = clause.adverbials.iter().any(|p| {
            let phrase = &self.document.phrases[*p];
            phrase.preposition.is_some_and(near) && self.is_front(phrase)
        });
        ahead
            && front
            && (self.classes.presence_verbs.contains(&clause.lemma)
                || self.classes.sending_verbs.contains(&clause.lemma)
                || clause.lemma == "be")
    }

    /// "at the front", "on the line of contact".
    fn is_front(&self, phrase: &NounPhrase) -> bool {
        let words = |t: usize, n: usize| {
            let tokens = self.document.tokens.get(t..t + n)?;
            let words: Vec<&str> = tokens.iter().map(|t| t.lower.as_str()).collect();
            Some(words.join(" "))
        };
        let named = |t: usize, n: usize| {
            words(t, n).is_some_and(|term| self.classes.front_words.contains(&term))
        };
        phrase
            .tokens
            .clone()
            .any(|t| (1..=FRONT).any(|n| named(t, n)))
    }

    /// "neither endorsed nor rejected it": whoever denies a stance and its contrary leaves it open.
    pub(super) fn denies_both(&self, clause: &Clause, stance: Stance) -> bool {
        let contrary = match stance {
            Stance::Support => Stance::Oppose,
            Stance::Oppose => Stance::Support,
            _ => return false,
        };
        let word = |c: &Clause| {
            let negation = &self.document.tokens[c.negation?];
            matches!(negation.lower.as_str(), "neither" | "nor").then_some(&negation.lower)
        };
        let Some(own) = word(clause) else {
            return false;
        };
        let beside = self.document.sentences[clause.sentence].clauses.clone();
        beside.into_iter().any(|c| {
            let other = &self.document.clauses[c];
            let paired = word(other).is_some_and(|w| w != own);
            let mut cues = self.cues_of_clause(c).into_iter();
            paired
                && other.subjects == clause.subjects
                && cues.any(|m| self.cues.cue(m.cue).stance == contrary)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn who_keeps_soldiers_from_the_front_does_not_refuse_them() {
        for text in [
            "European troops would not be stationed at the front in Ukraine, Macron said.",
            "The European force will not stand on the front line in Ukraine, Macron said.",
        ] {
            assert_eq!(
                read(text),
                ["Emmanuel Macron | european-force | support"],
                "{text}"
            );
        }
        assert_eq!(
            read("European troops would not be stationed in Ukraine, Macron said."),
            ["Emmanuel Macron | european-force | oppose"]
        );
    }

    #[test]
    fn who_denies_both_ways_leaves_it_open() {
        for text in [
            "Mark Rutte neither endorsed nor rejected the European force for Ukraine.",
            "Friedrich Merz would neither rule out nor back sending European troops to Ukraine.",
        ] {
            let found = read(text);
            assert!(
                found.len() == 1 && found[0].ends_with("noncommittal"),
                "{found:?}"
            );
        }
        let found = read("Rome will neither send European troops to Ukraine nor pay for them.");
        assert!(found.iter().all(|f| f.ends_with("oppose")), "{found:?}");
    }
}
