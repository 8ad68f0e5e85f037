//! Bodies that exist for a proposal: where "the coalition of the willing" is spoken of, its force is under discussion.

use super::proposals::ProposalTagger;
use super::theatre::Scene;
use crate::model::{Document, MentionForm, Mentions, ProposalForm, ProposalMention};

/// How surely a body means its proposal: enough to be spoken of further, too little to make it the theme of an article.
const CERTAINTY: u8 = 60;

impl ProposalTagger {
    /// Adds a mention of its proposal for each body that is named.
    pub(super) fn bodies(&self, document: &Document, scene: &Scene<'_>, mentions: &mut Mentions) {
        let mut added = Vec::new();
        for named in &mentions.actors {
            // "it" and "they" mean the body, no more.
            if matches!(named.form, MentionForm::Pronoun) {
                continue;
            }
            let lexicon = |a: &usize| mentions.register[*a].lexicon;
            let body = |p: &usize| {
                let bodies = &self.slots[*p].bodies;
                let mut actors = named.actors.iter().filter_map(lexicon);
                !bodies.is_empty() && actors.any(|a| bodies.contains(&a))
            };
            let Some(proposal) = (0..self.slots.len()).find(body) else {
                continue;
            };
            let taken = mentions
                .proposals_over(document, &named.tokens)
                .iter()
                .any(|m| m.tokens.start < named.tokens.end && named.tokens.start < m.tokens.end);
            if taken || self.elsewhere(document, scene, &named.tokens) {
                continue;
            }
            added.push(ProposalMention {
                tokens: named.tokens.clone(),
                span: named.span,
                head: named.head,
                proposal,
                form: ProposalForm::Body,
                slotted: false,
                contrary: false,
                size: None,
                certainty: CERTAINTY,
            });
        }
        mentions.add_proposals(document, added);
    }
}
