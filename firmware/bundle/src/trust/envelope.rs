//! The envelope around every signed body: found whole, and its signatures checked, before the body is parsed.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::TrustError;
use super::hash::{Hash, PublicKey};
use super::limits::{RELEASE_BYTES_MAX, ROOT_BYTES_MAX, SIGNATURES_MAX, TIMESTAMP_BYTES_MAX};

pub(super) const MAGIC: &[u8; 8] = b"FERRULE1";
const HEADER_BYTES: usize = 16;
const SIGNATURE_BYTES: usize = 96;
/// What every signed message begins with, so that a signature of this format is none of any other.
const DOMAIN: &[u8] = b"ferrule-bundle-v1\0";

/// What a signed file is for. A key speaks for one role only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Says which keys speak for which role.
    Root,
    /// Says what a release consists of.
    Release,
    /// Says which release is current.
    Timestamp,
}

impl Role {
    /// All of them, in the order of their bytes.
    pub const ALL: [Self; 3] = [Self::Root, Self::Release, Self::Timestamp];

    /// The role's byte in the header.
    #[must_use]
    pub fn byte(self) -> u8 {
        match self {
            Self::Root => 1,
            Self::Release => 2,
            Self::Timestamp => 3,
        }
    }

    /// The role's name, as it is signed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Root => "root",
            Self::Release => "release",
            Self::Timestamp => "timestamp",
        }
    }

    /// The role of this name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Bytes of a body, at most.
    #[must_use]
    pub fn body_bytes_max(self) -> usize {
        match self {
            Self::Root => ROOT_BYTES_MAX,
            Self::Release => RELEASE_BYTES_MAX,
            Self::Timestamp => TIMESTAMP_BYTES_MAX,
        }
    }

    /// What a key signs: the body behind the format's and the role's names.
    pub(super) fn message(self, body: &[u8]) -> Vec<u8> {
        [DOMAIN, self.name().as_bytes(), b"\0", body].concat()
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The keys that speak for a role, and how many of them must.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleKeys {
    /// Signatures needed: 1 to the number of keys.
    pub threshold: u8,
    /// 1 to [`super::limits::KEYS_MAX`] different keys.
    pub keys: Vec<PublicKey>,
}

/// A signed file, taken apart but not checked: what a publisher inspects, and what [`super::Root`] verifies.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// What it says it is.
    pub role: Role,
    /// What was signed, if it was.
    pub body: &'a [u8],
    signatures: &'a [u8],
}

impl<'a> Envelope<'a> {
    /// Takes a file apart.
    ///
    /// # Errors
    /// Those of [`TrustError`] from `Magic` to `SignatureOrder`.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, TrustError> {
        let (envelope, rest) = Self::first(bytes)?;
        if !rest.is_empty() {
            return Err(TrustError::Length { bytes: bytes.len(), expected: bytes.len() - rest.len() });
        }
        Ok(envelope)
    }

    /// Takes apart the first of several files that stand one behind the other; also returns the others.
    pub(super) fn first(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), TrustError> {
        let whole = |expected| TrustError::Length { bytes: bytes.len(), expected };
        if !bytes.starts_with(&MAGIC[..bytes.len().min(MAGIC.len())]) {
            return Err(TrustError::Magic);
        }
        let (header, rest) = bytes.split_first_chunk::<HEADER_BYTES>().ok_or(whole(HEADER_BYTES))?;
        let role = Role::ALL
            .into_iter()
            .find(|role| role.byte() == header[8])
            .ok_or(TrustError::UnknownRole { found: header[8] })?;
        let count = usize::from(header[9]);
        if count == 0 || count > SIGNATURES_MAX {
            return Err(TrustError::SignatureCount { role, found: header[9] });
        }
        if header[10..12] != [0, 0] {
            return Err(TrustError::Reserved { role });
        }
        let length = u32::from_le_bytes([header[12], header[13], header[14], header[15]]) as usize;
        let bytes_max = role.body_bytes_max();
        if length == 0 || length > bytes_max {
            return Err(TrustError::BodyLength { role, bytes: length, bytes_max });
        }
        let too_short = whole(HEADER_BYTES + count * SIGNATURE_BYTES + length);
        let (signatures, rest) = rest.split_at_checked(count * SIGNATURE_BYTES).ok_or(too_short.clone())?;
        let (body, rest) = rest.split_at_checked(length).ok_or(too_short)?;
        let envelope = Self { role, body, signatures };
        envelope.check_order()?;
        Ok((envelope, rest))
    }

    /// Takes a file apart that must be of this role.
    pub(super) fn of(role: Role, bytes: &'a [u8]) -> Result<Self, TrustError> {
        let envelope = Self::parse(bytes)?;
        if envelope.role != role {
            return Err(TrustError::WrongRole { expected: role, found: envelope.role });
        }
        Ok(envelope)
    }

    /// Key ids and signatures, ascending by key id.
    pub fn signatures(&self) -> impl Iterator<Item = (Hash, &'a [u8; 64])> + use<'a> {
        self.signatures.chunks_exact(SIGNATURE_BYTES).filter_map(|signature| {
            let (key, signature) = signature.split_first_chunk::<32>()?;
            Some((Hash(*key), signature.first_chunk()?))
        })
    }

    /// Checks the signatures against the keys that root `version` gives the role.
    ///
    /// # Errors
    /// [`TrustError::BadSignature`] and [`TrustError::Threshold`].
    pub(super) fn verify(&self, keys: &RoleKeys, version: u64) -> Result<(), TrustError> {
        let known: Vec<(Hash, &PublicKey)> = keys.keys.iter().map(|key| (key.id(), key)).collect();
        let message = self.role.message(self.body);
        let mut valid = 0;
        for (id, signature) in self.signatures() {
            let Some((_, key)) = known.iter().find(|(known, _)| *known == id) else { continue };
            if !key.verifies(&message, signature) {
                return Err(TrustError::BadSignature { role: self.role, key: id });
            }
            valid += 1;
        }
        let threshold = usize::from(keys.threshold);
        if valid < threshold {
            return Err(TrustError::Threshold { role: self.role, version, valid, threshold });
        }
        Ok(())
    }

    fn check_order(&self) -> Result<(), TrustError> {
        let later = self.signatures().skip(1);
        match self.signatures().zip(later).find(|((a, _), (b, _))| a >= b) {
            None => Ok(()),
            Some((_, (key, _))) => Err(TrustError::SignatureOrder { role: self.role, key }),
        }
    }
}
