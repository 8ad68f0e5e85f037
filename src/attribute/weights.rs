//! Features by name, what each weighs by hash.
//!
//! A feature is a template and its values ("next" "that"). The weights lie in the language pack under the joined words; a document's features are
//! looked up by a hash of the parts (`part`), so that no string is built while reading articles.
//!
//! Every feature may weigh in the first pass, in the second, and on hidden units of the second: a unit sums what the features give it and counts where the sum is above
//! nothing, half of the units for a cue and half against it. Units see what only features together tell, which a sum of weights cannot.

use rustc_hash::FxHashMap;

use super::habits::MARK;
use super::part::{Part, key};
use crate::lexicon::NumberedLines;

/// Weights are stored as whole hundredths.
pub(super) const SCALE: f32 = 100.0;
/// What a feature gives to a unit is stored as whole thousandths, since much adds up there.
pub(super) const UNIT_SCALE: f32 = 1000.0;
/// Hidden units of all networks together.
pub(super) const UNITS: usize = 32;

/// What one feature weighs in the first pass, and where stands what it weighs in the second.
#[derive(Debug, Clone, Copy)]
struct Weight {
    first: f32,
    later: u32,
}

/// What one feature weighs in the second pass.
#[derive(Debug, Clone, Copy)]
struct Later {
    score: f32,
    /// Its row among those of the units.
    row: Option<u32>,
}

/// Weights by the hash of their feature. Most cues are unlikely after the first pass, so that what the second asks for lies apart.
#[derive(Debug, Default)]
pub(super) struct Weights {
    by_key: FxHashMap<u64, Weight>,
    later: Vec<Later>,
    rows: Vec<[f32; UNITS]>,
}

/// What features weigh together in the second pass.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sum {
    score: f32,
    units: [f32; UNITS],
}

impl Weights {
    /// From names and hundredths, as the language pack has them: first pass, second pass, thousandths for units; what is missing weighs nothing.
    pub(super) fn new(named: &NumberedLines) -> Self {
        let mut weights = Self::default();
        for (name, mut numbers) in named.iter().filter(|(n, _)| !n.starts_with(MARK)) {
            let mut hundredths = || numbers.next().map_or(0.0, |n| n as f32 / SCALE);
            let (first, score) = (hundredths(), hundredths());
            let mut units = numbers.peekable();
            let mut row = None;
            if units.peek().is_some() {
                row = Some(place(weights.rows.len()));
                let mut given = [0.0; UNITS];
                for (to, unit) in given.iter_mut().zip(units) {
                    *to = unit as f32 / UNIT_SCALE;
                }
                weights.rows.push(given);
            }
            let later = place(weights.later.len());
            weights.later.push(Later { score, row });
            let weight = Weight { first, later };
            weights
                .by_key
                .insert(key(name.split(' ').map(Part::of)), weight);
        }
        weights.later.shrink_to_fit();
        weights.rows.shrink_to_fit();
        weights
    }

    /// What some features weigh together in the first pass; those that weigh anything are added to `known`, for the second.
    pub(super) fn first(&self, features: &[u64], known: &mut Vec<u32>) -> f32 {
        let mut sum = 0.0;
        for weight in features.iter().filter_map(|f| self.by_key.get(f)) {
            sum += weight.first;
            known.push(weight.later);
        }
        sum
    }

    /// What known features weigh together in the second pass.
    pub(super) fn second(&self, known: &[u32]) -> Sum {
        let mut sum = Sum::default();
        for later in known.iter().map(|k| self.later[*k as usize]) {
            sum.score += later.score;
            if let Some(row) = later.row {
                add(&mut sum.units, &self.rows[row as usize]);
            }
        }
        sum
    }
}

impl Sum {
    /// Both together.
    pub(super) fn plus(&self, other: &Self) -> Self {
        let mut sum = *self;
        sum.score += other.score;
        add(&mut sum.units, &other.units);
        sum
    }

    /// The score.
    pub(super) fn score(&self) -> f32 {
        self.score + counted(&self.units)
    }
}

fn place(number: usize) -> u32 {
    u32::try_from(number).expect("a pack has few weights")
}

fn add(to: &mut [f32; UNITS], more: &[f32; UNITS]) {
    for (t, m) in to.iter_mut().zip(more) {
        *t += m;
    }
}

/// What hidden units count for: those at even places for a cue, the others against it.
pub(super) fn counted(units: &[f32]) -> f32 {
    let signed = units.iter().enumerate();
    signed.map(|(i, u)| side(i) * u.max(0.0)).sum()
}

/// Whether the unit at this place speaks for a cue or against it.
pub(super) fn side(unit: usize) -> f32 {
    if unit.is_multiple_of(2) { 1.0 } else { -1.0 }
}

/// Gathers features; in training their names as well.
#[derive(Debug, Default)]
pub(super) struct Features {
    keys: Vec<u64>,
    names: Option<FxHashMap<u64, String>>,
}

impl Features {
    /// Gathers names too.
    pub(super) fn named() -> Self {
        Self {
            keys: Vec::new(),
            names: Some(FxHashMap::default()),
        }
    }

    /// Adds the feature of a template and its values.
    #[inline]
    pub(super) fn add(&mut self, template: &'static str, values: &[Part<'_>]) {
        self.put(Part::of(template), values);
    }

    fn put(&mut self, template: Part<'_>, values: &[Part<'_>]) {
        let parts = || std::iter::once(template).chain(values.iter().copied());
        let key = key(parts());
        if let Some(names) = &mut self.names {
            names.entry(key).or_insert_with(|| {
                let texts: Vec<&str> = parts().map(|p| p.text).collect();
                texts.join(" ")
            });
        }
        self.keys.push(key);
    }

    /// Forgets the features, not their names.
    pub(super) fn clear(&mut self) {
        self.keys.clear();
    }

    /// The features since the last clearing.
    pub(super) fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// The name of a feature gathered in training.
    pub(super) fn name(&self, key: u64) -> Option<&str> {
        self.names.as_ref()?.get(&key).map(String::as_str)
    }
}
