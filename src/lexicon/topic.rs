//! The topic pack: actors, proposals, and what makes an article belong to the topic.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

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

/// One way in which an actor is named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alias {
    /// Its words.
    pub text: String,
    /// Whether case matters; true unless said otherwise.
    pub case: bool,
    /// First day on which it holds.
    pub from: Option<Date>,
    /// First day on which it no longer holds.
    pub to: Option<Date>,
}

impl<'de> Deserialize<'de> for Alias {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Full {
            text: String,
            #[serde(default = "yes")]
            case: bool,
            from: Option<Date>,
            to: Option<Date>,
        }
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Plain(String),
            Full(Full),
        }
        fn yes() -> bool {
            true
        }
        Ok(match Either::deserialize(deserializer)? {
            Either::Plain(text) => Alias {
                text,
                case: true,
                from: None,
                to: None,
            },
            Either::Full(f) => Alias {
                text: f.text,
                case: f.case,
                from: f.from,
                to: f.to,
            },
        })
    }
}

/// An office held for a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// Title id of the language pack.
    pub title: String,
    /// Actor id of the country or body.
    pub of: String,
    /// First day; open where absent.
    pub from: Option<Date>,
    /// First day on which it is over; open where absent.
    pub to: Option<Date>,
}

impl Role {
    /// Whether it holds on `day`; on an unknown day, whether it still holds.
    pub fn holds_on(&self, day: Option<Date>) -> bool {
        match day {
            Some(day) => self.from.is_none_or(|f| f <= day) && self.to.is_none_or(|t| day < t),
            None => self.to.is_none(),
        }
    }
}

/// Somebody who can hold a stance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// Stable slug.
    pub id: String,
    /// Usual English name.
    pub name: String,
    /// `person`, `country`, `organisation`, `bloc` or `group`.
    pub kind: String,
    /// ISO 3166 alpha-3.
    pub country: Option<String>,
    /// `m` or `f`.
    pub gender: Option<char>,
    /// Whether it takes plural pronouns.
    pub plural: bool,
    /// Actor that it belongs to.
    pub parent: Option<String>,
    /// Groups that it belongs to.
    pub groups: Vec<String>,
    /// Names besides the canonical one.
    pub aliases: Vec<Alias>,
    /// Last name, where it is not the last word of `name`.
    pub surname: Option<String>,
    /// Adjectives ("French").
    pub demonyms: Vec<String>,
    /// Nouns for its people ("the French").
    pub people: Vec<String>,
    /// Capital, palace: meant only as the subject of a cue or as an owner.
    pub metonyms: Vec<String>,
    /// Longer strings in which a name is not this actor.
    pub excludes: Vec<String>,
    /// Offices.
    pub roles: Vec<Role>,
    /// Where it is defined.
    pub origin: Origin,
}

impl Actor {
    /// The last name of a person.
    pub fn last_name(&self) -> Option<&str> {
        (self.kind == "person")
            .then(|| {
                self.surname
                    .as_deref()
                    .or_else(|| self.name.rsplit(' ').next())
            })
            .flatten()
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawActor {
    id: Spanned<String>,
    name: String,
    kind: String,
    country: Option<String>,
    gender: Option<String>,
    number: Option<String>,
    parent: Option<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    aliases: Vec<Alias>,
    surname: Option<String>,
    #[serde(default)]
    demonyms: Vec<String>,
    #[serde(default)]
    people: Vec<String>,
    #[serde(default)]
    metonyms: Vec<String>,
    #[serde(default)]
    excludes: Vec<String>,
    #[serde(default)]
    roles: Vec<Role>,
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
    #[serde(default)]
    pub strong: Vec<String>,
    /// Heads that need the theatre in their sentence.
    #[serde(default)]
    pub weak: Vec<String>,
    /// Nouns that point back to a proposal of this family ("the mission").
    #[serde(default)]
    pub anaphors: Vec<String>,
    /// Whether weak heads need a verb of sending, a giver or a taker beside them: the words are as common for what belligerents use.
    #[serde(default)]
    pub given: bool,
    /// Whether it may be taken part in.
    #[serde(default)]
    pub joined: bool,
}

/// One entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// Fixed id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// The broader entry.
    pub parent: Option<String>,
    /// Wordings that are enough by themselves.
    pub phrases: Vec<String>,
    /// Heads that need `who`; `@family` stands for a family's heads.
    pub heads: Vec<String>,
    /// Who would be sent: actor ids, `@group`, or words.
    pub who: Vec<String>,
    /// Whether heads need the theatre even where they are strong.
    pub theatre: bool,
    /// Whether it takes heads for which no other proposal's `who` is there.
    pub default: bool,
    /// Words that "_" may stand for in a phrase.
    pub gap: usize,
    /// Nouns that point back to this proposal.
    pub anaphors: Vec<String>,
    /// Longer wordings in which a phrase is not this proposal.
    pub excludes: Vec<String>,
    /// The proposal of which this is the contrary.
    pub opposite_of: Option<String>,
    /// Where it is defined.
    pub origin: Origin,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawProposal {
    id: Spanned<String>,
    name: String,
    parent: Option<String>,
    #[serde(default)]
    phrases: Vec<String>,
    #[serde(default)]
    heads: Vec<String>,
    #[serde(default)]
    who: Vec<String>,
    #[serde(default)]
    theatre: bool,
    #[serde(default)]
    default: bool,
    #[serde(default)]
    gap: Option<usize>,
    #[serde(default)]
    anaphors: Vec<String>,
    #[serde(default)]
    excludes: Vec<String>,
    opposite_of: Option<String>,
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
    /// Places of other missions: what stands there is no proposal of this topic.
    pub elsewhere: Vec<String>,
    /// Actors whose own forces are never the proposal.
    pub belligerents: Vec<String>,
    /// Actor for whom unnamed countries stand that would take part ("a number of countries are ready").
    pub unnamed: Option<String>,
    /// Nouns that point back to whatever proposal was under discussion.
    pub anaphors: Vec<String>,
    /// Verbs of taking part in whatever force was under discussion ("take part").
    pub acts: Vec<String>,
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
            elsewhere: Vec<String>,
            #[serde(default)]
            belligerents: Vec<String>,
            unnamed: Option<String>,
            #[serde(default)]
            anaphors: Vec<String>,
            #[serde(default)]
            acts: Vec<String>,
        }
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Catalogue {
            #[serde(default)]
            family: Vec<Spanned<Family>>,
            proposal: Vec<RawProposal>,
        }
        let (head, _): (Head, _) = files.read(id, "pack.toml")?;
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
            for other in raw.parent.iter().chain(&raw.opposite_of) {
                if !ids.contains(other) {
                    return Err(source.error(
                        at,
                        "parent",
                        format!("there is no proposal `{other}`"),
                    ));
                }
            }
            proposals.push(proposal(raw, &source));
        }
        let actors = read_actors(files, id)?;
        Ok(Self {
            id: head.id,
            name: head.name,
            language: head.language,
            context: head.context,
            theatre: head.theatre,
            elsewhere: head.elsewhere,
            belligerents: head.belligerents,
            unnamed: head.unnamed,
            anaphors: head.anaphors,
            acts: head.acts,
            families,
            proposals,
            actors,
        })
    }
}

