//! Pixels that the processor paints: boxes of one colour, and glyphs.

use ferrule_text::GlyphMask;

/// A colour as `0xRRGGBB`.
pub(super) type Rgb = u32;

/// A picture in the making; what lies outside of it is not painted.
#[derive(Debug)]
pub(super) struct Canvas {
    width: u32,
    height: u32,
    pixels: Vec<Rgb>,
}

impl Canvas {
    /// A picture of one colour.
    pub(super) fn new(width: u32, height: u32, color: Rgb) -> Self {
        Self { width, height, pixels: vec![color; width as usize * height as usize] }
    }

    /// The rows from the top, without padding.
    pub(super) fn into_pixels(self) -> Vec<Rgb> {
        self.pixels
    }

    /// A box of one colour.
    pub(super) fn fill(&mut self, (left, top): (i32, i32), (width, height): (u32, u32), color: Rgb) {
        for y in 0..height {
            for x in 0..width {
                self.blend(left, top, (x, y), 255, color);
            }
        }
    }

    /// A glyph whose origin is at `x` on the baseline `y`.
    pub(super) fn glyph(&mut self, x: i32, y: i32, mask: &GlyphMask, color: Rgb) {
        let (left, top) = (x.saturating_add(mask.left), y.saturating_sub(mask.top));
        let rows = mask.alpha.chunks_exact(mask.width.max(1) as usize);
        for (row, alphas) in (0..).zip(rows) {
            for (column, alpha) in (0..).zip(alphas) {
                self.blend(left, top, (column, row), *alpha, color);
            }
        }
    }

    fn blend(&mut self, left: i32, top: i32, (x, y): (u32, u32), alpha: u8, color: Rgb) {
        let (x, y) = (left.saturating_add_unsigned(x), top.saturating_add_unsigned(y));
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if x >= self.width || y >= self.height {
            return;
        }
        if let Some(pixel) = self.pixels.get_mut(y as usize * self.width as usize + x as usize) {
            *pixel = mix(*pixel, color, alpha);
        }
    }
}

/// `color` over `under`, each of the three channels rounded to the nearest.
fn mix(under: Rgb, color: Rgb, alpha: u8) -> Rgb {
    let alpha = u32::from(alpha);
    let channel = |shift: u32| {
        let (below, above) = (under >> shift & 255, color >> shift & 255);
        ((above * alpha + below * (255 - alpha) + 127) / 255) << shift
    };
    channel(16) | channel(8) | channel(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coverage_mixes_two_colours() {
        assert_eq!(mix(0x00_10_20, 0xff_80_40, 0), 0x00_10_20);
        assert_eq!(mix(0x00_10_20, 0xff_80_40, 255), 0xff_80_40);
        assert_eq!(mix(0x00_00_00, 0xff_80_40, 128), 0x80_40_20);
    }

    #[test]
    fn boxes_and_glyphs_end_at_the_edges() {
        let mut canvas = Canvas::new(3, 2, 0);
        canvas.fill((-1, 1), (2, 9), 7);
        assert_eq!(canvas.pixels, [0, 0, 0, 7, 0, 0]);
        let mask = GlyphMask { width: 2, height: 2, left: 1, top: 1, alpha: vec![255, 0, 255, 255] };
        canvas.glyph(1, 1, &mask, 9);
        assert_eq!(canvas.pixels, [0, 0, 9, 7, 0, 9]);
        canvas.glyph(i32::MAX, i32::MIN, &mask, 5);
        canvas.fill((i32::MIN, i32::MAX), (4, 4), 5);
        assert_eq!(canvas.into_pixels(), [0, 0, 9, 7, 0, 9]);
    }
}
