//! Learns the weights of the scorer from annotated articles.
//!
//! Conditional (softmax) models, in reading order of `train/`: `examples` makes annotated articles into choices, `descent` learns from choices. Two are learned: the first pass over cues and
//! contents, and the second, which sees what the first thinks of the neighbours, and chooses sources too. What the second learns from are guesses of first passes that never saw the
//! article, since one that did would be surer than it will be of anything new.

mod descent;
mod examples;

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use super::Attributor;
use super::anchors::anchors;
use super::contents::{Content, contents};
use super::habits::{self, Habits};
use super::neighbours::{Guess, Neighbours};
use super::part::{Part, key};
use super::scene::Scene;
use super::verbs::Verbs;
use super::weights::{SCALE, UNIT_SCALE, UNITS};
use crate::model::{AttributionSpans, Document};
use descent::{Model, Plan, learn};
use examples::{Choice, Examples, Reading, assign, marks};

/// Passes over the choices of the first pass.
const EPOCHS: usize = 2;
/// Passes over the choices of the second pass.
const LATER_EPOCHS: usize = 3;
/// Orders of the choices whose weights are averaged: what one order happens to learn last weighs less.
const ORDERS: u64 = 6;
/// The same for the models whose guesses the second pass learns from, one for each part of the articles.
const PART_ORDERS: u64 = 1;
/// Networks of the second pass, each with units of its own and learned in an order of its own.
const NETWORKS: u64 = (UNITS / descent::UNITS) as u64;
/// Parts that the articles are dealt into.
const PARTS: usize = 4;
/// Features seen less often than this, once an option, are left out.
const RARE: u32 = 100;
/// Features seen as often as this count for hidden units.
const DEEP: u32 = 1000;
/// Weights below this are not kept.
const FAINT: f32 = 0.1;
/// What a feature gives to units is not kept where all of it is below this, in thousandths.
const FAINT_UNIT: i32 = 5;

/// Cues and uses of words by their hash.
type Counts = BTreeMap<u64, [u32; 2]>;

