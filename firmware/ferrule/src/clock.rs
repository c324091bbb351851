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

/// CPU time of this process, all its threads, in microseconds.
pub(crate) fn process_cpu_us() -> u64 {
    micros(clock_gettime(ClockId::ProcessCPUTime))
}

/// CPU time of another process in microseconds; nothing when there is none, or the kernel does not tell.
pub(crate) fn cpu_us_of(pid: u32) -> Option<u64> {
    let threads = std::fs::read_dir(format!("/proc/{pid}/task")).ok()?;
    let of_thread = |thread: std::fs::DirEntry| {
        // The first number is the time it ran, in nanoseconds.
        let text = std::fs::read_to_string(thread.path().join("schedstat")).ok()?;
        text.split_whitespace().next()?.parse::<u64>().ok()
    };
    let nanos: u64 = threads.flatten().filter_map(of_thread).sum();
    (nanos > 0).then_some(nanos / 1_000)
}

/// Microseconds in which any processor ran something since the kernel started: the time that passed less all waits, also
/// those for disks. Nothing where the kernel does not tell (no `CONFIG_SCHEDSTATS`).
///
/// The kernel counts a thread's run when it is switched away from, so the calling thread goes to sleep for a moment.
pub(crate) fn busy_us() -> Option<u64> {
    let moment = Timespec { tv_sec: 0, tv_nsec: 1_000 };
    // A signal that cuts the sleep short is a switch as well.
    let _ = rustix::thread::nanosleep(&moment);
    busy_in(&std::fs::read_to_string("/proc/schedstat").ok()?)
}

/// Busy time from the text of `/proc/schedstat`: of each line `cpuN`, the seventh number is the time in nanoseconds in
/// which tasks ran there.
fn busy_in(schedstat: &str) -> Option<u64> {
    const RUN_TIME_FIELD: usize = 7;
    let of_cpu = |line: &str| line.split_whitespace().nth(RUN_TIME_FIELD)?.parse::<u64>().ok();
    let nanos: u64 =
        schedstat.lines().filter(|line| line.starts_with("cpu")).map(of_cpu).sum::<Option<_>>()?;
    (nanos > 0).then_some(nanos / 1_000)
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
        let schedstat = "version 15\ntimestamp 4295\n\
                         cpu0 0 0 9 9 9 9 1500000 77 12\ndomain0 3 0 0 1 2 3 4 5 6 7\n\
                         cpu1 0 0 9 9 9 9 500000 77 12\n";
        assert_eq!(busy_in(schedstat), Some(2_000));
        assert_eq!(busy_in("version 15\n"), None);
        assert_eq!(busy_in("cpu0 0 0 x"), None);
    }

    #[test]
    fn a_process_that_ran_has_cpu_time_and_none_has_not() {
        assert!(process_cpu_us() > 0);
        assert!(cpu_us_of(std::process::id()).is_some());
        assert_eq!(cpu_us_of(0), None);
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
