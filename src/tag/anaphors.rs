//! Anaphors of proposals: "the idea", "such a mission", "the plan", "it", "that".
//!
//! They mean the proposal last under discussion: the last one mentioned by its own words in this or the two sentences before, those that a
//! clause is about before those mentioned in passing.

use rustc_hash::FxHashSet;

use super::proposals::has_complement;
use crate::lexicon::Lexicons;
use crate::model::{
    Attachment, Document, MentionForm, Mentions, Pos, ProposalForm, ProposalMention,
};

/// Sentences back in which the antecedent of a noun is looked for, and of a pronoun.
const NOUN_REACH: usize = 4;
const PRONOUN_REACH: usize = 1;

/// Resolves anaphors.
#[derive(Debug)]
pub(super) struct AnaphorResolver {
    general: FxHashSet<String>,
    /// Nouns by proposal.
    own: Vec<FxHashSet<String>>,
}

impl AnaphorResolver {
    pub(super) fn new(lexicons: &Lexicons) -> Self {
        let topic = &lexicons.topic;
        let own = topic
            .proposals
            .iter()
            .map(|p| {
                let families = p
                    .heads
                    .iter()
                    .filter_map(|h| h.strip_prefix('@'))
                    .filter_map(|id| topic.families.iter().find(|f| f.id == id));
                families
                    .flat_map(|f| f.anaphors.iter())
                    .chain(&p.anaphors)
                    .cloned()
                    .collect()
            })
            .collect();
        Self {
            general: topic.anaphors.iter().cloned().collect(),
            own,
        }
    }

    pub(super) fn resolve(&self, document: &Document, mentions: &mut Mentions) {
        let mut added: Vec<ProposalMention> = Vec::new();
        for (p, phrase) in document.phrases.iter().enumerate() {
            let first = &document.tokens[phrase.tokens.start];
            let head = &document.tokens[phrase.head];
            let taken = mentions
                .proposals
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
            let definite = matches!(
                first.lower.as_str(),
                "the" | "this" | "that" | "such" | "these" | "those" | "any"
            ) || first.pos == Pos::Possessive
                || phrase.owner.is_some();
            let general = self.general.contains(&head.lemma) || self.general.contains(&head.lower);
            let special = self.own.iter().any(|o| o.contains(&head.lemma));
            if !(pronoun || definite && (general || special))
                || (!pronoun && has_complement(document, p))
            {
                continue;
            }
            // "it" that means an actor, or stands for nothing ("it is clear that").
            if pronoun
                && !matches!(
                    phrase.attached,
                    Attachment::Object(_) | Attachment::Subject(_) | Attachment::Adverbial(_)
                )
            {
                continue;
            }
            if pronoun
                && mentions.actors.iter().any(|m| {
                    m.head == phrase.head && m.form == MentionForm::Pronoun && m.certainty >= 80
                })
            {
                continue;
            }
            let reach = if pronoun { PRONOUN_REACH } else { NOUN_REACH };
            let sentence = head.sentence;
            let candidates: Vec<&ProposalMention> = mentions
                .proposals
                .iter()
                .filter(|m| m.head < phrase.tokens.start && m.form == ProposalForm::Head)
                .filter(|m| sentence - document.tokens[m.head].sentence <= reach)
                .filter(|m| general || pronoun || self.own[m.proposal].contains(&head.lemma))
                .collect();
            let Some(nearest) = candidates
                .iter()
                .map(|m| document.tokens[m.head].sentence)
                .max()
            else {
                continue;
            };
            let here: Vec<&&ProposalMention> = candidates
                .iter()
                .filter(|m| document.tokens[m.head].sentence == nearest)
                .collect();
            let Some(last) = here.iter().find(|m| is_topic(document, m)).or(here.last()) else {
                continue;
            };
            let distance = sentence - nearest;
            let certainty =
                (if pronoun { 58_usize } else { 80 }).saturating_sub(distance * 8) as u8;
            for m in here.iter().filter(|m| m.span == last.span) {
                added.push(ProposalMention {
                    tokens: phrase.tokens.clone(),
                    span: document.token_span(&phrase.tokens),
                    head: phrase.head,
                    proposal: m.proposal,
                    form: ProposalForm::Anaphor,
                    slotted: m.slotted,
                    size: None,
                    certainty: certainty.min(m.certainty),
                });
            }
        }
        mentions.proposals.extend(added);
    }
}

/// Whether a mention is what its clause is about: an object or subject, not buried in a prepositional phrase of another noun.
fn is_topic(document: &Document, mention: &ProposalMention) -> bool {
    document
        .phrases
        .iter()
        .find(|p| p.head == mention.head)
        .is_some_and(|p| matches!(p.attached, Attachment::Object(_) | Attachment::Subject(_)))
}
