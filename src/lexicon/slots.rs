//! Who fills a proposal's slots: the actors, and the words, that tell whose force (or backing, or weapon) is meant.

use std::collections::BTreeSet;

use super::{Family, Proposal, TopicPack};

impl TopicPack {
    /// The family whose heads a proposal takes.
    pub fn family_of(&self, proposal: &Proposal) -> Option<&Family> {
        let id = proposal.heads.iter().find_map(|h| h.strip_prefix('@'))?;
        self.families.iter().find(|f| f.id == id)
    }

    /// Actors named by a proposal's `who`: by id, or by group, of which belligerents are no part here.
    pub fn takers(&self, proposal: &Proposal) -> BTreeSet<usize> {
        let mut takers = BTreeSet::new();
        for who in &proposal.who {
            match who.strip_prefix('@') {
                Some(group) => takers.extend(
                    (0..self.actors.len())
                        .filter(|a| self.actors[*a].groups.iter().any(|g| g == group))
                        .filter(|a| !self.belligerents.contains(&self.actors[*a].id)),
                ),
                None => takers.extend(self.actor(who)),
            }
        }
        takers
    }

    /// Words of a proposal's `who` that are no actor ("multinational"), in lower case.
    pub fn taker_words(&self, proposal: &Proposal) -> BTreeSet<String> {
        let words = proposal.who.iter().filter(|w| !w.starts_with('@'));
        words
            .filter(|w| self.actor(w).is_none())
            .map(|w| w.to_lowercase())
            .collect()
    }

    /// The takers of a proposal, and the persons and organisations that belong to one of them: they take part for their country.
    pub fn takers_and_members(&self, proposal: &Proposal) -> BTreeSet<usize> {
        let takers = self.takers(proposal);
        let members = (0..self.actors.len()).filter(|a| {
            let actor = &self.actors[*a];
            let parent = actor.parent.as_deref().and_then(|x| self.actor(x));
            actor.kind != "country" && parent.is_some_and(|p| takers.contains(&p))
        });
        let members: Vec<usize> = members.collect();
        takers.into_iter().chain(members).collect()
    }
}
