//! Picks the cues of a document, each with its content and its source, by the weights of a linear model.
//!
//! There are two passes: in the second, a cue's neighbours are known (`neighbours`).
//! For each anchor all contents compete with "no cue at all" in one softmax; the content chosen is the one that is most likely to be found right, which is
//! the one with the most probability near it. For each cue that wins, all sources compete with "nobody named" in another softmax. The probabilities are those of the model, so a confidence is one too.

use super::anchors::{Anchor, AnchorKind, anchors};
use super::contents::{Content, contents};
use super::features;
use super::neighbours::{Guess, Neighbours};
use super::sources::{Source, sources};
use super::verbs::Verbs;
use super::weights::{Features, Sum, Weights};
use crate::model::Document;

/// A cue counts from this probability of being found with its content (chosen on the development part for F1).
pub(super) const LEAST: f32 = 0.36;
/// The same for what the stance stage asks, to which a report that is missed costs more than one too many.
pub(super) const LEAST_REPORTED: f32 = 0.25;
/// The same for colons: "Ghent: what we know" names no source.
const LEAST_COLON: f32 = 0.45;
/// Below this score of the cue alone its contents are not tried: no content is known to make up for it.
const HOPELESS: f32 = -9.0;
/// Below this probability in the first pass a cue is not tried again.
const UNLIKELY: f32 = 0.03;

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
    let anchors = anchors(document, verbs, prepositions);
    let mut tried = Tried::new(document, verbs, weights, &anchors);
    let again = tried.again(weights, &anchors);
    let mut out = Features::default();
    let mut picks: Vec<Pick> = Vec::new();
    for (at, (anchor, guess)) in anchors.into_iter().zip(again).enumerate() {
        let Some(Guess { best, found, .. }) = guess else {
            continue;
        };
        let colon = anchor.kind == AnchorKind::Colon;
        if found < if colon { LEAST_COLON } else { least } {
            continue;
        }
        let content = tried.contents[at].swap_remove(best);
        let mut who = sources(document, &anchor, &content);
        let scores: Vec<f32> = who
            .iter()
            .map(|source| {
                out.clear();
                features::source(document, verbs, &anchor, &content, source, &mut out);
                weights.sum(out.keys()).second()
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

/// What the first pass found: for each anchor its contents, what each weighs with the cue, and the guess.
struct Tried {
    contents: Vec<Vec<Content>>,
    sums: Vec<Vec<Sum>>,
    guesses: Vec<Option<Guess>>,
}

impl Tried {
    fn new(document: &Document, verbs: &Verbs, weights: &Weights, all: &[Anchor]) -> Self {
        let mut tried = Self {
            contents: Vec::with_capacity(all.len()),
            sums: Vec::with_capacity(all.len()),
            guesses: Vec::with_capacity(all.len()),
        };
        let mut out = Features::default();
        for anchor in all {
            out.clear();
            features::cue(document, verbs, anchor, &mut out);
            let alone = weights.sum(out.keys());
            let options = if alone.first < HOPELESS {
                Vec::new()
            } else {
                contents(document, anchor)
            };
            let sums: Vec<Sum> = options
                .iter()
                .map(|content| {
                    out.clear();
                    features::content(document, verbs, anchor, content, &mut out);
                    alone.plus(&weights.sum(out.keys()))
                })
                .collect();
            let scores: Vec<f32> = sums.iter().map(|s| s.first).collect();
            tried.guesses.push(Guess::new(&options, &scores));
            tried.contents.push(options);
            tried.sums.push(sums);
        }
        tried
    }

    /// What the second pass thinks of each anchor.
    fn again(&self, weights: &Weights, anchors: &[Anchor]) -> Vec<Option<Guess>> {
        let neighbours = Neighbours::new(anchors, &self.contents, &self.guesses);
        let mut out = Features::default();
        let likely = |g: &Guess| g.found >= UNLIKELY;
        let mut guesses = Vec::with_capacity(anchors.len());
        for at in 0..anchors.len() {
            if !self.guesses[at].as_ref().is_some_and(likely) {
                guesses.push(None);
                continue;
            }
            out.clear();
            neighbours.cue(at, &mut out);
            let around = weights.sum(out.keys());
            let scores: Vec<f32> = self.sums[at]
                .iter()
                .enumerate()
                .map(|(option, sum)| {
                    out.clear();
                    neighbours.content(at, option, &mut out);
                    sum.plus(&around).plus(&weights.sum(out.keys())).second()
                })
                .collect();
            guesses.push(Guess::new(&self.contents[at], &scores));
        }
        guesses
    }
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