/// Gathers annotated documents, then learns.
pub struct Trainer<'a> {
    attributor: &'a Attributor,
    /// What the language pack knows of verbs, with the habits that the articles show.
    verbs: Verbs,
    readings: Vec<Reading>,
    examples: Examples,
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
            examples: Examples::new(),
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
    fn choose(&mut self) -> BTreeMap<String, Vec<i32>> {
        let mut names: FxHashMap<u64, (&'static str, String)> = FxHashMap::default();
        let mut all = Counts::default();
        let mut spaces: FxHashMap<&'static str, [u32; 2]> = FxHashMap::default();
        let each: Vec<Counts> = self
            .readings
            .iter()
            .map(|r| {
                let mut own = Counts::default();
                for (anchor, gold) in r.anchors.iter().zip(&r.assigned) {
                    for (space, word) in habits::words(&r.document, anchor) {
                        let k = key([space, word].map(Part::of));
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
        for (number, (reading, own)) in self.readings.iter().zip(&each).enumerate() {
            for (k, [cues, uses]) in own {
                let [c, u] = all[k];
                set(&mut self.verbs.habits, k, [c - cues, u - uses]);
            }
            let scene = Scene::new(&reading.document, &self.verbs);
            self.examples.add(reading, number, &scene);
            for k in own.keys() {
                set(&mut self.verbs.habits, k, all[k]);
            }
        }
        all.iter()
            .filter_map(|(k, counts)| {
                let (space, word) = &names[k];
                let name = format!("{}{space} {word}", habits::MARK);
                let share = share(k, *counts)?;
                Some((name, vec![hundredths(share)]))
            })
            .collect()
    }

    /// Adds what first passes over the other articles think of the neighbours.
    fn look_around(&mut self) {
        let parts: Vec<Vec<f32>> = (0..PARTS)
            .map(|part| {
                let others = |c: &&Choice| c.document % PARTS != part;
                let choices: Vec<&Choice> = self.examples.cues.iter().filter(others).collect();
                linear(&choices, self.examples.len(), PART_ORDERS)
            })
            .collect();
        let mut first = 0;
        for (number, reading) in self.readings.iter().enumerate() {
            let n = reading.anchors.len();
            let weights = &parts[number % PARTS];
            let guesses: Vec<Option<Guess>> = self.examples.cues[first..first + n]
                .iter()
                .zip(&reading.options)
                .map(|(choice, options)| Guess::new(options, &scores(choice, weights)))
                .collect();
            let neighbours = Neighbours::new(&reading.anchors, &reading.options, &guesses);
            self.examples.add_neighbours(&neighbours, first, n);
            first += n;
        }
    }

    /// Learns, and gives the weights in hundredths by feature name, as the language pack has them.
    pub fn finish(mut self) -> BTreeMap<String, Vec<i32>> {
        let habits = self.choose();
        self.examples.drop_rare(RARE);
        let cues: Vec<&Choice> = self.examples.cues.iter().collect();
        let mut first = linear(&cues, self.examples.len(), ORDERS);
        self.look_around();
        self.examples.drop_rare(RARE);
        let all: Vec<&Choice> = self.examples.all().collect();
        let deep = self.examples.frequent(DEEP);
        let networks: Vec<Model> = (0..NETWORKS)
            .map(|order| {
                let plan = Plan {
                    epochs: LATER_EPOCHS,
                    deep: Some(&deep),
                    order,
                };
                learn(&all, self.examples.len(), plan)
            })
            .collect();
        first.resize(self.examples.len(), 0.0);
        (0..self.examples.len())
            .filter_map(|f| {
                let numbers = numbers(f, first[f], &networks)?;
                Some((self.examples.name(f)?.to_owned(), numbers))
            })
            .chain(habits)
            .collect()
    }
}

/// Weights of a model without units, averaged over some orders.
fn linear(choices: &[&Choice], features: usize, orders: u64) -> Vec<f32> {
    let mut weights = vec![0.0f32; features];
    for order in 0..orders {
        let plan = Plan {
            epochs: EPOCHS,
            deep: None,
            order,
        };
        let learned = learn(choices, features, plan);
        for (sum, weight) in weights.iter_mut().zip(learned.weights) {
            *sum += weight / orders as f32;
        }
    }
    weights
}

/// The scores of the options of a choice by weights alone.
fn scores(choice: &Choice, weights: &[f32]) -> Vec<f32> {
    let sum = |list: &[u32]| list.iter().map(|f| weights[*f as usize]).sum::<f32>();
    let shared = sum(&choice.shared);
    choice.options.iter().map(|o| shared + sum(o)).collect()
}

/// What a feature weighs in both passes and for the units of all networks, in hundredths; none where that is nothing.
fn numbers(feature: usize, first: f32, networks: &[Model]) -> Option<Vec<i32>> {
    let part = networks.len() as f32;
    let second: f32 = networks.iter().map(|n| n.weights[feature] / part).sum();
    let kept = |w: f32| if w.abs() >= FAINT { hundredths(w) } else { 0 };
    let mut numbers = vec![kept(first), kept(second)];
    let given = networks.iter().filter_map(|n| n.given(feature));
    let units: Vec<i32> = given
        .flatten()
        .map(|u| whole(u / part * UNIT_SCALE))
        .collect();
    if units.iter().any(|u| u.abs() >= FAINT_UNIT) {
        numbers.extend(units);
    }
    while numbers.last() == Some(&0) {
        numbers.pop();
    }
    (!numbers.is_empty()).then_some(numbers)
}

fn hundredths(weight: f32) -> i32 {
    whole(weight * SCALE)
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "a weight is far below a million"
)]
fn whole(number: f32) -> i32 {
    number.round() as i32
}
