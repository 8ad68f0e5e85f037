//! Where a mention of a proposal would take place: in the topic's theatre, in another, or unsaid.
//!
//! The nearest place that governs it decides, from the inside out: its own noun phrase ("the Gaza force"), what hangs on that ("troops based in
//! Iraq"), its clause and those above, its sentence; else what the text spoke of last, and at the end what the article is about. Names of
//! countries that might send somebody are places only behind a preposition that makes them one ("British soldiers in Poland").

use std::ops::Range;

use super::gazetteer::{Side, TermKind};
use super::names::{Name, NameKind};
use super::proposals::ProposalTagger;
use crate::model::{Attachment, Document, NounPhrase, ParagraphRole, Pos};

/// Sentences after which a mention of the theatre no longer tells where something would go.
const NEAR: usize = 3;
/// Sentences after which a place no longer tells which theatre is spoken of.
const REACH: usize = 6;
/// Sentences within which an article names the theatre of what it tells before.
const NEXT: usize = 1;
/// The sentence before which an article has said what it is about.
pub(super) const LEAD: usize = 4;
/// An article that names the theatre in fewer than one sentence of so many is about something else.
const RARE: usize = 16;
/// The same where it names no other theatre.
const RARER: usize = 32;
/// Clauses and phrases up which a governing place is looked for.
const CLIMB: usize = 5;

/// A place in the text.
#[derive(Debug, Clone)]
struct Place {
    tokens: Range<usize>,
    side: Side,
    /// A country that may as well be a sender: a place only where a preposition says so.
    sender: bool,
}

/// What a document says as a whole, looked up once for all its heads.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) names: &'a [Name],
    /// In text order.
    places: Vec<Place>,
    /// First tokens of words for a field of war.
    fields: Vec<usize>,
    /// Whether each sentence speaks of the theatre, or of a field that may be it.
    pub(super) theatre: Vec<bool>,
    /// Of each sentence: whether it names the theatre, and whether another.
    named: Vec<(bool, bool)>,
    /// The headline's sentence, if there is one.
    pub(super) headline: Option<usize>,
    /// Whether the article is about the theatre.
    about: bool,
    /// The first sentence that speaks of it.
    first: Option<usize>,
}

impl Scene<'_> {
    /// Whether the headline or one of the sentences before speaks of the theatre.
    pub(super) fn theatre_before(&self, sentence: usize) -> bool {
        let sentence = sentence.min(self.theatre.len());
        let before = sentence.saturating_sub(NEAR)..sentence;
        before.chain(self.headline).any(|s| self.theatre[s])
    }

    /// Whether a stretch of text names the theatre or a field.
    pub(super) fn placed(&self, tokens: &Range<usize>) -> bool {
        self.places_in(tokens).any(|p| p.side == Side::Here)
            || self.fields.iter().any(|t| tokens.contains(t))
    }

    /// Whether a stretch of text names the theatre.
    pub(super) fn named(&self, tokens: &Range<usize>) -> bool {
        self.places_in(tokens).any(|p| p.side == Side::Here)
    }

    /// Whether a phrase is the name of a country that might send somebody.
    pub(super) fn is_sender(&self, phrase: &NounPhrase) -> bool {
        let mut named = self.places_in(&phrase.tokens);
        named.any(|p| p.sender && p.tokens.contains(&phrase.head))
    }

    fn places_in<'a>(&'a self, tokens: &Range<usize>) -> impl Iterator<Item = &'a Place> + use<'a> {
        let from = self
            .places
            .partition_point(|p| p.tokens.start < tokens.start);
        let end = tokens.end;
        self.places[from..]
            .iter()
            .take_while(move |p| p.tokens.start < end)
    }

    /// The side that names of places in a stretch of text tell: the theatre, wherever it stands there.
    pub(super) fn side_in(&self, tokens: &Range<usize>) -> Option<Side> {
        self.side_of(tokens, |_| true)
    }

    /// The same, of those places that count.
    fn side_of(&self, tokens: &Range<usize>, counts: impl Fn(&Place) -> bool) -> Option<Side> {
        let mut side = None;
        for place in self.places_in(tokens).filter(|p| !p.sender && counts(p)) {
            if place.side == Side::Here {
                return Some(Side::Here);
            }
            side = Some(Side::There);
        }
        side
    }

    /// Whether the article is about the theatre, and has come to it: what is told before an article names it for the only time may be anywhere.
    fn is_about(&self, sentence: usize) -> bool {
        let end = self.theatre.len().min(sentence + 1 + NEXT);
        let before = || self.theatre[..end].iter().any(|here| *here);
        let rest = &self.theatre[end..];
        let behind = || rest.iter().filter(|here| **here).take(2).count();
        let headline = self.headline.is_some_and(|s| self.theatre[s]);
        self.about && (headline || before() || behind() != 1)
    }

    /// Whether the article is about the theatre, and spoke of it before a sentence, however long ago.
    pub(super) fn came_to(&self, sentence: usize) -> bool {
        self.first.is_some_and(|s| s < sentence) && self.is_about(sentence)
    }

    /// What the text spoke of last before a sentence.
    fn before(&self, document: &Document, sentence: usize) -> Option<Side> {
        let mut back = (sentence.saturating_sub(REACH)..sentence).rev();
        let last = back.find(|s| self.named[*s] != (false, false))?;
        if self.named[last].0 {
            return Some(Side::Here);
        }
        // An article about the theatre looks elsewhere for a sentence or two.
        let next = document.sentences[last].paragraph == document.sentences[sentence].paragraph
            && last + 1 == sentence;
        (next || !self.is_about(sentence)).then_some(Side::There)
    }
}

