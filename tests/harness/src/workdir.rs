//! A private directory for one stick's sockets, disks and logs, removed on drop.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};

/// A temporary directory. Its path is short, because UNIX socket paths end at 107 bytes.
#[derive(Debug)]
pub(crate) struct WorkDir(PathBuf);

impl WorkDir {
    /// Makes a new, empty directory that no other user can read.
    pub(crate) fn new() -> Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        static NEXT: AtomicU32 = AtomicU32::new(0);
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let name = format!("ferrule-{}-{number}", std::process::id());
            let path = std::env::temp_dir().join(name);
            match std::fs::DirBuilder::new().mode(0o700).create(&path) {
                Ok(()) => return Ok(Self(path)),
                // Left over by a killed process that had our number.
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::file(path)(error)),
            }
        }
    }

    /// A path inside it.
    pub(crate) fn join(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for WorkDir {
    fn drop(&mut self) {
        // What cannot be removed is left to the system's cleaning of the temporary directory.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_are_different_and_both_go() {
        let (a, b) = (WorkDir::new().unwrap(), WorkDir::new().unwrap());
        let (path_a, path_b) = (a.join("x"), b.join("x"));
        assert_ne!(path_a, path_b);
        std::fs::write(&path_a, "x").unwrap();
        drop((a, b));
        assert!(!path_a.parent().unwrap().exists());
        assert!(!path_b.parent().unwrap().exists());
    }
}
