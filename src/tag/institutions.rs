//! Who speaks for whom, where the country is told elsewhere: "his government", "its envoys", "the foreign ministry", "the official".

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::earlier::{REMEMBERED, before, each};
use super::register::{listed, place_of};
use crate::lexicon::{Lexicons, WordClasses};
use crate::model::{
    ActorMention, Attachment, Document, DocumentActor, MentionForm, Mentions, NounPhrase, Owner,
};

/// Sentences back in which "the official" and "the country" are looked for.
const REACH: usize = 4;
/// Mentions of a country from which on an article may be at home there.
const HOME: usize = 4;

/// Resolves institutions and those who speak for them.
#[derive(Debug)]
pub(super) struct InstitutionResolver {
    classes: Arc<WordClasses>,
    /// Countries by the lexicon index of those who belong to them.
    countries: FxHashMap<usize, DocumentActor>,
    /// Countries by their codes.
    by_code: FxHashMap<String, DocumentActor>,
    /// Codes of the countries over which the proposals are made.
    at_war: FxHashSet<String>,
    /// Who leads or led a country: no diplomat and no general is meant by them.
    leaders: FxHashSet<usize>,
}

impl InstitutionResolver {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let country = |mut at: usize| {
            for _ in 0..3 {
                if topic.actors[at].kind == "country" {
                    return Some(listed(&topic.actors[at], at));
                }
                at = topic.actors[at]
                    .parent
                    .as_deref()
                    .and_then(|p| topic.actor(p))?;
            }
            None
        };
        Self {
            classes: Arc::clone(&lexicons.language.classes),
            countries: (0..topic.actors.len())
                .filter_map(|a| Some((a, country(a)?)))
                .collect(),
            by_code: (0..topic.actors.len())
                .filter(|a| topic.actors[*a].kind == "country")
                .filter_map(|a| {
                    let code = topic.actors[a].country.clone()?;
                    Some((code, listed(&topic.actors[a], a)))
                })
                .collect(),
            at_war: topic
                .belligerents
                .iter()
                .filter_map(|id| topic.actor(id))
                .filter_map(|a| topic.actors[a].country.clone())
                .collect(),
            leaders: (0..topic.actors.len())
                .filter(|a| {
                    let leads =
                        |t: &str| matches!(t, "president" | "prime-minister" | "chancellor");
                    topic.actors[*a].roles.iter().any(|r| leads(&r.title))
                })
                .collect(),
        }
    }

    /// Adds mentions for what needs no pronoun.
    pub(super) fn resolve(&self, document: &Document, mentions: &mut Mentions) {
        let mut counts = self.spoken_of(mentions);
        each(document, mentions, |found, phrase| {
            let meant = self
                .same_speaker(document, found, phrase)
                .or_else(|| self.bearer(document, found, phrase))
                .or_else(|| self.definite(document, found, phrase, &counts));
            if let Some((actors, _)) = &meant {
                self.count(found, actors, &mut counts);
            }
            meant
        });
    }

    /// Adds mentions for "his government", "its envoys", once it is known whose they are.
    pub(super) fn resolve_owned(&self, document: &Document, mentions: &mut Mentions) {
        each(document, mentions, |found, phrase| {
            let lemma = &document.tokens[phrase.head].lemma;
            if let Some(of) = antecedent_of_whose(document, phrase) {
                let told = self.classes.state_nouns.contains(lemma);
                let owner = found.actors_at(document, of).next().filter(|_| told)?;
                let [actor] = owner.actors[..] else {
                    return None;
                };
                let certainty = owner.certainty.min(80);
                return Some((vec![self.country_of(found, actor)?], certainty));
            }
            let Some(Owner::Pronoun(t)) = phrase.owner else {
                return None;
            };
            if !self.classes.state_nouns.contains(lemma)
                && !self.classes.envoy_nouns.contains(lemma)
            {
                return None;
            }
            let owner = found.actors_at(document, t).next()?;
            let [actor] = owner.actors[..] else {
                return None;
            };
            let certainty = owner.certainty.min(80);
            Some((vec![self.country_of(found, actor)?], certainty))
        });
    }

    /// "the official", "the diplomat": of whom such a one was said to be just before.
    fn same_speaker(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
    ) -> Option<(Vec<usize>, u8)> {
        let head = &document.tokens[phrase.head];
        let plain = phrase.tokens.len() == 2
            && document.tokens[phrase.tokens.start].lower == "the"
            && phrase.owner.is_none();
        if !plain || !self.classes.envoy_nouns.contains(&head.lemma) {
            return None;
        }
        let sentence = head.sentence;
        let found = before(document, mentions, phrase.head)
            .take_while(|m| sentence - document.tokens[m.head].sentence <= REACH)
            .filter(|m| matches!(m.form, MentionForm::Office | MentionForm::Anaphor))
            .find(|m| document.tokens[m.head].lemma == head.lemma)?;
        Some((found.actors.clone(), found.certainty.min(75)))
    }

    /// "the diplomat", "the general", "the lawmaker": the person who acted or spoke last, named not long before.
    fn bearer(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
    ) -> Option<(Vec<usize>, u8)> {
        let head = &document.tokens[phrase.head];
        let plain = phrase.tokens.len() == 2
            && document.tokens[phrase.tokens.start].lower == "the"
            && phrase.owner.is_none()
            && head.lower == head.lemma
            && !head.capital;
        let subject = matches!(phrase.attached, Attachment::Subject(_))
            || phrase.attached == Attachment::None;
        if !plain || !subject || !self.classes.bearer_nouns.contains(&head.lemma) {
            return None;
        }
        let acts = |m: &ActorMention| {
            document.phrase_headed_by(m.head).is_some_and(|q| {
                let q = &document.phrases[q];
                (matches!(q.attached, Attachment::Subject(_))
                    || q.attached == Attachment::None && q.preposition.is_none())
            })
        };
        // "An official said": then it is that one.
        let here = document.phrases.partition_point(|q| q.head < phrase.head);
        let earlier = &document.phrases[here.saturating_sub(REMEMBERED)..here];
        let unnamed = earlier.iter().any(|q| {
            document.tokens[q.head].lemma == head.lemma
                && matches!(
                    document.tokens[q.tokens.start].lower.as_str(),
                    "a" | "an" | "one" | "another"
                )
                && q.apposition.is_none()
                && mentions.actors_at(document, q.head).next().is_none()
        });
        if unnamed {
            return None;
        }
        // "Berg questioned the candidate": the candidate is another one.
        let others: Vec<usize> = earlier
            .iter()
            .filter(|q| document.tokens[q.head].lemma == head.lemma)
            .filter_map(|q| match q.attached {
                Attachment::Object(c) | Attachment::Adverbial(c) => Some(c),
                _ => None,
            })
            .flat_map(|c| document.clauses[c].subjects.iter())
            .flat_map(|s| mentions.actors_at(document, document.phrases[*s].head))
            .flat_map(|m| m.actors.iter().copied())
            .collect();
        let person = |m: &ActorMention| match m.actors[..] {
            [actor] if others.contains(&actor) => false,
            [actor] => {
                let of = &mentions.register[actor];
                of.kind == "person" && of.lexicon.is_none_or(|a| !self.leaders.contains(&a))
            }
            _ => false,
        };
        let found = before(document, mentions, phrase.head)
            .take_while(|m| head.sentence - document.tokens[m.head].sentence <= REACH)
            .filter(|m| {
                matches!(
                    m.form,
                    MentionForm::Name | MentionForm::Surname | MentionForm::Title
                )
            })
            .find(|m| document.tokens[m.head].sentence < head.sentence && person(m) && acts(m))?;
        Some((found.actors.clone(), 70))
    }

    /// "the government", "the foreign ministry", "the country": of the country that the sentence before it, or the paragraph, speaks of.
    fn definite(
        &self,
        document: &Document,
        mentions: &mut Mentions,
        phrase: &NounPhrase,
        counts: &BTreeMap<String, usize>,
    ) -> Option<(Vec<usize>, u8)> {
        let head = &document.tokens[phrase.head];
        let the = document.tokens[phrase.tokens.start].lower == "the";
        let noun =
            the && self.classes.state_nouns.contains(&head.lemma) && head.lower == head.lemma;
        // "Officials said": of the country that is spoken of.
        let Attachment::Subject(clause) = phrase.attached else {
            return None;
        };
        let officers = phrase.tokens.len() == 1
            && head.lower != head.lemma
            && self.classes.officer_nouns.contains(&head.lemma)
            && self
                .classes
                .assertion_verbs
                .contains(&document.clauses[clause].lemma);
        // "the government of Spain", but "the ministry of defence".
        let followed = document.phrases_beside(phrase.tokens.end).iter().any(|q| {
            q.preposition == Some(phrase.tokens.end)
                && document.tokens[phrase.tokens.end].lower == "of"
                && (mentions.actors_at(document, q.head).next().is_some() || q.tokens.len() > 2)
        });
        if !noun && !officers || followed || phrase.owner.is_some() {
            return None;
        }
        let paragraph = document.sentence_of(phrase.head).paragraph;
        let place = |m: &ActorMention| {
            // "In Lithuania, ..." sets the scene as subjects do; "to Ukraine" does not.
            let own = document.phrase_headed_by(m.head);
            own.is_some_and(|q| {
                let q = &document.phrases[q];
                matches!(q.attached, Attachment::Subject(_))
                    || owns_subject(document, m.head)
                    || heads(document, q)
                    || q.preposition.is_some_and(|x| {
                        x == document.sentence_of(m.head).tokens.start
                            && document.tokens[x].lower == "in"
                    })
            })
        };
        let nearest = mentions.actors[mentions.actors_in(document, 0..head.sentence + 1)]
            .iter()
            .rev()
            .take_while(|m| paragraph - document.sentence_of(m.head).paragraph <= usize::from(noun))
            .filter(|m| m.head < phrase.head && m.actors.len() == 1)
            .filter(|m| head.sentence - document.tokens[m.head].sentence <= REACH)
            .find(|m| m.form != MentionForm::Demonym && place(m))
            .map(|m| m.actors[0]);
        if let Some(nearest) = nearest {
            let country = self.country_of(mentions, nearest)?;
            return (mentions.register[country].kind == "country").then_some((vec![country], 65));
        }
        let home = self.home(mentions, counts).filter(|_| noun)?;
        Some((vec![home], 55))
    }

    /// How often an article speaks of each country, those at war aside.
    fn spoken_of(&self, mentions: &Mentions) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        for m in &mentions.actors {
            self.count(mentions, &m.actors, &mut counts);
        }
        counts
    }

    /// Counts one mention.
    fn count(&self, mentions: &Mentions, actors: &[usize], counts: &mut BTreeMap<String, usize>) {
        if let [actor] = actors
            && let Some(code) = &mentions.register[*actor].country
            && !self.at_war.contains(code)
        {
            *counts.entry(code.clone()).or_default() += 1;
        }
    }

    /// The country that an article is written in or about: the one of which it speaks twice as often as of any other, those at war aside.
    fn home(&self, mentions: &mut Mentions, counts: &BTreeMap<String, usize>) -> Option<usize> {
        let mut order: Vec<(usize, &String)> = counts.iter().map(|(c, n)| (*n, c)).collect();
        order.sort_by(|a, b| b.cmp(a));
        let (most, code) = order.first()?;
        let second = order.get(1).map_or(0, |x| x.0);
        if *most < HOME || *most < second * 2 {
            return None;
        }
        let country = self.by_code.get(*code)?.clone();
        let at = mentions.register.iter().position(|a| a.id == country.id);
        Some(at.unwrap_or_else(|| {
            mentions.register.push(country);
            mentions.register.len() - 1
        }))
    }

    /// The country that an actor of the register is or belongs to.
    fn country_of(&self, mentions: &mut Mentions, actor: usize) -> Option<usize> {
        let of = &mentions.register[actor];
        if matches!(of.kind.as_str(), "country" | "bloc" | "organisation") {
            return Some(actor);
        }
        let country = self.countries.get(&of.lexicon?)?;
        Some(place_of(mentions, country))
    }
}

