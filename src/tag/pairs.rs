//! "Kyiv wants both, Moscow neither": words that take up two proposals told before, or one of the two.

use super::anaphors::{AnaphorResolver, CARRIES, faded};
use crate::model::{
    Attachment, Document, Mentions, NounPhrase, Pos, ProposalForm, ProposalMention,
};

/// Sentences back in which the two must have been told.
const REACH: usize = 2;
/// Certainty of such a mention.
const CERTAINTY: u8 = 74;

/// Which of two is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Both,
    First,
    Second,
}

impl AnaphorResolver {
    /// Tags "both", "neither", "the former" and "the latter" where just two proposals were under discussion.
    pub(super) fn paired(&self, document: &Document, mentions: &mut Mentions) {
        let mut added = Vec::new();
        for phrase in &document.phrases {
            let Some(which) = which(document, phrase) else {
                continue;
            };
            let actors = mentions.actors_at(document, phrase.head).next().is_some();
            if actors {
                continue;
            }
            // "wants both to be dropped", "prefers the former to the latter".
            let next = document.tokens.get(phrase.tokens.end);
            let to = phrase
                .preposition
                .is_some_and(|x| matches!(document.tokens[x].lower.as_str(), "to" | "over"));
            if next.is_some_and(|t| t.pos == Pos::To) || to && which != Which::Both {
                continue;
            }
            let Some([first, second]) = self.two_before(document, mentions, phrase.tokens.start)
            else {
                continue;
            };
            let meant = match which {
                Which::Both => vec![first, second],
                Which::First => vec![first],
                Which::Second => vec![second],
            };
            let here = document.tokens[phrase.head].sentence;
            for m in meant {
                let distance = here - document.tokens[m.head].sentence;
                added.push(ProposalMention {
                    tokens: phrase.tokens.clone(),
                    span: document.token_span(&phrase.tokens),
                    head: phrase.head,
                    form: ProposalForm::Anaphor,
                    size: None,
                    certainty: faded(CERTAINTY, 4, distance).min(m.certainty),
                    ..m
                });
            }
        }
        mentions.add_proposals(document, added);
    }

    /// The two proposals told in the sentences before a token, if they are two and neither is a kind of the other.
    fn two_before(
        &self,
        document: &Document,
        mentions: &Mentions,
        token: usize,
    ) -> Option<[ProposalMention; 2]> {
        let sentence = document.tokens[token].sentence;
        let told = mentions.proposals_in(document, sentence.saturating_sub(REACH)..sentence + 1);
        let told = told
            .iter()
            .filter(|m| m.head < token && m.certainty >= CARRIES);
        let mut distinct: Vec<&ProposalMention> = Vec::new();
        for m in told {
            match distinct.iter_mut().find(|d| d.proposal == m.proposal) {
                Some(known) => *known = m,
                None => distinct.push(m),
            }
        }
        let umbrella = |m: &ProposalMention| self.parts[m.proposal].0;
        let kinds = |a: &ProposalMention, b: &ProposalMention| umbrella(a) == Some(b.proposal);
        // "Macron and Merz came. Trump attacked both": another pair stands nearer.
        let last = distinct.iter().map(|m| m.head).max()?;
        let nearer = document.phrases_over(&(last..token + 1)).any(|p| {
            let phrase = &document.phrases[p];
            let between = last..token;
            phrase.coordinated.is_some() && between.contains(&phrase.head) && phrase.head > last
        });
        match distinct.as_slice() {
            _ if nearer => None,
            [a, b] if a.span != b.span && !kinds(a, b) && !kinds(b, a) => {
                Some([(*a).clone(), (*b).clone()])
            }
            _ => None,
        }
    }
}

fn which(document: &Document, phrase: &NounPhrase) -> Option<Which> {
    let head = document.tokens[phrase.head].lower.as_str();
    let behind = |words: &[&str]| {
        phrase
            .preposition
            .is_some_and(|x| words.contains(&document.tokens[x].lower.as_str()))
    };
    // "nor will it send soldiers either": the adverb.
    let also = head == "either"
        && phrase
            .head
            .checked_sub(1)
            .is_some_and(|b| !document.tokens[b].pos.is_verb());
    let governed = match phrase.attached {
        Attachment::Object(_) => !also,
        Attachment::Adverbial(_) | Attachment::Noun(_) => {
            behind(&["about", "against", "for", "in", "of", "on", "to", "with"])
        }
        _ => false,
    };
    let subject = matches!(phrase.attached, Attachment::Subject(_));
    let the = document.tokens[phrase.tokens.start].lower == "the";
    match (head, phrase.tokens.len()) {
        ("both" | "neither" | "either", 1) if governed => Some(Which::Both),
        ("former", 2) if the && (governed || subject) => Some(Which::First),
        ("latter", 2) if the && (governed || subject) => Some(Which::Second),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::proposals;

    #[test]
    fn both_take_up_two_proposals() {
        let two = "An American backstop and NATO membership for Ukraine were discussed.";
        let told = ["us-backstop", "nato-membership"];
        assert_eq!(proposals(two), told);
        for (behind, meant) in [
            ("Kyiv wants both.", &told[..]),
            ("Moscow accepts neither.", &told[..]),
            ("Rome backs the former.", &told[..1]),
            ("The latter is a red line.", &told[1..]),
            ("Rome will not pay for Kyiv either.", &[]),
        ] {
            let found = proposals(&format!("{two} {behind}"));
            // A tilde marks what is meant, not named.
            let mut behind_them: Vec<&str> = found[2..]
                .iter()
                .map(|p| p.trim_start_matches('~'))
                .collect();
            behind_them.sort_unstable();
            let mut meant = meant.to_vec();
            meant.sort_unstable();
            assert_eq!(behind_them, meant, "{behind}");
        }
        // One proposal is no pair.
        let one =
            "NATO membership for Ukraine was discussed. Kyiv and Warsaw met. He thanked both.";
        assert_eq!(proposals(one), ["nato-membership"]);
    }
}
