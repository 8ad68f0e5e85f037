//! From names and noun phrases to mentions of actors.

use jiff::civil::Date;
use rustc_hash::FxHashMap;

use super::names::{Name, NameKind};
use super::register::{Register, listed};
use super::unlisted::unlisted_persons;
use crate::lexicon::{Lexicons, Role};
use crate::model::{
    ActorMention, Document, DocumentActor, MentionForm, Mentions, NounPhrase, Owner, Pos, Span,
};

/// What the tagger needs to know of one actor.
#[derive(Debug)]
struct Known {
    actor: DocumentActor,
    parent: Option<usize>,
    roles: Vec<(usize, usize, Role)>,
}

/// Finds mentions of actors.
#[derive(Debug)]
pub(super) struct ActorTagger {
    known: Vec<Known>,
    /// (title, of) to those who held it.
    holders: FxHashMap<(usize, usize), Vec<(usize, Role)>>,
    former: Vec<String>,
    honorifics: Vec<String>,
    /// Ids of the language pack's titles.
    title_ids: Vec<String>,
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
            holders,
            former: lower(&lexicons.language.titles.former),
            honorifics: lower(&lexicons.language.titles.honorifics),
            title_ids: titles.iter().map(|t| t.id.clone()).collect(),
        }
    }

    pub(super) fn tag(
        &self,
        document: &Document,
        names: &[Name],
        day: Option<Date>,
        mentions: &mut Mentions,
    ) {
        let mut register = Register::default();
        let mut by_phrase: Vec<Option<Reading>> = vec![None; document.phrases.len()];
        for (p, phrase) in document.phrases.iter().enumerate() {
            by_phrase[p] = self.phrase(document, names, &by_phrase, p, phrase, day);
        }
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
                names.iter().any(|n| inside(&n))
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
        let unlisted = unlisted_persons(
            document,
            &|p| by_phrase[p].is_some(),
            &|t| {
                let span = document.tokens[t].span;
                names.iter().any(|n| {
                    matches!(n.kind, NameKind::Title | NameKind::Office) && n.span.contains(span)
                })
            },
            &self.honorifics,
        );
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
                let actor = register.person(&person.name);
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
            // Adjectives of countries inside any phrase fill slots.
            let span = document.token_span(&phrase.tokens);
            for name in names
                .iter()
                .filter(|n| n.kind == NameKind::Demonym && span.contains(n.span))
            {
                let Some(head) = phrase
                    .tokens
                    .clone()
                    .find(|t| name.span.contains(document.tokens[*t].span))
                else {
                    continue;
                };
                if by_phrase[p]
                    .as_ref()
                    .is_some_and(|r| r.form != MentionForm::Demonym && head == phrase.head)
                {
                    continue;
                }
                let actor = register.known(&self.known[name.index].actor);
                mentions.actors.push(ActorMention {
                    tokens: head..head + 1,
                    span: name.span,
                    head,
                    actors: vec![actor],
                    form: MentionForm::Demonym,
                    certainty: 90,
                });
            }
        }
        mentions.register = register.actors;
    }

    fn phrase(
        &self,
        document: &Document,
        names: &[Name],
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        day: Option<Date>,
    ) -> Option<Reading> {
        let tokens = &document.tokens;
        let span = document.token_span(&phrase.tokens);
        let head = tokens[phrase.head].span;
        // Names that lie in the phrase, or begin in it and run on ("coalition of the willing").
        let inside: Vec<&Name> = names
            .iter()
            .filter(|n| n.span.start >= span.start && n.span.start < span.end)
            .collect();
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
            if name.kind == NameKind::People && !Self::stands_for_government(document, phrase) {
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
            return None;
        }
        let countries = self.countries(document, names, done, p, phrase, &inside);
        self.office(document, done, p, phrase, day, &titles, countries)
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

    /// A title or an office noun, with the countries it is of.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step of a reading, with all that the steps before found"
    )]
    fn office(
        &self,
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        day: Option<Date>,
        titles: &[&Name],
        countries: Vec<usize>,
    ) -> Option<Reading> {
        let tokens = &document.tokens;
        let former = phrase.tokens.clone().any(|t| {
            self.former.contains(&tokens[t].lower)
                || self
                    .former
                    .iter()
                    .any(|f| tokens[t].lower.starts_with(&format!("{f}-")))
        });
        if !titles.is_empty() {
            if former {
                return None;
            }
            let mut persons: Vec<usize> = Vec::new();
            for country in &countries {
                for title in titles {
                    persons.extend(self.holder(title.index, *country, day));
                }
            }
            if persons.is_empty() && countries.is_empty() {
                persons.extend(self.most_recent_holder(document, done, p, phrase, titles, day));
            }
            persons.dedup();
            if !persons.is_empty() {
                return Some(Reading {
                    actors: persons,
                    form: MentionForm::Title,
                    certainty: 88,
                });
            }
        }
        if countries.is_empty() {
            return self
                .bare_office(document, done, p, phrase, day)
                .map(|person| Reading {
                    actors: vec![person],
                    form: MentionForm::Title,
                    certainty: 72,
                });
        }
        if tokens[phrase.head].lower == "leader"
            && !former
            && let [country] = countries[..]
            && let Some(person) = self.leader(country, &done[..p], day)
        {
            return Some(Reading {
                actors: vec![person],
                form: MentionForm::Title,
                certainty: 80,
            });
        }
        let actors: Vec<usize> = countries
            .into_iter()
            .map(|c| self.government_of(c))
            .collect();
        Some(Reading {
            actors,
            form: MentionForm::Office,
            certainty: 85,
        })
    }

    /// "the Russians", "Ukrainians": a people is a holder only as a whole.
    fn stands_for_government(document: &Document, phrase: &NounPhrase) -> bool {
        let first = &document.tokens[phrase.tokens.start].lower;
        !matches!(
            first.as_str(),
            "many" | "some" | "most" | "few" | "thousands" | "millions" | "several"
        ) && document.tokens[phrase.tokens.start].pos != Pos::Number
    }

    /// A person stands for the country of their office ("Trump's administration").
    fn government_of(&self, actor: usize) -> usize {
        if self.known[actor].actor.kind == "person" {
            self.known[actor].parent.unwrap_or(actor)
        } else {
            actor
        }
    }

    /// Countries and bodies that a phrase with a title or office noun names: adjective, name before, owner, "of X".
    fn countries(
        &self,
        document: &Document,
        names: &[Name],
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        inside: &[&Name],
    ) -> Vec<usize> {
        let mut found: Vec<usize> = inside
            .iter()
            .filter(|n| {
                matches!(
                    n.kind,
                    NameKind::Demonym | NameKind::Name | NameKind::Metonym
                )
            })
            .map(|n| n.index)
            .collect();
        if found.is_empty()
            && let Some(Owner::Phrase(o)) = phrase.owner
            && let Some(reading) = &done[o]
        {
            found.extend(&reading.actors);
        }
        // "French and British officials": the adjectives before the conjunction.
        let mut at = phrase.tokens.start;
        while !found.is_empty()
            && at >= 2
            && matches!(document.tokens[at - 1].lower.as_str(), "and" | "or" | ",")
            && document.tokens[at - 2].sentence == document.tokens[phrase.head].sentence
        {
            let before = document.tokens[at - 2].span;
            let Some(name) = names
                .iter()
                .find(|n| n.kind == NameKind::Demonym && n.span == before)
            else {
                break;
            };
            found.push(name.index);
            at -= 2;
        }
        // "president of France", "the ministry of defence of Italy", "officials in Kyiv".
        let mut at = phrase.tokens.end;
        while found.is_empty()
            && at < document.tokens.len()
            && matches!(document.tokens[at].lower.as_str(), "of" | "for" | "in")
        {
            let Some(next) = document.phrases[p..]
                .iter()
                .find(|n| n.preposition == Some(at))
            else {
                break;
            };
            let span = document.token_span(&next.tokens);
            let in_next = names.iter().filter(|n| {
                span.contains(n.span)
                    && matches!(
                        n.kind,
                        NameKind::Demonym | NameKind::Name | NameKind::Metonym
                    )
            });
            let place_only = document.tokens[at].lower == "in";
            found.extend(
                in_next
                    .filter(|n| {
                        !place_only
                            || n.kind == NameKind::Metonym
                            || n.kind == NameKind::Name
                                && self.known[n.index].actor.kind != "person"
                    })
                    .map(|n| n.index),
            );
            at = next.tokens.end;
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    fn holder(&self, title: usize, of: usize, day: Option<Date>) -> Option<usize> {
        let of = self.government_of(of);
        let held = self.holders.get(&(title, of))?;
        held.iter()
            .find(|(_, role)| role.holds_on(day))
            .map(|(who, _)| *who)
    }

    fn in_office(&self, actor: usize, day: Option<Date>) -> bool {
        self.known[actor]
            .roles
            .iter()
            .any(|(_, _, r)| r.holds_on(day))
    }

    /// "the president", "the prime minister": whoever of those already named holds that title, the last named first.
    fn most_recent_holder(
        &self,
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        titles: &[&Name],
        day: Option<Date>,
    ) -> Option<usize> {
        let head = &document.tokens[phrase.head];
        if head.lower != head.lemma && head.lower.ends_with('s') {
            // "the chiefs" are not one of them.
            return None;
        }
        let definite = document.tokens[phrase.tokens.start].lower == "the"
            || matches!(phrase.owner, Some(Owner::Pronoun(_)));
        let bare_title = phrase.tokens.len() <= titles[0].span.len()
            && document.tokens[phrase.tokens.start].capital;
        if !definite && !bare_title {
            return None;
        }
        let holds = |actor: &usize| {
            self.known[*actor]
                .roles
                .iter()
                .any(|(t, _, r)| titles.iter().any(|n| n.index == *t) && r.holds_on(day))
        };
        let before = Self::salient(document, done, p, phrase, &holds);
        before.or_else(|| {
            // A country named before it: its holder.
            done[..p]
                .iter()
                .rev()
                .flatten()
                .flat_map(|r| r.actors.iter().copied())
                .filter(|a| self.known[*a].actor.kind == "country")
                .find_map(|c| titles.iter().find_map(|t| self.holder(t.index, c, day)))
        })
    }
}

impl ActorTagger {
    /// Of those named before who qualify: the last one of this or the sentence before, else the one named most often, the last of equals.
    fn salient(
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        qualifies: &dyn Fn(&usize) -> bool,
    ) -> Option<usize> {
        let sentence = document.tokens[phrase.head].sentence;
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for (q, reading) in done[..p].iter().enumerate().rev() {
            let Some(reading) = reading else { continue };
            let near = sentence - document.tokens[document.phrases[q].head].sentence <= 1;
            for actor in reading.actors.iter().filter(|a| qualifies(a)) {
                if near {
                    return Some(*actor);
                }
                match counts.iter_mut().find(|(a, _)| a == actor) {
                    Some((_, n)) => *n += 1,
                    None => counts.push((*actor, 1)),
                }
            }
        }
        // The first of equals in this order is the one named last.
        let most = counts.iter().map(|(_, n)| *n).max()?;
        counts.iter().find(|(_, n)| *n == most).map(|(a, _)| *a)
    }

    /// "the minister", "the leader": somebody just named who holds an office of that kind.
    fn bare_office(
        &self,
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        day: Option<Date>,
    ) -> Option<usize> {
        let head = &document.tokens[phrase.head];
        if document.tokens[phrase.tokens.start].lower != "the" || phrase.tokens.len() > 2 {
            return None;
        }
        let kind: &[&str] = match head.lower.as_str() {
            "minister" => &["minister"],
            "secretary" => &["secretary"],
            "leader" => &["president", "prime-minister", "chancellor", "leader"],
            "chief" => &["chief", "secretary-general", "representative"],
            "ambassador" | "envoy" => &["ambassador", "envoy"],
            _ => return None,
        };
        Self::salient(document, done, p, phrase, &|a: &usize| {
            self.known[*a].roles.iter().any(|(t, _, r)| {
                let id = self.title_ids[*t].as_str();
                r.holds_on(day) && kind.iter().any(|k| id.contains(k))
            })
        })
    }

    /// "the Ukrainian leader": its president, or whoever else leads it, those already named first.
    fn leader(&self, of: usize, done: &[Option<Reading>], day: Option<Date>) -> Option<usize> {
        let lead = ["president", "prime-minister", "chancellor"];
        let held: Vec<usize> = lead
            .iter()
            .filter_map(|id| self.title_ids.iter().position(|t| t == id))
            .filter_map(|t| self.holder(t, of, day))
            .collect();
        let named = |a: &&usize| done.iter().flatten().any(|r| r.actors.contains(*a));
        held.iter().find(named).or(held.first()).copied()
    }
}

/// What a noun phrase means.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    /// Actors of the lexicon.
    actors: Vec<usize>,
    form: MentionForm,
    certainty: u8,
}
