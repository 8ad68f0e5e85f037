//! Questions that tell what an evasion is about: "equivocated when asked about troops".

use super::super::cues::CueMatch;
use super::Climb;
use super::ellipsis::DISCUSSED;
use crate::model::ProposalMention;

impl Climb<'_> {
    /// "when asked about": the verb of the question, where one follows a token at once, a mark aside.
    pub(super) fn asked_at(&self, token: usize) -> Option<usize> {
        let tokens = &self.document.tokens;
        let word = |t: usize| tokens.get(t).map_or("", |x| x.lower.as_str());
        let from = if word(token) == "," { token + 1 } else { token };
        let asked = match word(from) {
            "when" | "after" | "if" => from + 1,
            _ => from,
        };
        let asked = match word(asked) {
            "he" | "she" | "they" | "being" => asked + 1,
            _ => asked,
        };
        let asked = if matches!(word(asked), "was" | "were") {
            asked + 1
        } else {
            asked
        };
        let opened = asked > token;
        tokens
            .get(asked)
            .filter(|t| opened && t.pos.is_verb() && t.sentence == tokens[token - 1].sentence)
            .filter(|t| self.classes.asking_verbs.contains(&t.lemma))
            .map(|_| asked)
    }

    /// The proposal that a question behind a cue is about, as a mention that is less sure.
    pub(super) fn asked_about(&self, m: &CueMatch) -> Option<ProposalMention> {
        let asked = self.asked_at(m.tokens.end)?;
        let end = self.document.sentence_of(asked).tokens.end;
        let about = self
            .mentions
            .proposals
            .iter()
            .find(|x| (asked..end).contains(&x.head) && x.certainty >= DISCUSSED)?;
        Some(about.clone())
    }
}
