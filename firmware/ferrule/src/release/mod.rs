//! Which release runs, whether it is good, and what comes after it.

mod device;
mod fate;
mod launch;
mod report;
mod trial;
mod updater;

pub(crate) use fate::Fate;
pub(crate) use launch::{Launch, choose};
pub(crate) use updater::{Asked, questions, start};

use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::mpsc::SyncSender;

/// What the supervisor of the app's process has to do with releases.
#[derive(Clone, Debug, Default)]
pub(crate) struct Trial {
    /// Whether the app has to show that it is alive.
    pub(crate) watched: Arc<AtomicBool>,
    /// Who looks for newer releases, if anybody does.
    pub(crate) updater: Option<SyncSender<Asked>>,
}
