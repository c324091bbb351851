//! The directory of device nodes, and being told when it changes: inotify, without udev.

use std::ffi::OsString;
use std::fs;
use std::mem::MaybeUninit;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::inotify::{self, CreateFlags, Reader, WatchFlags};

use crate::InputError;

/// Nodes looked at.
const NODE_COUNT_MAX: usize = 256;
/// Change events read per turn; more of them would say the same.
const CHANGE_COUNT_MAX: usize = 1024;
/// The directory of evdev nodes below the one of all devices.
const INPUT_DIR: &str = "input";

/// A node. One that went and came again under its name is another node: its inode differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) name: OsString,
    pub(crate) inode: u64,
}

/// Watches the directory of evdev nodes, which itself comes with the first device and goes with the last.
#[derive(Debug)]
pub(crate) struct Nodes {
    inotify: OwnedFd,
    dir: PathBuf,
}

impl AsFd for Nodes {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.inotify.as_fd()
    }
}

impl Nodes {
    /// Watches `devices`/input, where `devices` is /dev.
    pub(crate) fn watch(devices: &Path) -> Result<Self, InputError> {
        let inotify = inotify::init(CreateFlags::CLOEXEC | CreateFlags::NONBLOCK)
            .map_err(|errno| InputError::System { call: "inotify_init1", cause: errno.into() })?;
        inotify::add_watch(&inotify, devices, WatchFlags::CREATE | WatchFlags::ONLYDIR).map_err(|errno| {
            InputError::NoDevices { path: devices.display().to_string(), cause: errno.into() }
        })?;
        Ok(Self { inotify, dir: devices.join(INPUT_DIR) })
    }

    /// Reads the changes that are there. True if the nodes have to be listed again.
    pub(crate) fn drain(&self) -> bool {
        let mut buffer = [MaybeUninit::uninit(); 4096];
        let mut reader = Reader::new(&self.inotify, &mut buffer);
        let count = (0..CHANGE_COUNT_MAX).take_while(|_| reader.next().is_ok()).count();
        count > 0
    }

    /// The evdev nodes that exist now.
    pub(crate) fn list(&self) -> Vec<Node> {
        // Watched before it is read, so that no node falls between. Watching again what is watched is
        // harmless; the directory may be new.
        let changes = WatchFlags::CREATE | WatchFlags::ATTRIB | WatchFlags::DELETE | WatchFlags::ONLYDIR;
        if inotify::add_watch(&self.inotify, &self.dir, changes).is_err() {
            return Vec::new();
        }
        let entries = fs::read_dir(&self.dir).into_iter().flatten().flatten();
        let events =
            entries.filter(|entry| entry.file_name().to_str().is_some_and(|name| name.starts_with("event")));
        let node =
            |entry: fs::DirEntry| Some(Node { name: entry.file_name(), inode: entry.metadata().ok()?.ino() });
        events.filter_map(node).take(NODE_COUNT_MAX).collect()
    }

    pub(crate) fn path(&self, node: &Node) -> PathBuf {
        self.dir.join(&node.name)
    }
}
