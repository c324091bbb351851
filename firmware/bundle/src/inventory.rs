//! What signed metadata says about a bundle's files, to which every read of them is held.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// Size and hash of each file of a bundle, by its path. A file that is not in it is not in the bundle.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inventory(BTreeMap<String, Listed>);

/// What must be true of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its size.
    pub bytes: u64,
    /// Hash of all its bytes.
    pub sha256: [u8; 32],
}

impl Inventory {
    /// What is said about a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<Listed> {
        self.0.get(path).copied()
    }
}

impl FromIterator<(String, Listed)> for Inventory {
    fn from_iter<T: IntoIterator<Item = (String, Listed)>>(files: T) -> Self {
        Self(files.into_iter().collect())
    }
}

impl Listed {
    /// What is true of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: Sha256::digest(bytes).into() }
    }
}
