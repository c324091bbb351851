//! What goes over the app's socket: one record per SOCK_SEQPACKET message.

use crate::limits::{BATCH_BYTES_MAX, FETCH_CHUNK_BYTES, SAVED_STATE_BYTES_MAX};
use crate::remote::{EngineOrder, EngineReport};
use crate::wire::{Reader, Record, WireError, Writer};

/// Bytes of the largest message: a full batch and its header.
pub const MESSAGE_BYTES_MAX: usize = BATCH_BYTES_MAX + 64;

named_codes! {
    /// Which of its two implementations the engine runs in.
    EngineKind:
    /// The WebAssembly module, in ferrule.
    Wasm = 0, "wasm";
    /// The JavaScript twin, in the app's process.
    Js = 1, "js";
}

/// From the app process to ferrule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum AppMessage<'a> {
    /// The first message.
    Hello {
        /// Must be [`crate::ABI_VERSION`].
        abi: u32,
    },
    /// The commands of one turn: [`crate::Command`] records. Only with the engine in ferrule.
    Commands(&'a [u8]),
    /// Asks for a file of the bundle.
    Fetch {
        /// Named again in the answer.
        id: u32,
        /// Bundle-relative path.
        path: &'a str,
    },
    /// What the app wants back in [`HostMessage::Hello`] after a restart.
    SaveState(&'a [u8]),
    /// A line for the log.
    Log {
        /// 1 error, 2 warning, 3 information, 4 debug. An app's error is logged as a warning: only ferrule's own
        /// defects are errors.
        level: u8,
        /// The line.
        text: &'a str,
    },
    /// Answers a ping.
    Pong {
        /// The ping's number.
        sequence: u32,
    },
    /// What the engine says. Only with the engine in the app's process.
    Engine(EngineReport<'a>),
    /// Asks for a newer release, to be started as soon as it is there.
    Update,
}

/// From ferrule to the app process.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum HostMessage<'a> {
    /// The first message.
    Hello {
        /// [`crate::ABI_VERSION`].
        abi: u32,
        /// Width of the UI in pixels.
        width: u16,
        /// Height of the UI in pixels.
        height: u16,
        /// Where the engine is. When it is in the app's process, its script follows.
        engine: EngineKind,
        /// What the app last saved; empty when nothing.
        state: &'a [u8],
    },
    /// What happened since the last turn: [`crate::Event`] records. Only with the engine in ferrule.
    Events(&'a [u8]),
    /// A piece of a file.
    FetchData {
        /// The fetch.
        id: u32,
        /// Size of the whole file.
        total: u32,
        /// Where the piece begins.
        offset: u32,
        /// The piece. The last one ends at `total`; an empty file is one empty piece.
        bytes: &'a [u8],
    },
    /// A file that cannot be had.
    FetchFailed {
        /// The fetch.
        id: u32,
        /// Why.
        reason: &'a str,
    },
    /// Asks for a sign of life.
    Ping {
        /// Named again in the answer.
        sequence: u32,
    },
    /// To the engine. Only with the engine in the app's process.
    Engine(EngineOrder<'a>),
}

impl<'a> Record<'a> for AppMessage<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Hello { abi } => {
                to.u8(1);
                to.u32(abi);
            }
            Self::Commands(batch) => {
                to.u8(2);
                to.block(batch, BATCH_BYTES_MAX)?;
            }
            Self::Fetch { id, path } => {
                to.u8(3);
                to.u32(id);
                to.str(path)?;
            }
            Self::SaveState(state) => {
                to.u8(4);
                to.block(state, SAVED_STATE_BYTES_MAX)?;
            }
            Self::Log { level, text } => {
                to.u8(5);
                to.u8(level);
                to.str(text)?;
            }
            Self::Pong { sequence } => {
                to.u8(6);
                to.u32(sequence);
            }
            Self::Engine(ref report) => {
                to.u8(7);
                report.encode(to)?;
            }
            Self::Update => to.u8(8),
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Hello { abi: from.u32()? },
            2 => Self::Commands(from.block(BATCH_BYTES_MAX)?),
            3 => Self::Fetch { id: from.u32()?, path: from.str()? },
            4 => Self::SaveState(from.block(SAVED_STATE_BYTES_MAX)?),
            5 => Self::Log { level: from.u8()?, text: from.str()? },
            6 => Self::Pong { sequence: from.u32()? },
            7 => Self::Engine(EngineReport::decode(from)?),
            8 => Self::Update,
            tag => return Err(WireError::UnknownTag { what: "app message", tag }),
        })
    }
}

impl<'a> Record<'a> for HostMessage<'a> {
    fn encode(&self, to: &mut Writer) -> Result<(), WireError> {
        match *self {
            Self::Hello { abi, width, height, engine, state } => {
                to.u8(1);
                to.u32(abi);
                to.u16(width);
                to.u16(height);
                to.u8(engine as u8);
                to.block(state, SAVED_STATE_BYTES_MAX)?;
            }
            Self::Events(batch) => {
                to.u8(2);
                to.block(batch, BATCH_BYTES_MAX)?;
            }
            Self::FetchData { id, total, offset, bytes } => {
                to.u8(3);
                to.u32(id);
                to.u32(total);
                to.u32(offset);
                to.block(bytes, FETCH_CHUNK_BYTES)?;
            }
            Self::FetchFailed { id, reason } => {
                to.u8(4);
                to.u32(id);
                to.str(reason)?;
            }
            Self::Ping { sequence } => {
                to.u8(5);
                to.u32(sequence);
            }
            Self::Engine(ref order) => {
                to.u8(6);
                order.encode(to)?;
            }
        }
        Ok(())
    }

    fn decode(from: &mut Reader<'a>) -> Result<Self, WireError> {
        Ok(match from.u8()? {
            1 => Self::Hello {
                abi: from.u32()?,
                width: from.u16()?,
                height: from.u16()?,
                engine: engine_kind(from)?,
                state: from.block(SAVED_STATE_BYTES_MAX)?,
            },
            2 => Self::Events(from.block(BATCH_BYTES_MAX)?),
            3 => Self::FetchData {
                id: from.u32()?,
                total: from.u32()?,
                offset: from.u32()?,
                bytes: from.block(FETCH_CHUNK_BYTES)?,
            },
            4 => Self::FetchFailed { id: from.u32()?, reason: from.str()? },
            5 => Self::Ping { sequence: from.u32()? },
            6 => Self::Engine(EngineOrder::decode(from)?),
            tag => return Err(WireError::UnknownTag { what: "host message", tag }),
        })
    }
}

fn engine_kind(from: &mut Reader<'_>) -> Result<EngineKind, WireError> {
    let tag = from.u8()?;
    EngineKind::from_u8(tag).ok_or(WireError::UnknownTag { what: "kind of engine", tag })
}
