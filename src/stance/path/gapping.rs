//! Verbs left out the second time: "France wants a European force, Italy a UN mission", "London backs the force and Budapest a buffer zone".

use super::super::Findings;
use super::Climb;
use crate::model::{Attachment, MentionForm, ProposalMention};
use crate::stance::Finding;

impl Climb<'_> {
    /// The phrase of whoever a mention stands right behind without a verb, and the mention of the clause before it whose verb it shares.
    pub(super) fn gap_before(&self, mention: &ProposalMention) -> Option<(usize, ProposalMention)> {
        let p = self.document.phrase_around(mention.head)?;
        let phrase = &self.document.phrases[p];
        let tokens = &self.document.tokens;
        let start = phrase.tokens.start;
        let sentence = &self.document.sentence_of(start).tokens;
        let holder = self
            .document
            .find_phrase(start.checked_sub(1)?, |q| q.tokens.end == start)?;
        let named = &self.document.phrases[holder];
        let joint = named.tokens.start.checked_sub(1)?;
        let joined = sentence.contains(&joint)
            && matches!(
                tokens[joint].lower.as_str(),
                "and" | "," | "but" | ";" | "while"
            );
        let actor = self
            .mentions
            .actors_at(self.document, named.head)
            .any(|a| matches!(a.form, MentionForm::Name | MentionForm::Metonym));
        let opened = tokens[start].lower == "a"
            || tokens[start].lower == "an"
            || tokens[start].lower == "no";
        if phrase.owner.is_some() || !joined || !actor || !opened {
            return None;
        }
        // No verb of its own follows.
        let own = self.document.clauses_beside(start).iter().any(|c| {
            sentence.contains(&c.verb) && c.verb > start && (c.finite || c.subjects.contains(&p))
        });
        let before = self
            .mentions
            .proposals_over(self.document, sentence)
            .iter()
            .rfind(|m| m.head < named.tokens.start && m.proposal != mention.proposal)?;
        let q = self.document.phrase_around(before.head)?;
        let object = match self.document.phrases[q].attached {
            Attachment::Object(c) => Some(&self.document.clauses[c]),
            _ => None,
        };
        object.filter(|c| !own && c.verb < before.head)?;
        Some((holder, before.clone()))
    }

    /// What the clause before says of its own proposal is said of this one, by the other holder.
    pub(super) fn fill_gap(
        &self,
        holder: usize,
        before: &ProposalMention,
        mention: &ProposalMention,
        findings: &mut Findings,
    ) {
        let mut told = Findings::default();
        self.ascend(before, &mut told);
        let (actors, _) = self.actors_of(&[holder], true);
        let Some(first) = told.into_list().into_iter().next() else {
            return;
        };
        for actor in actors {
            findings.push(Finding {
                holder: Some(actor),
                proposal: mention.proposal,
                condition: None,
                token: mention.head,
                cues: first.cues.clone(),
                size: mention.size,
                ..first
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn a_verb_left_out_is_that_of_the_clause_before() {
        for (text, readings) in [
            (
                "France supports a European force in Ukraine and Italy a UN force.",
                [
                    "France | european-force | support",
                    "Italy | un-force | support",
                ],
            ),
            (
                "France wants to send European troops to Ukraine, Italy a UN mission.",
                [
                    "France | european-force | support",
                    "Italy | un-force | support",
                ],
            ),
            (
                "London rejects a buffer zone in Ukraine, Budapest a European force.",
                [
                    "Hungary | european-force | oppose",
                    "United Kingdom | buffer-zone | oppose",
                ],
            ),
        ] {
            assert_eq!(read(text), readings, "{text}");
        }
    }

    #[test]
    fn a_verb_of_its_own_is_no_gap() {
        assert_eq!(
            read("France supports a European force in Ukraine, and Italy a UN force would reject."),
            ["France | european-force | support"]
        );
    }
}
