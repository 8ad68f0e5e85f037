//! Titles of office that a pronoun owns ("his foreign minister"), and those that only one person bears ("the commission president").

use jiff::civil::Date;

use super::actors::{ActorTagger, Reading};
use super::names::Name;
use crate::model::{Attachment, Document, MentionForm};

/// Phrases before the office among which its owner is looked for.
const REACH: usize = 30;

impl ActorTagger {
    /// "Putin praised it, but his foreign minister": whoever holds the office in the country of the person, or the country, whom the pronoun means:
    /// the nearest subject that it agrees with, in this sentence or the one before.
    pub(super) fn of_owner_before(
        &self,
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        pronoun: usize,
        titles: &[&Name],
        day: Option<Date>,
    ) -> Option<usize> {
        let actor = self.owner_before(document, done, p, pronoun)?;
        let owner = document.tokens[pronoun].lower.as_str();
        let country = if owner == "its" {
            actor
        } else {
            let mut roles = self.known[actor].roles.iter();
            let of = roles
                .find(|(_, _, r)| r.holds_on(day))
                .map(|(_, of, _)| *of);
            of.or(self.known[actor].parent)?
        };
        let held = titles
            .iter()
            .find_map(|t| self.holder(t.index, country, day));
        held.filter(|h| *h != actor)
    }

    /// Whom a possessive pronoun means: the nearest subject before that it agrees with, in this sentence or the one before, or else the nearest of all.
    pub(super) fn owner_before(
        &self,
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        pronoun: usize,
    ) -> Option<usize> {
        let owner = document.tokens[pronoun].lower.as_str();
        let sentence = document.tokens[pronoun].sentence;
        let agrees = |actor: usize| {
            let of = &self.known[actor].actor;
            match owner {
                "his" => of.kind == "person" && of.gender != Some('f'),
                "her" => of.kind == "person" && of.gender != Some('m'),
                "its" => of.kind == "country",
                _ => false,
            }
        };
        let near = (p.saturating_sub(REACH)..p).rev().filter_map(|q| {
            let phrase = &document.phrases[q];
            let reading = done[q].as_ref()?;
            let [actor] = reading.actors[..] else {
                return None;
            };
            let told = reading.form != MentionForm::Demonym
                && sentence - document.tokens[phrase.head].sentence <= 1
                && agrees(actor);
            told.then_some((actor, matches!(phrase.attached, Attachment::Subject(_))))
        });
        let near: Vec<(usize, bool)> = near.collect();
        let found = near.iter().find(|(_, subject)| *subject).or(near.first());
        found.map(|(actor, _)| *actor)
    }

    /// "the commission president": where a title of several words is borne by one person alone, nobody need be named before.
    pub(super) fn only_holder(
        &self,
        document: &Document,
        titles: &[&Name],
        day: Option<Date>,
    ) -> Option<usize> {
        let whole = |t: &&&Name| {
            document.slice(t.span).contains(char::is_whitespace) && !self.shared_titles[t.index]
        };
        titles.iter().find(whole).and_then(|t| {
            let holds = |actor: &usize| {
                let mut roles = self.known[*actor].roles.iter();
                roles.any(|(title, _, r)| *title == t.index && r.holds_on(day))
            };
            let mut all = (0..self.known.len()).filter(holds);
            let first = all.next()?;
            all.next().is_none().then_some(first)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::actors;

    #[test]
    fn an_office_that_a_pronoun_owns_is_of_its_country() {
        let found =
            actors("Donald Tusk waited in Kyiv, but his foreign minister rejected the force.");
        assert!(found.iter().any(|a| a == "Radoslaw Sikorski"), "{found:?}");
    }

    #[test]
    fn a_title_of_one_person_needs_no_name() {
        let found = actors("The commission president backs a force for Ukraine.");
        assert!(
            found.iter().any(|a| a == "Ursula von der Leyen"),
            "{found:?}"
        );
    }

    #[test]
    fn the_latter_is_whoever_was_named_last() {
        let found = actors("Donald Tusk met Keir Starmer. The latter backs a force for Ukraine.");
        assert_eq!(found.iter().filter(|a| *a == "Keir Starmer").count(), 2);
    }

    #[test]
    fn a_country_behind_whose_is_that_of_the_name() {
        let found = actors("Donald Tusk, whose government backs a force for Ukraine, left.");
        assert!(found.iter().any(|a| a == "Poland"), "{found:?}");
    }
}
