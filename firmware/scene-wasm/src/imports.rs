//! The native side as the module sees it: five imported functions.

use ferrule_abi::list::ImageId;
use ferrule_abi::text::{TextMetrics, TextRequest};
use ferrule_abi::{Batch, Reader, Record};
use ferrule_scene::Host;

mod raw {
    #[link(wasm_import_module = "ferrule")]
    unsafe extern "C" {
        /// Reads a request and writes [`super::TextMetrics::BYTES`] to `out`; answers the layout's number, 0 for none.
        pub(super) fn text_measure(request: *const u8, length: usize, out: *mut u8) -> u32;
        /// Reads the path's bytes.
        pub(super) fn image_request(path: *const u8, length: usize, width: u32, height: u32) -> u32;
        /// Reads the text's bytes.
        pub(super) fn log(level: u32, text: *const u8, length: usize);
        pub(super) safe fn text_release(layout: u32);
        pub(super) safe fn image_release(image: u32);
    }
}

/// Writes a line to the device's log.
pub(crate) fn log_line(level: u8, text: &str) {
    // SAFETY: the host reads `length` bytes at the address; they are borrowed for the whole call.
    unsafe { raw::log(u32::from(level), text.as_ptr(), text.len()) }
}

/// The services behind the imports.
#[derive(Debug)]
pub(crate) struct Native {
    /// Holds one encoded request; kept for its memory.
    request: Batch,
}

impl Native {
    pub(crate) const fn new() -> Self {
        Self { request: Batch::new(TextRequest::BYTES_MAX) }
    }
}

impl Host for Native {
    fn measure_text(&mut self, request: &TextRequest<'_>) -> TextMetrics {
        self.request.clear();
        if self.request.push(request).is_err() {
            return TextMetrics::default();
        }
        let bytes = self.request.as_bytes();
        let mut out = [0; TextMetrics::BYTES];
        // SAFETY: the host reads `length` bytes of the request and writes TextMetrics::BYTES to `out`; both are ours and
        // live for the whole call.
        let layout = unsafe { raw::text_measure(bytes.as_ptr(), bytes.len(), out.as_mut_ptr()) };
        if layout == 0 {
            return TextMetrics::default();
        }
        TextMetrics::decode(&mut Reader::new(&out)).unwrap_or_default()
    }

    fn release_text(&mut self, layout: u32) {
        raw::text_release(layout);
    }

    fn request_image(&mut self, path: &str, width: u16, height: u16) -> ImageId {
        // SAFETY: the host reads `length` bytes of the path, which is borrowed for the whole call.
        let image =
            unsafe { raw::image_request(path.as_ptr(), path.len(), u32::from(width), u32::from(height)) };
        ImageId(image)
    }

    fn release_image(&mut self, image: ImageId) {
        raw::image_release(image.0);
    }

    fn log(&mut self, level: u8, text: &str) {
        log_line(level, text);
    }
}
