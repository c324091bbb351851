//! The timestamp: which release is current, how far it is rolled out, and whether it is newer than what was seen.

use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::body::{Fields, read, write};
use super::envelope::Role;
use super::error::TrustError;
use super::floors::Floors;
use super::hash::Hash;
use super::json::object;
use super::limits::{ENVELOPE_BYTES_MAX, RELEASE_BYTES_MAX, SHARE_ALL};
use super::root::unexpired;

/// What a timestamp says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimestampBody {
    /// From 1, and higher in each timestamp.
    pub number: u64,
    /// Seconds since 1970.
    pub issued: u64,
    /// Seconds since 1970.
    pub expires: u64,
    /// The current release.
    #[serde(deserialize_with = "object")]
    pub release: Current,
    /// Nobody begins to install; who has the release keeps it.
    pub halt: bool,
    /// At least this part of the devices may install, in hundredths of a percent, 0 to 10,000.
    pub share: u16,
}

/// The release that a timestamp announces.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Current {
    /// Its number.
    pub number: u64,
    /// Bytes of its whole envelope.
    pub bytes: u64,
    /// Hash of its whole envelope.
    pub sha256: Hash,
}

impl TimestampBody {
    /// Reads and checks a body, whoever signed it.
    ///
    /// # Errors
    /// The [`TrustError`] of the first field that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, TrustError> {
        let body: Self = read(Role::Timestamp, bytes)?;
        let fields = Fields(Role::Timestamp);
        fields.number("number", body.number)?;
        fields.times(body.issued, body.expires)?;
        fields.number("release.number", body.release.number)?;
        let bytes_max = (ENVELOPE_BYTES_MAX + RELEASE_BYTES_MAX) as u64;
        fields.range("release.bytes", body.release.bytes, 1..=bytes_max)?;
        fields.range("share", body.share, 0..=SHARE_ALL)?;
        Ok(body)
    }

    /// The bytes to sign.
    ///
    /// # Errors
    /// [`TrustError::BodyLength`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, TrustError> {
        write(Role::Timestamp, self)
    }
}

/// A timestamp whose signatures are those of the root's keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timestamp {
    body: TimestampBody,
    sha256: Hash,
}

impl Deref for Timestamp {
    type Target = TimestampBody;

    fn deref(&self) -> &TimestampBody {
        &self.body
    }
}

impl Timestamp {
    pub(super) fn new(body: TimestampBody, sha256: Hash) -> Self {
        Self { body, sha256 }
    }

    /// Hash of the body.
    #[must_use]
    pub fn sha256(&self) -> Hash {
        self.sha256
    }

    /// Whether it may stand behind what this device has accepted so far, at this time in seconds since 1970.
    ///
    /// # Errors
    /// The [`TrustError`]s from `TimestampReplayed` to `Expired`.
    pub fn follows(&self, floors: &Floors, now: u64) -> Result<(), TrustError> {
        if self.number < floors.timestamp {
            return Err(TrustError::TimestampReplayed { accepted: floors.timestamp, found: self.number });
        }
        if self.number == floors.timestamp && self.sha256 != floors.timestamp_sha256 {
            return Err(TrustError::TimestampChanged { number: self.number });
        }
        if self.issued < floors.time {
            return Err(TrustError::TimestampBackwards { accepted: floors.time, found: self.issued });
        }
        if self.release.number < floors.release {
            return Err(TrustError::ReleaseReplayed { accepted: floors.release, found: self.release.number });
        }
        if self.release.number < floors.rollback {
            return Err(TrustError::BelowFloor { floor: floors.rollback, found: self.release.number });
        }
        unexpired(Role::Timestamp, self.expires, now)
    }
}
