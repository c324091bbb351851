//! What a stick without a clock knows of the time: as much as has certainly passed.

/// A bound on the present time from below: the latest issue time of all that was
/// accepted, the firmware's own root among them, plus the time that the device has been running since it learnt that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassedTime {
    /// Seconds since 1970, at `learnt_us`.
    seconds: u64,
    /// Microseconds on the device's own clock, which begins anew with each start.
    learnt_us: u64,
}

impl PassedTime {
    /// The time is at least `seconds` since 1970 now.
    #[must_use]
    pub fn new(seconds: u64, now_us: u64) -> Self {
        Self { seconds, learnt_us: now_us }
    }

    /// Something was issued at `seconds` since 1970, and so that has passed. An earlier time teaches nothing.
    pub fn learn(&mut self, seconds: u64, now_us: u64) {
        if seconds > self.at(now_us) {
            *self = Self::new(seconds, now_us);
        }
    }

    /// Seconds since 1970 that have passed for certain.
    #[must_use]
    pub fn at(&self, now_us: u64) -> u64 {
        self.seconds + now_us.saturating_sub(self.learnt_us) / 1_000_000
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_runs_on_and_is_never_set_back() {
        let mut time = PassedTime::new(1_000, 5_000_000);
        assert_eq!(time.at(5_000_000), 1_000);
        assert_eq!(time.at(65_000_000), 1_060);
        time.learn(1_050, 65_000_000);
        assert_eq!(time.at(65_000_000), 1_060);
        time.learn(2_000, 65_000_000);
        assert_eq!(time.at(66_000_000), 2_001);
    }
}
