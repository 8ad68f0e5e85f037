//! A linear scorer over what the rules see: it says how sure a statement of the rules is, and finds stances where no climb arrives.
//!
//! For every mention of a proposal each possible holder (an actor of the sentence, a source of an attribution over it, the writer of an
//! opinion piece, the subject of the sentence before where nobody is named) makes a *pair*. [`features`] describes it, [`model`] weighs
//! it: no stance, support, conditional, noncommittal, oppose (multinomial logistic regression). Then all pairs of one holder and one
//! proposal in the article are taken together ([`article`]): a logistic regression over them and over what the rules found says how
//! likely the article shows each stance. What a rule found goes below one threshold of that probability; where no rule found a stance, the likeliest is added from another on, with the
//! sentence that speaks most for it. The probability, calibrated (isotonic regression), is the confidence.
//!
//! # Training
//!
//! ```text
//! stanceline train --split wire-dev --out lexicons/en/scorer.toml
//! ```
//!
//! Penalty, thresholds and calibration come from cross-validation by story over the project's own plain copy. A pair is labelled by the
//! gold statement whose evidence is its sentence; where the gold has holder and proposal in another sentence alone, the pair is left
//! out, else it has no stance. The article's regression learns from pairs weighed by a model that has not seen their story. `ARCHITECTURE.md`
//! has what it is worth.

mod article;
mod candidates;
mod features;
mod model;
mod seen;
mod train;
mod wording;

pub use article::{ArticleWeights, SHAPE};
pub(crate) use model::Model;
pub use train::{Example, Fit, Weights, isotonic};

use std::ops::Range;

use super::holders::{innermost, source_of_token};
use super::path::Step;
use super::{Finding, Scene};
use crate::model::{AttributionKind, ProposalMention, Stance, Statement};
use article::groups;
use candidates::{Pair, pairs};
use features::{Sink, View};
use model::{CLASSES, Reading, column};

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

/// What an article shows of one holder, one proposal and one stance, as training needs it.
#[derive(Debug, Clone)]
pub struct Position {
    /// Canonical name of the holder; `author` for the writer.
    pub holder: String,
    /// Proposal id.
    pub proposal: String,
    /// The stance.
    pub stance: Stance,
    /// What the regression over the article sees.
    pub features: [f64; SHAPE],
}

/// Mentions with the findings of the rules from each of them, as ranges of all findings.
pub(super) type Found<'a> = [(&'a ProposalMention, Range<usize>)];

/// One pair, weighed.
struct Weighed {
    /// The mention, as an index into those that are weighed.
    number: usize,
    pair: Pair,
    /// The mention's proposal, in the kind that this holder would send.
    proposal: usize,
    reading: Reading,
    /// Whether a stance may be added here that no rule found.
    open: bool,
    /// Where the mention stands.
    token: usize,
    /// Probabilities of the classes.
    p: [f64; CLASSES],
}

/// Every pair of a document.
pub(super) fn candidates(
    scene: &Scene<'_>,
    mentions: &Found<'_>,
    findings: &[Finding],
) -> Vec<Candidate> {
    let mut list = Vec::new();
    each_pair(scene, mentions, findings, |_, view, pair| {
        let mut features = Vec::new();
        view.features(
            &pair,
            &mut Sink::new(&mut |name, _| features.push(name.to_owned())),
        );
        let sentence = scene.document.sentence_of(view.mention.head);
        list.push(Candidate {
            holder: holder_name(scene, pair.holder),
            proposal: scene.proposals[refined(scene, view.mention, &pair)]
                .0
                .clone(),
            sentence: scene.document.slice(sentence.span).to_owned(),
            number: scene.document.tokens[view.mention.head].sentence,
            features,
        });
    });
    list
}

/// What a document shows of every holder that is weighed.
pub(super) fn positions(
    scene: &Scene<'_>,
    model: &Model,
    mentions: &Found<'_>,
    findings: &[Finding],
) -> Vec<Position> {
    let weighed = weighed(scene, model, mentions, findings);
    let mut list = Vec::new();
    for group in groups(scene, &weighed, findings) {
        list.extend(group.stances().map(|(stance, features)| Position {
            holder: holder_name(scene, group.holder),
            proposal: scene.proposals[group.proposal].0.clone(),
            stance,
            features,
        }));
    }
    list
}

fn holder_name(scene: &Scene<'_>, holder: Option<usize>) -> String {
    holder.map_or_else(
        || "author".to_owned(),
        |h| scene.mentions.register[h].name.clone(),
    )
}

