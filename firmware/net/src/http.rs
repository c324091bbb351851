//! The source that real devices use: asks one server after the other until one gives the file.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use log::{debug, warn};
use ureq::Agent;
use ureq::http::Uri;

use crate::certificates::PassedTime;
use crate::client::Client;
use crate::limits::SERVERS_MAX;
use crate::mirrors::{Mirrors, Next};
use crate::tls::TlsConnector;
use crate::{Fault, Limits, NetError, Roots, Source};

/// Published files over HTTP and HTTPS, from several servers with the same tree.
///
/// The server that answered last is asked first; one that fails rests, ever longer, and another one is asked. All calls between two
/// [`begin`](Self::begin) share one budget of time.
#[derive(Debug)]
pub struct Http {
    client: Client,
    mirrors: Mirrors,
    limits: Limits,
    ended: Arc<Ended>,
    began: Instant,
    /// Who gave the last answer.
    answered: Option<usize>,
}

impl Http {
    /// A source that asks `servers`: addresses of the published tree, each ending with `/`, best first. `passed_time` gives seconds
    /// since 1970 that have certainly passed; certificates are judged by it.
    ///
    /// # Errors
    /// When there is no server or more than eight, when an address cannot be used, or when `roots` has no certificate.
    pub fn new(
        servers: &[String],
        roots: &Roots,
        passed_time: impl Fn() -> u64 + Send + Sync + 'static,
        limits: Limits,
    ) -> Result<Self, NetError> {
        if !(1..=SERVERS_MAX).contains(&servers.len()) {
            return Err(NetError::Servers { count: servers.len(), max: SERVERS_MAX });
        }
        for server in servers {
            check(server)?;
            if !server.ends_with('/') {
                let fault = "it does not end with `/`".into();
                return Err(NetError::Address { url: server.clone(), fault });
            }
        }
        let tls = TlsConnector::new(roots, PassedTime(Arc::new(passed_time)))?;
        Ok(Self {
            client: Client::new(tls, &limits),
            mirrors: Mirrors::new(servers),
            limits,
            ended: Arc::default(),
            began: Instant::now(),
            answered: None,
        })
    }

    /// Begins a check: the budget of time is whole again, and servers that failed are asked again.
    pub fn begin(&mut self) {
        self.began = Instant::now();
        self.mirrors.begin();
        self.answered = None;
    }

    /// What ends this source from another thread.
    #[must_use]
    pub fn canceller(&self) -> Cancel {
        Cancel { ended: self.ended.clone(), agent: self.client.agent() }
    }

    /// Sends a JSON document to `url`, once and without following redirects. What the server answers is not read.
    ///
    /// # Errors
    /// When the address cannot be used, or the server did not take it.
    pub fn post(&mut self, url: &str, json: &[u8]) -> Result<(), NetError> {
        check(url)?;
        let sent = self.client.post(url, json);
        self.ended.check()?;
        sent.map_err(|fault| NetError::Server { url: url.to_owned(), fault })
    }

    /// What is left of the check's time.
    fn time_left(&self) -> Result<Duration, NetError> {
        match self.limits.check.checked_sub(self.began.elapsed()) {
            Some(Duration::ZERO) | None => Err(NetError::OutOfTime { seconds: self.limits.check.as_secs() }),
            Some(left) => Ok(left),
        }
    }

    /// Notes what a server did wrong.
    fn note(&mut self, server: usize, fault: &Fault) {
        let now = Instant::now();
        match fault {
            Fault::Busy { seconds, .. } if *seconds > 0 => {
                self.mirrors.asked(server, now, Duration::from_secs(*seconds));
            }
            fault if fault.may_pass() => {
                self.mirrors.failed(server, now, self.limits.rest, self.limits.rest_max);
            }
            _ => self.mirrors.useless(server),
        }
    }
}

impl Source for Http {
    fn get(&mut self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, NetError> {
        let mut tries = vec![0; self.mirrors.len()];
        let (mut absent, mut last) = (false, None);
        self.answered = None;
        loop {
            self.ended.check()?;
            let left = self.time_left()?;
            let open = |server: usize| tries[server] < self.limits.tries;
            match self.mirrors.next(open, Instant::now(), self.limits.rest_max) {
                Next::Ask(server) => {
                    let url = format!("{}{path}", self.mirrors.base(server));
                    tries[server] += 1;
                    match self.client.get(&url, bytes_max, left) {
                        Ok(Some(bytes)) => {
                            debug!("{url}: {} bytes", bytes.len());
                            self.mirrors.worked(server);
                            self.answered = Some(server);
                            return Ok(Some(bytes));
                        }
                        Ok(None) => {
                            // The others may be ahead of this one.
                            absent = true;
                            tries[server] = self.limits.tries;
                        }
                        Err(fault) => {
                            self.ended.check()?;
                            warn!("{url}: {fault}");
                            self.note(server, &fault);
                            last = Some(NetError::Server { url, fault });
                        }
                    }
                }
                Next::Wait(time) => self.ended.wait(time.min(left)),
                Next::Nobody if absent => return Ok(None),
                Next::Nobody => {
                    return Err(last.unwrap_or_else(|| NetError::Resting { path: path.to_owned() }));
                }
            }
        }
    }

    fn refused(&mut self) -> bool {
        if let Some(server) = self.answered.take() {
            warn!(
                "{}: not what was signed; the server is not asked again in this check",
                self.mirrors.base(server)
            );
            self.mirrors.useless(server);
        }
        self.mirrors.next(|_| true, Instant::now(), self.limits.rest_max) != Next::Nobody
    }
}

/// Ends an [`Http`] for good: calls under way and later ones fail with [`NetError::Cancelled`]. A name that is being looked up and a
/// connection that is being made are waited for, within their limits.
#[derive(Clone, Debug)]
pub struct Cancel {
    ended: Arc<Ended>,
    agent: Agent,
}

impl Cancel {
    /// Ends it now.
    pub fn cancel(&self) {
        *self.ended.flag.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.ended.changed.notify_all();
        self.agent.clone().shutdown();
    }
}

#[derive(Debug, Default)]
struct Ended {
    flag: Mutex<bool>,
    changed: Condvar,
}

impl Ended {
    fn check(&self) -> Result<(), NetError> {
        let ended = *self.flag.lock().unwrap_or_else(PoisonError::into_inner);
        if ended { Err(NetError::Cancelled) } else { Ok(()) }
    }

    /// Sleeps, but not beyond the end.
    fn wait(&self, time: Duration) {
        let flag = self.flag.lock().unwrap_or_else(PoisonError::into_inner);
        // Whether the time or the end came first is seen by the next check.
        let _ = self.changed.wait_timeout_while(flag, time, |ended| !*ended);
    }
}

/// Whether an address can be asked.
fn check(url: &str) -> Result<(), NetError> {
    let fault = |fault: String| NetError::Address { url: url.to_owned(), fault };
    let uri: Uri = url.parse().map_err(|error: ureq::http::uri::InvalidUri| fault(error.to_string()))?;
    match (uri.scheme_str(), uri.host()) {
        (Some("http" | "https"), Some(host)) if !host.is_empty() => Ok(()),
        _ => Err(fault("it is no http or https address".into())),
    }
}
