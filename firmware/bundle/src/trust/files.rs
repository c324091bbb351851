//! The files of a release, and the chunks that they are cut into.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::body::{Fields, echo};
use super::envelope::Role;
use super::error::TrustError;
use super::hash::Hash;
use super::json::{object, objects};
use super::limits::{CHUNK_BYTES, FILE_BYTES_MAX, FILES_BYTES_MAX, FILES_MAX};
use crate::path::path_fault;

/// A file of a release.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FileEntry {
    /// Where it is in the bundle.
    pub path: String,
    /// Its size.
    pub bytes: u64,
    /// Hash of all of it.
    pub sha256: Hash,
    /// Its content in pieces of [`CHUNK_BYTES`], the last one shorter; none when it is empty.
    #[serde(deserialize_with = "objects")]
    pub chunks: Vec<Chunk>,
}

/// A piece of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Chunk {
    /// Hash of its content.
    pub sha256: Hash,
    /// How it is published.
    #[serde(deserialize_with = "object")]
    pub stored: Stored,
}

/// A chunk as it is published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stored {
    /// Hash of the published bytes, and the name they are published by.
    pub sha256: Hash,
    /// How many they are.
    pub bytes: u32,
    /// They are one zstd frame; otherwise they are the content itself.
    pub zstd: bool,
}

impl Stored {
    /// Where it is published, relative to the tree's top: `chunks/HH/HASH`.
    #[must_use]
    pub fn path(&self) -> String {
        let name = self.sha256.to_string();
        format!("chunks/{}/{name}", &name[..2])
    }
}

impl FileEntry {
    /// How many chunks a file of this size has.
    #[must_use]
    pub fn chunk_count(bytes: u64) -> u64 {
        bytes.div_ceil(CHUNK_BYTES as u64)
    }

    /// Bytes of content in one of its chunks; `None` when it has no such chunk.
    #[must_use]
    pub fn chunk_bytes(&self, index: usize) -> Option<usize> {
        let before = (index as u64).checked_mul(CHUNK_BYTES as u64)?;
        let rest = self.bytes.checked_sub(before).filter(|rest| *rest > 0)?;
        usize::try_from(rest.min(CHUNK_BYTES as u64)).ok()
    }

    fn check_chunks(&self) -> Result<(), TrustError> {
        let expected = Self::chunk_count(self.bytes);
        if self.chunks.len() as u64 != expected {
            return Err(TrustError::ChunkCount {
                path: echo(&self.path),
                bytes: self.bytes,
                expected,
                found: self.chunks.len(),
            });
        }
        for (index, chunk) in self.chunks.iter().enumerate() {
            if let Some(fault) = chunk.fault(self.chunk_bytes(index).unwrap_or(0)) {
                return Err(TrustError::ChunkEntry { path: echo(&self.path), chunk: index, fault });
            }
        }
        Ok(())
    }
}

impl Chunk {
    fn fault(&self, bytes: usize) -> Option<&'static str> {
        let Stored { sha256, bytes: stored, zstd } = self.stored;
        let stored = stored as usize;
        if zstd {
            (stored == 0 || stored >= bytes)
                .then_some("zstd does not make it shorter, and it is not stored raw")
        } else if stored != bytes {
            Some("stored raw, it has another length than its content")
        } else {
            (sha256 != self.sha256).then_some("stored raw, it has another hash than its content")
        }
    }
}

/// Checks all files of a release: numbers, sizes, paths and chunks.
pub(super) fn check(files: &[FileEntry]) -> Result<(), TrustError> {
    let fields = Fields(Role::Release);
    fields.count("files", files.len(), 1..=FILES_MAX)?;
    let mut total = 0;
    for (index, file) in files.iter().enumerate() {
        if let Some(fault) = path_fault(&file.path) {
            return Err(TrustError::Path { index, path: echo(&file.path), fault });
        }
        fields.range(format!("files[{index}].bytes"), file.bytes, 0..=FILE_BYTES_MAX)?;
        total += file.bytes;
        file.check_chunks()?;
        if file.bytes == 0 && file.sha256 != Hash::of(b"") {
            let cure = "write the SHA-256 of nothing, the file is empty";
            return Err(fields.refuse(format!("files[{index}].sha256"), file.sha256, cure));
        }
    }
    if total > FILES_BYTES_MAX {
        let cure = format!("let them have {FILES_BYTES_MAX} at most");
        return Err(fields.refuse("files", format_args!("{total} bytes in all"), cure));
    }
    check_paths(files)
}

/// Paths ascending, none twice, and no file in the place of another's folder.
fn check_paths(files: &[FileEntry]) -> Result<(), TrustError> {
    let mut paths = BTreeSet::new();
    let mut last = None;
    for (index, file) in files.iter().enumerate() {
        let path = file.path.as_str();
        if last.is_some_and(|last| path <= last) {
            return Err(TrustError::PathOrder { index, path: echo(path) });
        }
        // A folder's name is a prefix of what it holds, so it stands before it.
        let mut folders = path.match_indices('/').map(|(end, _)| &path[..end]);
        if let Some(file) = folders.find(|folder| paths.contains(folder)) {
            return Err(TrustError::PathInFile { index, path: echo(path), file: echo(file) });
        }
        paths.insert(path);
        last = Some(path);
    }
    if !paths.contains(crate::MANIFEST_FILE) {
        return Err(TrustError::NoManifest);
    }
    Ok(())
}
