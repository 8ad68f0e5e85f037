//! Ctrl-C and the signals that ask a process to end (SIGTERM, a terminal that goes away): the first asks the work to stop, the second stops it.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context, Result};

use crate::args::{INTERRUPTED, say};
use crate::output;

/// A flag that such a signal sets.
pub(crate) fn flag() -> Result<Arc<AtomicBool>> {
    let stop = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&stop);
    listen(move || {
        if seen.swap(true, Ordering::Relaxed) {
            end();
        }
        say("stopping (once more to stop at once)");
    })?;
    Ok(stop)
}

/// Has such a signal end the process, without the files that it has begun; `left` says what that leaves.
pub(crate) fn ends_at_once(left: &'static str) -> Result<()> {
    listen(move || {
        say(&format!("interrupted: {left}"));
        end();
    })
}

fn end() {
    output::forget_begun();
    #[allow(
        clippy::exit,
        reason = "whoever wants an end at once will not wait for a worker to come to its own"
    )]
    std::process::exit(INTERRUPTED.into());
}

fn listen(handle: impl Fn() + Send + Sync + 'static) -> Result<()> {
    let handle = Arc::new(handle);
    let first = Arc::clone(&handle);
    let listening = match ctrlc::try_set_handler(move || first()) {
        // One of the signals is ignored: of a terminal that goes away by `nohup`, which shall hold; Ctrl-C by a shell that started this
        // beside its other work, which shall not keep those out who send the signal by name.
        Err(ctrlc::Error::MultipleHandlers) if hang_up_counts() => {
            ctrlc::set_handler(move || handle()).or_else(|error| match error {
                // A command that runs another listens already.
                ctrlc::Error::MultipleHandlers => Ok(()),
                error => Err(error),
            })
        }
        // Then all of them do what they do by themselves; files that are begun go with the next command.
        Err(ctrlc::Error::MultipleHandlers) => Ok(()),
        listening => listening,
    };
    listening.context("Ctrl-C cannot be listened for")
}

/// Whether it is known that a terminal that goes away is no matter of indifference: `SigIgn` has a bit for each signal that is ignored, and
/// SIGHUP is the first.
fn hang_up_counts() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|l| l.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    ignored.is_some_and(|mask| mask & 1 == 0)
}
