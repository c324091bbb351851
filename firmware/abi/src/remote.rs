//! The engine when it runs in the app's process, as JavaScript: what it and ferrule say to each other. Each stands in a
//! message of its own on the app's socket ([`crate::message::AppMessage::Engine`], [`crate::message::HostMessage::Engine`]).
//!
//! ferrule sends the script in pieces right after its greeting, and from then on inputs and ticks, one tick at a time.
//! A tick is answered by a turn; when the turn brings a new display list, the list's pieces come right before it. While
//! the engine computes, it may ask for a text's size or for an image, and waits for the answer; what else arrives
//! meanwhile it takes afterwards, in order. Anything out of this order is a breach of the protocol.

use crate::NodeId;
use crate::limits::{BATCH_BYTES_MAX, ENGINE_SCRIPT_BYTES_MAX, LIST_CHUNK_BYTES, SCRIPT_CHUNK_BYTES};
use crate::list::ImageId;
use crate::text::{TextMetrics, TextRequest};
use crate::wire::{Reader, Record, WireError, Writer};

/// Exit code of the app's process when the engine's script did not load, or failed in a call.
pub const ENGINE_FAILED_CODE: u8 = 8;

/// From ferrule to the engine in the app's process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EngineOrder<'a> {
    /// A piece of the engine's script.
    Script {
        /// Size of the whole script, the same in each piece, at most [`ENGINE_SCRIPT_BYTES_MAX`].
        total: u32,
        /// Where the piece begins: where the one before ended.
        offset: u32,
        /// The piece. The last one ends at `total`.
        bytes: &'a [u8],
    },
    /// What happened since the last inputs: [`crate::EngineInput`] records.
    Inputs(&'a [u8]),
    /// Compute the frame that is shown at this time. Answered by [`EngineReport::Turn`].
    Tick {
        /// Microseconds of `CLOCK_MONOTONIC`.
        now_us: u64,
    },
    /// Answers [`EngineReport::MeasureText`].
    TextMeasured(TextMetrics),
    /// Answers [`EngineReport::RequestImage`]; number 0 when the queue is full.
    ImageRequested(ImageId),
    /// Asks for [`EngineReport::Described`].
    Describe {
        /// The last node that is known already; nothing to begin.
        after: Option<NodeId>,
    },
}

/// From the engine in the app's process to ferrule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum EngineReport<'a> {
    /// The engine is ready for its first tick, or the scene changed outside of one: send a tick when a frame fits.
    /// At most one between two ticks.
    Want,
    /// A piece of a new display list.
    List {
        /// Size of the whole list, the same in each piece, at most [`crate::limits::DISPLAY_LIST_BYTES_MAX`].
        total: u32,
        /// Where the piece begins: where the one before ended.
        offset: u32,
        /// The piece. The last one ends at `total`.
        bytes: &'a [u8],
    },
    /// Answers [`EngineOrder::Tick`].
    Turn(RemoteTurn<'a>),
    /// Shape and measure this text. The engine waits for [`EngineOrder::TextMeasured`].
    MeasureText(TextRequest<'a>),
    /// A layout is not needed any more.
    ReleaseText {
        /// Its number.
        layout: u32,
    },
    /// Decode an image file of the bundle. The engine waits for [`EngineOrder::ImageRequested`].
    RequestImage {
        /// Bundle-relative path.
        path: &'a str,
        /// About how wide it is shown, in pixels.
        width: u16,
        /// About how high it is shown, in pixels.
        height: u16,
    },
    /// An image is not needed any more.
    ReleaseImage {
        /// The image.
        image: ImageId,
    },
    /// A line of the engine's for the log.
    Log {
        /// 1 error, 2 warning, 3 information, 4 debug.
        level: u8,
        /// The line.
        text: &'a str,
    },
    /// A piece of the engine's description of itself: [`crate::dump::Dumped`] records. One without a node is the end.
    Described(&'a [u8]),
}

/// What a tick came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RemoteTurn<'a> {
    /// There is a new display list: its pieces came right before this.
    pub changed: bool,
    /// Something moves: the next frame needs another tick.
    pub animating: bool,
    /// The app has presented a scene, so that the list shows it.
    pub presented: bool,
    /// CPU time that the engine's calls took since the last turn, in microseconds.
    pub cpu_us: u32,
    /// The turn's [`crate::Event`] records. The app has them already; ferrule counts them.
    pub events: &'a [u8],
}

const CHANGED: u8 = 1;
const ANIMATING: u8 = 2;
const PRESENTED: u8 = 4;
const ALL_FLAGS: u8 = 7;

fn piece(to: &mut Writer, total: u32, offset: u32, bytes: &[u8], max: usize) -> Result<(), WireError> {
    to.u32(total);
    to.u32(offset);
    to.block(bytes, max)
}

impl<'a> Record<'a> for EngineOrder<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Script { total, offset, bytes } => {
                to.u8(1);
                piece(to, total, offset, bytes, SCRIPT_CHUNK_BYTES)?;
            }
            Self::Inputs(batch) => {
                to.u8(2);
                to.block(batch, BATCH_BYTES_MAX)?;
            }
            Self::Tick { now_us } => {
                to.u8(3);
                to.u64(now_us);
            }
            Self::TextMeasured(ref metrics) => {
                to.u8(4);
                metrics.encode(to)?;
            }
            Self::ImageRequested(image) => {
                to.u8(5);
                to.u32(image.0);
            }
            Self::Describe { after } => {
                to.u8(6);
                to.node_or_none(after);
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => {
                let (total, offset) = (from.u32()?, from.u32()?);
                if total as usize > ENGINE_SCRIPT_BYTES_MAX {
                    return Err(WireError::TooLong);
                }
                Self::Script { total, offset, bytes: from.block(SCRIPT_CHUNK_BYTES)? }
            }
            2 => Self::Inputs(from.block(BATCH_BYTES_MAX)?),
            3 => Self::Tick { now_us: from.u64()? },
            4 => Self::TextMeasured(TextMetrics::decode(from)?),
            5 => Self::ImageRequested(ImageId(from.u32()?)),
            6 => Self::Describe { after: from.node_or_none()? },
            tag => return Err(WireError::UnknownTag { what: "engine order", tag }),
        })
    }
}

