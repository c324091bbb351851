//! Which keys are held, over all devices: pure, time is passed in.
//!
//! Several codes and several devices may press one key of the remote. It goes down with the first of them
//! and comes up with the last. Every `Down` is followed by exactly one `Up`, whatever the devices do: lose
//! events, vanish, or never report the release.

use ferrule_abi::{KeyEvent, KeyPhase, RemoteKey};

use crate::keymap::Keymap;
use crate::repeat::{Autorepeat, RepeatPolicy};

/// Keys held at once over all devices; presses beyond that are ignored until one is released.
pub const HELD_COUNT_MAX: usize = 32;

/// Names a device among those open now and before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DeviceId(pub(crate) u32);

/// What a device says about a key code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Edge {
    Press,
    Release,
}

#[derive(Clone, Copy, Debug)]
struct Held {
    device: DeviceId,
    code: u16,
    key: RemoteKey,
    since_us: u64,
}

/// Held keys and their repeat.
#[derive(Debug)]
pub(crate) struct Tracker {
    keymap: Keymap,
    stuck_us: u64,
    held: Vec<Held>,
    repeat: Autorepeat,
}

impl Tracker {
    pub(crate) fn new(keymap: Keymap, policy: RepeatPolicy) -> Self {
        let held = Vec::with_capacity(HELD_COUNT_MAX);
        Self { keymap, stuck_us: policy.stuck_us, held, repeat: Autorepeat::new(policy) }
    }

    pub(crate) fn keymap(&self) -> &Keymap {
        &self.keymap
    }

    /// A device reports a press or a release. Codes without a key and repeated reports change nothing.
    pub(crate) fn edge(
        &mut self,
        device: DeviceId,
        code: u16,
        edge: Edge,
        time_us: u64,
        sink: &mut impl FnMut(KeyEvent),
    ) {
        match edge {
            Edge::Press => self.press(device, code, time_us, sink),
            Edge::Release => self.release(time_us, sink, |held| held.device == device && held.code == code),
        }
    }

    /// A device lost events: `is_down` tells which of its codes are down now.
    pub(crate) fn resync(
        &mut self,
        device: DeviceId,
        is_down: impl Fn(u16) -> bool,
        now_us: u64,
        sink: &mut impl FnMut(KeyEvent),
    ) {
        self.release(now_us, sink, |held| held.device == device && !is_down(held.code));
        let down: Vec<u16> = self.keymap.iter().map(|(code, _)| code).filter(|code| is_down(*code)).collect();
        for code in down {
            self.press(device, code, now_us, sink);
        }
    }

    /// A device is gone, and the keys that it held with it.
    pub(crate) fn gone(&mut self, device: DeviceId, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        self.release(now_us, sink, |held| held.device == device);
    }

    /// Lets time pass: repeats fire and stuck keys come up.
    pub(crate) fn advance(&mut self, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        let stuck_us = self.stuck_us;
        self.release(now_us, sink, |held| now_us >= held.since_us.saturating_add(stuck_us));
        if let Some((key, time_us)) = self.repeat.due(now_us) {
            sink(KeyEvent { key, phase: KeyPhase::Repeat, time_us });
        }
    }

    /// When [`Tracker::advance`] has something to do next. `None` while no key is held.
    pub(crate) fn next_deadline(&self) -> Option<u64> {
        let stuck = self.held.iter().map(|held| held.since_us.saturating_add(self.stuck_us)).min();
        stuck.into_iter().chain(self.repeat.next_deadline()).min()
    }

    fn press(&mut self, device: DeviceId, code: u16, time_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        let Some(key) = self.keymap.get(code) else { return };
        let is_known = self.held.iter().any(|held| held.device == device && held.code == code);
        if is_known || self.held.len() >= HELD_COUNT_MAX {
            return;
        }
        let is_first = !self.is_held(key);
        self.held.push(Held { device, code, key, since_us: time_us });
        if is_first {
            self.repeat.pressed(key, time_us);
            sink(KeyEvent { key, phase: KeyPhase::Down, time_us });
        }
    }

    /// Removes what `ends` names, and lets the keys up that nothing holds any more.
    fn release(&mut self, time_us: u64, sink: &mut impl FnMut(KeyEvent), ends: impl Fn(&Held) -> bool) {
        while let Some(index) = self.held.iter().position(&ends) {
            let key = self.held.remove(index).key;
            if !self.is_held(key) {
                self.repeat.released(key);
                sink(KeyEvent { key, phase: KeyPhase::Up, time_us });
            }
        }
    }

    fn is_held(&self, key: RemoteKey) -> bool {
        self.held.iter().any(|held| held.key == key)
    }
}

#[cfg(test)]
mod tests;
