//! The data partition without waiting for its medium: losses of power are the business of other tests.

use std::io;
use std::path::Path;

use ferrule_slots::{DataDir, Disk};

/// A folder whose files and names are never synchronised.
pub(crate) struct Unsynced(DataDir);

impl Unsynced {
    pub(crate) fn open(path: &Path) -> Self {
        Self(DataDir::open(path))
    }
}

impl Disk for Unsynced {
    fn read(&self, path: &str, bytes_max: usize) -> io::Result<Vec<u8>> {
        self.0.read(path, bytes_max)
    }

    fn read_at(&self, path: &str, offset: u64, len: usize) -> io::Result<Vec<u8>> {
        self.0.read_at(path, offset, len)
    }

    fn write_at(&self, path: &str, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_at(path, offset, bytes)
    }

    fn write_durably(&self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.0.write_at(path, 0, bytes)
    }

    fn set_len(&self, path: &str, bytes: u64) -> io::Result<()> {
        self.0.set_len(path, bytes)
    }

    fn sync_file(&self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn sync_dir(&self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn create_dir(&self, path: &str) -> io::Result<()> {
        self.0.create_dir(path)
    }

    fn is_dir(&self, path: &str) -> bool {
        self.0.is_dir(path)
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        self.0.rename(from, to)
    }

    fn remove_all(&self, path: &str) -> io::Result<()> {
        self.0.remove_all(path)
    }
}
