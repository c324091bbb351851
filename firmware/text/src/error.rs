//! Why a text has no layout.

use ferrule_abi::limits::STRING_BYTES_MAX;

use crate::shaper::{FONT_SIZE_PIXELS_MAX, GLYPHS_MAX, LETTER_SPACING_PIXELS_MAX, LINE_HEIGHT_MAX};

/// Why a text has no layout. None of these is the device's fault: the request is refused, the caller goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// A size, of the text or of a span, is not above 0 and at most [`FONT_SIZE_PIXELS_MAX`].
    #[error("font size out of range: above 0 and at most {FONT_SIZE_PIXELS_MAX} pixels")]
    Size,
    /// The line height is not above 0 and at most [`LINE_HEIGHT_MAX`].
    #[error("line height out of range: above 0 and at most {LINE_HEIGHT_MAX} times the font size")]
    LineHeight,
    /// A letter spacing, of the text or of a span, is beyond [`LETTER_SPACING_PIXELS_MAX`], either sign.
    #[error("letter spacing out of range: at most {LETTER_SPACING_PIXELS_MAX} pixels, either sign")]
    LetterSpacing,
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
    /// A shaping library gave up on this text.
    #[error("the shaper failed on this text")]
    Failed,
}
