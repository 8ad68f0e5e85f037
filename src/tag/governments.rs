//! Which country or body a phrase speaks for: "the Russians", "the French and German ministers", "the government of Spain".

use super::actors::{ActorTagger, Reading};
use super::named::starting;
use super::names::{Name, NameKind};
use crate::model::{Document, NounPhrase, Owner, Pos};

/// Phrases behind an office in which its country is looked for: "the head of the office of the president of France".
const CHAIN: usize = 4;

impl ActorTagger {
    /// "the Russians", "Ukrainians": a people is a holder only as a whole, not by the share of it that a poll tells of.
    pub(super) fn stands_for_government(&self, document: &Document, phrase: &NounPhrase) -> bool {
        let counted = |t: usize| {
            let token = &document.tokens[t];
            token.pos == Pos::Number || self.classes.part_words.contains(&token.lower)
        };
        let start = phrase.tokens.start;
        let of = phrase
            .preposition
            .is_some_and(|x| x > 0 && document.tokens[x].lower == "of" && counted(x - 1));
        !of && !counted(start)
    }

    /// A person stands for the country of their office ("Trump's administration").
    pub(super) fn government_of(&self, actor: usize) -> usize {
        if self.known[actor].actor.kind == "person" {
            self.known[actor].parent.unwrap_or(actor)
        } else {
            actor
        }
    }

    /// Countries and bodies that a phrase with a title or office noun names: adjective, name before, owner, "of X".
    pub(super) fn countries(
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
            let Some(name) = starting(names, before.start..before.start + 1)
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
        let mut links = 0;
        while found.is_empty()
            && links < CHAIN
            && at < document.tokens.len()
            && matches!(document.tokens[at].lower.as_str(), "of" | "for" | "in")
        {
            let Some(next) = document
                .phrases_over(&(at..at + 1))
                .map(|n| (n, &document.phrases[n]))
                .find(|(n, q)| *n >= p && q.preposition == Some(at))
                .map(|(_, q)| q)
            else {
                break;
            };
            // "the leaders of France, Italy and Poland": all of them, where there is more than one of the office.
            let many = document.tokens[phrase.head].lower != document.tokens[phrase.head].lemma;
            let mut spans = vec![document.token_span(&next.tokens)];
            let mut joined = next.coordinated.filter(|_| many);
            while let Some(q) = joined {
                spans.push(document.token_span(&document.phrases[q].tokens));
                joined = document.phrases[q].coordinated;
            }
            let sentence = document.sentence_of(at).span;
            let in_next = starting(names, sentence.start..sentence.end)
                .iter()
                .filter(|n| {
                    spans.iter().any(|s| s.contains(n.span))
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
            links += 1;
        }
        found.sort_unstable();
        found.dedup();
        found
    }
}
