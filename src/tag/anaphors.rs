//! Anaphors of proposals: "the idea", "such a mission", "the plan", "it", "that".
//!
//! They mean the proposal last under discussion: the last one mentioned by its own words in this or the two sentences before, those that a
//! clause is about before those mentioned in passing.

use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::expletives;
use super::gazetteer::Side;
use super::proposals::{ProposalTagger, has_complement};
use super::theatre::Scene;
use crate::lexicon::{Lexicons, WordClasses};
use crate::model::{
    Attachment, Document, MentionForm, Mentions, NounPhrase, Pos, ProposalForm, ProposalMention,
};

/// Sentences back in which the antecedent is looked for: of a noun, of a pronoun, of a pronoun that is a subject, which means whatever was spoken
/// of last.
pub(super) const NOUN_REACH: usize = 4;
const PRONOUN_REACH: usize = 2;
const SUBJECT_REACH: usize = 1;
/// From this certainty on an anaphor may itself be an antecedent.
pub(super) const CARRIES: u8 = 50;

/// Resolves anaphors.
#[derive(Debug)]
pub(super) struct AnaphorResolver {
    classes: Arc<WordClasses>,
    general: FxHashSet<String>,
    /// Nouns by proposal.
    own: Vec<FxHashSet<String>>,
    /// Measures of each proposal ("year").
    pub(super) units: Vec<Vec<String>>,
    /// Verbs of taking part, word by word.
    pub(super) acts: Vec<Vec<String>>,
    /// Verbs of being there, word by word.
    pub(super) goings: Vec<Vec<String>>,
    /// Whether a proposal may be taken part in.
    pub(super) joined: Vec<bool>,
    /// For each proposal the umbrella and the actors whose part in it would be this one.
    pub(super) parts: Vec<(Option<usize>, BTreeSet<usize>)>,
}

