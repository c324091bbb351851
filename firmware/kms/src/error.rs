//! What can go wrong with a display, kept so that "unplugged" and "bug" are told apart.

use std::error::Error;
use std::io;

/// Any error of another crate, kept as the cause.
pub type Cause = Box<dyn Error + Send + Sync>;

/// Why a display operation failed. Each message names the thing and, where there is one, the cure.
#[derive(Debug, thiserror::Error)]
pub enum KmsError {
    /// No node under /dev/dri can drive a display.
    #[error(
        "no display device: {tried}; load the display driver in the board's kernel modules, \
         or attach a display adapter to the emulated machine"
    )]
    NoDevice {
        /// What was tried and why each failed.
        tried: String,
    },
    /// A display device exists and may not be opened.
    #[error("{device} may not be opened; start with the group that owns /dev/dri")]
    OpenDenied {
        /// The node.
        device: String,
    },
    /// Another process controls the device (it is the DRM master).
    #[error("another process controls {device}; stop the other compositor or console splash")]
    NotMaster {
        /// The node.
        device: String,
    },
    /// The device was removed, or its driver unloaded, while it was in use.
    #[error(
        "the display device {device} was removed; plug it in again or load its driver, it is looked for at the \
         next start"
    )]
    DeviceGone {
        /// The node.
        device: String,
    },
    /// The connector has no display any more.
    #[error("{connector} is unplugged")]
    Unplugged {
        /// The connector, such as `HDMI-A-1`.
        connector: String,
    },
    /// The kernel stayed busy through all retries. Trying again with the next frame is right.
    #[error("{connector} stayed busy through {tries} commits")]
    Busy {
        /// The connector.
        connector: String,
        /// Commits tried.
        tries: u32,
    },
    /// No CRTC with a primary plane is left that reaches the connector.
    #[error(
        "no CRTC and primary plane can feed {connector} with {format}; the GPU's display engine is fully used"
    )]
    NoPipe {
        /// The connector.
        connector: String,
        /// The pixel format, a four-character code.
        format: String,
    },
    /// The kernel refused every mode, layout and interface that was tried.
    #[error("the kernel refused all that was tried on {connector}: {tried}")]
    Refused {
        /// The connector.
        connector: String,
        /// Each attempt with the kernel's answer.
        tried: String,
    },
    /// The kernel refused a frame on a display that worked before. The last picture stays.
    #[error("the kernel refused a frame on {connector}: {cause}")]
    Commit {
        /// The connector.
        connector: String,
        /// The kernel's answer.
        #[source]
        cause: io::Error,
    },
    /// GBM could not do its part.
    #[error("{call} failed: {cause}; check that the image carries this GPU's driver")]
    Gbm {
        /// The GBM call.
        call: &'static str,
        /// The system's answer.
        #[source]
        cause: io::Error,
    },
    /// The GL side could not make a window surface.
    #[error("no window surface: {0}")]
    Window(#[source] Cause),
    /// The GL side could not finish a frame.
    #[error("the frame could not be finished: {0}")]
    Swap(#[source] Cause),
    /// [`crate::Output::swap`] was called while [`crate::Output::can_swap`] was false.
    #[error("a frame was swapped while one was waiting already")]
    QueueFull,
    /// A query of the kernel failed.
    #[error("{call} failed: {cause}")]
    Query {
        /// The query.
        call: &'static str,
        /// The system's answer.
        #[source]
        cause: io::Error,
    },
}

/// What to do about a [`KmsError`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ErrorClass {
    /// Wait for the next hotplug event.
    Unplugged,
    /// Try again with the next frame.
    Busy,
    /// The set-up is wrong, or the device is gone; no retry on this device helps.
    Setup,
    /// The driver said no; making the output anew may help.
    Driver,
    /// The caller broke a rule.
    Bug,
}

impl KmsError {
    /// What to do about the error.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        match self {
            Self::Unplugged { .. } => ErrorClass::Unplugged,
            Self::Busy { .. } => ErrorClass::Busy,
            Self::NoDevice { .. }
            | Self::OpenDenied { .. }
            | Self::NotMaster { .. }
            | Self::DeviceGone { .. } => ErrorClass::Setup,
            Self::NoPipe { .. }
            | Self::Refused { .. }
            | Self::Commit { .. }
            | Self::Gbm { .. }
            | Self::Window(_)
            | Self::Swap(_)
            | Self::Query { .. } => ErrorClass::Driver,
            Self::QueueFull => ErrorClass::Bug,
        }
    }

    /// Names the GBM call in a system error, for `map_err`.
    pub(crate) fn gbm(call: &'static str) -> impl FnOnce(io::Error) -> Self {
        move |cause| Self::Gbm { call, cause }
    }
}
