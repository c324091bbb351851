//! The display: from a DRM node to page flips, with nothing but the kernel and GBM.
//!
//! [`Kms`] finds the device and the connector to show on, [`Output`] owns the swap chain of one connector and
//! puts frames on the screen, [`HotplugMonitor`] tells when to look again, [`FrameClock`] tells when to
//! draw. Starting without a display is ordinary: [`Kms::rescan`] then returns `None` until the monitor
//! reports a change. [`StillDisplay`] shows one picture without any of this, GBM included.
//!
//! What draws is left to others: the window surface over the GBM surface is a type parameter.

mod atomic;
mod buffer;
mod card;
mod clock;
mod commit;
mod connector;
mod dumb;
mod error;
mod flip;
mod formats;
mod framebuffer;
mod hotplug;
mod kms;
mod mode;
mod output;
mod pipe;
pub mod probe;
mod props;
mod setup;
mod uevent;

pub use clock::{FrameClock, PERIOD_US_MAX, PERIOD_US_MIN, Pacing};
pub use connector::{CONNECTOR_COUNT_MAX, Target};
pub use dumb::StillDisplay;
pub use error::{Cause, ErrorClass, KmsError};
pub use hotplug::HotplugMonitor;
pub use kms::Kms;
pub use mode::{
    DisplayPolicy, Interface, MODE_COUNT_MAX, ModeFacts, PreferredMode, RANKED_MODE_COUNT_MAX,
    REFRESH_MHZ_RANGE,
};
pub use output::{Flip, Output, Submitted};
