//! What a server, or something on the way that pretends to be it, can do wrong.

use serde::Deserialize;

/// One way to answer badly. Where it says "body", the file that was asked for is meant. Tests that keep their cases as data write
/// `"silence"` or `{ cut = 100 }`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Misdeed {
    /// The connection is closed as soon as it stands.
    Refuse,
    /// Bytes come in place of TLS's first message.
    TlsGarbage,
    /// The connection closes in the middle of TLS's first message.
    TlsCut,
    /// The request is read and never answered.
    Silence,
    /// The head comes byte by byte, with a pause of so many milliseconds before each: slow loris.
    SlowHead(u64),
    /// The body comes byte by byte, with a pause of so many milliseconds before each.
    SlowBody(u64),
    /// After this many bytes of the body the connection is reset.
    Reset(usize),
    /// After this many bytes of the body the connection is closed as if nothing were wrong.
    Cut(usize),
    /// The body never ends, and no length is given.
    Endless,
    /// This length is given in place of the body's, and after the body the connection is closed.
    Length(u64),
    /// A web page comes in place of everything, as captive portals have it.
    Page,
    /// A redirect to this address, which may lead in a circle.
    Redirect(String),
    /// This status without a body.
    Status(u16),
    /// Status 503 with so many seconds in `Retry-After`.
    Busy(u64),
    /// Bytes come that are no HTTP.
    Garbage,
    /// The head has no end.
    EndlessHead,
    /// The body is said to be encoded so.
    Encoding(String),
    /// This text comes in place of the body, in good form: old, foreign or forged files.
    Other(String),
}

/// A misdeed for some paths.
#[derive(Debug)]
pub(super) struct Rule {
    /// What the paths begin with.
    pub(super) path: String,
    pub(super) misdeed: Misdeed,
    /// How often it is still done.
    pub(super) left: u32,
}

impl Rule {
    /// Whether it is meant for this path, or for a connection on which nothing was asked for yet.
    pub(super) fn fits(&self, path: Option<&str>) -> bool {
        let early = matches!(self.misdeed, Misdeed::Refuse | Misdeed::TlsGarbage | Misdeed::TlsCut);
        match path {
            Some(path) => !early && path.starts_with(&self.path),
            None => early,
        }
    }
}
