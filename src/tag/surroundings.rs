//! What stands around the head of a proposal, and whether a weak head may count there.

use super::names::{Name, NameKind};
use super::proposals::ProposalTagger;
use super::size::size_before;
use crate::model::{
    Attachment, Clause, ClauseRole, Document, Mentions, ParagraphRole, Pos, Sentence, Span,
};

/// Sentences within which a mention of a proposal shelters a weak head without the theatre.
const SHELTER: usize = 4;

/// Sentences after which a mention of the theatre no longer tells where something would go.
const THEATRE_REACH: usize = 3;

/// The sentence before which an article has said what it is about.
const LEAD: usize = 4;

/// What a document says as a whole, looked up once for all its heads.
#[derive(Debug)]
pub(super) struct Scene<'a> {
    pub(super) names: &'a [Name],
    /// Whether each sentence speaks of the theatre.
    theatre: Vec<bool>,
    /// The headline's sentence, if there is one.
    headline: Option<usize>,
}

impl Scene<'_> {
    /// Whether the headline or one of the sentences before speaks of the theatre.
    fn theatre_before(&self, sentence: usize) -> bool {
        let sentence = sentence.min(self.theatre.len());
        let before = sentence.saturating_sub(THEATRE_REACH)..sentence;
        before.chain(self.headline).any(|s| self.theatre[s])
    }
}

/// What stands around a head.
#[derive(Debug, Clone, Copy)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a fact of its own, and any of them may hold"
)]
pub(super) struct Around {
    /// The theatre in its sentence.
    pub(super) theatre: bool,
    /// A mention of a proposal shortly before.
    shelter: bool,
    /// The theatre in the headline or shortly before.
    near: bool,
    /// The theatre in the article's first sentences.
    lead: bool,
    /// A verb or noun of sending (or giving) over it.
    pub(super) sending: bool,
    /// The theatre right behind it.
    placed: bool,
    /// A number of soldiers before it.
    counted: bool,
    /// Its family is of things that must be given.
    given: bool,
}

impl Around {
    /// Whether a weak head may stand for a proposal here.
    pub(super) fn admits(self, forces: bool, named: bool, giver: bool) -> bool {
        let place = self.theatre || self.shelter;
        let near = place || self.near;
        if self.given {
            near && self.sending || place && (self.placed || giver)
        } else if !forces {
            near
        } else if named {
            near || self.sending
        } else {
            (near || self.lead) && self.sending || place && self.counted || self.placed
        }
    }

    /// What certainty a head loses where only the words before it tell of the theatre.
    pub(super) fn doubt(self) -> u8 {
        match (self.theatre, self.shelter) {
            (true, _) => 0,
            (false, true) => 8,
            (false, false) => 12,
        }
    }
}

impl ProposalTagger {
    /// "Russia sent troops into Ukraine": a belligerent moves its own.
    pub(super) fn moved_by_belligerent(
        &self,
        document: &Document,
        mentions: &Mentions,
        token: usize,
    ) -> bool {
        let belligerent = |phrase: usize| {
            let head = document.phrases[phrase].head;
            mentions
                .actors
                .iter()
                .filter(|m| m.head == head)
                .flat_map(|m| m.actors.iter())
                .any(|a| {
                    mentions.register[*a]
                        .lexicon
                        .is_some_and(|l| self.belligerents.contains(&l))
                })
        };
        document.clauses.iter().any(|c| {
            c.objects
                .iter()
                .any(|o| document.phrases[*o].tokens.contains(&token))
                && (self.classes.sending_verbs.contains(&c.lemma)
                    || matches!(
                        c.lemma.as_str(),
                        "have" | "lose" | "withdraw" | "pull" | "move" | "keep" | "build" | "mass"
                    ))
                && !c.passive
                // "rejected sending troops", "criticised plans to send troops": whose subject it borrows does not send.
                && (c.finite || c.role == ClauseRole::Infinitive && c.modifies.is_none())
                && !c.subjects.is_empty()
                && c.subjects.iter().all(|p| belligerent(*p))
        })
    }

