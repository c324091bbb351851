//! What the engine module may ask of the native side: shaping text, decoding images, logging.
//!
//! Everything it is given becomes a [`Resource`] that travels to the display with the next frame.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ferrule_abi::list::{ImageId, LayoutId};
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_engine_vm::Services;
use ferrule_text::Shaper;

use crate::channel::Sender;
use crate::messages::{DecodeJob, Resource};

/// Shaped texts alive at a time. Beyond it a text is measured as nothing, and the log says so.
const LAYOUTS_MAX: usize = 4096;
/// Bytes of all of them, several times what full screens of text take. The same rule beyond it.
const LAYOUT_BYTES_MAX: usize = 4 << 20;
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
    /// The bytes of each.
    layouts: HashMap<LayoutId, usize>,
    layout_bytes: usize,
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
            layouts: HashMap::new(),
            layout_bytes: 0,
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
        let Inner { made, layouts, layout_bytes, images, .. } = &mut *inner;
        made.extend(layouts.drain().map(|(layout, _)| Resource::DropLayout(layout)));
        *layout_bytes = 0;
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
        let bytes = layout.bytes();
        if inner.layout_bytes + bytes > LAYOUT_BYTES_MAX {
            log::warn!("more than {LAYOUT_BYTES_MAX} bytes of texts; one is left out");
            return TextMetrics::default();
        }
        inner.layout_bytes += bytes;
        let id = inner.next_layout;
        // Zero never names a layout; four billion texts later the oldest numbers are long free.
        inner.next_layout = id.checked_add(1).unwrap_or(1);
        inner.layouts.insert(LayoutId(id), bytes);
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
        if let Some(bytes) = inner.layouts.remove(&LayoutId(layout)) {
            inner.layout_bytes -= bytes;
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    use ferrule_text::{Fonts, SHAPER_CACHE_BYTES_DEFAULT};

    fn services() -> NativeServices {
        let boards = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../board");
        let board = ferrule_board::load(&boards, "qemu-arm64").unwrap();
        let files: Vec<PathBuf> = board.fonts.files.iter().map(|file| Path::new("/").join(file)).collect();
        let fonts = Fonts::load_files(&files, &boards).expect("scripts/setup installs the fonts");
        let (decode, _) = crate::channel::channel::<_, 4>().unwrap();
        NativeServices::new(Shaper::new(&fonts, SHAPER_CACHE_BYTES_DEFAULT), decode)
    }

    #[test]
    fn texts_beyond_their_bytes_are_left_out() {
        let mut services = services();
        let text = "x".repeat(4096);
        let mut measured = |size: usize| {
            let metrics = services.measure_text(&TextRequest::new(&text, size as f32));
            let held = services.lock().layout_bytes;
            assert!(held <= LAYOUT_BYTES_MAX);
            (metrics.layout, held)
        };
        let (_, one) = measured(1);
        let fit = LAYOUT_BYTES_MAX / one;
        assert!((2..fit).all(|size| measured(size).0 != 0));
        let (last, _) = measured(fit);
        assert_ne!(last, 0);
        assert_eq!(measured(fit + 1).0, 0);
        services.release_text(last);
        services.release_text(last);
        assert_ne!(services.measure_text(&TextRequest::new(&text, 20.0)).layout, 0);
        services.start_afresh();
        assert_eq!(services.lock().layout_bytes, 0);
        assert_eq!(services.counts().1, 0);
    }
}
