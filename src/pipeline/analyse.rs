//! Steps 3 to 6 for one article: what stands in it about whom.

use crate::error::Result;
use crate::model::{Article, Draft, Statement};

/// Finds the statements of an article. Built once, shared by all threads.
#[derive(Debug, Default)]
pub struct Analyser {}

impl Analyser {
    /// Compiles what the stages need.
    pub fn new() -> Result<Self> {
        Ok(Self {})
    }

    /// The statements of one article. Paragraphs that were dropped are context, and never evidence.
    pub fn analyse(&self, _article: &Article<'_>, _draft: &Draft) -> Vec<Statement> {
        Vec::new()
    }
}
