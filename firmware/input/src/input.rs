//! All devices behind one descriptor.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::Path;

use ferrule_abi::KeyEvent;
use rustix::event::epoll::{self, CreateFlags, EventData, EventFlags};
use rustix::io::Errno;

use crate::InputError;
use crate::device::{Device, Outcome};
use crate::keymap::Keymap;
use crate::nodes::{Node, Nodes};
use crate::repeat::RepeatPolicy;
use crate::tracker::{DeviceId, Tracker};

/// Devices open at once; further ones are left alone until one goes.
pub const DEVICE_COUNT_MAX: usize = 64;
/// The epoll token of the node watch; devices have their number, which begins at 1.
const NODES_TOKEN: u64 = 0;

/// Remotes and keyboards, found and lost as they come and go.
///
/// Its descriptor becomes readable when there is something to read: call [`Input::read`] then, and at
/// [`Input::next_deadline`].
#[derive(Debug)]
pub struct Input {
    epoll: OwnedFd,
    nodes: Nodes,
    devices: Vec<(Node, Device)>,
    /// Nodes that are no use, so that they are not opened at every change.
    ignored: Vec<Node>,
    tracker: Tracker,
    last_id: u32,
}

impl AsFd for Input {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.epoll.as_fd()
    }
}

impl Input {
    /// Begins to watch /dev/input and opens what is there. No device at all is no error.
    ///
    /// # Errors
    /// [`InputError`] if the kernel refuses epoll or inotify, or /dev is missing.
    pub fn open(keymap: Keymap, policy: RepeatPolicy) -> Result<Self, InputError> {
        Self::open_in(Path::new("/dev"), keymap, policy)
    }

    pub(crate) fn open_in(devices: &Path, keymap: Keymap, policy: RepeatPolicy) -> Result<Self, InputError> {
        let failed = |call| move |errno: Errno| InputError::System { call, cause: errno.into() };
        let epoll = epoll::create(CreateFlags::CLOEXEC).map_err(failed("epoll_create1"))?;
        let nodes = Nodes::watch(devices)?;
        epoll::add(&epoll, &nodes, EventData::new_u64(NODES_TOKEN), EventFlags::IN)
            .map_err(failed("epoll_ctl"))?;
        let tracker = Tracker::new(keymap, policy);
        let mut input = Self { epoll, nodes, devices: Vec::new(), ignored: Vec::new(), tracker, last_id: 0 };
        // Nobody listens yet: keys that are down at the start count from their next press.
        input.scan(0, &mut |_| ());
        if input.devices.is_empty() {
            log::warn!(
                "no remote: no input device has a key of the board's keymap; plug one in, or load its driver in the \
                 board's kernel modules"
            );
        }
        input.tracker = Tracker::new(input.tracker.keymap().clone(), policy);
        Ok(input)
    }

    /// Devices open now.
    #[must_use]
    pub fn device_count(&self) -> usize {
        self.devices.len()
    }

    /// Reads all devices that have something, lets repeats and stuck keys happen, and opens devices that
    /// came. Events go to `sink`, each device's in its order. Does not block and does a bounded amount of
    /// work: what is left keeps the descriptor readable.
    ///
    /// `now_us` is `CLOCK_MONOTONIC` in microseconds.
    pub fn read(&mut self, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        let mut ready =
            [epoll::Event { flags: EventFlags::empty(), data: EventData::new_u64(0) }; DEVICE_COUNT_MAX + 1];
        let no_wait = rustix::event::Timespec { tv_sec: 0, tv_nsec: 0 };
        let count = epoll::wait(&self.epoll, ready.as_mut_slice(), Some(&no_wait)).unwrap_or(0);
        let mut nodes_changed = false;
        for event in &ready[..count] {
            match event.data.u64() {
                NODES_TOKEN => nodes_changed = self.nodes.drain(),
                id => self.read_device(id, now_us, sink),
            }
        }
        if nodes_changed {
            self.scan(now_us, sink);
        }
        self.tracker.advance(now_us, sink);
    }

    /// When [`Input::read`] has to be called even though nothing is readable: `CLOCK_MONOTONIC` in
    /// microseconds. `None` while no key is held.
    #[must_use]
    pub fn next_deadline(&self) -> Option<u64> {
        self.tracker.next_deadline()
    }

    fn read_device(&mut self, id: u64, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        let Some(index) = self.devices.iter().position(|(_, device)| u64::from(device.id().0) == id) else {
            return;
        };
        if self.devices[index].1.read(&mut self.tracker, now_us, sink) == Outcome::Gone {
            self.close(index, now_us, sink);
        }
    }

    /// Closes the devices whose node is gone and opens the new ones. A node that may not be opened yet is
    /// tried again at the next change, which the change of its permissions is.
    fn scan(&mut self, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        let nodes = self.nodes.list();
        while let Some(index) = self.devices.iter().position(|(node, _)| !nodes.contains(node)) {
            self.close(index, now_us, sink);
        }
        self.ignored.retain(|node| nodes.contains(node));
        for node in nodes {
            let is_known = self.ignored.contains(&node) || self.devices.iter().any(|(open, _)| *open == node);
            if !is_known {
                self.try_open(node, now_us, sink);
            }
        }
    }

    fn try_open(&mut self, node: Node, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        if self.devices.len() >= DEVICE_COUNT_MAX {
            log::warn!("{DEVICE_COUNT_MAX} input devices are open; {} is left alone", node.name.display());
            return;
        }
        self.last_id = self.last_id.wrapping_add(1).max(1);
        let path = self.nodes.path(&node);
        let device = match Device::open(&path, DeviceId(self.last_id), self.tracker.keymap()) {
            Ok(Some(device)) => device,
            Ok(None) => {
                log::debug!("{}: no key of the keymap", path.display());
                return self.ignored.push(node);
            }
            Err(error) => return log::debug!("{}: not open yet: {error}", path.display()),
        };
        let token = EventData::new_u64(u64::from(device.id().0));
        if let Err(errno) = epoll::add(&self.epoll, &device, token, EventFlags::IN) {
            return log::warn!("{}: cannot be waited for: {errno}", path.display());
        }
        log::info!("{}: {}", path.display(), device.name());
        device.resync(&mut self.tracker, now_us, sink);
        self.devices.push((node, device));
    }

    fn close(&mut self, index: usize, now_us: u64, sink: &mut impl FnMut(KeyEvent)) {
        let (node, device) = self.devices.remove(index);
        log::info!("{}: {} is gone", self.nodes.path(&node).display(), device.name());
        self.tracker.gone(device.id(), now_us, sink);
        // Closing the descriptor, which happens here, takes it out of the epoll set.
    }
}

#[cfg(test)]
mod tests;
