//! What can go wrong between a server and us, one variant per cure.

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum NetError {
    /// The settings name no server, or too many.
    #[error("{count} update servers are set; name 1 to {max}")]
    Servers {
        /// How many were named.
        count: usize,
        /// The limit.
        max: usize,
    },
    /// An address is not one of ours to ask.
    #[error(
        "`{url}`: {fault}; write http:// or https://, the host, and for a server a path that ends with `/`"
    )]
    Address {
        /// The address as given.
        url: String,
        /// What is wrong with it.
        fault: String,
    },
    /// The certificate authorities for `https` cannot be used.
    #[error("TLS roots: {0}; give a PEM file with at least one CA certificate")]
    Roots(String),
    /// A server failed, the last one that was asked.
    #[error("{url}: {fault}")]
    Server {
        /// What was asked for.
        url: String,
        /// What was wrong.
        fault: Fault,
    },
    /// All servers failed before, in this check, or asked to be left alone for a while.
    #[error(
        "no server is asked for {path}: all failed in this check or asked to be left alone; the next check tries again"
    )]
    Resting {
        /// What was wanted.
        path: String,
    },
    /// The time for one check is used up.
    #[error(
        "the downloads took longer than the {seconds} s of one check; the next check goes on where this one stopped"
    )]
    OutOfTime {
        /// The time budget.
        seconds: u64,
    },
    /// The owner of the source ended it.
    #[error("the download was cancelled")]
    Cancelled,
}

/// What was wrong with a server or with the way to it.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// The name is not known, or nobody could be asked for it.
    #[error("the server's name cannot be found ({0}); is the network up, and the name right?")]
    Name(String),
    /// No connection came about.
    #[error("the server cannot be reached ({0}); is the network up, and the server running?")]
    Unreachable(String),
    /// A step took too long.
    #[error("no {step} within {seconds:.1} s; the server or the network is stuck")]
    Silent {
        /// What was waited for.
        step: &'static str,
        /// How long.
        seconds: f32,
    },
    /// The body came too slowly.
    #[error("{bytes} bytes in {seconds:.1} s are too slow; the server or the network is overloaded")]
    Slow {
        /// What came in the last window.
        bytes: u64,
        /// The window's length.
        seconds: f32,
    },
    /// The connection ended before the body did.
    #[error("the connection broke after {bytes} bytes ({cause})")]
    Cut {
        /// What had come.
        bytes: usize,
        /// What the system said.
        cause: String,
    },
    /// The body is longer than the file can be.
    #[error(
        "the answer is longer than the {bytes_max} bytes that this file can have; a captive portal, or a wrong server?"
    )]
    TooLarge {
        /// The limit.
        bytes_max: usize,
    },
    /// The answer is a web page.
    #[error("the answer is a web page, not a file; a captive portal, or a wrong server?")]
    Page,
    /// Redirects do not end.
    #[error("more than {0} redirects; a loop, or a captive portal?")]
    Redirects(u32),
    /// An encrypted address leads to one that is not.
    #[error("redirected from https to `{0}`; use https all the way")]
    Downgrade(String),
    /// The server asks to come later: 503 or 429.
    #[error("the server is busy (status {status}); asked again after {seconds} s")]
    Busy {
        /// The status.
        status: u16,
        /// For how long it is left alone.
        seconds: u64,
    },
    /// A status that is neither the file nor "not there".
    #[error("the server answers with status {0}; see its log")]
    Status(u16),
    /// The body is encoded though no encoding was asked for.
    #[error("the answer is encoded as `{0}`, which nobody asked for; serve the files as they are")]
    Encoded(String),
    /// What came is not HTTP.
    #[error("the answer is not HTTP ({0}); a wrong port, or a broken proxy?")]
    NotHttp(String),
    /// The server is not the one it says it is.
    #[error(
        "the server's certificate is refused ({0}); a wrong server, an intercepting network, or wrong TLS roots?"
    )]
    Certificate(String),
    /// TLS failed otherwise.
    #[error("TLS failed ({0}); a wrong port, or something on the way breaks it?")]
    Tls(String),
}

impl Fault {
    /// Whether the same server may do better in a moment.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Name(_)
            | Self::Unreachable(_)
            | Self::Silent { .. }
            | Self::Slow { .. }
            | Self::Cut { .. }
            | Self::Busy { .. }
            | Self::Tls(_) => true,
            Self::Status(status) => *status >= 500,
            Self::TooLarge { .. }
            | Self::Page
            | Self::Redirects(_)
            | Self::Downgrade(_)
            | Self::Encoded(_)
            | Self::NotHttp(_)
            | Self::Certificate(_) => false,
        }
    }
}
