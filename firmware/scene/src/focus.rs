//! Which node has the focus, and that it is never lost: when its node goes, the nearest one takes it.

use ferrule_abi::{Event, Keyword};

use crate::events::Events;
use crate::scene::Scene;
use crate::tree::{Edges, Flag, Index, NONE, Slot, Table, node_id};

/// Where the focus was when its node went away.
#[derive(Clone, Copy, Debug)]
struct Lost {
    bounds: Edges,
    /// The innermost node around it that is still there.
    anchor: Index,
}

/// The focus of a scene.
#[derive(Debug, Default)]
pub(crate) struct Focus {
    current: Index,
    /// What the app was last told.
    told: Index,
    /// A `Focus` command that waits for the layout.
    requested: Index,
    lost: Option<Lost>,
    /// The tree changed: the focus may not be valid any more, or there may be a first one.
    check_due: bool,
    /// The layout changed: the focused node may have moved out of sight.
    reveal_due: bool,
    /// Another root came: the new focus is shown without scrolling there.
    fresh: bool,
}

impl Focus {
    /// The focused node or [`NONE`].
    pub(crate) const fn current(&self) -> Index {
        self.current
    }

    /// True for the node that was last told to be focused, whose focused values are shown.
    pub(crate) fn is_told(&self, index: Index) -> bool {
        index != NONE && self.told == index
    }

    /// True when nothing waits for [`Scene::settle_focus`].
    pub(crate) fn is_settled(&self) -> bool {
        !self.check_due && !self.fresh && self.requested == NONE
    }

    pub(crate) fn request(&mut self, index: Index) {
        self.requested = index;
    }

    pub(crate) fn tree_changed(&mut self) {
        self.check_due = true;
    }

    pub(crate) fn layout_changed(&mut self) {
        self.reveal_due = true;
    }

    pub(crate) fn root_changed(&mut self) {
        self.check_due = true;
        self.fresh = true;
        self.lost = None;
    }

    /// A subtree is about to be removed.
    pub(crate) fn leaves(&mut self, nodes: &Table, top: Index) {
        self.check_due = true;
        let parent = nodes.at(top).parent;
        if self.current != NONE && nodes.is_within(self.current, top) {
            self.lost = Some(Lost { bounds: bounds_of(nodes, self.current), anchor: parent });
            self.current = NONE;
        }
        if let Some(lost) = &mut self.lost
            && lost.anchor != NONE
            && nodes.is_within(lost.anchor, top)
        {
            lost.anchor = parent;
        }
        if self.requested != NONE && nodes.is_within(self.requested, top) {
            self.requested = NONE;
        }
    }
}

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
    let target = node.scroll.as_ref().map_or(0.0, |scroll| scroll.target());
    node.style.scroll_shift(target)
}

impl Scene {
    /// Settles the focus after commands: requests, nodes that went, nodes that came.
    ///
    /// # Errors
    /// The node of a request that cannot have the focus; the rest is settled all the same.
    pub(crate) fn settle_focus(&mut self, events: &mut Events, now_us: u64) -> Result<(), Index> {
        let mut result = Ok(());
        let fresh = core::mem::take(&mut self.focus.fresh);
        if core::mem::take(&mut self.focus.check_due) {
            self.drop_unreachable();
        }
        let requested = core::mem::replace(&mut self.focus.requested, NONE);
        if requested != NONE {
            match self.is_reachable(requested).then(|| self.entry(requested)).flatten() {
                Some(index) => self.focus.current = index,
                None => result = Err(requested),
            }
        }
        if self.focus.current == NONE {
            self.focus.current = self.replacement().unwrap_or(NONE);
        }
        if self.focus.current != NONE {
            self.focus.lost = None;
        }
        let reveal = core::mem::take(&mut self.focus.reveal_due);
        if self.announce(events) || reveal || fresh {
            self.reveal(now_us, fresh);
        }
        result
    }

    /// Moves the focus by a key.
    pub(crate) fn focus_on(&mut self, index: Index, events: &mut Events, now_us: u64) {
        self.focus.current = index;
        if self.announce(events) {
            self.reveal(now_us, false);
        }
    }

    /// Tells the app and the two nodes of a change. Answers whether there was one.
    fn announce(&mut self, events: &mut Events) -> bool {
        let (previous, current) = (self.focus.told, self.focus.current);
        if previous == current {
            return false;
        }
        self.focus.told = current;
        for index in [previous, current] {
            let mask = self.nodes.get(index).and_then(|node| node.overlay.as_ref()).map_or(0, |o| o.mask);
            for slot in Slot::all() {
                // A flat gradient's second colour goes with the first.
                let of_fill = slot == Slot::FillTo && mask & (1 << Slot::Fill as u8) != 0;
                if mask & (1 << slot as u8) != 0 || of_fill {
                    self.follow(index, slot);
                }
            }
        }
        let mut at = current;
        while let Some(node) = self.nodes.get_mut(at) {
            if node.flags.has(Flag::FocusMemory) {
                node.remembered = current;
            }
            at = node.parent;
        }
        events.push_node(&Event::FocusChanged { node: node_id(current), previous: node_id(previous) });
        self.paint_due = true;
        true
    }

