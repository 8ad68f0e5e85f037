//! What the scorer sees of a pair: named features, so that a model can be read and a decision explained.
//!
//! Words count only as cues, verb lemmas and function words: nouns and adjectives of the training texts would be learned by heart. Of names one counts,
//! the holder's, because who somebody is says what he is likely to hold: a reader who knows that Moscow has refused every such force doubts that a
//! vague sentence shows the contrary (`ARCHITECTURE.md` has what that is worth, and what it costs).

use std::collections::BTreeMap;
use std::fmt::Arguments;
use std::ops::Range;

use super::candidates::{Chain, Pair, clause_of, in_sentence};
use super::seen::{self, Seen};
use super::sink::{Sink, Told};
use crate::model::{MentionForm, ParagraphRole, Pos, ProposalForm, ProposalMention, SpeechKind};
use crate::stance::holders::innermost;
use crate::stance::{Finding, Scene};

/// Findings of a holder that are looked at beside a mention: so many have long decided, whatever comes after them.
const HEARD: usize = 100;

/// What the rules found of each holder.
pub(super) type ByHolder<'a> = BTreeMap<Option<usize>, Vec<&'a Finding>>;

/// What is the same for every holder of a mention, computed once.
pub(super) struct View<'a> {
    pub(super) scene: &'a Scene<'a>,
    pub(super) mention: &'a ProposalMention,
    pub(super) chain: Chain,
    /// What the rules found from this mention.
    pub(super) own: &'a [Finding],
    /// What they found in the whole document, by holder.
    all: &'a ByHolder<'a>,
    /// Tokens of its sentence.
    pub(super) sentence: Range<usize>,
    pub(super) cues: Vec<Seen>,
    actors: usize,
    /// What the mention and the clauses over it tell.
    of_mention: Told,
    of_clauses: Told,
}

impl<'a> View<'a> {
    pub(super) fn new(
        scene: &'a Scene<'a>,
        mention: &'a ProposalMention,
        own: &'a [Finding],
        all: &'a ByHolder<'a>,
    ) -> Self {
        let chain = Chain::of(scene.document, mention);
        let sentence = scene.document.sentence_of(mention.head).tokens.clone();
        let cues = seen::cues(scene, mention, &chain, &sentence);
        let mut actors: Vec<usize> = in_sentence(scene, &sentence)
            .filter(|(_, m)| m.form != MentionForm::Demonym)
            .flat_map(|(_, m)| m.actors.iter().copied())
            .collect();
        actors.sort_unstable();
        actors.dedup();
        let mut view = Self {
            scene,
            mention,
            chain,
            own,
            all,
            sentence,
            cues,
            actors: actors.len(),
            of_mention: Told::default(),
            of_clauses: Told::default(),
        };
        view.of_mention = Told::by(|sink| view.of_mention(sink));
        view.of_clauses = Told::by(|sink| view.of_clauses(sink));
        view
    }

    /// Every feature of a pair.
    pub(super) fn features(&self, pair: &Pair, sink: &mut Sink<'_>) {
        // What a cue or a holder tells differs there, but mostly not: the model learns how far (Daumé, "Frustratingly easy domain adaptation", 2007).
        sink.implied = self.mention.tokens.is_empty();
        sink.add(format_args!("bias"));
        self.of_rules(pair, sink);
        self.of_holder(pair, sink);
        self.of_mention.again(sink);
        self.of_attribution(pair, sink);
        self.of_cues(pair, sink);
        self.of_clauses.again(sink);
        self.of_words(pair, sink);
    }

    fn of_rules(&self, pair: &Pair, sink: &mut Sink<'_>) {
        let mut found = false;
        for f in self.own.iter().filter(|f| f.holder == pair.holder) {
            found = true;
            let stance = f.stance.name();
            sink.add(format_args!("rule={stance}"));
            sink.add(format_args!(
                "rule={stance}&sure={}",
                (f.confidence * 5.0).floor()
            ));
            sink.add(format_args!("rule={stance}&rel={}", pair.relation.name()));
            sink.add(format_args!("rule&steps={}", f.cues.len().min(4)));
            if let Some(last) = f.cues.last() {
                sink.add(format_args!("rule={stance}&last={}", last.rule));
            }
        }
        if found {
            return;
        }
        sink.add(format_args!("norule&rel={}", pair.relation.name()));
        for f in self.own {
            sink.add(format_args!("rule-of-another={}", f.stance.name()));
        }
        let sentence = self.scene.document.tokens[self.mention.head].sentence;
        let elsewhere = self.all.get(&pair.holder).into_iter().flatten();
        for f in elsewhere.take(HEARD) {
            let here = self.scene.document.tokens[f.token].sentence == sentence;
            let same = f.proposal == self.mention.proposal;
            sink.add(format_args!(
                "rule-elsewhere={}&here={here}&same={same}",
                f.stance.name()
            ));
        }
    }

