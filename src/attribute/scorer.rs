//! Picks the cues of a document, each with its content and its source, by the weights of a linear model.
//!
//! For each anchor all contents compete with "no cue at all" in one softmax; the content chosen is the one that is most likely to be found right, which is
//! the one with the most probability near it. For each cue that wins, all sources compete with "nobody named" in another softmax. The probabilities are those of the model, so a confidence is one too.

use std::ops::Range;

use super::anchors::{Anchor, AnchorKind, anchors};
use super::contents::{Content, contents};
use super::features;
use super::sources::{Source, sources};
use super::verbs::Verbs;
use super::weights::{Features, Weights};
use crate::model::Document;

/// A cue counts from this probability of being found with its content (chosen on the development part for F1).
pub(super) const LEAST: f32 = 0.36;
/// The same for what the stance stage asks, to which a report that is missed costs more than one too many.
pub(super) const LEAST_REPORTED: f32 = 0.25;
/// What a content's own probability adds to that of its like when the best is chosen: it settles ties among candidates that are all alike.
const OWN: f32 = 0.5;
/// Below this score of the cue alone its contents are not tried: no content is known to make up for it.
const HOPELESS: f32 = -9.0;

/// A cue that was picked.
#[derive(Debug)]
pub(super) struct Pick {
    pub(super) anchor: Anchor,
    pub(super) content: Content,
    pub(super) source: Source,
    /// Probability of the cue with this content or one that shares half of its words.
    pub(super) found: f32,
    /// Probability of the source, given those.
    pub(super) sourced: f32,
}

/// Picks from all anchors of a document, in text order.
pub(super) fn pick(
    document: &Document,
    verbs: &Verbs,
    prepositions: &[Vec<String>],
    weights: &Weights,
    least: f32,
) -> Vec<Pick> {
    let mut out = Features::default();
    let mut picks: Vec<Pick> = Vec::new();
    for anchor in anchors(document, verbs, prepositions) {
        out.clear();
        features::cue(document, verbs, &anchor, &mut out);
        let alone = weights.score(out.keys());
        if alone < HOPELESS {
            continue;
        }
        let mut candidates = contents(document, &anchor);
        let scores: Vec<f32> = candidates
            .iter()
            .map(|content| {
                out.clear();
                features::content(document, verbs, &anchor, content, &mut out);
                alone + weights.score(out.keys())
            })
            .collect();
        let Some((best, found)) = best_content(&candidates, &scores) else {
            continue;
        };
        // "Ghent: what we know" names no source.
        let colon = anchor.kind == AnchorKind::Colon;
        if found < if colon { LEAST } else { least } {
            continue;
        }
        let content = candidates.swap_remove(best);
        let mut who = sources(document, &anchor, &content);
        let scores: Vec<f32> = who
            .iter()
            .map(|source| {
                out.clear();
                features::source(document, verbs, &anchor, &content, source, &mut out);
                weights.score(out.keys())
            })
            .collect();
        let Some((best, sourced)) = winner(&scores) else {
            continue;
        };
        picks.push(Pick {
            anchor,
            content,
            source: who.swap_remove(best),
            found,
            sourced,
        });
    }
    without_rivals(picks)
}

/// The best of some scores, and its probability.
fn winner(scores: &[f32]) -> Option<(usize, f32)> {
    let (best, top) = scores
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let total: f32 = scores.iter().map(|s| (s - top).exp()).sum();
    Some((best, total.recip()))
}

/// The content that most likely shares half of its words with the right one, and the probability that it does.
///
/// Candidates differ by a word or a clause, so the single likeliest one is often an outsider: what counts is how much of the probability lies near.
fn best_content(contents: &[Content], scores: &[f32]) -> Option<(usize, f32)> {
    let top = scores.iter().copied().fold(0.0, f32::max);
    let weights: Vec<f32> = scores.iter().map(|s| (s - top).exp()).collect();
    // "No cue at all" has score 0.
    let total = weights.iter().sum::<f32>() + (-top).exp();
    let mut best: Option<(usize, f32, f32)> = None;
    for (i, content) in contents.iter().enumerate() {
        let near: f32 = contents
            .iter()
            .zip(&weights)
            .filter(|(other, _)| alike(content, other))
            .map(|(_, weight)| weight)
            .sum();
        let rank = near + OWN * weights[i];
        if best.is_none_or(|(_, _, top)| rank > top) {
            best = Some((i, near, rank));
        }
    }
    best.map(|(i, near, _)| (i, near / total))
}

/// Whether two contents share at least half of the tokens that stand in either.
fn alike(a: &Content, b: &Content) -> bool {
    let size = |c: &Content| c.ranges.iter().map(Range::len).sum::<usize>();
    let shared: usize = a
        .ranges
        .iter()
        .flat_map(|x| b.ranges.iter().map(move |y| (x, y)))
        .map(|(x, y)| x.end.min(y.end).saturating_sub(x.start.max(y.start)))
        .sum();
    3 * shared >= size(a) + size(b)
}

/// Of picks whose cues share words, or that say the same of the same stretch, the likelier stays.
fn without_rivals(picks: Vec<Pick>) -> Vec<Pick> {
    let mut order: Vec<usize> = (0..picks.len()).collect();
    order.sort_by(|a, b| picks[*b].found.total_cmp(&picks[*a].found).then(a.cmp(b)));
    let mut stays = vec![false; picks.len()];
    for i in order {
        let rival = |j: usize| {
            let (a, b) = (&picks[i], &picks[j]);
            a.anchor.cue.start < b.anchor.cue.end && b.anchor.cue.start < a.anchor.cue.end
                || a.content.ranges == b.content.ranges && a.anchor.kind != AnchorKind::Verb
        };
        stays[i] = !(0..picks.len()).any(|j| stays[j] && rival(j));
    }
    picks
        .into_iter()
        .zip(stays)
        .filter_map(|(p, s)| s.then_some(p))
        .collect()
}
