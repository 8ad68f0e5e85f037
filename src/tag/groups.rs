//! Groups that are not named: "the two leaders", "Ukraine's allies", "more than 20 countries", "members of the coalition".

use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::earlier::{before, each, joined_before, modified, named_before};
use super::register::{listed, place_of};
use crate::lexicon::{Lexicons, WordClasses};
use crate::model::{
    ActorMention, Document, DocumentActor, MentionForm, Mentions, NounPhrase, Owner,
};

/// Sentences back in which the group is looked for that "the group" or "the leaders" means.
const REACH: usize = 3;

/// Resolves groups.
#[derive(Debug)]
pub(super) struct GroupResolver {
    classes: Arc<WordClasses>,
    /// For whom unnamed countries stand: the first that the article names, else the last.
    unnamed: Vec<DocumentActor>,
    /// Lexicon actors whose unnamed allies those are, and the persons who belong to them.
    recipients: FxHashSet<usize>,
    /// Blocs, and the noun that means each of them after a fuller mention ("the alliance").
    short: Vec<(String, usize)>,
}

impl GroupResolver {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let unnamed = topic.unnamed.iter().filter_map(|id| topic.actor(id));
        let recipients: FxHashSet<usize> = topic
            .recipients
            .iter()
            .filter_map(|id| topic.actor(id))
            .collect();
        let belongs = |a: &usize| {
            let parent = topic.actors[*a].parent.as_deref();
            parent
                .and_then(|p| topic.actor(p))
                .is_some_and(|p| recipients.contains(&p))
        };
        let members: Vec<usize> = (0..topic.actors.len()).filter(belongs).collect();
        Self {
            classes: Arc::clone(&lexicons.language.classes),
            unnamed: unnamed.map(|a| listed(&topic.actors[a], a)).collect(),
            short: (0..topic.actors.len())
                .filter(|a| topic.actors[*a].kind != "person")
                .filter_map(|a| Some((topic.actors[a].surname.clone()?, a)))
                .collect(),
            recipients: recipients.into_iter().chain(members).collect(),
        }
    }

    /// Adds mentions for what needs no pronoun.
    pub(super) fn resolve(&self, document: &Document, mentions: &mut Mentions) {
        each(document, mentions, |found, phrase| {
            self.pair(document, found, phrase)
                .or_else(|| super::latter::latter(document, found, phrase))
                .or_else(|| super::latter::neither(document, found, phrase))
                .or_else(|| self.short_name(document, found, phrase))
                .or_else(|| self.members(document, found, phrase))
                .or_else(|| self.group(document, found, phrase))
        });
        each(document, mentions, |found, phrase| {
            let actor = self.planners(document, found, phrase)?;
            Some((
                named_before(document, found, phrase).unwrap_or(vec![actor]),
                65,
            ))
        });
        each(document, mentions, |found, phrase| {
            self.allies(document, found, phrase)
                .or_else(|| self.counted(document, phrase))
                .map(|certainty| (vec![self.someone(found)], certainty))
        });
    }

    /// Adds mentions for "its allies", "his partners", once it is known whose they are.
    pub(super) fn resolve_owned(&self, document: &Document, mentions: &mut Mentions) {
        each(document, mentions, |found, phrase| {
            let owned = matches!(phrase.owner, Some(Owner::Pronoun(_)));
            self.members(document, found, phrase).or_else(|| {
                let certainty = self.allies(document, found, phrase).filter(|_| owned)?;
                Some((vec![self.someone(found)], certainty))
            })
        });
    }

    /// "the two leaders", "both countries", "the pair": the last two of that kind named.
    fn pair(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
    ) -> Option<(Vec<usize>, u8)> {
        let lemma = document.tokens[phrase.head].lemma.as_str();
        if !self.classes.group_nouns.contains(lemma) {
            return None;
        }
        let has = |word: &str| {
            phrase
                .tokens
                .clone()
                .any(|t| document.tokens[t].lower == word)
        };
        let pair = has("both") || has("two") && has("the") || matches!(lemma, "pair" | "duo");
        let own = phrase.tokens.len() == 2 && (has("his") || has("her") || has("their"));
        if !pair || own && matches!(lemma, "country" | "government" | "nation") {
            return None;
        }
        let persons = matches!(lemma, "leader" | "pair" | "duo" | "minister");
        let countries = matches!(
            lemma,
            "capital" | "country" | "government" | "nation" | "state"
        );
        let fits = |actor: usize| {
            let kind = mentions.register[actor].kind.as_str();
            if countries {
                kind == "country"
            } else {
                (kind == "person") == persons
            }
        };
        if let Some(joined) = joined_before(document, mentions, phrase, &fits) {
            return Some((joined, 70));
        }
        let mut last: Vec<usize> = Vec::new();
        for actor in before(document, mentions, phrase.head).flat_map(|m| m.actors.iter().rev()) {
            if fits(*actor) && !last.contains(actor) {
                last.push(*actor);
            }
            if last.len() == 2 {
                break;
            }
        }
        last.reverse();
        if last.is_empty() && has("both") {
            // "Both leaders rejected it after Macron and Merz met": those named behind it.
            let sentence = document.tokens[phrase.head].sentence;
            let here = &mentions.actors[mentions.actors_in(document, sentence..sentence + 1)];
            for m in here.iter().filter(|m| m.head > phrase.head) {
                let named = m.form != MentionForm::Demonym;
                for actor in m.actors.iter().filter(|_| named) {
                    let person = mentions.register[*actor].kind == "person";
                    if person == persons && (person || countries) && !last.contains(actor) {
                        last.push(*actor);
                    }
                }
            }
        }
        (last.len() == 2).then_some((last, 65))
    }

    /// "the coalition", "the alliance": a bloc spoken of before by its name.
    fn short_name(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
    ) -> Option<(Vec<usize>, u8)> {
        let actor = self.bloc_at(document, mentions, phrase, phrase.head)?;
        let plain = phrase.tokens.len() == 2
            && matches!(
                document.tokens[phrase.tokens.start].lower.as_str(),
                "the" | "this"
            );
        plain.then_some((vec![actor], 85))
    }

    /// The bloc whose short name stands at a token, if it was named before.
    fn bloc_at(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
        token: usize,
    ) -> Option<usize> {
        let word = &document.tokens[token].lower;
        let (_, listed) = self.short.iter().find(|(short, _)| short == word)?;
        let actor = mentions
            .register
            .iter()
            .position(|a| a.lexicon == Some(*listed))?;
        before(document, mentions, phrase.tokens.start)
            .any(|m| m.actors.contains(&actor))
            .then_some(actor)
    }

    /// "members of the coalition", "coalition leaders", "its members": the bloc that they belong to.
    fn members(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
    ) -> Option<(Vec<usize>, u8)> {
        let head = &document.tokens[phrase.head];
        let officers = head.lower != head.lemma && self.classes.member_nouns.contains(&head.lemma);
        if !officers && !self.crowd(document, phrase.head) {
            return None;
        }
        if let Some(actor) = phrase
            .tokens
            .clone()
            .filter(|t| *t < phrase.head)
            .find_map(|t| self.bloc_at(document, mentions, phrase, t))
        {
            return Some((vec![actor], 80));
        }
        let end = phrase.tokens.end;
        let of = document.phrases_beside(end).iter().find(|q| {
            q.preposition == Some(end)
                && matches!(document.tokens[end].lower.as_str(), "of" | "from")
        });
        let whole = match (of, phrase.owner) {
            (Some(q), _) => q.head,
            (None, Some(Owner::Phrase(o))) => document.phrases[o].head,
            (None, Some(Owner::Pronoun(t))) => t,
            (None, None) => return None,
        };
        let m = mentions
            .actors_at(document, whole)
            .find(|m| m.form != MentionForm::Demonym)?;
        let bloc =
            |a: &usize| matches!(mentions.register[*a].kind.as_str(), "bloc" | "organisation");
        m.actors
            .iter()
            .all(bloc)
            .then(|| (m.actors.clone(), m.certainty.min(80)))
    }

    /// "the group", "the leaders", "the countries": the bloc or the coordination spoken of last.
    fn group(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
    ) -> Option<(Vec<usize>, u8)> {
        let head = &document.tokens[phrase.head];
        let plain = phrase.tokens.len() == 2
            && matches!(
                document.tokens[phrase.tokens.start].lower.as_str(),
                "the" | "these" | "those"
            );
        let noun = head.lower == "group" || self.crowd(document, phrase.head);
        if !plain || !noun || phrase.owner.is_some() || modified(document, phrase) {
            return None;
        }
        let near = |m: &&ActorMention| head.sentence - document.tokens[m.head].sentence <= REACH;
        let mut told = before(document, mentions, phrase.head).take_while(near);
        let m = told.find(|m| {
            let several = m.actors.len() > 1;
            let bloc = |a: &usize| mentions.register[*a].kind == "bloc";
            several || m.actors.iter().all(bloc)
        })?;
        Some((m.actors.clone(), 65))
    }

    /// "Ukraine's allies", "Western partners", "allies": how sure it is that those are meant who would take part.
    fn allies(&self, document: &Document, mentions: &Mentions, phrase: &NounPhrase) -> Option<u8> {
        let head = &document.tokens[phrase.head];
        if !self.classes.ally_nouns.contains(&head.lemma) || head.lower == head.lemma {
            return None;
        }
        let of = |head: usize| {
            mentions
                .actors_at(document, head)
                .flat_map(|m| m.actors.iter())
                .filter_map(|a| mentions.register[*a].lexicon)
        };
        let helps = |owner: usize| of(owner).any(|a| self.recipients.contains(&a));
        let adjective = phrase
            .tokens
            .clone()
            .filter(|t| *t != phrase.head)
            .find(|t| of(*t).next().is_some());
        match (phrase.owner, adjective) {
            (Some(Owner::Phrase(o)), _) => helps(document.phrases[o].head).then_some(78),
            (Some(Owner::Pronoun(t)), _) => helps(t).then_some(70),
            (None, Some(t)) => helps(t).then_some(75),
            (None, None) => Some(60),
        }
    }

    /// "several governments", "a number of countries", "more than 20 nations": unnamed, but more than one.
    fn counted(&self, document: &Document, phrase: &NounPhrase) -> Option<u8> {
        if !self.crowd(document, phrase.head) || phrase.owner.is_some() {
            return None;
        }
        let counts = |t: usize| {
            let word = document.tokens[t].lower.as_str();
            let stem = word.split('-').next().unwrap_or(word);
            self.classes.counting_words.contains(stem)
                || word.parse::<u32>().is_ok_and(|n| (3..=60).contains(&n))
        };
        let of = phrase
            .preposition
            .is_some_and(|x| x > 0 && document.tokens[x].lower == "of" && counts(x - 1));
        (of || phrase.tokens.clone().any(counts)).then_some(60)
    }

    /// "Countries preparing a force", "states that have pledged troops": those for whom unnamed ones stand first.
    fn planners(
        &self,
        document: &Document,
        mentions: &mut Mentions,
        phrase: &NounPhrase,
    ) -> Option<usize> {
        if !self.crowd(document, phrase.head) || phrase.owner.is_some() {
            return None;
        }
        let p = document.phrase_headed_by(phrase.head);
        let prepares = |lemma: &str| {
            self.classes.sending_verbs.contains(lemma)
                || self.classes.preparing_verbs.contains(lemma)
        };
        let told = document.clauses_beside(phrase.head).iter().any(|c| {
            c.modifies.is_some()
                && c.modifies == p
                && !c.passive
                && c.negation.is_none()
                && prepares(&c.lemma)
                && c.objects.iter().any(|o| {
                    let object = &document.tokens[document.phrases[*o].head].lemma;
                    self.classes.force_nouns.contains(object)
                })
        });
        told.then(|| self.first_unnamed(mentions))
    }

    /// Whether a noun in the plural means countries or those who speak for them.
    fn crowd(&self, document: &Document, head: usize) -> bool {
        let token = &document.tokens[head];
        token.lower != token.lemma && self.classes.crowd_nouns.contains(&token.lemma)
    }

    /// The first of those for whom unnamed countries stand, named or not.
    fn first_unnamed(&self, mentions: &mut Mentions) -> usize {
        match self.unnamed.first() {
            Some(first) => place_of(mentions, first),
            None => self.someone(mentions),
        }
    }

    /// The actor for whom unnamed countries stand.
    fn someone(&self, mentions: &mut Mentions) -> usize {
        let named = |a: &DocumentActor| mentions.register.iter().position(|r| r.id == a.id);
        if let Some(found) = self.unnamed.iter().find_map(named) {
            return found;
        }
        mentions.register.extend(self.unnamed.last().cloned());
        mentions.register.len() - 1
    }
}
