//! Shaping: fonts with fall-back, both writing directions, line breaks, alignment and the ellipsis.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use cosmic_text::{
    Align, Attrs, AttrsList, BufferLine, Ellipsize, EllipsizeHeightLimit, Family, FontSystem, Hinting,
    LayoutGlyph, LayoutLine, LineEnding, Shaping, Wrap, fontdb,
};
use ferrule_abi::Keyword;
use ferrule_abi::limits::STRING_BYTES_MAX;
use ferrule_abi::text::TextRequest;

use crate::cache::LayoutCache;
use crate::{Fonts, GlyphKey, PlacedGlyph, TextLayout};

/// Glyphs of one layout. A longer text is refused.
pub const GLYPHS_MAX: usize = 4096;
/// Largest font size.
pub const FONT_SIZE_PIXELS_MAX: f32 = 512.0;
/// Largest line height, as a multiple of the font size.
pub const LINE_HEIGHT_MAX: f32 = 10.0;
/// Widest line.
pub const WIDTH_PIXELS_MAX: f32 = 16384.0;
/// Bytes of cached layouts, unless the caller says otherwise: the texts of several screens.
pub const SHAPER_CACHE_BYTES_DEFAULT: usize = 1 << 20;

/// Requests at or above this weight get the bold face. There are two weights.
const BOLD_FROM: u16 = 600;
/// Columns from one tab stop to the next.
const TAB_COLUMNS: u16 = 4;
/// Ascent and descent as shares of the font size where a face does not say.
const ASCENT_DESCENT_DEFAULT: (f32, f32) = (0.93, 0.24);

/// Why a text has no layout. None of these is the device's fault: the request is refused, the caller goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// The size is not above 0 and at most [`FONT_SIZE_PIXELS_MAX`].
    #[error("font size out of range: above 0 and at most {FONT_SIZE_PIXELS_MAX} pixels")]
    Size,
    /// The line height is not above 0 and at most [`LINE_HEIGHT_MAX`].
    #[error("line height out of range: above 0 and at most {LINE_HEIGHT_MAX} times the font size")]
    LineHeight,
    /// The width is not a number from 0 on.
    #[error("width out of range: at least 0 pixels")]
    Width,
    /// The text is longer than a string may be.
    #[error("text of {bytes} bytes; at most {STRING_BYTES_MAX}")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// The text has more than [`GLYPHS_MAX`] glyphs.
    #[error("text of more than {GLYPHS_MAX} glyphs; split it")]
    TooManyGlyphs,
    /// The shaping library gave up on this text.
    #[error("the shaper failed on this text")]
    Failed,
}

/// Turns texts into layouts. One per thread that asks.
#[derive(Debug)]
pub struct Shaper {
    fonts: Fonts,
    system: FontSystem,
    cache: LayoutCache,
}

impl Shaper {
    /// A shaper whose cached layouts take at most `cache_bytes_max` bytes; beyond that, those used longest ago are
    /// dropped.
    #[must_use]
    pub fn new(fonts: &Fonts, cache_bytes_max: usize) -> Self {
        Self { fonts: fonts.clone(), system: fonts.system(), cache: LayoutCache::new(cache_bytes_max) }
    }

    /// Lays a text out, or gives the layout made for the same request before.
    ///
    /// Lines end at line feeds and where a width is given, between words where possible. `start` is left and `end` right
    /// within that width, whatever direction the text has: the UI runs from left to right. Without a width each line
    /// begins at 0.
    ///
    /// # Errors
    /// The request is out of range, or the text has too many glyphs.
    pub fn measure(&mut self, request: &TextRequest<'_>) -> Result<Arc<TextLayout>, TextError> {
        check(request)?;
        if let Some(layout) = self.cache.get(request) {
            return Ok(layout);
        }
        let Self { fonts, system, .. } = self;
        // The text is a guest's. A panic in the shaping library must not take the device with it; what it may have
        // left half done is thrown away.
        let shaped = catch_unwind(AssertUnwindSafe(|| Paragraphs::new(fonts, system, request).lay_out()));
        let layout = Arc::new(shaped.unwrap_or_else(|_| {
            self.system = self.fonts.system();
            Err(TextError::Failed)
        })?);
        self.cache.insert(request, &layout);
        Ok(layout)
    }

    /// Bytes of the layouts cached.
    #[must_use]
    pub fn cache_bytes(&self) -> usize {
        self.cache.bytes()
    }

    /// Drops layouts used longest ago until at most `bytes` are cached: for times of short memory.
    pub fn shrink_cache(&mut self, bytes: usize) {
        self.cache.shrink_to(bytes);
    }
}

fn check(request: &TextRequest<'_>) -> Result<(), TextError> {
    let within = |value: f32, max: f32| value > 0.0 && value <= max;
    if !within(request.size, FONT_SIZE_PIXELS_MAX) {
        return Err(TextError::Size);
    }
    if !within(request.line_height, LINE_HEIGHT_MAX) {
        return Err(TextError::LineHeight);
    }
    if request.width_max.is_some_and(|width| width.is_nan() || width < 0.0) {
        return Err(TextError::Width);
    }
    if request.text.len() > STRING_BYTES_MAX {
        return Err(TextError::TooLong { bytes: request.text.len() });
    }
    Ok(())
}

