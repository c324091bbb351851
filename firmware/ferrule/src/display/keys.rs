//! Which keys wait for a frame that shows their effect: where key-to-commit times come from.

use ferrule_abi::{KeyEvent, KeyPhase};

/// Keys followed at a time; the times of more are not measured.
const KEYS_MAX: usize = 64;

type Times = heapless::Vec<u64, KEYS_MAX>;

/// Key times on their way through the engine to the screen.
#[derive(Default)]
pub(crate) struct KeyTimes {
    /// Sent since the last tick.
    sent: Times,
    /// Part of the tick under way.
    ticking: Times,
    /// Shown by the frame that is painted next.
    framed: Times,
}

impl KeyTimes {
    /// A key was sent to the engine.
    pub(crate) fn sent(&mut self, key: KeyEvent) {
        if key.phase != KeyPhase::Up {
            // Beyond the cap it is just not measured.
            let _ = self.sent.push(key.time_us);
        }
    }

    /// Whether a key waits for a tick.
    pub(crate) fn any_sent(&self) -> bool {
        !self.sent.is_empty()
    }

    /// Whether a key has not reached the screen yet.
    pub(crate) fn any_under_way(&self) -> bool {
        !(self.sent.is_empty() && self.ticking.is_empty() && self.framed.is_empty())
    }

    /// A tick begins: it will see every key sent so far.
    pub(crate) fn ticked(&mut self) {
        self.ticking.clear();
        std::mem::swap(&mut self.sent, &mut self.ticking);
    }

    /// The tick was answered. Keys of a tick that changed nothing had no effect to show.
    pub(crate) fn answered(&mut self, changed: bool) {
        if changed {
            let _ = self.framed.extend_from_slice(&self.ticking);
        }
        self.ticking.clear();
    }

    /// The frame was committed: how long each of its keys took.
    pub(crate) fn committed(&mut self, now_us: u64, mut each: impl FnMut(u64)) {
        self.framed.iter().for_each(|&at| each(now_us.saturating_sub(at)));
        self.framed.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ferrule_abi::RemoteKey;

    fn key(phase: KeyPhase, time_us: u64) -> KeyEvent {
        KeyEvent { key: RemoteKey::Right, phase, time_us }
    }

    #[test]
    fn a_key_is_measured_to_the_frame_of_its_own_tick() {
        let mut times = KeyTimes::default();
        times.sent(key(KeyPhase::Down, 100));
        times.ticked();
        times.sent(key(KeyPhase::Repeat, 200));
        times.answered(true);
        let mut seen = Vec::new();
        assert!(times.any_under_way());
        times.committed(1000, |t| seen.push(t));
        assert_eq!(seen, [900], "the second key came after the tick");
        assert!(times.any_under_way(), "the second key waits for the next one");
        times.ticked();
        times.answered(false);
        times.committed(2000, |t| seen.push(t));
        assert_eq!(seen, [900], "a key without effect has no time");
        assert!(!times.any_under_way());
    }

    #[test]
    fn a_key_that_comes_up_waits_for_nothing() {
        let mut times = KeyTimes::default();
        times.sent(key(KeyPhase::Up, 100));
        assert!(!times.any_sent());
    }
}
