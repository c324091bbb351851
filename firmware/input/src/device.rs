//! One evdev node.

use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use evdev::raw_stream::RawDevice;
use evdev::{EventType, InputEvent, KeyCode, SynchronizationCode};
use ferrule_abi::KeyEvent;
use rustix::fs::{Mode, OFlags};
use rustix::ioctl::{Setter, ioctl, opcode};

use crate::keymap::Keymap;
use crate::tracker::{DeviceId, Edge, Tracker};

/// Reads of one device per turn. A read takes up to 32 events; a flood waits for the next turn, so that one
/// broken device cannot keep the others waiting.
const READ_COUNT_MAX: usize = 4;
/// `CLOCK_MONOTONIC` as the kernel numbers it.
const MONOTONIC: std::ffi::c_int = 1;

/// An open device that has keys of the keymap.
#[derive(Debug)]
pub(crate) struct Device {
    raw: RawDevice,
    id: DeviceId,
    /// The kernel stamps events with the monotonic clock; if not, the time of reading is taken.
    has_monotonic: bool,
    /// Events were lost, and the ones up to the next report are leftovers.
    is_dropping: bool,
    /// The events of a read, empty between two; kept for its memory.
    events: Vec<InputEvent>,
}

/// What a turn with a device came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    Alive,
    Gone,
}

impl AsFd for Device {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.raw.as_fd()
    }
}

impl Device {
    /// Opens a node. `None` if it is no evdev device or has no key of the keymap.
    pub(crate) fn open(path: &Path, id: DeviceId, keymap: &Keymap) -> io::Result<Option<Self>> {
        let flags = OFlags::RDONLY | OFlags::NONBLOCK | OFlags::CLOEXEC;
        let fd: OwnedFd = rustix::fs::open(path, flags, Mode::empty())?;
        let Ok(raw) = RawDevice::from_fd(fd) else { return Ok(None) };
        let has_key = |keys: &evdev::AttributeSetRef<KeyCode>| {
            keymap.iter().any(|(code, _)| keys.contains(KeyCode(code)))
        };
        if !raw.supported_keys().is_some_and(has_key) {
            return Ok(None);
        }
        let has_monotonic = stamp_with_monotonic(raw.as_fd()).is_ok();
        Ok(Some(Self { raw, id, has_monotonic, is_dropping: false, events: Vec::new() }))
    }

    pub(crate) fn id(&self) -> DeviceId {
        self.id
    }

    /// The name that the device gives itself.
    pub(crate) fn name(&self) -> &str {
        self.raw.name().unwrap_or("without a name")
    }

    /// Reads what is there, within the turn's bound.
    pub(crate) fn read(
        &mut self,
        tracker: &mut Tracker,
        now_us: u64,
        sink: &mut impl FnMut(KeyEvent),
    ) -> Outcome {
        for _ in 0..READ_COUNT_MAX {
            match self.raw.fetch_events() {
                Ok(events) => self.events.extend(events),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Outcome::Alive,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(_) => return Outcome::Gone,
            }
            let mut events = std::mem::take(&mut self.events);
            for event in events.drain(..) {
                self.take(event, tracker, now_us, sink);
            }
            self.events = events;
        }
        Outcome::Alive
    }

    /// Asks the kernel which keys are down and brings the tracker to that: for keys held when the device
    /// was opened, and after lost events.
    pub(crate) fn resync(&self, tracker: &mut Tracker, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        match self.raw.get_key_state() {
            Ok(keys) => tracker.resync(self.id, |code| keys.contains(KeyCode(code)), now_us, sink),
            // It is going away; letting its keys up is right either way.
            Err(_) => tracker.gone(self.id, now_us, sink),
        }
    }

    fn take(
        &mut self,
        event: InputEvent,
        tracker: &mut Tracker,
        now_us: u64,
        sink: &mut impl FnMut(KeyEvent),
    ) {
        match event.event_type() {
            EventType::SYNCHRONIZATION if event.code() == SynchronizationCode::SYN_DROPPED.0 => {
                log::debug!("{}: events were lost", self.name());
                self.is_dropping = true;
            }
            EventType::SYNCHRONIZATION if self.is_dropping => {
                self.is_dropping = false;
                self.resync(tracker, now_us, sink);
            }
            EventType::KEY if !self.is_dropping => {
                let edge = match event.value() {
                    0 => Edge::Release,
                    1 => Edge::Press,
                    _ => return, // 2 is the kernel's autorepeat.
                };
                let time_us = if self.has_monotonic { micros(event.timestamp()) } else { now_us };
                tracker.edge(self.id, event.code(), edge, time_us, sink);
            }
            _ => (),
        }
    }
}

/// The event's time, which evdev carries as a distance from the epoch whatever the clock.
fn micros(time: SystemTime) -> u64 {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(0)
}

/// `EVIOCSCLOCKID`, which evdev does not wrap.
fn stamp_with_monotonic(fd: BorrowedFd<'_>) -> io::Result<()> {
    const EVIOCSCLOCKID: rustix::ioctl::Opcode = opcode::write::<std::ffi::c_int>(b'E', 0xa0);
    // SAFETY: the request reads one int through its pointer, which is what this type passes.
    let request = unsafe { Setter::<EVIOCSCLOCKID, std::ffi::c_int>::new(MONOTONIC) };
    // SAFETY: the request changes nothing but the clock of this descriptor's events; other descriptors
    // refuse it.
    unsafe { ioctl(fd, request) }?;
    Ok(())
}
