//! Making keys and signatures: for publishing tools and tests, never on the device.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signer, SigningKey};

use super::envelope::{Envelope, MAGIC, Role};
use super::error::TrustError;
use super::hash::{self, Hash, PublicKey};
use super::limits::SIGNATURES_MAX;

/// The first line of a secret key's file.
const FILE_HEAD: &str = "ferrule secret key, Ed25519";
/// Bytes of a secret key's file, at most.
const FILE_BYTES_MAX: u64 = 256;

/// Why a key could not be made, kept or used.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// The operating system gives no random bytes.
    #[error("no random bytes from the system: {cause}; make the key on another machine")]
    Random {
        /// What it says.
        cause: io::Error,
    },
    /// The file cannot be read or written.
    #[error("secret key {}: {cause}; give a path to a file of yours, new when it is to be written", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The file is not a secret key.
    #[error("secret key {}: not two lines, `{FILE_HEAD}` and 64 hex digits; give a file made by keygen", .path.display())]
    Format {
        /// The file.
        path: PathBuf,
    },
    /// No room in the envelope.
    #[error("{count} signatures; write 1 to {SIGNATURES_MAX}")]
    Count {
        /// How many there would be.
        count: usize,
    },
    /// What is to be signed is not what it should be.
    #[error(transparent)]
    Trust(#[from] TrustError),
}

/// The secret half of a key.
#[derive(Clone)]
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// A new key, from the operating system's randomness.
    ///
    /// # Errors
    /// [`SignError::Random`].
    pub fn generate() -> Result<Self, SignError> {
        let mut seed = [0; 32];
        let mut filled = 0;
        while filled < seed.len() {
            filled += rustix::rand::getrandom(&mut seed[filled..], rustix::rand::GetRandomFlags::empty())
                .map_err(|cause| SignError::Random { cause: cause.into() })?;
        }
        Ok(Self::from_seed(seed))
    }

    /// The key of a seed, which is as secret as the key.
    #[must_use]
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// The other half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Reads a key's file.
    ///
    /// # Errors
    /// [`SignError::File`] and [`SignError::Format`].
    pub fn read(path: &Path) -> Result<Self, SignError> {
        let mut text = String::new();
        File::open(path)
            .and_then(|file| file.take(FILE_BYTES_MAX).read_to_string(&mut text))
            .map_err(|cause| SignError::File { path: path.to_owned(), cause })?;
        let seed = text
            .trim_end()
            .split_once('\n')
            .filter(|(head, _)| *head == FILE_HEAD)
            .and_then(|(_, seed)| hash::decode(seed));
        seed.map(Self::from_seed).ok_or_else(|| SignError::Format { path: path.to_owned() })
    }

    /// Writes the key to a new file that only its owner can read. A file that is there is not overwritten.
    ///
    /// # Errors
    /// [`SignError::File`].
    pub fn write(&self, path: &Path) -> Result<(), SignError> {
        let text = format!("{FILE_HEAD}\n{}\n", Hash(self.0.to_bytes()));
        OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
            .map_err(|cause| SignError::File { path: path.to_owned(), cause })
    }

    fn sign(&self, role: Role, body: &[u8]) -> [u8; 64] {
        self.0.sign(&role.message(body)).to_bytes()
    }
}

/// An envelope around a body, signed by these keys. The body is not looked into.
///
/// # Errors
/// [`SignError::Count`], and [`TrustError::BodyLength`].
pub fn sign(role: Role, body: &[u8], keys: &[SecretKey]) -> Result<Vec<u8>, SignError> {
    let signed = keys.iter().map(|key| (key.public().id(), key.sign(role, body))).collect();
    envelope(role, body, &signed)
}

/// The same envelope with one more signature, in place of an earlier one by the same key.
///
/// # Errors
/// [`SignError::Count`], and the [`TrustError`]s of an envelope that is not whole.
pub fn cosign(signed: &[u8], key: &SecretKey) -> Result<Vec<u8>, SignError> {
    let Envelope { role, body, .. } = Envelope::parse(signed)?;
    let mut signatures: BTreeMap<_, _> =
        Envelope::parse(signed)?.signatures().map(|(id, signature)| (id, *signature)).collect();
    signatures.insert(key.public().id(), key.sign(role, body));
    envelope(role, body, &signatures)
}

fn envelope(role: Role, body: &[u8], signatures: &BTreeMap<Hash, [u8; 64]>) -> Result<Vec<u8>, SignError> {
    let count = signatures.len();
    let signatures_byte = u8::try_from(count).ok().filter(|_| (1..=SIGNATURES_MAX).contains(&count));
    let bytes_max = role.body_bytes_max();
    let length = u32::try_from(body.len()).ok().filter(|_| (1..=bytes_max).contains(&body.len()));
    let length = length.ok_or(TrustError::BodyLength { role, bytes: body.len(), bytes_max })?;
    let mut bytes = MAGIC.to_vec();
    bytes.extend([role.byte(), signatures_byte.ok_or(SignError::Count { count })?, 0, 0]);
    bytes.extend(length.to_le_bytes());
    for (id, signature) in signatures {
        bytes.extend(id.0);
        bytes.extend(signature);
    }
    bytes.extend(body);
    Ok(bytes)
}
