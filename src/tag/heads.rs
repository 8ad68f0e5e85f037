//! Heads of proposals: which proposal "troops", "a guarantee", "missiles" is, if it is one.

use std::collections::BTreeSet;
use std::ops::Range;

use super::anaphors::is_definite;
use super::names::Name;
use super::proposals::{ProposalTagger, add};
use super::takers::Who;
use super::theatre::Scene;
use crate::model::{Document, Mentions, Pos, ProposalMention, Token};

/// Words behind a weapon within which the mission stands that it would serve.
const SERVED: usize = 8;
/// Certainty of a mention that only the article's theme tells.
const THEMED: u8 = 66;
/// From this certainty on mentions tell what an article is about.
pub(super) const TELLING: u8 = 74;

/// A head of a family where it stands.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub(super) family: usize,
    pub(super) strong: bool,
    /// Whether it counts only in an article about a proposal of its family.
    pub(super) vague: bool,
    /// How often such an article must have spoken of one.
    pub(super) least: usize,
    pub(super) tokens: Range<usize>,
}

/// Mentions of one proposal that tell what an article is about.
#[derive(Debug, Clone, Default)]
struct Telling {
    count: usize,
    /// The first of their heads.
    first: Option<usize>,
}

impl Telling {
    fn add(&mut self, mention: &ProposalMention) {
        if mention.certainty >= TELLING {
            self.count += 1;
            let first = self.first.map_or(mention.head, |f| f.min(mention.head));
            self.first = Some(first);
        }
    }
}

/// What is known of an article when a head is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// Nothing yet: only the words around it count.
    Nothing,
    /// What was spoken of before it: nothing that explains it.
    Before,
    /// What the article is about.
    Theme(usize),
}

impl ProposalTagger {
    /// Reads a head; false where it would be one if only its surroundings told more of the theatre.
    pub(super) fn head(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &mut Mentions,
        head: &Head,
        known: Known,
    ) -> bool {
        let theme = match known {
            Known::Theme(proposal) => Some(proposal),
            _ => None,
        };
        let Head {
            family,
            strong,
            ref tokens,
            ..
        } = *head;
        let last = tokens.end - 1;
        let phrase = document.phrase_around(last);
        if self.is_another_word(document, head, phrase) {
            return true;
        }
        let mut who = self.who(document, scene.names, phrase, tokens, family);
        self.owner_pronoun(document, mentions, phrase, &mut who);
        let own = who.actors.iter().any(|a| self.belligerents.contains(a));
        let foreign: Vec<usize> = who
            .actors
            .iter()
            .copied()
            .filter(|a| !self.belligerents.contains(a))
            .collect();
        let mut found = self.by_slots(family, &foreign, &who.words);
        if found.is_empty() && self.joined[family] {
            let senders = phrase.map(|p| self.senders(document, mentions, p));
            found = self.by_slots(family, &senders.unwrap_or_default(), &who.words);
        }
        if found.is_empty() && self.besides[family] {
            let givers = phrase.map(|p| self.givers(document, mentions, p));
            found = self.by_slots(family, &givers.unwrap_or_default(), &who.words);
        }
        let slotted = !found.is_empty();
        let forces = self
            .slots
            .iter()
            .any(|s| s.default && s.family == Some(family));
        if forces
            && !slotted
            && (own && foreign.is_empty() || self.moved_by_belligerent(document, mentions, last))
        {
            return true;
        }
        let around = self.around(document, scene, mentions, family, phrase, tokens);
        // "their own air defence": nobody gives that away.
        let own_use = phrase.is_some_and(|p| {
            let mut words = document.phrases[p].tokens.clone();
            words.any(|t| document.tokens[t].lower == "own")
        });
        if self.given[family] && own_use {
            return true;
        }
        let late = known == Known::Before && forces && around.tells_by_itself(slotted);
        if !strong
            && theme.is_none()
            && !late
            && !around.admits(forces, slotted, !foreign.is_empty())
        {
            return false;
        }
        let found = if slotted {
            found
        } else if let Some(theme) = theme {
            vec![theme]
        } else {
            self.slots
                .iter()
                .position(|s| {
                    s.family == Some(family)
                        && (s.default || s.actors.is_empty() && s.words.is_empty())
                })
                .into_iter()
                .collect()
        };
        for proposal in found {
            if self.slots[proposal].theatre
                && strong
                && !around.theatre
                && !(around.sending && slotted)
            {
                continue;
            }
            let certainty = match (strong, slotted, around.sending) {
                _ if theme.is_some() || late => THEMED,
                (true, true, _) => 92,
                (true, false, _) | (false, true, true) => 86,
                (false, true, false) => 74,
                (false, false, true) => 78,
                (false, false, false) => 58,
            };
            let doubt = if strong || late || theme.is_some() {
                0
            } else {
                around.doubt()
            };
            add(
                document,
                mentions,
                proposal,
                tokens.clone(),
                slotted,
                certainty - doubt,
            );
        }
        true
    }

