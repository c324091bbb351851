//! Autorepeat: pure, time is passed in.
//!
//! The kernel's own repeat is ignored. Its rate cannot follow the board file on all devices, and many
//! remotes have none.

use ferrule_abi::RemoteKey;

/// How held keys repeat. Times are in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepeatPolicy {
    /// From the press to the first repeat.
    pub delay_us: u64,
    /// Between the first two repeats.
    pub interval_us: u64,
    /// Percent by which each repeat shortens the interval, up to 100; 0 keeps it even.
    pub acceleration_percent: u32,
    /// The shortest interval that acceleration reaches; at least [`INTERVAL_US_MIN`] is kept.
    pub interval_min_us: u64,
    /// A key held for longer than this has lost its release: it is given up.
    pub stuck_us: u64,
}

/// Repeats never come faster than this, whatever the policy says.
pub const INTERVAL_US_MIN: u64 = 10_000;

impl Default for RepeatPolicy {
    fn default() -> Self {
        Self {
            delay_us: 400_000,
            interval_us: 160_000,
            acceleration_percent: 5,
            interval_min_us: 80_000,
            stuck_us: 30_000_000,
        }
    }
}

/// The repeat of the key that was pressed last. Pressing another key takes the repeat over; it does not
/// fall back.
#[derive(Debug)]
pub struct Autorepeat {
    policy: RepeatPolicy,
    running: Option<Running>,
}

#[derive(Clone, Copy, Debug)]
struct Running {
    key: RemoteKey,
    next_us: u64,
    interval_us: u64,
}

impl Autorepeat {
    /// No key repeats yet.
    #[must_use]
    pub fn new(policy: RepeatPolicy) -> Self {
        Self { policy, running: None }
    }

    /// A key went down. Keys that do not move anything (ok, back, power…) end the repeat of the one before.
    pub fn pressed(&mut self, key: RemoteKey, time_us: u64) {
        self.running = repeats(key).then(|| Running {
            key,
            next_us: time_us.saturating_add(self.policy.delay_us),
            interval_us: self.policy.interval_us.max(INTERVAL_US_MIN),
        });
    }

    /// A key came up.
    pub fn released(&mut self, key: RemoteKey) {
        self.running = self.running.filter(|running| running.key != key);
    }

    /// The key whose repeat is due, with the time it was due at. Repeats missed while nobody asked are
    /// lost, not made up for: a list must not run on after a stall.
    pub fn due(&mut self, now_us: u64) -> Option<(RemoteKey, u64)> {
        let running = self.running.as_mut().filter(|running| running.next_us <= now_us)?;
        let due_us = running.next_us;
        let on_grid = due_us.saturating_add(running.interval_us);
        running.next_us = if on_grid > now_us { on_grid } else { now_us.saturating_add(running.interval_us) };
        let shortened =
            running.interval_us * u64::from(100 - self.policy.acceleration_percent.min(100)) / 100;
        let floor = self.policy.interval_min_us.max(INTERVAL_US_MIN);
        // A floor above the first interval must not slow the repeat down.
        running.interval_us = shortened.max(floor.min(running.interval_us));
        Some((running.key, due_us))
    }

    /// When [`Autorepeat::due`] has something next.
    #[must_use]
    pub fn next_deadline(&self) -> Option<u64> {
        self.running.map(|running| running.next_us)
    }
}

/// The keys that mean "and again" while held.
fn repeats(key: RemoteKey) -> bool {
    use RemoteKey as K;
    match key {
        K::Up | K::Down | K::Left | K::Right | K::Rewind | K::FastForward | K::VolumeUp | K::VolumeDown => {
            true
        }
        K::Ok | K::Back | K::Home | K::Menu | K::PlayPause | K::Mute | K::Power => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const POLICY: RepeatPolicy = RepeatPolicy {
        delay_us: 400_000,
        interval_us: 100_000,
        acceleration_percent: 10,
        interval_min_us: 80_000,
        stuck_us: 30_000_000,
    };

    /// The times at which a key held from 0 repeats until `end_us`, asked at each deadline plus `late_us`.
    fn held(policy: RepeatPolicy, end_us: u64, late_us: u64) -> Vec<u64> {
        let mut repeat = Autorepeat::new(policy);
        repeat.pressed(RemoteKey::Right, 0);
        let mut times = Vec::new();
        while let Some(deadline) = repeat.next_deadline().filter(|deadline| *deadline <= end_us) {
            times.extend(repeat.due(deadline + late_us).map(|(_, due_us)| due_us));
            assert!(times.len() < 1_000, "the repeat spins");
        }
        times
    }

    #[test]
    fn repeats_begin_after_the_delay_and_accelerate_to_the_floor() {
        assert_eq!(held(POLICY, 840_000, 0), [400_000, 500_000, 590_000, 671_000, 751_000, 831_000]);
    }

    #[test]
    fn without_acceleration_the_interval_is_even() {
        let even = RepeatPolicy { acceleration_percent: 0, ..POLICY };
        assert_eq!(held(even, 700_000, 3_000), [400_000, 500_000, 600_000, 700_000]);
    }

    #[test]
    fn a_stall_loses_repeats_and_does_not_burst() {
        let mut repeat = Autorepeat::new(POLICY);
        repeat.pressed(RemoteKey::Down, 0);
        assert!(repeat.due(5_000_000).is_some());
        assert!(repeat.due(5_000_000).is_none());
        assert_eq!(repeat.next_deadline(), Some(5_100_000));
    }

    #[test]
    fn the_newest_key_takes_over_and_only_its_own_release_ends_it() {
        let mut repeat = Autorepeat::new(POLICY);
        repeat.pressed(RemoteKey::Left, 0);
        repeat.pressed(RemoteKey::Up, 100_000);
        repeat.released(RemoteKey::Left);
        assert_eq!(repeat.due(500_000), Some((RemoteKey::Up, 500_000)));
        repeat.released(RemoteKey::Up);
        assert_eq!(repeat.next_deadline(), None);
        repeat.pressed(RemoteKey::Left, 0);
        repeat.pressed(RemoteKey::Ok, 0);
        assert_eq!(repeat.next_deadline(), None);
    }

    #[test]
    fn senseless_policies_do_not_spin() {
        let zero = RepeatPolicy {
            delay_us: 0,
            interval_us: 0,
            acceleration_percent: u32::MAX,
            interval_min_us: 0,
            stuck_us: 0,
        };
        assert_eq!(held(zero, 30_000, 0), [0, 10_000, 20_000, 30_000]);
        let endless = RepeatPolicy { delay_us: u64::MAX, ..POLICY };
        assert!(held(endless, 1 << 40, 0).is_empty());
    }
}
