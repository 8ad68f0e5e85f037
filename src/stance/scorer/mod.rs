//! A linear scorer over what the rules see: it says how sure a statement of the rules is, and finds stances where no climb arrives.
//!
//! For every mention of a proposal each possible holder (an actor of the sentence, a source of an attribution over it, the writer of an
//! opinion piece, the subject of the sentence before where nobody is named) makes a *pair*. [`features`] describes it, [`model`] weighs it:
//! no stance, support, conditional, noncommittal, oppose (multinomial logistic regression). What a rule found stays, with the
//! probability of its stance as its confidence; where no rule found anything for a mention, a stance is added from a threshold of its probability on, if
//! the structure itself makes the actor a holder. Both are calibrated apart (isotonic regression).
//!
//! # Training
//!
//! ```text
//! stanceline train --split wire-dev --out lexicons/en/scorer.toml
//! ```
//!
//! Penalty, threshold and calibration come from cross-validation by story over the project's own plain copy. A pair is labelled by the
//! gold statement whose evidence is its sentence; where the gold has holder and proposal in another sentence alone, the pair is left
//! out, else it has no stance. `ARCHITECTURE.md` has what it is worth.

mod candidates;
mod features;
mod seen;
mod wording;
mod model;
mod train;

pub(crate) use model::Model;
pub use train::{Example, Fit, Weights, isotonic};

use std::ops::Range;

use super::holders::{innermost, source_of_token};
use super::path::Step;
use super::{Finding, Scene};
use crate::model::{AttributionKind, ProposalMention, Stance, Statement};
use candidates::{Pair, pairs};
use features::{Sink, View};
use model::{Reading, column};

/// A pair as training needs it.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Canonical name of the holder; `author` for the writer.
    pub holder: String,
    /// Proposal id.
    pub proposal: String,
    /// The sentence, as cleaned.
    pub sentence: String,
    /// Its number in the document.
    pub number: usize,
    /// Features of the pair.
    pub features: Vec<String>,
}

/// Mentions with the findings of the rules from each of them, as ranges of all findings.
pub(super) type Found<'a> = [(&'a ProposalMention, Range<usize>)];

/// Every pair of a document.
pub(super) fn candidates(
    scene: &Scene<'_>,
    mentions: &Found<'_>,
    findings: &[Finding],
) -> Vec<Candidate> {
    let mut list = Vec::new();
    each_pair(scene, mentions, findings, |view, pair| {
        let mut features = Vec::new();
        view.features(
            pair,
            &mut Sink::new(&mut |name, _| features.push(name.to_owned())),
        );
        let sentence = scene.document.sentence_of(view.mention.head);
        list.push(Candidate {
            holder: pair.holder.map_or_else(
                || "author".to_owned(),
                |h| scene.mentions.register[h].name.clone(),
            ),
            proposal: scene.proposals[view.mention.proposal].0.clone(),
            sentence: scene.document.slice(sentence.span).to_owned(),
            number: scene.document.tokens[view.mention.head].sentence,
            features,
        });
    });
    list
}

/// What the rules found, with how sure it is, and what they did not find.
pub(super) fn weigh(
    scene: &Scene<'_>,
    model: &Model,
    mentions: &Found<'_>,
    findings: &[Finding],
) -> Vec<Finding> {
    let mut kept = Vec::with_capacity(findings.len());
    each_pair(scene, mentions, findings, |view, pair| {
        let mut reading = Reading::default();
        view.features(
            pair,
            &mut Sink::new(&mut |name, tokens| {
                if let Some(weights) = model.weights(name) {
                    reading.add(weights, tokens);
                }
            }),
        );
        let p = reading.probabilities();
        let likeliest = Stance::ALL.into_iter().fold(Stance::Support, |best, s| {
            if p[column(s)] > p[column(best)] {
                s
            } else {
                best
            }
        });
        let mut ruled = false;
        for finding in view.own.iter().filter(|f| f.holder == pair.holder) {
            ruled = true;
            let confidence = p[column(finding.stance)];
            kept.push(Finding {
                confidence,
                ..finding.clone()
            });
        }
        let open = !ruled && pair.relation.governs() && speaks_for(scene, pair, view.own);
        if open && p[column(likeliest)] >= model.add {
            kept.push(added(view, pair, &reading, likeliest, p[column(likeliest)]));
        }
    });
    // What no mention led to (ellipsis) is no pair; it keeps the confidence of its rules.
    let from_mentions = mentions.last().map_or(0, |(_, range)| range.end);
    kept.extend_from_slice(&findings[from_mentions..]);
    kept
}

/// Whether an actor may hold what the rules give to others, if to anybody: a minister what the country will do, but whoever says what
/// another country will never accept only speaks of it.
fn speaks_for(scene: &Scene<'_>, pair: &Pair, found: &[Finding]) -> bool {
    let country = |actor: usize| scene.mentions.register[actor].country.as_ref();
    let own = pair.holder.and_then(country);
    found.iter().all(|f| {
        let other = f.holder.and_then(country);
        own.is_some() && own == other
    })
}

