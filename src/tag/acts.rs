//! What is done, and by whom, where that tells whether a proposal is meant: "Finland joined NATO", "no Poles will be sent".

use std::collections::BTreeSet;
use std::ops::Range;

use super::gazetteer::Side;
use super::named::near;
use super::names::{Name, NameKind};
use super::proposals::{ProposalTagger, add};
use super::size::size_before;
use super::theatre::Scene;
use crate::model::{
    Attachment, Clause, ClauseRole, Document, MentionForm, Mentions, NounPhrase, Pos,
    ProposalMention,
};

impl ProposalTagger {
    /// "Finland joined NATO", "Turkey, a member of NATO": done or been by none of those whom it is proposed for.
    pub(super) fn done_by_others(
        &self,
        document: &Document,
        mentions: &Mentions,
        proposal: usize,
        tokens: &Range<usize>,
    ) -> bool {
        if !self.slots[proposal].own {
            return false;
        }
        let last = tokens.end - 1;
        let phrase = document.phrases_over(tokens).find(|p| {
            let p = &document.phrases[*p];
            p.tokens.contains(&tokens.start) || p.tokens.contains(&last)
        });
        let becomes = |c: &Clause| {
            tokens.contains(&c.verb) && self.classes.joining_verbs.contains(&c.lemma)
                || c.predicative.is_some() && c.predicative == phrase
        };
        let mut doers: Vec<usize> = document.clauses[document.clauses_over(tokens)]
            .iter()
            .filter(|c| becomes(c))
            .flat_map(|c| c.subjects.iter().copied())
            .collect();
        if let Some(p) = phrase {
            let other = |q: &usize| document.phrases[*q].apposition == Some(p);
            doers.extend(document.phrases_over(tokens).filter(other));
            doers.extend(document.phrases[p].apposition);
        }
        let listed: Vec<usize> = doers
            .iter()
            .map(|p| document.phrases[*p].head)
            .flat_map(|head| mentions.actors_at(document, head))
            .flat_map(|m| m.actors.iter())
            .filter_map(|a| mentions.register[*a].lexicon)
            .collect();
        let other = |a: &usize| self.countries.contains(a) && !self.recipients.contains(a);
        !listed.is_empty() && listed.iter().all(other)
    }

    /// "the missiles that America has given Kyiv", "shells supplied by Prague": things given long ago are no proposal.
    pub(super) fn was_given(&self, document: &Document, phrase: usize) -> bool {
        document
            .clauses_beside(document.phrases[phrase].head)
            .iter()
            .any(|c| {
                let done = if c.finite {
                    c.past && c.modal.is_none() && c.negation.is_none()
                } else {
                    // "arms to be sent" are still to come.
                    document.tokens[c.verb].pos == Pos::VerbParticiple
                        && c.role != ClauseRole::Infinitive
                };
                c.modifies == Some(phrase) && done && self.classes.handing_verbs.contains(&c.lemma)
            })
    }

    /// Whether a phrase is what is sent: "send them", "nobody will be sent".
    pub(super) fn is_sent(&self, document: &Document, phrase: &NounPhrase) -> bool {
        match phrase.attached {
            Attachment::Object(c) => self
                .classes
                .dispatching_verbs
                .contains(&document.clauses[c].lemma),
            Attachment::Subject(c) => {
                let clause = &document.clauses[c];
                clause.passive && self.classes.dispatching_verbs.contains(&clause.lemma)
            }
            _ => false,
        }
    }

    /// "no Poles will be sent", "200,000 Europeans in Ukraine", "no Americans will be there": a people sent, counted or found in the theatre is
    /// its soldiers.
    pub(super) fn people_sent(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &mut Mentions,
    ) {
        let Some(family) = self.slots.iter().find(|s| s.default).and_then(|s| s.family) else {
            return;
        };
        let mut found = Vec::new();
        for phrase in &document.phrases {
            let people = mentions
                .actors_at(document, phrase.head)
                .filter(|m| matches!(m.form, MentionForm::Office | MentionForm::Demonym));
            let mut actors: Vec<usize> = people
                .flat_map(|m| m.actors.iter())
                .filter_map(|a| mentions.register[*a].lexicon)
                .collect();
            if actors.is_empty() {
                // A people that is counted is nobody who speaks, but it has a name.
                let head = document.tokens[phrase.head].span;
                let kind = |n: &&Name| n.kind == NameKind::People && n.span.end == head.end;
                actors.extend(
                    near(document, scene.names, phrase.head)
                        .iter()
                        .filter(kind)
                        .map(|n| n.index),
                );
            }
            actors.retain(|a| !self.belligerents.contains(a));
            let sent = || self.is_sent(document, phrase);
            let counted = || {
                size_before(document, phrase.tokens.start, phrase.head).is_some()
                    && self.governing(document, scene, &phrase.tokens) == Some(Side::Here)
            };
            let there = || {
                let first = &document.tokens[phrase.tokens.start].lower;
                let told = matches!(first.as_str(), "no" | "any" | "some")
                    || phrase.tokens.len() == 1 && after_existential(document, phrase);
                told && scene.placed(&(phrase.tokens.end..phrase.tokens.end + 4))
            };
            if actors.is_empty() || !(sent() || counted() || there()) {
                continue;
            }
            let proposals = self.by_slots(family, &actors, &BTreeSet::new());
            found.extend(proposals.into_iter().map(|p| (p, phrase.tokens.clone())));
        }
        for (proposal, tokens) in found {
            let taken = |m: &ProposalMention| m.tokens.contains(&(tokens.end - 1));
            if !mentions
                .proposals_beside(document, tokens.end - 1)
                .iter()
                .any(taken)
            {
                add(document, mentions, proposal, tokens, true, 80);
            }
        }
    }
}

/// "there will be Americans": what is said to be there.
fn after_existential(document: &Document, phrase: &NounPhrase) -> bool {
    let sentence = document.sentence_of(phrase.head).tokens.start;
    let from = phrase.tokens.start.saturating_sub(4).max(sentence);
    document.tokens[from..phrase.tokens.start]
        .iter()
        .any(|t| t.lower == "there")
}
