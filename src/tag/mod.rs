//! Stage 4: mentions of actors and proposals.
//!
//! Names are found in the text, then noun phrases decide what they amount to ("the French president", "British officials", "European
//! troops"); pronouns and anaphors are resolved last, against what the article has spoken of so far.

mod gate;
mod starts;
mod phrases;
mod labels;
mod names;
mod number;
mod parties;
mod named;
mod register;
mod transliteration;
mod unlisted;
mod earlier;
mod groups;
mod institutions;
mod actors;
mod governments;
mod offices;
mod counterparts;
mod owned_offices;
mod latter;
mod experts;
mod pronouns;
mod wording;
mod size;
mod proposals;
mod bodies;
mod heads;
mod takers;
mod acts;
mod gazetteer;
mod abroad;
mod theatre;
mod surroundings;
mod anaphors;
mod expletives;
mod taking_part;
mod counted;
mod ones;
mod pairs;
#[cfg(test)]
mod office_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod theatre_tests;
#[cfg(test)]
mod persons_tests;

use std::sync::Arc;

use jiff::civil::Date;

use crate::error::Result;
use crate::lexicon::{Lexicons, WordClasses};
use crate::model::{Document, Mentions};

pub use gate::Gate;
use names::NameMatcher;
pub use phrases::{Phrase, PhraseMatch, PhraseMatcher};

/// Finds mentions. Built once; shared by all threads.
#[derive(Debug)]
pub struct Tagger {
    names: NameMatcher,
    actors: actors::ActorTagger,
    groups: groups::GroupResolver,
    institutions: institutions::InstitutionResolver,
    proposals: proposals::ProposalTagger,
    anaphors: anaphors::AnaphorResolver,
    classes: Arc<WordClasses>,
}

impl Tagger {
    /// Compiles the lexicons.
    pub fn new(lexicons: &Lexicons) -> Result<Self> {
        Ok(Self {
            names: NameMatcher::new(lexicons)?,
            actors: actors::ActorTagger::new(lexicons),
            groups: groups::GroupResolver::new(lexicons),
            institutions: institutions::InstitutionResolver::new(lexicons),
            proposals: proposals::ProposalTagger::new(lexicons),
            anaphors: anaphors::AnaphorResolver::new(lexicons),
            classes: Arc::clone(&lexicons.language.classes),
        })
    }

    /// Tags one document; roles and dated aliases are those of `day`.
    pub fn tag(&self, document: &Document, day: Option<Date>) -> Mentions {
        let names = self.names.find(document, day);
        let mut mentions = Mentions::default();
        self.actors.tag(document, &names, day, &mut mentions);
        self.groups.resolve(document, &mut mentions);
        self.institutions.resolve(document, &mut mentions);
        pronouns::resolve(document, &self.classes, &self.actors.speech, &mut mentions);
        self.institutions.resolve_owned(document, &mut mentions);
        self.groups.resolve_owned(document, &mut mentions);
        let scene = self.proposals.scene(document, &names);
        let definite = self.proposals.tag(document, &scene, &mut mentions);
        self.anaphors
            .resolve(document, &scene, &self.proposals, &mut mentions);
        self.proposals
            .left_over(document, &scene, &mut mentions, definite);
        self.proposals.bodies(document, &scene, &mut mentions);
        mentions.actors.sort_by_key(|m| (m.span.start, m.span.end));
        mentions
            .proposals
            .sort_by_key(|m| (m.span.start, m.span.end, m.proposal));
        debug_assert!(
            mentions
                .actors
                .is_sorted_by_key(|m| document.tokens[m.head].sentence)
                && mentions
                    .proposals
                    .is_sorted_by_key(|m| document.tokens[m.head].sentence)
        );
        mentions
    }
}