    /// Whether the words of a head are something else where they stand.
    fn is_another_word(&self, document: &Document, head: &Head, phrase: Option<usize>) -> bool {
        let last = head.tokens.end - 1;
        let next = document.tokens.get(head.tokens.end);
        // "peacekeeping" in "peacekeeping force of": the wording must reach the head of its phrase, or be it.
        let inside = !head.strong && phrase.is_some_and(|p| document.phrases[p].head > last);
        let verb = document.tokens[last].pos.is_verb() && head.tokens.len() == 1;
        let fallen = |t: &Token| t.pos.is_verb() && self.classes.casualty_verbs.contains(&t.lemma);
        // "military intelligence": a word before a noun outside its phrase is none of its own.
        // "On weapons Berg said": behind what opens a sentence a name begins something else.
        let opens = last > document.sentence_of(last).tokens.start
            && last - 1 == document.sentence_of(last).tokens.start
            && document.tokens[last - 1].pos == Pos::Preposition;
        let compound = |t: &Token| {
            (t.pos == Pos::Noun || t.pos == Pos::Proper && !opens)
                && t.sentence == document.tokens[last].sentence
        };
        inside
            || verb
            || next.is_some_and(fallen)
            || !head.strong && next.is_some_and(compound)
            || self.given[head.family]
                && phrase.is_some_and(|p| self.was_given(document, p) || self.serves(document, p))
    }

    /// "willing to send F-16s to a mission in Ukraine": what serves a force of one's own is given to nobody.
    fn serves(&self, document: &Document, phrase: usize) -> bool {
        let own = &document.phrases[phrase];
        let behind = document.phrases_over(&own.tokens).find(|q| {
            let q = &document.phrases[*q];
            let next = q.tokens.start > own.head && q.tokens.start <= own.tokens.end + SERVED;
            next && q
                .preposition
                .is_some_and(|x| document.tokens[x].lower == "to")
        });
        behind.is_some_and(|q| {
            let noun = &document.tokens[document.phrases[q].head];
            self.classes.mission_nouns.contains(&noun.lemma)
        })
    }

    /// Common words for soldiers in an article that is about a force ("would troops come?"): they mean it, wherever no other army is named.
    /// Definite ones ("the troops") are left to what was spoken of last: they are given back.
    pub(super) fn themed(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &mut Mentions,
        open: Vec<Head>,
    ) -> Vec<Head> {
        let mut definite = Vec::new();
        let mut telling = self.telling(mentions);
        for head in open {
            if points_back(document, &head.tokens) {
                definite.push(head);
            } else if self.joined[head.family] {
                self.late(document, scene, mentions, &mut telling, &head);
            }
        }
        definite
    }

    /// Reads a head when more of its article is known.
    fn late(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &mut Mentions,
        telling: &mut [Telling],
        head: &Head,
    ) {
        let last = &document.tokens[head.tokens.end - 1];
        let common = head.vague || self.common[head.family].contains(&last.lemma);
        let known = match self.theme(telling, head.family, head.least) {
            Some((first, theme)) if common && head.tokens.start >= first => Known::Theme(theme),
            _ if head.vague || !common || !self.joined[head.family] => return,
            _ => Known::Before,
        };
        // What a head adds stands in its sentence.
        for mention in mentions.proposals_over(document, &head.tokens) {
            telling[mention.proposal].count -= usize::from(mention.certainty >= TELLING);
        }
        self.head(document, scene, mentions, head, known);
        for mention in mentions.proposals_over(document, &head.tokens) {
            telling[mention.proposal].add(mention);
        }
    }

