//! Hotplug: the kernel's own uevents over netlink, without udev.

use std::os::fd::{AsFd, BorrowedFd, OwnedFd};

use rustix::io::Errno;
use rustix::net::netlink::{self, SocketAddrNetlink};
use rustix::net::{AddressFamily, RecvFlags, SocketFlags, SocketType};

use crate::KmsError;
use crate::uevent::{UEVENT_BYTES_MAX, is_display_change};

/// The multicast group in which the kernel itself speaks; udev speaks in group 2.
const KERNEL_GROUP: u32 = 1;
/// Messages read per turn; a storm waits for the next turn of the loop.
const MESSAGE_COUNT_MAX: usize = 256;

/// Tells that connectors may have changed. Any process may listen, no privilege is needed.
#[derive(Debug)]
pub struct HotplugMonitor {
    socket: OwnedFd,
}

impl AsFd for HotplugMonitor {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }
}

impl HotplugMonitor {
    /// Begins to listen.
    ///
    /// # Errors
    /// [`KmsError::Query`] where the kernel has no uevent sockets or a sandbox forbids them.
    pub fn open() -> Result<Self, KmsError> {
        let failed = |call| move |errno: Errno| KmsError::Query { call, cause: errno.into() };
        let flags = SocketFlags::CLOEXEC | SocketFlags::NONBLOCK;
        let protocol = Some(netlink::KOBJECT_UEVENT);
        let socket = rustix::net::socket_with(AddressFamily::NETLINK, SocketType::RAW, flags, protocol)
            .map_err(failed("opening a uevent socket"))?;
        rustix::net::bind(&socket, &SocketAddrNetlink::new(0, KERNEL_GROUP))
            .map_err(failed("listening for uevents"))?;
        Ok(Self { socket })
    }

    /// Reads what is there. True if connectors may have changed: rescan then.
    ///
    /// Messages lost in a storm count as a change, since one may have been among them.
    pub fn drain(&self) -> bool {
        let mut changed = false;
        let mut buffer = [0; UEVENT_BYTES_MAX + 1];
        for _ in 0..MESSAGE_COUNT_MAX {
            match rustix::net::recvfrom(&self.socket, buffer.as_mut_slice(), RecvFlags::empty()) {
                Ok((length, _, sender)) => {
                    // Privileged processes can send into the group; the kernel is number 0.
                    let sender = sender.and_then(|sender| SocketAddrNetlink::try_from(sender).ok());
                    let is_kernel = sender.is_some_and(|sender| sender.pid() == 0);
                    changed |= is_kernel && is_display_change(&buffer[..length.min(buffer.len())]);
                }
                Err(Errno::NOBUFS) => changed = true,
                Err(Errno::INTR) => (),
                Err(_) => break,
            }
        }
        changed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monitor_opens_without_privilege_and_is_quiet_without_events() {
        let monitor = HotplugMonitor::open().expect("uevent sockets");
        assert!(!monitor.drain());
    }
}
