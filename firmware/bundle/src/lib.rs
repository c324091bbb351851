//! The folder an app comes in: its manifest, and its files with no way out of the folder.
//!
//! A bundle is downloaded, so every name in it is an allegation. All files are opened from the bundle's own directory
//! handle, one path component at a time and without following symbolic links.

#![forbid(unsafe_code)]

mod bundle;
mod error;
mod inventory;
mod manifest;
mod path;
mod sources;
pub mod trust;

pub use bundle::Bundle;
pub use error::BundleError;
pub use inventory::{Inventory, Listed};
pub use manifest::{Engines, Manifest, Splash};
pub use sources::join_script;

/// The manifest's name inside the bundle.
pub const MANIFEST_FILE: &str = "manifest.json";
/// Bytes of a manifest. A larger one is refused.
pub const MANIFEST_BYTES_MAX: usize = 16 * 1024;
/// Bytes of the app's script. A larger one is refused: a stick loads 1 MB of JavaScript in 2.5 to 4 s.
pub const APP_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of the engine module. A larger one is refused.
pub const ENGINE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// Bytes of the splash image as a file. A larger one is refused.
pub const SPLASH_IMAGE_BYTES_MAX: usize = 1024 * 1024;
/// Bytes of `name` and `version` in a manifest. Longer ones are refused.
pub const NAME_BYTES_MAX: usize = 64;
/// Bytes of the splash title. A longer one is refused.
pub const TITLE_BYTES_MAX: usize = 256;
