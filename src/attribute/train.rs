//! Learns the weights of the scorer from annotated articles.
//!
//! Two conditional (softmax) models, trained by stochastic gradient descent with per-weight step sizes (`AdaGrad`, Duchi et al. 2011), in a fixed order: the same
//! articles give the same weights. The target of an anchor is shared among the contents that overlap the annotated one best; an anchor without
//! annotation has the target "no cue".

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::FxHashMap;

use super::Attributor;
use super::anchors::{Anchor, AnchorKind, anchors};
use super::contents::{Content, contents};
use super::features;
use super::habits::{self, Habits};
use super::sources::sources;
use super::verbs::Verbs;
use super::weights::{Features, SCALE, key};
use crate::model::{AttributionSpans, Document, Pos};

/// Passes over the examples.
const EPOCHS: usize = 2;
/// Orders of the examples whose weights are averaged: what one order happens to learn last weighs less.
const ORDERS: u64 = 6;
/// Features seen less often than this, once an option, are left out.
const RARE: u32 = 100;
/// Step size.
const STEP: f32 = 0.1;
/// Pull of every weight towards nothing, at each step that touches it (L1, so that most weights vanish).
const DECAY: f32 = 3e-3;
/// Weights below this are not kept.
const FAINT: f32 = 0.1;
/// A content must share this part of the union with the annotated one.
const OVERLAP: f64 = 0.5;

/// One choice among options, each a list of features; `shared` features count for every option but "none".
struct Choice {
    shared: Vec<u32>,
    options: Vec<Vec<u32>>,
    targets: Vec<f32>,
    or_none: bool,
}

/// An annotated document.
struct Reading {
    document: Document,
    marked: Vec<[Vec<bool>; 3]>,
    anchors: Vec<Anchor>,
    options: Vec<Vec<Content>>,
    /// The annotation of each anchor.
    assigned: Vec<Option<usize>>,
}

/// Cues and uses of words by their hash.
type Counts = BTreeMap<u64, [u32; 2]>;

/// Gathers annotated documents, then learns.
pub struct Trainer<'a> {
    attributor: &'a Attributor,
    /// What the language pack knows of verbs, with the habits that the articles show.
    verbs: Verbs,
    readings: Vec<Reading>,
    features: Features,
    ids: FxHashMap<u64, u32>,
    keys: Vec<u64>,
    counts: Vec<u32>,
    choices: Vec<Choice>,
    annotated: usize,
    reachable: usize,
}

impl<'a> Trainer<'a> {
    /// A trainer for the lexicon of `attributor`, whose own weights play no part.
    pub fn new(attributor: &'a Attributor) -> Self {
        Self {
            attributor,
            verbs: attributor.verbs.clone(),
            readings: Vec::new(),
            features: Features::named(),
            ids: FxHashMap::default(),
            keys: Vec::new(),
            counts: Vec::new(),
            choices: Vec::new(),
            annotated: 0,
            reachable: 0,
        }
    }

    /// Annotated attributions seen, and how many of them have a candidate that would count as found.
    pub fn coverage(&self) -> (usize, usize) {
        (self.annotated, self.reachable)
    }

    /// Adds one document; `text` is the article's text as given, which the annotations count in.
    pub fn add(&mut self, document: Document, text: &str, gold: &[AttributionSpans]) {
        let points = document.token_points(text);
        let marked: Vec<[Vec<bool>; 3]> = gold
            .iter()
            .map(|g| [&g.source, &g.cue, &g.content].map(|spans| marks(&points, spans)))
            .collect();
        let anchors = anchors(&document, &self.verbs, &self.attributor.prepositions);
        let options: Vec<Vec<Content>> = anchors.iter().map(|a| contents(&document, a)).collect();
        let assigned = assign(&document, &anchors, &options, &marked);
        self.annotated += gold.len();
        self.reachable += assigned.iter().flatten().count();
        self.readings.push(Reading {
            document,
            marked,
            anchors,
            options,
            assigned,
        });
    }

