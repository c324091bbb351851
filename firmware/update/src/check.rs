//! One check: roots, timestamp, release, and what is missing of it.

use std::fmt;

use ferrule_bundle::trust::limits::{
    CHUNK_BYTES, ENVELOPE_BYTES_MAX, ROOT_BYTES_MAX, ROOTS_BYTES_MAX, ROOTS_PER_CHECK_MAX,
    TIMESTAMP_BYTES_MAX,
};
use ferrule_bundle::trust::{Hash, Release, Timestamp, TrustError, Unfit};
use ferrule_net::Source;
use ferrule_slots::{Disk, Slot, SlotsError, State};

use crate::{CheckError, PassedTime, Updater};

/// What came of a check that came to an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The current release is installed and needs no start, or has had it.
    UpToDate {
        /// Its number.
        release: u64,
    },
    /// It is complete in a slot, and on trial from the next start on.
    Ready {
        /// Its number.
        release: u64,
        /// It asks to be started at once.
        urgent: bool,
        /// Chunks that were fetched for it, and chunks that were there.
        chunks: (usize, usize),
    },
    /// Nobody is to install it.
    Halted {
        /// Its number.
        release: u64,
    },
    /// This device's turn comes later.
    NotYet {
        /// Its number.
        release: u64,
    },
    /// It is made for others.
    NotForUs(Unfit),
    /// It, or one after it, did not prove good here.
    FailedBefore {
        /// Its number.
        release: u64,
    },
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UpToDate { release } => write!(f, "release {release} is current and runs"),
            Self::Ready { release, urgent, chunks: (fetched, found) } => {
                let when = if *urgent { "at once" } else { "at the next start" };
                write!(
                    f,
                    "release {release} is ready and starts {when}; {fetched} chunks fetched, {found} found here"
                )
            }
            Self::Halted { release } => write!(f, "release {release} is halted"),
            Self::NotYet { release } => write!(f, "release {release} comes to this device later"),
            Self::NotForUs(unfit) => write!(f, "{unfit}"),
            Self::FailedBefore { release } => {
                write!(
                    f,
                    "release {release}, or one after it, did not prove good here and is not installed again"
                )
            }
        }
    }
}

/// How far an installation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// The release that is installed.
    pub release: u64,
    /// Chunks still to fetch.
    pub missing: usize,
}

