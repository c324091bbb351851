//! What can end a check, one variant per cure.

use ferrule_bundle::trust::TrustError;
use ferrule_net::NetError;
use ferrule_slots::SlotsError;

/// Why a check came to no end. What is installed keeps running.
#[derive(Debug, thiserror::Error)]
pub enum CheckError {
    /// Nobody gave what is published.
    #[error(transparent)]
    Net(#[from] NetError),
    /// What came is not to be trusted.
    #[error("{path}: {cause}")]
    Refused {
        /// Where it was published.
        path: String,
        /// The rule that it breaks.
        cause: Box<TrustError>,
    },
    /// What was accepted has expired by the time that has certainly passed: somebody keeps newer ones from this device,
    /// or nobody signs them any more.
    #[error("{0}; what is installed keeps running")]
    Expired(Box<TrustError>),
    /// A server has part of what is published.
    #[error("{path}: not there, though it is needed; publish the whole tree")]
    Missing {
        /// Where it should be.
        path: String,
    },
    /// It could not be installed, or not be noted.
    #[error(transparent)]
    Slots(#[from] SlotsError),
    /// The firmware's own root.
    #[error("the root of trust in the image: {0}; build the image again")]
    Image(Box<TrustError>),
}

impl CheckError {
    /// Whether it is to be reported as an alarm: something is wrong that no waiting cures.
    #[must_use]
    pub fn is_alarm(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::Expired(_))
    }
}
