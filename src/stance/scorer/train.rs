//! Fits a model to labelled pairs. Deterministic: fixed order, no randomness.

use std::fmt::Write;

use rustc_hash::FxHashMap;

use super::model::{CLASSES, softmax};

/// One labelled pair.
#[derive(Debug, Clone)]
pub struct LabelledPair {
    /// Its features.
    pub features: Vec<String>,
    /// Which classes are right: none, then the four stances in their order.
    pub right: [bool; CLASSES],
    /// How much it counts.
    pub weight: f64,
    /// Number of its sentence, distinct among all documents.
    pub sentence: usize,
}

/// How to fit.
#[derive(Debug, Clone, Copy)]
pub struct Fit {
    /// Penalty on the squares of the weights.
    pub penalty: f64,
    /// Passes over the examples.
    pub passes: usize,
    /// Sentences in which a feature must stand to count.
    pub least: usize,
}

impl Default for Fit {
    fn default() -> Self {
        Self {
            penalty: 1.0,
            passes: 30,
            least: 3,
        }
    }
}

/// Weights by feature, in the order of their names.
#[derive(Debug, Clone, Default)]
pub struct Weights {
    rows: Vec<(String, [f64; CLASSES])>,
}

impl Weights {
    /// Fits multinomial logistic regression by `AdaGrad`. Where several classes are right, any of them satisfies it.
    pub fn fit(examples: &[&LabelledPair], fit: Fit) -> Self {
        let names = frequent(examples, fit.least);
        let mut counts = vec![0.0_f64; names.len()];
        let rows: Vec<Vec<usize>> = examples
            .iter()
            .map(|e| {
                let mut row: Vec<usize> = e
                    .features
                    .iter()
                    .filter_map(|f| names.get(f.as_str()).copied())
                    .collect();
                row.sort_unstable();
                row.dedup();
                for f in &row {
                    counts[*f] += 1.0;
                }
                row
            })
            .collect();
        let mut weights = vec![[0.0_f64; CLASSES]; names.len()];
        let mut squares = vec![[1e-6_f64; CLASSES]; names.len()];
        for _ in 0..fit.passes {
            for (example, row) in examples.iter().zip(&rows) {
                let mut sums = [0.0; CLASSES];
                for f in row {
                    sums.iter_mut().zip(&weights[*f]).for_each(|(s, w)| *s += w);
                }
                let p = softmax(&sums);
                let right: f64 = p
                    .iter()
                    .zip(example.right)
                    .filter(|(_, r)| *r)
                    .map(|(p, _)| p)
                    .sum();
                let gradient: Vec<f64> = p
                    .iter()
                    .zip(example.right)
                    .map(|(p, r)| example.weight * (p - if r { p / right.max(1e-12) } else { 0.0 }))
                    .collect();
                for f in row {
                    for ((w, s), g) in weights[*f].iter_mut().zip(&mut squares[*f]).zip(&gradient) {
                        let g = g + fit.penalty * *w / counts[*f];
                        *s += g * g;
                        *w -= RATE * g / s.sqrt();
                    }
                }
            }
        }
        let mut rows: Vec<(String, [f64; CLASSES])> = names
            .iter()
            .map(|(n, i)| ((*n).to_owned(), weights[*i]))
            .collect();
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        Self { rows }
    }

    /// Mean log-likelihood of some examples.
    pub fn likelihood(&self, examples: &[&LabelledPair]) -> f64 {
        let by_name: FxHashMap<&str, &[f64; CLASSES]> =
            self.rows.iter().map(|(n, w)| (n.as_str(), w)).collect();
        let mut total = 0.0;
        let mut weight = 0.0;
        for example in examples {
            let mut sums = [0.0; CLASSES];
            for w in example
                .features
                .iter()
                .filter_map(|f| by_name.get(f.as_str()))
            {
                sums.iter_mut().zip(*w).for_each(|(s, w)| *s += w);
            }
            let right: f64 = softmax(&sums)
                .iter()
                .zip(example.right)
                .filter(|(_, r)| *r)
                .map(|(p, _)| p)
                .sum();
            total += example.weight * right.max(1e-12).ln();
            weight += example.weight;
        }
        total / f64::max(weight, 1e-12)
    }

    /// A line a feature: name, tab, weights in hundredths. Features without weight are left out.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (name, row) in &self.rows {
            let row = row.map(|w| (w * 100.0).round());
            if row.iter().any(|w| *w != 0.0) {
                // Writing to a string cannot fail.
                let _ = writeln!(
                    text,
                    "{name}\t{} {} {} {} {}",
                    row[0], row[1], row[2], row[3], row[4]
                );
            }
        }
        text
    }
}

