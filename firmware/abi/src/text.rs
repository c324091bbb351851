//! What the engine asks of the native text shaper.

use crate::geometry::Color;
use crate::keywords::Keyword;
use crate::limits::{STRING_BYTES_MAX, TEXT_SPANS_MAX};
use crate::wire::{Reader, Record, WireError, Writer};

/// A text to shape, break into lines and measure.
///
/// Encoded: size (f32), weight (u16), italic (u8, 0 or 1), align and direction (u8 each, numbers of [`Keyword`]), letter
/// spacing (f32), most lines (u16), line height (f32), width (f32, −1 for none), text (u16 length, UTF-8), spans (u16
/// count, 20 bytes each). Little-endian, without padding.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextRequest<'a> {
    /// The text, in logical order.
    pub text: &'a str,
    /// Font size in pixels.
    pub size: f32,
    /// 100 to 900.
    pub weight: u16,
    /// Slanted letters.
    pub is_italic: bool,
    /// Pixels between letters beyond what the font says; may be negative.
    pub letter_spacing: f32,
    /// `start`, `center`, `end`, `left`, `right` or `justify` within the width given. `start` is where a paragraph
    /// begins: right, when it runs from right to left.
    pub align: Keyword,
    /// `ltr`, `rtl`, or `none` to let each paragraph's first letter with a direction decide.
    pub direction: Keyword,
    /// Lines before the rest becomes an ellipsis; 0 for no limit.
    pub lines_max: u16,
    /// Line height as a multiple of the size.
    pub line_height: f32,
    /// Width at which lines break, in pixels; nothing for a single unbounded line.
    pub width_max: Option<f32>,
    /// Parts of the text in another style.
    pub spans: TextSpans<'a>,
}

impl<'a> TextRequest<'a> {
    /// Bytes of the longest encoded request.
    pub const BYTES_MAX: usize = 25 + STRING_BYTES_MAX + 2 + TEXT_SPANS_MAX * TextSpan::BYTES;

    /// A text in regular weight, in lines of 1.2 times its size: a beginning for struct update.
    #[must_use]
    pub const fn new(text: &'a str, size: f32) -> Self {
        Self {
            text,
            size,
            weight: 400,
            is_italic: false,
            letter_spacing: 0.0,
            align: Keyword::Start,
            direction: Keyword::None,
            lines_max: 0,
            line_height: 1.2,
            width_max: None,
            spans: TextSpans::NONE,
        }
    }
}

fn keyword(from: &mut Reader<'_>) -> Result<Keyword, WireError> {
    let tag = from.u8()?;
    Keyword::from_u8(tag).ok_or(WireError::UnknownTag { what: "keyword", tag })
}

impl<'a> Record<'a> for TextRequest<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.f32(self.size);
        to.u16(self.weight);
        to.u8(u8::from(self.is_italic));
        to.u8(self.align as u8);
        to.u8(self.direction as u8);
        to.f32(self.letter_spacing);
        to.u16(self.lines_max);
        to.f32(self.line_height);
        to.f32(self.width_max.unwrap_or(-1.0));
        to.str(self.text)?;
        self.spans.encode(to)
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let size = from.f32()?;
        let weight = from.u16()?;
        let is_italic = from.u8()? != 0;
        let (align, direction) = (keyword(from)?, keyword(from)?);
        let letter_spacing = from.f32()?;
        let lines_max = from.u16()?;
        let line_height = from.f32()?;
        let width = from.f32()?;
        let width_max = if width < 0.0 { None } else { Some(width) };
        let text = from.str()?;
        let spans = TextSpans::decode(from)?;
        Ok(Self {
            text,
            size,
            weight,
            is_italic,
            letter_spacing,
            align,
            direction,
            lines_max,
            line_height,
            width_max,
            spans,
        })
    }
}

