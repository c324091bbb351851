//! From what is published to what is installed: one check, in the order of `FORMAT.md`.
//!
//! Published bytes come through a [`Source`](ferrule_net::Source), are judged by [`ferrule_bundle::trust`], and end up in
//! [`ferrule_slots`]. Nothing here knows of threads, clocks or screens; time comes in as a number.

#![forbid(unsafe_code)]

mod check;
mod error;
mod time;
mod updater;

pub use check::{Outcome, Progress};
pub use error::CheckError;
pub use time::PassedTime;
pub use updater::Updater;
