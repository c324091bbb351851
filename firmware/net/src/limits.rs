//! How long, how slow and how often: every bound of a download.

use std::time::Duration;

/// Bounds of a download. The defaults are a stick's; tests shorten them.
#[derive(Clone, Debug)]
pub struct Limits {
    /// A name must be found within this.
    pub resolve: Duration,
    /// A connection must stand within this, and TLS on it within as much again.
    pub connect: Duration,
    /// The head of an answer must be complete within this.
    pub response: Duration,
    /// A body's speed is averaged over windows of this length.
    pub window: Duration,
    /// A window with less than this many bytes a second ends the download.
    pub bytes_per_second_min: u32,
    /// All downloads of one check together. What is left is got in the next check.
    pub check: Duration,
    /// One posted report, from the connection to the answer.
    pub post: Duration,
    /// A server that failed rests this long, and after each further failure twice as long as before.
    pub rest: Duration,
    /// The longest rest that a call sits out; also what rests grow to.
    pub rest_max: Duration,
    /// How often a call asks one server for a file when what failed may pass.
    pub tries: u32,
    /// How many redirects a request follows.
    pub redirects: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            resolve: Duration::from_secs(10),
            connect: Duration::from_secs(10),
            response: Duration::from_secs(15),
            window: Duration::from_secs(20),
            bytes_per_second_min: 4 * 1024,
            check: Duration::from_secs(3600),
            post: Duration::from_secs(30),
            rest: Duration::from_secs(1),
            rest_max: Duration::from_secs(8),
            tries: 3,
            redirects: 4,
        }
    }
}

/// Servers of one board.
pub(crate) const SERVERS_MAX: usize = 8;

/// How long a server that says "later" can keep us away.
pub(crate) const RETRY_AFTER_MAX: Duration = Duration::from_secs(3600);

/// The head of an answer: a file server's has a few hundred bytes.
pub(crate) const HEAD_BYTES_MAX: usize = 16 * 1024;

/// Buffers of a connection, doubled by TLS. A chunk passes in four rounds.
pub(crate) const INPUT_BUFFER_BYTES: usize = 16 * 1024;
/// A request has a few hundred bytes, a report a few thousand.
pub(crate) const OUTPUT_BUFFER_BYTES: usize = 4 * 1024;
