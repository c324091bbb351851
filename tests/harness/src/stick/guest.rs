//! The inside of the guest: a shell through the agent, the process's status, memory, the plug.

use std::time::Duration;

use serde_json::Value;

use super::Stick;
use crate::agent::Output;
use crate::error::{Error, Result};
use crate::wait::{REACTION_TIME_MAX, wait_for};

/// The process's own command that prints its state.
pub(super) const STATUS_COMMAND: &str = "/usr/bin/ferrule status";
/// Quiet this long is rest, microseconds of guest time. Apps act a moment after the last key (the
/// home app after 180 and 250 ms), later on a loaded machine.
const REST_US: u64 = 700_000;
/// What init says when it gives the process up.
const FACTORY_MARK: &str = "showing the factory screen";

/// What [`STATUS_COMMAND`] printed.
pub(super) fn parse_status(text: &str) -> Result<Value> {
    serde_json::from_str(text).map_err(|error| Error::Agent(format!("`{STATUS_COMMAND}`: {error}: {text:?}")))
}

impl Stick {
    /// Runs a command in the guest's shell, as root, and returns what it printed and its exit
    /// code.
    ///
    /// # Errors
    /// [`Error::Agent`], [`Error::Deadline`].
    pub fn shell(&mut self, command: &str) -> Result<Output> {
        self.shell_within(command, REACTION_TIME_MAX)
    }

    /// [`Stick::shell`] with a deadline of one's own, in wall time.
    ///
    /// # Errors
    /// [`Error::Agent`], [`Error::Deadline`].
    pub fn shell_within(&mut self, command: &str, deadline: Duration) -> Result<Output> {
        let agent = self.agent.as_mut().ok_or_else(|| {
            Error::Agent("this stick was started without one; set BootOptions::agent".into())
        })?;
        let result = agent.run(command, deadline);
        result.map_err(|error| match (error, self.qemu.ended()) {
            (_, Some(end)) => Error::QemuGone { message: end.message },
            (error, None) => error,
        })
    }

    /// Runs a command that must succeed and returns what it printed, without the last line end.
    ///
    /// # Errors
    /// [`Error::Guest`] when it ends non-zero, else as [`Stick::shell`].
    pub fn shell_ok(&mut self, command: &str) -> Result<String> {
        self.shell_ok_within(command, REACTION_TIME_MAX)
    }

    /// [`Stick::shell_ok`] with a deadline of one's own, in wall time.
    ///
    /// # Errors
    /// As [`Stick::shell_ok`].
    pub fn shell_ok_within(&mut self, command: &str, deadline: Duration) -> Result<String> {
        let output = self.shell_within(command, deadline)?;
        if output.code == 0 {
            return Ok(output.text.trim_end().to_owned());
        }
        Err(Error::Guest { command: command.to_owned(), code: output.code, output: output.text })
    }

    /// The process's own account of its state.
    ///
    /// # Errors
    /// [`Error::Guest`] while the process does not answer, [`Error::Agent`] when it does not
    /// print JSON, else as [`Stick::shell`].
    pub fn status(&mut self) -> Result<Value> {
        let text = self.shell_ok(STATUS_COMMAND)?;
        parse_status(&text)
    }

    /// Forgets the samples that [`Stick::status`] reports.
    ///
    /// # Errors
    /// As [`Stick::shell_ok`].
    pub fn reset_samples(&mut self) -> Result<()> {
        self.shell_ok(&format!("{STATUS_COMMAND} --reset")).map(drop)
    }

    /// Waits until the process answers and `accept` likes its status; returns that status.
    /// A process that does not answer (yet, or just now) is waited for.
    ///
    /// # Errors
    /// [`Error::Deadline`] with the last status and the end of the console.
    pub fn wait_status(
        &mut self,
        deadline: Duration,
        what: &str,
        mut accept: impl FnMut(&Value) -> bool,
    ) -> Result<Value> {
        let mut last = String::from("no status");
        let waited = wait_for(deadline, what, || match self.status_if_any(&mut last)? {
            Some(status) if accept(&status) => Ok(Some(status)),
            _ => Ok(None),
        });
        waited.map_err(|error| self.explain(error, &last))
    }

