//! The text of a text node and its shaped layouts, at most two at a time: one unbounded and one at the width shown.

use alloc::boxed::Box;
use alloc::string::String;

use ferrule_abi::Keyword;
use ferrule_abi::text::{TextMetrics, TextRequest, TextSpans};
use taffy::geometry::Size;
use taffy::style::AvailableSpace;

use crate::host::Host;
use crate::math::clamp;

/// Layouts kept per text.
const LAYOUTS: usize = 2;
/// Widths closer than this are one.
const SAME_WIDTH_PIXELS: f32 = 0.01;
/// A centred or right-aligned text that is closer to its box than this is not aligned any more.
const SNUG_PIXELS: f32 = 0.5;
/// Font size of a text that says nothing, in pixels.
const FONT_SIZE_DEFAULT: f32 = 24.0;
/// Largest font size in pixels.
const FONT_SIZE_MAX: f32 = 512.0;
/// Line height of a text that says nothing, as a multiple of the font size.
const LINE_HEIGHT_DEFAULT: f32 = 1.2;
/// Font weight of a text that says nothing.
const WEIGHT_DEFAULT: f32 = 400.0;

/// A layout and what it was made for.
#[derive(Clone, Copy, Debug)]
struct Shaped {
    /// Infinite for one unbounded line.
    width_max: f32,
    metrics: TextMetrics,
}

/// A number of a text's style.
#[derive(Clone, Copy, Debug)]
pub(crate) enum TextNumber {
    Size,
    Weight,
    LinesMax,
    LineHeight,
    LetterSpacing,
}

/// What a text node shows.
#[derive(Clone, Debug)]
pub(crate) struct TextContent {
    text: String,
    size: f32,
    weight: f32,
    lines_max: f32,
    line_height: f32,
    letter_spacing: f32,
    align: Keyword,
    /// `None` to let the text decide.
    direction: Keyword,
    is_italic: bool,
    /// Parts in another style, as [`TextSpans`] has them.
    spans: Box<[u8]>,
    /// The largest font size of a part.
    span_size: f32,
    shaped: [Option<Shaped>; LAYOUTS],
    /// Which layout makes room for the next.
    oldest: u8,
}

impl Default for TextContent {
    fn default() -> Self {
        Self {
            text: String::new(),
            size: FONT_SIZE_DEFAULT,
            weight: WEIGHT_DEFAULT,
            lines_max: 0.0,
            line_height: LINE_HEIGHT_DEFAULT,
            letter_spacing: 0.0,
            align: Keyword::Start,
            direction: Keyword::None,
            is_italic: false,
            spans: Box::default(),
            span_size: 0.0,
            shaped: [None; LAYOUTS],
            oldest: 0,
        }
    }
}

impl TextContent {
    /// Bytes of the text and of the styles of its parts.
    pub(crate) fn text_bytes(&self) -> usize {
        self.text.len() + self.spans.len()
    }

