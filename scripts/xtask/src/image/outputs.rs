//! A board's output folder: files are made only when what they are made from has changed, and appear whole or not at all, so
//! that an emulator that is running from the old ones is not disturbed.

use crate::error::Error;
use crate::paths;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::path::{Path, PathBuf};

/// The output folder and the folder that remembers what its files were made from. Holds a lock until dropped.
pub(crate) struct Outputs {
    out: PathBuf,
    work: PathBuf,
    _lock: File,
}

impl Outputs {
    /// Opens both folders; waits while another build of the same board runs.
    pub(crate) fn open(out: &Path, work: &Path) -> Result<Self, Error> {
        paths::make_dir(out)?;
        paths::make_dir(work)?;
        let path = work.join("lock");
        let lock = File::create(&path).map_err(Error::file(&path))?;
        lock.lock().map_err(Error::file(&path))?;
        Ok(Self { out: out.to_owned(), work: work.to_owned(), _lock: lock })
    }

    /// Where the files are.
    pub(crate) fn out(&self) -> &Path {
        &self.out
    }

    /// A scratch folder of the build.
    pub(crate) fn work(&self, name: &str) -> PathBuf {
        self.work.join(name)
    }

    /// Whether a file is there and was made from the same key.
    pub(crate) fn is_fresh(&self, name: &str, key: &str) -> bool {
        let remembered = fs::read_to_string(self.key_path(name)).unwrap_or_default();
        self.out.join(name).exists() && remembered == key
    }

    /// Makes a file through `make`, which gets the path to write to. Nothing is done when the file is fresh.
    pub(crate) fn update(
        &self,
        name: &str,
        key: &str,
        make: impl FnOnce(&Path) -> Result<(), Error>,
    ) -> Result<(), Error> {
        if self.is_fresh(name, key) {
            return Ok(());
        }
        let new = self.out.join(format!(".{name}.new"));
        match fs::remove_file(&new) {
            Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => {
                return Err(Error::file(&new)(cause));
            }
            _ => {}
        }
        make(&new)?;
        let place = self.out.join(name);
        fs::rename(&new, &place).map_err(Error::file(&place))?;
        paths::write(&self.key_path(name), key)
    }

    /// Writes a small file whose content is its own key.
    pub(crate) fn write(&self, name: &str, content: &str) -> Result<(), Error> {
        let key = super::hex(&Sha256::digest(content));
        self.update(name, &key, |path| paths::write(path, content))
    }

    fn key_path(&self, name: &str) -> PathBuf {
        self.work.join(format!("{name}.key"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    #[test]
    fn a_file_is_made_again_when_its_key_changes_or_it_is_gone() {
        let dir = std::env::temp_dir().join(format!("ferrule-outputs-{}", std::process::id()));
        let outputs = Outputs::open(&dir.join("out"), &dir.join("work")).unwrap();
        let made = Cell::new(0);
        let update = |key: &str| {
            outputs.update("file", key, |path| {
                made.set(made.get() + 1);
                paths::write(path, key)
            })
        };
        update("a").unwrap();
        update("a").unwrap();
        assert_eq!(made.get(), 1, "unchanged inputs make nothing");
        update("b").unwrap();
        assert_eq!(made.get(), 2, "a new key makes it again");
        fs::remove_file(dir.join("out/file")).unwrap();
        update("b").unwrap();
        assert_eq!(made.get(), 3, "a lost file is made again");
        let failed = outputs.update("file", "c", |_| Err(Error::Package("no".to_owned())));
        assert!(failed.is_err());
        assert_eq!(fs::read_to_string(dir.join("out/file")).unwrap(), "b", "a failure leaves the old file");
        fs::remove_dir_all(&dir).unwrap();
    }
}
