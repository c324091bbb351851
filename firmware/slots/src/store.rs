//! Files that are replaced as a whole, folders that are there for certain, and the two copies of the record.

use std::io;

use crate::disk::Disk;
use crate::error::SlotsError;
use crate::layout::{RECORDS, SLOTS_DIR};
use crate::record::{RECORD_BYTES, Record};
use crate::seeded::{Bug, seeded};

/// The record as it is on the disk.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Stored {
    /// The newer of the valid copies, and which one it is.
    pub(crate) newest: Option<(usize, Record)>,
    /// Copies that are there and not valid: one after a loss of power, two when something else happened to them.
    pub(crate) damaged: usize,
}

/// Reads both copies.
pub(crate) fn read_record(disk: &impl Disk) -> Stored {
    let mut stored = Stored::default();
    for (copy, path) in RECORDS.iter().enumerate() {
        let record = match disk.read(path, RECORD_BYTES) {
            Ok(bytes) => Record::decode(&bytes),
            Err(cause) if cause.kind() == io::ErrorKind::NotFound => continue,
            Err(_) => None,
        };
        match record {
            None => stored.damaged += 1,
            Some(record) => {
                let newer = |(_, newest): (usize, Record)| {
                    (record.sequence > newest.sequence) != seeded(Bug::SequenceReversed)
                };
                if stored.newest.is_none_or(newer) {
                    stored.newest = Some((copy, record));
                }
            }
        }
    }
    stored
}

/// Writes one copy; it is durable when this returns. The other copy is not touched.
///
/// # Errors
/// [`SlotsError::Storage`].
pub(crate) fn write_record(disk: &impl Disk, copy: usize, record: &Record) -> Result<(), SlotsError> {
    let (path, bytes) = (RECORDS[copy], record.encode());
    let write = || {
        disk.write_durably(path, &bytes)?;
        // The file may be a new one, and of an old one it is not known whether the one who made it came this far.
        disk.sync_dir(SLOTS_DIR)
    };
    // What is not a file, or lies on a bad block, makes room for a new file. This is the copy that counts less, so that
    // nothing is lost when the power goes between.
    write()
        .or_else(|cause| disk.remove_all(path).map_err(|_| cause).and_then(|()| write()))
        .map_err(SlotsError::storage(path))
}

/// Sees to it that a folder is there and stays there.
///
/// # Errors
/// [`SlotsError::Storage`].
pub(crate) fn ensure_dir(disk: &impl Disk, parent: &str, path: &str) -> Result<(), SlotsError> {
    make_dir(disk, path)?;
    disk.sync_dir(parent).map_err(SlotsError::storage(parent))
}

/// Makes a folder where there is none, in place of anything else of that name.
///
/// # Errors
/// [`SlotsError::Storage`].
pub(crate) fn make_dir(disk: &impl Disk, path: &str) -> Result<(), SlotsError> {
    if disk.is_dir(path) {
        return Ok(());
    }
    remove(disk, path)?;
    disk.create_dir(path).map_err(SlotsError::storage(path))
}

/// Removes what is there, if anything is.
///
/// # Errors
/// [`SlotsError::Storage`].
pub(crate) fn remove(disk: &impl Disk, path: &str) -> Result<(), SlotsError> {
    match disk.remove_all(path) {
        Err(cause) if cause.kind() != io::ErrorKind::NotFound => Err(SlotsError::storage(path)(cause)),
        _ => Ok(()),
    }
}

/// Replaces a file so that at any time the old or the new one is there whole; the new one for good when this returns.
///
/// # Errors
/// [`SlotsError::Storage`].
pub(crate) fn replace(
    disk: &impl Disk,
    dir: &str,
    new: &str,
    path: &str,
    bytes: &[u8],
) -> Result<(), SlotsError> {
    // A longer one may be left of an attempt that was cut short.
    remove(disk, new)?;
    disk.write_at(new, 0, bytes).map_err(SlotsError::storage(new))?;
    disk.sync_file(new).map_err(SlotsError::storage(new))?;
    disk.rename(new, path).map_err(SlotsError::storage(path))?;
    disk.sync_dir(dir).map_err(SlotsError::storage(dir))
}
