//! The DRM node: found by what it can do, not by its number.

use std::fs;
use std::io;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use drm::control::{
    AtomicCommitFlags, Device as _, ResourceHandles, atomic::AtomicModeReq, connector, plane,
};
use drm::{ClientCapability, Device as _, DriverCapability};
use rustix::fs::{Mode, OFlags};

use crate::KmsError;
use crate::connector::CONNECTOR_COUNT_MAX;
use crate::mode::Interface;
use crate::pipe::{PlaneFacts, PlaneKind};
use crate::props;

const DEVICES_DIR: &str = "/dev/dri";
/// Nodes looked at; the kernel itself has 64 minors for them.
const CARD_COUNT_MAX: usize = 64;
/// Planes looked at; large display engines have some thirty.
const PLANE_COUNT_MAX: usize = 128;

/// An open DRM node. Clones share the descriptor.
#[derive(Clone, Debug)]
pub(crate) struct Card {
    fd: Rc<OwnedFd>,
    path: Rc<Path>,
    /// The kernel lets this process set whole states at once.
    pub(crate) has_atomic: bool,
    /// The kernel lists all planes, the primary ones among them.
    pub(crate) has_planes: bool,
    /// Framebuffers can have modifiers.
    pub(crate) has_modifiers: bool,
}

impl AsFd for Card {
    fn as_fd(&self) -> BorrowedFd<'_> {
        self.fd.as_fd()
    }
}

impl drm::Device for Card {}
impl drm::control::Device for Card {}

impl Card {
    /// Opens one node, whatever it can do. With [`Interface::Legacy`] atomic commits are as good as not there.
    pub(crate) fn open(path: &Path, interface: Interface) -> io::Result<Self> {
        // Not blocking, so that draining the page-flip events ends.
        let flags = OFlags::RDWR | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let fd = Rc::new(rustix::fs::open(path, flags, Mode::empty())?);
        let mut card =
            Self { fd, path: path.into(), has_atomic: false, has_planes: false, has_modifiers: false };
        card.has_planes = card.set_client_capability(ClientCapability::UniversalPlanes, true).is_ok();
        card.has_atomic = interface == Interface::Auto
            && card.has_planes
            && card.set_client_capability(ClientCapability::Atomic, true).is_ok();
        card.has_modifiers =
            card.get_driver_capability(DriverCapability::AddFB2Modifiers).is_ok_and(|has| has == 1);
        Ok(card)
    }

    /// Opens the node that can drive a display; of several, one with a connected connector before others.
    /// Being the first to open it makes this process its master, without any privilege.
    pub(crate) fn find(interface: Interface) -> Result<Self, KmsError> {
        let mut tried = Vec::new();
        let mut denied = None;
        let mut usable: Vec<Self> = Vec::new();
        for path in nodes() {
            let name = path.display().to_string();
            match Self::open(&path, interface) {
                Ok(card) => match card.check_usable() {
                    Ok(()) => usable.push(card),
                    Err(reason) => tried.push(format!("{name} {reason}")),
                },
                Err(error) if error.kind() == io::ErrorKind::PermissionDenied => denied = Some(name),
                Err(error) => tried.push(format!("{name} cannot be opened ({error})")),
            }
        }
        // Probing a connector can take 100 ms on real hardware: done only where it decides something.
        let connected = if usable.len() > 1 { usable.iter().position(Self::is_connected) } else { None };
        if !usable.is_empty() {
            return usable.swap_remove(connected.unwrap_or(0)).check_master();
        }
        if let Some(device) = denied {
            return Err(KmsError::OpenDenied { device });
        }
        let nothing = || format!("{DEVICES_DIR} has no card");
        Err(KmsError::NoDevice { tried: if tried.is_empty() { nothing() } else { tried.join("; ") } })
    }

