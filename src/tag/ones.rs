//! "A force of allies, not a UN one": the word that stands for a noun told before, with senders of its own.

use super::names::Name;
use super::proposals::{ProposalTagger, add};
use crate::model::{Document, Mentions, Pos, ProposalForm};

/// Certainty of such a mention: its words name who would be sent, its noun stands elsewhere.
const CERTAINTY: u8 = 80;

/// Sentences back in which the noun may stand.
const REACH: usize = 1;

impl ProposalTagger {
    /// Tags "one" and "ones" where their phrase names senders and the proposal told last is of a family that has such senders.
    pub(super) fn ones(&self, document: &Document, names: &[Name], mentions: &mut Mentions) {
        for (p, phrase) in document.phrases.iter().enumerate() {
            let head = &document.tokens[phrase.head];
            if !matches!(head.lower.as_str(), "one" | "ones") || phrase.tokens.len() < 2 {
                continue;
            }
            let of = |t: usize| document.tokens[t].sentence;
            let here = of(phrase.head);
            let told = mentions.proposals_in(document, here.saturating_sub(REACH)..here + 1);
            let told = told.iter().filter(|m| {
                let noun = matches!(document.tokens[m.head].pos, Pos::Noun | Pos::Proper);
                m.form == ProposalForm::Head && noun && m.head < phrase.tokens.start
            });
            let Some(told) = told.max_by_key(|m| m.head) else {
                continue;
            };
            let Some(family) = self.slots[told.proposal].family else {
                continue;
            };
            let tokens = phrase.head..phrase.head + 1;
            let who = self.who(document, names, Some(p), &tokens, family);
            let senders = who.actors.iter().copied();
            let foreign: Vec<usize> = senders.filter(|a| !self.belligerents.contains(a)).collect();
            for proposal in self.by_slots(family, &foreign, &who.words) {
                add(
                    document,
                    mentions,
                    proposal,
                    tokens.clone(),
                    true,
                    CERTAINTY,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::proposals;

    #[test]
    fn one_stands_for_the_force_told_before() {
        let text = "The peacekeeping force in Ukraine will have to be a UN one.";
        assert_eq!(proposals(text), ["foreign-force", "un-force"]);
        let text = "Kyiv does not want a NATO force in Ukraine. Kyiv wants a European one.";
        assert_eq!(proposals(text), ["nato-force", "european-force"]);
        // Nobody is named who would be sent, and nothing told that could be.
        assert_eq!(
            proposals("The force in Ukraine must be a strong one."),
            ["foreign-force"]
        );
        assert!(proposals("The election in Ukraine was a European one.").is_empty());
    }
}
