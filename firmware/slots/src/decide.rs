//! What may be started, decided from the record alone: no file is looked at, no clock is asked.

use crate::record::{Attempt, Record, State};
use crate::seeded::{Bug, seeded};
use crate::{BootId, POWER_LOSSES_MAX, Slot, TRANSITIONS_MAX, TRIES_MAX};

impl Record {
    /// Draws the conclusions from how the last start ended.
    pub(crate) fn settle(&mut self, boot: BootId) {
        if let Some(attempt) = self.attempt.take() {
            // In the same boot the process ended, and its try is spent. In another one the power went first.
            if attempt.boot != boot.0 && !seeded(Bug::BootIgnored) {
                self.give_back(attempt.slot);
                self.count_power_loss(attempt.slot);
            }
        }
        for slot in Slot::ALL {
            let entry = &self.slots[slot as usize];
            if entry.state == State::Trial && entry.tries == 0 {
                self.fail(slot, &format!("started {TRIES_MAX} times and did not prove good"));
            }
        }
    }

    fn count_power_loss(&mut self, slot: Slot) {
        let entry = &mut self.slots[slot as usize];
        if entry.state == State::Trial {
            entry.power_losses = (entry.power_losses + 1).min(POWER_LOSSES_MAX);
            if entry.power_losses == POWER_LOSSES_MAX && !seeded(Bug::PowerLossesUnlimited) {
                self.fail(slot, &format!("lost power {POWER_LOSSES_MAX} times before it proved good"));
            }
        }
    }

    /// The start that is under way was not the release's to spoil.
    pub(crate) fn give_back(&mut self, slot: Slot) {
        let entry = &mut self.slots[slot as usize];
        if entry.state == State::Trial {
            entry.tries = (entry.tries + 1).min(TRIES_MAX);
        }
    }

    /// The release in the slot did not prove good.
    pub(crate) fn fail(&mut self, slot: Slot, why: &str) {
        let entry = &mut self.slots[slot as usize];
        entry.close(State::Failed, why);
        self.failed = self.failed.max(entry.release);
        self.attempt = self.attempt.filter(|attempt| attempt.slot != slot);
    }

    /// Whether so much was tried in vain that only the factory's bundle is started.
    pub(crate) const fn is_held(&self) -> bool {
        self.transitions >= TRANSITIONS_MAX
    }

    /// The release to go back to: the highest that proved good.
    pub(crate) fn best_good(&self) -> Option<Slot> {
        self.best(State::Good)
    }

    /// The release to try: newer than what proved good.
    pub(crate) fn trial(&self) -> Option<Slot> {
        let good = self.best_good().map_or(0, |slot| self.slots[slot as usize].release);
        self.best(State::Trial).filter(|&slot| {
            let entry = &self.slots[slot as usize];
            entry.tries > 0 && entry.release > good
        })
    }

    fn best(&self, state: State) -> Option<Slot> {
        Slot::ALL
            .into_iter()
            .filter(|&slot| {
                let entry = &self.slots[slot as usize];
                entry.state == state && (entry.release >= self.floors.rollback || seeded(Bug::FloorIgnored))
            })
            .max_by_key(|&slot| self.slots[slot as usize].release)
    }

    /// Notes that a trial is about to start: its try is spent before anything of it runs.
    pub(crate) fn start_trial(&mut self, slot: Slot, boot: BootId) {
        self.slots[slot as usize].tries -= u8::from(!seeded(Bug::TryNotSpent));
        self.transitions = self.transitions.saturating_add(1);
        self.last = Some(slot);
        self.attempt = Some(Attempt { slot, boot: boot.0 });
    }

    /// Notes what is started without being on trial.
    pub(crate) fn start_settled(&mut self, run: Option<Slot>) {
        if self.last != run {
            self.last = run;
            self.transitions = self.transitions.saturating_add(1);
        }
    }

    /// The release in the slot has proved good: now, and not before, what is below its floor is history.
    pub(crate) fn prove_good(&mut self, slot: Slot, floor: u64) {
        let entry = &mut self.slots[slot as usize];
        entry.state = State::Good;
        entry.tries = 0;
        entry.power_losses = 0;
        self.attempt = None;
        self.transitions = 0;
        if !seeded(Bug::FloorNotRaised) {
            self.floors.rollback = self.floors.rollback.max(floor);
        }
    }

    /// The slot to install into: neither what runs nor what would be gone back to. None when both are needed.
    pub(crate) fn free_slot(&self, running: Option<Slot>) -> Option<Slot> {
        let good = self.best_good().filter(|_| !seeded(Bug::LastGoodOverwritten));
        let kept = [running, good, self.attempt.map(|attempt| attempt.slot)];
        Slot::ALL
            .into_iter()
            .filter(|&slot| !kept.contains(&Some(slot)))
            .min_by_key(|&slot| (rank(self.slots[slot as usize].state), self.slots[slot as usize].release))
    }
}

/// What is overwritten first. A download that was begun stays the place for the next.
const fn rank(state: State) -> u8 {
    match state {
        State::Installing => 0,
        State::Empty => 1,
        State::Failed => 2,
        State::Good => 3,
        State::Trial => 4,
    }
}
