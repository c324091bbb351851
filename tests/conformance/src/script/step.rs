//! What happens in a case, step by step.

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::{Batch, Command, KeyPhase, Record, RemoteKey, WireError};

/// One step.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// An app's command, as it stands in a batch.
    Command(Vec<u8>, Outcome),
    /// A batch of commands, byte by byte, that cannot be read to its end.
    BrokenCommands(Vec<u8>),
    /// A batch of inputs, byte by byte, that cannot be read to its end.
    BrokenInputs(Vec<u8>),
    /// A key, which waits for the next tick.
    Key(RemoteKey, KeyPhase),
    /// An answer about images.
    Image(Images, Answer),
    /// So many images may wait for an answer from now on.
    ImageQueue(usize),
    /// The screen has another size, or is gone or back.
    Display {
        /// Width in UI pixels.
        width: u16,
        /// Height in UI pixels.
        height: u16,
        /// Whether there is one.
        connected: bool,
    },
    /// So often, so many milliseconds pass and a frame comes.
    Ticks(u32, u32),
    /// Frames come every 16 ms until nothing moves.
    Rest,
}

/// What must become of a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It is carried out.
    Accepted,
    /// It is refused.
    Refused,
    /// Either, and the same by all.
    Either,
}

/// Which images an answer is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Images {
    /// Those of this path that engines hold.
    Path(String),
    /// The one with this number, whether it is held or not.
    Number(u32),
}

/// What is told about an image.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It is there, with so many pixels across and down.
    Ready(u16, u16),
    /// It cannot be shown, and why.
    Failed(String),
    /// It was dropped from memory.
    Evicted,
}

/// Milliseconds of a frame.
pub const FRAME_MS: u32 = 16;
/// Frames after which what does not come to rest is given up.
pub const REST_FRAMES_MAX: u32 = 4000;

impl Step {
    /// A command.
    ///
    /// # Errors
    /// A string of it is beyond its limit.
    pub fn command(command: &Command<'_>, outcome: Outcome) -> Result<Self, WireError> {
        Ok(Self::Command(encoded(command)?, outcome))
    }
}

/// One record as a batch.
///
/// # Errors
/// A string of it is beyond its limit.
pub fn encoded<'a>(record: &impl Record<'a>) -> Result<Vec<u8>, WireError> {
    let mut batch = Batch::new(BATCH_BYTES_MAX);
    batch.push(record)?;
    Ok(batch.as_bytes().to_vec())
}
