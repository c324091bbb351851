//! The services that every implementation runs on here: the square font, images that are answered when a case says so,
//! and a record of what was asked, which must be the same for all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};

use crate::font;

/// What an engine asked for and holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Asked {
    /// What it asked for, gave back and logged, a line each, until it is taken.
    pub lines: Vec<String>,
    /// Text layouts it holds.
    pub texts: BTreeSet<u32>,
    /// Images it holds, by their path.
    pub images: BTreeMap<u32, String>,
    /// Images that were not answered yet.
    waiting: BTreeSet<u32>,
    /// Images that may wait for an answer.
    pub queue: usize,
    /// Numbers of layouts and images so far.
    last_text: u32,
    last_image: u32,
}

impl Asked {
    /// An image was answered or is not wanted any more: there is room for another.
    pub fn answered(&mut self, image: u32) {
        self.waiting.remove(&image);
    }
}

/// The services, shared between the engine and the test.
#[derive(Clone, Debug)]
pub struct Services(Arc<Mutex<Asked>>);

impl Default for Services {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(Asked {
            lines: Vec::new(),
            texts: BTreeSet::new(),
            images: BTreeMap::new(),
            waiting: BTreeSet::new(),
            queue: usize::MAX,
            last_text: 0,
            last_image: 0,
        })))
    }
}

impl Services {
    /// What was asked.
    pub fn asked(&self) -> MutexGuard<'_, Asked> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Measures a text.
    pub fn measure_text(&self, request: &TextRequest<'_>) -> TextMetrics {
        let mut asked = self.asked();
        asked.last_text += 1;
        let layout = asked.last_text;
        asked.texts.insert(layout);
        asked.lines.push(font::described(request));
        font::measure(layout, request)
    }

    /// Takes a layout back.
    pub fn release_text(&self, layout: u32) {
        let mut asked = self.asked();
        if !asked.texts.remove(&layout) {
            asked.lines.push(format!("wrong: text layout {layout} is not held"));
        }
    }

    /// Asks for an image.
    pub fn request_image(&self, path: &str, width: u16, height: u16) -> ImageId {
        let mut asked = self.asked();
        if asked.waiting.len() >= asked.queue {
            asked.lines.push(format!("no room for image {path:?}"));
            return ImageId(0);
        }
        asked.last_image += 1;
        let image = asked.last_image;
        asked.waiting.insert(image);
        asked.images.insert(image, path.to_owned());
        asked.lines.push(format!("image {image} {path:?} {width}x{height}"));
        ImageId(image)
    }

    /// Takes an image back.
    pub fn release_image(&self, image: ImageId) {
        let mut asked = self.asked();
        asked.waiting.remove(&image.0);
        let line = match asked.images.remove(&image.0) {
            Some(path) => format!("release {} {path:?}", image.0),
            None => format!("wrong: image {} is not held", image.0),
        };
        asked.lines.push(line);
    }

    /// Takes a line for the log.
    pub fn log(&self, level: u8, text: &str) {
        self.asked().lines.push(format!("log {level} {text:?}"));
    }
}

impl ferrule_scene::Host for Services {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        Services::measure_text(self, request)
    }

    fn release_text(&mut self, layout: u32) {
        Services::release_text(self, layout);
    }

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        Services::request_image(self, path, width, height)
    }

    fn release_image(&mut self, image: ImageId) {
        Services::release_image(self, image);
    }

    fn log(&mut self, level: u8, text: &str) {
        Services::log(self, level, text);
    }
}

impl ferrule_engine_vm::Services for Services {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        Services::measure_text(self, request)
    }

    fn release_text(&mut self, layout: u32) {
        Services::release_text(self, layout);
    }

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        Services::request_image(self, path, width, height)
    }

    fn release_image(&mut self, image: ImageId) {
        Services::release_image(self, image);
    }

    fn log(&mut self, level: u8, text: &str) {
        Services::log(self, level, text);
    }
}
