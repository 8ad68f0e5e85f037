//! Names in running text: aliases, demonyms, metonyms, titles, office nouns, each with what it may mean.
//!
//! Every valid match at every place is found (overlapping), those inside a word or out of their dates are dropped, then the longest at the
//! leftmost place wins. So a shorter valid alias is never lost to a longer one that fails its boundary.

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::labels;
use super::named::Names;
use super::parties::Parties;
use super::phrases::{Phrase, PhraseMatcher};
use crate::error::Result;
use crate::lexicon::{Actor, Lexicons, Role};
use crate::model::{Document, Pos, Span};

/// What a name may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum NameKind {
    /// Full name or alias of an actor.
    Name,
    /// Last name of a person; counts after a fuller mention only.
    Surname,
    /// Adjective of a country or bloc.
    Demonym,
    /// Its people ("the French").
    People,
    /// Capital or palace.
    Metonym,
    /// Name that parties of several countries bear; a name of one of them, or of none, once the article's country is known.
    Local,
    /// A longer string in which a name is not the actor.
    Exclude,
    /// Title of office; the index is a title's.
    Title,
    /// Noun that after a country means its government.
    Office,
}

/// One name in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) span: Span,
    pub(super) kind: NameKind,
    /// Actor (or title) in the lexicon.
    pub(super) index: usize,
}

#[derive(Debug, Clone)]
struct Entry {
    kind: NameKind,
    index: usize,
    from: Option<Date>,
    to: Option<Date>,
}

/// Finds names.
#[derive(Debug)]
pub(super) struct NameMatcher {
    phrases: PhraseMatcher,
    /// What each phrase may mean.
    entries: Vec<Vec<Entry>>,
    /// The titles that each actor bears, with their days.
    titles: Vec<Vec<(usize, Role)>>,
    honorifics: Vec<String>,
    /// Whose last name is of two words.
    double: Vec<bool>,
    parties: Parties,
}

/// Enters what an actor is called.
fn put_actor(index: usize, actor: &Actor, put: &mut impl FnMut(&str, bool, Entry)) {
    let mut always = |text: &str, kind: NameKind| {
        put(
            text,
            true,
            Entry {
                kind,
                index,
                from: None,
                to: None,
            },
        );
    };
    always(&actor.name, NameKind::Name);
    actor
        .demonyms
        .iter()
        .for_each(|t| always(t, NameKind::Demonym));
    actor
        .people
        .iter()
        .for_each(|t| always(t, NameKind::People));
    actor
        .metonyms
        .iter()
        .for_each(|t| always(t, NameKind::Metonym));
    actor.local.iter().for_each(|t| always(t, NameKind::Local));
    actor
        .excludes
        .iter()
        .for_each(|t| always(t, NameKind::Exclude));
    if let Some(last) = actor.last_name() {
        always(last, NameKind::Surname);
        // "Lund Poulsen" is "Poulsen" too, once he was named.
        if actor.kind == "person"
            && let Some((_, word)) = last.rsplit_once(' ')
        {
            always(word, NameKind::Surname);
        }
    }
    // "Sánchez" for "Pedro Sánchez", as for "Pedro Sanchez".
    let words = actor.name.split(' ').count();
    let spelt = actor
        .aliases
        .iter()
        .filter(|a| actor.kind == "person" && words > 1 && a.text.split(' ').count() == words);
    for last in spelt.filter_map(|a| a.text.rsplit(' ').next()) {
        put(
            last,
            true,
            Entry {
                kind: NameKind::Surname,
                index,
                from: None,
                to: None,
            },
        );
    }
    for alias in &actor.aliases {
        put(
            &alias.text,
            alias.case,
            Entry {
                kind: NameKind::Name,
                index,
                from: alias.from,
                to: alias.to,
            },
        );
    }
}

