//! What can be known without the record: the releases in the slots are signed, and either whole or not.

use ferrule_bundle::trust::limits::{CHUNK_BYTES, ENVELOPE_BYTES_MAX, RELEASE_BYTES_MAX};
use ferrule_bundle::trust::{FileEntry, Hash, Release};
use sha2::{Digest, Sha256};
use std::io;

use crate::disk::Disk;
use crate::record::{Entry, Record, State};
use crate::{Signed, Slot};

/// Bytes of a release's envelope.
pub(crate) const RELEASE_FILE_BYTES_MAX: usize = ENVELOPE_BYTES_MAX + RELEASE_BYTES_MAX;

/// A record made of what is in the slots. A whole release is put on trial, since nobody knows whether it had proved good.
pub(crate) fn rebuild(disk: &impl Disk, signed: &Signed) -> Record {
    let mut record = Record::default();
    let mut floors = Vec::new();
    for slot in Slot::ALL {
        let Some((envelope, release)) = whole(disk, slot, signed) else { continue };
        record.slots[slot as usize] = Entry::with(State::Trial, release.number, envelope);
        record.complete = record.complete.max(release.number);
        record.floors.release = record.floors.release.max(release.number);
        record.floors.time = record.floors.time.max(release.issued);
        floors.push((release.number, release.floor));
    }
    // The older of two was gone back to, so it had proved good and its floor was in force.
    if let [(a, a_floor), (b, b_floor)] = floors[..] {
        record.floors.rollback = if a < b { a_floor } else { b_floor };
    }
    record
}

/// The release in a slot, when its envelope is signed and all its files are what was signed.
fn whole(disk: &impl Disk, slot: Slot, signed: &Signed) -> Option<(Hash, Release)> {
    let envelope = disk.read(slot.envelope(), RELEASE_FILE_BYTES_MAX).ok()?;
    let release = signed(&envelope)?;
    let whole = release.files.iter().all(|file| matches!(is_signed(disk, slot, file), Ok(true)));
    whole.then(|| (Hash::of(&envelope), release))
}

/// Whether a file is what was signed.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn is_signed(disk: &impl Disk, slot: Slot, file: &FileEntry) -> io::Result<bool> {
    let path = slot.file(&file.path);
    let mut hasher = Sha256::new();
    let mut offset = 0;
    loop {
        let bytes = disk.read_at(&path, offset, CHUNK_BYTES)?;
        hasher.update(&bytes);
        offset += bytes.len() as u64;
        if bytes.len() < CHUNK_BYTES || offset > file.bytes {
            return Ok(offset == file.bytes && Hash(hasher.finalize().into()) == file.sha256);
        }
    }
}