impl AnaphorResolver {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let own = topic
            .proposals
            .iter()
            .map(|p| {
                let family = topic.family_of(p).into_iter();
                family
                    .flat_map(|f| f.anaphors.iter())
                    .chain(&p.anaphors)
                    .cloned()
                    .collect()
            })
            .collect();
        Self {
            classes: Arc::clone(&lexicons.language.classes),
            general: topic.anaphors.iter().cloned().collect(),
            own,
            units: topic
                .proposals
                .iter()
                .map(|p| {
                    topic
                        .family_of(p)
                        .map_or_else(Vec::new, |f| f.units.clone())
                })
                .collect(),
            acts: words_of(&topic.acts),
            goings: words_of(&topic.goings),
            joined: topic
                .proposals
                .iter()
                .map(|p| topic.family_of(p).is_some_and(|f| f.joined))
                .collect(),
            parts: topic
                .proposals
                .iter()
                .map(|p| {
                    let umbrella = p.parent.as_deref().and_then(|x| topic.proposal(x));
                    (umbrella, topic.takers(p))
                })
                .collect(),
        }
    }

    pub(super) fn resolve(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        places: &ProposalTagger,
        mentions: &mut Mentions,
    ) {
        let introduced = self.introduced(document, mentions);
        let theme = LazyCell::new(|| self.theme(mentions));
        let mut added: Vec<ProposalMention> = Vec::new();
        for (p, phrase) in document.phrases.iter().enumerate() {
            let first = &document.tokens[phrase.tokens.start];
            let head = &document.tokens[phrase.head];
            let taken = mentions
                .proposals_beside(document, phrase.head)
                .iter()
                .any(|m| m.tokens.contains(&phrase.head) || phrase.tokens.contains(&m.head));
            if taken {
                continue;
            }
            let pronoun = phrase.tokens.len() == 1
                && matches!(
                    head.lower.as_str(),
                    "it" | "that" | "this" | "them" | "those"
                );
            let somebody = matches!(head.lower.as_str(), "anyone" | "anybody" | "nobody");
            // "will not send any", "do not want one".
            let pronoun = pronoun
                || phrase.tokens.len() == 1
                    && (matches!(phrase.attached, Attachment::Object(_))
                        && (matches!(head.lower.as_str(), "any" | "one" | "none")
                            || somebody && places.is_sent(document, phrase))
                        // "has long argued for one".
                        || head.lower == "one"
                            && matches!(phrase.attached, Attachment::Adverbial(_))
                            && phrase.preposition.is_some_and(|x| document.tokens[x].lower == "for"));
            // "Polish participation", "an American contribution": whose it is makes it definite.
            let whose: Vec<usize> = mentions
                .actors_over(document, &phrase.tokens)
                .iter()
                .filter(|m| m.form == MentionForm::Demonym && phrase.tokens.contains(&m.head))
                .flat_map(|m| m.actors.iter())
                .filter_map(|a| mentions.register[*a].lexicon)
                .collect();
            let definite = is_definite(document, phrase) || !whose.is_empty();
            // "every option", "all options", "no option": of those under discussion.
            let each = matches!(first.lower.as_str(), "every" | "all" | "no" | "each")
                && matches!(phrase.attached, Attachment::Subject(_));
            let general = self.general.contains(&head.lemma) || self.general.contains(&head.lower);
            // "the New Zealand Defence Force" is the name of an army.
            let named = head.pos == Pos::Proper
                && phrase.tokens.start < phrase.head
                && document.tokens[phrase.head - 1].pos == Pos::Proper;
            let special = !named && self.own.iter().any(|o| o.contains(&head.lemma));
            let general = general && !told_apart(document, mentions, phrase);
            if !(pronoun || definite && (general || special) || each && general)
                || (!pronoun && has_complement(document, p))
            {
                continue;
            }
            // "it" that means an actor, or stands for nothing ("it is clear that").
            if pronoun && !expletives::is_governed(document, phrase) {
                continue;
            }
            if pronoun
                && head.lower == "it"
                && expletives::stands_for_nothing(document, &self.classes, phrase)
            {
                continue;
            }
            // "is due to join them": people, if the article spoke of any, unless they are sent.
            let people = head.lower == "them" && !places.is_sent(document, phrase);
            if pronoun
                && mentions
                    .actors_at(document, phrase.head)
                    .any(|m| m.form == MentionForm::Pronoun && (m.certainty >= 80 || people))
                && !expletives::answers(document, mentions, phrase)
            {
                continue;
            }
            if !pronoun
                && (whose.iter().any(|a| places.belligerents.contains(a))
                    || places.governing(document, scene, &phrase.tokens) == Some(Side::There)
                    || general && introduced.get(&head.lemma).is_some_and(|i| i.rules(p)))
            {
                continue;
            }
            let reach = match (pronoun, phrase.attached) {
                (false, _) => NOUN_REACH,
                (true, Attachment::Subject(_)) => SUBJECT_REACH,
                (true, _) => PRONOUN_REACH,
            };
            let fits = |m: &ProposalMention| {
                if somebody {
                    return self.joined[m.proposal];
                }
                general || pronoun || self.own[m.proposal].contains(&head.lemma)
            };
            let base = if pronoun { 58 } else { 80 };
            let mut found = antecedent(
                document,
                &[&mentions.proposals, &added],
                phrase.tokens.start,
                reach,
                &fits,
            );
            // "I would send them", "will not send any": soldiers, in an article about them.
            if pronoun && found.is_empty() && places.is_sent(document, phrase) {
                found.extend(theme.clone().map(|m| (m, NOUN_REACH)));
            }
            for (m, distance) in found {
                if pronoun && self.means_another(document, mentions, phrase, m.head) {
                    continue;
                }
                let proposal = self.part_of(m.proposal, &whose);
                let certainty = faded(base, 8, distance);
                added.push(ProposalMention {
                    tokens: phrase.tokens.clone(),
                    span: document.token_span(&phrase.tokens),
                    head: phrase.head,
                    proposal,
                    form: ProposalForm::Anaphor,
                    slotted: m.slotted || proposal != m.proposal,
                    contrary: m.contrary,
                    size: None,
                    certainty: certainty.min(m.certainty),
                });
            }
        }
        mentions.add_proposals(document, added);
        self.taking_part(document, scene, places, mentions);
        self.counted(document, mentions);
        self.paired(document, mentions);
    }

    /// Whether a pronoun means something that came under discussion behind a mention.
    fn means_another(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: &NounPhrase,
        mention: usize,
    ) -> bool {
        let (classes, nouns) = (&self.classes, &self.general);
        document.tokens[phrase.head].lower == "it"
            && expletives::spoken_of_since(document, classes, mentions, nouns, phrase, mention)
            || expletives::other_matter_since(document, classes, mentions, phrase, mention)
    }

    /// What each general noun of a document was introduced for: words before it or behind it tell that.
    fn introduced(
        &self,
        document: &Document,
        mentions: &Mentions,
    ) -> FxHashMap<String, Introductions> {
        let mut introduced: FxHashMap<String, Introductions> = FxHashMap::default();
        for (p, phrase) in document.phrases.iter().enumerate() {
            let lemma = &document.tokens[phrase.head].lemma;
            if !self.general.contains(lemma) {
                continue;
            }
            let clauses = || {
                document
                    .clauses_beside(phrase.head)
                    .iter()
                    .filter(|c| c.modifies == Some(p))
            };
            // "a third idea" may be any; "the 20-point plan" is its own.
            let ordinal = document.tokens[phrase.head.saturating_sub(1)].pos == Pos::Number;
            let told = told_apart(document, mentions, phrase) && !ordinal;
            // "the idea of", "a plan to"; but "ideas that were floated" are any.
            let bound =
                has_complement(document, p) && document.tokens[phrase.tokens.end].lower != "that";
            if !told && !bound {
                continue;
            }
            let end = clauses()
                .map(|c| c.extent.end)
                .chain([phrase.tokens.end + 6]);
            let stretch = phrase.tokens.start..end.max().unwrap_or(phrase.tokens.end);
            let sentence = document.tokens[phrase.head].sentence;
            let proposal = mentions
                .proposals_beside(document, phrase.head)
                .iter()
                .any(|m| stretch.contains(&m.head) && document.tokens[m.head].sentence == sentence);
            let entry = introduced.entry(lemma.clone()).or_default();
            entry.0.push((p, proposal));
        }
        introduced
    }

    /// The part of an umbrella proposal that somebody's participation would be.
    fn part_of(&self, proposal: usize, whose: &[usize]) -> usize {
        if self.parts[proposal].0.is_some() || whose.is_empty() {
            return proposal;
        }
        (0..self.parts.len())
            .find(|p| {
                self.parts[*p].0 == Some(proposal)
                    && whose.iter().any(|a| self.parts[*p].1.contains(a))
            })
            .unwrap_or(proposal)
    }
}

