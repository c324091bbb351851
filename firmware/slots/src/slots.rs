//! The handle on the data partition: what starts, what has become of it, what is accepted no more.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ferrule_bundle::trust::limits::ROOTS_BYTES_MAX;
use ferrule_bundle::trust::{Floors, Hash, Release};

use crate::disk::Disk;
use crate::error::SlotsError;
use crate::layout::{ROOT, ROOT_NEW, SLOTS_DIR, TRUST_DIR};
use crate::rebuild::{self, RELEASE_FILE_BYTES_MAX};
use crate::record::{Record, State};
use crate::seeded::{Bug, seeded};
use crate::{BootId, DataDir, Slot, store};

/// Reads a release's envelope when it is signed by keys that this device trusts or trusted:
/// [`Root::installed`](ferrule_bundle::trust::Root::installed).
pub type Signed = dyn Fn(&[u8]) -> Option<Release> + Send + Sync;

/// Complaints that are kept until somebody takes them. Later ones are dropped.
const COMPLAINTS_MAX: usize = 32;

/// The slots, the record and the roots of one data partition. Clones are the same slots, so that one thread may install
/// while another says how the running release fares.
pub struct Slots<D> {
    pub(crate) shared: Arc<Shared<D>>,
}

pub(crate) struct Shared<D> {
    pub(crate) disk: D,
    pub(crate) signed: Box<Signed>,
    boot: BootId,
    inner: Mutex<Inner>,
}

/// What is known and under way. Locked for as long as a write of the record takes, never while files are written.
#[derive(Default)]
pub(crate) struct Inner {
    pub(crate) record: Record,
    /// Which copy holds the record; none before the first is written.
    copy: Option<usize>,
    /// Whether the folder of the record is there for certain.
    founded: bool,
    /// Whether a write failed since, so that the disk may hold a newer record than this one.
    uncertain: bool,
    /// What was started, when something was.
    pub(crate) running: Option<Run>,
    /// Whether an [`Install`](crate::Install) is under way.
    pub(crate) installing: bool,
    complaints: Vec<String>,
}

/// What to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// The bundle in the read-only image.
    Factory,
    /// The release in a slot.
    Slot(Slot),
}

impl Run {
    pub(crate) const fn slot(self) -> Option<Slot> {
        match self {
            Self::Factory => None,
            Self::Slot(slot) => Some(slot),
        }
    }
}

/// What was decided for this start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// What to run.
    pub run: Run,
    /// Whether it has yet to prove good: to be followed by [`Slots::good`] or [`Slots::fail_trial`].
    pub trial: bool,
    /// Starts that are left to the trial after this one; 0 when it is none.
    pub tries_left: u8,
}

/// What a slot holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Installed {
    /// Which slot.
    pub slot: Slot,
    /// What has become of its release.
    pub state: State,
    /// The release's number; 0 in an empty slot.
    pub release: u64,
    /// Starts that are left to a trial.
    pub tries_left: u8,
    /// Starts of the trial that a loss of power ended.
    pub power_losses: u8,
    /// Why it is not started, when something is to be said.
    pub why: Option<String>,
}

impl<D> Clone for Slots<D> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared) }
    }
}

impl<D: Disk> Slots<D> {
    /// Reads the record. Never fails: without a record that can be read one is made of the signed releases in the slots,
    /// and without those there is the factory's bundle. What was odd is among the [`Slots::complaints`].
    #[must_use]
    pub fn open(disk: D, boot: BootId, signed: Box<Signed>) -> Self {
        let stored = store::read_record(&disk);
        let mut inner = Inner::default();
        if let Some((copy, record)) = stored.newest {
            (inner.record, inner.copy) = (record, Some(copy));
            if stored.damaged > 0 {
                inner.complain(
                    "one copy of the record is damaged, as after a loss of power; the other one counts"
                        .into(),
                );
            }
        } else {
            inner.record = rebuild::rebuild(&disk, &*signed);
            if stored.damaged > 0 || inner.record.complete > 0 {
                inner
                    .complain("the record cannot be read; releases that are whole are on trial again".into());
            }
        }
        Self { shared: Arc::new(Shared { disk, signed, boot, inner: Mutex::new(inner) }) }
    }

