//! How soon an app that ended is started again.

/// A process that lived this long has proven itself: the next restart is immediate again.
const PROVEN_US: u64 = 30_000_000;
/// First delay; it doubles with each further quick end.
const DELAY_FIRST_US: u64 = 250_000;
/// Longest delay.
const DELAY_MAX_US: u64 = 30_000_000;

/// Counts quick ends. The first restart is immediate; after that each waits twice as long as the one before.
#[derive(Debug, Default)]
pub(crate) struct RestartDelay {
    quick_ends: u32,
}

impl RestartDelay {
    /// When to start again after a process that lived from `started_us` to `now_us`.
    pub(crate) fn next_start_us(&mut self, started_us: u64, now_us: u64) -> u64 {
        if now_us.saturating_sub(started_us) >= PROVEN_US {
            self.quick_ends = 0;
        }
        let delay = match self.quick_ends.checked_sub(1) {
            None => 0,
            Some(doublings) => {
                DELAY_FIRST_US.checked_shl(doublings).map_or(DELAY_MAX_US, |d| d.min(DELAY_MAX_US))
            }
        };
        self.quick_ends = self.quick_ends.saturating_add(1).min(u64::BITS / 2);
        now_us + delay
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quick_ends_are_answered_ever_slower_and_a_long_life_forgives() {
        let mut delay = RestartDelay::default();
        let waits: Vec<u64> = (0..12).map(|_| delay.next_start_us(0, 1_000) - 1_000).collect();
        assert_eq!(&waits[..4], [0, 250_000, 500_000, 1_000_000]);
        assert_eq!(waits[11], DELAY_MAX_US);
        assert_eq!(delay.next_start_us(0, PROVEN_US) - PROVEN_US, 0);
    }
}