impl ProposalTagger {
    /// What a document says as a whole.
    pub(super) fn scene<'a>(&self, document: &Document, names: &'a [Name]) -> Scene<'a> {
        let mut places: Vec<Place> = Vec::new();
        let mut fields = Vec::new();
        let mut theatre = vec![false; document.sentences.len()];
        for (s, sentence) in document.sentences.iter().enumerate() {
            let mut t = sentence.tokens.start;
            while t < sentence.tokens.end {
                let Some((end, kind)) = self.places.at(&document.tokens, t, sentence.tokens.end)
                else {
                    t += 1;
                    continue;
                };
                let (side, sender) = match kind {
                    TermKind::Side(side) => (side, false),
                    TermKind::Region => (Side::There, true),
                    TermKind::Ground => {
                        theatre[s] = true;
                        fields.push(t);
                        t = end;
                        continue;
                    }
                };
                theatre[s] |= side == Side::Here;
                places.push(Place {
                    tokens: t..end,
                    side,
                    sender,
                });
                t = end;
            }
        }
        let listed = places.len();
        let holds = |places: &[Place], token: usize| {
            let at = places.partition_point(|p| p.tokens.end <= token);
            places.get(at).is_some_and(|p| p.tokens.contains(&token))
        };
        for name in names {
            if name.kind != NameKind::Name
                || !self.countries.contains(&name.index)
                || self.recipients.contains(&name.index)
            {
                continue;
            }
            let first = document
                .tokens
                .partition_point(|t| t.span.start < name.span.start);
            let end = document
                .tokens
                .partition_point(|t| t.span.start < name.span.end);
            if first < end && !holds(&places[..listed], first) {
                places.push(Place {
                    tokens: first..end,
                    side: Side::There,
                    sender: true,
                });
            }
        }
        places.sort_by_key(|p| (p.tokens.start, p.tokens.end));
        let mut sides = vec![(false, false); document.sentences.len()];
        for place in places.iter().filter(|p| !p.sender) {
            let at = &mut sides[document.tokens[place.tokens.start].sentence];
            at.0 |= place.side == Side::Here;
            at.1 |= place.side == Side::There;
        }
        let headline = document
            .sentences
            .iter()
            .position(|s| document.paragraphs[s.paragraph].role == ParagraphRole::Headline);
        let here = sides.iter().filter(|n| n.0).count();
        let there = sides.iter().filter(|n| n.1 && !n.0).count();
        let lead = sides.iter().take(LEAD).any(|n| n.0);
        let often = here * RARE >= sides.len();
        let alone = there == 0 && (here == 0 || here * RARER >= sides.len());
        Scene {
            names,
            places,
            fields,
            first: theatre.iter().position(|here| *here),
            theatre,
            about: lead && there <= here * 2 || often && there <= here || alone,
            named: sides,
            headline,
        }
    }

    /// Whether something mentioned at these tokens would take place in another theatre than the topic's.
    pub(super) fn elsewhere(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        tokens: &Range<usize>,
    ) -> bool {
        if let Some(side) = self.governing(document, scene, tokens) {
            return side == Side::There;
        }
        let number = document.tokens[tokens.start].sentence;
        let sentence = &document.sentences[number].tokens;
        // What stands in the sentence without governing the mention tells less than what was spoken of before.
        let beside = scene.side_in(sentence);
        if beside == Some(Side::Here) {
            return false;
        }
        match scene.before(document, number) {
            Some(side) => side == Side::There,
            // Nothing near says it: then it is what the article is about, or a field that is named without its country.
            None => !scene.is_about(number) && (beside.is_some() || !scene.theatre[number]),
        }
    }

    /// The side of the nearest place that governs a mention.
    pub(super) fn governing(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        tokens: &Range<usize>,
    ) -> Option<Side> {
        let last = tokens.end - 1;
        let phrase = document.phrase_around(last);
        if phrase.is_some_and(|p| self.trains_abroad(document, scene, p)) {
            return Some(Side::There);
        }
        if let Some(side) = scene.side_in(tokens) {
            return Some(if self.trained_abroad(document, scene, tokens) {
                Side::There
            } else {
                side
            });
        }
        let behind = self.behind(document, scene, tokens.end);
        let mut clause = None;
        let mut at = phrase;
        // "systems in the United States for Ukraine": what hangs on the mention as a whole tells more than the place next to it.
        let hanging = phrase.and_then(|p| self.around_phrase(document, scene, p));
        if let Some(side) = hanging.or(behind) {
            return Some(side);
        }
        for _ in 0..CLIMB {
            let Some(p) = at else { break };
            if let Some(side) = self.around_phrase(document, scene, p) {
                return Some(side);
            }
            (at, clause) = match document.phrases[p].attached {
                Attachment::Noun(n) => (Some(n), clause),
                Attachment::Subject(c)
                | Attachment::Object(c)
                | Attachment::Predicative(c)
                | Attachment::Adverbial(c) => (None, Some(c)),
                Attachment::None => (None, clause),
            };
        }
        let clause = clause.or_else(|| {
            let holds = |c: &usize| document.clauses[*c].extent.contains(&last);
            document
                .clauses_over(&(last..last + 1))
                .filter(holds)
                .min_by_key(|c| document.clauses[*c].extent.len())
        });
        let mut at = clause;
        for _ in 0..CLIMB {
            let Some(c) = at else { break };
            let clause = &document.clauses[c];
            let own = |place: &Place| {
                let other = |child: &usize| {
                    let extent = &document.clauses[*child].extent;
                    extent.contains(&place.tokens.start) && !extent.contains(&last)
                };
                !clause.children.iter().any(other)
            };
            if let Some(side) = scene.side_of(&clause.extent, own) {
                return Some(side);
            }
            let moves = self.classes.sending_verbs.contains(&clause.lemma)
                || self.classes.presence_verbs.contains(&clause.lemma);
            if moves
                && clause
                    .adverbials
                    .iter()
                    .any(|p| self.lies_in_sender(document, scene, *p))
            {
                return Some(Side::There);
            }
            if self.leaves_sender(document, scene, c) {
                return Some(Side::There);
            }
            // "a base in Latvia, where Danish soldiers arrived".
            if let Some(side) = self.where_side(document, scene, c) {
                return Some(side);
            }
            at = clause.parent;
        }
        None
    }

    /// The side told by a noun phrase, by who owns it, and by what hangs on it.
    fn around_phrase(&self, document: &Document, scene: &Scene<'_>, phrase: usize) -> Option<Side> {
        let own = &document.phrases[phrase];
        if let Some(side) = scene.side_in(&own.tokens) {
            return Some(side);
        }
        let mut sides = Vec::new();
        let near = document.phrases_over(&own.tokens);
        for q in near.clone() {
            let other = &document.phrases[q];
            if other.attached == Attachment::Noun(phrase) && other.preposition.is_some() {
                sides.extend(scene.side_in(&other.tokens));
                if self.lies_in_sender(document, scene, q) {
                    sides.push(Side::There);
                }
                // "along the border between Israel and Lebanon".
                let hangs = |x: &usize| document.phrases[*x].attached == Attachment::Noun(q);
                for r in near.clone().filter(hangs) {
                    let far = &document.phrases[r];
                    sides.extend(scene.side_in(&far.tokens));
                    if self.lies_in_sender(document, scene, r) {
                        sides.push(Side::There);
                    }
                }
            }
        }
        for clause in document
            .clauses_beside(own.head)
            .iter()
            .filter(|c| c.modifies == Some(phrase))
        {
            sides.extend(scene.side_in(&clause.extent));
            let lies = |p: &usize| self.lies_in_sender(document, scene, *p);
            if clause.adverbials.iter().any(lies) {
                sides.push(Side::There);
            }
        }
        let here = sides.contains(&Side::Here);
        if here {
            Some(Side::Here)
        } else {
            sides.first().copied()
        }
    }

    /// "peacekeepers in Bosnia", "guarantees for Israel": the place right behind, whatever the clause structure makes of it.
    fn behind(&self, document: &Document, scene: &Scene<'_>, end: usize) -> Option<Side> {
        let stop = document.sentence_of(end - 1).tokens.end;
        let first = end + 1;
        if first >= stop
            || !self
                .classes
                .place_prepositions
                .contains(&document.tokens[end].lower)
        {
            return None;
        }
        let named = |t: &usize| {
            document.tokens[*t].pos == Pos::Proper || document.tokens[*t].lower == "the"
        };
        let to = (first..stop).take(5).take_while(named).last()? + 1;
        let place = scene.places_in(&(first..to)).next()?;
        let owner = document.tokens.get(place.tokens.end);
        let owns = owner.is_some_and(|t| t.pos == Pos::Possessive);
        (!place.sender || !owns).then_some(place.side)
    }
}
