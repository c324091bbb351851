//! What can go wrong before the first key: afterwards devices come and go without errors.

use std::io;

/// Why input could not be set up.
#[derive(Debug, thiserror::Error)]
pub enum InputError {
    /// The kernel refused an epoll or inotify object; sandboxes and descriptor limits do that.
    #[error("{call} failed: {cause}; raise the limit of open files or allow the call")]
    System {
        /// The call.
        call: &'static str,
        /// The kernel's answer.
        #[source]
        cause: io::Error,
    },
    /// The directory of device nodes is missing altogether.
    #[error("{path} cannot be watched: {cause}; mount devtmpfs there")]
    NoDevices {
        /// The directory.
        path: String,
        /// The kernel's answer.
        #[source]
        cause: io::Error,
    },
}
