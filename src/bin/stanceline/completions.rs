//! `stanceline completions`: a completion script for a shell, on standard output.

use std::io::Write;
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::CommandFactory;
use clap_complete::Shell;

use crate::args::{Args, CLEAN};

const EXAMPLES: &str = "\
Examples:
  stanceline completions bash > ~/.local/share/bash-completion/completions/stanceline
  stanceline completions fish > ~/.config/fish/completions/stanceline.fish";

/// Arguments of `completions`.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct CompletionsArgs {
    /// The shell
    shell: Shell,
}

/// Writes the script.
pub(crate) fn run(args: &CompletionsArgs) -> Result<ExitCode> {
    // Into memory first: the generator panics where it cannot write, and a closed pipe is no reason to.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "stanceline", &mut script);
    std::io::stdout()
        .write_all(&script)
        .context("the script cannot be written to standard output")?;
    Ok(ExitCode::from(CLEAN))
}
