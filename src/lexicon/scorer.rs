//! The scorer's model as it is written: part of a language pack, because cues and function words are.

use serde::{Deserialize, Serialize};

use super::source::Files;
use crate::error::Result;

/// How many figures the regression over an article sees, and so how many weights a model has for it.
pub const ARTICLE_WEIGHTS: usize = 26;

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

impl ScorerTable {
    /// The model of a pack, if it has one; an error where it was made for another engine.
    pub(super) fn read(files: &Files, id: &str) -> Result<Option<Self>> {
        if !files.packs_with("scorer.toml").iter().any(|p| p == id) {
            return Ok(None);
        }
        let (table, source): (Self, _) = files.read(id, "scorer.toml")?;
        let found = table.article.len();
        if found != ARTICLE_WEIGHTS {
            let why = format!(
                "{found} weights where this engine has {ARTICLE_WEIGHTS}; take the file away and train anew: `stanceline train`"
            );
            return Err(source.error(0, "article", why));
        }
        Ok(Some(table))
    }
}
