//! What work costs: wall time, processor time of all threads, memory; and on what machine.
//!
//! Nothing here reaches an output of the chain: measuring is the one thing that may look at a clock.

use std::time::{Duration, Instant};

use serde::Serialize;

/// What one piece of work cost.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Cost {
    /// Seconds that passed.
    pub wall: f64,
    /// Seconds of processor time, of all threads together; none where the system does not tell.
    pub cpu: Option<f64>,
}

/// A watch that was started.
#[derive(Debug, Clone, Copy)]
pub(super) struct Watch {
    wall: Instant,
    cpu: Option<f64>,
}

impl Watch {
    pub(super) fn start() -> Self {
        Self {
            cpu: cpu_seconds(),
            wall: Instant::now(),
        }
    }

    pub(super) fn cost(&self) -> Cost {
        Cost {
            wall: self.wall.elapsed().as_secs_f64(),
            cpu: self.cpu.zip(cpu_seconds()).map(|(from, to)| to - from),
        }
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.wall.elapsed()
    }
}

/// Processor time of this process so far, ended threads included.
#[cfg(unix)]
#[allow(clippy::unnecessary_wraps, reason = "elsewhere it is not known")]
fn cpu_seconds() -> Option<f64> {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Some(time.tv_sec as f64 + time.tv_nsec as f64 * 1e-9)
}

#[cfg(not(unix))]
fn cpu_seconds() -> Option<f64> {
    None
}

/// Memory of this process, in bytes, as Linux tells it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Memory {
    /// Most that was resident at a time, files of the program included.
    pub peak: u64,
    /// Anonymous memory: what the process has made itself.
    pub anonymous: u64,
}

/// The memory in use now; none on other systems.
pub(super) fn memory() -> Option<Memory> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    Some(Memory {
        peak: kilobytes(&status, "VmHWM:")?,
        anonymous: kilobytes(&status, "RssAnon:")?,
    })
}

/// Lets the peak begin anew, where the system allows it.
pub(super) fn forget_peak() {
    let _ = std::fs::write("/proc/self/clear_refs", "5");
}

/// The value of a line of `/proc`, in bytes.
fn kilobytes(text: &str, name: &str) -> Option<u64> {
    let line = text.lines().find_map(|l| l.strip_prefix(name))?;
    line.split_whitespace()
        .next()?
        .parse::<u64>()
        .ok()
        .map(|k| k << 10)
}

/// What a measurement was made on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Machine {
    /// The processor, as it calls itself.
    pub processor: String,
    /// Processors that this process may use.
    pub processors: usize,
    /// Bytes of memory.
    pub memory: Option<u64>,
    /// Operating system and architecture.
    pub system: String,
    /// Processes that ran, or wanted to, in the minute before: above 0 the figures are those of a busy machine.
    pub load: Option<f64>,
}

impl Machine {
    /// This machine.
    pub fn this() -> Self {
        let read = |path| std::fs::read_to_string(path).unwrap_or_default();
        let processor = read("/proc/cpuinfo");
        let processor = processor
            .lines()
            .find_map(|l| l.strip_prefix("model name"))
            .map(|l| l.trim_start_matches([' ', '\t', ':']).to_owned());
        Self {
            processor: processor.unwrap_or_else(|| "unknown processor".to_owned()),
            processors: std::thread::available_parallelism().map_or(1, usize::from),
            memory: kilobytes(&read("/proc/meminfo"), "MemTotal:"),
            system: format!("{} {}", std::env::consts::OS, std::env::consts::ARCH),
            load: read("/proc/loadavg")
                .split(' ')
                .next()
                .and_then(|l| l.parse().ok()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_proc_are_read() {
        let status = "Name:\tx\nVmHWM:\t   1024 kB\nRssAnon:\t 8 kB\n";
        assert_eq!(kilobytes(status, "VmHWM:"), Some(1 << 20));
        assert_eq!(kilobytes(status, "VmRSS:"), None);
    }

    #[test]
    fn work_costs_processor_time() {
        let watch = Watch::start();
        let mut sum = 0u64;
        for i in 0..5_000_000u64 {
            sum = std::hint::black_box(sum.wrapping_mul(31) ^ i);
        }
        let cost = watch.cost();
        assert!(cost.wall > 0.0 && cost.cpu.is_none_or(|c| c > 0.0), "{sum}");
    }
}
