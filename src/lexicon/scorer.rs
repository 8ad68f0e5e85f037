//! The scorer's model as it is written: part of a language pack, because cues and function words are.

use serde::{Deserialize, Serialize};

/// How many figures the regression over an article sees, and so how many weights a model has for it.
pub const ARTICLE_WEIGHTS: usize = 18;

/// Weights and thresholds of the scorer (`scorer.toml`, written by `stanceline train`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScorerTable {
    /// What the rules found stays from this probability of its stance in the article on.
    pub keep: f64,
    /// What they did not find is added from this one on.
    pub add: f64,
    /// Weights of the regression over an article's pairs; [`ARTICLE_WEIGHTS`] of them, in the engine's order.
    pub article: Vec<f64>,
    /// Score and probability of being right of what rules found, rising.
    pub rules: Vec<[f64; 2]>,
    /// The same of what only the scorer found.
    pub scored: Vec<[f64; 2]>,
    /// A line a feature: its name, a tab, and five weights in hundredths, for no stance, support, conditional, noncommittal, oppose.
    pub weights: String,
}
