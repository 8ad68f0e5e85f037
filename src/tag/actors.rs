//! From names and noun phrases to mentions of actors.

use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};

use super::named::{Names, near, pass_on_to_owned, starting};
use super::names::{Name, NameKind};
use super::register::{Register, listed};
use super::transliteration::Spellings;
use super::unlisted::{describes_one, unlisted_persons};
use crate::lexicon::{Lexicons, Role, WordClasses};
use crate::model::{
    ActorMention, Document, DocumentActor, MentionForm, Mentions, NounPhrase, Pos, Span,
};

/// What the tagger needs to know of one actor.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) actor: DocumentActor,
    pub(super) parent: Option<usize>,
    pub(super) roles: Vec<(usize, usize, Role)>,
}

/// Finds mentions of actors.
#[derive(Debug)]
pub(super) struct ActorTagger {
    pub(super) known: Vec<Known>,
    spellings: Spellings,
    /// (title, of) to those who held it.
    pub(super) holders: FxHashMap<(usize, usize), Vec<(usize, Role)>>,
    pub(super) former: Vec<String>,
    honorifics: Vec<String>,
    pub(super) classes: Arc<WordClasses>,
    /// Verbs by which persons say or want something.
    pub(super) speech: FxHashSet<String>,
    /// Ids of the language pack's titles.
    pub(super) title_ids: Vec<String>,
    /// Which of them several bear at once.
    pub(super) shared_titles: Vec<bool>,
    /// Whether an actor is the country that the topic's forces would go to.
    pub(super) host: Vec<bool>,
}

