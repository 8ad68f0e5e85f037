//! What phrases that name nobody look back at: mentions before them, and those named right before them.

use std::iter::Peekable;
use std::vec::IntoIter;

use super::number::{Wanted, plural_group};
use crate::model::{ActorMention, Document, MentionForm, Mentions, NounPhrase};

/// Mentions, and phrases, before one that are looked at: more than an article has that somebody reads from its beginning.
pub(super) const REMEMBERED: usize = 4000;

/// Mentions of actors in sentences to come, put aside: who adds to a list in its middle moves all that stands behind.
pub(super) struct ToCome(Peekable<IntoIter<ActorMention>>);

impl ToCome {
    /// Puts all mentions aside.
    pub(super) fn new(mentions: &mut Mentions) -> Self {
        Self(std::mem::take(&mut mentions.actors).into_iter().peekable())
    }

    /// Puts those back that stand up to the end of a token's sentence.
    pub(super) fn reach(&mut self, document: &Document, mentions: &mut Mentions, token: usize) {
        let of = |t: usize| document.tokens[t].sentence;
        while let Some(m) = self.0.next_if(|m| of(m.head) <= of(token)) {
            mentions.actors.push(m);
        }
    }

    /// Puts the others back.
    pub(super) fn end(self, mentions: &mut Mentions) {
        mentions.actors.extend(self.0);
    }
}

/// Adds a mention of an actor in the order of the text.
pub(super) fn add(mentions: &mut Mentions, mention: ActorMention) {
    let at = mentions
        .actors
        .partition_point(|m| (m.span.start, m.span.end) <= (mention.span.start, mention.span.end));
    mentions.actors.insert(at, mention);
}

/// Asks of every phrase that means no actor yet whom it means.
pub(super) fn each(
    document: &Document,
    mentions: &mut Mentions,
    mut meant: impl FnMut(&mut Mentions, &NounPhrase) -> Option<(Vec<usize>, u8)>,
) {
    let mut to_come = ToCome::new(mentions);
    for phrase in &document.phrases {
        to_come.reach(document, mentions, phrase.head);
        let taken = mentions
            .actors_at(document, phrase.head)
            .any(|m| m.form != MentionForm::Demonym);
        if taken {
            continue;
        }
        if let Some((actors, certainty)) = meant(mentions, phrase) {
            let mention = ActorMention {
                tokens: phrase.tokens.clone(),
                span: document.token_span(&phrase.tokens),
                head: phrase.head,
                actors,
                form: MentionForm::Anaphor,
                certainty,
            };
            add(mentions, mention);
        }
    }
    to_come.end(mentions);
}

/// Mentions before a token that may be meant by a later phrase, the last first.
pub(super) fn before<'a>(
    document: &Document,
    mentions: &'a Mentions,
    token: usize,
) -> impl Iterator<Item = &'a ActorMention> + use<'a> {
    let until = 0..document.tokens[token].sentence + 1;
    let told = mentions.actors_in(document, until);
    mentions.actors[told]
        .iter()
        .rev()
        .take(REMEMBERED)
        .filter(move |m| m.head < token && m.form != MentionForm::Demonym)
}

/// Whether a clause or a phrase behind a noun says which are meant ("the countries that border Russia").
pub(super) fn modified(document: &Document, phrase: &NounPhrase) -> bool {
    let p = document.phrase_headed_by(phrase.head);
    document
        .clauses_beside(phrase.head)
        .iter()
        .any(|c| c.modifies.is_some() && c.modifies == p)
        || document
            .tokens
            .get(phrase.tokens.end)
            .is_some_and(|t| t.sentence == document.tokens[phrase.head].sentence && t.lower == "of")
}

/// "France and Britain, the countries preparing a force": those whom a comma parts from what they are called.
pub(super) fn named_before(
    document: &Document,
    mentions: &Mentions,
    phrase: &NounPhrase,
) -> Option<Vec<usize>> {
    let comma = phrase.tokens.start.checked_sub(1)?;
    let the = document.tokens[phrase.tokens.start].lower == "the";
    if !the || document.tokens[comma].lower != "," {
        return None;
    }
    let mut at = document.find_phrase(comma.saturating_sub(1), |q| q.tokens.end == comma)?;
    let mut named = Vec::new();
    loop {
        let head = document.phrases[at].head;
        let m = mentions
            .actors_at(document, head)
            .find(|m| m.form != MentionForm::Demonym)?;
        named.splice(0..0, m.actors.iter().copied());
        match document.find_phrase(head, |q| q.coordinated == Some(at)) {
            Some(before) => at = before,
            None => break,
        }
    }
    (named.len() > 1).then_some(named)
}

/// "Macron and Starmer spoke to Trump. Both leaders": two who were joined, of the last sentence that names any of that kind.
pub(super) fn joined_before(
    document: &Document,
    mentions: &Mentions,
    phrase: &NounPhrase,
    fits: &dyn Fn(usize) -> bool,
) -> Option<Vec<usize>> {
    let named = |m: &&ActorMention| m.actors.iter().any(|a| fits(*a));
    let mut told = before(document, mentions, phrase.head)
        .filter(named)
        .peekable();
    let last = document.tokens[told.peek()?.head].sentence;
    told.take_while(|m| document.tokens[m.head].sentence == last)
        .map(|m| plural_group(document, mentions, m, Wanted::Plural))
        .find(|group| group.len() == 2 && group.iter().all(|a| fits(*a)))
}
