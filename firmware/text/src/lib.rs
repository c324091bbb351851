//! Text on the device: which fonts there are, how a text becomes placed glyphs, and how a glyph becomes a mask.
//!
//! The engine's thread shapes ([`Shaper`]), the display's thread rasterises ([`Rasterizer`]); both are made from one
//! [`Fonts`], which maps the font files instead of reading them, so that only the pages in use cost memory. Nothing
//! here knows of colours, screens or GL.

#![forbid(unsafe_code)]

mod cache;
mod fallback;
mod fonts;
mod layout;
mod raster;
mod shape;

pub use fonts::{FONT_FILES_MAX, FontError, Fonts};
pub use layout::{GlyphKey, PlacedGlyph, TextLayout};
pub use raster::{GlyphMask, Rasterizer};
pub use shape::{
    FONT_SIZE_PIXELS_MAX, GLYPHS_MAX, LINE_HEIGHT_MAX, SHAPER_CACHE_BYTES_DEFAULT, Shaper, TextError,
    WIDTH_PIXELS_MAX,
};