    /// Sets the habits of all words, makes the choices of each document with those that all others show, and gives the habits by name.
    fn choose(&mut self) -> BTreeMap<String, i32> {
        let readings = std::mem::take(&mut self.readings);
        let mut names: FxHashMap<u64, (&'static str, String)> = FxHashMap::default();
        let mut all = Counts::default();
        let mut spaces: FxHashMap<&'static str, [u32; 2]> = FxHashMap::default();
        let each: Vec<Counts> = readings
            .iter()
            .map(|r| {
                let mut own = Counts::default();
                for (anchor, gold) in r.anchors.iter().zip(&r.assigned) {
                    for (space, word) in habits::words(&r.document, anchor) {
                        let k = key([space, word].into_iter());
                        names.entry(k).or_insert_with(|| (space, word.to_owned()));
                        for count in [
                            own.entry(k).or_default(),
                            all.entry(k).or_default(),
                            spaces.entry(space).or_default(),
                        ] {
                            count[0] += u32::from(gold.is_some());
                            count[1] += 1;
                        }
                    }
                }
                own
            })
            .collect();
        let share = |k: &u64, [cues, uses]: [u32; 2]| {
            let [c, u] = spaces[names[k].0];
            (uses >= habits::LEAST).then(|| habits::smoothed(cues, uses, c as f32 / u as f32))
        };
        let set = |habits: &mut Habits, k: &u64, counts: [u32; 2]| match share(k, counts) {
            Some(share) => habits.set(*k, share),
            None => habits.forget(*k),
        };
        for (k, counts) in &all {
            set(&mut self.verbs.habits, k, *counts);
        }
        for (reading, own) in readings.iter().zip(&each) {
            for (k, [cues, uses]) in own {
                let [c, u] = all[k];
                set(&mut self.verbs.habits, k, [c - cues, u - uses]);
            }
            self.add_choices(reading);
            for k in own.keys() {
                set(&mut self.verbs.habits, k, all[k]);
            }
        }
        all.iter()
            .filter_map(|(k, counts)| {
                let (space, word) = &names[k];
                let name = format!("{}{space} {word}", habits::MARK);
                let share = share(k, *counts)?;
                Some((name, hundredths(share)))
            })
            .collect()
    }

    fn add_choices(&mut self, reading: &Reading) {
        let Reading {
            document,
            marked,
            anchors,
            options,
            assigned,
        } = reading;
        for ((anchor, options), gold) in anchors.iter().zip(options).zip(assigned) {
            self.features.clear();
            features::cue(document, &self.verbs, anchor, &mut self.features);
            let shared = self.intern();
            let overlaps: Vec<f64> = options
                .iter()
                .map(|o| gold.map_or(0.0, |g| overlap(document, &o.ranges, &marked[g][2])))
                .collect();
            let top = overlaps.iter().copied().fold(0.0, f64::max);
            let near = |o: &f64| *o >= OVERLAP && *o >= top - 0.08;
            let n = overlaps.iter().filter(|o| near(o)).count();
            let targets = overlaps
                .iter()
                .map(|o| if near(o) { 1.0 / n as f32 } else { 0.0 })
                .collect();
            let options_features = options
                .iter()
                .map(|o| {
                    self.features.clear();
                    features::content(document, &self.verbs, anchor, o, &mut self.features);
                    self.intern()
                })
                .collect();
            self.choices.push(Choice {
                shared,
                options: options_features,
                targets,
                or_none: true,
            });
            if let Some(g) = gold
                && let Some(best) = overlaps.iter().position(|o| *o >= top)
            {
                self.add_source(document, anchor, &options[best], &marked[*g][0]);
            }
        }
    }

    fn add_source(
        &mut self,
        document: &Document,
        anchor: &Anchor,
        content: &Content,
        marked: &[bool],
    ) {
        let options = sources(document, anchor, content);
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
                            matches!(o.owner, Some(crate::model::Owner::Phrase(q)) if q == p)
                                && marked[o.head]
                        })
                })
        });
        if let Some(outer) = outer {
            targets.fill(0.0);
            targets[outer] = 1.0;
        }
        let n: f32 = targets.iter().sum();
        if n == 0.0 {
            return;
        }
        for t in &mut targets {
            *t /= n;
        }
        let options = options
            .iter()
            .map(|s| {
                self.features.clear();
                features::source(
                    document,
                    &self.verbs,
                    anchor,
                    content,
                    s,
                    &mut self.features,
                );
                self.intern()
            })
            .collect();
        self.choices.push(Choice {
            shared: Vec::new(),
            options,
            targets,
            or_none: false,
        });
    }

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
        list
    }

    /// Learns, and gives the weights in hundredths by feature name.
    pub fn finish(mut self) -> BTreeMap<String, i32> {
        let habits = self.choose();
        let counts = &self.counts;
        for choice in &mut self.choices {
            let keep = |f: &u32| counts[*f as usize] >= RARE;
            choice.shared.retain(keep);
            for option in &mut choice.options {
                option.retain(keep);
            }
        }
        let mut weights = vec![0.0f32; self.keys.len()];
        for order in 0..ORDERS {
            let learned = descend(&self.choices, self.keys.len(), order);
            for (sum, weight) in weights.iter_mut().zip(learned) {
                *sum += weight / ORDERS as f32;
            }
        }
        weights
            .iter()
            .zip(&self.keys)
            .filter(|(w, _)| w.abs() >= FAINT)
            .filter_map(|(w, key)| Some((self.features.name(*key)?.to_owned(), hundredths(*w))))
            .chain(habits)
            .collect()
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weight is far below a million"
)]
fn hundredths(weight: f32) -> i32 {
    (weight * SCALE).round() as i32
}