    fn of_holder(&self, pair: &Pair, sink: &mut Sink<'_>) {
        let relation = pair.relation.name();
        sink.add(format_args!("rel={relation}"));
        sink.add(format_args!("rel={relation}&height={}", pair.height.min(4)));
        sink.add(format_args!("actors={}", self.actors.min(4)));
        sink.add(format_args!("rel={relation}&actors={}", self.actors.min(3)));
        sink.add(format_args!("rel={relation}&place={}", self.chain.place));
        self.of_who(pair, sink);
        let Some(i) = pair.place else { return };
        let place = &self.scene.mentions.actors[i];
        let form = place.form.name();
        sink.add(format_args!("form={form}"));
        sink.add(format_args!("form={form}&rel={relation}"));
        let sure = place.certainty / 25;
        sink.add(format_args!("certain={sure}"));
        if let Some(holder) = pair.holder {
            let actor = &self.scene.mentions.register[holder];
            sink.add(format_args!("kind={}", actor.kind));
            sink.add(format_args!("kind={}&rel={relation}", actor.kind));
            let own = self
                .scene
                .holders
                .refine(self.mention.proposal, holder, self.scene.mentions)
                != self.mention.proposal;
            sink.add(format_args!("own={own}&slotted={}", self.mention.slotted));
        }
        if !self.sentence.contains(&place.head) {
            return;
        }
        let before = place.head < self.mention.head;
        let gap = place.head.abs_diff(self.mention.head);
        let gap = match gap {
            0..=3 => 0,
            4..=7 => 1,
            8..=14 => 2,
            15..=24 => 3,
            _ => 4,
        };
        sink.add(format_args!("before={before}&gap={gap}"));
        let (from, to) = if before {
            (place.head + 1, self.mention.head)
        } else {
            (self.mention.head + 1, place.head)
        };
        let between = in_sentence(self.scene, &(from..to))
            .filter(|(_, m)| m.form != MentionForm::Demonym)
            .count();
        sink.add(format_args!("before={before}&between={}", between.min(3)));
        let first = !in_sentence(self.scene, &(self.sentence.start..place.head))
            .any(|(_, m)| m.form != MentionForm::Demonym);
        sink.add(format_args!("first={first}"));
        let document = self.scene.document;
        if place.head > 0 && document.tokens[place.head].quotation.is_some() {
            sink.add(format_args!("holder-quoted"));
        }
        if let Some(x) = document
            .phrase_headed_by(place.head)
            .and_then(|p| document.phrases[p].preposition)
        {
            sink.at(format_args!("prep={}", document.tokens[x].lower), x..x + 1);
        }
        if self.mention.tokens.contains(&place.head) {
            sink.add(format_args!("inside"));
        }
        if let Some(c) = clause_of(document, place.head) {
            let clause = &document.clauses[c];
            if let Some(modal) = &clause.modal {
                sink.at(
                    format_args!("holder-modal={modal}"),
                    clause.verb_group.clone(),
                );
            }
            if let Some(n) = clause.negation {
                sink.at(format_args!("holder-negated"), n..n + 1);
            }
            if document.phrase_headed_by(place.head).is_some_and(|p| {
                let p = &document.phrases[p];
                clause
                    .subjects
                    .iter()
                    .any(|s| document.phrases[*s].head == p.head)
            }) {
                sink.at(
                    format_args!("holder-does={}", clause.lemma),
                    clause.verb_group.clone(),
                );
            }
        }
    }

    /// Who the holder is and where from: what other articles on this topic, and on no other, showed of both.
    fn of_who(&self, pair: &Pair, sink: &mut Sink<'_>) {
        let topic = self.scene.topic;
        let proposal = &self.scene.proposals[super::refined(self.scene, self.mention, pair)].id;
        let actor = pair.holder.map(|h| &self.scene.mentions.register[h]);
        let holder = actor.map_or("author", |a| a.id.as_str());
        // Where the name weighs most it is what a reader is shown.
        let named = pair.place.map(|i| &self.scene.mentions.actors[i].tokens);
        let named = named.filter(|t| self.sentence.contains(&t.start));
        let mut known = |name: Arguments<'_>| sink.put(name, named.cloned());
        known(format_args!("{topic}:holder={holder}"));
        known(format_args!("{topic}:holder={holder}&proposal={proposal}"));
        if let Some(country) = actor.and_then(|a| a.country.as_deref()) {
            known(format_args!("{topic}:from={country}"));
            known(format_args!("{topic}:from={country}&proposal={proposal}"));
        }
    }