/// The actors of a pack; an id is one actor's alone.
fn read_actors(files: &Files, id: &str) -> Result<Vec<Actor>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Actors {
        #[serde(default)]
        actor: Vec<RawActor>,
    }
    let mut actors = Vec::new();
    let mut owners: BTreeMap<String, Origin> = BTreeMap::new();
    for (file, source) in files.read_all::<Actors>(id, "actors/")? {
        for raw in file.actor {
            let at = raw.id.span().start;
            let actor = actor(raw, &source)?;
            if let Some(first) = owners.insert(actor.id.clone(), actor.origin.clone()) {
                let message = format!(
                    "the actor `{}` is already defined in {}:{}",
                    actor.id,
                    first.file.display(),
                    first.line
                );
                return Err(source.error(at, "id", message));
            }
            actors.push(actor);
        }
    }
    Ok(actors)
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
        heads: raw.heads,
        who: raw.who,
        theatre: raw.theatre,
        default: raw.default,
        gap: raw.gap.unwrap_or(4),
        anaphors: raw.anaphors,
        excludes: raw.excludes,
        opposite_of: raw.opposite_of,
        origin,
    }
}

fn actor(raw: RawActor, source: &SourceFile<'_>) -> Result<Actor> {
    const KINDS: [&str; 5] = ["person", "country", "organisation", "bloc", "group"];
    let at = raw.id.span().start;
    if !KINDS.contains(&raw.kind.as_str()) {
        return Err(source.error(
            at,
            "kind",
            format!("`{}` is not one of {}", raw.kind, KINDS.join(", ")),
        ));
    }
    let gender = match raw.gender.as_deref() {
        None => None,
        Some("m") => Some('m'),
        Some("f") => Some('f'),
        Some(other) => {
            return Err(source.error(at, "gender", format!("`{other}` is not `m` or `f`")));
        }
    };
    for (from, to) in raw
        .roles
        .iter()
        .map(|r| (r.from, r.to))
        .chain(raw.aliases.iter().map(|a| (a.from, a.to)))
    {
        if let (Some(from), Some(to)) = (from, to)
            && from >= to
        {
            return Err(source.error(at, "from", format!("{from} is not before {to}")));
        }
    }
    Ok(Actor {
        origin: Origin {
            file: source.path.to_path_buf(),
            line: source.line(at),
        },
        id: raw.id.into_inner(),
        name: raw.name,
        kind: raw.kind,
        country: raw.country,
        gender,
        plural: raw.number.as_deref() == Some("plural"),
        parent: raw.parent,
        groups: raw.groups,
        aliases: raw.aliases,
        surname: raw.surname,
        demonyms: raw.demonyms,
        people: raw.people,
        metonyms: raw.metonyms,
        excludes: raw.excludes,
        roles: raw.roles,
    })
}
