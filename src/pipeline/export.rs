//! What the store has to say, as a run would have written it.

use std::path::Path;

use rustc_hash::FxHashSet;

use super::finish::{self, Syndication};
use super::outputs::{Destination, Outputs};
use super::spool::Spool;
use crate::error::Result;
use crate::model::{Bucket, Summary};
use crate::store::{StatementFilter, statements};

/// Writes the store's statements and timelines as a run writes them; returns how many statements and the summary of each series.
pub fn export(
    folder: &Path,
    filter: &StatementFilter,
    by: Bucket,
    min_confidence: f64,
    destination: Destination,
) -> Result<(u64, Vec<Summary>)> {
    let mut outputs = Outputs::open(destination)?;
    let mut kept = Spool::new()?;
    let mut copies = Spool::new()?;
    let mut last = None;
    statements(folder, filter, &mut |row| {
        if row.statement.confidence < min_confidence {
            return Ok(());
        }
        kept.add(row.fingerprint, &row.statement)?;
        // Several statements of one paragraph have the same copies, and follow each other.
        if row.fingerprint.is_some() && last != row.fingerprint {
            for copy in &row.copies {
                copies.add(row.fingerprint, copy)?;
            }
            last = row.fingerprint;
        }
        Ok(())
    })?;
    let mut syndication = Syndication {
        copies,
        // The store names no copies of boilerplate, and has one version of each article.
        boilerplate: FxHashSet::default(),
        versioned: FxHashSet::default(),
    };
    let done = finish::finish(&mut kept, &mut syndication, by, &mut outputs)?;
    outputs.publish()?;
    Ok(done)
}
