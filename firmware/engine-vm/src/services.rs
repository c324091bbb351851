//! What the native side offers to the engine module.

use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};

/// The native services that the module's imports lead to. What the module gives was checked: strings are UTF-8 and
/// within their limits. A path is an allegation all the same.
pub trait Services {
    /// Shapes and measures a text. A layout number of 0 means that it could not be shaped.
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics;

    /// A layout is not needed any more. The number may be one that was never given.
    fn release_text(&mut self, layout: u32);

    /// Asks for an image file of the bundle, decoded to about `width` × `height` pixels. Number 0 means that the
    /// queue is full.
    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId;

    /// An image is not needed any more. An honest engine gives back each one once, also after it failed or was evicted;
    /// the number may be one that was never given.
    fn release_image(&mut self, image: ImageId);

    /// A line for the log: level 1 error, 2 warning, 3 information, 4 debug.
    fn log(&mut self, level: u8, text: &str);
}
