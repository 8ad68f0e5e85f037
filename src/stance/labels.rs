//! Who stands before or behind what is said, where no verb of speech governs it: labels of headlines, subjects before a colon, tails.

use super::holders::Holders;
use super::said::Said;
use crate::model::{ClauseRole, Document, Mentions, Pos};

/// Words that a line may have that only names whom the next paragraph is about.
const HEADING: usize = 12;

impl Holders {
    /// Who stands beside what is said without a verb of speech over it; a shape that fits less surely is believed less.
    pub(super) fn beside(
        &self,
        document: &Document,
        mentions: &Mentions,
        attributions: &Said<'_>,
        token: usize,
    ) -> Option<(Vec<usize>, f64)> {
        let said = |phrase: Option<usize>, certainty: f64| {
            let (actors, sure) = self.of_phrase(document, mentions, attributions, phrase?)?;
            Some((actors, sure * certainty))
        };
        let headed = || Self::headed(document, mentions, token).first().copied();
        said(self.labelled(document, token), 0.85)
            .or_else(|| said(headed(), 0.7))
            .or_else(|| said(Self::before_colon(document, token), 0.7))
            .or_else(|| said(self.behind_comma(document, token), 0.8))
    }

    /// "Rutte: NATO troops not on the table", "No NATO troops in Ukraine, says Kremlin", "Troops possible: Carney": who stands before or behind what is
    /// said, as headlines do.
    fn labelled(&self, document: &Document, token: usize) -> Option<usize> {
        let sentence = document.sentence_of(token).tokens.clone();
        let word = |t: usize| document.tokens.get(t).map_or("", |x| x.lower.as_str());
        document.find_phrase(token, |p| {
            let (start, end) = (p.tokens.start, p.tokens.end);
            let before = start == sentence.start && word(end) == ":" && end < token;
            let last = end == sentence.end || end + 1 == sentence.end && word(end) == ".";
            // "Membership off the table, Berg tells allies".
            let told = start > token
                && word(start - 1) == ","
                && (end + 1..end + 4).contains(&sentence.end.saturating_sub(1))
                && document
                    .tokens
                    .get(end)
                    .is_some_and(|t| matches!(t.lower.as_str(), "tells" | "warns" | "assures"));
            if told && sentence.contains(&start) {
                return true;
            }
            let said = start > sentence.start + 1
                && (word(start - 1) == ":"
                    || matches!(word(start - 1), "\u{2014}" | "\u{2013}" | "-")
                    || self.is_speech(&document.tokens[start - 1].lemma)
                        && matches!(word(start - 2), "," | "\""));
            sentence.contains(&start) && (before || last && said && start > token)
        })
    }

    /// "He set out his terms: Ukraine must drop its bid": whoever is the subject before the colon says what stands after it.
    fn before_colon(document: &Document, token: usize) -> Option<usize> {
        let sentence = document.sentence_of(token).tokens.clone();
        let colon = (sentence.start..token)
            .rev()
            .find(|t| document.tokens[*t].lower == ":")?;
        let clause = document
            .clauses_beside(token)
            .iter()
            .find(|c| sentence.contains(&c.verb) && c.verb < colon && c.finite)?;
        clause.subjects.first().copied()
    }

    /// "..., Fico argued on Tuesday.": the subject of a verb of speech at the sentence's end says what stands before it.
    fn behind_comma(&self, document: &Document, token: usize) -> Option<usize> {
        let sentence = document.sentence_of(token).tokens.clone();
        let clause = document
            .clauses_beside(token)
            .iter()
            .rfind(|c| sentence.contains(&c.verb) && c.finite)
            .filter(|c| {
                c.role == ClauseRole::Main
                    && c.objects.is_empty()
                    && c.children.is_empty()
                    && c.negation.is_none()
                    && self.is_speech(&c.lemma)
            })?;
        let subject = *clause.subjects.first()?;
        let start = document.phrases[subject].tokens.start;
        let parted = start > token
            && document.tokens[start - 1].lower == ","
            && document.phrases[subject].tokens.end <= clause.verb_group.start;
        parted.then_some(subject)
    }

    /// "GERMANY", "Netherlands, Denmark": those whom the line before a paragraph names and nothing else, where the paragraph begins with a token.
    pub(super) fn headed(document: &Document, mentions: &Mentions, token: usize) -> Vec<usize> {
        let sentence = document.sentence_of(token);
        let first = sentence.tokens.start;
        let opens = first > 0 && document.sentence_of(first - 1).paragraph != sentence.paragraph;
        if !opens {
            return Vec::new();
        }
        let heading = document.sentence_of(first - 1);
        let begins = heading.tokens.start;
        // The line must be a paragraph of its own.
        if begins > 0 && document.sentence_of(begins - 1).paragraph == heading.paragraph
            || heading.tokens.len() > HEADING
        {
            return Vec::new();
        }
        let named = |t: usize| {
            mentions
                .actors_beside(document, t)
                .iter()
                .any(|m| m.tokens.contains(&t))
        };
        let joined = |t: usize| {
            let token = &document.tokens[t];
            matches!(
                token.pos,
                Pos::Punctuation | Pos::Conjunction | Pos::Determiner
            ) || matches!(token.lower.as_str(), "/" | "*" | "**")
        };
        if !heading.tokens.clone().all(|t| named(t) || joined(t)) {
            return Vec::new();
        }
        let heads = |p: &usize| {
            let head = document.phrases[*p].head;
            mentions.actors_at(document, head).next().is_some()
        };
        heading.phrases.clone().filter(heads).collect()
    }
}
