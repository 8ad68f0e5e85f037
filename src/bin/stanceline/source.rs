//! Where statements come from: files as `run` writes them, plain or compressed, or standard input.

use std::fs::File;
use std::io::{self, BufRead, BufReader, IsTerminal, Read};
use std::path::{Path, PathBuf};

use anyhow::{Context, Error, Result, bail};
use clap::ValueEnum;
use jiff::civil::Date;
use stanceline::ErrorKind;
use stanceline::feed::{StatementLines, published_day};
use stanceline::model::{Bucket, Statement, SyndicatedCopy};
use stanceline::store::{Reading, StatementFilter};
use stanceline::timeline::{Choices, Selection, Unknown};

use crate::args::{complain, counted, say};
use crate::places::{Written, is_inside, refuse_inside_store, refuse_overwriting};

/// Which statements to read.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false)]
pub(crate) struct SourceArgs {
    /// Statements as `run` writes them: NDJSON, plain, .gz or .zst; - for standard input
    #[arg(long, value_name = "FILE", num_args = 1..)]
    statements: Vec<PathBuf>,
    /// The nightly store's folder, in place of files
    #[arg(long, value_name = "DIR")]
    store: Option<PathBuf>,
}

/// Which holders and proposals.
#[derive(Debug, clap::Args)]
pub(crate) struct ChosenArgs {
    /// Only these holders, by id or name
    #[arg(long, value_name = "ACTOR", num_args = 1..)]
    actor: Vec<String>,
    /// Only these proposals, by id or name
    #[arg(long, value_name = "PROPOSAL", num_args = 1..)]
    proposal: Vec<String>,
}

impl ChosenArgs {
    /// These, from one day to another, both included.
    pub(crate) fn selection(&self, from: Option<Date>, to: Option<Date>) -> Result<Selection> {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            bail!("--from {from} is after --to {to}");
        }
        Ok(Selection {
            actors: self.actor.clone(),
            proposals: self.proposal.clone(),
            from,
            to,
        })
    }

    /// Whether anything is named.
    pub(crate) fn any(&self) -> bool {
        !self.actor.is_empty() || !self.proposal.is_empty()
    }
}

/// Tells which names of a selection are none of those that there are; says whether there are such.
pub(crate) fn tell_unknown(choices: &Choices, selection: &Selection) -> bool {
    let unknown = choices.unknown(selection);
    for Unknown { kind, wanted, near } in &unknown {
        let near = match near.as_slice() {
            [] => String::new(),
            near => format!("; near: {}", near.join(", ")),
        };
        say(&format!("error: no {kind} {wanted:?}{near}"));
    }
    !unknown.is_empty()
}

/// The names that a store knows; none while it has timelines that are not up to date.
pub(crate) fn choices_of(store: &Path) -> Result<Option<Choices>> {
    let reading = Reading::open(store)?;
    if !reading.is_folded()? {
        return Ok(None);
    }
    let mut choices = Choices::default();
    reading.names(&mut |[actor, name], [proposal, title]| {
        choices.add_actor(actor, name);
        choices.add_proposal(proposal, title);
    })?;
    Ok(Some(choices))
}

/// Lines that are no statements and are told one by one, and those after which a file without any statement is given up.
const TOLD: u64 = 5;
const ENOUGH: u64 = 100;

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

    /// Refuses outputs that would take the place of what is read.
    pub(crate) fn refuse(&self, outputs: &[Written<'_>]) -> Result<()> {
        refuse_overwriting(outputs, self.statements.iter().map(PathBuf::as_path))?;
        match &self.store {
            Some(store) => refuse_inside_store(outputs, store),
            None => Ok(()),
        }
    }

    /// Refuses a folder to publish in where it holds what is read: whatever is no longer published goes.
    pub(crate) fn refuse_folder(&self, out: &Path) -> Result<()> {
        self.refuse(&[("--out", out)])?;
        if let Some(file) = self.statements.iter().find(|file| is_inside(file, out)) {
            bail!(
                "--out is {}, and {} in it is an input, which publishing may replace or remove; name another folder",
                out.display(),
                file.display()
            );
        }
        Ok(())
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
        let mut bad = 0;
        for file in &self.statements {
            let (mut good, mut bad_here) = (0_u64, 0_u64);
            for statement in StatementLines::new(open(file)?, file) {
                let error = match statement {
                    Ok(statement) => {
                        good += 1;
                        take(statement, &[])?;
                        continue;
                    }
                    Err(error) => error,
                };
                // A file that says that it is something else is that to its end.
                if good == 0 && error.place.field.as_deref() == Some("schema") {
                    return Err(error.into());
                }
                bad += 1;
                bad_here += 1;
                if bad <= TOLD {
                    complain(&error.into());
                }
                if good == 0 && bad_here == ENOUGH {
                    bail!(
                        "{}: no statement in the first {ENOUGH} lines; wanted is what `run` writes into statements.ndjson",
                        file.display()
                    );
                }
            }
        }
        if bad > TOLD {
            say(&format!(
                "and {} without a statement",
                counted(bad - TOLD, "more line")
            ));
        }
        Ok(bad > 0)
    }

    /// The same, of those that a selection takes: names in it that nobody has are told too, and count as a failure.
    pub(crate) fn each_of(
        &self,
        selection: &Selection,
        takes: impl Fn(&Statement) -> bool,
        mut take: impl FnMut(Statement, &[SyndicatedCopy]) -> Result<()>,
    ) -> Result<bool> {
        let named = !selection.actors.is_empty() || !selection.proposals.is_empty();
        let mut choices = Choices::default();
        let failed = self.each(|statement, copies| {
            if named {
                choices.add_actor(&statement.holder.id, &statement.holder.name);
                choices.add_proposal(&statement.proposal.id, &statement.proposal.name);
            }
            if takes(&statement) {
                take(statement, copies)?;
            }
            Ok(())
        })?;
        let unknown = named && tell_unknown(&choices, selection);
        Ok(failed || unknown)
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

/// Tells of timelines whose raw series statements alone do not give.
pub(crate) fn tell_untold(timelines: u64) {
    if timelines > 0 {
        say(&format!(
            "{}: raw columns are empty, because statements tell how many copies they have and not on which days those ran; `run` and a \
             store know it",
            counted(timelines, "timeline")
        ));
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
