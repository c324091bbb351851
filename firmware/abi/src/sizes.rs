//! Sizes of list items, many in one command.

use crate::limits;
use crate::wire::{Reader, Record, WireError, Writer};

/// Sizes of items in pixels, as they stand on the wire.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ItemSizes<'a> {
    bytes: &'a [u8],
}

impl<'a> ItemSizes<'a> {
    /// Sizes as little-endian `f32`, each finite and from 0 to [`limits::COORDINATE_MAX`], at most
    /// [`limits::LIST_SIZES_MAX`].
    ///
    /// # Errors
    /// [`WireError::OutOfRange`], [`WireError::TooLong`], and [`WireError::Truncated`] when the last one is cut off.
    pub fn new(bytes: &'a [u8]) -> Result<Self, WireError> {
        if bytes.len() > limits::LIST_SIZES_MAX * 4 {
            return Err(WireError::TooLong);
        }
        if !bytes.len().is_multiple_of(4) {
            return Err(WireError::Truncated);
        }
        let sizes = Self { bytes };
        let sound = sizes.iter().all(|size| (0.0..=limits::COORDINATE_MAX).contains(&size));
        if sound { Ok(sizes) } else { Err(WireError::OutOfRange) }
    }

    /// The sizes in order.
    pub fn iter(&self) -> impl Iterator<Item = f32> + 'a {
        let word = |bytes: &[u8]| bytes.try_into().map_or(0.0, f32::from_le_bytes);
        self.bytes.chunks_exact(4).map(word)
    }

    /// How many.
    pub const fn len(&self) -> usize {
        self.bytes.len() / 4
    }

    /// True when there are none.
    pub const fn is_empty(&self) -> bool {
        self.bytes.is_empty()
    }
}

impl<'a> Record<'a> for ItemSizes<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        to.block(self.bytes, limits::LIST_SIZES_MAX * 4)
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Self::new(from.block(limits::LIST_SIZES_MAX * 4)?)
    }
}