    /// Lets go of a focus that is hidden, not focusable any more or not on this page.
    fn drop_unreachable(&mut self) {
        let current = self.focus.current;
        if current == NONE {
            return;
        }
        if self.is_reachable(current) && self.nodes.at(current).flags.has(Flag::Focusable) {
            return;
        }
        if self.root != NONE && self.nodes.is_within(current, self.root) {
            let anchor = self.nodes.at(current).parent;
            self.focus.lost = Some(Lost { bounds: bounds_of(&self.nodes, current), anchor });
        }
        self.focus.current = NONE;
    }

    /// True when the node is on the page and nothing hides it.
    fn is_reachable(&self, index: Index) -> bool {
        let mut at = index;
        while let Some(node) = self.nodes.get(at) {
            if node.flags.has(Flag::Hidden) {
                return false;
            }
            if at == self.root {
                return true;
            }
            at = node.parent;
        }
        false
    }

    /// A focus when there is none: near where it was, else the page's first.
    fn replacement(&self) -> Option<Index> {
        if self.root == NONE {
            return None;
        }
        if let Some(lost) = self.focus.lost {
            let mut anchor = lost.anchor;
            while anchor != NONE && self.is_reachable(anchor) {
                if let Some(nearest) = self.nearest(anchor, &lost.bounds) {
                    return Some(nearest);
                }
                anchor = if anchor == self.root { NONE } else { self.nodes.at(anchor).parent };
            }
        }
        self.entry(self.root)
    }

    /// Where the focus goes that comes to a node as a whole: itself, what it remembers, or its first.
    pub(crate) fn entry(&self, index: Index) -> Option<Index> {
        let node = self.nodes.get(index)?;
        if node.flags.has(Flag::Hidden) || node.focusables == 0 {
            return None;
        }
        if node.flags.has(Flag::Focusable) {
            return Some(index);
        }
        if let Some(remembered) = self.remembered(index) {
            return Some(remembered);
        }
        node.children.iter().find_map(|&child| self.entry(child))
    }

    /// The descendant that a container remembers, if the focus can go there.
    pub(crate) fn remembered(&self, index: Index) -> Option<Index> {
        let node = self.nodes.get(index)?;
        let remembered = node.remembered;
        if !node.flags.has(Flag::FocusMemory) || remembered == NONE {
            return None;
        }
        let mut at = remembered;
        let mut valid = self.nodes.get(at)?.flags.has(Flag::Focusable);
        while at != index {
            let node = self.nodes.get(at)?;
            valid &= !node.flags.has(Flag::Hidden);
            at = node.parent;
        }
        valid.then_some(remembered)
    }

    /// The focusable node in a subtree that is nearest to a place. The first of equals.
    fn nearest(&self, top: Index, to: &Edges) -> Option<Index> {
        let mut best: Option<(f32, Index)> = None;
        self.visit_focusables(top, &mut |index| {
            let bounds = bounds_of(&self.nodes, index);
            let dx = (bounds.x0 + bounds.x1) - (to.x0 + to.x1);
            let dy = (bounds.y0 + bounds.y1) - (to.y0 + to.y1);
            let distance = dx * dx + dy * dy;
            if best.is_none_or(|(least, _)| distance < least) {
                best = Some((distance, index));
            }
        });
        best.map(|(_, index)| index)
    }

    fn visit_focusables(&self, index: Index, visit: &mut impl FnMut(Index)) {
        let Some(node) = self.nodes.get(index) else { return };
        if node.flags.has(Flag::Hidden) || node.focusables == 0 {
            return;
        }
        if node.flags.has(Flag::Focusable) {
            visit(index);
        }
        for &child in &node.children {
            self.visit_focusables(child, visit);
        }
    }

    /// Scrolls every container around the focused node so that it can be seen.
    fn reveal(&mut self, now_us: u64, at_once: bool) {
        let mut at = self.focus.current;
        let Some(node) = self.nodes.get(at) else { return };
        let (width, height) = (node.layout.w, node.layout.h);
        let (mut x, mut y) = (0.0, 0.0);
        while let Some(node) = self.nodes.get(at) {
            x += node.layout.x;
            y += node.layout.y;
            at = node.parent;
            let Some(container) = self.nodes.get_mut(at) else { return };
            let axis = container.style.scroll();
            let layout = container.layout;
            if axis != Keyword::None
                && let Some(scroll) = &mut container.scroll
            {
                let (near, far, length) = match axis {
                    Keyword::X => (x, x + width, layout.w),
                    _ => (y, y + height, layout.h),
                };
                // Counted from the end at which the content starts.
                let backwards = container.style.scrolls_backwards();
                let (start, end) = if backwards { (length - far, length - near) } else { (near, far) };
                let offset = scroll.offset_to_show(start, end, length);
                if at_once {
                    scroll.jump(offset);
                } else if scroll.retarget(offset, now_us) && !self.scrolling.contains(&at) {
                    self.scrolling.push(at);
                }
                self.paint_due = true;
            }
            let (dx, dy) = content_shift(&self.nodes, at);
            x -= dx;
            y -= dy;
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
            moved |= scroll.offset() != before;
            scroll.is_moving()
        });
        moved
    }
}
