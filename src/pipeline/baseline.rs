//! Simple rules that the engine has to beat, on the engine's own sentences and mentions.

use crate::error::Result;
use crate::lexicon::Lexicons;
use crate::model::{
    ActorMention, Article, ArticleRef, AttributionKind, Document, Draft, Evidence, Holder,
    MentionForm, Mentions, Named, ParagraphRole, ProposalMention, STATEMENT_SCHEMA, Stance,
    Statement,
};
use crate::segment::Segmenter;
use crate::stance::Decider;
use crate::tag::Tagger;

use super::Analyser;
use super::analyse::Analysis;

/// How a baseline tells the stance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rule {
    /// It is always support.
    AlwaysSupport,
    /// It is that of the nearest cue in the sentence; without a cue there is no claim.
    NearestCue,
}

impl Rule {
    pub(super) const ALL: [Rule; 2] = [Rule::AlwaysSupport, Rule::NearestCue];

    pub(super) fn name(self) -> &'static str {
        match self {
            Rule::AlwaysSupport => "nearest actor, always support",
            Rule::NearestCue => "nearest actor, nearest cue",
        }
    }
}

/// Holder of a proposal is the actor next to it in the sentence.
pub(super) struct Baseline<'a> {
    rule: Rule,
    gate: &'a Analyser,
    lexicons: &'a Lexicons,
    segmenter: Segmenter,
    tagger: Tagger,
    decider: Decider,
}

impl<'a> Baseline<'a> {
    pub(super) fn new(rule: Rule, gate: &'a Analyser, lexicons: &'a Lexicons) -> Result<Self> {
        Ok(Self {
            rule,
            gate,
            lexicons,
            segmenter: Segmenter::new(lexicons)?,
            tagger: Tagger::new(lexicons)?,
            decider: Decider::new(lexicons),
        })
    }

    fn stance(
        &self,
        cues: &[(usize, Stance)],
        document: &Document,
        proposal: &ProposalMention,
    ) -> Option<Stance> {
        if self.rule == Rule::AlwaysSupport {
            return Some(Stance::Support);
        }
        let sentence = &document.sentence_of(proposal.head).tokens;
        let beside = cues.iter().filter(|(token, _)| sentence.contains(token));
        beside
            .min_by_key(|(token, _)| token.abs_diff(proposal.head))
            .map(|(_, stance)| *stance)
    }

    fn statement(
        &self,
        article: &Article<'_>,
        document: &Document,
        mentions: &Mentions,
        found: &Found<'_>,
    ) -> Vec<Statement> {
        let sentence = document.sentence_of(found.proposal.head);
        let proposal = &self.lexicons.topic.proposals[found.proposal.proposal];
        let of_holder = |&actor: &usize| {
            let actor = &mentions.register[actor];
            Statement {
                schema: STATEMENT_SCHEMA.to_owned(),
                id: String::new(),
                article: ArticleRef {
                    id: article.id.to_string(),
                    url: None,
                    outlet: None,
                    title: None,
                    published: None,
                    language: None,
                },
                date: None,
                date_basis: article.date_basis,
                holder: Holder {
                    id: actor.id.clone(),
                    name: actor.name.clone(),
                    kind: actor.kind.clone(),
                    country: actor.country.clone(),
                },
                speaker: None,
                proposal: Named {
                    id: proposal.id.clone(),
                    name: proposal.name.clone(),
                },
                stance: found.stance,
                score: found.stance.score(),
                confidence: 1.0,
                condition: None,
                attribution: AttributionKind::Action,
                size: None,
                evidence: Evidence {
                    text: document.slice(sentence.span).to_owned(),
                    start: 0,
                    end: 0,
                    paragraph: document.paragraphs[sentence.paragraph].index,
                },
                further: Vec::new(),
                cues: Vec::new(),
                cluster: None,
            }
        };
        found.holder.actors.iter().map(of_holder).collect()
    }
}

struct Found<'m> {
    proposal: &'m ProposalMention,
    holder: &'m ActorMention,
    stance: Stance,
}

/// The actor whose words stand next to those of the proposal. An adjective ("French troops") fills a slot and names nobody.
fn nearest_actor<'m>(
    document: &Document,
    mentions: &'m Mentions,
    proposal: &ProposalMention,
) -> Option<&'m ActorMention> {
    let sentence = &document.sentence_of(proposal.head).tokens;
    let candidates = mentions.actors.iter().filter(|actor| {
        sentence.contains(&actor.head)
            && actor.form != MentionForm::Demonym
            && !proposal.tokens.contains(&actor.head)
    });
    candidates.min_by_key(|actor| actor.head.abs_diff(proposal.head))
}

impl Analysis for Baseline<'_> {
    fn passes(&self, title: &str, body: &str) -> bool {
        self.gate.passes(title, body)
    }

    fn analyse(&self, article: &Article<'_>, draft: &Draft) -> Vec<Statement> {
        let document = self.segmenter.segment(draft);
        let mentions = self.tagger.tag(&document, article.published);
        let cues = self.decider.cues(&document);
        let mut statements = Vec::new();
        for proposal in &mentions.proposals {
            let paragraph = &document.paragraphs[document.sentence_of(proposal.head).paragraph];
            if !paragraph.kept || paragraph.role == ParagraphRole::Boilerplate {
                continue;
            }
            let holder = nearest_actor(&document, &mentions, proposal);
            let stance = self.stance(&cues, &document, proposal);
            if let (Some(holder), Some(stance)) = (holder, stance) {
                let found = Found {
                    proposal,
                    holder,
                    stance,
                };
                statements.extend(self.statement(article, &document, &mentions, &found));
            }
        }
        statements
    }
}
