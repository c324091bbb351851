//! Running other programs: quietly, with their output shown when they fail.

use crate::error::Error;
use std::process::{Command, Stdio};

/// Most lines of a failed program's output that are repeated in the error.
const OUTPUT_LINES_MAX: usize = 40;

/// Runs a program to its end and returns what it wrote to standard output. What it wrote to standard error is shown only when
/// it fails.
pub(crate) fn output(command: &mut Command) -> Result<Vec<u8>, Error> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|cause| Error::NotStarted { program: name(command), cause })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let lines: Vec<&str> = text.lines().collect();
    let tail = lines[lines.len().saturating_sub(OUTPUT_LINES_MAX)..].join("\n");
    Err(Error::Failed { command: describe(command), status: output.status, output: format!(":\n{tail}") })
}

/// Runs a program whose output the user should see as it comes (compilers).
pub(crate) fn visible(command: &mut Command) -> Result<(), Error> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|cause| Error::NotStarted { program: name(command), cause })?;
    if status.success() {
        return Ok(());
    }
    Err(Error::Failed { command: describe(command), status, output: String::new() })
}

fn name(command: &Command) -> String {
    command.get_program().to_string_lossy().into_owned()
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
