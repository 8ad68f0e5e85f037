//! Annotated articles as choices: which content, if any, an anchor has, and who its source is.
//!
//! The target of an anchor is shared among the contents that overlap the annotated one best; an anchor without annotation has the target "no cue".

use std::ops::Range;

use rustc_hash::FxHashMap;

use crate::attribute::anchors::{Anchor, AnchorKind};
use crate::attribute::contents::Content;
use crate::attribute::features::{self, Cue};
use crate::attribute::neighbours::Neighbours;
use crate::attribute::scene::Scene;
use crate::attribute::sources::{Source, sources};
use crate::attribute::weights::Features;
use crate::model::{Document, Owner, Pos};

/// A content must share this part of the union with the annotated one.
const OVERLAP: f64 = 0.5;

/// One choice among options, each a list of features; `shared` features count for every option but "none".
pub(super) struct Choice {
    pub(super) document: usize,
    pub(super) shared: Vec<u32>,
    pub(super) options: Vec<Vec<u32>>,
    pub(super) targets: Vec<f32>,
    pub(super) or_none: bool,
}

/// An annotated document.
pub(super) struct Reading {
    pub(super) document: Document,
    /// Tokens of source, cue and content of each annotation.
    pub(super) marked: Vec<[Vec<bool>; 3]>,
    pub(super) anchors: Vec<Anchor>,
    pub(super) options: Vec<Vec<Content>>,
    /// The annotation of each anchor.
    pub(super) assigned: Vec<Option<usize>>,
}

/// Choices over numbered features.
pub(super) struct Examples {
    features: Features,
    ids: FxHashMap<u64, u32>,
    keys: Vec<u64>,
    counts: Vec<u32>,
    /// One for each anchor of each document, in order.
    pub(super) cues: Vec<Choice>,
    /// One for each annotated anchor whose source can be told.
    pub(super) sources: Vec<Choice>,
}

