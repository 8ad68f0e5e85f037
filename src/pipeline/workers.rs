//! Starts the worker threads of a run.

use crate::error::{Error, ErrorKind, Result};

/// Most worker threads that can be asked for. Each holds buffers of its own, and more threads than processors gain nothing; a slip of
/// the keyboard should not bring the machine down.
pub const MAX_THREADS: usize = 512;

/// As many worker threads as are asked for; 0 for one a processor.
pub(super) fn workers(threads: usize) -> Result<rayon::ThreadPool> {
    if threads > MAX_THREADS {
        return Err(Error::new(
            ErrorKind::Setting,
            format!(
                "{threads} threads are too many: ask for at most {MAX_THREADS}, or 0 for one a processor"
            ),
        ));
    }
    rayon::ThreadPoolBuilder::new()
        .num_threads(threads)
        .thread_name(|i| format!("worker-{i}"))
        .build()
        .map_err(|e| {
            let message = format!("{threads} threads cannot be started: {e}");
            Error::new(ErrorKind::Setting, message).caused_by(e)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_keyboard_is_refused() {
        assert_eq!(workers(3).unwrap().current_num_threads(), 3);
        let refused = workers(99_999).unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Setting);
        assert!(refused.to_string().contains("at most 512"), "{refused}");
    }
}
