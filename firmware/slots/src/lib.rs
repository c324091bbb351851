//! What the device keeps on its data partition and what survives everything: two slots with a release each, the record of
//! what has become of them, and the roots of trust that were downloaded.
//!
//! ```text
//! slots/record.0 .1    the record in two copies, 512 bytes each, written alternately; the newer valid one counts
//! slots/a  slots/b     a release each: `bundle/` with its files, and `release`, its signed envelope, written last
//! trust/root           the downloaded roots, one after the other
//! ```
//!
//! The third slot is the factory's bundle in the read-only image: nothing that is or is not on the data partition keeps it
//! from starting. What may start at all is decided from the record alone, in `decide.rs`. A release is
//!
//! ```text
//!            begin             finish             start, then good
//!   Empty ─────────▸ Installing ─────▸ Trial ──────────────────▸ Good
//!     ▴                  │               │ 3 crashes, 6 losses of power, or `fail_trial`
//!     └──abort, no room──┘               └───────▸ Failed
//! ```
//!
//! A try is taken off *before* the start, so that a release that brings the device down is counted too. A start that ends
//! because the power went is recognised by the kernel's boot id, and gives its try back. The rollback floor rises only when a release has
//! proved good.
//!
//! One `fsync` stands before each step that relies on what was written before; tests cut the power at all of them.

#![forbid(unsafe_code)]

mod boot;
mod data_dir;
mod decide;
mod disk;
mod error;
mod install;
mod layout;
mod rebuild;
mod record;
#[cfg_attr(not(feature = "seeded-bugs"), expect(unreachable_pub, reason = "public for the tests alone"))]
mod seeded;
mod slots;
mod store;

use std::fmt;

pub use boot::BootId;
pub use data_dir::DataDir;
pub use disk::Disk;
pub use error::SlotsError;
pub use install::{Install, Wanted};
pub use record::{State, WHY_BYTES_MAX};
#[cfg(feature = "seeded-bugs")]
pub use seeded::{Bug, seed};
pub use slots::{Installed, Run, Signed, Slots, Start, stored_root};

/// Starts of a release on trial that may end without it having proved good.
pub const TRIES_MAX: u8 = 3;
/// Starts of a release on trial that a loss of power may end: at this many it has failed. Users pull the plug of a stick that
/// does nothing, so that this too says something about the release.
pub const POWER_LOSSES_MAX: u8 = 6;
/// Changes of what is started, and starts of trials, without a release proving good. At this many only the factory's bundle is
/// started, until a release is installed that was not there before.
pub const TRANSITIONS_MAX: u8 = 28;

/// One of the two places for a downloaded release.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The first.
    A,
    /// The second.
    B,
}

impl Slot {
    /// Both.
    pub const ALL: [Self; 2] = [Self::A, Self::B];

    /// The one that this is not.
    #[must_use]
    pub const fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::A => "a",
            Self::B => "b",
        })
    }
}
