//! Acts that take place in another country than the topic's, although they are told of its people: "trains Ukrainians in Poland".

use std::ops::Range;

use rustc_hash::FxHashSet;

use super::gazetteer::Side;
use super::proposals::ProposalTagger;
use super::theatre::Scene;
use crate::model::{Document, Owner};

/// Words behind an act in which a word for another country counts.
const REACH: usize = 4;
/// Words behind a head in which whom it is for counts.
const PURPOSE: usize = 3;

impl ProposalTagger {
    /// "trains Ukrainians in Poland": an act on people of the theatre that is done in another country.
    pub(super) fn trained_abroad(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        tokens: &Range<usize>,
    ) -> bool {
        let act = document.clauses[document.clauses_over(tokens)]
            .iter()
            .find(|c| tokens.contains(&c.verb));
        act.is_some_and(|c| {
            let named = |p: &usize| scene.named(&document.phrases[*p].tokens);
            let lies = |p: &usize| self.lies_in_sender(document, scene, *p);
            // "outside the country", "abroad".
            let word = |t: usize| {
                self.classes
                    .abroad_words
                    .contains(&document.tokens[t].lower)
            };
            let away = (tokens.end..document.sentence_of(c.verb).tokens.end)
                .take(REACH)
                .any(word);
            away || c.adverbials.iter().any(lies) && !c.adverbials.iter().any(named)
        })
    }

    /// "the mission that trains Ukrainians in Poland": what a clause behind a noun says to train in another country is no force there.
    pub(super) fn trains_abroad(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        phrase: usize,
    ) -> bool {
        let sentence = document.tokens[document.phrases[phrase].head].sentence;
        let clauses = document.sentences[sentence].clauses.clone();
        document.clauses[clauses].iter().any(|c| {
            let trains =
                c.modifies == Some(phrase) && self.classes.training_verbs.contains(&c.lemma);
            let inside = |p: &usize| {
                let phrase = &document.phrases[*p];
                phrase.preposition.is_some() && c.extent.contains(&phrase.head)
            };
            trains
                && document
                    .phrases_over(&c.extent)
                    .filter(inside)
                    .any(|p| self.lies_in_sender(document, scene, p))
        })
    }

    /// Whether a phrase is a country behind a preposition that makes it a place or a beneficiary.
    pub(super) fn lies_in_sender(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        phrase: usize,
    ) -> bool {
        // "near Russia's borders": the borders may be Ukraine's.
        let owned = Some(Owner::Phrase(phrase));
        let near = document.phrases_beside(document.phrases[phrase].head);
        if near.iter().any(|p| p.owner == owned) {
            return false;
        }
        let phrase = &document.phrases[phrase];
        let Some(preposition) = phrase.preposition else {
            return false;
        };
        self.classes
            .place_prepositions
            .contains(&document.tokens[preposition].lower)
            && scene.is_sender(phrase)
    }

    /// "withdraws 800 soldiers from Romania", "pulls troops out of Germany": whether a clause tells of leaving a country that is not the topic's.
    pub(super) fn leaves_sender(&self, document: &Document, scene: &Scene<'_>, c: usize) -> bool {
        let clause = &document.clauses[c];
        let word = |t: usize| document.tokens[t].lower.as_str();
        let left = |p: usize| {
            let phrase = &document.phrases[p];
            phrase.preposition.is_some_and(|x| {
                let out = x > 0 && word(x) == "of" && word(x - 1) == "out";
                phrase.head > clause.verb && (out || word(x) == "from") && scene.is_sender(phrase)
            })
        };
        self.classes.leaving_verbs.contains(&clause.lemma)
            && document.phrases_over(&clause.extent).any(left)
    }

