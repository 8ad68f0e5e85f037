//! Whom a noun phrase or a token means as a holder, and which proposal a holder's own part in a force is.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::kinds::Kinds;
use super::said::Said;
use crate::lexicon::{Lexicons, Proposal, WordClasses};
use crate::model::{Document, MentionForm, Mentions, Owner, Pos};

/// Resolves holders.
#[derive(Debug)]
pub(super) struct Holders {
    /// For each proposal the lexicon actors whose own troops it would be.
    slots: Vec<BTreeSet<usize>>,
    parents: Vec<Option<usize>>,
    belligerents: FxHashSet<usize>,
    /// Their countries.
    at_war: BTreeSet<String>,
    /// The actor that each country is, by its code.
    countries: FxHashMap<String, usize>,
    /// Proposals to stand behind somebody else's force, with those who would.
    backings: Vec<(usize, BTreeSet<usize>)>,
    defaults: Vec<bool>,
    /// Of what kind each proposal is.
    pub(super) kinds: Kinds,
    classes: Arc<WordClasses>,
    /// Verbs of speech that may stand behind what is said.
    speech: FxHashSet<String>,
}

impl Holders {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let slots = topic
            .proposals
            .iter()
            .map(|p| topic.takers_and_members(p))
            .collect();
        let backing = |p: &Proposal| {
            let families = p.heads.iter().filter_map(|h| h.strip_prefix('@'));
            let mut known = families.filter_map(|id| topic.families.iter().find(|f| f.id == id));
            known.any(|f| f.beside)
        };
        let belligerents = topic.belligerents.iter().filter_map(|id| topic.actor(id));
        Self {
            slots,
            backings: topic
                .proposals
                .iter()
                .enumerate()
                .filter(|(_, p)| backing(p))
                .map(|(i, p)| (i, topic.takers_and_members(p)))
                .collect(),
            countries: topic
                .actors
                .iter()
                .enumerate()
                .filter(|(_, a)| a.kind == "country")
                .filter_map(|(i, a)| Some((a.country.clone()?, i)))
                .collect(),
            at_war: belligerents
                .filter_map(|a| topic.actors[a].country.clone())
                .collect(),
            belligerents: topic
                .belligerents
                .iter()
                .filter_map(|id| topic.actor(id))
                .collect(),
            parents: topic
                .proposals
                .iter()
                .map(|p| p.parent.as_deref().and_then(|x| topic.proposal(x)))
                .collect(),
            defaults: topic.proposals.iter().map(|p| p.default).collect(),
            classes: Arc::clone(&lexicons.language.classes),
            speech: lexicons
                .language
                .reporting
                .iter()
                .filter(|v| v.inverted)
                .map(|v| v.lemma.clone())
                .collect(),
            kinds: Kinds::new(topic),
        }
    }

    /// Whether an actor of the register is one of those over whom the proposals are made.
    pub(super) fn is_belligerent(&self, actor: usize, mentions: &Mentions) -> bool {
        mentions.register[actor]
            .lexicon
            .is_some_and(|a| self.belligerents.contains(&a))
    }

    /// Whether an actor of the register is one of those over whom the proposals are made, or of their country.
    pub(super) fn sides_with_belligerents(&self, actor: usize, mentions: &Mentions) -> bool {
        let country = mentions.register[actor].country.as_ref();
        self.is_belligerent(actor, mentions) || country.is_some_and(|c| self.at_war.contains(c))
    }

    /// What a part in somebody else's force is for those who would only stand behind it.
    pub(super) fn backing_by(&self, actor: usize, mentions: &Mentions) -> Option<usize> {
        let actor = mentions.register[actor].lexicon?;
        let mut backings = self.backings.iter();
        backings
            .find(|(_, actors)| actors.contains(&actor))
            .map(|(p, _)| *p)
    }

    /// The word classes of the language pack.
    pub(super) fn classes(&self) -> &WordClasses {
        &self.classes
    }

    /// Whether a verb of speech may stand behind what is said.
    pub(super) fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }

    /// Whether two proposals are kinds of one, or one a kind of the other.
    pub(super) fn are_kin(&self, a: usize, b: usize) -> bool {
        let root = |p: usize| self.parents[p].unwrap_or(p);
        root(a) == root(b)
    }

    /// The proposal that a holder's own part in an umbrella proposal is ("Poland will not send troops").
    pub(super) fn refine(&self, proposal: usize, holder: usize, mentions: &Mentions) -> usize {
        if !self.defaults[proposal] {
            return proposal;
        }
        let Some(actor) = mentions.register[holder].lexicon else {
            return proposal;
        };
        self.part_of(proposal, actor).unwrap_or(proposal)
    }

    /// What an umbrella proposal is where a holder speaks of no other country's part: the force that the holder's own country would send, for its
    /// parties too. Those who only back such a force speak of that of others.
    pub(super) fn refine_by_country(
        &self,
        proposal: usize,
        holder: usize,
        mentions: &Mentions,
    ) -> usize {
        if !self.defaults[proposal] {
            return proposal;
        }
        let of = &mentions.register[holder];
        let country = of.country.as_ref().and_then(|c| self.countries.get(c));
        let backs = |actor: &usize| self.backings.iter().any(|(_, a)| a.contains(actor));
        let own = [of.lexicon, country.copied()].into_iter().flatten();
        own.filter(|actor| !backs(actor))
            .find_map(|actor| self.part_of(proposal, actor))
            .unwrap_or(proposal)
    }

    fn part_of(&self, proposal: usize, actor: usize) -> Option<usize> {
        (0..self.slots.len())
            .find(|p| self.parents[*p] == Some(proposal) && self.slots[*p].contains(&actor))
    }

    /// Actors that a noun phrase means; with certainty. Members of a coordination count each.
    pub(super) fn of_phrase(
        &self,
        document: &Document,
        mentions: &Mentions,
        attributions: &Said<'_>,
        phrase: usize,
    ) -> Option<(Vec<usize>, f64)> {
        let p = &document.phrases[phrase];
        let head = &document.tokens[p.head];
        // "us", but not "US".
        if head.pos == Pos::Pronoun
            && self.classes.first_person.contains(&head.lower)
            && actors_at(document, mentions, p.head).is_none()
        {
            return source_of_token(document, mentions, attributions, p.head)
                .map(|(a, c)| (vec![a], c * 0.95));
        }
        // "France and Britain, the countries preparing it": several stand for all that are named before them.
        if let Some(last) = p.apposition.filter(|_| head.lower != head.lemma) {
            let mut named = vec![last];
            while let Some(q) =
                document.find_phrase(p.head, |q| q.coordinated == named.last().copied())
            {
                named.push(q);
            }
            let found: Vec<(Vec<usize>, f64)> = named
                .iter()
                .filter_map(|q| actors_at(document, mentions, document.phrases[*q].head))
                .collect();
            if named.len() > 1 && found.len() == named.len() {
                let sure = found.iter().fold(1.0, |least: f64, (_, c)| least.min(*c));
                return Some((found.into_iter().flat_map(|(a, _)| a).collect(), sure));
            }
        }
        let anchor = p.apposition.map(|a| document.phrases[a].head);
        if let Some(found) = [Some(p.head), anchor]
            .into_iter()
            .flatten()
            .find_map(|head| actors_at(document, mentions, head))
        {
            // "He'll accept it," Trump said: who speaks does not mean himself.
            let himself = matches!(head.lower.as_str(), "he" | "she")
                && head
                    .quotation
                    .is_some_and(|q| !document.quotations[q].scare)
                && source_of_token(document, mentions, attributions, p.head)
                    .is_some_and(|(speaker, _)| found.0.contains(&speaker));
            return (!himself).then_some(found);
        }
        // "Macron's office".
        if p.owner.is_some() && self.classes.bureau_nouns.contains(&head.lemma) {
            return self
                .of_owner(document, mentions, attributions, phrase)
                .map(|(actors, sure)| (actors, sure * 0.9));
        }
        // "no member of the army", "the leaders of France": whom the phrase after "of" means.
        let end = p.tokens.end;
        let unnamed = self.classes.unnamed_people.contains(&head.lemma);
        let of = document.find_phrase(end, |q| {
            q.preposition == Some(end)
                && match document.tokens[end].lower.as_str() {
                    "of" => true,
                    // "some in Paris would like to see".
                    "in" | "from" => unnamed,
                    _ => false,
                }
        })?;
        // "some of Ukraine's partners" are partners, not Ukraine.
        let owned = document.find_phrase(end, |q| q.owner == Some(Owner::Phrase(of)));
        let of = owned.unwrap_or(of);
        let (mut actors, sure) = actors_at(document, mentions, document.phrases[of].head)?;
        // "ministers from Poland, Germany and France".
        let mut next = document.phrases[of].coordinated;
        while let Some(q) = next {
            actors.extend(
                actors_at(document, mentions, document.phrases[q].head)
                    .map_or(Vec::new(), |(a, _)| a),
            );
            next = document.phrases[q].coordinated;
        }
        Some((actors, sure * 0.85))
    }

    /// Actors of the owner of a phrase ("Macron's", "his", "our"), or of its adjective ("the French proposal").
    pub(super) fn of_owner(
        &self,
        document: &Document,
        mentions: &Mentions,
        attributions: &Said<'_>,
        phrase: usize,
    ) -> Option<(Vec<usize>, f64)> {
        let p = &document.phrases[phrase];
        match p.owner {
            Some(Owner::Phrase(o)) => {
                if let Some(found) = self.of_phrase(document, mentions, attributions, o) {
                    return Some(found);
                }
            }
            Some(Owner::Pronoun(t)) => {
                if self
                    .classes
                    .first_person_owners
                    .contains(&document.tokens[t].lower)
                {
                    return source_of_token(document, mentions, attributions, t)
                        .map(|(a, c)| (vec![a], c * 0.9));
                }
                if let Some(m) = mentions.actors_at(document, t).next() {
                    return Some((m.actors.clone(), f64::from(m.certainty) / 100.0));
                }
            }
            None => {}
        }
        let adjectives: Vec<usize> = mentions
            .actors_over(document, &p.tokens)
            .iter()
            .filter(|m| m.form == MentionForm::Demonym && p.tokens.contains(&m.head))
            .flat_map(|m| m.actors.iter().copied())
            .collect();
        (!adjectives.is_empty()).then_some((adjectives, 0.8))
    }

    /// "Moscow's conditions remain that", "its position is": whose they are says so.
    fn owner_of_source(
        &self,
        document: &Document,
        mentions: &Mentions,
        attributions: &Said<'_>,
        token: usize,
    ) -> Option<(Vec<usize>, f64)> {
        let a = &attributions[innermost(attributions, token)?];
        let head = a.source_head?;
        let lemma = &document.tokens[head].lemma;
        let states = self.classes.position_nouns.contains(lemma)
            || self.classes.demand_nouns.contains(lemma)
            || self.classes.state_nouns.contains(lemma)
            || self.classes.envoy_nouns.contains(lemma);
        let phrase = document.phrase_headed_by(head)?;
        // "the office of the prime minister", "Tusk's office".
        if self.classes.bureau_nouns.contains(lemma) {
            let (actors, sure) = self.of_phrase(document, mentions, attributions, phrase)?;
            return Some((actors, sure * a.confidence));
        }
        let owner = document.phrases[phrase].owner.is_some();
        let (actors, sure) = (states && owner)
            .then(|| self.of_owner(document, mentions, attributions, phrase))
            .flatten()?;
        Some((actors, sure * a.confidence * 0.9))
    }

    /// Every actor of the source of the innermost attribution.
    pub(super) fn sources_of_token(
        &self,
        document: &Document,
        mentions: &Mentions,
        attributions: &Said<'_>,
        token: usize,
    ) -> Option<(Vec<usize>, f64)> {
        let Some((first, confidence)) = source_of_token(document, mentions, attributions, token)
        else {
            return self
                .owner_of_source(document, mentions, attributions, token)
                .or_else(|| self.beside(document, mentions, attributions, token));
        };
        let a = innermost(attributions, token).map(|i| &attributions[i])?;
        let all = a
            .source_head
            .and_then(|head| actors_at(document, mentions, head))
            .map(|(actors, _)| actors);
        let mut all = all.unwrap_or_else(|| vec![first]);
        // "France and Britain said".
        if let Some(p) = a.source_head.and_then(|h| document.phrase_headed_by(h)) {
            let mut next = document.phrases[p].coordinated;
            while let Some(n) = next {
                if let Some((actors, _)) = actors_at(document, mentions, document.phrases[n].head) {
                    all.extend(actors);
                }
                next = document.phrases[n].coordinated;
            }
        }
        Some((all, confidence))
    }
}

