//! How pixels lie in memory, and the way to the smaller of the two formats.

use crate::Pixels;

/// What a pixel is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PixelFormat {
    /// Four bytes: red, green, blue (each multiplied with alpha) and alpha.
    Rgba8888,
    /// Two bytes, a number in the machine's order: red in the upper 5 bits, green in 6, blue in 5. Opaque.
    Rgb565,
}

impl PixelFormat {
    /// Bytes of a pixel.
    #[must_use]
    pub const fn pixel_bytes(self) -> usize {
        match self {
            Self::Rgba8888 => 4,
            Self::Rgb565 => 2,
        }
    }
}

/// Thresholds of an ordered dither, in sixteenths of a step, so that the steps of even ramps do not show as bands.
const DITHER: [[u32; 4]; 4] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]];

impl Pixels {
    /// The same in half the memory, dithered, if it is opaque; else as it is.
    #[must_use]
    pub fn into_rgb565_if_opaque(self) -> Self {
        let (pixels, _) = self.bytes.as_chunks::<4>();
        let is_opaque = pixels.iter().all(|[.., alpha]| *alpha == 255);
        if self.format != PixelFormat::Rgba8888 || !is_opaque {
            return self;
        }
        let mut bytes = Vec::with_capacity(pixels.len() * 2);
        for (row, thresholds) in pixels.chunks_exact(self.width.max(1) as usize).zip(DITHER.iter().cycle()) {
            for ([red, green, blue, _], threshold) in row.iter().zip(thresholds.iter().cycle()) {
                let packed = level(*red, 31, *threshold) << 11
                    | level(*green, 63, *threshold) << 5
                    | level(*blue, 31, *threshold);
                bytes.extend((packed as u16).to_ne_bytes());
            }
        }
        Self { format: PixelFormat::Rgb565, bytes, ..self }
    }
}

/// A channel as one of `0..=most`: the step below, or the one above where the rest is over the threshold.
fn level(value: u8, most: u32, threshold: u32) -> u32 {
    let scaled = u32::from(value) * most;
    let (step, rest) = (scaled / 255, scaled % 255);
    step + u32::from(rest * 32 > 255 * (2 * threshold + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(width: u32, height: u32, pixel: [u8; 4]) -> Pixels {
        let bytes = pixel.repeat((width * height) as usize);
        Pixels { width, height, format: PixelFormat::Rgba8888, bytes }
    }

    fn channels(packed: &[u8; 2]) -> [f32; 3] {
        let packed = u16::from_ne_bytes(*packed);
        [(packed >> 11, 31.0), (packed >> 5 & 63, 63.0), (packed & 31, 31.0)]
            .map(|(level, most)| f32::from(level) / most * 255.0)
    }

    #[test]
    fn what_is_not_opaque_stays_as_it_is() {
        let mut pixels = even(4, 4, [9, 9, 9, 255]);
        pixels.bytes[63] = 254;
        assert_eq!(pixels.clone().into_rgb565_if_opaque(), pixels);
    }

    #[test]
    fn a_dithered_colour_is_right_on_average_and_extremes_are_exact() {
        for value in 0..=255 {
            let small = even(8, 8, [value, value, 255 - value, 255]).into_rgb565_if_opaque();
            assert_eq!((small.format, small.bytes.len()), (PixelFormat::Rgb565, 8 * 8 * 2));
            let (pixels, _) = small.bytes.as_chunks::<2>();
            let mut sums = [0.0; 3];
            for pixel in pixels {
                for (sum, channel) in sums.iter_mut().zip(channels(pixel)) {
                    *sum += channel / 64.0;
                }
            }
            let wants = [value, value, 255 - value].map(f32::from);
            for (sum, want) in sums.iter().zip(wants) {
                let allowed = if want == 0.0 || want == 255.0 { 0.01 } else { 0.5 };
                assert!((sum - want).abs() <= allowed, "{value}: {sums:?}");
            }
        }
    }
}
