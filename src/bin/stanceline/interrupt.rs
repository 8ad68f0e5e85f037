//! Ctrl-C: the first asks the run to stop, the second stops it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};

use crate::args::INTERRUPTED;

/// A flag that Ctrl-C sets.
pub(crate) fn flag() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        if seen.swap(true, Ordering::Relaxed) {
            #[allow(
                clippy::exit,
                reason = "whoever presses twice will not wait for a worker to come to its end"
            )]
            std::process::exit(INTERRUPTED.into());
        }
    })
    .context("Ctrl-C cannot be listened for")?;
    Ok(stop)
}
