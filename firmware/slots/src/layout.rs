//! Where everything is on the data partition.

use crate::Slot;

/// The folder of the record and the slots.
pub(crate) const SLOTS_DIR: &str = "slots";
/// The folder of the downloaded roots.
pub(crate) const TRUST_DIR: &str = "trust";
/// The downloaded roots.
pub(crate) const ROOT: &str = "trust/root";
/// The roots that are about to take their place.
pub(crate) const ROOT_NEW: &str = "trust/root.new";
/// The two copies of the record.
pub(crate) const RECORDS: [&str; 2] = ["slots/record.0", "slots/record.1"];

impl Slot {
    /// The slot's folder.
    pub(crate) const fn dir(self) -> &'static str {
        match self {
            Self::A => "slots/a",
            Self::B => "slots/b",
        }
    }

    /// The folder of the release's files, below that of the data.
    #[must_use]
    pub const fn bundle(self) -> &'static str {
        match self {
            Self::A => "slots/a/bundle",
            Self::B => "slots/b/bundle",
        }
    }

    /// The release's signed envelope. It is there when the release is complete.
    pub(crate) const fn envelope(self) -> &'static str {
        match self {
            Self::A => "slots/a/release",
            Self::B => "slots/b/release",
        }
    }

    /// The envelope that is about to be there.
    pub(crate) const fn envelope_new(self) -> &'static str {
        match self {
            Self::A => "slots/a/release.new",
            Self::B => "slots/b/release.new",
        }
    }

    /// A file of the release.
    pub(crate) fn file(self, path: &str) -> String {
        format!("{}/{path}", self.bundle())
    }
}
