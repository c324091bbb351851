//! What display lists may name: shaped texts by number. Images live in the painter's texture cache.

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
