//! Host processes that never outlive their owner: killed and reaped on drop, and killed by the
//! kernel when the test runner itself is killed.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use crate::error::{Error, Result};

/// The kernel's parent-death signal is set by `setpriv` (util-linux, always present on Debian),
/// which keeps `pre_exec` and its `unsafe` out of this crate. The signal follows the *thread* that
/// spawned: a guard must be dropped by, or before the end of, the thread that made it.
const SETPRIV: [&str; 4] = ["setpriv", "--pdeathsig", "KILL", "--"];

/// How much of a failed program's own words goes into an error message.
const LOG_TAIL_BYTES_MAX: usize = 2000;

/// How a process ended.
#[derive(Debug)]
pub(crate) struct Ended {
    /// Whether its exit code was 0.
    pub(crate) success: bool,
    /// Its name, status and last words.
    pub(crate) message: String,
}

/// A child process, its log file, and the duty to end it.
#[derive(Debug)]
pub(crate) struct Guarded {
    child: Child,
    program: String,
    log: PathBuf,
}

impl Guarded {
    /// Starts `program` with `arguments` and `environment`; its stderr goes to `log`.
    /// With `stdout` piped the caller reads it, else it joins the log.
    pub(crate) fn spawn(
        program: &str,
        arguments: &[String],
        environment: &[(&str, String)],
        log: &Path,
        pipe_stdout: bool,
    ) -> Result<Self> {
        let file = File::create(log).map_err(Error::file(log))?;
        let spawn_error = |source| Error::Spawn { program: program.to_owned(), source };
        let mut command = Command::new(SETPRIV[0]);
        command.args(&SETPRIV[1..]).arg(program).args(arguments);
        for (name, value) in environment {
            command.env(name, value);
        }
        command.env_remove("WAYLAND_DISPLAY").stdin(Stdio::null());
        command.stderr(file.try_clone().map_err(Error::file(log))?);
        if pipe_stdout {
            command.stdout(Stdio::piped());
        } else {
            command.stdout(file);
        }
        let child = command.spawn().map_err(spawn_error)?;
        Ok(Self { child, program: program.to_owned(), log: log.to_owned() })
    }

    /// The piped standard output; once.
    pub(crate) fn take_stdout(&mut self) -> Option<ChildStdout> {
        self.child.stdout.take()
    }

    /// `None` while the process runs, afterwards how it ended, with the tail of its log.
    pub(crate) fn ended(&mut self) -> Option<Ended> {
        let (success, status) = match self.child.try_wait() {
            Ok(None) => return None,
            Ok(Some(status)) => (status.success(), status.to_string()),
            Err(error) => (false, error.to_string()),
        };
        let message = format!("{} {status}; {}", self.program, self.log_tail());
        Some(Ended { success, message })
    }

    /// The end of the process's log.
    pub(crate) fn log_tail(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let start = text.len().saturating_sub(LOG_TAIL_BYTES_MAX);
        String::from_utf8_lossy(&text[start..]).trim().to_owned()
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // Errors mean that the process has ended already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("ferrule-process-{}-{name}", std::process::id()))
    }

    #[test]
    fn drop_ends_the_process() {
        let log = log("drop");
        let guarded = Guarded::spawn("sleep", &["1000".into()], &[], &log, false).unwrap();
        let proc = PathBuf::from(format!("/proc/{}", guarded.child.id()));
        assert!(proc.exists());
        drop(guarded);
        assert!(!proc.exists());
        std::fs::remove_file(log).unwrap();
    }

    #[test]
    fn a_failed_program_is_reported_with_its_words() {
        let log = log("fail");
        let arguments = ["-c".into(), "echo broken >&2; exit 3".into()];
        let mut guarded = Guarded::spawn("sh", &arguments, &[], &log, false).unwrap();
        let end = loop {
            if let Some(end) = guarded.ended() {
                break end;
            }
            std::thread::yield_now();
        };
        assert!(!end.success);
        assert!(end.message.contains("exit status: 3") && end.message.contains("broken"), "{end:?}");
        std::fs::remove_file(log).unwrap();
    }
}
