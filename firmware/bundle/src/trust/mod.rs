//! Who may say what runs on the device: signed roots, timestamps and releases, read by the rules of `FORMAT.md`.
//!
//! Pure: bytes and times come in, verdicts go out. Fetching, storing and the order of steps are the callers'.
//! [`Root`], [`Timestamp`] and [`Release`] can only be had with their signatures checked; the plain bodies
//! ([`RootBody`], [`TimestampBody`], [`ReleaseBody`]) are what the publishing tools write.

mod body;
mod chunk;
mod envelope;
mod error;
mod files;
mod floors;
mod hash;
mod json;
pub mod limits;
mod release;
mod rollout;
mod root;
#[cfg(feature = "sign")]
mod sign;
mod timestamp;

pub use envelope::{Envelope, Role, RoleKeys};
pub use error::TrustError;
pub use files::{Chunk, FileEntry, Stored};
pub use floors::Floors;
pub use hash::{Hash, PublicKey};
pub use release::{AbiRange, EngineShare, Needs, Release, ReleaseBody, Report, Wave};
pub use rollout::{Budgets, Device, Unfit};
pub use root::{Root, RootBody};
#[cfg(feature = "sign")]
pub use sign::{SecretKey, SignError, cosign, sign};
pub use timestamp::{Current, Timestamp, TimestampBody};
