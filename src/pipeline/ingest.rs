//! Articles into the nightly store.
//!
//! A run decides by the order of its input; the store decides by the order in which articles came out. Over an archive in that order
//! both give the same statements and timelines, because both analyse an article with the same paragraphs kept, and both end in the
//! same [`finish`](super::finish).

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;
use serde::Serialize;

use super::analyse::guarded;
use super::draft::draft_of;
use super::drive::{give, take};
use super::folds::fold_changed;
use super::near::{Near, WordByWord};
use super::parse::{ParseOptions, Parsed, Parser};
use super::unread::{UnreadInput, UnreadInputs};
use super::workers::workers;
use super::{Analyser, Analysis, Progress, RunOptions, RunReport};
use crate::dedup::{Fingerprint, Fingerprinter, Standing, own_repeats};
use crate::error::Result;
use crate::model::{Article, Draft, Reject, Statement, Undated};
use crate::read::{Chunk, Chunks};
use crate::store::{
    Added, Batch, Identity, LedgerEntry, Likeness, Stale, Store, TopicArticle, TopicParagraph,
};

/// Bytes of input that count together. A delivery of a night fits; of an archive each part is safe once it is in.
const BATCH: usize = 64 << 20;
/// Articles analysed beside each other.
const ANALYSED_TOGETHER: usize = 512;

/// What came of a delivery.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct IngestReport {
    /// Articles read.
    pub articles: u64,
    /// Articles that were not there before, updates included.
    pub new: u64,
    /// New versions of articles that were there.
    pub updates: u64,
    /// Articles that were there before, as they are.
    pub known: u64,
    /// Articles of which a later version was there.
    pub outdated: u64,
    /// Articles with a date that could not be read: they are taken as undated.
    pub unread_dates: u64,
    /// The first of these, at most [`RunReport::SHOWN_UNDATED`].
    pub undated: Vec<Undated>,
    /// Inputs of which no record could be read, all for one reason.
    #[serde(skip)]
    pub unread: Vec<UnreadInput>,
    /// Articles analysed, or analysed anew because their paragraphs changed hands.
    pub analysed: u64,
    /// Records that could not be read, or not be analysed.
    pub rejects: u64,
    /// Whether it was asked to stop before its end: then only what is safe in the store is counted.
    pub interrupted: bool,
}

/// Takes records that could not be read, or not be analysed, as they come.
pub type RejectSink<'r> = dyn FnMut(Reject) -> Result<()> + Send + 'r;

/// What is counted of a delivery, and who wants its rejects. They are handed on as they come: a delivery may consist of nothing else.
pub(super) struct Account<'r> {
    report: IngestReport,
    rejected: &'r mut RejectSink<'r>,
}

impl<'r> Account<'r> {
    pub(super) fn new(rejected: &'r mut RejectSink<'r>) -> Self {
        Self {
            report: IngestReport::default(),
            rejected,
        }
    }

    /// Articles analysed so far.
    #[cfg(test)]
    pub(super) fn analysed(&self) -> u64 {
        self.report.analysed
    }

    fn reject(&mut self, reject: Reject) -> Result<()> {
        self.report.rejects += 1;
        (self.rejected)(reject)
    }
}

/// What the contents of a store depend on beside the articles.
pub fn identity(options: &RunOptions) -> Identity {
    Identity {
        engine: concat!("stanceline ", env!("CARGO_PKG_VERSION")).to_owned(),
        topic: options.topic.clone(),
        lexicons: options.lexicons.clone(),
        near: likeness(options).map_or_else(|| "off".to_owned(), |likeness| likeness.rule()),
    }
}

/// What near copies are, where they are looked for.
fn likeness(options: &RunOptions) -> Option<WordByWord> {
    (options.near != Near::Off).then(|| WordByWord::of(options))
}

