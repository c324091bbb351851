//! Keys: from evdev nodes to events of the remote's keys, with autorepeat of its own.
//!
//! [`Input`] finds devices without udev, follows them as they come and go, and has one descriptor to wait for. All
//! that decides something is pure and takes its time as an argument: which keys are held, when they repeat,
//! when a release was lost.

mod device;
mod error;
mod input;
mod keymap;
mod nodes;
mod repeat;
mod tracker;

pub use error::InputError;
pub use input::{DEVICE_COUNT_MAX, Input};
pub use keymap::{KEY_CODE_MAX, Keymap};
pub use repeat::{Autorepeat, INTERVAL_US_MIN, RepeatPolicy};
pub use tracker::HELD_COUNT_MAX;
