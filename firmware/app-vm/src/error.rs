//! Why the runtime ends before ferrule asks it to.

use ferrule_abi::{ABI_VERSION, WireError};
use rustix::io::Errno;

use crate::exit::Exit;

/// What ended the runtime.
#[derive(Debug, thiserror::Error)]
pub enum RuntimeError {
    /// The first message was not a greeting of this version.
    #[error(
        "ferrule's greeting is not of version {ABI_VERSION}; install ferrule and ferrule-app from the same build"
    )]
    Greeting,
    /// A message is not the protocol.
    #[error("ferrule sent a broken message: {0}; install ferrule and ferrule-app from the same build")]
    Message(WireError),
    /// A message is not one that can come now.
    #[error("ferrule sent {0}; install ferrule and ferrule-app from the same build")]
    OutOfOrder(&'static str),
    /// ferrule closed the socket. This is how a run ends in peace.
    #[error("ferrule closed the socket")]
    Gone,
    /// Sending or receiving failed.
    #[error("the socket to ferrule failed: {0}")]
    Channel(Errno),
    /// The script did not load; the text says where and why.
    #[error("{0}")]
    Script(String),
    /// The engine's script did not load, or failed in a call.
    #[error("{0}")]
    EngineScript(String),
    /// Boa's context could not be made.
    #[error("the JavaScript engine did not start: {0}")]
    Engine(String),
}

impl RuntimeError {
    /// The exit code that tells ferrule about it.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Gone => Exit::HostGone,
            Self::Greeting | Self::Message(_) | Self::OutOfOrder(_) => Exit::Protocol,
            Self::Channel(_) => Exit::Channel,
            Self::Script(_) => Exit::Script,
            Self::EngineScript(_) => Exit::Engine,
            Self::Engine(_) => Exit::System,
        }
    }
}
