//! What a case needs of an implementation of the engine.

use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{NodeId, Rect, WireError};
use ferrule_scene::Host;

use crate::font;

/// An implementation of the engine with an empty scene.
pub trait Engine {
    /// Carries out a batch of commands.
    ///
    /// # Errors
    /// The record that cannot be read.
    fn apply(&mut self, batch: &[u8]) -> Result<(), WireError>;

    /// Takes a batch of inputs.
    ///
    /// # Errors
    /// The record that cannot be read.
    fn input(&mut self, batch: &[u8]) -> Result<(), WireError>;

    /// Computes the frame that will be shown at a time, in microseconds.
    fn tick(&mut self, now_us: u64);

    /// A node's box on the screen, not rounded.
    fn layout_box(&self, node: NodeId) -> Option<Rect>;

    /// Commands that were refused so far.
    fn refused_commands(&self) -> u32;
}

/// Measures with the square font; has neither images nor a log.
#[derive(Debug, Default)]
struct Squares {
    layouts: u32,
}

impl Host for Squares {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        self.layouts += 1;
        font::measure(self.layouts, request)
    }

    fn release_text(&mut self, _layout: u32) {}

    fn request_image(&mut self, _path: &str, _width: u16, _height: u16) -> ImageId {
        ImageId(0)
    }

    fn release_image(&mut self, _image: ImageId) {}

    fn log(&mut self, _level: u8, _text: &str) {}
}

/// The engine's crate, compiled for this machine.
#[derive(Debug)]
pub struct Native(ferrule_scene::Engine<Squares>);

impl Native {
    /// An engine for a screen of this size in pixels.
    pub fn new(width: u16, height: u16) -> Self {
        Self(ferrule_scene::Engine::new(Squares::default(), width, height))
    }
}

impl Engine for Native {
    fn apply(&mut self, batch: &[u8]) -> Result<(), WireError> {
        self.0.apply(batch)
    }

    fn input(&mut self, batch: &[u8]) -> Result<(), WireError> {
        self.0.input(batch)
    }

    fn tick(&mut self, now_us: u64) {
        self.0.tick(now_us);
    }

    fn layout_box(&self, node: NodeId) -> Option<Rect> {
        self.0.layout_box(node)
    }

    fn refused_commands(&self) -> u32 {
        self.0.refused_commands()
    }
}
