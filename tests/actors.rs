//! The actor lexicons are data written by hand; this holds them to what their README promises.
//!
//! It reads the TOML itself rather than through the library, so that a lenient loader cannot hide a bad file, and reports
//! every fault at once: whoever edits thirty files wants the whole list.

#![allow(
    clippy::unwrap_used,
    reason = "a test that cannot read its data should stop there"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

/// Offices that one person alone holds at a time; several envoys, deputies or senators may serve together.
const SOLE: [&str; 13] = [
    "president",
    "prime-minister",
    "chancellor",
    "king",
    "pope",
    "foreign-minister",
    "defence-minister",
    "secretary-of-state",
    "secretary-general",
    "commission-president",
    "council-president",
    "high-representative",
    "chief-of-defence",
];

#[derive(Deserialize)]
#[serde(untagged)]
enum Name {
    Plain(String),
    Full(Dated),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Dated {
    text: String,
    #[serde(default)]
    case: Option<bool>,
    from: Option<Date>,
    to: Option<Date>,
}

impl Name {
    fn text(&self) -> &str {
        match self {
            Name::Plain(text) => text,
            Name::Full(dated) => &dated.text,
        }
    }

    fn span(&self) -> (Date, Date) {
        match self {
            Name::Plain(_) => (Date::MIN, Date::MAX),
            Name::Full(dated) => (
                dated.from.unwrap_or(Date::MIN),
                dated.to.unwrap_or(Date::MAX),
            ),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Role {
    title: String,
    of: String,
    from: Option<Date>,
    to: Option<Date>,
    #[serde(default)]
    ceremonial: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Actor {
    id: String,
    name: String,
    kind: String,
    country: Option<String>,
    gender: Option<String>,
    parent: Option<String>,
    #[serde(default)]
    groups: Vec<String>,
    surname: Option<String>,
    #[serde(default)]
    aliases: Vec<Name>,
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

impl Actor {
    /// Every name of the actor with the days on which it holds.
    fn names(&self) -> impl Iterator<Item = (&str, (Date, Date))> {
        let always = |name| (name, (Date::MIN, Date::MAX));
        let plain = self
            .demonyms
            .iter()
            .chain(&self.people)
            .chain(&self.metonyms)
            .map(String::as_str);
        std::iter::once(self.name.as_str())
            .chain(plain)
            .map(always)
            .chain(self.aliases.iter().map(|a| (a.text(), a.span())))
    }
}

#[derive(Deserialize)]
struct ActorFile {
    actor: Vec<Actor>,
}

#[derive(Deserialize)]
struct Title {
    id: String,
    forms: Vec<String>,
}

#[derive(Deserialize)]
struct TitleFile {
    title: Vec<Title>,
}

/// First day, first day on which it is over, actor id.
type Tenure<'a> = (Date, Date, &'a str);

fn lexicons() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("lexicons")
}

fn titles() -> Vec<Title> {
    let text = fs::read_to_string(lexicons().join("en/titles.toml")).unwrap();
    toml::from_str::<TitleFile>(&text).unwrap().title
}

fn actors(topic: &str) -> Vec<Actor> {
    let mut files: Vec<PathBuf> = fs::read_dir(lexicons().join(topic).join("actors"))
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    files.sort();
    let read =
        |path: &PathBuf| match toml::from_str::<ActorFile>(&fs::read_to_string(path).unwrap()) {
            Ok(file) => file.actor,
            Err(e) => panic!("{}: {e}", path.display()),
        };
    files.iter().flat_map(read).collect()
}

/// Pairs of neighbours in time that overlap and belong to different actors.
fn overlaps<'a>(spans: &'a mut [Tenure<'a>]) -> impl Iterator<Item = (&'a str, &'a str)> {
    spans.sort_unstable();
    spans
        .windows(2)
        .filter(|w| w[0].1 > w[1].0 && w[0].2 != w[1].2)
        .map(|w| (w[0].2, w[1].2))
}

fn faults(actors: &[Actor], titles: &BTreeSet<String>) -> Vec<String> {
    let mut out = Vec::new();
    let mut ids = BTreeSet::new();
    for a in actors {
        if !ids.insert(a.id.as_str()) {
            out.push(format!("{}: defined twice", a.id));
        }
    }
    let mut owners: BTreeMap<&str, Vec<Tenure<'_>>> = BTreeMap::new();
    let mut offices: BTreeMap<(&str, &str), Vec<Tenure<'_>>> = BTreeMap::new();
    for a in actors {
        let mut fault = |what: String| out.push(format!("{}: {what}", a.id));
        if !["person", "country", "organisation", "bloc", "group"].contains(&a.kind.as_str()) {
            fault(format!("kind {}", a.kind));
        }
        if (a.kind == "person") != a.gender.as_deref().is_some_and(|g| g == "m" || g == "f") {
            fault("persons, and persons alone, have a gender".into());
        }
        if a.surname.is_some() && matches!(a.kind.as_str(), "country" | "group") {
            fault("a surname is for persons and blocs".into());
        }
        if a.country
            .as_deref()
            .is_some_and(|c| c.len() != 3 || !c.bytes().all(|b| b.is_ascii_uppercase()))
        {
            fault("the country is no alpha-3 code".into());
        }
        let parent = a.parent.as_deref();
        if let Some(parent) = parent.filter(|p| !ids.contains(p) || *p == a.id) {
            fault(format!("parent {parent}"));
        }
        if a.groups
            .iter()
            .any(|g| g.is_empty() || g.contains([' ', '@']))
        {
            fault("a group is one word without @".into());
        }
        for (name, (from, to)) in a.names() {
            if from >= to || name.trim() != name || name.is_empty() {
                fault(format!("the name `{name}` is empty, padded or never holds"));
            }
            // A lower-case single word would match ordinary prose.
            if !name.contains(' ') && name.starts_with(char::is_lowercase) {
                fault(format!("the name `{name}` may be an ordinary word"));
            }
            owners.entry(name).or_default().push((from, to, &a.id));
        }
        for alias in &a.aliases {
            if matches!(alias, Name::Full(Dated { text, case: Some(false), .. }) if !text.contains(' '))
            {
                fault(format!("`{}` is one word and caseless", alias.text()));
            }
        }
        if !a.local.is_empty() && a.kind != "organisation" {
            fault("local names are for parties".into());
        }
        for exclude in &a.excludes {
            let last = a
                .surname
                .as_deref()
                .or_else(|| a.name.rsplit(' ').next())
                .unwrap_or(&a.name);
            if !a
                .names()
                .any(|(name, _)| exclude.contains(name) && exclude != name)
                && !exclude.contains(last)
            {
                fault(format!("`{exclude}` holds none of the names"));
            }
        }
        for r in &a.roles {
            if r.ceremonial && r.title != "president" {
                fault(format!("a {} who does not govern", r.title));
            }
            let (from, to) = (r.from.unwrap_or(Date::MIN), r.to.unwrap_or(Date::MAX));
            if !titles.contains(&r.title) || !ids.contains(r.of.as_str()) || from >= to {
                fault(format!("role {} of {} from {from} to {to}", r.title, r.of));
            }
            offices
                .entry((&r.title, &r.of))
                .or_default()
                .push((from, to, &a.id));
        }
    }
    for (name, spans) in &mut owners {
        out.extend(overlaps(spans).map(|(a, b)| format!("`{name}` is both {a} and {b}")));
    }
    for ((title, of), spans) in &mut offices {
        if SOLE.contains(title) {
            out.extend(
                overlaps(spans).map(|(a, b)| format!("{title} of {of}: {a} and {b} overlap")),
            );
        }
    }
    out
}

#[test]
fn actors_keep_their_promises() {
    let titles = titles().into_iter().map(|t| t.id).collect();
    for topic in ["ukraine", "gaza"] {
        let faults = faults(&actors(topic), &titles);
        assert!(faults.is_empty(), "{topic}:\n{}", faults.join("\n"));
    }
}

#[test]
fn titles_are_unique_and_have_forms() {
    let mut seen = BTreeSet::new();
    for title in titles() {
        let forms: BTreeSet<&String> = title.forms.iter().collect();
        assert!(
            !forms.is_empty() && forms.len() == title.forms.len(),
            "{}: a form stands twice, or none",
            title.id
        );
        assert!(
            seen.insert(title.id.clone()),
            "{} is defined twice",
            title.id
        );
    }
}

/// One day on which the holder of an office is beyond doubt, a line.
#[test]
fn offices_fall_to_the_right_person() {
    let actors = actors("ukraine");
    let holder = |title: &str, of: &str, day: &str| -> Vec<&str> {
        let day: Date = day.parse().unwrap();
        let holds = |r: &&Role| {
            r.title == title
                && r.of == of
                && r.from.is_none_or(|f| f <= day)
                && r.to.is_none_or(|t| day < t)
        };
        actors
            .iter()
            .filter(|a| a.roles.iter().any(|r| holds(&r)))
            .map(|a| a.id.as_str())
            .collect()
    };
    for (title, of, day, who) in [
        ("chancellor", "germany", "2025-01-15", "olaf-scholz"),
        ("chancellor", "germany", "2025-05-06", "friedrich-merz"),
        ("president", "united-states", "2025-01-19", "joe-biden"),
        ("president", "united-states", "2025-01-20", "donald-trump"),
        (
            "prime-minister",
            "united-kingdom",
            "2022-09-20",
            "liz-truss",
        ),
        (
            "prime-minister",
            "united-kingdom",
            "2025-02-16",
            "keir-starmer",
        ),
        ("prime-minister", "france", "2025-03-01", "francois-bayrou"),
        ("prime-minister", "canada", "2025-03-13", "justin-trudeau"),
        ("president", "poland", "2025-08-06", "karol-nawrocki"),
        (
            "secretary-general",
            "nato",
            "2024-09-30",
            "jens-stoltenberg",
        ),
        ("secretary-general", "nato", "2025-03-01", "mark-rutte"),
        (
            "high-representative",
            "european-union",
            "2024-12-01",
            "kaja-kallas",
        ),
        ("foreign-minister", "ukraine", "2025-03-01", "andrii-sybiha"),
        ("defence-minister", "ukraine", "2025-03-01", "rustem-umerov"),
        ("defence-minister", "russia", "2024-05-01", "sergei-shoigu"),
    ] {
        assert_eq!(holder(title, of, day), [who], "{title} of {of} on {day}");
    }
}

#[test]
fn a_fault_is_seen() {
    let bad = r#"
[[actor]]
id = "a"
name = "Ann Able"
kind = "person"
gender = "f"
aliases = ["Able"]
roles = [{ title = "president", of = "c", from = "2020-01-01", to = "2022-01-01" }, { title = "janitor", of = "c" }]
[[actor]]
id = "b"
name = "Bob Able"
kind = "person"
parent = "nowhere"
aliases = ["Able"]
excludes = ["Caine"]
roles = [{ title = "president", of = "c", from = "2021-01-01" }]
[[actor]]
id = "c"
name = "Cland"
kind = "country"
country = "cl"
"#;
    let actors = toml::from_str::<ActorFile>(bad).unwrap().actor;
    let faults = faults(&actors, &BTreeSet::from(["president".to_owned()])).join("\n");
    for part in [
        "role janitor",
        "have a gender",
        "parent nowhere",
        "`Caine`",
        "alpha-3",
        "`Able` is both a and b",
        "president of c: a and b overlap",
    ] {
        assert!(faults.contains(part), "{part} not in:\n{faults}");
    }
}
