//! Whether lexicons are sound, beyond being well formed: what the loader cannot see in one entry stands here.
//!
//! An error is a lexicon that says two things at once, or names what does not exist; a warning is an entry that does nothing. Readers of
//! series want both found before a night's run, so all of them are collected, in the order of files and lines.

mod form;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use jiff::civil::Date;

use super::{Actor, Alias, Lexicons, Origin};

/// How bad a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Severity {
    /// The lexicon contradicts itself or names what does not exist.
    Error,
    /// The entry does nothing.
    Warning,
}

/// Something wrong with an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// How bad.
    pub severity: Severity,
    /// The entry's place.
    pub origin: Origin,
    /// The entry's id.
    pub entry: String,
    /// What is wrong and what to do about it.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = match self.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
        };
        let Origin { file, line } = &self.origin;
        let (file, entry, message) = (file.display(), &self.entry, &self.message);
        write!(f, "{file}:{line}: {severity}: {entry}: {message}")
    }
}

/// Offices that one person alone holds; ministers of state, envoys and the like may be many.
const SOLE: [&str; 11] = [
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
    "high-representative",
];

/// All faults of a language pack and a topic pack, by file and line.
pub fn check(lexicons: &Lexicons) -> Vec<Fault> {
    let mut faults = Faults::default();
    let pack = pack_of(lexicons);
    form::form(lexicons, &pack, &mut faults);
    names(lexicons, &mut faults);
    roles(lexicons, &mut faults);
    references(lexicons, &pack, &mut faults);
    wordings(lexicons, &mut faults);
    cues(lexicons, &mut faults);
    let mut list = faults.list;
    list.sort_by(|a, b| {
        (&a.origin.file, a.origin.line, a.severity, &a.message).cmp(&(
            &b.origin.file,
            b.origin.line,
            b.severity,
            &b.message,
        ))
    });
    list
}

#[derive(Default)]
struct Faults {
    list: Vec<Fault>,
}

impl Faults {
    fn add(&mut self, severity: Severity, origin: &Origin, entry: &str, message: String) {
        self.list.push(Fault {
            severity,
            origin: origin.clone(),
            entry: entry.to_owned(),
            message,
        });
    }

    fn error(&mut self, origin: &Origin, entry: &str, message: String) {
        self.add(Severity::Error, origin, entry, message);
    }

    fn warn(&mut self, origin: &Origin, entry: &str, message: String) {
        self.add(Severity::Warning, origin, entry, message);
    }
}

/// The head of the topic pack.
fn pack_of(lexicons: &Lexicons) -> Origin {
    let first = lexicons.topic.proposals.first();
    Origin {
        file: first
            .map(|p| p.origin.file.with_file_name("pack.toml"))
            .unwrap_or_default(),
        line: 1,
    }
}

/// First day and first day on which it is over.
type Tenure = (Date, Date);

fn tenure(from: Option<Date>, to: Option<Date>) -> Tenure {
    (from.unwrap_or(Date::MIN), to.unwrap_or(Date::MAX))
}

fn overlap(a: Tenure, b: Tenure) -> bool {
    a.0 < b.1 && b.0 < a.1
}

/// A name belongs to one actor at a time, once, and no exclusion hides it.
fn names(lexicons: &Lexicons, faults: &mut Faults) {
    let mut owners: BTreeMap<&str, Vec<(Tenure, &Actor)>> = BTreeMap::new();
    for actor in &lexicons.topic.actors {
        let mut own: Vec<(&str, Tenure)> = vec![(&actor.name, tenure(None, None))];
        let alias = |a: &Alias| tenure(a.from, a.to);
        own.extend(actor.aliases.iter().map(|a| (a.text.as_str(), alias(a))));
        let always = [&actor.demonyms, &actor.people, &actor.metonyms];
        for (i, (name, span)) in own.iter().enumerate() {
            if own[..i]
                .iter()
                .any(|(n, s)| n == name && overlap(*s, *span))
            {
                let message = format!("the alias `{name}` stands there twice; remove one");
                faults.warn(&actor.origin, &actor.id, message);
            }
            if actor.excludes.iter().any(|e| e == name) {
                let message = format!("`{name}` is shadowed by an exclusion of the same words");
                faults.error(&actor.origin, &actor.id, message);
            }
        }
        for list in always {
            own.extend(list.iter().map(|n| (n.as_str(), tenure(None, None))));
        }
        for (name, span) in own {
            owners.entry(name).or_default().push((span, actor));
        }
    }
    for (name, spans) in owners {
        for (i, (span, actor)) in spans.iter().enumerate() {
            let other = spans[..i]
                .iter()
                .find(|(s, a)| a.id != actor.id && overlap(*s, *span));
            if let Some((_, other)) = other {
                let message = format!(
                    "`{name}` is also `{}` in the same days; date both or drop one",
                    other.id
                );
                faults.error(&actor.origin, &actor.id, message);
            }
        }
    }
}

