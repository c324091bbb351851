//! Image files to pixels: JPEG, PNG and WebP, told apart by their first bytes, scaled down to the size shown and
//! premultiplied, so that a texture takes no more memory than what is seen of it.
//!
//! A file is hostile until decoded: its dimensions are checked before memory is taken for them, and every failure is
//! an [`ImageError`]. Animations show their first frame; EXIF orientation is not applied.

#![forbid(unsafe_code)]

mod decode;
mod error;
mod format;
mod scale;

pub use decode::{IMAGE_PIXELS_MAX, Limits, decode};
pub use error::{Format, ImageError};
pub use format::PixelFormat;

/// Decoded pixels.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    /// Pixels across, at least 1.
    pub width: u32,
    /// Pixels down, at least 1.
    pub height: u32,
    /// What a pixel is.
    pub format: PixelFormat,
    /// The pixels; rows from the top without padding.
    pub bytes: Vec<u8>,
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Pixels({}x{} {:?})", self.width, self.height, self.format)
    }
}

/// The box in which an image is shown, in pixels of the screen.
///
/// The image is scaled down as far as it still covers the box in both directions, which serves `cover`, `contain` and
/// `fill` alike; it is never scaled up. A side of 0 asks for nothing, so that 0 × 0 keeps the size of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// Width of the box.
    pub width: u32,
    /// Height of the box.
    pub height: u32,
}

impl Target {
    /// Keeps the size of the file.
    pub const UNSCALED: Self = Self { width: 0, height: 0 };
}
