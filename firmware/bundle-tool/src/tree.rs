//! The published tree: what is where, and what of it a device would accept.

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use ferrule_bundle::trust::{Release, Root, Timestamp};

use crate::error::ToolError;
use crate::files;

/// A folder that is, or becomes, a published tree.
#[derive(Clone, Debug)]
pub struct Tree {
    dir: PathBuf,
}

impl Tree {
    /// A tree in this folder, which need not be there yet.
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.into() }
    }

    /// The folder.
    #[must_use]
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Where the root of a version is.
    #[must_use]
    pub fn root_path(&self, version: u64) -> PathBuf {
        self.dir.join("root").join(version.to_string())
    }

    /// Where the timestamp is.
    #[must_use]
    pub fn timestamp_path(&self) -> PathBuf {
        self.dir.join("timestamp")
    }

    /// Where a release is.
    #[must_use]
    pub fn release_path(&self, number: u64) -> PathBuf {
        self.dir.join("releases").join(number.to_string())
    }

    /// Keeps other publishers out until the returned file is dropped; waits for one that is at work.
    pub(crate) fn lock(&self) -> Result<File, ToolError> {
        let dir = File::open(&self.dir).map_err(ToolError::file(&self.dir))?;
        dir.lock().map_err(ToolError::file(&self.dir))?;
        Ok(dir)
    }

    /// The chain of roots that begins with `root/1`, newest last.
    ///
    /// # Errors
    /// [`ToolError::NoRoot`] without a first root, [`ToolError::Refused`] when a device would refuse one of the chain.
    pub fn roots(&self) -> Result<Vec<Root>, ToolError> {
        let path = self.root_path(1);
        let Some(bytes) = files::read_if_there(&path)? else {
            return Err(ToolError::NoRoot { tree: self.dir.clone() });
        };
        self.roots_after(Root::from_image(&bytes).map_err(ToolError::refused(&path))?)
    }

    /// A trusted root and those of the tree that go on from it, newest last.
    ///
    /// # Errors
    /// [`ToolError::Refused`] when a device would refuse one of them.
    pub fn roots_after(&self, trusted: Root) -> Result<Vec<Root>, ToolError> {
        let mut roots = vec![trusted];
        while let Some(last) = roots.last() {
            let path = self.root_path(last.version + 1);
            let Some(bytes) = files::read_if_there(&path)? else { break };
            let next = last.next(&bytes).map_err(ToolError::refused(&path))?;
            roots.push(next);
        }
        Ok(roots)
    }

    /// The newest root.
    ///
    /// # Errors
    /// As [`Tree::roots`].
    pub fn root(&self) -> Result<Root, ToolError> {
        self.roots()?.pop().ok_or_else(|| ToolError::NoRoot { tree: self.dir.clone() })
    }

    /// The timestamp; `None` as long as nothing has been announced. Right after a change of its keys it is still signed by
    /// those of an earlier root.
    ///
    /// # Errors
    /// [`ToolError::Refused`] when a device has never accepted it.
    pub fn timestamp(&self) -> Result<Option<Timestamp>, ToolError> {
        let path = self.timestamp_path();
        let Some(bytes) = files::read_if_there(&path)? else { return Ok(None) };
        let mut refused = None;
        for root in self.roots()?.iter().rev() {
            match root.timestamp(&bytes) {
                Ok(timestamp) => return Ok(Some(timestamp)),
                Err(cause) => refused = refused.or(Some(cause)),
            }
        }
        refused.map_or(Ok(None), |cause| Err(ToolError::refused(&path)(cause)))
    }

    /// A release of the tree, signed by the keys of any of the roots.
    ///
    /// # Errors
    /// [`ToolError::Refused`] when a device would not run it.
    pub fn release(&self, number: u64) -> Result<Release, ToolError> {
        let path = self.release_path(number);
        self.root()?.installed(&files::read(&path)?).map_err(ToolError::refused(&path))
    }

    /// The highest number among the releases, announced or not.
    ///
    /// # Errors
    /// [`ToolError::File`] when the folder cannot be read.
    pub fn newest_release(&self) -> Result<Option<u64>, ToolError> {
        let dir = self.dir.join("releases");
        let entries = match fs::read_dir(&dir) {
            Err(cause) if cause.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            other => other.map_err(ToolError::file(&dir))?,
        };
        let mut newest = None;
        for entry in entries {
            let name = entry.map_err(ToolError::file(&dir))?.file_name();
            newest = newest.max(name.to_str().and_then(|name| name.parse().ok()));
        }
        Ok(newest)
    }
}
