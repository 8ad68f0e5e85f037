//! Parties bear names that those of other countries bear too: "Croatia's Social Democrats" are not those in Berlin.

use rustc_hash::FxHashSet;

use super::names::{Name, NameKind};
use crate::lexicon::Lexicons;

/// Which names are those of a party, and of which country.
#[derive(Debug)]
pub(super) struct Parties {
    /// For each actor the country that it is, or that an organisation is of.
    lands: Vec<Option<usize>>,
    countries: Vec<bool>,
    words: FxHashSet<String>,
}

impl Parties {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let actors = &lexicons.topic.actors;
        let country = |id: &str| {
            actors
                .iter()
                .position(|a| a.kind == "country" && a.id == id)
        };
        let lands = actors.iter().map(|a| match a.kind.as_str() {
            "country" => country(&a.id),
            "organisation" => a.parent.as_deref().and_then(country),
            _ => None,
        });
        Self {
            lands: lands.collect(),
            countries: actors.iter().map(|a| a.kind == "country").collect(),
            words: lexicons.language.classes.party_words.clone(),
        }
    }

    /// Drops names of parties that stand behind another country: "Croatia's Social Democrats", "in Bratislava the Left Party".
    pub(super) fn keep_own(&self, text: &str, names: &mut Vec<Name>) {
        let foreign: Vec<bool> = (0..names.len())
            .map(|i| self.is_foreign(text, names, i))
            .collect();
        let mut at = 0..;
        names.retain(|_| at.next().is_none_or(|i| !foreign[i]));
    }

    fn is_foreign(&self, text: &str, names: &[Name], i: usize) -> bool {
        let name = &names[i];
        if name.kind != NameKind::Name {
            return false;
        }
        let own = self.lands[name.index];
        let last = text[name.span.start..name.span.end].rsplit(' ').next();
        let party = last.is_some_and(|w| self.words.contains(&w.to_lowercase()));
        if !party || own.is_none() {
            return false;
        }
        let before = names[..i]
            .iter()
            .rev()
            .find(|n| n.span.end <= name.span.start);
        let land = before.filter(|n| {
            let told = matches!(
                n.kind,
                NameKind::Name | NameKind::Demonym | NameKind::Metonym
            );
            told && self.countries[n.index] && own != Some(n.index)
        });
        land.is_some_and(|n| {
            let gap = text[n.span.end..name.span.start].trim();
            let opening = text[..n.span.start].trim_end();
            let inside = opening.ends_with("In") || opening.ends_with(" in");
            let joined = matches!(gap, "" | "'s" | "\u{2019}s" | "'" | "\u{2019}");
            joined && !opening.ends_with('-') || inside && matches!(gap, "the" | ", the")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::actors;

    #[test]
    fn a_party_of_another_country_is_another() {
        let spd = |text: &str| {
            actors(text)
                .iter()
                .any(|a| a == "Social Democratic Party of Germany")
        };
        assert!(spd("The Social Democrats rejected the force for Ukraine."));
        assert!(spd(
            "Germany's Social Democrats rejected the force for Ukraine."
        ));
        assert!(!spd(
            "Croatia's Social Democrats rejected the force for Ukraine."
        ));
        assert!(!spd(
            "In Zagreb the Social Democrats rejected the force for Ukraine."
        ));
    }
}
