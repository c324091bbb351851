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

/// Microseconds in which any processor was busy since the kernel started, to 10 ms: the time that passed less all waits,
/// also those for disks. Nothing where the kernel does not tell.
pub(crate) fn busy_us() -> Option<u64> {
    busy_in(&std::fs::read_to_string("/proc/stat").ok()?)
}

/// Busy time from the text of `/proc/stat`, whose first line is `cpu`, then hundredths of a second as user, nice, system,
/// idle, iowait, irq, softirq and others that are parts of these.
fn busy_in(stat: &str) -> Option<u64> {
    const HUNDREDTH_US: u64 = 10_000;
    const IDLE_AND_IOWAIT: std::ops::Range<usize> = 3..5;
    let fields = stat.lines().next()?.strip_prefix("cpu ")?.split_whitespace().take(7);
    let mut busy = 0;
    for (index, field) in fields.enumerate() {
        let hundredths: u64 = field.parse().ok()?;
        if !IDLE_AND_IOWAIT.contains(&index) {
            busy += hundredths * HUNDREDTH_US;
        }
    }
    Some(busy)
}

fn micros(time: Timespec) -> u64 {
    u64::try_from(time.tv_sec).unwrap_or(0) * 1_000_000 + u64::try_from(time.tv_nsec).unwrap_or(0) / 1_000
}

/// The time from `now_us` to `deadline_us` for `poll`, or no limit; rounded up so that the deadline has passed after it.
pub(crate) fn until(deadline_us: Option<u64>, now_us: u64) -> Option<Timespec> {
    let left = deadline_us?.saturating_sub(now_us);
    Some(Timespec {
        tv_sec: i64::try_from(left / 1_000_000).unwrap_or(i64::MAX),
        tv_nsec: (left % 1_000_000 * 1000) as _,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_not_busy_time() {
        let stat = "cpu  10 2 30 1000 500 4 6 0 0 0\ncpu0 1 1 1 1 1 1 1 0 0 0\n";
        assert_eq!(busy_in(stat), Some(520_000));
        assert_eq!(busy_in("cpu  10 x"), None);
    }

    #[test]
    fn a_deadline_in_the_past_waits_no_time() {
        let wait = until(Some(5), 9).unwrap();
        assert_eq!((wait.tv_sec, wait.tv_nsec), (0, 0));
        let wait = until(Some(2_500_000), 0).unwrap();
        assert_eq!((wait.tv_sec, wait.tv_nsec), (2, 500_000_000));
        assert!(until(None, 9).is_none());
    }
}