    /// Whether heads around some tokens are those of another matter: "guarantees" in a sentence on a loan, or right behind it.
    pub(super) fn of_another_matter(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        family: Option<usize>,
        tokens: &Range<usize>,
    ) -> bool {
        let Some(matters) = family
            .map(|f| &self.matters[f])
            .filter(|m| !m.other.is_empty())
        else {
            return false;
        };
        let number = document.tokens[tokens.start].sentence;
        let here = &document.sentences[number];
        let same = |s: &usize| document.sentences[*s].paragraph == here.paragraph;
        let before = number.checked_sub(1).filter(same);
        let has = |s: usize, words: &FxHashSet<String>| {
            let tokens = &document.tokens[document.sentences[s].tokens.clone()];
            tokens.iter().any(|t| words.contains(&t.lemma))
        };
        // "guarantees for Ukraine": it says itself what it is for.
        let behind = tokens.end..(tokens.end + PURPOSE).min(here.tokens.end);
        if scene.named(&(tokens.start..behind.end)) {
            return false;
        }
        let other = has(number, &matters.other) || before.is_some_and(|s| has(s, &matters.other));
        other && !has(number, &matters.own)
    }

    /// The side of the place that a clause with "where" is about.
    pub(super) fn where_side(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        c: usize,
    ) -> Option<Side> {
        let start = document.clauses[c].extent.start;
        let opens = document.tokens[start].lower == "where";
        let before = start.checked_sub(1).filter(|_| opens)?;
        let end = before + usize::from(document.tokens[before].lower != ",");
        let place = document.find_phrase(end.saturating_sub(1), |p| {
            p.tokens.end == end && p.preposition.is_some()
        })?;
        let side = scene.side_in(&document.phrases[place].tokens);
        side.or_else(|| {
            self.lies_in_sender(document, scene, place)
                .then_some(Side::There)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::proposals;

    #[test]
    fn training_in_another_country_is_no_proposal() {
        let there = proposals("Danish instructors could train Ukrainians in Ukraine.");
        assert!(there.iter().any(|p| p == "training-mission"), "{there:?}");
        let abroad = proposals("Danish soldiers train Ukrainians in Poland.");
        assert!(
            !abroad.iter().any(|p| p == "training-mission"),
            "{abroad:?}"
        );
        for place in ["outside the country", "outside Ukraine", "abroad"] {
            let abroad = proposals(&format!("Danish soldiers could train Ukrainians {place}."));
            let found = abroad.iter().any(|p| p == "training-mission");
            assert!(!found, "{abroad:?}");
        }
    }

    #[test]
    fn a_mission_that_trains_in_another_country_is_no_proposal() {
        let opening = "Ukraine is at war.";
        let text = "Norway said yes to the EU mission that trains Ukrainian soldiers in Poland.";
        let found = proposals(&format!("{opening} {text}"));
        assert!(found.is_empty(), "{found:?}");
    }

    #[test]
    fn whoever_leaves_another_country_leaves_no_force_in_the_theatre() {
        let opening = "The war in Ukraine goes on.";
        for text in [
            "Washington will withdraw 800 soldiers from Romania.",
            "Washington will pull troops out of Germany.",
        ] {
            let found = proposals(&format!("{opening} {text}"));
            assert!(found.is_empty(), "{text}: {found:?}");
        }
        let here = proposals("London sends soldiers from Estonia to Ukraine.");
        assert_eq!(here, ["european-force"]);
    }

    #[test]
    fn guarantees_for_a_loan_are_another_matter() {
        let opening = "Brussels wants to lend frozen Russian assets to Ukraine.";
        let wants = "Belgium wants guarantees from the others.";
        let found = proposals(&format!("{opening} {wants}"));
        assert!(found.is_empty(), "{found:?}");
        let own = "Kyiv wants security guarantees.";
        assert_eq!(
            proposals(&format!("{opening} {own}")),
            ["security-guarantees"]
        );
    }

    #[test]
    fn a_place_with_where_is_where_its_clause_takes_place() {
        let text =
            "Ukraine is at war. Oslo has a base in Latvia, where 50 Norwegian soldiers arrived.";
        assert!(proposals(text).is_empty());
    }
}
