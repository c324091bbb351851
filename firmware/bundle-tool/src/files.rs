//! Writing so that a reader sees the whole file or none, and so that a power cut leaves one or the other.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use crate::error::ToolError;

/// Reads a whole file.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, ToolError> {
    fs::read(path).map_err(ToolError::file(path))
}

/// Reads a file that need not be there.
pub(crate) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, ToolError> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(ToolError::file(path)(cause)),
    }
}

/// Writes a file that is not there yet. When it is there with the same content, nothing is done and `false` comes back.
pub(crate) fn write_new(path: &Path, bytes: &[u8], cure: &'static str) -> Result<bool, ToolError> {
    match read_if_there(path)? {
        Some(old) if old == bytes => Ok(false),
        Some(_) => Err(ToolError::Exists { path: path.into(), cure }),
        None => replace(path, bytes).map(|()| true),
    }
}

/// Puts a file in its place, over an older one: written beside it, synced, renamed, and the folder synced.
///
/// # Errors
/// [`ToolError::File`].
pub fn replace(path: &Path, bytes: &[u8]) -> Result<(), ToolError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    fs::create_dir_all(folder).map_err(ToolError::file(folder))?;
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".new");
    let new = path.with_file_name(name);
    let mut file = File::create(&new).map_err(ToolError::file(&new))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(ToolError::file(&new))?;
    fs::rename(&new, path).map_err(ToolError::file(path))?;
    File::open(folder).and_then(|folder| folder.sync_all()).map_err(ToolError::file(folder))
}