impl<'a> Record<'a> for EngineReport<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Want => to.u8(1),
            Self::List { total, offset, bytes } => {
                to.u8(2);
                piece(to, total, offset, bytes, LIST_CHUNK_BYTES)?;
            }
            Self::Turn(RemoteTurn { changed, animating, presented, cpu_us, events }) => {
                to.u8(3);
                let flag = |is_set: bool, flag: u8| if is_set { flag } else { 0 };
                to.u8(flag(changed, CHANGED) | flag(animating, ANIMATING) | flag(presented, PRESENTED));
                to.u32(cpu_us);
                to.block(events, BATCH_BYTES_MAX)?;
            }
            Self::MeasureText(ref request) => {
                to.u8(4);
                request.encode(to)?;
            }
            Self::ReleaseText { layout } => {
                to.u8(5);
                to.u32(layout);
            }
            Self::RequestImage { path, width, height } => {
                to.u8(6);
                to.str(path)?;
                to.u16(width);
                to.u16(height);
            }
            Self::ReleaseImage { image } => {
                to.u8(7);
                to.u32(image.0);
            }
            Self::Log { level, text } => {
                to.u8(8);
                to.u8(level);
                to.str(text)?;
            }
            Self::Described(records) => {
                to.u8(9);
                to.block(records, BATCH_BYTES_MAX)?;
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Want,
            2 => Self::List { total: from.u32()?, offset: from.u32()?, bytes: from.block(LIST_CHUNK_BYTES)? },
            3 => Self::Turn(RemoteTurn::decode(from)?),
            4 => Self::MeasureText(TextRequest::decode(from)?),
            5 => Self::ReleaseText { layout: from.u32()? },
            6 => Self::RequestImage { path: from.str()?, width: from.u16()?, height: from.u16()? },
            7 => Self::ReleaseImage { image: ImageId(from.u32()?) },
            8 => Self::Log { level: from.u8()?, text: from.str()? },
            9 => Self::Described(from.block(BATCH_BYTES_MAX)?),
            tag => return Err(WireError::UnknownTag { what: "engine report", tag }),
        })
    }
}

impl<'a> RemoteTurn<'a> {
    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        let flags = from.u8()?;
        if flags & !ALL_FLAGS != 0 {
            return Err(WireError::UnknownTag { what: "turn flags", tag: flags });
        }
        Ok(Self {
            changed: flags & CHANGED != 0,
            animating: flags & ANIMATING != 0,
            presented: flags & PRESENTED != 0,
            cpu_us: from.u32()?,
            events: from.block(BATCH_BYTES_MAX)?,
        })
    }
}
