//! `publish`: from a staging folder with a signed release into the tree. Nothing refers to the release before it is whole.

use std::collections::BTreeSet;
use std::path::Path;

use ferrule_bundle::trust::{Release, Root};

use crate::build::SIGNED_FILE;
use crate::error::ToolError;
use crate::tree::Tree;
use crate::{chunks, files};

/// What was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// The release.
    pub number: u64,
    /// Chunks that the tree did not have.
    pub chunks: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// Checks the release in a staging folder with the device's own code and moves it into the tree: its chunks first, then
/// itself. Devices hear of it from the next timestamp. A run that was cut short can be run again.
///
/// # Errors
/// [`ToolError::Refused`] when a device would refuse the release (too few signatures, for example) or a chunk;
/// [`ToolError::NoChunk`]; [`ToolError::Exists`] when the tree has another release of this number; [`ToolError::Order`] when it
/// has a later one.
pub fn publish(tree: &Tree, staging: &Path, progress: &mut dyn FnMut(&str)) -> Result<Published, ToolError> {
    let _lock = tree.lock()?;
    let path = staging.join(SIGNED_FILE);
    let envelope = files::read(&path)?;
    let release = newest_alone(tree)?.installed(&envelope).map_err(ToolError::refused(&path))?;
    let number = release.number;
    progress(&format!("release {number} ({}) is signed by enough keys", release.version));
    if let Some(newest) = tree.newest_release()?.filter(|newest| *newest > number) {
        let message = format!(
            "{}: release {number}, the tree has {newest} already; build it again with a higher number",
            path.display()
        );
        return Err(ToolError::Order(message));
    }
    let (chunks, bytes) = move_chunks(tree, staging, &release)?;
    progress(&format!("{chunks} new chunks are in the tree"));
    let cure = "the tree has another release of this number: build it again with a higher one";
    files::write_new(&tree.release_path(number), &envelope, cure)?;
    Ok(Published { number, chunks, bytes })
}

/// The newest root without the ones before it, whose release keys no longer count.
fn newest_alone(tree: &Tree) -> Result<Root, ToolError> {
    let path = tree.root_path(tree.root()?.version);
    Root::from_image(&files::read(&path)?).map_err(ToolError::refused(&path))
}

fn move_chunks(tree: &Tree, staging: &Path, release: &Release) -> Result<(usize, u64), ToolError> {
    let mut seen = BTreeSet::new();
    let (mut moved, mut bytes) = (0, 0);
    for file in &release.files {
        for chunk in &file.chunks {
            let name = chunk.stored.sha256;
            if !seen.insert(name) {
                continue;
            }
            let staged = chunks::path(staging, &name);
            let published = chunks::path(tree.dir(), &name);
            let (path, stored) = match files::read_if_there(&published)? {
                Some(stored) => (&published, stored),
                None => match files::read_if_there(&staged)? {
                    Some(stored) => (&staged, stored),
                    None => {
                        let (file, place) = (file.path.clone(), staging.to_owned());
                        return Err(ToolError::NoChunk { chunk: name, file, place });
                    }
                },
            };
            chunk.content(&stored).map_err(ToolError::refused(path))?;
            if path == &staged {
                files::replace(&published, &stored)?;
                moved += 1;
                bytes += stored.len() as u64;
            }
        }
    }
    Ok((moved, bytes))
}
