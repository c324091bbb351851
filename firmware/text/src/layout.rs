//! What shaping gives and painting takes: glyphs at their places, named by keys that survive threads and frames.

use ferrule_abi::Color;

use crate::fonts::StyledFace;

/// Names one glyph of one face at one size: what a rasterised mask depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct GlyphKey {
    pub(crate) face: StyledFace,
    pub(crate) glyph: u16,
    /// `f32::to_bits` of the size in pixels, so that the key can be compared and hashed.
    pub(crate) size_bits: u32,
    /// The mask is shifted to the right by half a pixel.
    pub(crate) half_pixel: bool,
}

impl GlyphKey {
    /// Font size in pixels.
    #[must_use]
    pub fn size(&self) -> f32 {
        f32::from_bits(self.size_bits)
    }

    /// The same glyph at another size in pixels.
    #[must_use]
    pub fn with_size(mut self, size: f32) -> Self {
        self.size_bits = size.to_bits();
        self
    }

    /// The same glyph, its mask shifted to the right by half a pixel or not. Layouts name the unshifted one; painters
    /// that place masks on whole pixels choose the nearer of the two.
    #[must_use]
    pub fn with_half_pixel(mut self, half_pixel: bool) -> Self {
        self.half_pixel = half_pixel;
        self
    }
}

/// A glyph with the place of its origin, in pixels from the layout's top left corner.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlacedGlyph {
    /// What to draw.
    pub key: GlyphKey,
    /// Where its origin is, to the right.
    pub x: f32,
    /// Where its baseline is, down.
    pub y: f32,
    /// The colour to draw it in instead of the text's, from a span.
    pub color: Option<Color>,
}

/// A text, shaped and broken into lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TextLayout {
    /// Width of the widest line, pixels. Lines are aligned within the width asked for, not within this.
    pub width: f32,
    /// Height of all lines, pixels.
    pub height: f32,
    /// From the top to the first baseline, pixels.
    pub baseline: f32,
    /// Lines, at least 1.
    pub lines: u32,
    /// A paragraph runs from right to left.
    pub is_rtl: bool,
    /// Visible glyphs, line by line from left to right.
    pub glyphs: Vec<PlacedGlyph>,
}

impl TextLayout {
    /// Heap and own bytes, for caches that have a cap.
    #[must_use]
    pub fn bytes(&self) -> usize {
        size_of::<Self>() + self.glyphs.capacity() * size_of::<PlacedGlyph>()
    }
}
