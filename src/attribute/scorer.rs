//! Picks the cues of a document, each with its content and its source, by the weights of a linear model.
//!
//! There are two passes: in the second, a cue's neighbours are known (`neighbours`).
//! For each anchor all contents compete with "no cue at all" in one softmax; the content chosen is the one that is most likely to be found right, which is
//! the one with the most probability near it. For each cue that wins, all sources compete with "nobody named" in another softmax. The probabilities are those of the model, so a confidence is one too.

use rustc_hash::FxHashSet;

use super::anchors::{Anchor, AnchorKind, Prepositions, anchors};
use super::contents::{Content, contents};
use super::features::{self, Cue};
use super::neighbours::{Guess, Neighbours};
use super::scene::Scene;
use super::sources::{Source, sources};
use super::verbs::Verbs;
use super::weights::{Features, Weights};
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
    prepositions: &Prepositions,
    weights: &Weights,
    least: f32,
) -> Vec<Pick> {
    let anchors = anchors(document, verbs, prepositions);
    let scene = Scene::new(document, verbs);
    let mut tried = Tried::new(&scene, weights, &anchors);
    let again = tried.again(weights, &anchors);
    let mut out = Features::default();
    let mut known = Vec::new();
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
        let cue = Cue::new(&scene, &anchor);
        let scores: Vec<f32> = who
            .iter()
            .map(|source| {
                out.clear();
                features::source(&cue, &content, source, &mut out);
                known.clear();
                weights.first(out.keys(), &mut known);
                weights.second(&known).score()
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

/// What the first pass found: for each anchor its contents and the guess.
struct Tried {
    contents: Vec<Vec<Content>>,
    guesses: Vec<Option<Guess>>,
    /// Features that weigh anything, of those anchors that are likely enough for the second pass.
    known: Vec<u32>,
    /// For each such anchor where its features end in `known`: its own, then those of each content.
    ends: Vec<Vec<usize>>,
}

impl Tried {
    fn new(scene: &Scene<'_>, weights: &Weights, all: &[Anchor]) -> Self {
        let mut tried = Self {
            contents: Vec::with_capacity(all.len()),
            guesses: Vec::with_capacity(all.len()),
            known: Vec::new(),
            ends: Vec::with_capacity(all.len()),
        };
        let mut out = Features::default();
        for anchor in all {
            let start = tried.known.len();
            out.clear();
            let cue = Cue::new(scene, anchor);
            features::cue(&cue, &mut out);
            let alone = weights.first(out.keys(), &mut tried.known);
            let mut ends = vec![start, tried.known.len()];
            let options = if alone < HOPELESS {
                Vec::new()
            } else {
                contents(scene.document, anchor)
            };
            let scores: Vec<f32> = options
                .iter()
                .map(|content| {
                    out.clear();
                    features::content(&cue, content, &mut out);
                    let score = alone + weights.first(out.keys(), &mut tried.known);
                    ends.push(tried.known.len());
                    score
                })
                .collect();
            let guess = Guess::new(&options, &scores);
            if !guess.as_ref().is_some_and(is_likely) {
                tried.known.truncate(start);
                ends.clear();
            }
            tried.guesses.push(guess);
            tried.contents.push(options);
            tried.ends.push(ends);
        }
        tried
    }

    /// What the second pass thinks of each anchor.
    fn again(&self, weights: &Weights, anchors: &[Anchor]) -> Vec<Option<Guess>> {
        let neighbours = Neighbours::new(anchors, &self.contents, &self.guesses);
        let mut out = Features::default();
        let mut known = Vec::new();
        let mut guesses = Vec::with_capacity(anchors.len());
        for (at, ends) in self.ends.iter().enumerate() {
            let [start, end, ..] = ends[..] else {
                guesses.push(None);
                continue;
            };
            let alone = weights.second(&self.known[start..end]);
            let mut look = |out: &Features| {
                known.clear();
                weights.first(out.keys(), &mut known);
                weights.second(&known)
            };
            out.clear();
            neighbours.cue(at, &mut out);
            let around = look(&out);
            let scores: Vec<f32> = ends[1..]
                .windows(2)
                .enumerate()
                .map(|(option, edges)| {
                    out.clear();
                    neighbours.content(at, option, &mut out);
                    let own = weights.second(&self.known[edges[0]..edges[1]]);
                    let sum = alone.plus(&own).plus(&around).plus(&look(&out));
                    sum.score()
                })
                .collect();
            guesses.push(Guess::new(&self.contents[at], &scores));
        }
        guesses
    }
}

/// Whether the first pass thinks enough of an anchor for the second to try it again.
fn is_likely(guess: &Guess) -> bool {
    guess.found >= UNLIKELY
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
    // Words of cues that stay, and stretches that they report.
    let end = picks.iter().map(|p| p.anchor.cue.end).max();
    let mut words = vec![false; end.unwrap_or_default()];
    let mut reported = FxHashSet::default();
    for i in order {
        let Pick {
            anchor, content, ..
        } = &picks[i];
        let same = anchor.kind != AnchorKind::Verb && reported.contains(&content.ranges);
        let shared = words[anchor.cue.clone()].contains(&true);
        stays[i] = !same && !shared;
        if stays[i] {
            words[anchor.cue.clone()].fill(true);
            reported.insert(&content.ranges);
        }
    }
    picks
        .into_iter()
        .zip(stays)
        .filter_map(|(p, s)| s.then_some(p))
        .collect()
}
