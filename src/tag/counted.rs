//! Numbers that stand for a proposal by its measure: "the United States offers 15 years, Kyiv wants 20".

use super::anaphors::{AnaphorResolver, antecedent, faded};
use crate::model::{Attachment, Document, Mentions, Pos, ProposalForm, ProposalMention};

/// Sentences back in which the proposal, and its measure, must have been spoken of.
const REACH: usize = 2;
/// Certainty of such a mention.
const CERTAINTY: u8 = 72;

impl AnaphorResolver {
    /// "would like 30, 40, 50 years", "asked for twenty": a number as the object of a clause, where a proposal that has that measure was spoken of.
    pub(super) fn counted(&self, document: &Document, mentions: &mut Mentions) {
        let mut added = Vec::new();
        for phrase in &document.phrases {
            let governed = match phrase.attached {
                Attachment::Object(_) => true,
                Attachment::Adverbial(_) => phrase
                    .preposition
                    .is_some_and(|x| document.tokens[x].lower == "for"),
                _ => false,
            };
            let head = &document.tokens[phrase.head];
            let numbered = phrase
                .tokens
                .clone()
                .any(|t| document.tokens[t].pos == Pos::Number);
            let taken = |m: &ProposalMention| phrase.tokens.contains(&m.head);
            if !governed
                || !numbered
                || mentions
                    .proposals_beside(document, phrase.head)
                    .iter()
                    .any(taken)
            {
                continue;
            }
            let bare = head.pos == Pos::Number;
            let sentence = head.sentence;
            let measured = |p: usize| {
                let near = sentence.saturating_sub(REACH)..sentence + 1;
                let told = |u: &String| {
                    let mut tokens = document.sentences[near.clone()]
                        .iter()
                        .flat_map(|s| &document.tokens[s.tokens.clone()]);
                    tokens.any(|t| t.lemma == *u)
                };
                let units = &self.units[p];
                units.contains(&head.lemma) || bare && units.iter().any(told)
            };
            let fits = |m: &ProposalMention| measured(m.proposal);
            let found = antecedent(
                document,
                &[&mentions.proposals],
                phrase.tokens.start,
                REACH,
                &fits,
            );
            for (m, distance) in found {
                added.push(ProposalMention {
                    tokens: phrase.tokens.clone(),
                    span: document.token_span(&phrase.tokens),
                    head: phrase.head,
                    form: ProposalForm::Anaphor,
                    size: None,
                    certainty: faded(CERTAINTY, 8, distance).min(m.certainty),
                    ..m
                });
            }
        }
        mentions.add_proposals(document, added);
    }
}