    /// Definite heads that no mention close by explained: what the article is about.
    pub(super) fn left_over(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &mut Mentions,
        definite: Vec<Head>,
    ) {
        let mut telling = self.telling(mentions);
        for head in definite {
            let taken = |m: &ProposalMention| m.tokens.contains(&(head.tokens.end - 1));
            if mentions
                .proposals_beside(document, head.tokens.end - 1)
                .iter()
                .any(taken)
            {
                continue;
            }
            self.late(document, scene, mentions, &mut telling, &head);
        }
    }

    /// What tells of each proposal.
    fn telling(&self, mentions: &Mentions) -> Vec<Telling> {
        let mut telling = vec![Telling::default(); self.slots.len()];
        for mention in &mentions.proposals {
            telling[mention.proposal].add(mention);
        }
        telling
    }

    /// What an article is about of a family, and where it speaks of it first: the proposal of most of its mentions, of which there must be so many, else
    /// the umbrella.
    fn theme(&self, telling: &[Telling], family: usize, least: usize) -> Option<(usize, usize)> {
        let joined = self.joined[family];
        let kin = |p: usize| match self.slots[p].family {
            Some(f) => f == family || joined && self.joined[f],
            None => false,
        };
        let told = || (0..telling.len()).filter(|p| kin(*p));
        let first = told().filter_map(|p| telling[p].first).min()?;
        let all: usize = told().map(|p| telling[p].count).sum();
        if all < least {
            return None;
        }
        let most = told().find(|p| telling[*p].count * 2 > all);
        let umbrella = || (0..self.slots.len()).find(|p| kin(*p) && self.slots[*p].default);
        Some((first, most.or_else(umbrella)?))
    }

    /// Proposals of a family whose `who` holds one of these; the umbrella gives way to anything more special.
    pub(super) fn by_slots(
        &self,
        family: usize,
        actors: &[usize],
        words: &BTreeSet<String>,
    ) -> Vec<usize> {
        let mut found: Vec<usize> = (0..self.slots.len())
            .filter(|p| self.slots[*p].family == Some(family))
            .filter(|p| {
                let slots = &self.slots[*p];
                actors.iter().any(|a| slots.actors.contains(a))
                    || words.iter().any(|w| slots.words.contains(w))
            })
            .collect();
        if found.len() > 1 {
            found.retain(|p| !self.slots[*p].default);
        }
        found
    }

    /// "European and non-European troops": the adjective before the conjunction names a proposal of its own.
    pub(super) fn beside(
        &self,
        document: &Document,
        names: &[Name],
        mentions: &mut Mentions,
        proposal: usize,
        tokens: Range<usize>,
    ) {
        let Some(family) = self.slots[proposal].family else {
            return;
        };
        let sentence = document.sentence_of(tokens.start).tokens.start;
        let first = tokens.start;
        if first < sentence + 2
            || !matches!(document.tokens[first - 1].lower.as_str(), "and" | "or")
        {
            return;
        }
        let mut who = Who::default();
        self.collect(document, names, first - 2..first - 1, false, &mut who);
        let actors: Vec<usize> = who
            .actors
            .iter()
            .copied()
            .filter(|a| !self.belligerents.contains(a))
            .collect();
        for other in self.by_slots(family, &actors, &who.words) {
            if other != proposal {
                add(document, mentions, other, tokens.clone(), true, 85);
            }
        }
    }
}

/// Whether a head stands in a definite phrase: "the troops", "such a force", "their soldiers".
fn points_back(document: &Document, tokens: &Range<usize>) -> bool {
    let last = tokens.end - 1;
    let phrase = document.phrase_around(last);
    phrase.is_some_and(|p| is_definite(document, &document.phrases[p]))
}
