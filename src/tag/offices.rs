//! Whom a title of office means: "the French president", "the prime minister", "the Ukrainian leader".

use jiff::civil::Date;

use super::actors::{ActorTagger, Reading};
use super::earlier::REMEMBERED;
use super::named::{Names, starting};
use super::names::{Name, NameKind};
use crate::lexicon::{Actor, TopicPack};
use crate::model::{Attachment, Document, MentionForm, NounPhrase, Owner, Span};

impl ActorTagger {
    /// A title or an office noun, with the countries it is of.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step of a reading, with all that the steps before found"
    )]
    pub(super) fn office(
        &self,
        document: &Document,
        names: &Names,
        done: &[Option<Reading>],
        p: usize,
        day: Option<Date>,
        titles: &[&Name],
        countries: Vec<usize>,
    ) -> Option<Reading> {
        let phrase = &document.phrases[p];
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
            let persons = if countries.is_empty() {
                let one = self.most_recent_holder(document, names, done, p, titles, day);
                one.into_iter().collect()
            } else {
                self.bearers(document, names, phrase, titles, &countries, day)
            };
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

    /// Who bears a title of some countries: one person of each, as far as the words tell which.
    fn bearers(
        &self,
        document: &Document,
        names: &Names,
        phrase: &NounPhrase,
        titles: &[&Name],
        countries: &[usize],
        day: Option<Date>,
    ) -> Vec<usize> {
        let tokens = &document.tokens;
        let head = &tokens[phrase.head];
        let plural = head.lower != head.lemma && head.lower.ends_with('s');
        let indefinite = matches!(tokens[phrase.tokens.start].lower.as_str(), "a" | "an");
        // "A spokesman", "Washington's envoys" are officials of their country.
        if indefinite || plural && countries.len() == 1 {
            return Vec::new();
        }
        let stands = |person: usize, within: Span| {
            starting(names, within.range()).iter().any(|n| {
                matches!(n.kind, NameKind::Name | NameKind::Surname)
                    && n.index == person
                    && within.contains(n.span)
            })
        };
        let anywhere = |person: usize| {
            let kinds = [NameKind::Name, NameKind::Surname];
            kinds
                .iter()
                .any(|kind| names.known.contains(&(*kind, person)))
        };
        let sentence = document.sentence_of(phrase.head).span;
        let vague = titles.iter().all(|t| {
            self.shared_titles[t.index] && !document.slice(t.span).contains(char::is_whitespace)
        });
        let mut persons: Vec<usize> = Vec::new();
        for country in countries {
            let all = titles.iter();
            let all: Vec<usize> = all
                .flat_map(|t| self.all_holders(t.index, *country, day))
                .collect();
            let mut holders = all.iter().copied();
            let here = holders.clone().find(|x| stands(*x, sentence));
            let one = here.or_else(|| holders.find(|x| anywhere(*x)));
            // Of several envoys nobody knows which is meant, unless the article names him.
            let several = all.iter().any(|x| *x != all[0]);
            persons.extend(one.or_else(|| all.first().copied().filter(|_| !vague && !several)));
        }
        persons.dedup();
        persons
    }

    pub(super) fn holder(&self, title: usize, of: usize, day: Option<Date>) -> Option<usize> {
        let of = self.government_of(of);
        let held = self.holders.get(&(title, of))?;
        held.iter()
            .find(|(_, role)| role.holds_on(day))
            .map(|(who, _)| *who)
    }

    /// Everybody who bears a title of a country, where several do: "special envoy".
    fn all_holders(&self, title: usize, of: usize, day: Option<Date>) -> Vec<usize> {
        let of = self.government_of(of);
        let held = self.holders.get(&(title, of)).into_iter().flatten();
        held.filter(|(_, role)| role.holds_on(day))
            .map(|(who, _)| *who)
            .collect()
    }

    pub(super) fn in_office(&self, actor: usize, day: Option<Date>) -> bool {
        self.known[actor]
            .roles
            .iter()
            .any(|(_, _, r)| r.holds_on(day))
    }

    /// "the president", "the prime minister": whoever of those already named holds that title, the last named first.
    fn most_recent_holder(
        &self,
        document: &Document,
        names: &Names,
        done: &[Option<Reading>],
        p: usize,
        titles: &[&Name],
        day: Option<Date>,
    ) -> Option<usize> {
        let phrase = &document.phrases[p];
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
        // "His spokesman" is somebody of his, not whoever else is a spokesman.
        let shared = titles.iter().all(|t| self.shared_titles[t.index]);
        if shared && phrase.owner.is_some() {
            return None;
        }
        if let Some(Owner::Pronoun(t)) = phrase.owner {
            let owned = self.of_owner_before(document, done, p, t, titles, day);
            if owned.is_some() {
                return owned;
            }
        }
        let like = shared
            .then(|| self.bare_office(document, done, p, phrase, day))
            .flatten();
        let before = like.or_else(|| Self::salient(document, done, p, phrase, &holds));
        if shared || before.is_some() {
            return before;
        }
        let holder = |country: usize| {
            titles
                .iter()
                .find_map(|t| self.holder(t.index, country, day))
        };
        // Somebody named later on, if only one holds such an office.
        let later = || {
            let persons = names
                .known
                .iter()
                .filter(|(kind, _)| *kind == NameKind::Name);
            only(persons.map(|(_, actor)| *actor).filter(holds))
        };
        // A country's adjective in the sentence ("British boots"), or a country named before it: its holder.
        let sentence = document.sentence_of(phrase.head).span;
        let here = || {
            let adjectives = starting(names, sentence.range())
                .iter()
                .filter(|n| n.kind == NameKind::Demonym && sentence.contains(n.span));
            only(adjectives.filter_map(|n| holder(n.index)))
        };
        later()
            .or_else(here)
            .or_else(|| self.only_holder(document, titles, day))
            .or_else(|| self.of_country_before(document, done, p, &holder))
    }

    /// Who holds an office in the country named last. An article on forces for a country names it all the time and speaks of others' offices:
    /// its own is meant only where it is the only one named, and does something ("soldiers may go to Ukraine" leaves open whose prime minister says so).
    fn of_country_before(
        &self,
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        holder: &dyn Fn(usize) -> Option<usize>,
    ) -> Option<usize> {
        let mut host = None;
        for q in (p.saturating_sub(REMEMBERED)..p).rev() {
            let named = done[q].iter().flat_map(|r| r.actors.iter());
            for actor in named.filter(|a| self.known[**a].actor.kind == "country") {
                if !self.host[*actor] {
                    return holder(*actor);
                }
                if matches!(document.phrases[q].attached, Attachment::Subject(_)) {
                    host = Some(*actor);
                }
            }
        }
        host.and_then(holder)
    }

    /// Of those named before who qualify: the last one of this or the sentence before, else the one named most often, the last of equals.
    fn salient(
        document: &Document,
        done: &[Option<Reading>],
        p: usize,
        phrase: &NounPhrase,
        qualifies: &dyn Fn(&usize) -> bool,
    ) -> Option<usize> {
        let sentence = document.tokens[phrase.head].sentence;
        // "Berg questioned the candidate": that is another one.
        let acting: Vec<usize> = match phrase.attached {
            Attachment::Object(c) | Attachment::Adverbial(c) => {
                let subjects = document.clauses[c].subjects.iter().filter(|q| **q < p);
                subjects
                    .filter_map(|q| done[*q].as_ref())
                    .flat_map(|r| r.actors.iter().copied())
                    .collect()
            }
            _ => Vec::new(),
        };
        let mut counts: Vec<(usize, usize)> = Vec::new();
        for q in (p.saturating_sub(REMEMBERED)..p).rev() {
            let Some(reading) = &done[q] else { continue };
            let near = sentence - document.tokens[document.phrases[q].head].sentence <= 1;
            let others = reading.actors.iter().filter(|a| !acting.contains(a));
            for actor in others.filter(|a| qualifies(a)) {
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

    /// Whether all that somebody is on a day is a head of state whom others govern for.
    fn is_ceremonial(&self, actor: usize, day: Option<Date>) -> bool {
        let roles = self.known[actor].roles.iter().map(|(_, _, r)| r);
        let mut now = roles.filter(|r| r.holds_on(day)).peekable();
        now.peek().is_some() && now.all(|r| r.ceremonial)
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
        let leads = |a: &&usize| !self.is_ceremonial(**a, day);
        let first = held.iter().find(leads).or(held.first());
        held.iter().find(named).or(first).copied()
    }
}

/// Which actors are the country that the topic's forces would go to.
pub(super) fn host(topic: &TopicPack) -> Vec<bool> {
    let host = |a: &Actor| a.kind == "country" && topic.theatre.contains(&a.name);
    topic.actors.iter().map(host).collect()
}

/// The one that all of these are.
fn only(mut found: impl Iterator<Item = usize>) -> Option<usize> {
    let first = found.next()?;
    found.all(|x| x == first).then_some(first)
}
