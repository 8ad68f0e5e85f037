//! Actors as a topic pack lists them: names, offices, groups.

use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer};
use toml::Spanned;

use super::source::{Files, SourceFile};
use super::topic::Origin;
use crate::error::Result;

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
    /// Whether somebody else leads the country ("the German leader" is no president).
    #[serde(default)]
    pub ceremonial: bool,
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
    /// Names that parties of several countries bear: its own only where the article speaks of its country.
    pub local: Vec<String>,
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
    local: Vec<String>,
    #[serde(default)]
    excludes: Vec<String>,
    #[serde(default)]
    roles: Vec<Role>,
}

/// The actors of a pack; an id is one actor's alone.
pub(super) fn read_actors(files: &Files, id: &str) -> Result<Vec<Actor>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Actors {
        #[serde(default)]
        actor: Vec<RawActor>,
    }
    let mut actors = Vec::new();
    let mut owners: BTreeMap<String, Origin> = BTreeMap::new();
    for read in files.read_all::<Actors>(id, "actors/") {
        let (file, source) = read?;
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
        parent: raw.parent,
        groups: raw.groups,
        aliases: raw.aliases,
        surname: raw.surname,
        demonyms: raw.demonyms,
        people: raw.people,
        metonyms: raw.metonyms,
        local: raw.local,
        excludes: raw.excludes,
        roles: raw.roles,
    })
}
