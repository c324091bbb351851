//! The real module, and services that measure like a typewriter.

// Each test binary uses a part of this, and a surprise ends the test.
#![allow(dead_code, clippy::unwrap_used)]

pub(crate) mod home;

use std::sync::{Arc, Mutex};

use ferrule_abi::limits::BATCH_BYTES_MAX;
use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{Batch, Record};
use ferrule_engine_vm::Services;

/// What the services were asked.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    pub(crate) texts: Vec<String>,
    pub(crate) images: Vec<(String, u16, u16)>,
    pub(crate) logs: Vec<(u8, String)>,
}

/// Services that answer everything: ten pixels a letter, one line, every image taken.
#[derive(Clone, Debug, Default)]
pub(crate) struct Typewriter(pub(crate) Arc<Mutex<Asked>>);

impl Services for Typewriter {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        let mut asked = self.0.lock().unwrap();
        asked.texts.push(request.text.to_owned());
        let width = request.text.chars().count() as f32 * 10.0;
        let height = request.size * request.line_height;
        TextMetrics { layout: asked.texts.len() as u32, width, height, baseline: request.size, is_rtl: false }
    }

    fn release_text(&mut self, _layout: u32) {}

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        let mut asked = self.0.lock().unwrap();
        asked.images.push((path.to_owned(), width, height));
        ImageId(asked.images.len() as u32)
    }

    fn release_image(&mut self, _image: ImageId) {}

    fn log(&mut self, level: u8, text: &str) {
        self.0.lock().unwrap().logs.push((level, text.to_owned()));
    }
}

/// The same services for an engine that is not in an interpreter.
impl ferrule_scene::Host for Typewriter {
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

/// Records as one batch.
pub(crate) fn encoded<'a, R: Record<'a>>(records: &[R]) -> Vec<u8> {
    let mut batch = Batch::new(BATCH_BYTES_MAX);
    for record in records {
        batch.push(record).unwrap();
    }
    batch.as_bytes().to_vec()
}

/// The engine module.
pub(crate) fn engine_wasm() -> &'static [u8] {
    ferrule_conformance::wasm::module()
}
