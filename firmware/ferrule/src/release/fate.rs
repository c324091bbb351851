//! What the end of this process says about the release that ran in it.

use ferrule_slots::{DataDir, Slot, Slots, SlotsError};

use super::launch::Updates;
use crate::exit::Failure;

/// Notes it in the slots, where there are any.
#[derive(Default)]
pub(crate) struct Fate(Option<(Slots<DataDir>, Option<Slot>, bool)>);

impl Fate {
    /// The process runs what these say.
    pub(crate) fn of(&mut self, updates: &Updates) {
        self.0 = Some((updates.updater.slots().clone(), updates.slot(), updates.start.trial));
    }

    /// The process ends with this. A release on trial has spent its try, unless it is not to blame. One that was good
    /// and fails now is not started again; a check may install it anew.
    pub(crate) fn note(&self, failure: &Failure) {
        let Some((slots, Some(slot), trial)) = &self.0 else { return };
        let noted: Result<(), SlotsError> = match (is_the_releases(failure), trial) {
            (true, true) => Ok(()),
            (true, false) => slots.damaged(*slot, &failure.to_string()),
            (false, true) => slots.interrupted(),
            (false, false) => Ok(()),
        };
        if let Err(error) = noted {
            log::warn!("the end of this start cannot be noted: {error}");
        }
    }
}

/// Whether another release would not have failed so.
fn is_the_releases(failure: &Failure) -> bool {
    matches!(failure, Failure::Bundle(_) | Failure::EngineLoad(_) | Failure::EngineDead { .. })
}
