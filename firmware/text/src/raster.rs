//! Rasterising: a glyph's outline becomes a mask of coverage.

use swash::FontRef;
use swash::scale::image::Image;
use swash::scale::{Render, ScaleContext, Source};
use swash::zeno::{Angle, Format, Transform, Vector};

use crate::{Fonts, GlyphKey};

/// How much an outline of size 1 is thickened where a bold face is missing, on each side.
const EMBOLDEN: f32 = 1.0 / 48.0;
/// How far upright letters lean where an italic face is missing.
const SLANT_DEGREES: f32 = 12.0;

/// Coverage of a glyph's pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GlyphMask {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// From the glyph's origin to the mask's left edge, pixels to the right.
    pub left: i32,
    /// From the baseline to the mask's top edge, pixels up.
    pub top: i32,
    /// 0 outside, 255 inside; rows from the top without padding.
    pub alpha: Vec<u8>,
}

/// Makes masks. One per thread that asks; it keeps nothing of what it made, the painter's atlas does.
pub struct Rasterizer {
    fonts: Fonts,
    /// By face: what the rasteriser knows a font by, so that it finds again what it prepared.
    keys: Vec<swash::CacheKey>,
    context: ScaleContext,
    image: Image,
}

impl std::fmt::Debug for Rasterizer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Rasterizer").finish_non_exhaustive()
    }
}

impl Rasterizer {
    /// A rasteriser of these fonts. Keys of layouts shaped with them, or with clones of them, can be given to it.
    #[must_use]
    pub fn new(fonts: &Fonts) -> Self {
        let keys = (0..fonts.faces_count()).map(|_| swash::CacheKey::new()).collect();
        Self { fonts: fonts.clone(), keys, context: ScaleContext::new(), image: Image::new() }
    }

    /// The mask of a glyph; empty for a blank, nothing for a glyph without outline or of unknown fonts.
    pub fn rasterize(&mut self, key: GlyphKey) -> Option<GlyphMask> {
        let mut font = FontRef::from_index(self.fonts.bytes(key.face.face)?, 0)?;
        font.key = *self.keys.get(usize::from(key.face.face))?;
        let mut scaler = self.context.builder(font).size(key.size()).build();
        self.image.clear();
        let shift = if key.half_pixel { 0.5 } else { 0.0 };
        let lean = Transform::skew(Angle::from_degrees(SLANT_DEGREES), Angle::ZERO);
        let is_drawn = Render::new(&[Source::Outline])
            .format(Format::Alpha)
            .offset(Vector::new(shift, 0.0))
            .transform(key.face.slant.then_some(lean))
            .embolden(if key.face.embolden { key.size() * EMBOLDEN } else { 0.0 })
            .render_into(&mut scaler, key.glyph, &mut self.image);
        let place = self.image.placement;
        is_drawn.then(|| GlyphMask {
            width: place.width,
            height: place.height,
            left: place.left,
            top: place.top,
            alpha: self.image.data.clone(),
        })
    }
}