    /// Decides what runs now, and notes it before it returns. To be called once by each process that runs something,
    /// before anything of it is read. When the record cannot be written, nothing is tried: what proved good, or the factory's bundle,
    /// runs.
    #[must_use]
    pub fn start(&self) -> Start {
        let mut inner = self.lock();
        let mut next = inner.record;
        next.settle(self.shared.boot);
        if let Some(slot) = next.trial().filter(|_| !next.is_held()) {
            let mut trial = next;
            trial.start_trial(slot, self.shared.boot);
            let noted = if seeded(Bug::StartNotNoted) { Ok(()) } else { self.commit(&mut inner, trial) };
            match noted {
                Ok(()) => {
                    inner.running = Some(Run::Slot(slot));
                    let tries_left = trial.slots[slot as usize].tries;
                    return Start { run: Run::Slot(slot), trial: true, tries_left };
                }
                Err(error) => inner.complain(format!("slot {slot} is not tried: {error}")),
            }
        }
        let slot = if next.is_held() { None } else { next.best_good() };
        if next.is_held() {
            inner.complain(
                "too many starts without a release proving good: only the factory's bundle runs".into(),
            );
        }
        next.start_settled(slot);
        if let Err(error) = self.commit(&mut inner, next) {
            inner.complain(format!("what is started cannot be noted: {error}"));
        }
        let run = slot.map_or(Run::Factory, Run::Slot);
        inner.running = Some(run);
        Start { run, trial: false, tries_left: 0 }
    }

    /// The running release has proved good. Only now does the rollback floor rise, to the release's own.
    ///
    /// # Errors
    /// [`SlotsError::NothingRuns`], [`SlotsError::OtherRelease`], [`SlotsError::Storage`]: the release is still on trial then.
    pub fn good(&self, release: &Release) -> Result<(), SlotsError> {
        let mut inner = self.lock();
        let (slot, mut next) = (inner.running_slot()?, inner.record);
        let running = next.slots[slot as usize].release;
        if running != release.number {
            return Err(SlotsError::OtherRelease { given: release.number, running, slot });
        }
        if next.slots[slot as usize].state != State::Trial {
            return Ok(());
        }
        next.prove_good(slot, release.floor);
        if seeded(Bug::GoodForgotten) {
            return Ok(());
        }
        self.commit(&mut inner, next)
    }

    /// The running release does not prove good, and no further start of it would change that: it hangs, shows no picture,
    /// traps. It and what is older is not installed again. Nothing happens when it had proved good before.
    ///
    /// # Errors
    /// [`SlotsError::NothingRuns`], [`SlotsError::Storage`]: its tries are counted all the same.
    pub fn fail_trial(&self, why: &str) -> Result<(), SlotsError> {
        let mut inner = self.lock();
        let (slot, mut next) = (inner.running_slot()?, inner.record);
        if next.slots[slot as usize].state != State::Trial {
            return Ok(());
        }
        next.fail(slot, why);
        if seeded(Bug::FailureForgotten) {
            return Ok(());
        }
        self.commit(&mut inner, next)
    }

    /// What is in a slot is not what was signed, or cannot be read. It is not started, and may be installed again.
    ///
    /// # Errors
    /// [`SlotsError::Storage`].
    pub fn damaged(&self, slot: Slot, why: &str) -> Result<(), SlotsError> {
        let mut inner = self.lock();
        let mut next = inner.record;
        next.slots[slot as usize].close(State::Empty, why);
        next.attempt = next.attempt.filter(|attempt| attempt.slot != slot);
        self.commit(&mut inner, next)
    }

    /// The process ends for a reason that is not the running release's, such as a screen that was unplugged: its try is given
    /// back. Nothing happens when it is not on trial.
    ///
    /// # Errors
    /// [`SlotsError::Storage`].
    pub fn interrupted(&self) -> Result<(), SlotsError> {
        let mut inner = self.lock();
        let mut next = inner.record;
        if let Some(attempt) = next.attempt.take() {
            next.give_back(attempt.slot);
        }
        self.commit(&mut inner, next)
    }

    /// Starts releases again after so many vain starts that only the factory's bundle was run.
    ///
    /// # Errors
    /// [`SlotsError::Storage`].
    pub fn clear_transitions(&self) -> Result<(), SlotsError> {
        let mut inner = self.lock();
        let next = Record { transitions: 0, ..inner.record };
        self.commit(&mut inner, next)
    }

    /// The marks below which nothing is accepted.
    #[must_use]
    pub fn floors(&self) -> Floors {
        self.lock().record.floors
    }

    /// Notes what was accepted. No mark falls; the rollback floor is not touched, only [`Slots::good`] raises it.
    ///
    /// # Errors
    /// [`SlotsError::Storage`].
    pub fn note(&self, accepted: &Floors) -> Result<(), SlotsError> {
        let mut inner = self.lock();
        let mut next = inner.record;
        if accepted.timestamp >= next.floors.timestamp || seeded(Bug::MarksFall) {
            next.floors.timestamp = accepted.timestamp;
            next.floors.timestamp_sha256 = accepted.timestamp_sha256;
        }
        next.floors.release = next.floors.release.max(accepted.release);
        next.floors.time = next.floors.time.max(accepted.time);
        self.commit(&mut inner, next)
    }

    /// The version of the root with which the floors were noted. It is below that of [`stored_root`] when the
    /// power went between the two writes of [`Slots::set_root`], which is then to be called again.
    #[must_use]
    pub fn root_version(&self) -> u64 {
        self.lock().record.root_version
    }

