//! How often an engine may fail.

use std::collections::VecDeque;

use crate::exit::Failure;

const FAILURE_WINDOW_US: u64 = 60_000_000;

/// The times of the failures of late.
#[derive(Debug)]
pub(super) struct Failures {
    at_us: VecDeque<u64>,
    /// As many within [`FAILURE_WINDOW_US`] are too many.
    count_max: usize,
}

impl Failures {
    /// An engine that has not failed yet, and may not `count_max` times within a minute.
    pub(super) fn new(count_max: usize) -> Self {
        Self { at_us: VecDeque::new(), count_max }
    }

    /// Notes one.
    ///
    /// # Errors
    /// When there were too many of late.
    pub(super) fn note(&mut self, why: &str, now_us: u64) -> Result<(), Failure> {
        self.at_us.push_back(now_us);
        self.at_us.retain(|&at| now_us.saturating_sub(at) < FAILURE_WINDOW_US);
        if self.at_us.len() >= self.count_max {
            return Err(Failure::EngineDead { count: self.at_us.len(), last: why.to_owned() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_within_a_minute_are_too_many() {
        let mut failures = Failures::new(3);
        assert!(failures.note("a", 0).is_ok());
        assert!(failures.note("b", 30_000_000).is_ok());
        assert!(failures.note("c", 60_000_000).is_ok());
        let dead = failures.note("d", 89_000_000);
        assert!(matches!(dead, Err(Failure::EngineDead { count: 3, ref last }) if last == "d"), "{dead:?}");
    }
}