/// Brings the inputs into the store, and hands each record that fails to `rejected`. Where `stop` ended it, a batch that was begun and not
/// finished is as if it had not been. Doing the same again completes it, and changes nothing where it was complete.
pub fn ingest(
    options: &RunOptions,
    analyser: &Analyser,
    store: &mut Store,
    stop: &AtomicBool,
    rejected: &mut RejectSink<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<IngestReport> {
    ingest_with(options, analyser, store, stop, rejected, progress)
}

/// Analyses again what the store holds, after it was given another identity.
pub fn refresh(
    options: &RunOptions,
    analyser: &Analyser,
    store: &mut Store,
    rejected: &mut RejectSink<'_>,
) -> Result<IngestReport> {
    refresh_with(options, analyser, store, rejected)
}

/// As [`refresh`], with any analysis.
pub(super) fn refresh_with<A: Analysis>(
    options: &RunOptions,
    analysis: &A,
    store: &mut Store,
    rejected: &mut RejectSink<'_>,
) -> Result<IngestReport> {
    let pool = workers(options.threads)?;
    let likeness = likeness(options);
    let mut account = Account::new(rejected);
    let mut batch = store.batch(likeness.as_ref().map(|l| l as &dyn Likeness))?;
    let never = AtomicBool::new(false);
    pool.install(|| analyse_stale(&mut batch, analysis, &mut account, &never))?;
    fold_changed(&mut batch)?;
    batch.commit()?;
    Ok(account.report)
}

/// As [`ingest`], with any analysis.
pub(super) fn ingest_with<A: Analysis>(
    options: &RunOptions,
    analysis: &A,
    store: &mut Store,
    stop: &AtomicBool,
    rejected: &mut RejectSink<'_>,
    progress: &mut dyn FnMut(Progress),
) -> Result<IngestReport> {
    let parsing = ParseOptions::of(options, true);
    let likeness = likeness(options);
    let pool = workers(options.threads)?;
    let together = 2 * pool.current_num_threads();
    let parsers: Mutex<Vec<Parser<'_, A>>> = Mutex::new(Vec::new());
    let mut chunks = Chunks::new(&options.inputs, options.limits);
    let mut account = Account::new(rejected);
    let mut unread = UnreadInputs::default();
    let mut done = Progress::default();
    let mut safe = IngestReport::default();
    let mut more = true;
    while more {
        let mut batch = store.batch(likeness.as_ref().map(|l| l as &dyn Likeness))?;
        let mut size = 0;
        while size < BATCH {
            if stop.load(Ordering::Relaxed) {
                return Ok(interrupted(safe));
            }
            let group: Vec<Chunk> = chunks.by_ref().take(together).collect();
            if group.is_empty() {
                more = false;
                break;
            }
            size += group.iter().map(|c| c.bytes.len()).sum::<usize>();
            let parsed: Vec<Parsed> = pool.install(|| {
                group
                    .into_par_iter()
                    .map(|chunk| {
                        let mut parser =
                            take(&parsers).unwrap_or_else(|| Parser::new(&parsing, analysis));
                        let parsed = parser.parse(chunk);
                        give(&parsers, parser);
                        parsed
                    })
                    .collect()
            });
            for mut parsed in parsed {
                add(&mut batch, &parsed, &mut account.report)?;
                let articles = parsed.records().count() as u64;
                let reading = std::mem::take(&mut parsed.reading);
                unread.chunk(reading, articles, &parsed.rejects);
                for reject in parsed.rejects.drain(..) {
                    account.reject(reject)?;
                }
                done.bytes += parsed.taken;
                done.read += parsed.read;
                chunks.recycle(parsed.buffer);
            }
            done.articles = account.report.articles;
            done.rejects = account.report.rejects;
            progress(done);
        }
        let found = pool.install(|| analyse_stale(&mut batch, analysis, &mut account, stop))?;
        let Some(found) = found else {
            return Ok(interrupted(safe));
        };
        fold_changed(&mut batch)?;
        batch.commit()?;
        safe.clone_from(&account.report);
        done.statements += found;
        progress(done);
    }
    account.report.unread = unread.finish();
    Ok(account.report)
}

fn interrupted(safe: IngestReport) -> IngestReport {
    IngestReport {
        interrupted: true,
        ..safe
    }
}

/// Adds the articles of one chunk.
fn add(batch: &mut Batch<'_>, parsed: &Parsed, report: &mut IngestReport) -> Result<()> {
    let room = RunReport::SHOWN_UNDATED - report.undated.len();
    let undated = parsed.undated.iter().take(room);
    report.undated.extend(undated.cloned());
    let mut survivors = parsed.survivors.iter();
    let mut fingerprints = Vec::new();
    for record in parsed.records() {
        fingerprints.clear();
        let paragraphs = topic_paragraphs(record.prints);
        fingerprints.extend(
            paragraphs
                .iter()
                .filter(|p| !p.repeat)
                .filter_map(|p| Some((p.fingerprint?, p.edge))),
        );
        let day = record.day.map(|d| d.to_string());
        let entry = LedgerEntry {
            id: record.id,
            outlet: record.outlet,
            day: day.as_deref(),
            timestamp: record.timestamp,
            changed: record.changed,
            length: record.length as u64,
            content: record.content,
            fingerprints: &fingerprints,
        };
        // Survivors stand in the order of their records.
        let topic = record
            .survives
            .then(|| survivors.next())
            .flatten()
            .map(|survivor| TopicArticle {
                article: &survivor.article,
                paragraphs,
            });
        report.articles += 1;
        report.unread_dates += u64::from(record.date_unread);
        match batch.add(entry, topic.as_ref())? {
            Added::Known => report.known += 1,
            Added::Outdated => report.outdated += 1,
            Added::New => report.new += 1,
            Added::Update => {
                report.new += 1;
                report.updates += 1;
            }
        }
    }
    Ok(())
}

fn topic_paragraphs(prints: &[Fingerprint]) -> Vec<TopicParagraph> {
    let count = u32::try_from(prints.len()).unwrap_or(u32::MAX);
    let repeats = own_repeats(prints);
    (0..)
        .zip(prints)
        .zip(repeats)
        .map(|((paragraph, print), repeat)| TopicParagraph {
            fingerprint: print.has_identity().then_some(print.hash),
            repeat: repeat.is_some(),
            edge: Standing {
                outlet: 0,
                paragraph,
                paragraphs: count,
            }
            .at_edge(),
        })
        .collect()
}

/// Analyses what is new or changed hands; returns how many statements that gave, none where it was stopped.
pub(super) fn analyse_stale<A: Analysis>(
    batch: &mut Batch<'_>,
    analysis: &A,
    account: &mut Account<'_>,
    stop: &AtomicBool,
) -> Result<Option<u64>> {
    let mut count = 0;
    loop {
        let stale = batch.stale(ANALYSED_TOGETHER)?;
        if stale.is_empty() {
            return Ok(Some(count));
        }
        let stopped = || stop.load(Ordering::Relaxed);
        let found: Option<Vec<_>> = stale
            .par_iter()
            .map(|stale| (!stopped()).then(|| analyse_one(stale, analysis)))
            .collect();
        let Some(found) = found else {
            return Ok(None);
        };
        for (stale, found) in stale.iter().zip(found) {
            account.report.analysed += 1;
            if found.is_none() {
                account.reject(Reject {
                    file: "store".to_owned(),
                    line: None,
                    field: None,
                    reason: format!("the analysis of article {} failed: an error of this program; please report it with the article", stale.article.id),
                })?;
            }
            let statements = found.unwrap_or_default();
            count += statements.len() as u64;
            batch.put(stale, &statements)?;
        }
    }
}

/// The statements of one article, each with its paragraph's fingerprint; none where the analysis fails.
fn analyse_one<A: Analysis>(stale: &Stale, analysis: &A) -> Option<Vec<(Option<u64>, Statement)>> {
    if !stale.kept.contains(&true) {
        return Some(Vec::new());
    }
    let article = &stale.article;
    let analyse = || {
        let (draft, prints) = as_kept(article, &stale.kept);
        // The lexicons may have changed since it came in, and its gate with them.
        let passes = analysis.passes(&draft.title, &draft.body);
        let found = passes.then(|| analysis.analyse(article, &draft));
        (found.unwrap_or_default(), prints)
    };
    let (found, prints) = guarded(analyse)?;
    let print = |s: &Statement| {
        let print: &Fingerprint = prints.get(s.evidence.paragraph?)?;
        print.has_identity().then_some(print.hash)
    };
    Some(found.into_iter().map(|s| (print(&s), s)).collect())
}

/// The article as the analysis takes it, with these paragraphs kept, and their fingerprints.
fn as_kept(article: &Article<'_>, kept: &[bool]) -> (Draft, Vec<Fingerprint>) {
    let mut draft = draft_of(article);
    for (paragraph, &kept) in draft.paragraphs.iter_mut().zip(kept) {
        paragraph.kept = kept;
    }
    let mut fingerprinter = Fingerprinter::new();
    let texts = draft.paragraphs.iter().map(|p| p.span.of(&draft.body));
    let prints = texts.map(|text| fingerprinter.fingerprint(text)).collect();
    (draft, prints)
}