    /// The node's path.
    pub(crate) fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// Says why the node cannot drive a display.
    fn check_usable(&self) -> Result<(), String> {
        let resources = self.resource_handles().map_err(|error| format!("cannot set modes ({error})"))?;
        if resources.connectors().is_empty() || resources.crtcs().is_empty() {
            return Err("has no connector or no CRTC (a render-only GPU)".to_owned());
        }
        if !self.has_atomic
            && !self.get_driver_capability(DriverCapability::DumbBuffer).is_ok_and(|has| has == 1)
        {
            return Err("has neither dumb buffers nor atomic modesetting".to_owned());
        }
        Ok(())
    }

    /// True if a display is plugged in.
    fn is_connected(&self) -> bool {
        let handles = self.resource_handles().map(|resources| resources.connectors).unwrap_or_default();
        handles.iter().take(CONNECTOR_COUNT_MAX).any(|handle| {
            self.get_connector(*handle, true).is_ok_and(|info| info.state() == connector::State::Connected)
        })
    }

    /// Refuses a card that another process is master of. An empty test commit does nothing and only the
    /// master may do it. Without atomic modesetting the first modeset will tell.
    fn check_master(self) -> Result<Self, KmsError> {
        if self.has_atomic {
            let answer = self.atomic_commit(AtomicCommitFlags::TEST_ONLY, AtomicModeReq::new());
            if answer.is_err_and(|error| error.kind() == io::ErrorKind::PermissionDenied) {
                return Err(KmsError::NotMaster { device: self.name() });
            }
        }
        Ok(self)
    }

    /// The connectors and CRTCs.
    ///
    /// # Errors
    /// [`KmsError::DeviceGone`], [`KmsError::Query`].
    pub(crate) fn resources(&self) -> Result<ResourceHandles, KmsError> {
        self.resource_handles().map_err(|cause| self.refused("reading the DRM resources", cause))
    }

    /// The error that says what a failed call means for the device.
    pub(crate) fn refused(&self, call: &'static str, cause: io::Error) -> KmsError {
        match rustix::io::Errno::from_io_error(&cause) {
            Some(rustix::io::Errno::NODEV) => KmsError::DeviceGone { device: self.name() },
            _ => KmsError::Query { call, cause },
        }
    }

    /// All planes, or `None` if the driver lists no primary ones.
    pub(crate) fn planes(&self) -> Result<Option<Vec<PlaneFacts>>, KmsError> {
        if !self.has_planes {
            return Ok(None);
        }
        let resources = self.resources()?;
        let handles = self.plane_handles().map_err(|cause| self.refused("reading the planes", cause))?;
        let read = |handle: &plane::Handle| {
            let info = self.get_plane(*handle).ok()?;
            Some(PlaneFacts {
                handle: *handle,
                kind: self.plane_kind(*handle)?,
                crtcs: resources.filter_crtcs(info.possible_crtcs()),
                formats: info.formats().to_vec(),
            })
        };
        Ok(Some(handles.iter().take(PLANE_COUNT_MAX).filter_map(read).collect()))
    }

    fn plane_kind(&self, plane: plane::Handle) -> Option<PlaneKind> {
        match props::value(self, plane, "type")? {
            0 => Some(PlaneKind::Overlay),
            1 => Some(PlaneKind::Primary),
            2 => Some(PlaneKind::Cursor),
            _ => None,
        }
    }
}

/// The card nodes in numeric order.
pub(crate) fn nodes() -> Vec<PathBuf> {
    let entries = fs::read_dir(DEVICES_DIR).into_iter().flatten().flatten();
    let number = |name: &str| name.strip_prefix("card").and_then(|digits| digits.parse::<u32>().ok());
    let mut cards: Vec<(u32, PathBuf)> =
        entries.filter_map(|entry| Some((number(entry.file_name().to_str()?)?, entry.path()))).collect();
    cards.sort();
    cards.into_iter().map(|(_, path)| path).take(CARD_COUNT_MAX).collect()
}