impl NameMatcher {
    pub(super) fn new(lexicons: &Lexicons) -> Result<Self> {
        let mut names: FxHashMap<(String, bool), Vec<Entry>> = FxHashMap::default();
        let mut put = |text: &str, case: bool, entry: Entry| {
            if text.contains('\'') {
                names
                    .entry((text.replace('\'', "\u{2019}"), case))
                    .or_default()
                    .push(entry.clone());
            }
            names
                .entry((text.to_owned(), case))
                .or_default()
                .push(entry);
        };
        for (index, actor) in lexicons.topic.actors.iter().enumerate() {
            put_actor(index, actor, &mut put);
        }
        for (index, title) in lexicons.language.titles.titles.iter().enumerate() {
            for form in &title.forms {
                // Abbreviations keep their capitals; words are found in any case.
                let case = form.chars().all(|c| c.is_uppercase() || !c.is_alphabetic());
                // "the French and German presidents".
                for form in [form.clone(), format!("{form}s")] {
                    put(
                        &form,
                        case,
                        Entry {
                            kind: NameKind::Title,
                            index,
                            from: None,
                            to: None,
                        },
                    );
                }
            }
        }
        for noun in &lexicons.language.titles.office_nouns {
            put(
                noun,
                false,
                Entry {
                    kind: NameKind::Office,
                    index: 0,
                    from: None,
                    to: None,
                },
            );
        }
        let mut names: Vec<((String, bool), Vec<Entry>)> = names.into_iter().collect();
        names.sort_by(|a, b| a.0.cmp(&b.0));
        let titles = &lexicons.language.titles;
        let borne = |role: &Role| {
            let title = titles.titles.iter().position(|t| t.id == role.title)?;
            Some((title, role.clone()))
        };
        let phrases = names.iter().map(|((text, case), _)| Phrase {
            text,
            any_case: !case,
        });
        Ok(Self {
            phrases: PhraseMatcher::new(phrases)?,
            entries: names.into_iter().map(|(_, entries)| entries).collect(),
            titles: lexicons
                .topic
                .actors
                .iter()
                .map(|actor| actor.roles.iter().filter_map(borne).collect())
                .collect(),
            honorifics: titles.honorifics.clone(),
            parties: Parties::new(lexicons),
            double: lexicons
                .topic
                .actors
                .iter()
                .map(|actor| actor.last_name().is_some_and(|last| last.contains(' ')))
                .collect(),
        })
    }

    /// Names in text order; several of one span where it may mean several things. A surname is kept only where a name of the same
    /// person stands elsewhere in the document, or who holds an office that day is addressed by it ("Mr Berg", "Prime Minister Berg").
    pub(super) fn find(&self, document: &Document, day: Option<Date>) -> Names {
        let mut found: Vec<Name> = Vec::new();
        let text = labels::as_names(document, &labels::labels(document, true));
        self.phrases.find(&text, |m| {
            for entry in &self.entries[m.phrase as usize] {
                let holds = day.is_none_or(|day| {
                    entry.from.is_none_or(|f| f <= day) && entry.to.is_none_or(|t| day < t)
                });
                if holds {
                    found.push(Name {
                        span: m.span,
                        kind: entry.kind,
                        index: entry.index,
                    });
                }
            }
        });
        found.retain(|n| n.kind != NameKind::People || !describes(document, n));
        let named: Vec<usize> = {
            let mut named: Vec<usize> = found
                .iter()
                .filter(|n| n.kind == NameKind::Name)
                .map(|n| n.index)
                .collect();
            named.sort_unstable();
            named.dedup();
            named
        };
        let marks = Marks::of(&found);
        let addressed: FxHashSet<usize> = found
            .iter()
            .filter(|n| n.kind == NameKind::Surname && self.is_addressed(&text, n, &marks, day))
            .map(|n| n.index)
            .collect();
        found.retain(|n| {
            n.kind != NameKind::Surname
                || named.binary_search(&n.index).is_ok()
                || addressed.contains(&n.index)
        });
        self.parties.settle(document, &mut found);
        // "Boris Pistorius" is no Boris Johnson, but he is somebody.
        let spelt: FxHashSet<Span> = found
            .iter()
            .filter(|n| n.kind == NameKind::Name)
            .map(|n| n.span)
            .collect();
        found.retain(|n| n.kind != NameKind::Exclude || !spelt.contains(&n.span));
        let mut kept = longest_leftmost(found);
        self.parties.keep_own(&text, &mut kept);
        Names::new(kept)
    }
}