/// A part of a text in another style. What it does not name is as in the rest of the text; of overlapping spans the later
/// one counts.
///
/// Encoded in 20 bytes: start and end (u16 each), which fields count (u8: 1 weight, 2 colour, 4 size, 8 italic, 16 letter
/// spacing), italic (u8), weight (u16), colour (u32), size (f32), letter spacing (f32). Fields that do not count are 0.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextSpan {
    /// First byte. One inside a character moves back to its beginning, one beyond the text to its end.
    pub start: u16,
    /// The byte after the last one, moved likewise. A span that ends where it starts or before does nothing.
    pub end: u16,
    /// 100 to 900.
    pub weight: Option<u16>,
    /// Instead of the colour that the display list gives.
    pub color: Option<Color>,
    /// Font size in pixels. A line is as high as its largest text.
    pub size: Option<f32>,
    /// Slanted letters.
    pub is_italic: Option<bool>,
    /// Pixels between letters.
    pub letter_spacing: Option<f32>,
}

const HAS_WEIGHT: u8 = 1;
const HAS_COLOR: u8 = 2;
const HAS_SIZE: u8 = 4;
const HAS_ITALIC: u8 = 8;
const HAS_LETTER_SPACING: u8 = 16;
const HAS_ALL: u8 = 31;

impl TextSpan {
    /// Bytes of an encoded span.
    pub const BYTES: usize = 20;
}

impl<'a> Record<'a> for TextSpan {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        let has = |is_there: bool, bit: u8| if is_there { bit } else { 0 };
        to.u16(self.start);
        to.u16(self.end);
        to.u8(has(self.weight.is_some(), HAS_WEIGHT)
            | has(self.color.is_some(), HAS_COLOR)
            | has(self.size.is_some(), HAS_SIZE)
            | has(self.is_italic.is_some(), HAS_ITALIC)
            | has(self.letter_spacing.is_some(), HAS_LETTER_SPACING));
        to.u8(u8::from(self.is_italic.unwrap_or_default()));
        to.u16(self.weight.unwrap_or_default());
        to.color(self.color.unwrap_or(Color(0)));
        to.f32(self.size.unwrap_or_default());
        to.f32(self.letter_spacing.unwrap_or_default());
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let (start, end) = (from.u16()?, from.u16()?);
        let has = from.u8()?;
        if has > HAS_ALL {
            return Err(WireError::UnknownTag { what: "field of a text span", tag: has });
        }
        let italic = from.u8()? != 0;
        let (weight, color) = (from.u16()?, from.color()?);
        let (size, letter_spacing) = (from.f32()?, from.f32()?);
        Ok(Self {
            start,
            end,
            weight: (has & HAS_WEIGHT != 0).then_some(weight),
            color: (has & HAS_COLOR != 0).then_some(color),
            size: (has & HAS_SIZE != 0).then_some(size),
            is_italic: (has & HAS_ITALIC != 0).then_some(italic),
            letter_spacing: (has & HAS_LETTER_SPACING != 0).then_some(letter_spacing),
        })
    }
}

/// The spans of a text, encoded, so that they pass from the app to the shaper as they are: at most
/// [`TEXT_SPANS_MAX`].
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextSpans<'a>(&'a [u8]);

impl<'a> TextSpans<'a> {
    /// No spans.
    pub const NONE: Self = Self(&[]);

    /// Takes encoded spans, one after another.
    ///
    /// # Errors
    /// [`WireError::TooLong`] beyond [`TEXT_SPANS_MAX`] spans; what [`TextSpan`] finds wrong with one of them.
    pub fn from_bytes(bytes: &'a [u8]) -> Result<Self, WireError> {
        if bytes.len() > TEXT_SPANS_MAX * TextSpan::BYTES {
            return Err(WireError::TooLong);
        }
        let mut from = Reader::new(bytes);
        while !from.is_empty() {
            TextSpan::decode(&mut from)?;
        }
        Ok(Self(bytes))
    }

    /// The spans, encoded.
    #[must_use]
    pub const fn as_bytes(&self) -> &'a [u8] {
        self.0
    }

    /// True when there are none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The spans in their order.
    pub fn iter(&self) -> impl Iterator<Item = TextSpan> + use<'a> {
        self.0.chunks_exact(TextSpan::BYTES).map_while(|bytes| TextSpan::decode(&mut Reader::new(bytes)).ok())
    }
}

impl<'a> Record<'a> for TextSpans<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u16((self.0.len() / TextSpan::BYTES) as u16);
        to.bytes(self.0);
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let count = usize::from(from.u16()?);
        if count > TEXT_SPANS_MAX {
            return Err(WireError::TooLong);
        }
        Self::from_bytes(from.bytes(count * TextSpan::BYTES)?)
    }
}

