//! The root: which keys speak for which role, and the chain of roots from the one in the image to the newest.

use std::collections::BTreeSet;
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::body::{Fields, read, write};
use super::envelope::{Envelope, Role, RoleKeys};
use super::error::TrustError;
use super::floors::Floors;
use super::hash::Hash;
use super::json::object;
use super::limits::KEYS_MAX;
use super::release::{Release, ReleaseBody};
use super::timestamp::{Timestamp, TimestampBody};

/// What a root says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RootBody {
    /// From 1; each root has the version of the one before plus one.
    pub version: u64,
    /// The product whose devices trust it; never changes.
    pub product: String,
    /// Seconds since 1970.
    pub issued: u64,
    /// Seconds since 1970.
    pub expires: u64,
    /// Who signs roots.
    #[serde(rename = "root", deserialize_with = "object")]
    pub root_keys: RoleKeys,
    /// Who signs releases.
    #[serde(rename = "release", deserialize_with = "object")]
    pub release_keys: RoleKeys,
    /// Who signs timestamps.
    #[serde(rename = "timestamp", deserialize_with = "object")]
    pub timestamp_keys: RoleKeys,
}

impl RootBody {
    /// Reads and checks a body, whoever signed it.
    ///
    /// # Errors
    /// The [`TrustError`] of the first field that is wrong.
    pub fn parse(bytes: &[u8]) -> Result<Self, TrustError> {
        let body: Self = read(Role::Root, bytes)?;
        let fields = Fields(Role::Root);
        fields.number("version", body.version)?;
        fields.name("product", &body.product)?;
        fields.times(body.issued, body.expires)?;
        body.check_keys()?;
        Ok(body)
    }

    /// The bytes to sign.
    ///
    /// # Errors
    /// [`TrustError::BodyLength`].
    pub fn to_bytes(&self) -> Result<Vec<u8>, TrustError> {
        write(Role::Root, self)
    }

    /// The keys of a role.
    #[must_use]
    pub fn keys(&self, role: Role) -> &RoleKeys {
        match role {
            Role::Root => &self.root_keys,
            Role::Release => &self.release_keys,
            Role::Timestamp => &self.timestamp_keys,
        }
    }

    fn check_keys(&self) -> Result<(), TrustError> {
        let fields = Fields(Role::Root);
        let mut seen = BTreeSet::new();
        for role in Role::ALL {
            let RoleKeys { threshold, keys } = self.keys(role);
            fields.count(&format!("{role}.keys"), keys.len(), 1..=KEYS_MAX)?;
            fields.range(format!("{role}.threshold"), usize::from(*threshold), 1..=keys.len())?;
            for (index, key) in keys.iter().enumerate() {
                let field = || format!("{role}.keys[{index}]");
                if !key.is_usable() {
                    return Err(TrustError::WeakKey { field: field(), key: *key });
                }
                if !seen.insert(*key) {
                    return Err(TrustError::KeyTwice { field: field(), key: *key });
                }
            }
        }
        Ok(())
    }
}

/// A root that is trusted: the image's own, or one that a chain of signatures leads to from there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Root {
    body: RootBody,
    /// Versions and release keys of the roots before it in the chain, newest last: what was installed in their time
    /// may still run.
    earlier: Vec<(u64, RoleKeys)>,
}

impl Deref for Root {
    type Target = RootBody;

    fn deref(&self) -> &RootBody {
        &self.body
    }
}

impl Root {
    /// The root that came with the firmware. It must be signed by its own keys.
    ///
    /// # Errors
    /// [`TrustError`], when the image was built with something else.
    pub fn from_image(bytes: &[u8]) -> Result<Self, TrustError> {
        let envelope = Envelope::of(Role::Root, bytes)?;
        let body = RootBody::parse(envelope.body)?;
        envelope.verify(&body.root_keys, body.version)?;
        Ok(Self { body, earlier: Vec::new() })
    }

    /// The root behind this one: of the next version, and signed by the keys of both.
    ///
    /// # Errors
    /// [`TrustError`]; this one goes on being the newest.
    pub fn next(&self, bytes: &[u8]) -> Result<Self, TrustError> {
        self.follow(Envelope::of(Role::Root, bytes)?)
    }

    /// The newest root that a stored chain leads to from this one. The chain is every root the device has accepted,
    /// one file behind the other; what does not belong to it (older roots than this one, a torn end, whatever
    /// somebody wrote there) is passed over, so that storage can take nothing away but progress.
    #[must_use]
    pub fn newest(&self, stored: &[u8]) -> Self {
        self.up_to(stored, u64::MAX)
    }

    /// As [`Root::newest`], with nothing above `version`: the root that stood when a device noted this version.
    #[must_use]
    pub fn up_to(&self, mut stored: &[u8], version: u64) -> Self {
        let mut newest = self.clone();
        while newest.version < version
            && let Ok((envelope, rest)) = Envelope::first(stored)
        {
            if envelope.role == Role::Root {
                newest = newest.follow(envelope).unwrap_or(newest);
            }
            stored = rest;
        }
        newest
    }

