//! The topic pack: proposals, and what makes an article belong to the topic.

use std::collections::BTreeSet;
use std::path::PathBuf;

use serde::Deserialize;
use toml::Spanned;

use super::actor::{Actor, read_actors};
use super::alternatives::spelled_out;
use super::source::{Files, SourceFile};
use crate::error::Result;

/// A place in a lexicon file, for messages.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// File.
    pub file: PathBuf,
    /// Line, from 1.
    pub line: u64,
}

/// Heads that several proposals share.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Family {
    /// Id, named `@id` in a proposal's heads.
    pub id: String,
    /// Where it is defined.
    #[serde(skip)]
    pub origin: Origin,
    /// Heads that say enough by themselves.
    #[serde(default, deserialize_with = "spelled_out")]
    pub strong: Vec<String>,
    /// Heads that need the theatre in their sentence.
    #[serde(default, deserialize_with = "spelled_out")]
    pub weak: Vec<String>,
    /// Heads that count only in an article about such a proposal ("a contribution").
    #[serde(default, deserialize_with = "spelled_out")]
    pub vague: Vec<String>,
    /// Those of which one mention of a proposal is not enough ("a mandate").
    #[serde(default, deserialize_with = "spelled_out")]
    pub scarce: Vec<String>,
    /// Weak heads that in the singular, behind an article, mean such a proposal in any article about the theatre ("the force").
    #[serde(default)]
    pub single: Vec<String>,
    /// Nouns that point back to a proposal of this family ("the mission").
    #[serde(default)]
    pub anaphors: Vec<String>,
    /// Whether weak heads need a verb of sending, a giver or a taker beside them: the words are as common for what belligerents use.
    #[serde(default)]
    pub given: bool,
    /// Words of another matter that has the same heads ("guarantees" for a loan): a sentence with one, or right behind such a sentence, speaks of that
    /// matter.
    #[serde(default)]
    pub other_matter: Vec<String>,
    /// Words that show all the same that this one is meant ("security").
    #[serde(default)]
    pub own_matter: Vec<String>,
    /// Nouns by which it is measured ("year"): a number of them means it.
    #[serde(default)]
    pub units: Vec<String>,
    /// Whether it may be taken part in.
    #[serde(default)]
    pub joined: bool,
    /// Whether weak heads count only close to another proposal ("American support"): it is that which they would back.
    #[serde(default)]
    pub beside: bool,
}

/// One entry of the catalogue.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a field of the file, independent of the others"
)]
pub struct Proposal {
    /// Fixed id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The broader entry.
    pub parent: Option<String>,
    /// Wordings that are enough by themselves.
    pub phrases: Vec<String>,
    /// Wordings that count only close to another proposal ("US involvement").
    pub beside: Vec<String>,
    /// Wordings for its contrary ("outside NATO").
    pub contrary: Vec<String>,
    /// Heads that need `who`; `@family` stands for a family's heads.
    pub heads: Vec<String>,
    /// Who would be sent: actor ids, `@group`, or words.
    pub who: Vec<String>,
    /// Whether heads need the theatre even where they are strong.
    pub theatre: bool,
    /// Whether it takes heads for which no other proposal's `who` is there.
    pub default: bool,
    /// Whether it is something that those for whom it is proposed do or become: said of another country it is another story.
    pub own: bool,
    /// Whether it is people who go there ("trainers"), though no force.
    pub sent: bool,
    /// Whether those at war may bring it about themselves ("sets up a buffer zone"): what they do for it is a stance.
    pub mutual: bool,
    /// Words that "_" may stand for in a phrase.
    pub gap: usize,
    /// Nouns that point back to this proposal.
    pub anaphors: Vec<String>,
    /// Actors that exist for it ("the coalition of the willing"): to join them is to take part in it.
    pub bodies: Vec<String>,
    /// Longer wordings in which a phrase is not this proposal.
    pub excludes: Vec<String>,
    /// Where it is defined.
    pub origin: Origin,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(
    clippy::struct_excessive_bools,
    reason = "each is a field of the file, independent of the others"
)]
struct RawProposal {
    id: Spanned<String>,
    name: String,
    parent: Option<String>,
    #[serde(default, deserialize_with = "spelled_out")]
    phrases: Vec<String>,
    #[serde(default, deserialize_with = "spelled_out")]
    beside: Vec<String>,
    #[serde(default, deserialize_with = "spelled_out")]
    contrary: Vec<String>,
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    who: Vec<String>,
    #[serde(default)]
    theatre: bool,
    #[serde(default)]
    default: bool,
    #[serde(default)]
    own: bool,
    #[serde(default)]
    sent: bool,
    #[serde(default)]
    mutual: bool,
    #[serde(default)]
    gap: Option<usize>,
    #[serde(default)]
    anaphors: Vec<String>,
    #[serde(default)]
    bodies: Vec<String>,
    #[serde(default, deserialize_with = "spelled_out")]
    excludes: Vec<String>,
}