/// What the rules found, with how sure it is, and what they did not find.
pub(super) fn weigh(
    scene: &Scene<'_>,
    model: &Model,
    mentions: &Found<'_>,
    findings: &[Finding],
) -> Vec<Finding> {
    let weighed = weighed(scene, model, mentions, findings);
    let mut kept: Vec<Finding> = Vec::with_capacity(findings.len());
    for group in groups(scene, &weighed, findings) {
        let before = kept.len();
        let mut likeliest: Option<(f64, Stance)> = None;
        for (stance, features) in group.stances() {
            let p = model.article.probability(&features);
            if group.is_ruled(stance) {
                if p >= model.keep {
                    kept.extend(group.findings(stance).map(|f| Finding {
                        confidence: group.beside(scene.document, f),
                        in_article: Some(p),
                        ..f.clone()
                    }));
                }
            } else if p >= model.add && likeliest.is_none_or(|(q, _)| p > q) {
                likeliest = Some((p, stance));
            }
        }
        if let Some((p, stance)) = likeliest.filter(|_| kept.len() == before)
            && let Some(best) = group.best(stance)
        {
            kept.push(added(scene, mentions[best.number].0, best, stance, p));
        }
    }
    kept
}

/// The kind of a mentioned proposal that a holder would send himself: "foreign troops" are European ones to France.
fn refined(scene: &Scene<'_>, mention: &ProposalMention, pair: &Pair) -> usize {
    pair.holder.map_or(mention.proposal, |holder| {
        scene
            .holders
            .refine(mention.proposal, holder, scene.mentions)
    })
}

fn weighed(
    scene: &Scene<'_>,
    model: &Model,
    mentions: &Found<'_>,
    findings: &[Finding],
) -> Vec<Weighed> {
    let mut list = Vec::new();
    each_pair(scene, mentions, findings, |number, view, pair| {
        let mut reading = Reading::default();
        view.features(
            &pair,
            &mut Sink::new(&mut |name, tokens| {
                if let Some(weights) = model.weights(name) {
                    reading.add(weights, tokens);
                }
            }),
        );
        list.push(Weighed {
            number,
            proposal: refined(scene, view.mention, &pair),
            open: is_open(scene, &pair, view.own),
            token: view.mention.head,
            p: reading.probabilities(),
            pair,
            reading,
        });
    });
    list
}

/// Whether an actor may hold what the rules do not give it: never one who only analyses, and only beside holders of its own country. A
/// minister holds what the country will do; whoever says what another country will never accept only speaks of it.
fn is_open(scene: &Scene<'_>, pair: &Pair, found: &[Finding]) -> bool {
    let register = &scene.mentions.register;
    if pair.holder.is_some_and(|h| register[h].expert) {
        return false;
    }
    let country = |actor: usize| register[actor].country.as_ref();
    let own = pair.holder.and_then(country);
    let mut others = found.iter().map(|f| f.holder.and_then(country));
    others.all(|other| own.is_some() && own == other)
}

fn each_pair(
    scene: &Scene<'_>,
    mentions: &Found<'_>,
    findings: &[Finding],
    mut visit: impl FnMut(usize, &View<'_>, Pair),
) {
    for (i, (mention, range)) in mentions.iter().enumerate() {
        let own = &findings[range.clone()];
        let view = View::new(scene, mention, own, findings);
        let found: Vec<Option<usize>> = own.iter().map(|f| f.holder).collect();
        for pair in pairs(scene, mention, &view.chain, &found) {
            visit(i, &view, pair);
        }
    }
}

/// A statement that only the scorer found.
fn added(
    scene: &Scene<'_>,
    mention: &ProposalMention,
    found: &Weighed,
    stance: Stance,
    in_article: f64,
) -> Finding {
    let pair = &found.pair;
    let token = mention.head;
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
        proposal: found.proposal,
        stance,
        confidence: found.p[column(stance)],
        in_article: Some(in_article),
        attribution,
        condition,
        token,
        cues: reasons(&found.reading, stance, mention),
        size: mention.size,
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
            // The strongest pair alone counts.
            article: vec![0.0, 1.0],
            weights: weights.to_owned(),
            ..ScorerTable::default()
        };
        read(text, &lexicons, &table)
    }

    fn read(text: &str, lexicons: &Lexicons, table: &ScorerTable) -> Vec<Statement> {
        let document = Segmenter::new(lexicons).unwrap().segment(&Draft {
            title: String::new(),
            title_map: OffsetMap::identity(0),
            body: text.to_owned(),
            body_map: OffsetMap::identity(text.len()),
            paragraphs: vec![ParagraphDraft {
                span: Span::new(0, text.len()),
                kept: true,
            }],
        });
        let mentions = Tagger::new(lexicons).unwrap().tag(&document, None);
        let attributions = Attributor::new(lexicons).attribute(&document);
        Decider::with_scorer(lexicons, Some(table)).decide(
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
    fn what_a_rule_finds_goes_below_its_threshold() {
        let lexicons = Lexicons::embedded("ukraine").unwrap();
        let table = ScorerTable {
            keep: 0.5,
            add: 2.0,
            article: vec![0.0, 1.0],
            weights: "rule=oppose\t400 0 0 0 0\n".to_owned(),
            ..ScorerTable::default()
        };
        let text = "France rejects a European force in Ukraine.";
        assert!(read(text, &lexicons, &table).is_empty());
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
