//! Gets published files from servers nobody has to trust, over networks nobody should: several servers, HTTP and HTTPS, bounds
//! on time, speed and size, and one error for each way to fail. What the bytes are worth is judged elsewhere, by their signatures.

#![forbid(unsafe_code)]

mod certificates;
mod client;
mod error;
mod http;
mod limits;
mod mirrors;
mod tls;

pub use certificates::Roots;
pub use error::{Fault, NetError};
pub use http::{Cancel, Http};
pub use limits::Limits;

/// Where published files come from. `path` is relative to the published tree: `timestamp`, `chunks/ab/abcd…`.
pub trait Source {
    /// The whole file, or nothing where no server has it.
    ///
    /// # Errors
    /// When no server gave it, and not because all say that it is not there; or when it is longer than `bytes_max`.
    fn get(&mut self, path: &str, bytes_max: usize) -> Result<Option<Vec<u8>>, NetError>;

    /// Says that the last answer is not what was signed, and so that its server is not to be asked again in this check. True when
    /// there is another server to ask: the caller gets the file again then, and gives up otherwise.
    fn refused(&mut self) -> bool {
        false
    }
}
