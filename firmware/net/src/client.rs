//! One request to one server: the bounds while it runs, and which fault it was when it failed.

use std::error::Error as _;
use std::io::{self, Read};
use std::time::{Duration, Instant};

use ureq::config::AutoHeaderValue;
use ureq::http::{Response, StatusCode, header};
use ureq::unversioned::resolver::DefaultResolver;
use ureq::unversioned::transport::{Connector, TcpConnector};
use ureq::{Agent, Body, Error, Timeout};

use crate::limits::{HEAD_BYTES_MAX, INPUT_BUFFER_BYTES, OUTPUT_BUFFER_BYTES, RETRY_AFTER_MAX, SERVERS_MAX};
use crate::tls::TlsConnector;
use crate::{Fault, Limits};

/// What a server sends with 511: log in first.
const NETWORK_AUTHENTICATION_REQUIRED: u16 = 511;

/// Asks servers, over connections that are kept for the next request.
#[derive(Debug)]
pub(crate) struct Client {
    agent: Agent,
    limits: Limits,
}

impl Client {
    pub(crate) fn new(tls: TlsConnector, limits: &Limits) -> Self {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .proxy(None)
            .user_agent(concat!("ferrule/", env!("CARGO_PKG_VERSION")))
            .accept_encoding(AutoHeaderValue::None)
            .max_redirects(limits.redirects)
            .max_response_header_size(HEAD_BYTES_MAX)
            .input_buffer_size(INPUT_BUFFER_BYTES)
            .output_buffer_size(OUTPUT_BUFFER_BYTES)
            .max_idle_connections(SERVERS_MAX)
            .max_idle_connections_per_host(1)
            .timeout_resolve(Some(limits.resolve))
            .timeout_connect(Some(limits.connect))
            .timeout_send_request(Some(limits.response))
            .timeout_recv_response(Some(limits.response))
            .build();
        let connector = ().chain(TcpConnector::default()).chain(tls);
        let agent = Agent::with_parts(config, connector, DefaultResolver::default());
        Self { agent, limits: limits.clone() }
    }

    /// The agent, for whoever may end its requests.
    pub(crate) fn agent(&self) -> Agent {
        self.agent.clone()
    }

