//! The state an app saved, kept in the run directory: it outlives the app and this process, and ends with the power,
//! so it costs no flash writes.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use ferrule_abi::limits::SAVED_STATE_BYTES_MAX;

/// File in the run directory.
pub(crate) const STATE_FILE: &str = "app-state";

/// Reads what was kept. Anything that is not as it should be counts as nothing.
pub(crate) fn read(file: &Path) -> Vec<u8> {
    match fs::metadata(file) {
        Ok(found) if found.len() <= SAVED_STATE_BYTES_MAX as u64 => fs::read(file).unwrap_or_default(),
        Ok(_) => {
            log::warn!("{}: too large for a saved state, ignored", file.display());
            Vec::new()
        }
        Err(_) => Vec::new(),
    }
}

/// Replaces what was kept, whole or not at all.
pub(crate) fn write(file: &Path, state: &[u8]) {
    let new = file.with_extension("new");
    let written = fs::write(&new, state).and_then(|()| fs::rename(&new, file));
    match written {
        Ok(()) => {}
        // Run directories are optional for runs by hand.
        Err(error) if error.kind() == ErrorKind::NotFound => log::debug!("{}: {error}", file.display()),
        Err(error) => log::warn!("{}: the app's state is not kept: {error}", file.display()),
    }
}
