//! The engine thread: feeds the engine module with keys, ticks and the app's commands, and passes its frames to the
//! display and its events to the app. It never waits for the app.

mod services;
mod splash;
mod thread;
mod vm;

pub(crate) use thread::{EngineThread, start};
