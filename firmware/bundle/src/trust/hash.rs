//! Hashes and public keys: 32 bytes, written as lower-case hex.

use std::fmt;

use ed25519_dalek::{Signature, VerifyingKey};
use serde::de::{self, Deserializer, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use sha2::{Digest, Sha256};

const BYTES: usize = 32;

/// A SHA-256.
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; BYTES]);

impl Hash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// Reads 64 lower-case hex digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        decode(text).map(Self)
    }
}

/// An Ed25519 public key as 32 bytes. [`PublicKey::is_usable`] tells whether they are one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey(pub [u8; BYTES]);

impl PublicKey {
    /// Reads 64 lower-case hex digits.
    #[must_use]
    pub fn from_hex(text: &str) -> Option<Self> {
        decode(text).map(Self)
    }

    /// What signatures name it by: the hash of its bytes.
    #[must_use]
    pub fn id(&self) -> Hash {
        Hash::of(&self.0)
    }

    /// Whether it is a point in its only right encoding, and not one of the few for which anybody can sign.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| !key.is_weak() && key.to_edwards().compress().to_bytes() == self.0)
    }

    /// Whether this is the key's signature of the message, by the strict rules: no small-order points, canonical
    /// encodings only.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0)
            .is_ok_and(|key| key.verify_strict(message, &Signature::from_bytes(signature)).is_ok())
    }
}

/// Bytes as lower-case hex.
pub(crate) fn write_hex(bytes: &[u8], f: &mut impl fmt::Write) -> fmt::Result {
    bytes.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
}

/// 32 bytes from 64 lower-case hex digits.
pub(crate) fn decode(text: &str) -> Option<[u8; BYTES]> {
    let digit = |c: u8| match c {
        b'0'..=b'9' => Some(c - b'0'),
        b'a'..=b'f' => Some(c - b'a' + 10),
        _ => None,
    };
    let text: &[u8; 2 * BYTES] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; BYTES];
    for (byte, pair) in bytes.iter_mut().zip(text.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}

struct Hex;

impl Visitor<'_> for Hex {
    type Value = [u8; BYTES];

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("64 lower-case hex digits")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Self::Value, E> {
        decode(text)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Str(text.get(..80).unwrap_or("…")), &self))
    }
}

macro_rules! as_hex {
    ($name:ident) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write_hex(&self.0, f)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_str(Hex).map(Self)
            }
        }
    };
}

as_hex!(Hash);
as_hex!(PublicKey);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hex_is_lower_case_and_of_one_length() {
        let hash = Hash::of(b"abc");
        let text = hash.to_string();
        assert_eq!(text, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Hash::from_hex(&text), Some(hash));
        for wrong in [&text[1..], &text.to_uppercase(), &text.replace('a', "g"), &format!("{text}0"), ""] {
            assert_eq!(Hash::from_hex(wrong), None, "{wrong}");
            assert!(serde_json::from_str::<Hash>(&format!("\"{wrong}\"")).is_err());
        }
        assert_eq!(serde_json::from_str::<Hash>(&format!("\"{text}\"")).unwrap(), hash);
    }

    /// Small-order points, points in a second encoding, and bytes that are no point.
    #[test]
    fn keys_for_which_anybody_can_sign_are_not_usable() {
        let mut identity = [0; 32];
        identity[0] = 1;
        // y = 2^255 - 19 + 3: the point of y = 3 again, written as a number above the field's.
        let mut twice = [0xff; 32];
        twice[0] = 0xed + 3;
        twice[31] = 0x7f;
        let mut no_point = [0; 32];
        no_point[0] = 2;
        for bytes in [[0; 32], identity, twice, no_point, [0xff; 32]] {
            assert!(!PublicKey(bytes).is_usable(), "{bytes:x?}");
        }
        let mut three = [0; 32];
        three[0] = 3;
        assert!(PublicKey(three).is_usable());
    }
}
