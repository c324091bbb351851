//! Requests to layouts: checks, caches, and the steps between.

use std::cell::Cell;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use ferrule_abi::Keyword;
use ferrule_abi::limits::STRING_BYTES_MAX;
use ferrule_abi::text::TextRequest;
use unicode_bidi::Level;
use unicode_script::Script;

use crate::breaks::{self, Break};
use crate::cache::Cache;
use crate::error::TextError;
use crate::fallback::Fallback;
use crate::itemize::{Directions, Run, itemize};
use crate::lines::{self, Line};
use crate::place::Text;
use crate::shape::{Paragraph, RunShaper};
use crate::style::Styles;
use crate::{Fonts, TextLayout};

/// Glyphs of one layout. A longer text is refused.
pub const GLYPHS_MAX: usize = 4096;
/// Largest font size.
pub const FONT_SIZE_PIXELS_MAX: f32 = 512.0;
/// Largest line height, as a multiple of the font size.
pub const LINE_HEIGHT_MAX: f32 = 10.0;
/// Largest letter spacing, either sign.
pub const LETTER_SPACING_PIXELS_MAX: f32 = 512.0;
/// Widest line.
pub const WIDTH_PIXELS_MAX: f32 = 16384.0;
/// Bytes of cached layouts and shaped texts, unless the caller says otherwise: the texts of several screens.
pub const SHAPER_CACHE_BYTES_DEFAULT: usize = 1 << 20;

thread_local! {
    static IS_SHAPING: Cell<bool> = const { Cell::new(false) };
}

/// True while this thread shapes a text: a panic hook that ends the process leaves such a panic alone, because
/// [`Shaper::measure`] catches it and refuses the text.
#[must_use]
pub fn is_shaping() -> bool {
    IS_SHAPING.get()
}

const ELLIPSIS: &str = "\u{2026}";

/// Turns texts into layouts. One per thread that asks.
#[derive(Debug)]
pub struct Shaper {
    fonts: Fonts,
    tools: Tools,
    /// By the whole request.
    layouts: Cache<TextLayout>,
    /// By what shapes letters: another width, alignment or number of lines only breaks the same letters anew.
    shaped: Cache<Shaped>,
}

/// What shaping works with. Thrown away when a panic may have left it half done.
#[derive(Debug)]
struct Tools {
    fallback: Fallback,
    runs: RunShaper,
    breaks: Vec<Break>,
    items: Vec<Run>,
}

/// A text before it is broken into lines.
#[derive(Debug)]
struct Shaped {
    styles: Styles,
    paragraphs: Vec<Paragraph>,
}

impl Shaper {
    /// A shaper whose caches take at most `cache_bytes_max` bytes together; beyond that, what was used longest ago is
    /// dropped.
    #[must_use]
    pub fn new(fonts: &Fonts, cache_bytes_max: usize) -> Self {
        let half = cache_bytes_max / 2;
        Self {
            fonts: fonts.clone(),
            tools: Tools::new(fonts),
            layouts: Cache::new(cache_bytes_max - half),
            shaped: Cache::new(half),
        }
    }

    /// Lays a text out, or gives the layout made for the same request before.
    ///
    /// Lines end at line feeds and where a width is given: between words where possible, else between letters. Without a
    /// width, lines are aligned within the widest. When lines are left out, an ellipsis takes the place of what does not
    /// fit at the end of the last one, which is its left end in a paragraph that runs from right to left.
    ///
    /// # Errors
    /// The request is out of range, or the text has too many glyphs.
    pub fn measure(&mut self, request: &TextRequest<'_>) -> Result<Arc<TextLayout>, TextError> {
        check(request)?;
        if let Some(layout) = self.layouts.get(request) {
            return Ok(layout);
        }
        // The text is a guest's. A panic in a shaping library must not take the device with it; what it may have left
        // half done is thrown away.
        IS_SHAPING.set(true);
        let made = catch_unwind(AssertUnwindSafe(|| self.lay_out(request)));
        IS_SHAPING.set(false);
        let layout = made.unwrap_or_else(|_| {
            self.tools = Tools::new(&self.fonts);
            Err(TextError::Failed)
        })?;
        self.layouts.insert(request, &layout, layout.bytes());
        Ok(layout)
    }

    /// Bytes of the layouts and shaped texts cached.
    #[must_use]
    pub fn cache_bytes(&self) -> usize {
        self.layouts.bytes() + self.shaped.bytes()
    }

    /// Drops what was used longest ago until at most `bytes` are cached: for times of short memory.
    pub fn shrink_cache(&mut self, bytes: usize) {
        self.shaped.shrink_to(bytes.saturating_sub(self.layouts.bytes()));
        self.layouts.shrink_to(bytes);
    }