impl ActorTagger {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let titles = &lexicons.language.titles.titles;
        let mut holders: FxHashMap<(usize, usize), Vec<(usize, Role)>> = FxHashMap::default();
        let mut known = Vec::with_capacity(topic.actors.len());
        for (index, actor) in topic.actors.iter().enumerate() {
            let mut roles = Vec::new();
            for role in &actor.roles {
                if let (Some(title), Some(of)) = (
                    titles.iter().position(|t| t.id == role.title),
                    topic.actor(&role.of),
                ) {
                    holders
                        .entry((title, of))
                        .or_default()
                        .push((index, role.clone()));
                    roles.push((title, of, role.clone()));
                }
            }
            known.push(Known {
                actor: listed(actor, index),
                parent: actor.parent.as_deref().and_then(|p| topic.actor(p)),
                roles,
            });
        }
        let lower = |list: &[String]| {
            list.iter()
                .map(|w| w.to_lowercase().trim_end_matches(['.', '-']).to_owned())
                .collect()
        };
        Self {
            known,
            spellings: Spellings::new(&topic.actors),
            holders,
            former: lower(&lexicons.language.titles.former),
            honorifics: lower(&lexicons.language.titles.honorifics),
            classes: Arc::clone(&lexicons.language.classes),
            speech: lexicons
                .language
                .reporting
                .iter()
                .map(|v| v.lemma.clone())
                .collect(),
            title_ids: titles.iter().map(|t| t.id.clone()).collect(),
            shared_titles: titles.iter().map(|t| t.shared).collect(),
            host: super::offices::host(topic),
        }
    }

    pub(super) fn tag(
        &self,
        document: &Document,
        names: &Names,
        day: Option<Date>,
        mentions: &mut Mentions,
    ) {
        let mut register = Register::default();
        let mut by_phrase: Vec<Option<Reading>> = vec![None; document.phrases.len()];
        for (p, phrase) in document.phrases.iter().enumerate() {
            by_phrase[p] = self.phrase(document, names, &by_phrase, p, phrase, day);
        }
        pass_on_to_owned(document, names, &mut by_phrase);
        // "the president, Emmanuel Macron": a title and the name beside it are one person.
        for (p, phrase) in document.phrases.iter().enumerate() {
            if let Some(anchor) = phrase.apposition {
                let name = by_phrase[p].clone().filter(|b| b.form == MentionForm::Name);
                if name.is_some()
                    && by_phrase[anchor]
                        .as_ref()
                        .is_none_or(|a| a.form != MentionForm::Name)
                {
                    by_phrase[anchor] = name;
                }
            }
        }
        // "Deputy Prime Minister and Defence Minister X": one person with two offices.
        for (p, phrase) in document.phrases.iter().enumerate() {
            let next = phrase.coordinated.filter(|n| *n == p + 1);
            let titled = |q: usize| {
                let span = document.token_span(&document.phrases[q].tokens);
                let inside = |n: &&Name| n.kind == NameKind::Title && span.contains(n.span);
                starting(names, span.start..span.end)
                    .iter()
                    .any(|n| inside(&n))
            };
            if let Some(n) = next
                && titled(n)
                && let Some(name) = by_phrase[n].clone().filter(|r| r.form == MentionForm::Name)
                && by_phrase[p]
                    .as_ref()
                    .is_some_and(|r| r.form == MentionForm::Title)
                && document.tokens[document.phrases[n].tokens.start].capital
                && document.tokens[phrase.head].capital
            {
                by_phrase[p] = Some(name);
            }
        }
        let mut unlisted = unlisted_persons(
            document,
            &|p| by_phrase[p].is_some(),
            &|t| {
                let span = document.tokens[t].span;
                near(document, names, t).iter().any(|n| {
                    matches!(n.kind, NameKind::Title | NameKind::Office) && n.span.contains(span)
                })
            },
            &self.honorifics,
            &self.classes.counting_words,
            &self.speech,
        );
        // "Its leader, X": the name decides, whoever else may bear such a title.
        for (p, phrase) in document.phrases.iter().enumerate() {
            if let Some(anchor) = phrase.apposition
                && unlisted[p].as_ref().is_some_and(|person| person.full)
                && match &by_phrase[anchor] {
                    Some(r) if r.form == MentionForm::Title => true,
                    Some(r) => r.form == MentionForm::Office && self.is_one(document, anchor),
                    None => anchor < p && describes_one(document, anchor),
                }
            {
                by_phrase[anchor] = None;
                let person = unlisted[p].clone();
                unlisted[anchor] = person;
            }
        }
        for (p, phrase) in document.phrases.iter().enumerate() {
            if let Some(reading) = &by_phrase[p] {
                let actors = reading
                    .actors
                    .iter()
                    .map(|a| register.known(&self.known[*a].actor))
                    .collect();
                mentions.actors.push(ActorMention {
                    tokens: phrase.tokens.clone(),
                    span: document.token_span(&phrase.tokens),
                    head: phrase.head,
                    actors,
                    form: reading.form,
                    certainty: reading.certainty,
                });
            } else if let Some(person) = &unlisted[p] {
                let actor = match self.spellings.person(&person.name) {
                    Some(known) => register.known(&self.known[known].actor),
                    None => register.person(&person.name),
                };
                let listed = register.actors[actor].lexicon.is_some();
                register.actors[actor].expert |=
                    !listed && self.introduced_as_expert(document, phrase);
                mentions.actors.push(ActorMention {
                    tokens: phrase.tokens.clone(),
                    span: document.token_span(&phrase.tokens),
                    head: phrase.head,
                    actors: vec![actor],
                    form: if person.full {
                        MentionForm::Name
                    } else {
                        MentionForm::Surname
                    },
                    certainty: 85,
                });
            }
            self.adjectives(
                document,
                names,
                p,
                by_phrase[p].as_ref(),
                &mut register,
                mentions,
            );
        }
        mentions.register = register.actors;
    }

    /// "The Danish envoy": one person who is not named there.
    fn is_one(&self, document: &Document, p: usize) -> bool {
        let head = &document.tokens[document.phrases[p].head];
        head.lower == head.lemma && self.classes.person_nouns.contains(&head.lemma)
    }

    /// Adjectives of countries in a phrase, which fill slots; also those coordinated before it ("British and French troops").
    fn adjectives(
        &self,
        document: &Document,
        names: &Names,
        p: usize,
        reading: Option<&Reading>,
        register: &mut Register,
        mentions: &mut Mentions,
    ) {
        let phrase = &document.phrases[p];
        let adjective = |t: usize| {
            let span = document.tokens[t].span;
            let covers = |n: &&Name| n.kind == NameKind::Demonym && n.span.contains(span);
            near(document, names, t).iter().find(covers)
        };
        let mut add = |name: &Name, tokens: std::ops::Range<usize>, head: usize| {
            let actor = register.known(&self.known[name.index].actor);
            mentions.actors.push(ActorMention {
                span: document.token_span(&tokens),
                tokens,
                head,
                actors: vec![actor],
                form: MentionForm::Demonym,
                certainty: 90,
            });
        };
        let mut last = None;
        for t in phrase.tokens.clone() {
            let Some(name) = adjective(t).filter(|n| last != Some(n.span)) else {
                continue;
            };
            last = Some(name.span);
            let whole = reading.is_some_and(|r| r.form != MentionForm::Demonym);
            if whole && t == phrase.head {
                continue;
            }
            add(name, t..t + 1, t);
        }
        let (mut at, head) = (phrase.tokens.start, phrase.tokens.start);
        while at >= 2
            && reading.is_none()
            && adjective(at).is_some()
            && matches!(document.tokens[at - 1].lower.as_str(), "and" | "or" | ",")
            && document.tokens[at - 2].sentence == document.tokens[head].sentence
            && document.phrase_around(at - 2).is_none_or(|q| q >= p)
            && let Some(name) = adjective(at - 2)
        {
            add(name, at - 2..at - 1, head);
            at -= 2;
        }
    }

    fn phrase(
        &self,
        document: &Document,
        names: &Names,
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        day: Option<Date>,
    ) -> Option<Reading> {
        let tokens = &document.tokens;
        let span = document.token_span(&phrase.tokens);
        let head = tokens[phrase.head].span;
        // Names that lie in the phrase, or begin in it and run on ("coalition of the willing").
        let inside: Vec<&Name> = starting(names, span.start..span.end).iter().collect();
        let at_head = |n: &&&Name| n.span.end >= head.end && n.span.start <= head.start;
        let excluded = inside
            .iter()
            .any(|n| n.kind == NameKind::Exclude && n.span.overlaps(head));
        if excluded {
            return None;
        }
        if let Some(person) = self.person(&inside, head, day) {
            return Some(person);
        }
        let titles: Vec<&Name> = inside
            .iter()
            .copied()
            .filter(|n| {
                n.kind == NameKind::Title && n.span.end >= head.end && n.span.start <= head.start
            })
            .collect();
        let office = inside.iter().any(|n| {
            n.kind == NameKind::Office && n.span.end >= head.end && n.span.start <= head.start
        });
        // A name that is the whole of a government ("European leaders", "Russian Foreign Ministry").
        if let Some(name) = inside.iter().filter(at_head).find(|n| {
            matches!(
                n.kind,
                NameKind::Name | NameKind::Metonym | NameKind::People
            )
        }) {
            let form = match name.kind {
                NameKind::Metonym => MentionForm::Metonym,
                NameKind::People => MentionForm::Office,
                _ => MentionForm::Name,
            };
            if name.kind == NameKind::People && !self.stands_for_government(document, phrase) {
                return None;
            }
            let proper = tokens[phrase.head].capital || name.kind != NameKind::Metonym;
            return proper.then_some(Reading {
                actors: vec![name.index],
                form,
                certainty: if form == MentionForm::Metonym { 85 } else { 95 },
            });
        }
        if titles.is_empty() && !office {
            // "the French": an adjective as the head of its phrase.
            if let Some(name) = inside
                .iter()
                .filter(at_head)
                .find(|n| n.kind == NameKind::Demonym)
            {
                let article = tokens[phrase.tokens.start].lower == "the";
                return Some(Reading {
                    actors: vec![name.index],
                    form: if article || tokens[phrase.head].pos == Pos::Proper {
                        MentionForm::Office
                    } else {
                        MentionForm::Demonym
                    },
                    certainty: 70,
                });
            }
            return self.counterpart(document, done, p, &inside, day);
        }
        let countries = self.countries(document, names, done, p, phrase, &inside);
        self.office(document, names, done, p, day, &titles, countries)
    }

    /// A person's name that closes a phrase decides, whatever stands before it.
    fn person(&self, inside: &[&Name], head: Span, day: Option<Date>) -> Option<Reading> {
        let name = inside
            .iter()
            .filter(|n| matches!(n.kind, NameKind::Name | NameKind::Surname))
            .filter(|n| n.span.end >= head.end && n.span.start <= head.start)
            .min_by_key(|n| (n.kind, std::cmp::Reverse(n.span.len())))?;
        if self.known[name.index].actor.kind != "person" {
            return None;
        }
        let alternatives: Vec<&&Name> = inside
            .iter()
            .filter(|n| n.kind == NameKind::Name && n.span == name.span)
            .collect();
        let index = if alternatives.len() > 1 {
            alternatives
                .iter()
                .find(|n| self.in_office(n.index, day))
                .map_or(name.index, |n| n.index)
        } else {
            name.index
        };
        Some(Reading {
            actors: vec![index],
            form: if name.kind == NameKind::Name {
                MentionForm::Name
            } else {
                MentionForm::Surname
            },
            certainty: 97,
        })
    }
}

/// What a noun phrase means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// Actors of the lexicon.
    pub(super) actors: Vec<usize>,
    pub(super) form: MentionForm,
    pub(super) certainty: u8,
}
