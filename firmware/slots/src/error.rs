//! What can keep a release from being installed or noted, one variant per cure.

use std::io;

use crate::Slot;

/// Why something was not done. What was startable before still is.
#[derive(Debug, thiserror::Error)]
pub enum SlotsError {
    /// The data partition is full, read-only, worn out, or not there.
    #[error("data partition, {path}: {cause}; {}", cure(cause.kind()))]
    Storage {
        /// The file or folder.
        path: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The factory's bundle runs, or nothing was started yet.
    #[error("no release from a slot is running; there is nothing that could prove good or fail")]
    NothingRuns,
    /// The release that is said to have proved good is not the one that runs.
    #[error("release {given} is not the one that runs, which is {running} in slot {slot}")]
    OtherRelease {
        /// What was given.
        given: u64,
        /// What runs.
        running: u64,
        /// Where it is.
        slot: Slot,
    },
    /// What runs has not proved good, and the other slot holds the release to go back to.
    #[error(
        "release {release} runs and has not proved good, the other slot holds the one to go back to; \
         install when it has proved good, or after the next start"
    )]
    Undecided {
        /// What runs.
        release: u64,
    },
    /// Somebody is installing already.
    #[error("an installation is under way; end it before another is begun")]
    Installing,
    /// It is complete in a slot.
    #[error("release {release} is in slot {slot} already; start it")]
    Installed {
        /// Its number.
        release: u64,
        /// Where it is.
        slot: Slot,
    },
    /// It, or one after it, did not prove good on this device.
    #[error(
        "release {release} is not tried again, {failed} failed on this device; publish one with a higher number"
    )]
    FailedBefore {
        /// Its number.
        release: u64,
        /// The highest that failed.
        failed: u64,
    },
    /// It is below the rollback floor.
    #[error(
        "release {release} is below {floor}, the lowest that may still run; publish one with a higher number"
    )]
    BelowFloor {
        /// Its number.
        release: u64,
        /// The rollback floor.
        floor: u64,
    },
    /// Content that is not what was signed.
    #[error("chunk {index} of `{path}` is not what was signed; fetch it again, from another mirror")]
    Chunk {
        /// The file.
        path: String,
        /// Which chunk of it.
        index: usize,
    },
    /// Content came though no chunk is missing.
    #[error("a chunk came that no file needs; finish the installation")]
    NothingMissing,
    /// The installation cannot be finished yet.
    #[error("{missing} chunks are still missing; fetch them first")]
    Incomplete {
        /// How many.
        missing: usize,
    },
    /// All chunks of a file were right and the file is not: the release contradicts itself, or the medium lost something.
    #[error(
        "`{path}` is not what was signed though its chunks were; publish the release again, or replace a worn-out medium"
    )]
    File {
        /// The file.
        path: String,
    },
    /// The envelope in a slot is not the one that was installed there.
    #[error(
        "slot {slot}: its signed release is missing or not the one that was installed; install a release again"
    )]
    Envelope {
        /// The slot.
        slot: Slot,
    },
}

impl SlotsError {
    /// Wraps what the system said about a file or folder.
    pub(crate) fn storage(path: &str) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::Storage { path, cause }
    }
}

const fn cure(kind: io::ErrorKind) -> &'static str {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free space on it, or publish a smaller release"
        }
        io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => {
            "mount it writable for the user that ferrule runs as"
        }
        io::ErrorKind::NotFound => "make the folder, or mount the partition",
        _ => "check the medium with fsck, and replace it when it is worn out",
    }
}
