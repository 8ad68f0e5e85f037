//! The actors of one document, each once, with stable places.

use rustc_hash::FxHashMap;

use crate::lexicon::Actor;
use crate::model::{DocumentActor, Mentions};

/// The actors of one document, each once.
#[derive(Debug, Default)]
pub(super) struct Register {
    pub(super) actors: Vec<DocumentActor>,
    by_id: FxHashMap<String, usize>,
}

impl Register {
    /// The place of an actor of the lexicon.
    pub(super) fn known(&mut self, actor: &DocumentActor) -> usize {
        if let Some(at) = self.by_id.get(&actor.id) {
            return *at;
        }
        self.actors.push(actor.clone());
        self.by_id.insert(actor.id.clone(), self.actors.len() - 1);
        self.actors.len() - 1
    }

    /// The place of a person that only the text names.
    pub(super) fn person(&mut self, name: &str) -> usize {
        let id = slug(name);
        self.known(&DocumentActor {
            id,
            name: name.to_owned(),
            kind: "person".to_owned(),
            country: None,
            gender: None,
            expert: false,
            lexicon: None,
        })
    }
}

/// An actor of the lexicon, as a document's register holds it.
pub(super) fn listed(actor: &Actor, index: usize) -> DocumentActor {
    DocumentActor {
        id: actor.id.clone(),
        name: actor.name.clone(),
        kind: actor.kind.clone(),
        country: actor.country.clone(),
        gender: actor.gender,
        expert: false,
        lexicon: Some(index),
    }
}

/// Lower case, hyphens for anything that is no letter or digit.
pub(crate) fn slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphanumeric() {
            out.extend(c.to_lowercase());
        } else if !out.ends_with('-') && !out.is_empty() {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

/// The place of an actor among those that were found in a document, in which it is entered where it is not there yet.
pub(super) fn place_of(mentions: &mut Mentions, actor: &DocumentActor) -> usize {
    let register = &mut mentions.register;
    let known = register.iter().position(|a| a.id == actor.id);
    known.unwrap_or_else(|| {
        register.push(actor.clone());
        register.len() - 1
    })
}
