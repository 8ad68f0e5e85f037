//! Against whose will others go on: "Despite opposition from Moscow, the allies plan a force", "will send weapons over Hungary's objections".

use super::super::Findings;
use super::{Climb, Who};
use crate::model::{NounPhrase, ProposalMention};

impl Climb<'_> {
    /// Reads such nouns that do not say themselves what they are against: it is what the sentence tells beside them.
    pub(super) fn protests(&self, findings: &mut Findings) {
        for (n, phrase) in self.document.phrases.iter().enumerate() {
            let noun = &self.document.tokens[phrase.head].lemma;
            let sentence = self.document.sentence_of(phrase.head);
            if !self.classes.protest_nouns.contains(noun)
                || !self.document.paragraphs[sentence.paragraph].is_evidence()
                || !self.is_overridden(phrase)
            {
                continue;
            }
            let (Some(cue), Some((who, end))) = (self.cues.noun(noun), self.whose_protest(n))
            else {
                continue;
            };
            let Some(mention) = self.gone_on_with(phrase, end) else {
                continue;
            };
            let state = self.held_by_noun(cue, phrase.head, who);
            self.emit(&mention, &state, findings);
        }
    }

    /// "despite", "over", "in spite of", "in the face of".
    fn is_overridden(&self, phrase: &NounPhrase) -> bool {
        let Some(x) = phrase.preposition else {
            return false;
        };
        let word = |back: usize| {
            let t = x.checked_sub(back);
            t.map_or("", |t| self.document.tokens[t].lower.as_str())
        };
        match word(0) {
            "despite" | "over" | "notwithstanding" => true,
            "of" => matches!(word(1), "spite" | "face"),
            _ => false,
        }
    }

    /// Whose it is, and where that ends: "Hungarian objections", "opposition from Moscow and Minsk".
    fn whose_protest(&self, n: usize) -> Option<(Who, usize)> {
        let end = self.document.phrases[n].tokens.end;
        let word = self
            .document
            .tokens
            .get(end)
            .map_or("", |t| t.lower.as_str());
        let behind = self
            .document
            .find_phrase(end, |q| q.preposition == Some(end));
        if let Some(q) = behind.filter(|_| matches!(word, "from" | "by" | "in" | "of")) {
            let who = self.coordination(q);
            let last = self.document.phrases[*who.last()?].tokens.end;
            return self.is_actor(q).then_some((Who::Phrases(who), last));
        }
        // "Moscow's objections to the truce": what follows tells what they are against.
        if matches!(
            word,
            "to" | "about" | "against" | "over" | "towards" | "on" | "that"
        ) {
            return None;
        }
        self.holders
            .of_owner(self.document, self.mentions, self.attributions, n)
            .map(|_| (Who::Owner(n), end))
    }

    /// The proposal that the sentence goes on with: behind the comma where the noun opens it, else the last before the noun.
    fn gone_on_with(&self, phrase: &NounPhrase, end: usize) -> Option<ProposalMention> {
        let sentence = &self.document.sentence_of(phrase.head).tokens;
        let tokens = &self.document.tokens;
        let told = self.mentions.proposals_over(self.document, sentence);
        let opens = !self
            .document
            .clauses_beside(phrase.head)
            .iter()
            .any(|c| c.finite && sentence.contains(&c.verb) && c.verb < phrase.head);
        let closed = tokens.get(end).is_some_and(|t| t.lower == ",");
        let denied = |t: &usize| {
            self.document.clauses_beside(*t).iter().any(|c| {
                sentence.contains(&c.verb)
                    && c.finite
                    && c.negation.is_some()
                    && c.extent.contains(t)
            })
        };
        let found = if opens {
            told.iter().find(|m| closed && m.head > end)
        } else {
            told.iter().rfind(|m| m.head < phrase.tokens.start)
        };
        found.filter(|m| !denied(&m.head)).cloned()
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::read;

    #[test]
    fn those_over_whose_will_others_go_on_are_against_it() {
        for (text, reading) in [
            (
                "Despite opposition from Moscow, the Europeans are planning a European force for Ukraine.",
                "Russia | european-force | oppose",
            ),
            (
                "In spite of Russian objections, the allies want to send European troops to Ukraine.",
                "Russia | european-force | oppose",
            ),
            (
                "The EU will send weapons to Ukraine over the objections of Hungary.",
                "Hungary | arm-ukraine | oppose",
            ),
            (
                "Paris wants a European force in Ukraine despite Italian reluctance.",
                "Italy | european-force | oppose",
            ),
        ] {
            let found = read(text);
            assert!(found.iter().any(|f| f == reading), "{text}: {found:?}");
        }
    }

    #[test]
    fn what_a_protest_names_itself_is_all_that_it_is_against() {
        for text in [
            "Despite Moscow's objections to the truce, Paris wants a European force in Ukraine.",
            "Despite opposition from Moscow, there was a vote. Paris wants a European force in Ukraine.",
        ] {
            assert_eq!(read(text), ["France | european-force | support"], "{text}");
        }
    }
}
