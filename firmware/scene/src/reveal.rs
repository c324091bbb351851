//! Bringing the focus into view: where boxes stand once all scrolling has come to rest, and where containers are to
//! scroll.

use ferrule_abi::Keyword;

use crate::scene::Scene;
use crate::tree::{Edges, Index, Table};

/// The node's box on the screen once all scrolling has come to rest, not counting transforms.
pub(crate) fn bounds_of(nodes: &Table, index: Index) -> Edges {
    let layout = nodes.at(index).layout;
    let (mut x, mut y) = (layout.x, layout.y);
    for ancestor in nodes.ancestors(index) {
        let (dx, dy) = content_shift(nodes, ancestor);
        let layout = nodes.at(ancestor).layout;
        x += layout.x - dx;
        y += layout.y - dy;
    }
    Edges { x0: x, y0: y, x1: x + layout.w, y1: y + layout.h }
}

/// How far a node's content will stand to the left and up because it scrolls.
pub(crate) fn content_shift(nodes: &Table, index: Index) -> (f32, f32) {
    let node = nodes.at(index);
    node.style.scroll_shift(node.scroll.as_ref().map_or(0.0, |scroll| scroll.target()))
}

impl Scene {
    /// Aims every container around the focus so that it can be seen. In a list it is the whole item that counts, so that
    /// nothing moves when its node comes.
    pub(crate) fn reveal(&mut self, at_once: bool) {
        let current = self.focus.current();
        let Some(node) = self.nodes.get(current) else { return };
        let (mut span, mut at) = match self.bare_item() {
            Some(item) => (item, current),
            None => (node.layout, node.parent),
        };
        while let Some(container) = self.nodes.get_mut(at) {
            if let Some(list) = container.list.as_deref().filter(|list| list.count() > 0) {
                span = list.item_box(list.focused);
            }
            let (layout, parent) = (container.layout, container.parent);
            let (axis, backwards) = (container.style.scroll(), container.style.scrolls_backwards());
            if axis != Keyword::None
                && let Some(scroll) = &mut container.scroll
            {
                let (start, size, length) = match axis {
                    Keyword::X => (span.x, span.w, layout.w),
                    _ => (span.y, span.h, layout.h),
                };
                let start = if backwards { length - start - size } else { start };
                let offset = scroll.offset_to_show(start, start + size, length);
                if at_once {
                    scroll.jump(offset);
                    self.repaint(at);
                } else if scroll.aim(offset) && !self.scrolling.contains(&at) {
                    self.scrolling.push(at);
                }
            }
            let (dx, dy) = content_shift(&self.nodes, at);
            span.x += layout.x - dx;
            span.y += layout.y - dy;
            at = parent;
        }
    }

    /// Sets every scroll off that was aimed anew; with reduced motion it is there at once.
    pub(crate) fn launch_scrolls(&mut self, now_us: u64) {
        let is_reduced = self.animations.is_reduced();
        for &index in &self.scrolling {
            if let Some(scroll) = self.nodes.get_mut(index).and_then(|node| node.scroll.as_mut()) {
                if is_reduced {
                    scroll.jump(scroll.target());
                    self.nodes.repaint(index);
                    self.paint_due = true;
                } else {
                    scroll.launch(now_us);
                }
            }
        }
    }

    /// Moves every scroll on its way. Answers whether one moved.
    pub(crate) fn advance_scrolls(&mut self, now_us: u64) -> bool {
        let nodes = &mut self.nodes;
        let mut moved = false;
        self.scrolling.retain(|&index| {
            let Some(scroll) = nodes.get_mut(index).and_then(|node| node.scroll.as_mut()) else {
                return false;
            };
            let before = scroll.offset();
            scroll.advance(now_us);
            let (has_moved, goes_on) = (scroll.offset() != before, scroll.is_moving());
            if has_moved {
                nodes.repaint(index);
            }
            moved |= has_moved;
            goes_on
        });
        moved
    }
}
