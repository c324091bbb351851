//! The log: lines on stderr, which init sends to the console, and the last ones in a ring for crash reports.
//!
//! Levels are a contract: `error` is a defect in ferrule, `warn` is the world being bad, `info` is what an operator
//! wants to see of a normal run.

use std::collections::VecDeque;
use std::io::Write;
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use log::{LevelFilter, Log, Metadata, Record};

use crate::clock::now_us;

/// Bytes of log kept for a crash report. Older lines go first.
const RING_BYTES_MAX: usize = 32 * 1024;
/// Bytes of one line. The rest of a longer one is cut off.
const LINE_BYTES_MAX: usize = 1024;
/// The crash report, in the data directory. The newest replaces the one before.
pub(crate) const CRASH_FILE: &str = "crash.txt";

static LOGGER: Logger = Logger { ring: Mutex::new(Ring { lines: VecDeque::new(), bytes: 0 }) };

struct Logger {
    ring: Mutex<Ring>,
}

struct Ring {
    lines: VecDeque<String>,
    bytes: usize,
}

impl Ring {
    fn push(&mut self, line: String) {
        self.bytes += line.len();
        self.lines.push_back(line);
        while self.bytes > RING_BYTES_MAX {
            let Some(oldest) = self.lines.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }
}

/// Starts logging at `level`. Called once.
pub(crate) fn start(level: LevelFilter) {
    if log::set_logger(&LOGGER).is_ok() {
        log::set_max_level(level);
    }
}

impl Log for Logger {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.level() <= log::max_level()
    }

    fn log(&self, record: &Record<'_>) {
        if !self.enabled(record.metadata()) {
            return;
        }
        let line = line(now_us(), record);
        // Without a console there is nobody to tell.
        let _ = std::io::stderr().write_all(line.as_bytes());
        self.ring.lock().unwrap_or_else(PoisonError::into_inner).push(line);
    }

    fn flush(&self) {}
}

/// `[   12.345678] level target: text`, on one line whatever the text holds.
fn line(time_us: u64, record: &Record<'_>) -> String {
    let level = record.level().as_str().to_ascii_lowercase();
    let (seconds, micros) = (time_us / 1_000_000, time_us % 1_000_000);
    let target = record.target().strip_prefix("ferrule_").unwrap_or(record.target());
    let text = format!("[{seconds:5}.{micros:06}] {level} {target}: {}", record.args());
    let mut line: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    if line.len() > LINE_BYTES_MAX {
        line.truncate(line.floor_char_boundary(LINE_BYTES_MAX));
    }
    line.push('\n');
    line
}

/// Writes why the process ends and the last log lines to the data directory, if there is one.
pub(crate) fn write_crash_report(data: &Path, reason: &str) {
    // The report may come from a panic inside the logger: never wait for its lock.
    let Ok(ring) = LOGGER.ring.try_lock() else { return };
    let lines = ring.lines.iter().map(String::as_str).collect::<String>();
    let report = format!("ferrule {}\n{reason}\n\n{lines}", env!("CARGO_PKG_VERSION"));
    if let Err(error) = std::fs::write(data.join(CRASH_FILE), report) {
        let _ = writeln!(std::io::stderr(), "cannot write a crash report to {}: {error}", data.display());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_one_line_and_bounded() {
        let long = "x".repeat(5000);
        let record =
            |args| Record::builder().level(log::Level::Warn).target("ferrule_kms").args(args).build();
        assert_eq!(line(12_345_678, &record(format_args!("a\nb"))), "[   12.345678] warn kms: a b\n");
        assert_eq!(line(0, &record(format_args!("{long}"))).len(), LINE_BYTES_MAX + 1);
    }

    #[test]
    fn the_ring_forgets_the_oldest_lines() {
        let mut ring = Ring { lines: VecDeque::new(), bytes: 0 };
        for n in 0..10_000 {
            ring.push(format!("line {n}\n"));
        }
        assert!(ring.bytes <= RING_BYTES_MAX);
        assert_eq!(ring.lines.back().unwrap(), "line 9999\n");
        assert_eq!(ring.bytes, ring.lines.iter().map(String::len).sum::<usize>());
    }
}
