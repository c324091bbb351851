//! EGL: the way from a GBM device (or from nothing, in tests) to a current GLES 2.0 context.
//!
//! `libEGL` is opened at run time, so that a device without a GL driver gets [`EglError::Library`] and a factory
//! screen instead of a loader failure. No EGL extension is required; those that are used are detected.

mod config;
mod context;
mod error;
mod platform;
mod window;

pub use config::{FORMAT_ARGB8888, FORMAT_XRGB8888};
pub use context::Egl;
pub use error::EglError;
pub use window::WindowSurface;

#[cfg(test)]
mod tests;
