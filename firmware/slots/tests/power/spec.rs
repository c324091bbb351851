//! What should be so, told without records, copies and files: the releases, marks and roots that a device has, and what it
//! starts next.

use ferrule_bundle::trust::Floors;
use ferrule_slots::{POWER_LOSSES_MAX, Slot, State, TRANSITIONS_MAX, TRIES_MAX};

/// The floor that release `number` of the tests declares.
pub(crate) const fn declared_floor(number: u64) -> u64 {
    if number.is_multiple_of(4) { number } else { number.saturating_sub(3) }
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Place {
    state: State,
    release: u64,
    /// Starts that count against it.
    spent: u8,
    losses: u8,
}

/// The device, as it should be.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Spec {
    places: [Place; 2],
    pub(crate) floors: Floors,
    /// The newest stored root, and that with which the floors were noted.
    pub(crate) root: u64,
    pub(crate) root_noted: u64,
    /// The trial that was started last, and in which boot.
    open: Option<(Slot, u8)>,
    changes: u8,
    last: Option<Slot>,
    newest: u64,
    pub(crate) failed: u64,
    pub(crate) running: Option<Slot>,
}

/// What can be seen of it after a start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// The release that starts; 0 for the factory's bundle.
    pub(crate) release: u64,
    pub(crate) trial: bool,
    pub(crate) tries_left: u8,
    pub(crate) floors: Floors,
    pub(crate) root: u64,
    pub(crate) root_noted: u64,
    /// State, release and losses of power of both slots.
    pub(crate) slots: [(State, u64, u8); 2],
}

impl Spec {
    fn place(&mut self, slot: Slot) -> &mut Place {
        &mut self.places[slot as usize]
    }

    pub(crate) fn state(&self, slot: Slot) -> State {
        self.places[slot as usize].state
    }

    pub(crate) fn release(&self, slot: Slot) -> u64 {
        self.places[slot as usize].release
    }

    /// The running release is on trial.
    pub(crate) fn on_trial(&self) -> Option<u64> {
        let slot = self.running.filter(|&slot| self.state(slot) == State::Trial)?;
        Some(self.release(slot))
    }

    /// What would be gone back to.
    pub(crate) fn last_good(&self) -> Option<Slot> {
        let good = Slot::ALL
            .into_iter()
            .filter(|&slot| self.state(slot) == State::Good && self.release(slot) >= self.floors.rollback);
        good.max_by_key(|&slot| self.release(slot))
    }

    /// Whether a release may be put there.
    pub(crate) fn may_install_into(&self, slot: Slot) -> bool {
        self.running != Some(slot) && self.last_good() != Some(slot)
    }

    /// What runs is not what would be gone back to.
    pub(crate) fn needs_both_slots(&self) -> bool {
        self.running.is_some() && self.last_good().is_some() && self.running != self.last_good()
    }

    /// The slot for a release when each that was begun was finished: the first that is not needed, empty ones first.
    pub(crate) fn free_slot(&self) -> Slot {
        let free = Slot::ALL.into_iter().filter(|&slot| self.may_install_into(slot));
        free.min_by_key(|&slot| (self.state(slot) != State::Empty, self.release(slot))).expect("one is free")
    }

    fn startable_trial(&self) -> Option<Slot> {
        let good = self.last_good().map_or(0, |slot| self.release(slot));
        let trials = Slot::ALL.into_iter().filter(|&slot| {
            let release = self.release(slot);
            self.state(slot) == State::Trial && release >= self.floors.rollback && release > good
        });
        trials.max_by_key(|&slot| self.release(slot))
    }

    /// A process starts something in this boot.
    pub(crate) fn start(&mut self, boot: u8) -> Seen {
        if let Some((slot, began)) = self.open.take()
            && began != boot
            && self.state(slot) == State::Trial
        {
            let place = self.place(slot);
            place.spent -= 1;
            place.losses += 1;
            if place.losses == POWER_LOSSES_MAX {
                self.fail(slot);
            }
        }
        for slot in Slot::ALL {
            if self.state(slot) == State::Trial && self.place(slot).spent >= TRIES_MAX {
                self.fail(slot);
            }
        }
        let held = self.changes >= TRANSITIONS_MAX;
        let trial = self.startable_trial().filter(|_| !held);
        self.running = trial.or_else(|| self.last_good().filter(|_| !held));
        if let Some(slot) = trial {
            self.place(slot).spent += 1;
            self.open = Some((slot, boot));
        }
        if trial.is_some() || self.last != self.running {
            self.changes += 1;
        }
        self.last = self.running;
        self.seen(trial)
    }

    fn seen(&self, trial: Option<Slot>) -> Seen {
        Seen {
            release: self.running.map_or(0, |slot| self.release(slot)),
            trial: trial.is_some(),
            tries_left: trial.map_or(0, |slot| TRIES_MAX - self.places[slot as usize].spent),
            floors: self.floors,
            root: self.root,
            root_noted: self.root_noted,
            slots: self.places.map(|place| match place.state {
                State::Empty => (State::Empty, 0, 0),
                state => (state, place.release, place.losses),
            }),
        }
    }

    fn fail(&mut self, slot: Slot) {
        self.place(slot).state = State::Failed;
        self.failed = self.failed.max(self.release(slot));
    }

    pub(crate) fn begin(&mut self, slot: Slot, release: u64) {
        *self.place(slot) = Place { state: State::Installing, release, spent: 0, losses: 0 };
    }

    pub(crate) fn finish(&mut self, slot: Slot) {
        self.place(slot).state = State::Trial;
        let release = self.release(slot);
        if release > self.newest {
            (self.newest, self.changes) = (release, 0);
        }
    }

    pub(crate) fn empty(&mut self, slot: Slot) {
        *self.place(slot) = Place::default();
        self.open = self.open.filter(|&(open, _)| open != slot);
    }

    pub(crate) fn good(&mut self) {
        if let Some(slot) = self.running.filter(|&slot| self.state(slot) == State::Trial) {
            let place = self.place(slot);
            (place.state, place.losses) = (State::Good, 0);
            let floor = declared_floor(place.release);
            self.floors.rollback = self.floors.rollback.max(floor);
            (self.changes, self.open) = (0, None);
        }
    }

    pub(crate) fn fail_trial(&mut self) {
        if let Some(slot) = self.running.filter(|&slot| self.state(slot) == State::Trial) {
            self.fail(slot);
            self.open = None;
        }
    }

    pub(crate) fn interrupted(&mut self) {
        if let Some((slot, _)) = self.open.take() {
            self.place(slot).spent -= 1;
        }
    }
}
