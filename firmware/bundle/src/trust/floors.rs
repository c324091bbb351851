//! What a device remembers of what it accepted, so that nothing older is accepted again.

use super::hash::Hash;
use super::timestamp::Timestamp;

/// The marks below which nothing is accepted. Zero everywhere on a device that has accepted nothing yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Floors {
    /// Number of the last accepted timestamp.
    pub timestamp: u64,
    /// Hash of that timestamp's body.
    pub timestamp_sha256: Hash,
    /// Number of the release that it announced.
    pub release: u64,
    /// The lowest release that may still start.
    pub rollback: u64,
    /// When that timestamp was issued, in seconds since 1970: a bound on the present time, from below.
    pub time: u64,
}

impl Floors {
    /// After a timestamp and the release it announces were accepted.
    #[must_use]
    pub fn accepted(&self, timestamp: &Timestamp) -> Self {
        Self {
            timestamp: timestamp.number,
            timestamp_sha256: timestamp.sha256(),
            release: timestamp.release.number,
            time: timestamp.issued,
            ..*self
        }
    }
}