/// The shaper's answer, written where the engine asked.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextMetrics {
    /// The layout's number, to name it in display lists; 0 when the text could not be shaped.
    pub layout: u32,
    /// Width of the widest line in pixels.
    pub width: f32,
    /// Height of all lines in pixels.
    pub height: f32,
    /// Distance from the top to the first baseline in pixels.
    pub baseline: f32,
    /// A paragraph runs from right to left, so that its `start` is on the right.
    pub is_rtl: bool,
}

impl TextMetrics {
    /// Bytes of the encoded answer.
    pub const BYTES: usize = 20;
}

impl<'a> Record<'a> for TextMetrics {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u32(self.layout);
        to.f32(self.width);
        to.f32(self.height);
        to.f32(self.baseline);
        to.u32(u32::from(self.is_rtl));
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(Self {
            layout: from.u32()?,
            width: from.f32()?,
            height: from.f32()?,
            baseline: from.f32()?,
            is_rtl: from.u32()? != 0,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::Batch;

    fn bytes<'a>(record: &impl Record<'a>) -> alloc::vec::Vec<u8> {
        let mut batch = Batch::new(TextRequest::BYTES_MAX);
        batch.push(record).unwrap();
        batch.as_bytes().to_vec()
    }

    fn span() -> TextSpan {
        let (weight, color) = (Some(700), Some(Color(0xff80_40ff)));
        TextSpan { start: 1, end: 3, weight, color, letter_spacing: Some(-1.5), ..TextSpan::default() }
    }

    #[test]
    fn requests_and_answers_read_back_as_written() {
        let spans = bytes(&span()).repeat(2);
        let request = TextRequest {
            direction: Keyword::Rtl,
            letter_spacing: 2.0,
            width_max: Some(0.0),
            is_italic: true,
            spans: TextSpans::from_bytes(&spans).unwrap(),
            ..TextRequest::new("नमस्ते", 20.0)
        };
        let written = bytes(&request);
        assert_eq!(TextRequest::decode(&mut Reader::new(&written)), Ok(request));
        assert!(request.spans.iter().eq([span(), span()]));
        for end in 0..written.len() {
            assert!(TextRequest::decode(&mut Reader::new(&written[..end])).is_err(), "cut at {end}");
        }
        let metrics = TextMetrics { layout: 7, width: 1.0, height: 2.0, baseline: 1.5, is_rtl: true };
        let written = bytes(&metrics);
        assert_eq!(written.len(), TextMetrics::BYTES);
        assert_eq!(TextMetrics::decode(&mut Reader::new(&written)), Ok(metrics));
    }

    #[test]
    fn the_longest_request_fits_its_limit_and_no_more() {
        let text = "x".repeat(STRING_BYTES_MAX);
        let spans = bytes(&span()).repeat(TEXT_SPANS_MAX);
        assert_eq!(spans.len(), TEXT_SPANS_MAX * TextSpan::BYTES);
        let spans = TextSpans::from_bytes(&spans).unwrap();
        let request = TextRequest { spans, ..TextRequest::new(&text, 20.0) };
        assert_eq!(bytes(&request).len(), TextRequest::BYTES_MAX);
        let more = bytes(&span()).repeat(TEXT_SPANS_MAX + 1);
        assert_eq!(TextSpans::from_bytes(&more), Err(WireError::TooLong));
    }

    #[test]
    fn broken_spans_and_texts_are_refused() {
        let mut written = bytes(&span());
        assert_eq!(TextSpans::from_bytes(&written[..19]), Err(WireError::Truncated));
        written[4] = 0x20;
        assert!(matches!(TextSpans::from_bytes(&written), Err(WireError::UnknownTag { .. })));
        written[4] = HAS_SIZE;
        written[12..16].copy_from_slice(&f32::NAN.to_le_bytes());
        assert_eq!(TextSpans::from_bytes(&written), Err(WireError::OutOfRange));
        let mut written = bytes(&TextRequest::new("\u{e9}", 20.0));
        let letter = written.len() - 3;
        written[letter] = b'x';
        assert_eq!(TextRequest::decode(&mut Reader::new(&written)), Err(WireError::NotText));
    }
}