/// Stochastic gradient descent over all choices, in the shuffled order of that number.
fn descend(choices: &[Choice], features: usize, number: u64) -> Vec<f32> {
    let mut weights = vec![0.0f32; features];
    let mut squares = vec![1e-2f32; features];
    let mut order: Vec<usize> = (0..choices.len()).collect();
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ (number * 7919);
    for _ in 0..EPOCHS {
        // A fixed shuffle: xorshift from a fixed seed.
        for i in (1..order.len()).rev() {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            let j = usize::try_from(state % (i as u64 + 1)).unwrap_or(0);
            order.swap(i, j);
        }
        for c in &order {
            step(&choices[*c], &mut weights, &mut squares);
        }
    }
    weights
}

fn step(choice: &Choice, weights: &mut [f32], squares: &mut [f32]) {
    let sum =
        |list: &[u32], weights: &[f32]| -> f32 { list.iter().map(|f| weights[*f as usize]).sum() };
    let alone = sum(&choice.shared, weights);
    let scores: Vec<f32> = choice
        .options
        .iter()
        .map(|o| alone + sum(o, weights))
        .collect();
    let top = scores
        .iter()
        .copied()
        .fold(if choice.or_none { 0.0 } else { f32::MIN }, f32::max);
    let none = if choice.or_none { (-top).exp() } else { 0.0 };
    let total: f32 = none + scores.iter().map(|s| (s - top).exp()).sum::<f32>();
    let mut apply = |list: &[u32], gradient: f32| {
        if gradient.abs() < 1e-4 {
            return;
        }
        for f in list {
            let f = *f as usize;
            squares[f] += gradient * gradient;
            let rate = STEP / squares[f].sqrt();
            let weight = weights[f] - rate * gradient;
            weights[f] = weight.signum() * (weight.abs() - rate * DECAY).max(0.0);
        }
    };
    let mut shared = 0.0;
    for ((score, target), option) in scores.iter().zip(&choice.targets).zip(&choice.options) {
        let gradient = (score - top).exp() / total - target;
        shared += gradient;
        apply(option, gradient);
    }
    apply(&choice.shared, shared);
}

/// Which tokens some code-point spans touch.
fn marks(points: &[Range<usize>], spans: &[[usize; 2]]) -> Vec<bool> {
    points
        .iter()
        .map(|p| spans.iter().any(|s| p.start < s[1] && s[0] < p.end))
        .collect()
}

/// The annotation of each anchor: its cue holds the anchor and a content of the anchor overlaps its own. Each annotation goes to one anchor, the
/// one with the best content, verbs before others.
fn assign(
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