impl<D: Disk> Updater<D> {
    /// Asks what is current, and installs it where this device should have it. `now_us` is the device's clock, `factory` the
    /// bundle in the image, from which chunks are taken.
    ///
    /// # Errors
    /// Any of [`CheckError`]. What is installed stays so; an installation that was begun goes on with the next check.
    pub fn check(
        &mut self,
        source: &mut dyn Source,
        factory: Option<&dyn Disk>,
        now_us: u64,
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, CheckError> {
        self.follow_roots(source, now_us)?;
        let now = self.time.at(now_us);
        self.root.unexpired(now).map_err(|cause| CheckError::Expired(cause.into()))?;
        let timestamp = self.timestamp(source, now)?;
        let (release, envelope) = self.release(source, &timestamp)?;
        release.unexpired(now).map_err(|cause| CheckError::Expired(cause.into()))?;
        self.slots.note(&self.slots.floors().accepted(&timestamp))?;
        self.time.learn(timestamp.issued, now_us);
        if let Some(outcome) = self.settled(&release, &timestamp) {
            return Ok(outcome);
        }
        self.install(source, factory, &release, &envelope, progress)
    }

    /// Fetches newer roots until there is none. Each is stored before the next one is asked for.
    fn follow_roots(&mut self, source: &mut dyn Source, now_us: u64) -> Result<(), CheckError> {
        for _ in 0..ROOTS_PER_CHECK_MAX {
            let path = format!("root/{}", self.root.version + 1);
            let root = &self.root;
            let read = |bytes: &[u8]| root.next(bytes).map(|next| (next, bytes.to_vec()));
            let Some((next, bytes)) = get(source, &path, ENVELOPE_BYTES_MAX + ROOT_BYTES_MAX, read)? else {
                return Ok(());
            };
            let mut roots = self.roots.clone();
            roots.extend_from_slice(&bytes);
            let noted = self.slots.floors();
            let floors = next.floors(root, &noted);
            if floors != noted {
                // What the old timestamps said of the time counts no more than their numbers.
                self.time = PassedTime::new(next.issued.max(floors.time), now_us);
            }
            if roots.len() <= ROOTS_BYTES_MAX {
                self.slots.set_root(&roots, next.version, &floors)?;
                self.roots = roots;
            }
            self.root = next;
        }
        Ok(())
    }

    fn timestamp(&self, source: &mut dyn Source, now: u64) -> Result<Timestamp, CheckError> {
        let floors = self.slots.floors();
        let read = |bytes: &[u8]| {
            let timestamp = self.root.timestamp(bytes)?;
            timestamp.follows(&floors, now).map(|()| timestamp)
        };
        let found = get(source, "timestamp", ENVELOPE_BYTES_MAX + TIMESTAMP_BYTES_MAX, read);
        let found = found.map_err(|error| match error {
            CheckError::Refused { cause, .. } if matches!(*cause, TrustError::Expired { .. }) => {
                CheckError::Expired(cause)
            }
            error => error,
        });
        found?.ok_or_else(|| CheckError::Missing { path: "timestamp".into() })
    }

    /// The release that the timestamp announces, from a slot where it is there.
    fn release(
        &self,
        source: &mut dyn Source,
        timestamp: &Timestamp,
    ) -> Result<(Release, Vec<u8>), CheckError> {
        let announced = &timestamp.release;
        let path = format!("releases/{}", announced.number);
        let here = Slot::ALL.into_iter().filter_map(|slot| self.slots.read_release(slot).ok());
        for envelope in here.filter(|envelope| Hash::of(envelope) == announced.sha256) {
            if let Ok(release) = self.root.release(&envelope, timestamp) {
                return Ok((release, envelope));
            }
        }
        let bytes_max = usize::try_from(announced.bytes).unwrap_or(usize::MAX);
        let read =
            |bytes: &[u8]| self.root.release(bytes, timestamp).map(|release| (release, bytes.to_vec()));
        get(source, &path, bytes_max, read)?.ok_or(CheckError::Missing { path })
    }

    /// What there is to say of the release when it is not to be installed now.
    fn settled(&self, release: &Release, timestamp: &Timestamp) -> Option<Outcome> {
        let number = release.number;
        if timestamp.halt {
            return Some(Outcome::Halted { release: number });
        }
        if let Err(unfit) = release.fits(&self.device) {
            return Some(Outcome::NotForUs(unfit));
        }
        let is_whole = |state| matches!(state, State::Trial | State::Good);
        let waits = !release.may_install(timestamp, &self.device.id);
        let here = self.slots.installed().iter().any(|slot| slot.release == number && is_whole(slot.state));
        (waits && !here).then_some(Outcome::NotYet { release: number })
    }

    fn install(
        &self,
        source: &mut dyn Source,
        factory: Option<&dyn Disk>,
        release: &Release,
        envelope: &[u8],
        progress: &mut dyn FnMut(Progress),
    ) -> Result<Outcome, CheckError> {
        let number = release.number;
        let ready = |chunks| Outcome::Ready { release: number, urgent: release.urgent, chunks };
        let mut install = match self.slots.begin(release, envelope, factory) {
            Ok(install) => install,
            Err(SlotsError::Installed { slot, .. }) => {
                let state = self.slots.installed()[slot as usize].state;
                let runs = self.running == Some(slot);
                return Ok(if state == State::Trial && !runs {
                    ready((0, 0))
                } else {
                    Outcome::UpToDate { release: number }
                });
            }
            Err(SlotsError::FailedBefore { .. }) => return Ok(Outcome::FailedBefore { release: number }),
            Err(error) => return Err(error.into()),
        };
        let fetched = install.missing_count();
        while let Some(wanted) = install.missing() {
            let chunk = &release.files[wanted.file].chunks[wanted.index];
            let path = chunk.stored.path();
            let bytes_max = usize::try_from(chunk.stored.bytes).unwrap_or(CHUNK_BYTES);
            let content = get(source, &path, bytes_max, |bytes| chunk.content(bytes))?;
            install.put(&content.ok_or(CheckError::Missing { path })?)?;
            progress(Progress { release: number, missing: install.missing_count() });
        }
        let found = install.found_count();
        install.finish()?;
        Ok(ready((fetched, found)))
    }
}

/// Gets what is published at `path` from a server whose bytes `read` accepts. Nothing when no server has it.
fn get<T>(
    source: &mut dyn Source,
    path: &str,
    bytes_max: usize,
    mut read: impl FnMut(&[u8]) -> Result<T, TrustError>,
) -> Result<Option<T>, CheckError> {
    loop {
        let Some(bytes) = source.get(path, bytes_max)? else { return Ok(None) };
        match read(&bytes) {
            Ok(value) => return Ok(Some(value)),
            // Another server may be honest, or not behind.
            Err(_) if source.refused() => {}
            Err(cause) => return Err(CheckError::Refused { path: path.to_owned(), cause: cause.into() }),
        }
    }
}