/// Step of `AdaGrad`.
const RATE: f64 = 0.1;

/// Features that stand in enough sentences, numbered in the order of their names.
fn frequent<'a>(examples: &[&'a LabelledPair], least: usize) -> FxHashMap<&'a str, usize> {
    let mut seen: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    for example in examples {
        for feature in &example.features {
            let entry = seen.entry(feature).or_insert((0, usize::MAX));
            if entry.1 != example.sentence {
                *entry = (entry.0 + 1, example.sentence);
            }
        }
    }
    let mut names: Vec<&str> = seen
        .into_iter()
        .filter(|(_, (n, _))| *n >= least)
        .map(|(f, _)| f)
        .collect();
    names.sort_unstable();
    names.into_iter().enumerate().map(|(i, n)| (n, i)).collect()
}

/// Isotonic regression of whether a statement was right on its score (pool adjacent violators), in blocks of at least `least`.
pub fn isotonic(mut cases: Vec<(f64, bool)>, least: usize) -> Vec<[f64; 2]> {
    cases.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    // Sum of scores, number right, number.
    let mut blocks: Vec<[f64; 3]> = Vec::new();
    for chunk in cases.chunks(least.max(1)) {
        let right = chunk.iter().filter(|c| c.1).count() as f64;
        blocks.push([chunk.iter().map(|c| c.0).sum(), right, chunk.len() as f64]);
        while let [.., a, b] = blocks[..]
            && a[1] / a[2] >= b[1] / b[2]
        {
            blocks.pop();
            blocks.pop();
            blocks.push([a[0] + b[0], a[1] + b[1], a[2] + b[2]]);
        }
    }
    // One case more, half right, keeps a small block from claiming certainty.
    blocks
        .iter()
        .map(|b| [round(b[0] / b[2]), round((b[1] + 0.5) / (b[2] + 1.0))])
        .collect()
}

fn round(x: f64) -> f64 {
    (x * 1000.0).round() / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example(features: &[&str], class: usize, sentence: usize) -> LabelledPair {
        let mut right = [false; CLASSES];
        right[class] = true;
        LabelledPair {
            features: features.iter().map(|f| (*f).to_owned()).collect(),
            right,
            weight: 1.0,
            sentence,
        }
    }

    #[test]
    fn learns_which_feature_tells() {
        let examples: Vec<LabelledPair> = (0..40)
            .map(|i| {
                if i % 2 == 0 {
                    example(&["bias", "backs"], 1, i)
                } else {
                    example(&["bias", "rejects"], 4, i)
                }
            })
            .collect();
        let all: Vec<&LabelledPair> = examples.iter().collect();
        let weights = Weights::fit(&all, Fit::default());
        assert!(weights.likelihood(&all) > -0.2);
        assert_eq!(weights.text(), Weights::fit(&all, Fit::default()).text());
        let text = weights.text();
        let row = |name: &str| {
            text.lines()
                .find(|l| l.starts_with(name))
                .unwrap()
                .split(['\t', ' '])
                .skip(1)
                .map(|w| w.parse::<f64>().unwrap())
                .collect::<Vec<_>>()
        };
        assert!(row("backs")[1] > row("backs")[4]);
        assert!(row("rejects")[4] > row("rejects")[1]);
    }

    #[test]
    fn rare_features_do_not_count() {
        let examples = [
            example(&["bias", "once"], 1, 0),
            example(&["bias", "once"], 1, 0),
            example(&["bias"], 0, 1),
            example(&["bias"], 0, 2),
        ];
        let all: Vec<&LabelledPair> = examples.iter().collect();
        assert!(
            !Weights::fit(&all, Fit::default()).text().contains("once"),
            "it stands in one sentence only"
        );
    }

    #[test]
    fn isotonic_never_falls() {
        let cases: Vec<(f64, bool)> = (0..60)
            .map(|i| (f64::from(i) / 60.0, i % 7 != 0 && i > 20 || i % 5 == 0))
            .collect();
        let points = isotonic(cases, 5);
        assert!(points.len() > 1);
        assert!(
            points
                .windows(2)
                .all(|w| w[0][1] <= w[1][1] && w[0][0] <= w[1][0])
        );
        assert!(isotonic(Vec::new(), 5).is_empty());
    }
}
