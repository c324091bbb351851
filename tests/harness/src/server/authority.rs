//! A certificate authority for one test, and certificates of it for the test server.

use std::path::Path;
use std::sync::Arc;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair, date_time_ymd};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

use crate::error::{Error, Result};
use crate::options::HOST_ADDRESS;

/// Year, month and day.
pub type Date = (i32, u8, u8);

/// When a certificate is valid: from and to.
pub type Validity = (Date, Date);

/// As long as the development keys of releases.
const DEVELOPMENT_VALIDITY: Validity = ((2025, 1, 1), (2100, 1, 1));

/// An authority that nobody trusts but who is given its certificate.
#[derive(Debug)]
pub struct Authority {
    issuer: CertifiedIssuer<'static, KeyPair>,
}

impl Authority {
    /// An authority with a new key, valid in `validity`.
    ///
    /// # Errors
    /// [`Error::Server`] when the system gives no randomness.
    pub fn new(validity: Validity) -> Result<Self> {
        Self::with_key(KeyPair::generate().map_err(Error::server)?, validity)
    }

    /// The authority whose certificate is built into images of the emulated boards. Its key is public and lies at `key`
    /// (`board/dev-keys/tls.key`).
    ///
    /// # Errors
    /// [`Error::File`] when the key cannot be read, [`Error::Server`] when it is none.
    pub fn development(key: &Path) -> Result<Self> {
        let text = std::fs::read_to_string(key).map_err(Error::file(key))?;
        Self::with_key(KeyPair::from_pem(&text).map_err(Error::server)?, DEVELOPMENT_VALIDITY)
    }

    fn with_key(key: KeyPair, validity: Validity) -> Result<Self> {
        let mut params = CertificateParams::new(Vec::new()).map_err(Error::server)?;
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, "Ferrule test authority");
        let issuer = CertifiedIssuer::self_signed(limit(params, validity), key).map_err(Error::server)?;
        Ok(Self { issuer })
    }

    /// Its certificate, for those who shall trust it.
    #[must_use]
    pub fn pem(&self) -> String {
        self.issuer.pem()
    }

    /// What a server needs to be accepted by those who trust this authority, from this host and from a guest.
    pub(super) fn server_config(&self, validity: Validity) -> Result<Arc<ServerConfig>> {
        let names = ["localhost", "127.0.0.1", HOST_ADDRESS].map(str::to_owned);
        let params = CertificateParams::new(names).map_err(Error::server)?;
        let key = KeyPair::generate().map_err(Error::server)?;
        let certificate = limit(params, validity).signed_by(&key, &self.issuer).map_err(Error::server)?;
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(Error::server)?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], key)
            .map_err(Error::server)?;
        Ok(Arc::new(config))
    }
}

fn limit(mut params: CertificateParams, (from, to): Validity) -> CertificateParams {
    params.not_before = date_time_ymd(from.0, from.1, from.2);
    params.not_after = date_time_ymd(to.0, to.1, to.2);
    params
}
