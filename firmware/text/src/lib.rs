//! Text on the device: which fonts there are, how a text becomes placed glyphs, and how a glyph becomes a mask.
//!
//! The engine's thread shapes ([`Shaper`]), the display's thread rasterises ([`Rasterizer`]); both are made from one
//! [`Fonts`], which maps the font files instead of reading them, so that only the pages in use cost memory. A request
//! goes through these steps, each a file:
//!
//! | step | file |
//! |---|---|
//! | spans become styles by byte | `style` |
//! | a paragraph becomes runs of one direction, script, face and style | `itemize`, with `fallback` |
//! | where lines may end | `breaks` |
//! | runs become clusters of glyphs, in logical order | `shape` |
//! | clusters become lines of a width, the last perhaps cut off | `lines` |
//! | lines become glyphs at places, left to right | `place` |
//!
//! The first four are kept for the next width (`shaper`, `cache`). Nothing here knows of screens or GL.

#![deny(unsafe_code)]

mod breaks;
mod cache;
mod error;
mod fallback;
mod fonts;
mod itemize;
mod layout;
mod lines;
mod place;
mod raster;
mod shape;
mod shaper;
mod style;

pub use error::TextError;
pub use fonts::{FONT_FILES_MAX, FontError, Fonts};
pub use layout::{GlyphKey, PlacedGlyph, TextLayout};
pub use raster::{GlyphMask, Rasterizer};
pub use shaper::{
    FONT_SIZE_PIXELS_MAX, GLYPHS_MAX, LETTER_SPACING_PIXELS_MAX, LINE_HEIGHT_MAX, SHAPER_CACHE_BYTES_DEFAULT,
    Shaper, WIDTH_PIXELS_MAX, is_shaping,
};
