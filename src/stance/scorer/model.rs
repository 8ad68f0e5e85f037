//! The model: a weight for each feature and class, thresholds, and what a score is worth.

use std::collections::hash_map::Entry;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};

use super::article::ArticleWeights;
use crate::lexicon::ScorerTable;
use crate::model::Stance;

/// Classes: no stance, then the four stances in their order.
pub(super) const CLASSES: usize = 5;

/// A multinomial logistic regression with what turns its probabilities into decisions.
#[derive(Debug)]
pub(crate) struct Model {
    /// Features by name, each with its number.
    weights: FxHashMap<String, (usize, [f32; CLASSES])>,
    pub(super) article: ArticleWeights,
    pub(super) keep: f64,
    pub(super) add: f64,
    rules: Vec<[f64; 2]>,
    scored: Vec<[f64; 2]>,
}

impl Model {
    /// Unpacks a table; a line that is none is left out, so that a damaged model decides less and never fails.
    pub(crate) fn new(table: &ScorerTable) -> Self {
        let lines = table.weights.lines().enumerate();
        let weights = lines
            .filter_map(|(number, line)| {
                let (name, values) = line.split_once('\t')?;
                let mut row = [0.0; CLASSES];
                let mut values = values.split(' ');
                for slot in &mut row {
                    *slot = values.next()?.parse::<f32>().ok()? / 100.0;
                }
                Some((name.to_owned(), (number, row)))
            })
            .collect();
        Self {
            weights,
            article: ArticleWeights::new(&table.article),
            keep: table.keep,
            add: table.add,
            rules: table.rules.clone(),
            scored: table.scored.clone(),
        }
    }

    /// The number of a feature, and its weights, one a class.
    pub(super) fn weights(&self, feature: &str) -> Option<&(usize, [f32; CLASSES])> {
        self.weights.get(feature)
    }

    /// The probability that a statement is right, from its score: by what the data of training showed.
    pub(crate) fn calibrated(&self, score: f64, by_rule: bool) -> f64 {
        interpolate(if by_rule { &self.rules } else { &self.scored }, score)
    }
}

/// Probabilities of the classes, and the tokens that spoke for each of them.
#[derive(Debug, Default)]
pub(super) struct Reading {
    sums: [f64; CLASSES],
    /// Tokens with the weights of the features that they show.
    shown: Vec<(Range<usize>, [f32; CLASSES])>,
}

/// What is known of a reading that is being made.
#[derive(Debug, Default)]
pub(super) struct Draft {
    /// Where tokens stand in its list.
    places: FxHashMap<Range<usize>, usize>,
    /// Features that it has.
    counted: FxHashSet<usize>,
}

impl Draft {
    /// Forgets one reading before another.
    pub(super) fn clear(&mut self) {
        self.places.clear();
        self.counted.clear();
    }
}

impl Reading {
    /// Adds a feature with the tokens that show it; `draft` begins empty with the reading. A feature counts once, as it does in training, however
    /// often it is seen.
    pub(super) fn add(
        &mut self,
        (number, weights): &(usize, [f32; CLASSES]),
        tokens: Option<Range<usize>>,
        draft: &mut Draft,
    ) {
        if draft.counted.insert(*number) {
            for (sum, w) in self.sums.iter_mut().zip(weights) {
                *sum += f64::from(*w);
            }
        }
        let Some(tokens) = tokens else { return };
        match draft.places.entry(tokens) {
            Entry::Occupied(place) => {
                let (_, known) = &mut self.shown[*place.get()];
                known.iter_mut().zip(weights).for_each(|(k, w)| *k += w);
            }
            Entry::Vacant(place) => {
                self.shown.push((place.key().clone(), *weights));
                place.insert(self.shown.len() - 1);
            }
        }
    }

    pub(super) fn probabilities(&self) -> [f64; CLASSES] {
        softmax(&self.sums)
    }

