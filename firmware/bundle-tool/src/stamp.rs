//! Timestamps: what is announced to the devices, and how it changes.

use std::path::Path;

use ferrule_bundle::trust::{Current, Floors, Hash, Timestamp, TimestampBody};

use crate::error::ToolError;
use crate::tree::Tree;
use crate::{chunks, files};

/// How the next timestamp differs from the one before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// It is newer, that is all.
    Refresh,
    /// It announces this release, to the waves that it names.
    Release(u64),
    /// At least this share of the devices may install, in hundredths of a percent.
    Share(u16),
    /// Nobody begins to install any more (`true`), or again (`false`).
    Halt(bool),
}

/// The body of the next timestamp, `issued` now and good for a span of seconds.
///
/// # Errors
/// [`ToolError::Order`] when a device would not take it after the present one, or nothing is announced that could be changed;
/// [`ToolError::File`] when the release is not in the tree.
pub fn next(tree: &Tree, change: Change, issued: u64, seconds: u64) -> Result<TimestampBody, ToolError> {
    let old = tree.timestamp()?;
    let mut body = match (&old, change) {
        (_, Change::Release(number)) => fresh(tree, number)?,
        (None, _) => {
            return Err(ToolError::Order(format!(
                "{}: nothing is announced yet; announce a release first: timestamp {} --release NUMBER",
                tree.dir().display(),
                tree.dir().display()
            )));
        }
        (Some(old), _) => TimestampBody::clone(old),
    };
    if let Some(old) = &old {
        body.number = old.number + 1;
        in_order(old, &body, issued)?;
    }
    match change {
        Change::Share(share) => body.share = share,
        Change::Halt(halt) => body.halt = halt,
        Change::Refresh | Change::Release(_) => {}
    }
    body.issued = issued;
    body.expires = issued.saturating_add(seconds);
    Ok(body)
}

/// A first announcement of a release.
fn fresh(tree: &Tree, number: u64) -> Result<TimestampBody, ToolError> {
    let envelope = files::read(&tree.release_path(number))?;
    let release = Current { number, bytes: envelope.len() as u64, sha256: Hash::of(&envelope) };
    Ok(TimestampBody { number: 1, issued: 0, expires: 0, release, halt: false, share: 0 })
}

fn in_order(old: &TimestampBody, new: &TimestampBody, issued: u64) -> Result<(), ToolError> {
    if new.release.number < old.release.number {
        return Err(ToolError::Order(format!(
            "release {} is announced, devices refuse {} after it; publish the old files as a new release",
            old.release.number, new.release.number
        )));
    }
    if issued < old.issued {
        return Err(ToolError::Order(format!(
            "the present timestamp was issued at {}, devices refuse one of {issued} after it; set this machine's clock",
            old.issued
        )));
    }
    Ok(())
}

/// Checks a signed timestamp as a device with the present one would, the release that it announces with it, and puts it in
/// its place.
///
/// # Errors
/// [`ToolError::Refused`] when a device would refuse it, [`ToolError::NoChunk`] when the release is not complete.
pub fn install(tree: &Tree, from: &Path, envelope: &[u8]) -> Result<Timestamp, ToolError> {
    let _lock = tree.lock()?;
    let root = tree.root()?;
    let new = root.timestamp(envelope).map_err(ToolError::refused(from))?;
    if let Some(old) = tree.timestamp()? {
        new.follows(&Floors::default().accepted(&old), new.issued).map_err(ToolError::refused(from))?;
    }
    let path = tree.release_path(new.release.number);
    let release = root.release(&files::read(&path)?, &new).map_err(ToolError::refused(&path))?;
    for file in &release.files {
        for chunk in &file.chunks {
            let path = chunks::path(tree.dir(), &chunk.stored.sha256);
            let there = path.metadata().is_ok_and(|meta| meta.len() == u64::from(chunk.stored.bytes));
            if !there {
                let (chunk, file) = (chunk.stored.sha256, file.path.clone());
                return Err(ToolError::NoChunk { chunk, file, place: tree.dir().into() });
            }
        }
    }
    files::replace(&tree.timestamp_path(), envelope)?;
    Ok(new)
}
