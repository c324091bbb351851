//! What the engine module may ask of the native side: shaping text, decoding images, logging.
//!
//! Everything it is given becomes a [`Resource`] that travels to the display with the next frame.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ferrule_abi::list::{ImageId, LayoutId};
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_engine_vm::Services;
use ferrule_text::Shaper;

use crate::channel::Sender;
use crate::messages::{DecodeJob, Resource};

/// Shaped texts alive at a time. Beyond it a text is measured as nothing, and the log says so.
const LAYOUTS_MAX: usize = 4096;
/// Log lines taken from the engine module in one turn; the rest is dropped.
const LOG_LINES_PER_TURN_MAX: u32 = 16;

/// The services, shared between the VM, which calls them, and the engine loop, which collects what they made.
#[derive(Clone)]
pub(crate) struct NativeServices(Arc<Mutex<Inner>>);

struct Inner {
    shaper: Shaper,
    decode: Sender<DecodeJob>,
    made: Vec<Resource>,
    next_layout: u32,
    next_image: u32,
    layouts: HashSet<LayoutId>,
    images: HashSet<ImageId>,
    images_pending: u64,
    log_lines: u32,
}

impl NativeServices {
    /// Services that shape with `shaper` and have images decoded by `decode`.
    pub(crate) fn new(shaper: Shaper, decode: Sender<DecodeJob>) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            shaper,
            decode,
            made: Vec::new(),
            next_layout: 1,
            next_image: 1,
            layouts: HashSet::new(),
            images: HashSet::new(),
            images_pending: 0,
            log_lines: 0,
        })))
    }

    /// Moves what was made since the last time to `to`.
    pub(crate) fn collect(&self, to: &mut Vec<Resource>) {
        let mut inner = self.lock();
        inner.log_lines = 0;
        to.append(&mut inner.made);
    }

    /// Forgets everything: a new VM starts.
    pub(crate) fn start_afresh(&self) {
        let mut inner = self.lock();
        let Inner { made, layouts, images, .. } = &mut *inner;
        made.extend(layouts.drain().map(Resource::DropLayout));
        made.extend(images.drain().map(Resource::DropImage));
    }

    /// An image arrived, or never will.
    pub(crate) fn image_settled(&self) {
        let mut inner = self.lock();
        inner.images_pending = inner.images_pending.saturating_sub(1);
    }

    /// Images asked for and not there yet, and shaped texts alive.
    pub(crate) fn counts(&self) -> (u64, u64) {
        let inner = self.lock();
        (inner.images_pending, inner.layouts.len() as u64)
    }

    /// Only the engine thread takes it, so it is always free.
    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Services for NativeServices {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        let mut inner = self.lock();
        if inner.layouts.len() >= LAYOUTS_MAX {
            log::warn!("more than {LAYOUTS_MAX} texts; one is left out");
            return TextMetrics::default();
        }
        let layout = match inner.shaper.measure(request) {
            Ok(layout) => layout,
            Err(error) => {
                log::warn!("a text is left out: {error}");
                return TextMetrics::default();
            }
        };
        let id = inner.next_layout;
        // Zero never names a layout; four billion texts later the oldest numbers are long free.
        inner.next_layout = id.checked_add(1).unwrap_or(1);
        inner.layouts.insert(LayoutId(id));
        let metrics = TextMetrics {
            layout: id,
            width: layout.width,
            height: layout.height,
            baseline: layout.baseline,
            is_rtl: layout.is_rtl,
        };
        inner.made.push(Resource::Layout(LayoutId(id), layout));
        metrics
    }

    fn release_text(&mut self, layout: u32) {
        let mut inner = self.lock();
        if inner.layouts.remove(&LayoutId(layout)) {
            inner.made.push(Resource::DropLayout(LayoutId(layout)));
        }
    }

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        let mut inner = self.lock();
        let image = ImageId(inner.next_image);
        let job = DecodeJob { image, path: path.to_owned(), width, height };
        if inner.decode.send(job).is_err() {
            return ImageId(0);
        }
        inner.next_image = inner.next_image.checked_add(1).unwrap_or(1);
        inner.images_pending += 1;
        inner.images.insert(image);
        image
    }

    fn release_image(&mut self, image: ImageId) {
        let mut inner = self.lock();
        if inner.images.remove(&image) {
            inner.made.push(Resource::DropImage(image));
        }
    }

    fn log(&mut self, level: u8, text: &str) {
        let mut inner = self.lock();
        inner.log_lines += 1;
        if inner.log_lines > LOG_LINES_PER_TURN_MAX {
            return;
        }
        let level = match level {
            0..=2 => log::Level::Warn,
            3 => log::Level::Info,
            _ => log::Level::Debug,
        };
        log::log!(target: "engine", level, "{text}");
    }
}