    /// A file of at most `bytes_max`, or nothing when the server says that it is not there, within `time_max`.
    pub(crate) fn get(
        &self,
        url: &str,
        bytes_max: usize,
        time_max: Duration,
    ) -> Result<Option<Vec<u8>>, Fault> {
        let request = self.agent.get(url).config().https_only(is_https(url));
        // A read that brings nothing in a whole window is the slowest of slow bodies.
        let request = request.timeout_global(Some(time_max)).timeout_per_read(Some(self.limits.window));
        let mut response = request.build().call().map_err(|error| self.fault(error, time_max))?;
        match response.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND | StatusCode::GONE => return Ok(None),
            _ => return Err(refusal(&response)),
        }
        plain(&response)?;
        let length = response.body().content_length();
        if length.is_some_and(|length| length > bytes_max as u64) {
            return Err(Fault::TooLarge { bytes_max });
        }
        let mut bytes = Vec::with_capacity(length.unwrap_or(0) as usize);
        self.read(&mut response.body_mut().as_reader(), &mut bytes, bytes_max, time_max)?;
        Ok(Some(bytes))
    }

    /// Sends a JSON document. What the server answers beside its status is not read.
    pub(crate) fn post(&self, url: &str, json: &[u8]) -> Result<(), Fault> {
        let request = self.agent.post(url).config().https_only(is_https(url)).max_redirects(0);
        let request = request.timeout_global(Some(self.limits.post)).build();
        let request = request.header(header::CONTENT_TYPE, "application/json");
        let response = request.send(json).map_err(|error| self.fault(error, self.limits.post))?;
        if response.status().is_success() { Ok(()) } else { Err(refusal(&response)) }
    }

    /// Reads to the end, while it comes fast enough and does not get too long.
    fn read(
        &self,
        body: &mut impl Read,
        bytes: &mut Vec<u8>,
        bytes_max: usize,
        time_max: Duration,
    ) -> Result<(), Fault> {
        let mut part = [0; 8 * 1024];
        let window = self.limits.window;
        let window_bytes_min = window.as_secs_f64() * f64::from(self.limits.bytes_per_second_min);
        let (mut began, mut in_window) = (Instant::now(), 0_u64);
        let slow = |bytes| Fault::Slow { bytes, seconds: window.as_secs_f32() };
        loop {
            let count = match body.read(&mut part).map_err(Error::from) {
                Ok(0) => return Ok(()),
                Ok(count) => count,
                Err(Error::Timeout(Timeout::PerRead)) => return Err(slow(in_window)),
                Err(Error::Io(cause)) => {
                    return Err(Fault::Cut { bytes: bytes.len(), cause: cause.to_string() });
                }
                Err(error) => return Err(self.fault(error, time_max)),
            };
            if bytes.len() + count > bytes_max {
                return Err(Fault::TooLarge { bytes_max });
            }
            bytes.extend_from_slice(&part[..count]);
            in_window += count as u64;
            if began.elapsed() >= window {
                if (in_window as f64) < window_bytes_min {
                    return Err(slow(in_window));
                }
                (began, in_window) = (Instant::now(), 0);
            }
        }
    }

    /// The fault behind an error, of a request that could take `time_max` as a whole.
    fn fault(&self, error: Error, time_max: Duration) -> Fault {
        let silent = |step, limit: Duration| Fault::Silent { step, seconds: limit.as_secs_f32() };
        match error {
            Error::HostNotFound => Fault::Name("no address".into()),
            Error::Timeout(Timeout::Resolve) => silent("address for the server's name", self.limits.resolve),
            Error::Timeout(Timeout::Connect) => silent("connection", self.limits.connect),
            Error::Timeout(Timeout::PerRead) => silent("answer", self.limits.window),
            Error::Timeout(Timeout::Global) => silent("complete answer", time_max),
            Error::Timeout(_) => silent("answer", self.limits.response),
            Error::TooManyRedirects => Fault::Redirects(self.limits.redirects),
            Error::RequireHttpsOnly(to) => Fault::Downgrade(to),
            Error::Io(cause) => fault_of_io(&cause),
            Error::Tls(cause) => Fault::Tls(cause.into()),
            Error::Other(cause) => match cause.downcast::<Fault>() {
                Ok(fault) => *fault,
                Err(cause) => Fault::NotHttp(cause.to_string()),
            },
            other => Fault::NotHttp(other.source().map_or_else(|| other.to_string(), ToString::to_string)),
        }
    }
}

fn is_https(url: &str) -> bool {
    url.starts_with("https://")
}

/// A connection that did not come about, or ended before an answer.
fn fault_of_io(cause: &io::Error) -> Fault {
    use io::ErrorKind as Kind;
    match cause.kind() {
        Kind::UnexpectedEof | Kind::ConnectionReset | Kind::ConnectionAborted | Kind::BrokenPipe => {
            Fault::Cut { bytes: 0, cause: cause.to_string() }
        }
        // What the name service says has no kind of its own.
        _ if cause.raw_os_error().is_none() => Fault::Name(cause.to_string()),
        _ => Fault::Unreachable(cause.to_string()),
    }
}

/// The fault behind a status that is no success.
fn refusal(response: &Response<Body>) -> Fault {
    let status = response.status().as_u16();
    match status {
        429 | 503 => {
            // A date would need a clock: it counts as no number.
            let asked = header_text(response, header::RETRY_AFTER).and_then(|text| text.parse().ok());
            Fault::Busy { status, seconds: asked.unwrap_or(0).min(RETRY_AFTER_MAX.as_secs()) }
        }
        NETWORK_AUTHENTICATION_REQUIRED => Fault::Page,
        _ => Fault::Status(status),
    }
}

/// Refuses web pages and encoded bodies: a file is served as it is.
fn plain(response: &Response<Body>) -> Result<(), Fault> {
    if let Some(encoding) = header_text(response, header::CONTENT_ENCODING)
        && encoding != "identity"
    {
        return Err(Fault::Encoded(encoding.to_owned()));
    }
    let html = |kind: &str| kind.trim_start().to_ascii_lowercase().starts_with("text/html");
    if header_text(response, header::CONTENT_TYPE).is_some_and(html) { Err(Fault::Page) } else { Ok(()) }
}

fn header_text(response: &Response<Body>, name: header::HeaderName) -> Option<&str> {
    response.headers().get(name)?.to_str().ok()
}
