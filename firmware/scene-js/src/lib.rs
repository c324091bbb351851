//! The engine's twin in JavaScript: the files beside this one as one script.
//!
//! The script's value is a function that takes the host's services and answers the engine. The files are plain scripts
//! that share one scope, because the JavaScript VM has no module loader on the device. `build.rs` has their order and puts
//! them together, so the image and the tests run the same bytes.

/// The whole script.
pub const ENGINE: &str = include_str!(concat!(env!("OUT_DIR"), "/engine.js"));
