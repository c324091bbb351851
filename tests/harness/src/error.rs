//! What can go wrong while a stick is started, driven or looked at.
//! Every message names the program, file or device concerned and what to do about it.

use std::path::PathBuf;
use std::time::Duration;

/// Why a harness call failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A release cannot be made or published.
    #[error("publishing: {0}")]
    Publish(#[from] ferrule_bundle_tool::ToolError),
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file concerned.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A host program could not be started.
    #[error("cannot start {program}: {source} (run scripts/setup to install what is missing)")]
    Spawn {
        /// The program's name.
        program: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// A host program ran and failed.
    #[error("{program} failed: {message}")]
    Program {
        /// The program's name.
        program: String,
        /// The end of what it said.
        message: String,
    },
    /// The image has not been built, or misses a file.
    #[error("{path} is missing: build it with scripts/image {board}")]
    NoImage {
        /// The file looked for.
        path: PathBuf,
        /// The board asked for.
        board: String,
    },
    /// The board file says something the harness cannot use.
    #[error("board {board}: {message}")]
    Board {
        /// The board asked for.
        board: String,
        /// What is wrong and the cure.
        message: String,
    },
    /// The emulator went away.
    #[error("QEMU stopped unexpectedly: {message}")]
    QemuGone {
        /// Its exit status and the end of what it said.
        message: String,
    },
    /// The emulator's control socket refused a command or spoke nonsense.
    #[error("QMP command {command}: {message}")]
    Qmp {
        /// The command sent.
        command: String,
        /// The emulator's answer.
        message: String,
    },
    /// The agent in the guest answered nonsense or went away.
    #[error("agent: {0}")]
    Agent(String),
    /// A shell command in the guest ended non-zero where success was required.
    #[error("in the guest, `{command}` ended with {code}: {output}")]
    Guest {
        /// The command run.
        command: String,
        /// Its exit code.
        code: i32,
        /// Everything it printed.
        output: String,
    },
    /// Something did not happen in time.
    #[error("waited {after:?} for {what}{detail}")]
    Deadline {
        /// What was waited for.
        what: String,
        /// How long.
        after: Duration,
        /// The last state seen, starting with a separator, or empty.
        detail: String,
    },
    /// A key name the board's remote does not have.
    #[error("no key {name:?} on this board's remote; it has: {known}")]
    Key {
        /// The name asked for.
        name: String,
        /// All names there are, separated by spaces.
        known: String,
    },
    /// The screen could not be read.
    #[error("screenshot: {0}")]
    Screen(String),
    /// A picture differs from its golden picture.
    #[error("{0}")]
    Picture(String),
    /// A server for a test could not be started.
    #[error("test server: {0}")]
    Server(String),
    /// The console shows what no passing run may show.
    #[error("the console has lines that no good run has:\n{0}")]
    Console(String),
}

impl Error {
    /// Wraps an I/O error with the file it happened on.
    pub fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }

    /// Wraps whatever kept a test server from starting.
    pub(crate) fn server(cause: impl std::fmt::Display) -> Self {
        Self::Server(cause.to_string())
    }
}

/// The harness's result.
pub type Result<T> = std::result::Result<T, Error>;
