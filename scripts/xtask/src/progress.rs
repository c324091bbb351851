//! Progress lines: what is being done, and how long the step before took.

use std::time::Instant;

/// A verb's steps. Each line carries the seconds since the verb began.
pub(crate) struct Progress {
    began: Instant,
}

impl Progress {
    pub(crate) fn new() -> Self {
        Self { began: Instant::now() }
    }

    /// Says what is done next.
    pub(crate) fn step(&self, what: &str) {
        eprintln!("==> [{:5.1} s] {what}", self.began.elapsed().as_secs_f32());
    }
}
