//! What the native side tells the engine between app commands: keys, images, the screen.

use crate::keys::KeyEvent;
use crate::list::ImageId;
use crate::wire::{Reader, Record, WireError, Writer};

/// One input of an engine turn, in the order things happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EngineInput<'a> {
    /// A key of the remote.
    Key(KeyEvent),
    /// A requested image is on the GPU.
    ImageReady {
        /// The image.
        image: ImageId,
        /// Decoded width in pixels.
        width: u16,
        /// Decoded height in pixels.
        height: u16,
    },
    /// A requested image cannot be shown.
    ImageFailed {
        /// The image.
        image: ImageId,
        /// Why, for a developer.
        reason: &'a str,
    },
    /// The texture cache dropped an image; the engine asks again when it is visible.
    ImageEvicted {
        /// The image.
        image: ImageId,
    },
    /// The UI's size, or whether there is a display, changed.
    Display {
        /// Width in UI pixels.
        width: u16,
        /// Height in UI pixels.
        height: u16,
        /// False while no display is connected.
        connected: bool,
    },
}

impl<'a> Record<'a> for EngineInput<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Key(ref event) => {
                to.u8(1);
                event.encode(to)?;
            }
            Self::ImageReady { image, width, height } => {
                to.u8(2);
                to.u32(image.0);
                to.u16(width);
                to.u16(height);
            }
            Self::ImageFailed { image, reason } => {
                to.u8(3);
                to.u32(image.0);
                to.str(reason)?;
            }
            Self::ImageEvicted { image } => {
                to.u8(4);
                to.u32(image.0);
            }
            Self::Display { width, height, connected } => {
                to.u8(5);
                to.u16(width);
                to.u16(height);
                to.u8(u8::from(connected));
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Key(KeyEvent::decode(from)?),
            2 => Self::ImageReady { image: ImageId(from.u32()?), width: from.u16()?, height: from.u16()? },
            3 => Self::ImageFailed { image: ImageId(from.u32()?), reason: from.str()? },
            4 => Self::ImageEvicted { image: ImageId(from.u32()?) },
            5 => Self::Display { width: from.u16()?, height: from.u16()?, connected: from.u8()? != 0 },
            tag => return Err(WireError::UnknownTag { what: "engine input", tag }),
        })
    }
}
