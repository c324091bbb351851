//! What the engine module may ask of the native side: shaping text, decoding images, logging.
//!
//! Everything it is given becomes a [`Resource`] that travels to the display with the next frame. What belongs to one
//! scene is a *scope*: the picture of an app that died needs its texts until the next app's scene is shown.

use std::collections::BTreeMap;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use ferrule_abi::limits::PATH_BYTES_MAX;
use ferrule_abi::list::{ImageId, LayoutId};
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_engine_vm::Services;
use ferrule_text::Shaper;

use crate::channel::Sender;
use crate::messages::{DecodeJob, Resource};

/// Shaped texts of a scope alive at a time. Beyond it a text is measured as nothing, and the log says so.
const LAYOUTS_MAX: usize = 4096;
/// Bytes of all of them, several times what full screens of text take. The same rule beyond it.
const LAYOUT_BYTES_MAX: usize = 4 << 20;
/// Log lines taken from the engine module in one turn; the rest is dropped.
const LOG_LINES_PER_TURN_MAX: u32 = 16;

/// The services for one scope, shared between the engine, which calls them, and the engine loop, which collects what they
/// made. Two scopes are alive at a time at most: the one on screen and the one that is coming.
#[derive(Clone)]
pub(crate) struct NativeServices {
    inner: Arc<Mutex<Inner>>,
    scope: u32,
}

/// What a scope holds.
#[derive(Default)]
struct Held {
    layouts: usize,
    layout_bytes: usize,
}

struct Inner {
    shaper: Shaper,
    decode: Sender<DecodeJob>,
    made: Vec<Resource>,
    next_layout: u32,
    next_image: u32,
    /// The scope and the bytes of each.
    layouts: HashMap<LayoutId, (u32, usize)>,
    held: BTreeMap<u32, Held>,
    /// The scope of each.
    images: HashMap<ImageId, u32>,
    last_scope: u32,
    images_pending: u64,
    log_lines: u32,
}

impl NativeServices {
    /// Services that shape with `shaper` and have images decoded by `decode`.
    pub(crate) fn new(shaper: Shaper, decode: Sender<DecodeJob>) -> Self {
        let inner = Inner {
            shaper,
            decode,
            made: Vec::new(),
            next_layout: 1,
            next_image: 1,
            layouts: HashMap::new(),
            held: BTreeMap::new(),
            images: HashMap::new(),
            last_scope: 0,
            images_pending: 0,
            log_lines: 0,
        };
        Self { inner: Arc::new(Mutex::new(inner)), scope: 0 }
    }

    /// The same services for another scope.
    pub(crate) fn new_scope(&self) -> Self {
        let mut inner = self.lock();
        inner.last_scope += 1;
        Self { inner: Arc::clone(&self.inner), scope: inner.last_scope }
    }

    /// Moves what was made since the last time to `to`.
    pub(crate) fn collect(&self, to: &mut Vec<Resource>) {
        let mut inner = self.lock();
        inner.log_lines = 0;
        to.append(&mut inner.made);
    }

    /// Forgets everything of this scope: its engine is gone.
    pub(crate) fn start_afresh(&self) {
        self.drop_scopes(|scope| scope == self.scope);
    }

    /// Forgets all other scopes: theirs is not the picture on screen any more.
    pub(crate) fn drop_others(&self) {
        self.drop_scopes(|scope| scope != self.scope);
    }

    fn drop_scopes(&self, is_over: impl Fn(u32) -> bool) {
        let mut inner = self.lock();
        let Inner { made, layouts, held, images, .. } = &mut *inner;
        let texts = layouts.extract_if(|_, (scope, _)| is_over(*scope));
        made.extend(texts.map(|(layout, _)| Resource::DropLayout(layout)));
        let pictures = images.extract_if(|_, scope| is_over(*scope));
        made.extend(pictures.map(|(image, _)| Resource::DropImage(image)));
        held.retain(|&scope, _| !is_over(scope));
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
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Services for NativeServices {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        let mut inner = self.lock();
        let Inner { shaper, held, .. } = &mut *inner;
        let held = held.entry(self.scope).or_default();
        if held.layouts >= LAYOUTS_MAX {
            log::warn!("more than {LAYOUTS_MAX} texts; one is left out");
            return TextMetrics::default();
        }
        let layout = match shaper.measure(request) {
            Ok(layout) => layout,
            Err(error) => {
                log::warn!("a text is left out: {error}");
                return TextMetrics::default();
            }
        };
        let bytes = layout.bytes();
        if held.layout_bytes + bytes > LAYOUT_BYTES_MAX {
            log::warn!("more than {LAYOUT_BYTES_MAX} bytes of texts; one is left out");
            return TextMetrics::default();
        }
        held.layouts += 1;
        held.layout_bytes += bytes;
        let id = inner.next_layout;
        // Zero never names a layout; four billion texts later the oldest numbers are long free.
        inner.next_layout = id.checked_add(1).unwrap_or(1);
        inner.layouts.insert(LayoutId(id), (self.scope, bytes));
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
        let Inner { layouts, held, made, .. } = &mut *inner;
        let Entry::Occupied(entry) = layouts.entry(LayoutId(layout)) else { return };
        if entry.get().0 == self.scope {
            let (_, bytes) = entry.remove();
            let held = held.entry(self.scope).or_default();
            held.layouts -= 1;
            held.layout_bytes -= bytes;
            made.push(Resource::DropLayout(LayoutId(layout)));
        }
    }

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        let mut inner = self.lock();
        let image = ImageId(inner.next_image);
        // A longer path names no file of a bundle; it fails like a file that is not there.
        let path = &path[..path.floor_char_boundary(PATH_BYTES_MAX)];
        let path = heapless::String::try_from(path).unwrap_or_default();
        let job = DecodeJob { image, path, width, height };
        if inner.decode.send(job).is_err() {
            return ImageId(0);
        }
        inner.next_image = inner.next_image.checked_add(1).unwrap_or(1);
        inner.images_pending += 1;
        inner.images.insert(image, self.scope);
        image
    }

    fn release_image(&mut self, image: ImageId) {
        let mut inner = self.lock();
        if inner.images.get(&image) == Some(&self.scope) {
            inner.images.remove(&image);
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
pub(super) mod tests {
    use super::*;
    use std::path::{Path, PathBuf};

    use ferrule_text::{Fonts, SHAPER_CACHE_BYTES_DEFAULT};

    /// Services with the shipped fonts, whose images nobody decodes.
    pub(in crate::engine) fn services() -> NativeServices {
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
            let held = services.lock().held[&0].layout_bytes;
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
        assert!(services.lock().held.is_empty());
        assert_eq!(services.counts().1, 0);
    }

    #[test]
    fn a_scope_keeps_what_is_its_own() {
        let mut old = services();
        let mut new = old.new_scope();
        let text = |services: &mut NativeServices| services.measure_text(&TextRequest::new("a", 20.0)).layout;
        let (mine, other) = (text(&mut old), text(&mut new));
        new.release_text(mine);
        assert_eq!(old.counts().1, 2);
        new.drop_others();
        assert_eq!(old.counts().1, 1);
        new.release_text(other);
        assert_eq!(old.counts().1, 0);
        text(&mut old);
        text(&mut new);
        new.start_afresh();
        assert_eq!(old.counts().1, 1);
        let mut made = Vec::new();
        old.collect(&mut made);
        let dropped = made.iter().filter(|each| matches!(each, Resource::DropLayout(_))).count();
        assert_eq!((made.len(), dropped), (7, 3));
    }
}
