//! What the engine needs from the native side: text, images and a log.

use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};

/// The services an engine runs on. In the Wasm module these are imports; tests give a fake.
pub trait Host {
    /// Shapes and measures a text and keeps the layout until [`Host::release_text`]. A layout number of 0 means that
    /// the text could not be shaped: it takes no room and is not painted.
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics;

    /// Gives a layout back.
    fn release_text(&mut self, layout: u32);

    /// Asks for a bundle's image file, decoded to about `width` × `height` pixels. Number 0 means that the queue is
    /// full: the engine asks again later. The answer comes as an [`ferrule_abi::EngineInput`].
    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId;

    /// Gives an image back: each one exactly once, also after it failed or was evicted.
    fn release_image(&mut self, image: ImageId);

    /// Writes a line to the log: level 1 error, 2 warning, 3 information, 4 debug.
    fn log(&mut self, level: u8, text: &str);
}

/// A warning of [`Host::log`].
pub(crate) const LOG_WARNING: u8 = 2;
