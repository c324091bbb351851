//! What display lists may name: shaped texts by number, and images, which live in the painter's texture cache and come
//! there a few at a time.

use std::collections::HashMap;
use std::sync::Arc;

use ferrule_abi::list::LayoutId;
use ferrule_gles::Layouts;
use ferrule_text::TextLayout;

/// The layouts alive. The engine's side bounds their number.
#[derive(Default)]
pub(crate) struct LayoutTable(HashMap<LayoutId, Arc<TextLayout>>);

impl LayoutTable {
    pub(crate) fn insert(&mut self, id: LayoutId, layout: Arc<TextLayout>) {
        self.0.insert(id, layout);
    }

    pub(crate) fn remove(&mut self, id: LayoutId) {
        self.0.remove(&id);
    }
}

impl Layouts for LayoutTable {
    fn layout(&self, id: LayoutId) -> Option<&TextLayout> {
        self.0.get(&id).map(Arc::as_ref)
    }
}

/// Images put on the GPU between two answers of the engine while nothing moves.
const UPLOADS_MAX: usize = 4;
/// The same while something moves: one, and only when the newest frame is on its way.
const UPLOADS_MOVING_MAX: usize = 1;
/// Bytes after which no further image is put on the GPU before the engine's next answer. One image may exceed it, or
/// large ones would never come.
const UPLOAD_BYTES_MAX: usize = 2 * 1024 * 1024;

/// What was put on the GPU since the engine's last answer. Images beyond the budget wait in the decoder's queue.
#[derive(Debug, Default)]
pub(crate) struct Uploads {
    images: usize,
    bytes: usize,
}

impl Uploads {
    /// The engine answered: the next frame's budget is free.
    pub(crate) fn start(&mut self) {
        *self = Self::default();
    }

    /// True when another image may come.
    pub(crate) fn has_room(&self, is_moving: bool) -> bool {
        let images_max = if is_moving { UPLOADS_MOVING_MAX } else { UPLOADS_MAX };
        self.images < images_max && self.bytes < UPLOAD_BYTES_MAX
    }

    /// An image came.
    pub(crate) fn spend(&mut self, bytes: usize) {
        self.images += 1;
        self.bytes += bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Images of a size that come before the next answer.
    fn fitting(bytes: usize, is_moving: bool) -> usize {
        let mut uploads = Uploads::default();
        std::iter::repeat_with(|| uploads.has_room(is_moving).then(|| uploads.spend(bytes)))
            .take_while(Option::is_some)
            .count()
    }

    #[test]
    fn few_images_come_at_a_time_and_one_while_something_moves() {
        assert_eq!(fitting(1000, false), UPLOADS_MAX);
        assert_eq!(fitting(UPLOAD_BYTES_MAX - 1, false), 2);
        assert_eq!(fitting(UPLOAD_BYTES_MAX * 3, false), 1);
        assert_eq!(fitting(1000, true), 1);
    }

    #[test]
    fn an_answer_frees_the_budget() {
        let mut uploads = Uploads::default();
        uploads.spend(1);
        assert!(!uploads.has_room(true));
        uploads.start();
        assert!(uploads.has_room(true));
    }
}