/// "Berg, whose government has blocked it": the head of the name that "whose" stands for.
fn antecedent_of_whose(document: &Document, phrase: &NounPhrase) -> Option<usize> {
    let first = &document.tokens[phrase.tokens.start];
    let Attachment::Subject(c) = phrase.attached else {
        return None;
    };
    let of = document.clauses[c]
        .modifies
        .filter(|_| first.lower == "whose")?;
    Some(document.phrases[of].head)
}

/// Whether a phrase owns the subject of a clause: "Moscow's answer came".
fn owns_subject(document: &Document, head: usize) -> bool {
    document.phrases_beside(head).iter().any(|q| {
        matches!(q.attached, Attachment::Subject(_))
            && matches!(q.owner, Some(Owner::Phrase(o)) if document.phrases[o].head == head)
    })
}

/// Whether a phrase is a paragraph by itself, as the headings of lists are.
fn heads(document: &Document, phrase: &NounPhrase) -> bool {
    let sentence = document.sentence_of(phrase.head);
    let whole = document.paragraphs[sentence.paragraph].sentences.len() == 1;
    whole
        && sentence.tokens.start == phrase.tokens.start
        && sentence.tokens.len() <= phrase.tokens.len() + 1
}

#[cfg(test)]
mod tests {
    use super::super::tests::actors;

    #[test]
    fn a_ministry_is_that_of_the_country_the_text_is_at_home_in() {
        let swiss = "Swiss soldiers train. Bern is careful. Swiss law is strict. Switzerland waits.\nMuch was said.\nThe government has \
                     decided nothing.";
        let found = actors(swiss);
        assert_eq!(
            found.last().map(String::as_str),
            Some("Switzerland"),
            "{found:?}"
        );
        let owner = actors("Moscow's answer came soon. The foreign ministry declared nothing.");
        assert_eq!(owner, ["Russia", "Russia"]);
    }
}
