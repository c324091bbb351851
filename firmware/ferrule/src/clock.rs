//! The one place where time enters. Everything else gets it as an argument.

use rustix::time::{ClockId, Timespec, clock_gettime};

/// `CLOCK_MONOTONIC` in microseconds, the clock of input events and page flips.
pub(crate) fn now_us() -> u64 {
    micros(clock_gettime(ClockId::Monotonic))
}

/// CPU time of the calling thread in microseconds.
pub(crate) fn thread_cpu_us() -> u64 {
    micros(clock_gettime(ClockId::ThreadCPUTime))
}

/// Microseconds in which any processor was busy since the kernel started, to 10 ms: the time that passed less all waits.
/// Nothing where the kernel does not tell.
pub(crate) fn busy_us() -> Option<u64> {
    let uptime = std::fs::read_to_string("/proc/uptime").ok()?;
    let (up, idle) = uptime.trim().split_once(' ')?;
    let processors = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as f64;
    let busy = up.parse::<f64>().ok()? * processors - idle.parse::<f64>().ok()?;
    Some((busy.max(0.0) * 1e6) as u64)
}

fn micros(time: Timespec) -> u64 {
    u64::try_from(time.tv_sec).unwrap_or(0) * 1_000_000 + u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000
}

/// The time from `now_us` to `deadline_us` for `poll`, or no limit; rounded up so that the deadline has passed after it.
pub(crate) fn until(deadline_us: Option<u64>, now_us: u64) -> Option<Timespec> {
    let left = deadline_us?.saturating_sub(now_us);
    Some(Timespec {
        tv_sec: i64::try_from(left / 1_000_000).unwrap_or(i64::MAX),
        tv_nsec: (left % 1_000_000) as _,
    })
}