/// "the French president", "the Dutch far right": what looks like a people tells whose the noun behind it is.
fn describes(document: &Document, name: &Name) -> bool {
    let next = document
        .tokens
        .partition_point(|t| t.span.start < name.span.end);
    let behind = |t: usize| document.tokens.get(t).map(|t| t.pos);
    match behind(next) {
        Some(Pos::Noun) => true,
        Some(Pos::Adjective) => matches!(behind(next + 1), Some(Pos::Noun | Pos::Adjective)),
        _ => false,
    }
}

/// Where titles end and surnames stand.
#[derive(Debug, Default)]
struct Marks {
    titles: FxHashMap<usize, Vec<usize>>,
    surnames: FxHashMap<Span, Vec<usize>>,
}

impl Marks {
    fn of(found: &[Name]) -> Self {
        let mut marks = Self::default();
        for name in found {
            match name.kind {
                NameKind::Title => marks
                    .titles
                    .entry(name.span.end)
                    .or_default()
                    .push(name.index),
                NameKind::Surname => marks
                    .surnames
                    .entry(name.span)
                    .or_default()
                    .push(name.index),
                _ => {}
            }
        }
        marks
    }
}

impl NameMatcher {
    /// Whether a title that a person bears stands right before the last name, or an honorific before that of one alone who holds an office.
    fn is_addressed(&self, text: &str, name: &Name, found: &Marks, day: Option<Date>) -> bool {
        let holds = |index: usize| self.titles[index].iter().filter(|(_, r)| r.holds_on(day));
        let before = text[..name.span.start].trim_end();
        let titled = found
            .titles
            .get(&before.len())
            .is_some_and(|titles| holds(name.index).any(|(title, _)| titles.contains(title)));
        let rivals = found.surnames.get(&name.span).into_iter().flatten();
        let rivals = rivals.filter(|o| holds(**o).next().is_some());
        let honoured = || {
            self.honorifics.iter().any(|h| {
                before
                    .strip_suffix(h.as_str())
                    .is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
            })
        };
        // "Lady Berg" is no "Stein Berg".
        let part = self.double[name.index] && !text[name.span.start..name.span.end].contains(' ');
        titled || !part && rivals.count() == 1 && holds(name.index).next().is_some() && honoured()
    }
}

/// Keeps the longest names from the left; titles and office nouns compete only with one another.
fn longest_leftmost(mut found: Vec<Name>) -> Vec<Name> {
    found.sort_by(|a, b| {
        (a.span.start, std::cmp::Reverse(a.span.end), a.kind, a.index).cmp(&(
            b.span.start,
            std::cmp::Reverse(b.span.end),
            b.kind,
            b.index,
        ))
    });
    let mut kept: Vec<Name> = Vec::with_capacity(found.len());
    for group in [false, true] {
        let mut end = 0;
        let mut last: Option<Span> = None;
        for name in &found {
            if matches!(name.kind, NameKind::Title | NameKind::Office) != group {
                continue;
            }
            if last == Some(name.span) {
                // Another meaning of the same words.
                if !kept
                    .iter()
                    .rev()
                    .take_while(|k| k.span == name.span)
                    .any(|k| k.kind == name.kind && k.index == name.index)
                {
                    kept.push(*name);
                }
            } else if name.span.start >= end {
                kept.push(*name);
                end = name.span.end;
                last = Some(name.span);
            } else if name.span.end > end
                && let Some(before) = kept.last_mut()
                && (before.kind, before.index) == (name.kind, name.index)
            {
                // "President Xi" and "Xi Jinping" in "President Xi Jinping".
                before.span = before.span.join(name.span);
                end = name.span.end;
                last = Some(before.span);
            }
        }
    }
    kept.sort_by_key(|n| (n.span.start, n.span.end, n.kind, n.index));
    kept
}
