//! The engine thread: feeds the engine with keys, ticks and the app's commands, and passes its frames to the display and
//! its events to the app. It never waits for the app.
//!
//! The engine itself is a [`backend::Backend`]: the Wasm module in this process, or the JavaScript twin in the app's.

mod backend;
mod failures;
mod inspection;
mod js;
mod services;
mod splash;
mod thread;
mod wasm;

pub(crate) use thread::{EngineThread, start};