    /// What stands around a head.
    pub(super) fn around(
        &self,
        document: &Document,
        scene: &Scene<'_>,
        mentions: &Mentions,
        family: usize,
        phrase: Option<usize>,
        tokens: &std::ops::Range<usize>,
    ) -> Around {
        let last = tokens.end - 1;
        let sentence = document.sentence_of(last);
        let number = document.tokens[last].sentence;
        let given = self.given[family];
        let verbs = if given {
            &self.classes.giving_verbs
        } else {
            &self.classes.sending_verbs
        };
        let noun = phrase.is_some_and(|p| match document.phrases[p].attached {
            Attachment::Noun(n) => self
                .classes
                .sending_nouns
                .contains(&document.tokens[document.phrases[n].head].lemma),
            _ => false,
        });
        // "to Ukraine", "in the country": the theatre right behind the head.
        let end = sentence.tokens.end;
        let placed = tokens.end < end
            && matches!(
                document.tokens[tokens.end].lower.as_str(),
                "in" | "to" | "into" | "for" | "on" | "inside" | "near" | "across" | "along"
            )
            && {
                let stop = (tokens.end + 5).min(end);
                let behind = document
                    .slice(document.token_span(&(tokens.end..stop)))
                    .to_lowercase();
                self.theatre.iter().any(|p| behind.contains(p.as_str()))
            };
        Around {
            theatre: scene.theatre[number],
            near: scene.theatre_before(number),
            lead: scene.theatre_before(LEAD),
            shelter: mentions.proposals.iter().any(|m| {
                let at = document.tokens[m.head].sentence;
                at <= number && number - at <= SHELTER && m.certainty >= 70
            }),
            sending: noun
                || document.clauses.iter().any(|c| {
                    c.sentence == number && verbs.contains(&c.lemma) && governs(document, c, last)
                }),
            placed,
            counted: size_before(document, tokens.start, last).is_some(),
            given,
        }
    }

    /// What a document says as a whole.
    pub(super) fn scene<'a>(&self, document: &Document, names: &'a [Name]) -> Scene<'a> {
        let speaks = |span: Span| {
            let text = document.slice(span).to_lowercase();
            self.theatre.iter().any(|p| text.contains(p.as_str()))
        };
        let headline =
            |s: &Sentence| document.paragraphs[s.paragraph].role == ParagraphRole::Headline;
        Scene {
            names,
            theatre: document.sentences.iter().map(|s| speaks(s.span)).collect(),
            headline: document.sentences.iter().position(headline),
        }
    }

    /// "peacekeepers in Bosnia", "British troops in Romania": another story.
    pub(super) fn stands_elsewhere(&self, document: &Document, names: &[Name], end: usize) -> bool {
        let stop = document.sentence_of(end - 1).tokens.end;
        if end + 1 >= stop
            || !matches!(
                document.tokens[end].lower.as_str(),
                "in" | "at" | "across" | "inside" | "from"
            )
        {
            return false;
        }
        let from = document.tokens[end].lower == "from";
        let mut to = end + 1;
        while to < stop
            && to < end + 5
            && (document.tokens[to].pos == Pos::Proper || document.tokens[to].lower == "the")
        {
            to += 1;
        }
        if to == end + 1 {
            return false;
        }
        let span = document.token_span(&(end + 1..to));
        let text = document.slice(span).to_lowercase();
        if self.theatre.iter().any(|p| text.contains(p.as_str())) {
            return false;
        }
        self.elsewhere.iter().any(|p| text.contains(p.as_str()))
            || !from
                && names.iter().any(|n| {
                    n.kind == NameKind::Name
                        && span.contains(n.span)
                        && self.countries.contains(&n.index)
                        && !self.belligerents.contains(&n.index)
                })
    }
}

fn governs(document: &Document, clause: &Clause, token: usize) -> bool {
    clause.extent.contains(&token)
        || clause
            .objects
            .iter()
            .chain(&clause.subjects)
            .any(|p| document.phrases[*p].tokens.contains(&token))
}
