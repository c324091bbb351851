//! All steps in one, for who has all keys in one folder: tests, the emulated sticks, and a build server.

use std::fs;
use std::path::{Path, PathBuf};

use ferrule_bundle::trust::{Role, SecretKey, sign};

use crate::build::{BODY_FILE, Build, SIGNED_FILE, Summary};
use crate::error::ToolError;
use crate::plan::Plan;
use crate::stamp::{self, Change};
use crate::tree::Tree;
use crate::{files, publish, roots};

/// A tree with the keys to publish in it.
#[derive(Clone)]
pub struct Publisher {
    tree: Tree,
    release_keys: Vec<SecretKey>,
    timestamp_keys: Vec<SecretKey>,
}

impl Publisher {
    /// Takes the keys `release-*.key` and `timestamp-*.key` of a folder, and puts its `root` into the tree as version 1 unless it
    /// is there.
    ///
    /// # Errors
    /// [`ToolError::File`] and [`ToolError::Sign`] for the keys, those of [`roots::install`] for the root.
    pub fn open(tree: &Path, keys: &Path) -> Result<Self, ToolError> {
        let tree = Tree::new(tree);
        roots::install(&tree, &keys.join("root"))?;
        Ok(Self {
            tree,
            release_keys: read_keys(keys, "release-")?,
            timestamp_keys: read_keys(keys, "timestamp-")?,
        })
    }

    /// The tree.
    #[must_use]
    pub const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Builds, signs and publishes a bundle as the next release, without announcing it: that is for [`Publisher::announce`].
    ///
    /// # Errors
    /// Those of [`Build::run`] and [`publish::publish`].
    pub fn release(&self, bundle: &Path, plan: &Plan, issued: u64) -> Result<Summary, ToolError> {
        let number = self.tree.newest_release()?.unwrap_or(0) + 1;
        let out = self.staging(number);
        // What an earlier run left there was never published, or its number would be taken.
        remove(&out)?;
        let tree = Some(&self.tree);
        let summary = Build { bundle, plan, number, issued, out: &out, tree }.run(&mut |_| ())?;
        let body = files::read(&out.join(BODY_FILE))?;
        files::replace(&out.join(SIGNED_FILE), &sign(Role::Release, &body, &self.release_keys)?)?;
        publish::publish(&self.tree, &out, &mut |_| ())?;
        remove(&out)?;
        Ok(summary)
    }

    /// Signs and publishes the next timestamp. Returns its number.
    ///
    /// # Errors
    /// Those of [`stamp::next`] and [`stamp::install`].
    pub fn announce(&self, change: Change, issued: u64, seconds: u64) -> Result<u64, ToolError> {
        let path = self.tree.timestamp_path();
        let body = stamp::next(&self.tree, change, issued, seconds)?;
        let bytes = body.to_bytes().map_err(ToolError::refused(&path))?;
        let envelope = sign(Role::Timestamp, &bytes, &self.timestamp_keys)?;
        Ok(stamp::install(&self.tree, &path, &envelope)?.number)
    }

    /// A folder beside the tree, so that nobody serves it.
    fn staging(&self, number: u64) -> PathBuf {
        let mut name = self.tree.dir().file_name().unwrap_or_default().to_owned();
        name.push(format!(".staging-{number}"));
        self.tree.dir().with_file_name(name)
    }
}

/// Builds, signs, publishes and announces a bundle in one go, to devices at once where the plan has no waves. Good for as long as
/// the release is.
///
/// # Errors
/// Those of [`Publisher::release`] and [`Publisher::announce`].
pub fn publish_tree(
    tree: &Path,
    keys: &Path,
    bundle: &Path,
    plan: &Plan,
    issued: u64,
) -> Result<Summary, ToolError> {
    let publisher = Publisher::open(tree, keys)?;
    let summary = publisher.release(bundle, plan, issued)?;
    publisher.announce(Change::Release(summary.number), issued, plan.expires_seconds)?;
    Ok(summary)
}

fn read_keys(dir: &Path, prefix: &str) -> Result<Vec<SecretKey>, ToolError> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(dir).map_err(ToolError::file(dir))? {
        let path = entry.map_err(ToolError::file(dir))?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if name.starts_with(prefix) && name.ends_with(".key") {
            paths.push(path);
        }
    }
    paths.sort();
    paths.iter().map(|path| Ok(SecretKey::read(path)?)).collect()
}

fn remove(dir: &Path) -> Result<(), ToolError> {
    match fs::remove_dir_all(dir) {
        Err(cause) if cause.kind() != std::io::ErrorKind::NotFound => Err(ToolError::file(dir)(cause)),
        _ => Ok(()),
    }
}
