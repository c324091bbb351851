//! One run of the app process.

use std::fs::File;
use std::os::fd::{AsFd, BorrowedFd, OwnedFd};
use std::path::PathBuf;
use std::process::{Child, Command, ExitStatus};
use std::sync::Arc;

use ferrule_abi::EngineKind;
use ferrule_bundle::Bundle;
use rustix::net::{AddressFamily, SocketFlags, SocketType, socketpair};
use rustix::process::{Pid, PidfdFlags, pidfd_open};

/// What is started: the program and the bundle whose script it runs.
pub(crate) struct AppProgram {
    /// The `ferrule-app` program.
    pub(crate) program: PathBuf,
    /// The bundle.
    pub(crate) bundle: Arc<Bundle>,
    /// Which engine runs: the JavaScript one comes along.
    pub(crate) engine: EngineKind,
}

/// A running app process. It is killed when this goes away.
pub(crate) struct AppProcess {
    child: Child,
    exit: OwnedFd,
    socket: OwnedFd,
}

impl AppProgram {
    /// The engine's script, when it runs in the app's process.
    pub(crate) fn engine_script(&self) -> Result<Option<Vec<u8>>, String> {
        match self.engine {
            EngineKind::Wasm => Ok(None),
            EngineKind::Js => self.bundle.engine(EngineKind::Js).map(Some).map_err(|error| error.to_string()),
        }
    }

    /// Starts a process. It finds its socket as standard input, the script as standard output, and logs to standard
    /// error; that leaves nothing else of ferrule's to inherit.
    pub(crate) fn start(&self) -> Result<AppProcess, String> {
        let script: File = self.bundle.app().map_err(|error| error.to_string())?;
        let (socket, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None)
                .map_err(|error| format!("making its socket: {error}"))?;
        let mut child = Command::new(&self.program)
            .arg(&self.bundle.manifest().app)
            .env_clear()
            .stdin(theirs)
            .stdout(script)
            .spawn()
            .map_err(|error| format!("{}: {error}", self.program.display()))?;
        let exit = Pid::from_raw(child.id().cast_signed())
            .ok_or(rustix::io::Errno::SRCH)
            .and_then(|pid| pidfd_open(pid, PidfdFlags::empty()));
        match exit {
            Ok(exit) => Ok(AppProcess { child, exit, socket }),
            Err(error) => {
                end(&mut child);
                Err(format!("watching it: {error}"))
            }
        }
    }
}

impl AppProcess {
    /// Its process number.
    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Readable once it has ended.
    pub(crate) fn exit_fd(&self) -> BorrowedFd<'_> {
        self.exit.as_fd()
    }

    /// The socket to it.
    pub(crate) fn socket(&self) -> BorrowedFd<'_> {
        self.socket.as_fd()
    }

    /// Whether it has ended.
    pub(crate) fn has_ended(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(Some(_)))
    }

    /// Ends it if it runs, and says how it ended.
    pub(crate) fn end(mut self) -> Option<ExitStatus> {
        end(&mut self.child)
    }
}

impl Drop for AppProcess {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

#[cfg(test)]
impl AppProcess {
    /// A process that does nothing, and what would be its end of the socket.
    pub(super) fn idle() -> (Self, OwnedFd) {
        let (socket, theirs) =
            socketpair(AddressFamily::UNIX, SocketType::SEQPACKET, SocketFlags::CLOEXEC, None).unwrap();
        let child = Command::new("sleep").arg("1000").spawn().unwrap();
        let pid = Pid::from_raw(child.id().cast_signed()).unwrap();
        (Self { child, exit: pidfd_open(pid, PidfdFlags::empty()).unwrap(), socket }, theirs)
    }
}

/// A process on its way out keeps its own exit status: killing it then changes nothing.
fn end(child: &mut Child) -> Option<ExitStatus> {
    // Fails only when it was waited for already.
    let _ = child.kill();
    child.wait().ok()
}