    /// Stores the roots that were downloaded, all of them one after the other, in place of those stored before, and then the
    /// floors that hold under the newest of them: a root that changes the timestamp's keys lets marks fall, the rollback floor excepted.
    ///
    /// # Errors
    /// [`SlotsError::Storage`]: the old or the new roots are stored, and nothing in between.
    pub fn set_root(&self, roots: &[u8], version: u64, floors: &Floors) -> Result<(), SlotsError> {
        if seeded(Bug::RootNotedFirst) {
            self.note_root(version, floors)?;
        }
        let disk = &self.shared.disk;
        store::ensure_dir(disk, "", TRUST_DIR)?;
        store::replace(disk, TRUST_DIR, ROOT_NEW, ROOT, roots)?;
        self.note_root(version, floors)
    }

    fn note_root(&self, version: u64, floors: &Floors) -> Result<(), SlotsError> {
        let mut inner = self.lock();
        let rollback = inner.record.floors.rollback;
        let next = Record { root_version: version, floors: Floors { rollback, ..*floors }, ..inner.record };
        self.commit(&mut inner, next)
    }

    /// The signed envelope of the release in a slot.
    ///
    /// # Errors
    /// [`SlotsError::Envelope`] when it is not the one that was installed, [`SlotsError::Storage`].
    pub fn read_release(&self, slot: Slot) -> Result<Vec<u8>, SlotsError> {
        let expected = self.lock().record.slots[slot as usize].envelope;
        let path = slot.envelope();
        match self.shared.disk.read(path, RELEASE_FILE_BYTES_MAX) {
            Ok(bytes) if Hash::of(&bytes) == expected => Ok(bytes),
            Ok(_) => Err(SlotsError::Envelope { slot }),
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Err(SlotsError::Envelope { slot }),
            Err(cause) => Err(SlotsError::storage(path)(cause)),
        }
    }

    /// What both slots hold.
    #[must_use]
    pub fn installed(&self) -> [Installed; 2] {
        let record = self.lock().record;
        Slot::ALL.map(|slot| {
            let entry = &record.slots[slot as usize];
            Installed {
                slot,
                state: entry.state,
                release: entry.release,
                tries_left: entry.tries,
                power_losses: entry.power_losses,
                why: entry.why().map(str::to_owned),
            }
        })
    }

    /// What was odd since this was last asked, for the log.
    #[must_use]
    pub fn complaints(&self) -> Vec<String> {
        std::mem::take(&mut self.lock().complaints)
    }

    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        // The record is only ever replaced as a whole, so a panic elsewhere leaves it right.
        self.shared.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes a record in place of the one that counts. When that fails, the old one goes on counting here.
    pub(crate) fn commit(&self, inner: &mut Inner, mut next: Record) -> Result<(), SlotsError> {
        if next == inner.record && !inner.uncertain {
            return Ok(());
        }
        let disk = &self.shared.disk;
        if !inner.founded {
            store::ensure_dir(disk, "", SLOTS_DIR)?;
            inner.founded = true;
        }
        next.sequence = inner.record.sequence + 1;
        let copy = inner.copy.map_or(0, |copy| 1 - copy);
        // Which of the two counts after a failed write is not known before one succeeded.
        inner.uncertain = true;
        store::write_record(disk, copy, &next)?;
        if inner.copy.is_none() {
            // Both from the beginning: later there may be no room for a new file.
            store::write_record(disk, 1 - copy, &next)?;
        }
        inner.uncertain = false;
        (inner.record, inner.copy) = (next, Some(copy));
        Ok(())
    }
}

impl Slots<DataDir> {
    /// The folder of a release's files.
    #[must_use]
    pub fn slot_dir(&self, slot: Slot) -> std::path::PathBuf {
        self.shared.disk.path().join(slot.bundle())
    }
}

impl Inner {
    fn running_slot(&self) -> Result<Slot, SlotsError> {
        self.running.and_then(Run::slot).ok_or(SlotsError::NothingRuns)
    }

    pub(crate) fn complain(&mut self, complaint: String) {
        if self.complaints.len() < COMPLAINTS_MAX {
            self.complaints.push(complaint);
        }
    }
}

/// The downloaded roots, one after the other, for [`Root::newest`](ferrule_bundle::trust::Root::newest); empty when there are none.
/// Asked before [`Slots::open`], since only a root can tell what is signed.
///
/// # Errors
/// [`SlotsError::Storage`]. The image's own root does then.
pub fn stored_root(disk: &impl Disk) -> Result<Vec<u8>, SlotsError> {
    match disk.read(ROOT, ROOTS_BYTES_MAX) {
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(Vec::new()),
        read => read.map_err(SlotsError::storage(ROOT)),
    }
}
