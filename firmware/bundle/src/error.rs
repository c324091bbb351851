//! What can be wrong with a bundle, one variant per cure.

use std::io;
use std::path::PathBuf;

use ferrule_abi::ABI_VERSION;
use ferrule_abi::limits::PATH_BYTES_MAX;

/// Why a bundle, or a file of it, cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// The folder is not there or cannot be entered.
    #[error("bundle {}: {cause}; give the folder that holds manifest.json", .dir.display())]
    Directory {
        /// The folder.
        dir: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
    /// The manifest is not JSON, or a field of it is unknown, missing or wrong.
    #[error("bundle {}: manifest.json: {message}", .dir.display())]
    Manifest {
        /// The folder.
        dir: PathBuf,
        /// What is wrong, where, and what to write instead.
        message: String,
    },
    /// The bundle was made for another version of the protocols.
    #[error(
        "bundle {}: manifest.json: `abi` is {found}, this firmware has {ABI_VERSION}; \
         use a bundle built for this firmware", .dir.display()
    )]
    Abi {
        /// The folder.
        dir: PathBuf,
        /// What the manifest says.
        found: u32,
    },
    /// A path is not one that a bundle can hold.
    #[error(
        "bundle path `{path}`: {fault}; write names joined by `/`, relative to the bundle, \
         at most {PATH_BYTES_MAX} bytes"
    )]
    Path {
        /// The path as asked for, cut to a length that fits a log line.
        path: String,
        /// What is wrong with it.
        fault: &'static str,
    },
    /// There is no such file.
    #[error("bundle {}: no file `{file}`; add it to the bundle or correct the path", .dir.display())]
    Missing {
        /// The folder.
        dir: PathBuf,
        /// The path inside.
        file: String,
    },
    /// It is a folder, a symbolic link, a device or a pipe.
    #[error(
        "bundle {}: `{file}` is not a regular file; put the file itself there, links are not followed",
        .dir.display()
    )]
    NotAFile {
        /// The folder.
        dir: PathBuf,
        /// The path inside.
        file: String,
    },
    /// A file that must have content has none.
    #[error("bundle {}: `{file}` is empty; build the bundle again", .dir.display())]
    Empty {
        /// The folder.
        dir: PathBuf,
        /// The path inside.
        file: String,
    },
    /// A file is beyond its limit.
    #[error(
        "bundle {}: `{file}` has {bytes} bytes, at most {bytes_max} are taken; make it smaller",
        .dir.display()
    )]
    TooLarge {
        /// The folder.
        dir: PathBuf,
        /// The path inside.
        file: String,
        /// Its size.
        bytes: u64,
        /// The limit.
        bytes_max: usize,
    },
    /// The system could not read a file that is there.
    #[error("bundle {}: `{file}`: {cause}; check the medium and the file's permissions", .dir.display())]
    Unreadable {
        /// The folder.
        dir: PathBuf,
        /// The path inside.
        file: String,
        /// What the system said.
        cause: io::Error,
    },
    /// It is not among the files that were signed.
    #[error("bundle {}: `{file}` is there but was never signed; install the release again", .dir.display())]
    NotSigned {
        /// The folder.
        dir: PathBuf,
        /// The path inside.
        file: String,
    },
    /// Its size or its bytes are not those that were signed.
    #[error("bundle {}: `{file}` is not what was signed; install the release again", .dir.display())]
    Changed {
        /// The folder.
        dir: PathBuf,
        /// The path inside.
        file: String,
    },
}
