//! Parties bear names that those of other countries bear too: "Croatia's Social Democrats" are not those in Berlin, and "the Greens" are those of
//! the country that the article speaks of.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use super::names::{Name, NameKind};
use crate::lexicon::Lexicons;
use crate::model::{Document, Span};

/// Names of a country from which on an article may speak of its parties without saying so.
const SPOKEN_OF: usize = 3;

/// Which names are those of a party, and of which country.
#[derive(Debug)]
pub(super) struct Parties {
    /// For each actor the country that it is, or that an organisation is of.
    lands: Vec<Option<usize>>,
    countries: Vec<bool>,
    /// For each actor the country that it is or, through whom it belongs to, is of.
    homes: Vec<Option<usize>>,
    /// The countries over which the proposals are made: every article names them.
    at_war: Vec<usize>,
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
        let home = |mut at: usize| {
            for _ in 0..4 {
                if actors[at].kind == "country" {
                    return Some(at);
                }
                at = lexicons.topic.actor(actors[at].parent.as_deref()?)?;
            }
            None
        };
        Self {
            homes: (0..actors.len()).map(home).collect(),
            at_war: lexicons
                .topic
                .belligerents
                .iter()
                .filter_map(|id| lexicons.topic.actor(id))
                .collect(),
            lands: lands.collect(),
            countries: actors.iter().map(|a| a.kind == "country").collect(),
            words: lexicons.language.classes.party_words.clone(),
        }
    }

    /// Tells whose a name is that several countries' parties bear, and drops it where nobody's country is spoken of. In the paragraph before it the
    /// nearest country of one of them counts, else the one of which the whole article speaks most.
    pub(super) fn settle(&self, document: &Document, found: &mut Vec<Name>) {
        if found.iter().all(|n| n.kind != NameKind::Local) {
            return;
        }
        let mut told: Vec<(Span, usize)> = found
            .iter()
            .filter(|n| {
                matches!(
                    n.kind,
                    NameKind::Name | NameKind::Demonym | NameKind::Metonym | NameKind::People
                )
            })
            .filter_map(|n| Some((n.span, self.homes[n.index]?)))
            .collect();
        told.sort_unstable_by_key(|(span, home)| (span.start, *home));
        told.dedup();
        let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
        for (_, home) in &told {
            *counts.entry(*home).or_default() += 1;
        }
        let most = counts
            .iter()
            .filter(|(home, _)| !self.at_war.contains(home))
            .map(|(_, n)| *n)
            .max()
            .unwrap_or(0);
        let mut borne: BTreeMap<Span, Vec<usize>> = BTreeMap::new();
        for n in found.iter().filter(|n| n.kind == NameKind::Local) {
            borne.entry(n.span).or_default().push(n.index);
        }
        // Those who bear it everywhere are meant where theirs is the nearest country.
        for n in found.iter().filter(|n| n.kind == NameKind::Name) {
            if let Some(bearers) = borne.get_mut(&n.span) {
                bearers.push(n.index);
            }
        }
        let owner = |span: Span, bearers: &[usize]| {
            let at = document
                .paragraphs
                .partition_point(|p| p.span.start <= span.start);
            let from = document.paragraphs[at.checked_sub(1)?].span.start;
            let before = told.partition_point(|(s, _)| s.start < span.start);
            let near = told[..before]
                .iter()
                .rev()
                .take_while(|(s, _)| s.start >= from)
                .filter(|(s, _)| s.end <= span.start)
                .find_map(|(_, home)| bearers.iter().find(|b| self.homes[**b] == Some(*home)));
            let of = |b: &usize| {
                self.homes[*b]
                    .and_then(|h| counts.get(&h))
                    .map_or(0, |n| *n)
            };
            let spoken = || {
                let best = bearers
                    .iter()
                    .max_by_key(|b| (of(b), std::cmp::Reverse(**b)))?;
                (of(best) >= SPOKEN_OF && of(best) * 2 > most).then_some(best)
            };
            near.or_else(spoken).copied()
        };
        let owners: BTreeMap<Span, usize> = borne
            .iter()
            .filter_map(|(span, bearers)| Some((*span, owner(*span, bearers)?)))
            .collect();
        found.retain_mut(|n| match (n.kind, owners.get(&n.span)) {
            (NameKind::Local, Some(owner)) if *owner == n.index => {
                n.kind = NameKind::Name;
                true
            }
            (NameKind::Local, _) => false,
            // "the Conservatives" of an article on Canada are not those in London.
            (NameKind::Name, Some(owner)) => *owner == n.index,
            _ => true,
        });
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

    #[test]
    fn a_name_of_many_parties_is_that_of_the_country_spoken_of() {
        let party = |text: &str| {
            let found = actors(text);
            let of = |a: &&String| a.contains("Green") || a.contains("Conservative");
            found.iter().find(of).cloned()
        };
        for (text, meant) in [
            (
                "Berlin waits. The German army is small. Germany pays, and Merz agrees.\nThe Greens want a force for Ukraine.",
                Some("Greens (Germany)"),
            ),
            (
                "In Australia the cabinet met. The Greens rejected a force for Ukraine.",
                Some("Australian Greens"),
            ),
            ("The Greens rejected a force for Ukraine.", None),
            (
                "In Canada the Conservatives rejected a force for Ukraine.",
                Some("Conservative Party of Canada"),
            ),
            (
                "Nobody asked, but the Conservatives rejected a force for Ukraine.",
                Some("Conservative Party"),
            ),
        ] {
            assert_eq!(party(text).as_deref(), meant, "{text}");
        }
    }
}
