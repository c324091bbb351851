//! Whether a server is who it says, by a clock that may be years behind. A stick has no clock: it knows only a time that has
//! certainly passed. A certificate that expired before that is refused; one that begins after it is judged as of its beginning.

use std::fmt;
use std::sync::Arc;

use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{CertificateError, DigitallySignedStruct, RootCertStore, SignatureScheme};

use crate::NetError;

/// Certificates in a chain that can each move the time of judgement forward.
const CHAIN_MAX: usize = 8;

/// Who vouches for `https` servers.
#[derive(Clone, Debug)]
pub enum Roots {
    /// The authorities that browsers trust.
    WebPki,
    /// Only these: the text of a PEM file.
    Pem(Vec<u8>),
}

impl Roots {
    /// Checks that these roots can be used, for whoever builds them into an image.
    ///
    /// # Errors
    /// When a PEM file holds no certificate, or something that is none.
    pub fn check(&self) -> Result<(), NetError> {
        self.store().map(drop)
    }

    /// The authorities themselves.
    pub(crate) fn store(&self) -> Result<RootCertStore, NetError> {
        let Self::Pem(text) = self else {
            return Ok(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
        };
        let mut store = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(text) {
            let certificate = certificate.map_err(|error| NetError::Roots(error.to_string()))?;
            store.add(certificate).map_err(|error| NetError::Roots(error.to_string()))?;
        }
        if store.is_empty() {
            return Err(NetError::Roots("there is no certificate in it".into()));
        }
        Ok(store)
    }
}

/// Seconds since 1970 that have certainly passed.
#[derive(Clone)]
pub(crate) struct PassedTime(pub(crate) Arc<dyn Fn() -> u64 + Send + Sync>);

impl fmt::Debug for PassedTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "PassedTime({})", (self.0)())
    }
}

impl TimeProvider for PassedTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(UnixTime::since_unix_epoch(std::time::Duration::from_secs((self.0)())))
    }
}

/// The web's rules, with "not valid yet" read as "our clock is behind".
#[derive(Debug)]
pub(crate) struct Verifier {
    rules: Arc<WebPkiServerVerifier>,
}

impl Verifier {
    pub(crate) fn new(roots: &Roots, provider: Arc<CryptoProvider>) -> Result<Self, NetError> {
        WebPkiServerVerifier::builder_with_provider(Arc::new(roots.store()?), provider)
            .build()
            .map(|rules| Self { rules })
            .map_err(|error| NetError::Roots(error.to_string()))
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut time = now;
        let judge =
            |time| self.rules.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, time);
        for _ in 0..CHAIN_MAX {
            match judge(time) {
                Err(rustls::Error::InvalidCertificate(CertificateError::NotValidYetContext {
                    not_before,
                    ..
                })) if not_before > time => time = not_before,
                judged => return judged,
            }
        }
        judge(time)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.rules.verify_tls12_signature(message, certificate, signature)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.rules.verify_tls13_signature(message, certificate, signature)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.rules.supported_verify_schemes()
    }
}
