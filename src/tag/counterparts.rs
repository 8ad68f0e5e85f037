//! Persons told by whom they stand beside: "his Estonian colleague", "her Polish counterpart", "his successor".

use jiff::civil::Date;

use super::actors::{ActorTagger, Reading};
use super::names::{Name, NameKind};
use crate::model::{Document, MentionForm, Owner};

impl ActorTagger {
    /// Whoever holds in another country the office of the person whom a pronoun means, or that country where nobody is known to; of a
    /// successor, whoever holds the very office by now.
    pub(super) fn counterpart(
        &self,
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        inside: &[&Name],
        day: Option<Date>,
    ) -> Option<Reading> {
        let phrase = &document.phrases[p];
        let Some(Owner::Pronoun(pronoun)) = phrase.owner else {
            return None;
        };
        let word = document.tokens[phrase.head].lower.as_str();
        let beside = matches!(word, "colleague" | "counterpart");
        if !beside && word != "successor" {
            return None;
        }
        let person = self.owner_before(document, done, p, pronoun)?;
        let roles = &self.known[person].roles;
        let title = |actors: Vec<usize>| Reading {
            actors,
            form: MentionForm::Title,
            certainty: 80,
        };
        if !beside {
            let mut offices = roles.iter().rev().filter(|(_, _, r)| !r.holds_on(day));
            let now = offices.find_map(|(t, of, _)| self.holder(*t, *of, day))?;
            return (now != person).then(|| title(vec![now]));
        }
        let mut adjectives = inside.iter().filter(|n| n.kind == NameKind::Demonym);
        let country = adjectives.next()?.index;
        let mut offices = roles.iter().filter(|(_, _, r)| r.holds_on(day)).peekable();
        offices.peek()?;
        let same = offices.find_map(|(t, _, _)| self.holder(*t, country, day));
        Some(match same.filter(|a| *a != person) {
            Some(actor) => title(vec![actor]),
            None => Reading {
                actors: vec![self.government_of(country)],
                form: MentionForm::Office,
                certainty: 70,
            },
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::actors;

    #[test]
    fn a_colleague_holds_the_same_office_elsewhere() {
        let found =
            actors("Radoslaw Sikorski spoke. His French colleague backs a force for Ukraine.");
        assert!(found.iter().any(|a| a == "Jean-Noel Barrot"), "{found:?}");
    }

    #[test]
    fn a_colleague_of_no_country_is_nobody() {
        let found =
            actors("Radoslaw Sikorski spoke. His party colleague backs a force for Ukraine.");
        assert_eq!(
            found
                .iter()
                .filter(|a| *a != "Radoslaw Sikorski" && *a != "Ukraine")
                .count(),
            0
        );
    }
}
