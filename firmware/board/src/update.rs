//! The `[update]` table: whose releases a stick installs, and where it asks for them.

use crate::values::bounded;
use serde::de::{self, Deserializer};
use serde::{Deserialize, Serialize, Serializer};

/// Most servers of a board.
pub const SERVERS_MAX: usize = 8;
/// Longest server address in bytes.
const SERVER_BYTES_MAX: usize = 255;
/// Longest product or hardware class in bytes.
const CLASS_BYTES_MAX: usize = 64;

/// Whose releases a stick installs, and where it asks for them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Update {
    /// The product of the trust root and of all releases: 1 to 64 of `a-z`, `0-9` and `-`.
    #[serde(deserialize_with = "class")]
    pub product: String,
    /// The class that releases name in `hardware` and `engines`: as `product`. The board's name unless said; the loader
    /// fills it in.
    #[serde(deserialize_with = "class")]
    pub hardware: String,
    /// The trust root that goes into the image: a signed file, by its path under `board/`.
    #[serde(deserialize_with = "path")]
    pub root: String,
    /// Where published trees are, best first; each holds the same tree and ends with `/`.
    #[serde(deserialize_with = "servers")]
    pub servers: Vec<String>,
    /// Seconds from one check to the next while the stick runs (60 to 604800). The first is soon after the start.
    #[serde(deserialize_with = "bounded::<60, 604_800, _>")]
    pub interval_s: u32,
    /// Who vouches for the servers' certificates.
    #[serde(default)]
    pub tls: TlsRoots,
}

/// Who vouches for the servers' certificates. It keeps listeners out; what may be installed is decided by signatures.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TlsRoots {
    /// The authorities that browsers know (`"webpki"`).
    #[default]
    Webpki,
    /// Only the certificates of a PEM file, by its path under `board/`.
    Pem(String),
}

impl Serialize for TlsRoots {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(match self {
            Self::Webpki => "webpki",
            Self::Pem(path) => path,
        })
    }
}

impl<'de> Deserialize<'de> for TlsRoots {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        match text.as_str() {
            "webpki" => Ok(Self::Webpki),
            name if name.ends_with(".pem") && is_inside(name) => Ok(Self::Pem(text)),
            _ => Err(de::Error::custom(format!(
                "`{text}` is not a set of roots: write \"webpki\", or the path under board/ of a .pem file"
            ))),
        }
    }
}

fn class<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if (1..=CLASS_BYTES_MAX).contains(&text.len()) && text.chars().all(plain) {
        return Ok(text);
    }
    Err(de::Error::custom(format!("`{text}` is no name: use 1 to {CLASS_BYTES_MAX} of a-z, 0-9 and `-`")))
}

fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let text = String::deserialize(deserializer)?;
    if is_inside(&text) {
        return Ok(text);
    }
    Err(de::Error::custom(format!(
        "`{text}` does not stay in board/: write names joined by `/`, without `..`"
    )))
}

fn is_inside(path: &str) -> bool {
    path.split('/').all(|name| !name.is_empty() && !name.starts_with('.')) && !path.contains(['\\', '\0'])
}

fn servers<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    let servers = Vec::<String>::deserialize(deserializer)?;
    if servers.is_empty() || servers.len() > SERVERS_MAX {
        return Err(de::Error::custom(format!("{} servers: name 1 to {SERVERS_MAX}", servers.len())));
    }
    match servers.iter().find(|server| !is_server(server)) {
        Some(server) => Err(de::Error::custom(format!(
            "`{server}` is no server: write http:// or https://, a host and a path that ends with `/`, \
             at most {SERVER_BYTES_MAX} bytes"
        ))),
        None => Ok(servers),
    }
}

fn is_server(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        text.len() <= SERVER_BYTES_MAX
            && !rest.starts_with('/')
            && rest.ends_with('/')
            && rest.chars().all(|c| c.is_ascii_graphic() && !matches!(c, '?' | '#' | '@' | '\\'))
    })
}
