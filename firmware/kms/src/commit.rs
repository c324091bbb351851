//! The two ways to put a framebuffer on the screen: atomic commits, and the older calls for drivers without
//! them.

use std::io;

use drm::control::{Device as _, Mode, PageFlipFlags, connector, crtc, framebuffer};

use crate::atomic::Atomic;
use crate::card::Card;
use crate::pipe::Pipe;

/// How an output talks to the kernel. `size` arguments are the framebuffer's in pixels.
#[derive(Debug)]
pub(crate) enum Commit {
    Atomic(Atomic),
    Legacy(Legacy),
}

/// The calls of before atomic modesetting.
#[derive(Debug)]
pub(crate) struct Legacy {
    pub(crate) card: Card,
    pub(crate) connector: connector::Handle,
    pub(crate) pipe: Pipe,
    pub(crate) mode: Mode,
}

/// What follows an accepted commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Accepted {
    /// A page-flip event will come.
    EventFollows,
    /// The frame is on the screen already.
    Shown,
}

impl Commit {
    /// The CRTC whose page-flip events belong to this output.
    pub(crate) fn crtc(&self) -> crtc::Handle {
        match self {
            Self::Atomic(atomic) => atomic.crtc(),
            Self::Legacy(legacy) => legacy.pipe.crtc,
        }
    }

    /// Sets the mode with `fb` as its first picture. Waits for the display.
    pub(crate) fn modeset(&self, fb: framebuffer::Handle) -> io::Result<Accepted> {
        match self {
            Self::Atomic(atomic) => atomic.modeset(fb).map(|()| Accepted::EventFollows),
            Self::Legacy(legacy) => legacy.modeset(fb).map(|()| Accepted::Shown),
        }
    }

    /// Shows `fb` at the next vblank, without waiting.
    ///
    /// A commit of ours that the kernel has not finished answers `EBUSY`; the waiting form of the same
    /// commit then takes its turn behind it.
    pub(crate) fn flip(&self, fb: framebuffer::Handle) -> io::Result<Accepted> {
        let is_busy = |error: &io::Error| error.kind() == io::ErrorKind::ResourceBusy;
        match self {
            Self::Atomic(atomic) => match atomic.flip(fb, false) {
                Err(error) if is_busy(&error) => atomic.flip(fb, true),
                answer => answer,
            }
            .map(|()| Accepted::EventFollows),
            Self::Legacy(legacy) => match legacy.flip(fb) {
                Err(error) if is_busy(&error) => legacy.modeset(fb).map(|()| Accepted::Shown),
                answer => answer.map(|()| Accepted::EventFollows),
            },
        }
    }

    /// Switches the CRTC off and frees it and its plane for others.
    pub(crate) fn off(&self) -> io::Result<()> {
        match self {
            Self::Atomic(atomic) => atomic.off(),
            Self::Legacy(legacy) => legacy.card.set_crtc(legacy.pipe.crtc, None, (0, 0), &[], None),
        }
    }
}

impl Legacy {
    fn modeset(&self, fb: framebuffer::Handle) -> io::Result<()> {
        self.card.set_crtc(self.pipe.crtc, Some(fb), (0, 0), &[self.connector], Some(self.mode))
    }

    fn flip(&self, fb: framebuffer::Handle) -> io::Result<()> {
        self.card.page_flip(self.pipe.crtc, fb, PageFlipFlags::EVENT, None)
    }
}
