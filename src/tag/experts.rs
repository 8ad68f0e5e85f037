//! Who is introduced as somebody who only analyses.

use super::actors::ActorTagger;
use crate::model::{Document, NounPhrase, Token};

/// Tokens behind a name in which its bearer is introduced.
const EXPERT_REACH: usize = 18;

impl ActorTagger {
    /// "John Smith, a fellow at the institute", "the analyst Jane Doe": words beside a name that make its bearer one who only analyses.
    pub(super) fn introduced_as_expert(&self, document: &Document, phrase: &NounPhrase) -> bool {
        let sentence = document.sentence_of(phrase.head).tokens.clone();
        let expert = |t: &Token| self.classes.expert_words.contains(&t.lemma);
        let before = sentence.start.max(phrase.tokens.start.saturating_sub(3))..phrase.head;
        let after = phrase.tokens.end..sentence.end.min(phrase.tokens.end + EXPERT_REACH);
        // Behind the name only what is joined to it: an apposition, "of" or "at", "who follows".
        let joined = document.tokens[after.clone()].first().is_some_and(|t| {
            matches!(
                t.lower.as_str(),
                "," | "of" | "at" | "from" | "with" | "(" | "who"
            )
        });
        let clause = document.tokens[after].iter().take_while(|t| {
            !matches!(
                t.lower.as_str(),
                "said" | "says" | "told" | "." | ";" | "\""
            )
        });
        document.tokens[before].iter().any(expert) || joined && clause.into_iter().any(expert)
    }
}