    fn lay_out(&mut self, request: &TextRequest<'_>) -> Result<Arc<TextLayout>, TextError> {
        let shaped = self.shaped(request)?;
        let width_max = request.width_max.map_or(f32::INFINITY, |width| width.min(WIDTH_PIXELS_MAX));
        let lines_max = if request.lines_max == 0 { usize::MAX } else { usize::from(request.lines_max) };
        let mut lines = Vec::new();
        let mut is_cut = false;
        for (index, paragraph) in shaped.paragraphs.iter().enumerate() {
            let left = lines_max - lines.len();
            is_cut = left == 0 || lines::break_lines(paragraph, index, width_max, left, &mut lines);
            if is_cut {
                break;
            }
        }
        let last = lines.last_mut().filter(|_| is_cut);
        let ellipsis = last.map(|line| self.tools.cut(&shaped, line, width_max, &self.fonts));
        let text = Text {
            request,
            paragraphs: &shaped.paragraphs,
            styles: &shaped.styles,
            ellipsis: ellipsis.as_ref(),
            ascent_and_descent: self.fonts.ascent_and_descent(),
        };
        Ok(Arc::new(text.place(&lines, width_max)))
    }

    fn shaped(&mut self, request: &TextRequest<'_>) -> Result<Arc<Shaped>, TextError> {
        let (align, line_height) = (Keyword::Start, 1.0);
        let request = &TextRequest { align, line_height, lines_max: 0, width_max: None, ..*request };
        if let Some(shaped) = self.shaped.get(request) {
            return Ok(shaped);
        }
        let shaped = Arc::new(self.tools.shape(request, &self.fonts)?);
        self.shaped.insert(request, &shaped, shaped.bytes());
        Ok(shaped)
    }
}

impl Shaped {
    fn bytes(&self) -> usize {
        size_of::<Self>()
            + self.styles.bytes()
            + self.paragraphs.capacity() * size_of::<Paragraph>()
            + self.paragraphs.iter().map(Paragraph::bytes).sum::<usize>()
    }
}

impl Tools {
    fn new(fonts: &Fonts) -> Self {
        let (fallback, runs) = (Fallback::new(fonts), RunShaper::new(fonts));
        Self { fallback, runs, breaks: Vec::new(), items: Vec::new() }
    }

    fn shape(&mut self, request: &TextRequest<'_>, fonts: &Fonts) -> Result<Shaped, TextError> {
        let styles = Styles::resolve(request);
        let mut paragraphs = Vec::new();
        let mut glyphs = 0;
        for (start, paragraph) in split(request.text) {
            let shaped = self.paragraph(request, start..start + paragraph.len(), &styles, fonts);
            glyphs += shaped.glyphs.len();
            if glyphs > GLYPHS_MAX {
                return Err(TextError::TooManyGlyphs);
            }
            paragraphs.push(shaped);
        }
        paragraphs.shrink_to_fit();
        Ok(Shaped { styles, paragraphs })
    }

    fn paragraph(
        &mut self,
        request: &TextRequest<'_>,
        bytes: Range<usize>,
        styles: &Styles,
        fonts: &Fonts,
    ) -> Paragraph {
        let text = &request.text[bytes.clone()];
        let base = match request.direction {
            Keyword::Ltr => Some(Level::ltr()),
            Keyword::Rtl => Some(Level::rtl()),
            _ => None,
        };
        let directions = Directions::of(text, base);
        let start = bytes.start;
        breaks::find(text, &mut self.breaks);
        itemize(request.text, bytes, &directions, styles, fonts, &mut self.fallback, &mut self.items);
        let mut paragraph = Paragraph { is_rtl: directions.is_rtl, ..Paragraph::default() };
        for run in &self.items {
            self.runs.shape(request.text, run, styles, (start, &self.breaks), &mut paragraph);
        }
        paragraph.clusters.shrink_to_fit();
        paragraph.glyphs.shrink_to_fit();
        paragraph
    }

    /// Cuts a line; answers the ellipsis that stands behind it, in the style of the last letter left.
    fn cut(&mut self, shaped: &Shaped, line: &mut Line, width_max: f32, fonts: &Fonts) -> Paragraph {
        let paragraph = &shaped.paragraphs[line.paragraph];
        let first = paragraph.clusters.get(line.clusters.start).map_or(0, |cluster| cluster.style);
        let mut made: Option<(u16, Paragraph)> = None;
        lines::cut(paragraph, line, width_max, |last| {
            let style = last.map_or(first, |cluster| cluster.style);
            if made.as_ref().is_none_or(|(of, _)| *of != style) {
                made = Some((style, self.ellipsis(fonts, &shaped.styles, style, paragraph.is_rtl)));
            }
            made.iter().flat_map(|(_, ellipsis)| &ellipsis.clusters).map(|cluster| cluster.advance).sum()
        });
        made.map(|(_, ellipsis)| ellipsis).unwrap_or_default()
    }