    /// The tokens that spoke most for a stance against the other classes, strongest first.
    pub(super) fn reasons(&self, stance: Stance, most: usize) -> Vec<Range<usize>> {
        let class = column(stance);
        let mut reasons: Vec<(f32, &Range<usize>)> = self
            .shown
            .iter()
            .map(|(tokens, weights)| (weights[class] - weights.iter().sum::<f32>() / 5.0, tokens))
            .filter(|(weight, _)| *weight > 0.0)
            .collect();
        reasons.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.start.cmp(&b.1.start)));
        reasons
            .into_iter()
            .take(most)
            .map(|(_, tokens)| tokens.clone())
            .collect()
    }
}

/// The column of a stance.
pub(super) fn column(stance: Stance) -> usize {
    1 + Stance::ALL.iter().position(|s| *s == stance).unwrap_or(0)
}

pub(super) fn softmax(sums: &[f64; CLASSES]) -> [f64; CLASSES] {
    let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut shares = sums.map(|s| (s - most).exp());
    let total: f64 = shares.iter().sum();
    for share in &mut shares {
        *share /= total;
    }
    shares
}

/// Piecewise linear through points in the order of their first coordinate; constant beyond them; the score itself where there are none.
fn interpolate(points: &[[f64; 2]], x: f64) -> f64 {
    let after = points.partition_point(|p| p[0] < x);
    match (after.checked_sub(1).map(|i| points[i]), points.get(after)) {
        (None, None) => x,
        (Some(last), None) => last[1],
        (None, Some(first)) => first[1],
        (Some(a), Some(b)) => a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]).max(1e-9),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(weights: &str) -> ScorerTable {
        ScorerTable {
            weights: weights.to_owned(),
            rules: vec![[0.2, 0.1], [0.6, 0.9]],
            ..ScorerTable::default()
        }
    }

    #[test]
    fn a_line_that_is_damaged_is_left_out() {
        let model = Model::new(&table("a\t100 0 0 0 -50\nb\t1 2\nc\tx 0 0 0 0\n"));
        assert_eq!(model.weights("a"), Some(&(0, [1.0, 0.0, 0.0, 0.0, -0.5])));
        assert_eq!(model.weights("b"), None);
        assert_eq!(model.weights("c"), None);
    }

    #[test]
    fn calibration_runs_through_its_points() {
        let model = Model::new(&table(""));
        assert!((model.calibrated(0.4, true) - 0.5).abs() < 1e-9);
        assert!((model.calibrated(0.9, true) - 0.9).abs() < 1e-9);
        assert!((model.calibrated(0.05, true) - 0.1).abs() < 1e-9);
        assert!(
            (model.calibrated(0.3, false) - 0.3).abs() < 1e-9,
            "no points: the score itself"
        );
    }

    #[test]
    fn the_tokens_that_spoke_for_a_stance_explain_it() {
        let mut reading = Reading::default();
        let mut draft = Draft::default();
        for feature in [
            ((0, [0.0, 0.5, 0.0, 0.0, 0.0]), 5..6),
            ((1, [0.0, 2.0, 0.0, 0.0, 0.0]), 3..4),
            ((2, [0.0, 0.0, 0.0, 0.0, 3.0]), 7..9),
            ((3, [0.0, 0.5, 0.0, 0.0, 0.0]), 5..6),
        ] {
            reading.add(&feature.0, Some(feature.1), &mut draft);
        }
        assert_eq!(reading.reasons(Stance::Support, 3), vec![3..4, 5..6]);
        assert_eq!(reading.reasons(Stance::Oppose, 3), vec![7..9]);
        let p = reading.probabilities();
        assert!((p.iter().sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(p[1] > p[0]);
    }

    #[test]
    fn a_feature_counts_once_however_often_it_is_seen() {
        let feature = (7, [0.0, 1.0, 0.0, 0.0, 0.0]);
        let probabilities = |times: usize| {
            let (mut reading, mut draft) = (Reading::default(), Draft::default());
            for at in 0..times {
                reading.add(&feature, Some(at..at + 1), &mut draft);
            }
            (
                reading.probabilities()[1],
                reading.reasons(Stance::Support, 9).len(),
            )
        };
        let (once, often) = (probabilities(1), probabilities(3));
        assert!((once.0 - often.0).abs() < 1e-12, "{once:?} {often:?}");
        assert_eq!(often.1, 3, "every place that shows it is told");
    }
}