/// One layout in the making.
struct Paragraphs<'a> {
    fonts: &'a Fonts,
    system: &'a mut FontSystem,
    request: &'a TextRequest<'a>,
    attributes: Attrs<'static>,
    /// Where baselines are below the tops of their lines, from the main font: a line of another script keeps it.
    baseline: f32,
    layout: TextLayout,
}

impl<'a> Paragraphs<'a> {
    fn new(fonts: &'a Fonts, system: &'a mut FontSystem, request: &'a TextRequest<'a>) -> Self {
        let weight = if request.weight >= BOLD_FROM { fontdb::Weight::BOLD } else { fontdb::Weight::NORMAL };
        let attributes = Attrs::new().family(Family::SansSerif).weight(weight);
        let (ascent, descent) = ascent_and_descent(system, weight);
        let leading = request.line_height - ascent - descent;
        let baseline = (leading / 2.0 + ascent) * request.size;
        let layout = TextLayout { baseline, ..TextLayout::default() };
        Self { fonts, system, request, attributes, baseline, layout }
    }

    fn lay_out(mut self) -> Result<TextLayout, TextError> {
        let text = self.request.text;
        let mut paragraphs = text.split('\n').peekable();
        while let Some(paragraph) = paragraphs.next() {
            let has_more = paragraphs.peek().is_some();
            self.paragraph(paragraph.strip_suffix('\r').unwrap_or(paragraph), has_more)?;
            if self.lines_left() == Some(0) {
                break;
            }
        }
        self.layout.height = self.layout.lines as f32 * self.line_height();
        self.layout.glyphs.shrink_to_fit();
        Ok(self.layout)
    }

    fn line_height(&self) -> f32 {
        self.request.size * self.request.line_height
    }

    /// Lines still allowed; nothing when there is no limit.
    fn lines_left(&self) -> Option<usize> {
        let max = u32::from(self.request.lines_max);
        (max > 0).then(|| (max - self.layout.lines.min(max)) as usize)
    }

    fn paragraph(&mut self, text: &str, has_more: bool) -> Result<(), TextError> {
        let left = self.lines_left();
        let mut line = self.shape(text.to_owned(), left);
        let lines = line.layout_opt().map_or(0, Vec::len);
        if has_more && left == Some(lines.max(1)) {
            // What follows does not fit any more, and that has to be seen.
            line = self.shape(format!("{text}\u{2026}"), left);
        }
        for visual in line.layout_opt().map(Vec::as_slice).unwrap_or_default() {
            self.line(visual)?;
        }
        if lines == 0 {
            self.layout.lines += 1;
        }
        Ok(())
    }

    fn shape(&mut self, text: String, lines_max: Option<usize>) -> BufferLine {
        let attributes = AttrsList::new(&self.attributes);
        let mut line = BufferLine::new(text, LineEnding::None, attributes, Shaping::Advanced);
        line.set_align(Some(match self.request.align {
            Keyword::Center => Align::Center,
            Keyword::End => Align::Right,
            _ => Align::Left,
        }));
        let width = self.request.width_max.map(|width| width.min(WIDTH_PIXELS_MAX));
        let wrap = if width.is_some() { Wrap::WordOrGlyph } else { Wrap::None };
        let ellipsize = match lines_max {
            Some(lines) => Ellipsize::End(EllipsizeHeightLimit::Lines(lines)),
            None => Ellipsize::None,
        };
        let size = self.request.size;
        line.layout(self.system, size, width, wrap, ellipsize, None, TAB_COLUMNS, Hinting::Disabled);
        line
    }

    /// Takes over the glyphs of one line.
    fn line(&mut self, line: &LayoutLine) -> Result<(), TextError> {
        if self.layout.glyphs.len() + line.glyphs.len() > GLYPHS_MAX {
            return Err(TextError::TooManyGlyphs);
        }
        let baseline = self.layout.lines as f32 * self.line_height() + self.baseline;
        for glyph in &line.glyphs {
            self.layout.glyphs.push(self.placed(glyph, baseline));
        }
        self.layout.width = self.layout.width.max(line.w);
        self.layout.lines += 1;
        Ok(())
    }

    fn placed(&self, glyph: &LayoutGlyph, baseline: f32) -> PlacedGlyph {
        let key = GlyphKey {
            font: glyph.font_id,
            size_bits: glyph.font_size.to_bits(),
            glyph: glyph.glyph_id,
            embolden: self.fonts.is_artificial_bold(glyph.font_id),
            half_pixel: false,
        };
        let x = glyph.x + glyph.font_size * glyph.x_offset;
        let y = baseline + glyph.y - glyph.font_size * glyph.y_offset;
        PlacedGlyph { key, x, y }
    }
}

/// Ascent and descent of the main font as shares of the font size.
fn ascent_and_descent(system: &mut FontSystem, weight: fontdb::Weight) -> (f32, f32) {
    let query = fontdb::Query { families: &[Family::SansSerif], weight, ..fontdb::Query::default() };
    let font = system.db().query(&query).and_then(|id| system.get_font(id, weight));
    let Some(metrics) = font.as_ref().map(|font| font.metrics()) else { return ASCENT_DESCENT_DEFAULT };
    let em = f32::from(metrics.units_per_em.max(1));
    (metrics.ascent / em, -metrics.descent / em)
}