/// Offices exist, and fall to one person at a time.
fn roles(lexicons: &Lexicons, faults: &mut Faults) {
    let titles: BTreeSet<&str> = lexicons
        .language
        .titles
        .titles
        .iter()
        .map(|t| t.id.as_str())
        .collect();
    let mut offices: BTreeMap<(&str, &str), Vec<(Tenure, &Actor)>> = BTreeMap::new();
    for actor in &lexicons.topic.actors {
        for role in &actor.roles {
            if !titles.contains(role.title.as_str()) {
                let message = format!("the language pack has no title `{}`", role.title);
                faults.error(&actor.origin, &actor.id, message);
            }
            if lexicons.topic.actor(&role.of).is_none() {
                let message = format!("it is {} of `{}`, who is no actor", role.title, role.of);
                faults.error(&actor.origin, &actor.id, message);
            }
            offices
                .entry((&role.title, &role.of))
                .or_default()
                .push((tenure(role.from, role.to), actor));
        }
    }
    for ((title, of), held) in offices {
        for (i, (span, actor)) in held.iter().enumerate() {
            let earlier = held[..i].iter().find(|(s, _)| overlap(*s, *span));
            let Some((_, other)) = earlier else { continue };
            if other.id == actor.id {
                let message = format!("it is {title} of {of} twice on one day; join the entries");
                faults.warn(&actor.origin, &actor.id, message);
            } else if SOLE.contains(&title) {
                let message = format!("it is {title} of {of} in the days of `{}`", other.id);
                faults.error(&actor.origin, &actor.id, message);
            }
        }
    }
}

/// What an entry points to exists, and what is defined is used.
fn references(lexicons: &Lexicons, pack: &Origin, faults: &mut Faults) {
    let topic = &lexicons.topic;
    for actor in &topic.actors {
        if let Some(parent) = &actor.parent
            && topic.actor(parent).is_none()
        {
            let message = format!("its parent `{parent}` is no actor");
            faults.error(&actor.origin, &actor.id, message);
        }
    }
    for proposal in &topic.proposals {
        for group in proposal.who.iter().filter_map(|w| w.strip_prefix('@')) {
            if !topic
                .actors
                .iter()
                .any(|a| a.groups.iter().any(|g| g == group))
            {
                let message = format!("no actor is of the group `@{group}`");
                faults.error(&proposal.origin, &proposal.id, message);
            }
        }
        for body in proposal.bodies.iter().filter(|b| topic.actor(b).is_none()) {
            let message = format!("its body `{body}` is no actor");
            faults.error(&proposal.origin, &proposal.id, message);
        }
        if proposal.phrases.is_empty() && proposal.heads.is_empty() {
            let message = "it has neither phrases nor heads and is never found".to_owned();
            faults.warn(&proposal.origin, &proposal.id, message);
        }
    }
    for family in &topic.families {
        let named = |h: &String| h.strip_prefix('@') == Some(family.id.as_str());
        if !topic.proposals.iter().any(|p| p.heads.iter().any(named)) {
            let message = format!("no proposal has `@{}` among its heads", family.id);
            faults.warn(&family.origin, &family.id, message);
        }
    }
    for id in topic
        .belligerents
        .iter()
        .filter(|b| topic.actor(b).is_none())
    {
        faults.error(
            pack,
            &topic.id,
            format!("the belligerent `{id}` is no actor"),
        );
    }
}

/// A wording means one proposal, once, and no exclusion hides it.
fn wordings(lexicons: &Lexicons, faults: &mut Faults) {
    let topic = &lexicons.topic;
    let mut meaning: BTreeMap<&str, &str> = BTreeMap::new();
    for proposal in &topic.proposals {
        for phrase in &proposal.phrases {
            match meaning.insert(phrase, &proposal.id) {
                None => {}
                Some(first) if first == proposal.id => {
                    let message = format!("the phrase `{phrase}` stands there twice; remove one");
                    faults.warn(&proposal.origin, &proposal.id, message);
                }
                Some(first) => {
                    let message = format!("the phrase `{phrase}` is also a phrase of `{first}`");
                    faults.error(&proposal.origin, &proposal.id, message);
                }
            }
        }
    }
    for proposal in &topic.proposals {
        for exclude in &proposal.excludes {
            if let Some(other) = meaning.get(exclude.as_str()) {
                let message = format!("the exclusion `{exclude}` hides a phrase of `{other}`");
                faults.error(&proposal.origin, &proposal.id, message);
            }
        }
    }
    for family in &topic.families {
        let mut seen = BTreeSet::new();
        for head in family
            .strong
            .iter()
            .chain(&family.weak)
            .chain(&family.vague)
            .chain(&family.scarce)
        {
            if !seen.insert(head.as_str()) {
                let message = format!("the head `{head}` stands there twice; remove one");
                faults.warn(&family.origin, &family.id, message);
            }
        }
    }
}

/// Cues are told apart by their ids and show what they mean.
fn cues(lexicons: &Lexicons, faults: &mut Faults) {
    let mut ids: BTreeMap<&str, &Origin> = BTreeMap::new();
    for cue in &lexicons.language.cues {
        if let Some(first) = ids.insert(&cue.id, &cue.origin) {
            let (file, line) = (first.file.display(), first.line);
            let message = format!("the id is taken in {file}:{line}");
            faults.error(&cue.origin, &cue.id, message);
        }
        if cue.examples.is_empty() {
            let message = "it has no example; one sentence shows what it means".to_owned();
            faults.warn(&cue.origin, &cue.id, message);
        }
    }
}