fn words_of(phrases: &[String]) -> Vec<Vec<String>> {
    let words = |p: &String| p.split_whitespace().map(str::to_owned).collect();
    phrases.iter().map(words).collect()
}

/// What a general noun was introduced for, in text order: the phrase, and whether that is a proposal ("a plan to send troops") or something
/// else ("the 28-point plan").
#[derive(Debug, Default)]
struct Introductions(Vec<(usize, bool)>);

impl Introductions {
    /// Whether the noun in a phrase means what it was last introduced for, and that is no proposal.
    fn rules(&self, phrase: usize) -> bool {
        let before = self.0.partition_point(|(p, _)| *p < phrase);
        let last = self.0[..before].last();
        last.is_some_and(|(_, proposal)| !proposal)
    }
}

/// Whether a phrase is of what is known already: "the plan", "such a force", "their soldiers".
pub(super) fn is_definite(document: &Document, phrase: &NounPhrase) -> bool {
    let mut first = &document.tokens[phrase.tokens.start];
    // "all such plans".
    if first.lower == "all" && phrase.tokens.len() > 2 {
        first = &document.tokens[phrase.tokens.start + 1];
    }
    matches!(
        first.lower.as_str(),
        "the" | "this" | "that" | "such" | "these" | "those" | "any"
    ) || first.pos == Pos::Possessive
        || phrase.owner.is_some()
}

/// Certainty after some sentences, each of which takes a little off.
pub(super) fn faded(certainty: u8, loss: u8, sentences: usize) -> u8 {
    let sentences = u8::try_from(sentences.min(5)).unwrap_or(5);
    certainty.saturating_sub(loss * sentences)
}

/// The mentions last under discussion that fit, and how many sentences back: of the nearest sentence those that its clause is about, else the
/// last. Anaphors carry the discussion on, so that a chain of them may reach further than each.
pub(super) fn antecedent(
    document: &Document,
    lists: &[&Vec<ProposalMention>],
    before: usize,
    reach: usize,
    fits: &dyn Fn(&ProposalMention) -> bool,
) -> Vec<(ProposalMention, usize)> {
    let sentence = document.tokens[before].sentence;
    let sentence_of = |m: &ProposalMention| document.tokens[m.head].sentence;
    let candidates: Vec<&ProposalMention> = lists
        .iter()
        .flat_map(|l| {
            let from = l.partition_point(|m| sentence_of(m) + reach < sentence);
            let to = l.partition_point(|m| sentence_of(m) <= sentence);
            &l[from..to]
        })
        .filter(|m| m.head < before && fits(m))
        .filter(|m| m.form == ProposalForm::Head || m.certainty >= CARRIES)
        .collect();
    let Some(nearest) = candidates.iter().map(|m| sentence_of(m)).max() else {
        return Vec::new();
    };
    let mut here: Vec<&ProposalMention> = candidates
        .into_iter()
        .filter(|m| sentence_of(m) == nearest)
        .collect();
    here.sort_by_key(|m| (m.form == ProposalForm::Anaphor, m.head, m.proposal));
    let Some(last) = here.iter().find(|m| is_topic(document, m)).or(here.last()) else {
        return Vec::new();
    };
    let span = last.span;
    here.into_iter()
        .filter(|m| m.span == span)
        .map(|m| (m.clone(), sentence - nearest))
        .collect()
}

/// "the peace plan", "the 20-point plan", "the Czech initiative on shells": words before a general noun that tell it from whatever else was
/// under discussion. Adjectives that only point ("same", "whole"), and those of countries, do not.
fn told_apart(document: &Document, mentions: &Mentions, phrase: &NounPhrase) -> bool {
    (phrase.tokens.start..phrase.head).any(|t| {
        let token = &document.tokens[t];
        let noun = matches!(token.pos, Pos::Noun | Pos::Proper | Pos::Number)
            || token.pos == Pos::Adjective && token.lower.contains('-');
        let actor = mentions
            .actors_beside(document, t)
            .iter()
            .any(|m| m.tokens.contains(&t) && m.head != phrase.head);
        noun && !actor
    })
}

/// Whether a mention is what its clause is about: an object or subject, not buried in a prepositional phrase of another noun.
fn is_topic(document: &Document, mention: &ProposalMention) -> bool {
    document.phrase_headed_by(mention.head).is_some_and(|p| {
        matches!(
            document.phrases[p].attached,
            Attachment::Object(_) | Attachment::Subject(_)
        )
    })
}
