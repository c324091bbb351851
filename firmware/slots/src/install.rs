//! Putting a release together in the slot that neither runs nor is gone back to.

use std::collections::{BTreeMap, BTreeSet};

use ferrule_bundle::trust::limits::CHUNK_BYTES;
use ferrule_bundle::trust::{Hash, Release};

use crate::disk::Disk;
use crate::error::SlotsError;
use crate::layout::SLOTS_DIR;
use crate::rebuild::is_signed;
use crate::record::{Entry, Record, State};
use crate::seeded::{Bug, seeded};
use crate::slots::{Run, Slots};
use crate::{Slot, store};

/// A chunk that is still to be fetched: `release.files[file].chunks[index]`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// Which file of the release.
    pub file: usize,
    /// Which chunk of the file.
    pub index: usize,
}

/// An installation under way. Dropped without [`Install::finish`] it leaves what is there to be gone on with, by the
/// next [`Slots::begin`] of the same release.
pub struct Install<D: Disk> {
    slots: Slots<D>,
    slot: Slot,
    release: Release,
    envelope: Vec<u8>,
    /// Chunks to fetch, the next one last.
    missing: Vec<Wanted>,
    found: usize,
}

impl<D: Disk> Slots<D> {
    /// Begins to install a release whose envelope was accepted, or goes on where an earlier attempt stopped: what is there
    /// is hashed, not believed. Chunks that the other slot has anywhere, or the factory's bundle at the same place,
    /// are copied from there.
    ///
    /// # Errors
    /// [`SlotsError::BelowFloor`], [`SlotsError::FailedBefore`], [`SlotsError::Installed`], [`SlotsError::Installing`],
    /// [`SlotsError::Undecided`], and [`SlotsError::Storage`]: the slot is empty then.
    pub fn begin(
        &self,
        release: &Release,
        envelope: &[u8],
        factory: Option<&dyn Disk>,
    ) -> Result<Install<D>, SlotsError> {
        let (slot, goes_on) = self.reserve(release, Hash::of(envelope))?;
        let mut install = Install {
            slots: self.clone(),
            slot,
            release: release.clone(),
            envelope: envelope.to_vec(),
            missing: Vec::new(),
            found: 0,
        };
        match install.prepare(goes_on, factory) {
            Ok(()) => Ok(install),
            Err(error) => {
                install.give_up(&error);
                Err(error)
            }
        }
    }

    /// Chooses the slot and notes that it is no longer startable. Also tells whether an attempt at the same release is there.
    fn reserve(&self, release: &Release, envelope: Hash) -> Result<(Slot, bool), SlotsError> {
        let mut inner = self.lock();
        let mut next = inner.record;
        let running = inner.running.and_then(Run::slot);
        let number = release.number;
        if inner.installing {
            return Err(SlotsError::Installing);
        }
        if let Some(slot) = complete(&next, number, envelope) {
            return Err(SlotsError::Installed { release: number, slot });
        }
        if number < next.floors.rollback {
            return Err(SlotsError::BelowFloor { release: number, floor: next.floors.rollback });
        }
        if number <= next.failed {
            return Err(SlotsError::FailedBefore { release: number, failed: next.failed });
        }
        let Some(slot) = next.free_slot(running) else {
            let release = running.map_or(0, |slot| next.slots[slot as usize].release);
            return Err(SlotsError::Undecided { release });
        };
        let entry = &mut next.slots[slot as usize];
        let goes_on =
            entry.state == State::Installing && entry.release == number && entry.envelope == envelope;
        *entry = Entry::with(State::Installing, number, envelope);
        if !seeded(Bug::BeginNotNoted) || next.sequence == 0 {
            self.commit(&mut inner, next)?;
        }
        inner.installing = true;
        Ok((slot, goes_on))
    }
}

/// The slot in which the release is complete.
fn complete(record: &Record, release: u64, envelope: Hash) -> Option<Slot> {
    Slot::ALL.into_iter().find(|&slot| {
        let entry = &record.slots[slot as usize];
        matches!(entry.state, State::Trial | State::Good)
            && entry.release == release
            && entry.envelope == envelope
    })
}

impl<D: Disk> Install<D> {
    /// Where it is put together.
    #[must_use]
    pub const fn slot(&self) -> Slot {
        self.slot
    }

    /// The next chunk to fetch; none when [`Install::finish`] can be called.
    #[must_use]
    pub fn missing(&self) -> Option<Wanted> {
        self.missing.last().copied()
    }

    /// How many chunks are still to be fetched.
    #[must_use]
    pub fn missing_count(&self) -> usize {
        self.missing.len()
    }

