//! The files of a bundle's folder, in the order a release lists them.

use std::fs;
use std::path::{Path, PathBuf};

use ferrule_bundle::trust::limits::{FILE_BYTES_MAX, FILES_BYTES_MAX, FILES_MAX};

use crate::error::ToolError;

/// A file to be released.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Found {
    /// Its path in the bundle, with `/` between the names.
    pub(crate) path: String,
    pub(crate) source: PathBuf,
    pub(crate) bytes: u64,
}

/// All files below `dir`, ascending by the bytes of their paths. Whatever a release cannot carry is an error: nothing is left
/// out silently.
pub(crate) fn files(dir: &Path) -> Result<Vec<Found>, ToolError> {
    let mut found = Vec::new();
    walk(dir, "", &mut found)?;
    found.sort_by(|a, b| a.path.cmp(&b.path));
    let total: u64 = found.iter().map(|file| file.bytes).sum();
    if found.len() > FILES_MAX {
        return Err(unshippable(dir, format!("{} files, a release has at most {FILES_MAX}", found.len())));
    }
    if total > FILES_BYTES_MAX {
        let fault = format!("{total} bytes in all files, a release has at most {FILES_BYTES_MAX}");
        return Err(unshippable(dir, fault));
    }
    Ok(found)
}

fn walk(dir: &Path, prefix: &str, found: &mut Vec<Found>) -> Result<(), ToolError> {
    for entry in fs::read_dir(dir).map_err(ToolError::file(dir))? {
        let source = entry.map_err(ToolError::file(dir))?.path();
        let Some(name) = source.file_name().and_then(|name| name.to_str()) else {
            return Err(unshippable(&source, "its name is not UTF-8; rename it".into()));
        };
        if name.starts_with('.') {
            return Err(unshippable(&source, "hidden files do not belong in a release; remove it".into()));
        }
        let path = format!("{prefix}{name}");
        let meta = fs::symlink_metadata(&source).map_err(ToolError::file(&source))?;
        if meta.is_dir() {
            walk(&source, &format!("{path}/"), found)?;
        } else if !meta.is_file() {
            let fault = "not a regular file; put the file itself there, links are not followed";
            return Err(unshippable(&source, fault.into()));
        } else if meta.len() > FILE_BYTES_MAX {
            let fault = format!("{} bytes, a file of a release has at most {FILE_BYTES_MAX}", meta.len());
            return Err(unshippable(&source, fault));
        } else {
            found.push(Found { path, source, bytes: meta.len() });
        }
    }
    Ok(())
}

fn unshippable(path: &Path, fault: String) -> ToolError {
    ToolError::Unshippable { path: path.into(), fault }
}
