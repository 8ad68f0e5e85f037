//! Where statements come from: files as `run` writes them, plain or compressed, or standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result};
use clap::ValueEnum;
use stanceline::ErrorKind;
use stanceline::feed::{StatementLines, published_day};
use stanceline::model::{Bucket, Statement, SyndicatedCopy};
use stanceline::store::StatementFilter;

use crate::args::complain;

/// Which statements to read.
#[derive(Debug, clap::Args)]
pub(crate) struct SourceArgs {
    /// Statements as `run` writes them: NDJSON, plain, .gz or .zst; - for standard input
    #[arg(long, value_name = "FILE", num_args = 1.., required_unless_present = "store")]
    statements: Vec<PathBuf>,
    /// The nightly store's folder, in place of files
    #[arg(long, value_name = "DIR", conflicts_with = "statements")]
    store: Option<PathBuf>,
}

/// Width of a bucket, as typed.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub(crate) enum By {
    /// One day
    Day,
    /// ISO week, from Monday
    #[default]
    Week,
    /// Calendar month
    Month,
}

impl From<By> for Bucket {
    fn from(by: By) -> Bucket {
        match by {
            By::Day => Bucket::Day,
            By::Week => Bucket::Week,
            By::Month => Bucket::Month,
        }
    }
}

impl SourceArgs {
    /// The store, where that is the source.
    pub(crate) fn store(&self) -> Option<&Path> {
        self.store.as_deref()
    }

    /// Hands each statement to `take`, with the copies of its paragraph that are known. Lines that are no statements are told and
    /// passed; returns whether there were any.
    pub(crate) fn each(
        &self,
        mut take: impl FnMut(Statement, &[SyndicatedCopy]) -> Result<()>,
    ) -> Result<bool> {
        if let Some(store) = &self.store {
            let filter = StatementFilter::default();
            let mut refused = None;
            let read = stanceline::store::statements(store, &filter, &mut |row| {
                take(row.statement, &row.copies).map_err(|error| {
                    let what = error.to_string();
                    refused = Some(error);
                    stanceline::Error::new(ErrorKind::Io, what)
                })
            });
            // What `take` said of itself tells more than what was made of it here.
            return match refused {
                Some(error) => Err(error),
                None => Ok(read.map(|()| false)?),
            };
        }
        let mut failed = false;
        for file in &self.statements {
            for statement in StatementLines::new(open(file)?, file) {
                match statement {
                    Ok(statement) => take(statement, &[])?,
                    Err(error) => {
                        complain(&error.into());
                        failed = true;
                    }
                }
            }
        }
        Ok(failed)
    }

    /// The same, in the order of the days on which articles came out, those without a day first.
    pub(crate) fn each_by_day(
        &self,
        mut take: impl FnMut(Statement, &[SyndicatedCopy]) -> Result<()>,
    ) -> Result<bool> {
        let mut all: Vec<(Statement, Vec<SyndicatedCopy>)> = Vec::new();
        let failed = self.each(|statement, copies| {
            all.push((statement, copies.to_vec()));
            Ok(())
        })?;
        // Out of two files one statement may come twice, on two days; the sort is stable, so the first that was given stays.
        all.sort_by(|(a, _), (b, _)| a.id.cmp(&b.id));
        all.dedup_by(|(b, _), (a, _)| a.id == b.id);
        all.sort_by_key(|(statement, _)| published_day(statement));
        for (statement, copies) in all {
            take(statement, &copies)?;
        }
        Ok(failed)
    }
}

/// Opens a file for reading by lines, decompressed by what its first bytes say.
pub(crate) fn open(file: &Path) -> Result<Box<dyn BufRead>> {
    if file == Path::new("-") {
        return Ok(Box::new(BufReader::new(io::stdin())));
    }
    let failed = || format!("{} cannot be opened", file.display());
    let mut input = BufReader::with_capacity(1 << 18, File::open(file).with_context(failed)?);
    let first = input.fill_buf().with_context(failed)?;
    let plain: Box<dyn Read> = if first.starts_with(&[0x1f, 0x8b]) {
        Box::new(flate2::bufread::MultiGzDecoder::new(input))
    } else if first.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Box::new(zstd::Decoder::with_buffer(input).with_context(failed)?)
    } else {
        return Ok(Box::new(input));
    };
    Ok(Box::new(BufReader::new(plain)))
}

/// Whether to colour what goes to standard output.
pub(crate) fn colour() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// Whether a failure only says that whoever read the output has read enough.
pub(crate) fn reader_left(error: &Error) -> bool {
    error
        .chain()
        .filter_map(|e| e.downcast_ref::<io::Error>())
        .any(|e| e.kind() == io::ErrorKind::BrokenPipe)
}
