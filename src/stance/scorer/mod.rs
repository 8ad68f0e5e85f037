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
//! Penalty, the threshold for what is added and calibration come from cross-validation by story over the project's own plain copy, where each fold is
//! read without the cues that it alone shows: rules are written by reading what they miss there, and would look better than they are. A pair is labelled by the
//! gold statement whose evidence is its sentence; where the gold has holder and proposal in another sentence alone, the pair is left
//! out, else it has no stance. The article's regression learns from pairs weighed by a model that has not seen their story. `ARCHITECTURE.md`
//! has what it is worth.

mod added;
mod article;
mod candidates;
mod features;
mod model;
mod seen;
mod sink;
mod train;
mod wording;

pub use article::{ArticleWeights, SHAPE};
pub(crate) use model::Model;
pub use train::{Fit, LabelledPair, Weights, isotonic};

use std::ops::Range;

use super::{Finding, Scene};
use crate::model::{ProposalMention, Stance};
use added::{added, without_principals};
use article::groups;
use candidates::{Pair, pairs};
use features::{ByHolder, View};
use model::{CLASSES, Draft, Reading};
use sink::Sink;

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
    /// Features of the pair, in the order of their names, each once.
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
        features.sort_unstable();
        features.dedup();
        let sentence = scene.document.sentence_of(view.mention.head);
        list.push(Candidate {
            holder: holder_name(scene, pair.holder),
            proposal: scene.proposals[refined(scene, view.mention, &pair)]
                .id
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
            proposal: scene.proposals[group.proposal].id.clone(),
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
                if p >= model.keep || group.is_unread(stance) {
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
            kept.extend(added(scene, mentions[best.number].0, best, stance, p));
        }
    }
    without_principals(scene, kept)
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
    let mut draft = Draft::default();
    each_pair(scene, mentions, findings, |number, view, pair| {
        let mut reading = Reading::default();
        draft.clear();
        view.features(
            &pair,
            &mut Sink::new(&mut |name, tokens| {
                if let Some(weights) = model.weights(name) {
                    reading.add(weights, tokens, &mut draft);
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

/// Mentions of one sentence that are weighed. What names more of them is a list, and each would be weighed by all of its words with all of its actors.
const WEIGHED: usize = 12;

fn each_pair(
    scene: &Scene<'_>,
    mentions: &Found<'_>,
    findings: &[Finding],
    mut visit: impl FnMut(usize, &View<'_>, Pair),
) {
    let mut all = ByHolder::new();
    for finding in findings {
        all.entry(finding.holder).or_default().push(finding);
    }
    let mut weighed = vec![0; scene.document.sentences.len()];
    for (i, (mention, range)) in mentions.iter().enumerate() {
        let here = &mut weighed[scene.document.tokens[mention.head].sentence];
        *here += 1;
        if *here > WEIGHED {
            continue;
        }
        let own = &findings[range.clone()];
        let view = View::new(scene, mention, own, &all);
        let found: Vec<Option<usize>> = own.iter().map(|f| f.holder).collect();
        for pair in pairs(scene, mention, &view.chain, &found) {
            visit(i, &view, pair);
        }
    }
}

#[cfg(test)]
mod tests;