    fn of_mention(&self, sink: &mut Sink<'_>) {
        let document = self.scene.document;
        let head = match self.mention.form {
            ProposalForm::Head => "head",
            ProposalForm::Anaphor => "anaphor",
            ProposalForm::Body => "body",
        };
        sink.add(format_args!(
            "mention={head}&certain={}",
            self.mention.certainty / 20
        ));
        sink.add(format_args!("mention={head}&place={}", self.chain.place));
        sink.add(format_args!(
            "place={}&height={}",
            self.chain.place,
            self.chain.clauses.len().min(4)
        ));
        sink.add(format_args!(
            "proposal={}",
            self.scene.proposals[self.mention.proposal].id
        ));
        sink.add(format_args!("sized={}", self.mention.size.is_some()));
        if let Some(t) = self
            .mention
            .tokens
            .start
            .checked_sub(1)
            .filter(|t| self.sentence.contains(t))
        {
            let word = &document.tokens[t];
            if matches!(
                word.pos,
                Pos::Determiner | Pos::Preposition | Pos::Possessive | Pos::To
            ) {
                sink.at(format_args!("left={}", word.lower), t..t + 1);
            }
        }
        for p in self.chain.phrases.iter().take(3) {
            if let Some(x) = document.phrases[*p].preposition {
                sink.at(format_args!("under={}", document.tokens[x].lower), x..x + 1);
            }
        }
        let sentence = document.sentence_of(self.mention.head);
        let paragraph = &document.paragraphs[sentence.paragraph];
        if paragraph.role == ParagraphRole::Headline {
            sink.add(format_args!("headline"));
        }
        sink.add(format_args!("opinion={}", self.scene.opinion));
        let last = self
            .sentence
            .clone()
            .rev()
            .find(|t| !matches!(document.tokens[*t].lower.as_str(), "\"" | "'"));
        if let Some(t) = last.filter(|t| document.tokens[*t].lower == "?") {
            sink.at(format_args!("question"), t..t + 1);
        }
        for negated in [false, true] {
            if let Some(found) = self
                .scene
                .conditions
                .find(document, &self.sentence, negated)
            {
                sink.at(
                    format_args!("condition&strong={}&lifts={}", found.strong, found.lifts),
                    found.tokens,
                );
            }
        }
        let size = match self.sentence.len() {
            0..=12 => 0,
            13..=25 => 1,
            26..=40 => 2,
            _ => 3,
        };
        sink.add(format_args!("length={size}"));
    }

    fn of_attribution(&self, pair: &Pair, sink: &mut Sink<'_>) {
        let document = self.scene.document;
        let quoted = document.tokens[self.mention.head].quotation.is_some();
        let mut at = innermost(self.scene.attributions, self.mention.head);
        if at.is_none() {
            sink.add(format_args!("unattributed&quoted={quoted}"));
            sink.add(format_args!("unattributed&rel={}", pair.relation.name()));
        }
        let mut depth = 0;
        while let Some(a) = at.filter(|_| depth < 3) {
            let attribution = &self.scene.attributions[a];
            let mine = pair.place.is_some_and(|i| {
                Some(self.scene.mentions.actors[i].head) == attribution.source_head
            }) || pair.holder.is_some_and(|h| {
                attribution.source_head.is_some_and(|s| {
                    self.scene
                        .mentions
                        .actors_at(document, s)
                        .any(|m| m.actors.contains(&h))
                })
            });
            let kind = match attribution.kind {
                SpeechKind::Direct => "direct",
                SpeechKind::Indirect => "indirect",
                SpeechKind::Mixed => "mixed",
            };
            sink.add(format_args!("source={mine}&depth={depth}"));
            sink.add(format_args!("source={mine}&kind={kind}"));
            sink.add(format_args!("source={mine}&rel={}", pair.relation.name()));
            if attribution.denied {
                sink.add(format_args!("source={mine}&denied"));
            }
            if mine && !attribution.cue_lemma.is_empty() {
                sink.add(format_args!("says={}", attribution.cue_lemma));
            }
            at = attribution.inside;
            depth += 1;
        }
    }
}
