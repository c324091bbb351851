//! Where things are: the checkout, its outputs, and the cache that outlives them.

use crate::error::Error;
use std::env;
use std::path::{Path, PathBuf};

/// The top of the checkout.
pub(crate) fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.ancestors().nth(2).unwrap_or(manifest).to_owned()
}

/// The folder of board files.
pub(crate) fn boards() -> PathBuf {
    root().join("board")
}

/// Where `image` leaves a board's files.
pub(crate) fn out(board: &str) -> PathBuf {
    root().join("out").join(board)
}

/// Cargo's output folder for cross builds: always the checkout's own, whatever the caller's environment says.
pub(crate) fn target() -> PathBuf {
    root().join("target")
}

/// What is expensive to fetch and belongs to no checkout: `$FERRULE_CACHE`, or `~/.cache/ferrule`.
pub(crate) fn cache() -> PathBuf {
    if let Some(cache) = env::var_os("FERRULE_CACHE") {
        return PathBuf::from(cache);
    }
    let home = env::var_os("HOME").map_or_else(|| PathBuf::from("/root"), PathBuf::from);
    home.join(".cache").join("ferrule")
}

/// Makes a folder and its parents.
pub(crate) fn make_dir(path: &Path) -> Result<(), Error> {
    std::fs::create_dir_all(path).map_err(Error::file(path))
}

/// Removes a folder with all in it; fine when it is not there.
pub(crate) fn remove_dir(path: &Path) -> Result<(), Error> {
    match std::fs::remove_dir_all(path) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(Error::file(path)(cause)),
        _ => Ok(()),
    }
}

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    std::fs::read(path).map_err(Error::file(path))
}

/// Writes a whole file; its folder must exist.
pub(crate) fn write(path: &Path, content: impl AsRef<[u8]>) -> Result<(), Error> {
    std::fs::write(path, content).map_err(Error::file(path))
}
