//! Atomic commits of one connector, CRTC and primary plane.

use std::io;
use std::os::fd::AsFd;

use drm::control::atomic::AtomicModeReq;
use drm::control::property::{self, Value};
use drm::control::{
    AtomicCommitFlags, Device as _, Mode, RawResourceHandle, connector, crtc, framebuffer, plane,
};

use crate::card::Card;
use crate::connector::CONNECTOR_COUNT_MAX;
use crate::pipe::Pipe;
use crate::props;

const PLANE_PROPS: [&str; 10] =
    ["FB_ID", "CRTC_ID", "SRC_X", "SRC_Y", "SRC_W", "SRC_H", "CRTC_X", "CRTC_Y", "CRTC_W", "CRTC_H"];

/// The property handles and the mode of one output.
#[derive(Debug)]
pub(crate) struct Atomic {
    card: Card,
    connector: connector::Handle,
    crtc: crtc::Handle,
    plane: plane::Handle,
    connector_crtc: property::Handle,
    crtc_active: property::Handle,
    crtc_mode: property::Handle,
    plane_props: [property::Handle; PLANE_PROPS.len()],
    /// Objects of a boot splash or console that use the same CRTC: (object, property to set to zero).
    leftovers: Vec<(RawResourceHandle, property::Handle)>,
    mode: ModeBlob,
    size: (u64, u64),
}

/// A mode as a kernel object; freed on drop. The CRTC keeps a reference of its own while it uses the mode.
#[derive(Debug)]
struct ModeBlob {
    card: Card,
    id: u64,
}

impl Drop for ModeBlob {
    fn drop(&mut self) {
        let _ = self.card.destroy_property_blob(self.id);
    }
}

impl Atomic {
    /// Looks up all that a commit needs.
    pub(crate) fn new(
        card: &Card,
        connector: connector::Handle,
        pipe: Pipe,
        mode: &Mode,
    ) -> io::Result<Self> {
        let unsupported = || io::Error::from(io::ErrorKind::Unsupported);
        let plane = pipe.plane.filter(|_| card.has_atomic).ok_or_else(unsupported)?;
        let [connector_crtc] = props::handles(card, connector, ["CRTC_ID"]).ok_or_else(unsupported)?;
        let [crtc_active, crtc_mode] =
            props::handles(card, pipe.crtc, ["ACTIVE", "MODE_ID"]).ok_or_else(unsupported)?;
        let plane_props = props::handles(card, plane, PLANE_PROPS).ok_or_else(unsupported)?;
        let id = u64::from(card.create_property_blob(mode)?);
        let (width, height) = mode.size();
        Ok(Self {
            connector,
            crtc: pipe.crtc,
            plane,
            connector_crtc,
            crtc_active,
            crtc_mode,
            plane_props,
            leftovers: leftovers(card, connector, pipe.crtc, plane),
            mode: ModeBlob { card: card.clone(), id },
            size: (width.into(), height.into()),
            card: card.clone(),
        })
    }

    pub(crate) fn crtc(&self) -> crtc::Handle {
        self.crtc
    }

    /// Asks whether the whole state with `fb` would be accepted. Changes nothing.
    pub(crate) fn test(&self, fb: framebuffer::Handle) -> io::Result<()> {
        let flags = AtomicCommitFlags::TEST_ONLY | AtomicCommitFlags::ALLOW_MODESET;
        self.card.atomic_commit(flags, self.full_state(fb))
    }

    /// Sets the whole state, tested first. Waits for the display; a page-flip event follows.
    pub(crate) fn modeset(&self, fb: framebuffer::Handle) -> io::Result<()> {
        self.test(fb)?;
        let flags = AtomicCommitFlags::ALLOW_MODESET | AtomicCommitFlags::PAGE_FLIP_EVENT;
        self.card.atomic_commit(flags, self.full_state(fb))
    }

    /// Exchanges the framebuffer. With `waits` the call returns when the flip is done, without it at once.
    pub(crate) fn flip(&self, fb: framebuffer::Handle, waits: bool) -> io::Result<()> {
        let mut flags = AtomicCommitFlags::PAGE_FLIP_EVENT;
        if !waits {
            flags |= AtomicCommitFlags::NONBLOCK;
        }
        // An `AtomicModeReq` would allocate its four lists for every frame.
        let (mut objects, mut properties) = ([self.plane.into()], [self.plane_props[0].into()]);
        let (mut counts, mut values) = ([1], [u32::from(fb).into()]);
        drm_ffi::mode::atomic_commit(
            self.card.as_fd(),
            flags.bits(),
            &mut objects,
            &mut counts,
            &mut properties,
            &mut values,
        )
    }

    /// Switches the pipe off. Waits for a pending flip.
    pub(crate) fn off(&self) -> io::Result<()> {
        let mut request = AtomicModeReq::new();
        request.add_property(self.connector, self.connector_crtc, Value::CRTC(None));
        request.add_property(self.crtc, self.crtc_active, Value::Boolean(false));
        request.add_property(self.crtc, self.crtc_mode, Value::Blob(0));
        request.add_property(self.plane, self.plane_props[0], Value::Framebuffer(None));
        request.add_property(self.plane, self.plane_props[1], Value::CRTC(None));
        self.card.atomic_commit(AtomicCommitFlags::ALLOW_MODESET, request)
    }

    fn full_state(&self, fb: framebuffer::Handle) -> AtomicModeReq {
        let mut request = AtomicModeReq::new();
        for (object, property) in &self.leftovers {
            request.add_raw_property(*object, *property, 0);
        }
        request.add_property(self.connector, self.connector_crtc, Value::CRTC(Some(self.crtc)));
        request.add_property(self.crtc, self.crtc_active, Value::Boolean(true));
        request.add_property(self.crtc, self.crtc_mode, Value::Blob(self.mode.id));
        let (width, height) = self.size;
        // Source coordinates have 16 fractional bits.
        let values = [
            u64::from(u32::from(fb)),
            u64::from(u32::from(self.crtc)),
            0,
            0,
            width << 16,
            height << 16,
            0,
            0,
            width,
            height,
        ];
        for (property, value) in self.plane_props.iter().zip(values) {
            request.add_raw_property(self.plane.into(), *property, value);
        }
        request
    }
}

/// Other planes and connectors that the CRTC feeds now, with the properties that detach them.
fn leftovers(
    card: &Card,
    connector: connector::Handle,
    crtc: crtc::Handle,
    plane: plane::Handle,
) -> Vec<(RawResourceHandle, property::Handle)> {
    let mut found = Vec::new();
    for other in card.plane_handles().unwrap_or_default() {
        let is_used = other != plane && card.get_plane(other).is_ok_and(|info| info.crtc() == Some(crtc));
        if let Some(handles) = props::handles(card, other, ["FB_ID", "CRTC_ID"]).filter(|_| is_used) {
            found.extend(handles.map(|property| (RawResourceHandle::from(other), property)));
        }
    }
    let Ok(resources) = card.resource_handles() else { return found };
    for other in resources.connectors().iter().take(CONNECTOR_COUNT_MAX) {
        let is_used =
            *other != connector && props::value(card, *other, "CRTC_ID") == Some(u32::from(crtc).into());
        if let Some([property]) = props::handles(card, *other, ["CRTC_ID"]).filter(|_| is_used) {
            found.push((RawResourceHandle::from(*other), property));
        }
    }
    found
}