    /// Waits until the app's scene is on screen, everything is idle, and nothing has happened for
    /// [`REST_US`] of guest time: no frame, no saved state, no processor time of the app, which may
    /// be building its next part while the screen stands still. Returns the last status.
    ///
    /// # Errors
    /// As [`Stick::wait_status`].
    pub fn wait_at_rest(&mut self, deadline: Duration) -> Result<Value> {
        let mut before = None;
        let mut since_us = 0;
        let mut last = String::from("no status");
        let waited = wait_for(deadline, "the picture to be at rest", || {
            let Some(status) = self.status_if_any(&mut last)? else { return Ok(None) };
            let quiet = status["idle"] == true && status["app"]["state"] == "presenting";
            let now = quiet.then(|| self.activity(&status)).transpose()?;
            let now_us = status["now_us"].as_u64().unwrap_or(0);
            if now.is_none() || now != before {
                before = now;
                since_us = now_us;
                return Ok(None);
            }
            Ok((now_us >= since_us + REST_US).then_some(status))
        });
        waited.map_err(|error| self.explain(error, &last))
    }

    /// The status, or `None` while the process does not answer; either way noted in `last`. A
    /// process that has been given up is not waited for.
    fn status_if_any(&mut self, last: &mut String) -> Result<Option<Value>> {
        match self.status() {
            Ok(status) => {
                *last = status.to_string();
                Ok(Some(status))
            }
            Err(error @ Error::Guest { .. }) => {
                *last = error.to_string();
                match self.console.find(FACTORY_MARK) {
                    Some(line) => Err(Error::Agent(format!("{line}\n{}", self.console.tail(30)))),
                    None => Ok(None),
                }
            }
            Err(error) => Err(error),
        }
    }

    /// What changes while something is going on.
    fn activity(&mut self, status: &Value) -> Result<(Value, Value, String)> {
        let pid = status["app"]["pid"].as_u64().unwrap_or(0);
        let ticks = self.shell(&format!("cut -d' ' -f14,15 /proc/{pid}/stat"))?;
        let frames = status["frames"]["committed"].clone();
        Ok((frames, status["app"]["saved_state"].clone(), ticks.text))
    }

    /// Adds to a missed deadline what was seen last.
    fn explain(&self, error: Error, last: &str) -> Error {
        match error {
            Error::Deadline { what, after, .. } => {
                let detail = format!("; last: {last}\nthe console ends:\n{}", self.console.tail(30));
                Error::Deadline { what, after, detail }
            }
            error => error,
        }
    }

    /// Forces the state of the display's plug: `on`, `off`, or `detect` to let the driver decide.
    /// The kernel is silent about it on drivers that do not poll, so the event that a real plug
    /// gives is asked for as well.
    ///
    /// # Errors
    /// As [`Stick::shell_ok`].
    pub fn set_connector(&mut self, state: &str) -> Result<()> {
        let command = format!(
            "for c in /sys/class/drm/card*-Virtual-1; do \
             echo {state} >$c/status && echo change >${{c%-Virtual-1}}/uevent; done"
        );
        self.shell_ok(&command).map(drop)
    }

    /// The proportional set size of all processes with this name, KiB: private memory, and of
    /// shared memory each sharer's part.
    ///
    /// # Errors
    /// [`Error::Guest`] when there is none.
    pub fn pss_kib(&mut self, process: &str) -> Result<u64> {
        self.memory_kib(process, "Pss")
    }

    /// The memory of all processes with this name that is no file's, KiB: heap and stacks.
    ///
    /// # Errors
    /// [`Error::Guest`] when there is none.
    pub fn anonymous_kib(&mut self, process: &str) -> Result<u64> {
        self.memory_kib(process, "Anonymous")
    }

    fn memory_kib(&mut self, process: &str, field: &str) -> Result<u64> {
        let command = format!(
            "pids=$(pidof {process}) && for p in $pids; do sed -n 's/^{field}: *//p' /proc/$p/smaps_rollup; done"
        );
        let text = self.shell_ok(&command)?;
        let parse = |line: &str| line.strip_suffix(" kB")?.parse::<u64>().ok();
        let sizes: Option<Vec<u64>> = text.lines().map(parse).collect();
        sizes
            .map(|sizes| sizes.iter().sum())
            .ok_or_else(|| Error::Agent(format!("{field} of {process} is {text:?}")))
    }
}
