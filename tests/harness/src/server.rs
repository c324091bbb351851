//! A web server for tests: a folder over HTTP or HTTPS, a log of what was asked for, and the faults of real networks at command.

mod authority;
mod connection;
mod misdeed;

use std::net::{Ipv4Addr, Shutdown, SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread::{self, JoinHandle};

use rustls::ServerConfig;

use crate::error::{Error, Result};
use crate::options::HOST_ADDRESS;
pub use authority::{Authority, Date, Validity};
pub use connection::Request;
pub use misdeed::Misdeed;
use misdeed::Rule;

/// A server on a port of its own on the loopback interface; dropping it ends it and all its connections.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<State>,
    acceptor: Option<JoinHandle<()>>,
}

/// What connections share with their server.
#[derive(Debug)]
struct State {
    root: PathBuf,
    tls: Option<Arc<ServerConfig>>,
    ended: AtomicBool,
    rules: Mutex<Vec<Rule>>,
    requests: Mutex<Vec<Request>>,
    /// All that were ever made; they close as soon as their threads are done with them.
    connections: Mutex<Vec<Weak<TcpStream>>>,
}

impl Server {
    /// Serves the files under `root` over HTTP.
    ///
    /// # Errors
    /// [`Error::Server`] when there is no port.
    pub fn http(root: &Path) -> Result<Self> {
        Self::start(root, None)
    }

    /// Serves the files under `root` over HTTPS, with a certificate of `authority` that is valid in `validity`.
    ///
    /// # Errors
    /// [`Error::Server`] when there is no port.
    pub fn https(root: &Path, authority: &Authority, validity: Validity) -> Result<Self> {
        Self::start(root, Some(authority.server_config(validity)?))
    }

    fn start(root: &Path, tls: Option<Arc<ServerConfig>>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Error::server)?;
        let address = listener.local_addr().map_err(Error::server)?;
        let state = Arc::new(State {
            root: root.to_owned(),
            tls,
            ended: AtomicBool::new(false),
            rules: Mutex::default(),
            requests: Mutex::default(),
            connections: Mutex::default(),
        });
        let shared = state.clone();
        let acceptor = thread::spawn(move || accept(&listener, &shared));
        Ok(Self { address, state, acceptor: Some(acceptor) })
    }

    /// The address of the folder for clients on this host, with a `/` at its end.
    #[must_use]
    pub fn url(&self) -> String {
        self.url_at("127.0.0.1")
    }

    /// The address of the folder for a guest with a network.
    #[must_use]
    pub fn guest_url(&self) -> String {
        self.url_at(HOST_ADDRESS)
    }

    fn url_at(&self, host: &str) -> String {
        let scheme = if self.state.tls.is_some() { "https" } else { "http" };
        format!("{scheme}://{host}:{}/", self.address.port())
    }

    /// From now on, requests whose path begins with `path` (without a leading `/`; empty for all) meet this misdeed, at most
    /// `times` of them. Of several that fit, the first that was told counts. What is done before anything can be asked for is done to
    /// every connection.
    pub fn misbehave(&self, path: &str, misdeed: Misdeed, times: Option<u32>) {
        let rule = Rule { path: path.to_owned(), misdeed, left: times.unwrap_or(u32::MAX) };
        self.state.rules().push(rule);
    }

    /// From now on, all requests are answered as they should be.
    pub fn behave(&self) {
        self.state.rules().clear();
    }

    /// What was asked for so far, in order.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.state.requests().clone()
    }

    /// How many connections were made so far.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.state.connections().len()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::SeqCst);
        // Wakes the acceptor; a server that cannot be reached any more has no acceptor either.
        let _ = TcpStream::connect(self.address);
        if let Some(acceptor) = self.acceptor.take() {
            // A panic of the acceptor has been printed, and the test failed without a server.
            let _ = acceptor.join();
        }
        for connection in self.state.connections().iter().filter_map(Weak::upgrade) {
            // The other side may have closed it.
            let _ = connection.shutdown(Shutdown::Both);
        }
    }
}

impl State {
    fn rules(&self) -> MutexGuard<'_, Vec<Rule>> {
        self.rules.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn requests(&self) -> MutexGuard<'_, Vec<Request>> {
        self.requests.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn connections(&self) -> MutexGuard<'_, Vec<Weak<TcpStream>>> {
        self.connections.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The misdeed for a path, or for a connection on which nothing was asked for yet; counted as done.
    fn misdeed(&self, path: Option<&str>) -> Option<Misdeed> {
        let mut rules = self.rules();
        let rule = rules.iter_mut().find(|rule| rule.left > 0 && rule.fits(path))?;
        rule.left -= 1;
        Some(rule.misdeed.clone())
    }
}

/// Gives each connection a thread, until the server ends.
fn accept(listener: &TcpListener, state: &Arc<State>) {
    for stream in listener.incoming().flatten() {
        if state.ended.load(Ordering::SeqCst) {
            break;
        }
        let stream = Arc::new(stream);
        state.connections().push(Arc::downgrade(&stream));
        let state = state.clone();
        thread::spawn(move || connection::serve(stream, &state));
    }
}
