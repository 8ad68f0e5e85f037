//! Picks the cues of a document, each with its content and its source, by the weights of a linear model.
//!
//! For each anchor all contents compete with "no cue at all" in one softmax; for each cue that wins, all sources compete with "nobody named" in another.
//! The probabilities are those of the model, so a confidence is one too.

use super::anchors::{Anchor, AnchorKind, anchors};
use super::contents::{Content, contents};
use super::features::{self, Verbs};
use super::sources::{Source, sources};
use super::weights::{Features, Weights};
use crate::model::Document;

/// A cue counts from this probability of having any of its contents (chosen on the development part for F1).
const LEAST: f32 = 0.48;
/// Below this score of the cue alone its contents are not tried: no content is known to make up for it.
const HOPELESS: f32 = -9.0;

/// A cue that was picked.
#[derive(Debug)]
pub(super) struct Pick {
    pub(super) anchor: Anchor,
    pub(super) content: Content,
    pub(super) source: Source,
    /// Probability of cue and content.
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
) -> Vec<Pick> {
    let mut out = Features::default();
    let mut picks: Vec<Pick> = Vec::new();
    for anchor in anchors(document, prepositions) {
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
        let Some((best, found, any)) = winner(&scores, true) else {
            continue;
        };
        if any < LEAST {
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
        let Some((best, sourced, _)) = winner(&scores, false) else {
            continue;
        };
        picks.push(Pick {
            anchor,
            content,
            source: who.swap_remove(best),
            found: found.max(any * found),
            sourced,
        });
    }
    without_rivals(picks)
}

/// The best of some scores, its probability, and that of any of them, where nothing (score 0) competes if `or_none`.
fn winner(scores: &[f32], or_none: bool) -> Option<(usize, f32, f32)> {
    let (best, top) = scores
        .iter()
        .copied()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
    let shift = if or_none { top.max(0.0) } else { top };
    let none = if or_none { (-shift).exp() } else { 0.0 };
    let sum: f32 = scores.iter().map(|s| (s - shift).exp()).sum();
    let total = sum + none;
    Some((best, (top - shift).exp() / total, sum / total))
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
