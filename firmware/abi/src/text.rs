//! What the engine asks of the native text shaper.

use crate::keywords::Keyword;
use crate::wire::{Reader, Record, WireError, Writer};

/// A text to shape, break into lines and measure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TextRequest<'a> {
    /// The text, in logical order.
    pub text: &'a str,
    /// Font size in pixels.
    pub size: f32,
    /// 100 to 900.
    pub weight: u16,
    /// `start`, `center` or `end` within the width given.
    pub align: Keyword,
    /// Lines before the rest becomes an ellipsis; 0 for no limit.
    pub lines_max: u16,
    /// Line height as a multiple of the size.
    pub line_height: f32,
    /// Width at which lines break, in pixels; nothing for a single unbounded line.
    pub width_max: Option<f32>,
}

impl<'a> Record<'a> for TextRequest<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.f32(self.size);
        to.u16(self.weight);
        to.u8(self.align as u8);
        to.u16(self.lines_max);
        to.f32(self.line_height);
        to.f32(self.width_max.unwrap_or(-1.0));
        to.str(self.text)
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let size = from.f32()?;
        let weight = from.u16()?;
        let tag = from.u8()?;
        let align = Keyword::from_u8(tag).ok_or(WireError::UnknownTag { what: "keyword", tag })?;
        let lines_max = from.u16()?;
        let line_height = from.f32()?;
        let width = from.f32()?;
        let width_max = if width < 0.0 { None } else { Some(width) };
        Ok(Self { text: from.str()?, size, weight, align, lines_max, line_height, width_max })
    }
}

/// The shaper's answer: 16 bytes, written where the engine asked.
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
}

impl<'a> Record<'a> for TextMetrics {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.u32(self.layout);
        to.f32(self.width);
        to.f32(self.height);
        to.f32(self.baseline);
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(Self { layout: from.u32()?, width: from.f32()?, height: from.f32()?, baseline: from.f32()? })
    }
}
