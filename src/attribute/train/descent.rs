//! Stochastic gradient descent with per-weight step sizes (`AdaGrad`, Duchi et al. 2011) over choices, in fixed orders: the same choices give the same weights.

use super::examples::Choice;
use crate::attribute::weights::{counted, side};

/// Hidden units of one network.
pub(super) const UNITS: usize = 8;
/// Step size of weights.
const STEP: f32 = 0.1;
/// Step size of what features give to units.
const UNIT_STEP: f32 = 0.02;
/// Pull of every weight towards nothing, at each step that touches it (L1, so that most weights vanish).
const DECAY: f32 = 3e-3;
/// What features give to units begins within this of nothing.
const BEGINNING: f32 = 0.05;
/// Steps are at most as long as if a weight had moved this much before.
const MOVED: f32 = 1e-2;
/// No feature's row.
const NONE: u32 = u32::MAX;

/// How to learn.
#[derive(Debug, Clone, Copy)]
pub(super) struct Plan<'a> {
    /// Passes over the choices.
    pub(super) epochs: usize,
    /// Which features count for hidden units; none: there are no units.
    pub(super) deep: Option<&'a [bool]>,
    /// Number of the order of the choices.
    pub(super) order: u64,
}

/// What was learned.
pub(super) struct Model {
    /// Weights of features.
    pub(super) weights: Vec<f32>,
    moved: Vec<f32>,
    /// The row of each feature among those of the units.
    rows: Vec<u32>,
    units: Vec<[f32; UNITS]>,
    units_moved: Vec<[f32; UNITS]>,
}

/// What a list of features comes to.
#[derive(Clone, Copy)]
struct Sum {
    weights: f32,
    units: [f32; UNITS],
}

/// Numbers that look random and are always the same (xorshift).
struct Shuffle(u64);

impl Shuffle {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit as u64).max(1)).unwrap_or(0)
    }

    /// Between nothing and one.
    fn part(&mut self) -> f32 {
        self.below(1 << 20) as f32 / (1 << 20) as f32
    }
}

/// Learns from some choices over that many features.
pub(super) fn learn(choices: &[&Choice], features: usize, plan: Plan<'_>) -> Model {
    let mut shuffle = Shuffle(0x9e37_79b9_7f4a_7c15_u64 ^ (plan.order * 7919));
    let mut model = Model::new(features, plan.deep, &mut shuffle);
    let mut order: Vec<usize> = (0..choices.len()).collect();
    for _ in 0..plan.epochs {
        for i in (1..order.len()).rev() {
            order.swap(i, shuffle.below(i + 1));
        }
        for c in &order {
            model.step(choices[*c]);
        }
    }
    model
}

impl Model {
    fn new(features: usize, deep: Option<&[bool]>, shuffle: &mut Shuffle) -> Self {
        let mut units = Vec::new();
        let rows = (0..features).map(|f| {
            if deep.is_none_or(|d| !d[f]) {
                return NONE;
            }
            units.push([0.0; UNITS].map(|_: f32| (2.0 * shuffle.part() - 1.0) * BEGINNING));
            u32::try_from(units.len() - 1).unwrap_or(NONE)
        });
        let rows = rows.collect();
        Self {
            weights: vec![0.0; features],
            moved: vec![MOVED; features],
            rows,
            units_moved: vec![[MOVED; UNITS]; units.len()],
            units,
        }
    }

    /// What a feature gives to the units.
    pub(super) fn given(&self, feature: usize) -> Option<&[f32; UNITS]> {
        self.units.get(self.rows[feature] as usize)
    }

    fn sum(&self, features: &[u32]) -> Sum {
        let mut sum = Sum {
            weights: 0.0,
            units: [0.0; UNITS],
        };
        for f in features.iter().map(|f| *f as usize) {
            sum.weights += self.weights[f];
            if let Some(row) = self.given(f) {
                for (u, r) in sum.units.iter_mut().zip(row) {
                    *u += r;
                }
            }
        }
        sum
    }

