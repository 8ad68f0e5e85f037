//! Who would be sent, by the words around the head of a proposal.

use std::collections::BTreeSet;
use std::ops::Range;

use super::named::starting;
use super::names::{Name, NameKind};
use super::proposals::ProposalTagger;
use crate::model::{ActorMention, Attachment, Document, MentionForm, Mentions, Owner, Pos};

/// Actors and slot words beside a head.
#[derive(Debug, Default)]
pub(super) struct Who {
    pub(super) actors: BTreeSet<usize>,
    pub(super) words: BTreeSet<String>,
}

impl ProposalTagger {
    /// "his soldiers", "its forces": whose they are.
    pub(super) fn owner_pronoun(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: Option<usize>,
        who: &mut Who,
    ) {
        let Some(Owner::Pronoun(t)) = phrase.and_then(|p| document.phrases[p].owner) else {
            return;
        };
        for m in mentions.actors_at(document, t) {
            let known = m
                .actors
                .iter()
                .filter_map(|a| mentions.register[*a].lexicon);
            // Only a belligerent's ownership decides; anybody else's part is told by the holder.
            who.actors
                .extend(known.filter(|a| self.belligerents.contains(a)));
        }
    }

    /// "NATO would not station troops there": an organisation that sends them gives them its flag. What a country sends is told by who holds it.
    pub(super) fn senders(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: usize,
    ) -> Vec<usize> {
        let Attachment::Object(c) = document.phrases[phrase].attached else {
            return Vec::new();
        };
        let clause = &document.clauses[c];
        if clause.passive || !self.classes.sending_verbs.contains(&clause.lemma) {
            return Vec::new();
        }
        let heads = clause.subjects.iter().map(|p| &document.phrases[*p]);
        let named = heads.filter(|p| p.tokens.len() <= 2).flat_map(|p| {
            let own = |m: &&ActorMention| m.head == p.head && m.form == MentionForm::Name;
            mentions.actors_at(document, p.head).filter(own)
        });
        named
            .filter(|m| m.tokens.len() == 1)
            .flat_map(|m| m.actors.iter())
            .map(|a| &mentions.register[*a])
            .filter(|a| a.kind == "organisation")
            .filter_map(|a| a.lexicon)
            .collect()
    }

    /// "Washington would supply intelligence": whoever gives what stands behind a force.
    pub(super) fn givers(
        &self,
        document: &Document,
        mentions: &Mentions,
        phrase: usize,
    ) -> Vec<usize> {
        let Attachment::Object(c) = document.phrases[phrase].attached else {
            return Vec::new();
        };
        let clause = &document.clauses[c];
        let gives = self.classes.giving_verbs.contains(&clause.lemma)
            || self.classes.sending_verbs.contains(&clause.lemma);
        if clause.passive || !gives {
            return Vec::new();
        }
        let heads = clause.subjects.iter().map(|p| document.phrases[*p].head);
        heads
            .flat_map(|h| mentions.actors_at(document, h))
            .flat_map(|m| m.actors.iter())
            .filter_map(|a| mentions.register[*a].lexicon)
            .collect()
    }

    /// Who would be sent, by the words around a head.
    pub(super) fn who(
        &self,
        document: &Document,
        names: &[Name],
        phrase: Option<usize>,
        tokens: &Range<usize>,
        family: usize,
    ) -> Who {
        let mut who = Who::default();
        let last = tokens.end - 1;
        let start = phrase.map_or(tokens.start, |p| document.phrases[p].tokens.start);
        self.collect(
            document,
            names,
            start.min(tokens.start)..tokens.end,
            false,
            &mut who,
        );
        if let Some(p) = phrase
            && let Some(Owner::Phrase(o)) = document.phrases[p].owner
        {
            self.collect(
                document,
                names,
                document.phrases[o].tokens.clone(),
                true,
                &mut who,
            );
        }
        // "troops of", "soldiers from Britain and France", "a force drawn from", "a force led by", "peacekeepers under the UN flag".
        let sentence_end = document.sentence_of(last).tokens.end;
        let mut at = tokens.end;
        while at < sentence_end
            && matches!(document.tokens[at].pos, Pos::VerbParticiple | Pos::Adverb)
            && at < tokens.end + 2
        {
            at += 1;
        }
        if at < sentence_end
            && matches!(
                document.tokens[at].lower.as_str(),
                "of" | "from" | "by" | "under" | "comprising" | "including"
            )
            || at < sentence_end
                && !self
                    .slots
                    .iter()
                    .any(|s| s.default && s.family == Some(family))
                && matches!(document.tokens[at].lower.as_str(), "to" | "into" | "in")
        {
            let mut end = at + 1;
            while end < sentence_end
                && end < at + 14
                && (document.tokens[end].pos.is_nominal()
                    || matches!(
                        document.tokens[end].pos,
                        Pos::Determiner | Pos::Adjective | Pos::Conjunction | Pos::Possessive
                    )
                    || matches!(
                        document.tokens[end].lower.as_str(),
                        "," | "\"" | "of" | "such" | "as" | "like"
                    ))
            {
                end += 1;
            }
            self.collect(document, names, at + 1..end, true, &mut who);
        }
        who
    }

    pub(super) fn collect(
        &self,
        document: &Document,
        names: &[Name],
        tokens: Range<usize>,
        whole: bool,
        who: &mut Who,
    ) {
        let span = document.token_span(&tokens);
        for name in starting(names, span.range()) {
            if span.contains(name.span)
                && matches!(
                    name.kind,
                    NameKind::Name | NameKind::Demonym | NameKind::People | NameKind::Metonym
                )
                && (whole || name.kind != NameKind::Metonym)
            {
                who.actors.insert(name.index);
            }
        }
        let lower = document.slice(span).to_lowercase();
        for term in self.slots.iter().flat_map(|s| &s.terms) {
            if lower.contains(term.as_str()) {
                who.words.insert(term.clone());
            }
        }
        for t in tokens {
            let lower = &document.tokens[t].lower;
            if self.slots.iter().any(|s| s.words.contains(lower)) {
                who.words.insert(lower.clone());
            }
            // "Polish-led", "EU-led", "non-NATO".
            if let Some((left, right)) = lower.split_once('-')
                && self.classes.compound_ends.contains(right)
            {
                who.words.insert(left.to_owned());
            }
        }
    }
}
