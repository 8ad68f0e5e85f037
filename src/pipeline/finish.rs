//! The end of a run: statements learn their copies, timelines are folded, files are filled.

use std::io::Write;

use rustc_hash::{FxHashMap, FxHashSet};
use xxhash_rust::xxh3::xxh3_64;

use super::outputs::Outputs;
use super::spool::Spool;
use crate::error::{Error, Result};
use crate::feed::{Feed, Ndjson, TimelineCsv};
use crate::model::{Bucket, ClusterRef, Statement, Summary, SyndicatedCopy, TimelineRow};
use crate::timeline::Timeline;

/// What is known about copies when everything was read.
pub(super) struct Syndication {
    /// Copies of paragraphs that statements may come from, each with its original's fingerprint.
    pub(super) copies: Spool<SyndicatedCopy>,
    /// Originals that turned out to be boilerplate: their outlet repeats them, which is no syndication.
    pub(super) boilerplate: FxHashSet<u64>,
    /// Hashes of ids that came with more than one text: what several versions of an article say alike, the last one says.
    pub(super) versioned: FxHashSet<u64>,
}

/// Writes statements and timelines; returns the number of statements and the summary of each series.
pub(super) fn finish(
    statements: &mut Spool<Statement>,
    syndication: &mut Syndication,
    by: Bucket,
    outputs: &mut Outputs,
) -> Result<(u64, Vec<Summary>)> {
    let (copies, last) = look_ahead(statements, syndication)?;
    let (writer, name) = outputs.statements()?;
    let mut lines = Ndjson::new(writer, name);
    let mut timeline = Timeline::new();
    let mut count = 0;
    for (place, row) in (0u64..).zip(statements.read()?) {
        let (print, mut statement) = row?;
        if last.get(&statement.id).is_some_and(|&last| last != place) {
            continue;
        }
        let copies = print.and_then(|p| Some((p, copies.get(&p)?)));
        if let Some((print, copies)) = copies {
            let outlet = statement.article.outlet.as_deref();
            statement.cluster = Some(ClusterRef::of(print, outlet, copies));
        }
        timeline.add(&statement, copies.map_or(&[], |(_, c)| c));
        lines.write(&statement)?;
        count += 1;
    }
    <Ndjson<_> as Feed<Statement>>::finish(&mut lines)?;

    let (writer, name) = outputs.file("timeline.ndjson")?;
    let mut rows = Ndjson::new(writer, name);
    let (writer, name) = outputs.file("timeline.csv")?;
    let mut table = TimelineCsv::new(writer, name);
    let mut summaries = Vec::new();
    table.begin()?;
    for series in timeline.finish(by) {
        for row in &series.rows {
            rows.write(row)?;
            table.write(row)?;
        }
        summaries.push(series.summary);
    }
    <Ndjson<_> as Feed<TimelineRow>>::finish(&mut rows)?;
    table.finish()?;
    Ok((count, summaries))
}

type CopiesByPrint = FxHashMap<u64, Vec<SyndicatedCopy>>;

/// The copies of each paragraph that a statement comes from, an article once for each; and of the statements that several versions of an
/// article make, the places of the last.
fn look_ahead(
    statements: &mut Spool<Statement>,
    syndication: &mut Syndication,
) -> Result<(CopiesByPrint, FxHashMap<String, u64>)> {
    let mut wanted = FxHashSet::default();
    let mut last = FxHashMap::default();
    for (place, row) in (0..).zip(statements.read()?) {
        let (print, statement) = row?;
        wanted.extend(print.filter(|p| !syndication.boilerplate.contains(p)));
        let id = xxh3_64(statement.article.id.as_bytes());
        if syndication.versioned.contains(&id) {
            last.insert(statement.id, place);
        }
    }
    let mut found = CopiesByPrint::default();
    for row in syndication.copies.read()? {
        let (Some(print), copy) = row? else { continue };
        if wanted.contains(&print) {
            let copies = found.entry(print).or_default();
            // A repeat inside an article follows right behind.
            if copies
                .last()
                .is_none_or(|last| last.article != copy.article)
            {
                copies.push(copy);
            }
        }
    }
    Ok((found, last))
}

/// Writes `manifest.json`.
pub(super) fn write_manifest(manifest: &super::Manifest, outputs: &mut Outputs) -> Result<()> {
    let (mut writer, name) = outputs.file("manifest.json")?;
    serde_json::to_writer_pretty(&mut writer, manifest)
        .map_err(std::io::Error::from)
        .and_then(|()| writer.write_all(b"\n"))
        .and_then(|()| writer.flush())
        .map_err(|e| Error::io(&name, "cannot be written", e))
}
