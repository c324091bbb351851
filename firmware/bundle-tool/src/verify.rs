//! `verify`: the whole tree as a device would take it, down to the last byte of the last file.

use std::collections::BTreeSet;
use std::path::Path;

use ferrule_bundle::trust::{FileEntry, Floors, Hash, Root};

use crate::error::ToolError;
use crate::tree::Tree;
use crate::{chunks, files};

/// What a device would find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Version of the root it began with.
    pub trusted: u64,
    /// Version of the newest root.
    pub root: u64,
    /// Number of the timestamp.
    pub timestamp: u64,
    /// The announced release.
    pub release: u64,
    /// Its version, for people.
    pub version: String,
    /// Its files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
    /// Different chunks that a device without any release would fetch.
    pub chunks: usize,
    /// Their bytes as stored.
    pub stored_bytes: u64,
}

/// Takes the tree in as a device would that was built with the root `trusted` (the tree's first one when not given) and has
/// accepted nothing yet, at a time in seconds since 1970.
///
/// # Errors
/// [`ToolError::Refused`] with the file that a device would refuse; [`ToolError::Order`] when nothing is announced.
pub fn verify(tree: &Tree, trusted: Option<&Path>, now: u64) -> Result<Verified, ToolError> {
    let first = trusted.map_or_else(|| tree.root_path(1), Path::to_path_buf);
    let trusted = Root::from_image(&files::read(&first)?).map_err(ToolError::refused(&first))?;
    let version = trusted.version;
    let roots = tree.roots_after(trusted)?;
    let Some(root) = roots.last() else { return Err(ToolError::NoRoot { tree: tree.dir().into() }) };
    root.unexpired(now).map_err(ToolError::refused(&tree.root_path(root.version)))?;

    let path = tree.timestamp_path();
    let Some(bytes) = files::read_if_there(&path)? else {
        let message = format!("{}: no timestamp in it: nothing is announced yet", tree.dir().display());
        return Err(ToolError::Order(message));
    };
    let timestamp = root.timestamp(&bytes).map_err(ToolError::refused(&path))?;
    timestamp.follows(&Floors::default(), now).map_err(ToolError::refused(&path))?;

    let path = tree.release_path(timestamp.release.number);
    let release = root.release(&files::read(&path)?, &timestamp).map_err(ToolError::refused(&path))?;
    release.unexpired(now).map_err(ToolError::refused(&path))?;
    let mut seen = BTreeSet::new();
    let mut stored_bytes = 0;
    for file in &release.files {
        check_file(tree, file)?;
        for chunk in &file.chunks {
            if seen.insert(chunk.stored.sha256) {
                stored_bytes += u64::from(chunk.stored.bytes);
            }
        }
    }
    Ok(Verified {
        trusted: version,
        root: root.version,
        timestamp: timestamp.number,
        release: release.number,
        version: release.version.clone(),
        files: release.files.len(),
        bytes: release.files.iter().map(|file| file.bytes).sum(),
        chunks: seen.len(),
        stored_bytes,
    })
}

fn check_file(tree: &Tree, file: &FileEntry) -> Result<(), ToolError> {
    let mut content = Vec::new();
    for chunk in &file.chunks {
        let path = chunks::path(tree.dir(), &chunk.stored.sha256);
        let Some(stored) = files::read_if_there(&path)? else {
            let (chunk, file) = (chunk.stored.sha256, file.path.clone());
            return Err(ToolError::NoChunk { chunk, file, place: tree.dir().into() });
        };
        content.extend(chunk.content(&stored).map_err(ToolError::refused(&path))?);
    }
    if content.len() as u64 != file.bytes || Hash::of(&content) != file.sha256 {
        let message = format!(
            "\"{}\": its chunks do not make up the file that is signed; build the release again",
            file.path
        );
        return Err(ToolError::Order(message));
    }
    Ok(())
}
