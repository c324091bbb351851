//! TLS on ureq's connections. ureq has a connector for rustls of its own, but that one asks the system's clock.

use std::fmt;
use std::io::{Read, Write};
use std::sync::Arc;

use rustls::client::Resumption;
use rustls::crypto::ring;
use rustls::pki_types::ServerName;
use rustls::{ClientConfig, ClientConnection, StreamOwned};
use ureq::Error;
use ureq::unversioned::transport::{
    Buffers, ConnectionDetails, Connector, Either, LazyBuffers, NextTimeout, Transport, TransportAdapter,
};

use crate::certificates::{PassedTime, Roots, Verifier};
use crate::limits::SERVERS_MAX;
use crate::{Fault, NetError};

/// Wraps connections for `https` addresses; leaves others as they are.
#[derive(Debug)]
pub(crate) struct TlsConnector {
    config: Arc<ClientConfig>,
}

impl TlsConnector {
    pub(crate) fn new(roots: &Roots, time: PassedTime) -> Result<Self, NetError> {
        let provider = Arc::new(ring::default_provider());
        let verifier = Verifier::new(roots, provider.clone())?;
        let mut config = ClientConfig::builder_with_details(provider, Arc::new(time))
            .with_safe_default_protocol_versions()
            .map_err(|error| NetError::Roots(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_no_client_auth();
        config.resumption = Resumption::in_memory_sessions(SERVERS_MAX);
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config: Arc::new(config) })
    }
}

impl<In: Transport> Connector<In> for TlsConnector {
    type Out = Either<In, TlsTransport>;

    fn connect(
        &self,
        details: &ConnectionDetails<'_>,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else { return Ok(None) };
        if !details.needs_tls() {
            return Ok(Some(Either::A(transport)));
        }
        let host = details.uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        let name = ServerName::try_from(host).map_err(|_| Error::Tls("the host is not a DNS name"))?;
        let mut connection = ClientConnection::new(self.config.clone(), name).map_err(fault_of_tls)?;
        let mut socket = TransportAdapter::new(transport.boxed(), details.current_time.clone());
        socket.set_timeout(details.timeout);
        connection.complete_io(&mut socket).map_err(fault)?;
        let buffers =
            LazyBuffers::new(details.config.input_buffer_size(), details.config.output_buffer_size());
        Ok(Some(Either::B(TlsTransport { buffers, stream: StreamOwned::new(connection, socket) })))
    }
}

/// An encrypted connection.
pub(crate) struct TlsTransport {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("TlsTransport").field("connection", &self.stream.conn).finish_non_exhaustive()
    }
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.get_mut().set_timeout(timeout);
        self.stream.write_all(&self.buffers.output()[..amount]).map_err(fault)
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.get_mut().set_timeout(timeout);
        let amount = self.stream.read(self.buffers.input_append_buf()).map_err(fault)?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    fn is_open(&mut self) -> bool {
        self.stream.get_mut().get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

/// What TLS found wrong stays told apart from what the connection did.
fn fault(error: std::io::Error) -> Error {
    match error.downcast::<rustls::Error>() {
        Ok(error) => fault_of_tls(error),
        Err(error) => Error::from(error),
    }
}

fn fault_of_tls(error: rustls::Error) -> Error {
    let fault = match error {
        rustls::Error::InvalidCertificate(cause) => Fault::Certificate(cause.to_string()),
        other => Fault::Tls(other.to_string()),
    };
    Error::Other(Box::new(fault))
}
