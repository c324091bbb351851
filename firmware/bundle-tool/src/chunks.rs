//! Cutting files into chunks, and storing each under the hash of what is stored.

use std::path::{Path, PathBuf};

use ferrule_bundle::trust::limits::CHUNK_BYTES;
use ferrule_bundle::trust::{Chunk, Hash, Stored};
use zstd::bulk::Compressor;

use crate::error::ToolError;
use crate::files;

/// The best that does not need more memory to undo. Time is no matter: a release is built once and downloaded by all.
const ZSTD_LEVEL: i32 = 19;

/// Cuts contents and compresses what gets shorter by it.
pub(crate) struct Cutter {
    zstd: Compressor<'static>,
}

impl Cutter {
    pub(crate) fn new() -> std::io::Result<Self> {
        Ok(Self { zstd: Compressor::new(ZSTD_LEVEL)? })
    }

    /// The chunks of a file, each with its bytes as stored.
    pub(crate) fn cut(&mut self, content: &[u8]) -> std::io::Result<Vec<(Chunk, Vec<u8>)>> {
        content.chunks(CHUNK_BYTES).map(|piece| self.chunk(piece)).collect()
    }

    fn chunk(&mut self, content: &[u8]) -> std::io::Result<(Chunk, Vec<u8>)> {
        let packed = self.zstd.compress(content)?;
        let zstd = packed.len() < content.len();
        let bytes = if zstd { packed } else { content.to_vec() };
        let length = u32::try_from(bytes.len()).map_err(std::io::Error::other)?;
        let stored = Stored { sha256: Hash::of(&bytes), bytes: length, zstd };
        Ok((Chunk { sha256: Hash::of(content), stored }, bytes))
    }
}

/// Where a chunk is in a tree or staging folder.
pub(crate) fn path(place: &Path, chunk: &Hash) -> PathBuf {
    let name = chunk.to_string();
    place.join("chunks").join(&name[..2]).join(name)
}

/// Stores a chunk where it is not yet; `true` when it was new. One whose bytes differ from its name is written anew.
pub(crate) fn store(place: &Path, chunk: &Hash, bytes: &[u8]) -> Result<bool, ToolError> {
    let path = path(place, chunk);
    if files::read_if_there(&path)?.is_some_and(|old| old == bytes) {
        return Ok(false);
    }
    files::replace(&path, bytes)?;
    Ok(true)
}
