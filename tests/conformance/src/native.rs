//! The engine's crate, compiled for this machine.

use std::sync::MutexGuard;

use ferrule_abi::{NodeId, Rect};
use ferrule_scene::Turn;

use crate::engine::{BadBatch, Engine};
use crate::services::{Asked, Services};

/// The engine's crate, compiled for this machine.
#[derive(Debug)]
pub struct Native(ferrule_scene::Engine<Services>);

impl Native {
    /// An engine for a screen of this size in pixels.
    pub fn new(width: u16, height: u16) -> Self {
        Self(ferrule_scene::Engine::new(Services::default(), width, height))
    }

    /// Boxes that the last tick measured or laid out.
    pub fn boxes_computed(&self) -> u32 {
        self.0.boxes_computed()
    }

    /// The bits of what a node shows, and of how far its painted box is from the computed one.
    pub fn shown_values(&self, node: NodeId) -> Option<Vec<u32>> {
        self.0.shown_values(node)
    }

    /// Compares what the engine holds with what it was given.
    fn verify_held(&self) -> Result<(), String> {
        let asked = self.asked();
        let mut texts = self.0.held_texts();
        texts.sort_unstable();
        if !asked.texts.iter().eq(&texts) {
            return Err(format!("text layouts {:?} were given, {texts:?} are held", asked.texts));
        }
        let mut images: Vec<u32> = self.0.held_images().iter().map(|image| image.0).collect();
        images.sort_unstable();
        if !asked.images.keys().eq(&images) {
            return Err(format!("images {:?} were given, {images:?} are held", asked.images));
        }
        Ok(())
    }
}

impl Engine for Native {
    fn name(&self) -> &'static str {
        "native"
    }

    fn apply(&mut self, batch: &[u8]) -> Result<(), BadBatch> {
        self.0.apply(batch).map_err(|_| BadBatch)
    }

    fn input(&mut self, batch: &[u8]) -> Result<(), BadBatch> {
        self.0.input(batch).map_err(|_| BadBatch)
    }

    fn tick(&mut self, now_us: u64) -> Turn {
        self.0.tick(now_us)
    }

    fn display_list(&mut self) -> Vec<u8> {
        self.0.display_list().to_vec()
    }

    fn events(&mut self) -> Vec<u8> {
        self.0.events().to_vec()
    }

    fn dump(&mut self, after: Option<NodeId>) -> Vec<u8> {
        self.0.dump(after).to_vec()
    }

    fn layout_box(&mut self, node: NodeId) -> Option<Rect> {
        self.0.layout_box(node)
    }

    fn refused_commands(&mut self) -> Option<u32> {
        Some(self.0.refused_commands())
    }

    fn asked(&self) -> MutexGuard<'_, Asked> {
        self.0.host().asked()
    }

    fn verify(&mut self) -> Result<(), String> {
        self.verify_held()?;
        // The check lays everything out anew; what it asks for meanwhile is none of the engine's business.
        let before = self.asked().clone();
        let result = self.0.verify_invariants();
        *self.asked() = before;
        result
    }
}
