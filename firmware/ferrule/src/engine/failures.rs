//! How often an engine may fail.

use std::collections::VecDeque;

use crate::exit::Failure;

/// Failures of the engine within [`FAILURE_WINDOW_US`] that end the process.
const FAILURES_MAX: usize = 3;
const FAILURE_WINDOW_US: u64 = 60_000_000;

/// The times of the failures of late.
#[derive(Debug, Default)]
pub(super) struct Failures(VecDeque<u64>);

impl Failures {
    /// Notes one.
    ///
    /// # Errors
    /// When there were too many of late.
    pub(super) fn note(&mut self, why: &str, now_us: u64) -> Result<(), Failure> {
        self.0.push_back(now_us);
        self.0.retain(|&at| now_us.saturating_sub(at) < FAILURE_WINDOW_US);
        if self.0.len() >= FAILURES_MAX {
            return Err(Failure::EngineDead { count: self.0.len(), last: why.to_owned() });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_within_a_minute_are_too_many() {
        let mut failures = Failures::default();
        assert!(failures.note("a", 0).is_ok());
        assert!(failures.note("b", 30_000_000).is_ok());
        assert!(failures.note("c", 60_000_000).is_ok());
        let dead = failures.note("d", 89_000_000);
        assert!(matches!(dead, Err(Failure::EngineDead { count: 3, ref last }) if last == "d"), "{dead:?}");
    }
}