/// The actors that a noun means, and how sure; an adjective of a country ("French") means none by itself.
fn actors_at(document: &Document, mentions: &Mentions, head: usize) -> Option<(Vec<usize>, f64)> {
    let mut here = mentions.actors_at(document, head);
    let m = here.find(|m| m.form != MentionForm::Demonym)?;
    Some((m.actors.clone(), f64::from(m.certainty) / 100.0))
}

/// The source of the innermost attribution whose content holds a token.
pub(super) fn source_of_token(
    document: &Document,
    mentions: &Mentions,
    attributions: &Said<'_>,
    token: usize,
) -> Option<(usize, f64)> {
    let mut at = innermost(attributions, token);
    while let Some(i) = at {
        let a = &attributions[i];
        if let Some(head) = a.source_head
            && let Some((actors, sure)) = actors_at(document, mentions, head)
            && let Some(actor) = actors.first()
        {
            return Some((*actor, a.confidence * sure));
        }
        // "I think", "we believe" inside a quotation: whoever is quoted.
        // "it is too early to say": nobody says that, whoever says it does.
        let own = a
            .source_head
            .is_some_and(|h| matches!(document.tokens[h].lower.as_str(), "i" | "we" | "it"));
        at = if own { a.inside } else { None };
    }
    None
}

/// The attribution with the shortest content that holds a token.
pub(super) fn innermost(attributions: &Said<'_>, token: usize) -> Option<usize> {
    attributions.innermost(token)
}
