//! Acts of taking part without a complement: "Croatia will not take part" means the force under discussion.

use std::ops::Range;

use super::anaphors::{AnaphorResolver, NOUN_REACH, antecedent, faded};
use super::proposals::ProposalTagger;
use super::theatre::Scene;
use crate::model::{Clause, Document, Mentions, Pos, ProposalForm, ProposalMention};

impl AnaphorResolver {
    /// "Croatia will not take part", "willing to contribute": an act without a complement means the force under discussion.
    pub(super) fn taking_part(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        places: &ProposalTagger,
        mentions: &mut Mentions,
    ) {
        let mut added: Vec<ProposalMention> = Vec::new();
        for clause in &document.clauses {
            let Some(tokens) = self.act(document, clause) else {
                continue;
            };
            // "Lavrov took part": he was there.
            if clause.past && clause.negation.is_none() && clause.modal.is_none() && clause.finite {
                continue;
            }
            // What it is that is taken part in may be named: then that mention says all.
            let named = mentions.proposals.iter().any(|m| {
                self.joined[m.proposal]
                    && clause.extent.contains(&m.head)
                    && m.head > clause.verb
                    && !is_means(document, m.head)
                    || m.tokens.contains(&clause.verb)
            });
            if named
                || complement(document, tokens.end)
                || places.elsewhere(document, scene, &tokens)
            {
                continue;
            }
            let fits = |m: &ProposalMention| self.joined[m.proposal];
            let mut found = antecedent(
                document,
                &[&mentions.proposals],
                clause.verb,
                NOUN_REACH,
                &fits,
            );
            if found.is_empty() {
                found.extend(self.theme(mentions).map(|m| (m, NOUN_REACH)));
            }
            for (m, distance) in found {
                added.push(ProposalMention {
                    tokens: tokens.clone(),
                    span: document.token_span(&tokens),
                    head: clause.verb,
                    proposal: m.proposal,
                    form: ProposalForm::Anaphor,
                    slotted: m.slotted,
                    contrary: m.contrary,
                    size: None,
                    certainty: faded(78, 6, distance).min(m.certainty),
                });
            }
        }
        mentions.proposals.extend(added);
    }

    /// The force that an article speaks of again and again: what taking part means where nothing near says it.
    pub(super) fn theme(&self, mentions: &Mentions) -> Option<ProposalMention> {
        let of = |p: usize| {
            mentions
                .proposals
                .iter()
                .filter(move |m| m.proposal == p && m.form == ProposalForm::Head)
        };
        let best = (0..self.joined.len())
            .filter(|p| self.joined[*p])
            .max_by_key(|p| (of(*p).count(), std::cmp::Reverse(*p)))?;
        let strongest = of(best).max_by_key(|m| m.certainty)?;
        (of(best).count() >= 2).then(|| strongest.clone())
    }

    fn act(&self, document: &Document, clause: &Clause) -> Option<Range<usize>> {
        let words = self.acts.iter().find(|a| {
            a[0] == clause.lemma
                && a[1..].iter().enumerate().all(|(i, w)| {
                    document
                        .tokens
                        .get(clause.verb + 1 + i)
                        .is_some_and(|t| t.lower == *w)
                })
        })?;
        Some(clause.verb..clause.verb + words.len())
    }
}

/// "take part with soldiers": what somebody would bring, not what they would take part in.
fn is_means(document: &Document, head: usize) -> bool {
    let phrase = document.phrases.iter().find(|p| p.head == head);
    phrase
        .and_then(|p| p.preposition)
        .is_some_and(|t| document.tokens[t].lower == "with")
}

/// Whether an act goes on to say what is taken part in ("contribute to the economy"): then it is no anaphor.
fn complement(document: &Document, end: usize) -> bool {
    let Some(token) = document.tokens.get(end) else {
        return false;
    };
    match token.lower.as_str() {
        "to" | "in" | "of" => !document
            .tokens
            .get(end + 1)
            .is_some_and(|t| matches!(t.lower.as_str(), "it" | "that" | "this" | "them" | "such")),
        _ => matches!(
            token.pos,
            Pos::Determiner
                | Pos::Noun
                | Pos::Proper
                | Pos::Pronoun
                | Pos::Number
                | Pos::Adjective
                | Pos::Possessive
        ),
    }
}