/// A topic: everything that the engine knows about it.
#[derive(Debug, Clone, Default)]
pub struct TopicPack {
    /// Id, the name of its folder.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Language pack that it needs.
    pub language: String,
    /// An article that holds none of these is not about the topic.
    pub context: Vec<String>,
    /// Where the proposals would take place.
    pub theatre: Vec<String>,
    /// Words for a field of war that name no country ("front line"): the theatre, where no other place stands.
    pub ground: Vec<String>,
    /// Places of other missions: what stands there is no proposal of this topic.
    pub elsewhere: Vec<String>,
    /// Places that may as well be senders ("the Baltics"): another theatre behind a preposition alone.
    pub regions: Vec<String>,
    /// Actors whose own forces are never the proposal.
    pub belligerents: Vec<String>,
    /// Actors for whom unnamed countries stand ("a number of countries are ready"): the first that the article names, else the last.
    pub unnamed: Vec<String>,
    /// Whose unnamed allies those are ("Ukraine's partners").
    pub recipients: Vec<String>,
    /// Nouns that point back to whatever proposal was under discussion.
    pub anaphors: Vec<String>,
    /// Verbs of taking part in whatever force was under discussion ("take part").
    pub acts: Vec<String>,
    /// Verbs of being there, which mean the force under discussion where they tell of no fact and of those who may be sent ("would not go").
    pub goings: Vec<String>,
    /// Families of heads.
    pub families: Vec<Family>,
    /// The catalogue, in file order.
    pub proposals: Vec<Proposal>,
    /// Actors, in file order.
    pub actors: Vec<Actor>,
}

impl TopicPack {
    /// The proposal of that id.
    pub fn proposal(&self, id: &str) -> Option<usize> {
        self.proposals.iter().position(|p| p.id == id)
    }

    /// The actor of that id.
    pub fn actor(&self, id: &str) -> Option<usize> {
        self.actors.iter().position(|a| a.id == id)
    }

    pub(super) fn read(files: &Files, id: &str) -> Result<Self> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Head {
            #[serde(rename = "kind")]
            _kind: Option<String>,
            id: String,
            name: String,
            language: String,
            context: Vec<String>,
            #[serde(default)]
            theatre: Vec<String>,
            #[serde(default)]
            ground: Vec<String>,
            #[serde(default)]
            elsewhere: Vec<String>,
            #[serde(default)]
            regions: Vec<String>,
            #[serde(default)]
            belligerents: Vec<String>,
            #[serde(default)]
            unnamed: Vec<String>,
            #[serde(default)]
            recipients: Vec<String>,
            #[serde(default)]
            anaphors: Vec<String>,
            #[serde(default)]
            acts: Vec<String>,
            #[serde(default)]
            goings: Vec<String>,
        }
        let (head, _): (Head, _) = files.read(id, "pack.toml")?;
        let (families, proposals) = read_proposals(files, id)?;
        let actors = read_actors(files, id)?;
        Ok(Self {
            id: head.id,
            name: head.name,
            language: head.language,
            context: head.context,
            theatre: head.theatre,
            ground: head.ground,
            elsewhere: head.elsewhere,
            regions: head.regions,
            belligerents: head.belligerents,
            unnamed: head.unnamed,
            recipients: head.recipients,
            anaphors: head.anaphors,
            acts: head.acts,
            goings: head.goings,
            families,
            proposals,
            actors,
        })
    }
}

/// The families and proposals of `proposals.toml`: each is defined once, and names what there is.
fn read_proposals(files: &Files, id: &str) -> Result<(Vec<Family>, Vec<Proposal>)> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Catalogue {
        #[serde(default)]
        family: Vec<Spanned<Family>>,
        proposal: Vec<RawProposal>,
    }
    let (catalogue, source): (Catalogue, _) = files.read(id, "proposals.toml")?;
    let families: Vec<Family> = catalogue
        .family
        .into_iter()
        .map(|f| {
            let origin = Origin {
                file: source.path.to_path_buf(),
                line: source.line(f.span().start),
            };
            Family {
                origin,
                ..f.into_inner()
            }
        })
        .collect();
    let ids: BTreeSet<String> = catalogue
        .proposal
        .iter()
        .map(|p| p.id.get_ref().clone())
        .collect();
    let mut seen = BTreeSet::new();
    let mut proposals = Vec::new();
    for raw in catalogue.proposal {
        let at = raw.id.span().start;
        if !seen.insert(raw.id.get_ref().clone()) {
            return Err(source.error(
                at,
                "id",
                format!("the proposal `{}` is defined twice", raw.id.get_ref()),
            ));
        }
        for name in raw.heads.iter().filter_map(|h| h.strip_prefix('@')) {
            if !families.iter().any(|f| f.id == name) {
                return Err(source.error(
                    at,
                    "heads",
                    format!("there is no family `{name}`; define [[family]] id = \"{name}\""),
                ));
            }
        }
        if let Some(parent) = raw.parent.as_ref().filter(|p| !ids.contains(*p)) {
            return Err(source.error(at, "parent", format!("there is no proposal `{parent}`")));
        }
        proposals.push(proposal(raw, &source));
    }
    Ok((families, proposals))
}

fn proposal(raw: RawProposal, source: &SourceFile<'_>) -> Proposal {
    let origin = Origin {
        file: source.path.to_path_buf(),
        line: source.line(raw.id.span().start),
    };
    Proposal {
        id: raw.id.into_inner(),
        name: raw.name,
        parent: raw.parent,
        phrases: raw.phrases,
        beside: raw.beside,
        contrary: raw.contrary,
        heads: raw.heads,
        who: raw.who,
        theatre: raw.theatre,
        default: raw.default,
        own: raw.own,
        sent: raw.sent,
        mutual: raw.mutual,
        gap: raw.gap.unwrap_or(4),
        anaphors: raw.anaphors,
        bodies: raw.bodies,
        excludes: raw.excludes,
        origin,
    }
}