    /// How many chunks did not have to be fetched: they were there, or in the other slot, or in the factory's bundle.
    #[must_use]
    pub const fn found_count(&self) -> usize {
        self.found
    }

    /// Takes the content of the chunk that [`Install::missing`] names, and puts it wherever the release has the same.
    ///
    /// # Errors
    /// [`SlotsError::Chunk`] and [`SlotsError::NothingMissing`], after which nothing has changed; [`SlotsError::Storage`], after which the
    /// slot is empty and the installation is to be begun anew.
    pub fn put(&mut self, content: &[u8]) -> Result<(), SlotsError> {
        let wanted = self.missing().ok_or(SlotsError::NothingMissing)?;
        let sha256 = self.sha256(wanted);
        if Hash::of(content) != sha256 {
            let path = self.release.files[wanted.file].path.clone();
            return Err(SlotsError::Chunk { path, index: wanted.index });
        }
        let places: Vec<_> =
            self.missing.iter().copied().filter(|&place| self.sha256(place) == sha256).collect();
        for place in places {
            if let Err(error) = self.write(place, content) {
                self.give_up(&error);
                return Err(error);
            }
        }
        let release = &self.release;
        self.missing.retain(|place| release.files[place.file].chunks[place.index].sha256 != sha256);
        Ok(())
    }

    /// Hashes all files, makes everything durable, the envelope last, and then notes that the release is on trial from the
    /// next start on.
    ///
    /// # Errors
    /// [`SlotsError::Incomplete`], [`SlotsError::File`] and [`SlotsError::Storage`]; but for the first the slot is empty then.
    pub fn finish(self) -> Result<(), SlotsError> {
        if !self.missing.is_empty() {
            return Err(SlotsError::Incomplete { missing: self.missing.len() });
        }
        if seeded(Bug::TrialBeforeSync) {
            self.activate()?;
        }
        self.check_and_sync().and_then(|()| self.activate()).inspect_err(|error| self.give_up(error))
    }

    /// Ends it and gives the space back.
    pub fn abort(self) {
        self.empty("the installation was ended");
    }

    /// Makes the slot ready, and finds what need not be fetched.
    fn prepare(&mut self, goes_on: bool, factory: Option<&dyn Disk>) -> Result<(), SlotsError> {
        let disk = &self.slots.shared.disk;
        // The record says already that nothing here is startable.
        store::make_dir(disk, self.slot.dir())?;
        store::remove(disk, self.slot.envelope())?;
        if !goes_on {
            store::remove(disk, self.slot.bundle())?;
        }
        for dir in self.dirs() {
            store::make_dir(disk, &dir)?;
        }
        for file in &self.release.files {
            let path = self.slot.file(&file.path);
            disk.set_len(&path, file.bytes).map_err(SlotsError::storage(&path))?;
        }
        let all: Vec<_> = self.places().collect();
        let count = all.len();
        let absent = match goes_on {
            true if seeded(Bug::ResumedBelieved) => Vec::new(),
            true => self.absent(all),
            false => all,
        };
        let absent = self.copy_from_other_slot(absent)?;
        self.missing = self.copy_from_factory(absent, factory)?;
        self.missing.reverse();
        self.found = count - self.missing.len();
        Ok(())
    }

