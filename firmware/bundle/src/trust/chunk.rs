//! From the published bytes of a chunk to its content, checked before and after.

use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::Read;

use super::error::TrustError;
use super::files::Chunk;
use super::hash::Hash;
use super::limits::CHUNK_BYTES;

impl Chunk {
    /// The content of a chunk from its published bytes.
    ///
    /// # Errors
    /// The [`TrustError`]s from `ChunkBytes` on.
    pub fn content(&self, stored: &[u8]) -> Result<Vec<u8>, TrustError> {
        let chunk = self.stored.sha256;
        if stored.len() as u64 != u64::from(self.stored.bytes) {
            return Err(TrustError::ChunkBytes { chunk, expected: self.stored.bytes, found: stored.len() });
        }
        let found = Hash::of(stored);
        if found != chunk {
            return Err(TrustError::ChunkHash { chunk, found });
        }
        let content = if self.stored.zstd { decompress(chunk, stored)? } else { stored.to_vec() };
        let found = Hash::of(&content);
        if found != self.sha256 {
            return Err(TrustError::ContentHash { chunk, expected: self.sha256, found });
        }
        Ok(content)
    }
}

/// What is in a zstd frame. It may ask for a window of [`CHUNK_BYTES`], and give no more than that; the decoder is asked
/// for one block at a time, which takes at most 256 KiB more.
fn decompress(chunk: Hash, mut stored: &[u8]) -> Result<Vec<u8>, TrustError> {
    let wrong = |message: String| TrustError::ChunkZstd { chunk, message };
    let mut decoder = FrameDecoder::new();
    decoder.set_max_window_size(CHUNK_BYTES as u64);
    decoder.init(&mut stored).map_err(|error| wrong(error.to_string()))?;
    let mut content = Vec::new();
    while !decoder.is_finished() {
        decoder
            .decode_blocks(&mut stored, BlockDecodingStrategy::UptoBlocks(1))
            .map_err(|error| wrong(error.to_string()))?;
        let room = (CHUNK_BYTES + 1 - content.len()) as u64;
        decoder.by_ref().take(room).read_to_end(&mut content).map_err(|error| wrong(error.to_string()))?;
        if content.len() > CHUNK_BYTES {
            return Err(TrustError::ChunkOutput { chunk });
        }
    }
    if !stored.is_empty() {
        return Err(TrustError::ChunkTrailing { chunk, bytes: stored.len() });
    }
    Ok(content)
}
