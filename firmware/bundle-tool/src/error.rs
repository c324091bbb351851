//! What can go wrong when releases are made and published; each message names the file or field, and the cure.

use std::io;
use std::path::{Path, PathBuf};

use ferrule_bundle::BundleError;
use ferrule_bundle::trust::{Hash, SignError, TrustError};

/// Why a step failed. Nothing was published when it did, unless the message says so.
#[derive(Debug, thiserror::Error)]
pub enum ToolError {
    /// The command line is wrong.
    #[error("{0}")]
    Usage(String),
    /// A file or folder cannot be read or written.
    #[error("{}: {cause}", .path.display())]
    File {
        /// Which one.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// Something is already there, and it is not what would be written.
    #[error("{}: is already there; {cure}", .path.display())]
    Exists {
        /// Which one.
        path: PathBuf,
        /// What to do.
        cure: &'static str,
    },
    /// A file that a release cannot carry.
    #[error("{}: {fault}", .path.display())]
    Unshippable {
        /// Which one.
        path: PathBuf,
        /// What is wrong with it, and the cure.
        fault: String,
    },
    /// The bundle is not one that a device would start.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// The plan of the releases is wrong.
    #[error("{}: {message}", .path.display())]
    Plan {
        /// The plan's file.
        path: PathBuf,
        /// What is wrong, and where.
        message: String,
    },
    /// A device would refuse this file.
    #[error("{}: {cause}", .path.display())]
    Refused {
        /// Which file.
        path: PathBuf,
        /// Why.
        cause: Box<TrustError>,
    },
    /// A key file cannot be made or used, or something cannot be signed.
    #[error(transparent)]
    Sign(#[from] SignError),
    /// What a key file should hold, it does not.
    #[error("{}: not a public key; give the `.pub` file that keygen made, 64 hex digits", .path.display())]
    PublicKey {
        /// The file.
        path: PathBuf,
    },
    /// The tree has no beginning.
    #[error("{}: no root/1 in it; publish a root first: `root --install FILE {}`", .tree.display(), .tree.display())]
    NoRoot {
        /// The tree.
        tree: PathBuf,
    },
    /// Numbers or times that do not go on from what is published.
    #[error("{0}")]
    Order(String),
    /// A chunk of the release is neither in the tree nor in the staging folder.
    #[error("chunk {chunk} of \"{file}\" is missing in {}; build the release again", .place.display())]
    NoChunk {
        /// Its name.
        chunk: Hash,
        /// A file it belongs to.
        file: String,
        /// Where it was looked for.
        place: PathBuf,
    },
}

impl ToolError {
    /// Adds the path to a file error.
    pub(crate) fn file(path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }

    /// Adds the path to a refusal.
    pub(crate) fn refused(path: &Path) -> impl FnOnce(TrustError) -> Self {
        let path = path.to_owned();
        move |cause| Self::Refused { path, cause: Box::new(cause) }
    }

    /// 2 for a wrong command line, 1 for everything else.
    #[must_use]
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }
}
