//! What the threads of the process say to each other. Each queue names its length and its rule for "full".

use std::sync::Arc;

use ferrule_abi::list::{ImageId, LayoutId};
use ferrule_abi::{KeyEvent, limits};
use ferrule_images::Pixels;
use ferrule_text::TextLayout;

use crate::exit::Failure;

/// Display → engine. When it is full, a key repeat is dropped and counted, anything else waits in the display.
pub(crate) const TO_ENGINE: usize = 256;
/// Engine → display. One turn is under way at any time and `Want` is sent once per turn, so it cannot fill up.
pub(crate) const FROM_ENGINE: usize = 8;
/// Engine → decoder. When it is full, the engine is told to ask again later.
pub(crate) const TO_DECODER: usize = 64;
/// Decoder → display. When it is full, the decoder waits: pixels that nobody takes are not made.
pub(crate) const FROM_DECODER: usize = 4;
/// Engine → file reader. The app may not have more fetches than this under way.
pub(crate) const TO_READER: usize = limits::FETCHES_MAX * 2;
/// File reader → engine. When it is full, the reader waits.
pub(crate) const FROM_READER: usize = limits::FETCHES_MAX;

/// Status → engine. When it is full, the engine hangs and the inspector is told so.
pub(crate) const INSPECTIONS: usize = 2;

/// Display → engine.
pub(crate) enum ToEngine {
    /// A key of the remote.
    Key(KeyEvent),
    /// Time for a frame. One is under way at a time; the answer is [`FromEngine::Turn`].
    Tick {
        /// When the frame will be on screen, in microseconds of `CLOCK_MONOTONIC`.
        target_us: u64,
        /// Where to put it.
        frame: Frame,
    },
    /// An image is on the GPU.
    ImageReady { image: ImageId, width: u16, height: u16 },
    /// An image cannot be had, and why.
    ImageFailed { image: ImageId, reason: String },
    /// The texture cache dropped an image.
    ImageEvicted(ImageId),
    /// The UI's size, or whether there is a display, changed.
    Display { width: u16, height: u16, connected: bool },
}

/// Engine → display.
pub(crate) enum FromEngine {
    /// The scene changed outside of a tick: send one when a frame fits.
    Want,
    /// The answer to a tick.
    Turn {
        /// The frame given with the tick. Its list is new only when `changed`.
        frame: Frame,
        /// Whether there is something new to paint.
        changed: bool,
        /// Whether the engine wants another tick although nothing new came in.
        animating: bool,
    },
    /// The engine cannot go on.
    Failed(Failure),
}

/// A display list with what became of the things it names. It travels between the threads and keeps its memory.
#[derive(Default)]
pub(crate) struct Frame {
    /// The display list, unchecked.
    pub(crate) list: Vec<u8>,
    /// Changes of what lists may name, in order. They hold even if the list is never painted.
    pub(crate) resources: Vec<Resource>,
    /// CPU time that the engine took for it, in microseconds.
    pub(crate) engine_cpu_us: u64,
}

/// A change of what display lists may name.
pub(crate) enum Resource {
    /// A text was shaped.
    Layout(LayoutId, Arc<TextLayout>),
    /// A text is no longer needed.
    DropLayout(LayoutId),
    /// An image is no longer needed.
    DropImage(ImageId),
}

/// Engine → decoder: decode a file of the bundle to the size shown.
pub(crate) struct DecodeJob {
    pub(crate) image: ImageId,
    /// Bundle-relative; in place, so that asking for an image takes no memory.
    pub(crate) path: heapless::String<{ limits::PATH_BYTES_MAX }>,
    pub(crate) width: u16,
    pub(crate) height: u16,
}

/// Decoder → display.
pub(crate) struct Decoded {
    pub(crate) image: ImageId,
    pub(crate) pixels: Result<Pixels, String>,
}

/// Engine → file reader.
pub(crate) enum ReadJob {
    /// Read a file of the bundle for the app.
    Fetch {
        /// Which app process asked.
        generation: u32,
        /// The fetch's number, given back.
        id: u32,
        /// Bundle-relative path.
        path: String,
    },
    /// Keep the app's state, so that it outlives this process.
    Keep(Vec<u8>),
}

/// File reader → engine.
pub(crate) struct Fetched {
    pub(crate) generation: u32,
    pub(crate) id: u32,
    pub(crate) bytes: Result<Vec<u8>, String>,
}