    /// An ellipsis in a style of the text.
    fn ellipsis(&mut self, fonts: &Fonts, styles: &Styles, style: u16, is_rtl: bool) -> Paragraph {
        let of = styles.get(style);
        let character = ELLIPSIS.chars().next().unwrap_or('.');
        let face = fonts.styled(self.fallback.family(character), of.weight, of.is_italic);
        let bytes = 0..ELLIPSIS.len();
        let run = Run { bytes, level: u8::from(is_rtl), script: Script::Common, face, style };
        let mut paragraph = Paragraph { is_rtl, ..Paragraph::default() };
        let breaks = [Break::Never; ELLIPSIS.len()];
        self.runs.shape(ELLIPSIS, &run, styles, (0, &breaks), &mut paragraph);
        paragraph
    }
}

fn check(request: &TextRequest<'_>) -> Result<(), TextError> {
    let within = |value: f32, max: f32| value > 0.0 && value <= max;
    let spans = || request.spans.iter();
    let mut sizes = spans().filter_map(|span| span.size).chain([request.size]);
    if !sizes.all(|size| within(size, FONT_SIZE_PIXELS_MAX)) {
        return Err(TextError::Size);
    }
    if !within(request.line_height, LINE_HEIGHT_MAX) {
        return Err(TextError::LineHeight);
    }
    let mut spacings = spans().filter_map(|span| span.letter_spacing).chain([request.letter_spacing]);
    if !spacings.all(|spacing| spacing.abs() <= LETTER_SPACING_PIXELS_MAX) {
        return Err(TextError::LetterSpacing);
    }
    if request.width_max.is_some_and(|width| width.is_nan() || width < 0.0) {
        return Err(TextError::Width);
    }
    if request.text.len() > STRING_BYTES_MAX {
        return Err(TextError::TooLong { bytes: request.text.len() });
    }
    Ok(())
}

/// The lines that the text itself says, without what separates them, and where they begin.
fn split(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = Some(0);
    std::iter::from_fn(move || {
        let start = rest?;
        let found = text[start..].char_indices().find(|(_, character)| ends_line(*character));
        let Some((length, character)) = found else {
            rest = None;
            return Some((start, &text[start..]));
        };
        let end = start + length;
        let is_pair = text[end..].starts_with("\r\n");
        rest = Some(end + if is_pair { 2 } else { character.len_utf8() });
        Some((start, &text[start..end]))
    })
}

/// Line feed, carriage return, and the separators that Unicode's line breaking and writing directions know.
fn ends_line(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_refuses_the_text_and_leaves_the_shaper_whole() {
        let boards = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../board");
        let board = ferrule_board::load(&boards, "qemu-arm64").unwrap();
        let files: Vec<_> =
            board.fonts.files.iter().map(|file| std::path::Path::new("/").join(file)).collect();
        let mut shaper =
            Shaper::new(&Fonts::load_files(&files, &boards).unwrap(), SHAPER_CACHE_BYTES_DEFAULT);
        let request = TextRequest { line_height: 1.0, ..TextRequest::new("a", 20.0) };
        shaper.measure(&request).unwrap();
        // The cached letters lose their glyphs, so that placing them fails.
        let whole = shaper.shaped.get(&request).unwrap();
        let clusters = whole.paragraphs[0].clusters.clone();
        let torn = Paragraph { clusters, ..Paragraph::default() };
        let torn = Arc::new(Shaped { styles: whole.styles.clone(), paragraphs: vec![torn] });
        shaper.shaped.insert(&request, &torn, 0);
        let wide = TextRequest { width_max: Some(100.0), ..request };
        assert_eq!(shaper.measure(&wide), Err(TextError::Failed));
        assert!(!is_shaping());
        assert!(shaper.measure(&TextRequest::new("b", 20.0)).is_ok());
    }

    #[test]
    fn lines_of_the_text_are_split_at_every_separator() {
        let lines = |text| split(text).map(|(start, line)| (start, line.to_owned())).collect::<Vec<_>>();
        let own = |lines: &[(usize, &str)]| {
            lines.iter().map(|(start, line)| (*start, (*line).to_owned())).collect::<Vec<_>>()
        };
        assert_eq!(lines(""), own(&[(0, "")]));
        assert_eq!(lines("a\r\nb\n\nc"), own(&[(0, "a"), (3, "b"), (5, ""), (6, "c")]));
        assert_eq!(lines("a\u{2029}b\n"), own(&[(0, "a"), (4, "b"), (6, "")]));
    }
}