    /// How many bytes of a stored chain [`Root::newest`] looks at: those before the first thing that is no signed file.
    #[must_use]
    pub fn chain_bytes(stored: &[u8]) -> usize {
        let mut rest = stored;
        while let Ok((_, behind)) = Envelope::first(rest) {
            rest = behind;
        }
        stored.len() - rest.len()
    }

    fn follow(&self, envelope: Envelope<'_>) -> Result<Self, TrustError> {
        envelope.verify(&self.root_keys, self.version)?;
        let body = RootBody::parse(envelope.body)?;
        envelope.verify(&body.root_keys, body.version)?;
        if body.version != self.version + 1 {
            return Err(TrustError::RootVersion { expected: self.version + 1, found: body.version });
        }
        self.same_product(Role::Root, &body.product)?;
        let mut earlier = self.earlier.clone();
        earlier.push((self.version, self.release_keys.clone()));
        Ok(Self { body, earlier })
    }

    /// A timestamp signed by this root's keys. Whether it is newer than the last one is asked with
    /// [`Timestamp::follows`].
    ///
    /// # Errors
    /// [`TrustError`].
    pub fn timestamp(&self, bytes: &[u8]) -> Result<Timestamp, TrustError> {
        let envelope = Envelope::of(Role::Timestamp, bytes)?;
        envelope.verify(&self.timestamp_keys, self.version)?;
        Ok(Timestamp::new(TimestampBody::parse(envelope.body)?, Hash::of(envelope.body)))
    }

    /// The release that a timestamp announces, signed by this root's keys, and for this product.
    ///
    /// # Errors
    /// [`TrustError`].
    pub fn release(&self, bytes: &[u8], timestamp: &Timestamp) -> Result<Release, TrustError> {
        let announced = &timestamp.release;
        if bytes.len() as u64 != announced.bytes {
            return Err(TrustError::ReleaseBytes { expected: announced.bytes, found: bytes.len() });
        }
        let found = Hash::of(bytes);
        if found != announced.sha256 {
            return Err(TrustError::ReleaseHash { expected: announced.sha256, found });
        }
        let envelope = Envelope::of(Role::Release, bytes)?;
        envelope.verify(&self.release_keys, self.version)?;
        let release = self.parse_release(envelope)?;
        if release.number != announced.number {
            return Err(TrustError::ReleaseNumber { expected: announced.number, found: release.number });
        }
        Ok(release)
    }

    /// The release in a slot of this device: signed by the keys of this root, or of an earlier one in its chain. A
    /// change of keys does not take the app off the screen; a release with a higher `floor` does.
    ///
    /// # Errors
    /// [`TrustError`], that of this root's keys when none of the roots accept it.
    pub fn installed(&self, bytes: &[u8]) -> Result<Release, TrustError> {
        let envelope = Envelope::of(Role::Release, bytes)?;
        envelope.verify(&self.release_keys, self.version).or_else(|refused| {
            let mut earlier = self.earlier.iter().rev();
            if earlier.any(|(version, keys)| envelope.verify(keys, *version).is_ok()) {
                return Ok(());
            }
            Err(refused)
        })?;
        self.parse_release(envelope)
    }

    /// What this device holds against old timestamps, now that this root stands in place of `before`. When the
    /// timestamp's keys have changed, the numbers they had run up to are forgotten: whoever stole such a key could
    /// have made them as high as they go. The rollback floor stays.
    #[must_use]
    pub fn floors(&self, before: &Self, floors: &Floors) -> Floors {
        if self.timestamp_keys == before.timestamp_keys {
            return *floors;
        }
        Floors { rollback: floors.rollback, ..Floors::default() }
    }

    /// Whether it has not expired by this time, in seconds since 1970. A root that others follow may have.
    ///
    /// # Errors
    /// [`TrustError::Expired`].
    pub fn unexpired(&self, now: u64) -> Result<(), TrustError> {
        unexpired(Role::Root, self.expires, now)
    }

    fn parse_release(&self, envelope: Envelope<'_>) -> Result<Release, TrustError> {
        let body = ReleaseBody::parse(envelope.body)?;
        self.same_product(Role::Release, &body.product)?;
        Ok(Release::new(body))
    }

    fn same_product(&self, role: Role, product: &str) -> Result<(), TrustError> {
        if product != self.product {
            return Err(TrustError::Product {
                role,
                expected: self.product.clone(),
                found: product.to_owned(),
            });
        }
        Ok(())
    }
}

/// Whether something has not expired.
pub(super) fn unexpired(role: Role, expires: u64, now: u64) -> Result<(), TrustError> {
    if now >= expires {
        return Err(TrustError::Expired { role, expires, now });
    }
    Ok(())
}
