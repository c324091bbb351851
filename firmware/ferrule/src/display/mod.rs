//! The display thread: owns the screen and the remote, asks the engine for frames, paints the newest one. It never
//! waits for a guest, and keeps the picture through hotplugs and through failures of the engine and the app.

mod engine_link;
mod factory;
mod keys;
mod meter;
mod resources;
mod screen;
mod sound_frame;
mod thread;

pub(crate) use engine_link::EngineLink;
pub(crate) use factory::{FactoryPicture, show as show_factory_screen};
pub(crate) use screen::{Screen, policy};
pub(crate) use thread::Display;
