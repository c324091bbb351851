//! The writable partition, empty, with the same bytes in every build.

use crate::error::Error;
use crate::exec;
use std::path::Path;
use std::process::Command;

/// Identifies the file system and seeds its directory hashes. Fixed, since a random one would differ from build to build; the
/// device tells its disks apart by other means.
const UUID: &str = "7b9a5c2e-6f0d-4f7b-9a39-0f3e66657272";
/// The time that is written into the file system, in seconds since 1970 (2024-01-01).
const TIME: &str = "1704067200";

/// What the partition is made from.
pub(crate) fn key(mib: u32) -> String {
    format!("{UUID} {TIME} {mib}")
}

/// Makes `image`, `mib` MiB large.
pub(crate) fn make(image: &Path, mib: u32) -> Result<(), Error> {
    let mut command = Command::new("mke2fs");
    command
        .env("E2FSPROGS_FAKE_TIME", TIME)
        .args(["-q", "-F", "-t", "ext4", "-m", "0", "-L", "data", "-U", UUID])
        .args(["-E", &format!("hash_seed={UUID},root_owner=0:0,lazy_itable_init=0,lazy_journal_init=0")])
        .arg(image)
        .arg(format!("{mib}M"));
    exec::output(&mut command).map(drop)
}
