//! Why a file gave no pixels.

/// A file format that is understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JPEG, baseline and progressive.
    Jpeg,
    /// PNG of any colour type.
    Png,
    /// WebP, lossy and lossless.
    WebP,
}

impl Format {
    /// The format that begins with these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xff, 0xd8, 0xff, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::WebP),
            _ => None,
        }
    }
}

impl std::fmt::Display for Format {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::WebP => "WebP",
        })
    }
}

/// Why a file gave no pixels. The caller adds the file's name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImageError {
    /// The first bytes are of no known format.
    #[error("neither JPEG, PNG nor WebP")]
    UnknownFormat,
    /// The header announces more pixels than allowed.
    #[error("{width}x{height} are more than {pixels_max} pixels; scale the file down")]
    TooLarge {
        /// Width in the header.
        width: u32,
        /// Height in the header.
        height: u32,
        /// The limit given.
        pixels_max: u32,
    },
    /// The header announces no pixels.
    #[error("an image without pixels")]
    Empty,
    /// The decoder gave up.
    #[error("broken or unsupported {format}: {reason}")]
    Decode {
        /// Format by the first bytes.
        format: Format,
        /// The decoder's words.
        reason: String,
    },
}
