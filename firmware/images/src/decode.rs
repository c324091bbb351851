//! The three decoders behind one function.

use std::io::Cursor;
use std::panic::catch_unwind;

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::error::{Format, ImageError};
use crate::{Pixels, Target, scale};

/// Pixels of a file, unless the caller allows fewer: a 4:3 picture of 2364 × 1773. A larger one is refused before
/// memory is taken for it. Decoding takes up to 4 bytes for each, and some more in the decoder.
pub const IMAGE_PIXELS_MAX: u32 = 4 * 1024 * 1024;

/// Memory that a decoder may take beside the decoded pixels.
const DECODER_BYTES_MAX: usize = 64 * 1024 * 1024;

/// The marker that ends a JPEG file.
const JPEG_END: [u8; 2] = [0xff, 0xd9];

/// What a caller allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Pixels of a file, width times height.
    pub pixels_max: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { pixels_max: IMAGE_PIXELS_MAX }
    }
}

impl Limits {
    fn check(self, width: u32, height: u32) -> Result<(), ImageError> {
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(ImageError::Empty);
        }
        if pixels > u64::from(self.pixels_max) {
            return Err(ImageError::TooLarge { width, height, pixels_max: self.pixels_max });
        }
        Ok(())
    }
}

/// Pixels as a decoder gave them, not premultiplied.
pub(crate) struct Decoded {
    pub(crate) width: u32,
    pub(crate) height: u32,
    /// 1 grey, 2 grey and alpha, 3 red, green, blue, 4 with alpha.
    pub(crate) channels: usize,
    pub(crate) data: Vec<u8>,
}

/// Decodes a file and scales it down to where it is shown.
///
/// # Errors
/// The format is unknown, the picture too large or empty, or the file broken.
pub fn decode(bytes: &[u8], target: Target, limits: Limits) -> Result<Pixels, ImageError> {
    let format = Format::of(bytes).ok_or(ImageError::UnknownFormat)?;
    // The file is a stranger's: a panic in a decoder is one more broken file, not the end of the worker.
    let decoded = catch_unwind(|| match format {
        Format::Jpeg => jpeg(bytes, limits),
        Format::Png => png(bytes, limits),
        Format::WebP => webp(bytes, limits),
    })
    .unwrap_or_else(|_| Err(failed(format, "the decoder panicked")))?;
    Ok(scale::down(&decoded, target))
}

fn failed(format: Format, reason: impl std::fmt::Display) -> ImageError {
    ImageError::Decode { format, reason: reason.to_string() }
}

fn jpeg(bytes: &[u8], limits: Limits) -> Result<Decoded, ImageError> {
    let broken = |error: zune_jpeg::errors::DecodeErrors| failed(Format::Jpeg, error);
    // The decoder fills what is missing with grey. A file cut short is refused instead.
    if !bytes.windows(2).rev().any(|pair| pair == JPEG_END) {
        return Err(failed(Format::Jpeg, "it is cut short: no end-of-image marker"));
    }
    let options = DecoderOptions::default().jpeg_set_out_colorspace(ColorSpace::RGB);
    let mut decoder = JpegDecoder::new_with_options(Cursor::new(bytes), options);
    decoder.decode_headers().map_err(broken)?;
    let info = decoder.info().ok_or_else(|| failed(Format::Jpeg, "no header"))?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    limits.check(width, height)?;
    let data = decoder.decode().map_err(broken)?;
    Ok(Decoded { width, height, channels: 3, data })
}

fn png(bytes: &[u8], limits: Limits) -> Result<Decoded, ImageError> {
    let broken = |error: png::DecodingError| failed(Format::Png, error);
    let memory = png::Limits { bytes: DECODER_BYTES_MAX };
    let mut decoder = png::Decoder::new_with_limits(Cursor::new(bytes), memory);
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(broken)?;
    let (width, height) = reader.info().size();
    limits.check(width, height)?;
    let size = reader.output_buffer_size().ok_or_else(|| failed(Format::Png, "too large"))?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(broken)?;
    data.truncate(frame.buffer_size());
    Ok(Decoded { width: frame.width, height: frame.height, channels: frame.color_type.samples(), data })
}

fn webp(bytes: &[u8], limits: Limits) -> Result<Decoded, ImageError> {
    let broken = |error: image_webp::DecodingError| failed(Format::WebP, error);
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(bytes)).map_err(broken)?;
    decoder.set_memory_limit(DECODER_BYTES_MAX);
    let (width, height) = decoder.dimensions();
    limits.check(width, height)?;
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let size = decoder.output_buffer_size().ok_or_else(|| failed(Format::WebP, "too large"))?;
    let mut data = vec![0; size];
    decoder.read_image(&mut data).map_err(broken)?;
    Ok(Decoded { width, height, channels, data })
}