impl Examples {
    pub(super) fn new() -> Self {
        Self {
            features: Features::named(),
            ids: FxHashMap::default(),
            keys: Vec::new(),
            counts: Vec::new(),
            cues: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// How many features there are.
    pub(super) fn len(&self) -> usize {
        self.keys.len()
    }

    /// The name of a feature.
    pub(super) fn name(&self, feature: usize) -> Option<&str> {
        self.features.name(self.keys[feature])
    }

    /// All choices.
    pub(super) fn all(&self) -> impl Iterator<Item = &Choice> {
        self.cues.iter().chain(&self.sources)
    }

    /// Which features were seen as often as that.
    pub(super) fn frequent(&self, least: u32) -> Vec<bool> {
        self.counts.iter().map(|c| *c >= least).collect()
    }

    /// Leaves out features that were seen less often than that.
    pub(super) fn drop_rare(&mut self, least: u32) {
        let keep = self.frequent(least);
        for choice in self.cues.iter_mut().chain(&mut self.sources) {
            choice.shared.retain(|f| keep[*f as usize]);
            for option in &mut choice.options {
                option.retain(|f| keep[*f as usize]);
            }
        }
    }

    /// Adds the choices of one document, the `number`th.
    pub(super) fn add(&mut self, reading: &Reading, number: usize, scene: &Scene<'_>) {
        let Reading {
            document, marked, ..
        } = reading;
        let anchors = reading.anchors.iter().zip(&reading.options);
        for ((anchor, options), gold) in anchors.zip(&reading.assigned) {
            let cue = Cue::new(scene, anchor);
            features::cue(&cue, &mut self.features);
            let shared = self.intern();
            let overlaps: Vec<f64> = options
                .iter()
                .map(|o| gold.map_or(0.0, |g| overlap(document, &o.ranges, &marked[g][2])))
                .collect();
            let top = overlaps.iter().copied().fold(0.0, f64::max);
            let near = |o: &f64| *o >= OVERLAP && *o >= top - 0.08;
            let n = overlaps.iter().filter(|o| near(o)).count();
            let target = |o: &f64| if near(o) { 1.0 / n as f32 } else { 0.0 };
            let targets = overlaps.iter().map(target).collect();
            let mut described = Vec::with_capacity(options.len());
            for o in options {
                features::content(&cue, o, &mut self.features);
                described.push(self.intern());
            }
            self.cues.push(Choice {
                document: number,
                shared,
                options: described,
                targets,
                or_none: true,
            });
            if let Some(g) = gold
                && let Some(best) = overlaps.iter().position(|o| *o >= top)
            {
                self.add_source(number, &cue, &options[best], &marked[*g][0]);
            }
        }
    }

    /// Adds to the choices of one document, the first of which is the `first`th, what the neighbours of its anchors tell.
    pub(super) fn add_neighbours(&mut self, neighbours: &Neighbours<'_>, first: usize, n: usize) {
        for at in 0..n {
            neighbours.cue(at, &mut self.features);
            let shared = self.intern();
            self.cues[first + at].shared.extend(shared);
            for option in 0..self.cues[first + at].options.len() {
                neighbours.content(at, option, &mut self.features);
                let own = self.intern();
                self.cues[first + at].options[option].extend(own);
            }
        }
    }

    fn add_source(&mut self, number: usize, cue: &Cue<'_>, content: &Content, marked: &[bool]) {
        let document = cue.scene.document;
        let options = sources(document, cue.anchor, content);
        let Some(targets) = source_targets(document, &options, marked) else {
            return;
        };
        let mut described = Vec::with_capacity(options.len());
        for s in &options {
            features::source(cue, content, s, &mut self.features);
            described.push(self.intern());
        }
        self.sources.push(Choice {
            document: number,
            shared: Vec::new(),
            options: described,
            targets,
            or_none: false,
        });
    }

    /// The numbers of the features gathered last.
    fn intern(&mut self) -> Vec<u32> {
        let mut list = Vec::with_capacity(self.features.keys().len());
        for key in self.features.keys() {
            let next = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
            let id = *self.ids.entry(*key).or_insert(next);
            if id == next {
                self.keys.push(*key);
                self.counts.push(0);
            }
            self.counts[id as usize] += 1;
            list.push(id);
        }
        self.features.clear();
        list
    }
}

/// Which of some sources are right; none where no candidate is.
fn source_targets(document: &Document, options: &[Source], marked: &[bool]) -> Option<Vec<f32>> {
    let named = marked.iter().any(|m| *m);
    let mut targets: Vec<f32> = options
        .iter()
        .map(|s| match s.head {
            None => f32::from(u8::from(!named)),
            Some(h) => f32::from(u8::from(marked[h])),
        })
        .collect();
    // Of several heads inside the annotated words the outermost counts: the first that no preposition inside them governs.
    let outer = options.iter().position(|s| {
        s.head.is_some_and(|h| marked[h])
            && s.phrase.is_none_or(|p| {
                let phrase = &document.phrases[p];
                phrase.preposition.is_none_or(|x| !marked[x])
                    && !document.phrases.iter().any(|o| {
                        matches!(o.owner, Some(Owner::Phrase(q)) if q == p) && marked[o.head]
                    })
            })
    });
    if let Some(outer) = outer {
        targets.fill(0.0);
        targets[outer] = 1.0;
    }
    let n: f32 = targets.iter().sum();
    (n > 0.0).then(|| targets.iter().map(|t| t / n).collect())
}

/// Which tokens some code-point spans touch.
pub(super) fn marks(points: &[Range<usize>], spans: &[[usize; 2]]) -> Vec<bool> {
    points
        .iter()
        .map(|p| spans.iter().any(|s| p.start < s[1] && s[0] < p.end))
        .collect()
}

/// The annotation of each anchor: its cue holds the anchor and a content of the anchor overlaps its own. Each annotation goes to one anchor, the
/// one with the best content, verbs before others.
pub(super) fn assign(
    document: &Document,
    anchors: &[Anchor],
    options: &[Vec<Content>],
    marked: &[[Vec<bool>; 3]],
) -> Vec<Option<usize>> {
    let mut assigned = vec![None; anchors.len()];
    for (g, [_, cue, content]) in marked.iter().enumerate() {
        let mut best: Option<(f64, usize)> = None;
        for (a, anchor) in anchors.iter().enumerate() {
            let touches = cue[anchor.token];
            if !touches || assigned[a].is_some() {
                continue;
            }
            let most = options[a]
                .iter()
                .map(|o| overlap(document, &o.ranges, content))
                .fold(0.0, f64::max);
            let bonus = if anchor.kind == AnchorKind::Verb {
                0.1
            } else {
                0.0
            };
            if most >= OVERLAP && best.is_none_or(|(m, _)| most + bonus > m) {
                best = Some((most + bonus, a));
            }
        }
        if let Some((_, a)) = best {
            assigned[a] = Some(g);
        }
    }
    assigned
}

/// Words shared by some stretches and the marked tokens, by words in either.
fn overlap(document: &Document, ranges: &[Range<usize>], marked: &[bool]) -> f64 {
    let word = |t: &usize| document.tokens[*t].pos != Pos::Punctuation;
    let own: usize = ranges.iter().flat_map(Clone::clone).filter(word).count();
    let shared: usize = ranges
        .iter()
        .flat_map(Clone::clone)
        .filter(|t| word(t) && marked[*t])
        .count();
    let all = (0..marked.len()).filter(|t| marked[*t] && word(t)).count();
    let union = own + all - shared;
    if union == 0 {
        0.0
    } else {
        shared as f64 / union as f64
    }
}
