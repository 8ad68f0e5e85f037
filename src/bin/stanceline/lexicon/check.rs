//! `stanceline lexicon check`: what is wrong with the packs that were given.

use std::fmt::Write as _;
use std::path::PathBuf;

use anyhow::Result;
use stanceline::lexicon::{Lexicons, Severity, check};

use crate::args::counted;

/// Which faults are told.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub(super) warnings: bool,
    /// Warnings about packs that nobody gave.
    pub(super) embedded: bool,
}

/// Faults of all topics, and of the language that they share once.
pub(super) fn faults(
    folders: &[PathBuf],
    topics: &[String],
    shown: Shown,
) -> Result<(String, bool)> {
    let mut told: Vec<String> = Vec::new();
    let (mut errors, mut warnings, mut left_out) = (0, 0, 0);
    for (number, topic) in topics.iter().enumerate() {
        let lexicons = Lexicons::load(folders, topic)?;
        for fault in check(&lexicons) {
            let line = fault.to_string();
            if told.contains(&line) {
                continue;
            }
            let given = lexicons.is_given(&fault.origin.file);
            match fault.severity {
                Severity::Error => errors += 1,
                Severity::Warning if shown.embedded || given => warnings += 1,
                // The next topic has the same language.
                Severity::Warning => {
                    left_out += u64::from(number == 0);
                    continue;
                }
            }
            told.push(line);
        }
    }
    let mut text = String::new();
    for line in told
        .iter()
        .filter(|line| shown.warnings || !line.contains(": warning: "))
    {
        let _ = writeln!(text, "{line}");
    }
    let (errors_told, warnings) = (counted(errors, "error"), counted(warnings, "warning"));
    let _ = write!(text, "{}: {errors_told}, {warnings}", topics.join(", "));
    if left_out > 0 {
        let _ = write!(
            text,
            "; {left_out} more about embedded packs (--all tells them)"
        );
    }
    text.push('\n');
    Ok((text, errors == 0))
}
