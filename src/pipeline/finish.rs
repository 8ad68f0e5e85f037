//! The end of a run: statements learn their copies, timelines are folded, files are filled.

use std::io::Write;

use rustc_hash::{FxHashMap, FxHashSet};

use super::outputs::Outputs;
use super::spool::Spool;
use crate::error::{Error, Result};
use crate::feed::{Feed, Ndjson, TimelineCsv};
use crate::model::{Bucket, ClusterRef, Statement, Summary, SyndicatedCopy, TimelineRow};
use crate::timeline::Timeline;

/// Writes statements and timelines; returns the number of statements and the summary of each series.
pub(super) fn finish(
    statements: &mut Spool<Statement>,
    copies: &mut Spool<SyndicatedCopy>,
    by: Bucket,
    outputs: &mut Outputs,
) -> Result<(u64, Vec<Summary>)> {
    let copies = copies_of(statements, copies)?;
    let (writer, name) = outputs.statements()?;
    let mut lines = Ndjson::new(writer, name);
    let mut timeline = Timeline::new();
    let mut count = 0;
    for row in statements.read()? {
        let (print, mut statement) = row?;
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

/// The copies of each paragraph that a statement comes from; an article counts once for each.
fn copies_of(
    statements: &mut Spool<Statement>,
    copies: &mut Spool<SyndicatedCopy>,
) -> Result<FxHashMap<u64, Vec<SyndicatedCopy>>> {
    let mut wanted = FxHashSet::default();
    for row in statements.read()? {
        wanted.extend(row?.0);
    }
    let mut found: FxHashMap<u64, Vec<SyndicatedCopy>> = FxHashMap::default();
    for row in copies.read()? {
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
    Ok(found)
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
