//! The scorer's model as it is written: part of a language pack, because cues and function words are.

use serde::{Deserialize, Serialize};

/// Weights and thresholds of the scorer (`scorer.toml`, written by `stanceline train`).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScorerTable {
    /// What the rules did not find is added from this probability of its stance on.
    pub add: f64,
    /// Score and probability of being right of what rules found, rising.
    pub rules: Vec<[f64; 2]>,
    /// The same of what only the scorer found.
    pub scored: Vec<[f64; 2]>,
    /// A line a feature: its name, a tab, and five weights in hundredths, for no stance, support, conditional, noncommittal, oppose.
    pub weights: String,
}
