//! Acts that take place in another country than the topic's, although they are told of its people: "trains Ukrainians in Poland".

use std::ops::Range;

use super::gazetteer::Side;
use super::proposals::ProposalTagger;
use super::theatre::Scene;
use crate::model::Document;

/// Words behind an act in which a word for another country counts.
const REACH: usize = 4;

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
    fn a_place_with_where_is_where_its_clause_takes_place() {
        let text =
            "Ukraine is at war. Oslo has a base in Latvia, where 50 Norwegian soldiers arrived.";
        assert!(proposals(text).is_empty());
    }
}