    pub(crate) fn spans(&self) -> &[u8] {
        &self.spans
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Font size in pixels of the largest letters, for how far glyphs may reach out of the box.
    pub(crate) fn size(&self) -> f32 {
        self.size.max(self.span_size)
    }

    /// Changes the text, which has no parts in another style. The caller clears the layouts when it is another.
    pub(crate) fn set_text(&mut self, text: &str) {
        self.set_spans(&TextSpans::NONE);
        self.text.clear();
        // Texts that shrink a lot give their memory back.
        if self.text.capacity() > 2 * text.len() {
            self.text = String::with_capacity(text.len());
        }
        self.text.push_str(text);
    }

    /// Changes the styles of parts. The caller clears the layouts when they are others.
    pub(crate) fn set_spans(&mut self, spans: &TextSpans<'_>) {
        self.spans = spans.as_bytes().into();
        let sizes = spans.iter().filter_map(|span| span.size);
        self.span_size = sizes.fold(0.0, |largest, size| clamp(size, largest, FONT_SIZE_MAX));
    }

    /// Changes a number, nothing for its default; answers whether it is another now.
    pub(crate) fn set_number(&mut self, which: TextNumber, value: Option<f32>) -> bool {
        let (field, default, least, most) = match which {
            TextNumber::Size => (&mut self.size, FONT_SIZE_DEFAULT, 1.0, FONT_SIZE_MAX),
            TextNumber::Weight => (&mut self.weight, WEIGHT_DEFAULT, 100.0, 900.0),
            TextNumber::LinesMax => (&mut self.lines_max, 0.0, 0.0, 1000.0),
            TextNumber::LineHeight => (&mut self.line_height, LINE_HEIGHT_DEFAULT, 0.5, 10.0),
            TextNumber::LetterSpacing => (&mut self.letter_spacing, 0.0, -512.0, 512.0),
        };
        let value = clamp(value.unwrap_or(default), least, most);
        core::mem::replace(field, value) != value
    }

    pub(crate) fn set_align(&mut self, align: Keyword) -> bool {
        core::mem::replace(&mut self.align, align) != align
    }

    pub(crate) fn set_direction(&mut self, direction: Keyword) -> bool {
        core::mem::replace(&mut self.direction, direction) != direction
    }

    pub(crate) fn set_italic(&mut self, is_italic: bool) -> bool {
        core::mem::replace(&mut self.is_italic, is_italic) != is_italic
    }

    /// Gives all layouts back.
    pub(crate) fn release<H: Host>(&mut self, host: &mut H) {
        for shaped in &mut self.shaped {
            release(host, shaped.take());
        }
    }

    /// The layouts held, for the invariants.
    pub(crate) fn held_layouts(&self) -> impl Iterator<Item = u32> {
        self.shaped.iter().flatten().map(|shaped| shaped.metrics.layout).filter(|&layout| layout != 0)
    }

    /// The layout for a width, shaped now unless one of those kept will do. Infinite: one unbounded line.
    pub(crate) fn shape<H: Host>(&mut self, host: &mut H, width_max: f32) -> TextMetrics {
        if self.text.is_empty() {
            return TextMetrics::default();
        }
        for shaped in self.shaped.iter().flatten() {
            if self.serves(shaped, width_max) {
                return shaped.metrics;
            }
        }
        let request = TextRequest {
            weight: self.weight as u16,
            align: self.align,
            lines_max: self.lines_max as u16,
            line_height: self.line_height,
            letter_spacing: self.letter_spacing,
            is_italic: self.is_italic,
            direction: self.direction,
            width_max: width_max.is_finite().then_some(width_max),
            spans: TextSpans::from_bytes(&self.spans).unwrap_or_default(),
            ..TextRequest::new(&self.text, self.size)
        };
        let metrics = sound(host.measure_text(&request));
        let slot = &mut self.shaped[usize::from(self.oldest) % LAYOUTS];
        self.oldest = (self.oldest + 1) % LAYOUTS as u8;
        release(host, slot.replace(Shaped { width_max, metrics }));
        metrics
    }

    /// True when a layout made for one width looks the same at another.
    fn serves(&self, shaped: &Shaped, width_max: f32) -> bool {
        if shaped.width_max.is_infinite() {
            let slack = width_max - shaped.metrics.width;
            return width_max.is_infinite()
                || slack >= -SAME_WIDTH_PIXELS
                    && (self.is_left(shaped.metrics.is_rtl) || slack < SNUG_PIXELS);
        }
        (shaped.width_max - width_max).abs() < SAME_WIDTH_PIXELS
    }

    /// True when all lines begin at the left edge, however wide the box is. `is_rtl` when one of them may run from right
    /// to left.
    fn is_left(&self, is_rtl: bool) -> bool {
        self.align == Keyword::Start && !is_rtl
    }
}

fn release<H: Host>(host: &mut H, shaped: Option<Shaped>) {
    if let Some(layout) = shaped.map(|shaped| shaped.metrics.layout)
        && layout != 0
    {
        host.release_text(layout);
    }
}

/// The host's answer with sizes that layout can work with.
fn sound(metrics: TextMetrics) -> TextMetrics {
    let side = |value: f32| if value.is_finite() { clamp(value, 0.0, 1.0e5) } else { 0.0 };
    TextMetrics {
        layout: metrics.layout,
        width: side(metrics.width),
        height: side(metrics.height),
        baseline: side(metrics.baseline),
        is_rtl: metrics.is_rtl,
    }
}

/// The size of a text for layout, within the room given.
pub(crate) fn measure<H: Host>(
    content: &mut TextContent,
    host: &mut H,
    known: Size<Option<f32>>,
    available: Size<AvailableSpace>,
) -> Size<f32> {
    let width_max = match (known.width, available.width) {
        (Some(width), _) | (None, AvailableSpace::Definite(width)) => width.max(0.0),
        (None, AvailableSpace::MaxContent) => f32::INFINITY,
        (None, AvailableSpace::MinContent) if content.lines_max > 0.0 => {
            // It can shrink to an ellipsis and less.
            let line = content.shape(host, f32::INFINITY);
            return Size { width: 0.0, height: known.height.unwrap_or(line.height) };
        }
        (None, AvailableSpace::MinContent) => 0.0,
    };
    let metrics = content.shape(host, width_max);
    Size { width: known.width.unwrap_or(metrics.width), height: known.height.unwrap_or(metrics.height) }
}