    fn sums(&self, choice: &Choice) -> Vec<Sum> {
        let shared = self.sum(&choice.shared);
        let both = |option: &Vec<u32>| {
            let mut sum = self.sum(option);
            sum.weights += shared.weights;
            for (u, s) in sum.units.iter_mut().zip(shared.units) {
                *u += s;
            }
            sum
        };
        choice.options.iter().map(both).collect()
    }

    fn step(&mut self, choice: &Choice) {
        let sums = self.sums(choice);
        let scores: Vec<f32> = sums.iter().map(Sum::score).collect();
        let least = if choice.or_none { 0.0 } else { f32::MIN };
        let top = scores.iter().copied().fold(least, f32::max);
        let none = if choice.or_none { (-top).exp() } else { 0.0 };
        let total: f32 = none + scores.iter().map(|s| (s - top).exp()).sum::<f32>();
        let mut shared = 0.0;
        let mut shared_units = [0.0; UNITS];
        for (i, option) in choice.options.iter().enumerate() {
            let gradient = (scores[i] - top).exp() / total - choice.targets[i];
            shared += gradient;
            let mut units = [0.0; UNITS];
            for (u, gradient_of) in units.iter_mut().enumerate() {
                if sums[i].units[u] > 0.0 {
                    *gradient_of = gradient * side(u);
                    shared_units[u] += *gradient_of;
                }
            }
            self.apply(option, gradient, &units);
        }
        self.apply(&choice.shared, shared, &shared_units);
    }

    fn apply(&mut self, features: &[u32], gradient: f32, units: &[f32; UNITS]) {
        // What hardly moves anything is not worth its time.
        const LEAST: f32 = 1e-4;
        let still = gradient.abs() < LEAST;
        if still && units.iter().all(|u| u.abs() < LEAST) {
            return;
        }
        for f in features.iter().map(|f| *f as usize) {
            if !still {
                self.moved[f] += gradient * gradient;
                let rate = STEP / self.moved[f].sqrt();
                let weight = self.weights[f] - rate * gradient;
                self.weights[f] = weight.signum() * (weight.abs() - rate * DECAY).max(0.0);
            }
            let row = self.rows[f] as usize;
            if let (Some(row), Some(moved)) =
                (self.units.get_mut(row), self.units_moved.get_mut(row))
            {
                for u in 0..UNITS {
                    moved[u] += units[u] * units[u];
                    row[u] -= UNIT_STEP / moved[u].sqrt() * units[u];
                }
            }
        }
    }
}

impl Sum {
    fn score(&self) -> f32 {
        self.weights + counted(&self.units)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A cue where exactly one of two features stands, which no sum of weights can tell.
    fn either() -> Vec<Choice> {
        let one = |a: bool, b: bool| {
            let mut shared = vec![0];
            shared.extend(a.then_some(1));
            shared.extend(b.then_some(2));
            Choice {
                document: 0,
                shared,
                options: vec![vec![3]],
                targets: vec![f32::from(u8::from(a != b))],
                or_none: true,
            }
        };
        (0..400).map(|i| one(i % 2 == 0, i % 4 < 2)).collect()
    }

    #[test]
    fn units_learn_what_weights_cannot() {
        let choices = either();
        let all: Vec<&Choice> = choices.iter().collect();
        let right = |deep: Option<&[bool]>| {
            let model = learn(
                &all,
                4,
                Plan {
                    epochs: 20,
                    deep,
                    order: 1,
                },
            );
            let good = |c: &&&Choice| (model.sums(c)[0].score() > 0.0) == (c.targets[0] > 0.5);
            all.iter().filter(good).count()
        };
        assert_eq!(right(Some(&[true; 4])), all.len());
        assert!(right(None) < all.len());
    }

    #[test]
    fn the_same_order_gives_the_same_weights() {
        let choices = either();
        let all: Vec<&Choice> = choices.iter().collect();
        let plan = Plan {
            epochs: 2,
            deep: Some(&[true; 4]),
            order: 3,
        };
        let (a, b) = (learn(&all, 4, plan), learn(&all, 4, plan));
        assert_eq!(a.weights, b.weights);
        assert_eq!(a.units, b.units);
    }
}
