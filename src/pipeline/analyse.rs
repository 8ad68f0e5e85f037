//! Steps 3 to 6 for one article, behind the gate: what stands in it about whom.

use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::attribute::Attributor;
use crate::error::Result;
use crate::lexicon::Lexicons;
use crate::model::{Article, Attribution, Document, Draft, Mentions, Statement};
use crate::segment::Segmenter;
use crate::stance::Decider;
use crate::tag::{Gate, PhraseMatch, Tagger};

/// What the pipeline asks of an analysis. Its threads share one.
pub(super) trait Analysis: Sync {
    /// Whether an article, by its headline and cleaned body, may hold a statement at all.
    fn passes(&self, title: &str, body: &str) -> bool;

    /// The statements of one article that passed. Paragraphs that were dropped are context, and never evidence.
    fn analyse(&self, article: &Article<'_>, draft: &Draft) -> Vec<Statement>;

    /// Phrases of a list in the cleaned body of any article, in order, whether it passes or not. Asked while the text is at hand.
    fn mark(&self, _body: &str, _found: &mut Vec<PhraseMatch>) {}
}

/// What the steps found in one article, one after the other.
#[derive(Debug, Clone)]
pub struct Anatomy {
    /// Step 3: paragraphs, sentences, quotations, clauses.
    pub document: Document,
    /// Step 4: who and what is spoken of.
    pub mentions: Mentions,
    /// Step 5: who says what.
    pub attributions: Vec<Attribution>,
    /// Step 6: who stands where.
    pub statements: Vec<Statement>,
}

/// Finds the statements of an article. Built once, shared by all threads.
#[derive(Debug)]
pub struct Analyser {
    gate: Gate,
    segmenter: Segmenter,
    tagger: Tagger,
    attributor: Attributor,
    decider: Decider,
}

impl Analyser {
    /// Compiles what each stage needs.
    pub fn new(lexicons: &Lexicons) -> Result<Self> {
        Ok(Self {
            gate: Gate::new(lexicons)?,
            segmenter: Segmenter::new(lexicons)?,
            tagger: Tagger::new(lexicons)?,
            attributor: Attributor::new(lexicons),
            decider: Decider::new(lexicons),
        })
    }

    /// Takes an article apart, whether it passes the gate or not. Paragraphs that were dropped are context, and never evidence.
    pub fn take_apart(&self, article: &Article<'_>, draft: &Draft) -> Anatomy {
        let day = article.published;
        let document = self.segmenter.segment(draft);
        let mentions = self.tagger.tag(&document, day);
        let attributions = self.attributor.attribute(&document);
        let statements = self
            .decider
            .decide(article, day, &document, &mentions, &attributions);
        Anatomy {
            document,
            mentions,
            attributions,
            statements,
        }
    }
}

impl Analysis for Analyser {
    fn passes(&self, title: &str, body: &str) -> bool {
        // Headlines are short: they are asked first.
        (self.gate.in_context(title) || self.gate.in_context(body))
            && (self.gate.holds_head(title) || self.gate.holds_head(body))
    }

    fn analyse(&self, article: &Article<'_>, draft: &Draft) -> Vec<Statement> {
        self.take_apart(article, draft).statements
    }
}

/// What `work` makes of one record or article; none where it panics. Everything that reads or analyses articles goes through here, so that one
/// that the program fails over is rejected and the others are unharmed. What `work` changes must not be used any more once it failed.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