fn each_pair(
    scene: &Scene<'_>,
    mentions: &Found<'_>,
    findings: &[Finding],
    mut visit: impl FnMut(&View<'_>, &Pair),
) {
    for (mention, range) in mentions {
        let own = &findings[range.clone()];
        let view = View::new(scene, mention, own, findings);
        let found: Vec<Option<usize>> = own.iter().map(|f| f.holder).collect();
        for pair in pairs(scene, mention, &view.chain, &found) {
            visit(&view, &pair);
        }
    }
}

/// A statement that only the scorer found.
fn added(
    view: &View<'_>,
    pair: &Pair,
    reading: &Reading,
    stance: Stance,
    confidence: f64,
) -> Finding {
    let scene = view.scene;
    let token = view.mention.head;
    let source =
        source_of_token(scene.document, scene.mentions, scene.attributions, token).map(|(s, _)| s);
    let quoted = scene.document.tokens[token].quotation.is_some();
    let attribution = if pair.holder.is_none() {
        AttributionKind::Authorial
    } else if quoted && (source.is_none() || source == pair.holder) {
        AttributionKind::Quote
    } else if innermost(scene.document, scene.attributions, token).is_some() {
        AttributionKind::Reported
    } else {
        AttributionKind::Action
    };
    let sentence = &scene.document.sentence_of(token).tokens;
    let condition = (stance == Stance::Conditional)
        .then(|| {
            scene
                .conditions
                .find(scene.document, sentence, false)
                .or_else(|| scene.conditions.find(scene.document, sentence, true))
        })
        .flatten();
    Finding {
        holder: pair.holder,
        speaker: source,
        proposal: view.mention.proposal,
        stance,
        confidence,
        attribution,
        condition,
        token,
        cues: reasons(reading, stance, view.mention),
        size: view.mention.size,
    }
}

/// Words that a reader is shown for one decision.
const SHOWN: usize = 3;

fn reasons(reading: &Reading, stance: Stance, mention: &ProposalMention) -> Vec<Step> {
    let mut tokens = reading.reasons(stance, SHOWN);
    if tokens.is_empty() {
        tokens.push(mention.tokens.clone());
    }
    tokens.sort_by_key(|t| t.start);
    tokens
        .into_iter()
        .map(|t| Step {
            rule: format!("{}{}", Statement::SCORED, stance.name()),
            start: t.start,
            end: t.end,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    #![allow(
        clippy::unwrap_used,
        reason = "a test that cannot go on should stop there"
    )]

    use crate::attribute::Attributor;
    use crate::lexicon::{Lexicons, ScorerTable};
    use crate::model::{Article, Draft, OffsetMap, ParagraphDraft, Span, Statement};
    use crate::segment::Segmenter;
    use crate::stance::Decider;
    use crate::tag::Tagger;

    fn decided(text: &str, add: f64, weights: &str) -> Vec<Statement> {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let table = ScorerTable {
            add,
            weights: weights.to_owned(),
            ..ScorerTable::default()
        };
        let document = Segmenter::new(&lexicons).unwrap().segment(&Draft {
            title: String::new(),
            title_map: OffsetMap::identity(0),
            body: text.to_owned(),
            body_map: OffsetMap::identity(text.len()),
            paragraphs: vec![ParagraphDraft {
                span: Span::new(0, text.len()),
                kept: true,
            }],
        });
        let mentions = Tagger::new(&lexicons).unwrap().tag(&document, None);
        let attributions = Attributor::new(&lexicons).attribute(&document);
        Decider::with_scorer(&lexicons, Some(&table)).decide(
            &Article {
                text: text.into(),
                ..Article::default()
            },
            None,
            &document,
            &mentions,
            &attributions,
        )
    }

    #[test]
    fn a_rule_stays_and_takes_its_confidence_from_the_score() {
        let text = "France rejects a European force in Ukraine.";
        let confidence = |weights| {
            let found = decided(text, 0.9, weights);
            assert_eq!(found.len(), 1);
            assert_eq!(found[0].stance.name(), "oppose");
            assert!(found[0].by_rule());
            found[0].confidence
        };
        assert!(confidence("rule=oppose\t0 0 0 0 400\n") > 0.9);
        assert!(confidence("rule=oppose\t400 0 0 0 0\n") < 0.1);
    }

    #[test]
    fn whoever_speaks_of_another_country_is_not_added() {
        let weights = "bias\t0 900 0 0 0\n";
        let holders = |text: &str| {
            let found = decided(text, 0.5, weights);
            found.into_iter().map(|s| s.holder.name).collect::<Vec<_>>()
        };
        let text = "Emmanuel Macron said Russia would never accept a European force in Ukraine.";
        assert_eq!(holders(text), ["Russia"]);
        let text = "Emmanuel Macron said France rejects a European force in Ukraine.";
        assert!(holders(text).contains(&"Emmanuel Macron".to_owned()));
    }

    #[test]
    fn what_no_rule_finds_is_added_from_the_threshold_on_with_the_words_that_spoke_for_it() {
        let text = "France chewed on a European force in Ukraine.";
        assert!(decided(text, 0.5, "").is_empty());
        let weights = "rel=subject\t0 0 0 300 0\nverb=chew\t0 0 0 200 0\n";
        let found = decided(text, 0.5, weights);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(
            (found[0].holder.name.as_str(), found[0].stance.name()),
            ("France", "noncommittal")
        );
        assert!(!found[0].by_rule());
        assert_eq!(found[0].cues[0].text, "chewed");
        assert!(decided(text, 0.999, weights).is_empty());
    }
}
