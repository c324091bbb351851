//! A private directory for one stick's sockets, disks and logs, removed on drop.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};

/// How the directories' names begin; the owner's process number follows, then a count.
const PREFIX: &str = "ferrule-stick-";

/// A temporary directory. Its path is short, because UNIX socket paths end at 107 bytes.
#[derive(Debug)]
pub(crate) struct WorkDir(PathBuf);

impl WorkDir {
    /// Makes a new, empty directory that no other user can read, and removes those that killed
    /// processes left behind.
    pub(crate) fn new() -> Result<Self> {
        use std::os::unix::fs::DirBuilderExt;
        static NEXT: AtomicU32 = AtomicU32::new(0);
        sweep();
        loop {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let name = format!("{PREFIX}{}-{number}", std::process::id());
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

/// Removes the directories of processes that are no more. Disk images add up over aborted runs.
fn sweep() {
    let Ok(entries) = std::fs::read_dir(std::env::temp_dir()) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let owner =
            name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next()?.parse::<u32>().ok());
        if owner.is_some_and(|pid| !Path::new(&format!("/proc/{pid}")).exists()) {
            // Another user's directory stays; it is not ours to remove.
            let _ = std::fs::remove_dir_all(entry.path());
        }
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
    fn what_a_dead_process_left_is_swept() {
        // No process has this number: it is above the kernel's PID_MAX_LIMIT.
        let left = std::env::temp_dir().join(format!("{PREFIX}4194305-0"));
        std::fs::create_dir_all(left.join("inner")).unwrap();
        let ours = WorkDir::new().unwrap();
        assert!(!left.exists());
        assert!(ours.join("").exists());
    }

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
