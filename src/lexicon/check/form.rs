//! Entries that are well formed as TOML and still cannot be what they should.

use std::collections::BTreeSet;

use super::{Faults, Lexicons, Origin};

/// What ids, names, countries, parents and the gate must look like.
pub(super) fn form(lexicons: &Lexicons, pack: &Origin, faults: &mut Faults) {
    let topic = &lexicons.topic;
    slug(pack, &topic.id, faults);
    named(pack, &topic.id, &topic.name, faults);
    if topic.context.iter().all(|c| c.trim().is_empty()) {
        let message = "`context` is empty: no article would be looked at; name what one must hold";
        faults.error(pack, &topic.id, message.to_owned());
    }
    if topic.actors.is_empty() {
        let message = "it has no actors: nobody would be known by name; list them in actors/*.toml";
        faults.warn(pack, &topic.id, message.to_owned());
    }
    if topic.proposals.is_empty() {
        let message = "it has no proposals: nobody could take a stance on anything";
        faults.error(pack, &topic.id, message.to_owned());
    }
    for proposal in &topic.proposals {
        slug(&proposal.origin, &proposal.id, faults);
        named(&proposal.origin, &proposal.id, &proposal.name, faults);
        let parent = |id: &str| {
            let at = topic.proposal(id)?;
            topic.proposals[at].parent.as_deref()
        };
        if comes_back(&proposal.id, parent) {
            let message = "it is its own parent; the broader entry has none below it".to_owned();
            faults.error(&proposal.origin, &proposal.id, message);
        }
    }
    let words = &lexicons.language.words;
    let function_words: BTreeSet<&str> = words
        .determiners
        .iter()
        .chain(&words.prepositions)
        .map(String::as_str)
        .collect();
    for actor in &topic.actors {
        slug(&actor.origin, &actor.id, faults);
        named(&actor.origin, &actor.id, &actor.name, faults);
        let parent = |id: &str| {
            let at = topic.actor(id)?;
            topic.actors[at].parent.as_deref()
        };
        if comes_back(&actor.id, parent) {
            let message = "it belongs to itself; remove one `parent`".to_owned();
            faults.error(&actor.origin, &actor.id, message);
        }
        if let Some(country) = actor.country.as_deref().filter(|c| !is_alpha3(c)) {
            let message =
                format!("the country `{country}` is not ISO 3166 alpha-3, such as `FRA` or `USA`");
            faults.error(&actor.origin, &actor.id, message);
        }
        let aliases = actor.aliases.iter().map(|a| &a.text);
        let names = [&actor.demonyms, &actor.people, &actor.metonyms];
        for name in aliases.chain(names.into_iter().flatten()) {
            if name.trim().is_empty() || function_words.contains(name.as_str()) {
                let message = format!("`{name}` is no name: it stands in every text");
                faults.error(&actor.origin, &actor.id, message);
            }
        }
    }
}

/// An id stands in outputs, addresses and file names.
fn slug(origin: &Origin, id: &str, faults: &mut Faults) {
    let plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let is_slug = id
        .split('-')
        .all(|part| !part.is_empty() && part.bytes().all(plain));
    if !is_slug {
        let message = "the id is no slug: lower-case letters, digits and single hyphens, such as `french-force`";
        faults.error(origin, id, message.to_owned());
    }
}

fn named(origin: &Origin, id: &str, name: &str, faults: &mut Faults) {
    if name.trim().is_empty() {
        faults.error(origin, id, "its name is empty".to_owned());
    }
}

fn is_alpha3(country: &str) -> bool {
    country.len() == 3 && country.bytes().all(|b| b.is_ascii_uppercase())
}

/// Whether the way up from `id` leads to it again.
fn comes_back<'a>(id: &'a str, parent: impl Fn(&str) -> Option<&'a str>) -> bool {
    let mut seen = BTreeSet::new();
    let mut at = parent(id);
    while let Some(above) = at.filter(|above| seen.insert(*above)) {
        if above == id {
            return true;
        }
        at = parent(above);
    }
    false
}
