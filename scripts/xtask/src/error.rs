//! What can go wrong in a build step, and the exit code it ends with.

use std::path::{Path, PathBuf};

/// Why a verb failed. The text names the file or program and, where there is one, the cure.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The command line is wrong.
    #[error("{0}")]
    Usage(String),
    /// The board file is wrong.
    #[error(transparent)]
    Board(#[from] ferrule_board::Error),
    /// The factory bundle is wrong.
    #[error(transparent)]
    Bundle(#[from] ferrule_bundle::BundleError),
    /// A release cannot be made or published.
    #[error(transparent)]
    Publish(#[from] ferrule_bundle_tool::ToolError),
    /// The stick did not do what an update should make it do.
    #[error("{0}")]
    Update(String),
    /// A board's trust root is not one that a device can begin with.
    #[error("{}: {cause}; make one with ferrule-bundle, or correct update.root in the board file", path.display())]
    Root { path: PathBuf, cause: Box<ferrule_bundle::trust::TrustError> },
    /// A board's trust root is of another product.
    #[error(
        "board {board}: update.product is `{product}` and the root {} is of `{found}`: correct one of them",
        path.display()
    )]
    RootProduct { board: String, product: String, path: PathBuf, found: String },
    /// A board that is not emulated trusts keys that everybody has.
    #[error(
        "board {board}: {} is of the development keys, with which anybody can sign; \
         name files of your own in update.root and update.tls",
        path.display()
    )]
    DevelopmentKeys { board: String, path: PathBuf },
    /// The certificates that a board names for its servers cannot be used.
    #[error("{}: {cause}", path.display())]
    TlsRoots { path: PathBuf, cause: ferrule_net::NetError },
    /// The emulated stick could not be started, driven or read.
    #[error(transparent)]
    Harness(#[from] ferrule_harness::Error),
    /// Two measurements of the same thing differ.
    #[error("these figures differ between two runs:\n{0}")]
    Unsteady(String),
    /// A file cannot be read or written.
    #[error("{}: {cause}", path.display())]
    File { path: PathBuf, cause: std::io::Error },
    /// A program cannot be started.
    #[error("cannot start `{program}` ({cause}): run scripts/setup")]
    NotStarted { program: String, cause: std::io::Error },
    /// A program failed.
    #[error("`{command}` failed ({status}){output}")]
    Failed { command: String, status: std::process::ExitStatus, output: String },
    /// A file that the board names is in none of its packages.
    #[error("{path} is in none of the packages {packages}: correct {field} in the board file")]
    NotPackaged { path: String, packages: String, field: &'static str },
    /// A library that a shipped program needs is in none of the packages.
    #[error(
        "{needed_by} needs {library}, which no package of the board brings: add its package to the board file"
    )]
    NoLibrary { needed_by: String, library: String },
    /// A shared object or program cannot be parsed.
    #[error("{}: not an ELF file that can be read: {cause}", path.display())]
    Elf { path: PathBuf, cause: object::Error },
    /// A kernel module is not in the kernel package.
    #[error("kernel module `{module}` is not in {package}: correct kernel.modules in the board file")]
    NoModule { module: String, package: String },
    /// Something a package should bring is not there.
    #[error("{0}")]
    Package(String),
    /// Two builds of the same inputs differ.
    #[error("{0} differ: something in the build depends on more than its inputs")]
    Different(String),
    /// A JSON document cannot be written.
    #[error("cannot write JSON: {0}")]
    Json(#[from] serde_json::Error),
}

impl Error {
    /// Adds the path to a file error.
    pub(crate) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }

    /// 2 for a wrong command line or board name, 1 for everything else.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) | Self::Board(ferrule_board::Error::Unknown { .. }) => 2,
            _ => 1,
        }
    }
}

impl From<lexopt::Error> for Error {
    fn from(error: lexopt::Error) -> Self {
        Self::Usage(format!("{error} (see --help)"))
    }
}
