//! What is to be read: found, and told where it is not there.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow};
use stanceline::model::Reject;
use stanceline::read::{Found, Input, find_inputs_outside};

use crate::args::{complain, counted, say};

/// The files to read; an error where there are none at all.
pub(crate) fn readable(inputs: &[PathBuf]) -> Result<Found> {
    readable_outside(None, inputs)
}

/// The same, without what lies in the folder that results go to.
pub(crate) fn readable_outside(results: Option<&Path>, inputs: &[PathBuf]) -> Result<Found> {
    let found = find_inputs_outside(results, inputs);
    if found.inputs.is_empty() {
        let mut missing = found.missing.into_iter();
        let first = missing
            .next()
            .map_or_else(|| anyhow!("nothing to read"), Into::into);
        missing.for_each(|error| complain(&error.into()));
        return Err(first);
    }
    Ok(found)
}

/// Where inputs lie; `-` for standard input.
pub(crate) fn input_paths(inputs: &[Input]) -> impl Iterator<Item = &Path> {
    let standard = Path::new("-");
    inputs
        .iter()
        .map(move |input| input.path.as_deref().unwrap_or(standard))
}

/// Names that led nowhere, as rejects.
pub(crate) fn missing_inputs(missing: &[stanceline::Error]) -> Vec<Reject> {
    let reject = |error: &stanceline::Error| Reject {
        file: error
            .place
            .file
            .as_deref()
            .map_or_else(String::new, |file| file.display().to_string()),
        line: None,
        field: None,
        reason: error.message.clone(),
    };
    missing.iter().map(reject).collect()
}

/// Says how many files of the folders that are read were left out.
pub(crate) fn tell_left_out(files: u64, folder: &Path, quiet: bool) {
    if files > 0 && !quiet {
        let folder = folder.display();
        let files = counted(files, "file");
        say(&format!(
            "{files} in {folder} left out: no articles, but what was made of some"
        ));
    }
}
