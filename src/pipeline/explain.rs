//! One article after another as a run sees it, for whoever asks why: the same reading, the same dropping of copies, the same analysis, with
//! everything that was found on the way kept instead of the statements alone. In order and on one thread; nobody reads faster.

use rustc_hash::FxHashMap;

use super::RunOptions;
use super::analyse::guarded;
use super::analyse::{Analyser, Analysis, Anatomy};
use super::decide::Decider;
use super::drive::ANALYSIS_FAILED;
use super::parse::{ParseOptions, Parser, Survivor};
use crate::error::Error;
use crate::model::{Article, Draft, Reject, Statement};
use crate::read::Chunks;

/// One article, and what the run makes of it.
#[derive(Debug, Clone)]
pub struct Explained {
    /// The file it stands in, as named.
    pub file: String,
    /// Its line there; none for a file of text.
    pub line: Option<u64>,
    /// The article as it was read.
    pub article: Article<'static>,
    /// Whether it passes the gate. One that does not has no statements, whatever stands in it.
    pub passes: bool,
    /// Whether a record with the same id and text came before. It has no statements either.
    pub again: bool,
    /// Of each paragraph the article and paragraph that it was dropped for; none for one that was kept.
    pub copies: Vec<Option<(String, u32)>>,
    /// What was found.
    pub anatomy: Anatomy,
}

/// Hands each article whose id is wanted to `each`, in input order, and what could not be read as a [`Reject`]. Articles that are not wanted
/// are read as well: paragraphs are dropped for them.
///
/// # Errors
///
/// Those of `each`, and where a temporary file cannot be written.
pub fn explain<E: From<Error>>(
    options: &RunOptions,
    analyser: &Analyser,
    wanted: &dyn Fn(&str) -> bool,
    each: &mut dyn FnMut(Result<Box<Explained>, Reject>) -> Result<(), E>,
) -> Result<(), E> {
    let parsing = ParseOptions::of(options, false);
    let mut parser = Parser::new(&parsing, &Everything);
    let mut decider = Decider::new(options)?;
    let mut texts: FxHashMap<u64, u64> = FxHashMap::default();
    let mut chunks = Chunks::new(&options.inputs, options.limits);
    while let Some(chunk) = chunks.next() {
        let mut parsed = parser.parse(chunk);
        for reject in std::mem::take(&mut parsed.rejects) {
            each(Err(reject))?;
        }
        // Everything passes here, so that each record has its survivor.
        let survivors = std::mem::take(&mut parsed.survivors);
        for (record, mut survivor) in parsed.records().zip(survivors) {
            let again =
                !options.keep_copies && texts.get(&record.id_hash) == Some(&record.text_hash);
            texts.entry(record.id_hash).or_insert(record.text_hash);
            let Some(passes) = guarded(|| passes(analyser, &survivor)) else {
                each(Err(failed(survivor)))?;
                continue;
            };
            let copies = decider.originals_of(&record, passes.then_some(&survivor))?;
            if !wanted(record.id) {
                continue;
            }
            for (copy, paragraph) in copies.iter().zip(&mut survivor.draft.paragraphs) {
                paragraph.kept = copy.is_none();
            }
            let take_apart = || analyser.take_apart(&survivor.article, &survivor.draft);
            let Some(mut anatomy) = guarded(take_apart) else {
                each(Err(failed(survivor)))?;
                continue;
            };
            if !passes || again || copies.iter().all(Option::is_some) {
                anatomy.statements.clear();
            }
            each(Ok(Box::new(Explained {
                file: survivor.file,
                line: survivor.line,
                article: survivor.article,
                passes,
                again,
                copies,
                anatomy,
            })))?;
        }
        chunks.recycle(parsed.buffer);
    }
    Ok(())
}

fn passes(analyser: &Analyser, survivor: &Survivor) -> bool {
    let title = survivor.article.title.as_deref().unwrap_or_default();
    analyser.passes(title, &survivor.draft.body)
}

fn failed(survivor: Survivor) -> Reject {
    Reject {
        file: survivor.file,
        line: survivor.line,
        field: None,
        reason: ANALYSIS_FAILED.to_owned(),
    }
}

/// Lets every article through, so that one can be shown that the gate would have passed over.
struct Everything;

impl Analysis for Everything {
    fn passes(&self, _title: &str, _body: &str) -> bool {
        true
    }

    fn analyse(&self, _article: &Article<'_>, _draft: &Draft) -> Vec<Statement> {
        Vec::new()
    }
}