    fn places(&self) -> impl Iterator<Item = Wanted> + '_ {
        let files = self.release.files.iter().enumerate();
        files.flat_map(|(file, entry)| (0..entry.chunks.len()).map(move |index| Wanted { file, index }))
    }

    /// Those places that do not hold their chunk yet.
    fn absent(&self, places: Vec<Wanted>) -> Vec<Wanted> {
        let disk = &self.slots.shared.disk;
        let lacks = |&place: &Wanted| {
            let path = self.slot.file(&self.release.files[place.file].path);
            self.chunk_at(disk, &path, place.index, place).is_none()
        };
        places.into_iter().filter(lacks).collect()
    }

    /// Fills places with what the other slot has. Returns those that are left.
    fn copy_from_other_slot(&self, places: Vec<Wanted>) -> Result<Vec<Wanted>, SlotsError> {
        let (shared, other) = (&self.slots.shared, self.slot.other());
        let Some(donor) = self.slots.read_release(other).ok().and_then(|bytes| (shared.signed)(&bytes))
        else {
            return Ok(places);
        };
        let mut known = BTreeMap::new();
        for file in &donor.files {
            for (index, chunk) in file.chunks.iter().enumerate() {
                known.entry(chunk.sha256).or_insert((&file.path, index));
            }
        }
        self.fill(places, |place| {
            let (path, index) = known.get(&self.sha256(place))?;
            self.chunk_at(&shared.disk, &other.file(path), *index, place)
        })
    }

    /// Fills places with what the factory's bundle has there. Returns those that are left.
    fn copy_from_factory(
        &self,
        places: Vec<Wanted>,
        factory: Option<&dyn Disk>,
    ) -> Result<Vec<Wanted>, SlotsError> {
        let Some(factory) = factory else { return Ok(places) };
        self.fill(places, |place| {
            self.chunk_at(factory, &self.release.files[place.file].path, place.index, place)
        })
    }

    fn fill(
        &self,
        places: Vec<Wanted>,
        content: impl Fn(Wanted) -> Option<Vec<u8>>,
    ) -> Result<Vec<Wanted>, SlotsError> {
        let mut left = Vec::new();
        for place in places {
            match content(place) {
                Some(content) => self.write(place, &content)?,
                None => left.push(place),
            }
        }
        Ok(left)
    }

    /// The chunk of a file somewhere, when it is what belongs in the place.
    fn chunk_at(
        &self,
        disk: &(impl Disk + ?Sized),
        path: &str,
        index: usize,
        place: Wanted,
    ) -> Option<Vec<u8>> {
        let len = self.release.files[place.file].chunk_bytes(place.index)?;
        let content = disk.read_at(path, (index * CHUNK_BYTES) as u64, len).ok()?;
        (Hash::of(&content) == self.sha256(place)).then_some(content)
    }

    fn sha256(&self, place: Wanted) -> Hash {
        self.release.files[place.file].chunks[place.index].sha256
    }

    fn write(&self, place: Wanted, content: &[u8]) -> Result<(), SlotsError> {
        let path = self.slot.file(&self.release.files[place.file].path);
        let offset = (place.index * CHUNK_BYTES) as u64;
        self.slots.shared.disk.write_at(&path, offset, content).map_err(SlotsError::storage(&path))
    }

    /// Every folder of the slot, outer ones first.
    fn dirs(&self) -> BTreeSet<String> {
        let bundle = self.slot.bundle();
        let mut dirs = BTreeSet::from([bundle.to_owned()]);
        for file in &self.release.files {
            dirs.extend(
                file.path.match_indices('/').map(|(end, _)| format!("{bundle}/{}", &file.path[..end])),
            );
        }
        dirs
    }

    fn check_and_sync(&self) -> Result<(), SlotsError> {
        let disk = &self.slots.shared.disk;
        for file in &self.release.files {
            let path = self.slot.file(&file.path);
            let signed = is_signed(disk, self.slot, file).map_err(SlotsError::storage(&path))?;
            if !signed && !seeded(Bug::ResumedBelieved) {
                return Err(SlotsError::File { path: file.path.clone() });
            }
            disk.sync_file(&path).map_err(SlotsError::storage(&path))?;
        }
        for dir in self.dirs() {
            disk.sync_dir(&dir).map_err(SlotsError::storage(&dir))?;
        }
        disk.sync_dir(SLOTS_DIR).map_err(SlotsError::storage(SLOTS_DIR))
    }

    /// The envelope says that the files are whole, the record that they may start.
    fn activate(&self) -> Result<(), SlotsError> {
        let (disk, slot) = (&self.slots.shared.disk, self.slot);
        store::replace(disk, slot.dir(), slot.envelope_new(), slot.envelope(), &self.envelope)?;
        let mut inner = self.slots.lock();
        let (mut next, number) = (inner.record, self.release.number);
        next.slots[slot as usize] = Entry::with(State::Trial, number, Hash::of(&self.envelope));
        if seeded(Bug::FloorEarly) {
            next.floors.rollback = self.release.floor;
        }
        if number > next.complete {
            next.complete = number;
            next.transitions = 0;
        }
        self.slots.commit(&mut inner, next)
    }

    fn give_up(&self, error: &SlotsError) {
        self.empty(&error.to_string());
    }

    /// Empties the slot. The files go after the record says so: when it cannot be written, what it says is still true.
    fn empty(&self, why: &str) {
        let disk = &self.slots.shared.disk;
        let mut inner = self.slots.lock();
        let mut next = inner.record;
        next.slots[self.slot as usize] = Entry::default();
        next.slots[self.slot as usize].close(State::Empty, why);
        let emptied = self
            .slots
            .commit(&mut inner, next)
            .and_then(|()| store::remove(disk, self.slot.envelope()))
            .and_then(|()| store::remove(disk, self.slot.bundle()));
        if let Err(error) = emptied {
            inner.complain(format!("slot {} cannot be emptied: {error}", self.slot));
        }
    }
}

impl<D: Disk> Drop for Install<D> {
    fn drop(&mut self) {
        self.slots.lock().installing = false;
    }
}
