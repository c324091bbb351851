//! The stick's serial console: every line kept in memory and in a file, and judged at the end.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::error::{Error, Result};

/// Longest line kept; the rest of a longer one counts as the next line.
const LINE_BYTES_MAX: u64 = 64 * 1024;

/// What the kernel, the libraries or Rust say when something is broken.
const FATAL_MARKS: [&str; 11] = [
    "Kernel panic",
    "Internal error: Oops",
    "Unable to handle kernel",
    "BUG: ",
    "WARNING: CPU",
    "Call trace:",
    "Out of memory: Killed",
    "segfault",
    "panicked at",
    "unhandled level",
    "[init] error",
];

#[derive(Debug, Default)]
struct Lines {
    text: Vec<String>,
    closed: bool,
}

#[derive(Debug, Default)]
struct Shared {
    lines: Mutex<Lines>,
    changed: Condvar,
}

impl Shared {
    /// The lines, also when a reader panicked: text that is half appended is still text.
    fn lock(&self) -> MutexGuard<'_, Lines> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A running capture of the console.
#[derive(Debug)]
pub struct Console {
    shared: Arc<Shared>,
    reader: Option<JoinHandle<()>>,
}

impl Console {
    /// Follows `source` until it ends, copying it to the file `copy` and, with `echo`, to our
    /// own standard output.
    pub(crate) fn follow(source: impl Read + Send + 'static, copy: &Path, echo: bool) -> Result<Self> {
        let file = File::create(copy).map_err(Error::file(copy))?;
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        let reader = std::thread::Builder::new()
            .name("console".into())
            .spawn(move || {
                read_lines(source, file, echo, &theirs);
                theirs.lock().closed = true;
                theirs.changed.notify_all();
            })
            .map_err(|source| Error::Spawn { program: "the console thread".into(), source })?;
        Ok(Self { shared, reader: Some(reader) })
    }

    /// All lines so far, without line ends.
    #[must_use]
    pub fn lines(&self) -> Vec<String> {
        self.shared.lock().text.clone()
    }

    /// The last `count` lines as one text, for error messages.
    #[must_use]
    pub fn tail(&self, count: usize) -> String {
        let lines = self.shared.lock();
        lines.text[lines.text.len().saturating_sub(count)..].join("\n")
    }

    /// The first line so far that contains `mark`.
    #[must_use]
    pub fn find(&self, mark: &str) -> Option<String> {
        self.shared.lock().text.iter().find(|line| line.contains(mark)).cloned()
    }

    /// Waits for a line that contains `mark`, which may already be there, and returns it.
    ///
    /// # Errors
    /// [`Error::Deadline`] with the console's last lines; [`Error::QemuGone`] when it closed.
    pub fn wait_line(&self, deadline: Duration, mark: &str) -> Result<String> {
        let end = Instant::now() + deadline;
        let mut seen = 0;
        let mut lines = self.shared.lock();
        loop {
            if let Some(line) = lines.text[seen..].iter().find(|line| line.contains(mark)) {
                return Ok(line.clone());
            }
            seen = lines.text.len();
            let closed = lines.closed;
            let left = end.saturating_duration_since(Instant::now());
            if closed || left.is_zero() {
                drop(lines);
                let detail = format!("; the console ends:\n{}", self.tail(20));
                if closed {
                    return Err(Error::QemuGone { message: format!("no {mark:?}{detail}") });
                }
                let what = format!("the console line {mark:?}");
                return Err(Error::Deadline { what, after: deadline, detail });
            }
            let waited = self.shared.changed.wait_timeout(lines, left);
            lines = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    /// Waits until the source has ended, so that no line is missing.
    pub(crate) fn join(&mut self) {
        if let Some(reader) = self.reader.take() {
            // A panicked reader has been reported by the panic itself.
            let _ = reader.join();
        }
    }

    /// Checks that no line says `error` or worse.
    ///
    /// # Errors
    /// [`Error::Console`] with the offending lines.
    pub fn check(&self) -> Result<()> {
        let bad: Vec<String> = self.lines().into_iter().filter(|line| is_bad_line(line)).collect();
        if bad.is_empty() { Ok(()) } else { Err(Error::Console(bad.join("\n"))) }
    }
}

fn read_lines(source: impl Read, mut copy: File, echo: bool, shared: &Shared) {
    let mut source = BufReader::new(source);
    loop {
        let mut line = Vec::new();
        // A console that cannot be read any more has ended.
        if !matches!(source.by_ref().take(LINE_BYTES_MAX).read_until(b'\n', &mut line), Ok(1..)) {
            return;
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        // The copy is a convenience: a full disk must not lose lines for the tests.
        let _ = writeln!(copy, "{text}");
        if echo {
            println!("{text}");
        }
        shared.lock().text.push(text.to_owned());
        shared.changed.notify_all();
    }
}

/// Whether a line is one of Ferrule's at level `error`, or a kernel or Rust disaster.
fn is_bad_line(line: &str) -> bool {
    is_error_line(line) || FATAL_MARKS.iter().any(|mark| line.contains(mark))
}

/// Whether a line has the form `[   12.345678] error target: text`.
fn is_error_line(line: &str) -> bool {
    let Some((time, rest)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) else {
        return false;
    };
    let time = time.trim();
    let is_time = !time.is_empty() && time.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    is_time && rest.split_whitespace().next().is_some_and(|level| level.eq_ignore_ascii_case("error"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn follow(text: &'static str) -> (Console, std::path::PathBuf) {
        let name = format!("ferrule-console-{}-{:p}", std::process::id(), text.as_ptr());
        let copy = std::env::temp_dir().join(name);
        let mut console = Console::follow(text.as_bytes(), &copy, false).unwrap();
        console.join();
        (console, copy)
    }

    #[test]
    fn error_lines_are_told_from_others() {
        let rows = [
            ("[   12.345678] error kms: no connector", true),
            ("[0.1] ERROR app: x", true),
            ("[   12.345678] warn kms: error while unplugging", false),
            ("[   12.345678] info ferrule: 0 errors", false),
            ("[    0.5] systemd: error", false),
            ("error: no time stamp", false),
            ("[  1.0] Kernel panic - not syncing", true),
            ("thread 'main' panicked at src/main.rs:1:1:", true),
        ];
        for (line, bad) in rows {
            assert_eq!(is_bad_line(line), bad, "{line}");
        }
    }

    #[test]
    fn lines_are_kept_copied_and_found() {
        let (console, copy) = follow("one\r\ntwo\nthree");
        assert_eq!(console.lines(), ["one", "two", "three"]);
        assert_eq!(console.wait_line(Duration::ZERO, "wo").unwrap(), "two");
        assert!(matches!(console.wait_line(Duration::ZERO, "four"), Err(Error::QemuGone { .. })));
        assert_eq!(std::fs::read_to_string(&copy).unwrap(), "one\ntwo\nthree\n");
        std::fs::remove_file(copy).unwrap();
    }

    #[test]
    fn a_bad_line_fails_the_check() {
        let (console, copy) = follow("[ 1.0] info a: b\n[ 2.0] error c: d\n");
        let error = console.check().unwrap_err().to_string();
        assert!(error.contains("error c: d") && !error.contains("info a"), "{error}");
        std::fs::remove_file(copy).unwrap();
    }
}
